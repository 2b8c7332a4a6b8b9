//! An address as a whole: what is missing, what is not as its country writes it, and what only may be wrong.
//!
//! An error is what each server of every configuration refuses. Whatever one of them may take is a warning, for the post's
//! tables are older than some shop's own.

use super::country::{self, Country};
use super::glyph::{END, Glyphs, INVISIBLE, is_digit};
use super::postal;
use super::text::{self, is_blank};
use super::{Reason, Verdict};
use crate::order::Address;

/// How many parts an address has.
pub const PARTS: usize = 9;

/// The texts of an address, in the order of [`Address::parts`]: name, company, street, its second line, city, region, postal
/// code, country, phone.
pub type Texts<'a> = [&'a [u8]; PARTS];

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

impl Shop {
    /// Nothing is known of it.
    pub const UNKNOWN: Shop = Shop {
        asks_region: None,
        asks_code: None,
        splits_name: false,
    };

    /// From how it crosses: bits 0 and 1 whether it has said if it asks for a region and a postal code, bits 2 and 3 whether
    /// it does, bit 4 whether it splits names.
    pub fn of(bits: u32) -> Shop {
        let is = |bit: u32| bits >> bit & 1 != 0;
        Shop {
            asks_region: is(0).then_some(is(2)),
            asks_code: is(1).then_some(is(3)),
            splits_name: is(4),
        }
    }

    /// As it crosses.
    pub fn bits(self) -> u32 {
        let said = |asks: Option<bool>| u32::from(asks.is_some()) | u32::from(asks == Some(true)) << 2;
        said(self.asks_region) | said(self.asks_code) << 1 | u32::from(self.splits_name) << 4
    }
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The shop may take it.
    Warning,
    /// The shop refuses it.
    Error,
}

/// What is said of one part, as it crosses: a verdict's bits, and bit 8 for a warning or bit 9 for an error. A part that is
/// right may still have a reason to look twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found(u32);

impl Found {
    const FINE: Found = Found(Verdict::VALID.bits());

    fn warning(verdict: Verdict) -> Found {
        Found(verdict.bits() | 1 << 8)
    }

    fn error(verdict: Verdict) -> Found {
        Found(verdict.bits() | 1 << 9)
    }

    /// Missing: refused where it is asked for, and perhaps where that is not known.
    fn missing(is_error: bool, is_warning: bool) -> Found {
        let verdict = Verdict::yet(Reason::Empty);
        match (is_error, is_warning) {
            (true, _) => Found::error(verdict),
            (_, true) => Found::warning(verdict),
            _ => Found::FINE,
        }
    }

    /// As it crosses.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The verdict.
    pub fn verdict(self) -> Verdict {
        Verdict::of(self.0)
    }

    /// How bad it is; nothing where all is well.
    pub fn severity(self) -> Option<Severity> {
        match self.0 >> 8 {
            0 => None,
            1 => Some(Severity::Warning),
            _ => Some(Severity::Error),
        }
    }
}

/// What is said of each part, in the order of [`Texts`].
pub type Checked = [Found; PARTS];

/// Checks an address.
pub fn address(texts: &Texts<'_>, shop: Shop) -> Checked {
    let [
        name,
        company,
        address1,
        address2,
        city,
        region,
        postal_code,
        code,
        phone,
    ] = *texts;
    let country = Country::find(code);
    let uses = |part: u8| country.is_none_or(|country| country.uses(part));
    [
        whole_name(name, shop),
        free(company, false),
        free(address1, true),
        free(address2, false),
        // Even where the post has no use for it, as in Singapore: no server goes without.
        asked(city),
        region_of(region, country, shop, uses(country::REGION)),
        self::code(postal_code, country, shop, uses(country::POSTAL)),
        match country {
            Some(_) => Found::FINE,
            None if is_blank(code) => Found::missing(true, false),
            // The shop's own list may have it.
            None => Found::warning(Verdict::never(Reason::Country)),
        },
        // Whether one is asked for is a setting no API shows, and a shop may take any.
        doubtful(text::phone(phone)),
    ]
}

/// Checks an address of an order, and tells what is said of each part by its name.
pub fn parts(address: &Address, shop: Shop, tell: &mut dyn FnMut(&'static str, Found)) {
    let parts = address.parts();
    let found = self::address(&parts.map(|(_, text)| text.as_bytes()), shop);
    for ((name, _), found) in parts.iter().zip(found) {
        tell(name, found);
    }
}

/// Right, or a warning.
fn doubtful(verdict: Verdict) -> Found {
    if verdict.is_valid() && verdict.reason().is_none() {
        Found::FINE
    } else {
        Found::warning(verdict)
    }
}

fn whole_name(text: &[u8], shop: Shop) -> Found {
    let found = asked(text);
    let blanks = |text: &[u8]| text.trim_ascii().contains(&b' ');
    if found == Found::FINE && shop.splits_name && !blanks(text) {
        return Found::error(Verdict::yet(Reason::Incomplete));
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
        return Found::warning(Verdict::noted(Reason::PoBox));
    }
    seen(text)
}

/// Whether somebody can see all of it.
fn seen(text: &[u8]) -> Found {
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => return Found::FINE,
            INVISIBLE => return Found::warning(Verdict::noted(Reason::Invisible)),
            _ => {}
        }
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
        return Found::warning(Verdict::noted(Reason::Unused));
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
    if !verdict.is_valid() {
        return Found::warning(verdict);
    }
    // Where servers ask for one that the post does not have, people write something.
    if !is_used && shop.asks_code == Some(false) {
        return Found::warning(Verdict::noted(Reason::Unused));
    }
    Found::FINE
}

/// Writes the lines of a country's envelope, as `tables::LINES` has them, and answers how many bytes they are in the low five
/// bits; then four bits of what is required and six of capitals, as the columns have them; bit 15 whether regions are listed;
/// from bit 16 what fields are called; from bit 24 how long postal codes are, with bit 29 where they are digits; and bit 31
/// where nothing is known of the country.
pub fn fields(country: Option<Country>, made: &mut [u8]) -> u32 {
    let lines = country.map_or(&b"N/O/A/C/S Z"[..], Country::lines);
    let mut count = 0;
    for (made, byte) in made.iter_mut().zip(lines) {
        *made = *byte;
        count += 1;
    }
    let Some(country) = country else {
        return count | 1 << 31;
    };
    let (required, upper) = country.rules();
    let (required, upper) = (u32::from(required), u32::from(upper));
    count
        | (required & 15) << 5
        | upper << 9
        | (required >> 4 & 1) << 15
        | u32::from(country.labels()) << 16
        | u32::from(country.code_length()) << 24
}

/// What a post-office box is called, letters alone; `#` where a number has to follow, for it might be something else.
const BOXES: &[u8] = b"pobox,pob,gpobox,postofficebox,postbox,postalbox,privatebag,lockedbag,postfach,pf#,postbus,postboks,box#,\
    boitepostale,bp#,apartado,casilladecorreo,casillapostal,casellapostale,caixapostal,skrytkapocztowa,postilokero,postafiok";
const LONGEST_BOX: usize = 17;

/// Whether the line names a post-office box: one of the names, with blanks or full stops anywhere in it, from the beginning of
/// a word to the end of one.
fn is_post_box(text: &[u8]) -> bool {
    let mut glyphs = Glyphs::of(text);
    // The letters since the last word at which a name could begin.
    let (mut letters, mut length) = ([0; LONGEST_BOX], 0);
    loop {
        let glyph = glyphs.next();
        let letter = plain_letter(glyph);
        if letter != 0 {
            if let Some(place) = letters.get_mut(length) {
                *place = letter;
            }
            length += 1;
            continue;
        }
        // A word is over: is what was gathered a name, or the beginning of one?
        let gathered = letters.get(..length).unwrap_or(b"-");
        let mut is_begun = false;
        for name in BOXES.split(|byte| *byte == b',') {
            if name == gathered || is_digit(glyph) && name.strip_suffix(b"#") == Some(gathered) {
                return true;
            }
            is_begun |= name.starts_with(gathered);
        }
        if !is_begun {
            length = 0;
        }
        if glyph == END {
            return false;
        }
    }
}

/// A small letter without its accent, of those that are in a name above; 0 for anything else.
fn plain_letter(glyph: u32) -> u8 {
    match glyph {
        // Upper and lower i with a circumflex, o with an acute.
        0xCE | 0xEE => b'i',
        0xD3 | 0xF3 => b'o',
        _ => u8::try_from(glyph).map_or(0, |byte| {
            if byte.is_ascii_alphabetic() {
                byte.to_ascii_lowercase()
            } else {
                0
            }
        }),
    }
}
