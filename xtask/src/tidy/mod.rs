//! House rules that no compiler knows. Each is a function from the tree of files to what is wrong in it.

mod deps;
mod docs;
mod text;

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, bail};

use crate::test::counts::Counts;
use crate::{paths, shell};

/// Every file that is or could be committed, by its path from the root with `/`.
#[derive(Debug, Default)]
pub struct Tree {
    names: BTreeSet<String>,
    texts: Vec<File>,
}

/// A file of text.
#[derive(Debug)]
pub struct File {
    name: String,
    text: String,
}

impl File {
    fn has_extension(&self, extensions: &[&str]) -> bool {
        self.name
            .rsplit_once('.')
            .is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    fn folder(&self) -> &str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn at(&self, line: usize, what: impl Into<String>) -> Finding {
        Finding {
            place: format!("{}:{}", self.name, line + 1),
            what: what.into(),
        }
    }

    fn whole(&self, what: impl Into<String>) -> Finding {
        Finding {
            place: self.name.clone(),
            what: what.into(),
        }
    }
}

/// Something to put right.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    place: String,
    what: String,
}

type Rule = (&'static str, fn(&Tree) -> Vec<Finding>);

const RULES: [Rule; 11] = [
    ("files are short", text::short),
    ("no machine's paths", text::machine_paths),
    ("nothing is left to do in code", text::unfinished),
    ("what is shipped is type-checked", text::lib_check),
    ("browser crates stay in src/js", text::browser_names),
    ("dependencies say why", deps::reasons),
    ("lockfiles name public registries", deps::registries),
    ("wasm-bindgen is one version", deps::bindgen),
    ("versions agree", docs::versions),
    ("links lead somewhere", docs::links),
    ("fixtures say where they are from", docs::provenance),
];

/// `cargo xtask tidy`.
pub fn run(args: &[String]) -> Result<()> {
    if !args.is_empty() {
        bail!("cargo xtask tidy takes no {}", args.join(" "));
    }
    let counts = check()?;
    if counts.failed > 0 {
        bail!("{} of {} rules are broken", counts.failed, RULES.len());
    }
    Ok(())
}

/// Applies every rule, prints what it finds.
pub fn check() -> Result<Counts> {
    let tree = Tree::read()?;
    let mut counts = Counts::default();
    for (name, rule) in RULES {
        let findings = rule(&tree);
        println!("{:<6}  {name}", if findings.is_empty() { "ok" } else { "FAILED" });
        for Finding { place, what } in &findings {
            println!("        {place}: {what}");
        }
        if findings.is_empty() {
            counts.passed += 1
        } else {
            counts.failed += 1
        }
    }
    Ok(counts)
}

impl Tree {
    fn read() -> Result<Self> {
        let mut git = shell::command("git");
        git.args(["ls-files", "--cached", "--others", "--exclude-standard"]);
        let listed = shell::capture(&mut git).context("tidy asks git which files there are")?;
        let mut tree = Self::default();
        for name in listed.lines() {
            // A file deleted but not committed is still listed.
            let Ok(bytes) = fs::read(paths::root().join(name)) else {
                continue;
            };
            tree.add(name, String::from_utf8(bytes).ok());
        }
        Ok(tree)
    }

    fn add(&mut self, name: &str, text: Option<String>) {
        self.names.insert(name.to_owned());
        self.texts.extend(text.map(|text| File {
            name: name.to_owned(),
            text,
        }));
    }

    fn file(&self, name: &str) -> Option<&File> {
        self.texts.iter().find(|file| file.name == name)
    }

    fn is_folder(&self, name: &str) -> bool {
        let prefix = format!("{}/", name.trim_end_matches('/'));
        self.names
            .range(prefix.clone()..)
            .next()
            .is_some_and(|first| first.starts_with(&prefix))
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (name, text) in files {
            tree.add(name, Some((*text).to_owned()));
        }
        tree
    }
}

/// The places a rule complains about, for tests.
#[cfg(test)]
fn places(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)]) -> Vec<String> {
    rule(&Tree::of(files))
        .into_iter()
        .map(|finding| finding.place)
        .collect()
}
