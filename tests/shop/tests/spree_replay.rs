//! Every recorded Spree exchange, played against the profile of its version.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests"
)]

use cashwrap_shop::replay::{Exchange, Line, Tally, parse_lines, tally};
use cashwrap_shop::{Request, Shop, Version, answer};
use std::fs;
use std::io::Read;
use std::path::PathBuf;

/// Steps that are not as recorded, and why. A case alone stands for all its steps.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("stock", "", SET_BY_HAND),
    ("multi_shipment", "", SET_BY_HAND),
    ("backorder", "", SET_BY_HAND),
    ("coupons_stock_free", "sold out: next", SET_BY_HAND),
    (
        "auth",
        "callback JSONP",
        "no checkout asks for JSONP: left out of the shop",
    ),
    ("variant_stock_not_tracked", "", SET_BY_HAND),
    ("reference_data", "product", CATALOGUE),
    ("reference_data", "products", CATALOGUE),
    (
        "reference_data",
        "countries If-None-Match",
        "the recording does not show the tag that was sent",
    ),
    ("cart_edits_at_each_state", "confirm: after orders qty", LEAK),
    ("cart_edits_at_each_state", "confirm: after orders email", LEAK),
    ("cart_edits_at_each_state", "confirm: after patch email", LEAK),
    ("cart_edits_at_each_state", "confirm: after checkouts lines", LEAK),
];

const SET_BY_HAND: &str =
    "stock, locations or products were changed in the database, which no line of the recording shows";
const CATALOGUE: &str = "products are not part of a checkout: left out of the shop";
const LEAK: &str =
    "2.3 and 2.4 show the card's profile ids for a while after an administrator's call: not built";

fn exchanges(release: &str) -> Vec<Exchange> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/spree");
    let packed = fs::File::open(folder.join(format!("{release}.jsonl.gz"))).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    parse_lines(&text).unwrap()
}

fn play(release: &str) -> Tally {
    let version = Version::of(release).unwrap();
    tally(&exchanges(release), Shop::recorded_spree(version))
}

fn reason(line: &Line) -> Option<&'static str> {
    let listed = EXCEPTIONS
        .iter()
        .find(|(case, step, _)| *case == line.case && (step.is_empty() || *step == line.step));
    listed.map(|(.., reason)| *reason)
}

/// At least 95 of 100 scored steps have the recorded status and shape, and each of the rest has its reason.
fn check(release: &str, at_least: usize) {
    let tally = play(release);
    println!(
        "spree {release}: {} exchanges, {} scored: {} statuses, {} statuses and shapes, {} all values; \
         {} of all exchanges alike",
        tally.all, tally.scored, tally.statuses, tally.alike, tally.same, tally.alike_of_all
    );
    let mut unexplained = Vec::new();
    for line in &tally.unlike {
        println!("  {} / {}: {}", line.case, line.step, reason(line).unwrap_or("?"));
        if reason(line).is_none() {
            let differences: Vec<_> = line.played.differences.iter().take(4).collect();
            unexplained.push(format!("{} / {}: {differences:?}", line.case, line.step));
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    assert!(tally.scored >= at_least, "only {} scored", tally.scored);
    assert!(
        tally.alike * 100 >= tally.scored * 95,
        "{} of {}",
        tally.alike,
        tally.scored
    );
}

#[test]
fn spree_2_0_3_answers_as_recorded() {
    check("2.0.3", 50);
}

#[test]
fn spree_2_1_12_answers_as_recorded() {
    check("2.1.12", 290);
}

#[test]
fn spree_2_2_14_answers_as_recorded() {
    check("2.2.14", 300);
}

#[test]
fn spree_2_3_13_answers_as_recorded() {
    check("2.3.13", 300);
}

#[test]
fn spree_2_4_2_answers_as_recorded() {
    check("2.4.2", 300);
}

#[test]
fn spree_3_7_14_1_answers_as_recorded() {
    check("3.7.14.1", 285);
}

#[test]
fn spree_4_4_1_answers_as_recorded() {
    check("4.4.1", 285);
}

#[test]
fn the_order_bodies_of_each_state_have_the_shape_of_their_version() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/spree");
    let packed = fs::File::open(folder.join("orders.jsonl.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    let mut counted = 0;
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = line["name"].as_str().unwrap();
        let body = line["body"].as_object().unwrap();
        if !body.contains_key("item_total") {
            continue;
        }
        let version = Version::of(line["version"].as_str().unwrap()).unwrap();
        let mut shop = Shop::recorded_spree(version);
        let prefix = if version >= Version::V3_7 {
            "/api/v1"
        } else {
            "/api"
        };
        let request = Request::new("POST", &format!("{prefix}/orders"));
        let answered = answer(&mut shop, &request).response().unwrap();
        let answered: serde_json::Value = serde_json::from_slice(&answered.body).unwrap();
        let keys = |value: &serde_json::Map<String, serde_json::Value>| {
            let mut keys: Vec<String> = value.keys().cloned().collect();
            // Shown in one state only.
            keys.retain(|key| key != "payment_methods");
            keys.sort();
            keys
        };
        assert_eq!(
            keys(answered.as_object().unwrap()),
            keys(body),
            "{} {name}",
            line["version"]
        );
        counted += 1;
    }
    assert_eq!(counted, 79);
}
