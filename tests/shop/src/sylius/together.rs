//! Calls at the same moment. A Sylius locks nothing: each call reads the order before the others have written it,
//! and writes the columns and rows that it changed.

use super::Book;
use super::order::Order;
use crate::http::{Answer, Request};
use crate::settings::Server;
use crate::shop::Shop;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a call has read when it begins.
#[derive(Debug, Clone)]
pub struct Moment(Option<Arc<Book>>);

impl Shop {
    /// What a call that begins now reads. Other families lock an order, or are not said to be asked at once: their calls
    /// read when they write.
    #[must_use]
    pub fn moment(&self) -> Moment {
        let is_sylius = matches!(self.settings.server, Server::Sylius(_));
        Moment(self.book.clone().filter(|_| is_sylius))
    }
}

/// Answers a call that has begun at that moment, as a Sylius does: what others have written since is not seen, and
/// written over.
pub fn answer_since(shop: &mut Shop, moment: Moment, request: &Request) -> Answer {
    let is_read = matches!(request.method.as_str(), "GET" | "HEAD" | "OPTIONS");
    let is_api = request.path.starts_with("/api/");
    let late = match (moment.0, &shop.book) {
        (Some(then), Some(now)) if is_api && !is_read && !Arc::ptr_eq(&then, now) => Some(then),
        _ => None,
    };
    match late {
        Some(then) => answer_over(shop, &then.orders, request),
        None => crate::answer(shop, request),
    }
}

/// Answers these calls as a Sylius answers calls that arrive together, in the worst way that was recorded: all of
/// them read the orders before the first one writes. Stock, numbers, coupons and ids are counted by each.
pub fn answer_together(shop: &mut Shop, requests: &[Request]) -> Vec<Answer> {
    let moment = shop.moment();
    let answers = requests
        .iter()
        .map(|request| answer_since(shop, moment.clone(), request));
    answers.collect()
}

/// Answers a call from orders as they were, and lays what it wrote over what there is.
fn answer_over(shop: &mut Shop, base: &BTreeMap<u64, Order>, request: &Request) -> Answer {
    if let Some((_, id)) = request.path.split_once("/checkouts/complete/") {
        // The number and the stock have versions: of two orders the later one is refused, and stays as it was.
        let is_placed = |order: Option<&Order>| order.is_some_and(|order| order.number.is_some());
        let orders = shop.sylius_book().orders.iter();
        let mut others = orders.filter(|(other, _)| other.to_string() != id);
        if others.any(|(other, order)| is_placed(Some(order)) && !is_placed(base.get(other))) {
            return Answer::Respond(super::conflict());
        }
    }
    let mut merged = std::mem::replace(&mut shop.sylius_book().orders, base.clone());
    let answer = crate::answer(shop, request);
    let mine = std::mem::take(&mut shop.sylius_book().orders);
    merge_all(base, &mut merged, &mine);
    let ids: Vec<u64> = merged.keys().chain(base.keys()).copied().collect();
    let book = shop.sylius_book();
    book.touched.extend(ids);
    for order in merged.values_mut() {
        renumber(order, &mut book.desk.counters.payment);
    }
    book.orders = merged;
    shop.write_down();
    answer
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
