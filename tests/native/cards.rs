//! Which card pays: the one the shopper means, once, or none.

use crate::host::{Host, PAYMENT, everything, guest, json, recorded_shop};
use crate::typed::Card;
use cashwrap::checkout::{Effect, Settled};
use cashwrap::http::{Reply, Request};
use cashwrap_shop::{Fault, FaultKind, Settings, Shop, World};

fn st(v: &cashwrap::json::Value) -> String {
    v.get("status").as_text().unwrap().to_owned()
}

fn show(v: &cashwrap::json::Value) -> String {
    String::from_utf8(v.write().to_vec()).unwrap()
}

fn ready() -> Host {
    let mut h = Host::guest();
    h.edit(&everything(r#""cheapest""#));
    h.edit(PAYMENT);
    h
}

fn deliver(host: &mut Host, r: &cashwrap::http::Request) {
    let mut told = cashwrap_shop::Request::new(r.method.as_str(), &r.path);
    for (n, v) in &r.headers {
        told = told.header(n, v);
    }
    if let Some(b) = &r.body {
        told = told.json(std::str::from_utf8(b).unwrap());
    }
    cashwrap_shop::answer(&mut host.shop, &told);
}

/// Lets a session run, and answers each call to `route` by hand.
fn drive(host: &mut Host, route: &str, mut meet: impl FnMut(&mut Host, u64, &Request)) {
    for _ in 0..3_000 {
        match host.session.poll(host.now_ms) {
            Some(Effect::Send { ticket, request }) if request.route.ends_with(route) => {
                meet(host, ticket, &request);
            }
            Some(Effect::Wake { at_ms }) if at_ms < 900_000 => host.now_ms = host.now_ms.max(at_ms),
            Some(effect) => host.perform(effect),
            None => return,
        }
    }
}

#[test]
fn a_card_that_was_replaced_is_not_charged_when_the_new_one_is_lost() {
    let mut host = ready();
    host.shop.set_stock(2, 0);
    assert_eq!(st(&host.submit()), "other");
    let _old: Vec<_> = host
        .truth()
        .payments
        .iter()
        .map(|p| (p.id, p.state.clone()))
        .collect();

    host.shop.set_stock(2, 10);
    // another card
    host.edit(r#"{"payment":{"method":"1","token":"BGS-OTHER","name":"John","month":"11","year":"2031"}}"#);
    host.shop
        .add_fault(Fault::once("POST /api/orders/*/payments", FaultKind::DropBefore));
    let end = host.submit();

    assert_ne!(st(&end), "placed", "placed with the card that was replaced");
}

#[test]
fn a_card_that_was_replaced_is_not_charged_when_the_new_one_is_refused() {
    let mut host = ready();
    host.shop.set_stock(2, 0);
    assert_eq!(st(&host.submit()), "other");
    host.shop.set_stock(2, 10);
    // a method / wallet the shop refuses
    host.edit(r#"{"payment":{"method":"1","wallet":"9999"}}"#);

    let end = host.submit();

    assert_ne!(st(&end), "placed", "placed with the card that was replaced");
}

#[test]
fn a_payment_that_arrives_late_is_not_charged_in_place_of_the_new_one() {
    let mut host = ready();
    // card A times out under way
    let id = host.session.submit(host.session.revision(), "a", host.now_ms);
    let mut late = None;
    drive(&mut host, "payments", |host, ticket, request| {
        late = Some(request.clone());
        host.session.receive(
            ticket,
            cashwrap::checkout::Answer::Lost(cashwrap::http::Lost::Timeout),
            host.now_ms,
        );
    });
    host.ending(id);

    host.edit(r#"{"payment":{"method":"2"}}"#); // now by check
    let _id = host.session.submit(host.session.revision(), "b", host.now_ms);
    drive(&mut host, "payments", |host, ticket, request| {
        let reply = host.send(request);
        let a = host.session.decode(ticket, &reply);
        host.session.receive(ticket, a, host.now_ms);
        let l = late.take().unwrap();
        deliver(host, &l);
    });

    assert!(
        host.shop.charges().is_empty(),
        "the shopper chose a check, the card was charged"
    );
}

#[test]
fn a_tab_does_not_sell_by_the_payment_of_another() {
    let mut a = ready();
    let mut b = Host::resumed(&guest(), a.shop.clone(), a.storage.clone());
    b.run();
    b.edit(r#"{"payment":{"method":"2"}}"#);
    a.session.submit(a.session.revision(), "a", a.now_ms);
    // a pays, and lets the lock go
    let mut paid = false;
    loop {
        let e = a.session.poll(a.now_ms).unwrap();
        paid |= matches!(&e, Effect::Send { request, .. } if request.route.ends_with("payments"));
        let un = e == Effect::Unlock;
        a.perform(e);
        if paid && un {
            break;
        }
    }
    b.shop = a.shop.clone();
    b.storage = a.storage.clone();
    b.session.submit(b.session.revision(), "b", b.now_ms);
    let mut paid = false;
    loop {
        let e = b.session.poll(b.now_ms).unwrap();
        paid |= matches!(&e, Effect::Send { request, .. } if request.route.ends_with("payments"));
        let un = e == Effect::Unlock;
        b.perform(e);
        if paid && un {
            break;
        }
    }
    a.shop = b.shop;
    a.storage = b.storage;
    a.run();

    assert!(
        !a.truth().completed,
        "it was about to sell by the other tab's payment"
    );
    b.shop = a.shop;
    b.storage = a.storage;
    b.run();
    assert!(b.shop.charges().is_empty(), "the check pays, or nothing does");
}

#[test]
fn a_success_by_status_alone_places_at_most_twice() {
    let mut host = ready();
    let id = host.session.submit(host.session.revision(), "a", host.now_ms);
    let mut n = 0;
    drive(&mut host, "complete", |host, ticket, request| {
        n += 1;
        let mut get = request.clone();
        get.method = cashwrap::http::Method::Get;
        get.body = None;
        get.path = format!("/api/orders/{}", &*host.order().number);
        let reply = host.send(&get);
        if let Reply::Response(r) = &reply {
            assert_eq!(r.status, 200);
        }
        let a = host.session.decode(ticket, &reply);
        host.session.receive(ticket, a, host.now_ms);
    });
    host.take(id);
    drop(host.wish(r#"{"email":"x@y.z"}"#));

    assert!(n <= 2, "complete was sent {n} times");
}

#[test]
fn an_attempt_that_met_it_can_still_place() {
    let mut host = ready();
    let mut ends = vec![];
    for round in 0..4u64 {
        let id = host.session.submit(host.session.revision(), "a", host.now_ms);
        for _ in 0..3000 {
            match host.session.poll(host.now_ms) {
                Some(Effect::Send { ticket, request })
                    if request.route.ends_with("complete") && round == 0 =>
                {
                    let mut get = (*request).clone();
                    get.method = cashwrap::http::Method::Get;
                    get.body = None;
                    get.path = format!("/api/orders/{}", &*host.order().number);
                    let reply = host.send(&get);
                    let a = host.session.decode(ticket, &reply);
                    host.session.receive(ticket, a, host.now_ms);
                }
                Some(Effect::Wake { at_ms }) => host.now_ms = host.now_ms.max(at_ms),
                Some(e) => host.perform(e),
                None => break,
            }
        }
        ends.push(host.take(id).map(|s| match s {
            Settled::Ended(v) => show(&v),
            o => format!("{o:?}"),
        }));
    }

    assert!(ends.last().unwrap().clone().unwrap().contains("placed"));
}

#[test]
fn a_decline_beside_store_credit_is_a_decline() {
    let o = json(
        r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"},"rawCard":"i-accept-pci-saq-d"}"#,
    );
    let mut host = Host::new(&o, Shop::new(World::demo(), Settings::default(), 7));
    host.key = Some("creditkey".to_owned());
    host.edit(&everything(r#""cheapest""#));
    host.edit_with(
        r#"{"payment":{"method":"1"}}"#,
        Some(Card::of("4000000000000002")),
    );
    let end = host.submit();

    assert_eq!(st(&end), "declined");
    host.edit_with(
        r#"{"payment":{"method":"1"}}"#,
        Some(Card::of("4111111111111111")),
    );
    let end = host.submit();

    assert_eq!(st(&end), "placed");
}

#[test]
fn a_typed_card_does_not_outlive_its_time_inside_an_attempt() {
    let o = json(
        r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"guest"},"rawCard":"i-accept-pci-saq-d"}"#,
    );
    let mut host = Host::new(&o, recorded_shop());
    host.edit(&everything(r#""cheapest""#));
    let edits = r#"{"payment":{"method":"1"}}"#;
    host.edit_with(edits, Some(Card::of("4111111111111111")));
    host.online = false;
    drop(show(&host.submit()));

    host.pass(3_600_000);
    host.run();
    host.online = true;
    drop(show(&host.submit()));

    assert!(
        host.shop.charges().is_empty(),
        "a card typed an hour ago was charged"
    );
}

#[test]
fn a_revision_that_was_never_shown_is_not_agreed_to() {
    let mut host = ready();
    let id = host
        .session
        .submit(host.session.revision() + 1000, "a", host.now_ms);
    host.run();
    assert_eq!(st(&host.ending(id)), "changed");
}

#[test]
fn a_payment_of_another_sum_must_be_entered_again() {
    let mut host = ready();
    host.shop.set_stock(2, 0);
    host.submit();
    host.shop.set_stock(2, 10);
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    assert_eq!(host.blockers(), ["payment.reenter"]);
}

#[test]
fn a_call_that_never_left_ends_the_attempt_at_once() {
    // the bearer key cannot be had when the order is placed: nothing was sent
    let mut host = Host::customer("custkey");
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    let id = host.session.submit(host.session.revision(), "a", host.now_ms);
    drive(&mut host, "complete", |host, ticket, _| {
        host.session.receive(
            ticket,
            cashwrap::checkout::Answer::Lost(cashwrap::http::Lost::BadHeader),
            host.now_ms,
        );
    });
    let end = host.ending(id);
    assert_eq!(st(&end), "other");
    assert_eq!(end.get("error").get("outcome").as_text(), Some("not_sent"));
    assert!(
        host.now_ms < 30_000,
        "it did not wait for an answer that cannot come"
    );
}

#[test]
fn the_same_ending_is_told_again() {
    let mut host = ready();
    let id = host.session.submit(host.session.revision(), "a", host.now_ms);
    drive(&mut host, "complete", |host, ticket, request| {
        let reply = host.send(request);
        let mut a = host.session.decode(ticket, &reply);
        if let cashwrap::checkout::Answer::Order(o, _) = &mut a {
            std::rc::Rc::make_mut(o).email = "else@x.y".into();
        }
        host.session.receive(ticket, a, host.now_ms);
    });
    let one = show(&host.ending(id));
    let two = show(&host.submit());

    assert_eq!(one, two);
}
