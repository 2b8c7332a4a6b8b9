//! The big order body and its parts.

use super::account::{address_at, card, card_fields};
use super::{catalogue, fulfilment};
use crate::auth::Caller;
use crate::json::Json;
use crate::order::{Adjustment, Line, Order, Payment, PaymentSource, Source, State};
use crate::shop::Shop;
use crate::{money, time};
use rust_decimal::Decimal;

/// A whole order.
pub(crate) fn order(json: &mut Json, shop: &Shop, order: &Order, caller: &Caller) {
    json.object(|json| {
        core(json, shop, order);
        json.list(
            "payment_methods",
            shop.world.methods_for_users(),
            |json, method| {
                json.object(|json| {
                    json.id("id", method.id);
                    json.str("name", method.name);
                    json.str("partial_name", method.type_name());
                    json.str("method_type", method.type_name());
                });
            },
        );
        address_at(json, shop, "bill_address", order.bill_id);
        address_at(json, shop, "ship_address", order.ship_id);
        json.list("line_items", &order.lines, |json, line| {
            line_item(json, shop, line)
        });
        json.list("payments", &order.payments, |json, row| {
            json.object(|json| {
                payment_fields(json, row);
                payment_source(json, shop, row);
            });
        });
        json.list("shipments", &order.shipments, |json, row| {
            fulfilment::shipment(json, shop, order, row)
        });
        json.list("adjustments", [(); 0], |_, ()| {});
        json.key("permissions")
            .object(|json| json.bool("can_update", caller.shows_can_update(order)));
        let cards = order
            .payments
            .iter()
            .filter(|payment| payment.is_valid())
            .filter_map(|payment| match payment.source {
                PaymentSource::Card(id) => shop.card(id),
                _ => None,
            });
        json.list("credit_cards", cards, |json, row| card(json, shop, row));
    });
}

fn core(json: &mut Json, shop: &Shop, order: &Order) {
    let totals = &order.totals;
    let total = order.total();
    let tax = totals.included_tax + totals.additional_tax;
    let credit = Credit::of(shop, order);
    json.id("id", order.id);
    json.str("number", &order.number);
    json.dec("item_total", totals.items);
    json.dec("total", total);
    json.dec("ship_total", totals.shipping);
    json.str("state", order.state.name());
    json.dec("adjustment_total", totals.adjustments());
    json.opt_id("user_id", order.user_id);
    json.time("created_at", order.created_ms);
    json.time("updated_at", order.updated_ms);
    json.opt_time("completed_at", order.completed_ms);
    json.dec("payment_total", order.payment_total());
    json.opt_str("shipment_state", order.shipment_state.as_deref());
    json.opt_str("payment_state", order.payment_state.as_deref());
    json.opt_str("email", order.email.as_deref());
    json.opt_str("special_instructions", order.special_instructions.as_deref());
    json.str("channel", "spree");
    json.dec("included_tax_total", totals.included_tax);
    json.dec("additional_tax_total", totals.additional_tax);
    json.money("display_included_tax_total", totals.included_tax);
    json.money("display_additional_tax_total", totals.additional_tax);
    json.dec("tax_total", tax);
    json.str("currency", "USD");
    json.bool("covered_by_store_credit", credit.covers);
    json.money("display_total_applicable_store_credit", -credit.applicable);
    json.dec("order_total_after_store_credit", total - credit.applicable);
    json.money(
        "display_order_total_after_store_credit",
        total - credit.applicable,
    );
    json.key("total_applicable_store_credit").raw(&credit.written);
    json.money("display_total_available_store_credit", credit.available);
    json.money(
        "display_store_credit_remaining_after_capture",
        credit.available - credit.applicable,
    );
    json.opt_id("canceler_id", order.canceler_id);
    json.key("customer_metadata").raw(&order.metadata);
    json.money("display_item_total", totals.items);
    json.int("total_quantity", order.quantity());
    json.money("display_total", total);
    json.money("display_ship_total", totals.shipping);
    json.money("display_tax_total", tax);
    json.str("token", &order.token);
    let paid = total > Decimal::ZERO;
    let steps = ["address", "delivery", "payment", "confirm", "complete"];
    let steps = steps.into_iter().filter(|step| paid || *step != "payment");
    json.list("checkout_steps", steps, |json, step| json.quote(step));
}

/// Store credit of an order, and the form the server writes it in.
struct Credit {
    applicable: Decimal,
    available: Decimal,
    covers: bool,
    written: String,
}

impl Credit {
    /// Ruby's `0`, `0.0` and decimals are told apart: no credit row, no user, an amount.
    fn of(shop: &Shop, order: &Order) -> Self {
        let total = order.total();
        let available = shop.available_credit(order);
        let quoted = |amount| format!("\"{}\"", money::text(amount));
        let (applicable, written) = match order.state {
            State::Confirm | State::Complete => {
                let paid = order.credit_payments();
                (paid.unwrap_or_default(), paid.map_or_else(|| "0".into(), quoted))
            }
            _ => match available {
                Some(amount) => (amount.min(total), quoted(amount.min(total))),
                None if total <= Decimal::ZERO => (total, quoted(total)),
                None if order.user_id.is_some() => (Decimal::ZERO, "0".into()),
                None => (Decimal::ZERO, "0.0".into()),
            },
        };
        let available = available.unwrap_or_default();
        let covers = order.user_id.is_some() && available >= total;
        Self {
            applicable,
            available,
            covers,
            written,
        }
    }
}

/// A line item.
pub(crate) fn line_item(json: &mut Json, shop: &Shop, line: &Line) {
    json.object(|json| {
        json.id("id", line.id);
        json.int("quantity", line.quantity);
        json.dec("price", line.price);
        json.id("variant_id", line.variant_id);
        json.key("customer_metadata")
            .raw(line.metadata.as_deref().unwrap_or("null"));
        json.money("single_display_amount", line.price);
        json.money("display_amount", line.amount());
        json.dec("total", line.total());
        match shop.world.variant(line.variant_id) {
            Some(variant) => catalogue::variant_of_line(json.key("variant"), variant),
            None => json.null("variant"),
        }
        json.list("adjustments", &line.adjustments, |json, row| {
            adjustment(json, row, "Spree::LineItem", line.id);
        });
    });
}

pub(super) fn adjustment(json: &mut Json, row: &Adjustment, adjustable: &str, adjustable_id: u64) {
    let (source_type, source_id, code_id) = match row.source {
        Source::Tax { rate_id, .. } => ("Spree::TaxRate", rate_id, None),
        Source::Promotion { coupon_id } => ("Spree::PromotionAction", coupon_id, Some(coupon_id)),
    };
    json.object(|json| {
        json.id("id", row.id);
        json.str("source_type", source_type);
        json.id("source_id", source_id);
        json.str("adjustable_type", adjustable);
        json.id("adjustable_id", adjustable_id);
        json.dec("amount", row.amount);
        json.str("label", &row.label);
        json.bool("finalized", row.finalized);
        json.str("created_at", &time::text(row.created_ms));
        json.str("updated_at", &time::text(row.updated_ms));
        json.opt_id("promotion_code_id", code_id);
        json.bool("eligible", row.eligible);
        json.money("display_amount", row.amount);
    });
}

/// A payment of the payment endpoints: no source.
pub(crate) fn payment(json: &mut Json, payment: &Payment) {
    json.object(|json| payment_fields(json, payment));
}

fn payment_fields(json: &mut Json, payment: &Payment) {
    let (source_type, source_id) = match payment.source {
        PaymentSource::None => (None, None),
        PaymentSource::Card(id) => (Some("Spree::CreditCard"), Some(id)),
        PaymentSource::StoreCredit(id) => (Some("Spree::StoreCredit"), Some(id)),
    };
    json.id("id", payment.id);
    json.opt_str("source_type", source_type);
    json.opt_id("source_id", source_id);
    json.dec("amount", payment.amount);
    json.money("display_amount", payment.amount);
    json.id("payment_method_id", payment.method_id);
    json.str("state", payment.state.name());
    json.opt_str("avs_response", payment.avs.as_deref());
    json.time("created_at", payment.created_ms);
    json.time("updated_at", payment.updated_ms);
    json.key("customer_metadata").raw(&payment.metadata);
}

fn payment_source(json: &mut Json, shop: &Shop, payment: &Payment) {
    json.key("payment_method").object(|json| {
        json.id("id", payment.method_id);
        json.str(
            "name",
            shop.world
                .payment_method(payment.method_id)
                .map_or("", |method| method.name),
        );
    });
    let credits = shop.users.iter().flat_map(|user| &user.credits);
    match payment.source {
        PaymentSource::Card(id) => match shop.card(id) {
            Some(card) => json.key("source").object(|json| card_fields(json, card)),
            None => json.null("source"),
        },
        PaymentSource::StoreCredit(id) => match credits.into_iter().find(|credit| credit.id == id) {
            Some(credit) => json.key("source").object(|json| {
                json.id("id", credit.id);
                json.null("memo");
                json.time("created_at", credit.created_ms);
                json.str("created_by", "admin@example.com");
                json.key("category").object(|json| {
                    json.id("id", 1);
                    json.str("name", "Default");
                });
            }),
            None => json.null("source"),
        },
        PaymentSource::None => json.null("source"),
    }
}
