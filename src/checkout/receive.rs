//! What an answer does: to the store, to the wishes it carried, to the attempt.

use super::call::{Answer, Call, lost_error};
use super::flight::{Flight, Held};
use super::intent::Key;
use super::mirror::Blocker;
use super::proxy::made;
use super::{AuthKind, Entry, Session, Step, Ticket};
use crate::error::{Code, Error};
use crate::http::{Lost, Reply};
use crate::json::map;
use crate::list;
use crate::order::{Line, Order, OrderToken, is_id};
use crate::store::{Freshness, changes};
use crate::text::Text;
use std::rc::Rc;

impl Session {
    /// What a reply says, in words every family shares. A ticket that is not waited for makes it a lost one.
    pub fn decode(&self, ticket: Ticket, reply: &Reply) -> Answer {
        let response = match reply {
            Reply::Response(response) => response,
            Reply::Lost(lost) => return Answer::Lost(*lost),
        };
        if let Some(answer) = self.hear_proxy(response) {
            return answer;
        }
        if let Some(query) = self.questions.query(ticket) {
            return (self.doors().tell)(query, response);
        }
        match self.flight.as_ref().filter(|f| f.ticket == ticket) {
            Some(flight) if flight.call == Call::Hook => made(response),
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
        if self.hear(ticket, &answer) {
            return;
        }
        let Some(flight) = self.flight.take_if(|f| f.ticket == ticket) else {
            return;
        };
        self.last_wake = None;
        match answer {
            // The shop still has in progress what was left here.
            Answer::Order(order, _) if flight.call == Call::Current && order.number == self.journal.left => {
                self.is_current_asked = true;
            }
            Answer::Order(order, token) => {
                self.take_coupon(&flight);
                self.take_order(flight, order, token, now_ms);
            }
            Answer::Line(line) => self.take_line(&flight, *line),
            Answer::Payment(payment) => {
                if let Some(attempt) = &mut self.attempt {
                    attempt.note_paid(&payment.id);
                }
                if let Some(order) = &mut self.store.order {
                    Rc::make_mut(order).payments.push(*payment);
                }
                self.partly_known(&flight);
            }
            Answer::Coupon => {
                self.take_coupon(&flight);
                self.partly_known(&flight);
            }
            Answer::Done => self.take_done(flight),
            Answer::Nothing => self.is_current_asked = true,
            Answer::Created { number, token } => {
                if let Some(old) = self.store.order.clone() {
                    self.carry_over(&old);
                }
                let mut order = Order::numbered(number);
                if self.doors().habits.hides_email {
                    // It was made for this e-mail, and no answer may ever say so.
                    order.email.clone_from(&self.intent.email);
                }
                self.store.order = Some(Rc::new(order));
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
            Answer::Told(told) => {
                if let Call::Look(root) = flight.call {
                    self.root = root;
                    self.questions.set_countries(&told);
                    self.pace.read_failures = 0;
                }
            }
        }
        self.touch();
    }

    fn take_order(
        &mut self,
        mut flight: Box<Flight>,
        order: Rc<Order>,
        token: Option<OrderToken>,
        now_ms: u64,
    ) {
        let asked = flight.call.clone();
        let is_create = matches!(flight.call, Call::Create(_) | Call::Current);
        if let Some(known) = self.store.order.as_ref().filter(|_| !is_create) {
            if known.number != order.number {
                // Somebody else's order: never adopted, whatever it says.
                let error = Error::unknown(Code::UnreadableAnswer, None);
                return self.take_lost(flight, error, now_ms);
            }
            if let (Call::Read, Some(done)) = (&asked, self.done.take()) {
                // The answer to that call was no more than that it was carried out.
                flight = done;
            }
            if known.contents() != order.contents() && self.store.entry == Entry::Own {
                // Somebody else has edited it.
                self.store.entry = Entry::Unknown;
            }
            let is_ours = |line: &str, variant: &str| self.is_removal_ours(&flight, line, variant);
            for event in changes(known, &order, is_ours) {
                self.outcomes.tell(event);
            }
        }
        self.drift(&flight, &order);
        let before = self.store.order.as_ref().map(|o| o.step.clone());
        // A call that goes back first stands still where it went back to.
        let from = match &flight.call {
            Call::Contact(contact) => contact.back_to.as_ref().or(before.as_ref()),
            Call::Choose(choose) => choose.back_to.as_ref().or(before.as_ref()),
            Call::Next | Call::Advance => before.as_ref(),
            _ => None,
        };
        if from == Some(&order.step) {
            self.stuck = Some(Blocker::error("shop.refused", order.step.clone(), ""));
        }
        let goes_on = before.as_ref().is_some_and(|step| step.is_before(&order.step));
        let reset = before.is_some_and(|step| order.step.is_before(&step));
        if reset && flight.call.may_reset() {
            // Our own call took the choice away, so it is made again.
            self.intent.is_rate_kept = false;
        }
        let keeps_token = !matches!(self.config.auth, AuthKind::Bearer | AuthKind::Proxy);
        if keeps_token && token.is_some() {
            self.store.token = token;
        }
        if let (Call::Pay(_), Some(attempt)) = (&flight.call, &mut self.attempt) {
            attempt.note_order(&order);
        }
        let is_complete = order.is_complete();
        if let Call::Contact(_) = flight.call {
            self.store.entry = Entry::Own;
        }
        self.note_coupon(&flight.call, &order);
        self.store.order = Some(order);
        self.store.freshness = if self.doors().habits.tells_late && !asked.is_read() {
            Freshness::Lines
        } else {
            Freshness::Fresh
        };
        self.store.is_just_read = asked.is_read();
        self.store.is_offered = asked == Call::Offers || (asked.is_read() && self.store.is_blind);
        self.is_current_asked = true;
        self.pace.read_failures = 0;
        if std::mem::take(&mut self.journal.is_behind) {
            self.journal.text = Text::default();
        }
        if !flight.call.is_read() {
            self.pace.locked_since_ms = None;
            self.held = None;
        }
        if matches!(flight.call, Call::Complete { .. })
            && goes_on
            && !is_complete
            && let Some(attempt) = &mut self.attempt
        {
            // There was a step to confirm in between: that one places.
            attempt.undo_complete();
        }
        if matches!(flight.call, Call::Complete { .. }) && !is_complete && !goes_on {
            // A success by its status alone: what came of it is found out by reading.
            let error = Error::unknown(Code::ServerChanged, None);
            self.held = Some(Held { flight, error });
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

    fn take_done(&mut self, flight: Box<Flight>) {
        let lines = self
            .store
            .order
            .as_mut()
            .map(|order| &mut Rc::make_mut(order).lines);
        match (&flight.call, lines) {
            (Call::RemoveLine { line, .. }, Some(lines)) => {
                list::remove(lines, &|l| l.id == *line);
                // One of several lines of the same thing: each goes by a call of its own.
                for key in &flight.keys {
                    let times = self.intent.sent(key).saturating_sub(1);
                    self.intent.set_sent(key, times);
                }
            }
            (Call::SetLine { line, quantity, .. }, Some(lines)) => {
                if let Some(known) = lines.iter_mut().find(|l| l.id == *line) {
                    known.quantity = *quantity;
                }
            }
            (Call::Empty, _) => {
                self.store.freshness = Freshness::Doubt;
                return;
            }
            _ => {
                self.store.freshness = Freshness::Doubt;
                self.done = Some(flight);
                return;
            }
        }
        self.partly_known(&flight);
    }

    fn take_coupon(&mut self, flight: &Flight) {
        if let Call::ApplyCoupon(code) | Call::RemoveCoupon(code) = &flight.call {
            list::remove(&mut self.store.coupons, &|known| known == code);
            if let Call::ApplyCoupon(_) = flight.call {
                self.store.coupons.push(code.clone());
            }
            // The wish may be another one by now: to take off what this call has put on.
            let is_applied = matches!(flight.call, Call::ApplyCoupon(_));
            let is_same = |wish: &super::CouponWish| wish.code == *code && wish.apply == is_applied;
            if self.intent.coupons.iter().any(is_same) {
                self.fulfil(&Key::Coupon(code.clone()));
            }
        }
    }

    /// The answer told a part of the order; the rest is read before anything depends on it.
    fn partly_known(&mut self, flight: &Flight) {
        self.pace.locked_since_ms = None;
        if flight.call.is_line() {
            // An edit of lines starts the checkout anew at the server.
            self.intent.is_rate_kept = false;
            self.store.is_recounted = true;
        }
        if self.store.freshness == Freshness::Fresh {
            self.store.freshness = Freshness::Lines;
        }
    }
}
