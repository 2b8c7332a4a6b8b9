//! Reference data of Spree: countries and states, and a customer's cards and orders. It has no address book.

use super::decode;
use crate::checkout::{Answer, Call, Query};
use crate::dialect::Wire;
use crate::dialect::spree::{to, told};
use crate::http::{Auth, Method, Request, Response, push_encoded};
use crate::text::digits;

/// The request of a question. Countries and states need no credentials, and an order token would be refused.
pub(in crate::dialect) fn ask(query: &Query, wire: &Wire<'_>) -> Option<Box<Request>> {
    Some(match query {
        Query::Countries => countries(wire.root),
        Query::States { id, .. } => {
            let mut path = [wire.root, "/states?country_id="].concat();
            push_encoded(&mut path, id);
            to(Method::Get, "/states", path, None)
        }
        Query::Addresses { .. } => return None,
        Query::Cards { user } => {
            let mut path = [wire.root, "/users/"].concat();
            push_encoded(&mut path, user);
            path.push_str("/credit_cards");
            keyed(to(Method::Get, "/users/:id/credit_cards", path, None))
        }
        Query::Orders { page } => {
            let path = [wire.root, "/orders/mine?page=", &digits(u64::from(*page))].concat();
            keyed(to(Method::Get, "/orders/mine", path, None))
        }
    })
}

/// A request with the customer's key.
fn keyed(mut request: Box<Request>) -> Box<Request> {
    request.auth = Auth::SpreeToken;
    request
}

/// The list of countries, which also tells whether the API is here. It is paged by 25 unless told otherwise.
pub(super) fn countries(root: &str) -> Box<Request> {
    let path = [root, "/countries?per_page=500"].concat();
    to(Method::Get, "/countries", path, None)
}

/// The answer to a question, in the public shape.
pub(in crate::dialect) fn tell(query: &Query, response: &Response) -> Answer {
    told::tell(query, response, |response| decode::failure(&Call::Read, response))
}
