//! Coupons of families whose order tells its coupon: a code is taken without a word and counts from the next
//! recalculation on, or never. Whether it counts is judged by the rows of what is taken off: a promotion is told by its
//! name alone, so one that takes the place of another of the same name and takes off less counts as none.

use super::Session;
use super::call::Call;
use super::intent::{CouponWish, Key};
use crate::error::{Code, Error, Outcome};
use crate::list;
use crate::order::{Adjustment, Money, Order, same_text};
use crate::text::Text;

impl Session {
    /// The order was told, after `call` where that was carried out before.
    pub(super) fn note_coupon(&mut self, call: &Call, order: &Order) {
        if !self.doors().habits.tells_coupon {
            return;
        }
        let is_recounted = std::mem::take(&mut self.store.is_recounted) || call.recounts();
        let before = self.store.recount.take_if(|_| is_recounted);
        if let Some(before) = &before {
            let counted = &self.store.counted;
            let had_one = !counted.is_empty() && *counted != order.coupon;
            let has_effect = order.coupon.is_empty() || counts(before, &order.adjustments, had_one);
            self.judge_coupon(order, has_effect);
        }
        let known = std::mem::take(&mut self.store.coupons);
        if !order.coupon.is_empty() {
            self.store.coupons.push(order.coupon.clone());
        }
        if known != self.store.coupons && before.is_none() && !order.is_complete() {
            if self.store.recount.is_some() && order.coupon == self.store.counted {
                // Back before it was missed: the order is counted with it.
                self.store.recount = None;
                self.judge_coupon(order, true);
            } else {
                // A coupon is put on right after a read; after a reload nothing is known, and whatever is taken off counts.
                let known = self.store.order.as_ref();
                let before = known.map(|known| known.adjustments.clone());
                self.store.recount.get_or_insert(before.unwrap_or_default());
            }
        }
        if let Call::ApplyCoupon(code) = call
            && !same_text(code, &order.coupon)
        {
            // A code nobody knows is cleared in silence, and so is the one before it.
            self.refuse_coupon(code, "not_found");
            if same_text(code, &self.store.counted) {
                // It was put back, and is not known any more.
                self.store.counted = Text::default();
            }
            self.give_back(order);
        }
    }

    /// What a reload may take for granted: a coupon that is told, and not known to count, is counted again.
    pub(super) fn coupons_kept(&self) -> Vec<Text> {
        if !self.doors().habits.tells_coupon {
            return self.store.coupons.clone();
        }
        let mut kept = vec![self.store.counted.clone()];
        list::remove(&mut kept, &|code| code.is_empty());
        kept
    }

    /// The order was counted anew with the coupon on it, or without.
    fn judge_coupon(&mut self, order: &Order, has_effect: bool) {
        for wish in self.intent.coupons.clone() {
            let is_on = same_text(&wish.code, &order.coupon);
            if wish.apply != is_on {
                continue;
            }
            if wish.apply && !has_effect {
                self.refuse_coupon(&wish.code, "not_eligible");
            } else {
                self.fulfil(&Key::Coupon(wish.code));
            }
        }
        if has_effect {
            self.store.counted.clone_from(&order.coupon);
        } else {
            self.give_back(order);
        }
    }

    /// The coupon that counted before the one without effect is put back, unless that is itself the one; what would be
    /// used up without being counted is taken off.
    fn give_back(&mut self, order: &Order) {
        let mut code = self.store.counted.clone();
        let apply = !code.is_empty() && code != order.coupon;
        if !apply {
            self.store.counted = Text::default();
            code = order.coupon.clone();
        }
        let is_wished = self
            .intent
            .coupons
            .iter()
            .any(|wish| same_text(&wish.code, &code));
        if !code.is_empty() && !is_wished {
            self.intent.coupons.push(CouponWish { code, apply });
        }
    }

    fn refuse_coupon(&mut self, code: &Text, reason: &'static str) {
        let error = Error::naming(Code::CouponRefused, "coupon", reason).with_outcome(Outcome::Rejected);
        self.refuse(&Key::Coupon(code.clone()), &error);
    }
}

/// Whether the coupon takes something off: a row that was not there before, or more in one that was. After another one
/// that counted, the same rows are its own: those of the other have gone.
fn counts(before: &[Adjustment], after: &[Adjustment], had_one: bool) -> bool {
    let mut is_same = false;
    let mut is_more = false;
    for row in before.iter().filter(|row| row.amount < Money::ZERO) {
        is_same = had_one && after.contains(row);
        if !is_same {
            break;
        }
    }
    for row in after.iter().filter(|row| row.amount < Money::ZERO) {
        let known = before.iter().find(|known| known.label == row.label);
        is_more |= known.is_none_or(|known| row.amount < known.amount);
    }
    is_same || is_more
}
