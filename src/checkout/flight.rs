//! The one call under way, and the lock it holds.

use super::call::Call;
use super::intent::Key;
use super::{Effect, Session, Step, Ticket};
use crate::error::{Code, Error};
use crate::http::Request;
use crate::json::{Value, map};
use crate::order::Order;
use crate::text::{Text, join};

/// A call that was handed out, or is about to be.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Flight {
    pub(super) ticket: Ticket,
    pub(super) call: Call,
    /// The wishes it carries.
    pub(super) keys: Vec<Key>,
    /// The step the mirror expects it to lead to; nothing where it expects a refusal.
    pub(super) expected: Option<Option<Step>>,
    pub(super) phase: Phase,
}

/// How far a call got.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Phase {
    /// The journal must be stored first.
    Saving(Option<Box<Request>>),
    /// It may be sent.
    Ready(Option<Box<Request>>),
    /// It is out.
    Sent,
}

/// The lock of the order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Lock {
    /// Not held.
    Free,
    /// Asked for, since when.
    Asked { since_ms: u64 },
    /// Held; `is_used` once a call went out under it.
    Held { is_used: bool },
    /// Held under a name that no longer fits: the order got its number meanwhile.
    Stale,
}

/// A fault or a lost answer that waits for the read that decides what it means.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Held {
    pub(super) flight: Box<Flight>,
    pub(super) error: Error,
}

impl Session {
    /// Hands out a call: a read at once; anything else under the lock and after the journal.
    pub(super) fn start(&mut self, call: Call) -> Option<Effect> {
        if call.is_read() {
            let request = (self.doors().encode)(&call, &self.wire())?;
            self.store.calls.reads += 1;
            self.announce(&request);
            // Asked once, whatever comes of it.
            self.store.is_offered |= call == Call::Offers;
            let ticket = self.ticket();
            let phase = Phase::Sent;
            self.flight = Some(Box::new(Flight {
                ticket,
                call,
                keys: Vec::new(),
                expected: None,
                phase,
            }));
            return Some(Effect::Send { ticket, request });
        }
        match self.lock {
            Lock::Free => {
                self.lock = Lock::Asked {
                    since_ms: self.now_ms,
                };
                return Some(Effect::Lock(self.lock_name()));
            }
            Lock::Asked { .. } | Lock::Stale => return None,
            Lock::Held { .. } => {}
        }
        self.store.is_just_read = false;
        self.store.depart(&call);
        self.keep_choice(&call);
        let keys = super::carried(&call, &self.intent);
        // A line taken off for another in its place is half of what was wished.
        let is_half = self.doors().habits.replaces_lines && matches!(call, Call::RemoveLine { .. });
        for key in keys.iter().filter(|_| !is_half) {
            let times = self.intent.sent(key).saturating_add(1);
            self.intent.set_sent(key, times);
        }
        if !self.depart(&call) {
            return None;
        }
        let request = match call {
            Call::Hook => self.hook_request(),
            _ => (self.doors().encode)(&call, &self.wire()),
        };
        let mut request = request.map(|request| self.through_proxy(request));
        if let Some(request) = &mut request {
            request.card = call.card();
        }
        let expected = self.store.order.as_ref().map(|order| {
            let expected = (self.doors().expect)(order, &call);
            expected.refused.is_none().then(|| expected.order.step.clone())
        });
        let ticket = self.ticket();
        self.journal.writes += 1;
        self.flight = Some(Box::new(Flight {
            ticket,
            call,
            keys,
            expected,
            phase: Phase::Saving(request),
        }));
        self.touch();
        Some(Effect::Save(self.journal_text()))
    }

    /// The lock is held. `saved` is what the storage holds now: another tab may have written meanwhile.
    pub fn locked(&mut self, saved: Option<&[u8]>) {
        if let Lock::Asked { .. } = self.lock {
            let had_order = self.store.order.is_some();
            self.lock = Lock::Held { is_used: false };
            self.notice_other_tab(saved);
            if self.attempt.is_some() {
                // What comes of it is looked for, also where the lock was waited for in vain.
                self.pace.wake_up();
            }
            if !had_order && self.store.order.is_some() {
                self.lock = Lock::Stale;
            } else if !had_order {
                // Another tab of the same customer may have made one while we waited.
                self.is_current_asked = false;
            }
        }
    }

    /// The journal is stored, or cannot be: then the checkout goes on in memory and says so.
    pub fn saved(&mut self, is_stored: bool) {
        if self.journal.is_memory == is_stored {
            self.journal.is_memory = !is_stored;
            self.touch();
        }
        self.journal.is_saving = false;
        if let Some(flight) = self.flight.take_if(|_| self.journal.is_behind) {
            // Another tab has called meanwhile: what it did is read before this leaves.
            return self.take_back(&flight);
        }
        if let Some(flight) = &mut self.flight
            && let Phase::Saving(request) = &mut flight.phase
        {
            flight.phase = Phase::Ready(request.take());
        }
    }

    /// Sends what is ready.
    pub(super) fn launch(&mut self) -> Option<Effect> {
        let flight = self.flight.as_mut()?;
        let ticket = flight.ticket;
        let Phase::Ready(request) = &mut flight.phase else {
            return None;
        };
        let request = request.take();
        flight.phase = Phase::Sent;
        self.lock = Lock::Held { is_used: true };
        self.store.calls.writes += 1;
        self.pace.calls += 1;
        let Some(request) = request else {
            let draft = self.hook_draft().write();
            let draft = std::str::from_utf8(&draft).unwrap_or_default().into();
            return Some(Effect::CreateOrder { ticket, draft });
        };
        self.announce(&request);
        Some(Effect::Send { ticket, request })
    }

    /// Whether nothing but the lock keeps other tabs off an order that may be placed: no journal tells them.
    pub(super) fn is_fenced_by_lock(&self) -> bool {
        let attempt = self.attempt.as_ref().filter(|_| self.is_memory_only());
        attempt.is_some_and(|attempt| attempt.may_be_placing(self.now_ms))
    }

    /// Whether the lock has done its work and its call is verified.
    pub(super) fn may_release(&self) -> bool {
        match self.lock {
            Lock::Held { is_used } => is_used && self.store.is_verified() && !self.is_fenced_by_lock(),
            Lock::Stale => true,
            _ => false,
        }
    }

    /// Whether the lock has done its work: its call is verified, or nothing is to be sent any more.
    pub(super) fn release(&mut self, is_resting: bool) -> Option<Effect> {
        match self.lock {
            Lock::Stale => {
                self.lock = Lock::Free;
                Some(Effect::Unlock)
            }
            Lock::Held { is_used } if is_resting || (is_used && self.store.is_verified()) => {
                self.lock = Lock::Free;
                Some(Effect::Unlock)
            }
            _ => None,
        }
    }

    /// What must hold before an unsafe call leaves. A defect of ours must not become a charge.
    fn depart(&mut self, call: &Call) -> bool {
        let places = self.may_place(call);
        if !places && !matches!(call, Call::Pay(_)) {
            return true;
        }
        let Some(attempt) = self.attempt.as_mut().filter(|a| !a.is_resumed()) else {
            self.outcomes
                .settle_all(&super::Settled::Refused(Error::refusal(Code::Internal)));
            self.pace.is_halted = true;
            return false;
        };
        attempt.depart(call, places, self.store.order.as_deref(), self.now_ms);
        if let Call::Pay(_) = call {
            // One-shot: from here on only the request has it.
            self.intent.payment = None;
        }
        true
    }

    /// Where no step is gone back to, what is sent is what was chosen: whatever else comes back is not that.
    fn keep_choice(&mut self, call: &Call) {
        let (Call::Choose(choose), Some(order)) = (call, self.store.order.as_deref()) else {
            return;
        };
        if self.doors().habits.is_one_way && self.intent.rate.is_some() {
            let choice = |(_, rate): &(Text, Text)| super::rates::choice_of(order, rate);
            let choices = crate::list::pick(&choose.rates, &choice);
            self.intent.rate = Some(std::rc::Rc::new(super::RateWish::Chosen(choices)));
        }
    }

    /// Whether the call can place the order as known, if it is carried out twice.
    pub(super) fn may_place(&self, call: &Call) -> bool {
        let none;
        let order = match self.store.order.as_deref() {
            Some(order) => order,
            None => {
                none = Order::default();
                &none
            }
        };
        (self.doors().furthest)(order, call) == Step::Complete
    }

    fn announce(&mut self, request: &Request) {
        self.outcomes.tell(map! { "kind" => "call", "method" => request.method.as_str(), "route" => request.route, "unsafe" => !request.method.is_safe(), "status" => Value::Null });
    }

    fn lock_name(&self) -> Text {
        let number = self.store.order.as_ref().map_or("new", |o| &o.number);
        join(&[&self.storage_key(), "#", number])
    }
}
