//! Calls as requests of Spree 2.0 to 4.4. Lists of lines and shipments are keyed "0", "1": as an array they are a 422
//! or a 500 (all versions but 2.3.13). Payments are an array, and their method's id is text (2.3.0).

use super::{Flavour, wire_name};
use crate::checkout::{Call, Contact, Draft, LineEdit, Pay, PayBy, Source, Step};
use crate::dialect::Wire;
use crate::dialect::spree::{id, secret, signed, source, split_name, to, wrap};
use crate::http::{Auth, Method, PLACE_TIMEOUT_MS, Request, push_encoded};
use crate::json::{Value, map};
use crate::order::{Address, rental, same_text};
use crate::text::digits;

/// The request of a call; nothing for the page's own hook and for what no room of the classic API plans.
pub(in crate::dialect) fn encode(call: &Call, wire: &Wire<'_>, flavour: &Flavour) -> Option<Box<Request>> {
    use Method::{Delete, Get, Post, Put};
    const LINES: &str = "/orders/:number/line_items";
    const LINE: &str = "/orders/:number/line_items/:id";
    const CHECKOUT: &str = "/checkouts/:number";
    let orders = |tail: &[&str]| under("/orders/", wire, tail);
    let checkouts = |tail: &str| under("/checkouts/", wire, &[tail]);
    let (method, route, path, body) = match call {
        Call::Look(root) => return Some(super::ask::countries(root)),
        Call::Hook | Call::Offers => return None,
        // A bare creation has no body at all: an empty object is refused. No token either: it is a 401.
        Call::Create(draft) => {
            let route = if flavour.is_oldest {
                "/checkouts"
            } else {
                "/orders"
            };
            let path = [wire.root, route].concat();
            let mut create = to(Post, route, path, draft_body(draft, wire));
            create.auth = key(wire);
            return Some(create);
        }
        Call::Read => (Get, "/orders/:number", orders(&[]), None),
        // Since 2.4; 404 before.
        Call::Current => {
            let path = [wire.root, "/orders/current"].concat();
            (Get, "/orders/current", path, None)
        }
        Call::Lines(edits) => {
            let mut order = Value::object();
            put_rental(&mut order, wire);
            if !edits.is_empty() {
                order.put("line_items", keyed(edits, line_edit));
            }
            (Put, "/orders/:number", orders(&[]), wrap("order", order))
        }
        Call::AddLine { variant, quantity } => {
            let line = map! { "variant_id" => id(variant), "quantity" => *quantity };
            (Post, LINES, orders(&["/line_items"]), wrap("line_item", line))
        }
        Call::SetLine { line, quantity, .. } => {
            let body = wrap("line_item", map! { "quantity" => *quantity });
            (Put, LINE, orders(&["/line_items/", line]), body)
        }
        Call::RemoveLine { line, .. } => (Delete, LINE, orders(&["/line_items/", line]), None),
        Call::Empty => (Put, "/orders/:number/empty", orders(&["/empty"]), None),
        // With a step: the first one only leads to where addresses are taken.
        Call::ApplyCoupon(code) if flavour.is_oldest => {
            let body = map! { "order" => map! { "coupon_code" => code } };
            (Put, CHECKOUT, checkouts(""), Some(back(body, Some(&Step::Cart))))
        }
        Call::ApplyCoupon(code) => {
            let path = orders(&["/apply_coupon_code"]);
            let body = Some(map! { "coupon_code" => code });
            (Put, "/orders/:number/apply_coupon_code", path, body)
        }
        // Since 3.6; 404 before.
        Call::RemoveCoupon(code) => {
            let path = orders(&["/remove_coupon_code"]);
            let body = Some(map! { "coupon_code" => code });
            (Put, "/orders/:number/remove_coupon_code", path, body)
        }
        Call::Contact(contact) => {
            let mut body = map! { "order" => contact_map(contact, wire, flavour.is_rental) };
            put_saving(&mut body, wire);
            (
                Put,
                CHECKOUT,
                checkouts(""),
                Some(back(body, contact.back_to.as_ref())),
            )
        }
        Call::Choose(choose) => {
            let rate = |(shipment, rate): &(crate::text::Text, crate::text::Text)| {
                map! { "id" => id(shipment), "selected_shipping_rate_id" => id(rate) }
            };
            let mut order = map! { "shipments_attributes" => keyed(&choose.rates, rate) };
            order.put_text("special_instructions", &choose.notes);
            let body = map! { "order" => order };
            (
                Put,
                CHECKOUT,
                checkouts(""),
                Some(back(body, choose.back_to.as_ref())),
            )
        }
        // There is no call for placing alone, and none that would check a total.
        Call::Next | Call::Complete { .. } if flavour.is_oldest => (Put, CHECKOUT, checkouts(""), None),
        Call::Next | Call::Complete { .. } => (Put, "/checkouts/:number/next", checkouts("/next"), None),
        Call::Advance => (Put, "/checkouts/:number/advance", checkouts("/advance"), None),
        Call::Pay(pay) if pay.by == PayBy::Itself => {
            let path = orders(&["/payments"]);
            (Post, "/orders/:number/payments", path, payment_alone(wire, pay))
        }
        Call::Pay(pay) => (Put, CHECKOUT, checkouts(""), Some(payment(wire, pay, flavour))),
    };
    let mut request = vouched(method, route, path, body, wire, flavour);
    request.auth = key(wire);
    let is_alone = matches!(call, Call::Pay(pay) if pay.by == PayBy::Itself);
    if matches!(call, Call::Pay(_) | Call::Complete { .. }) && !is_alone {
        request.timeout_ms = PLACE_TIMEOUT_MS;
    }
    Some(request)
}

fn key(wire: &Wire<'_>) -> Auth {
    if wire.is_bearer {
        Auth::SpreeToken
    } else {
        Auth::None
    }
}

/// With its credentials. Where the header is younger than the API (2.0.10, 2.1.6, 2.2.1), a guest's token goes in the
/// body; on a read in the header, and in the query only once the header was refused.
fn vouched(
    method: Method,
    route: &'static str,
    mut path: String,
    mut body: Option<Value>,
    wire: &Wire<'_>,
    flavour: &Flavour,
) -> Box<Request> {
    let token = wire.token.filter(|_| flavour.is_token_param && !wire.is_bearer);
    let is_in_query = method == Method::Get && wire.is_token_in_query;
    match token {
        Some(token) if is_in_query => {
            path.push_str("?order_token=");
            push_encoded(&mut path, token.expose());
        }
        Some(token) if method != Method::Get => {
            body.get_or_insert_with(Value::object)
                .put_text("order_token", token.expose());
        }
        _ => return signed(to(method, route, path, body), wire),
    }
    to(method, route, path, body)
}

fn under(head: &str, wire: &Wire<'_>, tail: &[&str]) -> String {
    let mut path = [wire.root, head].concat();
    push_encoded(&mut path, wire.number);
    let mut parts = tail.iter();
    path.push_str(parts.next().unwrap_or(&""));
    parts.for_each(|part| push_encoded(&mut path, part));
    path
}

/// `PUT /checkouts/:n` saves what is given, then goes one step on. `state` only ever goes back.
fn back(mut body: Value, back_to: Option<&Step>) -> Value {
    body.put_text("state", back_to.map_or("", Step::name));
    body
}

/// A payment by itself goes with its amount: the server sets none.
fn payment_alone(wire: &Wire<'_>, pay: &Pay) -> Option<Value> {
    let mut entry = map! { "payment_method_id" => &pay.wish.method, "amount" => pay.amount };
    if let Some(source) = source_of(wire, pay) {
        entry.put("source_attributes", source);
    }
    wrap("payment", entry)
}

fn source_of(wire: &Wire<'_>, pay: &Pay) -> Option<Value> {
    source(&pay.wish, wire.order.is_some_and(|order| order.is_before_2_2))
}

/// With the step, its source, keyed by its method's id, goes beside the order, or within it (2.0.4 to 2.2): in the other
/// place it is dropped in silence (up to 2.4.10). From `confirm` the step is named: without, 2.3.13 adds a payment of 0.0
/// and drops the card.
///
/// Payments are a list, which 2.0 to 4.4 take: a lone object only since 2.1 and until 2.2. Keyed "0", it would place the
/// order with a payment that has no method (2.1.12, 2.2.14).
fn payment(wire: &Wire<'_>, pay: &Pay, flavour: &Flavour) -> Value {
    let mut body = Value::object();
    let mut order = Value::object();
    let takes_addresses = pay.by == PayBy::Address;
    if let (true, Some(known)) = (takes_addresses, wire.order) {
        let contact = Contact {
            shipping: known.shipping.clone(),
            billing: known.billing.clone(),
            ..Contact::default()
        };
        order = contact_map(&contact, wire, true);
        put_saving(&mut body, wire);
    }
    if let Source::Wallet { id: card, code } = &pay.wish.source {
        order.put_text("existing_card", card);
        if let Some(code) = code {
            body.put("cvc_confirm", secret(code));
        }
    } else {
        let entry = map! { "payment_method_id" => &pay.wish.method };
        order.put("payments_attributes", Value::list(vec![entry]));
    }
    if let Some(source) = source_of(wire, pay) {
        let mut sources = Value::object();
        sources.put(&pay.wish.method, source);
        let place = if flavour.is_source_inside {
            &mut order
        } else {
            &mut body
        };
        place.put("payment_source", sources);
    }
    body.put("order", order);
    let step = match pay.by {
        PayBy::Back => Some(&Step::Payment),
        PayBy::Address => Some(&Step::Address),
        _ => None,
    };
    back(body, step)
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
    let mut order = contact_map(&draft.contact, wire, false);
    put_rental(&mut order, wire);
    order.put_text("special_instructions", &draft.notes);
    if !draft.lines.is_empty() {
        let line = |(variant, quantity): &(crate::text::Text, u32)| {
            map! { "variant_id" => id(variant), "quantity" => *quantity }
        };
        order.put("line_items", keyed(&draft.lines, line));
    }
    wrap("order", order)
}

/// The rental annex has a word for "billed where it goes".
fn contact_map(contact: &Contact, wire: &Wire<'_>, has_word: bool) -> Value {
    let mut order = Value::object();
    order.put_text("email", &contact.email);
    if let Some(address) = &contact.shipping {
        order.put("ship_address_attributes", address_map(address, wire));
    }
    if has_word && contact.shipping.is_some() && contact.billing == contact.shipping {
        order.put_text("use_shipping", "1");
    } else if let Some(address) = &contact.billing {
        order.put("bill_address_attributes", address_map(address, wire));
    }
    order
}

/// What is wished of a rental: nothing elsewhere.
fn put_rental(order: &mut Value, wire: &Wire<'_>) {
    for name in rental::NAMES {
        order.put_text(
            wire_name(name),
            rental::part(wire.rental.unwrap_or(&Value::Null), name),
        );
    }
}

fn put_saving(body: &mut Value, wire: &Wire<'_>) {
    body.put_text("save_user_address", if wire.saves_address { "1" } else { "" });
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
