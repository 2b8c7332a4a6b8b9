//! What an answer does: to the store, to the wishes it carried, to the attempt.

use super::call::{Answer, Call, Fault, FaultKind, lost_error};
use super::converge::{MAX_PAUSE_MS, MAX_READS, PAUSE_MS};
use super::flight::{Flight, Held};
use super::intent::Key;
use super::mirror::Blocker;
use super::{AuthKind, Session, Step, Ticket};
use crate::error::{Code, Error, Outcome};
use crate::http::{Lost, Reply};
use crate::json::map;
use crate::list;
use crate::order::{Line, Order, OrderToken, is_id};
use crate::store::{Freshness, changes};
use std::rc::Rc;

/// How long another write on the order is waited for: a lock whose holder died lasts 120 s (Solidus).
pub(super) const LOCK_WAIT_MS: u64 = 150_000;

impl Session {
    /// What a reply says, in words every family shares. A ticket that is not waited for makes it a lost one.
    pub fn decode(&self, ticket: Ticket, reply: &Reply) -> Answer {
        let response = match reply {
            Reply::Response(response) => response,
            Reply::Lost(lost) => return Answer::Lost(*lost),
        };
        if let Some(query) = self.questions.query(ticket) {
            return (self.doors().tell)(query, response);
        }
        match self.flight.as_ref().filter(|f| f.ticket == ticket) {
            Some(flight) => (self.doors().decode)(&flight.call, response, &self.wire()),
            None => Answer::Lost(Lost::Aborted),
        }
    }

    /// What the page's own `createOrder` brought.
    pub fn created(&mut self, ticket: Ticket, made: Option<(&str, &str)>, now_ms: u64) {
        let answer = match made {
            Some((number, token)) if is_id(number) => Answer::Created {
                number: number.into(),
                token: OrderToken::parse(token),
            },
            _ => Answer::HookFailed,
        };
        self.receive(ticket, answer, now_ms);
    }

    /// Tells what came of an effect. A late or unknown ticket changes nothing.
    pub fn receive(&mut self, ticket: Ticket, answer: Answer, now_ms: u64) {
        if self.hear(ticket, &answer, now_ms) {
            return;
        }
        let Some(flight) = self.flight.take_if(|f| f.ticket == ticket) else {
            return;
        };
        self.last_wake = None;
        match answer {
            Answer::Order(order, token) => self.take_order(flight, order, token, now_ms),
            Answer::Line(line) => self.take_line(&flight, *line),
            Answer::Payment(payment) => {
                if let Some(order) = &mut self.store.order {
                    Rc::make_mut(order).payments.push(*payment);
                }
                self.partly_known(&flight);
            }
            Answer::Coupon => self.take_coupon(&flight),
            Answer::Done => self.take_done(&flight),
            Answer::Nothing => self.is_current_asked = true,
            Answer::Created { number, token } => {
                self.store.order = Some(Rc::new(Order::numbered(number)));
                self.store.token = token;
                self.store.freshness = Freshness::Doubt;
            }
            Answer::HookFailed => {
                self.halt(&Error::unknown(Code::CreateOrderFailed, None));
            }
            Answer::Fault(fault) => self.take_fault(flight, &fault, now_ms),
            Answer::Lost(lost) => self.take_lost(flight, lost_error(lost), now_ms),
            Answer::Mismatch { status } => {
                let error = Error::unknown(Code::UnreadableAnswer, Some(status));
                self.take_lost(flight, error, now_ms);
            }
            Answer::Told(_) => {}
        }
        self.touch();
    }

    fn take_order(&mut self, flight: Box<Flight>, order: Rc<Order>, token: Option<OrderToken>, now_ms: u64) {
        let is_create = matches!(flight.call, Call::Create(_) | Call::Current);
        if let Some(known) = self.store.order.as_ref().filter(|_| !is_create) {
            if known.number != order.number {
                // Somebody else's order: never adopted, whatever it says.
                let error = Error::unknown(Code::UnreadableAnswer, None);
                return self.take_lost(flight, error, now_ms);
            }
            let is_ours = |line: &str, variant: &str| self.is_removal_ours(&flight, line, variant);
            for event in changes(known, &order, is_ours) {
                self.outcomes.tell(event);
            }
        }
        self.drift(&flight, &order);
        let before = self.store.order.as_ref().map(|o| o.step.clone());
        let stands_still = before.as_ref() == Some(&order.step);
        if matches!(
            flight.call,
            Call::Next | Call::Advance | Call::Contact(_) | Call::Choose(_)
        ) && stands_still
        {
            self.stuck = Some(Blocker::error("shop.refused", order.step.clone(), ""));
        }
        let reset = before.is_some_and(|step| order.step.is_before(&step));
        if reset && flight.call.may_reset() {
            // Our own call took the choice away, so it is made again.
            self.intent.is_rate_kept = false;
        }
        if self.config.auth == AuthKind::Guest && token.is_some() {
            self.store.token = token;
        }
        self.store.order = Some(order);
        self.store.freshness = Freshness::Fresh;
        self.is_current_asked = true;
        self.pace.read_failures = 0;
        if !flight.call.is_read() {
            self.pace.locked_since_ms = None;
            self.held = None;
        }
    }

    fn is_removal_ours(&self, flight: &Flight, line: &str, variant: &str) -> bool {
        let wished = |key: &Key| *key == Key::Line(line.into()) || *key == Key::Variant(variant.into());
        self.intent
            .open()
            .iter()
            .any(|key| wished(key) || *key == Key::Empty)
            || flight.keys.iter().any(|key| wished(key) || *key == Key::Empty)
    }

    /// Compares the answer with what the mirror expected.
    fn drift(&mut self, flight: &Flight, told: &Order) {
        let Some(expected) = &flight.expected else { return };
        if expected.as_ref() == Some(&told.step) {
            return;
        }
        let expected = expected.as_ref().map_or("refused", Step::tag);
        self.outcomes.tell(map! { "kind" => "drift", "call" => flight.call.name(), "expected" => expected, "actual" => told.step.tag() });
    }

    fn take_line(&mut self, flight: &Flight, line: Line) {
        if let Some(order) = &mut self.store.order {
            let order = Rc::make_mut(order);
            match order.lines.iter_mut().find(|l| l.id == line.id) {
                Some(known) => *known = line,
                None => order.lines.push(line),
            }
        }
        self.partly_known(flight);
    }

    fn take_done(&mut self, flight: &Flight) {
        if let (Call::RemoveLine { line, .. }, Some(order)) = (&flight.call, &mut self.store.order) {
            list::remove(&mut Rc::make_mut(order).lines, &|l| l.id == *line);
            self.partly_known(flight);
        } else {
            self.store.freshness = Freshness::Doubt;
        }
    }

    fn take_coupon(&mut self, flight: &Flight) {
        if let Call::ApplyCoupon(code) | Call::RemoveCoupon(code) = &flight.call {
            list::remove(&mut self.store.coupons, &|known| known == code);
            if let Call::ApplyCoupon(_) = flight.call {
                self.store.coupons.push(code.clone());
            }
            self.fulfil(&Key::Coupon(code.clone()));
        }
        self.partly_known(flight);
    }

    /// The answer told a part of the order; the rest is read before anything depends on it.
    fn partly_known(&mut self, flight: &Flight) {
        self.pace.locked_since_ms = None;
        if flight.call.is_line() {
            // An edit of lines starts the checkout anew at the server.
            self.intent.is_rate_kept = false;
        }
        if self.store.freshness == Freshness::Fresh {
            self.store.freshness = Freshness::Lines;
        }
    }

    fn take_fault(&mut self, flight: Box<Flight>, fault: &Fault, now_ms: u64) {
        match (fault.kind, &flight.call) {
            (FaultKind::Server, _) => {
                let error = fault.to_error(&flight.call);
                self.take_lost(flight, error, now_ms);
            }
            (_, Call::Read | Call::Current) => self.take_refused_read(&flight, fault, now_ms),
            (FaultKind::Locked, _) if self.may_wait_for_lock(now_ms) => {
                for key in &flight.keys {
                    let times = self.intent.sent(key).saturating_sub(1);
                    self.intent.set_sent(key, times);
                }
                if let (Call::Pay(pay), Some(attempt)) = (&flight.call, &mut self.attempt) {
                    // It was not taken, so it is still the one time.
                    attempt.undo_pay();
                    self.intent.payment = Some(pay.wish.clone());
                }
                if let (Call::Complete { .. }, Some(attempt)) = (&flight.call, &mut self.attempt) {
                    attempt.undo_complete();
                }
                // Longer each time: half of what was waited already.
                let since = self.pace.locked_since_ms.unwrap_or(now_ms);
                let pause = (now_ms.saturating_sub(since) / 2).clamp(PAUSE_MS, MAX_PAUSE_MS);
                self.pace.not_before_ms = now_ms.saturating_add(pause);
                self.store.freshness = Freshness::Doubt;
            }
            (_, Call::Create(_)) => self.take_refused_create(&flight, fault),
            _ => {
                // Even a refusal may have changed something, and may be the echo of a success: read first.
                let error = fault.to_error(&flight.call);
                self.held = Some(Held { flight, error });
                self.store.freshness = Freshness::Doubt;
            }
        }
    }

    fn may_wait_for_lock(&mut self, now_ms: u64) -> bool {
        let since = *self.pace.locked_since_ms.get_or_insert(now_ms);
        now_ms.saturating_sub(since) < LOCK_WAIT_MS
    }

    fn take_refused_create(&mut self, flight: &Flight, fault: &Fault) {
        let is_bare = flight.keys.is_empty();
        if is_bare || fault.kind == FaultKind::Unauthorized {
            let error = fault.to_error(&flight.call);
            self.halt(&error);
        } else {
            // The refused creation has left an empty order behind; the next one asks for nothing.
            self.is_create_bare = true;
            for key in &flight.keys {
                self.intent.set_sent(key, 0);
            }
        }
    }

    /// A read was refused: the order is gone, closed to us, or the key is wrong.
    fn take_refused_read(&mut self, flight: &Flight, fault: &Fault, now_ms: u64) {
        let is_gone = matches!(fault.kind, FaultKind::Unauthorized | FaultKind::NotFound);
        if is_gone && flight.call == Call::Read && self.heal() {
            return;
        }
        if self.attempt.is_some() || !is_gone {
            return self.fail_read(fault.to_error(&flight.call), now_ms);
        }
        let code = if fault.kind == FaultKind::NotFound {
            Code::OrderGone
        } else {
            Code::Unauthorized
        };
        let mut error = fault.to_error(&flight.call);
        error.code = code;
        self.halt(&error);
    }

    fn take_lost(&mut self, flight: Box<Flight>, error: Error, now_ms: u64) {
        match &flight.call {
            Call::Read | Call::Current => return self.fail_read(error, now_ms),
            Call::Create(_) | Call::Hook => {
                // An order may be left behind, empty of payments and harmless. Once more, then say so.
                self.pace.create_losses += 1;
                if self.pace.create_losses >= 2 || error.outcome == Outcome::NotSent {
                    self.halt(&error);
                } else {
                    self.pace.pause(0, now_ms);
                }
                return;
            }
            Call::Next | Call::Advance => self.pace.step_losses = self.pace.step_losses.saturating_add(1),
            _ => {}
        }
        self.held = Some(Held { flight, error });
        self.store.freshness = Freshness::Doubt;
    }

    fn fail_read(&mut self, error: Error, now_ms: u64) {
        self.pace.read_failures = self.pace.read_failures.saturating_add(1);
        self.pace.pause(self.pace.read_failures, now_ms);
        match &self.attempt {
            None if self.pace.read_failures >= MAX_READS => self.halt(&error),
            // Nobody has answered for long: the attempt stays open, and submitting again reads on.
            Some(attempt) if attempt.is_exhausted(now_ms) => self.pace.is_halted = true,
            _ => {}
        }
    }

    /// Nothing more can be done by itself: whoever waits is told, the wishes stay, the next action goes on.
    pub(super) fn halt(&mut self, error: &Error) {
        self.pace.is_halted = true;
        if self.end_attempt_with(error) {
            return;
        }
        self.outcomes.settle_all(&super::Settled::Refused(error.clone()));
    }

    /// The order was read: what does the fault or the lost answer before it mean now?
    pub(super) fn resolve_held(&mut self, _now_ms: u64) {
        if self.attempt.is_some()
            && self
                .held
                .as_ref()
                .is_some_and(|h| matches!(h.flight.call, Call::Complete { .. } | Call::Pay(_)))
        {
            return;
        }
        let Some(held) = self.held.take() else { return };
        let open = self.intent.open();
        let mut left = held.flight.keys.clone();
        list::remove(&mut left, &|key| !open.contains(key));
        let is_unknown = held.error.outcome == Outcome::Unknown;
        let error = if is_unknown {
            // Not applied: that is known now.
            list::remove(&mut left, &|key| self.intent.sent(key) < super::MAX_SENT);
            held.error.clone().with_outcome(Outcome::Rejected)
        } else {
            if left.iter().any(|key| names(&held.error, key)) {
                list::remove(&mut left, &|key| !names(&held.error, key));
            }
            held.error.clone()
        };
        for key in &left {
            if *key == Key::Rate {
                self.intent.is_rate_kept = false;
            }
            self.refuse(key, &error);
        }
        let step = self.store.order.as_ref().map_or(Step::Cart, |o| o.step.clone());
        let is_walk = matches!(
            held.flight.call,
            Call::Next | Call::Advance | Call::Contact(_) | Call::Choose(_)
        );
        if is_walk && held.error.code != Code::InvalidField && (!is_unknown || self.pace.step_losses >= 2) {
            let code = if error.code == Code::OutOfStock {
                "line.stock"
            } else {
                "shop.refused"
            };
            self.stuck = Some(Blocker::error(code, step, ""));
        }
        self.touch();
    }
}

/// Whether the error's fields speak of this wish.
fn names(error: &Error, key: &Key) -> bool {
    error.fields.iter().any(|f| f.field.starts_with(key.head()))
}
