//! What the replay prints: names of cases and steps, and counts. Never a value.

use std::collections::BTreeMap;

use cashwrap::checkout::Step;
use cashwrap_shop::replay::Exchange;

use super::{mirror, shop};

/// The sums over all files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    agree: usize,
    scored: usize,
    unscored: usize,
    statuses: usize,
    bodies: usize,
    played: usize,
}

impl Sums {
    /// Adds a file.
    pub fn add(&mut self, mirror: &mirror::Outcome, shop: &shop::Outcome) {
        for verdict in &mirror.verdicts {
            match verdict.score() {
                Ok(agrees) => {
                    self.scored += 1;
                    self.agree += usize::from(agrees);
                }
                Err(_) => self.unscored += 1,
            }
        }
        self.unscored += mirror.reads;
        self.statuses += shop.statuses;
        self.bodies += shop.bodies;
        self.played += shop.played;
    }

    /// The last line.
    pub fn line(&self) -> String {
        let Sums {
            agree,
            scored,
            unscored,
            statuses,
            bodies,
            played,
        } = self;
        format!(
            "mirror: {agree} of {scored} agree, {unscored} not scored; \
             shop: {statuses} of {played} statuses, {bodies} of {played} bodies"
        )
    }
}

/// The file, its versions and settings.
pub fn head(file: &str, exchanges: &[Exchange], unread: usize) {
    let mut kinds: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for exchange in exchanges {
        let version = exchange.version.as_deref().unwrap_or("unnamed");
        *kinds
            .entry((version, exchange.setting.as_deref().unwrap_or("unnamed")))
            .or_default() += 1;
    }
    println!(
        "{file}: {} exchanges, {unread} lines not understood",
        exchanges.len()
    );
    for ((version, setting), count) in kinds {
        println!("  version {version}, setting {setting}: {count}");
    }
}

/// The mirror's disagreements, and the reasons why the rest is not scored.
pub fn mirror(outcome: &mirror::Outcome) {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for verdict in &outcome.verdicts {
        match verdict.score() {
            Ok(true) => {}
            Ok(false) => println!(
                "  mirror differs: {} / {}: {} predicted, {} recorded",
                verdict.case,
                verdict.step,
                name(verdict.predicted.as_ref()),
                name(verdict.recorded.as_ref())
            ),
            Err(reason) => {
                let detail = verdict.ours.err().map_or(String::new(), |why| format!(": {why}"));
                *reasons.entry(format!("{reason}{detail}")).or_default() += 1;
            }
        }
    }
    if outcome.reads > 0 {
        reasons.insert("a read".to_owned(), outcome.reads);
    }
    for (reason, count) in reasons {
        println!("  not scored: {reason}: {count}");
    }
    for (case, step) in &outcome.unreadable {
        println!("  order not readable: {case} / {step}");
    }
}

/// The shop's differences, and the changes it could not be given.
pub fn shop(outcome: &shop::Outcome) {
    for (case, step, what) in &outcome.differing {
        println!("  shop differs: {case} / {step}: {what}");
    }
    for (case, step) in &outcome.listed {
        println!("  database changed by hand, not in the shop: {case} / {step}");
    }
}

fn name(step: Option<&Step>) -> &str {
    step.map_or("nothing", Step::name)
}
