//! `cargo xtask replay --room NAME FILE.jsonl…`: recordings of real servers through mirror and shop.

mod mirror;
mod parts;
mod reader;
mod rebuild;
mod remark;
mod report;
mod rooms;
mod shop;
mod spree_reader;
#[cfg(test)]
mod spree_tests;
mod sylius1_mirror;
mod sylius1_reader;
#[cfg(test)]
mod sylius1_tests;
mod sylius_mirror;
mod sylius_reader;
#[cfg(test)]
mod sylius_tests;
#[cfg(test)]
mod tests;

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result, bail};
use cashwrap_shop::replay::Exchange;
use serde_json::Value;

use report::Sums;
use rooms::Room;

/// Reads the arguments, replays each file, prints the sums.
pub fn run(args: &[String]) -> Result<()> {
    let (mut room, mut files) = (None, Vec::new());
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--room" => room = Some(rest.next().context("--room needs a name")?.as_str()),
            flag if flag.starts_with('-') => bail!("no such option: {flag}"),
            file => files.push(file),
        }
    }
    let room = Room::named(room.context("which room? --room solidus")?)?;
    if files.is_empty() {
        bail!("no recordings given: cargo xtask replay --room NAME FILE.jsonl…");
    }
    let mut sums = Sums::default();
    for file in files {
        let (exchanges, unread) = load(Path::new(file)).with_context(|| format!("cannot read {file}"))?;
        report::head(file, &exchanges, unread);
        let (mirror, shop) = ((room.mirror)(&room, &exchanges), shop::run(&room, &exchanges));
        report::mirror(&mirror);
        report::shop(&shop);
        sums.add(&mirror, &shop);
    }
    println!("{}", sums.line());
    Ok(())
}

/// A recording's exchanges, and how many of its lines are none. A name ending in `.gz` is unpacked.
fn load(path: &Path) -> Result<(Vec<Exchange>, usize)> {
    let bytes = fs::read(path)?;
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text)?;
    } else {
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let exchanges: Vec<Exchange> = lines.iter().filter_map(|line| exchange(line)).collect();
    let unread = lines.len() - exchanges.len();
    Ok((exchanges, unread))
}

/// One line. What is said beside request and response may have any form.
fn exchange(line: &str) -> Option<Exchange> {
    let mut tree: Value = serde_json::from_str(line).ok()?;
    for name in ["version", "setting", "remark", "case", "step"] {
        let text = match tree.get(name) {
            None | Some(Value::Null | Value::String(_)) => continue,
            Some(other) => other.to_string(),
        };
        *tree.get_mut(name)? = Value::String(text);
    }
    let headers = tree.get_mut("request")?.get_mut("headers");
    match headers {
        Some(Value::Object(headers)) => headers.retain(|_, value| value.is_string()),
        Some(other) => *other = Value::Object(serde_json::Map::new()),
        None => {}
    }
    serde_json::from_value(tree).ok()
}
