//! Sylius with one checkout URL, as recorded at 0.13, 0.15 and 0.16 and as documented.

pub mod cells;
mod decode;
mod dice;
mod encode;
mod errors;
mod faults;
mod fixed;
mod money;
pub mod proxy;
mod purchase;
mod traps;

use cashwrap::checkout::{Answer, Call};
use cashwrap::dialect::{Dialect, Doors, Wire};
use cashwrap::http::Response;
use cashwrap::order::Order;
use cashwrap::text::Text;
use flate2::read::GzDecoder;
use serde_json::Value;
use std::io::Read;

/// The releases whose recordings are here.
pub const RELEASES: [&str; 3] = ["0.13.0", "0.15.0", "0.16.0"];

const ORDERS: &[u8] = include_bytes!("../../fixtures/sylius/orders.jsonl.gz");

pub fn doors() -> &'static Doors {
    Dialect::Sylius0.doors()
}

/// The lines of a packed recording.
pub fn lines(packed: &[u8]) -> Vec<Value> {
    let mut text = String::new();
    GzDecoder::new(packed).read_to_string(&mut text).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The body of this name, as the release told it.
pub fn body(release: &str, name: &str) -> Vec<u8> {
    let all = lines(ORDERS);
    let found = all.iter().find(|b| b["version"] == release && b["name"] == name);
    let found = found.unwrap_or_else(|| panic!("{release} {name}"));
    serde_json::to_vec(&found["body"]).unwrap()
}

pub fn countries() -> Vec<(Text, Text)> {
    [("US", "1"), ("DE", "2"), ("SG", "3"), ("FR", "4")]
        .map(|(code, id)| (code.into(), id.into()))
        .to_vec()
}

/// What an answer says, with the order as known before it.
pub fn answer_at(root: &'static str, call: &Call, status: u16, body: &[u8], order: Option<&Order>) -> Answer {
    let response = Response {
        status,
        content_type: "application/json".to_owned(),
        body: body.to_vec(),
    };
    let countries = countries();
    let wire = Wire {
        shop: "https://store.example",
        root,
        countries: &countries,
        order,
        is_blind: false,
        placeholder: "",
        number: "1",
        ..Wire::default()
    };
    (doors().decode)(call, &response, &wire)
}

pub fn answer(call: &Call, status: u16, body: &[u8], order: Option<&Order>) -> Answer {
    answer_at("/api", call, status, body, order)
}

pub fn order(release: &str, name: &str) -> Order {
    match answer(&Call::Read, 200, &body(release, name), None) {
        Answer::Order(order, None) => (*order).clone(),
        other => panic!("{release} {name}: {other:?}"),
    }
}

/// The order with what its step offers, as the two reads tell it.
pub fn offered(release: &str, order_name: &str, methods: &str) -> Order {
    let known = order(release, order_name);
    match answer(&Call::Offers, 200, &body(release, methods), Some(&known)) {
        Answer::Order(order, None) => (*order).clone(),
        other => panic!("{release} {methods}: {other:?}"),
    }
}
