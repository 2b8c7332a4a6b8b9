//! Traps of one URL: repeats that place, reads that delete, totals that bind nobody.

use crate::client::{Client, SINGLE, crash, hauptstrasse, main_street, phrase, read, request};
use cashwrap_shop::answer;
use serde_json::{Value, json};

#[test]
fn a_payment_sent_twice_places_the_order() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 3)]).in_shipping(0);
        client.goes(json!({ "paymentMethod": 1 }), "payment");
        let order = client.goes(json!({ "paymentMethod": 1 }), "finalize");
        assert_eq!(
            (&order["number"], order["payments"].as_array().unwrap().len()),
            (&json!("000000001"), 1)
        );
    }
}

#[test]
fn in_payment_any_put_places_the_order_whatever_its_body() {
    for body in [
        Value::Null,
        json!({}),
        json!({ "shippingAddress": hauptstrasse() }),
        json!({ "foo": [1] }),
    ] {
        let mut client = Client::opened("0.16", &[(1, 1)]).in_payment(1);
        let order = client.goes(body, "finalize");
        assert_eq!(order["shipping_address"]["city"], "New York");
    }
}

#[test]
fn a_repeated_step_is_refused_by_the_form_of_the_next_one() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_addressing();
        let before = client.whole();
        let (status, refusal) = client.put(json!({ "shippingAddress": main_street() }));
        assert_eq!(status, 400);
        assert_eq!(
            refusal["errors"]["errors"],
            json!(["This form should not contain extra fields."])
        );
        assert!(refusal["errors"]["children"].get("shipments").is_some());
        assert_eq!(client.whole(), before);
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(0);
        let (_, refusal) = client.put(json!({ "shipments": [{ "method": 1 }] }));
        assert!(refusal["errors"]["children"].get("paymentMethod").is_some());
    }
}

#[test]
fn a_head_is_carried_out_as_the_step() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_payment(1);
        let head = |client: &mut Client| {
            let request = request("HEAD", "/api/checkouts/1", client.token, &Value::Null);
            read(&answer(&mut client.shop, &request).response().unwrap())
        };
        assert_eq!(head(&mut client), (200, Value::Null));
        assert_eq!(client.whole()["checkout_state"], "finalize", "{release}");
        let mut client = Client::opened(release, &[(1, 1)]);
        assert_eq!(head(&mut client).0, 400);
    }
}

#[test]
fn following_the_link_of_a_payment_deletes_it_for_ever() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_payment(1);
        let got = client.send("GET", "/api/payments/1", Value::Null);
        assert_eq!(got, (204, Value::Null));
        assert_eq!(client.whole()["payments"], json!([]));
        assert_eq!(client.put(Value::Null), crash());
        assert_eq!(client.put(json!({ "paymentMethod": 1 })), crash());
    }
}

#[test]
fn following_the_link_of_a_payment_method_breaks_the_orders_that_use_it() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_payment(1);
        assert_eq!(client.send("HEAD", "/api/payment-methods/1", Value::Null).0, 204);
        assert_eq!(client.look(), crash());
        assert_eq!(client.send("GET", "/api/orders/1", Value::Null), crash());
        assert_eq!(client.put(Value::Null), crash());
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(0);
        client.send("GET", "/api/payment-methods/2", Value::Null);
        assert_eq!(client.put(json!({ "paymentMethod": 2 })).0, 400);
    }
}

#[test]
fn finalize_prices_every_line_from_the_catalogue() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_payment(1);
        assert_eq!(client.whole()["total"], 9250);
        client.shop.set_price(1, "60".parse().unwrap());
        assert_eq!(client.look().1["total"], 9250);
        let order = client.goes(Value::Null, "finalize");
        assert_eq!(
            (
                &order["items"][0]["unit_price"],
                &order["total"],
                &order["payments"][0]["amount"]
            ),
            (&json!(6000), &json!(10_250), &json!(10_250))
        );
        // The tax stays as it was.
        assert_eq!(order["adjustments"][0]["amount"], 250);
    }
}

#[test]
fn a_fee_is_listed_at_payment_and_counted_at_finalize() {
    for (release, listed, placed) in [
        ("0.13", None, 9250),
        ("0.14", None, 9250),
        ("0.15", Some(500), 9750),
        ("0.16", Some(500), 9750),
    ] {
        let mut client = Client::opened(release, &[(1, 1)]).in_payment(3);
        let order = client.whole();
        assert_eq!(
            order["adjustments"][2].get("amount").and_then(Value::as_i64),
            listed
        );
        assert_eq!(
            (&order["total"], &order["payments"][0]["amount"]),
            (&json!(9250), &json!(9250))
        );
        assert_eq!(client.goes(Value::Null, "finalize")["total"], placed, "{release}");
    }
}

#[test]
fn a_payment_that_is_not_chosen_is_a_key_or_a_crash() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(0);
        let (status, refusal) = client.put(json!({}));
        if release == "0.15" {
            assert_eq!(status, 500);
            continue;
        }
        let told = &refusal["errors"]["children"]["paymentMethod"]["errors"];
        let key = json!(["sylius.checkout.payment_method.not_blank"]);
        assert_eq!((status, told), (400, &key), "{release}");
    }
}

#[test]
fn an_empty_order_is_refused_by_0_16_alone_and_only_at_first() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[]);
        let got = client.put(json!({ "shippingAddress": main_street() }));
        if release == "0.16" {
            // Plain text under the type of JSON.
            assert_eq!(got, (400, json!("Order cannot be empty!")));
            assert_eq!(client.look(), (400, json!("Order cannot be empty!")));
        } else {
            assert_eq!(got.0, 200);
        }
        let mut client = Client::opened(release, &[(1, 1)]).in_addressing();
        client.send("DELETE", "/api/orders/1/items/1", Value::Null);
        assert_eq!(client.whole()["total"], 5250);
        let first = u64::from(release > "0.14");
        let order = client.goes(json!({ "shipments": [{ "method": first }] }), "shipping");
        assert_eq!(
            (&order["items_total"], &order["total"]),
            (&json!(0), &json!(3750))
        );
    }
}

#[test]
fn an_order_of_nobody_is_placed_and_answered_500_by_0_14_alone() {
    for release in SINGLE {
        let mut client = Client::of(release);
        client.id = client.shop.open_sylius_order("", &[(1, 1)]);
        let mut client = client.in_payment(1);
        let status = if release == "0.14" { 500 } else { 200 };
        assert_eq!(client.put(Value::Null).0, status, "{release}");
        assert_eq!(client.whole()["number"], "000000001");
        assert_eq!(client.put(Value::Null), crash());
    }
}

#[test]
fn text_answers_carry_the_type_of_json() {
    let mut client = Client::opened("0.16", &[(1, 1)]);
    let request = request("GET", "/api/checkouts/1", client.token, &Value::Null);
    let response = answer(&mut client.shop, &request).response().unwrap();
    assert_eq!(
        (response.status, response.text()),
        (405, "Method not allowed!".into())
    );
    assert_eq!(response.content_type, "application/json");
    assert!(response.headers.is_empty());
}

#[test]
fn a_user_of_checkouts_alone_can_read_no_order_from_0_14_on() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]);
        client.token = "CheckoutToken";
        let forbidden = phrase(403, "Forbidden");
        let is_free = release == "0.13";
        for path in [
            "/api/orders/1",
            "/api/orders/",
            "/api/checkouts/",
            "/api/orders/1/items/",
        ] {
            let got = client.send("GET", path, Value::Null);
            assert_eq!(got == forbidden, !is_free, "{release}: {path}");
        }
        let mut client = client.in_payment(1);
        client.goes(Value::Null, "finalize");
    }
    let mut client = Client::opened("0.16", &[(1, 1)]);
    client.token = "JohnToken";
    assert_eq!(client.look(), phrase(403, "Forbidden"));
}

#[test]
fn snake_case_keys_are_extra_fields() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]);
        let (status, refusal) = client.put(json!({ "shipping_address": { "first_name": "John" } }));
        let extra = json!(["This form should not contain extra fields."]);
        assert_eq!((status, &refusal["errors"]["errors"]), (400, &extra));
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(0);
        let (status, refusal) = client.put(json!({ "payments": [{ "method": 1 }] }));
        assert_eq!((status, &refusal["errors"]["errors"]), (400, &extra));
    }
}

#[test]
fn a_billing_address_without_the_flag_is_dropped() {
    for release in SINGLE {
        let billing = |flag: Option<Value>| {
            let mut client = Client::opened(release, &[(1, 1)]);
            let mut body = json!({ "shippingAddress": main_street(), "billingAddress": hauptstrasse() });
            if let Some(flag) = flag {
                body["differentBillingAddress"] = flag;
            }
            client.goes(body, "addressing")["billing_address"]["city"].clone()
        };
        assert_eq!(billing(None), "New York");
        assert_eq!(billing(Some(json!(false))), "New York");
        for flag in [
            json!(true),
            json!("false"),
            json!(0),
            json!("0"),
            json!(null),
            json!(""),
        ] {
            assert_eq!(billing(Some(flag.clone())), "Berlin", "{release}: {flag}");
        }
    }
}

#[test]
fn shapes_of_an_address_that_break_the_server() {
    for (key, value) in [
        ("country", json!("01")),
        ("country", json!([1])),
        ("country", json!({ "id": 1 })),
        ("firstName", json!(["a"])),
    ] {
        let mut client = Client::opened("0.16", &[(1, 1)]);
        let mut address = main_street();
        address[key] = value.clone();
        assert_eq!(
            client.put(json!({ "shippingAddress": address })),
            crash(),
            "{key}: {value}"
        );
        // A disabled country with its province.
        let mut address = hauptstrasse();
        (address["country"], address["province"]) = (json!(4), json!(3));
        assert_eq!(client.put(json!({ "shippingAddress": address })), crash());
    }
}
