//! What the shopper saw when they said yes, and how it differs from what is there now.

use super::intent::Intent;
use crate::json::{Value, map};
use crate::list;
use crate::order::{Address, Money, Order, rental};
use crate::text::{Text, digits};
use std::rc::Rc;

/// How many revisions back a page may have looked.
pub const MAX_SHOWN: usize = 64;

/// What a shopper agrees to.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Seen {
    /// The sums; nothing while a wish that may change them is open.
    pub totals: Option<[Money; 5]>,
    /// Variant, quantity and unit price of each line.
    pub lines: Vec<(Text, u32, Money)>,
    /// The e-mail.
    pub email: Text,
    /// Where it goes.
    pub shipping: Option<Rc<Address>>,
    /// Who is billed.
    pub billing: Option<Rc<Address>>,
    /// Name and cost of each chosen rate.
    pub rates: Vec<(Text, Money)>,
    /// In what all of it is counted.
    pub currency: Text,
    /// From when to when it is rented, and where.
    pub rental: Text,
}

const TOTALS: [&str; 5] = [
    "total",
    "item_total",
    "ship_total",
    "tax_total",
    "adjustment_total",
];

impl Seen {
    /// What an order shows, with `intent` laid over it.
    pub fn of(order: &Order, intent: &Intent, is_fresh: bool) -> Seen {
        let t = &order.totals;
        let is_known = is_fresh && !intent.may_change_total();
        Seen {
            totals: is_known.then_some([t.total, t.items, t.shipping, t.tax, t.adjustments]),
            lines: list::pick(&order.lines, &|l| Some((l.variant.clone(), l.quantity, l.price))),
            email: intent.email.or(&order.email).clone(),
            shipping: order.shipping.clone(),
            billing: order.billing.clone(),
            rates: list::pick(&order.shipments, &|shipment| {
                let chosen = shipment.rates.iter().find(|r| r.selected)?;
                Some((chosen.method.clone(), chosen.cost.unwrap_or_default()))
            }),
            currency: order.currency.clone(),
            rental: rental::text(&order.rental),
        }
    }

    /// The differences from `self` to `now`, in the public shape; empty when there are none.
    pub fn differences(&self, now: &Seen) -> Vec<Value> {
        let mut found = Vec::new();
        let mut add = |what: &str, key: &str, seen: Option<Text>, now: Option<Text>| {
            if seen != now {
                found.push(difference(what, key, seen, now));
            }
        };
        for (i, name) in TOTALS.iter().enumerate() {
            let at =
                |totals: &Option<[Money; 5]>| totals.as_ref().and_then(|t| t.get(i)).map(|m| m.to_text());
            add(name, "", at(&self.totals), at(&now.totals));
        }
        let quantity = |lines: &[(Text, u32, Money)], variant: &Text| {
            let mut sum = None;
            for (_, quantity, _) in lines.iter().filter(|line| line.0 == *variant) {
                sum = Some(sum.unwrap_or(0) + quantity);
            }
            sum.map(|sum| digits(u64::from(sum)))
        };
        let mut told: Vec<&Text> = Vec::new();
        for (variant, ..) in self.lines.iter().chain(&now.lines) {
            if !told.contains(&variant) {
                told.push(variant);
                let (seen, now) = (quantity(&self.lines, variant), quantity(&now.lines, variant));
                add("line", variant, seen, now);
            }
        }
        let mut flag = |what: &str, differs: bool| {
            if differs {
                found.push(difference(what, "", None, None));
            }
        };
        // Whose e-mail and which street is on the page already; only that it differs is told.
        flag("email", self.email != now.email);
        flag("shipping", differs(self.shipping.as_ref(), now.shipping.as_ref()));
        flag("billing", differs(self.billing.as_ref(), now.billing.as_ref()));
        flag("rate", self.rates != now.rates);
        flag("currency", self.currency != now.currency);
        flag("rental", self.rental != now.rental);
        found
    }
}

fn differs(a: Option<&Rc<Address>>, b: Option<&Rc<Address>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.first_difference(b).is_some(),
        (a, b) => a.is_some() != b.is_some(),
    }
}

/// One difference in the public shape.
pub(super) fn difference(what: &str, key: &str, seen: Option<Text>, now: Option<Text>) -> Value {
    let text = |t: Option<Text>| t.map_or(Value::Null, Value::Text);
    map! { "what" => what, "key" => Value::opt(key), "seen" => text(seen), "now" => text(now) }
}
