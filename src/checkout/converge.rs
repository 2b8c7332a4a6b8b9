//! What is the one next thing to do towards the intent: call, wait, or rest.

use super::call::Call;
use super::flight::{Lock, Phase};
use super::intent::MAX_SENT;
use super::{AuthKind, Card, Effect, Session, Source};
use crate::error::{Code, Error, Outcome};
use crate::store::Freshness;

/// How often a read is tried before the loop halts and says so.
pub(super) const MAX_READS: u8 = 4;
/// How many calls may follow one edit: a server that never agrees must not keep us calling for ever.
pub(super) const MAX_CALLS: u32 = 150;
/// The first pause after a failed read, in milliseconds; it doubles.
pub(super) const PAUSE_MS: u64 = 500;
/// How long a card that was typed is kept, in milliseconds.
pub const CARD_LIFE_MS: u64 = 600_000;
/// The longest pause, in milliseconds.
pub(super) const MAX_PAUSE_MS: u64 = 10_000;
/// How long another tab's lock is waited for, in milliseconds.
const LOCK_PATIENCE_MS: u64 = 60_000;
/// How often a pause doubles before it surely is the longest.
const MAX_DOUBLINGS: u8 = 5;

/// The loop's patience since the last edit.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Pace {
    pub(super) read_failures: u8,
    /// No call before this time.
    pub(super) not_before_ms: u64,
    /// Tried often enough; the next action goes on.
    pub(super) is_halted: bool,
    /// Since when another write holds the order's lock.
    pub(super) locked_since_ms: Option<u64>,
    pub(super) create_losses: u8,
    pub(super) step_losses: u8,
    /// What is on offer was refused: it is asked for once more and no more than that.
    pub(super) is_offer_refused: bool,
    /// A dead cart was made anew since the last action.
    pub(super) is_healed: bool,
    pub(super) calls: u32,
}

impl Pace {
    pub(super) fn wake_up(&mut self) {
        self.not_before_ms = 0;
        self.is_halted = false;
        self.calls = 0;
        self.read_failures = 0;
    }

    /// Waits before the next call, longer each time.
    pub(super) fn pause(&mut self, times: u8, now_ms: u64) {
        let pause = PAUSE_MS << times.min(MAX_DOUBLINGS);
        self.not_before_ms = now_ms.saturating_add(pause.min(MAX_PAUSE_MS));
    }
}

/// What to do next.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Next {
    Call(Call),
    Wait(u64),
    Rest,
}

impl Session {
    /// The next effect, if there is one. Called until it yields nothing; again after every answer and every
    /// [`Effect::Wake`].
    pub fn poll(&mut self, now_ms: u64) -> Option<Effect> {
        self.now_ms = now_ms;
        if let Some(attempt) = &mut self.attempt {
            attempt.keep_to(now_ms);
        }
        if let Some(effect) = self.ask_next() {
            return Some(effect);
        }
        self.grow_uncertain(now_ms);
        self.expire_card(now_ms);
        match self.flight.as_ref().map(|f| &f.phase) {
            Some(Phase::Ready(_)) => return self.launch(),
            Some(_) => return self.wake(None),
            None => {}
        }
        if self.journal.is_saving {
            return self.wake(None);
        }
        if let Lock::Asked { since_ms } = self.lock {
            return self.wait_for_lock(since_ms, now_ms);
        }
        if self.may_release() {
            // What the call did is stored before another tab may go on.
            return self.keep().or_else(|| self.release(false));
        }
        match self.decide(now_ms) {
            Next::Call(call) => {
                self.last_wake = None;
                self.start(call)
            }
            Next::Wait(at_ms) => {
                self.outcomes.rest(false);
                // What nobody knows is told to other tabs by the journal; where there is none, by the lock.
                self.release(!self.is_fenced_by_lock())
                    .or_else(|| self.keep())
                    .or_else(|| self.wake(Some(at_ms)))
            }
            Next::Rest => {
                self.outcomes.rest(true);
                self.release(true)
                    .or_else(|| self.keep())
                    .or_else(|| self.wake(None))
            }
        }
    }

    /// Another tab holds the lock. One that sleeps may hold it for ever: whoever waits is told after a while.
    fn wait_for_lock(&mut self, since_ms: u64, now_ms: u64) -> Option<Effect> {
        let mut since_ms = since_ms.min(now_ms);
        if !self.pace.is_halted && now_ms - since_ms >= LOCK_PATIENCE_MS {
            self.halt(&Error::refusal(Code::Busy));
            // Whoever comes next has a minute, too.
            since_ms = now_ms;
        }
        self.lock = Lock::Asked { since_ms };
        let until = since_ms.saturating_add(LOCK_PATIENCE_MS);
        self.wake(Some(until).filter(|_| !self.pace.is_halted))
    }

    /// Asks to be polled again, once at a time.
    fn wake(&mut self, at_ms: Option<u64>) -> Option<Effect> {
        let uncertain = self
            .attempt
            .as_ref()
            .and_then(|a| a.uncertain_at(self.config.uncertain_after_ms));
        let card = self.card_since_ms.map(|since| since.saturating_add(CARD_LIFE_MS));
        let retry = self.journal.retry_at_ms.filter(|at| *at > self.now_ms);
        let at_ms = [at_ms, uncertain, card, retry].into_iter().flatten().min()?;
        // Timers may fire early: at another time it is asked for again.
        let wake = Some((at_ms, self.now_ms));
        if self.last_wake == wake {
            return None;
        }
        self.last_wake = wake;
        Some(Effect::Wake { at_ms })
    }

    /// Forgets a card that has waited too long to be sent.
    fn expire_card(&mut self, now_ms: u64) {
        if self.card().is_none() {
            self.card_since_ms = None;
            return;
        }
        let since = (*self.card_since_ms.get_or_insert(now_ms)).min(now_ms);
        if now_ms.saturating_sub(since) >= CARD_LIFE_MS {
            self.forget_card();
        }
    }

    /// The card that was typed and not sent yet, whose digits the host still has to keep.
    pub fn card(&self) -> Option<Card> {
        match self.intent.payment.as_ref()?.source {
            Source::Card(card) => Some(card),
            _ => None,
        }
    }

    /// Forgets a card that was typed and not sent yet: the page goes, or nobody came back to it.
    pub fn forget_card(&mut self) {
        if self.card().is_some() {
            self.intent.payment = None;
            self.card_since_ms = None;
            self.must_reenter = true;
            self.touch();
        }
    }

    fn decide(&mut self, now_ms: u64) -> Next {
        if self.store.is_placed || self.pace.is_halted {
            return Next::Rest;
        }
        // Before anything is said to a shop, it must be known where to.
        if let Some(root) = self.unknown_root() {
            let has_cause = self.store.order.is_some() || !self.intent.open().is_empty();
            if has_cause || !self.questions.is_empty() {
                return self.paced(Call::Look(root), now_ms);
            }
        }
        if self.store.order.is_some() && self.store.freshness == Freshness::Doubt {
            return self.read(now_ms);
        }
        if self.wants_current() {
            return self.paced(Call::Current, now_ms);
        }
        if self.attempt.is_none() && self.store.order.as_ref().is_some_and(|o| o.is_complete()) {
            return self.close();
        }
        self.judge();
        self.resolve_held();
        if self.pace.is_halted {
            return Next::Rest;
        }
        if self.attempt.is_some() {
            // `None`: the attempt has ended just now, or its next call is the plan's.
            if let Some(next) = self.decide_attempt(now_ms) {
                return next;
            }
        }
        self.decide_plan(now_ms)
    }

    fn decide_plan(&mut self, now_ms: u64) -> Next {
        // Each turn refuses a wish that was sent often enough, so this ends.
        for _ in 0..MAX_CALLS {
            let Some(call) = self.planned() else { break };
            // What was sent may be there: before it counts as sent in vain, that is looked at.
            let is_stale = self.store.freshness == Freshness::Lines || self.wants_read(&call);
            if is_stale && !call.is_line() {
                return self.read(now_ms);
            }
            if self.refuse_worn_out(&call) {
                continue;
            }
            if self.pace.calls >= MAX_CALLS {
                self.halt(&Error::unknown(Code::ServerChanged, None));
                return Next::Rest;
            }
            return self.paced(call, now_ms);
        }
        if self.attempt.as_ref().is_some_and(|a| !a.is_resumed()) && self.store.is_fresh() {
            return self.end_blocked();
        }
        match self.store.freshness {
            Freshness::Fresh => Next::Rest,
            _ => self.read(now_ms),
        }
    }

    /// Whether the call may leave only right after a read.
    fn wants_read(&self, call: &Call) -> bool {
        self.doors().habits.reads_first
            && self.store.order.is_some()
            && !self.store.is_just_read
            && !call.is_read()
    }

    /// The room's next call, unless it is a step the shop itself has refused since the last edit.
    fn planned(&self) -> Option<Call> {
        let call = (self.doors().plan)(&self.view())?;
        let is_step = matches!(
            call,
            Call::Next | Call::Advance | Call::Choose(_) | Call::Complete { .. }
        );
        // Addresses sent once more go on, too, without a wish of their own.
        let is_step =
            is_step || (matches!(call, Call::Contact(_)) && super::carried(&call, &self.intent).is_empty());
        if is_step && self.stuck.is_some() {
            None
        } else {
            Some(call)
        }
    }

    /// A wish sent twice for one edit is not sent again: the shop shows something else, and says so to the page.
    fn refuse_worn_out(&mut self, call: &Call) -> bool {
        let worn = super::carried(call, &self.intent)
            .into_iter()
            .find(|key| self.intent.sent(key) >= most_sent(call));
        let Some(key) = worn else { return false };
        let error = Error::refusal(Code::ServerChanged).with_outcome(Outcome::Applied);
        self.refuse(&key, &error);
        true
    }

    /// A customer's order in progress is looked for before a new one is made.
    fn wants_current(&self) -> bool {
        self.config.auth == AuthKind::Bearer
            && self.doors().has_current
            && self.store.order.is_none()
            && !self.is_current_asked
            && !self.intent.open().is_empty()
    }

    pub(super) fn read(&mut self, now_ms: u64) -> Next {
        self.paced(Call::Read, now_ms)
    }

    pub(super) fn paced(&mut self, call: Call, now_ms: u64) -> Next {
        // A clock that was set back must not make us wait for an hour.
        if self.pace.not_before_ms > now_ms.saturating_add(MAX_PAUSE_MS) {
            self.pace.not_before_ms = now_ms;
        }
        if self.pace.not_before_ms > now_ms {
            return Next::Wait(self.pace.not_before_ms);
        }
        Next::Call(call)
    }
}

/// How often a wish may have been sent before this call. What was added in vain may stand there twice, and taking it
/// off is another matter.
pub(super) fn most_sent(call: &Call) -> u8 {
    match call {
        Call::RemoveLine { .. } => MAX_SENT + MAX_SENT,
        _ => MAX_SENT,
    }
}
