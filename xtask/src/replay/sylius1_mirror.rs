//! Recorded exchanges of Sylius 1.x through the mirror. Places are the server's own states, so that a step that was
//! skipped is told from one that was taken.

use std::collections::{BTreeMap, BTreeSet};

use cashwrap::checkout::{Answer, Call, Step};
use cashwrap::dialect::Wire;
use cashwrap::http::Response;
use cashwrap::order::Order;
use cashwrap_shop::replay::{Exchange, RecordedResponse};
use serde_json::Value;

use super::mirror::{Outcome, Verdict};
use super::parts::{Lists, speaker, usual_voice};
use super::reader::{Here, route};
use super::rooms::Room;
use super::sylius1_reader::{assumed, parcel, place, state_before, subject, told};

/// An order as far as its case has told it.
#[derive(Debug, Clone)]
struct Known {
    order: Order,
    /// Whether its state follows from earlier lines.
    is_certain: bool,
}

/// The orders of one case, by id: each case began with a fresh database.
#[derive(Debug, Clone)]
struct Case {
    orders: BTreeMap<String, Known>,
    latest: Option<Order>,
    /// The methods on offer, by order, asked for since the last call that was carried out.
    lists: BTreeMap<String, Value>,
    /// Whether what its orders hold is sent somewhere, as far as a list of methods has told.
    is_sent: bool,
}

/// Version, setting and case: in another setting the same case is another one.
fn key(exchange: &Exchange) -> (Option<&str>, Option<&str>, &str) {
    (
        exchange.version.as_deref(),
        exchange.setting.as_deref(),
        &exchange.case,
    )
}

/// Goes through a file's exchanges in order.
pub fn run(room: &Room, exchanges: &[Exchange]) -> Outcome {
    let mut lists = Lists::recorded();
    lists.set_methods(offered(exchanges));
    let voice = usual_voice(exchanges);
    let mut cases = BTreeMap::new();
    let mut outcome = Outcome::default();
    for (at, exchange) in exchanges.iter().enumerate() {
        let case = cases.entry(key(exchange)).or_insert_with(|| Case {
            orders: BTreeMap::new(),
            latest: None,
            lists: BTreeMap::new(),
            is_sent: true,
        });
        let id = subject(&route(&exchange.request).1);
        if let (Some(remark), Some(id)) = (&exchange.remark, &id) {
            case.take_remark(remark, id);
        }
        if exchange.request.method == "GET" || exchange.request.method == "OPTIONS" {
            outcome.reads += 1;
        } else {
            let later = exchanges.get(at + 1..).unwrap_or_default();
            let is_own_voice = speaker(exchange) == voice;
            let verdict = judge(room, &lists, case, exchange, later, is_own_voice);
            outcome.verdicts.push(verdict);
        }
        if !case.adopt(room, exchange) {
            outcome
                .unreadable
                .push((exchange.case.clone(), exchange.step.clone()));
        }
    }
    outcome
}

/// Every method a list has offered.
fn offered(exchanges: &[Exchange]) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for exchange in exchanges {
        for name in ["shipments", "payments"] {
            let parts = exchange.response.body.get(name).and_then(Value::as_array);
            for part in parts.into_iter().flatten() {
                let methods = part.get("methods").and_then(Value::as_array);
                let found = methods.into_iter().flatten();
                let found = found.filter_map(|method| method.get("code").and_then(Value::as_str));
                codes.extend(found.map(str::to_owned));
            }
        }
    }
    codes
}

/// Predicts one unsafe exchange, then lets the case follow it.
fn judge(
    room: &Room,
    lists: &Lists,
    case: &mut Case,
    exchange: &Exchange,
    later: &[Exchange],
    is_own_voice: bool,
) -> Verdict {
    let id = subject(&route(&exchange.request).1);
    let known = id.as_deref().and_then(|id| case.orders.get(id));
    let before = known.filter(|known| known.is_certain).map(|k| place(&k.order));
    let here = Here {
        order: known.map(|known| &known.order),
        lists,
        version: room.version(exchange),
    };
    let is_parallel = exchange.remark.as_deref().is_some_and(|r| r.contains("parallel"));
    let read = match (room.read)(&exchange.request, &here) {
        Ok(_) if is_parallel => Err("sent in parallel"),
        Ok(_) if !is_own_voice => Err("other credentials"),
        read => read,
    };
    let expected = match (&read, known) {
        (Ok(call), Some(known)) => Some((room.doors.expect)(&known.order, call)),
        _ => None,
    };
    let predicted = match &expected {
        Some(expected) if expected.refused.is_none() => Some(place(&expected.order)),
        _ => before.clone(),
    };
    let recorded = id.as_deref().and_then(|id| read_back(exchange, later, id));
    let ours = read.as_ref().map(Call::name).map_err(|reason| *reason);
    let is_done = (200..300).contains(&exchange.response.status);
    if let (true, Some(id)) = (is_done, &id) {
        case.lists.remove(id);
    }
    if let Some(known) = id.as_deref().and_then(|id| case.orders.get_mut(id)) {
        match (is_done, expected) {
            // A refused call changes nothing.
            (false, _) => {}
            (true, Some(expected)) => {
                known.is_certain &= expected.refused.is_none();
                known.order = *expected.order;
            }
            (true, None) => {
                let (_, path) = route(&exchange.request);
                known.is_certain &= matches!(path.as_slice(), ["carts", _]);
            }
        }
    }
    Verdict {
        case: exchange.case.clone(),
        step: exchange.step.clone(),
        ours,
        before,
        is_creation: false,
        predicted,
        recorded,
        #[cfg(test)]
        ruled: None,
    }
}

/// The state by the next read of the order in this case, if no unsafe call on it was carried out first: what is refused
/// changes nothing.
fn read_back(exchange: &Exchange, later: &[Exchange], id: &str) -> Option<Step> {
    for other in later.iter().filter(|other| key(other) == key(exchange)) {
        if other.request.method == "GET" {
            if let Some((_, step)) = state_in(&other.response).filter(|(told, _)| told == id) {
                return Some(step);
            }
        } else if subject(&route(&other.request).1).as_deref() == Some(id) && other.response.status < 300 {
            return None;
        }
    }
    None
}

fn state_in(response: &RecordedResponse) -> Option<(String, Step)> {
    let is_done = (200..300).contains(&response.status);
    is_done.then(|| told(&response.body)).flatten()
}

impl Case {
    /// Takes a state that a remark tells of an order not seen before.
    fn take_remark(&mut self, remark: &str, id: &str) {
        let Some(state) = state_before(remark) else { return };
        if self.orders.contains_key(id) {
            return;
        }
        let is_empty = remark.contains("no items");
        let like = self.latest.as_ref().filter(|_| !is_empty);
        let mut order = assumed(id, &state, like, self.is_sent && !is_empty);
        if is_empty {
            order.totals = Default::default();
        }
        let is_certain = true;
        self.orders.insert(id.to_owned(), Known { order, is_certain });
    }

    /// Takes what an answer tells of an order; whether it could be read.
    fn adopt(&mut self, room: &Room, exchange: &Exchange) -> bool {
        let (_, path) = route(&exchange.request);
        let is_done = exchange.response.status == 200;
        if let (true, ["checkouts", list @ ("select-shipping" | "select-payment"), id]) =
            (is_done && exchange.request.method == "GET", path.as_slice())
        {
            if *list == "select-shipping" {
                self.is_sent = exchange.response.body.is_object();
                self.lists
                    .insert((*id).to_owned(), exchange.response.body.clone());
            }
            return self.offer(room, exchange, list, id);
        }
        let Some((id, _)) = state_in(&exchange.response) else {
            return true;
        };
        let before = self.orders.get(&id).map(|known| &known.order);
        let body = &exchange.response.body;
        let Some(mut order) = decoded(room, &Call::Read, body, before) else {
            return false;
        };
        if body.get("shipments").is_none() && !order.lines.is_empty() {
            // The cart's view tells no parcels, only what they cost.
            let has_charge = order.totals.shipping.is_positive();
            order.shipments = match before {
                Some(before) if !before.shipments.is_empty() => before.shipments.clone(),
                _ if has_charge => vec![parcel()],
                _ => Vec::new(),
            };
        }
        if let (Some(list), Step::Delivery) = (self.lists.get(&id), &order.step) {
            order = decoded(room, &Call::Offers, list, Some(&order)).unwrap_or(order);
        }
        self.latest = Some(order.clone());
        let is_certain = true;
        self.orders.insert(id, Known { order, is_certain });
        true
    }

    /// Lays a list of methods into the order, where it stands at the step that has the list.
    fn offer(&mut self, room: &Room, exchange: &Exchange, list: &str, id: &str) -> bool {
        let Some(known) = self.orders.get_mut(id) else {
            return true;
        };
        let step = if list == "select-payment" {
            Step::Payment
        } else {
            Step::Delivery
        };
        if known.order.step == step {
            let body = &exchange.response.body;
            match decoded(room, &Call::Offers, body, Some(&known.order)) {
                Some(order) => known.order = order,
                None => return false,
            }
        }
        true
    }
}

fn decoded(room: &Room, call: &Call, body: &Value, order: Option<&Order>) -> Option<Order> {
    let response = Response {
        status: 200,
        content_type: "application/json".to_owned(),
        body: serde_json::to_vec(body).unwrap_or_default(),
    };
    let wire = Wire {
        shop: "https://shop.example",
        order,
        ..Wire::default()
    };
    match (room.doors.decode)(call, &response, &wire) {
        Answer::Order(order, _) => Some((*order).clone()),
        _ => None,
    }
}
