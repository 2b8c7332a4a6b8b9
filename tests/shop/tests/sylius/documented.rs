//! The checkout as it was documented in January 2017: no release served it, so nothing here was recorded.

use crate::client::{Client, crash};
use serde_json::{Value, json};

fn address() -> Value {
    json!({
        "first_name": "John", "last_name": "Doe", "city": "New York", "street": "Test", "postcode": "12435",
        "country": 1, "province": 1
    })
}

fn opened() -> Client {
    Client::opened("documented", &[(1, 3)])
}

#[test]
fn its_example_is_walked_to_the_end() {
    let mut client = opened();
    let order = client.goes(json!({ "shipping_address": address() }), "addressing");
    assert_eq!(order["billing_address"]["first_name"], "John");
    let href = &order["shipping_address"]["_links"]["country"]["href"];
    assert_eq!(*href, "/app_dev.php/api/v1/countries/1");
    let (_, offers) = client.look();
    assert_eq!(offers[0]["methods"][0]["name"], "FedEx");
    let order = client.goes(json!({ "shipments": [{ "method": 1 }] }), "shipping");
    assert_eq!(order["shipments"][0]["state"], "checkout");
    let (_, offers) = client.look();
    assert_eq!(offers["methods"]["1"]["code"], "PM1");
    let order = client.goes(json!({ "payments": [{ "method": 1 }] }), "payment");
    assert_eq!(order["payments"][0]["method"]["name"], "Dummy");
    // A later read says it in the words of the other column.
    assert_eq!(client.look().1["checkout_state"], "payment_selected");
    let order = client.goes(Value::Null, "completed");
    assert_eq!(
        (&order["state"], &order["number"]),
        (&json!("new"), &json!("000000001"))
    );
    assert!(order["checkout_completed_at"].is_string());
    assert_eq!(order["shipments"][0]["state"], "onhold");
}

#[test]
fn a_billing_address_counts_without_a_flag() {
    let mut billing = address();
    billing["city"] = json!("Albany");
    let mut client = opened();
    let body = json!({ "shipping_address": address(), "billing_address": billing });
    let order = client.goes(body, "addressing");
    assert_eq!(order["billing_address"]["city"], "Albany");
}

#[test]
fn its_orders_show_no_currency() {
    let order = opened().whole();
    assert!(order.get("currency").is_none() && order.get("identities").is_none());
    assert_eq!(order["channel"]["type"], "web");
}

#[test]
fn the_purchase_step_was_never_there() {
    let mut client = opened();
    client.goes(json!({ "shipping_address": address() }), "addressing");
    client.goes(json!({ "shipments": [{ "method": 1 }] }), "shipping");
    client.goes(json!({ "payments": [{ "method": 1 }] }), "payment");
    client.goes(Value::Null, "completed");
    let card = json!({ "type": "visa", "number": "4111111111111111", "securityCode": "123" });
    assert_eq!(client.put(card), crash());
}

#[test]
fn its_url_is_the_versioned_one() {
    let mut client = opened();
    assert_eq!(client.send("GET", "/api/checkouts/1", Value::Null).0, 404);
}
