//! Rust to the npm package: compile, glue, optimise, then TypeScript.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::setup::{self, Part, small_std};
use crate::shorten::Names;
use crate::toolchain::{Toolchain, WASM};
use crate::{bindgen, paths, shell};

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

/// The families of servers that the package has an entry for: features of the core.
pub const FAMILIES: [&str; 3] = ["solidus", "spree", "sylius"];

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

/// What the builds of the core share: the glue, before its names were shortened, and the short names.
#[derive(Debug)]
pub struct Shared {
    glue: String,
    names: Names,
}

/// `cargo xtask build [--dev | --families]`: what is published has the families, too.
pub fn run(args: &[String]) -> Result<()> {
    let (kind, has_families) = match args {
        [] => (Kind::Release, false),
        [flag] if flag == "--dev" => (Kind::Dev, false),
        [flag] if flag == "--families" => (Kind::Release, true),
        _ => bail!(
            "cargo xtask build [--dev | --families] takes no {}",
            args.join(" ")
        ),
    };
    setup::run(&Part::BUILD)?;
    let shared = package(kind)?;
    if has_families {
        families(&shared)?;
    }
    Ok(())
}

/// Builds the package, but for the families alone; `setup` has run.
pub fn package(kind: Kind) -> Result<Shared> {
    let out = paths::root().join("pkg/wasm");
    let module = compile(&paths::root(), &paths::target(), "cashwrap", kind, &[])?;
    let wasm = glue(&module, &out, "cashwrap", kind)?;
    let shared = Shared {
        glue: read(&out.join("cashwrap.js"))?,
        names: Names::of(&wasm)?,
    };
    if kind == Kind::Release {
        shared.names.shorten_glue(&out.join("cashwrap.js"))?;
        shared.names.shorten_wasm(&wasm)?;
    }
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
    Ok(shared)
}

/// Builds the core of each family alone, for the package's entry of its name. The glue is the whole package's, so each must
/// have the same.
pub fn families(shared: &Shared) -> Result<()> {
    for family in FAMILIES {
        let kind = Kind::Release;
        let features = format!("--features=checks,{family}");
        let features = ["--no-default-features", &features];
        let module = compile(&paths::root(), &paths::target(), "cashwrap", kind, &features)?;
        let out = paths::tools().join("build/alone").join(family);
        let wasm = glue(&module, &out, "cashwrap", kind)?;
        if read(&out.join("cashwrap.js"))? != shared.glue {
            bail!("{family} alone has another glue than the whole: they cannot share it");
        }
        shared.names.shorten_wasm(&wasm)?;
        let to = paths::root().join(format!("pkg/dist/{family}.wasm"));
        fs::copy(&wasm, &to).with_context(|| format!("cannot copy {}", to.display()))?;
        println!("built {} ({} bytes)", paths::shown(&to), fs::metadata(&to)?.len());
    }
    Ok(())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Compiles the library in `folder` to wasm. The crate type is given here: a manifest that names both a cdylib and an
/// rlib silently loses link-time optimisation.
pub fn compile(folder: &Path, target: &Path, name: &str, kind: Kind, features: &[&str]) -> Result<PathBuf> {
    let toolchain = Toolchain::required()?;
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(folder)
        .args(["rustc", "--lib", "--crate-type", "cdylib"])
        .arg("--target-dir")
        .arg(target)
        .args(features);
    let mut built_for = WASM;
    if kind != Kind::Dev {
        cargo.arg("--release");
        let mut flags = remapped();
        match small_std::flags(toolchain) {
            Some(small) => {
                cargo.env("RUSTC_BOOTSTRAP", "1");
                flags = format!("{small} {flags}");
                // The floor is weighed and never run.
                if folder == paths::root() {
                    flags = format!("{} {flags}", small_std::STRICT);
                }
                built_for = small_std::TARGET;
                cargo.args(small_std::takes_target(toolchain));
                cargo.arg("--target").arg(small_std::target());
            }
            None => {
                println!("without the standard library for size (cargo xtask setup): some kilobytes bigger")
            }
        }
        cargo
            .env("RUSTFLAGS", flags)
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
    }
    if built_for == WASM {
        cargo.args(["--target", WASM]);
    }
    shell::run(&mut cargo)?;
    let profile = if kind == Kind::Dev { "debug" } else { "release" };
    Ok(target.join(built_for).join(profile).join(format!("{name}.wasm")))
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
        let mut smaller = shell::command(paths::node_bin("wasm-opt"));
        smaller.args(FEATURES);
        // The stack lies below all data, so no address that is used is small: offsets may be folded into accesses.
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
