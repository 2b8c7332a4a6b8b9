//! What Spree and Solidus say the same way, since Solidus began as Spree 2.4: the order body, the keys of errors, the
//! order token's header. A library for rooms; each uses what its own servers were seen to share.
//!
//! Names as in Solidus 4.7; `firstname` and `lastname` in Spree and up to Solidus 2.10. What Spree 2.0 to 2.2 leave out
//! is made of what they tell.

mod fields;
mod source;
pub(super) mod told;
mod totals;

use self::totals::{is_before_2_2, totals};
#[cfg_attr(
    not(feature = "solidus"),
    allow(unused_imports, reason = "a library: a family alone uses a part of it")
)]
pub(super) use self::{
    fields::fields,
    source::{secret, source},
};
use super::Wire;
use crate::checkout::{Answer, Fault, FaultKind, Step};
use crate::error::Field;
use crate::http::{Auth, Method, Request, Response, TIMEOUT_MS};
use crate::json::{Node, Value, parse};
use crate::list;
use crate::order::{
    Address, Adjustment, Line, MethodKind, Naming, Order, OrderToken, Payment, PaymentMethod, PaymentState,
    Rate, Shipment,
};
use crate::text::{Text, around, join};
use std::rc::Rc;

/// Reads an order, and its token where it is told.
pub(super) fn order(node: &Node<'_>, shop: &str) -> (Rc<Order>, Option<OrderToken>) {
    let order = Rc::new(Order {
        number: node.id("number"),
        receipt: Text::default(),
        step: Step::from_name(&node.text("state")),
        steps: Rc::new(node.each("checkout_steps", &mut step)),
        currency: node.maybe("currency"),
        email: node.maybe("email"),
        customer: node.maybe_id("user_id"),
        lines: node.each("line_items", &mut |item| line(item, shop)),
        shipping: address(&node.key("ship_address")),
        billing: address(&node.key("bill_address")),
        notes: node.maybe("special_instructions"),
        // Of a refused step, 2.1.12 shows some that were never stored.
        shipments: list::pick(&node.each("shipments", &mut shipment), &Option::clone),
        payments: payments(node),
        methods: Rc::new(node.each("payment_methods", &mut method)),
        adjustments: Rc::new(adjustments(node)),
        totals: totals(node),
        payment_state: node.maybe("payment_state"),
        completed_at: node.maybe("completed_at"),
        naming: Naming::Id,
        is_before_2_2: is_before_2_2(node),
        coupon: Text::default(),
        lacks_rates: false,
        rental: Value::Null,
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
    // One that a better one has displaced is still listed, and counts for nothing (Spree 2.3 to 4.4).
    list::pick(&all, &Option::clone)
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
        kind: variant.maybe("product_type"),
        rentable: match variant.value().get("is_rentable") {
            told @ (Value::True | Value::False) => told.clone(),
            _ => Value::Null,
        },
    }
}

/// Up to 2.2 the order has its cards beside its payments.
fn payments(node: &Node<'_>) -> Vec<Payment> {
    let has_card = !node.value().get("credit_cards").items().is_empty();
    node.each("payments", &mut |item| {
        let mut payment = payment(item);
        payment.has_source |= has_card;
        payment
    })
}

/// Reads a payment.
pub(super) fn payment(node: &Node<'_>) -> Payment {
    let state = node.text("state");
    let known = PaymentState::ALL.iter().copied().find(|s| state == *s.as_str());
    Payment {
        id: node.id("id"),
        // A payment may have lost its method (Spree 2.4.2, an unknown id).
        method: node.maybe_id("payment_method_id"),
        amount: node.money("amount"),
        state: known.unwrap_or(PaymentState::Other),
        last_digits: last_digits(&node.key("source")),
        is_store_credit: node.value().get("source_type").as_text() == Some("Spree::StoreCredit"),
        has_source: !node.value().get("source").is_null(),
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
        // Since 2.2.
        region: either(
            node.maybe("state_text"),
            either(state.maybe("abbr"), node.maybe("state_name")),
        ),
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

fn shipment(node: &Node<'_>) -> Option<Shipment> {
    if node.value().get("id").is_null() {
        return None;
    }
    Some(Shipment {
        id: node.id("id"),
        number: node.id("number"),
        contents: contents(node),
        rates: node.each("shipping_rates", &mut |rate| Rate {
            id: rate.id("id"),
            method: rate.id("shipping_method_id"),
            // Not told in 2.0.
            name: rate.maybe("name"),
            cost: Some(rate.money("cost")),
            selected: rate.value().get("selected").is_true(),
        }),
        cost: node.money("cost"),
    })
}

/// By variant: its id since 2.3, itself before, and one by one in 2.0.
fn contents(node: &Node<'_>) -> Vec<(Text, u32)> {
    let mut all = node.each("manifest", &mut |item| {
        let variant = item.maybe_id("variant_id");
        let variant = if variant.is_empty() {
            item.key("variant").id("id")
        } else {
            variant
        };
        (variant, item.count("quantity"))
    });
    node.each("inventory_units", &mut |unit| {
        let variant = unit.id("variant_id");
        match all.iter_mut().find(|(known, _)| *known == variant) {
            Some((_, quantity)) => *quantity = quantity.saturating_add(1),
            None => all.push((variant, 1)),
        }
    });
    all
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

fn adjustment(node: &Node<'_>) -> Option<Adjustment> {
    // The delivery stands in the totals (up to 2.1).
    if node.value().get("originator_type").as_text() == Some("Spree::ShippingMethod") {
        return None;
    }
    let adjustment = Adjustment {
        label: node.maybe("label"),
        amount: node.money("amount"),
    };
    (*node.value().get("eligible") != Value::False).then_some(adjustment)
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

/// The body as a tree, if it is JSON by its type and by its text.
pub(super) fn body(response: &Response) -> Option<Value> {
    let is_json = response
        .content_type
        .as_bytes()
        .get(..16)
        .is_some_and(|t| t == b"application/json");
    if is_json { parse(&response.body).ok() } else { None }
}

/// A refusal without fields.
pub(super) fn fault(kind: FaultKind, status: u16) -> Answer {
    Answer::Fault(Fault {
        kind,
        fields: Vec::new(),
        status,
    })
}

/// A refused coupon, by its code where one is told.
pub(super) fn coupon_fault(code: &str, status: u16) -> Answer {
    let reason = match code {
        "coupon_code_not_found" => "not_found",
        "coupon_code_expired" => "expired",
        "coupon_code_max_usage" => "max_usage",
        "" => "blank",
        _ => "not_eligible",
    };
    Answer::Fault(Fault {
        kind: FaultKind::Coupon,
        fields: vec![Field::new("coupon", reason)],
        status,
    })
}

/// The request with its credentials: the key of a customer, or the order token of a guest. Never both,
/// since a token makes every endpoint without an order answer 401 (Solidus 4.7, Spree 2.2 to 4.4).
pub(super) fn signed(mut request: Box<Request>, wire: &Wire<'_>) -> Box<Request> {
    if wire.is_bearer {
        request.auth = Auth::Bearer;
    } else if let Some(token) = wire.token {
        request
            .headers
            .push(("X-Spree-Order-Token", token.expose().to_owned()));
    }
    request
}

/// A request without credentials.
pub(super) fn to(method: Method, route: &'static str, path: String, body: Option<Value>) -> Box<Request> {
    let body = body.map(|tree| tree.write());
    Box::new(Request {
        method,
        path,
        route,
        headers: Vec::new(),
        body,
        card: None,
        auth: Auth::None,
        timeout_ms: TIMEOUT_MS,
    })
}

/// An object with one member.
pub(super) fn wrap(key: &str, inner: Value) -> Option<Value> {
    let mut outer = Value::object();
    outer.put(key, inner);
    Some(outer)
}

/// An id as a number where it is one, since that is how the recorded clients send it.
pub(super) fn id(text: &str) -> Value {
    if !text.is_empty()
        && text.len() < 16
        && !text.starts_with('0')
        && text.bytes().all(|b| b.is_ascii_digit())
    {
        Value::Number(text.into())
    } else {
        Value::text(text)
    }
}

/// A name as these servers split it: at the last blank.
pub(super) fn split_name(name: &str) -> (&str, &str) {
    let blank = name.bytes().rposition(|byte| byte == b' ');
    around(name, blank).unwrap_or((name, ""))
}
