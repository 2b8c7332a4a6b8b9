//! Row 46, payments and shipments: what administrators may do.

use crate::shop::*;
use serde_json::{Value, json};

fn shipment(client: &mut Client) -> String {
    client.read()["shipments"][0]["number"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn row_46_estimated_rates_have_five_keys_and_are_for_administrators() {
    let mut client = Client::guest().in_delivery();
    let path = format!("/api/shipments/{}/estimated_rates", shipment(&mut client));
    assert_eq!(client.get(&path), unauthorized());
    assert_eq!(
        client.get(&format!("{path}?order_id={}", client.number.clone())),
        unauthorized()
    );
    let mut admin = client.with_key("adminkey");
    let (status, body) = admin.get(&path);
    let rate = json!({ "name": "UPS Ground", "cost": "5.0", "shipping_method_id": 1,
                       "shipping_method_code": "ups_ground", "display_cost": "$5.00" });
    assert_eq!((status, &body["shipping_rates"][0]), (200, &rate));
}

#[test]
fn an_administrator_selects_a_method_and_the_other_rates_are_gone() {
    let mut client = Client::guest().in_delivery();
    let path = format!("/api/shipments/{}/select_shipping_method", shipment(&mut client));
    let mut admin = client.with_key("adminkey");
    assert_eq!(admin.send("PUT", &path, json!({})), missing("shipping_method_id"));
    assert_eq!(
        admin.send("PUT", &path, json!({ "shipping_method_id": 99 })),
        not_found()
    );
    let (status, body) = admin.send("PUT", &path, json!({ "shipping_method_id": 2 }));
    assert_eq!(
        (status, body["shipping_rates"].as_array().unwrap().len()),
        (200, 1)
    );
    assert!(body.get("adjustments").is_none() && body["manifest"][0].get("variant_id").is_none());
    assert_eq!(body["manifest"][0]["variant"]["id"], 2);
    assert_eq!(admin.read()["ship_total"], "12.5");
}

#[test]
fn an_administrator_captures_and_updates_pending_payments_only() {
    let client = Client::guest().completed();
    let id = client.view().payments[0].id;
    let mut admin = client.with_key("adminkey");
    let amount = json!({ "payment": { "amount": "20.00" } });
    assert_eq!(
        admin.order("PUT", &format!("/payments/{id}"), amount.clone()).1["amount"],
        "20.0"
    );
    let (status, payment) = admin.order("PUT", &format!("/payments/{id}/capture"), Value::Null);
    assert_eq!((status, &payment["state"]), (200, &json!("completed")));
    let text = "This payment cannot be updated because it is completed.";
    assert_eq!(
        admin.order("PUT", &format!("/payments/{id}"), amount),
        (403, json!({ "error": text }))
    );
    let errors = json!({ "state": ["cannot transition via \"void\""] });
    let (status, body) = admin.order("PUT", &format!("/payments/{id}/void"), Value::Null);
    assert_eq!((status, &body["errors"]), (422, &errors));
    assert_eq!(admin.read()["payment_total"], "20.0");
}
