//! Values of a page, whatever they are, as plain data.
//!
//! The tree is walked by hand and not by a deserialiser: a getter that throws, a cycle, a function or a lone surrogate
//! has to end as an error that names its place, and a trap may not be an answer to anything a page hands in.

use super::host::{get, is_array, keys_of};
use crate::checkout::Card;
use crate::error::Error;
use crate::http::Secret;
use crate::json::Value;
use js_sys::{JsString, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use zeroize::Zeroizing;

/// How deep a value may nest: edits need four.
const MAX_DEPTH: usize = 8;
/// The most members an object or a list may have.
const MAX_MEMBERS: u32 = 500;
/// The most UTF-16 units a text may have.
const MAX_TEXT: u32 = 10_000;
/// The most bytes a field of a card may have.
const MAX_CARD_BYTES: u32 = 800;

/// A value as plain data. `undefined` members are left out.
///
/// # Errors
/// `invalid_input` with the place as field, `lines[0].quantity`; never the value.
pub(super) fn plain(value: &JsValue, root: &str) -> Result<Value, Error> {
    let mut place = Place {
        path: String::new(),
        root,
    };
    place.read(value, 0)
}

struct Place<'a> {
    path: String,
    root: &'a str,
}

impl Place<'_> {
    fn wrong(&self, reason: &'static str) -> Error {
        Error::input(
            if self.path.is_empty() {
                self.root
            } else {
                self.path.as_str()
            },
            reason,
        )
    }

    fn read(&mut self, value: &JsValue, depth: usize) -> Result<Value, Error> {
        if value.is_null() || value.is_undefined() {
            return Ok(Value::Null);
        }
        if let Some(flag) = value.as_bool() {
            return Ok(if flag { Value::True } else { Value::False });
        }
        if let Some(number) = value.as_f64() {
            return self.number(number);
        }
        if let Some(text) = value.dyn_ref::<JsString>() {
            return self.text(text).map(|text| Value::Text(text.into()));
        }
        if !value.is_object() || value.is_function() {
            return Err(self.wrong("not_plain_data"));
        }
        if depth == MAX_DEPTH {
            return Err(self.wrong("too_deep"));
        }
        if is_array(value).map_err(|_| self.wrong("threw"))? {
            self.list(value, depth)
        } else {
            self.map(value, depth)
        }
    }

    /// Every number of ours is a count. A fraction, an infinity and what is no number are refused alike.
    fn number(&self, number: f64) -> Result<Value, Error> {
        let whole = super::time::whole(number.abs());
        let exact = u32::try_from(whole)
            .ok()
            .filter(|whole| f64::from(*whole) == number.abs());
        let whole = exact.ok_or_else(|| self.wrong("not_a_count"))?;
        if number < 0.0 {
            Err(self.wrong("negative"))
        } else {
            Ok(Value::int(u64::from(whole)))
        }
    }

    /// Text that UTF-8 can hold: half a surrogate pair would reach the shop as something else.
    fn text(&self, text: &JsString) -> Result<String, Error> {
        if text.length() > MAX_TEXT {
            return Err(self.wrong("too_long"));
        }
        char::decode_utf16(text.iter())
            .collect::<Result<String, _>>()
            .map_err(|_| self.wrong("not_unicode"))
    }

    fn list(&mut self, value: &JsValue, depth: usize) -> Result<Value, Error> {
        let length = get(value, "length")
            .ok()
            .and_then(|length| length.as_f64())
            .ok_or_else(|| self.wrong("threw"))?;
        let length = u32::try_from(super::time::whole(length)).unwrap_or(u32::MAX);
        if length > MAX_MEMBERS {
            return Err(self.wrong("too_many"));
        }
        let mut items = Vec::new();
        for index in 0..length {
            let index = index.to_string();
            let mark = self.path.len();
            self.path.push('[');
            self.path.push_str(&index);
            self.path.push(']');
            items.push(self.member(value, &index, depth)?);
            self.path.truncate(mark);
        }
        Ok(Value::list(items))
    }

    fn map(&mut self, value: &JsValue, depth: usize) -> Result<Value, Error> {
        let keys = keys_of(value).map_err(|_| self.wrong("threw"))?;
        if keys.length() > MAX_MEMBERS {
            return Err(self.wrong("too_many"));
        }
        let mut members = Value::object();
        for key in keys.iter() {
            let key: JsString = key.unchecked_into();
            let key = self.text(&key)?;
            let mark = self.path.len();
            if mark > 0 {
                self.path.push('.');
            }
            // Keys come from the page too: only what looks like a name of ours is repeated in an error.
            self.path.push_str(if is_name(&key) { &key } else { "other" });
            let member = self.member(value, &key, depth)?;
            self.path.truncate(mark);
            if !member.is_null() {
                members.put(&key, member);
            }
        }
        Ok(members)
    }

    fn member(&mut self, value: &JsValue, key: &str, depth: usize) -> Result<Value, Error> {
        let member = get(value, key).map_err(|_| self.wrong("threw"))?;
        self.read(&member, depth + 1)
    }
}

/// Letters only, and not many.
fn is_name(key: &str) -> bool {
    key.len() <= 20 && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A card from its fields' bytes: number, month, year, code, name. The page's copies are wiped, whatever comes of it.
///
/// # Errors
/// `invalid_input` when it is not these five fields.
pub(super) fn card(fields: &[Uint8Array]) -> Result<Card, Error> {
    let taken: Vec<Option<Secret>> = fields.iter().map(take).collect();
    let mut taken = taken.into_iter();
    let mut next = || {
        taken
            .next()
            .flatten()
            .ok_or_else(|| Error::input("payment.card", "malformed"))
    };
    Ok(Card {
        number: next()?,
        month: next()?,
        year: next()?,
        code: next()?,
        name: next()?,
    })
}

fn take(field: &Uint8Array) -> Option<Secret> {
    let fits = field.length() <= MAX_CARD_BYTES;
    let bytes = fits.then(|| Zeroizing::new(field.to_vec()));
    field.fill(0, 0, field.length());
    bytes.map(|bytes| Secret::new(&bytes))
}
