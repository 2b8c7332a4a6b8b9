//! Spree 2.0.4 to 2.2, as its source and two running versions say: 2.1.12, 2.2.14.
//!
//! What sets it apart: `PUT /orders` makes each new line twice, so that lines go one by one once there is an order; a
//! card stands within the order; the header of the order token is younger than the API. `POST /checkouts` is still
//! there, and does what `POST /orders` does.

use super::classic::{ADDRESS, Flavour, ask, decode, encode, furthest, machine, plan};
use super::{Doors, Habits, View, Wire};
use crate::checkout::{Answer, Call, Expectation, Step};
use crate::http::{Request, Response};
use crate::order::Order;

const FLAVOUR: Flavour = Flavour {
    told: "adjustments",
    untold: &["permissions"],
    is_oldest: false,
    are_lines_single: true,
    is_source_inside: true,
    is_token_param: true,
    needs_billing: false,
    is_rental: false,
    has_payment_call: false,
};

/// The doors of the Spree 2.2 room.
pub(super) const DOORS: Doors = Doors {
    steps: &[
        Step::Cart,
        Step::Address,
        Step::Delivery,
        Step::Payment,
        Step::Confirm,
        Step::Complete,
    ],
    roots: &["/api"],
    has_bearer: true,
    needs_proxy: false,
    has_lock: false,
    has_current: false,
    address: ADDRESS,
    habits: Habits {
        lacks: &["removeCoupon", "payment.wallet"],
        queries_token: true,
        ..Habits::NONE
    },
    plan,
    expect,
    furthest,
    encode,
    decode,
    ask: ask::ask,
    tell: ask::tell,
};

fn plan(view: &View<'_>) -> Option<Call> {
    plan::plan(view, &FLAVOUR)
}

fn expect(order: &Order, call: &Call) -> Expectation {
    machine::expect(order, call, &FLAVOUR)
}

fn encode(call: &Call, wire: &Wire<'_>) -> Option<Box<Request>> {
    encode::encode(call, wire, &FLAVOUR)
}

fn decode(call: &Call, response: &Response, wire: &Wire<'_>) -> Answer {
    decode::decode(call, response, wire, &FLAVOUR)
}
