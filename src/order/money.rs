//! Exact amounts: a decimal, read from text and written as text.

use crate::text::Text;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// An amount in the order's currency, exact: always with six digits after the point, so that amounts add, compare and
/// print by their units. `19.9` and `19.90` are equal.
#[derive(Clone, Copy, Default)]
pub struct Money(Decimal);

/// Digits after the point.
const SCALE: u32 = 6;
/// Units in one of the currency.
const ONE: i64 = 1_000_000;
/// The most digits before the point.
const MAX_DIGITS: u32 = 15;

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// Reads plain decimal text: `-?digits[.digits]`, at most 15 digits before the point and 6 after.
    ///
    /// Exponents, signs, blanks and groups are refused: a shop that writes them is not understood.
    pub fn parse(text: &str) -> Option<Money> {
        let (is_negative, digits) = match text.as_bytes() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let (mut whole, mut fraction) = (0_i64, 0_i64);
        let mut length = 0;
        // What a digit after the point is worth; nothing before the point.
        let mut worth = None;
        for byte in digits {
            let digit = i64::from(byte.wrapping_sub(b'0'));
            match (byte, &mut worth) {
                (b'.', None) if length > 0 => worth = Some(ONE),
                (b'0'..=b'9', None) if length < MAX_DIGITS => {
                    whole = whole * 10 + digit;
                    length += 1;
                }
                (b'0'..=b'9', Some(worth)) if *worth > 1 => {
                    *worth /= 10;
                    fraction += digit * *worth;
                }
                _ => return None,
            }
        }
        if length == 0 || worth == Some(ONE) {
            return None;
        }
        let units = i128::from(whole) * i128::from(ONE) + i128::from(fraction);
        Money::of(if is_negative { -units } else { units })
    }

    /// Reads a whole number of hundredths, `-?digits`: the minor units of every currency at Sylius.
    pub fn minor(text: &str) -> Option<Money> {
        let is_whole = text.bytes().all(|byte| byte != b'.');
        let hundredfold = Money::parse(text).filter(|_| is_whole)?;
        Money::of(hundredfold.0.mantissa() / 100)
    }

    fn of(units: i128) -> Option<Money> {
        Decimal::try_from_i128_with_scale(units, SCALE).ok().map(Money)
    }

    /// The sum, if it can be held.
    pub fn plus(self, other: Money) -> Option<Money> {
        Money::of(self.0.mantissa() + other.0.mantissa())
    }

    /// The difference, if it can be held.
    pub fn minus(self, other: Money) -> Option<Money> {
        Money::of(self.0.mantissa() - other.0.mantissa())
    }

    /// The amount `count` times, if it can be held.
    pub fn times(self, count: u32) -> Option<Money> {
        Money::of(self.0.mantissa() * i128::from(count))
    }

    /// Whether it is more than nothing.
    pub fn is_positive(self) -> bool {
        self.0.mantissa() > 0
    }

    /// Plain decimal text, at least two digits after the point: `"19.90"`.
    pub fn to_text(self) -> Text {
        let parts = self.0.unpack();
        let mut left = [parts.hi, parts.mid, parts.lo];
        // From the last digit to the first.
        let mut text = Vec::new();
        let mut places = 0;
        while places <= SCALE || left != [0; 3] {
            if places == SCALE {
                text.push(b'.');
            }
            let digit = b'0' + last_digit(&mut left);
            // Noughts at the end are left out, but for the first two after the point.
            if places + 2 >= SCALE || digit > b'0' || !text.is_empty() {
                text.push(digit);
            }
            places += 1;
        }
        if parts.negative && self != Money::ZERO {
            text.push(b'-');
        }
        text.reverse();
        String::from_utf8(text).unwrap_or_default().into()
    }
}

/// Divides by ten, word by word, and answers with the remainder.
fn last_digit(of: &mut [u32; 3]) -> u8 {
    let mut rest = 0_u64;
    for word in of {
        let whole = (rest << 32) | u64::from(*word);
        *word = u32::try_from(whole / 10).unwrap_or(0);
        rest = whole % 10;
    }
    u8::try_from(rest).unwrap_or(0)
}

impl PartialEq for Money {
    fn eq(&self, other: &Money) -> bool {
        self.0.mantissa() == other.0.mantissa()
    }
}

impl Eq for Money {}

impl Ord for Money {
    fn cmp(&self, other: &Money) -> Ordering {
        self.0.mantissa().cmp(&other.0.mantissa())
    }
}

impl PartialOrd for Money {
    fn partial_cmp(&self, other: &Money) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Money {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.mantissa().hash(state);
    }
}

/// Amounts are no secret, but they are data: only that there is one is shown.
impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Money")
    }
}
