//! Shipments: packing, rates, choosing.

use super::Refusal;
use crate::order::{Order, Packed, Rate, Shipment};
use crate::params::id;
use crate::shop::Shop;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// What shipping adds to the order now.
pub(crate) fn sums_shipping(order: &Order) -> Decimal {
    order.shipments.iter().map(|shipment| shipment.cost).sum()
}

/// One shipment for what is on hand, one for what is backordered; what nobody can supply is in none.
pub(crate) fn pack(shop: &mut Shop, order: &Order) -> Vec<Shipment> {
    let (mut on_hand, mut backordered) = (Vec::new(), Vec::new());
    let mut left: Vec<(u64, i64)> = Vec::new();
    for line in order.lines.iter().filter(|line| line.quantity > 0) {
        let Some(variant) = shop.world.variant(line.variant_id) else {
            continue;
        };
        let stock = match left.iter().position(|(variant, _)| *variant == line.variant_id) {
            Some(at) => at,
            None => {
                left.push((line.variant_id, variant.count_on_hand.max(0)));
                left.len() - 1
            }
        };
        let Some((_, stock)) = left.get_mut(stock) else {
            continue;
        };
        let here = if variant.track_inventory {
            line.quantity.min(*stock)
        } else {
            line.quantity
        };
        *stock -= here;
        add(&mut on_hand, line.variant_id, here, false);
        if variant.backorderable {
            add(&mut backordered, line.variant_id, line.quantity - here, true);
        }
    }
    let country = shop.address(order.ship_id).and_then(|address| address.country_id);
    let packages = [on_hand, backordered];
    let full = packages.into_iter().filter(|list| !list.is_empty());
    full.map(|manifest| ship(shop, country, manifest)).collect()
}

fn add(list: &mut Vec<Packed>, variant_id: u64, quantity: i64, backordered: bool) {
    if quantity <= 0 {
        return;
    }
    match list.iter_mut().find(|packed| packed.variant_id == variant_id) {
        Some(packed) => packed.quantity += quantity,
        None => list.push(Packed {
            variant_id,
            quantity,
            backordered,
        }),
    }
}

/// A shipment with its rates, the cheapest selected. It costs nothing until a step says so.
fn ship(shop: &mut Shop, country: Option<u64>, manifest: Vec<Packed>) -> Shipment {
    let holds = |zone| country.is_some_and(|country| shop.world.zone_holds(zone, country));
    let methods: Vec<_> = shop
        .world
        .shipping_methods
        .iter()
        .filter(|method| holds(method.zone_id))
        .cloned()
        .collect();
    let mut rates: Vec<Rate> = Vec::new();
    for method in methods {
        shop.counters.rate += 1;
        rates.push(Rate {
            id: shop.counters.rate,
            method_id: method.id,
            cost: method.cost,
            selected: false,
        });
    }
    rates.sort_by_key(|rate| rate.cost);
    if let Some(cheapest) = rates.first_mut() {
        cheapest.selected = true;
    }
    shop.counters.shipment += 1;
    Shipment {
        id: shop.counters.shipment,
        number: format!("H{:011}", shop.random() % 100_000_000_000),
        cost: Decimal::ZERO,
        state: "pending".into(),
        metadata: "{}".into(),
        rates,
        manifest,
        adjustments: Vec::new(),
    }
}

/// Every shipment costs what its selected rate costs; one without keeps its cost.
pub(crate) fn set_costs(order: &mut Order) {
    for shipment in &mut order.shipments {
        if let Some(rate) = shipment.rates.iter().find(|rate| rate.selected) {
            shipment.cost = rate.cost;
        }
    }
}

/// `{id, selected_shipping_rate_id}`.
pub(crate) fn choose(
    shop: &Shop,
    order: &mut Order,
    given: &Map<String, Value>,
    modern: bool,
) -> Result<(), Refusal> {
    let Some(wanted) = id(given.get("id")) else {
        return Err(if modern {
            Refusal::Told("Validation failed: Stock location can't be blank, State is invalid".into())
        } else {
            Refusal::NotFound
        });
    };
    let shipment = order
        .shipments
        .iter_mut()
        .find(|shipment| shipment.id == wanted)
        .ok_or(Refusal::NotFound)?;
    let Some(rate) = id(given.get("selected_shipping_rate_id")) else {
        return Ok(());
    };
    let own = shipment.rates.iter().any(|row| row.id == rate);
    // From 3.x on the rate of another shipment will do, and none is selected then.
    let others = shop.orders.values().flat_map(|order| &order.shipments);
    let known = others
        .flat_map(|shipment| &shipment.rates)
        .any(|row| row.id == rate);
    let will_do = own || (modern && known);
    if !will_do {
        return Err(Refusal::NotFound);
    }
    for row in &mut shipment.rates {
        row.selected = row.id == rate;
    }
    Ok(())
}

/// 1.3 chooses a method for the whole order.
pub(crate) fn choose_method(order: &mut Order, method_id: u64) {
    for shipment in &mut order.shipments {
        if shipment.rates.iter().any(|rate| rate.method_id == method_id) {
            for rate in &mut shipment.rates {
                rate.selected = rate.method_id == method_id;
            }
        }
    }
    set_costs(order);
}
