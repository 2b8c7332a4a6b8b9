//! Rows 1 to 13 and 20 to 26: what a PUT of a checkout does.

use crate::client::*;
use serde_json::{Value, json};

#[test]
fn row_01_a_checkout_is_created_without_parameters() {
    for release in ["1.3.5", "2.0.3", "2.1.12", "2.2.14"] {
        let mut client = Client::of(release);
        let (status, order) = client.bare("POST", "/checkouts", &[], &Value::Null);
        assert_eq!(status, 201, "{release}");
        assert!(order["number"].as_str().unwrap().starts_with('R'));
        assert!(order["user_id"].is_null() && order["email"].is_null());
    }
    for release in ["2.3.13", "4.4"] {
        let got = Client::of(release).bare("POST", "/checkouts", &[], &Value::Null);
        assert_eq!(got.0, 404, "{release} has no such route");
    }
}

#[test]
fn row_02_a_cart_without_an_email_is_refused_by_1_3() {
    let mut client = Client::of("1.3.5").create(Value::Null);
    client.add(2, 1);
    let (status, body) = client.checkout("PUT", "", Value::Null);
    assert_eq!(status, 422);
    assert!(
        body["error"]
            .as_str()
            .unwrap()
            .contains("could not be transitioned")
    );
}

#[test]
fn row_03_a_cart_without_an_email_stays_a_cart_at_2_0_and_nobody_is_told() {
    let mut client = Client::of("2.0.3").create(Value::Null);
    client.add(2, 1);
    let path = format!("/checkouts/{}", client.number);
    let (status, order) = client.bare("PUT", &path, &[], &Value::Null);
    assert_eq!((status, &order["state"]), (200, &json!("cart")));
    assert!(order.get("errors").is_none());
}

#[test]
fn row_04_a_put_moves_a_cart_to_address() {
    for release in ["2.0.3"].iter().chain(&RELEASES) {
        Client::of(release).in_address();
    }
}

#[test]
fn row_05_a_put_without_a_token_is_not_authorized() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let path = format!("/checkouts/{}", client.number);
        let got = client.bare("PUT", &path, &[], &Value::Null);
        assert_eq!(got, unauthorized(), "{release}");
    }
}

#[test]
fn row_06_a_missing_bill_address_is_refused_by_2_0_alone() {
    let ship = json!({ "order": { "ship_address_attributes": address() } });
    let mut client = Client::of("2.0.3").in_address();
    let (status, body) = client.checkout("PUT", "", ship.clone());
    assert_eq!(status, 422);
    assert_eq!(
        body["errors"]["bill_address.firstname"],
        json!(["can't be blank"])
    );
    for release in RELEASES {
        let order = Client::of(release)
            .in_address()
            .advances(ship.clone(), "delivery");
        assert!(order["bill_address"].is_null(), "{release}");
    }
}

#[test]
fn row_07_reading_a_checkout_is_redirected_by_2_1_and_2_2() {
    for release in ["2.1.12", "2.2.14"] {
        let mut client = Client::of(release).in_cart();
        let (status, body) = client.checkout("GET", "", Value::Null);
        assert_eq!(status, 301);
        let to = format!("/api/orders/{}", client.number);
        assert!(body.as_str().unwrap().contains(&to), "{body}");
    }
    for release in ["2.3.13", "2.4.2", "4.4"] {
        let mut client = Client::of(release).in_cart();
        assert_eq!(client.checkout("GET", "", Value::Null).0, 404, "{release}");
    }
}

#[test]
fn row_08_a_shipping_method_is_chosen_on_the_order_at_1_3() {
    let mut client = Client::of("1.3.5").in_delivery();
    let order = client.advances(json!({ "order": { "shipping_method_id": 2 } }), "payment");
    assert_eq!(order["shipments"][0]["shipping_method"]["name"], "UPS Two Day");
}

#[test]
fn row_09_a_rate_is_chosen_by_its_shipment() {
    for release in RELEASES {
        let mut client = Client::of(release).in_delivery();
        let shipment = client.read()["shipments"][0].clone();
        let rate = &shipment["shipping_rates"][0]["id"];
        let chosen = json!({ "0": { "selected_shipping_rate_id": rate, "id": shipment["id"] } });
        client.advances(json!({ "order": { "shipments_attributes": chosen } }), "payment");
    }
}

#[test]
fn row_10_a_rate_that_is_not_preselected_becomes_selected_and_costs() {
    for release in RELEASES {
        let mut client = Client::of(release).in_delivery();
        let shipment = client.read()["shipments"][0].clone();
        let rate = &shipment["shipping_rates"][1]["id"];
        let chosen =
            json!([{ "id": shipment["id"].to_string(), "selected_shipping_rate_id": rate.to_string() }]);
        let order = client.advances(json!({ "order": { "shipments_attributes": chosen } }), "payment");
        assert_eq!(
            order["shipments"][0]["shipping_rates"][1]["selected"],
            json!(true)
        );
        assert_eq!(order["shipments"][0]["selected_shipping_rate"]["id"], *rate);
        assert_eq!(
            (&order["ship_total"], &order["total"]),
            (&json!("12.5"), &json!("33.49"))
        );
    }
}

#[test]
fn row_11_both_addresses_lead_to_delivery_and_come_back() {
    for release in RELEASES {
        let order = Client::of(release).in_delivery().read();
        for name in ["bill_address", "ship_address"] {
            assert_eq!(order[name]["firstname"], "John", "{release}");
        }
    }
}

#[test]
fn row_12_an_address_nothing_is_shipped_to_is_refused() {
    let mut singapore = address();
    (singapore["country_id"], singapore["state_id"]) = (json!(2), Value::Null);
    singapore["zipcode"] = json!("123456");
    let text = "We are unable to calculate shipping rates for the selected items.";
    for release in RELEASES {
        let mut client = Client::of(release).in_address();
        let both = json!({ "bill_address_attributes": singapore, "ship_address_attributes": singapore });
        let (status, body) = client.checkout("PUT", "", json!({ "order": both }));
        if client.version < version("2.4.10") {
            assert_eq!(
                (status, &body["state"]),
                (200, &json!("address")),
                "{release}: 200 and no reason"
            );
        } else {
            assert_eq!((status, body), not_transitioned(json!({ "base": [text] })));
        }
        assert_eq!(
            client.next(),
            not_transitioned(json!({ "base": [text] })),
            "{release}"
        );
    }
}

#[test]
fn row_13_a_manifest_names_its_variants_by_id_from_2_3_on() {
    for release in RELEASES {
        let order = Client::of(release).in_delivery().read();
        let first = &order["shipments"][0]["manifest"][0];
        if version(release) < version("2.3.13") {
            assert_eq!(first["variant"]["id"], 2, "{release}");
        } else {
            assert_eq!((&first["variant_id"], first.get("variant")), (&json!(2), None));
        }
    }
}

#[test]
fn row_20_a_put_at_confirm_places_the_order() {
    for release in ["2.0.3"].iter().chain(&RELEASES) {
        let client = Client::of(release).completed();
        assert_eq!(client.shop.charges().len(), 1, "{release}");
    }
}

#[test]
fn row_21_a_put_on_a_complete_order_is_answered_with_it_up_to_3_2() {
    for release in ["2.0.3", "2.1.12", "2.2.14", "2.3.13", "2.4.2", "2.4.10"] {
        let mut client = Client::of(release).completed();
        // 2.3.13 wants an `order` only in `payment`.
        let (status, order) = client.checkout("PUT", "", Value::Null);
        assert_eq!(
            (status, order["number"].as_str()),
            (200, Some(client.number.as_str()))
        );
        assert_eq!(order["state"], "complete", "{release}");
    }
}

#[test]
fn row_22_a_put_on_a_complete_order_is_not_authorized_from_3_3_on() {
    for release in ["3.7", "4.4"] {
        let mut client = Client::of(release).completed();
        assert_eq!(client.checkout("PUT", "", Value::Null), unauthorized());
        assert_eq!(client.next(), unauthorized());
        assert_eq!(client.read()["state"], "complete", "reading goes on");
    }
}

#[test]
fn row_23_a_state_that_is_asked_for_leads_back() {
    for release in RELEASES {
        let mut client = Client::of(release).in_confirm();
        let order = client.advances(
            json!({ "state": "delivery", "order": { "email": "a@b.co" } }),
            "payment",
        );
        assert_eq!(
            order["payments"][0]["amount"], "25.99",
            "{release}: the payment stays"
        );
    }
}

#[test]
fn row_24_special_instructions_come_back() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let order = client.advances(
            json!({ "order": { "special_instructions": "Ring twice" } }),
            "address",
        );
        assert_eq!(order["special_instructions"], "Ring twice");
    }
}

#[test]
fn row_25_an_email_comes_back() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let order = client.advances(json!({ "order": { "email": "new@example.com" } }), "address");
        assert_eq!(order["email"], "new@example.com");
    }
}

#[test]
fn row_26_the_order_token_is_read_from_header_query_and_body() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let (number, token) = (client.number.clone(), client.token.clone());
        let path = format!("/checkouts/{number}");
        let header = [("X-Spree-Order-Token", token.as_str())];
        assert_eq!(
            client.bare("PUT", &path, &header, &Value::Null).1["state"],
            "address"
        );
        let query = format!("{path}?order_token={token}&state=cart");
        assert_eq!(
            client.bare("PUT", &query, &[], &Value::Null).1["state"],
            "address"
        );
        let body = json!({ "order_token": token, "state": "cart" });
        assert_eq!(client.bare("PUT", &path, &[], &body).1["state"], "address");
    }
}
