//! Rows 48–52: credentials, required parameters, the lock.

use crate::shop::*;
use serde_json::{Value, json};

#[test]
fn row_48_a_missing_root_is_a_missing_parameter() {
    let mut client = Client::guest().in_delivery();
    assert_eq!(
        client.checkout("PATCH", "", json!({ "other": 1 })),
        missing("order")
    );
}

#[test]
fn row_49_a_token_counts_for_the_order_named_beside_it() {
    let mut client = Client::guest().in_cart();
    let (number, token) = (client.number.clone(), client.token.clone());
    let mut get = |path: &str, token: &str| {
        client
            .raw("GET", path, &[("X-Spree-Order-Token", token)], &Value::Null)
            .0
    };
    for name in ["order_id", "order_number", "checkout_id"] {
        assert_eq!(get(&format!("/api/countries?{name}={number}"), &token), 200);
    }
    assert_eq!(get(&format!("/api/countries?order_id={number}"), "wrong"), 401);
    assert_eq!(get("/api/countries?order_id=R000", &token), 401);
    assert_eq!(get("/api/countries", &token), 401);
}

#[test]
fn row_50_missing_and_bad_keys_have_their_own_words() {
    let mut client = Client::guest();
    client.shop.set_guests(false);
    let got = client.raw("GET", "/api/zones", &[], &Value::Null);
    assert_eq!(got, (401, json!({ "error": "You must specify an API key." })));
    let bad = (401, json!({ "error": "Invalid API key (fake) specified." }));
    assert_eq!(
        client.raw(
            "GET",
            "/api/zones",
            &[("Authorization", "Bearer fake")],
            &Value::Null
        ),
        bad
    );
    assert_eq!(client.raw("GET", "/api/zones?token=fake", &[], &Value::Null), bad);
    client.shop.set_guests(true);
    assert_eq!(
        client.raw(
            "GET",
            "/api/zones",
            &[("Authorization", "Bearer fake")],
            &Value::Null
        ),
        bad
    );
    let basic = [("Authorization", "Basic fake")];
    assert_eq!(
        client.raw("GET", "/api/zones", &basic, &Value::Null).0,
        200,
        "other schemes are ignored"
    );
}

#[test]
fn countries_and_states_need_no_key() {
    let mut client = Client::guest();
    client.shop.set_guests(false);
    for path in [
        "/api/countries",
        "/api/countries/1",
        "/api/countries/1/states",
        "/api/states",
        "/api/states/1",
    ] {
        assert_eq!(client.get(path).0, 200, "{path}");
    }
    assert_eq!(client.get("/api/config").0, 401);
    assert_eq!(client.send("POST", "/api/orders", Value::Null).0, 401);
}

#[test]
fn a_valid_order_token_outweighs_a_bad_or_foreign_key() {
    let mut client = Client::guest().in_cart();
    let (number, token) = (client.number.clone(), client.token.clone());
    let path = format!("/api/orders/{number}");
    for key in ["Bearer nokey", "Bearer otherkey"] {
        let headers = [("Authorization", key), ("X-Spree-Order-Token", token.as_str())];
        assert_eq!(client.raw("GET", &path, &headers, &Value::Null).0, 200);
    }
    let both = format!("{path}?order_token=wrong");
    assert_eq!(
        client
            .raw("GET", &both, &[("X-Spree-Order-Token", &token)], &Value::Null)
            .0,
        200,
        "header wins"
    );
}

#[test]
fn an_order_is_hidden_from_everyone_else() {
    let mut client = Client::guest().in_cart();
    let (number, token) = (client.number.clone(), client.token.clone());
    let path = format!("/api/orders/{number}");
    assert_eq!(client.raw("GET", &path, &[], &Value::Null), unauthorized());
    assert_eq!(
        client.raw("GET", &path, &[("X-Spree-Order-Token", "no")], &Value::Null),
        unauthorized()
    );
    assert_eq!(
        client.raw("GET", &path, &[("Authorization", "Bearer custkey")], &Value::Null),
        unauthorized()
    );
    let unknown = [("X-Spree-Order-Token", token.as_str())];
    assert_eq!(
        client.raw("GET", "/api/orders/R000", &unknown, &Value::Null),
        unauthorized()
    );
    let key = [("Authorization", "Bearer custkey")];
    assert_eq!(
        client.raw("GET", "/api/orders/R000", &key, &Value::Null),
        not_found()
    );
}

#[test]
fn row_52_a_write_on_a_locked_order_is_turned_away_and_a_read_is_not() {
    let mut client = Client::guest().in_confirm();
    let number = client.number.clone();
    assert!(client.shop.set_lock(&number, true));
    let busy = (409, json!("Could not obtain lock on order 1"));
    let line = json!({ "line_item": { "variant_id": 2 } });
    assert_eq!(client.complete(), busy);
    assert_eq!(client.next(), busy);
    assert_eq!(client.checkout("PATCH", "", Value::Null), busy);
    assert_eq!(client.checkout("PUT", "/advance", Value::Null), busy);
    assert_eq!(
        client.order("PUT", "", json!({ "order": { "email": "a@b.co" } })),
        busy
    );
    assert_eq!(client.order("PUT", "/empty", Value::Null), busy);
    assert_eq!(client.order("POST", "/line_items", line), busy);
    assert_eq!(
        client.order(
            "POST",
            "/payments",
            json!({ "payment": { "payment_method_id": 2 } })
        ),
        busy
    );
    assert_eq!(
        client.order("POST", "/coupon_codes", json!({ "coupon_code": "10off" })),
        busy
    );
    assert_eq!(client.state(), "confirm", "reading takes no lock");
    let path = format!("/addresses/{}", client.read()["ship_address"]["id"]);
    assert_eq!(
        client
            .order("PUT", &path, json!({ "address": { "city": "x" } }))
            .0,
        200,
        "nor do addresses"
    );
    assert!(client.shop.set_lock(&number, false));
    assert_eq!(client.complete().0, 200);
}

#[test]
fn a_lock_left_behind_expires_after_120_seconds() {
    let mut client = Client::guest().in_cart();
    let number = client.number.clone();
    client.shop.set_lock(&number, true);
    client.shop.advance(119_999);
    assert_eq!(client.next().0, 409);
    client.shop.advance(1);
    assert_eq!(client.next().0, 200);
}

#[test]
fn the_frame_has_a_page_of_its_own() {
    let mut client = Client::guest();
    let nowhere = (404, json!({ "status": 404, "error": "Not Found" }));
    assert_eq!(client.get("/api/nowhere"), nowhere);
    assert_eq!(client.send("OPTIONS", "/api/orders", Value::Null), nowhere);
    assert_eq!(
        client.get("/api/countries.xml"),
        (406, json!({ "status": 406, "error": "Not Acceptable" }))
    );
    assert_eq!(client.get("/api/countries.json").0, 200);
    let mut request = cashwrap_shop::Request::new("POST", "/api/orders").json("{");
    let broken = cashwrap_shop::answer(&mut client.shop, &request)
        .response()
        .unwrap();
    assert_eq!(
        (broken.status, broken.text().as_str()),
        (400, r#"{"status":400,"error":"Bad Request"}"#)
    );
    request = cashwrap_shop::Request::new("POST", "/api/orders").header("Content-Type", "text/plain");
    request.body = br#"{"order":{"email":"nope"}}"#.to_vec();
    let unread = cashwrap_shop::answer(&mut client.shop, &request)
        .response()
        .unwrap();
    assert_eq!(unread.status, 201, "a body of another type is not read");
}
