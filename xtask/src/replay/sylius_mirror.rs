//! Recorded exchanges of Sylius 0.x through the mirror. Where an order stands is told by its body, by the shape of what
//! its checkout URL answers, and by the form a refusal names.

use std::collections::BTreeMap;

use cashwrap::checkout::{Answer, Call, Step};
use cashwrap::dialect::Wire;
use cashwrap::http::Response;
use cashwrap::order::Order;
use cashwrap::text::Text;
use cashwrap_shop::replay::{Exchange, RecordedResponse};
use serde_json::Value;

use super::mirror::{Outcome, Verdict};
use super::parts::{Lists, NotOurs, speaker, usual_voice};
use super::reader::Here;
use super::remark;
use super::rooms::Room;
use super::sylius_reader::{path, subject};

/// An order as far as the case has told it, and whether its step follows from earlier lines.
#[derive(Debug, Clone)]
struct Known {
    order: Order,
    is_certain: bool,
}

type Case = BTreeMap<String, Known>;

/// Goes through a file's exchanges in order. A case begins anew with each setting.
pub fn run(room: &Room, exchanges: &[Exchange]) -> Outcome {
    let mut lists = Lists::sylius();
    exchanges
        .iter()
        .for_each(|exchange| lists.learn(&exchange.response.body));
    let desk = Desk {
        room,
        countries: lists.countries(),
        lists,
        voice: usual_voice(exchanges),
    };
    let mut cases: BTreeMap<(&str, &str, &str), Case> = BTreeMap::new();
    let mut outcome = Outcome::default();
    for (at, exchange) in exchanges.iter().enumerate() {
        let case = cases.entry(key(exchange)).or_default();
        if changes_database(exchange) {
            case.values_mut().for_each(|known| known.is_certain = false);
        }
        if let (Some(state), Some(known)) = (
            labelled(&exchange.step),
            subject(&exchange.request).and_then(|id| case.get_mut(&id)),
        ) {
            known.order.step = step(state);
        }
        if is_read(exchange) {
            outcome.reads += 1;
            // It is carried out as the step.
            if let ("HEAD", Some(known)) = (
                exchange.request.method.as_str(),
                subject(&exchange.request).and_then(|id| case.get_mut(&id)),
            ) {
                known.is_certain = false;
            }
        } else {
            let later = exchanges.get(at + 1..).unwrap_or_default();
            outcome.verdicts.push(desk.judge(case, exchange, later));
        }
        if !desk.adopt(case, exchange) {
            let names = (exchange.case.clone(), exchange.step.clone());
            outcome.unreadable.push(names);
        }
    }
    outcome
}

struct Desk<'a> {
    room: &'a Room,
    lists: Lists,
    countries: Vec<(Text, Text)>,
    voice: Option<&'a str>,
}

impl Desk<'_> {
    fn judge(&self, case: &mut Case, exchange: &Exchange, later: &[Exchange]) -> Verdict {
        let request = &exchange.request;
        let id = subject(request);
        let known = id.as_ref().and_then(|id| case.get(id));
        let before = known
            .filter(|known| known.is_certain)
            .map(|known| known.order.step.clone());
        let here = Here {
            order: known.map(|known| &known.order),
            lists: &self.lists,
            version: self.room.version(exchange),
        };
        let read: Result<Call, NotOurs> = match (self.room.read)(request, &here) {
            _ if speaker(exchange) != self.voice => Err("other credentials"),
            _ if exchange
                .remark
                .as_deref()
                .is_some_and(|r| r.contains("another client")) =>
            {
                Err("two at the same moment")
            }
            read => read,
        };
        let expected = read
            .as_ref()
            .ok()
            .zip(known)
            .map(|(call, known)| (self.room.doors.expect)(&known.order, call));
        let predicted = match &expected {
            Some(expected) if expected.refused.is_none() => Some(expected.order.step.clone()),
            _ => before.clone(),
        };
        let own = id.as_deref().and_then(|id| told(exchange, id));
        let recorded = own.or_else(|| read_back(exchange, later, id.as_deref()?));
        let ours = read.as_ref().map(Call::name).map_err(|reason| *reason);
        let is_done = (200..300).contains(&exchange.response.status);
        if let Some(known) = id.and_then(|id| case.get_mut(&id)) {
            match (&read, expected) {
                // Lines leave the step, whether the call is ours or not.
                (Ok(Call::AddLine { .. } | Call::RemoveLine { .. }), Some(expected)) if is_done => {
                    known.order = *expected.order;
                }
                _ if path(request).is_some_and(|path| path.len() > 2) => {}
                // Its own answer says more, if it says anything.
                _ => known.is_certain = false,
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

    /// Takes what an answer tells of an order; whether one could not be read.
    fn adopt(&self, case: &mut Case, exchange: &Exchange) -> bool {
        let Some(id) = subject(&exchange.request) else {
            return true;
        };
        let Some(step) = told(exchange, &id) else {
            return true;
        };
        let known = case.entry(id.clone()).or_insert_with(|| Known {
            order: Order::numbered(id.as_str().into()),
            is_certain: true,
        });
        known.is_certain = true;
        let is_order = exchange.response.body.get("checkout_state").is_some();
        let is_offer = exchange.request.method == "GET" && !is_order;
        let mut is_readable = true;
        if is_order || is_offer {
            let call = if is_order { Call::Read } else { Call::Offers };
            let mut order = known.order.clone();
            order.step = step.clone();
            let wire = self.wire(&id, &order);
            match (self.room.doors.decode)(&call, &response(&exchange.response), &wire) {
                Answer::Order(order, _) => known.order = (*order).clone(),
                _ => is_readable = false,
            }
        }
        known.order.step = step;
        is_readable
    }

    fn wire<'b>(&'b self, id: &'b str, order: &'b Order) -> Wire<'b> {
        Wire {
            shop: "https://shop.example",
            root: "/api",
            countries: &self.countries,
            order: Some(order),
            is_blind: true,
            placeholder: "",
            number: id,
            ..Wire::default()
        }
    }
}

/// The state a label tells, `addressing: payment body`: orders were walked there without a line.
fn labelled(label: &str) -> Option<&str> {
    let (state, _) = label.split_once(": ")?;
    matches!(state, "cart" | "addressing" | "shipping" | "payment").then_some(state)
}

/// The step an answer tells, of the order with this id.
fn told(exchange: &Exchange, id: &str) -> Option<Step> {
    let RecordedResponse { status, body, .. } = &exchange.response;
    let order = body.get("order").unwrap_or(body);
    if let Some(state) = order.get("checkout_state").and_then(Value::as_str) {
        let is_it = order
            .get("id")
            .is_some_and(|told| told.to_string().as_str() == id);
        return is_it.then(|| step(state));
    }
    let form = body.get("errors").and_then(|errors| errors.get("children"));
    let has = |name: &str| form.is_some_and(|form| form.get(name).is_some());
    let is_checkout = path(&exchange.request).is_some_and(|path| path.first() == Some(&"checkouts"));
    let is_get = exchange.request.method == "GET";
    match status {
        _ if !is_checkout => None,
        400 if has("shippingAddress") => Some(Step::Cart),
        400 if has("shipments") => Some(Step::Delivery),
        400 if has("paymentMethod") => Some(Step::Payment),
        400 | 405 if body.is_string() && (is_get || *status == 400) && is_told(body) => Some(Step::Cart),
        200 if is_get && body.is_array() => Some(Step::Delivery),
        200 if is_get && body.get("methods").is_some() => Some(Step::Payment),
        _ => None,
    }
}

fn is_told(text: &Value) -> bool {
    text == "Method not allowed!" || text == "Order cannot be empty!"
}

fn step(state: &str) -> Step {
    match state {
        "cart" => Step::Cart,
        "addressing" => Step::Delivery,
        "shipping" => Step::Payment,
        "payment" => Step::Confirm,
        "finalize" | "completed" => Step::Complete,
        other => Step::Other(other.into()),
    }
}

/// The step by the next read of the order in this case, if no unsafe call on it comes first.
fn read_back(exchange: &Exchange, later: &[Exchange], id: &str) -> Option<Step> {
    let same = later.iter().filter(|other| key(other) == key(exchange));
    for other in same.filter(|other| subject(&other.request).as_deref() == Some(id)) {
        if other.request.method != "GET" || changes_database(other) {
            return None;
        }
        if let Some(step) = told(other, id) {
            return Some(step);
        }
    }
    None
}

fn key(exchange: &Exchange) -> (&str, &str, &str) {
    (
        exchange.version.as_deref().unwrap_or_default(),
        exchange.setting.as_deref().unwrap_or_default(),
        &exchange.case,
    )
}

fn changes_database(exchange: &Exchange) -> bool {
    exchange.remark.as_deref().is_some_and(remark::is_change)
}

fn is_read(exchange: &Exchange) -> bool {
    matches!(exchange.request.method.as_str(), "GET" | "HEAD" | "OPTIONS")
}

fn response(recorded: &RecordedResponse) -> Response {
    Response {
        status: recorded.status,
        content_type: recorded.content_type.clone().unwrap_or_default(),
        body: match &recorded.body {
            // A text under the type of JSON.
            Value::String(text) => text.clone().into_bytes(),
            body => serde_json::to_vec(body).unwrap_or_default(),
        },
    }
}
