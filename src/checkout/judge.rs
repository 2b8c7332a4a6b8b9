//! Wishes held against the order as told: fulfilled ones are dropped, by the room's own idea of "the same".

use super::call::Call;
use super::intent::{Billing, Intent, Key, Target};
use super::rates::resolve_rates;
use super::{Session, Step};
use crate::dialect::Doors;
use crate::error::{Code, Error};
use crate::list;
use crate::order::{Address, Naming, Order, rental, same_text};
use std::rc::Rc;

impl Session {
    /// Drops every wish the order fulfils, and tells whoever wished it.
    pub(super) fn judge(&mut self) {
        // "The same as shipping" can be judged once shipping is: a second look.
        while self.judge_once() {}
    }

    fn judge_once(&mut self) -> bool {
        let Some(order) = &self.store.order else {
            if self.intent.empty {
                // There is nothing to empty.
                self.fulfil(&Key::Empty);
            }
            return false;
        };
        if !self.store.is_verified() {
            return false;
        }
        let is_fresh = self.store.is_fresh();
        let done = fulfilled(self.doors(), order, &self.intent, is_fresh);
        // A line that another tab took away cannot be set any more.
        let gone = self.intent.lines.iter().find(|wish| {
            is_fresh
                && wish.quantity > 0
                && matches!(wish.target, Target::Line(_))
                && !order.lines.iter().any(|line| wish.target.names(line))
        });
        if let Some(key) = gone.map(|wish| wish.target.key()) {
            self.refuse(&key, &Error::naming(Code::NotFound, "lines.line", "gone"));
            return true;
        }
        for key in &done {
            self.fulfil(key);
        }
        if !done.is_empty() {
            self.touch();
        }
        !done.is_empty()
    }

    /// A wish is fulfilled: it is dropped, but for the rates, which stay as a preference.
    pub(super) fn fulfil(&mut self, key: &Key) {
        self.intent.fulfil(key);
        self.outcomes.confirm(key);
    }

    /// A wish is refused: it is dropped, and shown as refused.
    pub(super) fn refuse(&mut self, key: &Key, error: &Error) {
        self.intent.drop_wish(key);
        self.outcomes.refuse(key, error);
        self.touch();
    }
}

/// The wishes that this order fulfils. Where it is not all known, only lines are.
pub(super) fn fulfilled(doors: &Doors, order: &Order, intent: &Intent, is_fresh: bool) -> Vec<Key> {
    let mut done = intent.open();
    list::remove(&mut done, &|key| {
        !match key {
            Key::Empty => order.lines.is_empty(),
            // An earlier wish to empty the cart comes first.
            Key::Line(_) | Key::Variant(_) => {
                let is_told = is_fresh || !doors.habits.repeats_lines;
                is_told && !intent.empty && is_line_done(key, order, intent)
            }
            _ if !is_fresh => false,
            Key::Email => same_text(&intent.email, &order.email),
            Key::Shipping => same(doors, order, intent.shipping.as_ref(), order.shipping.as_ref()),
            Key::Billing => is_billing_done(doors, order, intent),
            Key::Notes => same_text(&intent.notes, &order.notes),
            Key::Rental => rental::is_told(&intent.rental, &order.rental),
            Key::Rate => is_rate_done(doors, order, intent),
            // Coupons are told by their own answers alone; a payment is gone once it is sent.
            Key::Coupon(_) | Key::Payment => false,
        }
    });
    done
}

fn is_line_done(key: &Key, order: &Order, intent: &Intent) -> bool {
    let Some(wish) = intent.lines.iter().find(|w| w.target.key() == *key) else {
        return true;
    };
    let mut rows = order.lines.iter().filter(|line| wish.target.names(line));
    match (rows.next(), rows.next()) {
        (None, _) => wish.quantity == 0,
        (Some(row), None) => row.quantity == wish.quantity,
        _ => false,
    }
}

fn is_billing_done(doors: &Doors, order: &Order, intent: &Intent) -> bool {
    // While the shipping address is still to be sent, "the same" is not decided.
    match &intent.billing {
        Some(Billing::Address(address)) => same(doors, order, Some(address), order.billing.as_ref()),
        Some(Billing::Same) => {
            intent.shipping.is_none()
                && order.shipping.is_some()
                && same(doors, order, order.shipping.as_ref(), order.billing.as_ref())
        }
        None => true,
    }
}

fn is_rate_done(doors: &Doors, order: &Order, intent: &Intent) -> bool {
    let Some(wish) = &intent.rate else {
        return true;
    };
    // Where no more may be sent before the attempt, what the shop has preselected is the choice made.
    let is_past = match order.step {
        Step::Payment | Step::Confirm => true,
        Step::Delivery => (doors.furthest)(order, &Call::Next) == Step::Complete,
        _ => false,
    };
    let is_skipped = doors.habits.lists_skips && !order.steps.contains(&Step::Delivery);
    is_past
        && (is_skipped || resolve_rates(wish, order).is_ok_and(|rates| rates.iter().all(|r| r.is_selected)))
}

/// Whether the shop's address is the wished one, as far as it tells it.
fn same(doors: &Doors, order: &Order, wished: Option<&Rc<Address>>, told: Option<&Rc<Address>>) -> bool {
    let (Some(wished), Some(told)) = (wished, told) else {
        return false;
    };
    if !doors.habits.hides_phone {
        return wished.first_difference(told).is_none();
    }
    let mut told = Address::clone(told);
    told.complete(wished, order.naming == Naming::Place);
    wished.first_difference(&told).is_none()
}
