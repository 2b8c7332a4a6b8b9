//! What a page does: edits, what-ifs, submits, and giving up.

use super::attempt::Attempt;
use super::call::Call;
use super::input::Edits;
use super::intent::{Billing, Card, Intent, Key, Target};
use super::mirror::foresee;
use super::seen::difference;
use super::{Session, Settled};
use crate::error::{Code, Error};
use crate::json::{Value, map};
use crate::list;
use crate::order::rental;
use crate::store::{Freshness, Store};
use crate::text::Text;
use std::rc::Rc;

impl Session {
    /// Turns an action into wishes. They ride together with all that is wished before the next poll.
    ///
    /// Answers with the id under which [`Session::settled`] will tell how it ended.
    ///
    /// # Errors
    /// A refusal: nothing was wished, nothing sent.
    pub fn edit(&mut self, edits: &Value, card: Option<Card>, _now_ms: u64) -> Result<u64, Error> {
        if self.store.is_placed {
            return Err(Error::refusal(Code::OrderComplete));
        }
        if self.attempt.is_some() {
            return Err(Error::refusal(Code::AttemptUnresolved));
        }
        let mut edits = Edits::read(edits, card, self.store.order.as_deref(), self.config.is_raw_card)?;
        if let Some(lacking) = edits.first_of(self.doors().habits.lacks) {
            return Err(Error::naming(Code::Unsupported, lacking, "unsupported"));
        }
        let told = self.store.order.as_ref().map_or(&Value::Null, |o| &o.rental);
        edits.check(&self.doors().habits, &rental::over(&self.intent.rental, told))?;
        let id = self.outcomes.new_id();
        if let Some(order) = &self.store.order {
            check_lines(&edits, order)?;
            if self.doors().habits.replaces_lines {
                // Its id goes when its quantity does; what it sells stays.
                for wish in &mut edits.lines {
                    if let Some(line) = order.lines.iter().find(|line| wish.target.names(line)) {
                        wish.target = Target::Variant(line.variant.clone());
                    }
                }
            }
        }
        let keys = wish(&mut self.intent, edits, &self.store, &mut |gone| {
            self.outcomes.replace(gone)
        });
        // An answer still to come speaks of what was wished before.
        let held = self.held.as_mut().map(|held| &mut held.flight);
        for flight in [self.flight.as_mut(), held].into_iter().flatten() {
            list::remove(&mut flight.keys, &|key| keys.contains(key));
        }
        if keys.contains(&Key::Payment) {
            self.must_reenter = false;
        }
        self.outcomes.wait(id, keys);
        self.go_on();
        Ok(id)
    }

    /// Where these edits would lead, without making them.
    ///
    /// # Errors
    /// The refusal the edit itself would meet.
    pub fn predict(&self, edits: &Value) -> Result<Value, Error> {
        let edits = Edits::read(edits, None, self.store.order.as_deref(), self.config.is_raw_card)?;
        let mut intent = self.intent.clone();
        wish(&mut intent, edits, &self.store, &mut |_| {});
        let view = crate::dialect::View {
            intent: &intent,
            ..self.view()
        };
        Ok(foresee(self.doors(), &view, self.store.is_fresh()).to_value())
    }

    /// Places the order, if it is still the one that was on the screen at revision `seen`.
    ///
    /// `attempt` is the random id of the purchase attempt. Called again while one is under way it joins that.
    /// Answers with the id under which the ending is told.
    pub fn submit(&mut self, seen: u64, attempt: &str, now_ms: u64) -> u64 {
        let id = self.outcomes.new_id();
        if self.store.is_placed {
            let ending = self.ending.clone();
            self.outcomes.settled.push((id, Settled::Ended(ending)));
            return id;
        }
        if let Some(running) = &mut self.attempt {
            running.join(id, now_ms);
            self.pace.wake_up();
            return id;
        }
        match self.gate(seen) {
            Ok(agreed) => {
                self.attempt = Some(Box::new(Attempt::new(attempt, agreed, id, now_ms)));
                if self.store.order.is_some() {
                    // The total is read once more before a one-shot payment is spent on it.
                    self.store.freshness = Freshness::Doubt;
                }
                self.go_on();
            }
            Err(differences) => {
                let ending = map! { "status" => "changed", "differences" => Value::list(differences) };
                self.outcomes.settled.push((id, Settled::Ended(ending)));
                // Whatever kept the total from being confirmed is tried again.
                self.go_on();
            }
        }
        id
    }

    /// Whether rates or addresses go by a call that only an attempt may send. It is sent at the attempt's start, and a
    /// total that changes with it ends it `changed`.
    pub(crate) fn is_choice_held(&self) -> bool {
        let placing = crate::dialect::View {
            is_placing: true,
            ..self.view()
        };
        let plan = self.doors().plan;
        self.attempt.is_none()
            && self.store.is_fresh()
            && plan(&self.view()).is_none()
            && matches!(plan(&placing), Some(Call::Choose(_) | Call::Contact(_)))
    }

    /// The price gate: the total that was seen was confirmed, and nothing has changed since.
    fn gate(&self, seen: u64) -> Result<Rc<super::Seen>, Vec<Value>> {
        let one = |what| vec![difference(what, "", None, None)];
        let Some(now) = self.store.shown_now() else {
            if !self.intent.open().is_empty() {
                return Err(one("unconfirmed"));
            }
            // Without an order there is no total; the attempt ends with the blockers that say so.
            let none = crate::order::Order::numbered(Text::default());
            return Ok(Rc::new(super::Seen::of(&none, &self.intent, true)));
        };
        if seen > self.store.revision {
            return Err(one("revision"));
        }
        let then = self.store.shown_at(seen).ok_or_else(|| one("revision"))?;
        if (then.totals.is_none() || now.totals.is_none()) && !self.is_choice_held() {
            return Err(one("unconfirmed"));
        }
        let differences = then.differences(now);
        if differences.is_empty() {
            Ok(then.clone())
        } else {
            Err(differences)
        }
    }

    /// Gives up on an attempt whose end nobody knows, and opens an empty checkout.
    ///
    /// The order may have been placed all the same: whoever calls this says so to the shopper first.
    pub fn abandon(&mut self) {
        // Without an attempt there is nothing to give up.
        let Some(attempt) = self.attempt.take() else {
            return;
        };
        self.journal.given_up = attempt.id.clone();
        let error = Error::refusal(Code::Aborted).with_outcome(crate::error::Outcome::Unknown);
        for id in attempt.waiters() {
            self.outcomes.settled.push((id, Settled::Refused(error.clone())));
        }
        self.clear();
    }

    /// Opens an empty checkout after a placed order, or instead of one that is not wanted any more.
    ///
    /// # Errors
    /// `attempt_unresolved` while a purchase attempt has no known end.
    pub fn start_new(&mut self) -> Result<(), Error> {
        if self.attempt.is_some() {
            return Err(Error::refusal(Code::AttemptUnresolved));
        }
        self.clear();
        Ok(())
    }

    /// Opens a new order with what is in this one and what is wished, where this one can no longer be changed.
    ///
    /// # Errors
    /// `attempt_unresolved` while a purchase attempt has no known end; `order_complete` once it is placed.
    pub fn renew(&mut self) -> Result<(), Error> {
        if self.attempt.is_some() {
            return Err(Error::refusal(Code::AttemptUnresolved));
        }
        if self.store.is_placed {
            return Err(Error::refusal(Code::OrderComplete));
        }
        if let Some(order) = self.store.order.clone() {
            self.flight = None;
            self.must_reenter = false;
            self.is_create_bare = false;
            self.carry_over(&order);
        }
        self.go_on();
        Ok(())
    }

    fn clear(&mut self) {
        self.outcomes.settle_all(&Settled::Replaced);
        self.outcomes.refused.clear();
        self.leave();
        self.intent = Intent::default();
        // A late answer belongs to the order that was left.
        self.flight = None;
        self.held = None;
        self.must_reenter = false;
        self.is_create_bare = false;
        self.is_current_asked = true;
        self.ending = Value::Null;
        if let super::AuthKind::Order(..) = self.config.auth {
            // The order that was handed in is left; a new one is a guest's.
            self.config.auth = super::AuthKind::Guest;
        }
        self.go_on();
    }

    /// Leaves the order behind; what the storage still says of it is not to bring it back.
    pub(super) fn leave(&mut self) {
        let number = self.store.order.as_ref().map(|o| o.number.clone());
        self.journal.left = number.unwrap_or_default();
        self.journal.is_behind = false;
        self.store = self.store.emptied();
        self.done = None;
    }

    /// An action came: whatever halted the loop is tried again.
    pub(super) fn go_on(&mut self) {
        self.stuck = None;
        self.is_split = false;
        self.pace = super::converge::Pace::default();
        self.last_wake = None;
        self.store.is_just_read = false;
        self.touch();
    }
}

/// A line named by its id must be there, since a line cannot be added by id.
fn check_lines(edits: &Edits, order: &crate::order::Order) -> Result<(), Error> {
    let is_known = |target: &Target| match target {
        Target::Line(id) => order.lines.iter().any(|l| l.id == *id),
        Target::Variant(_) => true,
    };
    if edits.lines.iter().all(|w| is_known(&w.target)) {
        Ok(())
    } else {
        Err(Error::naming(Code::NotFound, "lines.line", "unknown"))
    }
}

/// Lays edits over an intent. Answers with the keys wished now; keys that fell away are given to `replaced`.
pub(super) fn wish(
    intent: &mut Intent,
    edits: Edits,
    store: &Store,
    replaced: &mut dyn FnMut(&[Key]),
) -> Vec<Key> {
    let mut keys = Vec::new();
    if edits.empty {
        replaced(&list::pick(&intent.lines, &|wish| Some(wish.target.key())));
        intent.lines.clear();
        intent.empty = true;
        keys.push(Key::Empty);
    }
    for line in edits.lines {
        // The same line may be known by its id and by what it sells: the later wish counts.
        if let Some(twin) = twin(&line.target, store).map(|twin| twin.key()) {
            if intent.lines.iter().any(|wish| wish.target.key() == twin) {
                replaced(std::slice::from_ref(&twin));
            }
            intent.drop_wish(&twin);
        }
        let key = line.target.key();
        intent.drop_wish(&key);
        keys.push(key);
        intent.lines.push(line);
    }
    if !edits.email.is_empty() {
        intent.email = edits.email;
        keys.push(Key::Email);
    }
    if edits.shipping.is_some() {
        intent.shipping = edits.shipping;
        keys.push(Key::Shipping);
    }
    if edits.billing.is_some() {
        intent.is_billing_same = matches!(edits.billing, Some(Billing::Same));
        intent.billing = edits.billing;
        keys.push(Key::Billing);
    }
    if !edits.notes.is_empty() {
        intent.notes = edits.notes;
        keys.push(Key::Notes);
    }
    if !edits.rental.is_null() {
        intent.rental = rental::over(&edits.rental, &intent.rental);
        keys.push(Key::Rental);
    }
    intent.saves_address |= edits.saves_address;
    for wish in edits.coupons {
        let key = Key::Coupon(wish.code.clone());
        intent.drop_wish(&key);
        keys.push(key);
        intent.coupons.push(wish);
    }
    if edits.rate.is_some() {
        intent.rate = edits.rate;
        intent.is_rate_kept = false;
        keys.push(Key::Rate);
    }
    if edits.payment.is_some() {
        intent.payment = edits.payment;
        keys.push(Key::Payment);
    }
    for key in &keys {
        intent.set_sent(key, 0);
    }
    keys
}

fn twin(target: &Target, store: &Store) -> Option<Target> {
    let lines = &store.order.as_ref()?.lines;
    match target {
        Target::Line(id) => lines
            .iter()
            .find(|l| l.id == *id)
            .map(|l| Target::Variant(l.variant.clone())),
        Target::Variant(variant) => lines
            .iter()
            .find(|l| l.variant == *variant)
            .map(|l| Target::Line(l.id.clone())),
    }
}
