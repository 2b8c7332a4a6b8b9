//! `cargo xtask room NAME`: what a new family of servers begins with, in the places where it belongs.
//!
//! The room it makes compiles, answers `unreadable_answer` to everything and plans nothing: it is for filling in, from
//! the recordings, and is not offered by the package before its purchase was seen.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::paths;

/// The fixed part of each of the room's files.
const FILES: [(&str, &str); 5] = [
    ("mod.rs", include_str!("room/mod.rs.txt")),
    ("plan.rs", include_str!("room/plan.rs.txt")),
    ("machine.rs", include_str!("room/machine.rs.txt")),
    ("encode.rs", include_str!("room/encode.rs.txt")),
    ("decode.rs", include_str!("room/decode.rs.txt")),
];
const FIXTURES: &str = include_str!("room/fixtures.md.txt");

/// `cargo xtask room NAME`.
///
/// # Errors
/// If the name is no module's, or there is such a room: then nothing was written.
pub fn run(args: &[String]) -> Result<()> {
    let [name] = args else {
        bail!("cargo xtask room NAME takes one name");
    };
    scaffold(&paths::root(), name)?;
    println!(
        "made src/dialect/{name}/, tests/fixtures/{name}/, its line in src/dialect/mod.rs and its rows there and in README.md"
    );
    println!("next: CONTRIBUTING.md, \"A new dialect\"");
    Ok(())
}

fn scaffold(root: &Path, name: &str) -> Result<()> {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    ensure!(
        name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(is_word) && name.len() < 40,
        "a room's name is made of small letters, digits and _"
    );
    let folder = root.join("src/dialect").join(name);
    ensure!(
        !folder.exists() && !folder.with_extension("rs").exists(),
        "there is a room {name}"
    );
    let dialects = root.join("src/dialect/mod.rs");
    let readme = root.join("README.md");
    let variant = variant(name);
    let line = format!(
        "    /// {variant}: say which versions.\n    \"{name}\" {variant} = \"{name}\" {name};\n}}\n\nimpl Dialect"
    );
    let mut listed = read(&dialects)?;
    listed = after_rows(
        &listed,
        "//! | `",
        &format!("//! | `{name}` | ? | ? | ? | ? |"),
        0,
    )?;
    listed = after_rows(
        &listed,
        "//! | `",
        &format!("//! | `{name}` | ? | ? | ? | ? | ? | ? |"),
        1,
    )?;
    listed = replaced(&listed, "}\n\nimpl Dialect", &line)?;
    let row = format!("| `{name}` | say which versions, and which were recorded | ? | ? | ? |");
    let shown = after_rows(&read(&readme)?, "| `", &row, 0)?;
    let manifest = root.join("Cargo.toml");
    let features = replaced(
        &read(&manifest)?,
        "\n[dependencies]",
        &format!("{name} = []\n\n[dependencies]"),
    )?;

    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for (file, text) in FILES {
        write(&folder.join(file), text)?;
    }
    let fixtures = root.join("tests/fixtures").join(name);
    fs::create_dir_all(&fixtures).with_context(|| format!("cannot make {}", fixtures.display()))?;
    write(&fixtures.join("README.md"), &FIXTURES.replace("NAME", name))?;
    write(&dialects, &listed)?;
    write(&readme, &shown)?;
    write(&manifest, &features)
}

/// `spree_2_3` as `Spree23`.
fn variant(name: &str) -> String {
    let mut out = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// The text with a row below the last one of the table that comes `nth`.
fn after_rows(text: &str, begin: &str, row: &str, nth: usize) -> Result<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_row = |at: usize| lines.get(at).is_some_and(|line| line.starts_with(begin));
    let mut ends = (0..lines.len()).filter(|at| is_row(*at) && !is_row(at + 1));
    let end = ends
        .nth(nth)
        .with_context(|| format!("there is no table of rows {begin}"))?;
    let (head, tail) = lines.split_at(end + 1);
    Ok([head, &[row], tail].concat().join("\n") + "\n")
}

fn replaced(text: &str, old: &str, new: &str) -> Result<String> {
    ensure!(text.matches(old).count() == 1, "not one place for {new:?}");
    Ok(text.replace(old, new))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell;

    /// The crate alone, where a room can be put in without harm.
    fn copy(to: &Path) -> Result<()> {
        fs::remove_dir_all(to).ok();
        fs::create_dir_all(to)?;
        let root = paths::root();
        shell::run(
            shell::command("cp")
                .arg("-r")
                .arg(root.join("src"))
                .arg(to.join("src")),
        )?;
        for file in ["README.md", "Cargo.lock"] {
            fs::copy(root.join(file), to.join(file))?;
        }
        let manifest = read(&root.join("Cargo.toml"))?;
        let part = |from: &str, until: &str| {
            let (_, rest) = manifest.split_once(from).unwrap_or_default();
            format!("{from}{}", rest.split(until).next().unwrap_or_default())
        };
        let text = [
            "[package]\nname = \"cashwrap\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n"
                .to_owned(),
            part("[features]", "[dependencies]"),
            part("[dependencies]", "# JavaScript crates"),
        ];
        write(&to.join("Cargo.toml"), &text.concat())
    }

    #[test]
    fn a_new_room_compiles_and_is_listed() -> Result<()> {
        let to = paths::target().join("tmp/room");
        copy(&to)?;
        scaffold(&to, "shop_9")?;
        let listed = read(&to.join("src/dialect/mod.rs"))?;
        assert!(listed.contains("\"shop_9\" Shop9 = \"shop_9\" shop_9;"));
        assert_eq!(listed.matches("//! | `shop_9` |").count(), 2);
        assert_eq!(read(&to.join("README.md"))?.matches("| `shop_9` |").count(), 1);
        assert!(read(&to.join("tests/fixtures/shop_9/README.md"))?.contains("shop_9"));
        let mut cargo = shell::command("cargo");
        cargo
            .current_dir(&to)
            .args(["check", "--quiet", "--offline", "--lib", "--features", "shop_9"]);
        shell::run(cargo.arg("--target-dir").arg(to.join("target")))?;
        assert!(scaffold(&to, "shop_9").is_err(), "nothing is written over");
        assert!(scaffold(&to, "Shop-9").is_err());
        Ok(())
    }
}
