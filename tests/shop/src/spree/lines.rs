//! Line items of a Spree.

use super::refusal::Errors;
use super::{Refusal, Version, totals, transitions};
use crate::order::{Line, Order};
use crate::params::{decimal, id, text};
use crate::shop::Shop;
use serde_json::{Map, Value};

/// Largest quantity kept: the column is an integer of 32 bits.
const MAX_QUANTITY: i64 = 2_147_483_647;

/// Reads a quantity strictly; nothing and less than nothing are 0.
pub(crate) fn quantity(value: Option<&Value>) -> Result<i64, &'static str> {
    let Some(raw) = value.and_then(text) else {
        return Ok(0);
    };
    match raw.trim().parse::<i64>() {
        Ok(number) => Ok(number.max(0)),
        Err(_) if raw.trim().is_empty() => Ok(0),
        Err(_) => {
            let whole = decimal(raw.trim()).filter(|number| number.is_integer());
            let whole = whole.and_then(|number| i64::try_from(number.trunc().mantissa()).ok());
            whole.map(|number| number.max(0)).ok_or("must be an integer")
        }
    }
}

/// What is wrong with having so many of a variant.
pub(crate) fn faults(shop: &Shop, version: Version, variant_id: u64, wanted: i64) -> Vec<String> {
    let mut faults = Vec::new();
    if wanted > MAX_QUANTITY && version >= Version::V4_4 {
        faults.push("must be an integer".into());
    }
    if wanted > 0 && shop.supply(variant_id).is_some_and(|supply| wanted > supply) {
        faults.push(unavailable(shop, version, variant_id));
    }
    faults
}

fn unavailable(shop: &Shop, version: Version, variant_id: u64) -> String {
    let span = "<span class=\"translation_missing\" title=\"translation missing: \
                en.spree.selected_quantity_not_available\">Selected Quantity Not Available</span>";
    let variant = shop.world.variant(variant_id);
    let name = variant.map_or("", |variant| variant.name);
    let options = variant
        .and_then(|variant| variant.option)
        .map_or_else(String::new, |(_, _, text)| format!(" (Size: {text})"));
    match version {
        Version::V1_3 | Version::V2_0 => "translation missing: en.validation.exceeds_available_stock".into(),
        Version::V2_3 | Version::V2_4Late => span.into(),
        version if version.is_modern() => format!("selected of \"{name}{options}\" is not available."),
        _ => format!("Selected quantity of \"{name}{options}\" is not available."),
    }
}

/// Adds to the line of the variant, or makes one: the line's id. `merge` off always makes one.
pub(crate) fn add(
    shop: &mut Shop,
    version: Version,
    order: &mut Order,
    variant_id: u64,
    wanted: i64,
    merge: bool,
) -> Result<u64, Vec<String>> {
    let variant = shop.world.variant(variant_id);
    let price = variant.and_then(|variant| variant.price).unwrap_or_default();
    let at = order
        .lines
        .iter()
        .position(|line| merge && line.variant_id == variant_id);
    let before = at
        .and_then(|at| order.lines.get(at))
        .map_or(0, |line| line.quantity);
    let quantity = (before.saturating_add(wanted)).max(0);
    let faults = faults(shop, version, variant_id, quantity);
    if !faults.is_empty() {
        return Err(faults);
    }
    let at = at.unwrap_or_else(|| {
        shop.counters.line += 1;
        order.lines.push(Line {
            id: shop.counters.line,
            variant_id,
            quantity: 0,
            price,
            metadata: None,
            adjustments: Vec::new(),
        });
        order.lines.len() - 1
    });
    let taxes = totals::taxes_of(shop, order);
    let Some(line) = order.lines.get_mut(at) else {
        return Ok(0);
    };
    line.quantity = quantity;
    totals::tax_line(shop, &taxes, line);
    Ok(line.id)
}

/// Sets the quantity of a line.
pub(crate) fn set(shop: &mut Shop, order: &mut Order, line_id: u64, quantity: i64) {
    let taxes = totals::taxes_of(shop, order);
    if let Some(line) = order.lines.iter_mut().find(|line| line.id == line_id) {
        line.quantity = quantity;
        totals::tax_line(shop, &taxes, line);
    }
}

/// Assigns entries of `PUT /orders`: `{id, quantity}` and `{variant_id, quantity}`. On an error nothing is to be kept.
pub(crate) fn assign(
    shop: &mut Shop,
    version: Version,
    order: &mut Order,
    entries: &[Map<String, Value>],
) -> Result<(), Refusal> {
    let mut errors = Errors::new();
    for entry in entries {
        let known = id(entry.get("id")).filter(|id| order.lines.iter().any(|line| line.id == *id));
        let wanted = quantity(entry.get("quantity"));
        let wanted = match wanted {
            Ok(wanted) => wanted,
            Err(message) => {
                errors.push(("line_items.quantity".into(), message.into()));
                continue;
            }
        };
        if let Some(line_id) = known {
            let line = order.lines.iter().find(|line| line.id == line_id);
            let variant_id = line.map_or(0, |line| line.variant_id);
            match faults(shop, version, variant_id, wanted) {
                faults if faults.is_empty() => set(shop, order, line_id, wanted),
                faults => {
                    errors.extend(
                        faults
                            .into_iter()
                            .map(|text| ("line_items.quantity".into(), text)),
                    );
                }
            }
            continue;
        }
        let Some(variant_id) = id(entry.get("variant_id")) else {
            if version < Version::V2_4Early && entry.contains_key("id") {
                return Err(Refusal::NotFound);
            }
            continue;
        };
        if shop
            .world
            .variant(variant_id)
            .is_none_or(|variant| variant.deleted)
        {
            return Err(match version {
                Version::V3_7 => Refusal::Frame(500),
                Version::V4_4 => Refusal::Invalid(vec![
                    ("line_items.variant".into(), "can't be blank".into()),
                    ("line_items.price".into(), "is not a number".into()),
                    ("line_items.currency".into(), "Must match order currency".into()),
                ]),
                _ => Refusal::NotFound,
            });
        }
        // 2.1.12 and 2.2.14 build each new line twice.
        let times = if matches!(version, Version::V2_1 | Version::V2_2) {
            2
        } else {
            1
        };
        for _ in 0..times {
            if let Err(faults) = add(shop, version, order, variant_id, wanted, false) {
                errors.extend(
                    faults
                        .into_iter()
                        .map(|text| ("line_items.quantity".into(), text)),
                );
                break;
            }
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(errors))
    }
}

/// After a change of the cart: lines of nothing go, the checkout starts anew.
pub(crate) fn settle(shop: &mut Shop, version: Version, order: &mut Order) {
    order.lines.retain(|line| line.quantity > 0);
    transitions::restart(shop, version, order);
}

/// A value as Ruby's `inspect` shows it.
pub(crate) fn ruby(value: &Value) -> String {
    match value {
        Value::Null => "nil".into(),
        Value::Object(map) => {
            let pairs: Vec<String> = map
                .iter()
                .map(|(key, value)| format!("\"{key}\"=>{}", ruby(value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(ruby).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
