//! The order processor: everything is reckoned anew, at each checkout PUT and each change of an item.

use super::{promotions, states, taxes};
use crate::sylius::Release;
use crate::sylius::book::{Desk, next};
use crate::sylius::order::{Adjustment, Order, Payment, Shipment};
use crate::sylius::world::{PaymentMethod, ShippingMethod, World};

/// Reckons an order anew. The ids of all its adjustments are new afterwards.
pub(crate) fn recalculate(desk: &mut Desk, release: Release, order: &mut Order, now_ms: u64) {
    order.frozen = None;
    order.adjustments.clear();
    for unit in order.items.iter_mut().flat_map(|item| &mut item.units) {
        unit.adjustments.clear();
    }
    ship(desk, order, now_ms);
    price(&desk.world, order);
    charge_shipping(desk, order, now_ms);
    promotions::apply(desk, order, now_ms);
    taxes::apply(desk, release, order, now_ms);
    pay(desk, order, now_ms);
    order.updated_ms = now_ms;
}

/// The methods that take this order. Without an address, those of every zone.
pub(crate) fn supported_shipping<'w>(world: &'w World, order: &Order) -> Vec<&'w ShippingMethod> {
    let suits = |method: &&ShippingMethod| {
        method.enabled
            && method
                .category
                .as_ref()
                .is_none_or(|category| has(world, order, category))
    };
    let methods = world.shipping_methods.iter().filter(suits);
    let Some(address) = &order.shipping_address else {
        return methods.collect();
    };
    let zone = world.zone_of(address.country.as_deref());
    methods
        .filter(|method| zone.is_some_and(|zone| zone.code == method.zone))
        .filter(|method| method.channels.contains(&order.channel))
        .collect()
}

/// A piece of it belongs to the category.
pub(crate) fn has(world: &World, order: &Order, category: &str) -> bool {
    let mut variants = order.items.iter().filter_map(|item| world.variant(item.variant));
    variants.any(|variant| variant.category.as_deref() == Some(category))
}

/// The methods that may pay for this order.
pub(crate) fn supported_payments<'w>(world: &'w World, order: &Order) -> Vec<&'w PaymentMethod> {
    let methods = world.payment_methods.iter();
    methods
        .filter(|method| method.enabled && method.channels.contains(&order.channel))
        .collect()
}

/// Pieces that are sent.
pub(crate) fn pieces(world: &World, order: &Order) -> i64 {
    let items = order.items.iter();
    items
        .filter(|item| world.variant(item.variant).is_some_and(|variant| variant.shipped))
        .map(crate::sylius::order::Item::quantity)
        .sum()
}

fn ship(desk: &mut Desk, order: &mut Order, now_ms: u64) {
    let world = &desk.world;
    if !states::is_shippable(world, order) {
        order.shipments.retain(|shipment| shipment.state != "cart");
        return;
    }
    let supported = supported_shipping(world, order);
    let mut in_channel = supported
        .iter()
        .filter(|method| method.channels.contains(&order.channel));
    let default = in_channel.next().map(|method| method.id);
    match order.shipments.first_mut() {
        None => {
            // Where no method fits there is no shipment.
            if let Some(method) = default {
                order.shipments.push(Shipment {
                    id: next(&mut desk.counters.shipment),
                    state: "cart".into(),
                    method: Some(method),
                    tracking: None,
                    created_ms: now_ms,
                });
            }
        }
        Some(shipment) if shipment.state == "cart" => {
            let fits = supported.iter().any(|method| Some(method.id) == shipment.method);
            // A method that no longer fits stays where there is no other.
            if !fits && default.is_some() {
                shipment.method = default;
            }
        }
        Some(_) => {}
    }
}

fn price(world: &World, order: &mut Order) {
    for item in &mut order.items {
        let variant = world.variant(item.variant);
        if let Some(price) = variant.and_then(|variant| variant.price) {
            item.unit_price = price;
        }
    }
}

fn charge_shipping(desk: &mut Desk, order: &mut Order, now_ms: u64) {
    let pieces = pieces(&desk.world, order);
    for shipment in &order.shipments {
        if let Some(method) = desk.world.shipping_method(shipment.method) {
            order.adjustments.push(Adjustment {
                id: next(&mut desk.counters.adjustment),
                kind: "shipping".into(),
                label: method.name.clone(),
                amount: method.calculator.price(pieces),
                neutral: false,
                created_ms: now_ms,
            });
        }
    }
}

fn pay(desk: &mut Desk, order: &mut Order, now_ms: u64) {
    if order.state == "cancelled" {
        return;
    }
    let total = order.total();
    if total == 0 {
        order.payments.retain(|payment| payment.state != "cart");
        return;
    }
    let mut open = order.payments.iter_mut().rev();
    if let Some(payment) = open.find(|payment| payment.state == "cart") {
        payment.amount = total;
        return;
    }
    let method = supported_payments(&desk.world, order)
        .first()
        .map(|method| method.id);
    order.payments.push(Payment {
        id: next(&mut desk.counters.payment),
        state: "cart".into(),
        method,
        amount: total,
        created_ms: now_ms,
    });
}
