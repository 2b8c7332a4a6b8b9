//! Reference data of Solidus: countries, states, and what a customer has saved.

use super::decode::{self, body};
use super::decode_order::{address, order};
use super::encode::{signed, to};
use crate::checkout::{Answer, Call, Query};
use crate::dialect::Wire;
use crate::http::{Auth, Method, Request, Response, push_encoded};
use crate::json::{Mismatch, Node, Value};

/// The request of a question. Countries and states need no credentials, and an order token would be refused.
pub(super) fn ask(query: &Query, wire: &Wire<'_>) -> Request {
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
            path.push_str(&page.to_string());
            Request { auth: Auth::Bearer, ..get("/api/orders/mine", path) }
        }
    }
}

/// The answer to a question, in the public shape.
pub(super) fn tell(query: &Query, response: &Response) -> Answer {
    let status = response.status;
    if !(200..300).contains(&status) {
        // The error bodies are those of any other call.
        let wire = Wire { shop: "", number: "", token: None, is_bearer: false };
        return match decode::decode(&Call::Read, response, &wire) {
            Answer::Order(..) => Answer::Mismatch { status },
            other => other,
        };
    }
    let Some(tree) = body(response) else {
        return Answer::Mismatch { status };
    };
    read(query, &Node::root(&tree)).map_or(Answer::Mismatch { status }, Answer::Told)
}

fn read(query: &Query, root: &Node<'_>) -> Result<Value, Mismatch> {
    match query {
        Query::Countries => list(&root.key("countries"), |country| {
            Ok(Value::map([
                ("code", Value::text(country.key("iso").text()?)),
                ("name", Value::text(country.key("name").text()?)),
                ("id", Value::Text(country.key("id").id()?)),
            ]))
        }),
        Query::States { .. } => {
            let states = list(&root.key("states"), |state| {
                Ok(Value::map([
                    ("code", Value::opt(state.key("abbr").maybe_text()?)),
                    ("name", Value::text(state.key("name").text()?)),
                ]))
            })?;
            let required = root.key("states_required").value() == &Value::Bool(true);
            Ok(Value::map([("required", Value::Bool(required)), ("states", states)]))
        }
        Query::Addresses { .. } => list(root, |entry| {
            let address = address(entry)?.unwrap_or_default();
            let is_default = entry.key("default").value() == &Value::Bool(true);
            Ok(Value::map([("address", address.to_value()), ("isDefault", Value::Bool(is_default))]))
        }),
        Query::Cards { .. } => list(&root.key("credit_cards"), |card| {
            let digits = card.key("last_digits").maybe_text()?.filter(|d| d.len() <= 4);
            Ok(Value::map([
                ("id", Value::Text(card.key("id").id()?)),
                ("brand", Value::opt(card.key("cc_type").maybe_text()?)),
                ("lastDigits", Value::opt(digits)),
                ("month", Value::opt(card.key("month").maybe_text()?)),
                ("year", Value::opt(card.key("year").maybe_text()?)),
                ("name", Value::opt(card.key("name").maybe_text()?)),
            ]))
        }),
        Query::Orders { .. } => list(&root.key("orders"), |past| {
            let (order, _) = order(past, "")?;
            Ok(Value::map([
                ("number", Value::text(&order.number)),
                ("step", Value::text(order.step.tag())),
                ("total", Value::Text(order.totals.total.to_text())),
                ("currency", Value::text(&order.currency)),
                ("paymentState", Value::opt(order.payment_state.as_deref())),
                ("completedAt", Value::opt(order.completed_at.as_deref())),
            ]))
        }),
    }
}

fn list(
    node: &Node<'_>,
    mut read: impl FnMut(&Node<'_>) -> Result<Value, Mismatch>,
) -> Result<Value, Mismatch> {
    Ok(Value::List(node.list()?.map(|item| read(&item)).collect::<Result<_, _>>()?))
}
