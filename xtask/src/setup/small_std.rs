//! A second standard library for releases: built for size, and a panic is one trap without a message. It lies in a
//! folder of its own that only `build` names, so that a plain `cargo build --target wasm32-unknown-unknown` is as
//! ever. Without it everything works and the wasm is some kilobytes bigger.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{Outcome, installing, wasm};
use crate::toolchain::{Toolchain, WASM, holds_core};
use crate::{paths, shell};

/// What a release is compiled with when the library is there; the library was compiled with the same.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";

fn folder() -> PathBuf {
    paths::tools().join("small-std")
}

/// The compiler's flags to use it, if it is there and was built by this very compiler.
pub fn flags(toolchain: Toolchain) -> Option<String> {
    let built_by = fs::read_to_string(folder().join("built-by")).ok()?;
    (built_by == toolchain.version().ok()?).then(|| format!("--sysroot={} {FLAGS}", folder().display()))
}

/// Makes sure of it; that it cannot be had is no failure.
pub fn ensure() -> Result<Outcome> {
    let Some(toolchain) = Toolchain::find() else {
        return Ok(Outcome::Skipped("there is no wasm target yet".to_owned()));
    };
    if flags(toolchain).is_some() {
        return Ok(Outcome::Have(
            "optimize_for_size, panic=immediate-abort".to_owned(),
        ));
    }
    if let Err(error) = source(toolchain).and_then(|()| build(toolchain)) {
        return Ok(Outcome::Skipped(format!(
            "releases are some kilobytes bigger without it; {error:#}"
        )));
    }
    Ok(Outcome::Installed(
        "optimize_for_size, panic=immediate-abort".to_owned(),
    ))
}

/// The standard library's source: rustup's component, or Debian's package, which came with the compiler.
fn source(toolchain: Toolchain) -> Result<()> {
    let source = toolchain
        .sysroot()?
        .join("lib/rustlib/src/rust/library/Cargo.lock");
    if source.is_file() {
        return Ok(());
    }
    installing("std for size", "rustup component add rust-src");
    let mut add = shell::command("rustup");
    shell::run_logged(
        add.args(["component", "add", "rust-src"]),
        &paths::tools().join("rustup-src.log"),
    )
}

fn build(toolchain: Toolchain) -> Result<()> {
    installing(
        "std for size",
        "building the standard library with optimize_for_size (a minute)",
    );
    let flags = format!("-Cembed-bitcode=yes {FLAGS}");
    let built = wasm::std_libraries(
        toolchain,
        "std-small",
        &flags,
        &["-Zbuild-std-features=optimize_for_size"],
    )?;
    let folder = folder();
    fs::remove_dir_all(&folder).ok();
    let libraries = folder.join("lib/rustlib");
    wasm::copy_libraries(&built, &libraries.join(WASM).join("lib"))?;
    // The linker is looked for beside the host's libraries.
    let host = toolchain.verbose("host")?;
    wasm::symlink(
        &toolchain.sysroot()?.join("lib/rustlib").join(&host),
        &libraries.join(&host),
    )?;
    if !holds_core(&libraries.join(WASM).join("lib")) {
        anyhow::bail!("no compiled core in {}", paths::shown(&libraries));
    }
    forget_old_builds();
    fs::write(folder.join("built-by"), toolchain.version()?).context("cannot note the compiler")
}

/// Cargo does not see that a standard library has changed, and then says "can't find crate".
pub fn forget_old_builds() {
    fs::remove_dir_all(paths::target().join(WASM)).ok();
}
