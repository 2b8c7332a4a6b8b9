//! Addresses: merging, checking.

use crate::order::{Address, ReverseCharge};
use crate::params::{id, text};
use crate::refusal::{Errors, Refusal};
use crate::shop::Shop;
use serde_json::{Map, Value};

const BLANK: &str = "can't be blank";

/// The old address with the given keys laid over it. Omitted keys keep their value.
pub(crate) fn merge(
    shop: &Shop,
    old: Option<&Address>,
    given: &Map<String, Value>,
) -> Result<Address, Refusal> {
    // Rails would assign an object to an association and die.
    if ["country", "state"]
        .iter()
        .any(|key| given.get(*key).is_some_and(Value::is_object))
    {
        return Err(Refusal::crash());
    }
    let mut address = old.cloned().unwrap_or_default();
    let assign = |key: &str, slot: &mut Option<String>| match given.get(key) {
        None | Some(Value::Array(_) | Value::Object(_)) => {}
        Some(value) => *slot = text(value),
    };
    assign("name", &mut address.name);
    assign("address1", &mut address.address1);
    assign("address2", &mut address.address2);
    assign("city", &mut address.city);
    assign("zipcode", &mut address.zipcode);
    assign("phone", &mut address.phone);
    assign("alternative_phone", &mut address.alternative_phone);
    assign("company", &mut address.company);
    assign("state_name", &mut address.state_name);
    assign("email", &mut address.email);
    assign("vat_id", &mut address.vat_id);
    if let Some(value) = given.get("country_id") {
        address.country_id = id(Some(value)).filter(|id| shop.world.country(*id).is_some());
    }
    if let Some(iso) = given.get("country_iso").and_then(text) {
        let country = shop.world.country_of_iso(&iso).ok_or(Refusal::NotFound)?;
        address.country_id = Some(country.id);
    }
    if let Some(value) = given.get("state_id") {
        address.state_id = id(Some(value)).filter(|id| shop.world.region(*id).is_some());
    }
    if let Some(value) = given
        .get("reverse_charge_status")
        .filter(|value| !value.is_null())
    {
        address.reverse_charge_status = match value.as_str() {
            Some("disabled") => ReverseCharge::Disabled,
            Some("enabled") => ReverseCharge::Enabled,
            Some("not_validated") => ReverseCharge::NotValidated,
            _ => return Err(Refusal::crash()),
        };
    }
    Ok(normalise(shop, address))
}

/// A state named in words becomes the state, where the country has states.
fn normalise(shop: &Shop, mut address: Address) -> Address {
    if !checks_state(shop, &address) {
        return address;
    }
    let region = address.state_id.and_then(|id| shop.world.region(id));
    if let Some(region) = region {
        if Some(region.country_id) == address.country_id {
            address.state_name = None;
        } else if is_present(address.state_name.as_deref()) {
            address.state_id = None;
        }
    }
    if let Some(name) = address.state_name.clone().filter(|name| is_present(Some(name))) {
        let named: Vec<_> = shop
            .world
            .regions_of(address.country_id)
            .into_iter()
            .filter(|region| {
                region.name.eq_ignore_ascii_case(&name) || region.abbr.eq_ignore_ascii_case(&name)
            })
            .collect();
        if let [only] = named.as_slice() {
            address.state_id = Some(only.id);
            address.state_name = None;
        }
    }
    address
}

fn checks_state(shop: &Shop, address: &Address) -> bool {
    let country = address.country_id.and_then(|id| shop.world.country(id));
    shop.settings.address_requires_state && country.is_some_and(|country| country.states_required)
}

/// What is wrong with an address; keys without prefix.
pub(crate) fn errors_of(shop: &Shop, address: &Address) -> Errors {
    let mut errors = Errors::new();
    let mut check = |key: &str, value: &Option<String>| {
        if !is_present(value.as_deref()) {
            errors.push((key.into(), BLANK.into()));
        }
    };
    check("address1", &address.address1);
    check("city", &address.city);
    check("name", &address.name);
    check("zipcode", &address.zipcode);
    if shop.settings.address_requires_phone {
        check("phone", &address.phone);
    }
    if address.country_id.is_none() {
        errors.insert(0, ("country".into(), "must exist".into()));
    }
    let region = address.state_id.and_then(|id| shop.world.region(id));
    let named = is_present(address.state_name.as_deref());
    if checks_state(shop, address) {
        match region {
            Some(region) if Some(region.country_id) != address.country_id => {
                errors.push(("state".into(), "does not match the country".into()));
            }
            None if !named => errors.push(("state".into(), BLANK.into())),
            _ => {}
        }
    } else if address.country_id.is_none() && region.is_none() && !named {
        // Recorded: an unknown country misses its state as well.
        errors.push(("state".into(), BLANK.into()));
    }
    errors
}

/// The same errors under a parent: `ship_address.city`.
pub(crate) fn prefixed(prefix: &str, errors: Errors) -> Errors {
    errors
        .into_iter()
        .map(|(key, message)| (format!("{prefix}.{key}"), message))
        .collect()
}

pub(crate) fn is_present(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}
