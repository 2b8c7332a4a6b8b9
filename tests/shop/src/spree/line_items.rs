//! `…/line_items`.

use super::routes::{Answered, Call};
use super::{Refusal, Version, lines, render, transitions};
use crate::http::Response;
use crate::json::Json;
use crate::order::Order;
use crate::params::{id, text, to_i};
use serde_json::{Map, Value};

impl Call<'_> {
    pub(super) fn new_line_item(&mut self, n: &str) -> Answered {
        self.readable(n)?;
        let body = Json::of_object(|json| {
            json.list("attributes", ["quantity", "price", "variant_id"], |json, name| {
                json.quote(name)
            });
            json.list("required_attributes", ["variant_id", "quantity"], |json, name| {
                json.quote(name);
            });
        });
        Ok(Response::json(200, body))
    }

    fn given_line(&self) -> Result<Map<String, Value>, Refusal> {
        match self.params.wrapped("line_item") {
            Some(Value::Object(map)) => Ok(map),
            _ => Err(Refusal::nil_index()),
        }
    }

    pub(super) fn create_line_item(&mut self, n: &str) -> Answered {
        let mut order = self.line_order(n)?;
        let given = self.given_line()?;
        let variant = id(given.get("variant_id")).and_then(|id| self.shop.world.variant(id));
        let variant_id = variant
            .filter(|variant| !variant.deleted)
            .map(|variant| variant.id)
            .ok_or(Refusal::NotFound)?;
        let wanted = match given.get("quantity") {
            None | Some(Value::Null) => i64::from(self.version >= Version::V2_2),
            Some(value) => to_i(&text(value).unwrap_or_default()).max(0),
        };
        match lines::add(self.shop, self.version, &mut order, variant_id, wanted, true) {
            Ok(line_id) => {
                self.after_change(&mut order);
                self.answer_line(201, order, line_id)
            }
            Err(faults) if matches!(self.version, Version::V2_4Early | Version::V2_4Late) => {
                let text = faults.join(", Quantity ");
                Err(Refusal::Told(format!("Validation failed: Quantity {text}")))
            }
            Err(faults) => Err(quantity_faults(faults)),
        }
    }

    pub(super) fn update_line_item(&mut self, n: &str, line: &str) -> Answered {
        let mut order = self.line_order(n)?;
        let (line_id, variant_id) = find_line(&order, line)?;
        let given = self.given_line()?;
        if given.contains_key("quantity") {
            let wanted = lines::quantity(given.get("quantity"))
                .map_err(|message| Refusal::invalid("quantity", message))?;
            let faults = lines::faults(self.shop, self.version, variant_id, wanted);
            if !faults.is_empty() {
                return Err(quantity_faults(faults));
            }
            lines::set(self.shop, &mut order, line_id, wanted);
        }
        if self.version < Version::V2_2
            && let Some(other) = id(given.get("variant_id"))
            && let Some(line) = order.lines.iter_mut().find(|line| line.id == line_id)
        {
            // The price stays.
            line.variant_id = other;
        }
        if self.version >= Version::V2_2 {
            lines::settle(self.shop, self.version, &mut order);
        } else {
            self.after_change(&mut order);
        }
        if order.lines.iter().any(|line| line.id == line_id) {
            return self.answer_line(200, order, line_id);
        }
        // A line of nothing is gone before it could be shown.
        self.shop.put(order);
        Err(Refusal::NotFound)
    }

    pub(super) fn delete_line_item(&mut self, n: &str, line: &str) -> Answered {
        let mut order = self.line_order(n)?;
        let (line_id, _) = find_line(&order, line)?;
        order.lines.retain(|line| line.id != line_id);
        self.after_change(&mut order);
        self.shop.put(order);
        if self.version <= Version::V2_0 {
            return Ok(Response {
                status: 204,
                ..Response::json(204, " ".into())
            });
        }
        Ok(Response::no_content())
    }

    /// The order of a line call: 2.0.3 wants its owner, and no order has one there but an administrator.
    fn line_order(&self, n: &str) -> Result<Order, Refusal> {
        self.authorized(n)
    }

    fn after_change(&mut self, order: &mut Order) {
        transitions::restart(self.shop, self.version, order);
    }

    fn answer_line(&mut self, status: u16, order: Order, line_id: u64) -> Answered {
        let line = order.lines.iter().find(|line| line.id == line_id).cloned();
        self.shop.put(order);
        let line = line.ok_or(Refusal::NotFound)?;
        let mut json = Json::default();
        render::line_item(&mut json, self.shop, self.version, &line);
        Ok(Response::json(status, json.into_text()))
    }
}

fn quantity_faults(faults: Vec<String>) -> Refusal {
    let faults = faults.into_iter().map(|text| ("quantity".to_owned(), text));
    Refusal::Invalid(faults.collect())
}

/// The line's id and variant.
fn find_line(order: &Order, line: &str) -> Result<(u64, u64), Refusal> {
    let wanted = id(Some(&Value::from(line)));
    let found = order.lines.iter().find(|line| Some(line.id) == wanted);
    found
        .map(|line| (line.id, line.variant_id))
        .ok_or(Refusal::NotFound)
}
