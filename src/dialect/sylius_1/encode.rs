//! Calls as requests of Sylius 1.

use crate::checkout::{Call, Step};
use crate::dialect::Wire;
use crate::dialect::spree::{split_name, to, wrap};
use crate::http::{Method, PLACE_TIMEOUT_MS, Request, push_encoded};
use crate::json::{Value, map};
use crate::order::Address;

/// The request of a call; nothing for the page's own hook, and for verbs the family does not have.
pub(super) fn encode(call: &Call, wire: &Wire<'_>) -> Option<Box<Request>> {
    use Method::{Delete, Get, Post, Put};
    let item = |id: &str| {
        let mut path = at("/api/v1/carts/", wire);
        path.push_str("/items/");
        push_encoded(&mut path, id);
        path
    };
    const ITEM: &str = "/api/v1/carts/:id/items/:item";
    Some(match call {
        Call::Read => to(Get, "/api/v1/checkouts/:id", at("/api/v1/checkouts/", wire), None),
        Call::Offers => match wire.order.map(|order| &order.step) {
            Some(Step::Payment) => step(Get, PAYMENT, wire, None),
            _ => step(Get, SHIPPING, wire, None),
        },
        Call::AddLine { variant, quantity } => {
            let body = map! { "variant" => variant, "quantity" => *quantity };
            to(Post, "/api/v1/carts/:id/items/", item(""), Some(body))
        }
        Call::SetLine { line, quantity, .. } => {
            to(Put, ITEM, item(line), Some(map! { "quantity" => *quantity }))
        }
        Call::RemoveLine { line, .. } => to(Delete, ITEM, item(line), None),
        Call::ApplyCoupon(code) => coupon(wire, Value::text(code)),
        Call::RemoveCoupon(_) => coupon(wire, Value::Null),
        Call::Contact(contact) => {
            let (shipping, billing) = (contact.shipping.as_ref()?, contact.billing.as_ref()?);
            // The one form that means the same in every version: others may send the goods to the billing address.
            let body = map! {
                "shippingAddress" => address_map(shipping),
                "billingAddress" => address_map(billing),
                "differentBillingAddress" => true,
            };
            step(Put, ADDRESSING, wire, Some(body))
        }
        Call::Choose(choose) => {
            let methods = Value::each(&choose.rates, |(_, rate)| map! { "method" => rate });
            step(Put, SHIPPING, wire, wrap("shipments", methods))
        }
        Call::Pay(pay) => {
            let method = map! { "method" => &pay.wish.method };
            step(Put, PAYMENT, wire, wrap("payments", Value::list(vec![method])))
        }
        Call::Complete { notes, .. } => {
            let mut body = Value::object();
            body.put_text("notes", notes);
            let mut place = step(Put, COMPLETE, wire, Some(body));
            place.timeout_ms = PLACE_TIMEOUT_MS;
            place
        }
        Call::Create(_)
        | Call::Hook
        | Call::Current
        | Call::Look(_)
        | Call::Lines(_)
        | Call::Empty
        | Call::Next
        | Call::Advance => return None,
    })
}

/// Null takes the coupon off.
fn coupon(wire: &Wire<'_>, code: Value) -> Box<Request> {
    let body = wrap("promotionCoupon", code);
    to(
        Method::Patch,
        "/api/v1/carts/:id",
        at("/api/v1/carts/", wire),
        body,
    )
}

const ADDRESSING: &str = "/api/v1/checkouts/addressing/:id";
const SHIPPING: &str = "/api/v1/checkouts/select-shipping/:id";
const PAYMENT: &str = "/api/v1/checkouts/select-payment/:id";
const COMPLETE: &str = "/api/v1/checkouts/complete/:id";

/// A call on the route of a step.
fn step(method: Method, route: &'static str, wire: &Wire<'_>, body: Option<Value>) -> Box<Request> {
    let path = at(route.strip_suffix(":id").unwrap_or(route), wire);
    to(method, route, path, body)
}

fn at(head: &str, wire: &Wire<'_>) -> String {
    let mut path = head.to_owned();
    push_encoded(&mut path, wire.number);
    path
}

/// An address whole: what is left out is cleared. A region that begins with its country is a code, as all codes are;
/// any other is a name, for countries without regions of their own.
fn address_map(address: &Address) -> Value {
    let (first, last) = split_name(&address.name);
    let mut map = map! { "firstName" => first, "lastName" => last, "street" => &address.address1, "city" => &address.city, "postcode" => &address.postal_code, "countryCode" => &address.country };
    let region = &*address.region;
    let tail = region.strip_prefix(&*address.country);
    let is_code = !address.country.is_empty() && tail.is_some_and(|tail| tail.starts_with('-'));
    let key = if is_code { "provinceCode" } else { "provinceName" };
    map.put_text(key, region);
    map.put_text("phoneNumber", &address.phone);
    map.put_text("company", &address.company);
    map
}
