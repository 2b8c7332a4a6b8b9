//! Each call in each state, as three releases were run: an order with one book.

use crate::client::{Client, SPLIT, both, new_york, paying, shipping};
use serde_json::{Value, json};

/// How an order comes to a state.
fn order(release: &str, state: &str) -> Client {
    let cart = || Client::of(release).cart();
    let free = |variant: &str| {
        let mut client = cart().with(variant, 1);
        client.send(
            "PATCH",
            "/api/v1/carts/1",
            json!({ "promotionCoupon": "FREESHIP" }),
        );
        client.addressed()
    };
    match state {
        "cart_empty" => cart(),
        "cart" => cart().with("BOOK", 1),
        "addressed" => cart().with("BOOK", 1).addressed(),
        "shipping_selected" => cart().with("BOOK", 1).shipped_by("UPS"),
        "payment_selected" => cart().with("BOOK", 1).paid_by("cod"),
        "shipping_skipped" => cart().with("EBOOK", 1).addressed(),
        "payment_skipped" => cart().with("EFREE", 1).addressed(),
        "payment_skipped_shipped" => {
            let mut client = free("FREE");
            client.take("select-shipping", shipping("UPS"));
            client
        }
        _ => cart().with("BOOK", 1).placed(),
    }
}

const STATES: [&str; 9] = [
    "cart_empty",
    "cart",
    "addressed",
    "shipping_selected",
    "payment_selected",
    "shipping_skipped",
    "payment_skipped",
    "payment_skipped_shipped",
    "completed",
];

/// Method, call, and for each state the status, with the state that it leads to where it moves.
type Row = (&'static str, &'static str, [&'static str; 9]);

const ROWS: [Row; 9] = [
    (
        "GET",
        "select-shipping",
        ["400", "400", "200", "200", "200", "400", "200", "200", "404"],
    ),
    (
        "PUT",
        "select-shipping",
        [
            "400",
            "500",
            "204 shipping_selected",
            "204",
            "204 shipping_selected",
            "400",
            "400",
            "204",
            "500",
        ],
    ),
    (
        "PUT {}",
        "select-shipping",
        ["500", "400", "400", "400", "400", "500", "204", "400", "400"],
    ),
    (
        "GET",
        "select-payment",
        ["400", "400", "400", "200", "200", "200", "400", "400", "404"],
    ),
    (
        "PUT",
        "select-payment",
        [
            "400",
            "500",
            "500",
            "204 payment_selected",
            "204",
            "204 payment_selected",
            "400",
            "400",
            "500",
        ],
    ),
    (
        "PUT {}",
        "select-payment",
        ["500", "400", "400", "400", "400", "400", "500", "500", "400"],
    ),
    (
        "PATCH {}",
        "select-payment",
        [
            "500",
            "500",
            "500",
            "204 payment_selected",
            "204",
            "204 payment_selected",
            "500",
            "500",
            "500",
        ],
    ),
    (
        "PUT",
        "complete",
        [
            "500",
            "500",
            "500",
            "500",
            "204 completed",
            "500",
            "204 completed",
            "204 completed",
            "500",
        ],
    ),
    (
        "PUT",
        "addressing",
        [
            "204 payment_skipped",
            "204 addressed",
            "204",
            "204 addressed",
            "204 addressed",
            "204",
            "204",
            "204 addressed",
            "500",
        ],
    ),
];

fn body(how: &str, call: &str) -> Value {
    match (how, call) {
        ("PUT", "select-shipping") => shipping("DHL"),
        ("PUT", "select-payment") => paying("bank_transfer"),
        ("PUT", "addressing") => both(&new_york(), &new_york()),
        ("PUT {}" | "PATCH {}", _) => json!({}),
        _ => Value::Null,
    }
}

#[test]
fn every_call_in_every_state_answers_and_moves_as_it_was_run() {
    for release in SPLIT {
        for (how, call, cells) in ROWS {
            for (state, cell) in STATES.iter().zip(cells) {
                let mut client = order(release, state);
                let before = client.state();
                let path = format!("/api/v1/checkouts/{call}/{}", client.id);
                let method = how.split(' ').next().unwrap();
                let (status, answer) = client.send(method, &path, body(how, call));
                let (wanted, moved) = cell.split_once(' ').unwrap_or((cell, &before));
                let at = format!("{release}: {how} {call} in {state}: {answer}");
                assert_eq!(status.to_string(), wanted, "{at}");
                assert_eq!(client.state(), moved, "{at}");
            }
        }
    }
}

#[test]
fn a_list_of_nothing_is_an_empty_list_where_a_map_is_expected() {
    let mut client = order("1.7", "payment_skipped");
    assert_eq!(client.offers("select-shipping"), (200, json!([])));
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    let there = crate::client::singapore();
    client.take("addressing", both(&there, &there));
    let empty = json!({ "shipments": [{ "methods": [] }] });
    assert_eq!(client.offers("select-shipping"), (200, empty));
}
