//! The mirror of the Sylius 1 room over every recorded unsafe exchange it could have sent.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use cashwrap_shop::replay::Exchange;

use super::rooms::Room;
use super::{exchange, load};

/// Where the mirror is wrong, and why it cannot know better.
const DRIFTS: [(&str, &str); 3] = [
    // A flag of the channel, which no answer shows.
    ("skip_channel_flags: address", FLAG),
    ("complete_stock_two_lines: two lines of 2 each, stock 3", SILENT),
    ("repeat_each_put: complete", SILENT),
];
const FLAG: &str = "a channel with one method that does not ask for it: no answer shows the flag";
const SILENT: &str = "the state before was changed without a recorded call";

fn recorded(version: &str) -> Vec<Exchange> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/sylius");
    let (exchanges, unread) = load(&root.join(format!("{version}.jsonl.gz"))).unwrap();
    assert_eq!(unread, 0);
    exchanges
}

/// How many exchanges were scored, and where the mirror was wrong.
fn scored(exchanges: &[Exchange]) -> (usize, Vec<String>) {
    let room = Room::named("sylius_1").unwrap();
    let outcome = (room.mirror)(&room, exchanges);
    assert!(outcome.unreadable.is_empty(), "{:?}", outcome.unreadable);
    let (mut scored, mut wrong) = (0, Vec::new());
    for verdict in &outcome.verdicts {
        let Ok(agrees) = verdict.score() else { continue };
        scored += 1;
        if !agrees {
            wrong.push(format!("{}: {}", verdict.case, verdict.step));
        }
    }
    (scored, wrong)
}

#[test]
fn every_scored_exchange_goes_where_the_mirror_says() {
    for (version, count) in [("1.6.9", 226), ("1.7.11", 229)] {
        let (scored, wrong) = scored(&recorded(version));
        assert_eq!(
            (scored, wrong),
            (count, DRIFTS.map(|(step, _)| step.to_owned()).to_vec()),
            "{version}"
        );
    }
}

#[test]
fn no_name_and_no_version_decides_where_the_mirror_goes() {
    for (version, neighbour) in [("1.6.9", "1.5.3"), ("1.7.11", "1.8.2"), ("1.7.11", "1.12.0")] {
        let exchanges = recorded(version);
        let (count, wrong) = scored(&exchanges);
        let (again, still) = scored(&super::sylius_tests::retold(&exchanges, neighbour));
        assert_eq!((again, still.len()), (count, wrong.len()), "{version}");
    }
}

#[test]
fn the_replay_notices_another_state() {
    let mut exchanges = recorded("1.7.11");
    let moved = exchanges
        .iter_mut()
        .find(|e| e.case == "happy_path" && e.step == "GET cart view: shipping_selected")
        .unwrap();
    *moved.response.body.get_mut("checkoutState").unwrap() = "shipping_skipped".into();
    let (_, wrong) = scored(&exchanges);
    assert!(
        wrong.contains(&"happy_path: select shipping".to_owned()),
        "{wrong:?}"
    );
}

/// A line of a recording of one order that stands at `state`.
fn line(
    method: &str,
    path: &str,
    body: &serde_json::Value,
    status: u16,
    answer: &serde_json::Value,
) -> Exchange {
    let tree = serde_json::json!({
        "version": "1.9.2", "case": "a", "step": path, "setting": "s",
        "request": {"method": method, "path": path, "headers": {"Authorization": "Bearer SampleToken"}, "body": body},
        "response": {"status": status, "content_type": "application/json", "body": answer},
    });
    exchange(&tree.to_string()).unwrap()
}

fn told(state: &str) -> Exchange {
    let body = serde_json::json!({
        "id": 7, "items": [], "itemsTotal": 0, "adjustments": [], "total": 100, "currencyCode": "USD",
        "checkoutState": state, "shipments": [{"id": 1, "state": "cart", "method": {"code": "UPS"}}], "payments": [],
    });
    line("GET", "/api/v1/checkouts/7", &serde_json::Value::Null, 200, &body)
}

#[test]
fn other_recordings_are_counted_by_reason() {
    let none = serde_json::Value::Null;
    let complete = |status| line("PUT", "/api/v1/checkouts/complete/7", &none, status, &none);
    let reasons = |exchanges: &[Exchange]| {
        let room = Room::named("sylius_1").unwrap();
        let outcome = (room.mirror)(&room, exchanges);
        let reason = |v: &super::mirror::Verdict| v.score().map_err(|why| v.ours.err().unwrap_or(why));
        outcome.verdicts.iter().map(reason).collect::<Vec<_>>()
    };
    let (selected, placed) = (told("payment_selected"), told("completed"));
    assert_eq!(reasons(&[complete(204)]), [Err("state before unknown")]);
    assert_eq!(
        reasons(&[selected.clone(), complete(204)]),
        [Err("never read back")]
    );
    assert_eq!(
        reasons(&[selected.clone(), complete(204), placed.clone()]),
        [Ok(true)]
    );
    assert_eq!(reasons(&[told("addressed"), complete(204), placed]), [Ok(false)]);
    // What is refused changes nothing, so that one read speaks for both.
    let early = [told("addressed"), complete(500), complete(500), told("addressed")];
    assert_eq!(reasons(&early), [Ok(true), Ok(true)]);
    let mut other = complete(204);
    other.setting = Some("another".to_owned());
    assert_eq!(reasons(&[selected, other]), [Err("state before unknown")]);
}
