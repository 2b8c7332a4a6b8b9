//! Orders and lines as the releases of one URL show them.

use super::wares::{self, add, link, moment};
use crate::sylius::Release;
use crate::sylius::order::{Address, Adjustment, Item, Order, Payment, Shipment};
use crate::sylius::routes::Call;
use serde_json::{Map, Value, json};

/// How long a cart is kept.
const LIFE_MS: u64 = 10_800_000;

/// What the request that shows an order has just done to it.
#[derive(Debug, Clone, Copy, Default)]
struct Fresh<'k> {
    /// The keys of the adjustments, where some were taken away.
    keys: Option<&'k [usize]>,
    /// It was changed by this request: the method just chosen has its current translation.
    is_changed: bool,
}

/// As a read shows it.
pub(crate) fn order(call: &Call<'_>, order: &Order) -> Value {
    view(call, order, Fresh::default(), None)
}

/// As the PUT that changed it shows it.
pub(crate) fn fresh(call: &Call<'_>, order: &Order, keys: Option<&[usize]>) -> Value {
    let fresh = Fresh {
        keys,
        is_changed: true,
    };
    view(call, order, fresh, None)
}

/// A line, with the order it is in; that one shows the other lines.
pub(crate) fn item_alone(call: &Call<'_>, order: &Order, item: &Item) -> Value {
    let mut body = line(call, order, item);
    let around = view(call, order, Fresh::default(), Some(item.id));
    add(&mut body, json!({ "order": around }));
    body
}

/// A PHP list whose keys are no longer 0, 1, 2, … is a map.
fn keyed(rows: Vec<(usize, Value)>) -> Value {
    let is_list = rows.iter().enumerate().all(|(at, (key, _))| at == *key);
    if is_list {
        rows.into_iter().map(|(_, row)| row).collect()
    } else {
        let map: Map<String, Value> = rows
            .into_iter()
            .map(|(key, row)| (key.to_string(), row))
            .collect();
        Value::Object(map)
    }
}

fn view(call: &Call<'_>, order: &Order, fresh: Fresh<'_>, without: Option<u64>) -> Value {
    let dialect = call.dialect();
    let items = (0..)
        .zip(&order.items)
        .filter(|(_, item)| Some(item.id) != without)
        .map(|(at, item)| (at, line(call, order, item)));
    let keys = fresh.keys.unwrap_or_default();
    let adjustments = order.adjustments.iter().enumerate().map(|(at, row)| {
        let key = keys.get(at).copied().unwrap_or(at);
        (key, adjustment(call, row))
    });
    let chosen = order.checkout == "shipping" && fresh.is_changed;
    let shipments: Vec<Value> = order
        .shipments
        .iter()
        .map(|row| shipment(call, order, row, chosen))
        .collect();
    let chosen = order.checkout == "payment" && fresh.is_changed;
    let payments: Vec<Value> = order
        .payments
        .iter()
        .map(|row| payment(call, order, row, chosen))
        .collect();
    let mut body = json!({
        "id": order.id, "items": keyed(items.collect()), "items_total": order.written_items_total,
        "adjustments": keyed(adjustments.collect()), "comments": [],
        "adjustments_total": order.written_adjustments_total, "total": order.written_total,
        "created_at": moment(order.created_ms), "updated_at": moment(order.updated_ms), "state": order.state,
        "expires_at": moment(order.created_ms + LIFE_MS), "payments": payments, "shipments": shipments,
        "checkout_state": state(call, order, fresh.is_changed)
    });
    add(&mut body, wares::whose(call, order));
    if !dialect.is_documented() {
        add(&mut body, json!({ "currency": order.currency, "identities": [] }));
    }
    if call.release == Release::V0_16 {
        add(&mut body, json!({ "promotion_coupons": [] }));
    }
    for (key, place) in [
        ("shipping_address", &order.shipping_address),
        ("billing_address", &order.billing_address),
    ] {
        if let Some(place) = place {
            add(&mut body, json!({ key: address(call, place, order.created_ms) }));
        }
    }
    if let (Some(number), Some(done)) = (&order.number, order.completed_ms) {
        let key = if dialect.is_documented() {
            "checkout_completed_at"
        } else {
            "completed_at"
        };
        add(&mut body, json!({ "number": number, key: moment(done) }));
    }
    body
}

/// The documented form mixes both columns of state names.
fn state<'o>(call: &Call<'_>, order: &'o Order, is_changed: bool) -> &'o str {
    match order.checkout.as_str() {
        "payment" if call.dialect().is_documented() && !is_changed => "payment_selected",
        "finalize" if call.dialect().is_documented() => "completed",
        other => other,
    }
}

fn line(call: &Call<'_>, order: &Order, item: &Item) -> Value {
    let variant = call.book.desk.world.variant(item.variant);
    let mut body = json!({
        "id": item.id, "quantity": item.quantity(), "unit_price": item.unit_price, "adjustments": [],
        "adjustments_total": 0, "total": item.written_total, "immutable": false,
        "variant": variant.map(|variant| wares::variant(call, variant)),
        "_links": {
            "product": link(call, &format!("products/{}", item.variant)),
            "variant": link(call, &format!("products/{0}/variants/{0}", item.variant))
        }
    });
    if call.dialect().shows_pieces() {
        let state = if order.completed_ms.is_some() {
            "onhold"
        } else {
            "checkout"
        };
        let piece = |unit: &crate::sylius::order::Unit| {
            json!({
                "id": unit.id, "inventory_state": state, "created_at": moment(item.created_ms),
                "updated_at": moment(order.updated_ms),
                "_links": { "order": link(call, &format!("orders/{}", order.id)) }
            })
        };
        let pieces: Vec<Value> = item.units.iter().map(piece).collect();
        add(&mut body, json!({ "inventory_units": pieces }));
    }
    body
}

fn adjustment(call: &Call<'_>, row: &Adjustment) -> Value {
    let at = moment(row.created_ms);
    let mut body = json!({
        "id": row.id, "amount": row.amount, "neutral": row.neutral, "locked": false, "created_at": at,
        "updated_at": at
    });
    let is_promotion = row.kind == "promotion";
    let words = match call.release {
        Release::Documented if is_promotion => {
            json!({ "type": "order_promotion", "description": row.label })
        }
        Release::Documented => json!({ "type": row.kind, "label": row.label }),
        Release::V0_16 => json!({ "type": row.kind, "description": row.label }),
        _ => json!({ "label": row.kind, "description": row.label }),
    };
    add(&mut body, words);
    if is_promotion && !call.dialect().is_documented() {
        let origin = if call.release <= Release::V0_14 {
            "Sylius\\Component\\Promotion\\Model\\Promotion"
        } else {
            "Sylius\\Component\\Core\\Model\\Promotion"
        };
        add(&mut body, json!({ "origin_id": 1, "origin_type": origin }));
    }
    body
}

/// Country and province are links; phone and company are kept and never shown.
fn address(call: &Call<'_>, address: &Address, at_ms: u64) -> Value {
    let world = &call.book.desk.world;
    let country = address.country.as_deref().and_then(|code| world.country(code));
    let mut links = json!({});
    if let Some(country) = country {
        let path = format!("countries/{}", country.id);
        add(&mut links, json!({ "country": link(call, &path) }));
        let mut provinces = country.provinces.iter();
        if let Some(row) = provinces.find(|row| Some(&row.code) == address.province.as_ref()) {
            let path = format!("{path}/provinces/{}", row.id);
            add(&mut links, json!({ "province": link(call, &path) }));
        }
    }
    json!({
        "id": address.id, "first_name": address.first_name, "last_name": address.last_name,
        "street": address.street, "city": address.city, "postcode": address.postcode,
        "created_at": moment(at_ms), "updated_at": moment(at_ms), "_links": links
    })
}

fn shipment(call: &Call<'_>, order: &Order, row: &Shipment, is_fresh: bool) -> Value {
    let at = moment(row.created_ms);
    let method = call.book.desk.world.shipping_method(row.method);
    json!({
        "id": row.id, "state": row.state, "created_at": at, "updated_at": at,
        "method": method.map(|method| wares::shipping_method(call, method, is_fresh)),
        "_links": {
            "self": link(call, &format!("shipments/{}", row.id)),
            "method": link(call, &format!("shipping-methods/{}", row.method.unwrap_or(0))),
            "order": link(call, &format!("orders/{}", order.id))
        }
    })
}

fn payment(call: &Call<'_>, order: &Order, row: &Payment, is_fresh: bool) -> Value {
    let at = moment(row.created_ms);
    let method = call.book.desk.world.payment_method(row.method);
    // In the documented form an order names its method, a list shows codes.
    let is_fresh = is_fresh && !call.dialect().is_documented();
    let mut body = json!({
        "id": row.id, "amount": row.amount, "state": row.state, "created_at": at, "updated_at": at,
        "method": method.map(|method| wares::payment_method(call, method, is_fresh)),
        "_links": {
            "self": link(call, &format!("payments/{}", row.id)),
            "payment-method": link(call, &format!("payment-methods/{}", row.method.unwrap_or(0))),
            "order": link(call, &format!("orders/{}", order.id))
        }
    });
    if !call.dialect().is_documented() {
        add(&mut body, json!({ "currency": order.currency }));
    }
    body
}
