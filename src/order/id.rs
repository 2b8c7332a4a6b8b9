//! Ids and tokens that came from a shop and go back into a path or a header.

use crate::text::Text;
use std::fmt;

/// Whether `text` can be an id: up to 64 letters, digits, `-` or `_`. Nothing else may enter a path.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The secret that lets a guest act on an order. It prints as a mark.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct OrderToken(Text);

impl OrderToken {
    /// A token, if it can stand in a header: up to 200 visible ASCII characters.
    pub fn parse(text: &str) -> Option<OrderToken> {
        let fits = !text.is_empty() && text.len() <= 200 && text.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| OrderToken(text.into()))
    }

    /// The text, for a header or the journal.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OrderToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[token]")
    }
}
