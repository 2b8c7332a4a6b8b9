//! Recorded exchanges through the reference shop.

use std::collections::{BTreeMap, BTreeSet};

use cashwrap_shop::replay::{Exchange, Replayer};
use cashwrap_shop::{Request, Shop, answer};
use serde_json::Value;

use super::remark;
use super::rooms::Room;

/// What came of a file.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// How many exchanges were played.
    pub played: usize,
    /// How many gave the recorded status.
    pub statuses: usize,
    /// How many gave a body of the recorded shape.
    pub bodies: usize,
    /// Case, step and what differs.
    pub differing: Vec<(String, String, &'static str)>,
    /// Case and step where the database was changed and the shop's was not.
    pub listed: Vec<(String, String)>,
}

/// One shop, and which orders the recorded database held.
struct Counter {
    shop: Shop,
    replayer: Replayer,
    ids: BTreeSet<u64>,
}

/// Plays a file: a shop of its own for each version, and for each case that began with a fresh database.
pub fn run(room: &Room, exchanges: &[Exchange]) -> Outcome {
    let mut counters: BTreeMap<Option<&str>, Counter> = BTreeMap::new();
    let fresh = |version: Option<&str>| Counter {
        shop: (room.shop)(version),
        replayer: Replayer::new(),
        ids: BTreeSet::new(),
    };
    let mut outcome = Outcome::default();
    let mut case = None;
    for (at, exchange) in exchanges.iter().enumerate() {
        let counter = counters
            .entry(exchange.version.as_deref())
            .or_insert_with(|| fresh(exchange.version.as_deref()));
        let name = (exchange.version.as_deref(), exchange.case.as_str());
        if case != Some(name) {
            case = Some(name);
            let rest = exchanges.get(at..).unwrap_or_default();
            let made = rest
                .iter()
                .filter(|other| other.case == exchange.case)
                .filter_map(made_order);
            let made: Vec<u64> = made.collect();
            if made.iter().any(|id| counter.ids.contains(id)) {
                *counter = fresh(exchange.version.as_deref());
            }
            counter.ids.extend(made);
        }
        let change = exchange.remark.as_deref().filter(|text| remark::is_change(text));
        if change.is_some_and(|remark| !set_up(&mut counter.shop, remark)) {
            outcome
                .listed
                .push((exchange.case.clone(), exchange.step.clone()));
        }
        let played = counter.replayer.play(&mut counter.shop, exchange);
        outcome.played += 1;
        outcome.statuses += usize::from(played.status_ok);
        outcome.bodies += usize::from(played.shape_ok);
        let differs = match (played.status_ok, played.shape_ok) {
            (true, true) => continue,
            (false, true) => "status",
            (true, false) => "body",
            (false, false) => "status and body",
        };
        outcome
            .differing
            .push((exchange.case.clone(), exchange.step.clone(), differs));
    }
    outcome
}

/// The row id of an order that the exchange made.
fn made_order(exchange: &Exchange) -> Option<u64> {
    let is_creation = exchange.request.method == "POST" && exchange.response.status == 201;
    let body =
        Some(&exchange.response.body).filter(|body| is_creation && body.get("checkout_steps").is_some());
    body?.get("id").and_then(Value::as_u64)
}

/// Makes the change a remark tells of through the back office; whether that could be done.
fn set_up(shop: &mut Shop, remark: &str) -> bool {
    let Some((path, body)) = remark::admin_call(remark) else {
        return false;
    };
    let request = Request::new("POST", path).json(&body.to_string());
    answer(shop, &request)
        .response()
        .is_some_and(|response| response.status == 200)
}
