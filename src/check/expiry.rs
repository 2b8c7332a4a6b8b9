//! A card's expiry, in every form people type or paste: `1/29`, `01 / 2029`, `2029-01`, `0129`.
//!
//! A card is good through its month, in the calendar of whoever sees the date. Today comes in; a page that knows only an
//! instant takes the date of the last time zone to reach it, so that no card expires early anywhere.

use super::glyph::{DASH, END, Glyphs, INVISIBLE, JOINER, SPACE};
use super::{Reason, Verdict};

/// The furthest ahead that cards are issued, in years: the horizon of `card-validator` 10.0.4.
const HORIZON_YEARS: u32 = 19;

/// What an expiry is, as it crosses: the verdict in the low 8 bits, the month from bit 8, all digits of the year from bit 12,
/// both as far as they are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Expiry(u32);

impl Expiry {
    const fn never(reason: Reason) -> Expiry {
        Expiry(Verdict::never(reason).bits())
    }

    const fn yet(reason: Reason) -> Expiry {
        Expiry(Verdict::yet(reason).bits())
    }

    /// As it crosses.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Whether it lies ahead.
    pub fn verdict(self) -> Verdict {
        Verdict::of(self.0)
    }

    /// 1 to 12; 0 while it is not known.
    pub fn month(self) -> u32 {
        self.0 >> 8 & 15
    }

    /// All four digits; 0 while it is not known.
    pub fn year(self) -> u32 {
        self.0 >> 12
    }
}

/// Digits with nothing between them.
#[derive(Clone, Copy, Default)]
pub(super) struct Group {
    pub(super) value: u32,
    pub(super) digits: u32,
}

impl Group {
    /// The first so many digits, and the others.
    fn cut(self, first: u32) -> (Group, Group) {
        let scale = ten_to(self.digits.saturating_sub(first));
        let head = Group {
            value: self.value / scale,
            digits: first.min(self.digits),
        };
        let tail = Group {
            value: self.value % scale,
            digits: self.digits.saturating_sub(first),
        };
        (head, tail)
    }
}

/// A small power of ten.
fn ten_to(power: u32) -> u32 {
    (0..power).fold(1, |scale, _| scale * 10)
}

/// The most digits there are: MMYYYY.
const MAX_DIGITS: u32 = 6;

/// One or two groups, and whether the last one is ended.
pub(super) struct Groups {
    pub(super) first: Group,
    pub(super) second: Group,
    /// Whether a separator follows the first.
    pub(super) is_parted: bool,
}

/// Takes the text apart.
pub(super) fn groups(text: &[u8]) -> Result<Groups, Reason> {
    let mut groups = Groups {
        first: Group::default(),
        second: Group::default(),
        is_parted: false,
    };
    let mut is_over = false;
    let mut glyphs = Glyphs::of(text);
    loop {
        let digit = match glyphs.next() {
            END => return Ok(groups),
            digit @ 0x30..=0x39 => digit - 0x30,
            INVISIBLE | JOINER => return Err(Reason::Invisible),
            // Slashes, full stops, and the characters for year and month.
            SPACE | DASH | 0x2C | 0x2E | 0x2F | 0x5C | 0x2044 | 0x2215 | 0x5E74 | 0x6708 | 0xB144
            | 0xC6D4 => {
                groups.is_parted |= groups.first.digits > 0;
                is_over |= groups.second.digits > 0;
                continue;
            }
            _ => return Err(Reason::Characters),
        };
        let group = if groups.is_parted {
            &mut groups.second
        } else {
            &mut groups.first
        };
        if is_over || group.digits == MAX_DIGITS {
            return Err(Reason::TooLong);
        }
        group.value = group.value * 10 + digit;
        group.digits += 1;
    }
}

/// Checks an expiry against the present month.
pub fn expiry(text: &[u8], year: u32, month: u32) -> Expiry {
    let groups = match groups(text) {
        Ok(groups) => groups,
        Err(reason) => return Expiry::never(reason),
    };
    let today = Today {
        year: year.clamp(1, 9_000),
        month,
    };
    let (first, second) = (groups.first, groups.second);
    if first.digits == 0 {
        return Expiry::yet(Reason::Empty);
    }
    if groups.is_parted {
        return match first.digits {
            1 | 2 => today.read(first, second, true),
            4 => today.read_year_first(first, second),
            _ => Expiry::never(Reason::Format),
        };
    }
    // Nothing parts them: whichever reading is right, the likeliest first.
    let (month, year) = first.cut(2);
    let likely = today.read(month, year, first.digits > 2);
    let (month, year) = first.cut(1);
    let short = today.read(month, year, first.digits > 1);
    let (year, month) = first.cut(4);
    let turned = today.read_year_first(year, month);
    for wanted in 0..2 {
        for read in [likely, short, turned] {
            // Valid, then potential.
            if read.0 >> wanted & 1 != 0 {
                return read;
            }
        }
    }
    likely
}

struct Today {
    year: u32,
    month: u32,
}

impl Today {
    /// Month, then year.
    fn read(&self, month: Group, year: Group, is_month_over: bool) -> Expiry {
        match month.value {
            0 if month.digits == 1 && !is_month_over => return Expiry::yet(Reason::Incomplete),
            1..=12 => {}
            _ => return Expiry::never(Reason::Month),
        }
        self.judge(month.value, year)
    }

    /// Year, then month: as date inputs and some autofills write it.
    fn read_year_first(&self, year: Group, month: Group) -> Expiry {
        match (month.value, month.digits) {
            _ if year.digits < 4 && !self.begins_year(year, self.year) => Expiry::never(Reason::Year),
            (0, 0 | 1) if self.begins_year(year, self.year) => Expiry::yet(Reason::Incomplete),
            // An expiry in the past, whatever its month.
            (0, 0 | 1) => self.judge(1, year),
            (1..=12, 1 | 2) => {
                let found = self.judge(month.value, year);
                // A one may be the beginning of December.
                let is_begun =
                    month.value == 1 && month.digits == 1 && self.judge(12, year).verdict().is_valid();
                Expiry(found.0 | u32::from(is_begun) << 1)
            }
            _ => Expiry::never(Reason::Month),
        }
    }

    /// Whether a year from `from` to the horizon begins with these digits.
    fn begins_year(&self, year: Group, from: u32) -> bool {
        let scale = ten_to(4u32.saturating_sub(year.digits));
        let first = year.value.saturating_mul(scale);
        first <= self.year + HORIZON_YEARS && from < first.saturating_add(scale)
    }

    fn judge(&self, month: u32, year: Group) -> Expiry {
        let from = self.year + u32::from(month < self.month);
        // All four digits, or some of the first.
        let is_begun = year.digits < 4 && self.begins_year(year, from);
        let whole = match year.digits {
            0 => return Expiry::yet(Reason::Incomplete),
            1 => {
                let mut ahead = from..=self.year + HORIZON_YEARS;
                if is_begun || ahead.any(|whole| whole / 10 % 10 == year.value) {
                    return Expiry::yet(Reason::Incomplete);
                }
                return Expiry::never(Reason::Year);
            }
            3 if is_begun => return Expiry::yet(Reason::Incomplete),
            2 => {
                // The next fifty years or the last fifty.
                let ahead = (year.value + 100 - self.year % 100) % 100;
                if ahead <= 50 {
                    self.year + ahead
                } else {
                    (self.year + ahead).saturating_sub(100)
                }
            }
            4 => year.value,
            _ => return Expiry::never(Reason::Year),
        };
        let verdict = if whole < from {
            Verdict::never(Reason::Past)
        } else if whole > self.year + HORIZON_YEARS {
            Verdict::never(Reason::Far)
        } else {
            Verdict::VALID
        };
        Expiry(verdict.bits() | u32::from(is_begun) << 1 | month << 8 | whole << 12)
    }
}
