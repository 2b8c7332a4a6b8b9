//! What a Spree shop shares with the Solidus one: faults, log, charges, rows, settings, the world of the demo.

use crate::client::*;
use cashwrap_shop::{Answer, Fault, FaultKind, Request, Server, Settings, Shop, Version, World, answer};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[test]
fn settings_name_the_server_and_are_read_back() {
    for release in Version::ALL {
        let settings = Settings::spree(release);
        let text = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&text).unwrap(), settings);
        assert_eq!(
            Server::named(&format!("spree-{}", release.name())),
            Some(Server::Spree(release))
        );
    }
    assert_eq!(Server::named("spree-5.0"), None);
    assert_eq!(Settings::default().server, Server::Solidus);
}

#[test]
fn faults_strike_and_calls_are_logged() {
    let mut client = Client::of("2.4.2").in_confirm();
    client.shop.clear_log();
    let path = format!("PUT /api/checkouts/{}/next", client.number);
    client.shop.add_fault(Fault::once(&path, FaultKind::DropAfter));
    let request = Request::new("PUT", &format!("/api/checkouts/{}/next", client.number));
    let request = request.header("X-Spree-Order-Token", &client.token);
    assert_eq!(answer(&mut client.shop, &request), Answer::Drop);
    assert_eq!(client.shop.log()[0].status, None);
    assert_eq!(client.state(), "complete", "it happened");
    assert_eq!(client.shop.charges()[0].order, client.number);
}

#[test]
fn the_rows_taken_so_far_are_the_shop() {
    for release in Version::ALL {
        let mut client = Client::demo(release.name());
        let mut rows: BTreeMap<String, String> = BTreeMap::new();
        client = client.in_delivery();
        rows.extend(client.shop.take_changes().rows);
        client.advances(Value::Null, "payment");
        rows.extend(client.shop.take_changes().rows);
        let body = client.pay(GOOD);
        client.advances(body, "confirm");
        client.advances(Value::Null, "complete");
        rows.extend(client.shop.take_changes().rows);
        let rows: Vec<(String, String)> = rows.into_iter().collect();
        let back = Shop::from_rows(&rows).unwrap().unwrap();
        let order = client.read();
        let mut again = Client { shop: back, ..client };
        assert_eq!(again.read(), order, "{}", release.name());
        assert_eq!(again.shop.charges().len(), 2, "the past order's and this one's");
    }
}

#[test]
fn the_demo_has_a_returning_customer_with_a_card() {
    for release in ["2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::demo(release).with_key("custkey");
        let (_, mine) = client.send("GET", "/orders/mine", Value::Null);
        assert_eq!(mine["orders"][0]["state"], "complete", "{release}");
        let (_, cards) = client.send("GET", "/users/1/credit_cards", Value::Null);
        assert_eq!(cards["credit_cards"][0]["last_digits"], "1111");
    }
}

#[test]
fn the_demo_ships_what_is_backordered_apart() {
    for release in RELEASES {
        let mut client = Client::demo(release).create(json!({ "order": { "email": "a@b.co" } }));
        client.add(9, 3);
        client.advances(Value::Null, "address");
        let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
        let order = client.advances(json!({ "order": both }), "delivery");
        assert_eq!(order["shipments"].as_array().unwrap().len(), 2, "{release}");
        let shipment = &order["shipments"][1];
        let chosen = json!([{ "id": shipment["id"], "selected_shipping_rate_id": shipment["shipping_rates"][1]["id"] }]);
        let order = client.advances(json!({ "order": { "shipments_attributes": chosen } }), "payment");
        assert_eq!(order["ship_total"], "17.5", "{release}: the other keeps its rate");
    }
}

#[test]
fn the_demo_has_included_taxes_in_germany() {
    let mut berlin = address();
    berlin["country_id"] = json!(3);
    berlin["state_id"] = json!(3);
    berlin["zipcode"] = json!("10115");
    for release in ["2.2.14", "2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::demo(release).in_address();
        let both = json!({ "bill_address_attributes": berlin, "ship_address_attributes": berlin });
        let order = client.advances(json!({ "order": both }), "delivery");
        assert_eq!(
            (&order["included_tax_total"], &order["additional_tax_total"]),
            (&json!("3.19"), &json!("0.0"))
        );
        let shipping = if release == "2.2.14" { "19.99" } else { "24.98" };
        assert_eq!(order["total"], shipping, "{release}");
    }
}

#[test]
fn a_shop_can_be_switched_to_another_server_over_http() {
    let mut shop = Shop::new(World::demo(), Settings::default(), 1);
    let request = Request::new("POST", "/__shop/settings").json(r#"{"server":"spree-3.7"}"#);
    assert_eq!(answer(&mut shop, &request).response().unwrap().status, 200);
    let created = answer(&mut shop, &Request::new("POST", "/api/v1/orders"))
        .response()
        .unwrap();
    assert_eq!(created.status, 201);
}

#[test]
fn equal_shops_give_equal_answers() {
    let calls = |client: &mut Client| (client.read(), client.next());
    let (mut one, mut two) = (Client::of("3.7").in_delivery(), Client::of("3.7").in_delivery());
    assert_eq!(calls(&mut one), calls(&mut two));
}

#[test]
fn paths_may_name_their_format_and_some_routes_ask_for_it() {
    for release in ["2.3.13", "2.4.2", "2.4.10"] {
        let mut client = Client::of(release);
        let countries = ["/api/countries.json?per_page=500", "/api/countries?per_page=500"];
        let mut get = |path: &str| client.raw("GET", path, &[], &Value::Null).0;
        assert_eq!(countries.map(&mut get), [200, 200]);
        client.shop.set_settings(Settings {
            needs_format: true,
            ..Settings::spree(version(release))
        });
        let mut get = |path: &str| client.raw("GET", path, &[], &Value::Null).0;
        assert_eq!(countries.map(&mut get), [200, 404]);
    }
}
