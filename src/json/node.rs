//! A place in a tree, and the way that led there.

use super::Value;
use crate::order::{MAX_LINES, Money};
use crate::text::Text;
use std::cell::RefCell;

/// An answer that cannot be read: where, and what was expected there. Never what was found.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mismatch {
    /// The way to the place, `shipments[1].cost`.
    pub path: String,
    /// What should have been there.
    pub expected: &'static str,
}

/// Keeps the first thing that was wrong, so that reading need not stop and look after each field.
#[derive(Debug, Default)]
pub struct Blame(RefCell<Option<Mismatch>>);

impl Blame {
    /// What was read, if all of it could be.
    ///
    /// # Errors
    /// The first [`Mismatch`].
    pub fn finish<T>(self, read: T) -> Result<T, Mismatch> {
        self.0.into_inner().map_or(Ok(read), Err)
    }
}

/// A place in a tree. Its readers answer with the value, or with nothing and a note in the [`Blame`].
///
/// # Examples
///
/// ```
/// use cashwrap::json::{parse, Blame, Node};
/// let tree = parse(br#"{"lines":[{"sku":"MUG"}]}"#).unwrap();
/// let blame = Blame::default();
/// let skus = Node::root(&tree, &blame).each("lines", &mut |line| (line.text("sku"), line.text("price")));
/// assert_eq!(skus[0].0, "MUG");
/// assert_eq!(blame.finish(()).unwrap_err().path, "lines[0].price");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    value: &'a Value,
    up: Option<&'a Node<'a>>,
    key: &'a str,
    index: Option<u32>,
    blame: &'a Blame,
}

impl<'a> Node<'a> {
    /// The whole tree.
    pub fn root(value: &'a Value, blame: &'a Blame) -> Node<'a> {
        Node {
            value,
            up: None,
            key: "",
            index: None,
            blame,
        }
    }

    /// The value itself.
    pub fn value(&self) -> &'a Value {
        self.value
    }

    /// The member `key`; an absent one reads as null.
    pub fn key(&'a self, key: &'a str) -> Node<'a> {
        Node {
            value: self.value.get(key),
            up: Some(self),
            key,
            index: None,
            blame: self.blame,
        }
    }

    /// Each item of the list under `key`; a list that is null or absent is empty.
    pub fn each<T>(&self, key: &str, read: &mut dyn FnMut(&Node<'_>) -> T) -> Vec<T> {
        let mut all = Vec::new();
        self.key(key)
            .visit(MAX_LINES, true, &mut |item| all.push(read(item)));
        all
    }

    /// Each item under `key`, told as a list or as an object whose keys say nothing; null or absent is empty.
    pub fn all<T>(&self, key: &str, read: &mut dyn FnMut(&Node<'_>) -> T) -> Vec<T> {
        let mut all = Vec::new();
        self.key(key).visit_all(&mut |item| all.push(read(item)));
        all
    }

    /// Each item of this list or object.
    #[inline(never)]
    pub fn visit_all(&self, read: &mut dyn FnMut(&Node<'_>)) {
        match self.value {
            Value::Map(pairs) if pairs.len() <= crate::order::MAX_LINES => {
                for (name, _) in pairs.iter() {
                    read(&self.key(name));
                }
            }
            _ => self.visit(MAX_LINES, true, read),
        }
    }

    /// Each item of the list under `key`, however many there are: as many as were sold of something.
    pub fn long<T>(&self, key: &str, read: &mut dyn FnMut(&Node<'_>) -> T) {
        self.key(key).visit(usize::MAX, true, &mut |item| {
            read(item);
        });
    }

    /// Each item of this list.
    pub fn items<T>(&self, read: &mut dyn FnMut(&Node<'_>) -> T) -> Vec<T> {
        let mut all = Vec::new();
        self.visit(MAX_LINES, false, &mut |item| all.push(read(item)));
        all
    }

    #[inline(never)]
    fn visit(&self, most: usize, may_miss: bool, read: &mut dyn FnMut(&Node<'_>)) {
        match self.value {
            Value::Null if may_miss => {}
            Value::List(items) if items.len() <= most => {
                for (index, value) in (0..).zip(items.iter()) {
                    read(&Node {
                        value,
                        up: Some(self),
                        key: "",
                        index: Some(index),
                        blame: self.blame,
                    });
                }
            }
            Value::List(_) => self.wrong("a shorter list"),
            _ => self.wrong("a list"),
        }
    }

    /// The string under `key`, which must be there.
    pub fn text(&self, key: &str) -> Text {
        let node = self.key(key);
        if let Value::Text(text) = node.value {
            return text.clone();
        }
        node.wrong("text");
        Text::default()
    }

    /// The string under `key`; empty for null.
    pub fn maybe(&self, key: &str) -> Text {
        if let Value::Null = self.value.get(key) {
            Text::default()
        } else {
            self.text(key)
        }
    }

    /// The whole number of 32 bits under `key`, written as a number or as text.
    pub fn count(&self, key: &str) -> u32 {
        let node = self.key(key);
        let read = node.number().and_then(|text| super::whole(text));
        let read = read.and_then(|number| u32::try_from(number).ok());
        read.unwrap_or_else(|| {
            node.wrong("a whole number");
            0
        })
    }

    /// The id under `key`, as text, from a number or a string.
    pub fn id(&self, key: &str) -> Text {
        let node = self.key(key);
        if let Some(text) = node.number().filter(|text| crate::order::is_id(text)) {
            return text.clone();
        }
        node.wrong("an id");
        Text::default()
    }

    /// The id under `key`; empty for null.
    pub fn maybe_id(&self, key: &str) -> Text {
        if let Value::Null = self.value.get(key) {
            Text::default()
        } else {
            self.id(key)
        }
    }

    /// The amount under `key`, written as text or as a number.
    pub fn money(&self, key: &str) -> Money {
        let node = self.key(key);
        node.number()
            .and_then(|text| Money::parse(text))
            .unwrap_or_else(|| {
                node.wrong("an amount");
                Money::ZERO
            })
    }

    /// The amount under `key`, written as a whole number of hundredths.
    pub fn minor(&self, key: &str) -> Money {
        let node = self.key(key);
        node.number()
            .and_then(|text| Money::minor(text))
            .unwrap_or_else(|| {
                node.wrong("a whole amount");
                Money::ZERO
            })
    }

    fn number(&self) -> Option<&'a Text> {
        match self.value {
            Value::Number(text) | Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Blames this place, unless something was wrong before.
    pub fn wrong(&self, expected: &'static str) {
        let mut blame = self.blame.0.borrow_mut();
        if blame.is_none() {
            let mut path = String::new();
            self.write_path(&mut path);
            *blame = Some(Mismatch { path, expected });
        }
    }

    fn write_path(&self, path: &mut String) {
        if let Some(up) = self.up {
            up.write_path(path);
        }
        if let Some(index) = self.index {
            path.push('[');
            path.push_str(&crate::text::digits(u64::from(index)));
            path.push(']');
        } else if !self.key.is_empty() {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(self.key);
        }
    }
}
