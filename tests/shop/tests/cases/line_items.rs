//! Rows 36–38: line items.

use crate::shop::*;
use serde_json::{Value, json};

fn item(body: Value) -> Value {
    json!({ "line_item": body })
}

#[test]
fn row_36_the_lines_of_a_completed_order_cannot_be_changed() {
    let mut client = Client::guest().completed();
    let id = client.read()["line_items"][0]["id"].clone();
    let path = format!("/line_items/{id}");
    assert_eq!(
        client.order("POST", "/line_items", item(json!({ "variant_id": 2 }))),
        unauthorized()
    );
    assert_eq!(
        client.order("PUT", &path, item(json!({ "quantity": 5 }))),
        unauthorized()
    );
    assert_eq!(client.order("DELETE", &path, Value::Null), unauthorized());
}

#[test]
fn row_37_a_line_has_quantity_one_by_default_and_adds_to_the_row_of_its_variant() {
    let mut client = Client::guest().create(Value::Null);
    let (status, line) = client.order("POST", "/line_items", item(json!({ "variant_id": 2 })));
    assert_eq!((status, &line["quantity"]), (201, &json!(1)));
    let again = client.add(2, 10);
    assert_eq!((&again["id"], &again["quantity"]), (&line["id"], &json!(11)));
}

#[test]
fn row_38_the_order_of_another_customer_is_refused() {
    let client = Client::guest().with_key("custkey").in_cart();
    let id = client.view().lines[0].id;
    let mut other = Client {
        key: Some("otherkey"),
        ..client
    };
    let path = format!("/line_items/{id}");
    assert_eq!(
        other.order("PUT", &path, item(json!({ "quantity": 5 }))),
        unauthorized()
    );
    assert_eq!(
        other.order("POST", "/line_items", item(json!({ "variant_id": 2 }))),
        unauthorized()
    );
    assert_eq!(other.order("GET", "", Value::Null), unauthorized());
}

#[test]
fn quantities_of_new_lines_are_coerced() {
    for (sent, kept) in [
        (json!("abc"), 0),
        (json!(2.7), 2),
        (json!("3"), 3),
        (json!(-4), 0),
    ] {
        let mut client = Client::guest().create(Value::Null);
        let body = item(json!({ "variant_id": 2, "quantity": sent }));
        let (status, line) = client.order("POST", "/line_items", body);
        assert_eq!((status, &line["quantity"]), (201, &json!(kept)), "{sent}");
        assert_eq!(
            client.read()["line_items"].as_array().unwrap().len(),
            1,
            "a row of 0 stays"
        );
    }
}

#[test]
fn quantities_of_updates_are_checked() {
    let mut client = Client::guest().in_cart();
    let path = format!("/line_items/{}", client.view().lines[0].id);
    let cases = [
        (json!("x"), "is not a number"),
        (json!(1.5), "must be an integer"),
    ];
    for (sent, message) in cases {
        let got = client.order("PATCH", &path, item(json!({ "quantity": sent })));
        assert_eq!(got, invalid(json!({ "quantity": [message] })));
    }
    let (status, line) = client.order("PATCH", &path, item(json!({ "quantity": "4" })));
    assert_eq!((status, &line["quantity"]), (200, &json!(4)));
}

#[test]
fn an_update_without_a_positive_quantity_deletes_the_row_and_says_404() {
    for body in [
        json!({ "quantity": 0 }),
        json!({ "quantity": -2 }),
        json!({ "customer_metadata": { "a": 1 } }),
    ] {
        let mut client = Client::guest().in_cart();
        let path = format!("/line_items/{}", client.view().lines[0].id);
        assert_eq!(client.order("PATCH", &path, item(body)), not_found());
        assert_eq!(client.read()["line_items"], json!([]));
    }
}

#[test]
fn lines_without_a_body_crash_and_with_an_empty_one_are_not_found() {
    let mut client = Client::guest().create(Value::Null);
    assert_eq!(client.order("POST", "/line_items", Value::Null), crash());
    assert_eq!(client.order("POST", "/line_items", json!({})), not_found());
    let (status, line) = client.order("POST", "/line_items", json!({ "variant_id": 3, "quantity": 2 }));
    assert_eq!(
        (status, &line["quantity"]),
        (201, &json!(2)),
        "a flat body is wrapped"
    );
}

#[test]
fn the_price_of_a_row_is_frozen() {
    let mut client = Client::guest().in_cart();
    client.shop.set_price(2, rust_decimal::Decimal::new(2500, 2));
    assert_eq!(client.add(2, 1)["price"], "19.99");
    client.order(
        "DELETE",
        &format!("/line_items/{}", client.view().lines[0].id),
        Value::Null,
    );
    assert_eq!(client.add(2, 1)["price"], "25.0");
}

#[test]
fn metadata_of_a_line_is_kept_until_an_update_without_it() {
    let mut client = Client::guest().create(Value::Null);
    let body = item(json!({ "variant_id": 2, "customer_metadata": { "gift": "yes" } }));
    let (_, line) = client.order("POST", "/line_items", body);
    assert_eq!(line["customer_metadata"], json!({ "gift": "yes" }));
    let path = format!("/line_items/{}", line["id"]);
    assert_eq!(
        client.order("PATCH", &path, item(json!({ "quantity": 2 }))).1["customer_metadata"],
        Value::Null
    );
}

#[test]
fn lines_can_be_neither_listed_nor_shown() {
    let mut client = Client::guest().in_cart();
    let nowhere = (404, json!({ "status": 404, "error": "Not Found" }));
    assert_eq!(client.order("GET", "/line_items", Value::Null), nowhere);
    assert_eq!(client.order("GET", "/line_items/1", Value::Null), nowhere);
    assert_eq!(client.order("GET", "/line_items/new", Value::Null).0, 200);
    assert_eq!(client.order("DELETE", "/line_items/99", Value::Null), not_found());
}
