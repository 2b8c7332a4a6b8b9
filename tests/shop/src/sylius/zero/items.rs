//! Lines of an order. Nothing is summed up here, and no step is gone back to.

use super::views;
use crate::sylius::Release;
use crate::sylius::book::next;
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra, scalar};
use crate::sylius::one::{resize, whole};
use crate::sylius::order::Item;
use crate::sylius::refusal::{Refusal, answer};
use crate::sylius::routes::{Answered, Call};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

const TOO_FEW: [&str; 2] = [
    "sylius.order_item.quantity.min",
    "This value should be 1 or more.",
];

/// A price in major units, in minor ones.
fn price(value: Option<&Value>) -> Result<Option<i64>, ()> {
    let Some(text) = scalar(value)? else {
        return Ok(None);
    };
    if text.contains(',') && text.contains('.') {
        return Err(());
    }
    let amount: Decimal = text.replace(',', ".").parse().map_err(|_| ())?;
    Ok(Some(whole(amount * Decimal::ONE_HUNDRED)))
}

/// A whole number; a fraction is cut.
fn quantity(value: Option<&Value>) -> Result<Option<i64>, ()> {
    let Some(text) = scalar(value)? else {
        return Ok(None);
    };
    let amount: Decimal = text.parse().map_err(|_| ())?;
    i64::try_from(amount.trunc()).map(Some).map_err(|_| ())
}

fn field<T>(value: &Result<T, ()>) -> Node {
    if value.is_err() {
        Node::error(INVALID)
    } else {
        Node::default()
    }
}

impl Call<'_> {
    pub(crate) fn list_items(&mut self, id: u64) -> Answered {
        let order = self.whole(id)?;
        let is_broken = matches!(self.release, Release::V0_14 | Release::V0_15);
        if is_broken && !order.items.is_empty() {
            return Err(Refusal::Status(500));
        }
        let rows = order
            .items
            .iter()
            .map(|item| views::item_alone(self, &order, item));
        let rows = rows.collect();
        self.ok(&Value::Array(rows))
    }

    fn variant_sent(&self, sent: &Map<String, Value>) -> Result<Option<u64>, ()> {
        let Some(text) = scalar(sent.get("variant"))? else {
            return Ok(None);
        };
        let mut variants = self.book.desk.world.variants.iter();
        let known = variants.find(|variant| variant.id.to_string() == text && !variant.removed);
        known.map(|variant| Some(variant.id)).ok_or(())
    }

    pub(crate) fn post_item(&mut self, id: u64) -> Answered {
        let mut order = self.order(id)?;
        let sent = self.members();
        let (quantity, price, variant) = (
            quantity(sent.get("quantity")),
            price(sent.get(self.price_key())),
            self.variant_sent(&sent),
        );
        let mut tree = Node::named();
        let is_extra = has_extra(&sent, &["quantity", self.price_key(), "variant"]);
        if variant.is_err() {
            tree.fail(INVALID);
        }
        tree.push("quantity", field(&quantity));
        tree.push("unitPrice", field(&price));
        tree.push("variant", Node::default());
        if !tree.is_clean() {
            return Err(Refusal::Form(tree));
        }
        // Whatever is missing, or below zero, breaks the server.
        let (Ok(Some(quantity @ 0..)), Ok(Some(price)), Ok(Some(variant))) = (quantity, price, variant)
        else {
            return Err(Refusal::Status(500));
        };
        if is_extra {
            tree.fail(EXTRA);
            return Err(Refusal::Form(tree));
        }
        let desk = &mut self.book.desk;
        let mut item = Item {
            id: next(&mut desk.counters.item),
            variant,
            unit_price: price,
            units: Vec::new(),
            written_total: 0,
            created_ms: self.now_ms,
        };
        resize(desk, &mut item, quantity);
        let body = views::item_alone(self, &order, &item);
        order.items.push(item);
        order.updated_ms = self.now_ms;
        self.keep(order);
        Ok(answer(201, &body))
    }

    fn price_key(&self) -> &'static str {
        if self.dialect().is_documented() {
            "unit_price"
        } else {
            "unitPrice"
        }
    }

    pub(crate) fn edit_item(&mut self, id: u64, item: u64, keeps: bool) -> Answered {
        let mut order = self.order(id)?;
        let sent = self.members();
        let key = self.price_key();
        let Some(row) = order.items.iter_mut().find(|row| row.id == item) else {
            return Err(Refusal::Status(404));
        };
        if sent.contains_key("variant") && self.release == Release::V0_16 {
            return Err(Refusal::Status(500));
        }
        let (quantity, price) = (quantity(sent.get("quantity")), price(sent.get(key)));
        let mut tree = Node::named();
        if has_extra(&sent, &["quantity", key]) {
            tree.fail(EXTRA);
        }
        let mut node = field(&quantity);
        if let Ok(Some(..=0)) = quantity {
            TOO_FEW.iter().for_each(|text| node.fail(text));
        }
        tree.push("quantity", node);
        tree.push("unitPrice", field(&price));
        let desk = &mut self.book.desk;
        if let (Ok(Some(quantity)), Some(variant)) = (quantity, desk.world.variant(row.variant))
            && !desk.world.backorders
            && variant.tracked
            && variant.on_hand - variant.on_hold < quantity
        {
            tree.fail(&format!("{} does not have sufficient stock.", variant.name));
        }
        if !tree.is_clean() {
            return Err(Refusal::Form(tree));
        }
        let (quantity, price) = (quantity.unwrap_or(None), price.unwrap_or(None));
        if !keeps && (quantity.is_none() || price.is_none()) {
            return Err(Refusal::Status(500));
        }
        row.unit_price = price.unwrap_or(row.unit_price);
        let quantity = quantity.unwrap_or_else(|| row.quantity());
        resize(desk, row, quantity);
        order.updated_ms = self.now_ms;
        self.keep(order);
        self.done()
    }

    pub(crate) fn remove_item(&mut self, id: u64, item: u64) -> Answered {
        let mut order = self.order(id)?;
        let before = order.items.len();
        order.items.retain(|row| row.id != item);
        if order.items.len() == before {
            return Err(Refusal::Status(404));
        }
        order.updated_ms = self.now_ms;
        self.keep(order);
        self.done()
    }
}
