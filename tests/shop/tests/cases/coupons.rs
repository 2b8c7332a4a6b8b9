//! Row 42: coupons.

use crate::shop::*;
use serde_json::{Value, json};

fn apply(client: &mut Client, code: Value) -> Got {
    client.order("POST", "/coupon_codes", json!({ "coupon_code": code }))
}

fn refused(error: &str, code: &str) -> Got {
    (
        422,
        json!({ "success": null, "error": error, "successful": false, "status_code": code }),
    )
}

#[test]
fn row_42_a_coupon_is_applied_and_removed() {
    let mut client = Client::guest().in_cart();
    let (status, body) = apply(&mut client, json!(" 10OFF "));
    assert_eq!(
        (status, &body["status_code"]),
        (200, &json!("coupon_code_applied"))
    );
    let order = client.read();
    assert_eq!(
        (&order["adjustment_total"], &order["total"]),
        (&json!("-2.0"), &json!("17.99"))
    );
    assert_eq!(
        order["line_items"][0]["adjustments"][0]["source_type"],
        "Spree::PromotionAction"
    );
    let (status, body) = client.order("DELETE", "/coupon_codes/10off", Value::Null);
    assert_eq!(
        (status, &body["status_code"]),
        (200, &json!("coupon_code_removed"))
    );
    assert_eq!(client.read()["total"], "19.99");
}

#[test]
fn row_42_coupons_that_fail_say_why() {
    let mut client = Client::guest().in_cart();
    let text = "The coupon code you entered doesn't exist. Please try again.";
    assert_eq!(
        apply(&mut client, json!("nope")),
        refused(text, "coupon_code_not_found")
    );
    assert_eq!(
        apply(&mut client, json!("expired")),
        refused("The coupon code is expired", "coupon_code_expired")
    );
    let text = "This coupon code can't be applied to orders less than $1,000.00.";
    assert_eq!(
        apply(&mut client, json!("min1000")),
        refused(text, "item_total_less_than")
    );
    apply(&mut client, json!("10off"));
    let text = "The coupon code has already been applied to this order";
    assert_eq!(
        apply(&mut client, json!("10off")),
        refused(text, "coupon_code_already_applied")
    );
    let text = "The coupon code you are trying to remove is not present on this order.";
    let got = client.order("DELETE", "/coupon_codes/min1000", Value::Null);
    assert_eq!(got, refused(text, "coupon_code_not_present"));
    let blank = (
        422,
        json!({ "success": null, "error": null, "successful": false, "status_code": null }),
    );
    for code in [json!(""), json!(7), Value::Null] {
        assert_eq!(apply(&mut client, code), blank);
    }
}

#[test]
fn coupons_live_under_orders_only() {
    let mut client = Client::guest().in_cart();
    let (status, body) = client.checkout("POST", "/coupon_codes", json!({ "coupon_code": "10off" }));
    assert_eq!(
        (status, body),
        (404, json!({ "status": 404, "error": "Not Found" }))
    );
    let mut client = Client::guest().completed();
    assert_eq!(apply(&mut client, json!("10off")), unauthorized());
}

#[test]
fn a_coupon_at_confirm_changes_the_total_and_neither_state_nor_payment() {
    let mut client = Client::guest().in_confirm();
    assert_eq!(apply(&mut client, json!("10off")).0, 200);
    let order = client.read();
    assert_eq!(
        (&order["state"], &order["total"]),
        (&json!("confirm"), &json!("23.89"))
    );
    assert_eq!(order["payments"][0]["amount"], "25.99", "the payment is stale");
    assert_eq!(client.complete().0, 200, "and nothing complains");
    assert_eq!(client.view().payments[0].charged.to_string(), "25.99");
}

#[test]
fn a_discount_comes_before_the_tax_and_applies_to_later_lines() {
    let mut client = Client::guest().in_cart();
    apply(&mut client, json!("10off"));
    client.add(3, 1);
    client.next();
    client.ok(
        json!({ "order": { "ship_address_attributes": address() } }),
        "delivery",
    );
    let order = client.read();
    let amounts = |line: usize| -> Vec<String> {
        let rows = order["line_items"][line]["adjustments"].as_array().unwrap();
        rows.iter()
            .map(|row| row["amount"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(amounts(0), ["-2.0", "0.9"]);
    assert_eq!(amounts(1), ["-0.7", "0.32"]);
}

#[test]
fn a_promotion_that_ended_refuses_to_complete_and_falls_back_to_address() {
    let mut client = Client::guest().in_cart();
    apply(&mut client, json!("10off"));
    client.next();
    client.ok(
        json!({ "order": { "ship_address_attributes": address() } }),
        "delivery",
    );
    client.next();
    client.ok(
        json!({ "order": { "payments_attributes": [pay(&card(GOOD))] } }),
        "confirm",
    );
    client.shop.set_coupon_expired("10off", true);
    let text = "One or more of the promotions on your order have become ineligible and were removed. \
                Please check the new order amounts and try again.";
    assert_eq!(client.complete(), not_transitioned(json!({ "base": [text] })));
    assert_eq!(client.state(), "address");
    assert!(client.shop.charges().is_empty());
}
