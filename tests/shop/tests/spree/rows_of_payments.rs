//! Rows 14 to 19, and the payments of the last row.

use crate::client::*;
use serde_json::{Value, json};

#[test]
fn row_14_a_payment_method_alone_leads_to_confirm_up_to_2_4() {
    let body = json!({ "order": { "payments_attributes": [{ "payment_method_id": "1" }] } });
    for release in RELEASES {
        let mut client = Client::of(release).in_payment();
        if client.is_modern() {
            let blank = invalid(json!({ "payments.source": ["can't be blank"] }));
            assert_eq!(client.checkout("PUT", "", body.clone()), blank);
            continue;
        }
        let order = client.advances(body.clone(), "confirm");
        let payment = &order["payments"][0];
        assert_eq!(
            (&payment["payment_method"]["name"], &payment["amount"]),
            (&json!("Credit Card"), &order["total"])
        );
    }
}

#[test]
fn row_15_the_source_is_inside_the_order_at_2_1_and_2_2() {
    for release in ["2.1.12", "2.2.14"] {
        let mut client = Client::of(release).in_payment();
        let body = client.pay(GOOD);
        let order = client.advances(body, "confirm");
        assert_eq!(order["payments"][0]["amount"], order["total"]);
        client.advances(Value::Null, "complete");
    }
}

#[test]
fn row_16_a_card_has_a_name_from_2_2_on() {
    let named =
        json!({ "number": GOOD, "month": "12", "year": "2030", "verification_value": "1", "name": "J D" });
    let order =
        json!({ "payments_attributes": { "payment_method_id": "1" }, "payment_source": { "1": named } });
    Client::of("2.2.14")
        .in_payment()
        .advances(json!({ "order": order }), "confirm");
    let got = Client::of("2.1.12")
        .in_payment()
        .checkout("PUT", "", json!({ "order": order }));
    assert_eq!(got, (422, json!({ "exception": "unknown attribute: name" })));
}

#[test]
fn row_17_a_card_with_nothing_but_a_name_is_told_what_is_missing() {
    let texts = [
        "Month is not a number",
        "Year is not a number",
        "Number can't be blank",
        "Verification Value can't be blank",
    ];
    for release in ["2.3.13", "2.4.2", "2.4.10", "3.7", "4.4"] {
        let mut client = Client::of(release).in_payment();
        let body = json!({
            "order": { "payments_attributes": [{ "payment_method_id": "1" }] }, "payment_source": { "1": { "name": "x" } }
        });
        let got = client.checkout("PUT", "", body);
        assert_eq!(
            got,
            invalid(json!({ "payments.Credit Card": texts })),
            "{release}"
        );
        assert_eq!(client.read()["payments"], json!([]));
    }
}

#[test]
fn row_18_a_source_may_be_nested_in_its_payment() {
    for release in ["2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).in_payment();
        let payment = json!({ "payment_method_id": 1, "source_attributes": card(client.version, GOOD) });
        let order = client.advances(
            json!({ "order": { "payments_attributes": [payment] } }),
            "confirm",
        );
        assert_eq!(order["payments"][0]["amount"], order["total"]);
        assert_eq!(order["payments"][0]["source"]["last_digits"], "1111");
    }
}

#[test]
fn row_19_a_customer_pays_with_an_existing_card() {
    for release in ["2.3.13", "2.4.10", "3.7", "4.4"] {
        let mut client = Client::of(release).with_key("custkey").completed();
        let first = client.read()["payments"][0]["source"]["id"].clone();
        for id in [first.clone(), json!(first.to_string())] {
            client = client.in_payment();
            let order = client
                .checkout("PUT", "", json!({ "order": { "existing_card": id } }))
                .1;
            let last = order["payments"].as_array().unwrap().last().unwrap();
            assert_eq!(
                (&last["source"]["id"], &last["amount"]),
                (&first, &order["total"]),
                "{release}"
            );
        }
        let mut guest = Client { key: None, ..client }.in_payment();
        let got = guest.checkout("PUT", "", json!({ "order": { "existing_card": first } }));
        assert_eq!(got, invalid(json!({ "base": ["Invalid credit card."] })));
    }
}

#[test]
fn row_41_a_payment_is_created_at_its_own_endpoint() {
    for release in ["2.2.14", "2.3.13", "2.4.2", "2.4.10", "3.7", "4.4"] {
        let mut client = Client::of(release).in_payment();
        let source = card(client.version, GOOD);
        let payment = json!({ "payment_method_id": 1, "amount": "5", "source_attributes": source });
        let (status, body) = client.order("POST", "/payments", json!({ "payment": payment }));
        assert_eq!(
            (status, &body["amount"], &body["state"]),
            (201, &json!("5.0"), &json!("checkout"))
        );
        assert_eq!(body.get("number").is_some(), client.is_modern(), "{release}");
        let name = body.get("number").unwrap_or(&body["id"]).clone();
        let name = name.as_str().map_or_else(|| name.to_string(), str::to_owned);
        assert_eq!(
            client.order("GET", &format!("/payments/{name}"), Value::Null).0,
            200
        );
        let (_, list) = client.order("GET", "/payments", Value::Null);
        assert_eq!((&list["count"], &list["pages"]), (&json!(1), &json!(1)));
        let by_guest = client.order("PUT", &format!("/payments/{name}/capture"), Value::Null);
        assert_eq!(by_guest, unauthorized());
    }
}

#[test]
fn row_42_a_payment_that_is_done_cannot_be_changed() {
    let mut client = Client::of("2.4.10").in_payment();
    let source = json!({ "3": card(client.version, GOOD) });
    let order = json!({ "payments_attributes": [{ "payment_method_id": "3" }] });
    let order = client.advances(json!({ "order": order, "payment_source": source }), "complete");
    client.key = Some("adminkey");
    let path = format!("/payments/{}", order["payments"][0]["id"]);
    let got = client.order("PUT", &path, json!({ "payment": { "amount": "1" } }));
    let text = "This payment cannot be updated because it is completed.";
    assert_eq!(got, (403, json!({ "error": text })));
}

#[test]
fn row_43_a_decline_is_told_by_next_and_by_put_only_from_2_4_3_on() {
    let refusal = not_transitioned(json!({ "base": ["Bogus Gateway: Forced failure"] }));
    for release in RELEASES {
        for by_next in [true, false] {
            let mut client = Client::of(release).in_payment();
            let body = client.pay(DECLINED);
            client.advances(body, "confirm");
            let got = if by_next {
                client.next()
            } else {
                client.checkout("PUT", "", Value::Null)
            };
            if by_next || client.version >= version("2.4.10") {
                assert_eq!(got, refusal, "{release}");
            } else {
                assert_eq!((got.0, &got.1["state"]), (200, &json!("confirm")), "{release}");
            }
            assert_eq!(client.read()["payments"][0]["state"], "failed");
            let mut again = client.pay(GOOD);
            again["state"] = json!("payment");
            client.advances(again, "confirm");
            client.advances(Value::Null, "complete");
            assert_eq!(client.shop.charges().len(), 1);
        }
    }
}
