//! Sylius 1.x with its split checkout endpoints (the admin API, v1), as its source and two running versions say: 1.6.9 and
//! 1.7.11; 1.9.2 by its notes.
//!
//! What sets it apart: success is 204 without a body, so that a call is judged by the read that follows. A cart belongs to
//! one customer for ever. Steps are skipped by the server, and stay skipped when what they were skipped for has changed.
//! A coupon is taken without a word and counts from the next recalculation on. `complete` checks no total and no lines.

mod ask;
mod body;
mod check;
mod decode;
mod encode;
mod machine;
mod plan;

use super::{Doors, Habits};
use crate::check::address::Shop;
use crate::checkout::{Blocker, Call, Intent, Step};
use crate::order::Order;

/// A postal code and both names, in every version.
const ADDRESS: Shop = Shop {
    asks_code: Some(true),
    splits_name: true,
    ..Shop::UNKNOWN
};

/// The doors of the Sylius 1 room.
pub(super) const DOORS: Doors = Doors {
    steps: &[
        Step::Cart,
        Step::Delivery,
        Step::Payment,
        Step::Confirm,
        Step::Complete,
    ],
    roots: &[],
    has_bearer: false,
    needs_proxy: true,
    has_lock: false,
    has_current: false,
    address: ADDRESS,
    habits: Habits {
        lacks: &["shipping.address2", "billing.address2", "payment.source"],
        bars,
        repeats_lines: true,
        tells_coupon: true,
        is_payment_chosen: true,
        lists_skips: true,
        max_quantity: 9_999,
        check: check::refused,
        ..Habits::NONE
    },
    plan: plan::plan,
    expect: machine::expect,
    furthest,
    encode: encode::encode,
    decode: decode::decode,
    ask: ask::ask,
    tell: ask::tell,
};

/// Each verb has one transition, and goes nowhere when it comes twice.
fn furthest(_: &Order, call: &Call) -> Step {
    match call {
        Call::Complete { .. } => Step::Complete,
        Call::Contact(_) | Call::Choose(_) | Call::Pay(_) => Step::Confirm,
        _ => Step::Address,
    }
}

/// Whether shipping was skipped, and with it the choice of a method.
fn skips(order: &Order, step: &Step) -> bool {
    !order.steps.is_empty() && !order.steps.contains(step)
}

/// Addresses are taken for countries nobody delivers to: the old method and its price stay on the order, and every
/// later call is refused.
fn bars(order: &Order, intent: &Intent, found: &mut Vec<Blocker>) {
    let has_rates = order.shipments.iter().any(|s| !s.rates.is_empty());
    if order.step == Step::Delivery && !order.lacks_rates && !has_rates && intent.shipping.is_none() {
        found.push(Blocker::error("rate.none", Step::Address, "shipping"));
    }
    check::blame(order, intent, found);
    let other = |payment: &crate::order::Payment| {
        intent
            .payment
            .as_ref()
            .is_some_and(|w| w.method != payment.method)
    };
    if order.step == Step::Confirm && skips(order, &Step::Payment) && order.live_payments().any(other) {
        // The shop has one method, and does not ask.
        found.push(Blocker::error("shop.refused", Step::Payment, "payment"));
    }
}
