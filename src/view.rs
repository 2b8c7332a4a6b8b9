//! The public shapes: what a page sees. The order as told, with the wishes laid over it and marked.

use crate::checkout::{Billing, CouponWish, Intent, Session, Target};
use crate::json::Value;
use crate::order::{Line, Money, Order, Payment, Shipment};

/// The whole checkout, `Snapshot` of the package.
pub(crate) fn snapshot(session: &Session) -> Value {
    let store = session.store();
    let prediction = session.prediction();
    let intent = session.intent();
    let is_settled = intent.open().iter().all(|(key, _)| *key == crate::checkout::Key::Payment);
    let is_clear = prediction.blockers.iter().all(|b| !b.is_error);
    let is_ready = store.order.is_some() && store.is_fresh() && session.status() == "open";
    Value::map([
        ("revision", Value::int(store.revision)),
        ("status", Value::text(session.status())),
        ("order", order(session)),
        ("next", prediction.to_value()),
        ("can", Value::map([("submit", Value::Bool(is_settled && is_clear && is_ready))])),
        ("pending", session.pending()),
        ("storage", Value::text(if session.is_memory_only() { "memory" } else { "ok" })),
        (
            "calls",
            Value::map([("unsafe", Value::int(store.calls.writes)), ("reads", Value::int(store.calls.reads))]),
        ),
    ])
}

fn amount(value: Option<Money>, status: &str) -> Value {
    match value {
        Some(money) => Value::map([("status", Value::text(status)), ("value", Value::Text(money.to_text()))]),
        None => Value::map([("status", Value::text("unknown"))]),
    }
}

fn certainty(is_confirmed: bool) -> &'static str {
    if is_confirmed { "confirmed" } else { "expected" }
}

fn marked(value: Value, is_confirmed: bool) -> Value {
    Value::map([("value", value), ("status", Value::text(certainty(is_confirmed)))])
}

fn list<T>(items: &[T], show: impl Fn(&T) -> Value) -> Value {
    Value::List(items.iter().map(show).collect())
}

fn order(session: &Session) -> Value {
    let store = session.store();
    let intent = session.intent();
    let none = Order::numbered(String::new());
    let known = store.order.as_ref();
    let order = known.unwrap_or(&none);
    let is_known = known.is_some() && store.is_fresh() && !intent.may_change_total();
    let sum = |money: Money| amount(is_known.then_some(money), "confirmed");
    let t = &order.totals;
    let number = known.map(|o| o.number.as_str());
    Value::map([
        ("number", Value::opt(number)),
        ("step", Value::text(order.step.tag())),
        ("stepName", Value::text(order.step.name())),
        ("currency", Value::opt(Some(order.currency.as_str()).filter(|c| !c.is_empty()))),
        ("email", text(intent.email.as_ref().map(|w| &w.value), order.email.as_ref())),
        ("lines", lines(order, intent)),
        (
            "shipping",
            match (&intent.shipping, &order.shipping) {
                (Some(wish), _) => marked(wish.value.to_value(), false),
                (None, Some(address)) => marked(address.to_value(), true),
                (None, None) => Value::Null,
            },
        ),
        ("billing", billing(order, intent)),
        ("notes", text(intent.notes.as_ref().map(|w| &w.value), order.notes.as_ref())),
        ("coupons", coupons(&store.coupons, intent)),
        ("shipments", list(&order.shipments, shipment)),
        ("payments", list(&order.payments, payment)),
        (
            "paymentMethods",
            list(&order.methods, |m| {
                Value::map([
                    ("id", Value::text(&m.id)),
                    ("name", Value::text(&m.name)),
                    ("kind", Value::text(m.kind.as_str())),
                ])
            }),
        ),
        (
            "adjustments",
            list(&order.adjustments, |a| {
                Value::map([("label", Value::text(&a.label)), ("amount", Value::Text(a.amount.to_text()))])
            }),
        ),
        ("itemTotal", items_total(order, intent, known.is_some() && store.is_fresh())),
        ("shipTotal", sum(t.shipping)),
        ("taxTotal", sum(t.tax)),
        ("adjustmentTotal", sum(t.adjustments)),
        ("total", sum(t.total)),
        ("due", sum(t.due)),
        ("paymentState", Value::opt(order.payment_state.as_deref())),
        ("completedAt", Value::opt(order.completed_at.as_deref())),
    ])
}

fn text(wished: Option<&String>, told: Option<&String>) -> Value {
    match (wished, told) {
        (Some(wish), _) => marked(Value::text(wish), false),
        (None, Some(told)) => marked(Value::text(told), true),
        (None, None) => Value::Null,
    }
}

fn billing(order: &Order, intent: &Intent) -> Value {
    match (intent.billing.as_ref().map(|w| &w.value), &order.billing) {
        (Some(Billing::Same), _) => marked(Value::text("same"), false),
        (Some(Billing::Address(address)), _) => marked(address.to_value(), false),
        (None, Some(address)) => {
            let is_same = order.shipping.as_ref().is_some_and(|s| address.first_difference(s).is_none());
            marked(if is_same { Value::text("same") } else { address.to_value() }, true)
        }
        (None, None) => Value::Null,
    }
}

fn coupons(confirmed: &[String], intent: &Intent) -> Value {
    let wished = |code: &String| intent.coupons.iter().any(|w| w.value.code == *code);
    let entry = |code: &String, is_confirmed| {
        Value::map([("code", Value::text(code)), ("status", Value::text(certainty(is_confirmed)))])
    };
    let mut shown: Vec<Value> = confirmed.iter().filter(|c| !wished(c)).map(|c| entry(c, true)).collect();
    for wish in &intent.coupons {
        if let CouponWish { code, apply: true } = &wish.value {
            shown.push(entry(code, false));
        }
    }
    Value::List(shown)
}

/// The quantity wished for a line, if any.
fn wished(line: &Line, intent: &Intent) -> Option<u32> {
    let names = |target: &Target| match target {
        Target::Line(id) => *id == line.id,
        Target::Variant(variant) => *variant == line.variant,
    };
    let wish = intent.lines.iter().find(|w| names(&w.value.target)).map(|w| w.value.quantity);
    wish.or_else(|| intent.empty.is_some().then_some(0))
}

fn lines(order: &Order, intent: &Intent) -> Value {
    let mut shown = Vec::new();
    for line in &order.lines {
        match wished(line, intent).filter(|n| *n != line.quantity) {
            Some(0) => {}
            wish => shown.push(line_view(line, wish)),
        }
    }
    for wish in &intent.lines {
        let Target::Variant(variant) = &wish.value.target else { continue };
        if wish.value.quantity > 0 && !order.lines.iter().any(|l| l.variant == *variant) {
            let mut id = "new:".to_owned();
            id.push_str(variant);
            shown.push(Value::map([
                ("id", Value::Text(id)),
                ("variant", Value::text(variant)),
                ("name", Value::Null),
                ("sku", Value::Null),
                ("options", Value::Null),
                ("images", Value::List(Vec::new())),
                ("quantity", Value::int(u64::from(wish.value.quantity))),
                ("status", Value::text("expected")),
                ("price", amount(None, "")),
                ("amount", amount(None, "")),
                ("stock", Value::Null),
            ]));
        }
    }
    Value::List(shown)
}

fn line_view(line: &Line, wish: Option<u32>) -> Value {
    let quantity = wish.unwrap_or(line.quantity);
    let status = certainty(wish.is_none());
    Value::map([
        ("id", Value::text(&line.id)),
        ("variant", Value::text(&line.variant)),
        ("name", Value::text(&line.name)),
        ("sku", Value::opt(line.sku.as_deref())),
        ("options", Value::opt(line.options.as_deref())),
        ("images", list(&line.images, |url| Value::text(url))),
        ("quantity", Value::int(u64::from(quantity))),
        ("status", Value::text(status)),
        ("price", amount(Some(line.price), "confirmed")),
        ("amount", amount(line.price.times(quantity), status)),
        ("stock", line.stock.map_or(Value::Null, |n| Value::int(u64::from(n)))),
    ])
}

/// Prices times quantities: known also while a quantity is only wished, unless a price is missing.
fn items_total(order: &Order, intent: &Intent, is_fresh: bool) -> Value {
    let has_wish = intent.empty.is_some() || !intent.lines.is_empty();
    if !has_wish {
        return amount(is_fresh.then_some(order.totals.items), "confirmed");
    }
    let is_priced = intent.lines.iter().all(|w| match &w.value.target {
        Target::Variant(v) => w.value.quantity == 0 || order.lines.iter().any(|l| l.variant == *v),
        Target::Line(_) => true,
    });
    let sum = order.lines.iter().try_fold(Money::ZERO, |sum, line| {
        sum.plus(line.price.times(wished(line, intent).unwrap_or(line.quantity))?)
    });
    amount(sum.filter(|_| is_priced), "expected")
}

fn shipment(shipment: &Shipment) -> Value {
    Value::map([
        ("id", Value::text(&shipment.id)),
        ("number", Value::text(&shipment.number)),
        (
            "contents",
            list(&shipment.contents, |(variant, quantity)| {
                Value::map([
                    ("variant", Value::text(variant)),
                    ("quantity", Value::int(u64::from(*quantity))),
                ])
            }),
        ),
        (
            "rates",
            list(&shipment.rates, |rate| {
                Value::map([
                    ("id", Value::text(&rate.id)),
                    ("method", Value::text(&rate.method)),
                    ("name", Value::text(&rate.name)),
                    ("cost", Value::Text(rate.cost.to_text())),
                    ("selected", Value::Bool(rate.selected)),
                ])
            }),
        ),
        ("cost", Value::Text(shipment.cost.to_text())),
    ])
}

fn payment(payment: &Payment) -> Value {
    Value::map([
        ("id", Value::text(&payment.id)),
        ("method", Value::text(&payment.method)),
        ("amount", Value::Text(payment.amount.to_text())),
        ("state", Value::text(payment.state.as_str())),
        ("lastDigits", Value::opt(payment.last_digits.as_deref())),
    ])
}

