//! Rules over manifests and lockfiles.

use super::{File, Finding, Tree};

/// Each dependency has a comment above it that says what it is for; one above the section's head speaks for all in it.
pub fn reasons(tree: &Tree) -> Vec<Finding> {
    let manifest = |file: &&File| file.name == "Cargo.toml" || file.name.ends_with("/Cargo.toml");
    tree.texts.iter().filter(manifest).flat_map(unexplained).collect()
}

fn unexplained(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut in_section, mut head_explained, mut explained, mut depth) = (false, false, false, 0);
    for (at, line) in file.text.lines().enumerate() {
        let text = line.trim();
        if depth == 0 && text.starts_with('[') && text.ends_with(']') {
            in_section = text.trim_matches(['[', ']']).ends_with("dependencies");
            head_explained = explained;
        } else if depth == 0 && text.starts_with('#') {
            explained = true;
            continue;
        } else if depth == 0 && in_section && text.contains('=') && !(explained || head_explained) {
            let name = text.split(['=', '.']).next().unwrap_or_default().trim();
            findings.push(file.at(at, format!("{name} does not say why it is needed")));
        }
        if !text.starts_with('[') || depth > 0 {
            depth += balance(text);
        }
        explained = false;
    }
    findings
}

/// How many more brackets a line opens than it closes.
fn balance(text: &str) -> i32 {
    let open = text.matches(['[', '{']).count();
    let closed = text.matches([']', '}']).count();
    i32::try_from(open).unwrap_or_default() - i32::try_from(closed).unwrap_or_default()
}

/// Nobody else can reach a registry of one's own.
pub fn registries(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.texts {
        let allowed: &[&str] = match file.name.rsplit('/').next() {
            Some("Cargo.lock") => &["source = \"registry+https://github.com/rust-lang/crates.io-index\""],
            Some("package-lock.json") => &[
                "\"resolved\": \"https://registry.npmjs.org/",
                "\"resolved\": \"../",
            ],
            _ => continue,
        };
        let places = file.text.lines().enumerate().filter(|(_, line)| {
            let line = line.trim_start();
            let names = line.starts_with("source = ") || line.starts_with("\"resolved\":");
            names && !allowed.iter().any(|start| line.starts_with(start))
        });
        findings.extend(places.map(|(at, _)| file.at(at, "not a public registry")));
    }
    findings
}

/// The glue generator reads what the macro of the very same version wrote.
pub fn bindgen(tree: &Tree) -> Vec<Finding> {
    let Some(root) = tree.file("Cargo.lock").and_then(locked_bindgen) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for name in ["xtask/wasm/Cargo.lock", "xtask/floor/Cargo.lock"] {
        let Some(file) = tree.file(name) else { continue };
        let other = locked(file, "wasm-bindgen-cli").or_else(|| locked_bindgen(file));
        if other != Some(root) {
            findings.push(file.whole(format!(
                "wasm-bindgen {} here, {root} in Cargo.lock",
                other.unwrap_or("?")
            )));
        }
    }
    findings
}

fn locked_bindgen(file: &File) -> Option<&str> {
    locked(file, "wasm-bindgen")
}

/// The version of a package in a lockfile.
fn locked<'a>(file: &'a File, package: &str) -> Option<&'a str> {
    let (_, after) = file
        .text
        .split_once(&format!("name = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let text = "[package]\nname = \"x\"\n\n[dependencies]\n# Errors.\nanyhow = \"1\"\nserde = \"1\"\n\
            # Many lines.\nweb-sys = { version = \"0.3\", features = [\n  \"A\",\n] }\nlast.workspace = true\n";
        assert_eq!(
            places(reasons, &[("Cargo.toml", text)]),
            ["Cargo.toml:7", "Cargo.toml:12"]
        );
    }

    #[test]
    fn a_reason_above_the_section_speaks_for_all() {
        let text = "# For wasm.\n[target.'cfg(x)'.dependencies]\na = \"1\"\nb = \"1\"\n\n[dev-dependencies]\nc = \"1\"\n";
        assert_eq!(places(reasons, &[("a/Cargo.toml", text)]), ["a/Cargo.toml:7"]);
    }

    #[test]
    fn a_private_registry_is_found() {
        let lock =
            "\"resolved\": \"https://registry.npmjs.org/a\"\n\"resolved\": \"https://npm.example/b\"\n";
        assert_eq!(
            places(registries, &[("a/package-lock.json", lock), ("b.json", lock)]),
            ["a/package-lock.json:2"]
        );
    }

    #[test]
    fn another_wasm_bindgen_is_found() {
        let lock =
            |name: &str, version: &str| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        let (root, tool) = (
            lock("wasm-bindgen", "0.2.130"),
            lock("wasm-bindgen-cli", "0.2.131"),
        );
        let files = [
            ("Cargo.lock", root.as_str()),
            ("xtask/wasm/Cargo.lock", &tool),
            ("xtask/floor/Cargo.lock", &root),
        ];
        assert_eq!(places(bindgen, &files), ["xtask/wasm/Cargo.lock"]);
    }
}
