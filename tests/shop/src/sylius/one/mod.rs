//! Sylius 1.x: split endpoints, 204 answers, and a state that the server moves by itself.

mod address_form;
mod addressing;
mod after;
mod carts;
mod completing;
mod customers;
mod items;
mod promotions;
mod recalculation;
mod selecting;
mod states;
mod taxes;
mod views;
mod wares;

use super::Release;
use super::refusal::Refusal;
use super::routes::{Answered, Call, id};

pub(crate) use address_form::fault;
pub(crate) use items::resize;
pub(crate) use recalculation::recalculate;
pub(crate) use taxes::{share, whole};
pub(crate) use wares::add;

/// Where a path leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Carts,
    Cart(String),
    Items(String),
    Item(String),
    Checkout(String),
    Addressing(String),
    SelectShipping(String),
    SelectPayment(String),
    Complete(String),
    Orders,
    Order(String),
    Adjustments(String),
    Cancel(String),
    PayFor(String, String),
    Ship(String, String),
    Payment(String),
    Shipment(String),
    Payments,
    Shipments,
    Customers,
    Customer(String),
    CustomerOrders(String),
    Variant(String),
}

/// The route of a path, and the verbs that it takes.
pub(crate) fn target(release: Release, path: &[&str]) -> Option<(Target, &'static str)> {
    let ["api", version, path @ ..] = path else {
        return None;
    };
    // Up to 1.8 any version is taken.
    if !version.starts_with('v') || (release >= Release::V1_9 && *version != "v1") {
        return None;
    }
    let text = |part: &&str| (*part).to_owned();
    let found = match path {
        ["carts", ""] => (Target::Carts, "GET, POST"),
        ["carts", id] if !id.is_empty() => (Target::Cart(text(id)), "PUT, PATCH, DELETE, GET"),
        ["carts", id, "items", ""] => (Target::Items(text(id)), "POST"),
        ["carts", _, "items", id] => (Target::Item(text(id)), "PUT, PATCH, DELETE"),
        ["checkouts", id] if !id.is_empty() => (Target::Checkout(text(id)), "GET"),
        ["checkouts", "addressing", id] => (Target::Addressing(text(id)), "PUT"),
        ["checkouts", "select-shipping", id] => (Target::SelectShipping(text(id)), "GET, PUT"),
        ["checkouts", "select-payment", id] => (Target::SelectPayment(text(id)), "GET, PUT, PATCH"),
        ["checkouts", "complete", id] => (Target::Complete(text(id)), "PUT"),
        ["orders", ""] => (Target::Orders, "GET"),
        ["orders", id] if !id.is_empty() => (Target::Order(text(id)), "GET"),
        ["orders", id, "adjustments", ""] => (Target::Adjustments(text(id)), "GET, POST"),
        ["orders", id, "cancel"] => (Target::Cancel(text(id)), "PUT"),
        ["orders", id, "payments", payment, "complete"] => (Target::PayFor(text(id), text(payment)), "PUT"),
        ["orders", id, "shipments", shipment, "ship"] => (Target::Ship(text(id), text(shipment)), "PUT"),
        ["payments", ""] => (Target::Payments, "GET"),
        ["payments", id] if !id.is_empty() => (Target::Payment(text(id)), "GET"),
        ["shipments", ""] => (Target::Shipments, "GET"),
        ["shipments", id] if !id.is_empty() => (Target::Shipment(text(id)), "GET"),
        ["customers", ""] => (Target::Customers, "GET, POST"),
        ["customers", id] if !id.is_empty() => (Target::Customer(text(id)), "GET, PUT, PATCH, DELETE"),
        ["customers", id, "orders", ""] => (Target::CustomerOrders(text(id)), "GET"),
        ["products", _, "variants", code] if !code.is_empty() => {
            (Target::Variant(text(code)), "GET, PUT, PATCH, DELETE")
        }
        _ => return None,
    };
    Some(found)
}

impl Call<'_> {
    /// Answers a call to a release with split endpoints.
    pub(crate) fn split(&mut self, verb: &str, target: &Target) -> Answered {
        match (verb, target) {
            ("GET", Target::Carts) => self.list_carts(),
            (_, Target::Carts) => self.create_cart(),
            ("GET", Target::Cart(n)) => self.show_cart(id(n)?),
            ("DELETE", Target::Cart(n)) => self.delete_cart(id(n)?),
            (verb, Target::Cart(n)) => self.change_cart(id(n)?, verb == "PUT"),
            (_, Target::Items(n)) => self.add_item(id(n)?),
            ("DELETE", Target::Item(n)) => self.delete_item(id(n)?),
            (_, Target::Item(n)) => self.change_item(id(n)?),
            (_, Target::Checkout(n)) => self.show_checkout(id(n)?),
            (_, Target::Addressing(n)) => self.address(id(n)?),
            ("GET", Target::SelectShipping(n)) => self.list_shipping(id(n)?),
            (_, Target::SelectShipping(n)) => self.select_shipping(id(n)?),
            ("GET", Target::SelectPayment(n)) => self.list_payment(id(n)?),
            (verb, Target::SelectPayment(n)) => self.select_payment(id(n)?, verb == "PUT"),
            (_, Target::Complete(n)) => self.complete(id(n)?),
            (_, Target::Orders) => self.list_orders(None),
            (_, Target::Order(n)) => self.show_order(id(n)?),
            ("GET", Target::Adjustments(n)) => self.list_adjustments(id(n)?),
            (_, Target::Adjustments(_)) => Err(Refusal::Status(500)),
            (_, Target::Cancel(n)) => self.cancel(id(n)?),
            (_, Target::PayFor(n, payment)) => self.pay(id(n)?, id(payment)?),
            (_, Target::Ship(n, shipment)) => self.ship(id(n)?, id(shipment)?),
            (_, Target::Payment(n)) => self.show_payment(id(n)?),
            (_, Target::Shipment(n)) => self.show_shipment(id(n)?),
            (_, Target::Payments) => self.list_payments(),
            (_, Target::Shipments) => self.list_shipments(),
            ("GET", Target::Customers) => self.list_customers(),
            (_, Target::Customers) => self.create_customer(),
            ("GET", Target::Customer(n)) => self.show_customer(id(n)?),
            (_, Target::Customer(n)) => self.change_customer(id(n)?),
            (_, Target::CustomerOrders(n)) => self.list_orders(Some(id(n)?)),
            ("GET", Target::Variant(code)) => self.show_variant(code),
            // The catalogue is not changed by a checkout.
            (_, Target::Variant(_)) => Err(Refusal::Status(403)),
        }
    }
}
