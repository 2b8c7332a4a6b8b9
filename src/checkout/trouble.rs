//! Calls that went wrong: refusals, lost answers, reads that fail, and what the next read makes of them.

use super::call::{Call, Fault, FaultKind};
use super::converge::{MAX_PAUSE_MS, MAX_READS, PAUSE_MS, most_sent};
use super::flight::{Flight, Held};
use super::intent::Key;
use super::mirror::Blocker;
use super::{Session, Step};
use crate::error::{Code, Error, Outcome};
use crate::list;
use crate::store::Freshness;

/// How long another write on the order is waited for: a lock whose holder died lasts 120 s (Solidus).
pub(super) const LOCK_WAIT_MS: u64 = 150_000;

impl Session {
    pub(super) fn take_fault(&mut self, flight: Box<Flight>, fault: &Fault, now_ms: u64) {
        match (fault.kind, &flight.call) {
            (FaultKind::Server, _) => {
                let error = fault.to_error(&flight.call);
                self.take_lost(flight, error, now_ms);
            }
            (_, Call::Look(_)) => self.miss_root(&fault.to_error(&flight.call)),
            // What an attempt has sent is still to be found out.
            (FaultKind::Family, Call::Create(_) | Call::Current) => self.halt(&fault.to_error(&flight.call)),
            (FaultKind::Family, Call::Read) if self.attempt.is_none() => {
                self.halt(&fault.to_error(&flight.call));
            }
            (FaultKind::Family, _) => {
                let error = fault.to_error(&flight.call);
                self.take_lost(flight, error, now_ms);
            }
            (FaultKind::NotFound, Call::Advance) if !self.is_split => {
                // 2.0.4 goes step by step.
                self.is_split = true;
                self.store.freshness = Freshness::Doubt;
            }
            (_, Call::Read | Call::Offers | Call::Current) => self.take_refused_read(&flight, fault, now_ms),
            (FaultKind::Locked, _) if self.may_wait_for_lock(now_ms) => {
                self.take_back(&flight);
                // Longer each time: half of what was waited already.
                let since = self.pace.locked_since_ms.unwrap_or(now_ms);
                let pause = (now_ms.saturating_sub(since) / 2).clamp(PAUSE_MS, MAX_PAUSE_MS);
                self.pace.not_before_ms = now_ms.saturating_add(pause);
                self.store.freshness = Freshness::Doubt;
            }
            (_, Call::Create(_)) => self.take_refused_create(&flight, fault),
            _ => {
                self.may_have_reset(&flight);
                // Even a refusal may have changed something, and may be the echo of a success: read first.
                let error = fault.to_error(&flight.call);
                self.held = Some(Held { flight, error });
                self.store.freshness = Freshness::Doubt;
            }
        }
    }

    /// The call was not carried out, so it does not count.
    pub(super) fn take_back(&mut self, flight: &Flight) {
        for key in &flight.keys {
            let times = self.intent.sent(key).saturating_sub(1);
            self.intent.set_sent(key, times);
        }
        if let Call::Pay(pay) = &flight.call {
            // It was not taken, so it is still the one time.
            self.intent.payment = Some(pay.wish.clone());
        }
        // Another tab's may have taken its place.
        if let Some(attempt) = self.attempt.as_mut().filter(|a| !a.is_resumed()) {
            attempt.undo(&flight.call);
        }
    }

    /// A call of ours whose end is not known may have taken the choice of rates away.
    fn may_have_reset(&mut self, flight: &Flight) {
        if flight.call.may_reset() {
            self.intent.is_rate_kept = false;
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
        if fault.status == 403 && self.doors().habits.reads_blind && !self.store.is_blind {
            // A key for checkouts alone.
            self.store.is_blind = true;
            self.store.freshness = Freshness::Doubt;
            return;
        }
        if flight.call == Call::Offers {
            // The order stands elsewhere by now: read once, then left at that.
            if !std::mem::replace(&mut self.pace.is_offer_refused, true) {
                self.store.freshness = Freshness::Doubt;
            }
            return;
        }
        if matches!(flight.call, Call::Current) && fault.kind == FaultKind::NotFound {
            self.is_current_asked = true;
            return;
        }
        if is_gone
            && self
                .attempt
                .as_ref()
                .is_some_and(|a| !a.has_sent() && !a.is_resumed())
        {
            // Nothing was paid or placed yet: the attempt ends, and the cart may be made anew.
            let error = fault.to_error(&flight.call).with_outcome(Outcome::NotSent);
            self.end_other(&[], Some(&error));
        }
        if fault.kind == FaultKind::Unauthorized
            && self.doors().habits.queries_token
            && self.store.token.is_some()
            && !std::mem::replace(&mut self.is_token_in_query, true)
        {
            // This server may read no such header yet.
            self.store.freshness = Freshness::Doubt;
            return;
        }
        if is_gone && self.forsake() {
            return;
        }
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

    pub(super) fn take_lost(&mut self, flight: Box<Flight>, error: Error, now_ms: u64) {
        match &flight.call {
            // A place that redirects is not the place (3.7 from `/api`).
            Call::Look(_) if error.code == Code::Redirected => return self.miss_root(&error),
            call if call.is_read() => {
                // Asked again.
                self.store.is_offered &= *call != Call::Offers;
                return self.fail_read(error, now_ms);
            }
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
            _ if error.outcome == Outcome::NotSent => return self.take_unsent(flight, error),
            Call::Next | Call::Advance => self.pace.step_losses = self.pace.step_losses.saturating_add(1),
            // Sent again without a wish of its own.
            Call::Contact(_) | Call::Choose(_) if flight.keys.is_empty() => {
                self.pace.step_losses = self.pace.step_losses.saturating_add(1);
            }
            _ => {}
        }
        self.may_have_reset(&flight);
        self.held = Some(Held { flight, error });
        self.store.freshness = Freshness::Doubt;
    }

    /// The call never left: nothing is in doubt, but for what an earlier one may still do.
    fn take_unsent(&mut self, flight: Box<Flight>, error: Error) {
        if let Some(attempt) = &mut self.attempt {
            attempt.undo(&flight.call);
            self.must_reenter |= matches!(flight.call, Call::Pay(_));
            if attempt.may_be_placing(self.now_ms) {
                let error = error.with_outcome(Outcome::Unknown);
                self.held = Some(Held { flight, error });
                self.store.freshness = Freshness::Doubt;
                return;
            }
            self.end_other(&[], Some(&error));
        }
        for key in &flight.keys {
            self.refuse(key, &error);
        }
        self.pace.is_halted = true;
    }

    /// The API is not there: the next place is looked at, and after the last one that is said.
    fn miss_root(&mut self, error: &Error) {
        self.roots_tried += 1;
        if self.roots_tried >= self.doors().roots.len() {
            self.roots_tried = 0;
            self.halt(error);
        }
    }

    fn fail_read(&mut self, error: Error, now_ms: u64) {
        self.pace.read_failures = self.pace.read_failures.saturating_add(1);
        self.pace.pause(self.pace.read_failures, now_ms);
        match &self.attempt {
            None if self.pace.read_failures >= MAX_READS => self.halt(&error),
            Some(attempt)
                if self.pace.read_failures >= MAX_READS && !attempt.has_sent() && !attempt.is_resumed() =>
            {
                self.halt(&error.with_outcome(Outcome::NotSent));
            }
            // Nobody has answered for long: the attempt stays open, and submitting again reads on.
            Some(attempt) if attempt.is_exhausted(now_ms) => self.pace.is_halted = true,
            _ => {}
        }
    }

    /// Nothing more can be done by itself: whoever waits is told, the wishes stay, the next action goes on.
    pub(super) fn halt(&mut self, error: &Error) {
        self.pace.is_halted = true;
        self.refuse_questions_unsent(error);
        self.end_attempt_with(error);
        self.outcomes.settle_all(&super::Settled::Refused(error.clone()));
    }

    /// The order was read: what does the fault or the lost answer before it mean now?
    pub(super) fn resolve_held(&mut self) {
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
        if let (Call::Lines(edits), false) = (&held.flight.call, is_unknown)
            && edits.len() > 1
        {
            // One of them is to blame: they go one by one, so that the others are not lost with it.
            self.is_split = true;
            for key in &left {
                self.intent.set_sent(key, 0);
            }
            return self.touch();
        }
        let error = if is_unknown {
            // Not applied: that is known now. But for a line that came more than once, of which one is taken off.
            let lines = self.store.order.as_ref().map_or([].as_slice(), |o| &o.lines);
            let is_double = match &held.flight.call {
                Call::AddLine { variant, .. } => lines.iter().any(|line| line.variant == *variant),
                _ => false,
            };
            let most = most_sent(&held.flight.call);
            list::remove(&mut left, &|key| is_double || self.intent.sent(key) < most);
            held.error.clone().with_outcome(Outcome::Rejected)
        } else {
            if left.iter().any(|key| names(&held.error, key)) {
                list::remove(&mut left, &|key| !names(&held.error, key));
            }
            held.error.clone()
        };
        if is_unknown && held.flight.call.is_line() && left.iter().any(|key| !self.outcomes.awaits(key)) {
            // A line that moved over from another cart: nobody would be told, so it is not given up.
            for key in &left {
                self.intent.set_sent(key, 0);
            }
            return self.halt(&error);
        }
        for key in &left {
            if *key == Key::Rate {
                self.intent.is_rate_kept = false;
            }
            self.refuse(key, &error);
        }
        let step = self.store.order.as_ref().map_or(Step::Cart, |o| o.step.clone());
        // A call that was carried out and came again is refused by the step it led to.
        let is_there =
            self.doors().habits.is_one_way && held.flight.expected.as_ref() == Some(&Some(step.clone()));
        let is_walk = !is_there
            && matches!(
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
