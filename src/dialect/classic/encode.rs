//! Calls as requests of Spree 2.3 to 4.4. Lists of lines and shipments are keyed "0", "1": as an array they are a 422
//! or a 500 (all versions but 2.3.13). Payments are an array, and their method's id is text (2.3.0).

use crate::checkout::{Call, Contact, Draft, LineEdit, Pay, PayBy, Source, Step};
use crate::dialect::Wire;
use crate::dialect::spree::{id, secret, signed, source, split_name, to, wrap};
use crate::http::{Auth, Method, PLACE_TIMEOUT_MS, Request, push_encoded};
use crate::json::{Value, map};
use crate::order::{Address, same_text};
use crate::text::digits;

/// The request of a call; nothing for the page's own hook and for what this room never plans.
pub(in crate::dialect) fn encode(call: &Call, wire: &Wire<'_>) -> Option<Box<Request>> {
    use Method::{Get, Post, Put};
    let request = match call {
        Call::Look(root) => return Some(super::ask::countries(root)),
        // Lines are set by `PUT /orders`, never one by one.
        Call::Hook | Call::Offers | Call::AddLine { .. } | Call::SetLine { .. } | Call::RemoveLine { .. } => {
            return None;
        }
        // A bare creation has no body at all: an empty object is refused. No token either: it is a 401.
        Call::Create(draft) => {
            let path = [wire.root, "/orders"].concat();
            let mut create = to(Post, "/orders", path, draft_body(draft, wire));
            create.auth = key(wire);
            return Some(create);
        }
        Call::Read => to(Get, "/orders/:number", orders(wire, ""), None),
        // Since 2.4; 404 before.
        Call::Current => to(
            Get,
            "/orders/current",
            [wire.root, "/orders/current"].concat(),
            None,
        ),
        Call::Lines(edits) => {
            let order = wrap("line_items", keyed(edits, line_edit));
            to(
                Put,
                "/orders/:number",
                orders(wire, ""),
                order.and_then(|o| wrap("order", o)),
            )
        }
        Call::Empty => to(Put, "/orders/:number/empty", orders(wire, "/empty"), None),
        Call::ApplyCoupon(code) => {
            let path = orders(wire, "/apply_coupon_code");
            to(
                Put,
                "/orders/:number/apply_coupon_code",
                path,
                Some(map! { "coupon_code" => code }),
            )
        }
        // Since 3.6; 404 before.
        Call::RemoveCoupon(code) => {
            let path = orders(wire, "/remove_coupon_code");
            to(
                Put,
                "/orders/:number/remove_coupon_code",
                path,
                Some(map! { "coupon_code" => code }),
            )
        }
        Call::Contact(contact) => checkout(wire, contact_map(contact, wire), contact.back_to.as_ref()),
        Call::Choose(choose) => {
            let rate = |(shipment, rate): &(crate::text::Text, crate::text::Text)| {
                map! { "id" => id(shipment), "selected_shipping_rate_id" => id(rate) }
            };
            let mut order = map! { "shipments_attributes" => keyed(&choose.rates, rate) };
            order.put_text("special_instructions", &choose.notes);
            checkout(wire, order, choose.back_to.as_ref())
        }
        Call::Next => to(Put, "/checkouts/:number/next", checkouts(wire, "/next"), None),
        Call::Advance => to(
            Put,
            "/checkouts/:number/advance",
            checkouts(wire, "/advance"),
            None,
        ),
        Call::Pay(pay) => payment(wire, pay),
        // There is no call for placing alone, and none that would check a total.
        Call::Complete { .. } => slow(to(Put, "/checkouts/:number/next", checkouts(wire, "/next"), None)),
    };
    let mut request = signed(request, wire);
    request.auth = key(wire);
    Some(request)
}

fn key(wire: &Wire<'_>) -> Auth {
    if wire.is_bearer {
        Auth::SpreeToken
    } else {
        Auth::None
    }
}

fn slow(mut request: Box<Request>) -> Box<Request> {
    request.timeout_ms = PLACE_TIMEOUT_MS;
    request
}

fn orders(wire: &Wire<'_>, tail: &str) -> String {
    under("/orders/", wire, tail)
}

fn checkouts(wire: &Wire<'_>, tail: &str) -> String {
    under("/checkouts/", wire, tail)
}

fn under(head: &str, wire: &Wire<'_>, tail: &str) -> String {
    let mut path = [wire.root, head].concat();
    push_encoded(&mut path, wire.number);
    path.push_str(tail);
    path
}

/// `PUT /checkouts/:n`: saves what is given, then goes one step on. `state` only ever goes back.
fn checkout(wire: &Wire<'_>, order: Value, back_to: Option<&Step>) -> Box<Request> {
    put_checkout(wire, map! { "order" => order }, back_to)
}

fn put_checkout(wire: &Wire<'_>, mut body: Value, back_to: Option<&Step>) -> Box<Request> {
    body.put_text("state", back_to.map_or("", Step::name));
    to(Method::Put, "/checkouts/:number", checkouts(wire, ""), Some(body))
}

/// A payment by itself goes with its amount: the server sets none. With the step, its source goes beside the order, keyed
/// by its method's id: within it, it would be dropped in silence (up to 2.4.10). From `confirm` the step is named:
/// without, 2.3.13 adds a payment of 0.0 and drops the card.
fn payment(wire: &Wire<'_>, pay: &Pay) -> Box<Request> {
    let mut entry = map! { "payment_method_id" => &pay.wish.method };
    let source = source(&pay.wish);
    if pay.by == PayBy::Itself {
        entry.put("amount", Value::Text(pay.amount.to_text()));
        if let Some(source) = source {
            entry.put("source_attributes", source);
        }
        let path = orders(wire, "/payments");
        return to(
            Method::Post,
            "/orders/:number/payments",
            path,
            wrap("payment", entry),
        );
    }
    let mut body = Value::object();
    let mut order = Value::object();
    if let Source::Wallet { id: card, code } = &pay.wish.source {
        order.put_text("existing_card", card);
        if let Some(code) = code {
            body.put("cvc_confirm", secret(code));
        }
    } else {
        order.put("payments_attributes", Value::list(vec![entry]));
    }
    if let Some(source) = source {
        let mut sources = Value::object();
        sources.put(&pay.wish.method, source);
        body.put("payment_source", sources);
    }
    body.put("order", order);
    let back_to = (pay.by == PayBy::Back).then_some(&Step::Payment);
    slow(put_checkout(wire, body, back_to))
}

/// A list, as the object keyed "0", "1" that every version takes.
fn keyed<T>(items: &[T], show: impl Fn(&T) -> Value) -> Value {
    let mut object = Value::object();
    for (at, item) in (0..).zip(items) {
        object.put(&digits(at), show(item));
    }
    object
}

/// A line that is there is named by its id: by its variant, a second one would be made of it (2.3.13 to 4.4.1).
fn line_edit(edit: &LineEdit) -> Value {
    if edit.line.is_empty() {
        map! { "variant_id" => id(&edit.variant), "quantity" => edit.quantity }
    } else {
        map! { "id" => id(&edit.line), "quantity" => edit.quantity }
    }
}

fn draft_body(draft: &Draft, wire: &Wire<'_>) -> Option<Value> {
    if *draft == Draft::default() {
        return None;
    }
    let mut order = contact_map(&draft.contact, wire);
    order.put_text("special_instructions", &draft.notes);
    if !draft.lines.is_empty() {
        let line = |(variant, quantity): &(crate::text::Text, u32)| {
            map! { "variant_id" => id(variant), "quantity" => *quantity }
        };
        order.put("line_items", keyed(&draft.lines, line));
    }
    wrap("order", order)
}

fn contact_map(contact: &Contact, wire: &Wire<'_>) -> Value {
    let mut order = Value::object();
    order.put_text("email", &contact.email);
    if let Some(address) = &contact.shipping {
        order.put("ship_address_attributes", address_map(address, wire));
    }
    if let Some(address) = &contact.billing {
        order.put("bill_address_attributes", address_map(address, wire));
    }
    order
}

/// An address whole, empty parts as null: one that is left out could be matched to a stored row that has it (4.4.1).
/// A country goes by the shop's own id, a region by its exact name or code; `country_iso` is a 500 (3.7.14.1, 4.4.1).
fn address_map(address: &Address, wire: &Wire<'_>) -> Value {
    let (first, last) = split_name(&address.name);
    let country = wire
        .countries
        .iter()
        .find(|(code, _)| same_text(code, &address.country));
    let country = country.map_or(Value::Null, |(_, known)| id(known));
    map! { "firstname" => Value::opt(first), "lastname" => Value::opt(last), "company" => Value::opt(&address.company), "address1" => Value::opt(&address.address1), "address2" => Value::opt(&address.address2), "city" => Value::opt(&address.city), "zipcode" => Value::opt(&address.postal_code), "phone" => Value::opt(&address.phone), "country_id" => country, "state_id" => Value::Null, "state_name" => Value::opt(&address.region) }
}
