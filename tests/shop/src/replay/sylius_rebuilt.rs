//! Orders of one URL that a recording made anew between two of its lines: no order goes back by itself.

use super::Exchange;
use super::sylius_adopt::{adopt, orders_in};
use crate::faults::answer;
use crate::http::Request;
use crate::shop::Shop;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const STEPS: [&str; 5] = ["cart", "addressing", "shipping", "payment", "finalize"];

fn place(state: &str) -> Option<usize> {
    STEPS.iter().position(|step| *step == state)
}

/// The state that the order was in before this line, as far as the answer tells.
fn state_before(exchange: &Exchange) -> Option<&'static str> {
    let body = &exchange.response.body;
    let is_read = exchange.request.method == "GET";
    let is_checkout = exchange.request.path.contains("/checkouts/");
    if let Some(shown) = body.get("checkout_state").and_then(Value::as_str) {
        let at = place(shown)?;
        let at = if is_read || !is_checkout {
            at
        } else {
            at.checked_sub(1)?
        };
        return STEPS.get(at).copied();
    }
    if !is_checkout {
        return None;
    }
    // A wrong form is told by what was meant for it; a crash by what was sent.
    if exchange.response.status == 500 {
        let sent = |key: &str| exchange.request.body.get(key).is_some();
        return [
            ("shippingAddress", "cart"),
            ("shipments", "addressing"),
            ("paymentMethod", "shipping"),
        ]
        .into_iter()
        .find_map(|(key, state)| sent(key).then_some(state));
    }
    let children = body.get("errors").and_then(|errors| errors.get("children"));
    let has = |key: &str| children.is_some_and(|children| children.get(key).is_some());
    if has("shippingAddress") || body.as_str().is_some_and(|text| !text.is_empty()) {
        Some("cart")
    } else if has("shipments") || body.is_array() {
        Some("addressing")
    } else if has("paymentMethod") || body.get("methods").is_some() {
        Some("shipping")
    } else {
        None
    }
}

/// The order is not the one that earlier lines spoke of.
pub(super) fn is_rebuilt(
    shop: &mut Shop,
    created: &BTreeMap<u64, String>,
    exchange: &Exchange,
    id: u64,
) -> bool {
    let Some(order) = shop.sylius_book().orders.get(&id) else {
        return true;
    };
    let began = |body: &&Value| {
        let shown = body.get("created_at").and_then(Value::as_str);
        let same = body.get("id").and_then(Value::as_u64) == Some(id);
        let known = created.get(&id);
        same && known.is_some_and(|known| shown.is_some_and(|shown| shown != known))
    };
    let around = exchange.response.body.get("order");
    let shown = orders_in(&exchange.response.body);
    if shown.iter().copied().chain(around).any(|body| began(&body)) {
        return true;
    }
    // A line that is made once more, under an id that there is.
    let made = exchange.response.body.get("id").and_then(Value::as_u64);
    if around.is_some() && order.items.iter().any(|item| Some(item.id) == made) {
        return true;
    }
    // Each answer to a PUT shows the order, so a state that no line led to was made behind the API's back.
    let then = state_before(exchange);
    let is_over = order.checkout == "finalize" && exchange.response.status == 500;
    then.is_some_and(|then| then != order.checkout && !is_over)
}

/// Walks an order of one book to the state that this line needs.
pub(super) fn rebuild(shop: &mut Shop, exchange: &Exchange, id: u64) {
    let order = shop.sylius_book().likely("", id);
    shop.sylius_book().keep(order);
    let shown = orders_in(&exchange.response.body);
    if let (Some(body), true) = (shown.first(), exchange.request.method == "GET") {
        adopt(shop, body);
        return;
    }
    if let Some(around) = exchange.response.body.get("order") {
        adopt(shop, around);
        return;
    }
    let by_name = STEPS
        .into_iter()
        .find(|step| exchange.step.contains(&format!("in {step}")) || exchange.step.starts_with(step));
    let wanted = state_before(exchange).or(by_name).and_then(place).unwrap_or(0);
    let address = json!({
        "firstName": "John", "lastName": "Doe", "street": "Main St. 1", "city": "New York", "postcode": "10001",
        "country": 1, "province": 1
    });
    let first = usize::from(shop.release() > crate::sylius::Release::V0_14);
    let bodies = [
        json!({ "shippingAddress": address }),
        json!({ "shipments": [{ "method": first }] }),
        json!({ "paymentMethod": 1 }),
        Value::Null,
    ];
    for body in bodies.iter().take(wanted) {
        let request = Request::new("PUT", &format!("/api/checkouts/{id}"))
            .header("Authorization", "Bearer SampleToken")
            .json(&body.to_string());
        let request = if body.is_null() {
            Request {
                body: Vec::new(),
                ..request
            }
        } else {
            request
        };
        answer(shop, &request);
    }
}
