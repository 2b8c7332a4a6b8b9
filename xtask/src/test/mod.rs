//! `cargo xtask test`: everything, stage by stage; a failed one does not keep the next from running.

pub mod counts;
mod report;
mod stages;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::setup::{self, Part};
use counts::Counts;
use report::Row;

/// What a stage came to.
#[derive(Debug)]
pub enum Done {
    /// It ran; if it failed, the first line that says so.
    Ran(Counts, String),
    /// It could not run here, for a reason that is no fault of the code.
    Skipped(String),
}

impl Done {
    /// One test, and it held.
    fn one() -> Self {
        Self::Ran(Counts::one(true), String::new())
    }
}

/// One kind of test.
struct Stage {
    name: &'static str,
    needs: &'static [Part],
    run: fn() -> Result<Done>,
}

/// In the order in which a mistake is cheapest to find.
const STAGES: [Stage; 14] = [
    Stage {
        name: "fmt",
        needs: &[],
        run: stages::fmt,
    },
    Stage {
        name: "tidy",
        needs: &[],
        run: stages::tidy,
    },
    Stage {
        name: "clippy",
        needs: &[],
        run: stages::clippy,
    },
    Stage {
        name: "clippy-wasm",
        needs: &[Part::Wasm],
        run: stages::clippy_wasm,
    },
    Stage {
        name: "rustdoc",
        needs: &[],
        run: stages::rustdoc,
    },
    Stage {
        name: "native",
        needs: &[],
        run: stages::native,
    },
    Stage {
        name: "doctest",
        needs: &[],
        run: stages::doctest,
    },
    Stage {
        name: "wasm-chromium",
        needs: &[Part::Wasm, Part::Bindgen, Part::Chromium],
        run: stages::chromium,
    },
    Stage {
        name: "wasm-firefox",
        needs: &[Part::Wasm, Part::Bindgen, Part::Firefox],
        run: stages::firefox,
    },
    Stage {
        name: "build",
        needs: &Part::BUILD,
        run: stages::build,
    },
    Stage {
        name: "size",
        needs: &Part::BUILD,
        run: stages::size,
    },
    Stage {
        name: "js",
        needs: &[Part::Node],
        run: stages::js,
    },
    Stage {
        name: "types",
        needs: &[Part::Node],
        run: stages::types,
    },
    Stage {
        name: "purchase",
        needs: &[Part::Node, Part::Chromium],
        run: stages::purchase,
    },
];

/// `cargo xtask test [--only STAGE]…`.
///
/// # Errors
/// If any test failed; the table has been printed.
pub fn run(args: &[String]) -> Result<()> {
    let chosen = chosen(args)?;
    let mut rows = Vec::new();
    let needs: Vec<Part> = Part::ALL
        .into_iter()
        .filter(|part| chosen.iter().any(|stage| stage.needs.contains(part)))
        .collect();
    if !needs.is_empty() {
        rows.push(timed("setup", || setup::run(&needs).map(|()| Done::one())));
    }
    for stage in &chosen {
        rows.push(timed(stage.name, stage.run));
    }
    println!("{}", report::text(&rows));
    // The last line has been said: no word after it, only the exit code.
    if rows.iter().any(|row| row.counts.failed > 0) {
        std::process::exit(1);
    }
    Ok(())
}

fn chosen(args: &[String]) -> Result<Vec<&'static Stage>> {
    let mut names = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next()) {
            ("--only", Some(name)) => names.push(name.as_str()),
            _ => bail!("cargo xtask test [--only STAGE]… takes no {arg}"),
        }
    }
    if let Some(name) = names
        .iter()
        .find(|name| !STAGES.iter().any(|stage| stage.name == **name))
    {
        let all: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        bail!("no stage {name}; there are: {}", all.join(" "));
    }
    Ok(STAGES
        .iter()
        .filter(|stage| names.is_empty() || names.contains(&stage.name))
        .collect())
}

fn timed(name: &'static str, run: impl FnOnce() -> Result<Done>) -> Row {
    println!("\n━━ {name}");
    let start = Instant::now();
    let (counts, note) = match run() {
        Ok(Done::Ran(counts, note)) => (counts, note),
        Ok(Done::Skipped(why)) => {
            println!("skipped: {why}");
            (
                Counts {
                    skipped: 1,
                    ..Counts::default()
                },
                why,
            )
        }
        Err(error) => {
            println!("{error:#}");
            let first = error.to_string().lines().next().unwrap_or_default().to_owned();
            (Counts::one(false), first)
        }
    };
    Row {
        name,
        counts,
        time: start.elapsed(),
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(args: &[&str]) -> Option<Vec<&'static str>> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        Some(chosen(&args).ok()?.iter().map(|stage| stage.name).collect())
    }

    #[test]
    fn all_stages_run_unless_some_are_named() {
        assert_eq!(names(&[]).map(|all| all.len()), Some(STAGES.len()));
        assert_eq!(
            names(&["--only", "size", "--only", "fmt"]),
            Some(vec!["fmt", "size"])
        );
        assert_eq!(names(&["--only", "sizes"]), None);
        assert_eq!(names(&["size"]), None);
    }

    #[test]
    fn an_error_is_one_failed_test_and_a_skipped_stage_is_none() {
        assert_eq!(timed("x", || bail!("no")).counts, Counts::one(false));
        assert_eq!(
            timed("x", || Ok(Done::Skipped("why".to_owned()))).counts.failed,
            0
        );
    }
}
