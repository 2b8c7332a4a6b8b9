//! The worked examples of money, and split shipments.

use crate::shop::*;
use serde_json::{Value, json};

#[test]
fn american_taxes_are_added() {
    let mut client = Client::guest().create(json!({ "order": { "email": "a@b.co" } }));
    client.add(2, 2);
    client.next();
    client.ok(
        json!({ "order": { "ship_address_attributes": address() } }),
        "delivery",
    );
    let shipment = client.read()["shipments"][0].clone();
    let choice =
        json!([{ "id": shipment["id"], "selected_shipping_rate_id": shipment["shipping_rates"][1]["id"] }]);
    let order = client.ok(json!({ "order": { "shipments_attributes": choice } }), "payment");
    let sums = ["item_total", "adjustment_total", "ship_total", "total"].map(|key| order[key].clone());
    assert_eq!(
        sums,
        [json!("39.98"), json!("2.0"), json!("12.5"), json!("54.48")]
    );
}

#[test]
fn german_taxes_are_included() {
    let mut client = Client::demo().create(json!({ "order": { "email": "a@b.co" } }));
    client.add(2, 1);
    client.add(3, 2);
    client.next();
    let order = client.ok(
        json!({ "order": { "ship_address_attributes": in_germany() } }),
        "delivery",
    );
    let keys = [
        "included_tax_total",
        "additional_tax_total",
        "adjustment_total",
        "tax_total",
        "total",
    ];
    let sums = keys.map(|key| order[key].clone());
    assert_eq!(
        sums,
        [
            json!("6.23"),
            json!("0.0"),
            json!("0.0"),
            json!("6.23"),
            json!("38.98")
        ]
    );
    let taxes = [
        &order["line_items"][0],
        &order["line_items"][1],
        &order["shipments"][0],
    ]
    .map(|row| row["adjustments"][0]["amount"].clone());
    assert_eq!(taxes, [json!("3.19"), json!("2.24"), json!("0.8")]);
    assert_eq!(
        order["shipments"][0]["shipping_rates"][0]["display_cost"],
        "$4.99 (incl. $0.80 VAT)"
    );
    assert_eq!(order["line_items"][0]["total"], "19.99");
}

#[test]
fn units_on_hand_and_backordered_units_are_two_shipments() {
    let mut client = Client::demo().create(json!({ "order": { "email": "a@b.co" } }));
    client.add(9, 3);
    client.next();
    let order = client.ok(
        json!({ "order": { "ship_address_attributes": address() } }),
        "delivery",
    );
    let states: Vec<Value> = order["shipments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|shipment| shipment["manifest"][0]["states"].clone())
        .collect();
    assert_eq!(states, [json!({ "on_hand": 2 }), json!({ "backordered": 1 })]);
    assert_eq!(order["ship_total"], "10.0");
    client.next();
    client.ok(
        json!({ "order": { "payments_attributes": [pay(&card(GOOD))] } }),
        "confirm",
    );
    assert_eq!(client.complete().1["shipment_state"], "backorder");
    assert_eq!(client.shop.stock(9), Some(-1));
}
