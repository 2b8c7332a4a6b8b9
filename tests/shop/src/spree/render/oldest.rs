//! What only 1.3, 2.0 and 2.1 show.

use super::super::Version;
use super::catalogue::opt_address;
use super::{order, payment};
use crate::json::Json;
use crate::order::{Adjustment, Order, Shipment, Source};
use crate::shop::Shop;

/// Keeps the ids of shipping rows, which follow their shipments, away from the other adjustments.
const SHIPPING_ROWS: u64 = 1_000_000;

/// The order of 1.3 and 2.0: no token, no steps, no sums for people.
pub(super) fn order_text(shop: &Shop, version: Version, order: &Order) -> String {
    let totals = &order.totals;
    Json::of_object(|json| {
        json.id("id", order.id);
        json.str("number", &order.number);
        json.dec("item_total", totals.items);
        json.dec("total", totals.total());
        json.str("state", order.state.name());
        json.dec("adjustment_total", totals.adjustments() + totals.shipping);
        json.opt_id("user_id", order.user_id);
        time(json, version, "created_at", order.created_ms);
        time(json, version, "updated_at", order.updated_ms);
        match order.completed_ms {
            Some(ms) => time(json, version, "completed_at", ms),
            None => json.null("completed_at"),
        }
        json.dec("payment_total", order.payment_total());
        json.opt_str("shipment_state", order.shipment_state.as_deref());
        json.opt_str("payment_state", order.payment_state.as_deref());
        json.opt_str("email", order.email.as_deref());
        json.opt_str("special_instructions", order.special_instructions.as_deref());
        if order.state == crate::order::State::Payment {
            json.list(
                "payment_methods",
                shop.world.methods_of_spree(),
                |json, method| {
                    json.object(|json| {
                        json.id("id", method.id);
                        json.str("name", method.name);
                        json.str("environment", "production");
                    });
                },
            );
        }
        opt_address(json, "bill_address", shop, version, order.bill_id);
        opt_address(json, "ship_address", shop, version, order.ship_id);
        json.list("line_items", &order.lines, |json, line| {
            order::line_item(json, shop, version, line)
        });
        json.list("payments", &order.payments, |json, row| {
            payment::payment_of_order(json, shop, version, row);
        });
        json.list("shipments", &order.shipments, |json, row| {
            shipment(json, shop, version, order, row);
        });
        if version == Version::V1_3 {
            if order.state == crate::order::State::Delivery {
                methods(json, shop, order);
            }
            return;
        }
        adjustments(json, version, order);
        payment::cards_of_order(json, shop, version, order);
    })
}

/// `shipping_methods` of 1.3: what the order may choose from.
fn methods(json: &mut Json, shop: &Shop, order: &Order) {
    let rates = order.shipments.first().map(|shipment| shipment.rates.as_slice());
    json.list("shipping_methods", rates.unwrap_or_default(), |json, rate| {
        json.object(|json| {
            json.id("id", rate.method_id);
            let method = shop.world.shipping_method(rate.method_id);
            json.str("name", method.map_or("", |method| method.name));
            json.dec("cost", rate.cost);
        });
    });
}

fn shipment(json: &mut Json, shop: &Shop, version: Version, order: &Order, shipment: &Shipment) {
    let selected = shipment.rates.iter().find(|rate| rate.selected);
    let method = selected.and_then(|rate| shop.world.shipping_method(rate.method_id));
    json.object(|json| {
        json.id("id", shipment.id);
        json.null("tracking");
        json.str("number", &shipment.number);
        if selected.is_some() {
            json.dec("cost", shipment.cost);
        } else {
            json.int("cost", 0);
        }
        json.null("shipped_at");
        json.str("state", &shipment.state);
        json.str("order_id", &order.number);
        if version == Version::V1_3 {
            json.key("shipping_method").object(|json| {
                json.str("name", method.map_or("", |method| method.name));
                json.id("zone_id", method.map_or(1, |method| method.zone_id));
                json.null("shipping_category_id");
            });
            return;
        }
        json.str("stock_location_name", "default");
        json.list("shipping_rates", &shipment.rates, |json, rate| {
            json.object(|json| {
                json.id("id", rate.id);
                json.dec("cost", rate.cost);
                json.bool("selected", rate.selected);
                json.id("shipment_id", shipment.id);
                json.id("shipping_method_id", rate.method_id);
            });
        });
        match method {
            Some(method) => json
                .key("shipping_method")
                .object(|json| json.str("name", method.name)),
            None => json.null("shipping_method"),
        }
        let units = shipment.manifest.iter().flat_map(|packed| {
            let count = usize::try_from(packed.quantity).unwrap_or(0);
            std::iter::repeat_n(packed, count)
        });
        json.list("inventory_units", units.enumerate(), |json, (index, unit)| {
            json.object(|json| {
                let index = u64::try_from(index).unwrap_or(0);
                json.id("id", shipment.id * 1000 + index);
                json.id("lock_version", 0);
                json.str(
                    "state",
                    if unit.backordered {
                        "backordered"
                    } else {
                        "on_hand"
                    },
                );
                json.id("variant_id", unit.variant_id);
                json.id("shipment_id", shipment.id);
                json.null("return_authorization_id");
            });
        });
    });
}

/// Taxes, promotions and the shipping of each shipment, all of the order.
pub(super) fn adjustments(json: &mut Json, version: Version, order: &Order) {
    let shipping = order.shipments.iter().filter(|shipment| {
        let selected = shipment.rates.iter().any(|rate| rate.selected);
        selected && shipment.id > 0
    });
    json.key("adjustments").array(|json| {
        for row in &order.adjustments {
            let (originator, id, mandatory) = match row.source {
                Source::Tax { rate_id, .. } => ("Spree::TaxRate", rate_id, None),
                Source::Promotion { coupon_id } => ("Spree::PromotionAction", coupon_id, Some(false)),
            };
            let mandatory = mandatory.or((version <= Version::V2_0).then_some(false));
            let of = ("Spree::Order", order.id);
            row_text(json, version, order, row, of, (originator, id), mandatory);
        }
        for shipment in shipping {
            let method = shipment
                .rates
                .iter()
                .find(|rate| rate.selected)
                .map_or(0, |rate| rate.method_id);
            let row = Adjustment {
                id: SHIPPING_ROWS + shipment.id,
                source: Source::Promotion { coupon_id: 0 },
                amount: shipment.cost,
                label: "Shipping".into(),
                eligible: true,
                finalized: false,
                created_ms: order.created_ms,
                updated_ms: order.updated_ms,
            };
            let of = ("Spree::Shipment", shipment.id);
            row_text(
                json,
                version,
                order,
                &row,
                of,
                ("Spree::ShippingMethod", method),
                Some(true),
            );
        }
    });
}

fn row_text(
    json: &mut Json,
    version: Version,
    order: &Order,
    row: &Adjustment,
    source: (&str, u64),
    originator: (&str, u64),
    mandatory: Option<bool>,
) {
    json.object(|json| {
        json.id("id", row.id);
        json.str("source_type", source.0);
        json.id("source_id", source.1);
        json.str("adjustable_type", "Spree::Order");
        json.id("adjustable_id", order.id);
        json.str("originator_type", originator.0);
        json.id("originator_id", originator.1);
        json.dec("amount", row.amount);
        json.str("label", &row.label);
        match mandatory {
            Some(mandatory) => json.bool("mandatory", mandatory),
            None => json.null("mandatory"),
        }
        json.bool("eligible", row.eligible);
        time(json, version, "created_at", row.created_ms);
        time(json, version, "updated_at", row.updated_ms);
        if version > Version::V2_0 {
            json.money("display_amount", row.amount);
        }
    });
}

/// 2.0 knows no milliseconds.
pub(super) fn time(json: &mut Json, version: Version, key: &str, ms: u64) {
    if version > Version::V2_0 {
        json.time(key, ms);
        return;
    }
    let text = crate::time::text(ms);
    let whole = text.split('.').next().unwrap_or(&text);
    json.str(key, &format!("{whole}Z"));
}
