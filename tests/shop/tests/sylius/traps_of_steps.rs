//! Traps of the split endpoints: skipped steps that stick, late repeats, methods that are swapped.

use crate::client::{Client, SPLIT, both, crash, new_york, paying, phrase, shipping, singapore};
use serde_json::{Value, json};

#[test]
fn a_204_has_no_body_and_no_type() {
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    let request = crate::client::request(
        "PUT",
        "/api/v1/checkouts/addressing/1",
        client.token,
        &both(&new_york(), &new_york()),
    );
    let response = cashwrap_shop::answer(&mut client.shop, &request)
        .response()
        .unwrap();
    assert_eq!((response.status, response.body.len()), (204, 0));
    assert_eq!(response.content_type, "");
}

#[test]
fn both_steps_are_skipped_by_one_put_where_the_channel_says_so() {
    for release in SPLIT {
        let mut client = Client::of(release).cart_in("SKIP").with("MUG", 1).addressed();
        assert_eq!(client.state(), "payment_skipped");
        client.take("complete", Value::Null);
        assert_eq!(client.order()["payments"][0]["method"]["code"], "cod");
        // One method each, but no flags: no step is skipped.
        let mut client = Client::of(release).cart_in("ONE").with("MUG", 1).addressed();
        assert_eq!(client.state(), "addressed");
    }
}

#[test]
fn a_step_without_a_method_is_not_skipped() {
    let mut client = Client::of("1.7").cart_in("SKIP").with("MUG", 1);
    client.take("addressing", both(&singapore(), &singapore()));
    assert_eq!(client.state(), "addressed");
}

#[test]
fn a_skipped_state_sticks_when_something_to_send_is_added() {
    let mut client = Client::of("1.7").cart().with("EBOOK", 1).addressed();
    assert_eq!(client.state(), "shipping_skipped");
    client.add("BOOK", 1);
    assert_eq!(client.state(), "shipping_skipped");
    assert_eq!(client.offers("select-shipping"), phrase(400, "Bad Request"));
    assert_eq!(client.step("select-shipping", shipping("DHL")), crash());
    client.take("select-payment", paying("cod"));
    client.take("complete", Value::Null);
    let order = client.order();
    // Placed with a method that nobody chose.
    assert_eq!(order["shipments"][0]["method"]["code"], "UPS");
    assert_eq!(order["total"], 2180);
}

#[test]
fn a_skipped_payment_sticks_when_something_to_pay_is_added() {
    let mut client = Client::of("1.7").cart().with("EFREE", 1).addressed();
    client.add("EBOOK", 1);
    assert_eq!(client.state(), "payment_skipped");
    assert_eq!(client.offers("select-payment"), phrase(400, "Bad Request"));
    client.take("complete", Value::Null);
    let order = client.order();
    assert_eq!(
        (&order["total"], &order["payments"][0]["amount"]),
        (&json!(945), &json!(945))
    );
}

#[test]
fn addressing_again_after_an_edit_asks_for_the_steps_that_it_needs() {
    let mut client = Client::of("1.7").cart().with("EFREE", 1).addressed();
    client.add("BOOK", 1);
    client.take("addressing", both(&new_york(), &new_york()));
    assert_eq!(client.state(), "addressed");
}

#[test]
fn an_empty_cart_is_numbered_and_fulfilled() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().addressed();
        assert_eq!(client.state(), "payment_skipped");
        client.take("complete", Value::Null);
        let order = client.order();
        assert_eq!(
            (&order["number"], &order["state"]),
            (&json!("000000001"), &json!("fulfilled"))
        );
    }
}

#[test]
fn an_order_that_lost_its_last_line_is_still_placed() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
    client.send("DELETE", "/api/v1/carts/1/items/1", Value::Null);
    client.take("complete", Value::Null);
    assert_eq!(client.order()["items"], json!([]));
}

#[test]
fn a_late_repeat_takes_the_state_back_and_keeps_the_methods() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).shipped_by("DHL");
    client.take("select-payment", paying("bank_transfer"));
    client.take("select-shipping", shipping("DHL"));
    let order = client.order();
    assert_eq!(order["checkoutState"], "shipping_selected");
    assert_eq!(order["payments"][0]["method"]["code"], "bank_transfer");
    assert_eq!(client.step("complete", Value::Null), crash());
    client.take("addressing", both(&new_york(), &new_york()));
    let order = client.order();
    assert_eq!(order["checkoutState"], "addressed");
    assert_eq!(order["shipments"][0]["method"]["code"], "DHL");
    assert_eq!(client.step("complete", Value::Null), crash());
}

#[test]
fn an_address_no_method_goes_to_keeps_the_old_method_and_its_charge() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).addressed();
    client.take("addressing", both(&singapore(), &singapore()));
    let order = client.order();
    assert_eq!(order["shipments"][0]["method"]["code"], "UPS");
    assert_eq!(order["total"], 2500);
    assert_eq!(client.step("select-shipping", shipping("UPS")).0, 400);
    assert_eq!(client.step("complete", Value::Null), crash());
}

#[test]
fn choosing_a_payment_may_swap_the_shipping_method() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
    client.shop.set_sylius_enabled("UPS", false);
    client.take("select-payment", paying("cod"));
    let order = client.order();
    assert_eq!(order["shipments"][0]["method"]["code"], "DHL");
    assert_eq!(order["total"], 1985);
}

#[test]
fn prices_change_at_every_put_and_never_at_a_read_or_at_completion() {
    let mut client = Client::of("1.7").cart().with("ODD", 2).paid_by("cod");
    assert_eq!(client.order()["total"], 1199);
    client.shop.set_price(8, "4.44".parse().unwrap());
    assert_eq!(client.order()["total"], 1199);
    client.take("select-payment", paying("cod"));
    assert_eq!(client.order()["total"], 1432);
    client.shop.set_price(8, "5.55".parse().unwrap());
    client.shop.set_sylius_shipping_price("UPS", 900);
    client.take("complete", Value::Null);
    let order = client.order();
    assert_eq!(
        (&order["total"], &order["payments"][0]["amount"]),
        (&json!(1432), &json!(1432))
    );
}

#[test]
fn prices_in_the_list_are_of_today_and_the_charge_of_the_last_put() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).shipped_by("UPS");
    client.shop.set_sylius_shipping_price("UPS", 900);
    let (_, list) = client.offers("select-shipping");
    assert_eq!(list["shipments"][0]["methods"][0]["price"], 900);
    assert_eq!(client.order()["adjustmentsTotal"], 500);
    client.take("select-payment", paying("cod"));
    assert_eq!(client.order()["adjustmentsTotal"], 900);
}

#[test]
fn every_recalculation_gives_adjustments_new_ids_and_a_read_does_not() {
    let ids = |client: &mut Client| client.order()["adjustments"][0]["id"].clone();
    let mut client = Client::of("1.7").cart().with("BOOK", 1).shipped_by("UPS");
    let first = ids(&mut client);
    client.offers("select-shipping");
    assert_eq!(ids(&mut client), first);
    client.take("select-shipping", shipping("UPS"));
    assert_ne!(ids(&mut client), first);
}

#[test]
fn a_wrong_verb_is_refused_before_anyone_asks_who_calls() {
    let mut client = Client::of("1.7").cart();
    client.token = "nope";
    let request = crate::client::request("PUT", "/api/v1/checkouts/1", client.token, &json!({}));
    let response = cashwrap_shop::answer(&mut client.shop, &request)
        .response()
        .unwrap();
    assert_eq!(response.status, 405);
    assert!(response.headers.contains(&("Allow".into(), "GET".into())));
    assert_eq!(
        client.send("GET", "/api/v1/nope", Value::Null),
        phrase(404, "Not Found")
    );
}

#[test]
fn any_version_is_taken_up_to_1_8() {
    for (release, status) in [("1.6", 200), ("1.7", 200), ("1.9", 404)] {
        let mut client = Client::of(release).cart();
        assert_eq!(client.send("GET", "/api/v2/carts/1", Value::Null).0, status);
    }
}

#[test]
fn the_charge_names_its_shipment_from_1_9_on() {
    for (release, names) in [("1.6", false), ("1.7", false), ("1.9", true)] {
        let mut client = Client::of(release).cart().with("BOOK", 1);
        let (_, order) = client.send("GET", "/api/v1/orders/1", Value::Null);
        assert_eq!(order["adjustments"][0].get("shipment").is_some(), names);
        assert!(client.order()["adjustments"][0].get("shipment").is_none());
    }
}
