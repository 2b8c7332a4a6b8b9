//! The rental shop: a Spree 2.3 or 2.4 with dates, a delivery area and shorter steps. No recording of it exists; all
//! of this is inferred from its document.

use super::refusal::Errors;
use super::{Refusal, Version};
use crate::json::Json;
use crate::order::Order;
use crate::params::text;
use crate::shop::Shop;
use crate::world::Variant;
use serde_json::{Map, Value};

/// Delivery areas.
const SERVED: [&str; 3] = ["10001", "20814", "90025"];

/// The shop's clock is eight hours behind UTC.
const OFFSET_MS: u64 = 8 * 3_600_000;
const DAY_MS: u64 = 86_400_000;

/// The shop rents things out.
pub(crate) fn is_on(shop: &Shop, version: Version) -> bool {
    shop.settings.rental && (Version::V2_3..=Version::V2_4Late).contains(&version)
}

/// Takes dates and delivery area of an order. On an error the order is not to be kept.
pub(crate) fn assign(
    shop: &Shop,
    version: Version,
    order: &mut Order,
    given: &Map<String, Value>,
) -> Result<(), Refusal> {
    if !is_on(shop, version) {
        return Ok(());
    }
    let mut errors = Errors::new();
    let mut rental = order.rental.clone().unwrap_or_default();
    for (key, slot) in [
        ("rental_start_date", &mut rental.start_ms),
        ("rental_end_date", &mut rental.end_ms),
    ] {
        match given.get(key).map(|value| text(value).unwrap_or_default()) {
            None => {}
            Some(empty) if empty.trim().is_empty() => *slot = None,
            Some(text) => match moment(text.trim()) {
                Some(ms) => *slot = Some(ms),
                None => errors.push((key.into(), "is invalid".into())),
            },
        }
    }
    if let Some(zip) = given.get("zipcode").and_then(text) {
        if !SERVED.contains(&zip.trim()) {
            errors.push(("zipcode".into(), "is not serviceable".into()));
        }
        rental.zipcode = Some(zip);
    }
    let today = shop.now_ms.saturating_sub(OFFSET_MS) / DAY_MS;
    let is_past = |ms: u64| ms.saturating_sub(OFFSET_MS) / DAY_MS < today;
    if given.contains_key("rental_start_date") && rental.start_ms.is_some_and(is_past) {
        errors.push(("rental_start_date".into(), "can't be in the past".into()));
    }
    if let (Some(start), Some(end)) = (rental.start_ms, rental.end_ms)
        && end < start
    {
        errors.push(("rental_end_date".into(), "must be after the start date".into()));
    }
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    order.rental = Some(rental);
    Ok(())
}

/// A day of the shop's, or a moment with `Z` or an offset.
fn moment(text: &str) -> Option<u64> {
    let (day, rest) = text
        .split_once('T')
        .map_or((text, None), |(day, rest)| (day, Some(rest)));
    let mut parts = day.split('-').map(str::parse::<u64>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    if parts.next().is_some() || !(1970..=9999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let midnight = crate::time::days(year, month, day)? * DAY_MS;
    let Some(rest) = rest else {
        return Some(midnight + OFFSET_MS);
    };
    let (clock, offset) = match rest.find(['Z', '+', '-']) {
        Some(at) => rest.split_at_checked(at)?,
        None => (rest, "Z"),
    };
    let mut fields = clock.split(':');
    let hour: u64 = fields.next()?.parse().ok().filter(|hour| *hour < 24)?;
    let minute: u64 = fields.next()?.parse().ok().filter(|minute| *minute < 60)?;
    let seconds = fields.next().unwrap_or("0");
    let (second, milli) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let second: u64 = second.parse().ok().filter(|second| *second < 61)?;
    let milli: u64 = format!("{milli:0<3}").get(..3)?.parse().ok()?;
    let local = midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milli;
    let Some((hours, minutes)) = offset.get(1..).and_then(|rest| rest.split_once(':')) else {
        return (offset == "Z").then_some(local);
    };
    let shift = (hours.parse::<u64>().ok()? * 60 + minutes.parse::<u64>().ok()?) * 60_000;
    if offset.starts_with('-') {
        Some(local + shift)
    } else {
        local.checked_sub(shift)
    }
}

/// What the rental shop's orders show more than others.
pub(crate) fn order_fields(json: &mut Json, shop: &Shop, version: Version, order: &Order) {
    if !is_on(shop, version) {
        return;
    }
    let rental = order.rental.clone().unwrap_or_default();
    for (key, ms) in [
        ("rental_start_date", rental.start_ms),
        ("rental_end_date", rental.end_ms),
    ] {
        let shown = ms.map(|ms| crate::time::text(ms.saturating_sub(OFFSET_MS)).replace('Z', "-08:00"));
        json.opt_str(key, shown.as_deref());
    }
    json.opt_str("zipcode", rental.zipcode.as_deref());
    super::render::cards_of_order(json, shop, version, order);
    let saved = order
        .user_id
        .and_then(|id| shop.user(id))
        .and_then(|user| user.default_card());
    json.key("default_credit_card").object(|json| {
        if let Some(card) = saved.and_then(|id| shop.card(id)) {
            super::render::card_fields(json, version, card, false);
        }
    });
}

/// What its variants show more: everything but the free sticker can be rented.
pub(crate) fn variant_fields(json: &mut Json, shop: &Shop, version: Version, variant: &Variant) {
    if is_on(shop, version) {
        let kind = if variant.option.is_some() {
            "Apparel"
        } else {
            "Goods"
        };
        json.str("product_type", kind);
        json.bool("is_rentable", variant.price.is_some_and(|price| !price.is_zero()));
    }
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn days_and_moments_are_read() {
        let day = moment("2030-02-03").unwrap_or(0);
        assert_eq!(crate::time::text(day), "2030-02-03T08:00:00.000Z");
        assert_eq!(moment("2030-02-03T00:00:00.000-08:00"), Some(day));
        assert_eq!(moment("2030-02-03T08:00:00.000Z"), Some(day));
        for wrong in ["", "x", "2030-13-01", "2030-02-30", "2030-02-03T25:00", "2030-02"] {
            assert_eq!(moment(wrong), None, "{wrong}");
        }
    }
}
