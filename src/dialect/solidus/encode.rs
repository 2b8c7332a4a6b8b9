//! Calls as requests of Solidus. Decimals are sent as text: a float is a 500 (4.7, `expected_total`).

use crate::checkout::{Call, Contact, Draft, Pay, PayBy, Source, Step};
use crate::dialect::Wire;
use crate::dialect::spree::{id, secret, signed, source, split_name, to, wrap};
use crate::http::{Method, PLACE_TIMEOUT_MS, Request, push_encoded};
use crate::json::{Value, map};
use crate::order::Address;

/// The request of a call; nothing for the page's own hook.
pub(super) fn encode(call: &Call, wire: &Wire<'_>) -> Option<Box<Request>> {
    use Method::{Delete, Get, Patch, Post, Put};
    let request = match call {
        // Planned where the family has them: several lines at once, offers apart from the order, a place to look for.
        Call::Hook | Call::Look(_) | Call::Offers | Call::Lines(_) => return None,
        // A bare creation has no body at all: an empty object is refused (4.7, E-PARAM).
        Call::Create(draft) => to(Post, "/api/orders", "/api/orders".into(), draft_body(draft)),
        Call::Read => to(Get, "/api/orders/:number", orders(wire, ""), None),
        Call::Current => to(Get, "/api/orders/current", "/api/orders/current".into(), None),
        Call::AddLine { variant, quantity } => {
            let line = map! { "variant_id" => id(variant), "quantity" => *quantity };
            let body = wrap("line_item", line);
            to(
                Post,
                "/api/orders/:number/line_items",
                orders(wire, "/line_items"),
                body,
            )
        }
        Call::SetLine { line, quantity, .. } => {
            let body = wrap("line_item", map! { "quantity" => *quantity });
            to(
                Patch,
                "/api/orders/:number/line_items/:id",
                orders_part(wire, "/line_items/", line),
                body,
            )
        }
        Call::RemoveLine { line, .. } => to(
            Delete,
            "/api/orders/:number/line_items/:id",
            orders_part(wire, "/line_items/", line),
            None,
        ),
        Call::Empty => to(Put, "/api/orders/:number/empty", orders(wire, "/empty"), None),
        Call::ApplyCoupon(code) => {
            let body = Some(map! { "coupon_code" => code });
            to(
                Post,
                "/api/orders/:number/coupon_codes",
                orders(wire, "/coupon_codes"),
                body,
            )
        }
        Call::RemoveCoupon(code) => {
            let path = orders_part(wire, "/coupon_codes/", code);
            to(Delete, "/api/orders/:number/coupon_codes/:code", path, None)
        }
        Call::Contact(contact) => checkout(wire, contact_map(contact), contact.back_to.as_ref()),
        Call::Choose(choose) => {
            let rates = Value::each(&choose.rates, |(shipment, rate)| {
                map! { "id" => id(shipment), "selected_shipping_rate_id" => id(rate) }
            });
            let mut order = map! { "shipments_attributes" => rates };
            order.put_text("special_instructions", &choose.notes);
            checkout(wire, order, choose.back_to.as_ref())
        }
        Call::Next => to(Put, "/api/checkouts/:number/next", verb(wire, "/next"), None),
        Call::Advance => to(
            Put,
            "/api/checkouts/:number/advance",
            verb(wire, "/advance"),
            None,
        ),
        // The server sets the amount itself; the list must be an array (4.7: an object is a 500).
        Call::Pay(pay) if pay.by == PayBy::Step => {
            let payments = Value::list(vec![payment_map(pay)]);
            checkout(wire, map! { "payments_attributes" => payments }, None)
        }
        Call::Pay(pay) => {
            let mut payment = payment_map(pay);
            payment.put("amount", Value::Text(pay.amount.to_text()));
            let body = wrap("payment", payment);
            to(
                Post,
                "/api/orders/:number/payments",
                orders(wire, "/payments"),
                body,
            )
        }
        Call::Complete { total, .. } => {
            let body = Some(map! { "expected_total" => *total });
            let mut place = to(
                Put,
                "/api/checkouts/:number/complete",
                verb(wire, "/complete"),
                body,
            );
            place.timeout_ms = PLACE_TIMEOUT_MS;
            place
        }
    };
    Some(signed(request, wire))
}

fn orders(wire: &Wire<'_>, tail: &str) -> String {
    under("/api/orders/", wire, tail)
}

fn verb(wire: &Wire<'_>, tail: &str) -> String {
    under("/api/checkouts/", wire, tail)
}

fn under(head: &str, wire: &Wire<'_>, tail: &str) -> String {
    let mut path = head.to_owned();
    push_encoded(&mut path, wire.number);
    path.push_str(tail);
    path
}

fn orders_part(wire: &Wire<'_>, tail: &str, part: &str) -> String {
    let mut path = orders(wire, tail);
    push_encoded(&mut path, part);
    path
}

/// `PATCH /checkouts/:n`: saves what the step takes, then goes one step on. `state` only ever goes back.
fn checkout(wire: &Wire<'_>, order: Value, back_to: Option<&Step>) -> Box<Request> {
    let mut body = map! { "order" => order };
    body.put_text("state", back_to.map_or("", Step::name));
    to(
        Method::Patch,
        "/api/checkouts/:number",
        verb(wire, ""),
        Some(body),
    )
}

fn draft_body(draft: &Draft) -> Option<Value> {
    if *draft == Draft::default() {
        return None;
    }
    let mut order = contact_map(&draft.contact);
    order.put_text("special_instructions", &draft.notes);
    if !draft.lines.is_empty() {
        let lines = Value::each(
            &draft.lines,
            |(variant, quantity)| map! { "variant_id" => id(variant), "quantity" => *quantity },
        );
        order.put("line_items_attributes", lines);
    }
    wrap("order", order)
}

fn contact_map(contact: &Contact) -> Value {
    let mut order = Value::object();
    order.put_text("email", &contact.email);
    if let Some(address) = &contact.shipping {
        order.put("ship_address_attributes", address_map(address));
    }
    if let Some(address) = &contact.billing {
        order.put("bill_address_attributes", address_map(address));
    }
    order
}

/// An address whole, empty parts as null: updates merge, and what is left out keeps its old value (4.7 §4.1).
/// The name goes in both spellings: `firstname` and `lastname` up to 2.10, `name` since.
fn address_map(address: &Address) -> Value {
    let (first, last) = split_name(&address.name);
    map! { "name" => &address.name, "firstname" => Value::opt(first), "lastname" => Value::opt(last), "company" => &address.company, "address1" => &address.address1, "address2" => &address.address2, "city" => &address.city, "zipcode" => &address.postal_code, "phone" => &address.phone, "country_iso" => &address.country, "state_id" => Value::Null, "state_name" => &address.region }
}

fn payment_map(pay: &Pay) -> Value {
    let mut payment = map! { "payment_method_id" => id(&pay.wish.method) };
    let source = match &pay.wish.source {
        Source::Wallet { id: wallet, code } => {
            let mut map = map! { "wallet_payment_source_id" => wallet };
            if let Some(code) = code {
                map.put("verification_value", secret(code));
            }
            map
        }
        // A check takes no source: sending one is a 500 (4.7 §4.4).
        _ => match source(&pay.wish, false) {
            Some(map) => map,
            None => return payment,
        },
    };
    payment.put("source_attributes", source);
    payment
}
