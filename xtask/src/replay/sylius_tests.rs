//! The mirror of the Sylius 0.x room over every recorded unsafe exchange it could have sent.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use cashwrap_shop::replay::Exchange;

use super::load;
use super::rooms::Room;

/// Where the mirror is wrong, in each version and setting, and why it cannot know better.
const DRIFTS: [(&str, &str); 1] = [(
    "stock_short_backorders_on: PUT finalize",
    "the order was walked on without a recorded call",
)];

#[test]
fn every_scored_exchange_goes_where_the_mirror_says() {
    let room = Room::named("sylius_0").unwrap();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/sylius");
    let (mut scored, mut wrong) = (0, Vec::new());
    for version in ["0.13.0", "0.15.0", "0.16.0"] {
        let (exchanges, unread) = load(&root.join(format!("{version}.jsonl.gz"))).unwrap();
        assert_eq!(unread, 0);
        let outcome = (room.mirror)(&room, &exchanges);
        assert!(
            outcome.unreadable.is_empty(),
            "{version}: {:?}",
            outcome.unreadable
        );
        for verdict in &outcome.verdicts {
            let Ok(agrees) = verdict.score() else { continue };
            scored += 1;
            if !agrees {
                wrong.push(format!("{}: {}", verdict.case, verdict.step));
            }
        }
    }
    assert_eq!(scored, 795);
    // Each case was run in production and in debug.
    let known: Vec<&str> = DRIFTS.iter().flat_map(|(step, _)| [*step; 6]).collect();
    assert_eq!(wrong, known);
}

/// The same recording of another shop: its cases, its key, its version and its order of cases are others.
pub fn retold(exchanges: &[Exchange], version: &str) -> Vec<Exchange> {
    let mut retold = exchanges.to_vec();
    // Each case stays in one piece, and in order.
    retold.sort_by_key(|exchange| exchange.case.chars().rev().collect::<String>());
    for exchange in &mut retold {
        exchange.case = format!(
            "{:x}",
            exchange
                .case
                .bytes()
                .fold(7_u64, |sum, byte| sum * 31 % 1_000_003 + u64::from(byte))
        );
        exchange.version = Some(version.to_owned());
        for value in exchange.request.headers.values_mut() {
            *value = value.replace("SampleToken", "another-key");
        }
    }
    retold
}

#[test]
fn no_name_and_no_version_decides_where_the_mirror_goes() {
    let room = Room::named("sylius_0").unwrap();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/sylius");
    for (version, neighbour) in [("0.13.0", "0.14.0"), ("0.15.0", "0.14.1"), ("0.16.0", "0.17.0")] {
        let (exchanges, _) = load(&root.join(format!("{version}.jsonl.gz"))).unwrap();
        let score = |exchanges: &[Exchange]| {
            let verdicts = (room.mirror)(&room, exchanges).verdicts;
            let scored = verdicts.iter().filter_map(|verdict| verdict.score().ok());
            let scored: Vec<bool> = scored.collect();
            (scored.len(), scored.iter().filter(|agrees| **agrees).count())
        };
        assert_eq!(
            score(&retold(&exchanges, neighbour)),
            score(&exchanges),
            "{version}"
        );
    }
}
