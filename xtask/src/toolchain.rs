//! Which Rust builds the wasm: the one cargo runs with, or Debian's linked beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::shell;

/// The only target this project compiles to besides the machine itself.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The name under which `setup` links Debian's Rust in rustup.
pub const LINKED: &str = "cashwrap-wasm";

/// A Rust that may have a standard library for [`WASM`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolchain {
    /// The one this task runs under.
    Default,
    /// Debian's, linked as [`LINKED`].
    Linked,
}

impl Toolchain {
    /// The first one that can build for [`WASM`]; asked anew each time, so that nothing recorded can be stale.
    pub fn find() -> Option<Self> {
        [Self::Default, Self::Linked]
            .into_iter()
            .find(|toolchain| toolchain.has_wasm())
    }

    /// As [`Toolchain::find`], with what to do when there is none.
    pub fn required() -> Result<Self> {
        Self::find()
            .context("no Rust with a standard library for wasm32-unknown-unknown; by hand: cargo xtask setup")
    }

    /// `+name`, as rustup's proxies take it.
    fn plus(self) -> Option<String> {
        (self == Self::Linked).then(|| format!("+{LINKED}"))
    }

    fn command(self, program: &str) -> Command {
        let mut command = shell::command(program);
        command.args(self.plus());
        command
    }

    /// Its cargo.
    pub fn cargo(self) -> Command {
        self.command("cargo")
    }

    /// Its compiler.
    pub fn rustc(self) -> Command {
        self.command("rustc")
    }

    /// Its compiler's first line of `--version`.
    pub fn version(self) -> Result<String> {
        shell::capture(self.rustc().arg("--version"))
    }

    /// Its `rustc -vV` line that begins with `name: `.
    pub fn verbose(self, name: &str) -> Result<String> {
        let text = shell::capture(self.rustc().arg("-vV"))?;
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        Ok(value
            .with_context(|| format!("`rustc -vV` has no line `{name}`"))?
            .to_owned())
    }

    /// Where its standard libraries lie.
    pub fn sysroot(self) -> Result<PathBuf> {
        Ok(PathBuf::from(shell::capture(
            self.rustc().args(["--print", "sysroot"]),
        )?))
    }

    /// Whether it can build for [`WASM`].
    pub fn has_wasm(self) -> bool {
        let asked = shell::capture(self.rustc().args(["--print", "target-libdir", "--target", WASM]));
        asked.is_ok_and(|folder| holds_core(Path::new(&folder)))
    }

    /// Whether it has a clippy.
    pub fn has_clippy(self) -> bool {
        shell::capture(self.cargo().args(["clippy", "--version"])).is_ok()
    }
}

/// Whether a compiled `core` lies in the folder: an empty folder is not a target.
pub fn holds_core(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("libcore-") && name.ends_with(".rlib")
    })
}
