//! Rows 43 to 51: completion, what refuses it, and the placed order.

use crate::client::{Client, SPLIT, berlin, both, crash, new_york, paying, phrase, refused, shipping};
use serde_json::{Value, json};

#[test]
fn row_43_completion_before_its_step_breaks() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 1).shipped_by("UPS");
        assert_eq!(client.step("complete", Value::Null), crash());
        assert_eq!(client.state(), "shipping_selected");
    }
}

#[test]
fn row_44_a_disabled_product_refuses_completion_until_it_is_back() {
    let mut client = Client::of("1.7").cart().with("VANISH", 1).paid_by("cod");
    assert!(client.shop.set_sylius_enabled("VANISH", false));
    let text = "This product Vanishing cap has been disabled.";
    let got = client.step("complete", Value::Null);
    assert_eq!(got, refused(&[text], json!({ "notes": {} })));
    assert_eq!(client.state(), "payment_selected");
    client.shop.set_sylius_enabled("VANISH", true);
    client.take("complete", Value::Null);
}

#[test]
fn row_45_stock_that_is_gone_refuses_completion() {
    let mut client = Client::of("1.7").cart().with("LAST", 2).paid_by("cod");
    client.shop.set_stock(7, 0);
    let text = "Last piece does not have sufficient stock.";
    let got = client.step("complete", Value::Null);
    assert_eq!(got, refused(&[text], json!({ "notes": {} })));
}

#[test]
fn all_that_stands_against_completion_is_told_at_once() {
    let mut client = Client::of("1.7")
        .cart()
        .with("VANISH", 1)
        .with("LAST", 2)
        .paid_by("cod");
    client.shop.set_sylius_enabled("VANISH", false);
    client.shop.set_sylius_enabled("cod", false);
    client.shop.set_stock(7, 0);
    let texts = [
        "This payment method Cash on delivery has been disabled. Please reselect your payment method.",
        "This product Vanishing cap has been disabled.",
        "Last piece does not have sufficient stock.",
    ];
    let got = client.step("complete", Value::Null);
    assert_eq!(got, refused(&texts, json!({ "notes": {} })));
}

#[test]
fn a_disabled_shipping_method_channel_or_country_does_not_stop_completion() {
    for code in ["UPS", "WEB-US", "US"] {
        let mut client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
        assert!(client.shop.set_sylius_enabled(code, false));
        client.take("complete", Value::Null);
    }
}

#[test]
fn row_46_a_completed_order_is_numbered() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 1).placed();
        let order = client.order();
        assert_eq!(
            (&order["checkoutState"], &order["state"], &order["number"]),
            (&json!("completed"), &json!("new"), &json!("000000001"))
        );
        assert!(order["checkoutCompletedAt"].as_str().unwrap().ends_with("+00:00"));
        assert_eq!(order["shipments"][0]["state"], "ready");
        assert_eq!(order["payments"][0]["state"], "new");
        assert_eq!(client.shop.sylius_stock(1), Some((10, 1)));
    }
}

#[test]
fn row_47_notes_are_taken_and_never_shown() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).paid_by("cod");
    client.take("complete", json!({ "notes": "Please ring twice" }));
    assert!(!client.order().to_string().contains("ring twice"));
    let mut client = Client::of("1.7").cart().with("MUG", 1).paid_by("cod");
    let got = client.step("complete", json!({ "notes": ["x"] }));
    let told = json!({ "errors": ["This value is not valid."] });
    assert_eq!(got, refused(&[], json!({ "notes": told })));
}

#[test]
fn row_48_a_cart_has_a_shipping_charge_and_no_tax_before_there_is_an_address() {
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    let (_, order) = client.send("GET", "/api/v1/orders/1", Value::Null);
    assert_eq!(
        (&order["total"], &order["adjustmentsTotal"]),
        (&json!(2500), &json!(500))
    );
    assert_eq!(order["payments"][0]["state"], "cart");
    let mut client = Client::of("1.7").cart_in("WEB-EU").with("MUG", 1);
    // Its channel has a zone taxed for where there is no address.
    let order = client.order();
    let tax = &order["items"][0]["units"][0]["adjustments"][0];
    assert_eq!(
        (&tax["amount"], &order["itemsTotal"]),
        (&json!(333), &json!(2000))
    );
}

#[test]
fn row_49_taxes_are_on_the_pieces() {
    let mut client = Client::of("1.7").cart().with("MUG", 2).with("BOOK", 1).placed();
    let (_, order) = client.send("GET", "/api/v1/orders/1", Value::Null);
    assert_eq!(order["total"], 5435);
    let unit = &order["items"][0]["units"][0];
    assert_eq!(unit["adjustments"][0]["type"], "tax");
    assert_eq!(unit["adjustments"][0]["amount"], 100);
    assert_eq!(order["shippingAddress"]["id"], 1);
}

#[test]
fn row_50_a_promotion_is_split_over_the_pieces_and_a_coupon_is_counted() {
    let mut client = Client::of("1.7").cart().with("MUG", 6).addressed();
    let order = client.order();
    let promotion = &order["items"][0]["units"][0]["adjustments"][0];
    assert_eq!(
        (&promotion["type"], &promotion["amount"]),
        (&json!("order_promotion"), &json!(-200))
    );
    // 12000 less a tenth, plus five of a hundred of that, plus 500.
    assert_eq!(order["total"], 11_840);
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    client.send("PATCH", "/api/v1/carts/1", json!({ "promotionCoupon": "TEN" }));
    let mut client = client.placed();
    let order = client.order();
    assert_eq!(
        (&order["total"], &order["promotionCoupon"]["used"]),
        (&json!(2390), &json!(1))
    );
}

#[test]
fn row_51_an_order_is_paid_by_saying_so_and_fulfilled_when_it_is_sent() {
    let mut client = Client::of("1.7").cart().with("MUG", 2).placed();
    let pay = "/api/v1/orders/1/payments/1/complete";
    assert_eq!(client.send("PUT", pay, Value::Null).0, 204);
    assert_eq!(client.order()["payments"][0]["state"], "completed");
    assert_eq!(client.send("PUT", pay, Value::Null), phrase(400, "Bad Request"));
    assert_eq!(client.shop.sylius_stock(1), Some((8, 0)));
    let ship = "/api/v1/orders/1/shipments/1/ship";
    assert_eq!(client.send("PUT", ship, json!({ "tracking": "TRACK-1" })).0, 204);
    assert_eq!(client.order()["state"], "fulfilled");
    assert_eq!(client.send("PUT", ship, Value::Null), crash());
    assert_eq!(
        client.send("PUT", "/api/v1/orders/1/cancel", Value::Null),
        phrase(400, "Bad Request")
    );
}

#[test]
fn a_cancelled_order_gives_back_its_stock_and_its_coupon() {
    let mut client = Client::of("1.7").cart().with("LAST", 3);
    client.send("PATCH", "/api/v1/carts/1", json!({ "promotionCoupon": "TEN" }));
    let mut client = client.placed();
    assert_eq!(client.shop.sylius_stock(7), Some((3, 3)));
    assert_eq!(client.shop.sylius_coupon_uses("TEN"), Some(1));
    assert_eq!(client.send("PUT", "/api/v1/orders/1/cancel", Value::Null).0, 204);
    assert_eq!(client.shop.sylius_stock(7), Some((3, 0)));
    assert_eq!(client.shop.sylius_coupon_uses("TEN"), Some(0));
    let order = client.order();
    assert_eq!(
        (&order["state"], &order["checkoutState"]),
        (&json!("cancelled"), &json!("completed"))
    );
}

#[test]
fn numbers_are_given_in_order_of_completion() {
    let client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
    let first = client.id;
    let mut client = client.cart().with("BOOK", 1).placed();
    assert_eq!(client.order()["number"], "000000001");
    client.id = first;
    client.take("complete", Value::Null);
    assert_eq!(client.order()["number"], "000000002");
}

#[test]
fn completing_twice_breaks_and_changes_nothing() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).placed();
    let before = client.order();
    assert_eq!(client.step("complete", Value::Null), crash());
    assert_eq!(client.order(), before);
}

#[test]
fn tax_goes_by_the_shipping_address_at_1_6_and_by_the_billing_address_later() {
    for (release, total) in [("1.6", 2600), ("1.7", 2500), ("1.9", 2500)] {
        let mut client = Client::of(release).cart().with("MUG", 1);
        client.take("addressing", both(&new_york(), &berlin()));
        assert_eq!(client.order()["total"], total, "{release}");
    }
}

#[test]
fn tax_included_in_a_price_is_shown_and_not_counted() {
    let mut client = Client::of("1.7").cart_in("WEB-EU").with("MUG", 1).with("ODD", 2);
    client.take("addressing", both(&berlin(), &berlin()));
    client.take("select-shipping", shipping("DHL_EU"));
    client.take("select-payment", paying("cod"));
    client.take("complete", Value::Null);
    let order = client.order();
    assert_eq!(
        (&order["itemsTotal"], &order["total"]),
        (&json!(2666), &json!(3566))
    );
    let amounts: Vec<_> = order["items"][1]["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| {
            (
                unit["adjustments"][0]["amount"].clone(),
                unit["adjustmentsTotal"].clone(),
            )
        })
        .collect();
    assert_eq!(amounts, [(json!(56), json!(0)), (json!(55), json!(0))]);
}

#[test]
fn a_discount_is_split_in_proportion_to_the_last_unit_of_money() {
    let mut client = Client::of("1.7").cart().with("ODD", 3).with("UNTAXED", 1);
    client.send("PATCH", "/api/v1/carts/1", json!({ "promotionCoupon": "TEN" }));
    let mut client = client.addressed();
    let order = client.order();
    assert_eq!(
        (&order["items"][0]["total"], &order["items"][1]["total"]),
        (&json!(944), &json!(90))
    );
    assert_eq!(order["total"], 1534);
}
