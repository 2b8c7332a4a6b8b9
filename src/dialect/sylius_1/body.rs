//! The order as Sylius 1 tells it, in the checkout view. Amounts are whole numbers of hundredths; what is null is absent.

use crate::checkout::Step;
use crate::dialect::sylius::{payment_state, step};
use crate::json::{Node, Value};
use crate::order::{
    Address, Adjustment, Line, MethodKind, Money, Order, Payment, PaymentMethod, Rate, Shipment, Totals,
};
use crate::text::{Text, join};
use std::rc::Rc;

/// Reads an order.
pub(super) fn order(node: &Node<'_>) -> Order {
    let state = node.text("checkoutState");
    let locale = node.maybe("localeCode");
    let mut sums = Sums::default();
    sums.add(node);
    let lines = node.each("items", &mut |item| {
        sums.add_item(item);
        line(item, &locale)
    });
    let shipments = node.each("shipments", &mut |shipment| {
        let mut read = parcel(shipment);
        // One parcel is all there is in the distribution; the charge is told by its adjustment.
        let cost = std::mem::take(&mut sums.unspent);
        read.cost = cost;
        for rate in &mut read.rates {
            rate.cost = Some(cost);
        }
        read
    });
    let total = node.minor("total");
    let items = items_total(&lines);
    let step = step(&state);
    let is_chosen = !step.is_before(&Step::Confirm);
    let minus = |a: Money, b: Money| a.minus(b).unwrap_or_default();
    Order {
        number: node.id("id"),
        receipt: node.maybe("number"),
        steps: Rc::new(steps(&state, !shipments.is_empty())),
        step,
        currency: node.text("currencyCode"),
        email: node.key("customer").maybe("email"),
        coupon: node.key("promotionCoupon").maybe_id("code"),
        lines,
        shipping: address(&node.key("shippingAddress")),
        billing: address(&node.key("billingAddress")),
        shipments,
        // Before it is chosen there is a default nobody chose.
        payments: if is_chosen {
            node.each("payments", &mut payment)
        } else {
            Vec::new()
        },
        totals: Totals {
            items,
            shipping: sums.shipping,
            tax: sums.tax,
            adjustments: minus(minus(total, items), sums.shipping),
            total,
            due: total,
        },
        adjustments: Rc::new(sums.listed),
        completed_at: node.maybe("checkoutCompletedAt"),
        lacks_rates: true,
        ..Order::default()
    }
}

/// The steps this order has: those the server has skipped are left out.
fn steps(state: &str, has_shipments: bool) -> Vec<Step> {
    let is_free = state == "payment_skipped";
    let mut steps = Vec::new();
    if state != "shipping_skipped" && (has_shipments || !is_free) {
        steps.push(Step::Delivery);
    }
    if !is_free {
        steps.push(Step::Payment);
    }
    steps.extend([Step::Confirm, Step::Complete]);
    steps
}

fn items_total(lines: &[Line]) -> Money {
    let mut sum = Money::ZERO;
    for line in lines {
        let part = line.price.times(line.quantity).unwrap_or_default();
        sum = sum.plus(part).unwrap_or_default();
    }
    sum
}

/// Adjustments of the order, its items and their units, summed.
#[derive(Default)]
struct Sums {
    shipping: Money,
    unspent: Money,
    tax: Money,
    listed: Vec<Adjustment>,
}

impl Sums {
    fn add(&mut self, of: &Node<'_>) {
        of.each("adjustments", &mut |adjustment| {
            let amount = adjustment.minor("amount");
            let plus = |sum: &mut Money| *sum = sum.plus(amount).unwrap_or_default();
            match &*adjustment.text("type") {
                "shipping" => {
                    plus(&mut self.shipping);
                    return plus(&mut self.unspent);
                }
                "tax" => plus(&mut self.tax),
                _ => {}
            }
            // One row for all the units it is spread over.
            let label = adjustment.maybe("label");
            match self.listed.iter_mut().find(|known| known.label == label) {
                Some(known) => plus(&mut known.amount),
                None => self.listed.push(Adjustment { label, amount }),
            }
        });
    }

    fn add_item(&mut self, item: &Node<'_>) {
        self.add(item);
        item.long("units", &mut |unit| self.add(unit));
    }
}

/// Reads a line.
pub(super) fn line(node: &Node<'_>, locale: &str) -> Line {
    let variant = node.key("variant");
    let code = variant.id("code");
    let is_counted = variant.value().get("tracked").is_true();
    let free = variant.value().get("onHand").as_u64().unwrap_or(0);
    let held = variant.value().get("onHold").as_u64().unwrap_or(0);
    let left = u32::try_from(free.saturating_sub(held)).unwrap_or(u32::MAX);
    Line {
        id: node.id("id"),
        quantity: node.count("quantity"),
        price: node.minor("unitPrice"),
        name: translated(variant.value(), locale),
        sku: code.clone(),
        variant: code,
        options: Text::default(),
        images: Vec::new(),
        stock: is_counted.then_some(left),
        backorderable: !is_counted,
        kind: Text::default(),
        rentable: Value::Null,
    }
}

/// The name in the order's language, or in the first there is.
fn translated(of: &Value, locale: &str) -> Text {
    let all = of.get("translations");
    let own = all.get(locale).get("name").as_text();
    let first = match all {
        Value::Map(pairs) => pairs.first().and_then(|(_, text)| text.get("name").as_text()),
        _ => None,
    };
    own.or(first).unwrap_or_default().into()
}

fn address(node: &Node<'_>) -> Option<Rc<Address>> {
    if node.value().is_null() {
        return None;
    }
    let (code, name) = (node.maybe("provinceCode"), node.maybe("provinceName"));
    Some(Rc::new(Address {
        name: join(&[&node.maybe("firstName"), " ", &node.maybe("lastName")]),
        company: node.maybe("company"),
        address1: node.maybe("street"),
        city: node.maybe("city"),
        region: code.or(&name).clone(),
        region_name: name,
        postal_code: node.maybe("postcode"),
        country: node.maybe("countryCode"),
        phone: node.maybe("phoneNumber"),
        ..Address::default()
    }))
}

/// A parcel with the method it has now; what else is on offer is a question of its own.
fn parcel(node: &Node<'_>) -> Shipment {
    let method = node.key("method").maybe_id("code");
    let id = node.id("id");
    let mut rates = Vec::new();
    if !method.is_empty() {
        rates.push(Rate {
            id: method.clone(),
            name: method.clone(),
            method,
            cost: None,
            selected: true,
        });
    }
    Shipment {
        number: id.clone(),
        id,
        contents: Vec::new(),
        rates,
        cost: Money::ZERO,
    }
}

/// Reads a payment. It stays one and the same when another method is chosen, so the method is a part of its name here.
fn payment(node: &Node<'_>) -> Payment {
    let method = node.key("method").maybe_id("code");
    Payment {
        id: join(&[&node.id("id"), "-", &method]),
        method,
        amount: node.minor("amount"),
        state: payment_state(&node.text("state")),
        last_digits: Text::default(),
        is_store_credit: false,
        has_source: false,
    }
}

/// The methods on offer, laid into the order. `[]` is the answer where there is nothing to send or to pay.
pub(super) fn offers(order: &mut Order, root: &Node<'_>) {
    let is_list = matches!(root.value(), Value::List(_));
    if order.step == Step::Payment {
        let mut methods = Vec::new();
        if !is_list {
            root.each("payments", &mut |payment| {
                methods = payment.each("methods", &mut |method| PaymentMethod {
                    id: method.id("code"),
                    name: method.maybe("name"),
                    kind: MethodKind::Other,
                });
            });
        }
        order.methods = Rc::new(methods);
        return;
    }
    let mut offered = Vec::new();
    if !is_list {
        offered = root.each("shipments", &mut |shipment| shipment.each("methods", &mut rate));
    }
    order.lacks_rates = false;
    for (at, shipment) in order.shipments.iter_mut().enumerate() {
        let chosen = shipment.rates.first().cloned();
        shipment.rates = offered.get(at).cloned().unwrap_or_default();
        mark(shipment, chosen.as_ref());
    }
}

/// Marks the method the order has. What it is charged counts, since the list has the prices of this moment.
fn mark(shipment: &mut Shipment, chosen: Option<&Rate>) {
    for rate in &mut shipment.rates {
        rate.selected = chosen.is_some_and(|own| own.method == rate.method);
        if rate.selected {
            rate.cost = Some(shipment.cost);
        }
    }
}

fn rate(node: &Node<'_>) -> Rate {
    let code = node.id("code");
    Rate {
        id: code.clone(),
        name: node.maybe("name").or(&code).clone(),
        method: code,
        cost: Some(node.minor("price")),
        selected: false,
    }
}

/// Lists asked for before are still good while what they depend on is the same: payment methods for the whole channel,
/// rates for what is sent where.
pub(super) fn keep_lists(order: &mut Order, before: &Order) {
    order.methods = before.methods.clone();
    if before.lacks_rates
        || order.step == Step::Delivery
        || order.shipping != before.shipping
        || order.contents() != before.contents()
    {
        return;
    }
    for shipment in &mut order.shipments {
        let Some(own) = shipment.rates.first().cloned() else {
            return;
        };
        let known = before.shipments.iter().find(|s| s.id == shipment.id);
        let Some(known) = known.filter(|s| s.rates.iter().any(|r| r.method == own.method)) else {
            return;
        };
        shipment.rates.clone_from(&known.rates);
        mark(shipment, Some(&own));
    }
    order.lacks_rates = false;
}
