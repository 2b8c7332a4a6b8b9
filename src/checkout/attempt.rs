//! One purchase attempt: from the click to an ending, with at most one order and one charge.

use super::aftermath::count_failed;
use super::call::Call;
use super::converge::Next;
use super::mirror::Blocker;
use super::seen::Seen;
use super::{Session, Settled, Step};
use crate::json::{Value, map};
use crate::list;
use crate::order::Order;
use crate::store::Freshness;
use crate::text::Text;
use std::rc::Rc;

/// How long a request may still take effect after it was sent: the server's lock lasts 120 s (Solidus).
/// Until then a payment in progress is waited for; afterwards it is held.
pub const HELD_WAIT_MS: u64 = 150_000;
/// How long an attempt reads on by itself when nobody answers. Submitting again goes on.
pub const ATTEMPT_LIMIT_MS: u64 = 600_000;
/// How often a payment whose answer was lost is looked for.
pub(super) const PAY_POLLS: u8 = 4;
/// How often the call that places may be sent.
pub(super) const MAX_COMPLETES: u8 = 2;

/// A purchase attempt under way.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Attempt {
    /// The click it began with.
    pub(super) id: Text,
    /// What the shopper agreed to; unknown after a reload.
    pub(super) agreed: Option<Rc<Seen>>,
    started_ms: u64,
    /// Who waits for the ending, and since when.
    waiters: Vec<(u64, u64)>,
    /// Somebody was told `uncertain`.
    pub(super) is_uncertain: bool,
    /// The payments that were on the order before this attempt paid: none of them is this one's.
    before: Vec<Text>,
    /// The payment this attempt made, once its id is known.
    paid: Text,
    /// A payment has left, whatever came of it.
    is_tried: bool,
    progress: Progress,
}

/// How far an attempt has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Progress {
    /// Found in storage: it only reads, since placing takes a person who wants it now.
    pub(super) is_resumed: bool,
    pub(super) is_paid: bool,
    pub(super) completes: u8,
    /// When the last call left that can place the order.
    pub(super) completed_ms: Option<u64>,
    /// What that was before the last call that pays or can place: what it goes back to when that call is undone.
    before_ms: Option<u64>,
    /// How many payments had failed by then.
    pub(super) failed: usize,
    pub(super) polls: u8,
}

impl Attempt {
    pub(super) fn new(id: &str, agreed: Rc<Seen>, waiter: u64, now_ms: u64) -> Attempt {
        Attempt {
            id: id.into(),
            agreed: Some(agreed),
            started_ms: now_ms,
            waiters: vec![(waiter, now_ms)],
            is_uncertain: false,
            before: Vec::new(),
            paid: Text::default(),
            is_tried: false,
            progress: Progress::default(),
        }
    }

    /// For the journal.
    pub(super) fn to_value(&self) -> Value {
        // A payment may have placed it, too.
        let completes = self.progress.completes.max(u8::from(self.is_placing()));
        map! { "id" => &self.id, "paid" => self.progress.is_paid, "completes" => u32::from(completes), "completed" => self.progress.completed_ms.map_or(Value::Null, Value::int) }
    }

    /// From the journal: nothing, where the order cannot have been placed.
    pub(super) fn resume(saved: &Value) -> Option<Attempt> {
        let completes = saved.get("completes").as_u64().unwrap_or(1);
        if completes == 0 {
            return None;
        }
        let completed_ms = saved.get("completed").as_u64().unwrap_or(0);
        Some(Attempt {
            id: saved.get("id").as_text().unwrap_or_default().into(),
            agreed: None,
            started_ms: completed_ms,
            waiters: Vec::new(),
            is_uncertain: true,
            before: Vec::new(),
            paid: Text::default(),
            is_tried: false,
            progress: Progress {
                is_resumed: true,
                is_paid: true,
                completes: MAX_COMPLETES,
                completed_ms: Some(completed_ms),
                ..Progress::default()
            },
        })
    }

    /// Whoever waits for another attempt waits for this one now, and has agreed to what was agreed there.
    pub(super) fn take_over(&mut self, other: Attempt) {
        self.waiters = other.waiters;
        self.agreed = other.agreed;
    }

    /// Nothing has happened in the future: a clock was set back.
    pub(super) fn keep_to(&mut self, now_ms: u64) {
        self.started_ms = self.started_ms.min(now_ms);
        self.progress.completed_ms = self.progress.completed_ms.map(|at| at.min(now_ms));
        for (_, since) in &mut self.waiters {
            *since = (*since).min(now_ms);
        }
    }

    /// Whether a call that places the order may still take effect.
    pub(super) fn may_be_placing(&self, now_ms: u64) -> bool {
        self.places_until(now_ms).is_some()
    }

    /// Until when it may. A time that is far from now was told by another clock.
    pub(super) fn places_until(&self, now_ms: u64) -> Option<u64> {
        let at = self.progress.completed_ms?;
        (now_ms.abs_diff(at) < HELD_WAIT_MS).then(|| at.saturating_add(HELD_WAIT_MS))
    }

    pub(super) fn is_resumed(&self) -> bool {
        self.progress.is_resumed
    }

    pub(super) fn join(&mut self, waiter: u64, now_ms: u64) {
        self.waiters.push((waiter, now_ms));
    }

    pub(super) fn waiters(&self) -> impl Iterator<Item = u64> {
        self.waiters.iter().map(|(id, _)| *id)
    }

    pub(super) fn uncertain_at(&self, after_ms: u64) -> Option<u64> {
        self.waiters
            .iter()
            .map(|(_, since)| since.saturating_add(after_ms))
            .min()
    }

    /// A call leaves that pays or that can place the order.
    pub(super) fn depart(&mut self, call: &Call, places: bool, order: Option<&Order>, now_ms: u64) {
        self.progress.polls = 0;
        self.progress.before_ms = self.progress.completed_ms;
        if places {
            self.progress.completed_ms = Some(now_ms);
            self.progress.failed = order.map_or(0, count_failed);
        }
        match call {
            Call::Pay(_) => {
                self.progress.is_paid = true;
                self.is_tried = true;
                self.paid = Text::default();
                self.before.clear();
                for payment in order.map(|o| o.payments.as_slice()).unwrap_or_default() {
                    self.before.push(payment.id.clone());
                }
            }
            Call::Complete { .. } => self.progress.completes = self.progress.completes.saturating_add(1),
            _ => {}
        }
    }

    /// The payment the shop says this attempt made.
    pub(super) fn note_paid(&mut self, id: &Text) {
        self.paid = id.clone();
    }

    /// The payment of an answer that holds the whole order.
    pub(super) fn note_order(&mut self, order: &Order) {
        if let Some(new) = order.live_payments().find(|p| !self.before.contains(&p.id)) {
            self.paid = new.id.clone();
        }
    }

    /// Whether what would be charged is what this attempt paid with, and not a card that was replaced since.
    pub(super) fn is_own(&self, order: &Order) -> bool {
        order.live_payments().all(|p| {
            if self.paid.is_empty() {
                !self.before.contains(&p.id)
            } else {
                p.id == self.paid
            }
        })
    }

    /// Whether the order's last payment was not there before this attempt paid.
    pub(super) fn has_new(&self, order: &Order) -> bool {
        let last = order.payments.iter().rfind(|p| !p.is_store_credit);
        last.is_some_and(|p| !self.before.contains(&p.id))
    }

    /// Whether a call that can place has left.
    pub(super) fn is_placing(&self) -> bool {
        self.progress.completed_ms.is_some()
    }

    /// Whether anything was sent that may pay or place.
    pub(super) fn has_sent(&self) -> bool {
        self.progress.is_paid || self.is_placing()
    }

    /// The call was not carried out.
    pub(super) fn undo(&mut self, call: &Call) {
        match call {
            Call::Pay(_) => self.undo_pay(),
            Call::Complete { .. } => self.undo_complete(),
            _ => {}
        }
    }

    /// The payment was refused at the lock: it is still to be sent.
    pub(super) fn undo_pay(&mut self) {
        self.progress.is_paid = false;
        self.forget_placing();
    }

    /// The payment that was refused at the lock had come before, and this is it: it is this attempt's after all.
    pub(super) fn redo_pay(&mut self, order: &Order, method: &Text) -> bool {
        let mut fresh = order.live_payments().filter(|p| !self.before.contains(&p.id));
        let is_it =
            self.is_tried && fresh.next().is_some_and(|p| p.method == *method) && fresh.next().is_none();
        if is_it {
            self.note_order(order);
            self.progress.is_paid = true;
        }
        is_it
    }

    /// Placing was refused at the lock: it does not count.
    pub(super) fn undo_complete(&mut self) {
        self.progress.completes = self.progress.completes.saturating_sub(1);
        self.forget_placing();
    }

    fn forget_placing(&mut self) {
        // One that left before may still take effect.
        self.progress.completed_ms = self.progress.before_ms.filter(|_| self.progress.completes > 0);
    }

    /// Whether reading on by itself is no longer worth it.
    pub(super) fn is_exhausted(&self, now_ms: u64) -> bool {
        now_ms.saturating_sub(self.started_ms) > ATTEMPT_LIMIT_MS
    }
}

impl Session {
    /// Tells those who have waited long enough that nobody knows yet. The attempt goes on.
    pub(super) fn grow_uncertain(&mut self, now_ms: u64) {
        let after = self.config.uncertain_after_ms;
        let Some(attempt) = &mut self.attempt else { return };
        let is_due = |since: u64| since.saturating_add(after) <= now_ms;
        if !attempt.waiters.iter().any(|(_, since)| is_due(*since)) {
            return;
        }
        attempt.is_uncertain = true;
        for (id, _) in attempt.waiters.iter().filter(|(_, since)| is_due(*since)) {
            let ending = map! { "status" => "uncertain" };
            self.outcomes.settled.push((*id, Settled::Ended(ending)));
        }
        list::remove(&mut attempt.waiters, &|(_, since)| is_due(*since));
        self.touch();
    }

    /// What the attempt does next; nothing when the plan may go on.
    pub(super) fn decide_attempt(&mut self, now_ms: u64) -> Option<Next> {
        if !self.store.is_fresh() && self.store.order.is_some() {
            return Some(self.read(now_ms));
        }
        let Some(order) = self.store.order.clone() else {
            return Some(self.end_blocked());
        };
        self.find_payment(&order);
        let attempt = self.attempt.as_ref()?.progress;
        if order.is_complete() {
            return Some(self.end_placed(&order));
        }
        let may_be_placing = self.attempt.as_ref()?.may_be_placing(now_ms);
        if order.has_held_payment() {
            // A gateway is at work, or was when the server died: no second card is asked for.
            if may_be_placing && !self.is_turned_back(&order) {
                return Some(self.look_again(now_ms));
            }
            let held = Blocker::error("payment.held", Step::Payment, "");
            return Some(self.end_other(&[held], None));
        }
        if attempt.completed_ms.is_some()
            && let Some(next) = self.after_placing(&order, attempt, may_be_placing, now_ms)
        {
            return Some(next);
        }
        if attempt.is_resumed {
            // Not placed: that is known by now. Whoever joined is told what is in the way.
            self.end_blocked();
            return None;
        }
        if attempt.completes >= MAX_COMPLETES {
            return Some(self.end_blocked());
        }
        let differences = self.differences(&order);
        if !differences.is_empty() {
            return Some(self.end_changed(differences));
        }
        if let Some(next) = self.after_paying(&order, attempt, may_be_placing, now_ms) {
            return Some(next);
        }
        let errors = self.errors();
        if errors.is_empty() {
            None
        } else {
            Some(self.end_other(&errors, None))
        }
    }

    /// Reads again after a while, longer each time.
    pub(super) fn look_again(&mut self, now_ms: u64) -> Next {
        if let Some(attempt) = &mut self.attempt {
            attempt.progress.polls = attempt.progress.polls.saturating_add(1);
            let polls = attempt.progress.polls;
            self.pace.pause(polls.saturating_sub(1), now_ms);
        }
        self.store.freshness = Freshness::Doubt;
        Next::Wait(self.pace.not_before_ms)
    }
}
