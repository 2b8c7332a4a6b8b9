//! Solidus 2.8 to 4.x, as its source and a running 4.7.0 say.
//!
//! What sets it apart: `PATCH /checkouts` saves *and* goes one step on; `advance` goes on by itself but
//! never places; a payment is charged with the amount it was made for, whatever the order costs by then;
//! any edit of lines starts the checkout anew.

mod ask;
mod decode;
mod encode;
mod machine;
mod plan;

use super::{Doors, Habits};
use crate::check::address::Shop;
use crate::checkout::{Call, Query, Step};
use crate::dialect::Wire;
use crate::http::Request;
use crate::order::Order;

/// Every version asks for a postal code, wherever the address is (2.8 to 4.x).
const ADDRESS: Shop = Shop {
    asks_code: Some(true),
    ..Shop::UNKNOWN
};

/// The doors of the Solidus room.
pub(super) const DOORS: Doors = Doors {
    steps: &[
        Step::Cart,
        Step::Address,
        Step::Delivery,
        Step::Payment,
        Step::Confirm,
        Step::Complete,
    ],
    roots: &[],
    has_bearer: true,
    needs_proxy: false,
    has_lock: true,
    has_current: true,
    address: ADDRESS,
    habits: Habits::NONE,
    plan: plan::plan,
    expect: machine::expect,
    furthest,
    encode: encode::encode,
    decode: decode::decode,
    ask: |query: &Query, wire: &Wire<'_>| -> Option<Box<Request>> { Some(ask::ask(query, wire)) },
    tell: ask::tell,
};

/// Carried out twice, no verb but `complete` places: `next` and `advance` stop at confirm since 2.1.
fn furthest(_: &Order, call: &Call) -> Step {
    match call {
        Call::Complete { .. } => Step::Complete,
        Call::Next | Call::Advance | Call::Contact(_) | Call::Choose(_) | Call::Pay(_) => Step::Confirm,
        _ => Step::Address,
    }
}
