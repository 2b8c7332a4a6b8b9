//! Addresses, cards, pages of lists.

use super::catalogue;
use crate::addresses::is_present;
use crate::json::Json;
use crate::order::Address;
use crate::params::Params;
use crate::shop::Shop;
use crate::users::Card;

/// The fields of an address, inside an open object.
pub(crate) fn address(json: &mut Json, shop: &Shop, id: u64, address: &Address) {
    let world = &shop.world;
    let country = address.country_id.and_then(|id| world.country(id));
    let region = address.state_id.and_then(|id| world.region(id));
    json.id("id", id);
    json.opt_str("name", address.name.as_deref());
    json.opt_str("address1", address.address1.as_deref());
    json.opt_str("address2", address.address2.as_deref());
    json.opt_str("city", address.city.as_deref());
    json.opt_str("zipcode", address.zipcode.as_deref());
    json.opt_str("phone", address.phone.as_deref());
    json.opt_str("company", address.company.as_deref());
    json.opt_str("alternative_phone", address.alternative_phone.as_deref());
    json.opt_id("country_id", address.country_id);
    json.opt_str("country_iso", country.map(|country| country.iso));
    json.opt_id("state_id", address.state_id);
    json.opt_str("state_name", address.state_name.as_deref());
    let named = address
        .state_name
        .as_deref()
        .filter(|name| is_present(Some(name)));
    json.opt_str("state_text", region.map(|region| region.abbr).or(named));
    json.opt_str("email", address.email.as_deref());
    json.opt_str("vat_id", address.vat_id.as_deref());
    json.str("reverse_charge_status", address.reverse_charge_status.name());
    match country {
        Some(country) => catalogue::country(json.key("country"), country, None),
        None => json.null("country"),
    }
    match region {
        Some(region) => catalogue::region(json.key("state"), region),
        None => json.null("state"),
    }
}

/// An address or `null` under a key.
pub(super) fn address_at(json: &mut Json, shop: &Shop, key: &str, id: Option<u64>) {
    match (id, shop.address(id)) {
        (Some(id), Some(row)) => json.key(key).object(|json| address(json, shop, id, row)),
        _ => json.null(key),
    }
}

/// The fields of a card's source form, inside an open object.
pub(super) fn card_fields(json: &mut Json, card: &Card) {
    json.id("id", card.id);
    json.opt_str("month", card.month.as_deref());
    json.opt_str("year", card.year.as_deref());
    json.opt_str("cc_type", card.cc_type.as_deref());
    json.opt_str("last_digits", card.last_digits.as_deref());
    json.opt_str("name", card.name.as_deref());
}

/// A card with its address.
pub(crate) fn card(json: &mut Json, shop: &Shop, card: &Card) {
    json.object(|json| {
        card_fields(json, card);
        address_at(json, shop, "address", card.address_id);
    });
}

/// One page of a list and the counts beside it, inside an open object.
pub(crate) fn paged<T>(
    json: &mut Json,
    params: &Params,
    key: &str,
    items: &[T],
    each: impl Fn(&mut Json, &T),
) {
    let number = |name: &str, default: usize| {
        params
            .text(name)
            .and_then(|text| text.parse::<usize>().ok())
            .filter(|number| *number > 0)
            .unwrap_or(default)
    };
    let (page, per_page) = (number("page", 1), number("per_page", 25));
    let shown: Vec<&T> = items
        .iter()
        .skip((page - 1).saturating_mul(per_page))
        .take(per_page)
        .collect();
    let int = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    json.list(key, &shown, |json, item| each(json, item));
    json.int("count", int(shown.len()));
    json.int("total_count", int(items.len()));
    json.int("current_page", int(page));
    json.int("pages", int(items.len().div_ceil(per_page)));
    json.int("per_page", int(per_page));
}
