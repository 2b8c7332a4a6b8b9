//! A card's number, security code and holder.

use super::brands::{Brand, RANGES, filled};
use super::glyph::{DASH, END, Glyphs, INVISIBLE, JOINER, SPACE};
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
    fn push(&mut self, digit: u32) {
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

/// What a number is, as it crosses: the verdict in the low 8 bits, whose it may be in the next 16, as a set of
/// [`Brand::bit`], and the likeliest brand's place from 1 in the rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number(u32);

impl Number {
    /// As it crosses.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Whether it is a number of one of the brands.
    pub fn verdict(self) -> Verdict {
        Verdict::of(self.0)
    }

    /// Whose it may be: one once that is settled, and two where sources disagree for good.
    pub fn brands(self) -> u32 {
        self.0 >> 8 & 0xFFFF
    }

    /// The brand with the longest range.
    pub fn likeliest(self) -> Option<Brand> {
        let place = usize::try_from(self.0 >> 24).ok()?.checked_sub(1)?;
        Brand::at(place)
    }
}

/// Checks a number as it is typed or pasted. `told` is what a payment provider's look-up said it is: that holds.
pub fn number(text: &[u8], told: Option<Brand>) -> Number {
    let mut sums = Sums::default();
    let mut wrong = None;
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => break,
            digit @ 0x30..=0x39 => {
                // Longer than any number is long enough to be refused.
                if sums.count <= MAX_DIGITS {
                    sums.push(digit - 0x30);
                }
            }
            SPACE | DASH => {}
            INVISIBLE | JOINER => wrong = wrong.or(Some(Reason::Invisible)),
            _ => wrong = wrong.or(Some(Reason::Characters)),
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
    // The place of no brand is 0.
    let place = u32::BITS - likeliest.leading_zeros();
    Number(verdict.bits() | brands << 8 | place << 24)
}

fn judge(sums: &Sums, brands: u32) -> Verdict {
    if sums.count == 0 {
        return Verdict::yet(Reason::Empty);
    }
    if brands == 0 {
        return Verdict::never(Reason::Brand);
    }
    let (mut can_grow, mut is_length) = (false, false);
    for brand in Brand::ALL {
        if brand.bit() & brands == 0 {
            continue;
        }
        let lengths = brand.rules().lengths >> sums.count;
        // Its oldest ranges, 1800 and 2131, had 15 (Spree's and Solidus's `CreditCard::CARD_TYPES`).
        let is_old = *brand == Brand::Jcb && sums.count == 15 && sums.prefix < 30_000_000;
        if lengths & 1 != 0 || is_old {
            if sums.checks(*brand) {
                return Verdict::VALID;
            }
            is_length = true;
        }
        can_grow |= lengths > 1;
    }
    match (is_length, can_grow) {
        (true, true) => Verdict::yet(Reason::Checksum),
        (true, false) => Verdict::never(Reason::Checksum),
        (false, true) => Verdict::yet(Reason::Incomplete),
        (false, false) => Verdict::never(Reason::TooLong),
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

/// Checks a security code. `lengths` has bit `n` for each number `n` of digits it may have; nothing may follow from
/// having none only where `is_required` is false.
pub fn security_code(text: &[u8], lengths: u32, is_required: bool) -> Verdict {
    let mut count = 0u32;
    let mut is_over = false;
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => break,
            0x30..=0x39 if !is_over && count < 31 => count += 1,
            // Around it, as paste brings them along.
            SPACE => is_over = count > 0,
            INVISIBLE | JOINER => return Verdict::never(Reason::Invisible),
            _ => return Verdict::never(Reason::Characters),
        }
    }
    match lengths >> count {
        _ if count == 0 && is_required => Verdict::yet(Reason::Empty),
        _ if count == 0 => Verdict::VALID,
        rest if rest & 1 != 0 => Verdict::VALID,
        0 => Verdict::never(Reason::TooLong),
        _ => Verdict::yet(Reason::Incomplete),
    }
}

/// Checks a holder's name: anything that is not blank and not a card's number.
pub fn holder(text: &[u8]) -> Verdict {
    let (mut has_letters, mut characters) = (false, 0u32);
    let mut run = Sums::default();
    let mut is_number = false;
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => break,
            digit @ 0x30..=0x39 => {
                if run.count <= MAX_DIGITS {
                    run.push(digit - 0x30);
                }
                // Some number among others: judged where it stands, since more digits may follow.
                is_number |= (MIN_DIGITS..=MAX_DIGITS).contains(&run.count) && run.even.is_multiple_of(10);
            }
            SPACE | DASH | JOINER => {}
            INVISIBLE => return Verdict::never(Reason::Invisible),
            _ => {
                has_letters = true;
                run = Sums::default();
            }
        }
        characters += 1;
    }
    if characters > MAX_NAME {
        Verdict::never(Reason::TooLong)
    } else if is_number {
        Verdict::never(Reason::CardNumber)
    } else if has_letters {
        Verdict::VALID
    } else if run.count == 0 {
        Verdict::yet(Reason::Empty)
    } else {
        // A name may begin with a number, and none is a number alone.
        Verdict::yet(Reason::CardNumber)
    }
}
