//! Spree 2.3 to 4.4, as its source and four running versions say: 2.3.13, 2.4.2, 3.7.14.1, 4.4.1.
//!
//! The API is under `/api/v1` since 3.1 and under `/api` before. Every stock server takes paths with `.json` and without; where a
//! shop takes them with it alone, as the guides write them, that is found out by the same reads.

use super::classic::{ADDRESS, Flavour, NAMED, ask, decode, encode, formatted, furthest, machine, plan};
use super::{Doors, Habits, View, Wire};
use crate::checkout::{Answer, Call, Expectation, Query, Step};
use crate::http::{Request, Response};
use crate::order::Order;

pub(super) const FLAVOUR: Flavour = Flavour {
    told: "permissions",
    // A Solidus.
    untold: &["order_total_after_store_credit"],
    is_oldest: false,
    are_lines_single: false,
    is_source_inside: false,
    is_token_param: false,
    needs_billing: false,
    is_rental: false,
    has_payment_call: true,
};

/// The doors of the Spree 2.3 room.
pub(super) const DOORS: Doors = Doors {
    steps: &[
        Step::Cart,
        Step::Address,
        Step::Delivery,
        Step::Payment,
        Step::Confirm,
        Step::Complete,
    ],
    roots: &["/api/v1", "/api", NAMED],
    has_bearer: true,
    needs_proxy: false,
    has_lock: false,
    has_current: true,
    address: ADDRESS,
    habits: Habits::NONE,
    plan,
    expect,
    furthest,
    encode,
    decode,
    ask,
    tell: ask::tell,
};

fn plan(view: &View<'_>) -> Option<Call> {
    plan::plan(view, &FLAVOUR)
}

fn expect(order: &Order, call: &Call) -> Expectation {
    machine::expect(order, call, &FLAVOUR)
}

fn encode(call: &Call, wire: &Wire<'_>) -> Option<Box<Request>> {
    encode::encode(call, wire, &FLAVOUR).map(formatted)
}

fn ask(query: &Query, wire: &Wire<'_>) -> Option<Box<Request>> {
    ask::ask(query, wire).map(formatted)
}

fn decode(call: &Call, response: &Response, wire: &Wire<'_>) -> Answer {
    decode::decode(call, response, wire, &FLAVOUR)
}
