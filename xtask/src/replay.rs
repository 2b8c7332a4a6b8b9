//! `cargo xtask replay --room NAME FILE.jsonl…`: recordings of real servers through mirror and shop.

use anyhow::{Result, bail};

/// Not there yet, and not in the list of tasks.
pub fn run(_args: &[String]) -> Result<()> {
    bail!("cargo xtask replay is not there yet")
}
