//! A typed card that waits to be sent: in the desk, the one part of the wasm's memory that ever holds its digits.
//!
//! The page writes the fields where it writes what is to be checked, and the body of the request is filled in there.
//! Nothing is copied to the heap or the stack on the way, and all is wiped as soon as no session needs the card.

use super::desk::{CARD_BYTES, DESK, Desk};
use crate::checkout::Card;
use crate::error::Error;
use crate::json::fill;
use zeroize::Zeroize;

/// Divides the fields. It is in no UTF-8.
const DIVIDER: u8 = 0xff;

/// The card that the page has written on the desk: number, month, year, code and name, divided.
///
/// # Errors
/// `invalid_input` when it is not these five fields.
pub(super) fn offered(length: usize) -> Result<Card, Error> {
    DESK.with_borrow(|desk| {
        let fields = desk.given.get(..length.min(CARD_BYTES)).and_then(fields);
        let fields = fields.ok_or_else(|| Error::input("payment.card", "malformed"))?;
        Ok(Card {
            count: desk.count + 1,
            is_whole: fields.iter().all(|field| !field.is_empty()),
        })
    })
}

/// Keeps the card on the desk, in the place of the one before, or wipes it there.
pub(super) fn settle(card: Option<Card>, length: usize) {
    DESK.with_borrow_mut(|desk| {
        if let Some(card) = card
            && let Some(place) = desk.card.get_mut(..length)
            && let Some(given) = desk.given.get(..length)
        {
            place.copy_from_slice(given);
            desk.count = card.count;
            desk.length = length;
        }
        desk.given.zeroize();
    });
}

/// Whether this card is here still; another checkout of the page may have brought its own.
pub(super) fn holds(card: Card) -> bool {
    DESK.with_borrow(|desk| desk.length > 0 && desk.count == card.count)
}

/// Wipes it, if it is this card.
pub(super) fn forget(card: Card) {
    if holds(card) {
        DESK.with_borrow_mut(Desk::wipe);
    }
}

/// Lets `make` see the body with the card written into its holes, then wipes both; nothing where the card is not here.
pub(super) fn spend<T>(card: Card, body: &[u8], make: impl FnOnce(&[u8]) -> T) -> Option<T> {
    if !holds(card) {
        return None;
    }
    DESK.with_borrow_mut(|desk| {
        let fields = desk.card.get(..desk.length).and_then(fields);
        let end = fields.and_then(|fields| fill(body, &fields, &mut desk.given));
        let made = end.and_then(|end| desk.given.get(..end)).map(make);
        desk.wipe();
        made
    })
}

impl Desk {
    fn wipe(&mut self) {
        self.given.zeroize();
        self.card.zeroize();
        self.length = 0;
    }
}

/// Five fields, of text that no JSON has to spell out.
fn fields(bytes: &[u8]) -> Option<[&[u8]; 5]> {
    let mut parts = bytes.split(|byte| *byte == DIVIDER);
    let mut fields = [&[][..]; 5];
    for field in &mut fields {
        *field = parts.next()?;
    }
    let is_text = bytes.iter().all(|byte| *byte >= b' ');
    (is_text && parts.next().is_none()).then_some(fields)
}
