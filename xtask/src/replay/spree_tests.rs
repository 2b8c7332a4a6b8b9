//! The mirror of the Spree room over every recorded unsafe exchange it could have sent.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use super::rooms::Room;
use super::{load, mirror};

/// Where the mirror is wrong, in every version but 2.0.3, and why it cannot know better: the step before was changed
/// without a recorded call.
const DRIFT: &str = "multi_shipment: addresses: two shipments";

fn every_scored_exchange_goes_where_the_mirror_says(room: &str, versions: &[(&str, usize)]) {
    let room = Room::named(room).unwrap();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/spree");
    for (version, expected) in versions {
        let (exchanges, unread) = load(&root.join(format!("{version}.jsonl.gz"))).unwrap();
        assert_eq!(unread, 0);
        let outcome = mirror::run(&room, &exchanges);
        assert!(
            outcome.unreadable.is_empty(),
            "{version}: {:?}",
            outcome.unreadable
        );
        let (mut scored, mut wrong) = (0, Vec::new());
        for verdict in &outcome.verdicts {
            let Ok(agrees) = verdict.score() else { continue };
            scored += 1;
            if !agrees {
                wrong.push(format!("{}: {}", verdict.case, verdict.step));
            }
        }
        let known = if *version == "2.0.3" { vec![] } else { vec![DRIFT] };
        assert_eq!(wrong, known, "{version}");
        assert_eq!(scored, *expected, "{version}");
    }
}

#[test]
fn spree_2_0_agrees() {
    every_scored_exchange_goes_where_the_mirror_says("spree_2_0", &[("2.0.3", 18)]);
}

#[test]
fn spree_2_2_agrees() {
    every_scored_exchange_goes_where_the_mirror_says("spree_2_2", &[("2.1.12", 61), ("2.2.14", 74)]);
}

#[test]
fn spree_2_3_agrees() {
    let versions = [("2.3.13", 77), ("2.4.2", 79), ("3.7.14.1", 77), ("4.4.1", 77)];
    every_scored_exchange_goes_where_the_mirror_says("spree_2_3", &versions);
}
