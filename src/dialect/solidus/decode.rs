//! Responses of Solidus, as answers. The error bodies have nine shapes; texts are translated, keys are not.

use crate::checkout::{Answer, Call, Fault, FaultKind, PayBy};
use crate::dialect::Wire;
use crate::dialect::spree::{body, coupon_fault, fault, fields, line, order, payment};
use crate::http::Response;
use crate::json::{Blame, Node, Value};

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
    refused(call, &tree, status)
}

/// What a status beside 2xx says to a question.
pub(super) fn failure(response: &Response) -> Answer {
    let status = response.status;
    match body(response) {
        _ if status >= 500 => fault(FaultKind::Server, status),
        Some(tree) => refused(&Call::Read, &tree, status),
        None => Answer::Mismatch { status },
    }
}

fn refused(call: &Call, tree: &Value, status: u16) -> Answer {
    match status {
        401 | 403 => fault(FaultKind::Unauthorized, status),
        // No such route: the API of another family (Spree from 3.1 on).
        404 if matches!(call, Call::Create(_)) && !tree.get("status").is_null() => {
            fault(FaultKind::Family, status)
        }
        400..500 => refusal(call, tree, status),
        _ => Answer::Mismatch { status },
    }
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
        Call::Pay(pay) if pay.by == PayBy::Itself => Answer::Payment(Box::new(payment(&root))),
        // A Spree tells no such total.
        _ if !tree.get("number").is_null() && tree.get("order_total_after_store_credit").is_null() => {
            fault(FaultKind::Family, status)
        }
        _ => {
            let (order, token) = order(&root, wire.shop);
            Answer::Order(order, token)
        }
    };
    blame.finish(answer).unwrap_or(Answer::Mismatch { status })
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
            code => coupon_fault(code.unwrap_or_default(), status),
        };
    }
    let Value::Map(_) = errors else {
        let kind = if status == 404 {
            FaultKind::NotFound
        } else {
            FaultKind::Other
        };
        return fault(kind, status);
    };
    let fields = fields(call, errors);
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
