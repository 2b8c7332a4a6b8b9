//! The mirror of the Spree room over every recorded unsafe exchange it could have sent.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use super::rooms::Room;
use super::{load, mirror};

/// Where the mirror is wrong, and why it cannot know better.
const DRIFTS: [(&str, &str, &str); 11] = [
    ("2.3.13", "addresses: email a@b", EMAIL),
    ("2.3.13", "decline_and_retry: confirm by PUT: declined", DECLINE),
    (
        "2.3.13",
        "payment_sent_early: advance places the order",
        "a payment that lost its card: no answer shows that",
    ),
    ("2.3.13", "multi_shipment: addresses: two shipments", SILENT),
    ("2.4.2", "addresses: email a@b", EMAIL),
    ("2.4.2", "decline_and_retry: confirm by PUT: declined", DECLINE),
    ("2.4.2", "multi_shipment: addresses: two shipments", SILENT),
    ("3.7.14.1", "decline_and_retry: confirm by PUT: declined", DECLINE),
    ("3.7.14.1", "multi_shipment: addresses: two shipments", SILENT),
    ("4.4.1", "decline_and_retry: confirm by PUT: declined", DECLINE),
    ("4.4.1", "multi_shipment: addresses: two shipments", SILENT),
];
const DECLINE: &str = "only the gateway knows";
const EMAIL: &str = "3.7 takes it, and no answer shows the version";
const SILENT: &str = "the step before was changed without a recorded call";

#[test]
fn every_scored_exchange_goes_where_the_mirror_says() {
    let room = Room::named("spree_2_3").unwrap();
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/spree");
    let (mut scored, mut wrong) = (0, Vec::new());
    for version in ["2.3.13", "2.4.2", "3.7.14.1", "4.4.1"] {
        let (exchanges, unread) = load(&root.join(format!("{version}.jsonl.gz"))).unwrap();
        assert_eq!(unread, 0);
        let outcome = mirror::run(&room, &exchanges);
        assert!(
            outcome.unreadable.is_empty(),
            "{version}: {:?}",
            outcome.unreadable
        );
        for verdict in &outcome.verdicts {
            let Ok(agrees) = verdict.score() else { continue };
            scored += 1;
            if !agrees {
                wrong.push((version, format!("{}: {}", verdict.case, verdict.step)));
            }
        }
    }
    assert_eq!(scored, 342);
    let known = DRIFTS.map(|(version, step, _)| (version, step.to_owned()));
    assert_eq!(wrong, known);
}
