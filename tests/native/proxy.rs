//! Behind a proxy: no credentials leave the page, and what the proxy says by itself is not taken for the shop's word.

use crate::host::{Host, PAYMENT, everything, recorded_shop, visitor};
use cashwrap::checkout::{Effect, Session};
use cashwrap::http::{Auth, Request};
use cashwrap_shop::{Settings, Shop, World};

fn host() -> Host {
    Host::visitor("solidus", recorded_shop(), "adminkey")
}

/// A checkout with all but the payment.
fn filled() -> Host {
    let mut host = host();
    host.edit(&everything(r#""cheapest""#));
    host
}

fn step(request: &Request) -> Option<&str> {
    let named = request
        .headers
        .iter()
        .find(|(name, _)| *name == "X-Cashwrap-Step");
    named.map(|(_, step)| step.as_str())
}

#[test]
fn a_visitor_buys_without_a_credential_in_the_page() {
    let mut host = filled();
    host.edit(PAYMENT);
    assert_eq!(host.submit().get("status").as_text(), Some("placed"));
    for request in &host.requests {
        assert_eq!(request.auth, Auth::None);
        let names: Vec<&str> = request.headers.iter().map(|(name, _)| *name).collect();
        assert!(names.iter().all(|name| *name == "X-Cashwrap-Step"), "{names:?}");
    }
    let steps: Vec<Option<&str>> = host
        .requests
        .iter()
        .filter(|r| !r.method.is_safe())
        .map(step)
        .collect();
    // The creation is for no step; then each call says where it saw the order last.
    assert_eq!(steps, [None, Some("cart"), Some("confirm"), Some("confirm")]);
}

#[test]
fn the_journal_of_a_visitor_holds_the_number_and_no_token() {
    let host = filled();
    let kept = host.storage.clone().unwrap();
    let token = host.truth().token.clone();
    assert!(
        kept.contains(&*host.order().number) && !kept.contains(&token),
        "{kept}"
    );
    let mut host = host.reload(&visitor("solidus"));
    host.run();
    assert_eq!(host.order().lines.len(), 3);
    host.edit(PAYMENT);
    assert_eq!(host.submit().get("status").as_text(), Some("placed"));
    assert_eq!(host.shop.orders().len(), 1);
}

#[test]
fn a_call_the_proxy_did_not_take_is_made_again_after_a_read() {
    let mut host = filled();
    host.edit(PAYMENT);
    // The payment passes, the call that places meets another one.
    host.proxy_says = vec![409];
    assert_eq!(host.submit().get("status").as_text(), Some("placed"));
    assert_eq!(host.truth().payments.len(), 1);
}

#[test]
fn an_unknown_answer_of_the_proxy_is_looked_for_and_not_asked_for_again() {
    let mut host = filled();
    host.edit(PAYMENT);
    host.proxy_says = vec![504];
    let before = host.trace.len();
    let end = host.submit();
    // The payment was lost on the way: nobody sends it again, and no second card is charged.
    assert_eq!(end.get("status").as_text(), Some("other"), "{end:?}");
    let pays = host
        .trace
        .iter()
        .skip(before)
        .filter(|line| line.ends_with("payments"));
    assert_eq!(pays.count(), 1, "{:?}", host.trace);
    assert!(host.truth().payments.is_empty());
}

#[test]
fn an_order_of_another_visitor_is_gone_and_a_new_one_can_be_opened() {
    let mut host = filled();
    let number = host.order().number.to_string();
    host = host.reload(&visitor("solidus"));
    let Some(Effect::Send { ticket, .. }) = host.session.poll(host.now_ms) else {
        panic!("no read");
    };
    let answer = host.session.decode(ticket, &crate::network::problem(404));
    host.session.receive(ticket, answer, host.now_ms);
    let id = host.wish(r#"{"email":"a@b.co"}"#);
    assert!(id.is_ok());
    host.session.start_new().unwrap();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    assert_ne!(host.order().number, *number);
}

#[test]
fn a_page_that_makes_orders_elsewhere_is_told_what_is_wished() {
    let options =
        r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"proxy"},"createOrder":true}"#;
    let mut host = Host::new(
        &crate::host::json(options),
        Shop::new(World::recorded(), Settings::default(), 7),
    );
    host.proxy_key = Some("adminkey".to_owned());
    host.wish(r#"{"lines":[{"variant":"2","quantity":3}],"email":"jane@example.com"}"#)
        .unwrap();
    let draft = loop {
        match host.session.poll(host.now_ms).unwrap() {
            Effect::CreateOrder { ticket, draft } => {
                let (number, _) = host.shop.open_order(None);
                // No token comes, and none is needed.
                host.session.created(ticket, Some((&number, "")), host.now_ms);
                break draft;
            }
            effect => host.perform(effect),
        }
    };
    assert_eq!(
        &*draft,
        r#"{"email":"jane@example.com","lines":[{"variant":"2","quantity":3}]}"#
    );
    host.run();
    assert_eq!(host.truth().lines[0].quantity, 3);
}

#[test]
fn a_family_that_needs_the_shops_key_is_refused_without_a_proxy() {
    for auth in [
        r#"{"kind":"guest"}"#,
        r#"{"kind":"order","number":"1","token":"t"}"#,
        r#"{"kind":"bearer"}"#,
    ] {
        let options = format!(r#"{{"dialect":"sylius_0","shop":"https://store.example","auth":{auth}}}"#);
        let error = Session::open(&crate::host::json(&options)).unwrap_err();
        let field = &error.fields[0];
        assert_eq!(
            (&*field.field, field.code),
            ("auth.kind", "needs_proxy"),
            "{auth}"
        );
    }
}

#[test]
fn the_proxy_makes_the_order_where_no_call_of_the_family_does() {
    let mut host = Host::visitor("sylius_0", recorded_shop(), "key");
    // The place of the API is found first; then the order is asked for by what is known of it.
    host.wish(r#"{"lines":[{"variant":"1","quantity":2}],"email":"jane@example.com"}"#)
        .unwrap();
    let request = loop {
        match host.session.poll(host.now_ms).unwrap() {
            Effect::Send { request, ticket } if request.path == "/cashwrap/orders" => {
                let answer = host.session.decode(ticket, &crate::network::made("7"));
                host.session.receive(ticket, answer, host.now_ms);
                break request;
            }
            Effect::Send { ticket, .. } => {
                let answer = cashwrap::checkout::Answer::Told(crate::host::json("[]"));
                host.session.receive(ticket, answer, host.now_ms);
            }
            effect => host.perform(effect),
        }
    };
    let body = std::str::from_utf8(request.body.as_ref().unwrap()).unwrap();
    assert_eq!(
        body,
        r#"{"email":"jane@example.com","lines":[{"variant":"1","quantity":2}]}"#
    );
    assert_eq!(&*host.order().number, "7");
}

#[test]
fn a_visitor_and_a_guest_share_no_journal() {
    let keys: Vec<String> = ["guest", "proxy"]
        .map(|kind| {
            let options = format!(
                r#"{{"dialect":"solidus","shop":"https://store.example","auth":{{"kind":"{kind}"}}}}"#
            );
            let session = Session::open(&crate::host::json(&options)).unwrap();
            session.storage_key().to_string()
        })
        .into();
    assert_ne!(keys[0], keys[1]);
}
