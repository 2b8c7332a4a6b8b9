//! Assigning what a call may set. On an error the order is not to be kept.

use super::addresses::{self, merge, prefixed};
use super::refusal::Errors;
use super::routes::Call;
use super::{Refusal, Version, payments, rental, shipping, totals};
use crate::order::Order;
use crate::params::{list, text, truthy};
use crate::shop::Shop;
use serde_json::{Map, Value};

/// Which call assigns.
pub(crate) enum Scope<'a> {
    /// `/orders`: short names too.
    Orders,
    /// `/checkouts`, with the top-level `payment_source`.
    Checkout(Option<&'a Value>),
}

/// Sets everything but lines and the coupon.
pub(crate) fn assign(
    call: &mut Call<'_>,
    order: &mut Order,
    given: &Map<String, Value>,
    scope: &Scope<'_>,
) -> Result<(), Refusal> {
    let version = call.version;
    let get = |name: &str| {
        let short = match scope {
            Scope::Orders => name.strip_suffix("_attributes").unwrap_or(name),
            Scope::Checkout(_) => name,
        };
        given.get(name).or_else(|| given.get(short))
    };
    let drafts = match scope {
        Scope::Checkout(top) => {
            let saved = given.get("existing_card").filter(|value| !value.is_null());
            match saved.filter(|_| version >= Version::V2_3) {
                Some(card) => vec![payments::draft_saved(call.shop, order, card)?],
                None => payments::drafts_of_update(call.shop, version, order, given, *top)?,
            }
        }
        Scope::Orders => list(get("payments_attributes"))
            .iter()
            .map(|entry| {
                let entry = payments::Entry {
                    given: entry,
                    source: entry.get("source_attributes").and_then(Value::as_object),
                    amount: None,
                    prefix: "payments.",
                    by_endpoint: false,
                };
                payments::draft(call.shop, version, &entry)
            })
            .collect::<Result<Vec<_>, _>>()?,
    };
    assign_addresses(call.shop, version, order, given, &get)?;
    if let Some(value) = given.get("email") {
        order.email = text(value);
    }
    if let Some(value) = given.get("special_instructions") {
        order.special_instructions = text(value);
    }
    if let (Scope::Checkout(_), true, Some(user)) = (
        scope,
        version.is_modern(),
        crate::params::id(given.get("user_id")),
    ) {
        // Anyone may hand the order over.
        order.user_id = Some(user);
    }
    if let (Version::V1_3, Some(method)) = (version, crate::params::id(given.get("shipping_method_id"))) {
        shipping::choose_method(order, method);
        totals::refresh(call.shop, order);
    }
    let shipments = list(get("shipments_attributes"));
    for shipment in &shipments {
        shipping::choose(call.shop, order, shipment, version.is_modern())?;
    }
    if !shipments.is_empty() && version != Version::V2_2 {
        shipping::set_costs(order);
        totals::refresh(call.shop, order);
    }
    for draft in drafts {
        call.live.extend(payments::add(call.shop, version, order, draft));
    }
    Ok(())
}

/// Both addresses: checked together, stored only if both are good.
pub(crate) fn assign_addresses<'a>(
    shop: &mut Shop,
    version: Version,
    order: &mut Order,
    given: &'a Map<String, Value>,
    get: &impl Fn(&str) -> Option<&'a Value>,
) -> Result<(), Refusal> {
    let mut errors = Errors::new();
    let mut read = |shop: &Shop, name: &str, current: Option<u64>| -> Result<Option<New>, Refusal> {
        let Some(map) = get(&format!("{name}_attributes")).and_then(Value::as_object) else {
            return Ok(None);
        };
        if let Some(id) = addresses::alike(shop, version, map) {
            return Ok(Some(New::Known(id)));
        }
        let id = crate::params::id(map.get("id")).filter(|id| Some(*id) == current);
        let base = id.and_then(|id| shop.address(Some(id)));
        let mut address = merge(version, base, map)?;
        errors.extend(prefixed(name, addresses::check(shop, version, &mut address)));
        Ok(Some(New::Row(id, Box::new(address))))
    };
    let bill = read(shop, "bill_address", order.bill_id)?;
    let ship = read(shop, "ship_address", order.ship_id)?;
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    if let Some(bill) = bill {
        order.bill_id = Some(bill.store(shop));
    }
    if let Some(ship) = ship {
        // The billing address may be the row looked for.
        let given = get("ship_address_attributes").and_then(Value::as_object);
        let same = given.and_then(|given| addresses::alike(shop, version, given));
        order.ship_id = same.or_else(|| Some(ship.store(shop)));
    }
    if rental::is_on(shop, version)
        && truthy(given.get("use_shipping"))
        && let Some(ship) = shop.address(order.ship_id).cloned()
    {
        match order.bill_id {
            Some(id) => addresses::replace(shop, id, ship),
            None => order.bill_id = Some(addresses::store(shop, ship)),
        }
    }
    if truthy(given.get("use_billing"))
        && let Some(bill) = shop.address(order.bill_id).cloned()
    {
        match order.ship_id {
            Some(id) => addresses::replace(shop, id, bill),
            None => order.ship_id = Some(addresses::store(shop, bill)),
        }
    }
    Ok(())
}

/// A checked address.
enum New {
    Known(u64),
    Row(Option<u64>, Box<crate::order::Address>),
}

impl New {
    fn store(self, shop: &mut Shop) -> u64 {
        match self {
            Self::Known(id) => id,
            Self::Row(Some(id), address) => {
                addresses::replace(shop, id, *address);
                id
            }
            Self::Row(None, address) => addresses::store(shop, *address),
        }
    }
}
