//! Spree 2.3 to 4.4, as its source and four running versions say: 2.3.13, 2.4.2, 3.7.14.1, 4.4.1.
//!
//! What sets it apart: there is no call for placing alone. `next`, `advance` and `PUT /checkouts` go on wherever they
//! can, and a payment may place the order it is sent with. No total is checked and no lock held. The API is under
//! `/api/v1` since 3.1 and under `/api` before. Addresses name countries by the shop's own ids.

mod ask;
mod decode;
mod encode;
mod machine;
mod plan;

use super::Doors;
use crate::checkout::{Call, Step};
use crate::order::{Money, Order, PaymentState};

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
    has_bearer: false,
    has_lock: false,
    has_current: false,
    plan: plan::plan,
    expect: machine::expect,
    furthest,
    encode: encode::encode,
    decode: decode::decode,
    ask: ask::ask,
    tell: ask::tell,
};

/// A payment always counts. The others place what needs no more payment, or has one: see [`is_loaded`].
fn furthest(order: &Order, call: &Call) -> Step {
    let onwards = if is_loaded(order) {
        Step::Complete
    } else {
        Step::Confirm
    };
    match call {
        Call::Complete { .. } | Call::Pay(_) => Step::Complete,
        // The step goes along, or is two steps behind.
        Call::Contact(contact) if contact.back_to.is_some() || order.step == Step::Cart => Step::Delivery,
        Call::Next if order.step == Step::Cart => Step::Delivery,
        Call::Next | Call::Advance | Call::Contact(_) | Call::Choose(_) => onwards,
        _ => Step::Address,
    }
}

/// Whether a call that goes on may place the order: it has a payment, or may get one by itself (a customer's saved card,
/// 2.4 and 3.0), or may cost nothing. A stale payment of 5 on an order of 25.99 was placed by `advance` (4.4.1).
fn is_loaded(order: &Order) -> bool {
    let mut left = order.totals.items;
    for adjustment in order.adjustments.iter() {
        if !adjustment.amount.is_positive() {
            left = left.plus(adjustment.amount).unwrap_or(Money::ZERO);
        }
    }
    has_payment(order) || !order.customer.is_empty() || !left.is_positive()
}

/// Whether there is a payment that placing would use, or that stands for money under way.
fn has_payment(order: &Order) -> bool {
    use PaymentState::{Failed, Invalid, Void};
    let is_dead = |state| matches!(state, Failed | Invalid | Void);
    !order.payments.iter().all(|p| is_dead(p.state))
}
