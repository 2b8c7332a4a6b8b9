//! Variants, methods and channels as the three views of an order show them.

use crate::sylius::order::Order;
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use crate::sylius::world::{Channel, PaymentMethod, Variant, World};
use serde_json::{Map, Value, json};

/// How much an order shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Cart,
    Checkout,
    Order,
}

/// The day when the catalogue was made.
pub(crate) const OPENED: &str = "2026-11-24T01:56:42+00:00";

/// Puts members into an object.
pub(crate) fn add(body: &mut Value, more: Value) {
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
}

/// The members that are there: what is null is not written.
pub(crate) fn present(members: Value) -> Value {
    match members {
        Value::Object(map) => {
            let kept: Map<String, Value> = map.into_iter().filter(|(_, value)| !value.is_null()).collect();
            Value::Object(kept)
        }
        other => other,
    }
}

pub(crate) fn link(path: &str) -> Value {
    json!({ "href": format!("/api/v1/{path}") })
}

pub(crate) fn variant(world: &World, variant: &Variant, view: View) -> Value {
    let mut name = json!({ "id": variant.id, "name": variant.name });
    let mut links = json!({});
    let own = format!("products/{code}/variants/{code}", code = variant.code);
    let product = format!("products/{}", variant.code);
    if view != View::Checkout {
        add(&mut name, json!({ "locale": "en_US" }));
        add(&mut links, json!({ "self": link(&own) }));
    }
    if view != View::Cart {
        add(&mut links, json!({ "product": link(&product) }));
    }
    let prices: Map<String, Value> = variant
        .price
        .into_iter()
        .flat_map(|price| {
            let channels = world.channels.iter();
            channels.map(move |channel| {
                let row = json!({ "channelCode": channel.code, "price": price });
                (channel.code.clone(), row)
            })
        })
        .collect();
    let mut body = json!({
        "id": variant.id, "code": variant.code, "optionValues": [], "position": 0,
        "translations": { "en_US": name }, "version": variant.version, "tracked": variant.tracked,
        "channelPricings": prices, "_links": links
    });
    if view != View::Cart {
        add(
            &mut body,
            json!({ "onHold": variant.on_hold, "onHand": variant.on_hand }),
        );
    }
    if variant.taxed {
        let category = category(1, "GOODS", "Goods", "tax-categories", view);
        add(&mut body, json!({ "taxCategory": category }));
    }
    if let Some(code) = &variant.category {
        let category = category(1, code, "Heavy", "shipping-categories", view);
        add(&mut body, json!({ "shippingCategory": category }));
    }
    body
}

fn category(id: u64, code: &str, name: &str, path: &str, view: View) -> Value {
    let mut body = json!({ "id": id, "code": code, "name": name });
    if view != View::Cart {
        add(&mut body, json!({ "createdAt": OPENED, "updatedAt": OPENED }));
    }
    if view != View::Checkout {
        add(
            &mut body,
            json!({ "_links": { "self": link(&format!("{path}/{code}")) } }),
        );
    }
    body
}

pub(crate) fn channel(channel: &Channel, view: View) -> Value {
    let mut body = json!({
        "id": channel.id, "code": channel.code,
        "_links": { "self": link(&format!("channels/{}", channel.code)) }
    });
    if view != View::Cart {
        add(
            &mut body,
            json!({
                "name": channel.name, "description": "Test channel", "hostname": channel.hostname, "color": "Pink",
                "createdAt": OPENED, "updatedAt": OPENED, "enabled": channel.enabled,
                "taxCalculationStrategy": "order_items_based"
            }),
        );
    }
    body
}

pub(crate) fn payment_method(world: &World, method: &PaymentMethod, view: View) -> Value {
    let name = if view == View::Checkout {
        json!({})
    } else {
        present(json!({
            "locale": "en_US", "id": method.id, "name": method.name, "description": method.description,
            "instructions": method.instructions
        }))
    };
    let channels = method.channels.iter().filter_map(|code| world.channel(code));
    let channels: Vec<Value> = channels.map(|row| channel(row, View::Order)).collect();
    let mut body = json!({
        "id": method.id, "code": method.code, "position": method.id.saturating_sub(1),
        "translations": { "en_US": name }
    });
    if view != View::Cart {
        add(
            &mut body,
            json!({
                "enabled": method.enabled, "createdAt": OPENED, "updatedAt": OPENED, "channels": channels
            }),
        );
    }
    if view != View::Checkout {
        let path = format!("payment-methods/{}", method.code);
        add(&mut body, json!({ "_links": { "self": link(&path) } }));
    }
    body
}

/// The method of a shipment.
pub(crate) fn shipping_method(world: &World, id: Option<u64>, view: View) -> Value {
    let Some(method) = world.shipping_method(id) else {
        return Value::Null;
    };
    let mut body = json!({ "code": method.code, "enabled": method.enabled });
    if view != View::Checkout {
        let own = link(&format!("shipping-methods/{}", method.code));
        let zone = link(&format!("zones/{}", method.zone));
        add(
            &mut body,
            json!({ "id": method.id, "_links": { "self": own, "zone": zone } }),
        );
    }
    body
}

/// The coupon attached, whether it counts or not.
pub(crate) fn coupon(world: &World, order: &Order, view: View) -> Value {
    let Some(coupon) = order.coupon.as_deref().and_then(|code| world.coupon(code)) else {
        return Value::Null;
    };
    let promotion = format!("promotions/{}", coupon.promotion);
    let own = format!("{promotion}/coupons/{}", coupon.code);
    let mut links = json!({});
    if view != View::Checkout {
        add(&mut links, json!({ "self": link(&own) }));
    }
    let mut body = json!({
        "id": coupon.id, "code": coupon.code, "used": coupon.used, "usageLimit": coupon.limit,
        "expiresAt": coupon.expired.then_some("2019-01-01T00:00:00+00:00")
    });
    if view != View::Cart {
        add(&mut links, json!({ "promotion": link(&promotion) }));
        add(
            &mut body,
            json!({
                "perCustomerUsageLimit": coupon.customer_limit, "createdAt": OPENED, "updatedAt": OPENED
            }),
        );
    }
    add(&mut body, json!({ "_links": links }));
    present(body)
}

impl Call<'_> {
    /// The stock of a variant shows what completion held.
    pub(crate) fn show_variant(&mut self, code: &str) -> Answered {
        let world = &self.book.desk.world;
        let found = world.variants.iter().find(|variant| variant.code == code);
        let found = found.ok_or(Refusal::Status(404))?;
        self.ok(&variant(world, found, View::Order))
    }
}
