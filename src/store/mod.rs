//! What is known of the order, and what a page may see of it.

mod change;
mod saved;

pub(crate) use change::changes;
pub(crate) use saved::Saved;

use crate::checkout::{Call, Entry, Intent, Seen, Step};
use crate::order::{Adjustment, Order, OrderToken};
use crate::text::Text;
use std::rc::Rc;

/// How well the store knows the order.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) enum Freshness {
    /// As the shop last told it.
    #[default]
    Fresh,
    /// The lines are known; sums, step and shipments may have changed with them.
    Lines,
    /// Anything may have happened: read before the next unsafe call.
    Doubt,
}

/// Calls sent so far.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Calls {
    pub(crate) writes: u64,
    pub(crate) reads: u64,
}

/// The order as known.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Store {
    /// As the shop last told it.
    pub(crate) order: Option<Rc<Order>>,
    /// The guest's secret for it.
    pub(crate) token: Option<OrderToken>,
    pub(crate) freshness: Freshness,
    /// Coupon codes the shop has confirmed; no answer lists them.
    pub(crate) coupons: Vec<Text>,
    /// The order itself may not be read: what is known of it is from its own calls' answers.
    pub(crate) is_blind: bool,
    /// What is on offer at its step was asked for since.
    pub(crate) is_offered: bool,
    /// Nothing was sent and nothing wished since the last read.
    pub(crate) is_just_read: bool,
    /// How the order came to stand where it stands.
    pub(crate) entry: Entry,
    /// What was taken off when a coupon was put on or taken off, until the order is counted again.
    pub(crate) recount: Option<Rc<Vec<Adjustment>>>,
    /// The coupon that was found to take something off.
    pub(crate) counted: Text,
    /// Lines were edited since the order was told, and the order counted anew with them.
    pub(crate) is_recounted: bool,
    /// Placed: the order is a receipt now.
    pub(crate) is_placed: bool,
    pub(crate) calls: Calls,
    pub(crate) revision: u64,
    /// What was on the screen, by the first revision that showed it.
    shown: Vec<(u64, Rc<Seen>)>,
}

impl Store {
    /// An empty store that goes on counting.
    pub(crate) fn emptied(&self) -> Store {
        Store {
            revision: self.revision,
            calls: self.calls,
            ..Store::default()
        }
    }

    /// A call leaves that may make the order stand where it should not.
    pub(crate) fn depart(&mut self, call: &Call) {
        let is_empty = self
            .order
            .as_ref()
            .is_some_and(|o| o.lines.is_empty() && o.step != Step::Cart);
        match call {
            Call::AddLine { .. } if is_empty => self.entry = Entry::Refilled,
            _ if call.is_line() && self.entry == Entry::Own => self.entry = Entry::Unknown,
            _ => {}
        }
    }

    /// Whether the order is as the shop last told it.
    pub(crate) fn is_fresh(&self) -> bool {
        self.freshness == Freshness::Fresh
    }

    /// Whether what the last call did is known.
    pub(crate) fn is_verified(&self) -> bool {
        self.freshness != Freshness::Doubt
    }

    /// Something a page may see has changed.
    pub(crate) fn touch(&mut self, intent: &Intent) {
        self.revision += 1;
        let Some(order) = &self.order else { return };
        let seen = Seen::of(order, intent, self.is_fresh());
        if self.shown.last().is_none_or(|(_, last)| **last != seen) {
            self.shown.push((self.revision, Rc::new(seen)));
            if self.shown.len() > crate::checkout::MAX_SHOWN {
                self.shown.remove(0);
            }
        }
    }

    /// What was on the screen at a revision, if it is not too long ago.
    pub(crate) fn shown_at(&self, revision: u64) -> Option<&Rc<Seen>> {
        self.shown
            .iter()
            .rev()
            .find(|(first, _)| *first <= revision)
            .map(|(_, seen)| seen)
    }

    /// What is on the screen now.
    pub(crate) fn shown_now(&self) -> Option<&Rc<Seen>> {
        self.shown.last().map(|(_, seen)| seen)
    }
}
