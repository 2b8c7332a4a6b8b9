//! Spree 2.3 to 4.4, as its source and four running versions say: 2.3.13, 2.4.2, 3.7.14.1, 4.4.1.
//!
//! The API is under `/api/v1` since 3.1 and under `/api` before.

use super::classic::{ask, decode, encode, furthest, machine, plan};
use super::{Doors, Habits};
use crate::checkout::Step;

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
    roots: &["/api/v1", "/api"],
    has_bearer: true,
    needs_proxy: false,
    has_lock: false,
    has_current: true,
    habits: Habits::NONE,
    plan: plan::plan,
    expect: machine::expect,
    furthest,
    encode: encode::encode,
    decode: decode::decode,
    ask: ask::ask,
    tell: ask::tell,
};
