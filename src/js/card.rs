//! A card's digits on their way in: bytes that are wiped on both sides.

use crate::checkout::Card;
use crate::error::Error;
use crate::http::Secret;
use js_sys::Uint8Array;
use zeroize::Zeroizing;

/// The most bytes the fields of a card may have together.
const MAX_CARD_BYTES: u32 = 4_096;

/// A card from its fields, one a line: number, month, year, code, name. The page's copy is wiped, whatever comes of it.
///
/// # Errors
/// `invalid_input` when it is not these five fields.
pub(super) fn take(given: &Uint8Array) -> Result<Card, Error> {
    let fits = given.length() <= MAX_CARD_BYTES;
    let bytes = Zeroizing::new(if fits { given.to_vec() } else { Vec::new() });
    given.fill(0, 0, given.length());
    let mut fields = bytes.split(|byte| *byte == b'\n').map(Secret::new);
    let mut next = || {
        fields
            .next()
            .ok_or_else(|| Error::input("payment.card", "malformed"))
    };
    let card = Card {
        number: next()?,
        month: next()?,
        year: next()?,
        code: next()?,
        name: next()?,
    };
    if fields.next().is_some() {
        return Err(Error::input("payment.card", "malformed"));
    }
    Ok(card)
}
