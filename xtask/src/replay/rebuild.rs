//! The orders of a case, rebuilt from the answers recorded so far.

use std::collections::BTreeMap;

use cashwrap::checkout::{Answer, Call, Contact, Expectation, FaultKind, PayBy, Step};
use cashwrap::dialect::{Doors, Wire};
use cashwrap::http::Response;
use cashwrap::order::{Money, Order, PaymentState};
use cashwrap_shop::replay::{Exchange, RecordedRequest, RecordedResponse};
use serde_json::Value;

use super::reader::{is_number, params, route};

/// An order as far as the case has told it.
#[derive(Debug, Clone)]
pub struct Known {
    /// Everything but the step may be guessed; the step counts only together with `is_certain`.
    pub order: Order,
    /// Whether the step follows from earlier lines.
    pub is_certain: bool,
    token: Option<String>,
    keys: Vec<String>,
}

/// The orders of one case, by number.
#[derive(Debug, Clone, Default)]
pub struct Case {
    orders: BTreeMap<String, Known>,
    latest: Option<String>,
}

/// Who speaks: order token and key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Voice {
    token: Option<String>,
    key: Option<String>,
}

impl Case {
    /// The number of the order a request is about.
    pub fn subject(&self, request: &RecordedRequest) -> Option<String> {
        let (_, path) = route(request);
        match path.as_slice() {
            ["orders" | "checkouts", number, ..] if is_number(number) => Some((*number).to_owned()),
            ["shipments", shipment, ..] => {
                let of = |known: &&Known| known.order.shipments.iter().any(|s| s.number == *shipment);
                let found = self
                    .orders
                    .values()
                    .find(of)
                    .map(|known| known.order.number.to_string());
                found.or_else(|| self.latest.clone())
            }
            _ => None,
        }
    }

    /// What is known of an order.
    pub fn known(&self, number: &str) -> Option<&Known> {
        self.orders.get(number)
    }

    /// Takes a step that a remark tells. What the step requires is taken to be there.
    pub fn tell(&mut self, number: &str, step: Step) {
        let known = self.orders.entry(number.to_owned()).or_insert_with(|| Known {
            order: assumed(number, &step),
            is_certain: true,
            token: None,
            keys: Vec::new(),
        });
        known.order.step = step;
        known.is_certain = true;
    }

    /// Whether these are the credentials with which the room speaks for the order; for a new order, none is known.
    ///
    /// A room that speaks through a proxy has the shop's key, or needs none.
    pub fn is_own_voice(&self, request: &RecordedRequest, number: Option<&str>, is_proxy: bool) -> bool {
        let voice = Voice::of(request);
        if is_proxy {
            let is_shop = voice.key.is_none_or(|key| key.contains("admin"));
            return is_shop && voice.token.is_none();
        }
        let is_admin = voice.key.as_ref().is_some_and(|key| key.contains("admin"));
        let Some(known) = number.and_then(|number| self.orders.get(number)) else {
            return !is_admin && (number.is_some() || voice.token.is_none());
        };
        match (&voice.token, &voice.key) {
            (Some(token), _) => known.token.as_ref().is_none_or(|own| own == token),
            (None, Some(key)) => !is_admin && (known.keys.is_empty() || known.keys.contains(key)),
            (None, None) => false,
        }
    }

    /// Takes every order in an answer that is no refusal; whether one could not be read.
    pub fn adopt(&mut self, doors: &Doors, exchange: &Exchange) -> bool {
        let mut is_readable = true;
        for body in orders_in(&exchange.response) {
            let Some((number, step)) = told(body) else {
                continue;
            };
            let response = response(exchange.response.status, Some("application/json"), body);
            match (doors.decode)(&Call::Read, &response, &wire(&number)) {
                Answer::Order(order, _) => {
                    let known = self
                        .orders
                        .entry(number.clone())
                        .or_insert_with(|| Known::new(&number));
                    known.order = (*order).clone();
                    known.is_certain = true;
                }
                // The step can be told all the same. In a list, an order is told in part (Spree 2.3).
                answer => {
                    is_readable &=
                        exchange.response.body.get("orders").is_some() && matches!(answer, Answer::Fault(_));
                    self.tell(&number, step);
                }
            }
            if let Some(known) = self.orders.get_mut(&number) {
                known.hear(body, &Voice::of(&exchange.request));
            }
            self.latest = Some(number);
        }
        is_readable
    }

    /// Takes what an unsafe call left behind where its answer holds no order.
    pub fn follow(&mut self, doors: &Doors, exchange: &Exchange, call: Option<&Call>, number: &str) {
        let Some(known) = self.orders.get_mut(number) else {
            return;
        };
        let recorded = &exchange.response;
        let is_done = (200..300).contains(&recorded.status);
        let Some(call) = call else {
            // Not a call of ours: lines it may have changed start the checkout anew. A quantity that removes
            // the line is answered as if the line had never been there.
            let (method, path) = route(&exchange.request);
            let is_removal = matches!(method, "PATCH" | "PUT") && recorded.status == 404;
            if let (true, ["orders" | "checkouts", _, "payments"]) = (is_done, path.as_slice()) {
                known.pay(doors, recorded, number);
            }
            let may_reset = path.contains(&"line_items") && (is_done || is_removal);
            known.is_certain &= !may_reset;
            return;
        };
        let expected = (doors.expect)(&known.order, call);
        let response = response(recorded.status, recorded.content_type.as_deref(), &recorded.body);
        let answer = (doors.decode)(call, &response, &wire(number));
        // Quantity 0 removes the line and answers as if it had never been there.
        let is_removal = matches!(call, Call::SetLine { quantity: 0, .. }) && recorded.status == 404;
        if is_done || is_removal {
            let is_step_kept = matches!(call, Call::ApplyCoupon(_) | Call::RemoveCoupon(_))
                || matches!(call, Call::Pay(pay) if pay.by == PayBy::Itself);
            known.is_certain &= expected.refused.is_none() || is_step_kept;
            known.order = patched(*expected.order, answer);
        } else {
            known.refuse(call, &answer, expected);
        }
        if is_done {
            known.hear(&Value::Null, &Voice::of(&exchange.request));
        }
    }
}

impl Known {
    fn new(number: &str) -> Known {
        let order = Order::numbered(number.into());
        Known {
            order,
            is_certain: false,
            token: None,
            keys: Vec::new(),
        }
    }

    /// A payment that was added by a call of its own, as the room reads it within an order.
    fn pay(&mut self, doors: &Doors, recorded: &RecordedResponse, number: &str) {
        let mut body = serde_json::json!({
            "number": number, "state": "payment", "payments": [recorded.body], "included_tax_total": "0",
            "item_total": "0", "ship_total": "0", "tax_total": "0", "adjustment_total": "0", "total": "0",
        });
        // By one of these a Spree is known.
        for mark in ["adjustments", "permissions"] {
            body[mark] = serde_json::json!([]);
            let response = response(200, Some("application/json"), &body);
            let Answer::Order(order, _) = (doors.decode)(&Call::Read, &response, &wire(number)) else {
                continue;
            };
            for old in self
                .order
                .payments
                .iter_mut()
                .filter(|p| p.state == PaymentState::Checkout)
            {
                old.state = PaymentState::Invalid;
            }
            self.order.payments.extend(order.payments.iter().cloned());
            // The steps follow from the payments.
            self.order.steps = std::rc::Rc::default();
            return;
        }
    }

    /// Learns who may speak for the order.
    fn hear(&mut self, body: &Value, voice: &Voice) {
        if let Some(token) = body.get("token").and_then(Value::as_str) {
            self.token = Some(token.to_owned());
        }
        if let (None, Some(key)) = (&voice.token, &voice.key)
            && !key.contains("admin")
            && !self.keys.contains(key)
        {
            self.keys.push(key.clone());
        }
    }

    /// A refused call leaves the step, but may have saved what it carried.
    fn refuse(&mut self, call: &Call, answer: &Answer, expected: Expectation) {
        let Answer::Fault(fault) = answer else { return };
        let before = self.order.step.clone();
        match (call, fault.kind) {
            // A declined card, a promotion that ended: the order falls back, and only a read tells how far.
            (Call::Complete { .. }, FaultKind::Transition) if before == Step::Confirm => {
                self.is_certain = false;
                let live = |p: &&mut cashwrap::order::Payment| p.state == PaymentState::Checkout;
                for payment in self.order.payments.iter_mut().filter(live) {
                    payment.state = PaymentState::Failed;
                }
            }
            (Call::Contact(contact), FaultKind::Transition | FaultKind::Stock) => {
                self.save(contact, expected)
            }
            // An e-mail that was not sent is missed only after everything else was saved.
            (Call::Contact(contact), FaultKind::Invalid)
                if contact.email.is_empty() && fault.fields.iter().all(|field| field.field == "email") =>
            {
                self.save(contact, expected);
            }
            // As an exception (Spree 2.1.12).
            (Call::Contact(contact), FaultKind::Other)
                if contact.email.is_empty() && self.order.email.is_empty() =>
            {
                self.save(contact, expected);
            }
            _ => {}
        }
    }

    fn save(&mut self, contact: &Contact, expected: Expectation) {
        let order = &mut self.order;
        if !contact.email.is_empty() {
            order.email = contact.email.clone();
        }
        order.shipping = contact.shipping.clone().or(order.shipping.take());
        order.billing = contact.billing.clone().or(order.billing.take());
        // A step named in the call is saved with the rest.
        if contact.back_to.is_some() && expected.refused.is_some() {
            order.step = expected.order.step;
        }
    }
}

impl Voice {
    fn of(request: &RecordedRequest) -> Voice {
        let header = |name: &str| {
            let found = request
                .headers
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name));
            found
                .map(|(_, value)| value.clone())
                .filter(|value| !value.is_empty())
        };
        let params = params(request).unwrap_or_default();
        let param = |name: &str| params.get(name).and_then(Value::as_str).map(str::to_owned);
        let bearer = header("authorization").and_then(|text| text.strip_prefix("Bearer ").map(str::to_owned));
        Voice {
            token: header("x-spree-order-token").or_else(|| param("order_token")),
            key: bearer
                .or_else(|| header("x-spree-token"))
                .or_else(|| param("token")),
        }
    }
}

/// The orders an answer tells: the body itself, or a list of them.
fn orders_in(response: &RecordedResponse) -> Vec<&Value> {
    if !(200..300).contains(&response.status) {
        return Vec::new();
    }
    match response.body.get("orders") {
        Some(Value::Array(orders)) => orders.iter().collect(),
        _ => vec![&response.body],
    }
}

/// Number and step, if the body is an order.
fn told(body: &Value) -> Option<(String, Step)> {
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let (number, state) = (text("number")?, text("state")?);
    // A shipment has both, too.
    let is_order = body.get("checkout_steps").is_some() || body.get("item_total").is_some();
    (is_order && is_number(number)).then(|| (number.to_owned(), Step::from_name(state)))
}

/// The step of an order by its number, as an answer tells it.
pub fn step_in(response: &RecordedResponse, number: Option<&str>) -> Option<(String, Step)> {
    let orders = orders_in(response).into_iter().filter_map(told);
    orders
        .into_iter()
        .find(|(told, _)| number.is_none_or(|number| number == told))
}

/// The order after a call that was carried out, with what its answer tells.
fn patched(mut order: Order, answer: Answer) -> Order {
    match answer {
        Answer::Line(line) => {
            let is_it = |l: &&mut cashwrap::order::Line| {
                l.id == line.id || (l.variant == line.variant && l.id.starts_with("new:"))
            };
            match order.lines.iter_mut().find(is_it) {
                Some(found) => *found = *line,
                None => order.lines.push(*line),
            }
        }
        Answer::Payment(payment) => {
            order.payments.retain(|p| !p.id.is_empty());
            order.payments.push(*payment);
        }
        _ => {}
    }
    order
}

/// An order of which only the step is known: what the step requires is taken to be there.
fn assumed(number: &str, step: &Step) -> Order {
    let mut order = Order {
        step: step.clone(),
        ..Order::numbered(number.into())
    };
    if step.rank() > Step::Address.rank() {
        order.totals.total = Money::parse("1").unwrap_or_default();
        order.totals.due = order.totals.total;
    }
    order
}

fn wire(number: &str) -> Wire<'_> {
    Wire {
        order: None,
        is_blind: false,
        placeholder: "",
        shop: "https://shop.example",
        number,
        ..Wire::default()
    }
}

fn response(status: u16, content_type: Option<&str>, body: &Value) -> Response {
    let is_text = body.is_string() || body.is_null();
    let default = if is_text { "text/plain" } else { "application/json" };
    Response {
        status,
        content_type: content_type.unwrap_or(default).to_owned(),
        body: if body.is_null() {
            Vec::new()
        } else {
            serde_json::to_vec(body).unwrap_or_default()
        },
    }
}
