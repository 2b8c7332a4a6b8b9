//! Rules over documents and what they promise.

use super::{File, Finding, Tree};

/// Cargo, npm and the changelog tell the same version. The changelog may begin with what is unreleased.
pub fn versions(tree: &Tree) -> Vec<Finding> {
    let Some(manifest) = tree.file("Cargo.toml") else {
        return Vec::new();
    };
    let Some(version) = quoted_after(&manifest.text, "\nversion = ") else {
        return vec![manifest.whole("the package has no version")];
    };
    let mut findings = Vec::new();
    let mut expect = |name: &str, found: fn(&str) -> Option<String>| match tree.file(name) {
        None => findings.push(Finding {
            place: name.to_owned(),
            what: "is missing".to_owned(),
        }),
        Some(file) if found(&file.text).is_some_and(|other| other == version) => {}
        Some(file)
            if found(&file.text).is_none() && UNRELEASED.iter().any(|head| file.text.contains(head)) => {}
        Some(file) => {
            findings.push(file.whole(format!("its newest version is not {version} as in Cargo.toml")))
        }
    };
    expect("pkg/package.json", |text| quoted_after(text, "\"version\": "));
    expect("CHANGELOG.md", newest_release);
    findings
}

/// The changelog of a project that has not released yet has but one heading.
const UNRELEASED: [&str; 2] = ["## Unreleased", "## [Unreleased]"];

fn quoted_after(text: &str, start: &str) -> Option<String> {
    let (_, after) = text.split_once(start)?;
    after.split('"').nth(1).map(str::to_owned)
}

/// `1.2.3` of the first heading `## 1.2.3` or `## [1.2.3] - date`.
fn newest_release(text: &str) -> Option<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
    let version = |heading: &str| {
        heading
            .trim_start_matches('[')
            .split([']', ' '])
            .next()
            .map(str::to_owned)
    };
    headings
        .filter_map(version)
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Every link to a file or folder of ours leads to it.
pub fn links(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.texts.iter().filter(|file| file.has_extension(&["md"])) {
        let mut fenced = false;
        for (at, line) in file.text.lines().enumerate() {
            fenced ^= line.trim_start().starts_with("```");
            let targets = line
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split([')', ' ']).next());
            let ours = targets.filter(|target| !target.contains(':') && !target.starts_with('#'));
            for target in ours.filter(|_| !fenced) {
                let path = resolved(file.folder(), target.split('#').next().unwrap_or_default());
                if !path.is_empty() && !tree.names.contains(&path) && !tree.is_folder(&path) {
                    findings.push(file.at(at, format!("{target} does not exist")));
                }
            }
        }
    }
    findings
}

fn resolved(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') {
        Vec::new()
    } else {
        folder.split('/').collect()
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// Each recording is named, alone or with its folder, in a README beside or above it.
pub fn provenance(tree: &Tree) -> Vec<Finding> {
    let fixtures = "tests/fixtures/";
    let mut findings = Vec::new();
    for name in tree
        .names
        .iter()
        .filter(|name| name.starts_with(fixtures) && !name.ends_with("README.md"))
    {
        let readmes = tree.texts.iter().filter(|file| file.name.ends_with("README.md"));
        let told = readmes
            .filter(|file| file.folder().len() + 1 >= fixtures.len())
            .any(|file| tells_of(file, name));
        if !told {
            let what = "no README.md beside or above it names it and says where it is from";
            findings.push(Finding {
                place: name.clone(),
                what: what.to_owned(),
            });
        }
    }
    findings
}

fn tells_of(readme: &File, name: &str) -> bool {
    let Some(below) = name
        .strip_prefix(readme.folder())
        .and_then(|rest| rest.strip_prefix('/'))
    else {
        return false;
    };
    match below.split_once('/') {
        None => readme.text.contains(below),
        Some((folder, _)) => readme.text.contains(&format!("{folder}/")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::places;
    use super::*;

    const CARGO: (&str, &str) = ("Cargo.toml", "[package]\nname = \"x\"\nversion = \"0.2.0\"\n");

    #[test]
    fn three_files_tell_one_version() {
        let npm = ("pkg/package.json", "{ \"version\": \"0.2.0\" }");
        let log = (
            "CHANGELOG.md",
            "# Changelog\n\n## Unreleased\n\n## [0.2.0] - 2026-01-02\n\n## 0.1.0\n",
        );
        assert!(places(versions, &[CARGO, npm, log]).is_empty());
        let old = ("CHANGELOG.md", "## Unreleased\n## 0.1.0\n");
        assert_eq!(places(versions, &[CARGO, npm, old]), ["CHANGELOG.md"]);
        assert!(
            places(
                versions,
                &[CARGO, npm, ("CHANGELOG.md", "## Unreleased\n- First.\n")]
            )
            .is_empty()
        );
        assert_eq!(places(versions, &[CARGO]), ["pkg/package.json", "CHANGELOG.md"]);
    }

    #[test]
    fn a_dead_link_is_found() {
        let text = "[a](../b.md#c) [web](https://x.example) [here](#top)\n[folder](sub/) [gone](gone.md)\n\
            ```\n[code](no.md)\n```\n";
        let files = [("docs/a.md", text), ("b.md", ""), ("docs/sub/c.md", "")];
        assert_eq!(places(links, &files), ["docs/a.md:2"]);
    }

    #[test]
    fn a_fixture_of_unknown_origin_is_found() {
        let readme = (
            "tests/fixtures/solidus/README.md",
            "`a.json` is from …; `orders/` are bodies of …",
        );
        let files =
            ["a.json", "orders/1.json", "b.json"].map(|name| (format!("tests/fixtures/solidus/{name}"), ""));
        let mut files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        files.push(readme);
        assert_eq!(places(provenance, &files), ["tests/fixtures/solidus/b.json"]);
    }
}
