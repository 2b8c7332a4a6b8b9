//! Orders and line items.

use super::super::{Version, rental, transitions};
use super::catalogue::{opt_address, variant_fields};
use super::{fulfilment, oldest, payment};
use crate::json::Json;
use crate::order::{Line, Order, PaymentState, State};
use crate::shop::Shop;
use rust_decimal::Decimal;

/// The order as the API shows it.
pub(crate) fn order_text(shop: &Shop, version: Version, order: &Order, can_update: bool) -> String {
    if version <= Version::V2_0 {
        return oldest::order_text(shop, version, order);
    }
    Json::of_object(|json| {
        order_fields(json, shop, version, order);
        rental::order_fields(json, shop, version, order);
        if order.state == State::Payment {
            methods(json, shop, version);
        }
        if version >= Version::V2_3 {
            json.key("permissions")
                .object(|json| json.bool("can_update", can_update));
        }
        opt_address(json, "bill_address", shop, version, order.bill_id);
        opt_address(json, "ship_address", shop, version, order.ship_id);
        json.list("line_items", &order.lines, |json, line| {
            line_item(json, shop, version, line)
        });
        json.list("payments", &order.payments, |json, row| {
            payment::payment_of_order(json, shop, version, row);
        });
        json.list("shipments", &order.shipments, |json, row| {
            fulfilment::shipment(json, shop, version, order, row);
        });
        if version < Version::V2_2 {
            oldest::adjustments(json, version, order);
        } else {
            json.list("adjustments", &order.adjustments, |json, row| {
                fulfilment::adjustment(json, row, "Spree::Order", order.id);
            });
        }
        if version <= Version::V2_2 || version.is_modern() {
            payment::cards_of_order(json, shop, version, order);
        }
    })
}

/// What lists show of an order, too.
pub(crate) fn order_fields(json: &mut Json, shop: &Shop, version: Version, order: &Order) {
    json.id("id", order.id);
    json.str("number", &order.number);
    sums(json, version, order);
    json.opt_str("email", order.email.as_deref());
    json.opt_str("special_instructions", order.special_instructions.as_deref());
    json.str("channel", "spree");
    displays(json, version, order);
    json.str("token", &order.token);
    json.list(
        "checkout_steps",
        transitions::steps(shop, version, order),
        |json, step| {
            json.quote(step);
        },
    );
}

fn sums(json: &mut Json, version: Version, order: &Order) {
    let totals = &order.totals;
    json.dec("item_total", totals.items);
    json.dec("total", totals.total());
    json.dec("ship_total", totals.shipping);
    json.str("state", order.state.name());
    // Up to 2.1 shipping is an adjustment like any other.
    let shipping = if version < Version::V2_2 {
        totals.shipping
    } else {
        Decimal::ZERO
    };
    json.dec("adjustment_total", totals.adjustments() + shipping);
    json.opt_id("user_id", order.user_id);
    json.time("created_at", order.created_ms);
    json.time("updated_at", order.updated_ms);
    json.opt_time("completed_at", order.completed_ms);
    json.dec("payment_total", order.payment_total());
    json.opt_str("shipment_state", order.shipment_state.as_deref());
    json.opt_str("payment_state", order.payment_state.as_deref());
    if version.is_modern() {
        // Judged when the order is placed.
        let failed = order
            .payments
            .iter()
            .any(|payment| payment.state == PaymentState::Failed);
        json.bool("considered_risky", failed && order.is_completed());
        json.opt_id("canceler_id", order.canceler_id);
    }
}

fn displays(json: &mut Json, version: Version, order: &Order) {
    let totals = &order.totals;
    let tax = totals.included_tax + totals.additional_tax;
    if version >= Version::V2_2 {
        json.dec("included_tax_total", totals.included_tax);
        json.dec("additional_tax_total", totals.additional_tax);
        json.money("display_included_tax_total", totals.included_tax);
        json.money("display_additional_tax_total", totals.additional_tax);
    }
    if version != Version::V2_2 {
        json.dec("tax_total", tax);
    }
    json.str("currency", "USD");
    json.money("display_item_total", totals.items);
    json.int("total_quantity", order.quantity());
    json.money("display_total", totals.total());
    json.money("display_ship_total", totals.shipping);
    json.money("display_tax_total", tax);
    if version.is_modern() {
        json.money("display_adjustment_total", totals.adjustments());
    }
}

fn methods(json: &mut Json, shop: &Shop, version: Version) {
    json.list(
        "payment_methods",
        shop.world.methods_of_spree(),
        |json, method| {
            json.object(|json| {
                json.id("id", method.id);
                json.str("name", method.name);
                if !version.is_modern() {
                    json.str("environment", "production");
                }
                json.str("method_type", method.type_name());
            });
        },
    );
}

/// A line item.
pub(crate) fn line_item(json: &mut Json, shop: &Shop, version: Version, line: &Line) {
    json.object(|json| {
        json.id("id", line.id);
        json.int("quantity", line.quantity);
        json.dec("price", line.price);
        json.id("variant_id", line.variant_id);
        if version > Version::V2_0 {
            json.money("single_display_amount", line.price);
            json.money("display_amount", line.amount());
            json.dec("total", line.total());
        }
        match shop.world.variant(line.variant_id) {
            Some(variant) => json.key("variant").object(|json| {
                variant_fields(json, version, variant);
                json.id("product_id", variant.product_id);
                rental::variant_fields(json, shop, version, variant);
            }),
            None => json.null("variant"),
        }
        if version >= Version::V2_2 {
            json.list("adjustments", &line.adjustments, |json, row| {
                fulfilment::adjustment(json, row, "Spree::LineItem", line.id);
            });
        }
    });
}
