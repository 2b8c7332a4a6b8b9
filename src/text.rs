//! Shared text behind one thin pointer.
//!
//! A `String` is three words that are moved at every step, and there are many: with this type the core is
//! less than half as large. Empty text stands for "none" where a part is optional.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// Text that is read often and never changed. It prints as a mark: it may be an address or a token.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Rc<String>);

impl Default for Text {
    // Called for every field of what is not known yet.
    #[inline(never)]
    fn default() -> Text {
        Text(Rc::new(String::new()))
    }
}

impl Text {
    /// This text, or `other` where it is empty.
    pub fn or<'a>(&'a self, other: &'a Text) -> &'a Text {
        if self.is_empty() { other } else { self }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(Rc::new(text))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::from(text.to_owned())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_empty() { "[empty]" } else { "[text]" })
    }
}

/// What stands before and after the byte at this place.
pub(crate) fn around(text: &str, at: Option<usize>) -> Option<(&str, &str)> {
    let at = at?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A whole number as text. The standard library's way brings its formatting along, which is large.
pub(crate) fn digits(mut number: u64) -> Text {
    let mut text = Vec::new();
    loop {
        text.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.reverse();
    Text::from(String::from_utf8(text).unwrap_or_default())
}

/// Joins parts into one text.
pub(crate) fn join(parts: &[&str]) -> Text {
    Text::from(parts.concat())
}
