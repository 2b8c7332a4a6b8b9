//! Totals are columns here: each step writes some of them, and nothing else does.

use crate::sylius::book::{Desk, next};
use crate::sylius::one::share;
use crate::sylius::order::{Adjustment, Item, Order, counted};
use crate::sylius::world::Gift;

fn add(desk: &mut Desk, order: &mut Order, kind: &str, label: &str, amount: i64, neutral: bool, now_ms: u64) {
    order.adjustments.push(Adjustment {
        id: next(&mut desk.counters.adjustment),
        kind: kind.into(),
        label: label.into(),
        amount,
        neutral,
        created_ms: now_ms,
    });
}

/// The totals of the lines, and their sum.
pub(crate) fn items(order: &mut Order) {
    for item in &mut order.items {
        item.written_total = (item.unit_price * item.quantity()).max(0);
    }
    order.written_items_total = order.items.iter().map(|item| item.written_total).sum();
}

/// What the adjustments count, and the total.
pub(crate) fn sum(order: &mut Order) {
    order.written_adjustments_total = counted(&order.adjustments);
    total(order);
}

pub(crate) fn total(order: &mut Order) {
    order.written_total = (order.written_items_total + order.written_adjustments_total).max(0);
}

/// Taxes are reckoned once, at addressing.
pub(crate) fn tax(desk: &mut Desk, order: &mut Order, now_ms: u64) {
    order.adjustments.retain(|row| row.kind != "tax");
    let address = order.shipping_address.as_ref();
    let country = address.and_then(|address| address.country.as_deref());
    let world = &desk.world;
    let zone = world.zone_of(country).map(|zone| zone.code.clone());
    let rate = world
        .tax_rates
        .iter()
        .find(|rate| Some(&rate.zone) == zone.as_ref());
    let Some(rate) = rate.cloned() else { return };
    if order.items.is_empty() {
        return;
    }
    let of = |item: &Item| share(item.written_total, rate.percent, rate.included);
    let amount = order.items.iter().map(of).sum();
    add(desk, order, "tax", &rate.label, amount, rate.included, now_ms);
}

/// Promotions are taken off and given anew.
pub(crate) fn promote(desk: &mut Desk, order: &mut Order, now_ms: u64) {
    order.adjustments.retain(|row| row.kind != "promotion");
    for promotion in desk.world.promotions.clone() {
        let is_due = !promotion.ended && order.written_items_total >= promotion.minimum;
        if let (Gift::Fixed(amount), true) = (&promotion.gift, is_due) {
            add(desk, order, "promotion", &promotion.label, -amount, false, now_ms);
        }
    }
}

/// The price of the shipment.
pub(crate) fn ship(desk: &mut Desk, order: &mut Order, method: u64, now_ms: u64) {
    order.adjustments.retain(|row| row.kind != "shipping");
    let pieces = order.items.iter().map(Item::quantity).sum();
    if let Some(method) = desk.world.shipping_method(Some(method)).cloned() {
        let price = method.calculator.price_of_any(pieces);
        add(desk, order, "shipping", &method.name, price, false, now_ms);
    }
}

/// The fee of a payment method is listed at once and counted by nobody before finalize.
pub(crate) fn fee(desk: &mut Desk, order: &mut Order, method: u64, now_ms: u64) {
    order.adjustments.retain(|row| row.kind != "payment");
    if let Some(method) = desk.world.payment_method(Some(method)).cloned() {
        add(desk, order, "payment", &method.name, method.fee, false, now_ms);
    }
}

/// Every line gets the price of the catalogue.
pub(crate) fn reprice(desk: &Desk, order: &mut Order) {
    for item in &mut order.items {
        let variant = desk.world.variant(item.variant);
        if let Some(price) = variant.and_then(|variant| variant.price) {
            item.unit_price = price;
        }
    }
}
