//! What is easy to get wrong.

use crate::client::*;
use serde_json::{Value, json};

#[test]
fn a_refused_put_is_answered_200_without_a_reason_up_to_2_4_2() {
    for release in RELEASES {
        let mut client = Client::of(release).in_payment();
        // 2.3.13 fails on a PUT without an `order` here.
        let (status, body) = client.checkout("PUT", "", json!({ "order": { "email": "a@b.co" } }));
        if client.version < version("2.4.10") {
            assert_eq!((status, &body["state"]), (200, &json!("payment")), "{release}");
        } else {
            assert_eq!(
                (status, body),
                not_transitioned(json!({ "base": ["No payment found"] }))
            );
        }
    }
}

#[test]
fn a_put_without_an_order_in_payment_fails_at_2_3_alone() {
    for release in RELEASES {
        let (status, body) = Client::of(release).in_payment().checkout("PUT", "", Value::Null);
        let failed = body["exception"] == "undefined method `[]' for nil:NilClass";
        assert_eq!(failed, release == "2.3.13", "{release} {status}");
    }
}

#[test]
fn a_refused_coupon_is_an_error_without_an_order_and_the_rest_is_saved() {
    let text = "The coupon code you entered doesn't exist. Please try again.";
    for release in RELEASES {
        let mut client = Client::of(release).in_address();
        let body = json!({ "order": { "coupon_code": "nope", "bill_address_attributes": address() } });
        let (status, body) = client.checkout("PUT", "", body);
        assert_eq!(body, json!({ "error": text }), "{release}");
        assert_eq!(status, if client.is_modern() { 422 } else { 200 }, "{release}");
        let order = client.read();
        assert_eq!(
            (&order["state"], &order["bill_address"]["firstname"]),
            (&json!("address"), &json!("John"))
        );
    }
}

#[test]
fn a_check_places_the_order_at_once_unless_the_shop_wants_a_confirm_step() {
    for release in RELEASES {
        let mut client = Client::of(release).in_payment();
        client.advances(check(), "complete");
        let mut settings = cashwrap_shop::Settings::spree(version(release));
        settings.always_include_confirm_step = true;
        let mut client = Client::of(release);
        client.shop.set_settings(settings);
        let mut client = client.in_payment();
        client.advances(check(), "confirm");
    }
}

#[test]
fn a_source_in_the_wrong_place_is_dropped_silently_up_to_2_4() {
    let text = "Payment could not be processed, please check the details you entered";
    for release in RELEASES {
        let mut client = Client::of(release).in_payment();
        let source = json!({ "1": card(client.version, GOOD) });
        let outside = client.version < version("2.3.13");
        let mut body = json!({ "order": { "payments_attributes": [{ "payment_method_id": "1" }] } });
        if outside {
            body["payment_source"] = source;
        } else {
            body["order"]["payment_source"] = source;
        }
        if client.is_modern() {
            let blank = invalid(json!({ "payments.source": ["can't be blank"] }));
            assert_eq!(client.checkout("PUT", "", body), blank);
            continue;
        }
        client.advances(body, "confirm");
        assert_eq!(
            client.next(),
            not_transitioned(json!({ "base": [text] })),
            "{release}"
        );
    }
}

#[test]
fn a_payment_sent_early_is_worth_nothing_at_2_3_and_too_little_later() {
    for release in ["2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).in_address();
        let body = json!({
            "order": {
                "bill_address_attributes": address(), "ship_address_attributes": address(),
                "payments_attributes": [{ "payment_method_id": "1" }]
            },
            "payment_source": { "1": card(client.version, GOOD) }
        });
        let order = client.advances(body, "delivery");
        let (amount, source) = (&order["payments"][0]["amount"], &order["payments"][0]["source"]);
        if release == "2.3.13" {
            assert_eq!((amount, source), (&json!("0.0"), &Value::Null));
        } else {
            assert_eq!(
                (amount, &source["last_digits"]),
                (&json!("19.99"), &json!("1111"))
            );
        }
    }
}

#[test]
fn a_new_card_at_confirm_without_a_state_places_the_order_from_2_4_on() {
    for release in ["2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).in_confirm();
        let body = client.pay(GOOD);
        let (_, order) = client.checkout("PUT", "", body);
        let last = &order["payments"][1];
        if release == "2.3.13" {
            assert_eq!(
                (&order["state"], &last["amount"]),
                (&json!("confirm"), &json!("0.0"))
            );
        } else {
            assert_eq!(
                (&order["state"], &last["amount"]),
                (&json!("complete"), &json!("25.99"))
            );
        }
        assert_eq!(order["payments"][0]["state"], "invalid");
    }
}

#[test]
fn amounts_never_follow_the_order() {
    for release in RELEASES {
        let mut client = Client::of(release).in_confirm();
        client.add(3, 1);
        let order = client.read();
        assert_eq!(
            (&order["state"], &order["payments"][0]["amount"]),
            (&json!("address"), &json!("25.99"))
        );
    }
}

#[test]
fn a_zero_order_has_no_payment_step_and_is_paid() {
    for release in ["2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).create(json!({ "order": { "email": "a@b.co" } }));
        client.add(4, 1);
        client.next();
        let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
        client.advances(json!({ "order": both }), "delivery");
        client.order("PUT", "/apply_coupon_code", json!({ "coupon_code": "freeship" }));
        let (_, order) = client.next();
        assert_eq!(
            (&order["state"], &order["payment_state"]),
            (&json!("complete"), &json!("paid")),
            "{release}"
        );
        assert!(client.shop.charges().is_empty());
    }
    let mut old = Client::of("2.2.14").create(json!({ "order": { "email": "a@b.co" } }));
    old.add(4, 1);
    old.next();
    let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
    let order = old.advances(json!({ "order": both }), "delivery");
    assert_eq!(order["total"], "0.0", "2.2: shipping is not counted yet");
    assert_eq!(old.next().1["state"], "complete", "2.2: and is never paid");
}

#[test]
fn a_state_that_is_asked_for_is_believed() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let (status, _) = client.checkout("PUT", "", json!({ "state": "complete" }));
        assert_eq!(
            status,
            if client.version < version("2.4.10") {
                200
            } else {
                422
            },
            "{release}"
        );
        let order = client.read();
        assert_eq!(
            (&order["state"], &order["completed_at"]),
            (&json!("complete"), &Value::Null),
            "{release}"
        );
        let unknown = Client::of(release)
            .in_cart()
            .checkout("PUT", "", json!({ "state": "foo" }));
        assert_eq!(unknown, invalid(json!({ "state": ["is invalid"] })));
    }
}

#[test]
fn a_guest_is_never_shown_that_it_may_update() {
    for release in ["2.3.13", "2.4.2"] {
        assert_eq!(
            Client::of(release).in_cart().read()["permissions"]["can_update"],
            false
        );
    }
    for release in ["3.7", "4.4"] {
        let mut client = Client::of(release);
        let (_, created) = client.bare("POST", "/orders", &[], &Value::Null);
        assert_eq!(
            created["permissions"]["can_update"], true,
            "but for the answer to its creation"
        );
        assert_eq!(client.in_cart().read()["permissions"]["can_update"], false);
    }
}

#[test]
fn a_quantity_of_nothing_removes_the_line_and_is_answered_404() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let id = client.read()["line_items"][0]["id"].clone();
        let path = format!("/line_items/{id}");
        let got = client.order("PUT", &path, json!({ "line_item": { "quantity": 0 } }));
        if release == "2.1.12" {
            assert_eq!((got.0, &got.1["quantity"]), (200, &json!(0)));
        } else {
            assert_eq!(got, not_found(), "{release}");
            assert_eq!(client.read()["line_items"], json!([]));
        }
    }
}

#[test]
fn payments_are_deleted_by_any_put_in_payment_at_2_0() {
    let mut client = Client::of("2.0.3").in_payment();
    let payment = json!({ "payment_method_id": 1, "amount": "25.99" });
    assert_eq!(
        client.order("POST", "/payments", json!({ "payment": payment })).0,
        201
    );
    let order = client.advances(Value::Null, "payment");
    assert_eq!(order["payments"], json!([]));
}

#[test]
fn anyone_who_knows_a_number_may_change_an_order_at_2_0() {
    let client = Client::of("2.0.3").in_cart();
    let mut stranger = Client { key: None, ..client };
    stranger.token.clear();
    assert_eq!(stranger.order("GET", "", Value::Null), unauthorized());
    assert_eq!(stranger.checkout("PUT", "", Value::Null).1["state"], "address");
}

#[test]
fn an_answer_of_2_0_shows_the_sums_from_before_the_tax() {
    let mut client = Client::of("2.0.3").in_address();
    let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
    let order = client.advances(json!({ "order": both }), "delivery");
    assert_eq!(order["total"], "24.99");
    assert!(order.get("token").is_none());
    assert_eq!(client.read()["total"], "25.99");
}

#[test]
fn a_1_3_is_told_apart_by_its_routes_and_bodies() {
    let mut client = Client::of("1.3.5").in_delivery();
    let order = client.read();
    assert!(order.get("adjustments").is_none() && order.get("checkout_steps").is_none());
    let methods: Vec<_> = order["shipping_methods"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["name"])
        .collect();
    assert_eq!(methods, ["UPS Ground", "UPS Two Day"]);
    assert!(order["shipments"][0].get("shipping_rates").is_none());
    assert!(order["line_items"][0]["variant"].get("lock_version").is_some());
    assert_eq!(client.next().0, 404);
}

#[test]
fn addresses_share_rows_at_4_x() {
    let mut client = Client::of("4.4").in_delivery();
    let order = client.read();
    assert_eq!(order["bill_address"]["id"], order["ship_address"]["id"]);
    let mut client = Client::of("3.7").in_delivery();
    let order = client.read();
    assert_ne!(order["bill_address"]["id"], order["ship_address"]["id"]);
}

#[test]
fn prices_are_looked_up_again_on_leaving_address_from_3_1_on() {
    for release in RELEASES {
        let mut client = Client::of(release).in_address();
        client.shop.set_price(2, "21.50".parse().unwrap());
        let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
        let order = client.advances(json!({ "order": both }), "delivery");
        let expected = if client.is_modern() { "21.5" } else { "19.99" };
        assert_eq!(order["item_total"], expected, "{release}");
    }
}

#[test]
fn the_rate_of_another_shipment_is_taken_for_none_from_3_x_on() {
    for release in ["2.2.14", "2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).in_delivery();
        let other = client.read()["shipments"][0]["shipping_rates"][1]["id"].clone();
        client = client.in_delivery();
        let shipment = client.read()["shipments"][0]["id"].clone();
        let chosen = |rate: Value| {
            let entry = json!({ "id": shipment, "selected_shipping_rate_id": rate });
            json!({ "order": { "shipments_attributes": { "0": entry } } })
        };
        assert_eq!(
            client.checkout("PUT", "", chosen(json!(99999))),
            not_found(),
            "{release}"
        );
        let got = client.checkout("PUT", "", chosen(other));
        if client.is_modern() {
            assert_eq!((got.0, &got.1["state"]), (200, &json!("payment")), "{release}");
            assert!(got.1["shipments"][0]["selected_shipping_rate"].is_null());
            assert_eq!(got.1["ship_total"], "5.0");
        } else {
            assert_eq!(got, not_found(), "{release}");
        }
    }
}

#[test]
fn an_expiry_is_kept_as_numbers_up_to_2_4() {
    let card = json!({ "number": GOOD, "expiry": "12 / 30", "verification_value": "123", "name": "J D" });
    for release in ["2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).in_payment();
        let body = json!({
            "order": { "payments_attributes": [{ "payment_method_id": "1" }] }, "payment_source": { "1": card }
        });
        let order = client.advances(body, "confirm");
        let source = &order["payments"][0]["source"];
        assert_eq!(
            (&source["month"], &source["year"]),
            (&json!(12), &json!(2030)),
            "{release}"
        );
    }
}
