//! Promotions: by themselves, or by a coupon that is attached.

use super::taxes::{split, whole};
use crate::sylius::book::{Desk, next};
use crate::sylius::order::{Adjustment, Item, Order, counted};
use crate::sylius::world::{Gift, Promotion, World};
use rust_decimal::Decimal;

pub(crate) fn apply(desk: &mut Desk, order: &mut Order, now_ms: u64) {
    order.promotions.clear();
    // The one made last comes first, and the next one counts what is left.
    for promotion in desk.world.promotions.clone().into_iter().rev() {
        if !counts(&desk.world, &promotion, order) {
            continue;
        }
        order.promotions.push(promotion.code.clone());
        let items: i64 = order.items_total();
        match promotion.gift {
            Gift::Percent(percent) => {
                let off = whole(Decimal::from(items) * Decimal::new(percent, 2));
                give(desk, order, &promotion, off, now_ms);
            }
            Gift::Fixed(off) => give(desk, order, &promotion, off.min(items), now_ms),
            Gift::FreeShipping => give_shipping(desk, order, &promotion, now_ms),
            Gift::Everything => {
                give(desk, order, &promotion, items, now_ms);
                give_shipping(desk, order, &promotion, now_ms);
            }
        }
    }
}

/// It counts for this order now.
fn counts(world: &World, promotion: &Promotion, order: &Order) -> bool {
    if promotion.ended
        || !promotion.channels.contains(&order.channel)
        || order.items_total() < promotion.minimum
        || order.items.is_empty()
    {
        return false;
    }
    if !promotion.by_coupon {
        return true;
    }
    let coupon = order.coupon.as_deref().and_then(|code| world.coupon(code));
    coupon.is_some_and(|coupon| {
        let by_customer = || u64::from(has_used(world, order, &coupon.code));
        coupon.promotion == promotion.code
            && !coupon.expired
            && coupon.limit.is_none_or(|limit| coupon.used < limit)
            && coupon.customer_limit.is_none_or(|limit| by_customer() < limit)
    })
}

/// The customer has a placed order with this coupon.
fn has_used(world: &World, order: &Order, code: &str) -> bool {
    let mut uses = world.uses.iter();
    uses.any(|(customer, used)| Some(*customer) == order.customer && used == code)
}

/// Takes a sum off the items: in proportion, then piece by piece.
fn give(desk: &mut Desk, order: &mut Order, promotion: &Promotion, off: i64, now_ms: u64) {
    let totals: Vec<i64> = order.items.iter().map(Item::units_total).collect();
    for (item, off) in order.items.iter_mut().zip(proportional(&totals, off)) {
        let parts = split(off, item.units.len());
        for (unit, off) in item.units.iter_mut().zip(parts) {
            if off != 0 {
                unit.adjustments.push(Adjustment {
                    id: next(&mut desk.counters.adjustment),
                    kind: "order_promotion".into(),
                    label: promotion.label.clone(),
                    amount: -off,
                    neutral: false,
                    created_ms: now_ms,
                });
            }
        }
    }
}

fn give_shipping(desk: &mut Desk, order: &mut Order, promotion: &Promotion, now_ms: u64) {
    let charged = counted(&order.adjustments);
    if charged != 0 {
        order.adjustments.push(Adjustment {
            id: next(&mut desk.counters.adjustment),
            kind: "order_shipping_promotion".into(),
            label: promotion.label.clone(),
            amount: -charged,
            neutral: false,
            created_ms: now_ms,
        });
    }
}

/// Shares of a sum: rounded, halves down, what is missing or over taken from the first ones.
fn proportional(weights: &[i64], sum: i64) -> Vec<i64> {
    let total: i64 = weights.iter().sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let share = |weight: &i64| {
        let exact = Decimal::from(*weight) * Decimal::from(sum) / Decimal::from(total);
        let rounded = exact.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointTowardZero);
        i64::try_from(rounded).unwrap_or_default()
    };
    let mut shares: Vec<i64> = weights.iter().map(share).collect();
    let missing = sum - shares.iter().sum::<i64>();
    let step = missing.signum();
    let over = usize::try_from(missing.abs()).unwrap_or(0);
    for share in shares.iter_mut().take(over) {
        *share += step;
    }
    shares
}
