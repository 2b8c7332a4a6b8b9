//! Spree 2.0.0 to 2.0.3, as its source, the guide of 2013 and one running version say: 2.0.3.
//!
//! What sets it apart: `PUT /checkouts/:n` asks nobody who they are, so that whoever knows a number can change that
//! order; reads and lines need the shop's own key, so that only a proxy can use it. Answers show sums from before the
//! tax. A payment that is there is deleted by the next `PUT` in `payment`. No currency and no steps are told.

use super::classic::{ADDRESS, Flavour, ask, decode, encode, furthest, machine, plan};
use super::{Doors, Habits, View, Wire};
use crate::checkout::{Answer, Blocker, Call, Expectation, Intent, Step};
use crate::http::{Request, Response};
use crate::order::Order;

const FLAVOUR: Flavour = Flavour {
    // Since 2.0: a 1.3 has none.
    told: "adjustments",
    untold: &["token", "checkout_steps"],
    is_oldest: true,
    are_lines_single: true,
    is_source_inside: false,
    is_token_param: false,
    needs_billing: true,
    is_rental: false,
    has_payment_call: false,
};

/// The doors of the Spree 2.0 room.
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
    has_bearer: false,
    needs_proxy: true,
    has_lock: false,
    has_current: false,
    address: ADDRESS,
    habits: Habits {
        lacks: &["removeCoupon", "payment.wallet"],
        needs_billing: true,
        tells_late: true,
        bars,
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

/// The server would send it for nothing, to where it sends nothing.
fn bars(order: &Order, _intent: &Intent, found: &mut Vec<Blocker>) {
    if order.step == Step::Delivery && !plan::is_rated(order) {
        found.push(Blocker::error("rate.gone", Step::Delivery, "shipping"));
    }
}

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
