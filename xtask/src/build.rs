//! Rust to the npm package: compile, glue, optimise, then TypeScript.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Part, small_std};
use crate::toolchain::{Toolchain, WASM};
use crate::{bindgen, paths, shell, shorten};

/// What rustc emits for wasm32 today. Named one by one: with all of them on, `wasm-opt` emits what Node 20 refuses.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// For whom the build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Small: what is shipped.
    Release,
    /// The same with the functions' names, to see where the bytes are.
    Named,
    /// Quick to compile, with panic messages.
    Dev,
}

/// `cargo xtask build [--dev]`.
pub fn run(args: &[String]) -> Result<()> {
    let kind = match args {
        [] => Kind::Release,
        [flag] if flag == "--dev" => Kind::Dev,
        _ => bail!("cargo xtask build [--dev] takes no {}", args.join(" ")),
    };
    setup::run(&Part::BUILD)?;
    package(kind)
}

/// Builds the package; `setup` has run.
pub fn package(kind: Kind) -> Result<()> {
    let out = paths::root().join("pkg/wasm");
    let module = compile(&paths::root(), &paths::target(), "cashwrap", kind, &[])?;
    let wasm = glue(&module, &out, "cashwrap", kind)?;
    typescript()?;
    let dist = paths::root().join("pkg/dist");
    if dist.is_dir() {
        fs::copy(&wasm, dist.join("cashwrap.wasm")).context("cannot copy the wasm to pkg/dist")?;
    }
    // What is published says under which terms.
    for name in ["LICENSE", "NOTICE"] {
        let to = paths::root().join("pkg").join(name);
        fs::copy(paths::root().join(name), to).with_context(|| format!("cannot copy {name} to pkg"))?;
    }
    let bytes = fs::metadata(&wasm)?.len();
    println!("built {} ({bytes} bytes)", paths::shown(&wasm));
    Ok(())
}

/// Compiles the library in `folder` to wasm. The crate type is given here: a manifest that names both a cdylib and an
/// rlib silently loses link-time optimisation.
pub fn compile(folder: &Path, target: &Path, name: &str, kind: Kind, features: &[&str]) -> Result<PathBuf> {
    let toolchain = Toolchain::required()?;
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(folder)
        .args(["rustc", "--lib", "--crate-type", "cdylib", "--target", WASM]);
    cargo.arg("--target-dir").arg(target).args(features);
    if kind != Kind::Dev {
        cargo.arg("--release");
        let mut flags = remapped();
        match small_std::flags(toolchain) {
            Some(small) => {
                cargo.env("RUSTC_BOOTSTRAP", "1");
                flags = format!("{small} {flags}");
            }
            None => {
                println!("without the standard library for size (cargo xtask setup): some kilobytes bigger")
            }
        }
        cargo
            .env("RUSTFLAGS", flags)
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
    }
    shell::run(&mut cargo)?;
    let profile = if kind == Kind::Dev { "debug" } else { "release" };
    Ok(target.join(WASM).join(profile).join(format!("{name}.wasm")))
}

/// Panic locations name source files: keep this machine's folders out of the package.
fn remapped() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let crates = home.map(|home| {
        format!(
            "--remap-path-prefix={}=crates ",
            home.join("registry/src").display()
        )
    });
    format!(
        "{}--remap-path-prefix={}=.",
        crates.unwrap_or_default(),
        paths::root().display()
    )
}

/// Writes `name.js`, `name.d.ts` and `name_bg.wasm` to `out`, and says where the wasm is.
pub fn glue(module: &Path, out: &Path, name: &str, kind: Kind) -> Result<PathBuf> {
    fs::remove_dir_all(out).ok();
    let mut bindgen = shell::command(bindgen::program());
    bindgen.args([
        "bindgen",
        "--target",
        "web",
        "--omit-default-module-path",
        "--out-name",
        name,
        "--out-dir",
    ]);
    bindgen.arg(out).arg(module);
    if kind == Kind::Release {
        bindgen.args(["--remove-name-section", "--remove-producers-section"]);
    }
    shell::run(&mut bindgen)?;
    let wasm = out.join(format!("{name}_bg.wasm"));
    if kind == Kind::Release {
        let opt = || {
            let mut opt = shell::command(paths::node_bin("wasm-opt"));
            opt.args(FEATURES);
            opt
        };
        // The stack lies below all data, so no address that is used is small: offsets may be folded into accesses.
        let mut smaller = opt();
        smaller.args([
            "--flatten",
            "--rereloop",
            "-Oz",
            "--converge",
            "--low-memory-unused",
        ]);
        smaller.args(["--strip-debug", "--strip-producers"]);
        smaller.arg(&wasm).arg("-o").arg(&wasm);
        shell::run(&mut smaller)?;
        shorten::run(opt(), &out.join(format!("{name}.js")), &wasm)?;
    }
    Ok(wasm)
}

fn typescript() -> Result<()> {
    if !paths::root().join("pkg/tsconfig.json").is_file() {
        println!("pkg/tsconfig.json is not there yet: no TypeScript is compiled");
        return Ok(());
    }
    fs::remove_dir_all(paths::root().join("pkg/dist")).ok();
    shell::run(shell::command(paths::node_bin("tsc")).args(["-p", "pkg"]))
}
