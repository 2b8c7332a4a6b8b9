//! What a visitor downloads: JavaScript and wasm of `import { createCheckout }`, bundled and minified, beside the
//! floor of the required crates in trivial use. `tests/size.snap` makes a change of it a reviewed diff.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::build::{self, Kind};
use crate::setup::{self, Part, small_std};
use crate::shorten::Names;
use crate::toolchain::Toolchain;
use crate::{paths, shell};

/// Bytes after brotli 11 that all there is in the package may weigh: what a storefront assembles by hand weighs as much.
const BUDGET: u64 = 50_000;
/// What JavaScript and wasm may weigh with Solidus alone and without the checks; what Spree's and Sylius's rooms may add; and
/// what checks, forms and their tables may add to a checkout with every family.
const PARTS: [(&str, u64); 4] = [
    ("spine", 38_000),
    ("spree adds", 5_500),
    ("sylius adds", 3_500),
    ("checks", 10_000),
];
/// Above the snapshot by more than one in this many is a failure.
const TOLERANCE: u64 = 100;

/// The bytes of one thing, as it lies on disk and as it travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bytes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Bytes {
    fn and(self, other: Self) -> Self {
        Self {
            raw: self.raw + other.raw,
            gzip: self.gzip + other.gzip,
            brotli: self.brotli + other.brotli,
        }
    }

    fn less(self, other: Self) -> Self {
        Self {
            raw: self.raw.saturating_sub(other.raw),
            gzip: self.gzip.saturating_sub(other.gzip),
            brotli: self.brotli.saturating_sub(other.brotli),
        }
    }
}

/// A row of the table.
type Row = (String, Bytes);

/// `cargo xtask size [--bless | --functions]`: builds, prints, compares.
pub fn run(args: &[String]) -> Result<()> {
    let (bless, by_function) = match args {
        [] => (false, false),
        [flag] if flag == "--bless" => (true, false),
        [flag] if flag == "--functions" => (false, true),
        _ => bail!(
            "cargo xtask size [--bless | --functions] takes no {}",
            args.join(" ")
        ),
    };
    setup::run(&Part::BUILD)?;
    if by_function {
        return functions();
    }
    build::package(Kind::Release)?;
    let mut rows = product()?;
    rows.extend(floor()?);
    print!("\n{}", table(&rows));
    if bless {
        let old = fs::read_to_string(snapshot()).unwrap_or_default();
        fs::write(snapshot(), blessed(&old, &made_with()?, &table(&rows)))
            .context("cannot write tests/size.snap")?;
        println!("wrote tests/size.snap");
        return Ok(());
    }
    verdict(&rows, &[])
}

/// The size stage of `cargo xtask test`; the package is built, and the families alone.
pub fn check() -> Result<()> {
    let rows = product()?;
    let parts = parts()?;
    print!("{}", table(&[rows.clone(), parts.clone(), families()?].concat()));
    verdict(&rows, &parts)
}

fn verdict(rows: &[Row], parts: &[Row]) -> Result<()> {
    let brotli_of = |wanted: &str| {
        let row = rows.iter().chain(parts).find(|(name, _)| name == wanted);
        row.map(|(_, bytes)| bytes.brotli).unwrap_or_default()
    };
    let limits = [("all", BUDGET)].into_iter().chain(PARTS);
    for (name, limit) in limits.filter(|(name, _)| brotli_of(name) > 0) {
        let bytes = brotli_of(name);
        // Said at every run until it is won back; what fails is growing from where it stands.
        let verdict = if bytes > limit {
            "OVER THE BUDGET"
        } else {
            "within it"
        };
        println!("{name}: {bytes} B brotli; budget {limit}: {verdict}");
    }
    let made_with = made_with()?;
    let text = fs::read_to_string(snapshot()).unwrap_or_default();
    let Some((_, table)) = sections(&text)
        .into_iter()
        .find(|(compiler, _)| *compiler == made_with)
    else {
        println!(
            "tests/size.snap has no sizes by this compiler, {made_with}; by hand: cargo xtask size --bless"
        );
        return Ok(());
    };
    let grown = compare(rows, table)?;
    if !grown.is_empty() {
        bail!(
            "{}; if that is wanted: cargo xtask size --bless",
            grown.join(", ")
        );
    }
    Ok(())
}

/// Sizes differ from compiler to compiler, so the snapshot has a section for each, headed `# compiler`.
fn sections(snapshot: &str) -> Vec<(&str, &str)> {
    let sections = snapshot.split("# ").filter(|section| !section.is_empty());
    sections
        .map(|section| section.split_once('\n').unwrap_or((section, "")))
        .collect()
}

/// The snapshot with this compiler's section put in, the others as they were.
fn blessed(old: &str, compiler: &str, table: &str) -> String {
    let mut sections: BTreeMap<&str, &str> = sections(old).into_iter().collect();
    sections.insert(compiler, table);
    let texts: Vec<String> = sections
        .iter()
        .map(|(name, table)| format!("# {name}\n{}\n", table.trim_end()))
        .collect();
    texts.join("\n")
}

/// The compiler and the standard library that a release is made with.
fn made_with() -> Result<String> {
    let toolchain = Toolchain::required()?;
    let std = if small_std::flags(toolchain).is_some() {
        "std for size"
    } else {
        "plain std"
    };
    Ok(format!("{}, {std}", toolchain.version()?))
}

fn snapshot() -> PathBuf {
    paths::root().join("tests/size.snap")
}

/// JavaScript and wasm of the package's entry: a checkout alone, and all there is in it.
fn product() -> Result<Vec<Row>> {
    let mut rows = entry("", "cashwrap", "{ createCheckout }")?;
    let all = entry("all ", "cashwrap", "*")?;
    // What checks, forms and tables add: all that is shipped, less a checkout without them. Lists of regions are files of
    // their own.
    let js = rows.first().map(|(_, js)| *js).unwrap_or_default();
    let wasm = bare("solidus,spree,sylius")?;
    let bare = measure("bare ", &wasm, &wasm)?;
    if let (Some((_, all)), Some((_, bare))) = (all.last(), bare.get(1)) {
        rows.push(("all".to_owned(), *all));
        rows.push(("checks".to_owned(), all.less(js.and(*bare))));
    }
    Ok(rows)
}

/// What the entries of one family alone weigh. They are not held against a snapshot: the whole is.
fn families() -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for family in build::FAMILIES {
        let sum = entry("", family, "{ createCheckout }")?.pop();
        rows.extend(sum.map(|(_, bytes)| (family.to_owned(), bytes)));
    }
    Ok(rows)
}

/// What each part of the package costs beside the others: the loop with one family, and what the other rooms add.
fn parts() -> Result<Vec<Row>> {
    let wasm = |families: &str| -> Result<Bytes> {
        let file = bare(families)?;
        let rows = measure("", &file, &file)?;
        let wasm = rows.into_iter().find(|(name, _)| name == "wasm");
        Ok(wasm.map(|(_, bytes)| bytes).unwrap_or_default())
    };
    let js = entry("", "cashwrap", "{ createCheckout }")?.swap_remove(0).1;
    let (spine, spree, sylius) = (wasm("solidus")?, wasm("solidus,spree")?, wasm("solidus,sylius")?);
    Ok(vec![
        ("spine".to_owned(), js.and(spine)),
        ("spree adds".to_owned(), spree.less(spine)),
        ("sylius adds".to_owned(), sylius.less(spine)),
    ])
}

/// The wasm with these families and without the doors to the checks, so without all that is behind them alone.
fn bare(families: &str) -> Result<PathBuf> {
    let families = format!("--features={families}");
    let module = build::compile(
        &paths::root(),
        &paths::target(),
        "cashwrap",
        Kind::Release,
        &["--no-default-features", &families],
    )?;
    let wasm = build::glue(&module, &paths::tools().join("size/bare"), "bare", Kind::Release)?;
    Names::of(&wasm)?.shorten_wasm(&wasm)?;
    Ok(wasm)
}

/// JavaScript and wasm of what a storefront imports: by name, through the package's own `exports`.
fn entry(label: &str, name: &str, what: &str) -> Result<Vec<Row>> {
    let root = paths::root();
    let folder = paths::tools().join("size");
    fs::create_dir_all(folder.join("node_modules"))?;
    let wasm = root.join(format!("pkg/dist/{name}.wasm"));
    if !wasm.is_file() {
        bail!("there is no {}: the package is not built", paths::shown(&wasm));
    }
    let link = folder.join("node_modules/cashwrap");
    fs::remove_file(&link).ok();
    setup::wasm::symlink(&root.join("pkg"), &link)?;
    let module = match name {
        "cashwrap" => name.to_owned(),
        family => format!("cashwrap/{family}"),
    };
    let file = folder.join("entry.mjs");
    fs::write(&file, format!("export {what} from \"{module}\";\n"))?;
    measure(label, &file, &wasm)
}

/// Where the bytes are: the same wasm with the functions' names left in.
fn functions() -> Result<()> {
    let module = build::compile(&paths::root(), &paths::target(), "cashwrap", Kind::Release, &[])?;
    let wasm = build::glue(
        &module,
        &paths::tools().join("size/named"),
        "cashwrap",
        Kind::Named,
    )?;
    shell::run(shell::command("node").arg("xtask/node/functions.mjs").arg(wasm))
}

fn floor() -> Result<Vec<Row>> {
    let folder = paths::root().join("xtask/floor");
    let target = paths::tools().join("build/floor");
    let module = build::compile(&folder, &target, "floor", Kind::Release, &[])?;
    let out = target.join("glue");
    let wasm = build::glue(&module, &out, "floor", Kind::Release)?;
    let (glue, names) = (out.join("floor.js"), Names::of(&wasm)?);
    names.shorten_glue(&glue)?;
    names.shorten_wasm(&wasm)?;
    measure("floor ", &glue, &wasm)
}

fn measure(label: &str, js: &Path, wasm: &Path) -> Result<Vec<Row>> {
    let mut node = shell::command("node");
    node.arg("xtask/node/size.mjs");
    node.arg(format!("js={}", js.display()))
        .arg(format!("wasm={}", wasm.display()));
    let sizes: Value =
        serde_json::from_str(&shell::capture(&mut node)?).context("size.mjs printed no JSON")?;
    let (js, wasm) = (bytes(&sizes["js"])?, bytes(&sizes["wasm"])?);
    let row = |name: &str, bytes| (format!("{label}{name}"), bytes);
    Ok(vec![row("js", js), row("wasm", wasm), row("sum", js.and(wasm))])
}

fn bytes(value: &Value) -> Result<Bytes> {
    let field = |name: &str| {
        value[name]
            .as_u64()
            .with_context(|| format!("size.mjs gave no `{name}`"))
    };
    Ok(Bytes {
        raw: field("raw")?,
        gzip: field("gzip")?,
        brotli: field("brotli")?,
    })
}

fn table(rows: &[Row]) -> String {
    let mut text = format!("{:<12}{:>9}{:>9}{:>12}\n", "bytes", "raw", "gzip -9", "brotli 11");
    for (name, Bytes { raw, gzip, brotli }) in rows {
        let _ = writeln!(text, "{name:<12}{raw:>9}{gzip:>9}{brotli:>12}");
    }
    text
}

/// What has grown by more than the tolerance since the snapshot.
fn compare(rows: &[Row], snapshot: &str) -> Result<Vec<String>> {
    let mut grown = Vec::new();
    for (name, now) in rows {
        let line = snapshot
            .lines()
            .find(|line| line.get(..12).is_some_and(|label| label.trim_end() == name));
        let was = line
            .and_then(|line| line.split_whitespace().last())
            .and_then(|word| word.parse::<u64>().ok());
        let was = was.with_context(|| format!("tests/size.snap has no row `{name}`"))?;
        if now.brotli > was + was / TOLERANCE {
            grown.push(format!("{name} has grown from {was} to {} B brotli", now.brotli));
        }
    }
    Ok(grown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(brotli: u64) -> Vec<Row> {
        vec![
            (
                "sum".to_owned(),
                Bytes {
                    raw: 9,
                    gzip: 9,
                    brotli,
                },
            ),
            ("floor sum".to_owned(), Bytes::default()),
        ]
    }

    #[test]
    fn one_per_cent_more_is_let_through_and_no_more() {
        let snapshot = table(&rows(10_000));
        assert!(compare(&rows(10_100), &snapshot).is_ok_and(|grown| grown.is_empty()));
        let grown = compare(&rows(10_101), &snapshot).unwrap_or_default();
        assert_eq!(grown, ["sum has grown from 10000 to 10101 B brotli"]);
    }

    #[test]
    fn a_snapshot_without_the_row_is_an_error() {
        assert!(compare(&rows(1), "").is_err());
    }

    #[test]
    fn each_compiler_has_its_own_section() {
        let one = blessed("", "rustc 2", "js 1\n");
        let two = blessed(&one, "rustc 1", "js 2\n");
        assert_eq!(two, "# rustc 1\njs 2\n\n# rustc 2\njs 1\n");
        assert_eq!(blessed(&two, "rustc 2", "js 1\n"), two);
        assert_eq!(sections(&two).len(), 2);
    }
}
