//! Checks as the facade calls them: the text lies on the desk, the answer is one number.

use super::desk::{read, rewrite};
use crate::check::brands::{Brand, Gaps};
use crate::check::format::Edit;
use crate::check::{card, expiry, format, text};
use wasm_bindgen::prelude::*;

/// The number of a card. `told` is a brand's place from 1, or 0.
#[wasm_bindgen(js_name = cardNumber)]
pub fn card_number(length: usize, told: usize) -> u32 {
    let told = told.checked_sub(1).and_then(Brand::at);
    read(length, |text| card::number(text, told).bits())
}

/// A brand's rules, by its place: bits 0 to 19 the lengths, bit 20 whether gaps are 4-6, from bit 21 the code's length.
#[wasm_bindgen(js_name = brandRules)]
pub fn brand_rules(place: usize) -> u32 {
    let Some(brand) = Brand::at(place) else { return 0 };
    let rules = brand.rules();
    let is_four_ten = rules.gaps == Gaps::FourTen;
    rules.lengths | u32::from(is_four_ten) << 20 | u32::from(rules.code) << 21
}

/// An expiry, today being in this month of this year.
#[wasm_bindgen(js_name = cardExpiry)]
pub fn card_expiry(length: usize, year: u32, month: u32) -> u32 {
    read(length, |text| expiry::expiry(text, year, month).bits())
}

/// A security code that may have as many digits as `lengths` has bits for.
#[wasm_bindgen(js_name = securityCode)]
pub fn security_code(length: usize, lengths: u32, is_required: bool) -> u32 {
    read(length, |text| {
        card::security_code(text, lengths, is_required).bits()
    })
}

/// A holder's name.
#[wasm_bindgen(js_name = cardHolder)]
pub fn card_holder(length: usize) -> u32 {
    read(length, |text| card::holder(text).bits())
}

/// A field of which the shape is known: e-mail, phone, quantity, coupon, by this number.
#[wasm_bindgen(js_name = plainField)]
pub fn plain_field(length: usize, field: u32) -> u32 {
    let check = match field {
        0 => text::email,
        1 => text::phone,
        2 => text::quantity,
        _ => text::coupon,
    };
    read(length, |text| check(text).bits())
}

/// Formats a card's number, an expiry or a phone number, by this number. Before `at` lies the text as it is now, after it
/// what it was before the event, each with its caret's place.
#[wasm_bindgen(js_name = formatField)]
pub fn format_field(length: usize, caret: usize, at: usize, before_caret: usize, field: u32) -> u32 {
    let format = match field {
        0 => format::card_number,
        1 => format::expiry,
        _ => format::phone,
    };
    rewrite(length, |given, made| {
        let (text, before) = given.split_at_checked(at).unwrap_or((given, &[]));
        let edit = Edit {
            text,
            caret,
            before,
            before_caret,
        };
        format(&edit, made).bits()
    })
}
