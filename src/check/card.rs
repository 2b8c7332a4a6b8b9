//! A card's number, security code and holder.

use super::brands::{Brand, RANGES, filled};
use super::glyph::{Glyph, Glyphs};
use super::{Reason, Verdict};
use std::cmp::Ordering;

/// The digits after which a range is settled.
const PREFIX_DIGITS: u32 = 8;
/// The shortest and the longest number of any network.
const MIN_DIGITS: u32 = 12;
const MAX_DIGITS: u32 = 19;
/// The most characters of a holder's name; networks print fewer, gateways take this many.
const MAX_NAME: u32 = 255;

/// What one pass over a number's digits leaves.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: u32,
    /// The first eight digits.
    prefix: u32,
    /// Luhn's sum if the next digit is not the last one to be doubled, and if it is.
    even: u32,
    odd: u32,
    /// Naranja's own sum of the first fifteen, and the last digit.
    weighted: u32,
    last: u32,
}

impl Sums {
    fn push(&mut self, digit: u8) {
        let digit = u32::from(digit);
        if self.count < PREFIX_DIGITS {
            self.prefix = self.prefix * 10 + digit;
        }
        if self.count < 15 {
            // 4 3 2 7 6 5, over and over.
            let weight = match self.count % 6 {
                at @ 0..3 => 4 - at,
                at => 10 - at,
            };
            self.weighted += digit * weight;
        }
        let doubled = if digit < 5 { digit * 2 } else { digit * 2 - 9 };
        (self.even, self.odd) = (self.odd + digit, self.even + doubled);
        self.last = digit;
        // What is longer than any number is only counted: no sum can run over.
        self.count = self.count.saturating_add(1);
    }

    /// Whether the last digit checks the others, the way this network does it.
    fn checks(&self, brand: Brand) -> bool {
        if self.even.is_multiple_of(10) {
            return true;
        }
        match brand {
            // Not all of their cards have a check digit.
            Brand::Unionpay => true,
            // Their older cards count modulo 11 (am).
            Brand::Naranja => {
                let check = 11 - self.weighted % 11;
                self.last == if check > 9 { 0 } else { check }
            }
            _ => false,
        }
    }
}

/// What a number is: its verdict, and whose it may be, as a set of [`Brand::bit`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number {
    /// Whether it is a number of one of `brands`.
    pub verdict: Verdict,
    /// Whose it may be: one once that is settled, and two where sources disagree for good.
    pub brands: u32,
    /// The place, from 1, of the brand with the longest range; 0 while there is none.
    pub likeliest: u32,
}

impl Number {
    /// As it crosses: the verdict in the low 8 bits, the brands in the next 16, the likeliest's place from 1 in the rest.
    pub fn bits(self) -> u32 {
        self.verdict.bits() | self.brands << 8 | self.likeliest << 24
    }
}

/// Checks a number as it is typed or pasted. `told` is what a payment provider's look-up said it is: that holds.
pub fn number(text: &[u8], told: Option<Brand>) -> Number {
    let mut sums = Sums::default();
    let mut wrong = None;
    for glyph in Glyphs::of(text) {
        match glyph {
            Glyph::Digit(value) if sums.count <= MAX_DIGITS => sums.push(value),
            Glyph::Space | Glyph::Dash | Glyph::Digit(_) => {}
            Glyph::Invisible | Glyph::Joiner => wrong = wrong.or(Some(Reason::Invisible)),
            Glyph::Char(_) => wrong = wrong.or(Some(Reason::Characters)),
        }
    }
    let (brands, likeliest) = match told {
        Some(brand) => (brand.bit(), brand.bit()),
        None => candidates(sums.count, sums.prefix),
    };
    let verdict = match wrong {
        Some(reason) => Verdict::never(reason),
        None => judge(&sums, brands),
    };
    Number {
        verdict,
        brands,
        likeliest: if likeliest == 0 {
            0
        } else {
            likeliest.trailing_zeros() + 1
        },
    }
}

fn judge(sums: &Sums, brands: u32) -> Verdict {
    if sums.count == 0 {
        return Verdict::yet(Reason::Empty);
    }
    if brands == 0 {
        return Verdict::never(Reason::Brand);
    }
    let here = 1 << sums.count;
    let (mut valid, mut potential, mut reason) = (false, false, Reason::TooLong);
    for brand in Brand::ALL {
        if brand.bit() & brands == 0 {
            continue;
        }
        let lengths = brand.rules().lengths;
        let can_grow = lengths >> sums.count > 1;
        if lengths & here != 0 {
            valid |= sums.checks(*brand);
            reason = Reason::Checksum;
        } else if can_grow && reason == Reason::TooLong {
            reason = Reason::Incomplete;
        }
        potential |= can_grow;
    }
    Verdict {
        valid,
        potential: potential || valid,
        reason: (!valid).then_some(reason),
    }
}

/// Whose a number that begins so may be, and the likeliest of them, as sets of [`Brand::bit`].
///
/// Once every candidate is settled the longest range has it, and of two as long the narrower. RuPay's ranges come from
/// another source than Discover's and Maestro's, in whose ranges they lie: there both stay.
pub(super) fn candidates(count: u32, prefix: u32) -> (u32, u32) {
    if count == 0 {
        return (0, 0);
    }
    let known = count.min(PREFIX_DIGITS);
    let scale = filled(u8::try_from(known).unwrap_or(0));
    let low = prefix * scale;
    let high = low + (scale - 1);
    let (mut open, mut settled) = (0, 0);
    let (mut best, mut winner) = ((0, 0), 0);
    for range in &RANGES {
        match range.place(low, high) {
            Ordering::Less => continue,
            Ordering::Greater => break,
            Ordering::Equal => {}
        }
        let bit = range.brand.bit();
        if u32::from(range.digits) > known {
            open |= bit;
        } else {
            settled |= bit;
            let sure = (range.digits, u32::MAX - range.span());
            if sure > best {
                (best, winner) = (sure, bit);
            }
        }
    }
    if open & !settled != 0 {
        return (open | settled, winner);
    }
    let discover = settled & Brand::Discover.bit();
    let kept = match (winner == Brand::Rupay.bit(), discover) {
        (false, _) => 0,
        (true, 0) => settled & Brand::Maestro.bit(),
        (true, _) => discover,
    };
    (winner | kept, winner)
}

/// Whose a number may be, as a set of [`Brand::bit`].
pub fn brands(text: &[u8]) -> u32 {
    number(text, None).brands
}

/// Checks a security code. `lengths` has bit `n` for each number `n` of digits it may have; nothing may follow from
/// having none only where `is_required` is false.
pub fn security_code(text: &[u8], lengths: u32, is_required: bool) -> Verdict {
    let mut count = 0u32;
    let mut is_over = false;
    for glyph in Glyphs::of(text) {
        match glyph {
            Glyph::Digit(_) if !is_over => count = count.saturating_add(1),
            // Around it, as paste brings them along.
            Glyph::Space => is_over = count > 0,
            Glyph::Invisible | Glyph::Joiner => return Verdict::never(Reason::Invisible),
            _ => return Verdict::never(Reason::Characters),
        }
    }
    if count == 0 {
        return if is_required {
            Verdict::yet(Reason::Empty)
        } else {
            Verdict::VALID
        };
    }
    let can_grow = lengths.checked_shr(count).unwrap_or(0) > 1;
    if count < 32 && lengths >> count & 1 != 0 {
        Verdict {
            potential: true,
            ..Verdict::VALID
        }
    } else if can_grow {
        Verdict::yet(Reason::Incomplete)
    } else {
        Verdict::never(Reason::TooLong)
    }
}

/// Checks a holder's name: anything that is not blank and not a card's number.
pub fn holder(text: &[u8]) -> Verdict {
    let (mut letters, mut characters) = (0u32, 0u32);
    let mut run = Sums::default();
    let mut is_number = false;
    for glyph in Glyphs::of(text) {
        characters = characters.saturating_add(1);
        match glyph {
            Glyph::Digit(value) => {
                if run.count <= MAX_DIGITS {
                    run.push(value);
                }
                // Some number among others: judged where it stands, since more digits may follow.
                is_number |= (MIN_DIGITS..=MAX_DIGITS).contains(&run.count) && run.even.is_multiple_of(10);
            }
            Glyph::Space | Glyph::Dash => {}
            Glyph::Invisible => return Verdict::never(Reason::Invisible),
            Glyph::Joiner => {}
            Glyph::Char(_) => {
                letters += 1;
                run = Sums::default();
            }
        }
    }
    if characters > MAX_NAME {
        return Verdict::never(Reason::TooLong);
    }
    if is_number {
        return Verdict::never(Reason::CardNumber);
    }
    match (letters, run.count) {
        (0, 0) => Verdict::yet(Reason::Empty),
        // A name may begin with a number, and none is a number alone.
        (0, _) => Verdict::yet(Reason::CardNumber),
        _ => Verdict::VALID,
    }
}
