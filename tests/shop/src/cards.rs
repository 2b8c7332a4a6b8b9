//! Credit card input: what is required, what is kept of it.

use crate::addresses::is_present;
use crate::params::text;
use crate::refusal::{Errors, Refusal};
use serde_json::{Map, Value};

/// A card as typed. Lives for one request.
#[derive(Clone, Default)]
pub(crate) struct CardInput {
    pub(crate) number: Option<String>,
    pub(crate) month: Option<String>,
    pub(crate) year: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) cc_type: Option<String>,
    pub(crate) last_digits: Option<String>,
    pub(crate) customer_profile: Option<String>,
    pub(crate) payment_profile: Option<String>,
    pub(crate) address: Option<Map<String, Value>>,
    has_verification: bool,
    is_encrypted: bool,
}

impl CardInput {
    /// Reads `source_attributes`.
    pub(crate) fn read(given: &Map<String, Value>) -> Result<Self, Refusal> {
        // Permitted, but the card has no such setter.
        if given.contains_key("first_name") || given.contains_key("last_name") {
            return Err(Refusal::crash());
        }
        let get = |key: &str| given.get(key).and_then(text);
        let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let number = get("number").map(digits).filter(|number| !number.is_empty());
        let (mut month, mut year) = (get("month"), get("year").map(full_year));
        if let Some((m, y)) = get("expiry").as_deref().and_then(expiry) {
            (month, year) = (Some(m), Some(y));
        }
        let last_digits = match &number {
            Some(number) => Some(
                number
                    .chars()
                    .skip(number.chars().count().saturating_sub(4))
                    .collect(),
            ),
            None => get("last_digits"),
        };
        Ok(Self {
            cc_type: get("cc_type").map(|name| brand(&name, number.as_deref().unwrap_or(""))),
            month,
            year,
            name: get("name"),
            last_digits,
            number,
            customer_profile: get("gateway_customer_profile_id"),
            payment_profile: get("gateway_payment_profile_id"),
            address: given
                .get("address_attributes")
                .and_then(Value::as_object)
                .cloned(),
            has_verification: is_present(get("verification_value").as_deref()),
            is_encrypted: is_present(get("encrypted_data").as_deref()),
        })
    }

    /// Messages under `Credit Card`; a stored or encrypted card needs nothing.
    pub(crate) fn errors(&self) -> Errors {
        if self.is_encrypted || self.customer_profile.is_some() || self.payment_profile.is_some() {
            return Errors::new();
        }
        let is_integer = |text: &Option<String>| {
            text.as_deref()
                .is_some_and(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))
        };
        let checks = [
            (is_integer(&self.month), "Month is not a number"),
            (is_integer(&self.year), "Year is not a number"),
            (self.number.is_some(), "Card Number can't be blank"),
            (is_present(self.name.as_deref()), "Name can't be blank"),
            (self.has_verification, "Verification Value can't be blank"),
        ];
        let failed = checks.into_iter().filter(|(ok, _)| !ok);
        failed
            .map(|(_, message)| ("Credit Card".to_owned(), message.to_owned()))
            .collect()
    }
}

fn full_year(year: String) -> String {
    if year.len() == 2 {
        format!("20{year}")
    } else {
        year
    }
}

/// `mm/yy`, `mm / yyyy`, `mmyy`, `mmyyyy`.
pub(crate) fn expiry(text: &str) -> Option<(String, String)> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (month, year) = match compact.split_once('/') {
        Some(parts) => parts,
        None => compact.split_at_checked(2)?,
    };
    let month: u8 = month.parse().ok()?;
    Some((month.to_string(), full_year(year.to_owned())))
}

/// The brand kept: an empty name is detected from the number, a few have a common name.
fn brand(name: &str, number: &str) -> String {
    match name {
        "" => detect(number).into(),
        "mastercard" | "maestro" => "master".into(),
        "amex" => "american_express".into(),
        "dinersclub" => "diners_club".into(),
        other => other.into(),
    }
}

fn detect(number: &str) -> &'static str {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| number.starts_with(prefix));
    match number.len() {
        13 | 16 if starts(&["4"]) => "visa",
        16 if starts(&["51", "52", "53", "54", "55"]) => "master",
        16 if starts(&["6011", "65"]) => "discover",
        15 if starts(&["34", "37"]) => "american_express",
        14 if starts(&["30", "36", "38"]) => "diners_club",
        16 if starts(&["35"]) => "jcb",
        _ => "",
    }
}
