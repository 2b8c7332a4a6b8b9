//! JSON as a tree: numbers stay text, and every reader knows the path to blame.
//!
//! One tree serves the wire, the journal and the boundary to JavaScript. Typed deserialisers would weigh
//! more than the rest of the core together, and could only say at which byte they stopped.

mod cross;
mod parse;
mod write;

pub use parse::{MAX_DEPTH, MAX_ITEMS, MAX_NUMBER_BYTES, parse};

use crate::http::Secret;
use std::fmt;

/// A JSON value. Numbers are kept as the text they were written in, so that money is never a float.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub enum Value {
    /// `null`, and what is not there.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as text.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object, in the order it was written.
    Map(Vec<(String, Value)>),
    /// Text that is wiped after use and never read back: card digits on their way into one request.
    Secret(Secret),
}

/// Shapes only: a value may be an address or a token.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::Text(_) => "text",
            Value::List(_) => "list",
            Value::Map(_) => "map",
            Value::Secret(_) => "secret",
        })
    }
}

impl Value {
    /// A string value.
    pub fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    /// A string, or null where there is none.
    pub fn opt(text: Option<&str>) -> Value {
        text.map_or(Value::Null, Value::text)
    }

    /// A whole number.
    pub fn int(number: u64) -> Value {
        Value::Number(number.to_string())
    }

    /// An object from pairs.
    pub fn map<const N: usize>(pairs: [(&str, Value); N]) -> Value {
        Value::Map(pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())
    }

    /// The value under `key`, or `Null`.
    pub fn get(&self, key: &str) -> &Value {
        const NULL: &Value = &Value::Null;
        match self {
            Value::Map(pairs) => pairs.iter().find(|(k, _)| k == key).map_or(NULL, |(_, v)| v),
            _ => NULL,
        }
    }

    /// Adds a pair to an object; anything else is left as it is.
    pub fn put(&mut self, key: &str, value: Value) {
        if let Value::Map(pairs) = self {
            pairs.push((key.to_owned(), value));
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

    /// A whole number that fits 64 bits, if it is one.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Number(text) => text.parse().ok(),
            _ => None,
        }
    }
}

/// An answer that cannot be read: where, and what was expected there. Never what was found.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mismatch {
    /// The way to the place, `shipments[1].cost`.
    pub path: String,
    /// What should have been there.
    pub expected: &'static str,
}

/// A place in a tree, and the way that led there.
///
/// # Examples
///
/// ```
/// use cashwrap::json::{parse, Node};
/// let tree = parse(br#"{"lines":[{"sku":"MUG"}]}"#).unwrap();
/// let root = Node::root(&tree);
/// let lines = root.key("lines");
/// let line = lines.list().unwrap().next().unwrap();
/// assert_eq!(line.key("sku").text().unwrap(), "MUG");
/// assert_eq!(line.key("price").text().unwrap_err().path, "lines[0].price");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    value: &'a Value,
    up: Option<&'a Node<'a>>,
    at: At<'a>,
}

#[derive(Clone, Copy, Debug)]
enum At<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Node<'a> {
    /// The whole tree.
    pub fn root(value: &'a Value) -> Node<'a> {
        Node { value, up: None, at: At::Root }
    }

    /// The value itself.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The member `key`; absent members read as null.
    pub fn key(&'a self, key: &'a str) -> Node<'a> {
        Node { value: self.value.get(key), up: Some(self), at: At::Key(key) }
    }

    /// The items of a list.
    ///
    /// # Errors
    /// [`Mismatch`] when it is not a list.
    pub fn list(&'a self) -> Result<impl Iterator<Item = Node<'a>>, Mismatch> {
        match self.value {
            Value::List(items) => Ok(items.iter().enumerate().map(move |(i, value)| Node {
                value,
                up: Some(self),
                at: At::Index(i),
            })),
            _ => Err(self.wrong("a list")),
        }
    }

    /// A string.
    ///
    /// # Errors
    /// [`Mismatch`] when it is not a string.
    pub fn text(&self) -> Result<&'a str, Mismatch> {
        self.value.as_text().ok_or_else(|| self.wrong("text"))
    }

    /// A string, or nothing for null and for an empty string.
    ///
    /// # Errors
    /// [`Mismatch`] when it is something else.
    pub fn maybe_text(&self) -> Result<Option<&'a str>, Mismatch> {
        match self.value {
            Value::Null => Ok(None),
            Value::Text(text) if text.is_empty() => Ok(None),
            _ => self.text().map(Some),
        }
    }

    /// A whole number of 32 bits, written as a number or as text.
    ///
    /// # Errors
    /// [`Mismatch`] when it is something else.
    pub fn count(&self) -> Result<u32, Mismatch> {
        match self.value {
            Value::Number(text) | Value::Text(text) => text.parse().map_err(|_| self.wrong("a whole number")),
            _ => Err(self.wrong("a whole number")),
        }
    }

    /// An id, as text, from a number or a string.
    ///
    /// # Errors
    /// [`Mismatch`] when it is something else or has characters no id has.
    pub fn id(&self) -> Result<String, Mismatch> {
        match self.value {
            Value::Number(text) | Value::Text(text) if crate::order::is_id(text) => Ok(text.clone()),
            _ => Err(self.wrong("an id")),
        }
    }

    /// The mismatch that blames this place.
    pub fn wrong(&self, expected: &'static str) -> Mismatch {
        let mut path = String::new();
        self.write_path(&mut path);
        Mismatch { path, expected }
    }

    fn write_path(&self, path: &mut String) {
        if let Some(up) = self.up {
            up.write_path(path);
        }
        match self.at {
            At::Root => {}
            At::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            At::Index(i) => {
                path.push('[');
                path.push_str(&i.to_string());
                path.push(']');
            }
        }
    }
}
