//! Debian's packages, where this runs as root on a Debian.

use std::sync::OnceLock;

use anyhow::{Context, Result};

use crate::{paths, shell};

/// Why apt cannot be used here, if so.
pub fn unusable() -> Option<&'static str> {
    if shell::find_program("apt-get").is_none() {
        return Some("there is no apt-get here");
    }
    let id = shell::capture(shell::command("id").arg("-u"));
    (id.ok().as_deref() != Some("0")).then_some("apt-get needs root")
}

/// Refreshes the package lists, once a run.
fn update() -> Result<()> {
    static DONE: OnceLock<Result<(), String>> = OnceLock::new();
    let done = DONE.get_or_init(|| {
        let mut update = shell::command("apt-get");
        shell::run_logged(
            update.args(["update", "-q"]),
            &paths::tools().join("apt-update.log"),
        )
        .map_err(|error| format!("{error:#}"))
    });
    done.clone().map_err(anyhow::Error::msg)
}

/// Installs the packages.
///
/// # Errors
/// With the end of apt's output and the command to run by hand.
pub fn install(packages: &[&str]) -> Result<()> {
    // Old lists are no reason to give up: the packages may be there all the same.
    let updated = update();
    let mut install = shell::command("apt-get");
    install.env("DEBIAN_FRONTEND", "noninteractive");
    install
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages);
    let installed = shell::run_logged(&mut install, &paths::tools().join("apt-install.log"));
    match updated {
        Ok(()) => installed,
        Err(error) => installed.with_context(|| format!("and before that: {error:#}")),
    }
}

/// The names of all packages that match the pattern and that apt offers.
pub fn search(pattern: &str) -> Result<Vec<String>> {
    update()?;
    let text = shell::capture(shell::command("apt-cache").args(["search", "--names-only", pattern]))?;
    Ok(text
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect())
}
