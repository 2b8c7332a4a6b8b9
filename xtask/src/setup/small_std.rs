//! A second standard library for releases: built for size, a panic is one trap without a message, and pairs are returned
//! in two registers rather than through memory (LLVM's `experimental-mv`; every engine takes multi-value since 2021). It
//! lies in a folder of its own that only `build` names, so that a plain `cargo build --target wasm32-unknown-unknown` is
//! as ever. Without it everything works and the wasm is some kilobytes bigger.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Outcome, installing, wasm};
use crate::toolchain::{Toolchain, WASM, holds_core};
use crate::{paths, shell};

/// What a release is compiled with when the library is there; the library was compiled with the same.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";
/// The few functions that multiply and divide 128 bits are called in one way and written in another, and would trap: with
/// this the linker's warning of it is an error.
pub const STRICT: &str = "-Clink-arg=--fatal-warnings";
/// The target's name: [`WASM`] with another way to return values, which is no feature that could be switched on.
pub const TARGET: &str = "wasm32-small";
/// That way.
const ABI: &str = "experimental-mv";
/// What setup says of it.
const DESCRIBED: &str = "optimize_for_size, panic=immediate-abort, pairs in registers";

fn folder() -> PathBuf {
    paths::tools().join("small-std")
}

/// The description of the target.
pub fn target() -> PathBuf {
    folder().join(format!("{TARGET}.json"))
}

/// The compiler's flags to use it, if it is there and was built by this very compiler.
pub fn flags(toolchain: Toolchain) -> Option<String> {
    let built_by = fs::read_to_string(folder().join("built-by")).ok()?;
    (built_by == made_by(toolchain).ok()?).then(|| format!("--sysroot={} {FLAGS}", folder().display()))
}

fn made_by(toolchain: Toolchain) -> Result<String> {
    Ok(format!("{}\n{FLAGS} {ABI}\n", toolchain.version()?))
}

/// What cargo wants to hear before it takes a target from a file; older ones take it unasked.
pub fn takes_target(toolchain: Toolchain) -> Option<&'static str> {
    let flags = shell::capture(toolchain.cargo().arg("-Zhelp").env("RUSTC_BOOTSTRAP", "1"));
    flags
        .is_ok_and(|flags| flags.contains("json-target-spec"))
        .then_some("-Zjson-target-spec")
}

/// Makes sure of it; that it cannot be had is no failure.
pub fn ensure() -> Result<Outcome> {
    let Some(toolchain) = Toolchain::find() else {
        return Ok(Outcome::Skipped("there is no wasm target yet".to_owned()));
    };
    if flags(toolchain).is_some() {
        return Ok(Outcome::Have(DESCRIBED.to_owned()));
    }
    if let Err(error) = source(toolchain).and_then(|()| build(toolchain)) {
        return Ok(Outcome::Skipped(format!(
            "releases are some kilobytes bigger without it; {error:#}"
        )));
    }
    Ok(Outcome::Installed(DESCRIBED.to_owned()))
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

/// Writes the target's description.
fn describe(toolchain: Toolchain) -> Result<()> {
    let mut rustc = toolchain.rustc();
    rustc.env("RUSTC_BOOTSTRAP", "1");
    rustc.args([
        "-Zunstable-options",
        "--print",
        "target-spec-json",
        "--target",
        WASM,
    ]);
    let mut target: Value = serde_json::from_str(&shell::capture(&mut rustc)?)?;
    target["llvm-abiname"] = ABI.into();
    fs::write(self::target(), target.to_string()).context("cannot write the target's description")
}

fn build(toolchain: Toolchain) -> Result<()> {
    installing(
        "std for size",
        "building the standard library with optimize_for_size (a minute)",
    );
    let folder = folder();
    fs::remove_dir_all(&folder).ok();
    let libraries = folder.join("lib/rustlib");
    fs::create_dir_all(&libraries).with_context(|| format!("cannot create {}", libraries.display()))?;
    describe(toolchain)?;
    let flags = format!("-Cembed-bitcode=yes {FLAGS}");
    let mut extra = vec!["-Zbuild-std-features=optimize_for_size"];
    extra.extend(takes_target(toolchain));
    let built = wasm::std_libraries(toolchain, "std-small", &target(), &flags, &extra)?;
    wasm::copy_libraries(&built, &libraries.join(TARGET).join("lib"))?;
    // The linker is looked for beside the host's libraries.
    let host = toolchain.verbose("host")?;
    wasm::symlink(
        &toolchain.sysroot()?.join("lib/rustlib").join(&host),
        &libraries.join(&host),
    )?;
    if !holds_core(&libraries.join(TARGET).join("lib")) {
        anyhow::bail!("no compiled core in {}", paths::shown(&libraries));
    }
    forget_old_builds();
    fs::write(folder.join("built-by"), made_by(toolchain)?).context("cannot note the compiler")
}

/// Cargo does not see that a standard library has changed, and then says "can't find crate".
pub fn forget_old_builds() {
    for target in [WASM, TARGET] {
        fs::remove_dir_all(paths::target().join(target)).ok();
    }
}
