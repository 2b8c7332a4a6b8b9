//! What the tables say of one country.

use super::tables;

/// A country of the tables.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Country {
    place: usize,
}

/// A letter of [`tables::LINES`].
pub(crate) const CITY: u8 = b'C';
pub(crate) const REGION: u8 = b'S';
pub(crate) const POSTAL: u8 = b'Z';

/// The order of those that say what is required.
const REQUIRED_BITS: &[u8] = &[CITY, REGION, POSTAL];

impl Country {
    /// The country of an ISO-2 code in any case, if there is one.
    pub fn find(code: &[u8]) -> Option<Country> {
        let [first, second] = *code.trim_ascii() else {
            return None;
        };
        if !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() {
            return None;
        }
        let letter = |byte: u8| usize::from(byte & 31) - 1;
        let at = letter(first) * 26 + letter(second);
        let (before, rest) = tables::CODES.split_at_checked(at / 8)?;
        let (byte, bit) = (rest.first()?, 1 << (at % 8));
        if byte & bit == 0 {
            return None;
        }
        let mut place = (byte & (bit - 1)).count_ones();
        for byte in before {
            place += byte.count_ones();
        }
        usize::try_from(place).ok().map(|place| Country { place })
    }

    /// Every country of the tables.
    pub fn all() -> impl Iterator<Item = ([u8; 2], Country)> {
        let codes = (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]));
        codes.filter_map(|code| Some((code, Country::find(&code)?)))
    }

    fn of(self, column: &[u8]) -> u8 {
        column.get(self.place).copied().unwrap_or(0)
    }

    #[inline(never)]
    fn text(self, column: &[u8], texts: &'static [u8]) -> &'static [u8] {
        texts
            .split(|byte| *byte == b'\n')
            .nth(self.of(column).into())
            .unwrap_or_default()
    }

    /// The lines of an envelope, as letters, divided by slashes.
    pub(crate) fn lines(self) -> &'static [u8] {
        self.text(tables::FORMAT, tables::LINES)
    }

    /// Its postal codes; empty where there are none, or none that are known.
    pub(crate) fn pattern(self) -> &'static [u8] {
        let text = self.text(tables::POSTAL, tables::PATTERNS);
        text.get(1..).unwrap_or_default()
    }

    /// How long they are, written out, with bit 5 where they are digits alone; 0 without a pattern.
    pub(crate) fn code_length(self) -> u8 {
        let text = self.text(tables::POSTAL, tables::PATTERNS);
        text.first().map_or(0, |byte| byte & 0x3F)
    }

    /// What is required and what is in capitals, as the columns have it.
    pub(crate) fn rules(self) -> (u8, u8) {
        (self.of(tables::REQUIRED), self.of(tables::UPPER))
    }

    /// Whether addresses have this part.
    pub(crate) fn uses(self, part: u8) -> bool {
        self.lines().contains(&part)
    }

    /// Whether the post requires it: city, region or postal code.
    pub(crate) fn requires(self, part: u8) -> bool {
        has(self.of(tables::REQUIRED), REQUIRED_BITS, part)
    }

    /// Whether each server refuses an address without a postal code.
    pub(crate) fn is_code_asked(self) -> bool {
        self.of(tables::REQUIRED) & 1 << 3 == 0
    }

    /// Whether a server may refuse an address without a region.
    pub(crate) fn is_region_asked(self) -> bool {
        self.requires(REGION) || self.of(tables::REQUIRED) & 1 << 5 != 0
    }

    /// What region, city and postal code are called: 4, 2 and 2 bits.
    pub(crate) fn labels(self) -> u8 {
        self.of(tables::LABELS)
    }
}

fn has(bits: u8, order: &[u8], part: u8) -> bool {
    let place = order.iter().position(|other| *other == part);
    place.is_some_and(|place| bits >> place & 1 != 0)
}
