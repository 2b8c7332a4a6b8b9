//! Everything the other tasks need, installed where it is missing. Each part says one line about itself.

pub mod apt;
pub mod browser;
pub mod node;
pub mod small_std;
pub mod wasm;

use anyhow::{Result, bail};

/// What became of one part.
#[derive(Debug)]
pub enum Outcome {
    /// It was there.
    Have(String),
    /// It is there now.
    Installed(String),
    /// It is not there, and why; what needs it is skipped.
    Skipped(String),
}

/// One thing to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A standard library for wasm32.
    Wasm,
    /// The same, built for size: releases only.
    SmallStd,
    /// wasm-bindgen's glue generator and test runner.
    Bindgen,
    /// npm packages for development.
    Node,
    /// Chromium and its driver.
    Chromium,
    /// Firefox and its driver.
    Firefox,
}

impl Part {
    /// All, in an order in which each finds what it builds on.
    pub const ALL: [Self; 6] = [
        Self::Wasm,
        Self::SmallStd,
        Self::Bindgen,
        Self::Node,
        Self::Chromium,
        Self::Firefox,
    ];

    /// What a build needs.
    pub const BUILD: [Self; 4] = [Self::Wasm, Self::SmallStd, Self::Bindgen, Self::Node];

    fn name(self) -> &'static str {
        match self {
            Self::Wasm => "wasm target",
            Self::SmallStd => "std for size",
            Self::Bindgen => "wasm-bindgen",
            Self::Node => "npm packages",
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
        }
    }

    fn ensure(self) -> Result<Outcome> {
        match self {
            Self::Wasm => wasm::ensure(),
            Self::SmallStd => small_std::ensure(),
            Self::Bindgen => crate::bindgen::ensure(),
            Self::Node => node::ensure(),
            Self::Chromium => browser::ensure_chromium(),
            Self::Firefox => browser::ensure_firefox(),
        }
    }
}

/// Makes sure of every part; a failed one does not keep the next from being tried.
///
/// # Errors
/// Names the parts that failed. What could be installed is installed.
pub fn run(parts: &[Part]) -> Result<()> {
    let mut failed = Vec::new();
    for part in parts {
        match part.ensure() {
            Ok(Outcome::Have(what)) => say("have", part.name(), &what),
            Ok(Outcome::Installed(what)) => say("installed", part.name(), &what),
            Ok(Outcome::Skipped(why)) => say("skipped", part.name(), &why),
            Err(error) => {
                say("FAILED", part.name(), &format!("{error:#}"));
                failed.push(part.name());
            }
        }
    }
    if !failed.is_empty() {
        bail!("setup is incomplete: {}", failed.join(", "));
    }
    Ok(())
}

/// Says that something is being installed, and how, before it takes its time.
pub fn installing(what: &str, how: &str) {
    say("installing", what, &format!("by {how}"));
}

fn say(verb: &str, what: &str, text: &str) {
    println!("{verb:<10}  {what}: {text}");
}
