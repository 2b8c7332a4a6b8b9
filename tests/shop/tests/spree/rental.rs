//! The rental shop. No recording of it exists: all of this is inferred from its document.

use crate::client::*;
use cashwrap_shop::Settings;
use serde_json::{Value, json};

fn client(release: &str) -> Client {
    let mut client = Client::of(release);
    let mut settings = Settings::spree(version(release));
    settings.rental = true;
    client.shop.set_settings(settings);
    client
}

fn rented(release: &str) -> Client {
    let order = json!({
        "email": "guest@example.com", "rental_start_date": "2030-02-03", "rental_end_date": "2030-02-06",
        "zipcode": "90025", "line_items": [{ "variant_id": 2, "quantity": 1 }]
    });
    client(release).create(json!({ "order": order }))
}

#[test]
fn an_order_is_created_with_dates_an_area_and_lines_as_an_array() {
    for release in ["2.3.13", "2.4.2", "2.4.10"] {
        let order = rented(release).read();
        assert_eq!(order["rental_start_date"], "2030-02-03T00:00:00.000-08:00");
        assert_eq!(order["rental_end_date"], "2030-02-06T00:00:00.000-08:00");
        assert_eq!(
            (&order["zipcode"], &order["default_credit_card"]),
            (&json!("90025"), &json!({}))
        );
        assert_eq!(order["credit_cards"], json!([]));
        let variant = &order["line_items"][0]["variant"];
        assert_eq!(
            (&variant["is_rentable"], &variant["product_type"]),
            (&json!(true), &json!("Apparel"))
        );
    }
}

#[test]
fn dates_are_updated_as_moments_together_with_lines() {
    let mut client = rented("2.3.13");
    let id = client.read()["line_items"][0]["id"].clone();
    let order = json!({
        "line_items": { "0": { "id": id, "quantity": 2 }, "1": { "variant_id": 3, "quantity": 1 } },
        "rental_end_date": "2030-02-07T21:05:51.309Z"
    });
    let (status, order) = client.order("PUT", "", json!({ "order": order }));
    assert_eq!((status, &order["total_quantity"]), (200, &json!(3)));
    assert_eq!(order["rental_end_date"], "2030-02-07T13:05:51.309-08:00");
    assert_eq!(
        order["rental_start_date"], "2030-02-03T00:00:00.000-08:00",
        "what is not named stays"
    );
}

#[test]
fn wrong_dates_and_areas_are_refused_and_change_nothing() {
    for (key, value, text) in [
        ("rental_start_date", "2015-02-03", "can't be in the past"),
        ("rental_start_date", "soon", "is invalid"),
        ("rental_end_date", "2030-02-02", "must be after the start date"),
        ("zipcode", "00000", "is not serviceable"),
    ] {
        let mut client = rented("2.4.2");
        let before = client.read();
        let got = client.order("PUT", "", json!({ "order": { key: value } }));
        assert_eq!(got, invalid(json!({ key: [text] })));
        assert_eq!(client.read(), before);
        let created = client.bare(
            "POST",
            "/orders",
            &[],
            &json!({ "order": { "zipcode": "00000" } }),
        );
        assert_eq!(created.0, 422);
    }
}

#[test]
fn one_call_leads_from_address_to_confirm_and_the_next_places_the_order() {
    for release in ["2.3.13", "2.4.2", "2.4.10"] {
        let mut client = rented(release);
        client.next();
        let mut body = client.pay(GOOD);
        body["order"]["ship_address_attributes"] = address();
        body["order"]["use_shipping"] = json!("1");
        body["save_user_address"] = json!("1");
        let order = client.advances(body, "confirm");
        assert_eq!(
            (&order["payments"][0]["amount"], &order["total"]),
            (&json!("25.99"), &json!("25.99"))
        );
        assert_eq!(
            order["bill_address"]["address1"],
            order["ship_address"]["address1"]
        );
        assert_eq!(order["credit_cards"][0]["last_digits"], "1111");
        assert_eq!(client.next().1["state"], "complete", "{release}");
        assert_eq!(client.shop.charges().len(), 1);
    }
}

#[test]
fn addresses_alone_lead_past_delivery() {
    let mut client = rented("2.4.2");
    client.next();
    let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
    let order = client.advances(json!({ "order": both }), "payment");
    assert_eq!(
        (&order["ship_total"], &order["payments"]),
        (&json!("5.0"), &json!([]))
    );
}

#[test]
fn a_bad_card_leaves_the_order_in_address() {
    let mut client = rented("2.4.2");
    client.next();
    let mut body = client.pay("");
    body["order"]["ship_address_attributes"] = address();
    body["order"]["bill_address_attributes"] = address();
    let (status, _) = client.checkout("PUT", "", body);
    assert_eq!(status, 422);
    let order = client.read();
    assert_eq!(
        (&order["state"], &order["ship_address"]),
        (&json!("address"), &Value::Null)
    );
}

#[test]
fn other_shops_know_nothing_of_it() {
    let mut plain = Client::of("2.4.2").create(json!({ "order": { "zipcode": "00000" } }));
    assert!(plain.read().get("rental_start_date").is_none());
}
