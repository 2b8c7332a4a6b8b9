//! The mirror over every recorded unsafe exchange, and the reader over requests of other recordings.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::path::PathBuf;

use cashwrap::checkout::{Call, PayBy, Step};
use cashwrap_shop::replay::Exchange;
use serde_json::{Value, json};

use super::mirror::{self, Verdict};
use super::parts::Lists;
use super::reader::Here;
use super::rooms::Room;
use super::{Sums, exchange, load, remark, shop};

/// Where the mirror is wrong, and why it cannot know better.
const DRIFTS: [(&str, &str, &str); 2] = [
    ("errors", "complete declined", "a decline: only the gateway knows"),
    ("errors", "409 lock", "a lock: another write was in progress"),
];

fn recorded() -> Vec<Exchange> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let (exchanges, unread) = load(&root.join("tests/fixtures/solidus/solidus-exchanges.jsonl.gz")).unwrap();
    assert_eq!((exchanges.len(), unread), (83, 0));
    exchanges
}

fn solidus() -> Room {
    Room::named("solidus").unwrap()
}

fn drifts(verdicts: &[Verdict]) -> Vec<(&str, &str)> {
    let after = |verdict: &Verdict| verdict.recorded.clone().or_else(|| verdict.ruled.clone());
    let wrong = verdicts
        .iter()
        .filter(|verdict| verdict.predicted != after(verdict));
    wrong
        .map(|verdict| (verdict.case.as_str(), verdict.step.as_str()))
        .collect()
}

#[test]
fn every_unsafe_exchange_goes_where_the_mirror_says() {
    let outcome = mirror::run(&solidus(), &recorded());
    assert_eq!(outcome.verdicts.len(), 64);
    assert!(outcome.unreadable.is_empty(), "{:?}", outcome.unreadable);
    assert_eq!(
        drifts(&outcome.verdicts),
        DRIFTS.map(|(case, step, _)| (case, step))
    );
    // Nothing is passed over in silence: what stands before each call on an order is known.
    let unknown = outcome
        .verdicts
        .iter()
        .filter(|v| v.before.is_none() && !v.is_creation);
    let unknown: Vec<_> = unknown.map(|v| v.step.as_str()).collect();
    assert_eq!(unknown, ["create {}", "bad email"]);
}

#[test]
fn the_replay_notices_another_step() {
    let mut exchanges = recorded();
    let moved = exchanges.iter_mut().find(|e| e.step == "cart->address").unwrap();
    *moved.response.body.get_mut("state").unwrap() = json!("delivery");
    let outcome = mirror::run(&solidus(), &exchanges);
    assert!(drifts(&outcome.verdicts).contains(&("guest_happy_path_update_flow", "cart->address")));
}

#[test]
fn the_sums_are_those_of_the_recordings() {
    let (room, exchanges) = (solidus(), recorded());
    let mut sums = Sums::default();
    sums.add(&mirror::run(&room, &exchanges), &shop::run(&room, &exchanges));
    let line = "mirror: 23 of 24 agree, 59 not scored; shop: 83 of 83 statuses, 83 of 83 bodies";
    assert_eq!(sums.line(), line);
}

/// A line of a recording, as others may write it.
fn line(method: &str, path: &str, body: &Value, answer: &Value) -> Exchange {
    let status = if answer.is_null() { 422 } else { 200 };
    let tree = json!({
        "version": "2.10.5", "case": "a", "step": format!("{method} {path}"), "setting": {"x": true}, "more": 1,
        "request": {"method": method, "path": path, "headers": {"X-Spree-Order-Token": "t"}, "body": body},
        "response": {"status": status, "content_type": "application/json", "body": answer},
    });
    exchange(&tree.to_string()).unwrap()
}

fn order(state: &str) -> Value {
    json!({
        "number": "R1", "state": state, "token": "t", "checkout_steps": [], "total": "19.99", "item_total": "19.99",
        "ship_total": "0.0", "tax_total": "0.0", "adjustment_total": "0.0", "email": "a@b.co",
        "line_items": [{"id": 1, "variant_id": 2, "quantity": 1, "price": "19.99", "variant": {}}],
    })
}

fn reasons(exchanges: &[Exchange]) -> Vec<Result<bool, String>> {
    let outcome = mirror::run(&solidus(), exchanges);
    let reason = |v: &Verdict| v.score().map_err(|why| v.ours.err().unwrap_or(why).to_owned());
    outcome.verdicts.iter().map(reason).collect()
}

#[test]
fn other_recordings_are_counted_by_reason() {
    let read = line("GET", "/api/orders/R1", &Value::Null, &order("delivery"));
    let next = line("PUT", "/api/checkouts/R1/next", &Value::Null, &order("payment"));
    let refused = line("PUT", "/api/checkouts/R1/next", &Value::Null, &Value::Null);
    let by_id = json!({"order": {"coupon_code": "10off"}});
    let coupon = line("PATCH", "/api/checkouts/R1", &by_id, &order("payment"));
    let unknown = line(
        "POST",
        "/api/v9/things?x",
        &json!([1, "a"]),
        &json!({"anything": [null]}),
    );
    let mut foreign = refused.clone();
    foreign
        .request
        .headers
        .insert("X-Spree-Order-Token".into(), "other".into());

    assert_eq!(
        reasons(std::slice::from_ref(&next)),
        [Err("state before unknown".into())]
    );
    assert_eq!(reasons(&[read.clone(), next.clone()]), [Ok(true)]);
    assert_eq!(
        reasons(&[read.clone(), coupon]),
        [Err("parameters the room does not send".into())]
    );
    assert_eq!(
        reasons(&[read.clone(), unknown]),
        [Err("its body is no object".into())]
    );
    assert_eq!(
        reasons(&[read.clone(), foreign]),
        [Err("other credentials".into())]
    );
    let twice = [Err("never read back".into()), Ok(true)];
    assert_eq!(reasons(&[read.clone(), refused.clone(), next]), twice);
    // Refused, and read where it was: the mirror had said `payment`.
    assert_eq!(reasons(&[read.clone(), refused, read]), [Ok(false)]);
}

#[test]
fn a_remark_tells_the_step() {
    let mut next = line("PUT", "/api/checkouts/R1/next", &Value::Null, &order("confirm"));
    next.remark = Some("state set from cart to payment in the database".into());
    assert_eq!(reasons(&[next]), [Ok(true)]);
    assert_eq!(
        remark::step_before("checkoutState before: cart (no items)"),
        Some(Step::Cart)
    );
    assert_eq!(remark::step_before("the state of the address is required"), None);
    assert_eq!(
        remark::step_before("stock of variant 2 set to 0 in the database"),
        None
    );
}

#[test]
fn a_remark_on_the_database_becomes_a_call_of_the_back_office() {
    let call = |text: &str| remark::admin_call(text).map(|(path, body)| (path, body.to_string()));
    let stock = call("stock of variant 2 set to 0 in the database before this call").unwrap();
    assert_eq!(stock, ("/__shop/stock", r#"{"count":0,"variant_id":2}"#.into()));
    let price = call("price of variant 2 changed from 19.99 to 25.5 in the database").unwrap();
    assert_eq!(
        price,
        ("/__shop/price", r#"{"price":"25.5","variant_id":2}"#.into())
    );
    assert_eq!(
        call("variant 2 soft-deleted in the database").unwrap().0,
        "/__shop/delete_variant"
    );
    assert_eq!(
        call("coupon 10off expired in the database").unwrap().0,
        "/__shop/coupons"
    );
    assert_eq!(
        call("channel WEB-US disabled in the database before this call"),
        None
    );
    assert!(remark::is_change(
        "channel WEB-US disabled in the database before this call"
    ));
}

#[test]
fn lines_that_are_none_are_left_out() {
    let cut = [
        "",
        "{",
        "[]",
        "7",
        r#"{"request":1}"#,
        r#"{"case":"a","step":"b","request":{},"response":{}}"#,
    ];
    assert!(cut.iter().all(|text| exchange(text).is_none()));
}

#[test]
fn an_unknown_room_is_refused_by_name() {
    let told = Room::named("bazaar").unwrap_err().to_string();
    assert!(told.contains("bazaar") && told.contains("solidus"));
}

#[test]
fn addresses_are_read_as_the_server_merges_them() {
    let mut lists = Lists::recorded();
    lists.learn(
        &json!({"countries": [{"id": 9, "iso": "HK"}], "states": [{"id": 4, "abbr": "TX", "country_id": 1}]}),
    );
    let whole =
        json!({"name": "Jane Doe", "firstname": "J", "city": "Austin", "country_id": 9, "state_id": 4});
    let read = |given: &Value, old, version| super::parts::address(given, old, &lists, version).unwrap();

    let new = read(&whole, None, (4, 7));
    let parts = [&new.name, &new.city, &new.country, &new.region].map(|text| text.to_string());
    assert_eq!(parts, ["Jane Doe", "Austin", "HK", "TX"]);
    assert_eq!(&*read(&whole, None, (2, 10)).name, "J");
    // What is left out stays; null does not.
    let merged = read(&json!({"country_iso": "DE", "city": null}), Some(&new), (4, 7));
    assert_eq!(
        (&*merged.name, &*merged.city, &*merged.country),
        ("Jane Doe", "", "DE")
    );
    assert!(super::parts::address(&json!({"country": {"id": 1}}), None, &lists, (4, 7)).is_err());
}

#[test]
fn updates_are_read_by_their_attributes() {
    let read = |body: Value| {
        let sent = line("PATCH", "/api/checkouts/R1", &body, &Value::Null).request;
        let here = Here {
            order: None,
            lists: &Lists::recorded(),
            version: (4, 7),
        };
        super::reader::read(&sent, &here)
    };
    let address = json!({"name": "Jane Doe", "country_id": 2});
    let same = json!({"order": {"use_billing": "1", "bill_address_attributes": address}});
    let Ok(Call::Contact(contact)) = read(same) else {
        panic!("no contact")
    };
    assert!(contact.shipping.is_some() && contact.shipping == contact.billing);
    // A number does not count as the flag.
    let billed = json!({"order": {"use_billing": 1, "bill_address_attributes": address}});
    assert!(matches!(read(billed), Ok(Call::Contact(c)) if c.shipping.is_none() && c.billing.is_some()));
    assert!(matches!(read(Value::Null), Ok(Call::Contact(c)) if *c == Default::default()));
    let rates = json!({"order": {"shipments_attributes": {"0": {"id": 1, "selected_shipping_rate_id": 2}}}});
    assert!(matches!(read(rates), Ok(Call::Choose(choose)) if choose.rates.len() == 1));
    let payment = json!({"order": {"payments_attributes": [{"payment_method_id": 2}]}});
    assert!(matches!(read(payment), Ok(Call::Pay(pay)) if pay.by == PayBy::Step));
    assert!(read(json!({"order": null})).is_err());
    assert!(read(json!({"order": {}, "state": "confirm"})).is_err());
}
