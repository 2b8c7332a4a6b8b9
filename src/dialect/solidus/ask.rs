//! Reference data of Solidus: countries, states, and what a customer has saved.

use super::decode;
use crate::checkout::{Answer, Query};
use crate::dialect::Wire;
use crate::dialect::spree::{signed, to, told};
use crate::http::{Auth, Method, Request, Response, push_encoded};
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
    told::tell(query, response, decode::failure)
}
