//! One URL, step by step, as 0.13 to 0.16 were run.

use crate::client::{Client, SINGLE, crash, hauptstrasse, main_street, phrase};
use serde_json::{Value, json};

fn kinds(order: &Value) -> Vec<(String, i64)> {
    let rows: Vec<Value> = match &order["adjustments"] {
        Value::Array(rows) => rows.clone(),
        Value::Object(rows) => rows.values().cloned().collect(),
        other => panic!("{other}"),
    };
    let kind = |row: &Value| {
        row.get("type")
            .unwrap_or(&row["label"])
            .as_str()
            .unwrap()
            .to_owned()
    };
    rows.iter()
        .map(|row| (kind(row), row["amount"].as_i64().unwrap()))
        .collect()
}

#[test]
fn the_four_puts_place_the_order() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 3)]);
        let order = client.goes(json!({ "shippingAddress": main_street() }), "addressing");
        assert_eq!(kinds(&order), [("tax".into(), 750), ("promotion".into(), -250)]);
        assert_eq!(order["total"], 15_500);
        let first = u64::from(release > "0.14");
        let order = client.goes(json!({ "shipments": [{ "method": first }] }), "shipping");
        assert_eq!(order["shipments"][0]["method"]["id"], 1, "{release}");
        assert_eq!(
            (&order["adjustments_total"], &order["total"]),
            (&json!(5500), &json!(20_500))
        );
        let order = client.goes(json!({ "paymentMethod": 1 }), "payment");
        assert_eq!(order["payments"][0]["amount"], 20_500);
        assert_eq!(order["state"], "cart");
        let order = client.goes(Value::Null, "finalize");
        assert_eq!(
            (&order["state"], &order["number"], &order["total"]),
            (&json!("pending"), &json!("000000001"), &json!(20_500))
        );
        assert_eq!(order["shipments"][0]["state"], "onhold");
        assert!(order["completed_at"].as_str().unwrap().ends_with("+0000"));
        assert_eq!(client.put(Value::Null), crash());
    }
}

#[test]
fn nothing_is_summed_up_before_there_is_an_address() {
    for release in SINGLE {
        let order = Client::opened(release, &[(1, 3)]).whole();
        assert_eq!(
            (
                &order["items_total"],
                &order["total"],
                &order["items"][0]["total"]
            ),
            (&json!(0), &json!(0), &json!(0))
        );
        assert_eq!(order["items"][0]["unit_price"], 5000);
    }
}

#[test]
fn a_get_shows_what_the_state_asks_for_and_stores_nothing() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]);
        assert_eq!(client.look(), (405, json!("Method not allowed!")), "{release}");
        let mut client = client.in_addressing();
        let (status, body) = client.look();
        let offer = &body[0];
        assert_eq!((status, &offer["shipment"]["state"]), (200, &json!("checkout")));
        assert!(offer["shipment"].get("id").is_none());
        assert_eq!(client.whole()["shipments"], json!([]));
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(1);
        let (_, body) = client.look();
        assert_eq!(body["payment"]["amount"], 6500);
        assert!(body["payment"].get("id").is_none());
        assert_eq!(client.whole()["payments"], json!([]));
        let mut client = Client::opened(release, &[(1, 1)]).in_payment(1);
        assert_eq!(client.look().1["checkout_state"], "payment");
    }
}

#[test]
fn shipping_methods_are_a_list_up_to_0_15_and_a_map_at_0_16() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_addressing();
        let methods = client.look().1[0]["methods"].clone();
        let ids: Vec<i64> = match &methods {
            Value::Array(rows) => rows.iter().map(|row| row["id"].as_i64().unwrap()).collect(),
            Value::Object(rows) => rows.values().map(|row| row["id"].as_i64().unwrap()).collect(),
            other => panic!("{other}"),
        };
        assert_eq!(methods.is_object(), release == "0.16");
        // 0.16 alone offers what is not in the channel.
        let wanted: &[i64] = if release == "0.16" { &[1, 2, 5] } else { &[1, 2] };
        assert_eq!(ids, wanted, "{release}");
        // Payment methods are a map by id everywhere.
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(0);
        let methods = client.look().1["methods"].clone();
        let keys: Vec<&String> = methods.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["1", "2", "3"]);
    }
}

#[test]
fn a_country_without_methods_is_a_dead_end_with_an_empty_list() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]);
        let mut address = hauptstrasse();
        address["country"] = json!(3);
        client.goes(json!({ "shippingAddress": address }), "addressing");
        assert_eq!(client.look().1[0]["methods"], json!([]), "{release}");
        let (status, refusal) = client.put(json!({ "shipments": [{ "method": 1 }] }));
        let row = &refusal["errors"]["children"]["shipments"]["children"][0]["children"]["method"];
        assert_eq!(
            (status, row),
            (400, &json!({ "errors": ["This value is not valid."] }))
        );
    }
}

#[test]
fn a_shipping_method_is_its_place_in_the_list_up_to_0_14_and_its_id_later() {
    for (release, sent, chosen) in [("0.13", 1, 2), ("0.14", 1, 2), ("0.15", 1, 1), ("0.16", 1, 1)] {
        let mut client = Client::opened(release, &[(1, 1)]).in_addressing();
        let order = client.goes(json!({ "shipments": [{ "method": sent }] }), "shipping");
        assert_eq!(order["shipments"][0]["method"]["id"], chosen, "{release}");
    }
    // An id beyond the list is refused.
    let mut client = Client::opened("0.13", &[(1, 1)]);
    client.goes(json!({ "shippingAddress": hauptstrasse() }), "addressing");
    assert_eq!(client.put(json!({ "shipments": [{ "method": 3 }] })).0, 400);
    client.goes(json!({ "shipments": [{ "method": 0 }] }), "shipping");
}

#[test]
fn a_province_is_its_place_in_the_list_at_0_13_and_its_id_later() {
    for (release, stored) in [("0.13", 2), ("0.15", 1), ("0.16", 1)] {
        let mut client = Client::opened(release, &[(1, 1)]).in_addressing();
        let link = client.whole()["shipping_address"]["_links"]["province"]["href"].clone();
        assert_eq!(link, format!("/api/countries/1/provinces/{stored}"), "{release}");
    }
}

#[test]
fn a_clean_node_is_a_list_up_to_0_15_and_a_map_at_0_16() {
    for release in SINGLE {
        let clean = if release == "0.16" { json!({}) } else { json!([]) };
        let mut client = Client::opened(release, &[(1, 1)]).in_addressing();
        let (_, refusal) = client.put(json!({ "shipments": [{ "method": 99 }] }));
        let row = &refusal["errors"]["children"]["shipments"]["children"][0]["children"]["method"];
        assert_eq!(row["children"][0], clean, "{release}");
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(0);
        let (_, refusal) = client.put(json!({ "paymentMethod": 99 }));
        // Choices of payment are a map by id.
        assert_eq!(
            refusal["errors"]["children"]["paymentMethod"]["children"]["1"],
            clean
        );
    }
}

#[test]
fn the_adjustments_of_the_shipping_answer_are_a_map_and_a_list_on_the_next_read() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 3)]).in_addressing();
        let first = u64::from(release > "0.14");
        let order = client.goes(json!({ "shipments": [{ "method": first }] }), "shipping");
        let keys: Vec<&String> = order["adjustments"].as_object().unwrap().keys().collect();
        assert_eq!(keys, ["0", "2", "3"], "{release}");
        assert!(client.whole()["adjustments"].is_array());
        // Without a promotion nothing is taken away, and a list stays one.
        let mut client = Client::opened(release, &[(1, 1)]).in_addressing();
        let order = client.goes(json!({ "shipments": [{ "method": first }] }), "shipping");
        assert!(order["adjustments"].is_array());
    }
}

#[test]
fn the_words_of_an_adjustment_differ() {
    for release in SINGLE {
        let order = Client::opened(release, &[(1, 1)]).in_addressing().whole();
        let tax = &order["adjustments"][0];
        assert_eq!(tax["description"], "US Sales Tax (5%)");
        let key = if release == "0.16" { "type" } else { "label" };
        assert_eq!(tax[key], "tax", "{release}");
    }
}

#[test]
fn tax_in_the_price_is_neutral() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]);
        let order = client.goes(json!({ "shippingAddress": hauptstrasse() }), "addressing");
        let tax = &order["adjustments"][0];
        assert_eq!((&tax["amount"], &tax["neutral"]), (&json!(798), &json!(true)));
        assert_eq!(
            (&order["adjustments_total"], &order["total"]),
            (&json!(0), &json!(5000))
        );
    }
}

#[test]
fn what_tells_the_releases_apart_is_in_the_order() {
    for release in SINGLE {
        let order = Client::opened(release, &[(1, 1)]).whole();
        let has = |key: &str| order.get(key).is_some();
        let is_old = release <= "0.14";
        assert_eq!(
            (has("channel"), has("user"), has("email")),
            (!is_old, is_old, is_old)
        );
        assert_eq!(has("promotion_coupons"), release == "0.16");
        assert_eq!(
            order["items"][0].get("inventory_units").is_some(),
            release != "0.16"
        );
        assert_eq!(order["comments"], json!([]));
    }
}

#[test]
fn other_urls_are_not_there() {
    let mut client = Client::opened("0.16", &[(1, 1)]);
    for path in [
        "/api/v1/checkouts/1",
        "/api/checkouts/addressing/1",
        "/api/checkouts/1/",
    ] {
        assert_eq!(
            client.send("GET", path, Value::Null),
            phrase(404, "Not Found"),
            "{path}"
        );
    }
}
