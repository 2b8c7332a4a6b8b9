//! How a Sylius says no, in production.

use super::Release;
use super::form::Node;
use crate::http::Response;
use serde_json::{Value, json};

pub(crate) const JSON: &str = "application/json";

/// A refused call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The reason is hidden behind the phrase of the status.
    Status(u16),
    /// A verb that the route does not take, and those that it does.
    Verb(&'static str),
    /// Plain text under the type of JSON.
    Text(u16, &'static str),
    /// The form is wrong.
    Form(Node),
    /// No token, or not this one.
    Token(&'static str, &'static str),
    /// The token endpoint says no.
    Grant(&'static str, &'static str),
    /// The path is written otherwise.
    Moved(String),
}

fn phrase(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        _ => "Internal Server Error",
    }
}

/// The framework's 500.
pub(crate) fn crash() -> Response {
    answer(500, &json!({ "code": 500, "message": phrase(500) }))
}

/// The answer to a completion that met another writer.
pub(crate) fn conflict() -> Response {
    form_answer(409, &Node::named().with("notes", Node::default()), Release::V1_7)
}

/// A JSON answer.
pub(crate) fn answer(status: u16, body: &Value) -> Response {
    Response {
        status,
        content_type: JSON.into(),
        body: body.to_string().into_bytes(),
        ..Response::default()
    }
}

/// The form refused, under this status.
pub(crate) fn form_answer(status: u16, tree: &Node, release: Release) -> Response {
    let tree = tree.json(release <= Release::V0_15);
    answer(
        status,
        &json!({ "code": status, "message": "Validation Failed", "errors": tree }),
    )
}

impl Refusal {
    pub(crate) fn into_response(self, release: Release) -> Response {
        let by_phrase = |status: u16| answer(status, &json!({ "code": status, "message": phrase(status) }));
        match self {
            Self::Status(status) => by_phrase(status),
            Self::Verb(allowed) => {
                let mut response = by_phrase(405);
                response.headers.push(("Allow".into(), allowed.into()));
                response
            }
            Self::Text(status, text) => Response {
                status,
                content_type: JSON.into(),
                body: text.into(),
                ..Response::default()
            },
            Self::Form(tree) => form_answer(400, &tree, release),
            Self::Token(error, text) => {
                let mut response = answer(401, &json!({ "error": error, "error_description": text }));
                let challenge =
                    format!("Bearer realm=\"Service\", error=\"{error}\", error_description=\"{text}\"");
                response.headers.push(("WWW-Authenticate".into(), challenge));
                response
            }
            Self::Grant(error, text) => answer(400, &json!({ "error": error, "error_description": text })),
            Self::Moved(place) => Response {
                status: 301,
                content_type: JSON.into(),
                body: format!("<!DOCTYPE html>\n<html><body>Redirecting to {place}</body></html>")
                    .into_bytes(),
                headers: vec![("Location".into(), place)],
            },
        }
    }
}
