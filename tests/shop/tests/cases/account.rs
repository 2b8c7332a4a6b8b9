//! Rows 44–45: what belongs to a customer.

use crate::shop::*;
use serde_json::{Value, json};

#[test]
fn row_44_the_address_book_is_listed_changed_and_shrunk() {
    let mut client = Client::demo().with_key("custkey");
    let path = "/api/users/1/address_book";
    let (status, book) = client.get(path);
    assert_eq!(
        (status, book.as_array().unwrap().len(), &book[0]["default"]),
        (200, 1, &json!(true))
    );
    assert!(book[0].get("update_target").is_none());
    let mut second = address();
    second["city"] = json!("Albany");
    let (status, book) = client.send("PUT", path, json!({ "address_book": second }));
    let targets: Vec<_> = book
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["update_target"].clone())
        .collect();
    assert_eq!((status, targets), (200, vec![json!(false), json!(true)]));
    let (_, again) = client.send("PUT", path, json!({ "address_book": second }));
    assert_eq!(
        again.as_array().unwrap().len(),
        2,
        "an equal address is one entry"
    );
    let change = json!({ "id": book[1]["id"], "city": "Utica", "default": true });
    let (_, book) = client.send("PATCH", path, json!({ "address_book": change }));
    assert_eq!(book.as_array().unwrap().len(), 2);
    assert_eq!(
        (&book[1]["city"], &book[1]["default"], &book[0]["default"]),
        (&json!("Utica"), &json!(true), &json!(false))
    );
    let (status, rest) = client.send(
        "DELETE",
        &format!("{path}?address_id={}", book[0]["id"]),
        Value::Null,
    );
    assert_eq!((status, rest.as_array().unwrap().len()), (200, 1));
    assert_eq!(
        client
            .send("DELETE", &format!("{path}?address_id=99"), Value::Null)
            .0,
        200
    );
    let mut bad = address();
    bad["name"] = json!("");
    let got = client.send("PUT", path, json!({ "address_book": bad }));
    assert_eq!(got, invalid(json!({ "name": ["can't be blank"] })));
}

#[test]
fn row_44_the_address_book_of_another_is_refused() {
    let mut client = Client::demo().with_key("otherkey");
    assert_eq!(client.get("/api/users/1/address_book"), unauthorized());
    assert_eq!(client.get("/api/users/99/address_book"), not_found());
    let body = json!({ "address_book": address() });
    assert_eq!(
        client.send("PUT", "/api/users/1/address_book", body),
        unauthorized()
    );
}

#[test]
fn row_45_only_the_owner_sees_and_changes_a_saved_card() {
    let mut client = Client::demo().with_key("custkey");
    let (status, page) = client.get("/api/users/1/credit_cards");
    assert_eq!((status, &page["count"]), (200, &json!(1)));
    let card = &page["credit_cards"][0];
    assert!(card.get("gateway_customer_profile_id").is_none());
    let path = format!("/api/credit_cards/{}", card["id"]);
    let (status, body) = client.send("PUT", &path, json!({ "credit_card": { "year": "2035" } }));
    assert_eq!(
        (status, &body["year"], &body["month"]),
        (200, &json!("2035"), &json!("12"))
    );
    let named = json!({ "credit_card": { "first_name": "x" } });
    assert_eq!(client.send("PUT", &path, named), crash());
    let mut other = client.with_key("otherkey");
    assert_eq!(other.get("/api/users/1/credit_cards"), not_found());
    assert_eq!(
        other.send("PUT", &path, json!({ "credit_card": { "year": "2035" } })),
        unauthorized()
    );
}

#[test]
fn an_order_token_is_refused_by_what_belongs_to_a_customer() {
    let mut client = Client::demo().with_key("custkey").in_cart();
    let token = client.token.clone();
    let headers = [
        ("Authorization", "Bearer custkey"),
        ("X-Spree-Order-Token", token.as_str()),
    ];
    for path in [
        "/api/orders/mine",
        "/api/orders/current",
        "/api/users/1/address_book",
        "/api/countries",
    ] {
        assert_eq!(
            client.raw("GET", path, &headers, &Value::Null),
            unauthorized(),
            "{path}"
        );
    }
}

#[test]
fn a_visitor_can_register_where_guests_are_allowed() {
    let mut client = Client::guest();
    let user = json!({ "user": { "email": "new@example.com", "password": "secret" } });
    let (status, body) = client.send("POST", "/api/users", user.clone());
    assert_eq!((status, &body["email"]), (201, &json!("new@example.com")));
    assert!(body.get("spree_api_key").is_none());
    assert_eq!(client.send("POST", "/api/users", user.clone()).0, 422);
    client.shop.set_guests(false);
    assert_eq!(client.send("POST", "/api/users", user).0, 401);
}

#[test]
fn a_returning_customers_addresses_fill_an_empty_order() {
    let order = Client::demo().with_key("custkey").in_address().read();
    assert_eq!(order["ship_address"]["name"], "Jane Doe");
    assert_eq!(order["bill_address"]["id"], order["ship_address"]["id"]);
}

#[test]
fn a_card_that_was_charged_is_kept_for_its_customer() {
    let mut client = Client::guest().with_key("otherkey").completed();
    assert_eq!(client.get("/api/users/2/credit_cards").1["count"], 1);
    let mut client = client.in_payment();
    let order = client.read();
    assert_eq!(
        (&order["payments"][0]["amount"], &order["payments"][0]["state"]),
        (&json!("0.0"), &json!("checkout"))
    );
    assert_eq!(
        client
            .get("/api/users/2/address_book")
            .1
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
