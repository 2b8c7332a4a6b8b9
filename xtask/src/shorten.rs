//! Short names between the glue and its wasm. Each long one holds a hash, which no compression can save.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::shell;

/// Renames imports and exports in both files. `opt` is wasm-opt with the features set.
pub fn run(mut opt: Command, glue: &Path, wasm: &Path) -> Result<()> {
    opt.arg("--minify-imports-and-exports-and-modules");
    opt.arg(wasm).arg("-o").arg(wasm);
    let names: Value =
        serde_json::from_str(&shell::capture(&mut opt)?).context("wasm-opt told no new names")?;
    let text = fs::read_to_string(glue).context("cannot read the glue")?;
    fs::write(glue, renamed(&text, &names)?).context("cannot write the glue")
}

/// The glue with the new names: `old: function` for an import, `wasm.old` for an export.
fn renamed(glue: &str, names: &Value) -> Result<String> {
    let mut text = glue.to_owned();
    for import in names["imports"].as_array().into_iter().flatten() {
        let [module, old, new] = [0, 1, 2].map(|at| import[at].as_str().unwrap_or_default());
        let key = format!("\"{module}\": ");
        let (from, to) = (format!(" {old}: function"), format!(" {new}: function"));
        anyhow::ensure!(text.matches(&from).count() == 1, "the glue has no import {old}");
        text = text.replace(&from, &to).replace(&key, "\"a\": ");
    }
    for export in names["exports"].as_array().into_iter().flatten() {
        let [old, new] = [0, 1].map(|at| export[at].as_str().unwrap_or_default());
        text = renamed_member(&text, old, new);
    }
    Ok(text)
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_sides_are_renamed_and_nothing_else() {
        let glue =
            "{\n    \"./c_bg.js\": import0, __wbg_now_12: function() { wasm.core_new(wasm.core_newer); } }";
        let names = json!({
            "imports": [["./c_bg.js", "__wbg_now_12", "b"]],
            "exports": [["core_new", "c"]],
        });
        let expected = "{\n    \"a\": import0, b: function() { wasm.c(wasm.core_newer); } }";
        assert_eq!(renamed(glue, &names).ok().as_deref(), Some(expected));
    }

    #[test]
    fn an_import_that_is_not_there_is_an_error() {
        let names = json!({ "imports": [["./c_bg.js", "__wbg_now_12", "b"]], "exports": [] });
        assert!(renamed("", &names).is_err());
    }
}
