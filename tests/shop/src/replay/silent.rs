//! Orders that a recording's database held without a recorded call: built to fit the line that needs them.

use super::adopt::{adopt, orders_in};
use super::compare::Names;
use super::play::Replayer;
use super::{Exchange, Played};
use crate::order::State;
use crate::params::{id, text};
use crate::settings::Server;
use crate::shop::Shop;
use crate::spree::{Pay, Recipe, Version, prepare};
use serde_json::Value;

/// Looks for the order that makes the shop answer as recorded, and keeps it.
pub(super) fn build(replayer: &mut Replayer, shop: &mut Shop, exchange: &Exchange, number: &str) {
    let Server::Spree(version) = shop.settings.server else {
        return;
    };
    let shown = orders_in(&exchange.response.body);
    if let (Some(body), "GET") = (shown.first(), exchange.request.method.as_str()) {
        adopt(replayer, shop, body);
        return;
    }
    let held = std::mem::take(&mut shop.orders);
    let bare = replayer.clone().play_one(&mut shop.clone(), exchange);
    if cost(&bare) == 0 {
        shop.orders = held;
        return;
    }
    let mut best: Option<(usize, Recipe, usize)> = None;
    for recipe in recipes(exchange, number) {
        for shift in 0..shifts(exchange) {
            let (mut shop, mut replayer) = (shop.clone(), replayer.clone());
            place(&mut shop, &mut replayer.names, version, &recipe, exchange, shift);
            let played = replayer.play_one(&mut shop, exchange);
            let cost = cost(&played);
            if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
                best = Some((cost, recipe.clone(), shift));
            }
            if cost == 0 {
                break;
            }
        }
        if best.as_ref().is_some_and(|(cost, ..)| *cost == 0) {
            break;
        }
    }
    shop.orders = held;
    if let Some((_, recipe, shift)) = best {
        place(shop, &mut replayer.names, version, &recipe, exchange, shift);
    }
}

/// How far an answer is from the recorded one. Ids of rows inside others say nothing.
fn cost(played: &Played) -> usize {
    let differences = played.differences.iter();
    let told =
        differences.filter(|difference| !difference.at.ends_with("_id") && !difference.at.ends_with(".id"));
    let (shapes, values): (Vec<_>, Vec<_>) = told.partition(|difference| difference.shape);
    usize::from(!played.status_ok) * 10_000 + shapes.len() * 100 + values.len()
}

/// Prepares the order and gives the request's unknown ids their meaning.
fn place(
    shop: &mut Shop,
    names: &mut Names,
    version: Version,
    recipe: &Recipe,
    exchange: &Exchange,
    shift: usize,
) {
    let order = prepare(shop, version, recipe);
    names.learn("number", &recipe.number, &recipe.number);
    if !recipe.token.is_empty() {
        names.learn("token", &recipe.token, &recipe.token);
    }
    let lines: Vec<u64> = order.lines.iter().map(|line| line.id).collect();
    let shipments: Vec<u64> = order.shipments.iter().map(|shipment| shipment.id).collect();
    let rates = order.shipments.iter().flat_map(|shipment| &shipment.rates);
    let rates: Vec<u64> = rates.map(|rate| rate.id).collect();
    let addresses: Vec<u64> = [order.bill_id, order.ship_id].into_iter().flatten().collect();
    shop.put(order);
    let mut at = [0_usize; 4];
    for (kind, recorded) in ids_of(exchange) {
        if names.get(kind, &recorded).is_some() {
            continue;
        }
        let (slot, pool, offset) = match kind {
            "line_items" => (0, &lines, shift),
            "shipments" => (1, &shipments, 0),
            "shipping_rates" => (2, &rates, shift),
            _ => (3, &addresses, shift),
        };
        let Some(used) = at.get_mut(slot) else { continue };
        if let Some(local) = pool.get(*used + offset) {
            names.learn(kind, &recorded, &local.to_string());
            *used += 1;
        }
    }
}

/// How many meanings of the ids are tried.
fn shifts(exchange: &Exchange) -> usize {
    if ids_of(exchange).is_empty() { 1 } else { 2 }
}

/// Kinds and values of the row ids in a request.
fn ids_of(exchange: &Exchange) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let path = exchange.request.path.split('?').next().unwrap_or("");
    let mut before = "";
    for segment in path.split('/') {
        let kind = match before {
            "line_items" => Some("line_items"),
            "addresses" => Some("addresses"),
            _ => None,
        };
        if let Some(kind) =
            kind.filter(|_| segment.bytes().all(|byte| byte.is_ascii_digit()) && segment != "99999")
        {
            found.push((kind, segment.to_owned()));
        }
        before = segment;
    }
    let order = exchange.request.body.get("order");
    for (name, key, kind) in [
        ("line_items", "id", "line_items"),
        ("shipments_attributes", "id", "shipments"),
        (
            "shipments_attributes",
            "selected_shipping_rate_id",
            "shipping_rates",
        ),
    ] {
        for entry in crate::params::list(order.and_then(|order| order.get(name))) {
            if let Some(recorded) = entry.get(key).and_then(text).filter(|id| id != "99999") {
                found.push((kind, recorded));
            }
        }
    }
    found
}

/// How an order of that state may be paid, and which e-mail it may have.
fn pays(state: State) -> Vec<(Pay, usize)> {
    match state {
        State::Payment => vec![(Pay::Never, 0), (Pay::Good, 0), (Pay::Never, 1)],
        State::Confirm | State::Complete => [Pay::Good, Pay::Declined, Pay::Check, Pay::Sourceless]
            .map(|pay| (pay, 0))
            .to_vec(),
        _ => vec![(Pay::Never, 0), (Pay::Never, 1)],
    }
}

/// Orders worth trying, likeliest first.
fn recipes(exchange: &Exchange, number: &str) -> Vec<Recipe> {
    let body = &exchange.response.body;
    let request = &exchange.request;
    let header = |name: &str| {
        let mut headers = request.headers.iter();
        headers
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.clone())
    };
    let in_body = request.body.get("order_token").and_then(text);
    let in_query = request
        .path
        .split(['?', '&'])
        .find_map(|pair| pair.strip_prefix("order_token="));
    let token = header("x-spree-order-token")
        .or(in_body)
        .or(in_query.map(str::to_owned));
    let own = header("x-spree-token").filter(|_| token.is_none());
    let shown = body.get("line_items").and_then(Value::as_array);
    let of_line = body.get("variant_id").and_then(|value| id(Some(value)));
    let mut carts: Vec<Vec<(u64, i64)>> = Vec::new();
    if let Some(lines) = shown {
        let line = |line: &Value| Some((id(line.get("variant_id"))?, line.get("quantity")?.as_i64()?));
        carts.push(lines.iter().filter_map(line).collect());
    }
    if exchange
        .request
        .body
        .get("order")
        .is_some_and(|order| order.get("payments_attributes").is_some())
    {
        carts.push(vec![(2, 1)]);
    }
    carts.extend([
        vec![(2, 2), (3, 1)],
        vec![(2, 1)],
        vec![(3, 1)],
        vec![(4, 1)],
        vec![(2, 2)],
        vec![],
    ]);
    if let Some(variant) = of_line.filter(|variant| *variant != 2) {
        carts.insert(0, vec![(2, 2), (variant, 1)]);
    }
    carts.dedup();
    let email = body.get("email").and_then(Value::as_str).map(str::to_owned);
    let email = match (body.get("email"), email) {
        (Some(Value::Null), _) => None,
        (_, Some(email)) => Some(email),
        _ => Some("guest@example.com".to_owned()),
    };
    let named = request.body.get("order").and_then(|order| order.get("email"));
    let emails = match named {
        Some(_) => vec![Some("guest@example.com".to_owned()), None],
        None => vec![email, None],
    };
    let mut states = [
        State::Cart,
        State::Address,
        State::Delivery,
        State::Payment,
        State::Confirm,
        State::Complete,
    ];
    // `delivery: add line`.
    let said = exchange
        .step
        .split_once(": ")
        .and_then(|(name, _)| State::named(name));
    let sent = exchange.request.body.get("order");
    let sends = |key: &str| sent.is_some_and(|order| order.get(key).is_some());
    let fits = if sends("payments_attributes") || sends("existing_card") {
        Some(State::Payment)
    } else if sends("shipments_attributes") {
        Some(State::Delivery)
    } else if sends("ship_address_attributes") || sends("bill_address_attributes") {
        Some(State::Address)
    } else {
        None
    };
    states.sort_by_key(|state| Some(*state) != said.or(fits));
    // The step says that there are too few, or the answer that the caller does not own the order.
    let is_short = ["sold out", "short of stock", "out of stock"]
        .iter()
        .any(|words| exchange.step.contains(words));
    let is_foreign = exchange.response.status == 401;
    let owner = own.map(|key| {
        if is_foreign && key == "custkey" {
            "otherkey".to_owned()
        } else {
            key
        }
    });
    if is_short {
        carts.insert(0, vec![(2, 2)]);
    }
    let mut recipes = Vec::new();
    for lines in carts {
        for state in states {
            for (pay, email) in pays(state) {
                if lines.is_empty() && state != State::Cart {
                    continue;
                }
                recipes.push(Recipe {
                    number: number.to_owned(),
                    token: token.clone().unwrap_or_default(),
                    key: owner.clone(),
                    lines: lines.clone(),
                    email: emails.get(email).cloned().flatten(),
                    state,
                    pay,
                    is_short,
                });
            }
        }
    }
    recipes
}
