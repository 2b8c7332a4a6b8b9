//! Calls at the same moment. A Sylius locks nothing: each call reads the order before the others have written it,
//! and writes the columns and rows that it changed.

use super::order::Order;
use crate::http::{Answer, Request};
use crate::shop::Shop;
use serde_json::Value;
use std::collections::BTreeMap;

/// Answers these calls as a Sylius answers calls that arrive together, in the worst way that was recorded: all of
/// them read the orders before the first one writes. Stock, numbers, coupons and ids are counted by each.
/// Other families lock an order, or are not said to be asked at once: their calls are answered one by one.
pub fn answer_together(shop: &mut Shop, requests: &[Request]) -> Vec<Answer> {
    if shop.in_book(|_| ()).is_none() {
        return requests
            .iter()
            .map(|request| crate::answer(shop, request))
            .collect();
    }
    let base = shop.sylius_book().orders.clone();
    let mut merged = base.clone();
    let mut answers = Vec::new();
    let mut completing: Vec<&str> = Vec::new();
    for request in requests {
        // The number and the stock have versions: of two orders the later one is refused, and stays as it was.
        if let Some((_, id)) = request.path.split_once("/checkouts/complete/") {
            if completing.iter().any(|other| *other != id) {
                answers.push(Answer::Respond(super::conflict()));
                continue;
            }
            completing.push(id);
        }
        shop.sylius_book().orders.clone_from(&base);
        answers.push(crate::answer(shop, request));
        let mine = std::mem::take(&mut shop.sylius_book().orders);
        merge_all(&base, &mut merged, &mine);
    }
    for id in merged.keys().chain(base.keys()) {
        shop.sylius_book().touched.insert(*id);
    }
    let counters = &mut shop.sylius_book().desk.counters;
    for order in merged.values_mut() {
        renumber(order, &mut counters.payment);
    }
    shop.sylius_book().orders = merged;
    shop.write_down();
    answers
}

/// What one call wrote, over what the others have.
fn merge_all(base: &BTreeMap<u64, Order>, merged: &mut BTreeMap<u64, Order>, mine: &BTreeMap<u64, Order>) {
    merged.retain(|id, _| mine.contains_key(id) || !base.contains_key(id));
    for (id, order) in mine {
        let was = base.get(id);
        let both = was.zip(merged.get(id));
        let written = match both {
            Some((was, now)) if was != now && was != order => three(was, now, order),
            Some((was, now)) if was == order => Some(now.clone()),
            _ => Some(order.clone()),
        };
        merged.insert(*id, written.unwrap_or_else(|| order.clone()));
    }
}

fn three(was: &Order, now: &Order, mine: &Order) -> Option<Order> {
    let json = |order: &Order| serde_json::to_value(order).ok();
    let merged = merge("", &json(was)?, &json(now)?, &json(mine)?);
    let mut order: Order = serde_json::from_value(merged).ok()?;
    // Totals are columns: the last writer's stay, whatever rows the others have added.
    order.frozen = Some((mine.items_total(), mine.adjustments_total(), mine.total()));
    // A payment that one call closed while the other changed its amount: the other finds none open and makes one.
    for payment in &mut order.payments {
        let find = |order: &Order| order.payments.iter().find(|row| row.id == payment.id).cloned();
        let (Some(was), Some(now), Some(mine)) = (find(was), find(now), find(mine)) else {
            continue;
        };
        let closed = [&now, &mine].into_iter().find(|row| row.state != was.state);
        let changed = [&now, &mine].into_iter().find(|row| row.amount != was.amount);
        if let (Some(closed), Some(changed)) = (closed, changed) {
            payment.clone_from(closed);
            order.reopened.push(changed.clone());
        }
    }
    Some(order)
}

/// Payments made anew get ids of their own.
fn renumber(order: &mut Order, counter: &mut u64) {
    for mut payment in std::mem::take(&mut order.reopened) {
        payment.id = super::book::next(counter);
        order.payments.push(payment);
    }
}

/// A value that two have changed since `was`: what only one changed is as he left it, rows of both are there,
/// and of two changes of one column the later one stays.
fn merge(name: &str, was: &Value, now: &Value, mine: &Value) -> Value {
    if mine == was {
        return now.clone();
    }
    if now == was {
        return mine.clone();
    }
    match (was, now, mine) {
        (Value::Object(was), Value::Object(now), Value::Object(mine)) => {
            let none = Value::Null;
            let of =
                |map: &serde_json::Map<String, Value>, key: &str| map.get(key).cloned().unwrap_or_default();
            let keys = now
                .keys()
                .chain(mine.keys().filter(|key| !now.contains_key(*key)));
            let member = |key: &String| {
                let was = was.get(key).unwrap_or(&none);
                (key.clone(), merge(key, was, &of(now, key), &of(mine, key)))
            };
            Value::Object(keys.map(member).collect())
        }
        // The pieces of a line are the last writer's.
        (Value::Array(was), Value::Array(now), Value::Array(mine)) if name != "units" => rows(was, now, mine),
        _ => mine.clone(),
    }
}

/// Rows by id: gone if anyone deleted it, there if anyone added it.
fn rows(was: &[Value], now: &[Value], mine: &[Value]) -> Value {
    let find = |rows: &'_ [Value], row: &Value| -> Option<Value> {
        let id = row.get("id")?;
        rows.iter().find(|other| other.get("id") == Some(id)).cloned()
    };
    let mut out = Vec::new();
    for row in now {
        match (find(was, row), find(mine, row)) {
            (Some(was), Some(mine)) => out.push(merge("", &was, row, &mine)),
            (Some(_), None) => {}
            (None, _) => out.push(row.clone()),
        }
    }
    out.extend(
        mine.iter()
            .filter(|row| find(was, row).is_none() && find(now, row).is_none())
            .cloned(),
    );
    Value::Array(out)
}
