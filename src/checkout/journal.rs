//! What is kept beyond this page: enough to find the order again and to know what may have been placed.

use super::intent::{Billing, RateWish, Target};
use super::{AuthKind, Effect, Session};
use crate::json::{Value, map};
use crate::store::Saved;
use crate::text::Text;

/// The keeping of the journal.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Keeper {
    /// How many unsafe calls were journalled for this order, by all tabs: tells one tab of another's.
    pub(super) writes: u64,
    /// The text handed out last.
    pub(super) text: Text,
    /// The order that was left: another tab may not bring it back.
    pub(super) left: Text,
    /// Another tab has stored more than this one knows: nothing is stored over it before the order was read.
    pub(super) is_behind: bool,
    /// Whether a text is being stored.
    pub(super) is_saving: bool,
    /// Whether storage failed: then a reload loses the checkout.
    pub(super) is_memory: bool,
    /// When what the storage holds may be written over, where time alone stands in the way.
    pub(super) retry_at_ms: Option<u64>,
    /// The attempt that was given up here: it makes room.
    pub(super) given_up: Text,
    /// Whether the storage holds another tab's order, which is not written over: it is lost here, too.
    pub(super) is_crowded_out: bool,
}

impl Session {
    /// The journal as it should be now; remembers that it was handed out.
    pub(super) fn journal_text(&mut self) -> Text {
        let text = self.to_saved().to_text();
        self.journal.text.clone_from(&text);
        self.journal.is_saving = true;
        text
    }

    /// Stores what changed while nothing was to be sent, or is to be sent any more.
    pub fn keep(&mut self) -> Option<Effect> {
        let is_empty =
            self.store.order.is_none() && self.journal.text.is_empty() && self.intent.open().is_empty();
        let is_due = self.journal.retry_at_ms.is_some_and(|at| at <= self.now_ms);
        if is_empty
            || self.journal.is_saving
            || self.journal.is_behind
            || (!is_due && self.to_saved().to_text() == self.journal.text)
        {
            return None;
        }
        Some(Effect::Save(self.journal_text()))
    }

    fn to_saved(&self) -> Saved {
        let number = self
            .store
            .order
            .as_ref()
            .map(|o| o.number.clone())
            .unwrap_or_default();
        if self.store.is_placed {
            // A tombstone: the number says that it was placed; the token must not outlive that.
            return Saved {
                number,
                is_placed: true,
                writes: self.journal.writes,
                ..Saved::default()
            };
        }
        Saved {
            number,
            token: self.store.token.clone(),
            writes: self.journal.writes,
            is_placed: false,
            attempt: self.attempt.as_ref().map(|a| a.to_value()),
            coupons: self.coupons_kept(),
            // On a shared device the next customer must not inherit this one's wishes.
            wishes: match self.config.auth {
                AuthKind::Bearer => Value::object(),
                _ => self.wishes(),
            },
        }
    }

    /// The open wishes in the shape in which a page makes them. A payment is left out: it is one-shot.
    fn wishes(&self) -> Value {
        let intent = &self.intent;
        let mut wishes = Value::object();
        if intent.empty {
            wishes.put("empty", Value::True);
        }
        let mut lines = Vec::new();
        for wish in &intent.lines {
            let mut line = map! { "quantity" => wish.quantity };
            match &wish.target {
                Target::Line(id) => line.put_text("line", id),
                Target::Variant(id) => line.put_text("variant", id),
            }
            lines.push(line);
        }
        wishes.put("lines", Value::list(lines));
        // The one it was made for, where no answer says so again.
        let told = self.store.order.as_ref().map(|o| &o.email);
        let told = told.filter(|_| self.doors().habits.hides_email);
        wishes.put_text("email", told.unwrap_or(&intent.email));
        wishes.put_text("notes", &intent.notes);
        if let Some(address) = &intent.shipping {
            wishes.put("shipping", address.to_value());
        }
        match &intent.billing {
            Some(Billing::Address(address)) => wishes.put("billing", address.to_value()),
            Some(Billing::Same) => wishes.put_text("billing", "same"),
            // It goes on following the shipping address.
            None if intent.is_billing_same => wishes.put_text("billing", "same"),
            None => {}
        }
        wishes.put("rental", intent.rental.clone());
        // A chosen rate is kept by its method: ids and prices are the shop's to say again.
        // One that is chosen already is no wish any more: another device may choose again.
        match intent.open_rate() {
            Some(RateWish::Cheapest) => wishes.put_text("rate", "cheapest"),
            Some(RateWish::Chosen(choices)) => {
                if let [only] = choices.as_slice() {
                    wishes.put("rate", map! { "method" => &only.method });
                }
            }
            None => {}
        }
        wishes
    }
}
