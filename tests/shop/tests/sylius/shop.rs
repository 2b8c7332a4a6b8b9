//! A Sylius is a shop like the others: rows for a database, faults, the back office.

use crate::client::{Client, SINGLE, SPLIT, crash, main_street, read, request};
use cashwrap_shop::{Answer, Fault, FaultKind, Release, Request, Settings, Shop, World, answer};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The shop as it is after it was killed and started again.
fn restarted(shop: &mut Shop, rows: &mut BTreeMap<String, String>) -> Shop {
    let changes = shop.take_changes();
    if changes.reset {
        rows.clear();
    }
    rows.extend(changes.rows);
    let rows: Vec<(String, String)> = rows.clone().into_iter().collect();
    Shop::from_rows(&rows).unwrap().unwrap()
}

#[test]
fn nothing_is_lost_between_two_calls() {
    for release in SPLIT.iter().chain(&SINGLE) {
        let mut client = if Release::of(release).unwrap().is_split() {
            Client::of(release).cart().with("MUG", 2).placed()
        } else {
            let mut client = Client::opened(release, &[(1, 2)]).in_payment(1);
            client.goes(Value::Null, "finalize");
            client
        };
        let mut rows = BTreeMap::new();
        let orders = client.shop.orders();
        client.shop = restarted(&mut client.shop, &mut rows);
        assert_eq!(client.shop.orders(), orders, "{release}");
        assert_eq!(client.shop.sylius_stock(1), Some((10, 2)));
        assert_eq!(orders[0].number, "000000001");
    }
}

#[test]
fn a_deleted_cart_a_token_and_a_price_outlive_the_process() {
    let mut rows = BTreeMap::new();
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    client.shop = restarted(&mut client.shop, &mut rows);
    client.send("DELETE", "/api/v1/carts/1", Value::Null);
    client.shop.set_price(1, "25".parse().unwrap());
    let body = json!({
        "client_id": "demo_client", "client_secret": "secret_demo_client", "grant_type": "password",
        "username": "api@example.com", "password": "sylius-api"
    });
    let request = Request::new("POST", "/api/oauth/v2/token").json(&body.to_string());
    let (_, granted) = read(&answer(&mut client.shop, &request).response().unwrap());
    client.shop = restarted(&mut client.shop, &mut rows);
    assert!(client.shop.orders().is_empty());
    let bearer = format!("Bearer {}", granted["access_token"].as_str().unwrap());
    let request = Request::new("GET", "/api/v1/carts/").header("Authorization", &bearer);
    assert_eq!(answer(&mut client.shop, &request).response().unwrap().status, 200);
    let mut client = client.cart().with("MUG", 1);
    assert_eq!(client.order()["itemsTotal"], 2500);
    // Ids go on where they were.
    assert_eq!(client.id, 2);
}

#[test]
fn faults_strike_a_sylius_too() {
    let order = || Client::of("1.7").cart().with("MUG", 1).paid_by("cod");
    let complete = "PUT /api/v1/checkouts/complete/*";
    for (kind, status, placed) in [
        (FaultKind::Error500Before, Some(500), false),
        (FaultKind::Error500After, Some(500), true),
        (FaultKind::Html502After, Some(502), true),
        (FaultKind::DropBefore, None, false),
        (FaultKind::DropAfter, None, true),
        (FaultKind::Lock409, Some(409), false),
        (FaultKind::Delay, Some(204), true),
    ] {
        let mut client = order();
        client.shop.add_fault(Fault::once(complete, kind));
        let call = request("PUT", "/api/v1/checkouts/complete/1", client.token, &Value::Null);
        let got = answer(&mut client.shop, &call);
        assert_eq!(got == Answer::Drop, status.is_none());
        let response = got.response();
        assert_eq!(
            response.as_ref().map(|response| response.status),
            status,
            "{kind:?}"
        );
        if kind == FaultKind::Error500After {
            assert_eq!(read(&response.unwrap()), crash());
        } else if kind == FaultKind::Lock409 {
            let children = &read(&response.unwrap()).1["errors"]["children"];
            assert_eq!(*children, json!({ "notes": {} }));
        }
        assert_eq!(client.state() == "completed", placed, "{kind:?}");
    }
}

#[test]
fn a_500_at_finalize_may_have_placed_the_order() {
    let mut client = Client::opened("0.14", &[(1, 1)]).in_payment(1);
    let fault = Fault::once("PUT /api/checkouts/1$", FaultKind::Error500After);
    client.shop.add_fault(fault);
    assert_eq!(client.put(Value::Null), crash());
    assert_eq!(client.whole()["number"], "000000001");
}

#[test]
fn a_shop_becomes_a_sylius_over_http() {
    let mut shop = Shop::new(World::demo(), Settings::default(), 1);
    let post = |shop: &mut Shop, path: &str, body: Value| {
        let request = Request::new("POST", path).json(&body.to_string());
        read(&answer(shop, &request).response().unwrap())
    };
    assert_eq!(
        post(&mut shop, "/__shop/settings", json!({ "server": "sylius-0.16" })).0,
        200
    );
    let made = post(
        &mut shop,
        "/__shop/orders",
        json!({ "email": "new@example.com", "lines": [[1, 2]] }),
    );
    assert_eq!(made, (200, json!({ "id": 1 })));
    let price = json!({ "variant_id": 1, "price": "60" });
    assert_eq!(post(&mut shop, "/__shop/price", price).0, 200);
    let off = json!({ "code": "SM1", "enabled": false });
    assert_eq!(post(&mut shop, "/__shop/enabled", off).0, 200);
    let put = request(
        "PUT",
        "/api/checkouts/1",
        "SampleToken",
        &json!({ "shippingAddress": main_street() }),
    );
    let (status, order) = read(&answer(&mut shop, &put).response().unwrap());
    assert_eq!((status, &order["total"]), (200, &json!(10_250)));
    let view = Request::new("GET", "/__shop/orders/1");
    let (_, view) = read(&answer(&mut shop, &view).response().unwrap());
    assert_eq!(
        (&view["state"], &view["email"]),
        (&json!("addressing"), &json!("new@example.com"))
    );
    assert_eq!(post(&mut shop, "/__shop/reset", json!({})).0, 200);
    assert!(shop.orders().is_empty());
}

#[test]
fn equal_shops_give_equal_answers() {
    let walk = |release: &str| {
        let mut client = Client::of(release).cart().with("MUG", 2).placed();
        client.order()
    };
    assert_eq!(walk("1.7"), walk("1.7"));
}
