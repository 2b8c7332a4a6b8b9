//! `/checkouts`: a PUT saves, and then tries one step.

use super::attributes::{Scope, assign};
use super::refusal::Errors;
use super::routes::{Answered, Call};
use super::transitions::{self, Stop};
use super::{Refusal, Version, addresses, coupons, lines, rental};
use crate::http::Response;
use crate::json::Json;
use crate::order::{Address, Order, State};
use crate::params::{list, truthy};
use crate::shop::Shop;
use serde_json::{Map, Value};

impl Call<'_> {
    /// The order of a checkout call, its state as the caller wants it. 2.0.3 asks nobody who they are.
    fn load(&self, n: &str) -> Result<Order, Refusal> {
        let mut order = if self.version == Version::V2_0 {
            self.admit(Some(n))?;
            self.find(n)?
        } else {
            self.authorized(n)?
        };
        if let Some(name) = self.params.text("state").filter(|name| !name.is_empty()) {
            order.state = State::named(&name).ok_or_else(|| Refusal::invalid("state", "is invalid"))?;
        }
        let drops = self.version <= Version::V2_0 || self.shop.settings.drops_payments;
        if drops && order.state == State::Payment {
            // Whatever was there is deleted.
            order.payments.clear();
        }
        Ok(order)
    }

    /// 3.5 on: a line that cannot be supplied stops everything.
    fn check_stock(&self, order: &Order) -> Result<(), Refusal> {
        if order.is_completed() || self.shop.is_available(order) {
            return Ok(());
        }
        match self.version {
            // The template of the answer is missing.
            Version::V1_3 | Version::V2_0 => Err(Refusal::Ready(Box::new(Response {
                status: 204,
                ..Response::json(204, " ".into())
            }))),
            version if version.is_modern() => Err(Refusal::Unavailable),
            _ => Ok(()),
        }
    }

    /// 2.1 does what was asked for, and then fails to answer.
    fn fails_after(&self, order: &Order) -> bool {
        self.version == Version::V2_1 && !self.shop.is_available(order)
    }

    /// The answer, or the failure to give one.
    fn unless(fails: bool, answered: Answered) -> Answered {
        if fails { Err(Refusal::Frame(500)) } else { answered }
    }

    /// 2.0 puts empty addresses, of the shop's own country, in the place of missing ones, and checks them.
    fn missing(&self, order: &Order, given: &Map<String, Value>) -> Errors {
        let mut errors = Errors::new();
        if self.version > Version::V2_0 || order.state != State::Address {
            return errors;
        }
        for (name, id) in [("bill_address", order.bill_id), ("ship_address", order.ship_id)] {
            let copied = name == "ship_address" && truthy(given.get("use_billing"));
            if id.is_none() && !copied && !given.contains_key(&format!("{name}_attributes")) {
                let mut empty = Address {
                    country_id: Some(1),
                    ..Address::default()
                };
                let found = addresses::check(self.shop, self.version, &mut empty);
                errors.extend(addresses::prefixed(name, found));
            }
        }
        let email = given.get("email").and_then(crate::params::text);
        if let Some(email) = email
            && let Some(message) = transitions::email_error(self.version, Some(&email))
        {
            errors.push(("email".into(), message.into()));
        }
        errors
    }

    pub(super) fn update_checkout(&mut self, n: &str) -> Answered {
        let order = self.load(n)?;
        self.check_stock(&order)?;
        let fails = self.fails_after(&order);
        let answered = self.save_and_advance(order);
        Self::unless(fails, answered)
    }

    fn save_and_advance(&mut self, mut order: Order) -> Answered {
        let given = self.order_of_update(&order)?;
        let top = self.params.values.get("payment_source").cloned();
        let scope = Scope::Checkout(top.as_ref());
        if rental::is_on(self.shop, self.version) && order.state == State::Address {
            self.skip_to_payment(&mut order, &given)?;
            if order.state == State::Payment && given.get("payments_attributes").is_none() {
                return self.keep(200, order);
            }
        }
        let mut missing = self.missing(&order, &given);
        match assign(self, &mut order, &given, &scope) {
            Err(Refusal::Invalid(errors)) => missing.splice(0..0, errors).for_each(drop),
            other => other?,
        }
        if !missing.is_empty() {
            return Err(Refusal::Invalid(missing));
        }
        if self.version <= Version::V2_0 {
            self.assign_lines_of_checkout(&mut order, &given)?;
        }
        let id = order.id;
        if let Some(code) = given.get("coupon_code").and_then(crate::params::text)
            && !code.is_empty()
        {
            let verdict = coupons::apply(self.shop, self.version, &mut order, &code);
            if !verdict.is_ok {
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

    /// The rental shop has one way to ship: good addresses lead past `delivery`, a payment sent with them to `confirm`.
    fn skip_to_payment(&mut self, order: &mut Order, given: &Map<String, Value>) -> Result<(), Refusal> {
        let mut first = given.clone();
        first.remove("payments_attributes");
        assign(self, order, &first, &Scope::Checkout(None))?;
        if order.bill_id.is_some() && order.ship_id.is_some() {
            for _ in 0..2 {
                if order.state != State::Payment && step(self.shop, self.version, order, &[]).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// 2.0 takes lines here, as plain nested attributes.
    fn assign_lines_of_checkout(
        &mut self,
        order: &mut Order,
        given: &Map<String, Value>,
    ) -> Result<(), Refusal> {
        if given.contains_key("line_items") {
            return Err(Refusal::exception("uninitialized constant LineItem"));
        }
        let entries = list(given.get("line_items_attributes"));
        if !entries.is_empty() {
            lines::assign(self.shop, self.version, order, &entries)?;
            transitions::restart(self.shop, self.version, order);
        }
        Ok(())
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
        let missing = self.missing(&order, &Map::new());
        if !missing.is_empty() {
            return Err(Refusal::Transition(missing));
        }
        let fails = self.fails_after(&order);
        let before = self.shop.order(n).map(|order| order.state);
        let sent = order.state;
        match step(self.shop, self.version, &mut order, &[]) {
            Ok(()) => {
                let answered = self.keep(200, order);
                Self::unless(fails, answered)
            }
            Err(_) if fails => Err(Refusal::Frame(500)),
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
        let fails = self.fails_after(&order);
        let mut result = Ok(());
        while result.is_ok() {
            result = step(self.shop, self.version, &mut order, &[]);
        }
        match result {
            Err(Stop::Broken(refusal)) => {
                self.shop.put(order);
                Err(refusal)
            }
            _ => {
                let answered = self.keep(200, order);
                Self::unless(fails, answered)
            }
        }
    }
}

fn step(shop: &mut Shop, version: Version, order: &mut Order, live: &[u64]) -> Result<(), Stop> {
    transitions::next(shop, version, order, live)
}
