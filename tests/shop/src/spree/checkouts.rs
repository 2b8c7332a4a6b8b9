//! `/checkouts`: a PUT saves, and then tries one step.

use super::attributes::{Scope, assign};
use super::routes::{Answered, Call};
use super::transitions::{self, Stop};
use super::{Refusal, Version, coupons};
use crate::http::Response;
use crate::json::Json;
use crate::order::{Order, State};
use crate::shop::Shop;
use serde_json::{Map, Value};

impl Call<'_> {
    /// The order of a checkout call, its state as the caller wants it. 2.0.3 asks nobody who they are.
    fn load(&self, n: &str) -> Result<Order, Refusal> {
        let mut order = if self.version == Version::V2_0 {
            self.find(n)?
        } else {
            self.authorized(n)?
        };
        if let Some(name) = self.params.text("state").filter(|name| !name.is_empty()) {
            order.state = State::named(&name).ok_or_else(|| Refusal::invalid("state", "is invalid"))?;
        }
        Ok(order)
    }

    /// 3.5 on: a line that cannot be supplied stops everything.
    fn check_stock(&self, order: &Order) -> Result<(), Refusal> {
        if !order.is_completed() && self.version.is_modern() && !self.shop.is_available(order) {
            return Err(Refusal::Unavailable);
        }
        Ok(())
    }

    pub(super) fn update_checkout(&mut self, n: &str) -> Answered {
        let mut order = self.load(n)?;
        self.check_stock(&order)?;
        let given = self.order_of_update(&order)?;
        let top = self.params.values.get("payment_source").cloned();
        let scope = Scope::Checkout(top.as_ref());
        assign(self, &mut order, &given, &scope)?;
        let id = order.id;
        if let Some(code) = given.get("coupon_code").and_then(crate::params::text)
            && !code.is_empty()
        {
            let verdict = coupons::apply(self.shop, self.version, &mut order, &code);
            if verdict.success.is_none() {
                self.shop.put(order);
                let status = if self.version.is_modern() { 422 } else { 200 };
                let text = verdict.error.unwrap_or_default();
                return Ok(Response::json(
                    status,
                    Json::of_object(|json| json.str("error", &text)),
                ));
            }
        }
        // Up to 2.2 a state that was asked for counts even then.
        let was_reopened = self.version <= Version::V2_2 && order.state != State::Complete;
        if order.is_completed() && !was_reopened {
            return self.keep(200, order);
        }
        match step(self.shop, self.version, &mut order, &self.live) {
            Ok(()) => self.keep(200, order),
            Err(Stop::Broken(refusal)) => {
                self.shop.put(order);
                Err(refusal)
            }
            Err(stop) if self.version.tells_refusals() => {
                self.shop.put(order);
                Err(stop.into_refusal())
            }
            Err(Stop::Restarted(_, shown)) => {
                self.shop.put(order);
                self.show(200, &shown)
            }
            Err(Stop::Refused(_)) => {
                self.shop.put(order);
                let order = self.shop.orders.get(&id).ok_or(Refusal::NotFound)?;
                self.show(200, order)
            }
        }
    }

    /// `params[:order]`, as each version reads it.
    fn order_of_update(&self, order: &Order) -> Result<Map<String, Value>, Refusal> {
        let wrapped = self.params.wrapped("order").filter(|value| !value.is_null());
        match wrapped {
            None if self.version == Version::V2_3 && order.state == State::Payment => {
                Err(Refusal::nil_index())
            }
            None => Ok(Map::new()),
            Some(Value::Object(map))
                if map.is_empty()
                    && self.version <= Version::V2_2
                    && self.params.values.contains_key("order") =>
            {
                Err(Refusal::ParamMissing("order"))
            }
            Some(Value::Object(map)) => Ok(map),
            Some(other) => Err(Refusal::Exception(match self.version {
                Version::V2_4Early | Version::V2_4Late => {
                    "no implicit conversion of Symbol into Integer".into()
                }
                _ => format!("undefined method `permit' for {other}:String"),
            })),
        }
    }

    pub(super) fn checkout_next(&mut self, n: &str) -> Answered {
        let mut order = self.load(n)?;
        self.check_stock(&order)?;
        let before = self.shop.order(n).map(|order| order.state);
        let sent = order.state;
        match step(self.shop, self.version, &mut order, &[]) {
            Ok(()) => self.keep(200, order),
            Err(stop) => {
                // A state that was only asked for is not kept by a refusal.
                if order.state == sent {
                    order.state = before.unwrap_or(sent);
                }
                self.shop.put(order);
                Err(stop.into_refusal())
            }
        }
    }

    pub(super) fn checkout_advance(&mut self, n: &str) -> Answered {
        let mut order = self.load(n)?;
        self.check_stock(&order)?;
        let mut result = Ok(());
        while result.is_ok() {
            result = step(self.shop, self.version, &mut order, &[]);
        }
        match result {
            Err(Stop::Broken(refusal)) => {
                self.shop.put(order);
                Err(refusal)
            }
            _ => self.keep(200, order),
        }
    }
}

fn step(shop: &mut Shop, version: Version, order: &mut Order, live: &[u64]) -> Result<(), Stop> {
    transitions::next(shop, version, order, live)
}
