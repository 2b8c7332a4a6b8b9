//! Completion: the order is numbered, stock held, promotions counted.

use super::items::is_in_stock;
use super::recalculation::has;
use super::states::Transition;
use crate::sylius::book::next;
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra, scalar};
use crate::sylius::order::{Item, Order};
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use crate::sylius::world::World;

/// Everything that stands against it, in the server's order.
fn objections(world: &World, order: &Order) -> Vec<String> {
    let mut found = Vec::new();
    for method in order
        .shipments
        .iter()
        .filter_map(|shipment| world.shipping_method(shipment.method))
    {
        if method
            .category
            .as_ref()
            .is_some_and(|category| !has(world, order, category))
        {
            found.push(format!(
                "Product does not fit requirements for {} shipping method. Please reselect your shipping method.",
                method.name
            ));
        }
    }
    for method in order
        .payments
        .iter()
        .filter_map(|payment| world.payment_method(payment.method))
    {
        if !method.enabled {
            found.push(format!(
                "This payment method {} has been disabled. Please reselect your payment method.",
                method.name
            ));
        }
    }
    let variants = || {
        order
            .items
            .iter()
            .filter_map(|item| Some((item, world.variant(item.variant)?)))
    };
    for (_, variant) in variants().filter(|(_, variant)| !variant.enabled) {
        found.push(format!("This product {} has been disabled.", variant.name));
    }
    for (_, variant) in variants().filter(|(item, variant)| !is_in_stock(variant, item.quantity())) {
        found.push(format!("{} does not have sufficient stock.", variant.name));
    }
    found
}

/// The pieces of the tracked lines.
pub(crate) fn tracked(world: &mut World, items: &[Item], mut with: impl FnMut(&mut i64, &mut i64, i64)) {
    for item in items {
        if let Some(variant) = world.variant_mut(item.variant).filter(|variant| variant.tracked) {
            with(&mut variant.on_hand, &mut variant.on_hold, item.quantity());
            variant.version += 1;
        }
    }
}

impl Call<'_> {
    pub(crate) fn complete(&mut self, id: u64) -> Answered {
        let mut order = self.order(id)?;
        let sent = self.members();
        let mut tree = Node::named();
        if has_extra(&sent, &["notes"]) {
            tree.fail(EXTRA);
        }
        let notes = scalar(sent.get("notes"));
        let node = if notes.is_err() {
            Node::error(INVALID)
        } else {
            Node::default()
        };
        tree.push("notes", node);
        let is_possible = Transition::Complete.is_possible(&order.checkout);
        // What stands against it is looked for in every state; what is placed holds its own stock.
        if order.state == "cart" {
            for text in objections(&self.book.desk.world, &order) {
                tree.fail(&text);
            }
        }
        if !tree.is_clean() {
            return Err(Refusal::Form(tree));
        }
        if !is_possible {
            return Err(Refusal::Status(500));
        }
        order.notes = notes.unwrap_or(None);
        let desk = &mut self.book.desk;
        order.number = Some(format!("{:09}", next(&mut desk.counters.number)));
        order.checkout = "completed".into();
        order.state = "new".into();
        order.completed_ms = Some(self.now_ms);
        order.updated_ms = self.now_ms;
        for shipment in &mut order.shipments {
            shipment.state = "ready".into();
        }
        for payment in &mut order.payments {
            payment.state = "new".into();
        }
        tracked(&mut desk.world, &order.items, |_, held, pieces| *held += pieces);
        for promotion in &mut desk.world.promotions {
            promotion.used += u64::from(order.promotions.contains(&promotion.code));
        }
        // It counts as used even where it gave nothing.
        if let Some(code) = &order.coupon {
            for coupon in &mut desk.world.coupons {
                coupon.used += u64::from(coupon.code == *code);
            }
            if let Some(customer) = order.customer {
                desk.world.uses.push((customer, code.clone()));
            }
        }
        settle(&mut order);
        self.keep(order);
        self.done()
    }
}

/// An order that is paid and sent is done with.
pub(crate) fn settle(order: &mut Order) {
    let paid: i64 = order
        .payments
        .iter()
        .filter(|payment| payment.state == "completed")
        .map(|payment| payment.amount)
        .sum();
    let is_sent = order.shipments.iter().all(|shipment| shipment.state == "shipped");
    if order.state == "new" && is_sent && paid >= order.total() {
        order.state = "fulfilled".into();
    }
}
