//! Rows 1–18: updating a checkout.

use crate::shop::*;
use serde_json::{Value, json};

#[test]
fn row_01_an_update_with_the_token_as_a_parameter_moves_a_cart_to_address() {
    let mut client = Client::guest().in_cart();
    let path = format!("/api/checkouts/{}?order_token={}", client.number, client.token);
    let (status, order) = client.raw("PUT", &path, &[], &Value::Null);
    assert_eq!((status, &order["state"]), (200, &json!("address")));
    let body = json!({ "order_token": client.token, "state": "cart" });
    let path = format!("/api/checkouts/{}", client.number);
    assert_eq!(client.raw("PUT", &path, &[], &body).0, 200);
}

#[test]
fn row_02_an_update_with_the_token_in_the_header_moves_a_cart_to_address() {
    let mut client = Client::guest().in_cart();
    let (status, order) = client.checkout("PUT", "", Value::Null);
    assert_eq!((status, &order["state"]), (200, &json!("address")));
}

#[test]
fn row_03_line_items_in_a_checkout_update_are_ignored() {
    for name in ["line_items", "line_items_attributes"] {
        let mut client = Client::guest().in_cart();
        let items = json!([{ "variant_id": 3, "quantity": 5 }]);
        let order = client.ok(json!({ "order": { name: items } }), "address");
        assert_eq!(order["line_items"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn row_04_an_update_without_a_ship_address_is_refused() {
    let mut client = Client::guest().in_address();
    let got = client.checkout("PATCH", "", json!({ "order": { "email": "a@b.co" } }));
    assert_eq!(
        got,
        not_transitioned(json!({ "base": ["Valid shipping address required"] }))
    );
    assert_eq!(client.read()["email"], "a@b.co", "the attributes stay");
}

#[test]
fn row_05_an_update_with_both_addresses_moves_to_delivery_and_echoes_them() {
    let mut client = Client::guest().in_address();
    let mut ship = address();
    ship["email"] = json!("ship@example.com");
    ship["vat_id"] = json!("AB123");
    ship["reverse_charge_status"] = json!("enabled");
    let attributes = json!({ "bill_address_attributes": address(), "ship_address_attributes": ship });
    let order = client.ok(json!({ "order": attributes }), "delivery");
    assert_eq!(order["bill_address"]["name"], "Jane Doe");
    assert_eq!(order["ship_address"]["email"], "ship@example.com");
    assert_eq!(order["ship_address"]["vat_id"], "AB123");
    assert_eq!(order["ship_address"]["reverse_charge_status"], "enabled");
    assert_ne!(order["ship_address"]["id"], order["bill_address"]["id"]);
}

#[test]
fn row_06_an_address_no_method_ships_to_is_refused() {
    let mut client = Client::guest().in_address();
    let mut ship = address();
    (ship["country_id"], ship["state_id"]) = (json!(2), Value::Null);
    let got = client.checkout(
        "PATCH",
        "",
        json!({ "order": { "ship_address_attributes": ship } }),
    );
    let text = "We are unable to calculate shipping rates for the selected items.";
    assert_eq!(got, not_transitioned(json!({ "base": [text] })));
    let order = client.read();
    assert_eq!(
        (&order["state"], &order["shipments"]),
        (&json!("address"), &json!([]))
    );
    assert_eq!(order["ship_address"]["country_iso"], "SG", "the attributes stay");
}

#[test]
fn row_07_a_manifest_names_variant_ids() {
    let order = Client::guest().in_delivery().read();
    let manifest = &order["shipments"][0]["manifest"][0];
    assert_eq!(
        manifest,
        &json!({ "variant_id": 2, "quantity": 1, "states": { "on_hand": 1 } })
    );
}

#[test]
fn row_08_a_rate_is_chosen_by_an_object_with_index_keys() {
    let mut client = Client::guest().in_delivery();
    let shipment = client.read()["shipments"][0].clone();
    let dear = &shipment["shipping_rates"][1];
    let choice = json!({ "0": { "id": shipment["id"], "selected_shipping_rate_id": dear["id"] } });
    let order = client.ok(json!({ "order": { "shipments_attributes": choice } }), "payment");
    assert_eq!(order["shipments"][0]["selected_shipping_rate"]["id"], dear["id"]);
    assert_eq!(order["ship_total"], "12.5");
}

#[test]
fn row_09_a_payment_without_a_source_gets_the_total() {
    let mut client = Client::guest().in_payment();
    let order = client.ok(
        json!({ "order": { "payments_attributes": [{ "payment_method_id": 2 }] } }),
        "confirm",
    );
    assert_eq!(order["payments"][0]["amount"], order["total"]);
    assert_eq!(order["payments"][0]["source"], Value::Null);
}

#[test]
fn row_10_a_method_not_for_users_is_not_found_and_makes_no_payment() {
    let mut client = Client::demo().in_payment();
    let got = client.checkout(
        "PATCH",
        "",
        json!({ "order": { "payments_attributes": [{ "payment_method_id": 5 }] } }),
    );
    assert_eq!(got, not_found());
    assert_eq!(client.read()["payments"], json!([]));
}

#[test]
fn row_11_a_missing_source_is_refused() {
    let mut client = Client::guest().in_payment();
    for payment in [
        json!({ "payment_method_id": 1 }),
        json!({ "payment_method_id": 1, "source_attributes": {} }),
    ] {
        let got = client.checkout(
            "PATCH",
            "",
            json!({ "order": { "payments_attributes": [payment] } }),
        );
        assert_eq!(got, invalid(json!({ "payments.source": ["can't be blank"] })));
    }
    assert_eq!(client.state(), "payment");
}

#[test]
fn row_12_a_payment_without_or_with_an_amount_gets_the_order_total() {
    for amount in [Value::Null, json!("1.00")] {
        let mut client = Client::guest().in_payment();
        let mut payment = pay(&card(GOOD));
        payment["amount"] = amount;
        let order = client.ok(
            json!({ "order": { "payments_attributes": [payment] } }),
            "confirm",
        );
        assert_eq!(order["payments"][0]["amount"], "25.99");
    }
}

#[test]
fn row_13_a_source_with_a_name_only_has_four_messages() {
    let mut client = Client::guest().in_payment();
    let payment = pay(&json!({ "name": "Jane Doe" }));
    let got = client.checkout(
        "PATCH",
        "",
        json!({ "order": { "payments_attributes": [payment] } }),
    );
    let messages = [
        "Month is not a number",
        "Year is not a number",
        "Card Number can't be blank",
        "Verification Value can't be blank",
    ];
    assert_eq!(got, invalid(json!({ "payments.Credit Card": messages })));
}

#[test]
fn row_14_a_saved_card_pays() {
    let mut client = Client::demo().with_key("custkey").in_payment();
    let source = json!({ "wallet_payment_source_id": "1", "verification_value": "456" });
    let order = client.ok(
        json!({ "order": { "payments_attributes": [pay(&source)] } }),
        "confirm",
    );
    let live: Vec<_> = order["payments"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|payment| payment["state"] == "checkout")
        .collect();
    assert_eq!(live.len(), 1);
    assert_eq!(live[0]["source"]["last_digits"], "1111");
    assert_eq!(live[0]["amount"], order["total"]);
    assert_eq!(client.complete().0, 200);
}

#[test]
fn row_15_an_address_sent_in_payment_is_ignored_and_the_state_moves() {
    let mut client = Client::guest().in_payment();
    let order = client.ok(
        json!({ "order": { "ship_address_attributes": { "zipcode": "99999" } } }),
        "confirm",
    );
    assert_eq!(order["ship_address"]["zipcode"], "10001");
}

#[test]
fn row_16_a_completed_order_cannot_be_updated() {
    let mut client = Client::guest().completed();
    assert_eq!(
        client.checkout("PUT", "", json!({ "order": { "email": "x@y.zz" } })),
        unauthorized()
    );
}

#[test]
fn row_17_special_instructions_are_taken_in_delivery() {
    let mut client = Client::guest().in_delivery();
    let order = client.ok(
        json!({ "order": { "special_instructions": "Don't drop it" } }),
        "payment",
    );
    assert_eq!(order["special_instructions"], "Don't drop it");
}

#[test]
fn row_18_an_email_is_taken_in_cart() {
    let mut client = Client::guest().create(Value::Null);
    client.add(2, 1);
    let order = client.ok(
        json!({ "order": { "email": "guest@spreecommerce.com" } }),
        "address",
    );
    assert_eq!(order["email"], "guest@spreecommerce.com");
}

#[test]
fn short_names_are_ignored_by_checkouts() {
    let mut client = Client::guest().in_address();
    let got = client.checkout("PATCH", "", json!({ "order": { "ship_address": address() } }));
    assert_eq!(
        got,
        not_transitioned(json!({ "base": ["Valid shipping address required"] }))
    );
}

#[test]
fn a_flat_body_is_ignored_by_checkouts() {
    let mut client = Client::guest().in_cart();
    let order = client.ok(json!({ "email": "other@example.com" }), "address");
    assert_eq!(order["email"], "guest@example.com");
}

#[test]
fn delivery_and_payment_need_an_order_key_and_the_others_do_not() {
    for body in [
        Value::Null,
        json!({}),
        json!({ "order": {} }),
        json!({ "order": null }),
    ] {
        assert_eq!(
            Client::guest().in_delivery().checkout("PATCH", "", body.clone()),
            missing("order")
        );
        assert_eq!(
            Client::guest().in_payment().checkout("PATCH", "", body),
            missing("order")
        );
    }
    assert_eq!(
        Client::guest()
            .in_cart()
            .checkout("PATCH", "", json!({ "order": {} }))
            .0,
        200
    );
    assert_eq!(
        Client::guest()
            .in_cart()
            .checkout("PATCH", "", json!({ "order": null })),
        crash()
    );
    assert_eq!(
        Client::guest()
            .in_cart()
            .checkout("PATCH", "", json!({ "order": "x" })),
        crash()
    );
    let got = Client::guest().in_confirm().checkout("PATCH", "", Value::Null);
    assert_eq!(
        got,
        not_transitioned(json!({ "state": ["cannot transition via \"next\""] }))
    );
}

#[test]
fn the_state_parameter_goes_back_and_an_unknown_one_is_refused() {
    let mut client = Client::guest().in_confirm();
    let mut moved = address();
    moved["city"] = json!("Albany");
    let order = client.ok(
        json!({ "state": "address", "order": { "ship_address_attributes": moved } }),
        "delivery",
    );
    assert_eq!(order["ship_address"]["city"], "Albany");
    let got = client.checkout(
        "PATCH",
        "",
        json!({ "state": "nowhere", "order": { "email": "a@b.co" } }),
    );
    assert_eq!(
        (got.0, &got.1["errors"]),
        (422, &json!({ "state": ["is invalid"] }))
    );
    assert_eq!(client.state(), "delivery");
}

#[test]
fn a_form_body_is_read_like_json() {
    let mut client = Client::guest().in_address();
    let form = "order[use_billing]=1&order[bill_address_attributes][name]=Jane+Doe\
                &order[bill_address_attributes][address1]=1%20Main%20St&order[bill_address_attributes][city]=NY\
                &order[bill_address_attributes][zipcode]=10001&order[bill_address_attributes][phone]=1\
                &order[bill_address_attributes][country_id]=1&order[bill_address_attributes][state_id]=1";
    let mut request = cashwrap_shop::Request::new("PATCH", &format!("/api/checkouts/{}", client.number))
        .header("X-Spree-Order-Token", &client.token)
        .header("Content-Type", "application/x-www-form-urlencoded");
    request.body = form.into();
    let response = cashwrap_shop::answer(&mut client.shop, &request)
        .response()
        .unwrap();
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(client.state(), "delivery");
    assert_eq!(client.read()["ship_address"]["address1"], "1 Main St");
}
