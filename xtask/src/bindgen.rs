//! wasm-bindgen's glue generator and test runner: `xtask/wasm`, compiled when first needed.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::setup::{Outcome, installing};
use crate::{paths, shell};

/// The program of `xtask/wasm`.
pub fn program() -> PathBuf {
    paths::tools()
        .join("build/wasm/debug/xtask-wasm")
        .with_extension(std::env::consts::EXE_EXTENSION)
}

/// Cargo keeps it up to date; a second when nothing changed.
fn cargo() -> Command {
    let mut cargo = shell::command("cargo");
    cargo.args([
        "build",
        "--quiet",
        "--locked",
        "--manifest-path",
        "xtask/wasm/Cargo.toml",
    ]);
    cargo.arg("--target-dir").arg(paths::tools().join("build/wasm"));
    cargo
}

/// Makes sure of it.
pub fn ensure() -> Result<Outcome> {
    let had = program().is_file();
    if !had {
        installing("wasm-bindgen", "compiling xtask/wasm (a minute and a half)");
    }
    shell::run_logged(&mut cargo(), &paths::tools().join("xtask-wasm.log"))?;
    let what = shell::capture(shell::command(program()).args(["bindgen", "--version"]))?;
    Ok(if had {
        Outcome::Have(what)
    } else {
        Outcome::Installed(what)
    })
}
