//! Rules over the lines of code.

use super::{File, Finding, Tree};

const MAX_LINES: usize = 400;
const CODE: [&str; 4] = ["rs", "ts", "js", "mjs"];

/// A file one can read in one sitting. What a program wrote is exempt: the golden `api.d.ts`, and tables that say
/// `@generated` at their head.
pub fn short(tree: &Tree) -> Vec<Finding> {
    let long = |file: &&File| file.has_extension(&CODE) && file.text.lines().count() > MAX_LINES;
    let generated = |file: &File| file.text.lines().take(3).any(|line| line.contains("@generated"));
    let written = |file: &&File| file.name != "pkg/api.d.ts" && !generated(file);
    let what = |file: &File| format!("{} lines, more than {MAX_LINES}", file.text.lines().count());
    tree.texts
        .iter()
        .filter(long)
        .filter(written)
        .map(|file| file.whole(what(file)))
        .collect()
}

/// No folder of one machine or person.
pub fn machine_paths(tree: &Tree) -> Vec<Finding> {
    // In two parts, or this file would find itself.
    let roots = ["home", "Users", "root", "work"].map(|name| format!("/{name}/"));
    lines(tree, |file, line| {
        let exempt = file.name.starts_with("tests/fixtures/") || file.name.ends_with("package-lock.json");
        let begins = |at: usize| {
            let before = line.get(..at).and_then(|text| text.chars().next_back());
            !before.is_some_and(|c| c.is_alphanumeric() || "._-~*}>$)".contains(c))
        };
        let found = roots
            .iter()
            .find(|root| line.match_indices(root.as_str()).any(|(at, _)| begins(at)));
        found
            .filter(|_| !exempt)
            .map(|root| format!("a path of one machine, {root}…"))
    })
}

/// No placeholder that panics.
pub fn unfinished(tree: &Tree) -> Vec<Finding> {
    let macros = ["todo", "unimplemented"].map(|name| format!("{name}!("));
    lines(tree, |file, line| {
        let found = macros.iter().find(|name| line.contains(name.as_str()));
        found
            .filter(|_| file.has_extension(&["rs"]))
            .map(|name| format!("{name}…)"))
    })
}

/// TypeScript's declarations are compiled, ours above all.
pub fn lib_check(tree: &Tree) -> Vec<Finding> {
    let option = format!("skip{}", "LibCheck");
    lines(tree, |file, line| {
        let on = line.contains(&option) && line.contains("true");
        let config = file.has_extension(&["json", "js", "mjs", "ts"]);
        (on && config).then(|| format!("{option} hides mistakes in what is shipped"))
    })
}

/// The core names no browser crate, in code.
pub fn browser_names(tree: &Tree) -> Vec<Finding> {
    let crates = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "gloo_net",
        "serde_wasm_bindgen",
    ];
    lines(tree, |file, line| {
        let core =
            file.name.starts_with("src/") && !file.name.starts_with("src/js/") && file.has_extension(&["rs"]);
        let code = !line.trim_start().starts_with("//");
        let found = crates.iter().find(|name| line.contains(**name));
        found
            .filter(|_| core && code)
            .map(|name| format!("{name} outside src/js"))
    })
}

fn lines(tree: &Tree, wrong: impl Fn(&File, &str) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.texts {
        let found = file
            .text
            .lines()
            .enumerate()
            .filter_map(|(at, line)| Some(file.at(at, wrong(file, line)?)));
        findings.extend(found);
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn a_long_file_is_found_unless_a_program_wrote_it() {
        let (long, fits) = ("x\n".repeat(401), "x\n".repeat(400));
        let table = format!("// @generated\n{long}");
        let files = [
            ("a.rs", long.as_str()),
            ("b.rs", &fits),
            ("c.rs", &table),
            ("d.md", &long),
        ];
        assert_eq!(places(short, &files), ["a.rs"]);
    }

    #[test]
    fn a_machine_path_is_found_and_a_url_path_is_not() {
        let (mine, theirs) = (
            format!("x = \"/{}/me/x\"\n", "home"),
            format!("https://shop.example/{}/7\n", "work"),
        );
        let files = [
            ("a.md", mine.as_str()),
            ("b.md", &theirs),
            ("tests/fixtures/solidus/a.json", &mine),
        ];
        assert_eq!(places(machine_paths, &files), ["a.md:1"]);
    }

    #[test]
    fn a_placeholder_is_found_in_rust_alone() {
        let text = format!("fn a() {{\n    {}!()\n}}\n", "todo");
        assert_eq!(
            places(unfinished, &[("a.rs", &text), ("a.md", &text)]),
            ["a.rs:2"]
        );
    }

    #[test]
    fn a_hidden_declaration_is_found() {
        let text = format!("{{\n  \"skip{}\": true\n}}\n", "LibCheck");
        assert_eq!(
            places(lib_check, &[("pkg/tsconfig.json", &text), ("a.md", &text)]),
            ["pkg/tsconfig.json:2"]
        );
    }

    #[test]
    fn the_core_names_no_browser() {
        let text = "use js_sys::Date;\n/// As js_sys does.\n";
        let files = [
            ("src/order/mod.rs", text),
            ("src/js/mod.rs", text),
            ("tests/boundary/main.rs", text),
        ];
        assert_eq!(places(browser_names, &files), ["src/order/mod.rs:1"]);
    }
}
