//! Timestamps: milliseconds since 1970 in, ISO-8601 out.

/// `2026-11-21T17:16:24.052Z`.
pub(crate) fn text(ms: u64) -> String {
    let (days, rest) = (ms / 86_400_000, ms % 86_400_000);
    let (year, month, day) = civil(days);
    let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60);
    let (second, milli) = (rest / 1000 % 60, rest % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// The days from 1970 to a Gregorian date; `None` if there is no such day.
pub(crate) fn days(year: u64, month: u64, day: u64) -> Option<u64> {
    let shifted = (month + 9) % 12;
    let year = if month > 2 { year } else { year.checked_sub(1)? };
    let (era, of_era) = (year / 400, year % 400);
    let of_year = (153 * shifted + 2) / 5 + day.checked_sub(1)?;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    let days = days.checked_sub(719_468)?;
    (civil(days).1 == month && day < 32).then_some(days)
}

/// Days since 1970 to a Gregorian date (the usual 400-year-era arithmetic).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_recorded_moment_is_written_as_recorded() {
        assert_eq!(super::text(1_795_281_384_052), "2026-11-21T17:16:24.052Z");
        assert_eq!(super::text(951_782_400_000), "2000-02-29T00:00:00.000Z");
    }
}
