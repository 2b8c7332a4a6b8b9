//! Addresses of a Spree: rows of their own, that may be changed.

use super::refusal::Errors;
use super::{Refusal, Version};
use crate::order::Address;
use crate::params::{id, text};
use crate::rows::{RowKind, count};
use crate::shop::Shop;
use serde_json::{Map, Value};

pub(crate) const BLANK: &str = "can't be blank";

/// The address with what is given changed.
pub(crate) fn merge(
    version: Version,
    base: Option<&Address>,
    given: &Map<String, Value>,
) -> Result<Address, Refusal> {
    let mut address = base.cloned().unwrap_or_default();
    let object = given.get("country").or_else(|| given.get("state"));
    if object.is_some_and(Value::is_object) {
        return Err(Refusal::exception(
            "Spree::Country(#62680) expected, got ActionController::Parameters(#97780)",
        ));
    }
    if version.is_modern() && given.contains_key("country_iso") {
        return Err(Refusal::exception(
            "unknown attribute 'country_iso' for Spree::Address.",
        ));
    }
    for (key, value) in given {
        let slot = match key.as_str() {
            "firstname" => &mut address.firstname,
            "lastname" => &mut address.lastname,
            "first_name" if version >= Version::V2_3 => &mut address.firstname,
            "last_name" if version >= Version::V2_3 => &mut address.lastname,
            "address1" => &mut address.address1,
            "address2" => &mut address.address2,
            "city" => &mut address.city,
            "zipcode" => &mut address.zipcode,
            "phone" => &mut address.phone,
            "company" => &mut address.company,
            "alternative_phone" => &mut address.alternative_phone,
            "state_name" => &mut address.state_name,
            "country_id" => {
                address.country_id = id(Some(value));
                continue;
            }
            "state_id" => {
                address.state_id = id(Some(value));
                continue;
            }
            _ => continue,
        };
        *slot = text(value);
    }
    Ok(address)
}

/// Settles state and country, and says what is wrong; keys without prefix.
pub(crate) fn check(shop: &Shop, version: Version, address: &mut Address) -> Errors {
    let mut errors = Errors::new();
    let mut fault = |key: &str, text: &str| errors.push((key.to_owned(), text.to_owned()));
    for (key, value) in [
        ("firstname", &address.firstname),
        ("lastname", &address.lastname),
        ("address1", &address.address1),
        ("city", &address.city),
    ] {
        if !present(value.as_deref()) {
            fault(key, BLANK);
        }
    }
    let country = address.country_id.and_then(|id| shop.world.country(id)).cloned();
    if country.is_none() {
        fault("country", BLANK);
    }
    let iso = country.as_ref().map(|country| country.iso);
    for message in zip_errors(version, iso, address.zipcode.as_deref()) {
        fault("zipcode", message);
    }
    if !present(address.phone.as_deref()) && shop.settings.address_requires_phone {
        fault("phone", BLANK);
    }
    if let Some(country) = country
        && country.states_required
        && shop.settings.address_requires_state
        && let Some(message) = settle_state(shop, country.id, address)
    {
        fault("state", message);
    }
    errors
}

/// A state by id, or by its exact name; what is wrong with it.
fn settle_state(shop: &Shop, country: u64, address: &mut Address) -> Option<&'static str> {
    let region = address.state_id.and_then(|id| shop.world.region(id));
    let name = address.state_name.clone().filter(|name| present(Some(name)));
    match (region, name) {
        (Some(region), _) if region.country_id == country => {
            address.state_name = None;
            None
        }
        (Some(_), None) => Some("is invalid"),
        (_, Some(name)) => {
            let regions = shop.world.regions_of(Some(country));
            if regions.is_empty() {
                address.state_id = None;
                return None;
            }
            let named = |region: &&&crate::world::Region| region.name == name || region.abbr == name;
            let mut found = regions.iter().filter(named);
            match (found.next(), found.next()) {
                (Some(only), None) => {
                    (address.state_id, address.state_name) = (Some(only.id), None);
                    None
                }
                _ => Some("is invalid"),
            }
        }
        (None, None) => Some(BLANK),
    }
}

fn zip_errors(version: Version, iso: Option<&str>, zip: Option<&str>) -> Vec<&'static str> {
    let optional = version.is_modern() && iso == Some("HK");
    let blank = !present(zip);
    let checked = version >= Version::V2_4Early && iso.is_some();
    let zip = zip.unwrap_or("");
    let zip = if version.is_modern() { zip.trim() } else { zip };
    let mut messages = Vec::new();
    if blank && !optional {
        messages.push(BLANK);
    }
    let skip = blank && (optional || version == Version::V4_4);
    if checked && !skip && !matches_pattern(iso.unwrap_or(""), zip) {
        messages.push("is invalid");
    }
    messages
}

/// The postal patterns of the worlds' countries; any other country takes anything.
fn matches_pattern(iso: &str, zip: &str) -> bool {
    let digits = |text: &str, n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    match iso {
        "US" => {
            let (head, tail) = zip.split_at_checked(5).unwrap_or((zip, ""));
            let tail_ok =
                tail.is_empty() || tail.strip_prefix(['-', ' ']).is_some_and(|rest| digits(rest, 4));
            digits(head, 5) && (tail_ok || digits(tail, 4))
        }
        "DE" => digits(zip, 5),
        "SG" => digits(zip, 6),
        _ => true,
    }
}

pub(crate) fn present(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

/// Stores a new row. 4.x takes a row that has the given values instead, whoever's it is.
pub(crate) fn store(shop: &mut Shop, address: Address) -> u64 {
    shop.addresses.push(address);
    let id = count(&shop.addresses);
    shop.dirty.mark(RowKind::Address, id);
    id
}

/// The row that equals what is given, as 4.x looks for it.
pub(crate) fn alike(shop: &Shop, version: Version, given: &Map<String, Value>) -> Option<u64> {
    if version < Version::V4_4 || given.contains_key("id") {
        return None;
    }
    let fits =
        |address: &Address| merge(version, Some(address), given).is_ok_and(|merged| merged == *address);
    let at = shop.addresses.iter().position(fits)?;
    u64::try_from(at + 1).ok()
}

/// Changes a row.
pub(crate) fn replace(shop: &mut Shop, id: u64, address: Address) {
    let at = id.checked_sub(1).and_then(|at| usize::try_from(at).ok());
    if let Some(row) = at.and_then(|at| shop.addresses.get_mut(at)) {
        *row = address;
        shop.dirty.mark(RowKind::Address, id);
    }
}

/// The same errors under a parent: `ship_address.city`.
pub(crate) fn prefixed(prefix: &str, errors: Errors) -> Errors {
    errors
        .into_iter()
        .map(|(key, message)| (format!("{prefix}.{key}"), message))
        .collect()
}
