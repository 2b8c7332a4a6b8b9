//! npm packages for development: TypeScript compiles the facade, esbuild bundles it to be weighed, binaryen makes the wasm
//! small, playwright-core drives the browser, axe-core finds in a page what somebody cannot read or reach. None is shipped.

use std::fs;

use anyhow::{Context, Result, bail};

use super::{Outcome, installing};
use crate::{paths, shell};

/// Makes sure of exactly the versions in the lockfile.
pub fn ensure() -> Result<Outcome> {
    let version = shell::capture(shell::command("node").arg("--version")).context(
        "Node 20 or newer is needed; by hand: install it from nodejs.org or your system's packages",
    )?;
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|text| text.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("Node 20 or newer is needed, this is {version}");
    }
    let folder = paths::node_tools();
    let lock = fs::read(folder.join("package-lock.json")).context("xtask/node/package-lock.json")?;
    // npm's own note of what it installed has another form, so a copy of the lockfile is kept beside it.
    let stamp = folder.join("node_modules/.installed-from");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(Outcome::Have(format!(
            "as in xtask/node/package-lock.json, Node {version}"
        )));
    }
    installing("npm packages", "npm ci in xtask/node");
    let mut npm = shell::command("npm");
    npm.current_dir(&folder)
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    shell::run_logged(&mut npm, &paths::tools().join("npm.log"))?;
    fs::write(&stamp, lock).context("cannot note what was installed")?;
    Ok(Outcome::Installed(format!(
        "as in xtask/node/package-lock.json, Node {version}"
    )))
}
