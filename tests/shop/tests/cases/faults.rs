//! Faults and the switches of the shop.

use crate::shop::*;
use cashwrap_shop::{Answer, Fault, FaultKind, Request, Response, answer};
use serde_json::{Value, json};

const CREATE: &str = "POST /api/orders$";

fn create(kind: FaultKind) -> (Client, Answer) {
    let mut client = Client::guest();
    client.shop.add_fault(Fault {
        ms: 250,
        ..Fault::once(CREATE, kind)
    });
    let got = answer(&mut client.shop, &Request::new("POST", "/api/orders"));
    (client, got)
}

fn response(kind: FaultKind) -> (Client, Response) {
    let (client, got) = create(kind);
    (client, got.response().unwrap())
}

#[test]
fn faults_before_the_effect_leave_nothing_behind() {
    let (client, got) = create(FaultKind::DropBefore);
    assert_eq!((got, client.shop.orders().len()), (Answer::Drop, 0));
    let expected = [
        (FaultKind::Error500Before, 500, "application/json; charset=UTF-8"),
        (FaultKind::Html502, 502, "text/html"),
        (FaultKind::Lock409, 409, "text/plain; charset=utf-8"),
        (FaultKind::Redirect, 302, "text/html; charset=utf-8"),
    ];
    for (kind, status, content_type) in expected {
        let (client, got) = response(kind);
        assert_eq!((got.status, got.content_type.as_str()), (status, content_type));
        assert!(client.shop.orders().is_empty(), "{kind:?}");
    }
    assert_eq!(response(FaultKind::Redirect).1.headers[0].0, "Location");
}

#[test]
fn faults_after_the_effect_leave_it_behind() {
    let (client, got) = create(FaultKind::DropAfter);
    assert_eq!((got, client.shop.orders().len()), (Answer::Drop, 1));
    for (kind, status) in [
        (FaultKind::Error500After, 500),
        (FaultKind::Html502After, 502),
        (FaultKind::Truncate, 201),
        (FaultKind::Empty, 201),
        (FaultKind::WrongType, 201),
    ] {
        let (client, got) = response(kind);
        assert_eq!((got.status, client.shop.orders().len()), (status, 1), "{kind:?}");
    }
    assert!(response(FaultKind::Empty).1.body.is_empty());
    assert!(serde_json::from_slice::<Value>(&response(FaultKind::Truncate).1.body).is_err());
    assert_eq!(
        response(FaultKind::WrongType).1.content_type,
        "text/html; charset=utf-8"
    );
    let (client, late) = create(FaultKind::Delay);
    assert!(matches!(late, Answer::DelayThenRespond(250, ref response) if response.status == 201));
    assert_eq!(client.shop.orders().len(), 1);
}

#[test]
fn a_fault_skips_and_counts() {
    let mut client = Client::guest();
    client.shop.add_fault(Fault {
        times: 2,
        skip: 1,
        ..Fault::once(CREATE, FaultKind::Error500Before)
    });
    let statuses: Vec<_> = (0..4)
        .map(|_| client.send("POST", "/api/orders", Value::Null).0)
        .collect();
    assert_eq!(statuses, [201, 500, 500, 201]);
    let fault = json!({ "match": "GET /api/countries", "kind": "html_502", "times": 9 });
    assert_eq!(client.send("POST", "/__shop/faults", fault).0, 200);
    assert_eq!(client.get("/api/countries").0, 502);
    assert_eq!(client.send("DELETE", "/__shop/faults", Value::Null).0, 200);
    assert_eq!(client.get("/api/countries").0, 200);
    assert_eq!(
        client
            .send("POST", "/__shop/faults", json!({ "match": "x", "kind": "flood" }))
            .0,
        400
    );
}

#[test]
fn the_log_shows_every_call_without_bodies_or_tokens() {
    let mut client = Client::guest().in_cart();
    let path = format!("/api/orders/{}?order_token={}", client.number, client.token);
    client.raw("GET", &path, &[], &Value::Null);
    let log: Vec<_> = client
        .shop
        .log()
        .iter()
        .map(|call| (call.method.as_str(), call.status, call.is_unsafe))
        .collect();
    assert_eq!(
        log,
        [
            ("POST", Some(201), true),
            ("POST", Some(201), true),
            ("GET", Some(200), false)
        ]
    );
    let (_, shown) = client.get("/__shop/log");
    assert!(!shown.to_string().contains(&client.token));
    assert_eq!(client.send("DELETE", "/__shop/log", Value::Null).0, 200);
    assert!(client.shop.log().is_empty());
}

#[test]
fn the_switches_work_over_http() {
    let mut client = Client::demo();
    let mut post = |path: &str, body: Value| client.send("POST", &format!("/__shop/{path}"), body);
    let (status, order) = post("orders", json!({ "email": "hook@example.com" }));
    assert_eq!((status, order["token"].as_str().unwrap().len()), (200, 22));
    let number = order["number"].as_str().unwrap().to_owned();
    assert_eq!(post("settings", json!({ "guests": false })).1["guests"], false);
    assert_eq!(post("settings", json!({ "gusts": false })).0, 400);
    assert_eq!(post("stock", json!({ "variant_id": 2, "count": 3 })).0, 200);
    assert_eq!(post("price", json!({ "variant_id": 2, "price": "21.00" })).0, 200);
    assert_eq!(post("price", json!({ "variant_id": 999, "price": "1" })).0, 404);
    assert_eq!(
        post("coupons", json!({ "code": "10off", "expired": true })).0,
        200
    );
    assert_eq!(post("lock", json!({ "number": number, "held": true })).0, 200);
    assert_eq!(post("gateway", json!({ "crash_after_charge": true })).0, 200);
    assert_eq!(post("clock", json!({ "advance_ms": 5000 })).0, 200);
    assert_eq!(
        client.send("POST", "/api/orders", Value::Null).0,
        401,
        "guests are off"
    );
    client.number = number;
    client.token = order["token"].as_str().unwrap().into();
    let line = json!({ "line_item": { "variant_id": 2, "quantity": 1 } });
    assert_eq!(client.order("POST", "/line_items", line.clone()).0, 409);
    client.send(
        "POST",
        "/__shop/lock",
        json!({ "number": client.number, "held": false }),
    );
    let (status, line) = client.order("POST", "/line_items", line);
    assert_eq!(
        (status, &line["price"], &line["variant"]["total_on_hand"]),
        (201, &json!("21.0"), &json!(3))
    );
    let (_, view) = client.get(&format!("/__shop/orders/{}", client.number));
    assert_eq!(
        (&view["state"], &view["lines"][0]["quantity"]),
        (&json!("cart"), &json!(1))
    );
    assert_eq!(client.get("/__shop/orders/R0").0, 404);
    client.send("POST", "/__shop/reset", Value::Null);
    assert_eq!(client.shop.stock(2), Some(10));
    assert_eq!(
        client.get("/__shop/orders").1.as_array().unwrap().len(),
        1,
        "the demo's past order"
    );
}

#[test]
fn a_shop_comes_back_from_its_rows() {
    let mut client = Client::demo().with_key("custkey").completed();
    let mut table = std::collections::BTreeMap::new();
    table.extend(client.shop.take_changes().rows);
    client.shop.set_stock(3, 4);
    client.shop.set_guests(false);
    let later = client.shop.take_changes();
    assert_eq!(later.rows.len(), 2, "only what changed is written");
    table.extend(later.rows);
    assert!(client.shop.take_changes().rows.is_empty());
    let rows: Vec<_> = table.into_iter().collect();
    let mut copy = Client {
        shop: cashwrap_shop::Shop::from_rows(&rows).unwrap().unwrap(),
        ..client
    };
    copy.key = Some("custkey");
    assert_eq!(copy.shop.stock(3), Some(4));
    assert_eq!(copy.get("/api/orders/mine").1["total_count"], 2);
    assert_eq!(copy.get("/api/users/1/credit_cards").1["total_count"], 2);
    assert_eq!(copy.shop.charges().len(), 2);
    assert!(cashwrap_shop::Shop::from_rows(&[]).unwrap().is_none());
    let broken = [
        rows.iter().find(|(key, _)| key == "meta/0").unwrap().clone(),
        ("order/9".into(), "{".into()),
    ];
    assert_eq!(cashwrap_shop::Shop::from_rows(&broken).unwrap_err(), "order/9");
}
