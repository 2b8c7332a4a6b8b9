//! What a page is shown: how far it went, what blocks, what is expected, what was dropped.

use crate::host::{ADDRESS, Host, everything, json};
use cashwrap::checkout::Settled;
use cashwrap::error::Code;

fn refused(how: Settled) -> cashwrap::error::Error {
    match how {
        Settled::Refused(error) => error,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn it_walks_to_the_rates_and_not_past_them() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    assert_eq!(host.order().step.name(), "delivery");
    assert!(host.order().shipments.iter().all(|s| s.rates.len() == 2));
    assert!(host.blockers().contains(&"rate.missing".to_owned()));
}

#[test]
fn the_cheapest_rate_may_overshoot_and_the_payment_is_still_asked_for() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    assert_eq!(host.order().step.name(), "confirm");
    assert_eq!(host.blockers(), ["payment.missing"]);
    assert!(!host.session.snapshot().get("can").get("submit").is_true());
}

#[test]
fn an_incomplete_address_is_not_sent_and_the_blocker_names_the_part() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let address = ADDRESS.replace("New York", "");
    let how = host.edit(&format!(r#"{{"email":"a@b.co","shipping":{address}}}"#));
    assert_eq!(how, Settled::Waiting);
    assert_eq!(host.unsafe_calls(), 1);
    let snapshot = host.session.snapshot();
    let fields: Vec<_> = snapshot
        .get("next")
        .get("blockers")
        .items()
        .iter()
        .filter_map(|b| b.get("field").as_text())
        .collect();
    assert!(fields.contains(&"shipping.city"), "{fields:?}");
}

#[test]
fn a_missing_phone_is_a_warning_and_the_shop_decides() {
    let mut host = Host::guest();
    let address = ADDRESS.replace("555-0100", "");
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let error = refused(host.edit(&format!(r#"{{"email":"a@b.co","shipping":{address}}}"#)));
    assert_eq!(error.code, Code::InvalidField);
    assert_eq!(error.fields[0].field, "shipping.phone");
    assert_eq!(error.fields[0].code, "blank");
}

#[test]
fn stock_that_is_not_there_blocks_the_step_and_keeps_the_data() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.shop.set_stock(2, 0);
    let how = host.edit(&format!(r#"{{"email":"a@b.co","shipping":{ADDRESS}}}"#));
    assert_eq!(how, Settled::Confirmed, "the data was saved");
    assert!(
        host.blockers().contains(&"line.stock".to_owned()),
        "{:?}",
        host.blockers()
    );
    // The next edit tries again.
    host.shop.set_stock(2, 10);
    host.edit(r#"{"lines":[{"variant":"2","quantity":2}]}"#);
    assert_eq!(host.order().step.name(), "delivery");
}

#[test]
fn expected_values_are_marked_and_sums_that_may_change_are_unknown() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.wish(r#"{"lines":[{"variant":"2","quantity":3}]}"#).unwrap();
    let snapshot = host.session.snapshot();
    let order = snapshot.get("order");
    let line = &order.get("lines").items()[0];
    assert_eq!(line.get("status").as_text(), Some("expected"));
    assert_eq!(line.get("amount").get("value").as_text(), Some("59.97"));
    assert_eq!(order.get("itemTotal").get("value").as_text(), Some("59.97"));
    assert_eq!(order.get("total").get("status").as_text(), Some("unknown"));
    host.run();
    let order = host.session.snapshot();
    assert_eq!(
        order.get("order").get("total").get("status").as_text(),
        Some("confirmed")
    );
}

#[test]
fn the_prediction_is_what_comes_true() {
    let mut host = Host::guest();
    let foreseen = host.session.predict(&json(&everything(r#""cheapest""#))).unwrap();
    host.edit(&everything(r#""cheapest""#));
    assert_eq!(foreseen.get("step").as_text(), Some(host.order().step.tag()));
    let foreseen = host
        .session
        .predict(&json(r#"{"lines":[{"variant":"2","quantity":9}]}"#))
        .unwrap();
    assert_eq!(
        foreseen.get("step").as_text(),
        Some("confirm"),
        "walked again after the reset"
    );
    let foreseen = host.session.predict(&json(r#"{"empty":true}"#)).unwrap();
    let codes: Vec<_> = foreseen
        .get("blockers")
        .items()
        .iter()
        .filter_map(|b| b.get("code").as_text())
        .collect();
    assert!(codes.contains(&"cart.empty"), "{codes:?}");
    assert_eq!(host.unsafe_calls(), 2, "a what-if sends nothing");
}

#[test]
fn a_line_the_shop_dropped_is_told_by_name() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1},{"variant":"3","quantity":1}]}"#);
    // Another tab of the same shopper.
    let (number, token) = (host.truth().number, host.truth().token);
    let line = host.truth().lines[0].id;
    let request = cashwrap_shop::Request::new("DELETE", &format!("/api/orders/{number}/line_items/{line}"))
        .header("X-Spree-Order-Token", &token);
    cashwrap_shop::answer(&mut host.shop, &request);
    host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    let told: Vec<_> = host
        .events
        .iter()
        .filter(|e| e.get("kind").as_text() == Some("lineRemoved"))
        .collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].get("variant").as_text(), Some("2"));
}

#[test]
fn an_address_the_shop_made_another_of_blocks_by_name() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.tamper = Some(|order| {
        if let Some(address) = &mut order.shipping {
            std::rc::Rc::make_mut(address).city = "Elsewhere".into();
        }
    });
    let how = host.edit(&format!(
        r#"{{"email":"a@b.co","shipping":{ADDRESS},"rate":"cheapest"}}"#
    ));
    assert_eq!(refused(how).code, Code::ServerChanged);
    assert!(
        host.blockers().contains(&"address.different".to_owned()),
        "{:?}",
        host.blockers()
    );
    host.tamper = None;
    assert_eq!(
        host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#)),
        Settled::Confirmed
    );
    assert!(!host.blockers().contains(&"address.different".to_owned()));
}

#[test]
fn a_chosen_rate_that_is_gone_or_dearer_is_not_replaced_by_another() {
    for (tamper, code) in [
        (gone as fn(&mut cashwrap::order::Order), "rate.gone"),
        (dearer, "rate.price_changed"),
    ] {
        let mut host = Host::guest();
        host.edit(&everything("null"));
        let rate = host.order().shipments[0].rates[1].id.to_string();
        host.edit(&format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#));
        host.tamper = Some(tamper);
        let address = ADDRESS.replace("1 Main St", "2 Side St");
        host.edit(&format!(r#"{{"shipping":{address}}}"#));
        assert_eq!(host.order().step.name(), "delivery");
        assert!(
            host.blockers().contains(&code.to_owned()),
            "{code}: {:?}",
            host.blockers()
        );
    }
}

fn gone(order: &mut cashwrap::order::Order) {
    for shipment in &mut order.shipments {
        shipment.rates.truncate(1);
    }
}

fn dearer(order: &mut cashwrap::order::Order) {
    for rate in order.shipments.iter_mut().flat_map(|s| &mut s.rates) {
        let cent = cashwrap::order::Money::parse("0.01").unwrap();
        rate.cost = rate.cost.and_then(|cost| cost.plus(cent));
    }
}

#[test]
fn an_answer_that_differs_from_the_prediction_is_told() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.tamper = Some(|order| order.step = cashwrap::checkout::Step::from_name("gift_wrap"));
    host.edit(&format!(r#"{{"email":"a@b.co","shipping":{ADDRESS}}}"#));
    let drift = host
        .events
        .iter()
        .find(|e| e.get("kind").as_text() == Some("drift"))
        .unwrap();
    assert_eq!(drift.get("expected").as_text(), Some("address"));
    assert_eq!(drift.get("actual").as_text(), Some("other"));
    let snapshot = host.session.snapshot();
    assert_eq!(snapshot.get("order").get("stepName").as_text(), Some("gift_wrap"));
}

#[test]
fn a_thing_for_nothing_is_foretold_to_be_paid_for_its_delivery() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"4","quantity":1}]}"#);
    host.edit(r#"{"rate":"cheapest","notes":"at the back door"}"#);
    // Notes ride with the choice of rates, whose costs are not known before they are offered.
    let edit = format!(r#"{{"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"}}"#);
    let foretold = host.session.predict(&json(&edit)).unwrap();
    host.edit(&edit);
    assert_eq!(
        foretold.get("step").as_text(),
        Some("payment"),
        "{:#?}",
        host.trace
    );
    assert_eq!(host.order().step.tag(), "payment");
}

#[test]
fn an_emptied_order_is_not_foretold_to_go_on() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    host.edit(r#"{"notes":"at the back door"}"#);
    let foretold = host
        .session
        .predict(&json(r#"{"empty":true,"rate":"cheapest"}"#))
        .unwrap();
    host.edit(r#"{"empty":true,"rate":"cheapest"}"#);
    assert_eq!(foretold.get("step").as_text(), Some(host.order().step.tag()));
}
