//! Sylius orders read back from an answer, and those that a recording never showed being made.

use super::Exchange;
use crate::shop::Shop;
use crate::sylius::{Address, Adjustment, Item, Payment, Shipment, Unit, World};
use serde_json::Value;

/// The order bodies of an answer.
pub(super) fn orders_in(body: &Value) -> Vec<&Value> {
    let is_order = |value: &&Value| {
        value.get("items").is_some()
            && (value.get("checkoutState").is_some() || value.get("checkout_state").is_some())
    };
    let listed = body.get("_embedded").and_then(|inner| inner.get("items"));
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    std::iter::once(body).chain(listed).filter(is_order).collect()
}

/// Sets the sequences where the recording's were.
pub(super) fn align(shop: &mut Shop, exchange: &Exchange) {
    if exchange.request.method != "POST" || exchange.response.status != 201 {
        return;
    }
    let body = &exchange.response.body;
    let Some(id) = body.get("id").and_then(Value::as_u64) else {
        return;
    };
    let counters = &mut shop.sylius_book().desk.counters;
    if body.get("items").is_some() {
        counters.order = id.saturating_sub(1);
    } else if body.get("quantity").is_some() {
        counters.item = id.saturating_sub(1);
        let unit = rows(body, "units")
            .into_iter()
            .chain(rows(body, "inventory_units"))
            .collect::<Vec<_>>()
            .first()
            .and_then(|unit| number(unit, "id"));
        if let Some(unit) = unit.and_then(|unit| u64::try_from(unit).ok()) {
            counters.unit = unit.saturating_sub(1);
        }
    }
}

/// An order of this id, as likely as can be told: a book in the state that a remark or the step's name tells, else in
/// the one that comes before the step.
pub(super) fn build(shop: &mut Shop, exchange: &Exchange, id: u64) {
    if shop.sylius_book().orders.contains_key(&id) {
        return;
    }
    let remark = exchange.remark.as_deref().unwrap_or("");
    let order = if remark.contains("checkoutState before") {
        shop.sylius_book().likely(remark, id)
    } else {
        let state = named(&exchange.step).unwrap_or_else(|| before(&exchange.request.path));
        shop.sylius_book()
            .likely(&format!("checkoutState before: {state} {remark}"), id)
    };
    shop.sylius_book().keep(order);
}

/// The state that a step's name tells: `complete at once, addressed`. A cart is also a view.
fn named(step: &str) -> Option<&str> {
    const STATES: [&str; 6] = [
        "addressed",
        "shipping_selected",
        "shipping_skipped",
        "payment_selected",
        "payment_skipped",
        "completed",
    ];
    let mut words = step.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    words.rfind(|word| STATES.contains(word))
}

/// The state in which an order takes this step.
fn before(path: &str) -> &'static str {
    match path.split('/').nth(4) {
        Some("select-shipping") => "addressed",
        Some("select-payment") => "shipping_selected",
        Some("complete") => "payment_selected",
        _ => "cart",
    }
}

fn number(body: &Value, key: &str) -> Option<i64> {
    body.get(key).and_then(Value::as_i64)
}

fn id(body: &Value, key: &str) -> Option<u64> {
    body.get(key).and_then(Value::as_u64)
}

fn string(body: &Value, keys: [&str; 2]) -> Option<String> {
    let found = keys.iter().find_map(|key| body.get(*key)?.as_str());
    found.map(str::to_owned)
}

/// The rows of a list, or of a map that PHP made of one.
fn rows<'v>(body: &'v Value, key: &str) -> Vec<&'v Value> {
    match body.get(key) {
        Some(Value::Array(list)) => list.iter().collect(),
        Some(Value::Object(map)) => map.values().collect(),
        _ => Vec::new(),
    }
}

/// Makes the shop's order what an answer shows; what it does not show stays.
pub(super) fn adopt(shop: &mut Shop, body: &Value) {
    let Some(own) = id(body, "id") else { return };
    let now_ms = shop.now_ms;
    let book = shop.sylius_book();
    let mut order = book
        .orders
        .get(&own)
        .cloned()
        .unwrap_or_else(|| book.likely("", own));
    let text = |keys: [&str; 2]| string(body, keys);
    if let Some(checkout) = text(["checkoutState", "checkout_state"]) {
        order.checkout = checkout;
    }
    order.items = rows(body, "items").iter().map(|row| item(row, now_ms)).collect();
    order.adjustments = rows(body, "adjustments")
        .iter()
        .map(|row| adjustment(row, now_ms))
        .collect();
    let coupon = body.get("promotionCoupon");
    order.coupon = coupon.and_then(|coupon| string(coupon, ["code", "code"]));
    if let Some(channel) = body.get("channel").and_then(|row| string(row, ["code", "code"])) {
        order.channel = channel;
    }
    if let Some(currency) = text(["currencyCode", "currency"]) {
        order.currency = currency;
    }
    let is_old = body.get("confirmed").is_some();
    if is_old {
        order.customer = body.get("user").and_then(|row| id(row, "id"));
    }
    order.customer = body
        .get("customer")
        .and_then(|row| id(row, "id"))
        .or(order.customer);
    order.written_items_total = number(body, "items_total").unwrap_or(0);
    order.written_adjustments_total = number(body, "adjustments_total").unwrap_or(0);
    order.written_total = number(body, "total").unwrap_or(0);
    if let Some(state) = text(["state", "state"]) {
        order.state = state;
        order.number = text(["number", "number"]);
        let done = text(["checkoutCompletedAt", "completed_at"]);
        order.completed_ms = done.map(|_| now_ms);
        let keys = ["shippingAddress", "shipping_address"];
        order.shipping_address = address(&book.desk.world, body, keys, &order.shipping_address);
        let keys = ["billingAddress", "billing_address"];
        order.billing_address = address(&book.desk.world, body, keys, &order.billing_address);
        let world = &book.desk.world;
        let method = |row: &Value, list: &[(u64, String)]| {
            let method = row.get("method")?;
            let code = string(method, ["code", "code"]);
            let by_code = list.iter().find(|(_, known)| Some(known) == code.as_ref());
            by_code.map(|(id, _)| *id).or_else(|| id(method, "id"))
        };
        let shipping: Vec<(u64, String)> = world
            .shipping_methods
            .iter()
            .map(|method| (method.id, method.code.clone()))
            .collect();
        let paying: Vec<(u64, String)> = world
            .payment_methods
            .iter()
            .map(|method| (method.id, method.code.clone()))
            .collect();
        order.shipments = rows(body, "shipments")
            .iter()
            .map(|row| Shipment {
                id: id(row, "id").unwrap_or(0),
                state: string(row, ["state", "state"]).unwrap_or_default(),
                method: method(row, &shipping),
                tracking: string(row, ["tracking", "tracking"]),
                created_ms: now_ms,
            })
            .collect();
        order.payments = rows(body, "payments")
            .iter()
            .map(|row| Payment {
                id: id(row, "id").unwrap_or(0),
                state: string(row, ["state", "state"]).unwrap_or_default(),
                method: method(row, &paying),
                amount: number(row, "amount").unwrap_or(0),
                created_ms: now_ms,
            })
            .collect();
    }
    let counters = &mut book.desk.counters;
    counters.order = counters.order.max(own);
    let most = |ids: Vec<u64>| ids.into_iter().max().unwrap_or(0);
    let rows = order.adjustments.iter();
    let of_units = order.items.iter().flat_map(|row| &row.units);
    let rows = rows.chain(of_units.flat_map(|unit| &unit.adjustments));
    counters.adjustment = counters.adjustment.max(most(rows.map(|row| row.id).collect()));
    let addresses = [&order.shipping_address, &order.billing_address];
    let addresses = addresses.into_iter().flatten().map(|row| row.id).collect();
    counters.address = counters.address.max(most(addresses));
    counters.item = counters
        .item
        .max(most(order.items.iter().map(|row| row.id).collect()));
    counters.shipment = counters
        .shipment
        .max(most(order.shipments.iter().map(|row| row.id).collect()));
    counters.payment = counters
        .payment
        .max(most(order.payments.iter().map(|row| row.id).collect()));
    if let Some(number) = order.number.as_ref().and_then(|number| number.parse().ok()) {
        counters.number = counters.number.max(number);
    }
    book.keep(order);
}

fn item(row: &Value, now_ms: u64) -> Item {
    let unit = |unit: &&Value| Unit {
        id: id(unit, "id").unwrap_or(0),
        adjustments: rows(unit, "adjustments")
            .iter()
            .map(|row| adjustment(row, now_ms))
            .collect(),
    };
    let pieces = rows(row, "units").into_iter().chain(rows(row, "inventory_units"));
    let pieces: Vec<&Value> = pieces.collect();
    let mut units: Vec<Unit> = pieces.iter().map(unit).collect();
    let quantity = number(row, "quantity").unwrap_or(0);
    let quantity = usize::try_from(quantity).unwrap_or(0);
    while units.len() < quantity {
        let more = units.last().cloned().unwrap_or(Unit {
            id: 0,
            adjustments: Vec::new(),
        });
        units.push(more);
    }
    let variant = row.get("variant");
    Item {
        id: id(row, "id").unwrap_or(0),
        variant: variant.and_then(|variant| id(variant, "id")).unwrap_or(0),
        unit_price: number(row, "unitPrice")
            .or(number(row, "unit_price"))
            .unwrap_or(0),
        units,
        written_total: number(row, "total").unwrap_or(0),
        created_ms: now_ms,
    }
}

fn adjustment(row: &Value, now_ms: u64) -> Adjustment {
    // Up to 0.15 `label` holds the type.
    let old = row.get("type").is_none();
    let kind = string(row, ["type", "label"]).unwrap_or_default();
    let label = if old { "description" } else { "label" };
    let included = row.get("neutral").and_then(Value::as_bool);
    let is_vat = string(row, ["label", "label"]).is_some_and(|label| label.starts_with("EU VAT"));
    Adjustment {
        id: id(row, "id").unwrap_or(0),
        kind,
        label: string(row, [label, "description"]).unwrap_or_default(),
        amount: number(row, "amount").unwrap_or(0),
        neutral: included.unwrap_or(is_vat),
        created_ms: now_ms,
    }
}

fn address(world: &World, body: &Value, keys: [&str; 2], stored: &Option<Address>) -> Option<Address> {
    let row = keys.iter().find_map(|key| body.get(*key))?;
    let text = |keys| string(row, keys).unwrap_or_default();
    // Up to 0.16 country and province are links to rows.
    let linked = |name: &str| {
        let href = row.get("_links")?.get(name)?.get("href")?.as_str()?;
        href.rsplit('/').next()?.parse::<u64>().ok()
    };
    let by_link = || {
        let id = linked("country")?;
        world.countries.iter().find(|country| country.id == id)
    };
    let province = || {
        let id = linked("province")?;
        let provinces = &by_link()?.provinces;
        provinces
            .iter()
            .find(|row| row.id == id)
            .map(|row| row.code.clone())
    };
    Some(Address {
        id: id(row, "id")
            .or(stored.as_ref().map(|stored| stored.id))
            .unwrap_or(1),
        first_name: text(["firstName", "first_name"]),
        last_name: text(["lastName", "last_name"]),
        street: text(["street", "street"]),
        city: text(["city", "city"]),
        postcode: text(["postcode", "postcode"]),
        phone: string(row, ["phoneNumber", "phone_number"]),
        company: string(row, ["company", "company"]),
        country: string(row, ["countryCode", "countryCode"])
            .or_else(|| by_link().map(|row| row.code.clone())),
        province: string(row, ["provinceCode", "provinceCode"]).or_else(province),
        province_name: string(row, ["provinceName", "provinceName"]),
    })
}

/// Stock and counters that an answer shows.
pub(super) fn adopt_wares(shop: &mut Shop, body: &Value) {
    match body {
        Value::Object(map) => {
            let world = &mut shop.sylius_book().desk.world;
            if let Some(variant) = id(body, "id").and_then(|id| world.variant_mut(id))
                && let (Some(on_hand), Some(on_hold)) = (number(body, "onHand"), number(body, "onHold"))
            {
                (variant.on_hand, variant.on_hold) = (on_hand, on_hold);
                variant.version = id(body, "version").unwrap_or(variant.version);
            }
            if let (Some(code), Some(used)) = (body.get("code"), id(body, "used")) {
                let mut coupons = world.coupons.iter_mut();
                if let Some(coupon) = coupons.find(|coupon| Some(coupon.code.as_str()) == code.as_str()) {
                    coupon.used = used;
                }
            }
            for value in map.values() {
                adopt_wares(shop, value);
            }
        }
        Value::Array(list) => {
            for value in list {
                adopt_wares(shop, value);
            }
        }
        _ => {}
    }
}
