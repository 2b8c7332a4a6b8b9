//! The part of the proxy: it makes the orders, knows the prices, and lets a call through only in the state it was made
//! for.

use crate::host::{Host, json};
use crate::network::{Gate, made, problem};
use cashwrap::http::Reply;
use cashwrap_shop::{Release, Request, Shop};

pub const RELEASES: [&str; 5] = ["0.13", "0.14", "0.15", "0.16", "documented"];
pub const EMAIL: &str = "john@example.com";
pub const PAYMENT: &str = r#"{"payment":{"method":"2"}}"#;

/// A visitor of a proxy that makes empty orders.
pub fn visitor(release: &str) -> Host {
    with_gate(release, gate)
}

/// A visitor of a proxy whose backend adds the lines when it makes the order.
pub fn visitor_of_backend(release: &str) -> Host {
    with_gate(release, gate_with_lines)
}

fn with_gate(release: &str, gate: Gate) -> Host {
    let shop = Shop::recorded_sylius(Release::of(release).unwrap());
    let mut host = Host::visitor("sylius_0", shop, "SampleToken");
    host.gate = Some(gate);
    host
}

/// The item routes of 0.14 and 0.15 are open to nobody.
pub fn takes_lines(release: &str) -> bool {
    !matches!(release, "0.14" | "0.15")
}

/// A visitor whose lines can be added at this release.
pub fn visitor_anywhere(release: &str) -> Host {
    if takes_lines(release) {
        visitor(release)
    } else {
        visitor_of_backend(release)
    }
}

pub fn gate(shop: &mut Shop, request: &mut Request) -> Option<Reply> {
    if request.path == "/cashwrap/orders" {
        return Some(open(shop, request, false));
    }
    pass(shop, request)
}

pub fn gate_with_lines(shop: &mut Shop, request: &mut Request) -> Option<Reply> {
    if request.path == "/cashwrap/orders" {
        return Some(open(shop, request, true));
    }
    pass(shop, request)
}

/// A visitor whose proxy lets everything through, in whatever state: what the room alone is worth.
pub fn visitor_unguarded(release: &str) -> Host {
    let mut host = visitor_of_backend(release);
    host.gate = Some(|shop, request| {
        request.headers.retain(|(name, _)| name != "X-Cashwrap-Step");
        gate_with_lines(shop, request)
    });
    host
}

fn open(shop: &mut Shop, request: &Request, with_lines: bool) -> Reply {
    let draft = json(std::str::from_utf8(&request.body).unwrap());
    let mut lines = Vec::new();
    for line in draft.get("lines").items().iter().filter(|_| with_lines) {
        let variant = line.get("variant").as_text().unwrap().parse().unwrap();
        let quantity = i64::try_from(line.get("quantity").as_u64().unwrap()).unwrap();
        lines.push((variant, quantity));
    }
    let email = draft.get("email").as_text().unwrap();
    made(&shop.open_sylius_order(email, &lines).to_string())
}

/// Fills in the price of a line, and compares the state a step was made for.
fn pass(shop: &mut Shop, request: &mut Request) -> Option<Reply> {
    let path = request.path.trim_start_matches("/api").trim_start_matches("/v1");
    if request.method == "POST" {
        let body = json(std::str::from_utf8(&request.body).unwrap());
        let price = match body.get("variant").as_u64().unwrap() {
            1 => "50.00",
            2 => "7.00",
            3 => "0.00",
            _ => "19.99",
        };
        let mut text = String::from_utf8(request.body.clone()).unwrap();
        text.truncate(text.len() - 1);
        let key = if request.path.starts_with("/api/v1/") {
            "unit_price"
        } else {
            "unitPrice"
        };
        request.body = format!("{text},\"{key}\":\"{price}\"}}").into_bytes();
        return None;
    }
    let id = path
        .strip_prefix("/checkouts/")
        .filter(|_| request.method == "PUT")?;
    let step = request.headers.iter().find(|(name, _)| name == "X-Cashwrap-Step");
    let step = step.map(|(_, step)| step.as_str())?;
    let state = shop.order_view(id)?.state;
    let made_for = match &*state {
        "cart" => "cart",
        "addressing" | "addressed" => "delivery",
        "shipping" | "shipping_selected" => "payment",
        "payment" | "payment_selected" => "confirm",
        _ => "complete",
    };
    (step != made_for).then(|| problem(409))
}
