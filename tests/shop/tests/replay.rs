//! Every recorded exchange, played against the shop.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

use cashwrap_shop::replay::{Exchange, Replayer, parse_lines};
use cashwrap_shop::{Request, Shop, answer};
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::path::PathBuf;

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/solidus")
}

fn exchanges() -> Vec<Exchange> {
    let packed = fs::File::open(fixtures().join("solidus-exchanges.jsonl.gz")).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    parse_lines(&text).unwrap()
}

#[test]
fn every_recorded_exchange_is_answered_as_recorded() {
    let (mut shop, mut replayer) = (Shop::recorded(), Replayer::new());
    let recorded = exchanges();
    assert_eq!(recorded.len(), 83);
    let mut failures = Vec::new();
    for exchange in &recorded {
        let played = replayer.play(&mut shop, exchange);
        if !played.is_same() {
            let status = (played.status_ok, played.content_type_ok);
            failures.push(format!(
                "{} / {} {status:?} {:#?}",
                exchange.case, exchange.step, played.differences
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {} differ:\n{}",
        failures.len(),
        recorded.len(),
        failures.join("\n")
    );
}

#[test]
fn the_replay_notices_a_wrong_answer() {
    let (mut shop, mut replayer) = (Shop::recorded(), Replayer::new());
    let mut first = exchanges().swap_remove(0);
    first.response.body["email"] = Value::from("someone@else.example");
    first.response.body["channel"] = Value::Null;
    let played = replayer.play(&mut shop, &first);
    assert!(played.status_ok && !played.shape_ok && !played.is_same());
    let places: Vec<_> = played
        .differences
        .iter()
        .map(|d| (d.at.as_str(), d.shape))
        .collect();
    assert_eq!(places, [("channel", true), ("email", false)]);
}

#[test]
fn the_replay_notices_a_token_that_changes() {
    let (mut shop, mut replayer) = (Shop::recorded(), Replayer::new());
    let recorded = exchanges();
    let create = recorded
        .iter()
        .find(|exchange| exchange.step == "create order")
        .unwrap();
    assert!(replayer.play(&mut shop, create).is_same());
    let again = replayer.play(&mut shop, create);
    let places: Vec<_> = again.differences.iter().map(|d| d.at.as_str()).collect();
    assert_eq!(places, ["id", "number", "token"]);
}

#[test]
fn the_order_bodies_of_each_state_are_those_of_the_recordings() {
    // The same order as in the exchanges: each body must be one of theirs.
    let recorded = exchanges();
    for entry in fs::read_dir(fixtures().join("orders")).unwrap() {
        let path = entry.unwrap().path();
        let body: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let known = recorded.iter().any(|exchange| exchange.response.body == body);
        assert!(known, "{} is in no exchange", path.display());
    }
}

#[test]
fn equal_shops_give_equal_answers() {
    let (mut one, mut two) = (Shop::recorded(), Shop::recorded());
    let create = Request::new("POST", "/api/orders").json(r#"{"order":{"email":"a@b.co"}}"#);
    for _ in 0..3 {
        assert_eq!(answer(&mut one, &create), answer(&mut two, &create));
    }
}
