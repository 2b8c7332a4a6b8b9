//! Finding the order again: after a reload, beside another tab, and when a cart has died.

use super::attempt::Attempt;
use super::edit::wish;
use super::input::Edits;
use super::intent::{CouponWish, LineWish, Target};
use super::{AuthKind, Billing, Session};
use crate::json::{Value, map};
use crate::list;
use crate::order::{Order, rental};
use crate::store::{Freshness, Saved};
use crate::text::Text;
use std::rc::Rc;

impl Session {
    /// Takes up what the storage holds. The order found there is in doubt until it is read.
    pub fn resume(&mut self, saved: Option<&[u8]>) {
        if let AuthKind::Order(number, token) = &self.config.auth {
            let (number, token) = (number.clone(), token.clone());
            self.store.order = Some(Rc::new(Order::numbered(number)));
            self.store.token = Some(token);
            self.store.freshness = Freshness::Doubt;
        }
        if let Some(saved) = saved.and_then(Saved::read).filter(|s| !s.is_placed) {
            let own = self.store.order.as_ref().map(|o| o.number.clone());
            if own.is_none_or(|own| own == saved.number) {
                self.adopt_saved(saved);
            }
        }
    }

    fn adopt_saved(&mut self, saved: Saved) {
        self.journal.writes = saved.writes;
        if !saved.number.is_empty() {
            self.store.order = Some(Rc::new(Order::numbered(saved.number)));
            // One that was handed in is newer than what was stored.
            self.store.token = self.store.token.take().or(saved.token);
            self.store.freshness = Freshness::Doubt;
        }
        self.adopt_coupons(saved.coupons);
        self.attempt = saved.attempt.as_ref().and_then(Attempt::resume).map(Box::new);
        self.adopt_wishes(&saved.wishes);
        if let (true, Some(order)) = (self.doors().habits.hides_email, &mut self.store.order) {
            Rc::make_mut(order).email = std::mem::take(&mut self.intent.email);
        }
    }

    fn adopt_coupons(&mut self, coupons: Vec<Text>) {
        self.store.counted = coupons.first().cloned().unwrap_or_default();
        self.store.coupons = coupons;
    }

    /// Wishes are absolute: made again, they do no more than the first time. One by one, so that one that cannot be made
    /// again takes no other with it.
    fn adopt_wishes(&mut self, wishes: &Value) {
        let Value::Map(wishes) = wishes else { return };
        let rents = self.doors().habits.rents;
        // Made where the page rented things out, by the same key.
        for (key, wished) in wishes.iter().filter(|(key, _)| rents || *key != "rental") {
            let alone = std::slice::from_ref(wished);
            let is_list = matches!(wished, Value::List(_));
            for one in if is_list { wished.items() } else { alone } {
                let mut edits = Value::object();
                let one = one.clone();
                edits.put(key, if is_list { Value::list(vec![one]) } else { one });
                if let Ok(edits) = Edits::read(&edits, None, None, false) {
                    wish(&mut self.intent, edits, &self.store, &mut |_| {});
                }
            }
        }
    }

    /// Under the lock: has another tab written since?
    pub(super) fn notice_other_tab(&mut self, saved: Option<&[u8]>) {
        let Some(saved) = saved.and_then(Saved::read) else {
            return;
        };
        if self.journal.is_memory {
            // Nothing of ours is stored any more, so nothing there tells one tab of another.
            return;
        }
        let own = self.store.order.as_ref().map(|o| o.number.clone());
        match own {
            // Another tab made the order this one was about to make.
            None if !saved.number.is_empty()
                && !saved.is_placed
                && saved.number != self.journal.left
                && matches!(self.config.auth, AuthKind::Guest | AuthKind::Proxy) =>
            {
                self.catch_up(&saved);
                self.adopt_coupons(saved.coupons);
                self.store.order = Some(Rc::new(Order::numbered(saved.number)));
                self.store.token = saved.token;
                self.store.freshness = Freshness::Doubt;
                self.touch();
            }
            Some(own) if saved.number != own || saved.is_placed || saved.writes != self.journal.writes => {
                self.store.freshness = Freshness::Doubt;
                if saved.number == own {
                    self.catch_up(&saved);
                }
            }
            _ => {}
        }
    }

    /// A customer cannot reach the order that the storage spoke of: it is somebody else's. The own one is looked for.
    pub(super) fn forsake(&mut self) -> bool {
        let is_foreign = self.store.order.as_ref().is_some_and(|o| !o.is_read());
        if self.config.auth != AuthKind::Bearer || self.attempt.is_some() || !is_foreign {
            return false;
        }
        self.leave();
        self.is_current_asked = false;
        self.touch();
        true
    }

    /// Whether the journal may be written over what the storage holds now.
    ///
    /// An old tab must not lose another one's new cart, bring a token back over a tombstone, or hide that another
    /// tab has called: then it reads first.
    pub fn may_overwrite(&mut self, stored: Option<&[u8]>) -> bool {
        self.journal.retry_at_ms = None;
        let Some(saved) = stored.and_then(Saved::read) else {
            self.crowd_out(false);
            return true;
        };
        let own = self
            .store
            .order
            .as_ref()
            .map(|o| o.number.clone())
            .unwrap_or_default();
        if self.journal.is_memory || saved.number.is_empty() {
            self.crowd_out(false);
            return true;
        }
        if saved.number != own {
            // Another order: one that is over, or the one this tab has left, makes room. Not while another tab may be placing it.
            let is_left = saved.number == self.journal.left;
            let attempt = saved.attempt.as_ref().and_then(Attempt::resume);
            let others = attempt.filter(|a| a.id != self.journal.given_up);
            let until = others.and_then(|a| a.places_until(self.now_ms));
            self.journal.retry_at_ms = until.filter(|_| is_left);
            self.crowd_out(!saved.is_placed && (!is_left || until.is_some()));
            return !self.journal.is_crowded_out;
        }
        self.crowd_out(false);
        if self.store.is_placed || (!saved.is_placed && saved.writes <= self.journal.writes) {
            return true;
        }
        self.catch_up(&saved);
        self.journal.is_behind = true;
        self.store.freshness = Freshness::Doubt;
        false
    }

    /// What this tab knows is not stored, since the storage holds another order that is not over.
    fn crowd_out(&mut self, is_out: bool) {
        if self.journal.is_crowded_out != is_out {
            self.journal.is_crowded_out = is_out;
            self.touch();
        }
    }

    /// Another tab has called on this order: how often, and whether it may be placing it. Then nothing else may, and whoever
    /// waits here is told what comes of that.
    fn catch_up(&mut self, saved: &Saved) {
        self.journal.writes = saved.writes.max(self.journal.writes);
        let other = saved.attempt.as_ref().filter(|_| !saved.is_placed);
        let Some(mut other) = other.and_then(Attempt::resume) else {
            return;
        };
        if self.attempt.as_ref().is_some_and(|own| own.id == other.id) {
            return;
        }
        if let Some(own) = self.attempt.take() {
            other.take_over(*own);
        }
        self.attempt = Some(Box::new(other));
    }

    /// The order can no longer be reached, and no attempt on it is open: what was in it becomes wishes for a new one.
    ///
    /// Only a guest's or a visitor's own order heals. One that was handed in, or a customer's, is not ours to replace.
    pub(super) fn heal(&mut self) -> bool {
        let is_own = matches!(self.config.auth, AuthKind::Guest | AuthKind::Proxy);
        if !is_own || self.attempt.is_some() {
            return false;
        }
        let Some(dead) = self.store.order.clone() else {
            return false;
        };
        // One that was never read is not a cart that died, but a number or token that never was good.
        if !dead.is_read() || std::mem::replace(&mut self.pace.is_healed, true) {
            return false;
        }
        self.carry_over(&dead);
        self.outcomes.tell(map! { "kind" => "other" });
        self.touch();
        true
    }

    /// What was in an order becomes wishes for a new one, and the order is left.
    pub(super) fn carry_over(&mut self, dead: &Order) {
        // Line ids die with the order; wishes about them go on by what they sell.
        for wished in &mut self.intent.lines {
            if let Target::Line(id) = &wished.target
                && let Some(line) = dead.lines.iter().find(|l| l.id == *id)
            {
                wished.target = Target::Variant(line.variant.clone());
            }
        }
        list::remove(&mut self.intent.lines, &|w| matches!(w.target, Target::Line(_)));
        let is_emptied = std::mem::take(&mut self.intent.empty);
        for line in dead.lines.iter().filter(|_| !is_emptied) {
            let target = Target::Variant(line.variant.clone());
            if !self.intent.lines.iter().any(|w| w.target == target) {
                self.intent.lines.push(LineWish {
                    target,
                    quantity: line.quantity,
                });
            }
        }
        if self.intent.email.is_empty() {
            self.intent.email.clone_from(&dead.email);
        }
        self.intent.rental = rental::over(&self.intent.rental, &dead.rental);
        if self.intent.shipping.is_none() {
            self.intent.shipping.clone_from(&dead.shipping);
        }
        if self.intent.billing.is_none() {
            self.intent.billing = dead.billing.clone().map(Billing::Address);
        }
        for code in std::mem::take(&mut self.store.coupons) {
            if !self.intent.coupons.iter().any(|wish| wish.code == code) {
                self.intent.coupons.push(CouponWish { code, apply: true });
            }
        }
        self.leave();
        self.intent.is_rate_kept = false;
        self.held = None;
    }
}
