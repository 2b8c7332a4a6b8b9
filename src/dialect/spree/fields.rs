//! What the keys of an error speak of, in the page's words.

use crate::checkout::Call;
use crate::error::Field;
use crate::json::Value;
use crate::list;
use crate::text::{around, join};

/// The keys of `errors`, as the page's fields.
pub(in crate::dialect) fn fields(call: &Call, errors: &Value) -> Vec<Field> {
    match errors {
        Value::Map(pairs) => list::pick(pairs, &|(key, texts)| field(call, key, texts.items())),
        _ => Vec::new(),
    }
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
        // The label of a card is translated.
        ("payments", _) | (_, "amount" | "source" | "payment_method" | "Credit Card") => "payment".into(),
        ("", "state" | "base" | "expected_total") => return None,
        // Of a shop that rents things out.
        ("", "rental_start_date") => "rental.start".into(),
        ("", "rental_end_date") => "rental.end".into(),
        ("", "zipcode") => "rental.postalCode".into(),
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
