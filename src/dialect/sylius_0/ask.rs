//! Reference data: the countries, whose ids addresses need. There is no list of provinces (0.13 to 0.16).

use super::decode::{self, name};
use crate::checkout::{Answer, Call, FaultKind, Query};
use crate::dialect::Wire;
use crate::dialect::spree::{body, fault, to};
use crate::http::{Method, Request, Response};
use crate::json::{Blame, Node, Value, map};

/// The request of a question.
pub(super) fn ask(query: &Query, wire: &Wire<'_>) -> Option<Box<Request>> {
    match query {
        Query::Countries => Some(countries(wire.root)),
        _ => None,
    }
}

/// The list of countries, which also tells whether the API is here: a list changes nothing. It is paged by 10.
pub(super) fn countries(root: &str) -> Box<Request> {
    let path = [root, "/countries/?limit=500"].concat();
    to(Method::Get, "/countries/", path, None)
}

/// The answer to a question, in the public shape.
pub(super) fn tell(_: &Query, response: &Response) -> Answer {
    let status = response.status;
    if status == 403 {
        // A key for checkouts alone: the API is here, and what it knows of countries is not told.
        return Answer::Told(Value::list(Vec::new()));
    }
    if status != 200 {
        return decode::failure(&Call::Read, response);
    }
    let Some(tree) = body(response) else {
        return Answer::Mismatch { status };
    };
    let blame = Blame::default();
    let root = Node::root(&tree, &blame);
    let page = root.key("_embedded");
    if page.value().is_null() {
        page.wrong("a page of countries");
    }
    let countries = page.all("items", &mut |country| {
        let code = country.text("iso_name");
        map! { "code" => &code, "name" => name(country).or(&code), "id" => &country.id("id") }
    });
    // Another list: another family, or a later generation, whose countries have codes alone.
    blame
        .finish(Answer::Told(Value::list(countries)))
        .unwrap_or(fault(FaultKind::Family, status))
}
