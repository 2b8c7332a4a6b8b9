//! After a reload, beside another tab, without storage, through the page's backend, and when a cart has died.

use crate::host::{ADDRESS, Host, PAYMENT, everything, guest, json, recorded_shop};
use cashwrap::checkout::{Effect, Session, Settled};
use cashwrap::error::Code;
use cashwrap_shop::{Fault, FaultKind, Settings, Shop, World};

fn status(host: &Host) -> String {
    host.session
        .snapshot()
        .get("status")
        .as_text()
        .unwrap()
        .to_owned()
}

#[test]
fn a_reload_finds_the_order_again() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let number = host.order().number.to_string();
    let mut host = host.reload(&guest());
    host.run();
    assert_eq!(host.order().number, *number);
    assert_eq!(host.order().lines.len(), 3);
    assert_eq!(host.shop.orders().len(), 1);
}

#[test]
fn a_wish_not_confirmed_survives_the_reload() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.edit(r#"{"email":"a@b.co"}"#);
    host.online = false;
    host.edit(r#"{"lines":[{"variant":"3","quantity":4}]}"#);
    let mut host = host.reload(&guest());
    host.run();
    let quantity = host
        .truth()
        .lines
        .iter()
        .find(|l| l.variant_id == 3)
        .map(|l| l.quantity);
    assert_eq!(quantity, Some(4));
    host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#));
    assert_eq!(host.truth().email.as_deref(), Some("a@b.co"));
}

#[test]
fn a_reload_in_the_middle_of_placing_reads_and_does_not_place_again() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    host.session.submit(host.session.revision(), "a", host.now_ms);
    // The page goes while the call that places is under way.
    loop {
        let effect = host.session.poll(host.now_ms).unwrap();
        if let Effect::Send { request, .. } = &effect
            && request.route.ends_with("complete")
        {
            host.send(request);
            break;
        }
        host.perform(effect);
    }
    let mut host = host.reload(&guest());
    assert_eq!(status(&host), "uncertain");
    let refused = host
        .session
        .edit(&json(r#"{"email":"x@y.z"}"#), None, 0)
        .unwrap_err();
    assert_eq!(refused.code, Code::AttemptUnresolved);
    host.run();
    assert_eq!(status(&host), "placed");
    assert_eq!(host.shop.charges().len(), 1);
    assert!(!host.requests.iter().any(|r| r.route.ends_with("complete")));
}

#[test]
fn a_reload_never_places_by_itself_what_the_lost_call_did_not() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    host.session.submit(host.session.revision(), "a", host.now_ms);
    loop {
        let effect = host.session.poll(host.now_ms).unwrap();
        if let Effect::Send { request, .. } = &effect
            && request.route.ends_with("complete")
        {
            // It never reached the shop.
            break;
        }
        host.perform(effect);
    }
    let mut host = host.reload(&guest());
    host.run();
    assert!(!host.truth().completed);
    assert_eq!(
        status(&host),
        "open",
        "not placed, and that is known once the lock has expired"
    );
    assert!(!host.requests.iter().any(|r| r.method.as_str() == "PUT"));
    // The payment is still on the order: saying yes again places it once.
    assert_eq!(host.submit().get("status").as_text(), Some("placed"));
    assert_eq!(host.shop.charges().len(), 1);
}

#[test]
fn a_placed_order_leaves_a_tombstone_without_its_token() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    let token = host.truth().token;
    assert!(host.storage.as_ref().unwrap().contains(&token));
    host.edit(PAYMENT);
    host.submit();
    let stored = host.storage.clone().unwrap();
    assert!(!stored.contains(&token), "{stored}");
    assert!(stored.contains(r#""placed":true"#));
    let mut host = host.reload(&guest());
    host.run();
    assert!(host.session.order().is_none());
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
}

#[test]
fn no_payment_is_ever_stored() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    host.shop.add_fault(Fault::once(
        "PUT /api/checkouts/*/complete",
        FaultKind::DropBefore,
    ));
    host.submit();
    assert!(!host.storage.clone().unwrap().contains("BGS-12345"));
}

#[test]
fn without_storage_it_goes_on_in_memory_and_says_so() {
    let mut host = Host::guest();
    host.storage_works = false;
    assert_eq!(host.edit(&everything(r#""cheapest""#)), Settled::Confirmed);
    assert_eq!(host.session.snapshot().get("storage").as_text(), Some("memory"));
    host.edit(PAYMENT);
    assert_eq!(host.submit().get("status").as_text(), Some("placed"));
}

#[test]
fn a_damaged_journal_is_left_aside() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let whole = host.storage.clone().unwrap();
    for cut in 0..whole.len() {
        if let Some(part) = whole.get(..cut) {
            assert!(
                Session::new(&guest(), Some(part.as_bytes()))
                    .unwrap()
                    .order()
                    .is_none()
            );
        }
    }
    let newer = whole.replacen(r#""v":1"#, r#""v":2"#, 1);
    assert!(
        Session::new(&guest(), Some(newer.as_bytes()))
            .unwrap()
            .order()
            .is_none()
    );
    assert!(
        Session::new(&guest(), Some(whole.as_bytes()))
            .unwrap()
            .order()
            .is_some()
    );
}

#[test]
fn what_another_tab_wrote_is_read_before_anything_is_sent() {
    let mut first = Host::guest();
    first.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run();
    second.edit(r#"{"lines":[{"variant":"3","quantity":2}]}"#);
    // Back in the first tab, which shares shop and storage.
    first.shop = second.shop;
    first.storage = second.storage;
    first.trace.clear();
    first.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#);
    let at = |what: &str| first.trace.iter().position(|t| t.starts_with(what)).unwrap();
    assert!(at("lock") < at("send GET"), "{:?}", first.trace);
    assert!(at("send GET") < at("send POST"), "{:?}", first.trace);
    assert_eq!(first.truth().lines.len(), 3);
}

#[test]
fn two_tabs_that_start_together_share_one_order() {
    let mut first = Host::guest();
    let mut second = Host::guest();
    first.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    second.shop = first.shop.clone();
    second.storage = first.storage.clone();
    second.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    assert_eq!(second.shop.orders().len(), 1);
    assert_eq!(second.truth().lines.len(), 2);
}

#[test]
fn a_dead_cart_is_made_again_with_all_that_was_in_it() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    // The shop has lost it: another shop behind the same address.
    host.shop = recorded_shop();
    let how = host.edit(r#"{"lines":[{"variant":"2","quantity":5}]}"#);
    assert_eq!(how, Settled::Confirmed, "{:#?}", host.trace);
    let truth = host.truth();
    let mut lines: Vec<_> = truth.lines.iter().map(|l| (l.variant_id, l.quantity)).collect();
    lines.sort_unstable();
    assert_eq!(lines, [(1, 1), (2, 5), (3, 1)]);
    assert_eq!(truth.email.as_deref(), Some("jane@example.com"));
    assert_eq!(truth.state, "delivery");
}

#[test]
fn an_order_handed_in_is_resumed_by_number_and_token_and_never_replaced() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let (number, token) = (host.truth().number, host.truth().token);
    let options = |token: &str| {
        json(&format!(
            r#"{{"dialect":"solidus","shop":"https://store.example",
            "auth":{{"kind":"order","number":"{number}","token":"{token}"}}}}"#
        ))
    };
    let mut other = Host::new(&options(&token), host.shop.clone());
    assert_eq!(
        other.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#),
        Settled::Confirmed
    );
    assert_eq!(other.truth().lines.len(), 2);
    let mut wrong = Host::new(&options("wrong"), host.shop);
    let Settled::Refused(error) = wrong.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#) else {
        panic!("a wrong token was accepted");
    };
    assert_eq!(error.code, Code::Unauthorized);
    assert_eq!(wrong.shop.orders().len(), 1);
}

#[test]
fn where_guests_may_not_create_the_pages_backend_does() {
    let options = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"guest"}}"#;
    let closed = Settings {
        guests: false,
        ..Settings::default()
    };
    let shop = Shop::new(World::recorded(), closed, 7);
    let mut host = Host::new(&json(options), shop.clone());
    let Settled::Refused(error) = host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#) else {
        panic!("a guest created an order");
    };
    assert_eq!(error.code, Code::Unauthorized);

    let options = options.replace(r#""auth""#, r#""createOrder":true,"auth""#);
    let mut host = Host::new(&json(&options), shop);
    host.edit(&everything(r#""cheapest""#));
    assert!(host.trace.contains(&"hook".to_owned()));
    host.edit(PAYMENT);
    assert_eq!(
        host.submit().get("status").as_text(),
        Some("placed"),
        "{:#?}",
        host.trace
    );
    assert_eq!(host.shop.charges().len(), 1);
}

#[test]
fn an_order_placed_in_another_tab_is_a_receipt_here_too() {
    let mut first = Host::guest();
    first.edit(&everything(r#""cheapest""#));
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run();
    second.edit(PAYMENT);
    assert_eq!(second.submit().get("status").as_text(), Some("placed"));
    first.shop = second.shop;
    let Settled::Refused(error) = first.edit(r#"{"lines":[{"variant":"2","quantity":9}]}"#) else {
        panic!("a placed order was edited");
    };
    assert_eq!(error.code, Code::OrderComplete);
    assert_eq!(status(&first), "placed");
    assert_eq!(first.submit().get("status").as_text(), Some("placed"));
    assert_eq!(first.shop.charges().len(), 1);
}

#[test]
fn many_wishes_are_all_there_after_a_reload() {
    let mut host = Host::guest();
    host.online = false;
    for part in 0..2 {
        let line = |n: u32| format!(r#"{{"variant":"{}","quantity":1}}"#, 1 + part * 60 + n);
        let lines: Vec<_> = (0..60).map(line).collect();
        host.wish(&format!(r#"{{"lines":[{}],"email":"a@b.co"}}"#, lines.join(",")))
            .unwrap();
    }
    host.run();
    let host = host.reload(&guest());
    let shown = host.session.snapshot();
    assert_eq!(shown.get("order").get("lines").items().len(), 120);
    assert!(!shown.get("pending").get("email").is_null());
}

/// What a shop tells may hold what nobody may hand in.
#[test]
fn a_wish_that_cannot_be_made_again_takes_no_other_with_it() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.tamper = Some(|order| {
        let address = order.shipping.as_mut().unwrap();
        std::rc::Rc::make_mut(address).address2 = "c/o\tDoe".into();
    });
    host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    host.session.renew().unwrap();
    host.tamper = None;
    host.online = false;
    host.run();
    let host = host.reload(&guest());
    assert_eq!(host.session.snapshot().get("order").get("lines").items().len(), 3);
}

#[test]
fn a_token_that_is_handed_in_is_newer_than_the_stored_one() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let order = host.truth();
    let options = |token: &str| {
        let auth = format!(
            r#"{{"kind":"order","number":"{}","token":"{token}"}}"#,
            order.number
        );
        json(&format!(
            r#"{{"dialect":"solidus","shop":"https://store.example","auth":{auth}}}"#
        ))
    };
    let mut old = Host::new(&options("stale"), host.shop.clone());
    old.run();
    old.edit(r#"{"email":"a@b.co"}"#);
    let mut new = Host::resumed(&options(&order.token), host.shop.clone(), old.storage.clone());
    new.run();
    assert_eq!(new.order().lines.len(), 1);
}

#[test]
fn a_new_order_for_what_is_in_this_one_has_its_coupons() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    assert_eq!(host.edit(r#"{"coupon":"10off"}"#), Settled::Confirmed);
    host.session.renew().unwrap();
    host.run();
    let shown = host.session.snapshot();
    let coupon = &shown.get("order").get("coupons").items()[0];
    assert_eq!(coupon.get("code").as_text(), Some("10off"));
    assert_eq!(coupon.get("status").as_text(), Some("confirmed"));
}
