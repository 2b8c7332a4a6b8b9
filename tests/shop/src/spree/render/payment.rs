//! Payments and cards.

use super::super::Version;
use crate::json::Json;
use crate::order::{Order, Payment, PaymentSource, PaymentState};
use crate::shop::Shop;
use crate::users::Card;

/// The attributes of a payment at its own endpoints.
pub(crate) fn payment_attributes(version: Version) -> Vec<&'static str> {
    let mut names = vec![
        "id",
        "source_type",
        "source_id",
        "amount",
        "display_amount",
        "payment_method_id",
    ];
    if matches!(version, Version::V2_4Early) {
        names.push("response_code");
    }
    names.extend(["state", "avs_response", "created_at", "updated_at"]);
    if version.is_modern() {
        names.push("number");
    }
    names
}

pub(crate) fn payment_fields(json: &mut Json, version: Version, payment: &Payment) {
    let source = match payment.source {
        PaymentSource::Card(id) => Some(id),
        _ => None,
    };
    json.id("id", payment.id);
    json.opt_str("source_type", source.map(|_| "Spree::CreditCard"));
    json.opt_id("source_id", source);
    json.dec("amount", payment.amount);
    if version > Version::V2_0 {
        json.money("display_amount", payment.amount);
    }
    method_id(json, payment);
    if matches!(version, Version::V2_0 | Version::V2_1 | Version::V2_4Early) {
        let charged = payment.avs.is_some();
        json.opt_str("response_code", charged.then_some("12345"));
    }
    json.str("state", payment.state.name());
    json.opt_str("avs_response", payment.avs.as_deref());
    super::oldest::time(json, version, "created_at", payment.created_ms);
    super::oldest::time(json, version, "updated_at", payment.updated_ms);
    if version.is_modern() {
        json.opt_str("number", payment.number.as_deref());
    }
}

fn method_id(json: &mut Json, payment: &Payment) {
    json.opt_id("payment_method_id", Some(payment.method_id).filter(|id| *id > 0));
}

/// The payment of an order body.
pub(crate) fn payment_of_order(json: &mut Json, shop: &Shop, version: Version, payment: &Payment) {
    json.object(|json| {
        if version >= Version::V2_3 {
            payment_fields(json, version, payment);
        } else {
            json.id("id", payment.id);
            json.dec("amount", payment.amount);
            json.str("state", payment.state.name());
            method_id(json, payment);
        }
        match shop.world.payment_method(payment.method_id) {
            Some(method) => json.key("payment_method").object(|json| {
                json.id("id", method.id);
                json.str("name", method.name);
                if !version.is_modern() {
                    json.str("environment", "production");
                }
            }),
            None => json.null("payment_method"),
        }
        if version >= Version::V2_3 {
            let card = match payment.source {
                PaymentSource::Card(id) => shop.card(id),
                _ => None,
            };
            match card {
                Some(card) => json
                    .key("source")
                    .object(|json| card_fields(json, version, card, false)),
                None => json.null("source"),
            }
        }
    });
}

/// A card: `profiles` are shown wherever the card is listed by itself.
pub(crate) fn card_fields(json: &mut Json, version: Version, card: &Card, profiles: bool) {
    json.id("id", card.id);
    for (key, value) in [("month", card.month.as_deref()), ("year", card.year.as_deref())] {
        match value.and_then(|text| text.trim().parse::<u64>().ok()) {
            Some(number) if version.is_modern() || card.by_expiry => json.id(key, number),
            _ => json.opt_str(key, value),
        }
    }
    json.opt_str("cc_type", card.cc_type.as_deref());
    json.opt_str("last_digits", card.last_digits.as_deref());
    if version >= Version::V2_2 {
        json.opt_str("name", card.name.as_deref());
    } else {
        let name = card.name.as_deref().and_then(|name| name.split_once(' '));
        json.opt_str("first_name", name.map(|(first, _)| first));
        json.opt_str("last_name", name.map(|(_, last)| last));
    }
    if profiles {
        json.opt_str("gateway_customer_profile_id", card.customer_profile.as_deref());
        json.opt_str("gateway_payment_profile_id", card.payment_profile.as_deref());
    }
}

/// The cards of an order: up to 2.2 of every payment, from 3.0 on of those that have not failed.
pub(crate) fn cards_of_order(json: &mut Json, shop: &Shop, version: Version, order: &Order) {
    let fits = |payment: &&Payment| {
        !version.is_modern() || !matches!(payment.state, PaymentState::Failed | PaymentState::Invalid)
    };
    let mut cards: Vec<&Card> = Vec::new();
    for payment in order.payments.iter().filter(fits) {
        if let PaymentSource::Card(id) = payment.source
            && let Some(card) = shop.card(id)
            && cards.iter().all(|other| other.id != id)
        {
            cards.push(card);
        }
    }
    json.list("credit_cards", cards, |json, card| {
        json.object(|json| card_fields(json, version, card, true));
    });
}
