//! The classic API of Spree 2.0 to 4.4: what its generations have in common. A library for their rooms.
//!
//! What sets it apart: there is no call for placing alone. `next`, `advance` and `PUT /checkouts` go on wherever they
//! can, and a payment may place the order it is sent with. No total is checked and no lock held. Addresses name
//! countries by the shop's own ids.

pub(super) mod ask;
pub(super) mod decode;
pub(super) mod encode;
pub(super) mod machine;
pub(super) mod plan;

use crate::check::address::Shop;
use crate::checkout::{Call, PayBy, Step};
use crate::http::Request;
use crate::json::Value;
use crate::order::{Line, Money, Order, PaymentState};
use crate::text::around;

/// What the generations differ in.
#[derive(Debug)]
pub(super) struct Flavour {
    /// A member that every order of the generation has.
    pub(super) told: &'static str,
    /// Members that none of its orders has.
    pub(super) untold: &'static [&'static str],
    /// Whether it is the first one, 2.0.0 to 2.0.3: orders are made by `POST /checkouts`, `PUT /checkouts/:n` goes on by
    /// itself and there is no other verb, not for coupons either; a change of the cart leaves step and shipments alone.
    pub(super) is_oldest: bool,
    /// Whether lines go one by one.
    pub(super) are_lines_single: bool,
    /// Whether a card stands within the order, and not beside it.
    pub(super) is_source_inside: bool,
    /// Whether a guest's token goes as a parameter.
    pub(super) is_token_param: bool,
    /// Whether a missing billing address is refused.
    pub(super) needs_billing: bool,
    /// Whether it is the annex for shops that rent things out.
    pub(super) is_rental: bool,
    /// Whether every payment may go by a call of its own: a guest's is refused (2.1.12), or deleted by the next call
    /// (2.0, up to 2.1.7 and 2.2.2). From 2.2 on a token does, where it was not seen to be deleted.
    pub(super) has_payment_call: bool,
}

impl Flavour {
    /// Whether an order is told by a server of this generation.
    fn fits(&self, order: &Value) -> bool {
        let has = |key: &str| !order.get(key).is_null();
        has(self.told) && !self.untold.iter().any(|key| has(key))
    }
}

/// The root of an API whose paths have to name their format, as the guides write them: the mark before it is no part of them.
pub(super) const NAMED: &str = "/.json/api";

/// The request, its format named where the root says so.
#[inline(never)]
pub(super) fn formatted(mut request: Box<Request>) -> Box<Request> {
    if let Some(path) = request.path.strip_prefix("/.json") {
        request.path = match around(path, path.bytes().position(|byte| byte == b'?')) {
            Some((path, query)) => [path, ".json?", query].concat(),
            None => [path, ".json"].concat(),
        };
    }
    request
}

/// What the rental annex calls a part of a rental.
fn wire_name(part: &str) -> &'static str {
    match part {
        "start" => "rental_start_date",
        "end" => "rental_end_date",
        _ => "zipcode",
    }
}

/// Every version asks for a name of two words (2.0 to 4.4); since 3.2 for a postal code where the country has them.
pub(super) const ADDRESS: Shop = Shop {
    splits_name: true,
    ..Shop::UNKNOWN
};

/// A payment that goes with its step always counts. The others place what needs no more payment, or has one: see [`is_loaded`].
pub(super) fn furthest(order: &Order, call: &Call) -> Step {
    let onwards = if is_loaded(order) {
        Step::Complete
    } else {
        Step::Confirm
    };
    match call {
        Call::Pay(pay) if pay.by == PayBy::Itself => Step::Confirm,
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
    has_payment(order) || !order.customer.is_empty() || is_free(order)
}

/// Whether there may be nothing to pay for the goods.
pub(super) fn is_free(order: &Order) -> bool {
    let mut left = order.totals.items;
    for adjustment in order.adjustments.iter() {
        if !adjustment.amount.is_positive() {
            left = left.plus(adjustment.amount).unwrap_or(Money::ZERO);
        }
    }
    // Of what is only expected the price is not known, but there will be one.
    !left.is_positive() && !order.lines.iter().any(Line::is_wished)
}

/// Whether there is a payment that placing would use, or that stands for money under way.
fn has_payment(order: &Order) -> bool {
    use PaymentState::{Failed, Invalid, Void};
    let is_dead = |state| matches!(state, Failed | Invalid | Void);
    !order.payments.iter().all(|p| is_dead(p.state))
}
