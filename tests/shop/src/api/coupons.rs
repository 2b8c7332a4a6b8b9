//! `/orders/:n/coupon_codes`.

use super::{Answered, Call};
use crate::http::Response;
use crate::money;
use crate::order::Order;
use crate::refusal::{Refusal, coupon};
use serde_json::Value;

impl Call<'_> {
    pub(super) fn apply_coupon(&mut self, n: &str) -> Answered {
        let mut order = self.authorize_then_lock(n)?;
        let Some(code) = self.coupon_code() else {
            return Err(Refusal::Coupon {
                error: None,
                code: None,
            });
        };
        let id = self.eligible_coupon(&order, &code)?;
        order.coupons.push(id);
        self.shop.recalculate(&mut order);
        self.shop.put(order);
        let success = "The coupon code was successfully applied to your order.";
        Ok(Response::json(
            200,
            coupon(Some(success), None, Some("coupon_code_applied")),
        ))
    }

    /// Text only; trimmed and down-cased.
    fn coupon_code(&self) -> Option<String> {
        let value = self.params.values.get("coupon_code");
        let code = value.and_then(Value::as_str)?.trim().to_lowercase();
        (!code.is_empty()).then_some(code)
    }

    fn eligible_coupon(&self, order: &Order, code: &str) -> Result<u64, Refusal> {
        let refuse = |text: &str, code| Refusal::Coupon {
            error: Some(text.into()),
            code: Some(code),
        };
        let Some(found) = self.shop.world.coupon(code) else {
            let text = "The coupon code you entered doesn't exist. Please try again.";
            return Err(refuse(text, "coupon_code_not_found"));
        };
        if found.expired {
            return Err(refuse("The coupon code is expired", "coupon_code_expired"));
        }
        if order.coupons.contains(&found.id) {
            let text = "The coupon code has already been applied to this order";
            return Err(refuse(text, "coupon_code_already_applied"));
        }
        if let Some(minimum) = found.minimum.filter(|minimum| order.totals.items < *minimum) {
            let text = format!(
                "This coupon code can't be applied to orders less than {}.",
                money::display(minimum)
            );
            return Err(refuse(&text, "item_total_less_than"));
        }
        if order.lines.is_empty() {
            let text = "This coupon code could not be applied to the cart at this time.";
            return Err(refuse(text, "coupon_code_unknown_error"));
        }
        Ok(found.id)
    }

    pub(super) fn remove_coupon(&mut self, n: &str, code: &str) -> Answered {
        let mut order = self.authorize_then_lock(n)?;
        let id = self
            .shop
            .world
            .coupon(&code.trim().to_lowercase())
            .map(|found| found.id);
        let before = order.coupons.len();
        order.coupons.retain(|applied| Some(*applied) != id);
        if order.coupons.len() == before {
            let text = "The coupon code you are trying to remove is not present on this order.";
            return Err(Refusal::Coupon {
                error: Some(text.into()),
                code: Some("coupon_code_not_present"),
            });
        }
        self.shop.recalculate(&mut order);
        self.shop.put(order);
        let success = "The coupon code was successfully removed from this order.";
        Ok(Response::json(
            200,
            coupon(Some(success), None, Some("coupon_code_removed")),
        ))
    }
}
