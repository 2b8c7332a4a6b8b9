//! The journal as text: versioned, bounded, and read with the same care as a shop's answer.

use crate::json::{Node, Value, parse};
use crate::order::{OrderToken, is_id};

/// The version written, and the only one read.
const VERSION: u64 = 1;
/// The most bytes of a saved text that are read.
const MAX_SAVED_BYTES: usize = 256 * 1024;

/// What is kept. There is no place in it for a payment.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Saved {
    /// The order's number.
    pub(crate) number: Option<String>,
    /// The guest's secret; never beside `is_placed`.
    pub(crate) token: Option<OrderToken>,
    /// How many unsafe calls were journalled.
    pub(crate) writes: u64,
    /// A tombstone: this order was placed.
    pub(crate) is_placed: bool,
    /// The purchase attempt under way.
    pub(crate) attempt: Option<Value>,
    /// Coupons the shop has confirmed.
    pub(crate) coupons: Vec<String>,
    /// Wishes not confirmed, in the shape a page makes them.
    pub(crate) wishes: Value,
}

impl Saved {
    /// The text to store.
    pub(crate) fn to_text(&self) -> String {
        let coupons = self.coupons.iter().map(|code| Value::text(code)).collect();
        let tree = Value::map([
            ("v", Value::int(VERSION)),
            ("number", Value::opt(self.number.as_deref())),
            ("token", Value::opt(self.token.as_ref().map(OrderToken::expose))),
            ("writes", Value::int(self.writes)),
            ("placed", Value::Bool(self.is_placed)),
            ("attempt", self.attempt.clone().unwrap_or_default()),
            ("coupons", Value::List(coupons)),
            ("wishes", self.wishes.clone()),
        ]);
        String::from_utf8(tree.write().to_vec()).unwrap_or_default()
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
        let root = Node::root(&tree);
        let number = root.key("number").maybe_text().ok()?;
        let token = root.key("token").maybe_text().ok()?;
        let coupons = root.key("coupons");
        let codes = coupons.list().ok()?.map(|code| code.text().map(str::to_owned)).collect::<Result<_, _>>();
        Some(Saved {
            number: number.filter(|n| is_id(n)).map(str::to_owned),
            token: token.and_then(OrderToken::parse),
            writes: tree.get("writes").as_u64()?,
            is_placed: *tree.get("placed") == Value::Bool(true),
            attempt: Some(tree.get("attempt").clone()).filter(|a| !a.is_null()),
            coupons: codes.ok()?,
            wishes: tree.get("wishes").clone(),
        })
    }
}
