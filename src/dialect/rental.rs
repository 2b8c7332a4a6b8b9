//! A shop that rents things out, on Spree 2.3 or 2.4: the annex of that room, behind the option `rental`.
//!
//! No recording of such a server exists: all that is said of it here is inferred from its one document. An order has
//! days and an area (`rental_start_date`, `rental_end_date`, `zipcode`), which ride with lines. There is one way to ship,
//! so that good addresses lead from `address` past `delivery`; a payment sent with them leads to `confirm`. As that is
//! before anybody has seen what it costs, it leaves in an attempt alone, which ends `changed`, and the next one places.

use super::classic::{self, Flavour, decode, encode, machine, plan};
use super::{Doors, Habits, View, Wire};
use crate::checkout::{Answer, Call, Expectation, Step};
use crate::http::{Request, Response};
use crate::order::Order;

const FLAVOUR: Flavour = Flavour {
    is_rental: true,
    needs_billing: true,
    ..super::spree_2_3::FLAVOUR
};

/// The doors of the rental annex.
pub(super) const DOORS: Doors = Doors {
    habits: Habits {
        needs_billing: true,
        rents: true,
        ..Habits::NONE
    },
    plan,
    expect,
    furthest,
    encode,
    decode,
    ..super::spree_2_3::DOORS
};

fn plan(view: &View<'_>) -> Option<Call> {
    plan::plan(view, &FLAVOUR)
}

fn expect(order: &Order, call: &Call) -> Expectation {
    machine::expect(order, call, &FLAVOUR)
}

/// Where there is nothing to pay, `payment` is no step, and what leads past `delivery` may place the order.
fn furthest(order: &Order, call: &Call) -> Step {
    match call {
        Call::Contact(_) if classic::is_free(order) => Step::Complete,
        _ => classic::furthest(order, call),
    }
}

fn encode(call: &Call, wire: &Wire<'_>) -> Option<Box<Request>> {
    encode::encode(call, wire, &FLAVOUR).map(classic::formatted)
}

fn decode(call: &Call, response: &Response, wire: &Wire<'_>) -> Answer {
    decode::decode(call, response, wire, &FLAVOUR)
}
