//! Sylius with one checkout URL whose meaning depends on the state the server is in: 0.13 to 0.16 as they ran, and the
//! form its documentation describes, which no release served.
//!
//! Every `PUT` goes one state on: addresses, shipping methods, a payment method, and at last the order itself. Nothing
//! goes back. In the state `payment` every `PUT` places the order, whatever its body; so a payment that is carried out
//! twice places it. A `HEAD` is carried out like a `PUT`, and a `GET` of a payment or of its method deletes it: neither
//! is ever sent. Orders are made by the page's backend, and the prices of their lines are its own.

mod ask;
mod decode;
mod encode;
mod machine;
mod order;
mod plan;

use super::{Doors, Habits};
use crate::check::address::Shop;
use crate::checkout::{Blocker, Call, Intent, Key, Step};
use crate::order::{Naming, Order};
use crate::text::join;

/// The root of the documented form.
const DOCUMENTED: &str = "/api/v1";

/// The doors of the room.
pub(super) const DOORS: Doors = Doors {
    steps: &[
        Step::Cart,
        Step::Delivery,
        Step::Payment,
        Step::Confirm,
        Step::Complete,
    ],
    roots: &["/api", DOCUMENTED],
    has_bearer: false,
    needs_proxy: true,
    has_lock: false,
    has_current: false,
    // A postal code and both names, in every version.
    address: Shop {
        asks_code: Some(true),
        splits_name: true,
        ..Shop::UNKNOWN
    },
    habits: Habits {
        lacks: &[
            "coupon",
            "notes",
            "shipping.address2",
            "billing.address2",
            "payment.source",
        ],
        is_one_way: true,
        replaces_lines: true,
        reads_first: true,
        hides_email: true,
        hides_phone: true,
        pays_nothing: true,
        reads_blind: true,
        bars,
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

/// Addresses and methods sent twice are refused by the next step's form. In the state `payment` everything places.
fn furthest(order: &Order, call: &Call) -> Step {
    match call {
        Call::Pay(_) | Call::Complete { .. } => Step::Complete,
        Call::Contact(_) | Call::Choose(_) if order.step == Step::Confirm => Step::Complete,
        Call::Contact(_) => Step::Delivery,
        Call::Choose(_) => Step::Payment,
        _ => Step::Cart,
    }
}

/// What can no longer be changed, and what never leads on: a new order can.
fn bars(order: &Order, intent: &Intent, found: &mut Vec<Blocker>) {
    if let Some(address) = &intent.shipping
        && let Some(part) = machine::wrong_part(address)
    {
        let field = join(&["shipping.", part]);
        // The checks of every family have said so already where something is missing.
        if !found.iter().any(|other| other.is_error && other.field == field) {
            found.push(Blocker::error("address.field", Step::Cart, &field));
        }
    }
    if !order.is_read() {
        return;
    }
    for key in intent.open() {
        if is_fixed(order, &key) {
            found.push(Blocker::error("order.fixed", order.step.clone(), key.head()));
        }
    }
    let is_offered = order.step == Step::Delivery && !order.shipments.is_empty();
    if is_offered && order.shipments.iter().any(|s| s.rates.is_empty()) {
        found.push(Blocker::error("rate.none", Step::Delivery, "shipping"));
    } else if is_offered && order.naming == Naming::Unknown {
        found.push(Blocker::error("rate.undecided", Step::Delivery, "rate"));
    }
}

/// Whether a wish comes too late. Lines could be changed to the end, but tax stays what it was with the addresses
/// (0.13 to 0.16), and after the order is placed they still could.
fn is_fixed(order: &Order, key: &Key) -> bool {
    match key {
        Key::Email => true,
        Key::Rate => order.step.is_past_delivery(),
        Key::Payment => order.step == Step::Confirm,
        _ => order.step != Step::Cart,
    }
}
