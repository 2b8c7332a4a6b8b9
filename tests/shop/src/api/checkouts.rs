//! `/checkouts`: the verbs that move an order.

use super::{Answered, Call};
use crate::attributes::Permitted;
use crate::order::{Order, State};
use crate::params::decimal;
use crate::refusal::Refusal;
use serde_json::{Map, Value};

impl Call<'_> {
    /// Sets what the current state permits, then goes one step on. A failed step leaves the attributes set.
    pub(super) fn update_checkout(&mut self, n: &str) -> Answered {
        let mut order = self.lock_then_authorize(n)?;
        if let Err(refusal) = self.apply_state_param(&mut order) {
            return Err(match refusal {
                Refusal::Transition(_, errors) => Refusal::Invalid(errors),
                other => other,
            });
        }
        let (given, permitted) = self.checkout_params(order.state)?;
        self.shop.assign(&mut order, &given, permitted)?;
        if order.is_completed() {
            return self.keep(200, order);
        }
        self.shop.put(order.clone());
        let moved = self.shop.next(&mut order);
        self.settle(order, moved)
    }

    fn checkout_params(&self, state: State) -> Result<(Map<String, Value>, Permitted), Refusal> {
        let given = self.params.values.get("order").cloned();
        let permitted = match state {
            State::Delivery => Permitted::Delivery,
            State::Payment => Permitted::Payment,
            State::Cart | State::Address => Permitted::Address,
            _ => Permitted::Nothing,
        };
        let map = match (permitted, given) {
            (Permitted::Delivery | Permitted::Payment, given) => crate::params::require(given, "order")?,
            (_, None) => Map::new(),
            (_, Some(Value::Object(map))) => map,
            (_, Some(_)) => return Err(Refusal::crash()),
        };
        Ok((map, permitted))
    }

    pub(super) fn checkout_next(&mut self, n: &str) -> Answered {
        let mut order = self.lock_then_authorize(n)?;
        let before = order.state;
        self.apply_state_param(&mut order)?;
        self.check_expected_total(&order)?;
        let moved = self.shop.next(&mut order);
        if moved.is_err() {
            order.state = before;
        }
        self.settle(order, moved)
    }

    /// Goes as far as it can; only missing stock is told.
    pub(super) fn checkout_advance(&mut self, n: &str) -> Answered {
        let mut order = self.lock_then_authorize(n)?;
        self.apply_state_param(&mut order)?;
        match self.shop.walk_to_confirm(&mut order) {
            Err(Refusal::InsufficientStock) => self.settle(order, Err(Refusal::InsufficientStock)),
            _ => self.keep(200, order),
        }
    }

    pub(super) fn checkout_complete(&mut self, n: &str) -> Answered {
        let mut order = self.lock_then_authorize(n)?;
        let before = order.state;
        self.apply_state_param(&mut order)?;
        self.check_expected_total(&order)?;
        let stood_at_confirm = order.state == State::Confirm;
        let unprocessed = order.payments.clone();
        let moved = self.shop.complete(&mut order);
        if moved.is_ok() && order.payments == unprocessed {
            return self.keep_and_show_lines_of_before(order);
        }
        if moved.is_err() && (!stood_at_confirm || order.state == State::Confirm) {
            order.state = before;
        }
        self.settle(order, moved)
    }

    /// Recorded: only a processed payment makes the server read its lines again. Without one the answer shows
    /// adjustments not yet finalized and stock not yet taken; the next read shows both.
    fn keep_and_show_lines_of_before(&mut self, order: Order) -> Answered {
        let mut stale = order.clone();
        stale.updated_ms = self.shop.now_ms;
        self.shop.put(order);
        for adjustment in stale.lines.iter_mut().flat_map(|line| &mut line.adjustments) {
            adjustment.finalized = false;
        }
        self.shop.return_stock(&stale);
        let answer = self.show(200, &stale);
        self.shop.take_stock(&stale);
        answer
    }

    /// Keeps the order, moved or not, and answers.
    fn settle(&mut self, order: Order, moved: Result<(), Refusal>) -> Answered {
        match moved {
            Ok(()) => self.keep(200, order),
            Err(refusal) => {
                self.shop.put(order);
                Err(refusal)
            }
        }
    }

    /// A top-level `state` overwrites the order's before the verb acts.
    fn apply_state_param(&self, order: &mut Order) -> Result<(), Refusal> {
        let Some(name) = self.params.text("state").filter(|name| !name.is_empty()) else {
            return Ok(());
        };
        order.state = State::named(&name).ok_or_else(|| Refusal::transition("state", "is invalid"))?;
        Ok(())
    }

    /// Text or an integer; a float and what is no number crash the server.
    fn check_expected_total(&self, order: &Order) -> Result<(), Refusal> {
        let expected = match self.params.values.get("expected_total") {
            None | Some(Value::Null) => return Ok(()),
            Some(Value::String(text)) if text.trim().is_empty() => return Ok(()),
            Some(Value::String(text)) => decimal(text.trim()).ok_or_else(Refusal::crash)?,
            Some(Value::Number(number)) if !number.is_f64() => {
                decimal(&number.to_string()).ok_or_else(Refusal::crash)?
            }
            Some(_) => return Err(Refusal::crash()),
        };
        if expected == order.total() {
            Ok(())
        } else {
            Err(Refusal::ExpectedTotal)
        }
    }
}
