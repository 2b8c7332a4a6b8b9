//! Everything the shop may say instead of yes.

use crate::http::{FRAME, Response};
use crate::json::Json;

/// Messages by field, in the order they were found.
pub(crate) type Errors = Vec<(String, String)>;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    Unauthorized,
    KeyMissing,
    KeyUnknown(String),
    NotFound,
    Invalid(Errors),
    Transition(&'static str, Errors),
    InsufficientStock,
    ParamMissing(&'static str),
    ExpectedTotal,
    Coupon {
        error: Option<String>,
        code: Option<&'static str>,
    },
    Locked(u64),
    PaymentState(&'static str),
    /// The framework's own page.
    Frame(u16),
}

impl Refusal {
    /// One message under one key.
    pub(crate) fn invalid(key: &str, message: &str) -> Self {
        Self::Invalid(vec![(key.into(), message.into())])
    }

    /// An order transition that failed for one reason.
    pub(crate) fn transition(key: &str, message: &str) -> Self {
        Self::Transition("order", vec![(key.into(), message.into())])
    }

    pub(crate) fn no_such_event(event: &str) -> Self {
        Self::transition("state", &format!("cannot transition via \"{event}\""))
    }

    pub(crate) fn crash() -> Self {
        Self::Frame(500)
    }

    pub(crate) fn into_response(self) -> Response {
        match self {
            Self::Unauthorized => error(401, "You are not authorized to perform that action."),
            Self::KeyMissing => error(401, "You must specify an API key."),
            Self::KeyUnknown(key) => error(401, &format!("Invalid API key ({key}) specified.")),
            Self::NotFound => error(404, "The resource you were looking for could not be found."),
            Self::Invalid(errors) => {
                with_errors("Invalid resource. Please fix errors and try again.", &errors)
            }
            Self::Transition(what, errors) => {
                let text =
                    format!("The {what} could not be transitioned. Please fix the errors and try again.");
                with_errors(&text, &errors)
            }
            Self::InsufficientStock => Response::json(
                422,
                Json::of_object(|json| {
                    json.key("errors")
                        .array(|json| json.quote("Quantity is not available for items in your order"));
                    json.str("type", "insufficient_stock");
                }),
            ),
            Self::ParamMissing(name) => {
                let text = format!("param is missing or the value is empty: {name}");
                let body = Json::of_object(|json| {
                    json.str("exception", &text);
                    json.str("error", &text);
                    json.str("missing_param", name);
                });
                Response::json(422, body)
            }
            Self::ExpectedTotal => {
                let errors = [(
                    "expected_total".to_owned(),
                    "Expected total does not match actual total.".to_owned(),
                )];
                Response::json(400, Json::of_object(|json| write_errors(json, &errors)))
            }
            Self::Coupon { error, code } => Response::json(422, coupon(None, error.as_deref(), code)),
            Self::Locked(id) => Response {
                status: 409,
                content_type: "text/plain; charset=utf-8".into(),
                body: format!("Could not obtain lock on order {id}").into_bytes(),
                ..Response::default()
            },
            Self::PaymentState(state) => error(
                403,
                &format!("This payment cannot be updated because it is {state}."),
            ),
            Self::Frame(status) => frame(status),
        }
    }
}

/// The body of every coupon answer.
pub(crate) fn coupon(success: Option<&str>, error: Option<&str>, code: Option<&str>) -> String {
    Json::of_object(|json| {
        json.opt_str("success", success);
        json.opt_str("error", error);
        json.bool("successful", success.is_some());
        json.opt_str("status_code", code);
    })
}

fn error(status: u16, text: &str) -> Response {
    Response::json(status, Json::of_object(|json| json.str("error", text)))
}

fn with_errors(text: &str, errors: &[(String, String)]) -> Response {
    let body = Json::of_object(|json| {
        json.str("error", text);
        write_errors(json, errors);
    });
    Response::json(422, body)
}

/// Messages grouped by key, keys in the order of their first message.
fn write_errors(json: &mut Json, errors: &[(String, String)]) {
    json.key("errors").object(|json| {
        for (index, (key, _)) in errors.iter().enumerate() {
            if errors.iter().take(index).any(|(earlier, _)| earlier == key) {
                continue;
            }
            let messages = errors.iter().filter(|(other, _)| other == key);
            json.list(key, messages, |json, (_, message)| json.quote(message));
        }
    });
}

fn frame(status: u16) -> Response {
    let text = match status {
        400 => "Bad Request",
        404 => "Not Found",
        406 => "Not Acceptable",
        _ => "Internal Server Error",
    };
    let body = Json::of_object(|json| {
        json.int("status", status);
        json.str("error", text);
    });
    Response {
        status,
        content_type: FRAME.into(),
        body: body.into_bytes(),
        ..Response::default()
    }
}
