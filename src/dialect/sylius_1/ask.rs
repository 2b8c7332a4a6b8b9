//! Reference data of Sylius 1: countries and their provinces, by code. What a customer has saved is not in this API.

use super::decode;
use crate::checkout::{Answer, Call, Query};
use crate::dialect::Wire;
use crate::dialect::spree::to;
use crate::dialect::spree::told::tell_by;
use crate::http::{Method, Request, Response, push_encoded};
use crate::json::{Value, map};

/// The request of a question.
pub(super) fn ask(query: &Query, _: &Wire<'_>) -> Option<Box<Request>> {
    let mut path = "/api/v1/countries/".to_owned();
    let route = match query {
        // Paged by ten unless told otherwise.
        Query::Countries => {
            path.push_str("?limit=300");
            "/api/v1/countries/"
        }
        Query::States { country, .. } => {
            push_encoded(&mut path, country);
            "/api/v1/countries/:code"
        }
        Query::Addresses { .. } | Query::Cards { .. } | Query::Orders { .. } => return None,
    };
    Some(to(Method::Get, route, path, None))
}

/// The answer to a question, in the public shape. Names of countries are not told: the page has them in its own language.
pub(super) fn tell(query: &Query, response: &Response) -> Answer {
    tell_by(
        response,
        |response| decode::failure(&Call::Read, response),
        &|root| {
            let is_states = matches!(query, Query::States { .. });
            let page = root.key("_embedded");
            let list = if is_states {
                root.key("provinces")
            } else {
                page.key("items")
            };
            let rows = list.items(&mut |row| {
                let code = row.id("code");
                map! { "code" => &code, "name" => row.maybe("name").or(&code), "id" => &code }
            });
            if !is_states {
                return Value::list(rows);
            }
            map! { "required" => !rows.is_empty(), "states" => Value::list(rows) }
        },
    )
}
