//! Rows 19–25, 53: the verbs next, advance and complete.

use crate::shop::*;
use serde_json::{Value, json};

#[test]
fn row_19_next_needs_line_items() {
    let mut client = Client::guest().create(Value::Null);
    let text = "There are no items for this order. Please add an item to the order to continue.";
    assert_eq!(client.next(), not_transitioned(json!({ "base": [text] })));
}

#[test]
fn row_20_leaving_address_needs_an_email_and_leaves_shipments_behind() {
    let mut client = Client::guest().create(Value::Null);
    client.add(2, 1);
    client.order(
        "PUT",
        "",
        json!({ "order": { "ship_address_attributes": address() } }),
    );
    assert_eq!(client.next().0, 200);
    assert_eq!(
        client.next(),
        not_transitioned(json!({ "email": ["can't be blank"] }))
    );
    let order = client.read();
    assert_eq!(
        (&order["state"], order["shipments"].as_array().unwrap().len()),
        (&json!("address"), 1)
    );
}

#[test]
fn row_21_an_order_that_costs_nothing_completes_without_a_payment() {
    let mut client = Client::guest().in_confirm();
    assert_eq!(client.order("PUT", "/empty", Value::Null).0, 200);
    let (status, order) = client.complete();
    assert_eq!(
        (status, &order["state"], &order["total"]),
        (200, &json!("complete"), &json!("0.0"))
    );
    assert_eq!(order["payment_state"], "paid");
    assert!(client.shop.charges().is_empty());
}

#[test]
fn row_22_complete_without_a_payment_is_refused() {
    let mut client = Client::guest().in_payment();
    assert_eq!(
        client.next().0,
        200,
        "nothing checks for a payment on the way to confirm"
    );
    assert_eq!(
        client.complete(),
        not_transitioned(json!({ "base": ["No payment found"] }))
    );
    assert_eq!(client.state(), "confirm");
}

#[test]
fn row_23_a_wrong_expected_total_is_refused_and_a_right_one_is_not() {
    let mut client = Client::guest().in_confirm();
    let wrong = json!({ "expected_total": ["Expected total does not match actual total."] });
    let got = client.checkout("PUT", "/complete", json!({ "expected_total": "26.99" }));
    assert_eq!(got, (400, json!({ "errors": wrong })));
    assert_eq!(
        client.checkout("PUT", "/next", json!({ "expected_total": 1 })),
        (400, json!({ "errors": wrong }))
    );
    for broken in [json!(25.99), json!("much")] {
        assert_eq!(
            client.checkout("PUT", "/complete", json!({ "expected_total": broken })),
            crash()
        );
    }
    assert!(client.shop.charges().is_empty());
    assert_eq!(
        client
            .checkout("PUT", "/complete", json!({ "expected_total": "25.990" }))
            .0,
        200
    );
}

#[test]
fn row_24_complete_in_cart_is_refused() {
    let mut client = Client::guest().in_cart();
    let errors = json!({ "state": ["cannot transition via \"complete\""] });
    assert_eq!(client.complete(), not_transitioned(errors));
}

#[test]
fn row_25_an_order_of_zero_has_no_payment_step() {
    let mut client = Client::guest().create(Value::Null);
    assert_eq!(
        client.read()["checkout_steps"],
        json!(["address", "delivery", "confirm", "complete"])
    );
    client.add(2, 1);
    let steps = json!(["address", "delivery", "payment", "confirm", "complete"]);
    assert_eq!(client.read()["checkout_steps"], steps);
}

#[test]
fn row_51_missing_stock_is_told_by_its_own_body() {
    let mut client = Client::guest().create(json!({ "order": { "email": "a@b.co" } }));
    client.add(2, 11);
    assert_eq!(client.next().0, 200);
    let body = json!({ "order": { "ship_address_attributes": address() } });
    assert_eq!(client.checkout("PATCH", "", body), no_stock());
    assert_eq!(client.checkout("PUT", "/advance", Value::Null), no_stock());
    assert_eq!(
        client.read()["ship_address"]["city"],
        "New York",
        "the attributes stay"
    );
}

#[test]
fn stock_is_looked_at_again_at_complete() {
    let mut client = Client::guest().in_confirm();
    client.shop.set_stock(2, 0);
    assert_eq!(client.complete(), no_stock());
    assert_eq!(client.state(), "confirm");
    assert!(client.shop.charges().is_empty());
}

#[test]
fn row_53_the_whole_way_as_the_feature_test_walks_it_stores_a_zero_payment() {
    let mut client = Client::guest().with_key("custkey").create(Value::Null);
    client.add(2, 2);
    let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
    assert_eq!(client.order("PUT", "", json!({ "order": both })).0, 200);
    let (status, payment) = client.order("POST", "/payments", json!({ "payment": pay(&card(GOOD)) }));
    assert_eq!((status, &payment["amount"]), (201, &json!("0.0")));
    let (status, order) = client.checkout("PUT", "/advance", Value::Null);
    assert_eq!((status, &order["state"]), (200, &json!("confirm")));
    let (status, order) = client.complete();
    assert_eq!((status, &order["total"]), (200, &json!("46.98")));
    assert_eq!(order["payment_state"], "balance_due");
    assert_eq!(client.shop.charges()[0].amount, rust_decimal::Decimal::ZERO);
}

#[test]
fn next_walks_one_step_a_call_and_then_stops() {
    let mut client = Client::guest().in_cart();
    client.order(
        "PUT",
        "",
        json!({ "order": { "ship_address_attributes": address() } }),
    );
    let states: Vec<_> = (0..4)
        .map(|_| client.next().1["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["address", "delivery", "payment", "confirm"]);
    let errors = json!({ "state": ["cannot transition via \"next\""] });
    assert_eq!(client.next(), not_transitioned(errors));
}

#[test]
fn advance_goes_as_far_as_it_can_and_never_completes() {
    let mut client = Client::guest().in_cart();
    let (status, order) = client.checkout("PUT", "/advance", Value::Null);
    assert_eq!(
        (status, &order["state"]),
        (200, &json!("address")),
        "no address: it stops and says nothing"
    );
    client.order(
        "PUT",
        "",
        json!({ "order": { "ship_address_attributes": address() } }),
    );
    for _ in 0..2 {
        let (status, order) = client.checkout("PUT", "/advance", Value::Null);
        assert_eq!((status, &order["state"]), (200, &json!("confirm")));
    }
}

#[test]
fn billing_address_may_be_required_by_a_setting() {
    let mut client = Client::guest().in_cart();
    client.shop.set_settings(cashwrap_shop::Settings {
        billing_address_required: true,
        ..Default::default()
    });
    client.order(
        "PUT",
        "",
        json!({ "order": { "ship_address_attributes": address() } }),
    );
    client.next();
    client.next();
    assert_eq!(
        client.next(),
        not_transitioned(json!({ "base": ["Valid billing address required"] }))
    );
}
