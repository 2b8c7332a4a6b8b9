//! Lines of a cart. Their URLs name a cart, which nobody looks at once the line exists.

use super::recalculation::recalculate;
use super::views;
use crate::sylius::book::{Desk, next};
use crate::sylius::form::{BLANK, EXTRA, INVALID, Node, has_extra, integer, scalar};
use crate::sylius::order::{Item, Unit};
use crate::sylius::refusal::{Refusal, answer};
use crate::sylius::routes::{Answered, Call};
use crate::sylius::world::Variant;
use serde_json::Value;

/// What is above is cut.
const MOST: i64 = 9999;
const TOO_FEW: &str = "Quantity of an order item cannot be lower than 1.";

/// As many are free as are wanted. Other lines of the same cart are not counted.
pub(crate) fn is_in_stock(variant: &Variant, quantity: i64) -> bool {
    !variant.tracked || variant.on_hand - variant.on_hold >= quantity
}

fn sold_out(variant: &Variant) -> String {
    format!("{} does not have sufficient stock.", variant.name)
}

/// Makes a line have so many pieces; the first ones go.
pub(crate) fn resize(desk: &mut Desk, item: &mut Item, quantity: i64) {
    let wanted = usize::try_from(quantity).unwrap_or(0);
    item.units.drain(..item.units.len().saturating_sub(wanted));
    while item.units.len() < wanted {
        item.units.push(Unit {
            id: next(&mut desk.counters.unit),
            adjustments: Vec::new(),
        });
    }
}

impl Call<'_> {
    pub(crate) fn add_item(&mut self, cart: u64) -> Answered {
        let mut order = self.cart(cart)?;
        let sent = self.members();
        let mut tree = Node::named();
        if has_extra(&sent, &["quantity", "variant"]) {
            tree.fail(EXTRA);
        }
        let quantity = integer(sent.get("quantity"));
        let node = match quantity {
            Ok(Some(1..)) => Node::default(),
            Ok(_) => Node::error(TOO_FEW),
            Err(()) => Node::error(INVALID),
        };
        tree.push("quantity", node);
        let is_text = matches!(sent.get("variant"), Some(Value::String(_)));
        let world = &self.book.desk.world;
        let (variant, node) = match scalar(sent.get("variant")) {
            Ok(None) => (None, Node::error(BLANK)),
            Ok(Some(code)) if is_text => {
                let known = world
                    .variants
                    .iter()
                    .find(|variant| variant.code == code && !variant.removed);
                let node = known.map_or_else(|| Node::error(INVALID), |_| Node::default());
                (known.cloned(), node)
            }
            Ok(Some(_)) | Err(()) => (None, Node::error(INVALID)),
        };
        tree.push("variant", node);
        let quantity = quantity.ok().flatten().unwrap_or(0).min(MOST);
        if let Some(variant) = variant.as_ref().filter(|_| quantity > 0)
            && !is_in_stock(variant, quantity)
        {
            tree.fail(&sold_out(variant));
        }
        let (Some(variant), true) = (variant, tree.is_clean()) else {
            return Err(Refusal::Form(tree));
        };
        // A variant that has no price here breaks the server.
        let price = variant.price.ok_or(Refusal::Status(500))?;
        let desk = &mut self.book.desk;
        let mut item = Item {
            id: next(&mut desk.counters.item),
            variant: variant.id,
            unit_price: price,
            units: Vec::new(),
            written_total: 0,
            created_ms: self.now_ms,
        };
        resize(desk, &mut item, quantity);
        order.items.push(item);
        recalculate(desk, self.release, &mut order, self.now_ms);
        let body = order.items.last().map(|item| views::item(self, &order, item));
        self.keep(order);
        Ok(answer(201, &body.unwrap_or_default()))
    }

    /// The order that has this line.
    fn owner(&self, item: u64) -> Result<u64, Refusal> {
        let mut orders = self.book.orders.values();
        let owner = orders.find(|order| order.items.iter().any(|line| line.id == item));
        owner.map(|order| order.id).ok_or(Refusal::Status(404))
    }

    pub(crate) fn change_item(&mut self, id: u64) -> Answered {
        let mut order = self.order(self.owner(id)?)?;
        let sent = self.members();
        let mut tree = Node::named();
        if has_extra(&sent, &["quantity"]) {
            tree.fail(EXTRA);
        }
        let quantity = integer(sent.get("quantity"));
        let node = if quantity.is_err() {
            Node::error(INVALID)
        } else {
            Node::default()
        };
        tree.push("quantity", node);
        let desk = &mut self.book.desk;
        let Some(item) = order.items.iter_mut().find(|item| item.id == id) else {
            return Err(Refusal::Status(404));
        };
        // Nothing below one is taken, and nobody is told.
        let wanted = quantity.ok().flatten().filter(|quantity| *quantity >= 1);
        let quantity = wanted.unwrap_or_else(|| item.quantity()).min(MOST);
        if let Some(variant) = desk.world.variant(item.variant)
            && !is_in_stock(variant, quantity)
        {
            tree.fail(&sold_out(variant));
        }
        if !tree.is_clean() {
            return Err(Refusal::Form(tree));
        }
        resize(desk, item, quantity);
        recalculate(desk, self.release, &mut order, self.now_ms);
        self.keep(order);
        self.done()
    }

    pub(crate) fn delete_item(&mut self, id: u64) -> Answered {
        let mut order = self.order(self.owner(id)?)?;
        order.items.retain(|item| item.id != id);
        recalculate(&mut self.book.desk, self.release, &mut order, self.now_ms);
        self.keep(order);
        self.done()
    }
}
