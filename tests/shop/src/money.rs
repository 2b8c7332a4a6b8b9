//! Amounts: exact decimals, written as a Solidus writes them.

use rust_decimal::{Decimal, RoundingStrategy};

/// Rounded to two places, halves away from zero: the columns are `decimal(10,2)`.
pub(crate) fn round(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The JSON string form: no padding, but always one decimal place (`"10.0"`, `"19.99"`).
pub(crate) fn text(amount: Decimal) -> String {
    let normal = amount.normalize();
    if normal.scale() == 0 {
        format!("{}.0", plain(normal))
    } else {
        plain(normal)
    }
}

/// The form for people: `$1,234.56`, `-$10.00`.
pub(crate) fn display(amount: Decimal) -> String {
    let rounded = round(amount);
    let digits = format!("{:.2}", rounded.abs());
    let (whole, cents) = digits.split_once('.').unwrap_or((&digits, "00"));
    let mut out = String::with_capacity(digits.len() + 6);
    if rounded.is_sign_negative() && !rounded.is_zero() {
        out.push('-');
    }
    out.push('$');
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push('.');
    out.push_str(cents);
    out
}

/// A percentage as labels show it: `5.0%`.
pub(crate) fn percent(rate: Decimal) -> String {
    format!("{}%", text(rate * Decimal::ONE_HUNDRED))
}

fn plain(amount: Decimal) -> String {
    if amount.is_zero() {
        "0".into()
    } else {
        amount.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_recorded() {
        assert_eq!(text(Decimal::new(1000, 2)), "10.0");
        assert_eq!(text(Decimal::new(1999, 2)), "19.99");
        assert_eq!(text(Decimal::ZERO), "0.0");
        assert_eq!(display(Decimal::new(-1000, 2)), "-$10.00");
        assert_eq!(display(Decimal::new(123_456_789, 2)), "$1,234,567.89");
        assert_eq!(percent(Decimal::new(5, 2)), "5.0%");
        assert_eq!(round(Decimal::new(1995, 3)), Decimal::new(200, 2));
    }
}
