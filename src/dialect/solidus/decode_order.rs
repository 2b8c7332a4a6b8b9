//! An order body of Solidus, as the canonical order. Names as in 4.7; `firstname` and `lastname` up to 2.10.

use crate::checkout::Step;
use crate::json::{Node, Value};
use crate::order::{
    Address, Adjustment, Line, MethodKind, Order, OrderToken, Payment, PaymentMethod, PaymentState, Rate,
    Shipment, Totals,
};
use crate::text::{Text, join};
use std::rc::Rc;

/// Reads an order, and its token where it is told.
pub(super) fn order(node: &Node<'_>, shop: &str) -> (Rc<Order>, Option<OrderToken>) {
    let order = Rc::new(Order {
        number: node.id("number"),
        step: Step::from_name(&node.text("state")),
        steps: Rc::new(node.each("checkout_steps", &mut step)),
        currency: node.maybe("currency"),
        email: node.maybe("email"),
        customer: node.maybe_id("user_id"),
        lines: node.each("line_items", &mut |item| line(item, shop)),
        shipping: address(&node.key("ship_address")),
        billing: address(&node.key("bill_address")),
        notes: node.maybe("special_instructions"),
        shipments: node.each("shipments", &mut shipment),
        payments: node.each("payments", &mut payment),
        methods: Rc::new(node.each("payment_methods", &mut method)),
        adjustments: Rc::new(adjustments(node)),
        totals: totals(node),
        payment_state: node.maybe("payment_state"),
        completed_at: node.maybe("completed_at"),
    });
    (order, OrderToken::parse(&node.maybe("token")))
}

fn step(node: &Node<'_>) -> Step {
    if let Value::Text(name) = node.value() {
        return Step::from_name(name);
    }
    node.wrong("text");
    Step::Cart
}

/// Of the order, and of its parts.
fn adjustments(node: &Node<'_>) -> Vec<Adjustment> {
    let mut all = node.each("adjustments", &mut adjustment);
    for key in ["line_items", "shipments"] {
        node.each(key, &mut |part| {
            all.append(&mut part.each("adjustments", &mut adjustment));
        });
    }
    all
}

fn totals(node: &Node<'_>) -> Totals {
    let is_credited = !node.value().get("order_total_after_store_credit").is_null();
    Totals {
        items: node.money("item_total"),
        shipping: node.money("ship_total"),
        tax: node.money("tax_total"),
        adjustments: node.money("adjustment_total"),
        total: node.money("total"),
        due: node.money(if is_credited {
            "order_total_after_store_credit"
        } else {
            "total"
        }),
    }
}

/// Reads a line.
pub(super) fn line(node: &Node<'_>, shop: &str) -> Line {
    let variant = node.key("variant");
    let stock = variant.value().get("total_on_hand");
    Line {
        id: node.id("id"),
        variant: node.id("variant_id"),
        quantity: node.count("quantity"),
        price: node.money("price"),
        name: variant.maybe("name"),
        sku: variant.maybe("sku"),
        options: variant.maybe("options_text"),
        images: images(variant.value().get("images"), shop),
        // Null means that the shop does not count; a number below zero is nothing on hand.
        stock: (!stock.is_null()).then(|| stock.as_u64().and_then(|n| n.try_into().ok()).unwrap_or(0)),
        backorderable: *variant.value().get("is_backorderable") != Value::False,
    }
}

/// Reads a payment.
pub(super) fn payment(node: &Node<'_>) -> Payment {
    let state = node.text("state");
    let known = PaymentState::ALL.iter().copied().find(|s| state == *s.as_str());
    Payment {
        id: node.id("id"),
        method: node.id("payment_method_id"),
        amount: node.money("amount"),
        state: known.unwrap_or(PaymentState::Other),
        last_digits: last_digits(&node.key("source")),
        is_store_credit: node.value().get("source_type").as_text() == Some("Spree::StoreCredit"),
    }
}

/// What may be shown of a card; more than four digits may not.
pub(super) fn last_digits(node: &Node<'_>) -> Text {
    let digits = node.maybe("last_digits");
    if digits.len() <= 4 {
        digits
    } else {
        Text::default()
    }
}

/// Reads an address; its country is told by code, or by the nested country up to 2.x.
pub(super) fn address(node: &Node<'_>) -> Option<Rc<Address>> {
    if node.value().is_null() {
        return None;
    }
    let either = |first: Text, second: Text| if first.is_empty() { second } else { first };
    let state = node.key("state");
    let country = node.key("country");
    Some(Rc::new(Address {
        name: either(node.maybe("name"), old_name(node)),
        company: node.maybe("company"),
        address1: node.maybe("address1"),
        address2: node.maybe("address2"),
        city: node.maybe("city"),
        region: node.maybe("state_text"),
        region_name: either(state.maybe("name"), node.maybe("state_name")),
        postal_code: node.maybe("zipcode"),
        country: either(node.maybe("country_iso"), country.maybe("iso")),
        phone: node.maybe("phone"),
    }))
}

fn old_name(node: &Node<'_>) -> Text {
    let (first, last) = (node.maybe("firstname"), node.maybe("lastname"));
    if last.is_empty() {
        first
    } else {
        join(&[&first, " ", &last])
    }
}

fn shipment(node: &Node<'_>) -> Shipment {
    Shipment {
        id: node.id("id"),
        number: node.id("number"),
        contents: node.each("manifest", &mut |item| {
            (item.id("variant_id"), item.count("quantity"))
        }),
        rates: node.each("shipping_rates", &mut |rate| Rate {
            id: rate.id("id"),
            method: rate.id("shipping_method_id"),
            name: rate.text("name"),
            cost: rate.money("cost"),
            selected: rate.value().get("selected").is_true(),
        }),
        cost: node.money("cost"),
    }
}

fn method(node: &Node<'_>) -> PaymentMethod {
    PaymentMethod {
        id: node.id("id"),
        name: node.maybe("name"),
        kind: match node.value().get("method_type").as_text() {
            Some("gateway") => MethodKind::Card,
            Some("check") => MethodKind::Check,
            Some("store_credit") => MethodKind::StoreCredit,
            _ => MethodKind::Other,
        },
    }
}

fn adjustment(node: &Node<'_>) -> Adjustment {
    Adjustment {
        label: node.maybe("label"),
        amount: node.money("amount"),
    }
}

/// Pictures as absolute http(s) URLs: a path is the shop's own; anything else is left out.
fn images(list: &Value, shop: &str) -> Vec<Text> {
    let mut urls = Vec::new();
    for image in list.items() {
        let url = image
            .get("product_url")
            .as_text()
            .or_else(|| image.get("large_url").as_text());
        let url = url.unwrap_or_default();
        if url.starts_with("https://") || url.starts_with("http://") {
            urls.push(url.into());
        } else if url.starts_with('/') && !url.starts_with("//") {
            urls.push(join(&[origin(shop), url]));
        }
    }
    urls
}

/// Scheme and host of the shop's base URL.
fn origin(shop: &str) -> &str {
    let mut left = 3;
    let third = shop.bytes().position(|byte| {
        left -= i32::from(byte == b'/');
        left == 0
    });
    let end = third.unwrap_or(shop.len());
    shop.get(..end).unwrap_or(shop)
}
