//! Checks as the facade calls them: the text lies on the desk, the answer is one number.

use super::desk::{read, rewrite};
use crate::check::address::{self, Severity};
use crate::check::brands::{Brand, Gaps};
use crate::check::country::Country;
use crate::check::format::Edit;
use crate::check::{card, expiry, format, postal, text};
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
        format(&edit(given, caret, at, before_caret), made).bits()
    })
}

fn edit(given: &[u8], caret: usize, at: usize, before_caret: usize) -> Edit<'_> {
    let (text, before) = given.split_at_checked(at).unwrap_or((given, &[]));
    Edit {
        text,
        caret,
        before,
        before_caret,
    }
}

/// A postal code, the country's code before it.
#[wasm_bindgen(js_name = postalCode)]
pub fn postal_code(length: usize) -> u32 {
    read(length, |given| {
        let mut texts = given.split(divides);
        let country = texts.next().and_then(Country::find);
        postal::postal_code(country, texts.next().unwrap_or_default()).bits()
    })
}

/// A postal code while it is typed, as [`format_field`]. The country's code comes as two bytes.
#[wasm_bindgen(js_name = formatPostal)]
pub fn format_postal(length: usize, caret: usize, at: usize, before_caret: usize, country: u32) -> u32 {
    let code = country.to_be_bytes();
    let country = code.get(2..).and_then(Country::find);
    rewrite(length, |given, made| {
        postal::format(country, &edit(given, caret, at, before_caret), made).bits()
    })
}

/// An address, part by part in the order of [`address::Parts`]. Written back is a byte for each part: what a verdict is in
/// bits. Answered are bits 0 to 8 for errors, 9 to 17 for warnings. `shop` is what is known of it: bits 0 and 1 whether that
/// is said of a region and of a postal code, bits 2 and 3 whether it asks for them, bit 4 whether it splits names.
#[wasm_bindgen(js_name = wholeAddress)]
pub fn whole_address(length: usize, shop: u32) -> u32 {
    rewrite(length, |given, made| {
        let mut texts = given.split(divides);
        let mut next = || texts.next().unwrap_or_default();
        let parts = address::Parts {
            country: next(),
            name: next(),
            company: next(),
            address1: next(),
            address2: next(),
            city: next(),
            region: next(),
            postal_code: next(),
            phone: next(),
        };
        let said = |bit: u32| (shop >> bit & 1 != 0).then_some(shop >> (bit + 2) & 1 != 0);
        let shop = address::Shop {
            asks_region: said(0),
            asks_code: said(1),
            splits_name: shop >> 4 & 1 != 0,
        };
        let (mut answer, mut bit) = (0, 1);
        for (found, made) in address::address(&parts, shop).iter().zip(made) {
            *made = u8::try_from(found.verdict.bits()).unwrap_or(0);
            match found.severity {
                Some(Severity::Error) => answer |= bit,
                Some(Severity::Warning) => answer |= bit << address::PARTS,
                None => {}
            }
            bit <<= 1;
        }
        answer
    })
}

/// The fields of a country, each a byte that is written back: bits 0 to 2 which of `NOACSZ` it is, bit 3 required, bit 4
/// in capitals, bit 5 on a line of its own. Answered are how many, from bit 8 what they are called, bit 16 whether there is
/// such a country, bit 17 whether its regions are listed, bit 18 whether postal codes are digits alone, from bit 19 how
/// long they are.
#[wasm_bindgen(js_name = addressFields)]
pub fn address_fields(length: usize) -> u32 {
    rewrite(length, |given, made| address::fields(Country::find(given), made))
}

fn divides(byte: &u8) -> bool {
    *byte == 0xFF
}
