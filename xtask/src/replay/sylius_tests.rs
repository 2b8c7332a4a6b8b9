//! The mirror of the Sylius 0.x room over every recorded unsafe exchange it could have sent.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

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
