//! Wishes held against the order as told: fulfilled ones are dropped, by the room's own idea of "the same".

use super::call::Call;
use super::intent::{Billing, Key, Target};
use super::rates::resolve_rates;
use super::{Session, Step};
use crate::error::{Code, Error};
use crate::order::{Address, Order, same_text};
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
        let mut done = Vec::new();
        for key in self.intent.open() {
            let is_done = match &key {
                Key::Empty => order.lines.is_empty(),
                // An earlier wish to empty the cart comes first.
                Key::Line(_) | Key::Variant(_) => !self.intent.empty && self.is_line_done(&key, order),
                _ if !is_fresh => false,
                Key::Email => same_text(&self.intent.email, &order.email),
                Key::Shipping => same(self.intent.shipping.as_ref(), order.shipping.as_ref()),
                Key::Billing => self.is_billing_done(order),
                Key::Notes => same_text(&self.intent.notes, &order.notes),
                Key::Rate => self.is_rate_done(order),
                // Coupons are told by their own answers alone; a payment is gone once it is sent.
                Key::Coupon(_) | Key::Payment => false,
            };
            if is_done {
                done.push(key);
            }
        }
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
        if *key == Key::Rate {
            self.intent.is_rate_kept = true;
        } else {
            self.intent.drop_wish(key);
        }
        self.outcomes.confirm(key);
    }

    /// A wish is refused: it is dropped, and shown as refused.
    pub(super) fn refuse(&mut self, key: &Key, error: &Error) {
        self.intent.drop_wish(key);
        self.outcomes.refuse(key, error);
        self.touch();
    }

    fn is_line_done(&self, key: &Key, order: &Order) -> bool {
        let Some(wish) = self.intent.lines.iter().find(|w| w.target.key() == *key) else {
            return true;
        };
        let mut rows = order.lines.iter().filter(|line| wish.target.names(line));
        match (rows.next(), rows.next()) {
            (None, _) => wish.quantity == 0,
            (Some(row), None) => row.quantity == wish.quantity,
            _ => false,
        }
    }

    fn is_billing_done(&self, order: &Order) -> bool {
        // While the shipping address is still to be sent, "the same" is not decided.
        match &self.intent.billing {
            Some(Billing::Address(address)) => same(Some(address), order.billing.as_ref()),
            Some(Billing::Same) => {
                self.intent.shipping.is_none()
                    && order.shipping.is_some()
                    && same(order.shipping.as_ref(), order.billing.as_ref())
            }
            None => true,
        }
    }

    fn is_rate_done(&self, order: &Order) -> bool {
        let Some(wish) = &self.intent.rate else {
            return true;
        };
        // Where no more may be sent before the attempt, what the shop has preselected is the choice made.
        let is_past = match order.step {
            Step::Payment | Step::Confirm => true,
            Step::Delivery => self.may_place(&Call::Next),
            _ => false,
        };
        is_past && resolve_rates(wish, order).is_ok_and(|rates| rates.iter().all(|r| r.is_selected))
    }
}

fn same(wished: Option<&Rc<Address>>, told: Option<&Rc<Address>>) -> bool {
    match (wished, told) {
        (Some(wished), Some(told)) => wished.first_difference(told).is_none(),
        _ => false,
    }
}
