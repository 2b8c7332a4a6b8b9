//! Calls at the same moment: what they did to real servers.

use crate::client::{Client, both, new_york, paying, read, request, shipping};
use cashwrap_shop::{answer_since, answer_together};
use serde_json::{Value, json};

impl Client {
    /// Sends these at once.
    fn at_once(&mut self, calls: &[(&str, &str, Value)]) -> Vec<u16> {
        let requests: Vec<_> = calls
            .iter()
            .map(|(method, path, body)| request(method, path, self.token, body))
            .collect();
        let answers = answer_together(&mut self.shop, &requests);
        answers
            .into_iter()
            .map(|answer| read(&answer.response().unwrap()).0)
            .collect()
    }
}

#[test]
fn two_completions_of_one_order_both_succeed_hold_the_stock_twice_and_burn_a_number() {
    for release in crate::client::SPLIT {
        let mut client = Client::of(release).cart().with("BULK", 1);
        client.send("PATCH", "/api/v1/carts/1", json!({ "promotionCoupon": "TEN" }));
        let mut client = client.paid_by("cod");
        let call = ("PUT", "/api/v1/checkouts/complete/1", Value::Null);
        assert_eq!(client.at_once(&[call.clone(), call]), [204, 204]);
        let order = client.order();
        assert_eq!(
            (&order["number"], &order["state"]),
            (&json!("000000002"), &json!("new"))
        );
        assert_eq!(client.shop.sylius_stock(12), Some((5000, 2)));
        assert_eq!(client.shop.sylius_coupon_uses("TEN"), Some(2));
        assert_eq!(order["payments"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_call_does_not_see_what_was_written_since_it_began() {
    let mut client = Client::of("1.7").cart().with("BULK", 1).paid_by("cod");
    let complete = request("PUT", "/api/v1/checkouts/complete/1", client.token, &Value::Null);
    let before = client.shop.moment();
    client.take("complete", Value::Null);
    let late = answer_since(&mut client.shop, before, &complete);
    assert_eq!(late.response().unwrap().status, 204);
    assert_eq!(client.order()["number"], "000000002");
    let after = client.shop.moment();
    let later = answer_since(&mut client.shop, after, &complete);
    assert_eq!(later.response().unwrap().status, 500);
}

#[test]
fn of_two_orders_completed_at_once_the_later_is_refused_with_409_and_works_then() {
    let client = Client::of("1.7").cart().with("BULK", 1).paid_by("cod");
    let mut client = client.cart().with("BULK", 1).paid_by("cod");
    let first = ("PUT", "/api/v1/checkouts/complete/1", Value::Null);
    let second = ("PUT", "/api/v1/checkouts/complete/2", Value::Null);
    assert_eq!(client.at_once(&[first, second]), [204, 409]);
    assert_eq!(client.state(), "payment_selected");
    client.take("complete", Value::Null);
    assert_eq!(client.order()["number"], "000000002");
}

#[test]
fn two_choices_of_shipping_leave_two_charges_and_a_total_that_counts_one() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).addressed();
    let path = "/api/v1/checkouts/select-shipping/1";
    let calls = [("PUT", path, shipping("UPS")), ("PUT", path, shipping("DHL"))];
    assert_eq!(client.at_once(&calls), [204, 204]);
    let order = client.order();
    assert_eq!(order["adjustments"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&order["adjustmentsTotal"], &order["total"]),
        (&json!(1250), &json!(1985))
    );
    // The next recalculation puts it right.
    client.take("select-payment", paying("cod"));
    assert_eq!(client.order()["adjustments"].as_array().unwrap().len(), 1);
}

#[test]
fn two_addresses_at_once_leave_two_charges() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1);
    let call = (
        "PUT",
        "/api/v1/checkouts/addressing/1",
        both(&new_york(), &new_york()),
    );
    assert_eq!(client.at_once(&[call.clone(), call]), [204, 204]);
    let order = client.order();
    assert_eq!(order["adjustments"].as_array().unwrap().len(), 2);
    assert_eq!(order["total"], 1235);
}

#[test]
fn two_lines_at_once_leave_a_total_without_one_of_them() {
    let mut client = Client::of("1.7").cart();
    let path = "/api/v1/carts/1/items/";
    let calls = [
        ("POST", path, json!({ "variant": "BOOK", "quantity": 1 })),
        ("POST", path, json!({ "variant": "MUG", "quantity": 1 })),
    ];
    assert_eq!(client.at_once(&calls), [201, 201]);
    let order = client.order();
    assert_eq!(order["items"].as_array().unwrap().len(), 2);
    assert_eq!(order["itemsTotal"], 2000);
}

#[test]
fn a_quantity_beside_a_completion_leaves_a_payment_of_the_old_total() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
    let calls = [
        ("PUT", "/api/v1/checkouts/complete/1", Value::Null),
        ("PUT", "/api/v1/carts/1/items/1", json!({ "quantity": 4 })),
    ];
    assert_eq!(client.at_once(&calls), [204, 204]);
    let order = client.order();
    assert_eq!(
        (&order["number"], &order["total"]),
        (&json!("000000001"), &json!(3440))
    );
    let payments: Vec<_> = order["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|payment| (payment["state"].clone(), payment["amount"].clone()))
        .collect();
    assert_eq!(
        payments,
        [(json!("new"), json!(1235)), (json!("cart"), json!(3440))]
    );
}

#[test]
fn a_choice_of_payment_beside_a_completion_is_still_placed() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
    let calls = [
        (
            "PUT",
            "/api/v1/checkouts/select-payment/1",
            paying("bank_transfer"),
        ),
        ("PUT", "/api/v1/checkouts/complete/1", Value::Null),
    ];
    assert_eq!(client.at_once(&calls), [204, 204]);
    assert_eq!(client.state(), "completed");
}

#[test]
fn one_url_two_payments_at_once_are_two_payments() {
    let mut client = Client::opened("0.16", &[(1, 3)]).in_shipping(0);
    let call = ("PUT", "/api/checkouts/1", json!({ "paymentMethod": 1 }));
    assert_eq!(client.at_once(&[call.clone(), call]), [200, 200]);
    let order = client.whole();
    assert_eq!(order["checkout_state"], "payment");
    assert_eq!(order["payments"].as_array().unwrap().len(), 2);
    assert_eq!(order["total"], 20_500);
}

#[test]
fn one_url_two_shippings_at_once_are_two_shipments() {
    let mut client = Client::opened("0.16", &[(1, 3)]).in_addressing();
    let call = (
        "PUT",
        "/api/checkouts/1",
        json!({ "shipments": [{ "method": 1 }] }),
    );
    assert_eq!(client.at_once(&[call.clone(), call]), [200, 200]);
    let order = client.whole();
    assert_eq!(order["shipments"].as_array().unwrap().len(), 2);
    assert_eq!(order["total"], 20_500);
}

#[test]
fn one_url_finalized_twice_at_once_has_the_later_number() {
    let mut client = Client::opened("0.16", &[(1, 3)]).in_payment(1);
    let call = ("PUT", "/api/checkouts/1", Value::Null);
    assert_eq!(client.at_once(&[call.clone(), call]), [200, 200]);
    assert_eq!(client.whole()["number"], "000000002");
}
