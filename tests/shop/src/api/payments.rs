//! `/orders/:n/payments` and `/checkouts/:n/payments`.

use super::line_items::parse;
use super::{Answered, Call};
use crate::gateway::Outcome;
use crate::http::Response;
use crate::json::Json;
use crate::order::{Order, Payment, PaymentState};
use crate::params::{decimal, text};
use crate::refusal::Refusal;
use crate::{completion, money, render};

const ATTRIBUTES: [&str; 3] = ["amount", "payment_method_id", "customer_metadata"];

impl Call<'_> {
    /// The order, readable; an unknown one is refused like a foreign one.
    fn readable(&mut self, n: &str) -> Result<Order, Refusal> {
        self.identify(Some(n))?;
        let order = self.shop.order(n).filter(|order| self.caller.may_read(order));
        order.cloned().ok_or(Refusal::Unauthorized)
    }

    pub(super) fn list_payments(&mut self, n: &str) -> Answered {
        let order = self.readable(n)?;
        let body = Json::of_object(|json| {
            render::paged(json, &self.params, "payments", &order.payments, render::payment);
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn new_payment(&mut self, n: &str) -> Answered {
        self.readable(n)?;
        let body = Json::of_object(|json| {
            json.list("attributes", ATTRIBUTES, |json, name| json.quote(name));
            json.list(
                "payment_methods",
                self.shop.world.methods_for_users(),
                |json, method| {
                    json.object(|json| {
                        json.id("id", method.id);
                        json.str("name", method.name);
                        json.null("description");
                    });
                },
            );
        });
        Ok(Response::json(200, body))
    }

    /// Allowed in any state; the amount is not compared with anything.
    pub(super) fn create_payment(&mut self, n: &str) -> Answered {
        let mut order = self.readable(n)?;
        self.check_lock(&order)?;
        let given = self.params.required("payment")?;
        let draft = self.shop.build_payment(&order, &given, "", None)?;
        self.shop.add_payment(&mut order, draft);
        let mut json = Json::default();
        if let Some(payment) = order.payments.last() {
            render::payment(&mut json, payment);
        }
        self.shop.put(order);
        Ok(Response::json(201, json.into_text()))
    }

    pub(super) fn show_payment(&mut self, n: &str, id: &str) -> Answered {
        let order = self.readable(n)?;
        let id = parse(id)?;
        let payment = order
            .payments
            .iter()
            .find(|payment| payment.id == id)
            .ok_or(Refusal::NotFound)?;
        show(payment)
    }

    /// Administrators only.
    pub(super) fn change_payment(&mut self, n: &str, id: &str, action: &str) -> Answered {
        let mut order = self.readable(n)?;
        let id = parse(id)?;
        if order.payments.iter().all(|payment| payment.id != id) {
            return Err(Refusal::NotFound);
        }
        if !self.caller.admin {
            return Err(Refusal::Unauthorized);
        }
        self.check_lock(&order)?;
        let given = if action == "update" {
            Some(self.params.required("payment")?)
        } else {
            None
        };
        let number = order.number.clone();
        let payment = order
            .payments
            .iter_mut()
            .find(|payment| payment.id == id)
            .ok_or(Refusal::NotFound)?;
        match action {
            "update" if payment.state != PaymentState::Pending => {
                return Err(Refusal::PaymentState(payment.state.name()));
            }
            "update" => {
                let amount = given.as_ref().and_then(|map| map.get("amount")).and_then(text);
                if let Some(amount) = amount {
                    let amount = decimal(&amount).ok_or(Refusal::invalid("amount", "is not a number"))?;
                    payment.amount = money::round(amount);
                }
            }
            "capture" => match payment.state {
                PaymentState::Checkout | PaymentState::Pending => payment.state = PaymentState::Completed,
                PaymentState::Completed => {}
                _ => return Err(transition("capture")),
            },
            "void" => match payment.state {
                PaymentState::Checkout | PaymentState::Pending | PaymentState::Processing => {
                    payment.state = PaymentState::Void;
                }
                PaymentState::Void => {}
                _ => return Err(transition("void")),
            },
            _ => {
                let outcome = self.shop.process(&number, payment);
                if let Outcome::Declined(message) = outcome {
                    self.shop.put(order);
                    return Err(Refusal::invalid("base", &message));
                }
            }
        }
        if order.is_completed() {
            completion::settle_states(&mut order);
        }
        let answer = order
            .payments
            .iter()
            .find(|payment| payment.id == id)
            .map_or(Err(Refusal::NotFound), show);
        self.shop.put(order);
        answer
    }
}

fn show(payment: &Payment) -> Answered {
    let mut json = Json::default();
    render::payment(&mut json, payment);
    Ok(Response::json(200, json.into_text()))
}

fn transition(event: &str) -> Refusal {
    Refusal::Transition(
        "payment",
        vec![("state".into(), format!("cannot transition via \"{event}\""))],
    )
}
