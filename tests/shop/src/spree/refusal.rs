//! Everything a Spree may say instead of yes.

use super::Version;
use crate::http::{FRAME, JSON, Response};
use crate::json::Json;

/// Messages by field, in the order they were found.
pub(crate) type Errors = Vec<(String, String)>;

/// Why a call failed.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    Unauthorized,
    KeyMissing,
    KeyUnknown(String),
    NotFound,
    Invalid(Errors),
    Transition(Errors),
    /// A Ruby error: told up to 2.4, a plain 500 later.
    Exception(String),
    /// An error told by every version.
    Told(String),
    ParamMissing(&'static str),
    Unavailable,
    /// The framework's own page.
    Frame(u16),
    /// `.xml`.
    Xml,
    Redirect(String),
    /// An answer made elsewhere.
    Ready(Box<Response>),
}

impl Refusal {
    pub(crate) fn invalid(key: &str, message: &str) -> Self {
        Self::Invalid(vec![(key.into(), message.into())])
    }

    pub(crate) fn exception(text: &str) -> Self {
        Self::Exception(text.into())
    }

    /// `nil[]` in Ruby.
    pub(crate) fn nil_index() -> Self {
        Self::exception("undefined method `[]' for nil:NilClass")
    }

    pub(crate) fn into_response(self, version: Version) -> Response {
        match self {
            Self::Unauthorized => error(401, "You are not authorized to perform that action."),
            Self::KeyMissing => error(401, "You must specify an API key."),
            Self::KeyUnknown(key) => error(401, &format!("Invalid API key ({key}) specified.")),
            Self::NotFound => error(404, "The resource you were looking for could not be found."),
            Self::Invalid(errors) => {
                with_errors("Invalid resource. Please fix errors and try again.", &errors)
            }
            Self::Transition(errors) => with_errors(
                "The order could not be transitioned. Please fix the errors and try again.",
                &errors,
            ),
            Self::Exception(_) if version.is_modern() => frame(500, version),
            Self::Exception(text) | Self::Told(text) => exception(&text),
            Self::ParamMissing(name) => exception(&format!("param is missing or the value is empty: {name}")),
            Self::Unavailable => error(422, "An item in your cart has become unavailable."),
            Self::Frame(status) => frame(status, version),
            Self::Xml => xml(version),
            Self::Redirect(to) => Response {
                status: 301,
                content_type: if version.is_modern() { "text/html" } else { JSON }.into(),
                body: format!("<html><body>You are being <a href=\"{to}\">redirected</a>.</body></html>")
                    .into(),
                headers: vec![("Location".into(), to)],
            },
            Self::Ready(response) => *response,
        }
    }
}

fn error(status: u16, text: &str) -> Response {
    Response::json(status, Json::of_object(|json| json.str("error", text)))
}

fn exception(text: &str) -> Response {
    Response::json(422, Json::of_object(|json| json.str("exception", text)))
}

fn with_errors(text: &str, errors: &[(String, String)]) -> Response {
    let body = Json::of_object(|json| {
        json.str("error", text);
        json.key("errors").object(|json| {
            for (index, (key, _)) in errors.iter().enumerate() {
                if errors.iter().take(index).any(|(earlier, _)| earlier == key) {
                    continue;
                }
                let messages = errors.iter().filter(|(other, _)| other == key);
                json.list(key, messages, |json, (_, message)| json.quote(message));
            }
        });
    });
    Response::json(422, body)
}

/// Rails' own pages: `status` is text before Rails 5; Rails 3.2 sends an empty one.
fn frame(status: u16, version: Version) -> Response {
    if version <= Version::V2_0 {
        return Response {
            status,
            content_type: "text/html; charset=utf-8".into(),
            ..Response::default()
        };
    }
    let text = match status {
        400 => "Bad Request",
        404 => "Not Found",
        406 => "Not Acceptable",
        _ => "Internal Server Error",
    };
    let body = Json::of_object(|json| {
        if version.is_modern() {
            json.int("status", status);
        } else {
            json.str("status", &status.to_string());
        }
        json.str("error", text);
    });
    Response {
        status,
        content_type: if version.is_modern() { FRAME } else { JSON }.into(),
        body: body.into_bytes(),
        ..Response::default()
    }
}

fn xml(version: Version) -> Response {
    if version.is_modern() {
        return Response {
            status: 406,
            content_type: "application/xml; charset=UTF-8".into(),
            body: b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hash>\n  <status type=\"integer\">406</status>\n  \
                    <error>Not Acceptable</error>\n</hash>\n"
                .to_vec(),
            ..Response::default()
        };
    }
    Response {
        content_type: "text/xml; charset=utf-8".into(),
        ..exception("ActionController::UnknownFormat")
    }
}
