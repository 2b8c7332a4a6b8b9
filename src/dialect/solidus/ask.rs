//! Reference data of Solidus: countries, states, and what a customer has saved.

use super::decode;
use crate::checkout::{Answer, Call, Query};
use crate::dialect::Wire;
use crate::dialect::spree::{address, body, last_digits, order, signed, to};
use crate::http::{Auth, Method, Request, Response, push_encoded};
use crate::json::{Blame, Node, Value, map};
use crate::text::digits;

/// The request of a question. Countries and states need no credentials, and an order token would be refused.
pub(super) fn ask(query: &Query, wire: &Wire<'_>) -> Box<Request> {
    let get = |route: &'static str, path: String| to(Method::Get, route, path, None);
    let of_user = |route: &'static str, user: &str, tail: &str| {
        let mut path = "/api/users/".to_owned();
        push_encoded(&mut path, user);
        path.push_str(tail);
        signed(get(route, path), wire)
    };
    match query {
        // The list is paged by 25 unless told otherwise.
        Query::Countries => get("/api/countries", "/api/countries?per_page=500".to_owned()),
        Query::States { id, .. } => {
            let mut path = "/api/countries/".to_owned();
            push_encoded(&mut path, id);
            path.push_str("/states");
            get("/api/countries/:id/states", path)
        }
        Query::Addresses { user } => of_user("/api/users/:id/address_book", user, "/address_book"),
        Query::Cards { user } => of_user("/api/users/:id/credit_cards", user, "/credit_cards"),
        Query::Orders { page } => {
            let mut path = "/api/orders/mine?page=".to_owned();
            path.push_str(&digits(u64::from(*page)));
            let mut request = get("/api/orders/mine", path);
            request.auth = Auth::Bearer;
            request
        }
    }
}

/// The answer to a question, in the public shape.
pub(super) fn tell(query: &Query, response: &Response) -> Answer {
    let status = response.status;
    if !(200..300).contains(&status) {
        // The error bodies are those of any other call.
        let wire = Wire {
            order: None,
            is_blind: false,
            shop: "",
            root: "",
            countries: &[],
            number: "",
            token: None,
            is_bearer: false,
        };
        return match decode::decode(&Call::Read, response, &wire) {
            Answer::Order(..) => Answer::Mismatch { status },
            other => other,
        };
    }
    let Some(tree) = body(response) else {
        return Answer::Mismatch { status };
    };
    let blame = Blame::default();
    let told = read(query, &Node::root(&tree, &blame));
    blame
        .finish(Answer::Told(told))
        .unwrap_or(Answer::Mismatch { status })
}

fn read(query: &Query, root: &Node<'_>) -> Value {
    match query {
        Query::Countries => Value::list(root.key("countries").items(&mut |country| {
            map! {
                "code" => &country.text("iso"),
                "name" => &country.text("name"),
                "id" => &country.id("id"),
            }
        })),
        Query::States { .. } => {
            let states = root.key("states").items(&mut |state| {
                map! { "code" => &state.maybe("abbr"), "name" => &state.text("name") }
            });
            let required = root.value().get("states_required").is_true();
            map! { "required" => required, "states" => Value::list(states) }
        }
        Query::Addresses { .. } => Value::list(root.items(&mut |entry| {
            let is_default = entry.value().get("default").is_true();
            let address = address(entry).map(|a| a.to_value()).unwrap_or_default();
            map! { "address" => address, "isDefault" => is_default }
        })),
        Query::Cards { .. } => Value::list(root.key("credit_cards").items(&mut |card| {
            map! {
                "id" => &card.id("id"),
                "brand" => &card.maybe("cc_type"),
                "lastDigits" => &last_digits(card),
                "month" => &card.maybe("month"),
                "year" => &card.maybe("year"),
                "name" => &card.maybe("name"),
            }
        })),
        Query::Orders { .. } => Value::list(root.key("orders").items(&mut |past| {
            let (order, _) = order(past, "");
            map! {
                "number" => &order.number,
                "step" => order.step.tag(),
                "total" => order.totals.total,
                "currency" => &order.currency,
                "paymentState" => &order.payment_state,
                "completedAt" => &order.completed_at,
            }
        })),
    }
}
