//! Rows 27 to 32: `next` and `advance`.

use crate::client::*;
use serde_json::{Value, json};

#[test]
fn row_27_next_needs_line_items() {
    let text = "There are no items for this order. Please add an item to the order to continue.";
    for release in RELEASES {
        let mut client = Client::of(release).create(Value::Null);
        assert_eq!(
            client.next(),
            not_transitioned(json!({ "base": [text] })),
            "{release}"
        );
    }
}

#[test]
fn row_28_next_moves_a_cart_to_address() {
    for release in ["2.0.3"].iter().chain(&RELEASES) {
        let (status, order) = Client::of(release).in_cart().next();
        assert_eq!((status, &order["state"]), (200, &json!("address")));
    }
}

#[test]
fn row_29_leaving_address_needs_an_email() {
    for release in RELEASES {
        let mut client = Client::of(release).create(Value::Null);
        client.add(2, 1);
        client.next();
        let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
        client.checkout("PUT", "", json!({ "order": both }));
        let (status, body) = client.next();
        assert_eq!(status, 422, "{release}");
        if release == "2.1.12" {
            assert!(
                body["exception"]
                    .as_str()
                    .unwrap()
                    .contains("delegated to shipment.currency")
            );
        } else {
            let blank = not_transitioned(json!({ "email": ["can't be blank"] }));
            assert_eq!((status, body), blank, "{release}");
        }
        assert_eq!(client.state(), "address");
    }
}

#[test]
fn row_30_next_in_payment_needs_a_payment() {
    for release in RELEASES {
        let mut client = Client::of(release).in_payment();
        let text = if client.version < version("2.3.13") {
            "No pending payments"
        } else {
            "No payment found"
        };
        assert_eq!(
            client.next(),
            not_transitioned(json!({ "base": [text] })),
            "{release}"
        );
    }
}

#[test]
fn row_31_a_line_nobody_can_supply_stops_every_call_from_3_5_on() {
    for release in ["3.7", "4.4"] {
        let mut client = Client::of(release).in_delivery();
        client.shop.set_stock(2, 0);
        let refusal = (
            422,
            json!({ "error": "An item in your cart has become unavailable." }),
        );
        for rest in ["", "/next", "/advance"] {
            assert_eq!(
                client.checkout("PUT", rest, Value::Null),
                refusal,
                "{release}{rest}"
            );
        }
        assert_eq!(client.state(), "delivery");
    }
}

#[test]
fn row_31b_a_line_nobody_can_supply_is_nothing_a_failure_or_a_late_surprise_before() {
    let mut oldest = Client::of("2.0.3").in_delivery();
    oldest.shop.set_stock(2, 0);
    assert_eq!(oldest.next(), (204, json!(" ")));
    assert_eq!(oldest.state(), "delivery", "204: nothing happened");

    let mut client = Client::of("2.1.12").in_delivery();
    client.shop.set_stock(2, 0);
    assert_eq!(client.next().0, 500);
    assert_eq!(client.state(), "payment", "500: it happened");

    for release in ["2.3.13", "2.4.2"] {
        let mut client = Client::of(release).in_confirm();
        client.shop.set_stock(2, 0);
        let (status, order) = client.checkout("PUT", "", Value::Null);
        assert_eq!(
            (status, &order["state"]),
            (200, &json!("confirm")),
            "{release}: the answer is behind"
        );
        let order = client.read();
        assert_eq!(
            (&order["state"], &order["payments"][0]["state"]),
            (&json!("address"), &json!("pending"))
        );
        assert_eq!(client.shop.charges().len(), 1, "the money is held all the same");
    }

    let mut late = Client::of("2.4.10").in_confirm();
    late.shop.set_stock(2, 0);
    assert_eq!(late.checkout("PUT", "", Value::Null), not_transitioned(json!({})));

    let mut stuck = Client::of("2.2.14").in_confirm();
    stuck.shop.set_stock(2, 0);
    let text = "Validation failed: Count on hand must be greater than or equal to 0";
    assert_eq!(stuck.next(), (422, json!({ "exception": text })));
    let order = stuck.read();
    assert_eq!(
        (&order["state"], &order["completed_at"]),
        (&json!("complete"), &Value::Null)
    );
}

#[test]
fn row_32_advance_goes_on_until_it_stops_and_never_says_why() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let (status, order) = client.checkout("PUT", "/advance", Value::Null);
        assert_eq!((status, &order["state"]), (200, &json!("address")), "{release}");
        let mut client = Client::of(release).in_payment();
        let body = client.pay(GOOD);
        client.advances(body, "confirm");
        let (_, order) = client.checkout("PUT", "/advance", Value::Null);
        assert_eq!(order["state"], "complete", "{release}: advance places orders");
    }
    let mut oldest = Client::of("2.0.3").in_cart();
    assert_eq!(
        oldest.checkout("PUT", "/advance", Value::Null),
        (404, Value::Null)
    );
}
