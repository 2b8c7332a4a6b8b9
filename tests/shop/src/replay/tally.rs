//! Counts how a recording's answers compare.

use super::{Exchange, Played, Replayer};
use crate::shop::Shop;

/// One scored exchange that is not as recorded.
#[derive(Debug, Clone)]
pub struct Line {
    /// The case.
    pub case: String,
    /// The step.
    pub step: String,
    /// How it went.
    pub played: Played,
}

/// What came of a recording.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Exchanges played.
    pub all: usize,
    /// Exchanges a checkout client can cause, of orders built by recorded calls or shown by an earlier answer.
    pub scored: usize,
    /// Scored exchanges with the recorded status.
    pub statuses: usize,
    /// Scored exchanges with the recorded status and a body of the recorded shape.
    pub alike: usize,
    /// Of all exchanges, those with the recorded status and shape.
    pub alike_of_all: usize,
    /// Scored exchanges whose values are as recorded, too.
    pub same: usize,
    /// Scored exchanges that are not alike.
    pub unlike: Vec<Line>,
    /// The others that are not alike.
    pub unscored: Vec<Line>,
    /// Scored exchanges that are alike, but for some values.
    pub values: Vec<Line>,
}

/// Plays a recording, from first to last.
#[must_use]
pub fn tally(exchanges: &[Exchange], mut shop: Shop) -> Tally {
    let mut replayer = Replayer::new();
    let mut tally = Tally::default();
    for exchange in exchanges {
        let played = replayer.play(&mut shop, exchange);
        let is_alike = played.status_ok && played.shape_ok;
        tally.all += 1;
        tally.alike_of_all += usize::from(is_alike);
        let line = || Line {
            case: exchange.case.clone(),
            step: exchange.step.clone(),
            played: played.clone(),
        };
        if !played.is_known || is_staff(exchange) || !super::sylius::is_in_scope(exchange) {
            if !is_alike {
                tally.unscored.push(line());
            }
            continue;
        }
        tally.scored += 1;
        tally.statuses += usize::from(played.status_ok);
        tally.alike += usize::from(is_alike);
        tally.same += usize::from(is_alike && played.differences.is_empty());
        if !is_alike {
            tally.unlike.push(line());
        } else if !played.differences.is_empty() {
            tally.values.push(line());
        }
    }
    tally
}

/// An administrator's key: no checkout client has one.
fn is_staff(exchange: &Exchange) -> bool {
    let mut headers = exchange.request.headers.values();
    headers.any(|value| value.contains("admin")) || exchange.request.path.contains("adminkey")
}
