//! Credit cards at a Spree: what is required, what is kept.

use super::Version;
use super::addresses::present;
use super::refusal::Errors;
use crate::params::text;
use crate::rows::{RowKind, count};
use crate::shop::Shop;
use crate::users::Card;
use crate::world::MethodKind;
use serde_json::{Map, Value};

/// A card as typed. Lives for one request.
#[derive(Clone, Default)]
pub(crate) struct CardInput {
    number: Option<String>,
    month: Option<String>,
    year: Option<String>,
    name: Option<String>,
    cc_type: Option<String>,
    profile: Option<String>,
    has_verification: bool,
    is_encrypted: bool,
    by_expiry: bool,
}

impl CardInput {
    /// Reads a payment source; `None` if it names nothing.
    pub(crate) fn read(given: &Map<String, Value>, version: Version) -> Option<Self> {
        if given.is_empty() {
            return None;
        }
        let get = |key: &str| given.get(key).and_then(text);
        let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let (mut month, mut year) = (get("month"), get("year"));
        let expiry = get("expiry").as_deref().and_then(crate::cards::expiry);
        let by_expiry = expiry.is_some();
        if let Some((m, y)) = expiry {
            (month, year) = (Some(m), Some(y));
        }
        let full = match (get("first_name"), get("last_name")) {
            (None, None) => None,
            (first, last) => Some(format!(
                "{} {}",
                first.unwrap_or_default(),
                last.unwrap_or_default()
            )),
        };
        let number = get("number").map(digits).filter(|number| !number.is_empty());
        let cc_type = get("cc_type").map(|name| brand(&name, number.as_deref().unwrap_or("")));
        Some(Self {
            cc_type: cc_type
                .or_else(|| (version <= Version::V2_0).then(|| brand("", number.as_deref().unwrap_or("")))),
            number,
            month,
            year,
            name: if version < Version::V2_2 {
                full
            } else {
                get("name").or(full)
            },
            profile: get("gateway_customer_profile_id").or_else(|| get("gateway_payment_profile_id")),
            has_verification: present(get("verification_value").as_deref()),
            is_encrypted: present(get("encrypted_data").as_deref()),
            by_expiry,
        })
    }

    /// Messages of a card that cannot be kept.
    pub(crate) fn errors(&self, version: Version, now_ms: u64) -> Errors {
        if self.is_encrypted || self.profile.is_some() {
            return Errors::new();
        }
        let integer =
            |text: &Option<String>| text.as_deref().and_then(|text| text.trim().parse::<u64>().ok());
        let (month, year) = (integer(&self.month), integer(&self.year));
        let mut errors = Errors::new();
        let mut fault = |text: &str| errors.push(("Credit Card".to_owned(), text.to_owned()));
        let checks = [
            (month.is_some(), "Month is not a number"),
            (year.is_some(), "Year is not a number"),
            (self.number.is_some(), "Number can't be blank"),
            (self.has_verification, "Verification Value can't be blank"),
            (
                version < Version::V2_2 || present(self.name.as_deref()),
                "Name can't be blank",
            ),
        ];
        for (ok, message) in checks {
            if !ok {
                fault(message);
            }
        }
        if version.is_modern() || version <= Version::V2_0 {
            return errors;
        }
        let given = (present(self.month.as_deref()), present(self.year.as_deref()));
        match (month, year) {
            _ if given != (true, true) => {}
            (Some(month @ 1..=12), Some(year)) if (year, month) < today(now_ms) => fault(" Card has expired"),
            (Some(1..=12), Some(_)) => {}
            _ => fault(" Card expiration is invalid"),
        }
        errors
    }
}

/// Year and month of a moment.
fn today(now_ms: u64) -> (u64, u64) {
    let text = crate::time::text(now_ms);
    let mut parts = text.split('-').map(|part| part.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

/// The brand kept: an empty name is detected from the number, a few have a common name.
fn brand(name: &str, number: &str) -> String {
    match name {
        "" => match number.bytes().next() {
            Some(b'4') => "visa".into(),
            Some(b'5') => "master".into(),
            Some(b'3') => "american_express".into(),
            Some(b'6') => "discover".into(),
            _ => String::new(),
        },
        "mastercard" | "maestro" => "master".into(),
        "amex" => "american_express".into(),
        "dinersclub" => "diners_club".into(),
        other => other.into(),
    }
}

/// Keeps a card without its number: its id, and whether the gateway takes it while this request lasts.
pub(crate) fn store(
    shop: &mut Shop,
    version: Version,
    user_id: Option<u64>,
    method_id: u64,
    input: CardInput,
) -> (u64, bool) {
    let id = count(&shop.cards) + 1;
    let good = input.number.as_deref().is_some_and(crate::gateway::accepts);
    let kind = shop.world.payment_method(method_id).map(|method| method.kind);
    let mut profile = input.profile;
    if profile.is_none() && matches!(kind, Some(MethodKind::Gateway { profiles: true, .. })) {
        // From 2.2 on a card that is not good gets no profile.
        profile = match (good, version < Version::V2_2) {
            (true, _) => Some(format!("BGS-{:06}", shop.random() % 1_000_000)),
            (false, true) => Some(format!("FAIL-{:06}", shop.random() % 1_000_000)),
            (false, false) => None,
        };
    }
    let last = input.number.map(|number| {
        let skip = number.chars().count().saturating_sub(4);
        number.chars().skip(skip).collect()
    });
    shop.cards.push(Card {
        id,
        method_id,
        user_id,
        month: input.month,
        year: input.year,
        cc_type: input.cc_type,
        last_digits: last,
        name: input.name,
        address_id: None,
        customer_profile: profile,
        payment_profile: None,
        by_expiry: input.by_expiry,
    });
    shop.dirty.mark(RowKind::Card, id);
    (id, good)
}
