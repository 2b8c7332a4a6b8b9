//! Ways to charge nothing, the wrong sum, or twice.

use crate::shop::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

#[test]
fn a_second_complete_is_refused_and_charges_nothing() {
    let mut client = Client::guest().completed();
    assert_eq!(client.complete(), unauthorized());
    assert_eq!(client.read()["state"], "complete");
    assert_eq!(client.shop.charges().len(), 1);
    let mut admin = client.with_key("adminkey");
    let errors = json!({ "state": ["cannot transition via \"complete\""] });
    assert_eq!(admin.complete(), not_transitioned(errors));
}

#[test]
fn a_declined_card_falls_back_to_payment_and_a_direct_complete_fails() {
    let mut client = Client::guest().in_payment();
    client.ok(
        json!({ "order": { "payments_attributes": [pay(&card(DECLINED))] } }),
        "confirm",
    );
    let errors = json!({ "base": ["Bogus Gateway: Forced failure - authorize"] });
    assert_eq!(client.complete(), not_transitioned(errors));
    let order = client.read();
    assert_eq!(
        (&order["state"], &order["payments"][0]["state"]),
        (&json!("payment"), &json!("failed"))
    );
    let errors = json!({ "state": ["cannot transition via \"complete\""] });
    assert_eq!(client.complete(), not_transitioned(errors));
    client.ok(
        json!({ "order": { "payments_attributes": [pay(&card(GOOD))] } }),
        "confirm",
    );
    assert_eq!(client.complete().0, 200);
    assert_eq!(client.shop.charges().len(), 1);
}

#[test]
fn a_declined_card_completes_where_the_shop_allows_it() {
    let mut client = Client::guest().in_payment();
    client
        .shop
        .set_settings(cashwrap_shop::Settings::from_setting_text(
            "requires_authentication=false, allow_checkout_on_gateway_error=true",
        ));
    client.ok(
        json!({ "order": { "payments_attributes": [pay(&card(DECLINED))] } }),
        "confirm",
    );
    let (status, order) = client.complete();
    assert_eq!((status, &order["payment_state"]), (200, &json!("failed")));
}

#[test]
fn a_stale_amount_is_charged_as_it_stands() {
    let mut client = Client::guest().in_confirm();
    client.add(3, 1);
    assert_eq!(client.state(), "address");
    client.checkout("PUT", "/advance", Value::Null);
    let (status, order) = client.complete();
    assert_eq!(
        (status, &order["total"], &order["payment_state"]),
        (200, &json!("33.34"), &json!("balance_due"))
    );
    assert_eq!(client.shop.charges()[0].amount, Decimal::new(2599, 2));
}

#[test]
fn an_order_emptied_at_confirm_completes_for_nothing() {
    let mut client = Client::guest().in_confirm();
    client.order("PUT", "/empty", Value::Null);
    let (status, order) = client.complete();
    assert_eq!(
        (status, &order["total"], &order["shipment_state"]),
        (200, &json!("0.0"), &Value::Null)
    );
    assert!(client.shop.charges().is_empty());
}

#[test]
fn a_returning_customer_gets_a_payment_of_nothing_that_completes() {
    let mut client = Client::demo().with_key("custkey").in_payment();
    let before = client.shop.charges().len();
    let payment = client.read()["payments"][0].clone();
    assert_eq!(
        (&payment["amount"], &payment["state"]),
        (&json!("0.0"), &json!("checkout"))
    );
    assert_eq!(payment["source_type"], "Spree::CreditCard");
    assert_eq!(
        client.checkout("PUT", "/advance", Value::Null).1["state"],
        "confirm"
    );
    assert_eq!(client.complete().1["payment_state"], "balance_due");
    assert_eq!(client.shop.charges()[before].amount, Decimal::ZERO);
}

#[test]
fn a_payment_of_unknown_outcome_lets_the_order_complete_without_a_second_charge() {
    let mut client = Client::guest().in_confirm();
    client.shop.crash_after_charge();
    assert_eq!(client.complete(), crash());
    let order = client.read();
    assert_eq!(
        (&order["state"], &order["payments"][0]["state"]),
        (&json!("confirm"), &json!("processing"))
    );
    assert_eq!(client.complete().0, 200);
    assert_eq!(client.shop.charges().len(), 1);
    assert_eq!(client.view().payments[0].state, "processing");
    assert_eq!(client.view().payments[0].charged, Decimal::new(2599, 2));
}

#[test]
fn a_replayed_addition_doubles_and_a_replayed_next_walks_on() {
    let mut client = Client::guest().in_cart();
    client.add(2, 1);
    assert_eq!(client.view().lines[0].quantity, 2);
    client.order(
        "PUT",
        "",
        json!({ "order": { "ship_address_attributes": address() } }),
    );
    client.next();
    client.next();
    assert_eq!(client.state(), "delivery");
}

#[test]
fn ids_of_shipments_and_rates_die_with_each_return_to_delivery() {
    let mut client = Client::guest().in_delivery();
    let old = client.read()["shipments"][0].clone();
    client.order("PUT", "", json!({ "order": { "special_instructions": "x" } }));
    client.next();
    let new = client.read()["shipments"][0].clone();
    assert_ne!(old["id"], new["id"]);
    let choose = |shipment: &Value, rate: &Value| json!({ "order": { "shipments_attributes": [{ "id": shipment, "selected_shipping_rate_id": rate }] } });
    let rate = &old["shipping_rates"][0]["id"];
    assert_eq!(
        client.checkout("PATCH", "", choose(&old["id"], rate)),
        not_found()
    );
    assert_eq!(client.checkout("PATCH", "", choose(&new["id"], rate)), crash());
    assert_eq!(client.state(), "delivery");
}

#[test]
fn a_variant_taken_out_of_the_catalogue_fails_as_missing_stock() {
    let mut client = Client::guest().in_confirm();
    client.shop.delete_variant(2);
    assert_eq!(client.complete(), no_stock());
    let line = json!({ "line_item": { "variant_id": 2 } });
    assert_eq!(client.order("POST", "/line_items", line), not_found());
}

#[test]
fn a_check_stays_open_and_due() {
    let mut client = Client::guest().in_payment();
    client.ok(
        json!({ "order": { "payments_attributes": [{ "payment_method_id": 2 }] } }),
        "confirm",
    );
    let (_, order) = client.complete();
    assert_eq!(
        (&order["payments"][0]["state"], &order["payment_state"]),
        (&json!("checkout"), &json!("balance_due"))
    );
    assert!(client.shop.charges().is_empty());
}
