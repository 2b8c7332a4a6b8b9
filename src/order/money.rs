//! Exact amounts: a decimal, read from text and written as text.

use crate::text::Text;
use rust_decimal::Decimal;
use std::fmt;

/// An amount in the order's currency, exact. `19.9` and `19.90` are equal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// Reads plain decimal text: `-?digits[.digits]`, at most 15 digits before the point and 6 after.
    ///
    /// Exponents, signs, blanks and groups are refused: a shop that writes them is not understood.
    pub fn parse(text: &str) -> Option<Money> {
        let (digits, negative) = text.strip_prefix('-').map_or((text, false), |rest| (rest, true));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str, most: usize| {
            !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit())
        };
        if !plain(whole, 15) || !plain(fraction, 6) {
            return None;
        }
        let mut units: i64 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            units = units.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        let units = if negative { -units } else { units };
        Some(Money(Decimal::new(units, scale).normalize()))
    }

    /// The sum, if it can be held.
    pub fn plus(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(|sum| Money(sum.normalize()))
    }

    /// The difference, if it can be held.
    pub fn minus(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(|rest| Money(rest.normalize()))
    }

    /// The amount `count` times, if it can be held.
    pub fn times(self, count: u32) -> Option<Money> {
        self.0
            .checked_mul(Decimal::from(count))
            .map(|product| Money(product.normalize()))
    }

    /// Whether it is more than nothing.
    pub fn is_positive(self) -> bool {
        self.0 > Decimal::ZERO
    }

    /// Plain decimal text, at least two digits after the point: `"19.90"`.
    pub fn to_text(self) -> Text {
        let scale = usize::try_from(self.0.scale()).unwrap_or(0);
        let mut digits = self.0.mantissa().unsigned_abs().to_string();
        while digits.len() <= scale {
            digits.insert(0, '0');
        }
        let point = digits.len() - scale;
        if scale > 0 {
            digits.insert(point, '.');
        } else {
            digits.push('.');
        }
        for _ in scale..2 {
            digits.push('0');
        }
        if self.0.is_sign_negative() && !self.0.is_zero() {
            digits.insert(0, '-');
        }
        digits.into()
    }
}

/// Amounts are no secret, but they are data: only that there is one is shown.
impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Money")
    }
}
