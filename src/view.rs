//! The public shapes: what a page sees. The order as told, with the wishes laid over it and marked.

use crate::checkout::{Billing, Intent, Key, Session, Target};
use crate::json::{Value, map};
use crate::order::{Address, Line, Money, Order, Shipment, rental as rented};
use crate::text::Text;
use std::rc::Rc;

/// The whole checkout, `Snapshot` of the package.
pub(crate) fn snapshot(session: &Session) -> Value {
    let store = session.store();
    let prediction = session.prediction();
    let rides = |key: &Key| matches!(key, Key::Rate | Key::Shipping | Key::Billing | Key::Email);
    let is_held = |key: &Key| rides(key) && session.is_choice_held();
    let is_settled = session
        .intent()
        .open()
        .iter()
        .all(|key| *key == Key::Payment || is_held(key));
    let is_clear = prediction.blockers.iter().all(|b| !b.is_error);
    let is_ready = store.order.is_some() && store.is_fresh() && session.status() == "open";
    map! {
        "revision" => store.revision,
        "status" => session.status(),
        "order" => order(session),
        "next" => prediction.to_value(),
        "can" => map! { "submit" => is_settled && is_clear && is_ready },
        "pending" => session.pending(),
        "storage" => if session.is_memory_only() { "memory" } else { "ok" },
        "calls" => map! {
            "unsafe" => store.calls.writes,
            "reads" => store.calls.reads,
        },
    }
}

fn amount(value: Option<Money>, status: &str) -> Value {
    match value {
        Some(money) => map! { "status" => status, "value" => money },
        None => map! { "status" => "unknown" },
    }
}

fn certainty(is_confirmed: bool) -> &'static str {
    if is_confirmed { "confirmed" } else { "expected" }
}

fn marked(value: Value, is_confirmed: bool) -> Value {
    map! { "value" => value, "status" => certainty(is_confirmed) }
}

fn order(session: &Session) -> Value {
    let store = session.store();
    let intent = session.intent();
    let none;
    let order = match &store.order {
        Some(order) => order,
        None => {
            none = Rc::new(Order::numbered(Text::default()));
            &none
        }
    };
    let is_fresh = store.order.is_some() && store.is_fresh();
    let is_known = is_fresh && !intent.may_change_total();
    let sum = |money: Money| amount(is_known.then_some(money), "confirmed");
    let t = &order.totals;
    map! {
        "number" => order.shown_number(),
        "step" => order.step.tag(),
        "stepName" => order.step.name(),
        "currency" => &order.currency,
        "email" => text(&intent.email, &order.email),
        "lines" => lines(order, intent),
        "shipping" => shipping(order, intent),
        "billing" => billing(order, intent),
        "notes" => text(&intent.notes, &order.notes),
        "rental" => rental(order, intent),
        "coupons" => coupons(&store.coupons, intent),
        "shipments" => Value::each(&order.shipments, shipment),
        "payments" => Value::each(&order.payments, |payment| map! {
            "id" => &payment.id,
            "method" => &payment.method,
            "amount" => payment.amount,
            "state" => payment.state.as_str(),
            "lastDigits" => &payment.last_digits,
        }),
        "paymentMethods" => Value::each(&order.methods, |method| map! {
            "id" => &method.id,
            "name" => &method.name,
            "kind" => method.kind.as_str(),
        }),
        "adjustments" => Value::each(&order.adjustments, |adjustment| map! {
            "label" => &*adjustment.label,
            "amount" => adjustment.amount,
        }),
        "itemTotal" => items_total(order, intent, is_fresh),
        "shipTotal" => sum(t.shipping),
        "taxTotal" => sum(t.tax),
        "adjustmentTotal" => sum(t.adjustments),
        "total" => sum(t.total),
        "due" => sum(t.due),
        "paymentState" => &order.payment_state,
        "completedAt" => &order.completed_at,
    }
}

fn text(wish: &Text, told: &Text) -> Value {
    let shown = wish.or(told);
    if shown.is_empty() {
        return Value::Null;
    }
    marked(Value::Text(shown.clone()), wish.is_empty())
}

/// Null where nothing is rented.
fn rental(order: &Order, intent: &Intent) -> Value {
    let shown = rented::over(&intent.rental, &order.rental);
    if shown.is_null() {
        return shown;
    }
    marked(shown, intent.rental.is_null())
}

fn shipping(order: &Order, intent: &Intent) -> Value {
    let wish = intent.shipping.as_ref();
    address(wish.or(order.shipping.as_ref()), wish.is_none())
}

fn address(address: Option<&Rc<Address>>, is_confirmed: bool) -> Value {
    address.map_or(Value::Null, |a| marked(a.to_value(), is_confirmed))
}

fn billing(order: &Order, intent: &Intent) -> Value {
    match &intent.billing {
        Some(Billing::Same) => return marked(Value::text("same"), false),
        Some(Billing::Address(wish)) => return address(Some(wish), false),
        None => {}
    }
    match (&order.billing, &order.shipping) {
        (Some(billing), Some(shipping)) if billing.first_difference(shipping).is_none() => {
            marked(Value::text("same"), true)
        }
        (told, _) => address(told.as_ref(), true),
    }
}

fn coupons(confirmed: &[Text], intent: &Intent) -> Value {
    let entry = |code: &Text, is_confirmed| {
        map! { "code" => code, "status" => certainty(is_confirmed) }
    };
    let mut shown = Vec::new();
    for code in confirmed {
        if !intent.coupons.iter().any(|w| w.code == *code) {
            shown.push(entry(code, true));
        }
    }
    for wish in &intent.coupons {
        if wish.apply {
            shown.push(entry(&wish.code, false));
        }
    }
    Value::list(shown)
}

/// The quantity wished for a line, if any.
fn wished(line: &Line, intent: &Intent) -> Option<u32> {
    let wish = intent
        .lines
        .iter()
        .find(|w| w.target.names(line))
        .map(|w| w.quantity);
    wish.or_else(|| intent.empty.then_some(0))
}

fn lines(order: &Order, intent: &Intent) -> Value {
    let mut shown = Vec::new();
    for line in &order.lines {
        match wished(line, intent).filter(|n| *n != line.quantity) {
            Some(0) => {}
            wish => shown.push(line_view(line, wish, true)),
        }
    }
    for wish in &intent.lines {
        let Target::Variant(variant) = &wish.target else {
            continue;
        };
        if wish.quantity > 0 && !order.lines.iter().any(|l| l.variant == *variant) {
            shown.push(line_view(
                &Line::wished(variant.clone(), wish.quantity),
                Some(wish.quantity),
                false,
            ));
        }
    }
    Value::list(shown)
}

fn line_view(line: &Line, wish: Option<u32>, is_priced: bool) -> Value {
    let quantity = wish.unwrap_or(line.quantity);
    let status = certainty(wish.is_none());
    let price = is_priced.then_some(line.price);
    map! {
        "id" => &line.id,
        "variant" => &line.variant,
        "name" => &line.name,
        "sku" => &line.sku,
        "options" => &line.options,
        "images" => Value::each(&line.images, |url| Value::Text(url.clone())),
        "quantity" => quantity,
        "status" => status,
        "price" => amount(price, "confirmed"),
        "amount" => amount(price.and_then(|p| p.times(quantity)), status),
        "stock" => line.stock.map_or(Value::Null, |n| Value::int(u64::from(n))),
        "productType" => &line.kind,
        "rentable" => line.rentable.clone(),
    }
}

/// Prices times quantities: known also while a quantity is only wished, unless a price is missing.
fn items_total(order: &Order, intent: &Intent, is_fresh: bool) -> Value {
    if !intent.empty && intent.lines.is_empty() {
        return amount(is_fresh.then_some(order.totals.items), "confirmed");
    }
    let is_priced = intent
        .lines
        .iter()
        .all(|w| w.quantity == 0 || order.lines.iter().any(|line| w.target.names(line)));
    let mut sum = is_priced.then_some(Money::ZERO);
    for line in &order.lines {
        let part = line.price.times(wished(line, intent).unwrap_or(line.quantity));
        sum = sum.zip(part).and_then(|(sum, part)| sum.plus(part));
    }
    amount(sum, "expected")
}

fn shipment(shipment: &Shipment) -> Value {
    map! {
        "id" => &shipment.id,
        "number" => &shipment.number,
        "contents" => Value::each(&shipment.contents, |(variant, quantity)| map! {
            "variant" => variant,
            "quantity" => *quantity,
        }),
        "rates" => Value::each(&shipment.rates, |rate| map! {
            "id" => &rate.id,
            "method" => &rate.method,
            "name" => &rate.name,
            "cost" => rate.cost.map_or(Value::Null, |cost| Value::Text(cost.to_text())),
            "selected" => rate.selected,
        }),
        "cost" => shipment.cost,
    }
}
