//! An address as a whole: what is missing, what is not as its country writes it, and what only may be wrong.
//!
//! An error is what each server of every configuration refuses. Whatever one of them may take is a warning, for the post's
//! tables are older than some shop's own.

use super::country::{self, Country};
use super::glyph::{Glyph, Glyphs};
use super::postal::{self, extent};
use super::text::{self, is_blank};
use super::{Reason, Verdict};

/// How many texts an address has beside its country, and how many things are said of it.
pub const TEXTS: usize = 8;
const PARTS: usize = 9;

/// The texts of an address, in this order: name, company, street, its second line, city, region, postal code, phone.
pub type Texts<'a> = [&'a [u8]; TEXTS];

/// What is known of the shop: it wins over the tables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shop {
    /// Whether it refuses an address without a region, if it has said.
    pub asks_region: Option<bool>,
    /// Whether it refuses one without a postal code, if it has said.
    pub asks_code: Option<bool>,
    /// Whether it splits names, and refuses one of a single word.
    pub splits_name: bool,
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The shop may take it.
    Warning,
    /// The shop refuses it.
    Error,
}

/// What is said of one part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// The verdict. A part that is right may still have a reason to look twice.
    pub verdict: Verdict,
    /// How bad it is; nothing where all is well.
    pub severity: Option<Severity>,
}

impl Found {
    const FINE: Found = Found {
        verdict: Verdict::VALID,
        severity: None,
    };

    fn new(severity: Severity, verdict: Verdict) -> Found {
        Found {
            verdict,
            severity: Some(severity),
        }
    }

    /// Right, but worth a second look.
    fn note(reason: Reason) -> Found {
        let verdict = Verdict {
            reason: Some(reason),
            ..Verdict::VALID
        };
        Found::new(Severity::Warning, verdict)
    }

    /// Missing: refused where it is asked for, and perhaps where that is not known.
    fn missing(is_error: bool, is_warning: bool) -> Found {
        let verdict = Verdict::yet(Reason::Empty);
        match (is_error, is_warning) {
            (true, _) => Found::new(Severity::Error, verdict),
            (_, true) => Found::new(Severity::Warning, verdict),
            _ => Found::FINE,
        }
    }
}

/// What is said of each part, in the order of [`Texts`], and of the country at last.
pub type Checked = [Found; PARTS];

/// Checks an address. No country is one that is not in the tables.
pub fn address(country: Option<Country>, texts: &Texts<'_>, shop: Shop) -> Checked {
    let [
        name,
        company,
        address1,
        address2,
        city,
        region,
        postal_code,
        phone,
    ] = *texts;
    let uses = |part: u8| country.is_none_or(|country| country.uses(part));
    [
        whole_name(name, shop),
        free(company, false),
        free(address1, true),
        free(address2, false),
        // Even where the post has no use for it, as in Singapore: no server goes without.
        asked(city),
        region_of(region, country, shop, uses(country::REGION)),
        code(postal_code, country, shop, uses(country::POSTAL)),
        match text::phone(phone) {
            Verdict { valid: true, .. } => Found::FINE,
            // Whether one is asked for is a setting no API shows, and a shop may take any.
            verdict => Found::new(Severity::Warning, verdict),
        },
        match country {
            Some(_) => Found::FINE,
            // The shop's own list may have it.
            None => Found::new(Severity::Warning, Verdict::never(Reason::Country)),
        },
    ]
}

fn whole_name(text: &[u8], shop: Shop) -> Found {
    let found = asked(text);
    let blanks = |text: &[u8]| text.trim_ascii().contains(&b' ');
    if found.severity.is_none() && shop.splits_name && !blanks(text) {
        return Found::new(Severity::Error, Verdict::yet(Reason::Incomplete));
    }
    found
}

/// Free text without which no server takes an address.
fn asked(text: &[u8]) -> Found {
    if is_blank(text) {
        return Found::missing(true, false);
    }
    seen(text)
}

/// A line of the street.
fn free(text: &[u8], is_asked: bool) -> Found {
    if is_blank(text) {
        return Found::missing(is_asked, false);
    }
    if is_post_box(text) {
        return Found::note(Reason::PoBox);
    }
    seen(text)
}

/// Whether somebody can see all of it.
fn seen(text: &[u8]) -> Found {
    if Glyphs::of(text).any(|glyph| glyph == Glyph::Invisible) {
        Found::note(Reason::Invisible)
    } else {
        Found::FINE
    }
}

fn region_of(text: &[u8], country: Option<Country>, shop: Shop, is_used: bool) -> Found {
    if is_blank(text) {
        let may_be_asked = country.is_none_or(Country::is_region_asked);
        return Found::missing(
            shop.asks_region == Some(true),
            shop.asks_region.is_none() && may_be_asked,
        );
    }
    if !is_used && shop.asks_region != Some(true) && !country.is_some_and(Country::is_region_asked) {
        return Found::note(Reason::Unused);
    }
    seen(text)
}

fn code(text: &[u8], country: Option<Country>, shop: Shop, is_used: bool) -> Found {
    if is_blank(text) {
        let is_asked = country.is_none_or(Country::is_code_asked);
        let is_usual = country.is_some_and(|country| country.requires(country::POSTAL));
        return Found::missing(
            shop.asks_code.unwrap_or(is_asked),
            shop.asks_code.is_none() && is_usual,
        );
    }
    let verdict = postal::postal_code(country, text);
    if !verdict.valid {
        return Found::new(Severity::Warning, verdict);
    }
    // Where servers ask for one that the post does not have, people write something.
    if !is_used && shop.asks_code == Some(false) {
        return Found::note(Reason::Unused);
    }
    Found::FINE
}

/// The order in which fields are counted where they are told of.
const ORDER: &[u8] = b"NOACSZ";

/// Writes the fields of a country's addresses, in its own order, a byte each, and answers what else there is to say: as
/// `js::check` tells it to the page. Name, street and city are always there: no server goes without.
pub fn fields(country: Option<Country>, made: &mut [u8]) -> u32 {
    let lines = country.map_or(&b"N/O/A/C/S Z"[..], Country::lines);
    let mut count = 0;
    let mut put = |part: u8, is_new_line: bool| {
        let place = ORDER.iter().position(|other| *other == part);
        let (Some(place), Some(made)) = (place, made.get_mut(count)) else {
            return;
        };
        let is_required = match part {
            country::NAME | country::STREET | country::CITY => true,
            country::POSTAL => country.is_none_or(Country::is_code_asked),
            part => country.is_some_and(|country| country.requires(part)),
        };
        let is_capitals = country.is_some_and(|country| country.capitals(part));
        *made = u8::try_from(place).unwrap_or(0)
            | u8::from(is_required) << 3
            | u8::from(is_capitals) << 4
            | u8::from(is_new_line) << 5;
        count += 1;
    };
    // What the post has no use for and servers ask for all the same: on the side of the street where the larger places are.
    let has_city = lines.contains(&country::CITY);
    let is_falling = lines.first() != Some(&country::NAME) && lines.first() != Some(&country::COMPANY);
    let mut is_new_line = true;
    for &part in lines {
        if part == b'/' {
            is_new_line = true;
            continue;
        }
        let is_beside = part == country::STREET && !has_city;
        if is_beside && is_falling {
            put(country::CITY, true);
        }
        put(part, is_new_line);
        if is_beside && !is_falling {
            put(country::CITY, true);
        }
        is_new_line = false;
    }
    if !lines.contains(&country::POSTAL) && country.is_some_and(Country::is_code_asked) {
        put(country::POSTAL, true);
    }
    let count = u32::try_from(count).unwrap_or(0);
    let Some(country) = country else { return count };
    let (length, is_numeric) = extent(country);
    count
        | u32::from(country.labels()) << 8
        | 1 << 16
        | u32::from(country.has_regions()) << 17
        | u32::from(is_numeric) << 18
        | u32::try_from(length).unwrap_or(0) << 19
}

/// What a post-office box is called, letters alone.
const BOXES: [&[u8]; 14] = [
    b"pobox",
    b"postofficebox",
    b"postbox",
    b"postalbox",
    b"privatebag",
    b"postfach",
    b"postbus",
    b"postboks",
    b"boitepostale",
    b"apartadopostal",
    b"apartadodecorreos",
    b"casellapostale",
    b"caixapostal",
    b"skrytkapocztowa",
];

/// Whether the line names a post-office box.
fn is_post_box(text: &[u8]) -> bool {
    // How many letters of each name have been met; more than any for one that cannot come from here.
    const NONE: usize = usize::MAX;
    let mut met = [NONE; BOXES.len()];
    let mut is_begin = true;
    for glyph in Glyphs::of(text).chain([Glyph::Space]) {
        let letter = match glyph {
            Glyph::Char(code) => plain_letter(code),
            _ => None,
        };
        let Some(letter) = letter else {
            // Full stops and blanks may stand anywhere; a name that is whole ends here.
            if BOXES.iter().zip(met).any(|(name, met)| met == name.len()) {
                return true;
            }
            is_begin = true;
            continue;
        };
        for (name, met) in BOXES.iter().zip(&mut met) {
            *met = match name.get(*met) {
                Some(wanted) if *wanted == letter => *met + 1,
                _ if is_begin && name.first() == Some(&letter) => 1,
                _ => NONE,
            };
        }
        is_begin = false;
    }
    false
}

/// A small letter without its accent, of those that are in a name above.
fn plain_letter(code: u32) -> Option<u8> {
    match code {
        0xCE | 0xEE => Some(b'i'),
        _ => u8::try_from(code)
            .ok()
            .filter(u8::is_ascii_alphabetic)
            .map(|byte| byte.to_ascii_lowercase()),
    }
}
