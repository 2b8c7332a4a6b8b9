//! Request parameters: path, query and body, as one tree.

use crate::http::Request;
use crate::refusal::Refusal;
use rust_decimal::Decimal;
use serde_json::{Map, Value};
use std::str::FromStr;

/// Deepest nesting of a form key.
const MAX_DEPTH: usize = 16;

/// A request taken apart.
#[derive(Debug)]
pub(crate) struct Params {
    pub(crate) segments: Vec<String>,
    pub(crate) values: Map<String, Value>,
    /// The JSON body, if it was an object: Rails wraps it when the wrapper is absent.
    flat: Option<Map<String, Value>>,
}

impl Params {
    /// Takes a request apart.
    pub(crate) fn read(request: &Request, wrap: bool) -> Result<Self, Refusal> {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        let mut segments: Vec<String> = path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| decode(part, false))
            .collect();
        if let Some(last) = segments.last_mut() {
            if let Some(bare) = last.strip_suffix(".json") {
                *last = bare.to_owned();
            } else if last.ends_with(".xml") {
                return Err(Refusal::Frame(406));
            }
        }
        let mut values = form(query);
        let mut flat = None;
        match body_kind(request) {
            BodyKind::Json => match serde_json::from_slice(&request.body) {
                Ok(Value::Object(map)) => {
                    values.extend(map.clone());
                    flat = wrap.then_some(map);
                }
                Ok(_) => {}
                Err(_) => return Err(Refusal::Frame(400)),
            },
            BodyKind::Form => values.extend(form(&String::from_utf8_lossy(&request.body))),
            BodyKind::None => {}
        }
        Ok(Self {
            segments,
            values,
            flat,
        })
    }

    /// The value under a wrapper such as `order`, or the flat body in its place.
    pub(crate) fn wrapped(&self, name: &str) -> Option<Value> {
        match self.values.get(name) {
            Some(value) => Some(value.clone()),
            None => self.flat.clone().map(Value::Object),
        }
    }

    /// A required wrapper: absent, null or empty is a missing parameter, another type a crash.
    pub(crate) fn required(&self, name: &'static str) -> Result<Map<String, Value>, Refusal> {
        require(self.wrapped(name), name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.values.get(name).and_then(text)
    }
}

/// `params.require(name)`, then permitted as an object.
pub(crate) fn require(value: Option<Value>, name: &'static str) -> Result<Map<String, Value>, Refusal> {
    match value {
        None | Some(Value::Null) => Err(Refusal::ParamMissing(name)),
        Some(Value::Object(map)) if map.is_empty() => Err(Refusal::ParamMissing(name)),
        Some(Value::Object(map)) => Ok(map),
        Some(Value::String(text)) if text.is_empty() => Err(Refusal::ParamMissing(name)),
        Some(_) => Err(Refusal::crash()),
    }
}

enum BodyKind {
    None,
    Json,
    Form,
}

/// A body of another type is left unread, as Rails does; one without a type is taken for JSON.
fn body_kind(request: &Request) -> BodyKind {
    if request.body.is_empty() {
        return BodyKind::None;
    }
    let kind = request.get("content-type").unwrap_or("application/json");
    match kind.split(';').next().unwrap_or("").trim() {
        "application/json" => BodyKind::Json,
        "application/x-www-form-urlencoded" => BodyKind::Form,
        _ => BodyKind::None,
    }
}

/// Reads `a[b][c]=v&list[][x]=y`.
fn form(text: &str) -> Map<String, Value> {
    let mut root = Map::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let key = decode(key, true);
        let mut parts = key.split('[').map(|part| part.trim_end_matches(']'));
        let Some(first) = parts.next() else { continue };
        let rest: Vec<&str> = parts.take(MAX_DEPTH).collect();
        insert(
            root.entry(first).or_insert(Value::Null),
            &rest,
            decode(value, true),
        );
    }
    root
}

fn insert(slot: &mut Value, path: &[&str], value: String) {
    let Some((first, rest)) = path.split_first() else {
        *slot = Value::String(value);
        return;
    };
    if first.is_empty() {
        if !slot.is_array() {
            *slot = Value::Array(Vec::new());
        }
        let Value::Array(list) = slot else { return };
        // `list[][x]` goes into the last element until that element has an `x`.
        let taken = |last: &Value| {
            rest.first()
                .is_none_or(|key| !last.is_object() || last.get(*key).is_some())
        };
        if list.last().is_none_or(taken) {
            list.push(Value::Null);
        }
        if let Some(last) = list.last_mut() {
            insert(last, rest, value);
        }
    } else {
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        if let Value::Object(map) = slot {
            insert(map.entry(*first).or_insert(Value::Null), rest, value);
        }
    }
}

/// Percent-decodes; `+` is a space in queries and forms only.
fn decode(text: &str, plus: bool) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'+' if plus => out.push(b' '),
            b'%' => {
                let mut ahead = bytes.clone();
                match (ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                    (Some(high), Some(low)) => {
                        out.push(high * 16 + low);
                        bytes = ahead;
                    }
                    _ => out.push(b'%'),
                }
            }
            byte => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

fn hex(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// A scalar as text; `null`, arrays and objects are none.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// A row id: a number, or text that starts with digits.
pub(crate) fn id(value: Option<&Value>) -> Option<u64> {
    let text = text(value?)?;
    let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// `true`, `"true"` and `"1"`; a JSON `1` is not.
pub(crate) fn truthy(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => text == "true" || text == "1",
        _ => false,
    }
}

/// A list given as an array or as an object with index keys.
pub(crate) fn list(value: Option<&Value>) -> Vec<Map<String, Value>> {
    let object = |value: &Value| value.as_object().cloned();
    match value {
        Some(Value::Array(items)) => items.iter().filter_map(object).collect(),
        Some(Value::Object(map)) => map.values().filter_map(object).collect(),
        _ => Vec::new(),
    }
}

/// Free metadata, kept as JSON text.
pub(crate) fn metadata(map: &Map<String, Value>) -> Option<String> {
    map.get("customer_metadata")
        .filter(|value| value.is_object())
        .map(ToString::to_string)
}

/// A number written any way a form may write it; `None` if it is none.
pub(crate) fn decimal(text: &str) -> Option<Decimal> {
    Decimal::from_str(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

/// Ruby's `to_i`: leading sign and digits, else 0.
pub(crate) fn to_i(text: &str) -> i64 {
    let trimmed = text.trim_start();
    let (sign, digits) = match trimmed.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    digits.parse::<i64>().map_or(0, |number| sign * number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bracket_keys_nest() {
        let read = form("order[ship][city]=New+York&items[][id]=1&items[][n]=2&items[][id]=3&a=%C3%A9");
        let wanted = json!({
            "order": {"ship": {"city": "New York"}}, "items": [{"id": "1", "n": "2"}, {"id": "3"}], "a": "é"
        });
        assert_eq!(Value::Object(read), wanted);
    }

    #[test]
    fn integers_are_read_as_ruby_reads_them() {
        assert_eq!([to_i("abc"), to_i("2.7"), to_i(" -3x"), to_i("")], [0, 2, -3, 0]);
    }
}
