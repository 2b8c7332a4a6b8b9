//! `/__shop/`: the switches and the insides of the shop, over HTTP.

use crate::faults::Fault;
use crate::gather::Gathering;
use crate::http::{Request, Response};
use crate::settings::{Server, Settings};
use crate::shop::Shop;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Stock {
    variant_id: u64,
    count: i64,
}

#[derive(Deserialize)]
struct Price {
    variant_id: u64,
    price: Decimal,
}

#[derive(Deserialize)]
struct VariantId {
    variant_id: u64,
}

#[derive(Deserialize)]
struct Coupon {
    code: String,
    expired: bool,
}

#[derive(Deserialize)]
struct Switch {
    code: String,
    enabled: bool,
}

#[derive(Deserialize)]
struct ShippingPrice {
    code: String,
    price: i64,
}

#[derive(Deserialize)]
struct Lock {
    number: String,
    held: bool,
}

#[derive(Deserialize)]
struct Clock {
    advance_ms: u64,
}

#[derive(Deserialize)]
struct GatewaySwitch {
    crash_after_charge: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct NewOrder {
    email: Option<String>,
    /// Of a Sylius: variants and how many.
    lines: Vec<(u64, i64)>,
}

/// Answers one request of the back office.
pub(crate) fn answer(shop: &mut Shop, request: &Request) -> Response {
    let path = request.path.split('?').next().unwrap_or("");
    let segments: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (method, rest) = (request.method.as_str(), segments.get(1..).unwrap_or_default());
    match (method, rest) {
        ("GET", ["log"]) => ok(&shop.log()),
        ("GET", ["charges"]) => ok(&shop.charges()),
        ("GET", ["orders"]) => ok(&shop.orders()),
        ("GET", ["orders", number]) => shop.order_view(number).map_or_else(not_found, |view| ok(&view)),
        ("GET", ["settings"]) => ok(&shop.settings),
        ("GET", ["clock"]) => ok(&json!({ "now_ms": shop.now_ms })),
        ("DELETE", ["log"]) => {
            shop.clear_log();
            done()
        }
        ("DELETE", ["faults"]) => {
            shop.clear_faults();
            done()
        }
        ("POST", ["reset"]) => {
            shop.reset();
            done()
        }
        ("POST", rest) => post(shop, rest, &request.body),
        _ => not_found(),
    }
}

fn post(shop: &mut Shop, rest: &[&str], body: &[u8]) -> Response {
    match rest {
        ["faults"] => with(body, |fault: Fault| {
            shop.add_fault(fault);
            done()
        }),
        ["together"] => with(body, |it: Gathering| {
            shop.gather(it);
            done()
        }),
        ["settings"] => set_settings(shop, body),
        ["stock"] => with(body, |it: Stock| found(shop.set_stock(it.variant_id, it.count))),
        ["price"] => with(body, |it: Price| found(shop.set_price(it.variant_id, it.price))),
        ["delete_variant"] => with(body, |it: VariantId| found(shop.delete_variant(it.variant_id))),
        ["coupons"] => with(body, |it: Coupon| {
            found(shop.set_coupon_expired(&it.code, it.expired))
        }),
        ["enabled"] => with(body, |it: Switch| {
            found(shop.set_sylius_enabled(&it.code, it.enabled))
        }),
        ["shipping_price"] => with(body, |it: ShippingPrice| {
            found(shop.set_sylius_shipping_price(&it.code, it.price))
        }),
        ["lock"] => with(body, |it: Lock| found(shop.set_lock(&it.number, it.held))),
        ["clock"] => with(body, |it: Clock| {
            shop.advance(it.advance_ms);
            done()
        }),
        ["gateway"] => with(body, |it: GatewaySwitch| {
            if it.crash_after_charge {
                shop.crash_after_charge();
            }
            done()
        }),
        ["orders"] => {
            let body = if body.is_empty() { b"{}" } else { body };
            with(body, |it: NewOrder| {
                if let Server::Sylius(_) = shop.settings.server {
                    let email = it.email.as_deref().unwrap_or("guest@example.com");
                    return ok(&json!({ "id": shop.open_sylius_order(email, &it.lines) }));
                }
                let (number, token) = shop.open_order(it.email.as_deref());
                ok(&json!({ "number": number, "token": token }))
            })
        }
        _ => not_found(),
    }
}

/// Only what is named changes.
fn set_settings(shop: &mut Shop, body: &[u8]) -> Response {
    let current = serde_json::to_value(&shop.settings);
    let (Ok(Value::Object(mut merged)), Ok(Value::Object(given))) = (current, serde_json::from_slice(body))
    else {
        return bad();
    };
    merged.extend(given);
    match serde_json::from_value::<Settings>(Value::Object(merged)) {
        Ok(settings) => {
            shop.set_settings(settings);
            ok(&shop.settings)
        }
        Err(_) => bad(),
    }
}

fn with<T: for<'a> Deserialize<'a>>(body: &[u8], then: impl FnOnce(T) -> Response) -> Response {
    serde_json::from_slice(body).map_or_else(|_| bad(), then)
}

fn ok<T: Serialize + ?Sized>(value: &T) -> Response {
    Response::json(200, serde_json::to_string(value).unwrap_or_default())
}

fn done() -> Response {
    ok(&json!({ "ok": true }))
}

fn found(found: bool) -> Response {
    if found { done() } else { not_found() }
}

fn not_found() -> Response {
    Response::json(404, json!({ "error": "not found" }).to_string())
}

fn bad() -> Response {
    Response::json(400, json!({ "error": "the body was not understood" }).to_string())
}
