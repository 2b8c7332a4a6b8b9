//! Checks as the facade calls them: texts lie on the desk, the answer is one number.

use super::desk::read;
use crate::check::address;
use crate::check::brands::{Brand, Gaps};
use crate::check::country::Country;
use crate::check::format::{self, Edit};
use crate::check::{card, expiry, postal, rental, text};
use wasm_bindgen::prelude::*;

/// A check of the text on the desk, by its number in `pkg/src/verdict.ts`. What `a` and `b` are is said at each.
#[wasm_bindgen]
pub fn check(kind: u32, length: usize, a: u32, b: u32) -> u32 {
    read(length, &mut |given, made| match kind {
        // A card's number; a brand's place from 1, or 0.
        0 => card::number(given, place(a).checked_sub(1).and_then(Brand::at)).bits(),
        // An expiry, today being in this month of this year.
        1 => expiry::expiry(given, a, b).bits(),
        // A security code that may have as many digits as `a` has bits for; whether it must have any.
        2 => card::security_code(given, a, b != 0).bits(),
        3 => card::holder(given).bits(),
        4 => text::email(given).bits(),
        5 => text::phone(given).bits(),
        6 => text::quantity(given).bits(),
        7 => text::coupon(given).bits(),
        // A postal code; the country's code as two bytes.
        8 => postal::postal_code(country(a), given).bits(),
        9 => whole_address(given, a, made),
        10 => address::fields(country(a), made),
        // The two days of a rental, against a day as a number.
        12 => {
            let (from, to) = divided(given);
            rental::rental(from, to, a).bits()
        }
        // A postal code, then those that are served.
        13 => {
            let (text, served) = divided(given);
            rental::service_code(text, served).bits()
        }
        _ => brand_rules(place(a)),
    })
}

/// A text while it is typed, by its number in `pkg/src/format.ts`. Before `at` lies the text as it is now, after it what it
/// was before the event, each with its caret's place. A country's code comes as two bytes.
#[wasm_bindgen]
pub fn format(kind: u32, length: usize, caret: usize, at: usize, before_caret: usize, code: u32) -> u32 {
    read(length, &mut |given, made| {
        let (text, before) = given.split_at_checked(at).unwrap_or((given, &[]));
        let edit = Edit {
            text,
            caret,
            before,
            before_caret,
        };
        let formatted = match kind {
            0 => format::card_number(&edit, made),
            1 => format::expiry(&edit, made),
            2 => format::phone(&edit, made),
            _ => postal::format(country(code), &edit, made),
        };
        formatted.bits()
    })
}

/// What is before the first byte that no text has, and what is behind it.
fn divided(given: &[u8]) -> (&[u8], &[u8]) {
    let at = given.iter().position(|byte| *byte == 0xFF).unwrap_or(given.len());
    (
        given.get(..at).unwrap_or_default(),
        given.get(at + 1..).unwrap_or_default(),
    )
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn country(code: u32) -> Option<Country> {
    code.to_be_bytes().get(2..).and_then(Country::find)
}

/// A brand's rules, by its place: bits 0 to 19 the lengths, bit 20 whether gaps are 4-6, from bit 21 the code's length.
fn brand_rules(place: usize) -> u32 {
    let Some(brand) = Brand::at(place) else { return 0 };
    let rules = brand.rules();
    rules.lengths | u32::from(rules.gaps == Gaps::FourTen) << 20 | u32::from(rules.code) << 21
}

/// An address, part by part in the order of [`address::Texts`], divided by a byte no text has. Written back are two bytes for
/// each part: a verdict's bits, then 1 for a warning or 2 for an error. `shop` is what is known of it.
fn whole_address(given: &[u8], shop: u32, made: &mut [u8]) -> u32 {
    let mut parts = [<&[u8]>::default(); address::PARTS];
    for (part, text) in parts.iter_mut().zip(given.split(|byte| *byte == 0xFF)) {
        *part = text;
    }
    let found = address::address(&parts, address::Shop::of(shop));
    for (found, made) in found.iter().zip(made.as_chunks_mut().0) {
        let [low, high, ..] = found.bits().to_le_bytes();
        *made = [low, high];
    }
    0
}
