//! A Sylius behind a socket.

use super::{Server, scratch};
use serde_json::{Value, json};
use std::thread;

const OLIVER: &str = "Authorization: Bearer SampleToken\r\n";

fn send(server: &Server, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let answer = server.raw(method, path, OLIVER, &body);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

fn new_york() -> Value {
    json!({ "firstName": "Jane", "lastName": "Doe", "street": "1 Main St", "city": "New York",
            "postcode": "10001", "countryCode": "US", "provinceCode": "US-NY" })
}

/// The calls of a purchase at 1.7, each with the status it is answered with.
fn split() -> Vec<(&'static str, &'static str, Value, u16)> {
    let cart =
        json!({ "customer": "oliver.queen@star-city.com", "channel": "WEB-US", "localeCode": "en_US" });
    let addresses = json!({ "shippingAddress": new_york(), "differentBillingAddress": false });
    let ups = json!({ "shipments": [{ "method": "UPS" }] });
    let cash = json!({ "payments": [{ "method": "cod" }] });
    vec![
        ("POST", "/api/v1/carts/", cart, 201),
        (
            "POST",
            "/api/v1/carts/1/items/",
            json!({ "variant": "BULK", "quantity": 2 }),
            201,
        ),
        ("PUT", "/api/v1/checkouts/addressing/1", addresses, 204),
        ("PUT", "/api/v1/checkouts/select-shipping/1", ups, 204),
        ("PUT", "/api/v1/checkouts/select-payment/1", cash, 204),
    ]
}

const COMPLETE: &str = "/api/v1/checkouts/complete/1";
const CHECKOUT: &str = "/api/v1/checkouts/1";

/// Ready to be completed.
fn paid() -> Server {
    let db = scratch().join("shop.sqlite");
    let server = Server::start(&db, &["--world", "recorded_sylius", "--server", "sylius-1.7"]);
    for (method, path, body, status) in split() {
        assert_eq!(send(&server, method, path, &body).0, status, "{method} {path}");
    }
    server
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let db = scratch().join("shop.sqlite");
    let start = || Server::start(&db, &["--world", "recorded_sylius", "--server", "sylius-1.7"]);
    let mut server = start();
    let mut calls = split();
    calls.push(("PUT", COMPLETE, Value::Null, 204));
    for (method, path, body, status) in calls {
        assert_eq!(send(&server, method, path, &body).0, status, "{method} {path}");
        let before = send(&server, "GET", CHECKOUT, &Value::Null);
        server.kill();
        server = start();
        assert_eq!(
            send(&server, "GET", CHECKOUT, &Value::Null),
            before,
            "after {method} {path}"
        );
    }
    let (_, order) = send(&server, "GET", CHECKOUT, &Value::Null);
    assert_eq!(
        (&order["number"], &order["checkoutState"]),
        (&json!("000000001"), &json!("completed"))
    );
    assert_eq!(send(&server, "PUT", COMPLETE, &Value::Null).0, 500);
}

#[test]
fn one_url_and_its_tokens_outlive_a_kill() {
    let db = scratch().join("shop.sqlite");
    let start = || Server::start(&db, &["--world", "recorded_sylius", "--server", "sylius-0.16"]);
    let mut server = start();
    let client = json!({ "client_id": "demo_client", "client_secret": "secret_demo_client", "grant_type": "password",
                         "username": "api@example.com", "password": "sylius-api" });
    let (status, granted) = send(&server, "POST", "/oauth/v2/token", &client);
    assert_eq!((status, &granted["token_type"]), (200, &json!("bearer")));
    let opened = json!({ "email": "john@example.com", "lines": [[1, 3]] });
    let (_, order) = send(&server, "POST", "/__shop/orders", &opened);
    assert_eq!(order["id"], 1);
    let address = json!({ "firstName": "Jane", "lastName": "Doe", "street": "1 Main St", "city": "New York",
                          "postcode": "10001", "country": 1, "province": 1, "phoneNumber": "5551234" });
    let path = "/api/checkouts/1";
    let bearer = format!(
        "Authorization: Bearer {}\r\n",
        granted["access_token"].as_str().unwrap()
    );
    for body in [
        json!({ "shippingAddress": address }),
        json!({ "shipments": [{ "method": 1 }] }),
        json!({ "paymentMethod": 1 }),
        json!({}),
    ] {
        let before = server.raw("PUT", path, &bearer, &body.to_string());
        assert!(before.starts_with("HTTP/1.1 200"), "{body}: {before}");
        server.kill();
        server = start();
    }
    let (_, orders) = send(&server, "GET", "/__shop/orders", &Value::Null);
    assert_eq!(
        (&orders[0]["completed"], &orders[0]["total"]),
        (&json!(true), &json!("205.00"))
    );
}

#[test]
fn a_completion_whose_answer_is_lost_has_happened() {
    let server = paid();
    let fault = json!({ "match": "PUT /api/v1/checkouts/complete/1", "kind": "drop_after" });
    send(&server, "POST", "/__shop/faults", &fault);
    assert_eq!(server.raw("PUT", COMPLETE, OLIVER, ""), "");
    let (_, order) = send(&server, "GET", CHECKOUT, &Value::Null);
    assert_eq!(order["checkoutState"], "completed");
}

#[test]
fn calls_that_are_gathered_arrive_at_the_same_moment() {
    let server = paid();
    let gather = json!({ "match": "PUT /api/v1/checkouts/complete", "count": 2 });
    assert_eq!(send(&server, "POST", "/__shop/together", &gather).0, 200);
    let twice = thread::scope(|scope| {
        let call = || send(&server, "PUT", COMPLETE, &Value::Null).0;
        let calls = [scope.spawn(call), scope.spawn(call)];
        calls.map(|call| call.join().unwrap())
    });
    assert_eq!(twice, [204, 204]);
    // Numbered twice; only the later number is left.
    let (_, order) = send(&server, "GET", CHECKOUT, &Value::Null);
    assert_eq!(order["number"], "000000002");
    // The next one is alone.
    assert_eq!(send(&server, "PUT", COMPLETE, &Value::Null).0, 500);
}

#[test]
fn calls_that_come_at_once_by_themselves_do_what_they_did_to_a_real_one() {
    let server = paid();
    let all = thread::scope(|scope| {
        let call = || send(&server, "PUT", COMPLETE, &Value::Null).0;
        let calls = [(); 16].map(|()| scope.spawn(call));
        calls.map(|call| call.join().unwrap())
    });
    // Each that had read the order before another wrote it succeeds, and burns a number; the others come too late.
    let succeeded = all.iter().filter(|status| **status == 204).count();
    let late = all.iter().filter(|status| **status == 500).count();
    assert!(succeeded >= 1 && succeeded + late == all.len(), "{all:?}");
    let (_, order) = send(&server, "GET", CHECKOUT, &Value::Null);
    assert_eq!(order["number"], format!("{succeeded:09}"), "{all:?}");
}

#[test]
fn a_call_that_nobody_joins_is_closed_and_changes_nothing() {
    let server = paid();
    let gather = json!({ "match": "PUT /api/v1/checkouts/complete", "count": 2 });
    send(&server, "POST", "/__shop/together", &gather);
    assert_eq!(server.raw("PUT", COMPLETE, OLIVER, ""), "");
    let (_, order) = send(&server, "GET", CHECKOUT, &Value::Null);
    assert_eq!(order["checkoutState"], "payment_selected");
}
