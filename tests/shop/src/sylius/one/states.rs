//! The graph of the checkout, and the steps that the server skips by itself.

use super::recalculation::{supported_payments, supported_shipping};
use crate::sylius::order::Order;
use crate::sylius::world::World;

/// A transition of `sylius_order_checkout`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transition {
    Address,
    SelectShipping,
    SelectPayment,
    Complete,
}

impl Transition {
    /// It may be made from here.
    pub(crate) fn is_possible(self, checkout: &str) -> bool {
        let from: &[&str] = match self {
            Self::Address => &[
                "cart",
                "addressed",
                "shipping_selected",
                "shipping_skipped",
                "payment_selected",
                "payment_skipped",
            ],
            Self::SelectShipping => &[
                "addressed",
                "shipping_selected",
                "payment_selected",
                "payment_skipped",
            ],
            Self::SelectPayment => &["shipping_selected", "shipping_skipped", "payment_selected"],
            Self::Complete => &["payment_selected", "payment_skipped"],
        };
        from.contains(&checkout)
    }
}

/// Something in it must be sent.
pub(crate) fn is_shippable(world: &World, order: &Order) -> bool {
    let mut items = order.items.iter();
    items.any(|item| world.variant(item.variant).is_some_and(|variant| variant.shipped))
}

fn needs_shipping(world: &World, order: &Order) -> bool {
    if !is_shippable(world, order) {
        return false;
    }
    let skips = world
        .channel(&order.channel)
        .is_some_and(|channel| channel.skips_shipping);
    !skips || order.shipments.is_empty() || supported_shipping(world, order).len() != 1
}

fn needs_payment(world: &World, order: &Order) -> bool {
    if order.total() <= 0 {
        return false;
    }
    let skips = world
        .channel(&order.channel)
        .is_some_and(|channel| channel.skips_payment);
    !skips || supported_payments(world, order).len() != 1
}

/// Skips what needs no step. Asked for after addressing and after the shipping was selected.
pub(crate) fn resolve(world: &World, order: &mut Order) {
    if order.checkout == "addressed" && !needs_shipping(world, order) {
        order.checkout = "shipping_skipped".into();
    }
    let may = matches!(order.checkout.as_str(), "shipping_selected" | "shipping_skipped");
    if may && !needs_payment(world, order) {
        order.checkout = "payment_skipped".into();
    }
}
