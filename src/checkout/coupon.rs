//! Coupons of families whose order tells its coupon: a code is taken without a word and counts from the next
//! recalculation on, or never. Whether it counts is judged by what is taken off.

use super::Session;
use super::call::Call;
use super::intent::{CouponWish, Key};
use crate::error::{Code, Error, Outcome};
use crate::order::{Money, Order, same_text};

impl Session {
    /// The order was told, after `call` where that was carried out before.
    pub(super) fn note_coupon(&mut self, call: &Call, order: &Order) {
        if !self.doors().habits.tells_coupon {
            return;
        }
        let is_recounted = std::mem::take(&mut self.store.is_recounted) || call.recounts();
        let before = self.store.recount.filter(|_| is_recounted);
        if let Some(before) = before {
            self.store.recount = None;
            let has_effect = order.coupon.is_empty() || taken_off(order) != before;
            self.judge_coupon(order, has_effect);
        }
        let known = self.store.coupons.first();
        if known.is_some_and(|known| *known == order.coupon) || (known.is_none() && order.coupon.is_empty()) {
            return self.miss_coupon(call, order);
        }
        self.store.coupons.clear();
        if !order.coupon.is_empty() {
            self.store.coupons.push(order.coupon.clone());
        }
        if before.is_none() && !order.is_complete() {
            self.store.recount.get_or_insert(taken_off(order));
        }
    }

    /// A code nobody knows is cleared in silence.
    fn miss_coupon(&mut self, call: &Call, order: &Order) {
        if let Call::ApplyCoupon(code) = call
            && !same_text(code, &order.coupon)
        {
            self.refuse_coupon(&code.clone(), "not_found");
        }
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
        if !has_effect {
            // It would be used up without being counted.
            let code = order.coupon.clone();
            self.intent.coupons.push(CouponWish { code, apply: false });
        }
    }

    fn refuse_coupon(&mut self, code: &crate::text::Text, reason: &'static str) {
        let error = Error::naming(Code::CouponRefused, "coupon", reason).with_outcome(Outcome::Rejected);
        self.refuse(&Key::Coupon(code.clone()), &error);
    }
}

/// The sum of what is taken off the order.
fn taken_off(order: &Order) -> Money {
    let mut sum = Money::ZERO;
    for adjustment in order.adjustments.iter() {
        if adjustment.amount < Money::ZERO {
            sum = sum.plus(adjustment.amount).unwrap_or_default();
        }
    }
    sum
}
