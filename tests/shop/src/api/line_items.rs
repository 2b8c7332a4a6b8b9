//! `/orders/:n/line_items` and `/checkouts/:n/line_items`.

use super::{Answered, Call};
use crate::http::Response;
use crate::json::Json;
use crate::lines::{Quantity, added_quantity};
use crate::order::Order;
use crate::params::{id, metadata};
use crate::refusal::Refusal;
use crate::render;
use serde_json::{Map, Value};

const ATTRIBUTES: [&str; 4] = ["quantity", "price", "variant_id", "customer_metadata"];
const REQUIRED: [&str; 2] = ["variant_id", "quantity"];

impl Call<'_> {
    pub(super) fn new_line_item(&mut self, n: &str) -> Answered {
        self.identify(Some(n))?;
        let body = Json::of_object(|json| {
            json.list("attributes", ATTRIBUTES, |json, name| json.quote(name));
            json.list("required_attributes", REQUIRED, |json, name| json.quote(name));
        });
        Ok(Response::json(200, body))
    }

    pub(super) fn create_line_item(&mut self, n: &str) -> Answered {
        let mut order = self.authorize_then_lock(n)?;
        let given = self.line_item_params()?;
        let variant_id = id(given.get("variant_id")).ok_or(Refusal::NotFound)?;
        let quantity = added_quantity(given.get("quantity"));
        let line_id = self
            .shop
            .add_line(&mut order, variant_id, quantity, metadata(&given))?;
        self.keep_line(201, order, line_id)
    }

    pub(super) fn update_line_item(&mut self, n: &str, line_id: &str) -> Answered {
        let mut order = self.authorize_then_lock(n)?;
        let line_id = parse(line_id)?;
        let line = order
            .lines
            .iter_mut()
            .find(|line| line.id == line_id)
            .ok_or(Refusal::NotFound)?;
        let given = self.line_item_params()?;
        let quantity = Quantity::read(given.get("quantity")).checked("quantity")?;
        line.quantity = quantity;
        line.metadata = metadata(&given);
        if quantity == 0 {
            // The row goes, and then cannot be shown.
            order.lines.retain(|line| line.id != line_id);
            self.shop.restart(&mut order);
            self.shop.put(order);
            return Err(Refusal::NotFound);
        }
        self.keep_line(200, order, line_id)
    }

    pub(super) fn delete_line_item(&mut self, n: &str, line_id: &str) -> Answered {
        let mut order = self.authorize_then_lock(n)?;
        let line_id = parse(line_id)?;
        let before = order.lines.len();
        order.lines.retain(|line| line.id != line_id);
        if order.lines.len() == before {
            return Err(Refusal::NotFound);
        }
        self.shop.restart(&mut order);
        self.shop.put(order);
        Ok(Response::no_content())
    }

    /// No body at all is a crash.
    fn line_item_params(&self) -> Result<Map<String, Value>, Refusal> {
        match self.params.wrapped("line_item") {
            Some(Value::Object(map)) => Ok(map),
            _ => Err(Refusal::crash()),
        }
    }

    /// Restarts the checkout, keeps the order, answers with the line.
    fn keep_line(&mut self, status: u16, mut order: Order, line_id: u64) -> Answered {
        self.shop.restart(&mut order);
        let mut json = Json::default();
        if let Some(line) = order.lines.iter().find(|line| line.id == line_id) {
            render::line_item(&mut json, self.shop, line);
        }
        self.shop.put(order);
        Ok(Response::json(status, json.into_text()))
    }
}

pub(super) fn parse(id: &str) -> Result<u64, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}
