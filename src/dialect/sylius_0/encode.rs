//! Calls as requests. 0.13 to 0.16 take camelCase alone, other keys are a 400; the documented form is in snake_case.

use super::{DOCUMENTED, ask};
use crate::checkout::{Call, Contact, Pay};
use crate::dialect::Wire;
use crate::dialect::spree::{id, split_name, to};
use crate::http::{Method, PLACE_TIMEOUT_MS, Request, push_encoded};
use crate::json::{Value, map};
use crate::order::{Address, same_text};

/// The request of a call; nothing for the backend's own and for what this room never plans.
pub(super) fn encode(call: &Call, wire: &Wire<'_>) -> Option<Box<Request>> {
    use Method::{Delete, Get, Post};
    const CHECKOUT: &str = "/checkouts/:id";
    Some(match call {
        Call::Look(root) => ask::countries(root),
        Call::Read if !wire.is_blind => to(Get, "/orders/:id", path("/orders/", wire, ""), None),
        Call::Read | Call::Offers => to(Get, CHECKOUT, path("/checkouts/", wire, ""), None),
        // The price is the backend's to add: a proxy fills it in, and a line without is refused.
        Call::AddLine { variant, quantity } => {
            let line = map! { "variant" => id(variant), "quantity" => *quantity };
            to(
                Post,
                "/orders/:id/items/",
                path("/orders/", wire, "/items/"),
                Some(line),
            )
        }
        Call::RemoveLine { line, .. } => {
            let mut path = path("/orders/", wire, "/items/");
            push_encoded(&mut path, line);
            to(Delete, "/orders/:id/items/:item", path, None)
        }
        Call::Contact(contact) => put(wire, Some(addresses(contact, wire))),
        Call::Choose(choose) => {
            let methods = Value::each(&choose.rates, |(_, rate)| map! { "method" => place_or_id(rate) });
            put(wire, Some(map! { "shipments" => methods }))
        }
        Call::Pay(pay) => slow(put(wire, Some(payment(pay, wire)))),
        Call::Complete { .. } => slow(put(wire, None)),
        _ => return None,
    })
}

/// The first place is 0, which no id is.
fn place_or_id(rate: &str) -> Value {
    if rate == "0" { Value::int(0) } else { id(rate) }
}

fn slow(mut request: Box<Request>) -> Box<Request> {
    request.timeout_ms = PLACE_TIMEOUT_MS;
    request
}

/// The one URL. What it does is the server's state's to say.
fn put(wire: &Wire<'_>, body: Option<Value>) -> Box<Request> {
    to(Method::Put, "/checkouts/:id", path("/checkouts/", wire, ""), body)
}

fn path(head: &str, wire: &Wire<'_>, tail: &str) -> String {
    let mut path = [wire.root, head].concat();
    push_encoded(&mut path, wire.number);
    path.push_str(tail);
    path
}

fn is_documented(wire: &Wire<'_>) -> bool {
    wire.root == DOCUMENTED
}

fn payment(pay: &Pay, wire: &Wire<'_>) -> Value {
    let method = id(&pay.wish.method);
    if is_documented(wire) {
        let entry = map! { "method" => method };
        return map! { "payments" => Value::list(vec![entry]) };
    }
    map! { "paymentMethod" => method }
}

/// Without the flag a billing address is dropped in silence and the shipping address taken for both (0.13 to 0.16).
fn addresses(contact: &Contact, wire: &Wire<'_>) -> Value {
    let is_documented = is_documented(wire);
    let mut body = Value::object();
    let names = if is_documented {
        ["shipping_address", "billing_address"]
    } else {
        ["shippingAddress", "billingAddress"]
    };
    for (name, address) in names.into_iter().zip([&contact.shipping, &contact.billing]) {
        if let Some(address) = address {
            body.put(name, address_map(address, wire, is_documented));
        }
    }
    if contact.billing.is_some() && !is_documented {
        body.put("differentBillingAddress", Value::True);
    }
    body
}

/// Country and province go by the shop's own ids; a province that is empty is left out, since countries without any
/// have no such field.
fn address_map(address: &Address, wire: &Wire<'_>, is_documented: bool) -> Value {
    const KEYS: [[&str; 3]; 2] = [
        ["firstName", "lastName", "phoneNumber"],
        ["first_name", "last_name", "phone_number"],
    ];
    let [camel, snake] = KEYS;
    let [first_key, last_key, phone_key] = if is_documented { snake } else { camel };
    let (first, last) = split_name(&address.name);
    let known = wire
        .countries
        .iter()
        .find(|(code, _)| same_text(code, &address.country));
    let mut map = Value::object();
    for (key, text) in [
        (first_key, first),
        (last_key, last),
        ("street", &*address.address1),
        ("city", &*address.city),
        ("postcode", &*address.postal_code),
        ("company", &*address.company),
        (phone_key, &*address.phone),
    ] {
        map.put_text(key, text);
    }
    if let Some((_, country)) = known {
        map.put("country", id(country));
    }
    if !address.region.is_empty() {
        map.put("province", id(&address.region));
    }
    map
}
