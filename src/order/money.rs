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
/// The most digits before the point.
const MAX_DIGITS: u32 = 15;

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// Reads plain decimal text: `-?digits[.digits]`, at most 15 digits before the point and 6 after.
    ///
    /// Exponents, signs, blanks and groups are refused: a shop that writes them is not understood.
    pub fn parse(text: &str) -> Option<Money> {
        Money::read(text, SCALE)
    }

    /// Reads a whole number of hundredths, `-?digits`: the minor units of every currency at Sylius.
    pub fn minor(text: &str) -> Option<Money> {
        let is_whole = text.bytes().all(|byte| byte != b'.');
        Money::read(text, SCALE - 2).filter(|_| is_whole)
    }

    /// Reads text in which one is worth ten to the power of `places` units.
    fn read(text: &str, places: u32) -> Option<Money> {
        let (is_negative, digits) = match text.as_bytes() {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let mut units = [0; 3];
        let mut length = 0;
        // How many digits may follow; before the point nothing says.
        let mut left = None;
        for byte in digits {
            match (byte, &mut left) {
                (b'.', None) if length > 0 => left = Some(places),
                (b'0'..=b'9', None) if length < MAX_DIGITS => length += 1,
                (b'0'..=b'9', Some(left)) if *left > 0 => *left -= 1,
                _ => return None,
            }
            if *byte != b'.' {
                push_digit(&mut units, byte - b'0');
            }
        }
        if length == 0 || left == Some(places) {
            return None;
        }
        for _ in 0..left.unwrap_or(places) {
            push_digit(&mut units, 0);
        }
        let [high, mid, low] = units;
        Some(Money(Decimal::from_parts(low, mid, high, is_negative, SCALE)))
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
    pub fn times(self, mut count: u32) -> Option<Money> {
        let (mut sum, mut part) = (0, self.0.mantissa());
        while count > 0 {
            if count & 1 == 1 {
                sum += part;
            }
            part <<= 1;
            count >>= 1;
        }
        Money::of(sum)
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

/// Multiplies by ten, word by word, and adds a digit: multiplying 128 bits at once is a large function.
fn push_digit(to: &mut [u32; 3], digit: u8) {
    let mut carry = u64::from(digit);
    for word in to.iter_mut().rev() {
        carry += u64::from(*word) * 10;
        *word = u32::try_from(carry & u64::from(u32::MAX)).unwrap_or(0);
        carry >>= 32;
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
