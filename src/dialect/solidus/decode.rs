//! Responses of Solidus, as answers. The error bodies have nine shapes; texts are translated, keys are not.

use super::decode_order::{line, order, payment};
use crate::checkout::{Answer, Call, Fault, FaultKind};
use crate::dialect::Wire;
use crate::error::Field;
use crate::http::Response;
use crate::json::{Mismatch, Node, Value, parse};

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
    let root = Node::root(&tree);
    if (200..300).contains(&status) {
        return success(call, &root, wire).unwrap_or(Answer::Mismatch { status });
    }
    match status {
        401 | 403 => fault(FaultKind::Unauthorized, status),
        400..500 => refusal(call, &tree, status),
        _ => Answer::Mismatch { status },
    }
}

/// The body as a tree, if it is JSON by its type and by its text.
pub(super) fn body(response: &Response) -> Option<Value> {
    let is_json = response.content_type.as_bytes().get(..16).is_some_and(|t| t == b"application/json");
    if is_json { parse(&response.body).ok() } else { None }
}

fn success(call: &Call, root: &Node<'_>, wire: &Wire<'_>) -> Result<Answer, Mismatch> {
    Ok(match call {
        Call::AddLine { .. } | Call::SetLine { .. } => Answer::Line(Box::new(line(root, wire.shop)?)),
        // 3.2 and later answer with a body where 204 is documented, and the reverse.
        Call::RemoveLine { .. } => Answer::Done,
        Call::ApplyCoupon(_) | Call::RemoveCoupon(_) => match root.key("status_code").value().as_text() {
            Some("coupon_code_applied" | "coupon_code_removed") => Answer::Coupon,
            // Without a promotion system every code is "successful": nothing is known.
            _ => return Err(root.wrong("a coupon's status")),
        },
        Call::Pay(pay) if !pay.is_step => Answer::Payment(payment(root)?),
        _ => {
            let (order, token) = order(root, wire.shop)?;
            Answer::Order(Box::new(order), token)
        }
    })
}

fn fault(kind: FaultKind, status: u16) -> Answer {
    Answer::Fault(Fault { kind, fields: Vec::new(), status })
}

fn refusal(call: &Call, tree: &Value, status: u16) -> Answer {
    let coupon = tree.get("status_code");
    let errors = tree.get("errors");
    if tree.get("type").as_text() == Some("insufficient_stock") {
        return fault(FaultKind::Stock, status);
    }
    if let Call::ApplyCoupon(_) | Call::RemoveCoupon(_) = call
        && (!coupon.is_null() || tree.get("successful") == &Value::Bool(false))
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
        let kind = if status == 404 { FaultKind::NotFound } else { FaultKind::Other };
        return fault(kind, status);
    };
    let fields: Vec<Field> =
        pairs.iter().flat_map(|(key, texts)| field(call, key, texts.items())).collect();
    let has = |name: &str| pairs.iter().any(|(key, _)| key == name);
    let kind = if has("expected_total") {
        FaultKind::Total
    } else if has("base") || has("state") {
        FaultKind::Transition
    } else {
        FaultKind::Invalid
    };
    Answer::Fault(Fault { kind, fields, status })
}

/// One error key, as the page's fields. Only whether a field is blank is read from a text, and only as a hint.
fn field(call: &Call, key: &str, texts: &[Value]) -> Vec<Field> {
    let is_blank = texts.iter().any(|text| text.as_text().is_some_and(|t| t.ends_with("blank")));
    let code = if is_blank { "blank" } else { "invalid" };
    let (head, tail) = key.split_once('.').unwrap_or(("", key));
    let part = match tail {
        "name" | "firstname" | "lastname" => "name",
        "address1" => "address1",
        "address2" => "address2",
        "company" => "company",
        "city" => "city",
        "zipcode" => "postalCode",
        "phone" => "phone",
        "country" => "country",
        "state" => "region",
        _ => "",
    };
    let name = match (head, tail) {
        ("ship_address", _) if !part.is_empty() => join("shipping", part),
        ("bill_address", _) if !part.is_empty() => join("billing", part),
        (_, "email") => "email".to_owned(),
        ("line_items", "variant" | "price") => "lines.variant".to_owned(),
        (_, "quantity") => "lines.quantity".to_owned(),
        (_, "amount" | "source" | "payment_method" | "Credit Card") => "payment".to_owned(),
        ("", "state" | "base" | "expected_total") => return Vec::new(),
        _ => call.name().to_owned(),
    };
    vec![Field::new(name, code)]
}

fn join(head: &str, tail: &str) -> String {
    let mut name = head.to_owned();
    name.push('.');
    name.push_str(tail);
    name
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
