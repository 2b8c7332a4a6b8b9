//! `…/payments` and `…/addresses`.

use super::payments::{self, Entry};
use super::routes::{Answered, Call};
use super::{Refusal, Version, addresses, render};
use crate::http::Response;
use crate::json::Json;
use crate::order::{Order, Payment};
use crate::params::{id, require};
use crate::world::MethodKind;
use serde_json::Value;

impl Call<'_> {
    /// 2.1.12 does not honour the order token here.
    fn payment_order(&self, n: &str) -> Result<Order, Refusal> {
        let order = self.readable(n)?;
        if self.version <= Version::V2_1 && !self.caller.owns(&order) {
            return Err(Refusal::Unauthorized);
        }
        Ok(order)
    }

    pub(super) fn list_payments(&mut self, n: &str) -> Answered {
        let order = self.payment_order(n)?;
        let page = self.page(&order.payments);
        let body = Json::of_object(|json| {
            json.list("payments", &page.items, |json, payment| {
                json.object(|json| render::payment_fields(json, self.version, payment));
            });
            page.write(json);
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn new_payment(&mut self, n: &str) -> Answered {
        self.payment_order(n)?;
        let names = render::payment_attributes(self.version);
        let all = self.version.is_modern();
        let methods = self.shop.world.payment_methods.iter();
        let methods = methods.filter(|method| all || method.for_users);
        let methods = methods.filter(|method| method.kind != MethodKind::StoreCredit);
        let body = Json::of_object(|json| {
            json.list("attributes", names, |json, name| json.quote(name));
            json.list("payment_methods", methods, |json, method| {
                json.object(|json| {
                    json.id("id", method.id);
                    json.str("name", method.name);
                    match method.id {
                        1 => json.str("description", "Bogus"),
                        2 => json.str("description", "Pay by check"),
                        _ => json.null("description"),
                    }
                });
            });
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn create_payment(&mut self, n: &str) -> Answered {
        let mut order = self.payment_order(n)?;
        let given = require(self.params.wrapped("payment"), "payment")
            .map_err(|_| Refusal::ParamMissing("payment"))?;
        let entry = Entry {
            given: &given,
            source: given.get("source_attributes").and_then(Value::as_object),
            amount: None,
            prefix: "",
            by_endpoint: true,
        };
        let draft = payments::draft(self.shop, self.version, &entry)?;
        payments::add(self.shop, self.version, &mut order, draft);
        let payment = order.payments.last().cloned();
        self.shop.put(order);
        self.answer_payment(201, payment.as_ref())
    }

    fn answer_payment(&self, status: u16, payment: Option<&Payment>) -> Answered {
        let payment = payment.ok_or(Refusal::NotFound)?;
        let body = Json::of_object(|json| render::payment_fields(json, self.version, payment));
        Ok(Response::json(status, body))
    }

    /// By row id up to 2.4, by `P…` number later.
    fn find_payment<'o>(&self, order: &'o Order, wanted: &str) -> Result<&'o Payment, Refusal> {
        let found = order.payments.iter().find(|payment| match &payment.number {
            Some(number) if self.version.is_modern() => number == wanted,
            _ => Some(payment.id) == id(Some(&Value::from(wanted))),
        });
        found.ok_or(Refusal::NotFound)
    }

    pub(super) fn show_payment(&mut self, n: &str, wanted: &str) -> Answered {
        let order = self.payment_order(n)?;
        self.answer_payment(200, Some(self.find_payment(&order, wanted)?))
    }

    /// Only administrators; one that has been processed, nobody.
    pub(super) fn change_payment(&mut self, n: &str, wanted: &str, action: &str) -> Answered {
        let order = self.payment_order(n)?;
        let payment = self.find_payment(&order, wanted)?;
        if !self.caller.admin {
            return Err(Refusal::Unauthorized);
        }
        let state = payment.state.name();
        if action == "update" && !matches!(state, "checkout" | "pending") {
            let text = format!("This payment cannot be updated because it is {state}.");
            let body = Json::of_object(|json| json.str("error", &text));
            return Err(Refusal::Ready(Box::new(Response::json(403, body))));
        }
        self.answer_payment(200, Some(payment))
    }

    pub(super) fn show_address(&mut self, n: &str, wanted: &str) -> Answered {
        let order = self.readable(n)?;
        let id = address_of(&order, wanted)?;
        self.answer_address(id)
    }

    pub(super) fn update_address(&mut self, n: &str, wanted: &str) -> Answered {
        let order = self.authorized(n)?;
        let id = address_of(&order, wanted)?;
        let given = match self.params.wrapped("address") {
            Some(Value::Object(map)) => map,
            _ => return Err(Refusal::nil_index()),
        };
        let mut address = addresses::merge(self.version, self.shop.address(Some(id)), &given)?;
        let errors = addresses::check(self.shop, self.version, &mut address);
        if !errors.is_empty() {
            return Err(Refusal::Invalid(errors));
        }
        addresses::replace(self.shop, id, address);
        self.answer_address(id)
    }

    fn answer_address(&self, id: u64) -> Answered {
        let address = self.shop.address(Some(id)).ok_or(Refusal::NotFound)?;
        let mut json = Json::default();
        render::address(&mut json, self.shop, self.version, id, address);
        Ok(Response::json(200, json.into_text()))
    }
}

/// The id, if it is one of the order's own addresses.
fn address_of(order: &Order, wanted: &str) -> Result<u64, Refusal> {
    let wanted = id(Some(&Value::from(wanted))).ok_or(Refusal::NotFound)?;
    let own = [order.bill_id, order.ship_id].contains(&Some(wanted));
    own.then_some(wanted).ok_or(Refusal::Unauthorized)
}
