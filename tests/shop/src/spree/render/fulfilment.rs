//! Shipments, rates, adjustments.

use super::super::Version;
use super::catalogue::variant_fields;
use crate::json::Json;
use crate::money;
use crate::order::{Adjustment, Order, Packed, Rate, Shipment, Source};
use crate::shop::Shop;
use crate::world::ShippingMethod;

/// The shipment of an order body.
pub(super) fn shipment(json: &mut Json, shop: &Shop, version: Version, order: &Order, shipment: &Shipment) {
    json.object(|json| {
        // One that was never stored has neither id nor cost.
        let stored = shipment.id > 0;
        json.opt_id("id", stored.then_some(shipment.id));
        json.null("tracking");
        json.str("number", &shipment.number);
        if stored {
            json.dec("cost", shipment.cost);
        } else {
            json.int("cost", 0);
        }
        json.null("shipped_at");
        json.str("state", &shipment.state);
        json.str("order_id", &order.number);
        json.str("stock_location_name", "default");
        json.list("shipping_rates", &shipment.rates, |json, row| {
            rate(json, shop, version, row)
        });
        match shipment.rates.iter().find(|rate| rate.selected) {
            Some(selected) => rate(json.key("selected_shipping_rate"), shop, version, selected),
            None => json.null("selected_shipping_rate"),
        }
        methods(json, shop, version, shipment);
        let mut variants: Vec<u64> = Vec::new();
        for packed in &shipment.manifest {
            if !variants.contains(&packed.variant_id) {
                variants.push(packed.variant_id);
            }
        }
        json.list("manifest", variants, |json, id| {
            manifest(json, shop, version, shipment, id)
        });
        if version >= Version::V2_3 {
            json.list("adjustments", &shipment.adjustments, |json, row| {
                adjustment(json, row, "Spree::Shipment", shipment.id);
            });
        }
    });
}

fn methods(json: &mut Json, shop: &Shop, version: Version, shipment: &Shipment) {
    let mut methods: Vec<&ShippingMethod> = shipment
        .rates
        .iter()
        .filter_map(|rate| shop.world.shipping_method(rate.method_id))
        .collect();
    methods.sort_by_key(|method| method.id);
    json.list("shipping_methods", methods, |json, method| {
        json.object(|json| {
            json.id("id", method.id);
            if version >= Version::V2_4Early {
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
                    json.id("id", if version >= Version::V4_4 { 1 } else { 2 });
                    json.str("name", "Default");
                });
            });
        });
    });
}

fn manifest(json: &mut Json, shop: &Shop, version: Version, shipment: &Shipment, variant_id: u64) {
    let units = |wanted: Option<bool>| -> i64 {
        let fits = |packed: &&Packed| {
            packed.variant_id == variant_id && wanted.is_none_or(|later| packed.backordered == later)
        };
        shipment
            .manifest
            .iter()
            .filter(fits)
            .map(|packed| packed.quantity)
            .sum()
    };
    json.object(|json| {
        json.int("quantity", units(None));
        json.key("states").object(|json| {
            for (name, later) in [("on_hand", false), ("backordered", true)] {
                let quantity = units(Some(later));
                if quantity > 0 {
                    json.int(name, quantity);
                }
            }
        });
        match shop.world.variant(variant_id) {
            Some(variant) if version < Version::V2_3 => {
                json.key("variant")
                    .object(|json| variant_fields(json, version, variant));
            }
            _ => json.id("variant_id", variant_id),
        }
    });
}

fn rate(json: &mut Json, shop: &Shop, version: Version, rate: &Rate) {
    let method = shop.world.shipping_method(rate.method_id);
    json.object(|json| {
        json.id("id", rate.id);
        json.str("name", method.map_or("", |method| method.name));
        json.dec("cost", rate.cost);
        json.bool("selected", rate.selected);
        json.id("shipping_method_id", rate.method_id);
        if version >= Version::V2_4Early {
            json.opt_str("shipping_method_code", method.map(|method| method.code));
        }
        json.str("display_cost", &money::display(rate.cost));
    });
}

pub(super) fn adjustment(json: &mut Json, row: &Adjustment, adjustable: &str, adjustable_id: u64) {
    let (source_type, source_id) = match row.source {
        Source::Tax { rate_id, .. } => ("Spree::TaxRate", rate_id),
        Source::Promotion { coupon_id } => ("Spree::PromotionAction", coupon_id),
    };
    json.object(|json| {
        json.id("id", row.id);
        json.str("source_type", source_type);
        json.id("source_id", source_id);
        json.str("adjustable_type", adjustable);
        json.id("adjustable_id", adjustable_id);
        json.dec("amount", row.amount);
        json.str("label", &row.label);
        json.null("mandatory");
        json.bool("eligible", row.eligible);
        json.time("created_at", row.created_ms);
        json.time("updated_at", row.updated_ms);
        json.money("display_amount", row.amount);
    });
}
