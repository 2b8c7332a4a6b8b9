//! What an order shows after a call that was to pay or to place it: declined, refused, lost or still under way.

use super::attempt::{MAX_COMPLETES, PAY_POLLS, Progress};
use super::call::Call;
use super::converge::Next;
use super::mirror::Blocker;
use super::{Session, Step};
use crate::error::{Code, Outcome};
use crate::json::map;
use crate::order::{Money, Order, PaymentState};

impl Session {
    /// Whether placing was refused for good although a payment was taken: the order is back where it was not paid yet
    /// (Spree 2.3.13 and 2.4.2, sold out).
    pub(super) fn is_turned_back(&self, order: &Order) -> bool {
        let is_answered = |held: &super::flight::Held| held.error.outcome == Outcome::Rejected;
        // Or it says `complete`, and was not completed (Spree 2.2.14).
        let is_back = order.step.is_before(&Step::Payment) || order.step == Step::Complete;
        is_back && self.held.as_ref().is_none_or(is_answered)
    }

    /// The order was to be placed, and is not: why?
    pub(super) fn after_placing(
        &mut self,
        order: &Order,
        attempt: Progress,
        may_be_placing: bool,
        now_ms: u64,
    ) -> Option<Next> {
        // Solidus goes back to `payment`, Spree stays at `confirm`.
        let is_declined = matches!(order.step, Step::Payment | Step::Confirm)
            && order
                .payments
                .iter()
                .rfind(|p| !p.is_store_credit)
                .is_some_and(|p| p.state == PaymentState::Failed)
            // Where those from before are deleted (Spree 2.0), they cannot be counted.
            && (count_failed(order) > attempt.failed
                || (attempt.is_paid && self.attempt.as_ref().is_some_and(|a| a.has_new(order))));
        let has_lock = self.doors().has_lock;
        let held = self
            .held
            .take_if(|h| matches!(h.flight.call, Call::Complete { .. }));
        if is_declined {
            self.must_reenter = true;
            return Some(self.end(map! { "status" => "declined" }));
        }
        match held {
            Some(held) if held.error.outcome == Outcome::Rejected => {
                let differences = self.differences(order);
                if !differences.is_empty() {
                    return Some(self.end_changed(differences));
                }
                // Taken by a call of its own, and deleted by the next one (Spree up to 2.1.7 and 2.2.2).
                let is_dropped = attempt.is_paid && order.payments.is_empty();
                self.drops_payments |= is_dropped;
                self.must_reenter |= is_dropped;
                let code = if is_dropped {
                    "payment.reenter"
                } else if held.error.code == Code::OutOfStock {
                    "line.stock"
                } else {
                    "shop.refused"
                };
                let blocker = Blocker::error(code, order.step.clone(), "");
                Some(self.end_other(&[blocker], Some(&held.error)))
            }
            // A wrong state is told so (Sylius 1): answered by the server itself, it is not under way, and nothing is charged.
            Some(held) if held.error.status == Some(500) && self.doors().habits.is_payment_chosen => {
                let error = held.error.with_outcome(Outcome::Rejected);
                Some(self.end_other(&[], Some(&error)))
            }
            // The answer was lost and nothing has come of it yet. It may still be under way; and where the server
            // keeps no lock, two at once could both charge (Spree).
            Some(held) if (attempt.polls == 0 || !has_lock) && may_be_placing => {
                self.held = Some(held);
                Some(self.look_again(now_ms))
            }
            Some(held) if attempt.completes >= MAX_COMPLETES => {
                if may_be_placing {
                    self.held = Some(held);
                    return Some(self.look_again(now_ms));
                }
                let error = held.error.with_outcome(Outcome::Rejected);
                Some(self.end_other(&[], Some(&error)))
            }
            None if attempt.is_resumed
                && may_be_placing
                && (order.step == Step::Confirm || (!has_lock && order.step == Step::Payment)) =>
            {
                Some(self.look_again(now_ms))
            }
            _ => None,
        }
    }

    /// Where no step is gone back to: a payment that came twice is refused the second time, and was taken the first.
    pub(super) fn find_payment(&mut self, order: &Order) {
        let (Some(wish), Some(attempt)) = (&self.intent.payment, &mut self.attempt) else {
            return;
        };
        let is_past = self.config.dialect.doors().habits.is_one_way && order.step == Step::Confirm;
        if is_past && attempt.redo_pay(order, &wish.method) {
            self.intent.payment = None;
        }
    }

    /// A payment was sent: is it there?
    pub(super) fn after_paying(
        &mut self,
        order: &Order,
        attempt: Progress,
        may_be_placing: bool,
        now_ms: u64,
    ) -> Option<Next> {
        if !attempt.is_paid {
            return None;
        }
        let held = self.held.take_if(|h| matches!(h.flight.call, Call::Pay(_)));
        let is_unknown = held.as_ref().is_some_and(|h| h.error.outcome == Outcome::Unknown);
        // A payment that goes one step on may be about to place the order, unless that step is seen.
        let may_be_placing = may_be_placing && order.step != Step::Confirm;
        let is_open = is_unknown && may_be_placing;
        if !is_open && is_covered(order) && self.attempt.as_ref().is_some_and(|a| a.is_own(order)) {
            return None;
        }
        match held {
            Some(held) if is_open || (is_unknown && attempt.polls < PAY_POLLS) => {
                self.held = Some(held);
                Some(self.look_again(now_ms))
            }
            Some(held) if is_unknown && self.doors().habits.is_payment_chosen => {
                // Nothing was charged by it: chosen once more.
                if let (Call::Pay(pay), Some(attempt)) = (&held.flight.call, &mut self.attempt) {
                    attempt.undo_pay();
                    self.intent.payment = Some(pay.wish.clone());
                }
                None
            }
            held => {
                self.must_reenter = true;
                let blocker = Blocker::error("payment.reenter", Step::Payment, "payment");
                // A lost one may still arrive: its outcome stays unknown.
                let error = held.map(|h| h.error);
                Some(self.end_other(&[blocker], error.as_ref()))
            }
        }
    }
}

/// How many payments were declined.
pub(super) fn count_failed(order: &Order) -> usize {
    let mut failed = 0;
    for payment in &order.payments {
        failed += usize::from(payment.state == PaymentState::Failed);
    }
    failed
}

/// Whether the order as it stands would be charged exactly what is due.
pub(super) fn is_covered(order: &Order) -> bool {
    let live = order
        .live_payments()
        .try_fold(Money::ZERO, |sum, p| sum.plus(p.amount));
    live == Some(order.totals.due)
}
