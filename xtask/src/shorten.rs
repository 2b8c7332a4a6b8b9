//! Short names between the glue and its wasm. Each long one holds a hash, which no compression can save.
//!
//! The names follow from the alphabet alone, so that all builds of the core can share one glue.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// The section of a wasm that lists what it takes.
const IMPORTS: u8 = 2;
/// The section of a wasm that lists what it gives.
const EXPORTS: u8 = 7;
/// What the module of all imports is called.
const MODULE: &str = "a";

/// Long names, and the short ones in their place.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Names {
    module: String,
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    /// Short names for all that a wasm takes and gives.
    ///
    /// # Errors
    /// If it is no wasm, or takes more than functions.
    pub fn of(wasm: &Path) -> Result<Self> {
        let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
        let mut names = Self::default();
        rewritten(&bytes, &mut |kind, name| {
            let short = match kind {
                Kind::Module => &mut names.module,
                Kind::Import => names.imports.entry(name.to_owned()).or_default(),
                Kind::Export => names.exports.entry(name.to_owned()).or_default(),
            };
            name.clone_into(short);
            Ok(name.to_owned())
        })?;
        for list in [&mut names.imports, &mut names.exports] {
            for (at, short) in list.values_mut().enumerate() {
                *short = short_name(at);
            }
        }
        Ok(names)
    }

    /// Puts the short names into a glue.
    ///
    /// # Errors
    /// If the glue does not know one of them.
    pub fn shorten_glue(&self, glue: &Path) -> Result<()> {
        let text = fs::read_to_string(glue).context("cannot read the glue")?;
        fs::write(glue, self.renamed(&text)?).context("cannot write the glue")
    }

    /// Puts the short names into a wasm.
    ///
    /// # Errors
    /// If it has a name that is not known here.
    pub fn shorten_wasm(&self, wasm: &Path) -> Result<()> {
        let bytes = fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
        let known = |list: &BTreeMap<String, String>, name: &str| {
            list.get(name)
                .cloned()
                .with_context(|| format!("the glue has no {name}"))
        };
        let short = rewritten(&bytes, &mut |kind, name| match kind {
            Kind::Module => Ok(MODULE.to_owned()),
            Kind::Import => known(&self.imports, name),
            Kind::Export => known(&self.exports, name),
        })?;
        fs::write(wasm, short).with_context(|| format!("cannot write {}", wasm.display()))
    }

    /// The glue with the new names: `old: function` for an import, `wasm.old` for an export.
    fn renamed(&self, glue: &str) -> Result<String> {
        let key = format!("\"{}\": ", self.module);
        let mut text = glue.replace(&key, &format!("\"{MODULE}\": "));
        for (old, new) in &self.imports {
            let (from, to) = (format!(" {old}: function"), format!(" {new}: function"));
            ensure!(text.matches(&from).count() == 1, "the glue has no import {old}");
            text = text.replace(&from, &to);
        }
        for (old, new) in &self.exports {
            text = renamed_member(&text, old, new);
        }
        Ok(text)
    }
}

fn renamed_member(text: &str, old: &str, new: &str) -> String {
    let member = format!("wasm.{old}");
    let mut parts = text.split(&member);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // A longer name that begins with this one is another.
        let goes_on = part.starts_with(|next: char| next.is_ascii_alphanumeric() || "_$".contains(next));
        out.push_str("wasm.");
        out.push_str(if goes_on { old } else { new });
        out.push_str(part);
    }
    out
}

/// `a` to `z`, then `aa` and so on.
fn short_name(at: usize) -> String {
    let letter = |at: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[at % 26]);
    match at / 26 {
        0 => letter(at).to_string(),
        more => format!("{}{}", short_name(more - 1), letter(at)),
    }
}

/// What a name in a wasm is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Module,
    Import,
    Export,
}

/// The wasm with other names.
fn rewritten(wasm: &[u8], rename: &mut dyn FnMut(Kind, &str) -> Result<String>) -> Result<Vec<u8>> {
    let (head, mut rest) = wasm.split_at_checked(8).context("no wasm")?;
    ensure!(head.starts_with(b"\0asm"), "no wasm");
    let mut out = head.to_vec();
    while let Some((id, after)) = rest.split_first() {
        rest = after;
        let size = number(&mut rest)?;
        let (body, after) = rest.split_at_checked(size).context("a section is cut off")?;
        rest = after;
        let body = match *id {
            IMPORTS => listed(body, &[Kind::Module, Kind::Import], rename)?,
            EXPORTS => listed(body, &[Kind::Export], rename)?,
            _ => body.to_vec(),
        };
        out.push(*id);
        write_number(&mut out, body.len());
        out.extend(body);
    }
    Ok(out)
}

/// A section that lists names, each followed by what kind of thing it is and its index.
fn listed(
    mut body: &[u8],
    kinds: &[Kind],
    rename: &mut dyn FnMut(Kind, &str) -> Result<String>,
) -> Result<Vec<u8>> {
    let body = &mut body;
    let mut out = Vec::new();
    let count = number(body)?;
    write_number(&mut out, count);
    for _ in 0..count {
        for kind in kinds {
            let length = number(body)?;
            let (name, rest) = body.split_at_checked(length).context("a name is cut off")?;
            *body = rest;
            let name = rename(*kind, std::str::from_utf8(name)?)?;
            write_number(&mut out, name.len());
            out.extend(name.as_bytes());
        }
        let (thing, rest) = body.split_first().context("a list is cut off")?;
        *body = rest;
        if kinds.len() > 1 && *thing != 0 {
            bail!("an import is no function");
        }
        out.push(*thing);
        let index = number(body)?;
        write_number(&mut out, index);
    }
    Ok(out)
}

/// An unsigned number in 7 bits a byte.
fn number(bytes: &mut &[u8]) -> Result<usize> {
    let mut value = 0;
    for shift in (0..35).step_by(7) {
        let (byte, rest) = bytes.split_first().context("a number is cut off")?;
        *bytes = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    bail!("a number is too long")
}

fn write_number(out: &mut Vec<u8>, mut value: usize) {
    loop {
        let low = u8::try_from(value & 0x7f).unwrap_or_default();
        value >>= 7;
        if value == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let list = |pairs: &[(&str, &str)]| {
            pairs
                .iter()
                .map(|(old, new)| ((*old).to_owned(), (*new).to_owned()))
                .collect()
        };
        Names {
            module: "./x_bg.js".to_owned(),
            imports: list(&[("__wbg_log_9f", "b")]),
            exports: list(&[("core", "c"), ("core_new", "d")]),
        }
    }

    #[test]
    fn both_sides_are_renamed_and_nothing_else() {
        let glue = "{ __wbg_log_9f: function(a) {} }; const i = {\"./x_bg.js\": all}; wasm.core(wasm.core_new(), core);";
        let short = names().renamed(glue).unwrap_or_default();
        assert_eq!(
            short,
            "{ b: function(a) {} }; const i = {\"a\": all}; wasm.c(wasm.d(), core);"
        );
    }

    #[test]
    fn an_import_that_is_not_there_is_an_error() {
        assert!(names().renamed("{}").is_err());
    }

    /// `(import "./x_bg.js" "__wbg_log_9f" (func)) (export "core" (func 0))`
    fn wasm() -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        let import = [&b"\x01\x09./x_bg.js\x0c__wbg_log_9f\0\0"[..]].concat();
        bytes.extend([2, u8::try_from(import.len()).unwrap_or(0)]);
        bytes.extend(import);
        bytes.extend(b"\x07\x08\x01\x04core\0\0");
        bytes
    }

    #[test]
    fn names_in_a_wasm_are_replaced_and_the_rest_stays() {
        let mut seen = Vec::new();
        let same = rewritten(&wasm(), &mut |_, name| {
            seen.push(name.to_owned());
            Ok(name.to_owned())
        });
        assert_eq!(same.ok(), Some(wasm()));
        assert_eq!(seen, ["./x_bg.js", "__wbg_log_9f", "core"]);
        let short = rewritten(&wasm(), &mut |_, _| Ok("s".to_owned())).unwrap_or_default();
        assert_eq!(
            short,
            b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x07\x01\x01s\x01s\0\0\x07\x05\x01\x01s\0\0"
        );
        assert!(rewritten(b"\0asm\x01\0\0\0\x02\x50", &mut |_, n| Ok(n.to_owned())).is_err());
    }

    #[test]
    fn short_names_are_all_different() {
        assert_eq!([0, 25, 26, 27].map(short_name), ["a", "z", "aa", "ab"]);
    }
}
