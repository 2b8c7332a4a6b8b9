//! How an attempt ends, and what is told to everyone who waits for it.

use super::converge::Next;
use super::mirror::Blocker;
use super::seen::Seen;
use super::{Session, Settled};
use crate::error::{Code, Error};
use crate::json::{Value, map};
use crate::list;
use crate::order::Order;

impl Session {
    pub(super) fn errors(&self) -> Vec<Blocker> {
        let mut blockers = self.prediction().blockers;
        list::remove(&mut blockers, &|b| !b.is_error);
        blockers
    }

    /// How the order differs from what the shopper agreed to.
    pub(super) fn differences(&self, order: &Order) -> Vec<Value> {
        match self.attempt.as_ref().and_then(|a| a.agreed.as_ref()) {
            Some(seen) => seen.differences(&Seen::of(order, &self.intent, true)),
            None => Vec::new(),
        }
    }

    pub(super) fn end_placed(&mut self, order: &Order) -> Next {
        let differences = self.differences(order);
        if self.attempt.as_ref().is_some_and(|a| a.is_resumed()) {
            // What was wished here meanwhile is not in it.
            self.refuse_open();
        }
        self.keep_receipt();
        let number = order.shown_number();
        let ending = if differences.is_empty() {
            map! { "status" => "placed", "number" => number }
        } else {
            let list = Value::list(differences);
            map! { "status" => "placed_different", "number" => number, "differences" => list }
        };
        self.ending = ending.clone();
        self.end(ending)
    }

    /// The order is a receipt now: no token, no wishes.
    fn keep_receipt(&mut self) {
        self.store.is_placed = true;
        self.store.token = None;
        self.intent = super::Intent::default();
        self.must_reenter = false;
    }

    /// The order was placed elsewhere: another tab, or a page that went before it was told.
    pub(super) fn close(&mut self) -> Next {
        self.refuse_open();
        if let Some(order) = &self.store.order {
            self.ending = map! { "status" => "placed", "number" => order.shown_number() };
        }
        self.keep_receipt();
        self.touch();
        Next::Rest
    }

    fn refuse_open(&mut self) {
        for key in self.intent.open() {
            self.outcomes.refuse(&key, &Error::refusal(Code::OrderComplete));
        }
    }

    pub(super) fn end_changed(&mut self, differences: Vec<Value>) -> Next {
        let list = Value::list(differences);
        self.outcomes
            .tell(map! { "kind" => "changed", "differences" => list.clone() });
        self.end(map! { "status" => "changed", "differences" => list })
    }

    /// Nothing can be sent and the order is not placed.
    pub(super) fn end_blocked(&mut self) -> Next {
        let errors = self.errors();
        self.end_other(&errors, None)
    }

    pub(super) fn end_other(&mut self, blockers: &[Blocker], error: Option<&Error>) -> Next {
        self.end(map! {
            "status" => "other",
            "blockers" => Value::each(blockers, Blocker::to_value),
            "error" => error.map_or(Value::Null, Error::to_value),
        })
    }

    /// Ends the attempt because the loop halts, unless it may have placed the order.
    pub(super) fn end_attempt_with(&mut self, error: &Error) {
        if self.attempt.as_ref().is_some_and(|a| !a.is_placing()) {
            self.end_other(&[], Some(error));
        }
    }

    /// Tells everyone who waits how it ended.
    pub(super) fn end(&mut self, ending: Value) -> Next {
        if let Some(attempt) = self.attempt.take() {
            for id in attempt.waiters() {
                let ending = Settled::Ended(ending.clone());
                self.outcomes.settled.push((id, ending));
            }
        }
        self.held = None;
        self.touch();
        Next::Rest
    }
}
