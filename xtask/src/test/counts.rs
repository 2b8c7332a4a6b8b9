//! How many tests a runner says it ran, read from its own words.

/// Passed, failed, skipped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold.
    pub failed: u64,
    /// Did not run.
    pub skipped: u64,
}

impl Counts {
    /// A stage that is one test: a formatter, a compiler.
    pub fn one(ok: bool) -> Self {
        Self {
            passed: u64::from(ok),
            failed: u64::from(!ok),
            skipped: 0,
        }
    }

    /// Both together.
    pub fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }

    /// A runner that failed without naming a test (nothing compiled, say) counts as one failed test.
    pub fn after(self, ok: bool) -> Self {
        Self {
            failed: if ok { self.failed } else { self.failed.max(1) },
            ..self
        }
    }
}

/// The sum of all lines `test result: ok. 2 passed; 0 failed; 1 ignored; …`, as cargo's and wasm-bindgen's runners
/// write them.
pub fn cargo(text: &str) -> Counts {
    let results = text.lines().filter_map(|line| line.split_once("test result: "));
    results.fold(Counts::default(), |sum, (_, line)| {
        sum.and(Counts {
            passed: before(line, " passed"),
            failed: before(line, " failed"),
            skipped: before(line, " ignored"),
        })
    })
}

/// The number that stands right before a word.
fn before(line: &str, word: &str) -> u64 {
    let number = line
        .split_once(word)
        .and_then(|(start, _)| start.rsplit([' ', ';']).next());
    number.and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// The summary of `node --test`: lines `ℹ pass 3` (reporter "spec") or `# pass 3` (TAP).
pub fn node(text: &str) -> Counts {
    let of = |name: &str| -> u64 {
        let lines = text
            .lines()
            .filter_map(|line| line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")));
        let numbers = lines.filter_map(|line| {
            line.strip_prefix(name)?
                .strip_prefix(' ')?
                .trim()
                .parse::<u64>()
                .ok()
        });
        numbers.sum()
    };
    Counts {
        passed: of("pass"),
        failed: of("fail") + of("cancelled"),
        skipped: of("skipped") + of("todo"),
    }
}

/// The first line in which a compiler or runner says what is wrong, cut to fit a table.
pub fn first_failure(text: &str) -> String {
    let says_so = |line: &&str| {
        let line = line.trim_start();
        ["error", "✖ ", "not ok "]
            .iter()
            .any(|start| line.starts_with(start))
            || line.ends_with(" FAILED")
            || line.contains("): error TS")
    };
    text.lines()
        .find(says_so)
        .map(|line| line.trim().chars().take(100).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_binary_of_cargo_counts() {
        let text = "running 2 tests\ntest a ... ok\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 4 filtered out\n";
        assert_eq!(
            cargo(text),
            Counts {
                passed: 12,
                failed: 3,
                skipped: 1
            }
        );
        assert_eq!(cargo("error: could not compile"), Counts::default());
    }

    #[test]
    fn both_reporters_of_node_count() {
        let spec =
            "✔ a (1ms)\nℹ tests 6\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\n";
        assert_eq!(
            node(spec),
            Counts {
                passed: 3,
                failed: 2,
                skipped: 1
            }
        );
        assert_eq!(
            node("# tests 1\n# pass 1\n# fail 0\n# passed 9\n"),
            Counts {
                passed: 1,
                failed: 0,
                skipped: 0
            }
        );
    }

    #[test]
    fn a_runner_that_only_breaks_is_one_failure() {
        assert_eq!(Counts::default().after(false).failed, 1);
        assert_eq!(
            Counts {
                failed: 3,
                ..Counts::default()
            }
            .after(false)
            .failed,
            3
        );
        assert_eq!(Counts::default().after(true), Counts::default());
    }

    #[test]
    fn the_first_failure_is_named() {
        assert_eq!(
            first_failure("test a ... ok\ntest b ... FAILED\ntest c ... FAILED\n"),
            "test b ... FAILED"
        );
        assert_eq!(first_failure("  ✖ it holds (2ms)\n"), "✖ it holds (2ms)");
        assert_eq!(
            first_failure("a.ts(1,2): error TS1: no\n"),
            "a.ts(1,2): error TS1: no"
        );
        assert_eq!(first_failure("running 0 tests\n"), "");
    }
}
