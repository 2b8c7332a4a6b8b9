//! Traps of coupons: attached without effect, counted without discount.

use crate::client::{Client, paying};
use serde_json::{Value, json};

fn attach(client: &mut Client, code: Value) {
    let path = format!("/api/v1/carts/{}", client.id);
    let got = client.send("PATCH", &path, json!({ "promotionCoupon": code }));
    assert_eq!(got, (204, Value::Null));
}

fn coupon_of(order: &Value) -> Option<&str> {
    order.get("promotionCoupon")?.get("code")?.as_str()
}

#[test]
fn a_coupon_counts_only_from_the_next_recalculation_on() {
    let mut client = Client::of("1.7").cart().with("MUG", 2);
    attach(&mut client, json!("TEN"));
    let order = client.order();
    assert_eq!((coupon_of(&order), &order["total"]), (Some("TEN"), &json!(4500)));
    client.add("BOOK", 1);
    assert_eq!(client.order()["total"], 4730);
    attach(&mut client, Value::Null);
    let order = client.order();
    // It is gone, and its discount stays.
    assert_eq!((coupon_of(&order), &order["total"]), (None, &json!(4730)));
}

#[test]
fn codes_that_give_nothing_are_attached_and_shown() {
    for code in ["EXPIRED", "MAXED", "OLDPROMO", "MIN1000", "EUONLY"] {
        let mut client = Client::of("1.7").cart().with("MUG", 1);
        attach(&mut client, json!(code));
        let mut client = client.addressed();
        let order = client.order();
        assert_eq!((coupon_of(&order), &order["total"]), (Some(code), &json!(2600)));
    }
}

#[test]
fn an_unknown_code_clears_the_coupon_without_a_word() {
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    for code in ["NOPE", "ten", ""] {
        attach(&mut client, json!("TEN"));
        attach(&mut client, json!(code));
        assert_eq!(coupon_of(&client.order()), None, "{code}");
    }
    let got = client.send("PATCH", "/api/v1/carts/1", json!({ "promotionCoupon": ["TEN"] }));
    assert_eq!(got.0, 400);
}

#[test]
fn a_patch_without_a_code_keeps_it_and_a_put_clears_it() {
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    attach(&mut client, json!("FIVEOFF"));
    client.send("PATCH", "/api/v1/carts/1", json!({}));
    assert_eq!(coupon_of(&client.order()), Some("FIVEOFF"));
    client.send("PUT", "/api/v1/carts/1", json!({}));
    assert_eq!(coupon_of(&client.order()), None);
}

#[test]
fn a_code_attached_last_gives_nothing_and_is_counted_as_used() {
    for code in ["TEN", "EXPIRED"] {
        let mut client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
        attach(&mut client, json!(code));
        client.take("complete", Value::Null);
        let order = client.order();
        assert_eq!(
            (&order["total"], &order["promotionCoupon"]["used"]),
            (&json!(1235), &json!(1))
        );
    }
}

#[test]
fn two_carts_that_reckoned_with_a_coupon_of_one_use_both_keep_it() {
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    attach(&mut client, json!("ONCE"));
    let client = client.paid_by("cod");
    let mut client = client.cart().with("MUG", 1);
    attach(&mut client, json!("ONCE"));
    let mut client = client.paid_by("cod");
    for id in [1, 2] {
        client.id = id;
        client.take("complete", Value::Null);
        assert_eq!(client.order()["total"], 2390);
    }
    assert_eq!(client.shop.sylius_coupon_uses("ONCE"), Some(2));
}

#[test]
fn a_discount_to_nothing_is_paid_by_no_payment() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).paid_by("cod");
    attach(&mut client, json!("GRATIS"));
    client.take("select-payment", paying("cod"));
    let order = client.order();
    assert_eq!(
        (&order["total"], &order["payments"], &order["checkoutState"]),
        (&json!(0), &json!([]), &json!("payment_selected"))
    );
    client.take("complete", Value::Null);
}

#[test]
fn a_coupon_that_ends_meanwhile_counts_until_the_next_recalculation() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1);
    attach(&mut client, json!("TEN"));
    let mut client = client.paid_by("cod");
    assert_eq!(client.order()["total"], 1162);
    client.shop.set_coupon_expired("TEN", true);
    assert_eq!(client.order()["total"], 1162);
    client.take("select-payment", paying("cod"));
    assert_eq!(client.order()["total"], 1235);
}

#[test]
fn free_shipping_is_a_discount_of_the_order() {
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    attach(&mut client, json!("FREESHIP"));
    let mut client = client.addressed();
    let order = client.order();
    assert_eq!(order["adjustments"][1]["type"], "order_shipping_promotion");
    assert_eq!(
        (&order["adjustmentsTotal"], &order["total"]),
        (&json!(0), &json!(2100))
    );
}
