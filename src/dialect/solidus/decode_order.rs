//! An order body of Solidus, as the canonical order. Names as in 4.7; `firstname` and `lastname` up to 2.10.

use crate::checkout::Step;
use crate::json::{Mismatch, Node};
use crate::order::{
    Address, Adjustment, Line, MAX_LINES, MethodKind, Money, Order, OrderToken, Payment, PaymentMethod,
    PaymentState, Rate, Shipment, Totals,
};

/// Reads an order, and its token where it is told.
pub(super) fn order(node: &Node<'_>, shop: &str) -> Result<(Order, Option<OrderToken>), Mismatch> {
    let number = node.key("number").id()?;
    let total = money(&node.key("total"))?;
    let credited = node.key("order_total_after_store_credit");
    let mut order = Order {
        step: Step::from_name(node.key("state").text()?),
        steps: each(&node.key("checkout_steps"), |step| step.text().map(Step::from_name))?,
        currency: node.key("currency").maybe_text()?.unwrap_or_default().to_owned(),
        email: owned(&node.key("email"))?,
        customer: node.key("user_id").id().ok(),
        lines: each(&node.key("line_items"), |n| line(n, shop))?,
        shipping: address(&node.key("ship_address"))?,
        billing: address(&node.key("bill_address"))?,
        notes: owned(&node.key("special_instructions"))?,
        shipments: each(&node.key("shipments"), shipment)?,
        payments: each(&node.key("payments"), payment)?,
        methods: each(&node.key("payment_methods"), method)?,
        adjustments: each(&node.key("adjustments"), adjustment)?,
        totals: Totals {
            items: money(&node.key("item_total"))?,
            shipping: money(&node.key("ship_total"))?,
            tax: money(&node.key("tax_total"))?,
            adjustments: money(&node.key("adjustment_total"))?,
            total,
            due: if credited.value().is_null() { total } else { money(&credited)? },
        },
        payment_state: owned(&node.key("payment_state"))?,
        completed_at: owned(&node.key("completed_at"))?,
        ..Order::numbered(number)
    };
    for key in ["line_items", "shipments"] {
        let parts = node.key(key);
        for part in parts.list()? {
            order.adjustments.extend(each(&part.key("adjustments"), adjustment)?);
        }
    }
    let token = owned(&node.key("token"))?.and_then(|text| OrderToken::parse(&text));
    Ok((order, token))
}

/// Reads a line.
pub(super) fn line(node: &Node<'_>, shop: &str) -> Result<Line, Mismatch> {
    let variant = node.key("variant");
    let stock = variant.key("total_on_hand");
    Ok(Line {
        id: node.key("id").id()?,
        variant: node.key("variant_id").id()?,
        quantity: node.key("quantity").count()?,
        price: money(&node.key("price"))?,
        name: variant.key("name").maybe_text()?.unwrap_or_default().to_owned(),
        sku: owned(&variant.key("sku"))?,
        options: owned(&variant.key("options_text"))?,
        images: images(&variant.key("images"), shop),
        // Null means that the shop does not count; a number below zero is nothing on hand.
        stock: (!stock.value().is_null()).then(|| stock.count().unwrap_or(0)),
        backorderable: !matches!(variant.key("is_backorderable").value(), crate::json::Value::Bool(false)),
    })
}

/// Reads a payment.
pub(super) fn payment(node: &Node<'_>) -> Result<Payment, Mismatch> {
    let state = node.key("state").text()?;
    let known = PaymentState::ALL.iter().copied().find(|s| s.as_str() == state);
    let digits = owned(&node.key("source").key("last_digits"))?.filter(|d| d.len() <= 4);
    Ok(Payment {
        id: node.key("id").id()?,
        method: node.key("payment_method_id").id()?,
        amount: money(&node.key("amount"))?,
        state: known.unwrap_or(PaymentState::Other),
        last_digits: digits,
        is_store_credit: node.key("source_type").value().as_text() == Some("Spree::StoreCredit"),
    })
}

/// Reads an address; its country is told by code, or by the nested country up to 2.x.
pub(super) fn address(node: &Node<'_>) -> Result<Option<Address>, Mismatch> {
    if node.value().is_null() {
        return Ok(None);
    }
    let text = |key: &str| node.key(key).maybe_text().map(|t| t.unwrap_or_default().to_owned());
    let mut name = text("name")?;
    if name.is_empty() {
        name = text("firstname")?;
        let last = text("lastname")?;
        if !last.is_empty() {
            name.push(' ');
            name.push_str(&last);
        }
    }
    let nested = |key: &str, part: &str| {
        node.key(key).key(part).value().as_text().map(str::to_owned).unwrap_or_default()
    };
    let country = text("country_iso")?;
    Ok(Some(Address {
        name,
        company: text("company")?,
        address1: text("address1")?,
        address2: text("address2")?,
        city: text("city")?,
        region: text("state_text")?,
        region_name: match nested("state", "name") {
            nested if nested.is_empty() => text("state_name")?,
            nested => nested,
        },
        postal_code: text("zipcode")?,
        country: if country.is_empty() { nested("country", "iso") } else { country },
        phone: text("phone")?,
    }))
}

fn shipment(node: &Node<'_>) -> Result<Shipment, Mismatch> {
    Ok(Shipment {
        id: node.key("id").id()?,
        number: node.key("number").id()?,
        contents: each(&node.key("manifest"), |item| {
            Ok((item.key("variant_id").id()?, item.key("quantity").count()?))
        })?,
        rates: each(&node.key("shipping_rates"), |rate| {
            Ok(Rate {
                id: rate.key("id").id()?,
                method: rate.key("shipping_method_id").id()?,
                name: rate.key("name").text()?.to_owned(),
                cost: money(&rate.key("cost"))?,
                selected: *rate.key("selected").value() == crate::json::Value::Bool(true),
            })
        })?,
        cost: money(&node.key("cost"))?,
    })
}

fn method(node: &Node<'_>) -> Result<PaymentMethod, Mismatch> {
    let kind = node.key("method_type");
    Ok(PaymentMethod {
        id: node.key("id").id()?,
        name: node.key("name").maybe_text()?.unwrap_or_default().to_owned(),
        kind: match kind.value().as_text() {
            Some("gateway") => MethodKind::Card,
            Some("check") => MethodKind::Check,
            Some("store_credit") => MethodKind::StoreCredit,
            _ => MethodKind::Other,
        },
    })
}

fn adjustment(node: &Node<'_>) -> Result<Adjustment, Mismatch> {
    Ok(Adjustment {
        label: node.key("label").maybe_text()?.unwrap_or_default().to_owned(),
        amount: money(&node.key("amount"))?,
    })
}

/// Pictures as absolute http(s) URLs: a path is the shop's own; anything else is left out.
fn images(node: &Node<'_>, shop: &str) -> Vec<String> {
    let mut urls = Vec::new();
    for image in node.value().items() {
        let Some(url) = image.get("product_url").as_text().or_else(|| image.get("large_url").as_text())
        else {
            continue;
        };
        if url.starts_with("https://") || url.starts_with("http://") {
            urls.push(url.to_owned());
        } else if url.starts_with('/') && !url.starts_with("//") {
            let mut absolute = origin(shop).to_owned();
            absolute.push_str(url);
            urls.push(absolute);
        }
    }
    urls
}

/// Scheme and host of the shop's base URL.
fn origin(shop: &str) -> &str {
    let host = shop.find("://").map_or(0, |at| at + 3);
    let end = shop.bytes().skip(host).position(|b| b == b'/').map_or(shop.len(), |at| host + at);
    shop.get(..end).unwrap_or(shop)
}

fn owned(node: &Node<'_>) -> Result<Option<String>, Mismatch> {
    node.maybe_text().map(|text| text.map(str::to_owned))
}

/// Decimals come as text, and as numbers where the server had nothing to sum (`0`, `0.0`).
fn money(node: &Node<'_>) -> Result<Money, Mismatch> {
    use crate::json::Value::{Number, Text};
    match node.value() {
        Number(text) | Text(text) => Money::parse(text).ok_or_else(|| node.wrong("an amount")),
        _ => Err(node.wrong("an amount")),
    }
}

/// Reads each item of a list that may be absent.
fn each<T>(
    node: &Node<'_>,
    mut read: impl FnMut(&Node<'_>) -> Result<T, Mismatch>,
) -> Result<Vec<T>, Mismatch> {
    if node.value().is_null() {
        return Ok(Vec::new());
    }
    if node.value().items().len() > MAX_LINES {
        return Err(node.wrong("a shorter list"));
    }
    node.list()?.map(|item| read(&item)).collect()
}
