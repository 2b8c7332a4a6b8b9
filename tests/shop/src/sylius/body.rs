//! Request bodies: JSON, forms, and what is silently nothing.

use super::refusal::Refusal;
use crate::http::Request;
use serde_json::{Map, Value};

/// The submitted members.
///
/// # Errors
/// JSON that cannot be read, or that is no list or object.
pub(crate) fn read(request: &Request) -> Result<Value, Refusal> {
    let kind = request.get("content-type").unwrap_or("application/json");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if request.body.is_empty() {
        return Ok(Value::Null);
    }
    match kind {
        "application/json" | "application/x-json" | "" => {
            match serde_json::from_slice::<Value>(&request.body) {
                Ok(value @ (Value::Object(_) | Value::Array(_))) => Ok(value),
                _ => Err(Refusal::Status(400)),
            }
        }
        "application/x-www-form-urlencoded" => {
            let text = String::from_utf8_lossy(&request.body);
            Ok(form(&text))
        }
        // Any other type is an empty form.
        _ => Ok(Value::Null),
    }
}

/// A form or a query with bracketed names, as one tree.
pub(crate) fn form(text: &str) -> Value {
    let mut root = Map::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name);
        let (head, rest) = name.split_once('[').unwrap_or((&name, ""));
        let mut path = vec![head.to_owned()];
        path.extend(
            rest.split('[')
                .filter(|part| !rest.is_empty() || !part.is_empty())
                .map(|part| part.trim_end_matches(']').to_owned()),
        );
        put(&mut root, &path, decode(value));
    }
    Value::Object(root)
}

fn put(map: &mut Map<String, Value>, path: &[String], value: String) {
    let Some((head, rest)) = path.split_first() else {
        return;
    };
    // `[]` is the next free index.
    let key = if head.is_empty() {
        map.len().to_string()
    } else {
        head.clone()
    };
    if rest.is_empty() {
        map.insert(key, Value::String(value));
        return;
    }
    let inner = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}

/// Percent and plus.
pub(crate) fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let mut digits = bytes.clone();
                let pair = [digits.next(), digits.next()].map(|digit| digit.unwrap_or(b'?'));
                let value = std::str::from_utf8(&pair)
                    .ok()
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok());
                match value {
                    Some(value) => {
                        out.push(value);
                        bytes = digits;
                    }
                    None => out.push(b'%'),
                }
            }
            byte => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
