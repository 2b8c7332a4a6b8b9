//! Rows 39–41: payments.

use crate::shop::*;
use serde_json::{Value, json};

fn payment(body: Value) -> Value {
    json!({ "payment": body })
}

#[test]
fn row_39_a_payment_needs_an_allowed_method_and_its_source() {
    let mut client = Client::demo().in_payment();
    let forbidden = payment(json!({ "payment_method_id": 5, "amount": 1 }));
    assert_eq!(client.order("POST", "/payments", forbidden), not_found());
    let bare = payment(json!({ "payment_method_id": 1, "amount": "25.99" }));
    assert_eq!(
        client.order("POST", "/payments", bare),
        invalid(json!({ "source": ["can't be blank"] }))
    );
    let mut whole = pay(&card(GOOD));
    whole["amount"] = json!("25.99");
    let (status, body) = client.order("POST", "/payments", payment(whole));
    assert_eq!(
        (status, &body["amount"], &body["state"]),
        (201, &json!("25.99"), &json!("checkout"))
    );
    assert!(body.get("source").is_none());
}

#[test]
fn row_40_a_customer_cannot_update_authorize_capture_or_void() {
    let mut client = Client::guest().completed();
    let id = client.view().payments[0].id;
    let amount = payment(json!({ "amount": "1.00" }));
    assert_eq!(
        client.order("PUT", &format!("/payments/{id}"), amount),
        unauthorized()
    );
    for action in ["authorize", "capture", "purchase", "void"] {
        assert_eq!(
            client.order("PUT", &format!("/payments/{id}/{action}"), Value::Null),
            unauthorized()
        );
    }
    let nowhere = (404, json!({ "status": 404, "error": "Not Found" }));
    assert_eq!(
        client.order("PUT", &format!("/payments/{id}/credit"), Value::Null),
        nowhere
    );
}

#[test]
fn row_41_payments_are_listed_with_the_order_token_whatever_the_key() {
    let mut client = Client::guest().with_key("custkey").in_confirm();
    let (number, token) = (client.number.clone(), client.token.clone());
    let path = format!("/api/orders/{number}/payments?order_token={token}");
    let (status, page) = client.raw(
        "GET",
        &path,
        &[("Authorization", "Bearer otherkey")],
        &Value::Null,
    );
    assert_eq!((status, &page["count"]), (200, &json!(1)));
    let id = &page["payments"][0]["id"];
    assert_eq!(
        client.order("GET", &format!("/payments/{id}"), Value::Null).0,
        200
    );
    assert_eq!(client.order("GET", "/payments/99", Value::Null), not_found());
}

#[test]
fn payments_have_their_own_messages() {
    let mut client = Client::guest().in_payment();
    assert_eq!(client.order("POST", "/payments", json!({})), missing("payment"));
    let none = payment(json!({ "amount": 1 }));
    assert_eq!(
        client.order("POST", "/payments", none),
        invalid(json!({ "payment_method": ["can't be blank"] }))
    );
    let unknown = payment(json!({ "payment_method_id": 99 }));
    assert_eq!(client.order("POST", "/payments", unknown), not_found());
    let word = payment(json!({ "payment_method_id": 2, "amount": "much" }));
    assert_eq!(
        client.order("POST", "/payments", word),
        invalid(json!({ "amount": ["is not a number"] }))
    );
    let bad = payment(pay(
        &json!({ "name": "x", "month": "12", "year": "2030", "number": "1" }),
    ));
    let messages = json!({ "Credit Card": ["Verification Value can't be blank"] });
    assert_eq!(client.order("POST", "/payments", bad), invalid(messages));
}

#[test]
fn amounts_are_cleaned_and_rounded_and_never_compared_with_the_total() {
    let cases = [
        (json!("1,234.56"), "1234.56"),
        (json!("-5"), "-5.0"),
        (json!(10.005), "10.01"),
        (json!("0"), "0.0"),
    ];
    for (sent, kept) in cases {
        let mut client = Client::guest().in_payment();
        let body = payment(json!({ "payment_method_id": 2, "amount": sent }));
        let (status, made) = client.order("POST", "/payments", body);
        assert_eq!((status, &made["amount"]), (201, &json!(kept)));
    }
}

#[test]
fn a_new_payment_makes_the_old_one_invalid() {
    let mut client = Client::guest().in_payment();
    client.order(
        "POST",
        "/payments",
        payment(json!({ "payment_method_id": 2, "amount": "25.99" })),
    );
    client.order("POST", "/payments", payment(pay(&card(GOOD))));
    let states: Vec<_> = client
        .view()
        .payments
        .iter()
        .map(|payment| payment.state.clone())
        .collect();
    assert_eq!(states, ["invalid", "checkout"]);
}

#[test]
fn a_payment_after_completion_is_accepted_and_not_processed() {
    let mut client = Client::guest().completed();
    let body = payment(json!({ "payment_method_id": 2, "amount": "1.00" }));
    assert_eq!(client.order("POST", "/payments", body).0, 201);
    assert_eq!(client.shop.charges().len(), 1);
    assert_eq!(client.view().payments[1].state, "checkout");
}

#[test]
fn payments_of_an_unknown_order_are_refused_and_not_unknown() {
    let mut client = Client::guest().with_key("custkey");
    client.number = "R000".into();
    assert_eq!(client.order("GET", "/payments", Value::Null), unauthorized());
}

#[test]
fn inputs_a_card_or_a_check_has_no_place_for_crash() {
    let mut client = Client::guest().in_payment();
    let check = json!({ "payment_method_id": 2, "source_attributes": { "number": "1" } });
    let named = json!({ "payment_method_id": 1, "source_attributes": { "first_name": "Jane" } });
    let wallet = json!({ "payment_method_id": 1, "source_attributes": { "wallet_payment_source_id": "" } });
    let method = json!({ "payment_method_id": 1, "payment_method": "1" });
    for body in [check, named, wallet, method] {
        assert_eq!(client.order("POST", "/payments", payment(body)), crash());
    }
    let list = json!({ "0": pay(&card(GOOD)) });
    assert_eq!(
        client.checkout("PATCH", "", json!({ "order": { "payments_attributes": list } })),
        crash()
    );
    let foreign = json!({ "payment_method_id": 1, "source_attributes": { "wallet_payment_source_id": "1" } });
    assert_eq!(client.order("POST", "/payments", payment(foreign)), not_found());
}

#[test]
fn a_gateway_without_profiles_forgets_the_number_and_declines_later() {
    let mut client = Client::guest().in_payment();
    let source = json!({ "payment_method_id": 3, "source_attributes": card(GOOD) });
    client.ok(json!({ "order": { "payments_attributes": [source] } }), "confirm");
    let errors = json!({ "base": ["Bogus Gateway: Forced failure - purchase"] });
    assert_eq!(client.complete(), not_transitioned(errors));
    let token = json!({ "gateway_customer_profile_id": "BGS-1", "name": "Jane Doe" });
    let source = json!({ "payment_method_id": 3, "source_attributes": token });
    client.ok(json!({ "order": { "payments_attributes": [source] } }), "confirm");
    let (status, order) = client.complete();
    assert_eq!((status, &order["payment_state"]), (200, &json!("paid")));
    assert_eq!(
        (&order["shipment_state"], &order["payment_total"]),
        (&json!("ready"), &json!("25.99"))
    );
    assert_eq!(order["payments"][1]["state"], "completed");
}

#[test]
fn card_brands_and_expiry_are_read_as_the_server_reads_them() {
    let brands = [
        ("", "visa"),
        ("mastercard", "master"),
        ("amex", "american_express"),
        ("acme", "acme"),
    ];
    for (sent, kept) in brands {
        let mut client = Client::guest().in_payment();
        let source = json!({ "number": "4111 1111 1111 1111", "expiry": "05 / 31", "verification_value": "1",
                             "name": "Jane Doe", "cc_type": sent });
        let order = client.ok(
            json!({ "order": { "payments_attributes": [pay(&source)] } }),
            "confirm",
        );
        let card = &order["credit_cards"][0];
        assert_eq!(
            (&card["cc_type"], &card["last_digits"]),
            (&json!(kept), &json!("1111"))
        );
        assert_eq!((&card["month"], &card["year"]), (&json!("5"), &json!("2031")));
    }
}
