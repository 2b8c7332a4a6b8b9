//! Other tabs, other customers, other times: one storage and one order between them.

use crate::host::{ADDRESS, Host, PAYMENT, everything, guest, json};
use cashwrap::checkout::{Effect, Settled};
use cashwrap_shop::{Settings, Shop, World};

fn st(v: &cashwrap::json::Value) -> String {
    v.get("status").as_text().unwrap().to_owned()
}

fn ready() -> Host {
    let mut h = Host::guest();
    h.edit(&everything(r#""cheapest""#));
    h.edit(PAYMENT);
    h
}

#[test]
fn a_line_that_another_tab_took_away_is_refused_and_blocks_nothing() {
    let mut first = Host::guest();
    first.edit(&everything(r#""cheapest""#));
    let line = first
        .order()
        .lines
        .iter()
        .find(|l| &*l.variant == "2")
        .unwrap()
        .id
        .to_string();
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run();
    second.edit(r#"{"lines":[{"variant":"2","quantity":0}]}"#);
    first.shop = second.shop;
    first.storage = second.storage;
    let Settled::Refused(error) = first.edit(&format!(r#"{{"lines":[{{"line":"{line}","quantity":5}}]}}"#))
    else {
        panic!("a line that is gone was set");
    };
    assert_eq!(error.fields[0].code, "gone");
    assert_eq!(
        first.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
    first.edit(PAYMENT);
    assert_eq!(st(&first.submit()), "placed");
}

#[test]
fn emptying_nothing_does_not_empty_another_tabs_cart_later() {
    let mut first = Host::guest();
    let mut second = Host::guest();
    drop(second.edit(r#"{"empty":true}"#));

    second.storage = None;
    assert_eq!(
        first.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
    second.shop = first.shop.clone();
    second.storage = first.storage.clone();
    second.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    let l: Vec<_> = second.truth().lines.iter().map(|l| l.variant_id).collect();
    assert_eq!(l.len(), 2, "{l:?} {:?}", second.trace);
}

#[test]
fn emptying_nothing_costs_no_call() {
    let mut host = Host::guest();
    drop(host.edit(r#"{"empty":true}"#));

    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    assert_eq!(host.unsafe_calls(), 1, "{:?}", host.trace);
}

#[test]
fn a_guest_who_logs_in_can_buy() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let bearer = json(r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"}}"#);
    host.key = Some("custkey".to_owned());
    let mut host = host.reload(&bearer);
    host.run();
    host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);

    let mut host = host.reload(&bearer);
    host.run();
    let c = host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    assert_eq!(c, Settled::Confirmed);
}

#[test]
fn the_next_customer_inherits_nothing() {
    let mut a = Host::customer("custkey");
    a.edit(&format!(
        r#"{{"email":"first@customer.example","shipping":{ADDRESS}}}"#
    ));
    let mut b = Host::new(
        &json(r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"}}"#),
        Shop::new(World::demo(), Settings::default(), 7),
    );
    let mut b2 = Host::resumed(
        &json(r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"}}"#),
        b.shop.clone(),
        a.storage.clone(),
    );
    b2.key = Some("creditkey".into());
    b2.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);

    b.key = None;
    assert_ne!(b2.truth().email.as_deref(), Some("first@customer.example"));
}

#[test]
fn an_old_tab_does_not_lose_the_new_cart() {
    let mut first = ready();
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run(); // second tab shows the same open cart
    assert_eq!(st(&first.submit()), "placed");
    first.session.start_new().unwrap();
    assert_eq!(
        first.edit(r#"{"lines":[{"variant":"3","quantity":2}]}"#),
        Settled::Confirmed
    );
    let new = first.order().number.to_string();
    second.shop = first.shop;
    second.storage = first.storage;
    drop(second.edit(r#"{"lines":[{"variant":"2","quantity":9}]}"#));

    first.shop = second.shop;
    first.storage = second.storage;

    let mut first = first.reload(&guest());
    first.run();
    assert_eq!(
        first.session.order().map(|o| o.number.to_string()),
        Some(new),
        "the cart with an acknowledged line is gone"
    );
}

#[test]
fn an_idle_tab_does_not_bring_a_token_back() {
    let mut first = ready();
    let token = first.truth().token;
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run();
    assert_eq!(st(&first.submit()), "placed");
    second.shop = first.shop;
    second.storage = first.storage;
    assert!(!second.storage.clone().unwrap().contains(&token));
    // a payment wish or an e-mail alone sends nothing
    drop(second.edit(r#"{"email":"other@b.co","notes":"x"}"#));

    assert!(!second.storage.clone().unwrap().contains(&token));
}

#[test]
fn nor_does_one_with_an_open_wish() {
    let mut first = ready();
    let token = first.truth().token;
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run();
    assert_eq!(st(&first.submit()), "placed");
    second.shop = first.shop;
    second.storage = first.storage;
    let half = ADDRESS.replace("New York", "");
    drop(second.edit(&format!(r#"{{"shipping":{half}}}"#)));

    assert!(!second.storage.clone().unwrap().contains(&token));
}

#[test]
fn storing_a_wish_does_not_hide_another_tabs_calls() {
    let mut first = Host::guest();
    first.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run();
    second.edit(r#"{"lines":[{"variant":"3","quantity":2}]}"#);
    first.shop = second.shop;
    first.storage = second.storage;
    first.edit(r#"{"email":"a@b.co"}"#); // waits; only keeps the journal
    assert_eq!(first.order().lines.len(), 2, "what the other tab did was read");
    first.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#);
    assert_eq!(first.truth().lines.len(), 3);
}

#[test]
fn storing_a_wish_does_not_erase_another_tabs_attempt() {
    let mut first = ready();
    let mut second = Host::resumed(&guest(), first.shop.clone(), first.storage.clone());
    second.run();
    first.session.submit(first.session.revision(), "a", first.now_ms);
    loop {
        let effect = first.session.poll(first.now_ms).unwrap();
        if let Effect::Send { request, .. } = &effect
            && request.route.ends_with("complete")
        {
            break;
        }
        first.perform(effect);
    }
    second.shop = first.shop.clone();
    second.storage = first.storage.clone();
    drop(second.wish(r#"{"payment":{"method":"2"}}"#));
    second.step_all();
    drop(second.wish(r#"{"rate":{"method":"77"}}"#));
    second.step_all();

    first.storage = second.storage;

    let first = first.reload(&guest());
    assert_eq!(st(&first.session.snapshot()), "uncertain");
}

#[test]
fn an_adopted_order_is_locked_by_its_own_name() {
    let mut first = Host::guest();
    let mut second = Host::guest();
    first.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let number = first.order().number.to_string();
    second.shop = first.shop.clone();
    second.storage = first.storage.clone();
    second
        .wish(r#"{"lines":[{"variant":"3","quantity":1}]}"#)
        .unwrap();
    let mut lock = String::new();
    while let Some(e) = second.session.poll(second.now_ms) {
        match &e {
            Effect::Lock(n) => lock = n.to_string(),
            Effect::Unlock => lock.clear(),
            Effect::Send { request, .. } if !request.method.is_safe() => {
                assert!(
                    lock.ends_with(&number),
                    "{} {} under {lock}",
                    request.method.as_str(),
                    request.route
                );
            }
            _ => {}
        }
        second.perform(e);
    }
}

#[test]
fn two_tabs_of_a_customer_share_one_order() {
    let mut a = Host::customer("custkey");
    let mut b = Host::customer("custkey");
    a.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    b.wish(r#"{"lines":[{"variant":"3","quantity":1}]}"#).unwrap();
    // both ask for the current order
    let e = a.session.poll(a.now_ms).unwrap();
    a.perform(e);
    let e = b.session.poll(b.now_ms).unwrap();
    b.perform(e);

    a.run();
    b.shop = a.shop;
    b.storage = a.storage;
    b.run();
    assert_eq!(b.shop.orders().len(), 1, "{:?}", b.trace);
}

#[test]
fn a_number_is_stored_before_the_lock_is_let_go() {
    let mut first = Host::guest();
    let mut second = Host::guest();
    first.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    loop {
        let e = first.session.poll(first.now_ms).unwrap();
        let stop = e == Effect::Unlock;
        first.perform(e);
        if stop {
            break;
        }
    }
    second.shop = first.shop.clone();
    second.storage = first.storage.clone();
    second.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    assert_eq!(second.shop.orders().len(), 1, "{:?}", first.trace);
}

#[test]
fn storage_that_stops_working_stops_nothing() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.storage_works = false;
    host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    host.trace.clear();
    host.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#);

    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    assert_eq!(st(&host.submit()), "placed");
    host.session.start_new().unwrap();
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#),
        Settled::Confirmed
    );
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    assert_eq!(st(&host.submit()), "placed");
    host.session.start_new().unwrap();
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#),
        Settled::Confirmed,
        "{:?}",
        host.trace.iter().rev().take(5).collect::<Vec<_>>()
    );
}
