//! What a completed order allows: from the notes on the recordings.

use crate::client::*;
use serde_json::{Value, json};

#[test]
fn next_on_a_complete_order_is_refused_and_advance_is_not() {
    for release in ["2.1.12", "2.2.14", "2.3.13", "2.4.2", "2.4.10"] {
        let mut client = Client::of(release).completed();
        let refusal = not_transitioned(json!({ "state": ["cannot transition via \"next\""] }));
        assert_eq!(client.next(), refusal, "{release}");
        assert_eq!(
            client.checkout("PUT", "/advance", Value::Null).0,
            200,
            "{release}"
        );
    }
    for release in ["3.7", "4.4"] {
        let mut client = Client::of(release).completed();
        assert_eq!(client.checkout("PUT", "/advance", Value::Null), unauthorized());
        client.key = Some("adminkey");
        assert_eq!(client.checkout("PUT", "", Value::Null).0, 200);
        assert_eq!(client.next().0, 422);
        assert_eq!(
            client.checkout("PUT", "/advance", Value::Null).0,
            200,
            "{release}"
        );
    }
}

#[test]
fn a_guest_may_add_a_payment_to_a_complete_order_everywhere() {
    for release in ["2.2.14", "2.3.13", "2.4.2", "2.4.10", "3.7", "4.4"] {
        let mut client = Client::of(release).completed();
        let payment = json!({ "payment_method_id": 2, "amount": "5" });
        assert_eq!(
            client.order("POST", "/payments", json!({ "payment": payment })).0,
            201,
            "{release}"
        );
    }
}

#[test]
fn a_guest_may_empty_a_complete_order_up_to_3_2() {
    for release in ["2.2.14", "2.3.13", "2.4.2", "2.4.10"] {
        let mut client = Client::of(release).completed();
        client.order("PUT", "/empty", Value::Null);
        let order = client.read();
        assert_eq!(
            (&order["total"], &order["payment_state"]),
            (&json!("0.0"), &json!("paid")),
            "{release}"
        );
    }
    for (release, status) in [("3.7", 500), ("4.4", 204)] {
        let mut client = Client::of(release).completed();
        assert_eq!(client.order("PUT", "/empty", Value::Null), unauthorized());
        client.key = Some("adminkey");
        assert_eq!(client.order("PUT", "/empty", Value::Null).0, status, "{release}");
        assert_eq!(client.read()["total"], "25.99");
    }
}

#[test]
fn cancelling_is_for_owners_and_leaves_the_payment_pending() {
    for release in ["2.3.13", "2.4.2", "2.4.10", "3.7", "4.4"] {
        let mut guest = Client::of(release).completed();
        assert_eq!(
            guest.order("PUT", "/cancel", Value::Null),
            unauthorized(),
            "{release}"
        );
        let mut owner = Client::of(release).with_key("custkey").completed();
        if owner.is_modern() {
            assert_eq!(owner.order("PUT", "/cancel", Value::Null), unauthorized());
            owner.key = Some("adminkey");
        }
        let (status, order) = owner.order("PUT", "/cancel", Value::Null);
        assert_eq!((status, &order["state"]), (200, &json!("canceled")), "{release}");
        assert_eq!(
            (&order["payment_state"], &order["payments"][0]["state"]),
            (&json!("void"), &json!("pending"))
        );
        assert_eq!(owner.shop.stock(2), Some(10), "the stock is back");
        let mut cart = Client::of(release).with_key("custkey").in_cart();
        assert_eq!(
            cart.order("PUT", "/cancel", Value::Null).0,
            if cart.is_modern() { 500 } else { 422 }
        );
    }
}

#[test]
fn a_guest_may_hand_an_order_over_from_3_7_on() {
    for release in ["2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).in_cart();
        let order = client.advances(json!({ "order": { "user_id": 2 } }), "address");
        let expected = if client.is_modern() { json!(2) } else { Value::Null };
        assert_eq!(order["user_id"], expected, "{release}");
    }
}

#[test]
fn an_answer_the_client_has_already_is_not_sent_again() {
    let mut client = Client::of("2.4.2");
    let request = cashwrap_shop::Request::new("GET", "/api/countries");
    let first = cashwrap_shop::answer(&mut client.shop, &request)
        .response()
        .unwrap();
    let (_, tag) = first.headers.iter().find(|(name, _)| name == "ETag").unwrap();
    let again = cashwrap_shop::answer(&mut client.shop, &request.header("If-None-Match", tag));
    let again = again.response().unwrap();
    assert_eq!((again.status, again.body.len()), (304, 0));
}
