//! Store credit.

use crate::shop::*;
use serde_json::{Value, json};

#[test]
fn store_credit_pays_its_part_and_the_card_is_resized() {
    let mut client = Client::demo().with_key("creditkey").in_payment();
    let order = client.read();
    assert_eq!(order["total_applicable_store_credit"], "15.0");
    assert_eq!(
        (&order["order_total_after_store_credit"], &order["total"]),
        (&json!("10.99"), &json!("25.99"))
    );
    let order = client.ok(
        json!({ "order": { "payments_attributes": [pay(&card(GOOD))] } }),
        "confirm",
    );
    let rows: Vec<_> = order["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|payment| {
            (
                payment["source_type"].clone(),
                payment["amount"].clone(),
                payment["state"].clone(),
            )
        })
        .collect();
    assert_eq!(
        rows[0],
        (json!("Spree::CreditCard"), json!("10.99"), json!("checkout"))
    );
    assert_eq!(
        rows[1],
        (json!("Spree::StoreCredit"), json!("15.0"), json!("checkout"))
    );
    assert_eq!(client.complete().0, 200);
    let charged: Vec<_> = client
        .view()
        .payments
        .iter()
        .map(|payment| payment.charged.to_string())
        .collect();
    assert_eq!(charged, ["10.99", "0"]);
    let next = client.in_payment().read();
    assert_eq!(next["display_total_available_store_credit"], "$0.00");
}

#[test]
fn store_credit_that_covers_everything_makes_the_card_payment_invalid() {
    let mut client = Client::demo().with_key("creditkey").create(Value::Null);
    client.add(3, 1);
    client.next();
    client.ok(
        json!({ "order": { "ship_address_attributes": address() } }),
        "delivery",
    );
    client.next();
    let order = client.ok(
        json!({ "order": { "payments_attributes": [pay(&card(GOOD))] } }),
        "confirm",
    );
    assert_eq!(order["total"], "12.35");
    let states: Vec<_> = client
        .view()
        .payments
        .iter()
        .map(|payment| payment.state.clone())
        .collect();
    assert_eq!(states, ["invalid", "checkout"]);
    assert_eq!(client.complete().0, 200);
    assert!(
        client
            .view()
            .payments
            .iter()
            .all(|payment| payment.charged.is_zero())
    );
}

#[test]
fn store_credit_alone_that_is_too_little_is_refused() {
    let mut client = Client::demo().with_key("creditkey").in_payment();
    let errors = json!({ "base": ["Unable to pay for order using store credits"] });
    assert_eq!(client.next(), not_transitioned(errors));
    assert_eq!(client.state(), "payment");
}
