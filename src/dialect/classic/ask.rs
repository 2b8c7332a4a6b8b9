//! Reference data of Spree: countries and states. It has no address book; saved cards are a customer's.

use super::decode;
use crate::checkout::{Answer, Call, Query};
use crate::dialect::Wire;
use crate::dialect::spree::{body, to};
use crate::http::{Method, Request, Response, push_encoded};
use crate::json::{Blame, Node, Value, map};

/// The request of a question. Countries and states need no credentials, and an order token would be refused.
pub(in crate::dialect) fn ask(query: &Query, wire: &Wire<'_>) -> Option<Box<Request>> {
    Some(match query {
        Query::Countries => countries(wire.root),
        Query::States { id, .. } => {
            let mut path = [wire.root, "/states?country_id="].concat();
            push_encoded(&mut path, id);
            to(Method::Get, "/states", path, None)
        }
        Query::Addresses { .. } | Query::Cards { .. } | Query::Orders { .. } => return None,
    })
}

/// The list of countries, which also tells whether the API is here. It is paged by 25 unless told otherwise.
pub(super) fn countries(root: &str) -> Box<Request> {
    let path = [root, "/countries?per_page=500"].concat();
    to(Method::Get, "/countries", path, None)
}

/// The answer to a question, in the public shape.
pub(in crate::dialect) fn tell(query: &Query, response: &Response) -> Answer {
    let status = response.status;
    if status != 200 {
        return decode::failure(&Call::Read, response);
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
        Query::States { .. } => {
            let states = root.key("states").items(&mut |state| {
                map! { "code" => &state.maybe("abbr"), "name" => &state.text("name") }
            });
            let required = root.value().get("states_required").is_true();
            map! { "required" => required, "states" => Value::list(states) }
        }
        _ => Value::list(root.key("countries").items(&mut |country| {
            map! {
                "code" => &country.text("iso"),
                "name" => &country.text("name"),
                "id" => &country.id("id"),
            }
        })),
    }
}
