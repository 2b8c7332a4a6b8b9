//! The journal as text: versioned, bounded, and read with the same care as a shop's answer.

use crate::json::{Value, map, parse};
use crate::list;
use crate::order::{OrderToken, is_id};
use crate::text::Text;

/// The version written, and the only one read.
const VERSION: u64 = 1;
/// The most bytes of a saved text that are read.
const MAX_SAVED_BYTES: usize = 256 * 1024;

/// What is kept. There is no place in it for a payment.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Saved {
    /// The order's number.
    pub(crate) number: Text,
    /// The guest's secret; never beside `is_placed`.
    pub(crate) token: Option<OrderToken>,
    /// How many unsafe calls were journalled.
    pub(crate) writes: u64,
    /// A tombstone: this order was placed.
    pub(crate) is_placed: bool,
    /// The purchase attempt under way.
    pub(crate) attempt: Option<Value>,
    /// Coupons the shop has confirmed.
    pub(crate) coupons: Vec<Text>,
    /// Wishes not confirmed, in the shape a page makes them.
    pub(crate) wishes: Value,
}

impl Saved {
    /// The text to store.
    pub(crate) fn to_text(&self) -> Text {
        let tree = map! {
            "v" => VERSION,
            "number" => &self.number,
            "token" => self.token.as_ref().map_or("", OrderToken::expose),
            "writes" => self.writes,
            "placed" => self.is_placed,
            "attempt" => self.attempt.clone().unwrap_or_default(),
            "coupons" => Value::each(&self.coupons, |code| Value::Text(code.clone())),
            "wishes" => self.wishes.clone(),
        };
        std::str::from_utf8(&tree.write()).unwrap_or_default().into()
    }

    /// Reads a stored text; nothing when it is not one of ours, of another version, or damaged.
    pub(crate) fn read(text: &[u8]) -> Option<Saved> {
        if text.len() > MAX_SAVED_BYTES {
            return None;
        }
        let tree = parse(text).ok()?;
        if tree.get("v").as_u64() != Some(VERSION) {
            return None;
        }
        let number = tree
            .get("number")
            .as_text()
            .filter(|n| is_id(n))
            .unwrap_or_default();
        Some(Saved {
            number: number.into(),
            token: tree.get("token").as_text().and_then(OrderToken::parse),
            writes: tree.get("writes").as_u64()?,
            is_placed: tree.get("placed").is_true(),
            attempt: Some(tree.get("attempt").clone()).filter(|a| !a.is_null()),
            coupons: list::pick(tree.get("coupons").items(), &|code| {
                code.as_text().map(Text::from)
            }),
            wishes: tree.get("wishes").clone(),
        })
    }
}
