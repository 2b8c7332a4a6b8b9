//! Taxes, by item, split over its pieces.

use crate::sylius::Release;
use crate::sylius::book::{Desk, next};
use crate::sylius::order::{Adjustment, Order};
use rust_decimal::{Decimal, RoundingStrategy};

pub(crate) fn apply(desk: &mut Desk, release: Release, order: &mut Order, now_ms: u64) {
    // 1.6 asks where the goods go, 1.7 and later where the bill goes.
    let address = if release <= Release::V1_6 {
        &order.shipping_address
    } else {
        &order.billing_address
    };
    let country = address.as_ref().and_then(|address| address.country.as_deref());
    let world = &desk.world;
    let own = world.zone_of(country).map(|zone| zone.code.clone());
    let channel = world.channel(&order.channel);
    let zone = own.or_else(|| channel.and_then(|channel| channel.tax_zone.clone()));
    let rate = world
        .tax_rates
        .iter()
        .find(|rate| Some(&rate.zone) == zone.as_ref())
        .cloned();
    let Some(rate) = rate else { return };
    for item in &mut order.items {
        let taxed = desk
            .world
            .variant(item.variant)
            .is_some_and(|variant| variant.taxed);
        if !taxed {
            continue;
        }
        let tax = share(item.units_total(), rate.percent, rate.included);
        let parts = split(tax, item.units.len());
        for (unit, amount) in item.units.iter_mut().zip(parts) {
            if amount != 0 {
                unit.adjustments.push(Adjustment {
                    id: next(&mut desk.counters.adjustment),
                    kind: "tax".into(),
                    label: rate.label.clone(),
                    amount,
                    neutral: rate.included,
                    created_ms: now_ms,
                });
            }
        }
    }
}

/// The tax of an amount, halves away from zero.
pub(crate) fn share(base: i64, percent: i64, included: bool) -> i64 {
    let base = Decimal::from(base);
    let rate = Decimal::new(percent, 2);
    let tax = if included {
        base - base / (Decimal::ONE + rate)
    } else {
        base * rate
    };
    whole(tax)
}

/// Halves away from zero.
pub(crate) fn whole(amount: Decimal) -> i64 {
    let rounded = amount.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(rounded).unwrap_or_default()
}

/// Parts as equal as whole numbers can be; the first ones get what is over.
pub(crate) fn split(amount: i64, parts: usize) -> Vec<i64> {
    let count = i64::try_from(parts).unwrap_or(1).max(1);
    let (each, over) = (amount / count, amount % count);
    (0..count)
        .map(|at| {
            if at < over.abs() {
                each + over.signum()
            } else {
                each
            }
        })
        .take(parts)
        .collect()
}
