//! A standard library for wasm32-unknown-unknown, by the first of three ways that works: it is there; rustup brings
//! it; Debian's Rust is linked beside and builds it (where only package registries can be reached).

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Outcome, apt, installing};
use crate::toolchain::{LINKED, Toolchain, WASM, holds_core};
use crate::{paths, shell};

const BY_HAND: &str = "by hand: rustup target add wasm32-unknown-unknown\n\
    or, on Debian as root: apt-get install rustc-web cargo-web rust-web-src lld-N, then cargo xtask setup";

/// Makes sure of it.
pub fn ensure() -> Result<Outcome> {
    if let Some(toolchain) = Toolchain::find() {
        return Ok(Outcome::Have(described(toolchain)?));
    }
    let rustup = add_by_rustup();
    if rustup.is_ok() && Toolchain::Default.has_wasm() {
        return Ok(Outcome::Installed(described(Toolchain::Default)?));
    }
    if let Some(why) = apt::unusable() {
        rustup.with_context(|| format!("rustup could not bring it and {why}; {BY_HAND}"))?;
        bail!("rustup brought no target and {why}; {BY_HAND}");
    }
    println!("            rustup could not bring it; trying Debian's packages");
    from_debian().with_context(|| format!("neither rustup nor Debian's packages brought it; {BY_HAND}"))?;
    if !Toolchain::Linked.has_wasm() {
        bail!("Debian's Rust is linked as {LINKED} but has no {WASM}; {BY_HAND}");
    }
    Ok(Outcome::Installed(described(Toolchain::Linked)?))
}

fn described(toolchain: Toolchain) -> Result<String> {
    let which = match toolchain {
        Toolchain::Default => "cargo".to_owned(),
        Toolchain::Linked => format!("cargo +{LINKED}, Debian's beside rustup"),
    };
    Ok(format!("{} ({which})", toolchain.version()?))
}

fn add_by_rustup() -> Result<()> {
    if shell::find_program("rustup").is_none() {
        bail!("there is no rustup here");
    }
    installing("wasm target", &format!("rustup target add {WASM}"));
    let mut add = shell::command("rustup");
    shell::run_logged(
        add.args(["target", "add", WASM]),
        &paths::tools().join("rustup-target.log"),
    )
}

fn from_debian() -> Result<()> {
    let packages = ["rustc-web", "cargo-web", "rust-web-src"];
    installing(
        "wasm target",
        &format!("apt-get install {} (100 MB)", packages.join(" ")),
    );
    apt::install(&packages)?;
    // Optional: without it, clippy looks at the native code alone.
    if let Err(error) = apt::install(&["rust-web-clippy"]) {
        println!("            without its clippy: {error:#}");
    }
    installing("wasm target", &format!("rustup toolchain link {LINKED} /usr"));
    shell::capture(shell::command("rustup").args(["toolchain", "link", LINKED, "/usr"]))?;
    link_linker()?;
    if !Toolchain::Linked.has_wasm() {
        build_std()?;
    }
    Ok(())
}

/// Gives rustc the `rust-lld` it looks for: Debian's lld of the LLVM that this rustc was made with, or the newest.
fn link_linker() -> Result<()> {
    let toolchain = Toolchain::Linked;
    let folder = toolchain
        .sysroot()?
        .join("lib/rustlib")
        .join(toolchain.verbose("host")?)
        .join("bin");
    let link = folder.join("rust-lld");
    if link.is_file() {
        return Ok(());
    }
    let llvm = toolchain.verbose("LLVM version")?;
    let major = llvm.split('.').next().unwrap_or_default();
    let offered = apt::search("^lld-[0-9]+$")?;
    let package = choose_lld(&offered, major).context("apt offers no lld-N")?;
    installing("wasm linker", &format!("apt-get install {package}"));
    apt::install(&[&package])?;
    let program = shell::find_program(&package).with_context(|| format!("{package} brought no {package}"))?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    if link.is_symlink() {
        fs::remove_file(&link).with_context(|| format!("cannot remove the dead link {}", link.display()))?;
    }
    symlink(&program, &link)
}

/// `lld-MAJOR` if it is offered, else the highest number.
fn choose_lld(offered: &[String], major: &str) -> Option<String> {
    let wanted = format!("lld-{major}");
    let number = |name: &String| name.strip_prefix("lld-")?.parse::<u32>().ok();
    let newest = offered
        .iter()
        .filter(|name| number(name).is_some())
        .max_by_key(|name| number(name));
    offered.iter().find(|name| **name == wanted).or(newest).cloned()
}

/// Builds the standard library from Debian's source into the sysroot, where cargo and rustc look for it by
/// themselves: from then on no unstable flag is needed.
fn build_std() -> Result<()> {
    installing(
        "wasm target",
        "building the standard library from rust-web-src (a minute)",
    );
    // With bitcode, or link-time optimisation fails later.
    let built = std_libraries(
        Toolchain::Linked,
        "std",
        Path::new(WASM),
        "-Cembed-bitcode=yes",
        &[],
    )?;
    let folder = Toolchain::Linked
        .sysroot()?
        .join("lib/rustlib")
        .join(WASM)
        .join("lib");
    copy_libraries(&built, &folder)?;
    fs::remove_dir_all(built_folder("std")).ok();
    super::small_std::forget_old_builds();
    Ok(())
}

fn built_folder(name: &str) -> std::path::PathBuf {
    paths::tools().join("build").join(name)
}

/// Compiles the standard library for a target, named or described in a file, with an empty crate, and says where its parts
/// lie.
pub fn std_libraries(
    toolchain: Toolchain,
    name: &str,
    target: &Path,
    flags: &str,
    extra: &[&str],
) -> Result<std::path::PathBuf> {
    let folder = built_folder(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
        [workspace]\n[lib]\npath = \"lib.rs\"\n[profile.release]\npanic = \"abort\"\nopt-level = \"z\"\ncodegen-units = 1\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("lib.rs"), "")?;
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(&folder)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", flags)
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
        .args(["build", "--release", "--target"])
        .arg(target)
        .arg("--target-dir")
        .arg(folder.join("target"));
    cargo
        .args(["-Zbuild-std=std,panic_abort,test,proc_macro"])
        .args(extra);
    shell::run_logged(&mut cargo, &paths::tools().join(format!("{name}.log")))?;
    let target = target.file_stem().unwrap_or_default();
    let built = folder.join("target").join(target).join("release/deps");
    if !holds_core(&built) {
        bail!("{} holds no compiled core", built.display());
    }
    Ok(built)
}

/// Copies compiled libraries, but not the empty crate's own.
pub fn copy_libraries(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    for entry in fs::read_dir(from)? {
        let file = entry?.path();
        let name = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&file, to.join(&name))
                .with_context(|| format!("cannot copy {name} to {}", to.display()))?;
        }
    }
    Ok(())
}

/// A symbolic link, on systems that have them.
pub fn symlink(original: &Path, link: &Path) -> Result<()> {
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(original, link);
    #[cfg(not(unix))]
    let made = Err(std::io::Error::other("this way is for Debian only"));
    made.with_context(|| format!("by hand: ln -s {} {}", original.display(), link.display()))
}

#[cfg(test)]
mod tests {
    use super::choose_lld;

    #[test]
    fn the_linker_is_of_the_same_llvm_or_the_newest() {
        let offered = ["lld-13", "lld-22", "lld-9", "lldb-30"].map(str::to_owned);
        assert_eq!(choose_lld(&offered, "13").as_deref(), Some("lld-13"));
        assert_eq!(choose_lld(&offered, "40").as_deref(), Some("lld-22"));
        assert_eq!(choose_lld(&[], "13"), None);
    }
}
