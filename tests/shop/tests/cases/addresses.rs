//! Row 43: addresses of an order, and how addresses are checked and merged.

use crate::shop::*;
use serde_json::{Value, json};

#[test]
fn row_43_an_update_gives_a_new_id_and_keeps_what_is_not_sent() {
    let mut client = Client::guest().in_delivery();
    let old = client.read()["bill_address"]["id"].clone();
    let path = format!("/addresses/{old}");
    assert_eq!(client.order("GET", &path, Value::Null).0, 200);
    let (status, body) = client.order(
        "PUT",
        &path,
        json!({ "address": { "address1": "123 Test Lane" } }),
    );
    assert_eq!((status, &body["address1"]), (200, &json!("123 Test Lane")));
    assert_eq!(body["city"], "New York");
    assert_ne!(body["id"], old);
    let order = client.read();
    assert_eq!(
        order["bill_address"]["id"], body["id"],
        "of one row for both, only billing changes"
    );
    assert_eq!(order["ship_address"]["id"], old);
    assert_eq!(order["state"], "delivery");
    let (_, back) = client.order(
        "PUT",
        &format!("/addresses/{}", body["id"]),
        json!({ "address": address() }),
    );
    assert_eq!(back["id"], old, "equal values share a row");
}

#[test]
fn row_43_an_invalid_update_is_refused_without_a_prefix() {
    let mut client = Client::guest().in_delivery();
    let path = format!("/addresses/{}", client.read()["ship_address"]["id"]);
    let got = client.order("PUT", &path, json!({ "address": { "address1": "" } }));
    assert_eq!(got, invalid(json!({ "address1": ["can't be blank"] })));
    assert_eq!(client.order("PUT", &path, json!({})), missing("address"));
}

#[test]
fn row_43_an_address_of_no_side_of_the_order_is_refused() {
    let mut client = Client::guest().in_delivery();
    for id in ["99", "x"] {
        let path = format!("/addresses/{id}");
        assert_eq!(client.order("GET", &path, Value::Null), unauthorized());
        assert_eq!(
            client.order("PUT", &path, json!({ "address": { "city": "x" } })),
            unauthorized()
        );
    }
}

#[test]
fn an_empty_address_has_a_message_for_every_field() {
    let mut client = Client::guest().in_address();
    let attributes = json!({ "ship_address_attributes": { "country_iso": "US", "name": "" } });
    let blank = json!(["can't be blank"]);
    let errors = json!({
        "ship_address.address1": blank, "ship_address.city": blank, "ship_address.name": blank,
        "ship_address.zipcode": blank, "ship_address.phone": blank, "ship_address.state": blank
    });
    assert_eq!(
        client.checkout("PATCH", "", json!({ "order": attributes })),
        invalid(errors)
    );
}

#[test]
fn the_phone_and_the_state_may_be_optional() {
    let mut client = Client::guest().in_address();
    client.shop.set_settings(cashwrap_shop::Settings {
        address_requires_phone: false,
        address_requires_state: false,
        ..Default::default()
    });
    let mut bare = address();
    (bare["phone"], bare["state_id"]) = (Value::Null, Value::Null);
    client.ok(
        json!({ "order": { "ship_address_attributes": bare } }),
        "delivery",
    );
}

#[test]
fn countries_and_states_are_matched() {
    let cases = [
        (json!({ "country_iso": "XX" }), not_found()),
        (
            json!({ "country_id": 99 }),
            invalid(json!({ "ship_address.country": ["must exist"] })),
        ),
        (
            json!({ "state_id": 3 }),
            invalid(json!({ "ship_address.state": ["does not match the country"] })),
        ),
        (
            json!({ "state_id": null }),
            invalid(json!({ "ship_address.state": ["can't be blank"] })),
        ),
        (json!({ "country": { "id": 1 } }), crash()),
        (json!({ "state": { "id": 1 } }), crash()),
        (json!({ "reverse_charge_status": "maybe" }), crash()),
    ];
    for (change, wanted) in cases {
        let mut client = Client::guest().in_address();
        let mut sent = address();
        sent.as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        let got = client.checkout(
            "PATCH",
            "",
            json!({ "order": { "ship_address_attributes": sent } }),
        );
        assert_eq!(got, wanted, "{change}");
        assert_eq!(client.read()["ship_address"], Value::Null);
    }
}

#[test]
fn a_state_in_words_becomes_the_state_of_that_name() {
    for (name, id, text) in [
        ("alabama", json!(2), "AL"),
        ("ny", json!(1), "NY"),
        ("Ontario", Value::Null, "Ontario"),
    ] {
        let mut client = Client::guest().in_address();
        let mut sent = address();
        (sent["state_id"], sent["state_name"]) = (Value::Null, json!(name));
        let order = client.ok(
            json!({ "order": { "ship_address_attributes": sent } }),
            "delivery",
        );
        assert_eq!(
            (
                &order["ship_address"]["state_id"],
                &order["ship_address"]["state_text"]
            ),
            (&id, &json!(text))
        );
    }
}

#[test]
fn an_update_merges_and_a_stale_state_survives_a_change_of_country() {
    let mut client = Client::demo().in_delivery();
    let change = json!({ "ship_address_attributes": { "country_iso": "DE" } });
    let (status, order) = client.order("PUT", "", json!({ "order": change }));
    assert_eq!(status, 200);
    assert_eq!(order["ship_address"]["country_id"], 3);
    assert_eq!(
        (&order["ship_address"]["state_id"], &order["ship_address"]["city"]),
        (&json!(1), &json!("New York"))
    );
}

#[test]
fn use_billing_counts_only_when_it_is_true() {
    for (flag, copied) in [
        (json!(true), true),
        (json!("true"), true),
        (json!("1"), true),
        (json!(1), false),
    ] {
        let mut client = Client::guest().in_cart();
        let attributes = json!({ "use_billing": flag, "bill_address_attributes": address() });
        let (_, order) = client.order("PUT", "", json!({ "order": attributes }));
        assert_eq!(!order["ship_address"].is_null(), copied, "{flag}");
    }
}

#[test]
fn an_address_of_a_completed_order_can_be_read_and_not_changed() {
    let mut client = Client::guest().completed();
    let path = format!("/addresses/{}", client.read()["ship_address"]["id"]);
    assert_eq!(client.order("GET", &path, Value::Null).0, 200);
    assert_eq!(
        client.order("PUT", &path, json!({ "address": { "city": "x" } })),
        unauthorized()
    );
}
