//! JSON as a tree: numbers stay text, and every reader knows the path to blame.
//!
//! One tree serves the wire, the journal and the boundary to JavaScript. Typed deserialisers would weigh
//! more than the rest of the core together, and could only say at which byte they stopped.

mod cross;
mod node;
mod parse;
mod write;

pub use node::{Blame, Mismatch, Node};
pub use parse::{MAX_DEPTH, MAX_ITEMS, MAX_NUMBER_BYTES, parse};
pub use write::fill;
pub(crate) use write::hole;

use crate::http::Secret;
use crate::text::{Text, digits};
use std::fmt;

/// A JSON value. Numbers are kept as the text they were written in, so that money is never a float.
///
/// It is two words of which the second is a pointer or nothing, so that it travels in registers; hence the boxes,
/// and two values where one with a flag would do.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
#[allow(
    clippy::box_collection,
    reason = "a list in place would make every value twice as large"
)]
pub enum Value {
    /// `null`, and what is not there.
    #[default]
    Null,
    /// `true`.
    True,
    /// `false`.
    False,
    /// A number, as text.
    Number(Text),
    /// A string.
    Text(Text),
    /// An array.
    List(Box<Vec<Value>>),
    /// An object, in the order it was written.
    Map(Box<Vec<(Text, Value)>>),
    /// Text that is wiped after use and never read back: a token on its way into one request.
    Secret(Box<Secret>),
}

/// Shapes only: a value may be an address or a token.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value::Null => "null",
            Value::True | Value::False => "bool",
            Value::Number(_) => "number",
            Value::Text(_) => "text",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Secret(_) => "secret",
        })
    }
}

/// A whole number of at most 19 digits, which 64 bits always hold, if the text is one.
pub(crate) fn whole(text: &str) -> Option<u64> {
    let mut number: u64 = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
    }
    (1..=19).contains(&text.len()).then_some(number)
}

/// An object, written member by member: `map! { "number" => &order.number, "total" => total }`.
macro_rules! map {
    ($($key:literal => $value:expr),* $(,)?) => {{
        #[allow(unused_mut, reason = "an empty object has nothing to add")]
        let mut members = $crate::json::Value::object();
        $($crate::json::Member::add($value, &mut members, $key);)*
        members
    }};
}
pub(crate) use map;

/// What can stand behind a key. One call each, out of line: objects are written in many places.
pub(crate) trait Member {
    /// Adds it to an object.
    fn add(self, to: &mut Value, key: &str);
}

impl Member for Value {
    #[inline(never)]
    fn add(self, to: &mut Value, key: &str) {
        to.put(key, self);
    }
}

impl Member for &Text {
    /// Empty text is null.
    #[inline(never)]
    fn add(self, to: &mut Value, key: &str) {
        to.put(
            key,
            if self.is_empty() {
                Value::Null
            } else {
                Value::Text(self.clone())
            },
        );
    }
}

impl Member for &str {
    #[inline(never)]
    fn add(self, to: &mut Value, key: &str) {
        to.put(key, Value::text(self));
    }
}

impl Member for bool {
    #[inline(never)]
    fn add(self, to: &mut Value, key: &str) {
        to.put(key, if self { Value::True } else { Value::False });
    }
}

impl Member for u64 {
    #[inline(never)]
    fn add(self, to: &mut Value, key: &str) {
        to.put(key, Value::int(self));
    }
}

impl Member for u32 {
    #[inline(never)]
    fn add(self, to: &mut Value, key: &str) {
        u64::from(self).add(to, key);
    }
}

impl Member for crate::order::Money {
    #[inline(never)]
    fn add(self, to: &mut Value, key: &str) {
        to.put(key, Value::Text(self.to_text()));
    }
}

impl Value {
    /// A string value.
    pub fn text(text: &str) -> Value {
        Value::Text(Text::from(text))
    }

    /// A string, or null where there is none.
    pub fn opt(text: &str) -> Value {
        if text.is_empty() {
            Value::Null
        } else {
            Value::text(text)
        }
    }

    /// A whole number.
    pub fn int(number: u64) -> Value {
        Value::Number(digits(number))
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Box::new(items))
    }

    /// A list of what `show` makes of each item.
    pub fn each<T>(items: &[T], mut show: impl FnMut(&T) -> Value) -> Value {
        let mut list = Value::list(Vec::new());
        for item in items {
            list.push(show(item));
        }
        list
    }

    /// Adds an item to a list; anything else is left as it is.
    pub fn push(&mut self, item: Value) {
        if let Value::List(items) = self {
            items.push(item);
        }
    }

    /// An empty object.
    pub fn object() -> Value {
        Value::Map(Box::default())
    }

    /// The value under `key`, or `Null`.
    pub fn get(&self, key: &str) -> &Value {
        const NULL: &Value = &Value::Null;
        let Value::Map(pairs) = self else { return NULL };
        pairs.iter().find(|(k, _)| *k == *key).map_or(NULL, |(_, v)| v)
    }

    /// Adds a pair to an object; anything else is left as it is.
    pub fn put(&mut self, key: &str, value: Value) {
        if let Value::Map(pairs) = self {
            pairs.push((Text::from(key), value));
        }
    }

    /// Adds a string to an object, unless it is empty.
    pub fn put_text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.put(key, Value::text(text));
        }
    }

    /// The text of a string, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; nothing for anything else.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// Whether this is `null` or absent.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Whether this is `true`.
    pub fn is_true(&self) -> bool {
        matches!(self, Value::True)
    }

    /// A whole number that fits 64 bits, if it is one.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Number(text) => whole(text),
            _ => None,
        }
    }
}
