//! Going back: edits behind their step, lost answers to them, reloads and receipts.

use crate::host::{ADDRESS, Host, PAYMENT, everything, guest, json};
use cashwrap::checkout::Settled;
use cashwrap_shop::{Fault, FaultKind};

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

#[test]
fn an_address_changed_at_delivery_is_no_refusal() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    assert_eq!(host.order().step.name(), "delivery");
    let a = ADDRESS.replace("1 Main St", "2 Side St");
    host.edit(&format!(r#"{{"shipping":{a}}}"#));

    assert!(!host.blockers().contains(&"shop.refused".to_owned()));
}

#[test]
fn an_address_and_a_rate_changed_at_delivery_go_on() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let a = ADDRESS.replace("1 Main St", "2 Side St");
    let how = host.edit(&format!(r#"{{"shipping":{a},"rate":"cheapest"}}"#));

    assert_eq!(how, Settled::Confirmed);
}

#[test]
fn a_rate_changed_at_payment_is_no_refusal() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let r1 = host.order().shipments[0].rates[1].id.to_string();
    host.edit(&format!(r#"{{"rate":{{"rate":"{r1}"}}}}"#));
    assert_eq!(host.order().step.name(), "payment");
    host.edit(PAYMENT);
    assert!(host.session.snapshot().get("can").get("submit").is_true());
    let r0 = host.order().shipments[0].rates[0].id.to_string();
    host.edit(&format!(r#"{{"rate":{{"rate":"{r0}"}}}}"#));

    assert!(
        host.session.snapshot().get("can").get("submit").is_true(),
        "{:?}",
        host.blockers()
    );
}

#[test]
fn notes_changed_at_payment_are_no_refusal() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let r1 = host.order().shipments[0].rates[1].id.to_string();
    host.edit(&format!(r#"{{"rate":{{"rate":"{r1}"}}}}"#));
    host.edit(PAYMENT);
    host.edit(r#"{"notes":"ring"}"#);

    assert!(
        host.session.snapshot().get("can").get("submit").is_true(),
        "{:?}",
        host.blockers()
    );
}

#[test]
fn a_lost_answer_to_an_edit_of_lines_keeps_the_choice_of_rates() {
    for kind in [FaultKind::DropAfter, FaultKind::Error500After] {
        let mut host = Host::guest();
        host.edit(&everything(r#""cheapest""#));
        assert_eq!(host.order().step.name(), "confirm");
        host.shop.add_fault(Fault::once("PATCH /api/orders", kind));
        host.edit(r#"{"lines":[{"variant":"2","quantity":3}]}"#);

        assert_eq!(host.order().step.name(), "confirm", "{:?}", host.trace);
    }
}

#[test]
fn a_lost_answer_to_an_address_keeps_the_choice_of_rates() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let r1 = host.order().shipments[0].rates[1].clone();
    host.edit(&format!(r#"{{"rate":{{"rate":"{}"}}}}"#, &*r1.id));
    host.shop
        .add_fault(Fault::once("PATCH /api/checkouts", FaultKind::DropAfter));
    let a = ADDRESS.replace("1 Main St", "2 Side St");
    host.edit(&format!(r#"{{"shipping":{a}}}"#));
    let m = host.order().shipments[0]
        .rates
        .iter()
        .find(|r| r.selected)
        .unwrap()
        .method
        .clone();
    assert_eq!(
        (host.order().step.name(), m),
        ("payment", r1.method),
        "{:?}",
        host.blockers()
    );
}

#[test]
fn billing_goes_on_following_after_a_reload() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let mut host = host.reload(&guest());
    host.run();
    let a = ADDRESS.replace("1 Main St", "9 New Rd");
    host.edit(&format!(r#"{{"shipping":{a}}}"#));
    assert_eq!(host.order().billing.as_ref().unwrap().address1, "9 New Rd");
}

#[test]
fn a_reload_alone_does_not_undo_another_choice() {
    let mut a = Host::guest();
    a.edit(&everything("null"));
    a.edit(r#"{"rate":"cheapest"}"#);
    let mut b = Host::resumed(&guest(), a.shop.clone(), a.storage.clone());
    b.run();
    let old = a.storage.clone();
    let r1 = b.order().shipments[0].rates[1].clone();
    drop(b.edit(&format!(r#"{{"rate":{{"rate":"{}"}}}}"#, &*r1.id)));

    b.storage = old; // another device: its own journal
    let mut a2 = Host::resumed(&guest(), b.shop, b.storage);
    a2.run();
    let m = a2.order().shipments[0]
        .rates
        .iter()
        .find(|r| r.selected)
        .unwrap()
        .method
        .clone();

    assert_eq!(m, r1.method, "a reload alone changed the rate");
}

#[test]
fn a_receipt_stays_a_receipt_when_it_is_refreshed() {
    let mut host = ready();
    assert_eq!(st(&host.submit()), "placed");
    host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    let s = host.session.snapshot();
    assert_eq!(
        s.get("order").get("total").get("status").as_text(),
        Some("confirmed"),
        "{}",
        show(s.get("order").get("total"))
    );
}

#[test]
fn after_an_order_that_was_handed_in_a_guest_goes_on() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    let (number, token) = (host.truth().number, host.truth().token);
    let o = json(&format!(
        r#"{{"dialect":"solidus","shop":"https://store.example","auth":{{"kind":"order","number":"{number}","token":"{token}"}}}}"#
    ));
    let mut host = Host::new(&o, host.shop);
    host.run();
    host.edit(PAYMENT);
    assert_eq!(st(&host.submit()), "placed");
    host.session.start_new().unwrap();
    drop(host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#));

    let how = host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    assert_eq!(how, Settled::Confirmed, "{:?}", host.trace);
}
