//! Shipments and rates.

use super::catalogue;
use super::order::adjustment;
use crate::json::Json;
use crate::money;
use crate::order::{Order, Packed, Rate, Shipment};
use crate::shop::Shop;
use crate::world::ShippingMethod;
use rust_decimal::Decimal;

/// The shipment of an order body.
pub(super) fn shipment(json: &mut Json, shop: &Shop, order: &Order, shipment: &Shipment) {
    json.object(|json| {
        common(json, shop, order, shipment, true);
        json.list("manifest", variants(shipment), |json, variant_id| {
            json.object(|json| {
                json.id("variant_id", variant_id);
                counts(json, shipment, variant_id);
            });
        });
        json.list("adjustments", &shipment.adjustments, |json, row| {
            adjustment(json, row, "Spree::Shipment", shipment.id);
        });
    });
}

/// The shipment of the shipment endpoints.
pub(crate) fn shipment_show(json: &mut Json, shop: &Shop, order: &Order, shipment: &Shipment) {
    json.object(|json| {
        common(json, shop, order, shipment, false);
        json.list("manifest", variants(shipment), |json, variant_id| {
            json.object(|json| {
                if let Some(variant) = shop.world.variant(variant_id) {
                    json.key("variant");
                    catalogue::variant_of_line(json, variant);
                }
                counts(json, shipment, variant_id);
            });
        });
    });
}

fn common(json: &mut Json, shop: &Shop, order: &Order, shipment: &Shipment, codes: bool) {
    json.id("id", shipment.id);
    json.null("tracking");
    json.null("tracking_url");
    json.str("number", &shipment.number);
    json.dec("cost", shipment.cost);
    json.null("shipped_at");
    json.str("state", &shipment.state);
    json.key("customer_metadata").raw(&shipment.metadata);
    json.str("order_id", &order.number);
    json.str("stock_location_name", "default");
    json.list("shipping_rates", &shipment.rates, |json, row| {
        rate(json, shop, order, row)
    });
    match shipment.rates.iter().find(|rate| rate.selected) {
        Some(selected) => rate(json.key("selected_shipping_rate"), shop, order, selected),
        None => json.null("selected_shipping_rate"),
    }
    let mut methods: Vec<&ShippingMethod> = shipment
        .rates
        .iter()
        .filter_map(|rate| shop.world.shipping_method(rate.method_id))
        .collect();
    methods.sort_by_key(|method| method.id);
    json.list("shipping_methods", methods, |json, method| {
        json.object(|json| {
            json.id("id", method.id);
            if codes {
                json.str("code", method.code);
            }
            json.str("name", method.name);
            json.list("zones", shop.world.zone(method.zone_id), |json, zone| {
                json.object(|json| {
                    json.id("id", zone.id);
                    json.str("name", zone.name);
                    json.str("description", zone.description);
                });
            });
            json.list("shipping_categories", [()], |json, ()| {
                json.object(|json| {
                    json.id("id", 1);
                    json.str("name", "Default");
                });
            });
        });
    });
}

/// The variants of a shipment, each once.
fn variants(shipment: &Shipment) -> Vec<u64> {
    let mut ids: Vec<u64> = Vec::new();
    for packed in &shipment.manifest {
        if !ids.contains(&packed.variant_id) {
            ids.push(packed.variant_id);
        }
    }
    ids
}

fn counts(json: &mut Json, shipment: &Shipment, variant_id: u64) {
    let units = |wanted: Option<bool>| -> i64 {
        let of_variant = |packed: &&Packed| {
            packed.variant_id == variant_id
                && wanted.is_none_or(|backordered| packed.backordered == backordered)
        };
        shipment
            .manifest
            .iter()
            .filter(of_variant)
            .map(|packed| packed.quantity)
            .sum()
    };
    json.int("quantity", units(None));
    json.key("states").object(|json| {
        for (name, backordered) in [("on_hand", false), ("backordered", true)] {
            let quantity = units(Some(backordered));
            if quantity > 0 {
                json.int(name, quantity);
            }
        }
    });
}

fn rate(json: &mut Json, shop: &Shop, order: &Order, rate: &Rate) {
    let method = shop.world.shipping_method(rate.method_id);
    json.object(|json| {
        json.id("id", rate.id);
        json.str("name", method.map_or("", |method| method.name));
        json.dec("cost", rate.cost);
        json.bool("selected", rate.selected);
        json.id("shipping_method_id", rate.method_id);
        json.opt_str("shipping_method_code", method.map(|method| method.code));
        json.str("display_cost", &display_cost(shop, order, rate.cost));
    });
}

/// A rate as `estimated_rates` shows it: no id.
pub(crate) fn estimated_rate(json: &mut Json, shop: &Shop, order: &Order, rate: &Rate) {
    let method = shop.world.shipping_method(rate.method_id);
    json.object(|json| {
        json.str("name", method.map_or("", |method| method.name));
        json.dec("cost", rate.cost);
        json.id("shipping_method_id", rate.method_id);
        json.opt_str("shipping_method_code", method.map(|method| method.code));
        json.str("display_cost", &display_cost(shop, order, rate.cost));
    });
}

/// `$4.99 (incl. $0.80 VAT)`, `$4.99 (+ $0.25 Sales Tax)`, `$5.00`.
fn display_cost(shop: &Shop, order: &Order, cost: Decimal) -> String {
    let taxes = shop.taxes_for(order);
    let mut notes = Vec::new();
    for rate in taxes.iter().filter(|rate| rate.on_shipping) {
        let amount = crate::totals::tax_amount(rate, &taxes, cost);
        if !amount.is_zero() {
            let sign = if rate.included { "incl." } else { "+" };
            notes.push(format!("{sign} {} {}", money::display(amount), rate.name));
        }
    }
    let base = money::display(cost);
    if notes.is_empty() {
        base
    } else {
        format!("{base} ({})", notes.join(", "))
    }
}
