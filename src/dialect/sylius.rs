//! What the generations of Sylius say the same way: the names of its states, error trees, amounts. A library for rooms.
//!
//! PHP writes an empty map as `[]`, and a list from which something was taken as a map; both are read wherever either
//! may come.

use super::spree::{body, fault};
use crate::checkout::{Answer, Fault, FaultKind, Step};
use crate::error::Field;
use crate::http::Response;
use crate::json::Value;
use crate::list;
use crate::order::PaymentState;
use crate::text::{Text, join};

/// The step an order waits in, by its checkout state: 0.13 to 0.16 and 0.17 on.
pub(super) fn step(state: &str) -> Step {
    match state {
        "cart" | "started" => Step::Cart,
        "addressing" | "addressed" => Step::Delivery,
        "shipping" | "shipping_selected" | "shipping_skipped" => Step::Payment,
        "payment" | "payment_selected" | "payment_skipped" => Step::Confirm,
        "finalize" | "completed" => Step::Complete,
        _ => Step::Other(state.into()),
    }
}

/// A payment's state in the words all families share.
pub(super) fn payment_state(state: &str) -> PaymentState {
    match state {
        "cart" | "new" => PaymentState::Checkout,
        "processing" => PaymentState::Processing,
        "pending" | "authorized" => PaymentState::Pending,
        "completed" => PaymentState::Completed,
        "failed" => PaymentState::Failed,
        "cancelled" | "void" | "refunded" => PaymentState::Void,
        _ => PaymentState::Other,
    }
}

/// The last part of a link: an id. A link is read, never followed: at 0.13 to 0.16 some of them delete.
pub(super) fn last_part(href: &str) -> Text {
    let slash = href.bytes().rposition(|byte| byte == b'/');
    let id = slash.and_then(|at| href.get(at + 1..)).unwrap_or_default();
    id.into()
}

/// A form that was refused, with the fields it blames in the page's words.
pub(super) fn refused(kind: FaultKind, tree: &Value, status: u16) -> Answer {
    let fields = fields(tree);
    Answer::Fault(Fault { kind, fields, status })
}

/// What a status beside 2xx says. In production all errors of the framework have one text: status and form are all.
pub(super) fn failure(response: &Response, form: &dyn Fn(&Value) -> Answer) -> Answer {
    let status = response.status;
    let kind = match status {
        401 | 403 => FaultKind::Unauthorized,
        404 => FaultKind::NotFound,
        409 => FaultKind::Locked,
        400 => match body(response) {
            Some(tree) => return form(&tree),
            None => FaultKind::Invalid,
        },
        // Another method than the route takes.
        401..500 => FaultKind::Other,
        500.. => FaultKind::Server,
        _ => return Answer::Mismatch { status },
    };
    fault(kind, status)
}

/// The fields that a refused form blames, in the page's words.
pub(super) fn fields(tree: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    walk(tree.get("errors"), "", &mut fields);
    fields
}

/// Each node may have errors and children; a clean one is `{}` or `[]`.
fn walk(node: &Value, field: &str, found: &mut Vec<Field>) {
    let texts = list::pick(node.get("errors").items(), &|text| text.as_text().map(Text::from));
    if let Some(blamed) = texts.first().and_then(|text| blame(field, text)) {
        found.push(blamed);
    }
    let children = node.get("children");
    if let Value::Map(pairs) = children {
        for (key, child) in pairs.iter() {
            walk(child, &under(field, key), found);
        }
    }
    for child in children.items() {
        walk(child, field, found);
    }
}

/// What the whole form is blamed for is not told by field: only the missing region is known by its text.
fn blame(field: &str, text: &str) -> Option<Field> {
    let is_region = text.ends_with("province.");
    let field = match field {
        "" if is_region => "shipping.region",
        "" => return None,
        field => field,
    };
    let is_blank = text.starts_with("Please ") || text.ends_with("blank") || text.ends_with("blank.");
    let code = if is_blank { "blank" } else { "invalid" };
    Some(Field::new(field, code))
}

/// A key of the form, in either spelling, as the page's field.
fn under(field: &str, key: &str) -> Text {
    let part = match key {
        "shippingAddress" | "shipping_address" => return "shipping".into(),
        "billingAddress" | "billing_address" => return "billing".into(),
        "shipments" => return "rate".into(),
        "paymentMethod" | "payments" => return "payment".into(),
        "variant" => return "lines.variant".into(),
        "quantity" => return "lines.quantity".into(),
        "promotionCoupon" => return "coupon".into(),
        "notes" => return "notes".into(),
        "firstName" | "lastName" | "first_name" | "last_name" => "name",
        "street" => "address1",
        "city" => "city",
        "postcode" => "postalCode",
        "country" | "countryCode" => "country",
        "province" | "provinceCode" | "provinceName" => "region",
        "phoneNumber" | "phone_number" => "phone",
        "company" => "company",
        _ => return field.into(),
    };
    match field {
        "shipping" | "billing" => join(&[field, ".", part]),
        _ => field.into(),
    }
}
