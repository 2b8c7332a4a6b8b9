//! Responses of Solidus, as answers. The error bodies have nine shapes; texts are translated, keys are not.

use super::decode_order::{line, order, payment};
use crate::checkout::{Answer, Call, Fault, FaultKind};
use crate::dialect::Wire;
use crate::error::Field;
use crate::http::Response;
use crate::json::{Blame, Node, Value, parse};
use crate::list;
use crate::text::{around, join};

/// What the response says about the call.
pub(super) fn decode(call: &Call, response: &Response, wire: &Wire<'_>) -> Answer {
    let status = response.status;
    match (status, call) {
        (204, Call::Current) => return Answer::Nothing,
        (204, _) => return Answer::Done,
        // The lock's answer is plain text (4.7, `Could not obtain lock`).
        (409, _) => return fault(FaultKind::Locked, status),
        (500.., _) => return fault(FaultKind::Server, status),
        _ => {}
    }
    let Some(tree) = body(response) else {
        return Answer::Mismatch { status };
    };
    if (200..300).contains(&status) {
        return success(call, &tree, wire, status);
    }
    match status {
        401 | 403 => fault(FaultKind::Unauthorized, status),
        400..500 => refusal(call, &tree, status),
        _ => Answer::Mismatch { status },
    }
}

/// The body as a tree, if it is JSON by its type and by its text.
pub(super) fn body(response: &Response) -> Option<Value> {
    let is_json = response
        .content_type
        .as_bytes()
        .get(..16)
        .is_some_and(|t| t == b"application/json");
    if is_json { parse(&response.body).ok() } else { None }
}

fn success(call: &Call, tree: &Value, wire: &Wire<'_>, status: u16) -> Answer {
    let blame = Blame::default();
    let root = Node::root(tree, &blame);
    let answer = match call {
        Call::AddLine { .. } | Call::SetLine { .. } => Answer::Line(Box::new(line(&root, wire.shop))),
        // A body where 204 is documented, and the reverse: what counts is that it went well.
        Call::RemoveLine { .. } => Answer::Done,
        Call::ApplyCoupon(_) | Call::RemoveCoupon(_) => match tree.get("status_code").as_text() {
            Some("coupon_code_applied" | "coupon_code_removed") => Answer::Coupon,
            // Without a promotion system every code is "successful": nothing is known.
            _ => Answer::Mismatch { status },
        },
        Call::Pay(pay) if !pay.is_step => Answer::Payment(Box::new(payment(&root))),
        _ => {
            let (order, token) = order(&root, wire.shop);
            Answer::Order(order, token)
        }
    };
    blame.finish(answer).unwrap_or(Answer::Mismatch { status })
}

fn fault(kind: FaultKind, status: u16) -> Answer {
    Answer::Fault(Fault {
        kind,
        fields: Vec::new(),
        status,
    })
}

fn refusal(call: &Call, tree: &Value, status: u16) -> Answer {
    let coupon = tree.get("status_code");
    let errors = tree.get("errors");
    if tree.get("type").as_text() == Some("insufficient_stock") {
        return fault(FaultKind::Stock, status);
    }
    if let Call::ApplyCoupon(_) | Call::RemoveCoupon(_) = call
        && (!coupon.is_null() || *tree.get("successful") == Value::False)
    {
        // Already there, or already off: that is what was wished.
        return match coupon.as_text() {
            Some("coupon_code_already_applied" | "coupon_code_not_present") => Answer::Coupon,
            code => Answer::Fault(Fault {
                kind: FaultKind::Coupon,
                fields: vec![Field::new("coupon", coupon_reason(code.unwrap_or_default()))],
                status,
            }),
        };
    }
    let Value::Map(pairs) = errors else {
        let kind = if status == 404 {
            FaultKind::NotFound
        } else {
            FaultKind::Other
        };
        return fault(kind, status);
    };
    let fields = list::pick(pairs, &|(key, texts)| field(call, key, texts.items()));
    let has = |name: &str| !errors.get(name).is_null();
    let kind = if has("expected_total") {
        FaultKind::Total
    } else if has("base") || has("state") {
        FaultKind::Transition
    } else {
        FaultKind::Invalid
    };
    Answer::Fault(Fault { kind, fields, status })
}

/// One error key, as the page's field. Only whether it is blank is read from a text, and only as a hint.
fn field(call: &Call, key: &str, texts: &[Value]) -> Option<Field> {
    let is_blank = texts
        .iter()
        .any(|text| text.as_text().is_some_and(|t| t.ends_with("blank")));
    let (head, tail) = around(key, key.bytes().position(|byte| byte == b'.')).unwrap_or(("", key));
    let name = match (head, tail) {
        ("ship_address", _) => join(&["shipping.", part(tail)]),
        ("bill_address", _) => join(&["billing.", part(tail)]),
        (_, "email") => "email".into(),
        ("line_items", "variant" | "price") => "lines.variant".into(),
        (_, "quantity") => "lines.quantity".into(),
        (_, "amount" | "source" | "payment_method" | "Credit Card") => "payment".into(),
        ("", "state" | "base" | "expected_total") => return None,
        _ => call.name().into(),
    };
    Some(Field {
        field: name,
        code: if is_blank { "blank" } else { "invalid" },
    })
}

/// The server's name of a part of an address, in the page's words.
fn part(name: &str) -> &'static str {
    match name {
        "address1" => "address1",
        "address2" => "address2",
        "company" => "company",
        "city" => "city",
        "zipcode" => "postalCode",
        "phone" => "phone",
        "country" => "country",
        "state" => "region",
        _ => "name",
    }
}

fn coupon_reason(code: &str) -> &'static str {
    match code {
        "coupon_code_not_found" => "not_found",
        "coupon_code_expired" => "expired",
        "coupon_code_max_usage" => "max_usage",
        "" => "blank",
        _ => "not_eligible",
    }
}
