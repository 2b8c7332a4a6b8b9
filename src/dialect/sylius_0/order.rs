//! An order's body. Up to 0.15 it has a user or an e-mail, later a channel; prices are whole numbers of hundredths.

use super::DOCUMENTED;
use super::decode::{NO_CURRENCY, contents, name};
use crate::checkout::{Call, Step};
use crate::dialect::Wire;
use crate::dialect::sylius::{last_part, payment_state, step};
use crate::json::{Node, Value};
use crate::list;
use crate::order::{
    Address, Adjustment, Line, Money, Naming, Order, Payment, PaymentState, Rate, Shipment, Totals,
};
use crate::text::{Text, join};
use std::rc::Rc;

/// Reads an order. While it is open its sums are what placing will make of it: the server counts lines that were added
/// and fees of payment methods then, and takes each price from its catalogue (0.16 tells that one).
pub(super) fn order(node: &Node<'_>, call: &Call, wire: &Wire<'_>) -> Order {
    let tree = node.value();
    let at = step(&node.text("checkout_state"));
    let is_open = at != Step::Complete;
    let has = |key: &str| !tree.get(key).is_null();
    let lines = node.all("items", &mut |item| line(item, is_open));
    let extra = node.all("adjustments", &mut adjustment);
    let totals = totals(node, &extra, is_open, &lines);
    let user = node.key("user");
    let told = node.maybe("email");
    let told = if told.is_empty() {
        user.maybe("email")
    } else {
        told
    };
    let completed_at = node.maybe("completed_at");
    let known = wire.order;
    let naming = if wire.root == DOCUMENTED || has("channel") {
        Naming::Id
    } else if has("user") || has("email") || has("confirmed") {
        Naming::Place
    } else {
        known.map_or(Naming::Unknown, |known| known.naming)
    };
    // What was sent, or told before: parts of an address are taken and never told.
    let [shipping, billing] = match call {
        Call::Contact(contact) => [
            contact.shipping.as_ref(),
            contact.billing.as_ref().or(contact.shipping.as_ref()),
        ],
        _ => [
            known.and_then(|known| known.shipping.as_ref()),
            known.and_then(|known| known.billing.as_ref()),
        ],
    };
    let at_place = naming == Naming::Place;
    Order {
        coupon: Text::default(),
        lacks_rates: false,
        rental: Value::Null,
        number: node.id("id"),
        receipt: node.maybe("number"),
        currency: node.maybe("currency").or(&NO_CURRENCY.into()).clone(),
        email: if let (true, Some(known)) = (told.is_empty(), known) {
            known.email.clone()
        } else {
            told
        },
        shipping: address(&node.key("shipping_address"), wire, at_place, shipping),
        billing: address(&node.key("billing_address"), wire, at_place, billing),
        shipments: shipments(node, &lines, totals.shipping),
        payments: node.all("payments", &mut |payment| {
            let state = payment_state(&payment.text("state"));
            let told = payment.minor("amount");
            Payment {
                id: payment.id("id"),
                method: payment.key("method").maybe_id("id"),
                // It is set to the total when the order is placed.
                amount: if is_open && state == PaymentState::Checkout {
                    totals.total
                } else {
                    told
                },
                state,
                last_digits: Text::default(),
                is_store_credit: false,
                has_source: false,
            }
        }),
        adjustments: Rc::new(list::pick(&extra, &|(_, is_counted, adjustment)| {
            is_counted.then(|| adjustment.clone())
        })),
        completed_at: completed_at.or(&node.maybe("checkout_completed_at")).clone(),
        naming,
        step: at,
        lines,
        totals,
        steps: Rc::default(),
        customer: Text::default(),
        notes: Text::default(),
        methods: Rc::default(),
        payment_state: Text::default(),
        is_before_2_2: false,
    }
}

/// A line. What is open is priced anew when the order is placed, unless it is marked.
fn line(node: &Node<'_>, is_open: bool) -> Line {
    let variant = node.key("variant");
    let is_repriced = is_open && !node.value().get("immutable").is_true();
    Line {
        id: node.id("id"),
        variant: variant.id("id"),
        quantity: node.count("quantity"),
        price: if is_repriced && !variant.value().get("price").is_null() {
            variant.minor("price")
        } else {
            node.minor("unit_price")
        },
        name: name(&variant.key("object")),
        sku: variant.maybe("sku"),
        options: Text::default(),
        images: Vec::new(),
        stock: None,
        backorderable: true,
        kind: Text::default(),
        rentable: Value::Null,
    }
}

/// Its kind, whether it counts, and the rest. A tax that prices include does not count.
fn adjustment(node: &Node<'_>) -> (Text, bool, Adjustment) {
    let label = node.maybe("label");
    let kind = node.maybe("type");
    let text = node.maybe("description");
    let is_counted = !node.value().get("neutral").is_true();
    let adjustment = Adjustment {
        label: text.or(&label).clone(),
        amount: node.minor("amount"),
    };
    // The label is the kind up to 0.15.
    (kind.or(&label).clone(), is_counted, adjustment)
}

/// A sum that no amount can hold is none that a shop could mean.
fn sum(node: &Node<'_>, sum: &mut Money, part: Option<Money>) {
    match part.and_then(|part| sum.plus(part)) {
        Some(more) => *sum = more,
        None => node.wrong("a smaller sum"),
    }
}

fn totals(node: &Node<'_>, extra: &[(Text, bool, Adjustment)], is_open: bool, lines: &[Line]) -> Totals {
    let mut totals = Totals {
        items: node.minor("items_total"),
        total: node.minor("total"),
        ..Totals::default()
    };
    let mut counted = Money::ZERO;
    for (kind, is_counted, adjustment) in extra {
        let part = Some(adjustment.amount);
        if *is_counted {
            sum(node, &mut counted, part);
        }
        if *kind == "tax" {
            sum(node, &mut totals.tax, part);
        }
        match &**kind {
            "shipping" => sum(node, &mut totals.shipping, part),
            _ if *is_counted => sum(node, &mut totals.adjustments, part),
            _ => {}
        }
    }
    if is_open {
        totals.items = Money::ZERO;
        let mut own = node.all("items", &mut |item| item.minor("adjustments_total"));
        own.reverse();
        for line in lines {
            let own = own.pop().unwrap_or_default();
            let line = line.price.times(line.quantity).and_then(|price| price.plus(own));
            sum(node, &mut totals.items, line.map(|line| line.max(Money::ZERO)));
        }
        totals.total = totals.items;
        sum(node, &mut totals.total, Some(counted));
        totals.total = totals.total.max(Money::ZERO);
    }
    totals.due = totals.total;
    totals
}

/// Shipments with the method each has; what they cost together is told of the order.
fn shipments(node: &Node<'_>, lines: &[Line], cost: Money) -> Vec<Shipment> {
    node.all("shipments", &mut |shipment| {
        let method = shipment.key("method");
        let id = method.maybe_id("id");
        let mut rates = Vec::new();
        if !id.is_empty() {
            rates.push(Rate {
                id: id.clone(),
                method: id,
                name: name(&method),
                cost: Some(cost),
                selected: true,
            });
        }
        Shipment {
            id: shipment.id("id"),
            number: Text::default(),
            contents: contents(lines),
            rates,
            cost,
        }
    })
}

/// An address; its country and province are told as links alone, phone and company not at all. Where a province is sent
/// by its place in a list, its id is of no use.
fn address(
    node: &Node<'_>,
    wire: &Wire<'_>,
    at_place: bool,
    known: Option<&Rc<Address>>,
) -> Option<Rc<Address>> {
    if node.value().is_null() {
        return None;
    }
    let links = node.key("_links");
    let linked = |name: &str| last_part(&links.key(name).maybe("href"));
    let country = linked("country");
    let listed = wire.countries.iter().find(|(_, id)| *id == country);
    let mut told = Address {
        name: join(&[&node.maybe("first_name"), " ", &node.maybe("last_name")]),
        address1: node.maybe("street"),
        city: node.maybe("city"),
        region: linked("province"),
        postal_code: node.maybe("postcode"),
        country: listed.map_or(country, |(code, _)| code.clone()),
        ..Address::default()
    };
    if at_place {
        told.region = Text::default();
    }
    if let Some(known) = known {
        let mut whole = told.clone();
        whole.complete(known, at_place);
        if known.first_difference(&whole).is_none() {
            told = whole;
        }
    }
    Some(Rc::new(told))
}
