//! Recorded exchanges through the mirror: each unsafe one predicted, then compared.

use std::collections::BTreeMap;

use cashwrap::checkout::{Call, Step};
use cashwrap::error::Field;
use cashwrap_shop::replay::Exchange;

use super::parts::{Lists, NotOurs};
use super::reader::Here;
use super::rebuild::{Case, step_in};
use super::remark;
use super::rooms::Room;

/// What the mirror said of one unsafe exchange, and what was recorded.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The case.
    pub case: String,
    /// The exchange's name in it.
    pub step: String,
    /// The call's name, or why the room could not have sent it.
    pub ours: Result<&'static str, NotOurs>,
    /// The step before; nothing where earlier lines do not tell.
    pub before: Option<Step>,
    /// Whether it makes an order, so that there is no step before.
    pub is_creation: bool,
    /// The step predicted.
    pub predicted: Option<Step>,
    /// The step after, as recorded: by its own answer, or by a read before another unsafe call.
    pub recorded: Option<Step>,
    /// The step after by rule: what the server accepted went as expected, what it refused left the step.
    #[cfg(test)]
    pub ruled: Option<Step>,
}

impl Verdict {
    /// Whether it agrees, or why it is not scored.
    pub fn score(&self) -> Result<bool, &'static str> {
        if self.ours.is_err() {
            return Err("not ours");
        }
        if self.before.is_none() && !self.is_creation {
            return Err("state before unknown");
        }
        if self.recorded.is_none() {
            return Err("never read back");
        }
        Ok(self.predicted == self.recorded)
    }
}

/// What came of a file.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// One for each unsafe exchange, in order.
    pub verdicts: Vec<Verdict>,
    /// How many exchanges only read.
    pub reads: usize,
    /// Answers with an order that the room could not read.
    pub unreadable: Vec<(String, String)>,
}

/// Goes through a file's exchanges in order; the orders of each case are rebuilt on their own.
pub fn run(room: &Room, exchanges: &[Exchange]) -> Outcome {
    let mut lists = Lists::recorded();
    exchanges
        .iter()
        .for_each(|exchange| lists.learn(&exchange.response.body));
    let mut cases: BTreeMap<(Option<&str>, &str), Case> = BTreeMap::new();
    let mut outcome = Outcome::default();
    for (at, exchange) in exchanges.iter().enumerate() {
        let case = cases
            .entry((exchange.version.as_deref(), &exchange.case))
            .or_default();
        let number = case.subject(&exchange.request);
        if let (Some(step), Some(number)) = (told_before(exchange), &number) {
            case.tell(number, step);
        }
        if is_read(exchange) {
            outcome.reads += 1;
        } else {
            let later = exchanges.get(at + 1..).unwrap_or_default();
            outcome.verdicts.push(judge(room, &lists, case, exchange, later));
        }
        if !case.adopt(room.doors, exchange) {
            outcome
                .unreadable
                .push((exchange.case.clone(), exchange.step.clone()));
        }
    }
    outcome
}

/// Predicts one unsafe exchange, then lets the case follow it.
fn judge(room: &Room, lists: &Lists, case: &mut Case, exchange: &Exchange, later: &[Exchange]) -> Verdict {
    let request = &exchange.request;
    let number = case.subject(request);
    let known = number.as_deref().and_then(|number| case.known(number));
    let before = known
        .filter(|known| known.is_certain)
        .map(|known| known.order.step.clone());
    let here = Here {
        order: known.map(|known| &known.order),
        lists,
        version: room.version(exchange),
    };
    let read = (room.read)(request, &here);
    let call = read.as_ref().ok();
    let ours = match &read {
        Ok(_) if !case.is_own_voice(request, number.as_deref(), room.is_proxy) => Err("other credentials"),
        Ok(call) => Ok(call.name()),
        Err(reason) => Err(*reason),
    };
    let is_creation = matches!(call, Some(Call::Create(_)));
    let predicted = match (call, known) {
        (Some(call), known) if ours.is_ok() && (before.is_some() || is_creation) => {
            let blank = cashwrap::order::Order::numbered(Default::default());
            let order = known.map_or(&blank, |known| &known.order);
            let expected = (room.doors.expect)(order, call);
            match &expected.refused {
                Some(field) if !is_saved(field) => before.clone(),
                _ => Some(expected.order.step),
            }
        }
        _ => before.clone(),
    };
    let own = step_in(&exchange.response, number.as_deref());
    let subject = number
        .clone()
        .or_else(|| own.as_ref().map(|(number, _)| number.clone()));
    let recorded = own
        .map(|(_, step)| step)
        .or_else(|| read_back(exchange, later, subject.as_deref()?));
    if let Some(number) = &number {
        case.follow(room.doors, exchange, call, number);
    }
    Verdict {
        case: exchange.case.clone(),
        step: exchange.step.clone(),
        ours,
        #[cfg(test)]
        ruled: number
            .as_deref()
            .and_then(|number| case.known(number))
            .map(|known| known.order.step.clone()),
        before,
        is_creation,
        predicted,
        recorded,
    }
}

/// Whether a refusal comes after the call's content was saved, a step to go back to included.
fn is_saved(field: &Field) -> bool {
    match &*field.field {
        "shipping" => field.code == "blank",
        "email" | "lines" | "step" => true,
        _ => false,
    }
}

/// The step by the next read of the order in this case, if no unsafe call on it comes first.
fn read_back(exchange: &Exchange, later: &[Exchange], number: &str) -> Option<Step> {
    let same = |other: &&Exchange| other.case == exchange.case && other.version == exchange.version;
    for other in later.iter().filter(same) {
        let is_about = Case::default().subject(&other.request).as_deref() == Some(number);
        let is_shipment = other.request.path.contains("/shipments/");
        // What is done behind the API's back says nothing of this call.
        if (!is_read(other) && (is_about || is_shipment)) || told_before(other).is_some() {
            return None;
        }
        if let Some((_, step)) = step_in(&other.response, Some(number)).filter(|_| is_read(other)) {
            return Some(step);
        }
    }
    None
}

fn told_before(exchange: &Exchange) -> Option<Step> {
    exchange.remark.as_deref().and_then(remark::step_before)
}

fn is_read(exchange: &Exchange) -> bool {
    matches!(exchange.request.method.as_str(), "GET" | "HEAD" | "OPTIONS")
}
