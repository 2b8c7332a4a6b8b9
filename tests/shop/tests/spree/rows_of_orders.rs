//! Rows 33 to 40 and the rest of the last row: orders, lines, credentials, coupons, prefixes.

use crate::client::*;
use serde_json::{Value, json};

fn lines(order: &Value) -> Vec<(u64, u64)> {
    let lines = order["line_items"].as_array().unwrap().iter();
    lines
        .map(|line| {
            (
                line["variant_id"].as_u64().unwrap(),
                line["quantity"].as_u64().unwrap(),
            )
        })
        .collect()
}

#[test]
fn row_33_an_order_is_created_with_its_lines_as_a_hash() {
    for release in RELEASES {
        let client = Client::of(release).with_key("custkey");
        let items = json!({ "0": { "variant_id": 2, "quantity": 5 } });
        let mut client = client.create(json!({ "order": { "line_items": items } }));
        let order = client.read();
        assert_eq!(
            (&order["state"], &order["user_id"]),
            (&json!("cart"), &json!(1)),
            "{release}"
        );
        assert_eq!(lines(&order), [(2, 5)]);
        let length = match client.version {
            old if old < version("2.3.13") => 16,
            old if old < version("3.7") => 22,
            _ => 35,
        };
        assert_eq!(client.token.len(), length, "{release}");
    }
}

#[test]
fn row_34_lines_as_an_array_fail_everywhere_but_for_administrators_of_3_1_on() {
    let body = json!({ "order": { "line_items": [{ "variant_id": 2, "quantity": 5 }] } });
    for release in RELEASES {
        let mut client = Client::of(release);
        let (status, answer) = client.bare("POST", "/orders", &[], &body);
        if client.is_modern() {
            assert_eq!(status, 500);
            let by_admin = client.bare("POST", "/orders", &[("X-Spree-Token", "adminkey")], &body);
            assert_eq!(by_admin.0, 201, "{release}");
        } else {
            assert_eq!(status, 422);
            assert!(
                answer["exception"].as_str().unwrap().contains("each_key"),
                "{release}"
            );
        }
    }
}

#[test]
fn row_35_lines_of_an_order_are_updated_by_id_and_added_by_variant() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let id = client.read()["line_items"][0]["id"].clone();
        let items = json!({ "0": { "id": id, "quantity": 10 }, "1": { "variant_id": 3, "quantity": 1 } });
        let (status, order) = client.order("PUT", "", json!({ "order": { "line_items": items } }));
        assert_eq!(status, 200);
        if client.version < version("2.3.13") {
            assert_eq!(
                lines(&order),
                [(2, 10), (3, 1), (3, 1)],
                "{release}: new ones come twice"
            );
        } else {
            assert_eq!(lines(&order), [(2, 10), (3, 1)], "{release}");
        }
    }
}

#[test]
fn row_36_an_address_of_an_order_is_checked() {
    let mut nameless = address();
    nameless["firstname"] = json!("");
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let got = client.order("PUT", "", json!({ "order": { "bill_address": nameless } }));
        assert_eq!(
            got,
            invalid(json!({ "bill_address.firstname": ["can't be blank"] })),
            "{release}"
        );
    }
}

#[test]
fn row_37_patch_is_a_plain_save_at_2_4_and_a_new_start_elsewhere() {
    for release in RELEASES {
        let mut client = Client::of(release).in_delivery();
        let (status, order) = client.order("PATCH", "", json!({ "order": { "email": "new@example.com" } }));
        assert_eq!((status, &order["email"]), (200, &json!("new@example.com")));
        let kept = !matches!(release, "2.3.13" | "3.7" | "4.4");
        assert_eq!(order["state"] == "delivery", kept, "{release}");
        assert_eq!(
            order["ship_total"] == "0.0",
            !kept || release == "2.2.14",
            "{release}"
        );
    }
}

#[test]
fn row_37b_what_else_an_order_can_be_asked() {
    for release in RELEASES {
        let mut client = Client::of(release).create(Value::Null);
        assert_eq!(
            client.read()["checkout_steps"],
            json!(["address", "delivery", "complete"])
        );
        let (status, _) = client.order("PUT", "/empty", Value::Null);
        let expected = if client.version < version("2.4.2") {
            200
        } else {
            204
        };
        assert_eq!(status, expected, "{release}");
        let mut other = client.with_key("otherkey");
        assert_eq!(other.order("GET", "", Value::Null), unauthorized());
        let (status, _) = other.send("GET", "/orders/current", Value::Null);
        assert_eq!(
            status,
            if other.version < version("2.4.2") {
                404
            } else {
                204
            },
            "{release}"
        );
        let forged = json!({ "0": { "variant_id": 2, "quantity": 1, "price": "0.01" } });
        let mut cheap = other.create(json!({ "order": { "line_items": forged } }));
        assert_eq!(cheap.read()["total"], "19.99", "{release}");
    }
}

#[test]
fn row_38_lines_are_added_one_by_one_and_add_up() {
    for release in RELEASES {
        let mut client = Client::of(release).create(Value::Null);
        if client.version >= version("2.2.14") {
            let (_, line) = client.order("POST", "/line_items", json!({ "line_item": { "variant_id": 2 } }));
            assert_eq!(line["quantity"], 1, "{release}");
        } else {
            client.add(2, 1);
        }
        let line = client.add(2, 9);
        assert_eq!(line["quantity"], 10, "{release}");
        assert_eq!(line["variant"]["product_id"], 1);
        let path = format!("/line_items/{}", line["id"]);
        assert_eq!(client.order("DELETE", &path, Value::Null), (204, Value::Null));
        assert_eq!(client.order("DELETE", &path, Value::Null), not_found());
        let path = format!("/orders/{}/line_items", client.number);
        let body = json!({ "line_item": { "variant_id": 2 } });
        assert_eq!(
            client.bare("POST", &path, &[("X-Spree-Token", "otherkey")], &body),
            unauthorized()
        );
        let param = json!({ "line_item": { "variant_id": 2, "quantity": 1 }, "order_token": client.token });
        assert_eq!(
            client.bare("POST", &path, &[], &param).0,
            201,
            "the token as a parameter"
        );
    }
}

#[test]
fn row_38b_a_new_line_throws_the_shipments_away() {
    for release in RELEASES {
        let mut client = Client::of(release).in_delivery();
        client.add(3, 1);
        let order = client.read();
        assert_eq!(
            (&order["state"], &order["shipments"]),
            (&json!("address"), &json!([])),
            "{release}"
        );
        assert_eq!(order["ship_total"], "0.0");
    }
    let mut oldest = Client::of("2.0.3").in_delivery();
    oldest.add(3, 1);
    let order = oldest.read();
    assert_eq!(
        (&order["state"], order["shipments"].as_array().unwrap().len()),
        (&json!("delivery"), 1)
    );
}

#[test]
fn row_39_credentials_are_refused_in_these_words() {
    for release in ["2.2.14", "2.3.13", "2.4.2", "3.7", "4.4"] {
        let mut client = Client::of(release).in_cart();
        client.shop.set_guests(false);
        let path = format!("/orders/{}", client.number);
        let nothing = client.bare("GET", &path, &[], &Value::Null);
        assert_eq!(nothing, (401, json!({ "error": "You must specify an API key." })));
        let fake = client.bare("GET", &path, &[("X-Spree-Token", "fake_key")], &Value::Null);
        assert_eq!(
            fake,
            (401, json!({ "error": "Invalid API key (fake_key) specified." }))
        );
        let wrong = client.bare("GET", &path, &[("X-Spree-Order-Token", "wrong")], &Value::Null);
        assert_eq!(wrong, unauthorized());
        let nobody = client.bare(
            "GET",
            "/orders/R0",
            &[("X-Spree-Order-Token", "wrong")],
            &Value::Null,
        );
        assert_eq!(nobody, unauthorized(), "never 404");
        let token = client.token.clone();
        let header = [("X-Spree-Order-Token", token.as_str())];
        assert_eq!(
            client.bare("GET", "/countries", &header, &Value::Null),
            unauthorized()
        );
        let named = format!("/countries?order_number={}", client.number);
        assert_eq!(
            client.bare("GET", &named, &header, &Value::Null).0,
            200,
            "{release}"
        );
        assert_eq!(client.bare("GET", "/countries", &[], &Value::Null).0, 200);
        let both = [
            ("X-Spree-Order-Token", token.as_str()),
            ("X-Spree-Token", "fake_key"),
        ];
        assert_eq!(
            client.bare("GET", &path, &both, &Value::Null).0,
            200,
            "the token comes first"
        );
    }
}

#[test]
fn row_40_coupons_are_applied_and_refused() {
    for release in RELEASES {
        let mut client = Client::of(release).in_cart();
        let (status, body) = client.order("PUT", "/apply_coupon_code", json!({ "coupon_code": "10off" }));
        assert_eq!((status, &body["successful"]), (200, &json!(true)), "{release}");
        assert_eq!(
            body["success"],
            "The coupon code was successfully applied to your order."
        );
        let has_code = client.version >= version("2.4.2");
        assert_eq!(body.get("status_code").is_some(), has_code);
        assert_eq!(client.read()["total"], "9.99");
        let (status, body) = client.order("PUT", "/apply_coupon_code", json!({ "coupon_code": "expired" }));
        assert_eq!(
            (status, &body["error"]),
            (422, &json!("The coupon code is expired"))
        );
        if has_code {
            assert_eq!(body["status_code"], "coupon_code_expired");
        }
        let again = client.order("PUT", "/apply_coupon_code", json!({ "coupon_code": "10off" }));
        assert_eq!(again.0, if release == "2.1.12" { 200 } else { 422 });
    }
}

#[test]
fn row_44_a_coupon_is_taken_back_from_3_6_on() {
    for release in ["3.7", "4.4"] {
        let mut client = Client::of(release).in_cart();
        client.order("PUT", "/apply_coupon_code", json!({ "coupon_code": "10off" }));
        let (status, body) = client.order("PUT", "/remove_coupon_code", json!({ "coupon_code": "zzz" }));
        assert_eq!(
            (status, &body["status_code"]),
            (404, &json!("coupon_code_not_found"))
        );
        let (status, body) = client.order("PUT", "/remove_coupon_code", json!({ "coupon_code": "10off" }));
        assert_eq!(
            (status, &body["status_code"]),
            (200, &json!("adjustments_deleted"))
        );
        assert_eq!(client.read()["total"], "19.99");
    }
    let mut client = Client::of("2.4.10").in_cart();
    let got = client.order("PUT", "/remove_coupon_code", json!({ "coupon_code": "10off" }));
    assert_eq!(got.0, 404);
}

#[test]
fn row_45_the_prefix_tells_old_from_new() {
    for release in ["2.2.14", "2.3.13", "2.4.2"] {
        let mut client = Client::of(release);
        assert_eq!(client.raw("GET", "/api/countries", &[], &Value::Null).0, 200);
        assert_eq!(client.raw("GET", "/api/v1/countries", &[], &Value::Null).0, 404);
    }
    let mut client = Client::of("3.7");
    let (status, body) = client.raw("GET", "/api/countries?page=1", &[], &Value::Null);
    assert_eq!(status, 301);
    assert!(body.as_str().unwrap().contains("/api/v1/countries.json?page=1"));
    assert_eq!(client.raw("POST", "/api/orders", &[], &Value::Null).0, 301);
    assert_eq!(
        client.raw("GET", "/api/v1/countries.json", &[], &Value::Null).0,
        200
    );
    assert_eq!(client.raw("GET", "/api/v1/nope", &[], &Value::Null).0, 301);
    assert_eq!(client.raw("GET", "/api/404", &[], &Value::Null), not_found());
    let mut client = Client::of("4.4");
    assert_eq!(client.raw("GET", "/api/countries", &[], &Value::Null).0, 404);
    assert_eq!(client.raw("GET", "/api/v1/countries", &[], &Value::Null).0, 200);
}
