//! The table at the end of `cargo xtask test`, and its last line.

use std::fmt::Write as _;
use std::time::Duration;

use super::counts::Counts;

/// What a stage came to.
#[derive(Debug)]
pub struct Row {
    /// The stage.
    pub name: &'static str,
    /// Its tests.
    pub counts: Counts,
    /// How long it took.
    pub time: Duration,
    /// Why it was skipped, or failed without a test's name.
    pub note: String,
}

/// The table and, as the last line, `N passed, N failed`, with `, N skipped` if any were.
pub fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "\n{:<18}{:>8}{:>8}{:>8}{:>9}\n",
        "stage", "passed", "failed", "skipped", "time"
    );
    let mut sum = Counts::default();
    for Row {
        name,
        counts,
        time,
        note,
    } in rows
    {
        let Counts {
            passed,
            failed,
            skipped,
        } = counts;
        let row = format!(
            "{name:<18}{passed:>8}{failed:>8}{skipped:>8}{:>8.1}s  {note}",
            time.as_secs_f64()
        );
        let _ = writeln!(text, "{}", row.trim_end());
        sum = sum.and(*counts);
    }
    let total: Duration = rows.iter().map(|row| row.time).sum();
    let _ = writeln!(text, "{:<18}{:>33.1}s\n", "total", total.as_secs_f64());
    let _ = write!(text, "{} passed, {} failed", sum.passed, sum.failed);
    if sum.skipped > 0 {
        let _ = write!(text, ", {} skipped", sum.skipped);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(passed: u64, failed: u64, skipped: u64) -> Row {
        Row {
            name: "native",
            counts: Counts {
                passed,
                failed,
                skipped,
            },
            time: Duration::ZERO,
            note: String::new(),
        }
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let last = |rows: &[Row]| text(rows).lines().last().map(str::to_owned);
        assert_eq!(
            last(&[row(2, 0, 0), row(1, 3, 0)]).as_deref(),
            Some("3 passed, 3 failed")
        );
        assert_eq!(
            last(&[row(2, 0, 1)]).as_deref(),
            Some("2 passed, 0 failed, 1 skipped")
        );
        assert_eq!(last(&[]).as_deref(), Some("0 passed, 0 failed"));
    }
}
