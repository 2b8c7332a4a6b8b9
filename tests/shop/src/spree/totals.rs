//! Promotions, taxes and sums of an order at a Spree.

use super::Version;
use super::shipping::sums_shipping;
use crate::money::{percent, round};
use crate::order::{Adjustment, Line, Order, Source, Totals};
use crate::settings::Server;
use crate::shop::Shop;
use crate::world::{Coupon, CouponGift, TaxRate};
use rust_decimal::Decimal;

/// Brings every adjustment and the sums up to date. Taxes appear and go only with [`tax_line`].
pub(crate) fn refresh(shop: &mut Shop, order: &mut Order) {
    if !order.is_completed() {
        promote(shop, order);
        let taxes = taxes_of(shop, order);
        let items: Decimal = order.lines.iter().map(Line::amount).sum();
        for row in &mut order.adjustments {
            if let Some(rate) = rate_of(shop, row) {
                set(row, tax_amount(rate, &taxes, items), shop.now_ms);
            }
        }
        // A tax of nothing has no row of the order.
        order
            .adjustments
            .retain(|row| rate_of(shop, row).is_none() || !row.amount.is_zero());
        for line in &mut order.lines {
            let amount = line.amount();
            for row in &mut line.adjustments {
                if let Some(rate) = rate_of(shop, row) {
                    set(row, tax_amount(rate, &taxes, amount), shop.now_ms);
                }
            }
        }
    }
    order.totals = sums(order);
}

/// The rate an adjustment comes from.
fn rate_of<'w>(shop: &'w Shop, row: &Adjustment) -> Option<&'w TaxRate> {
    let Source::Tax { rate_id, .. } = row.source else {
        return None;
    };
    shop.world.tax_rates.iter().find(|rate| rate.id == rate_id)
}

/// Up to 2.1 taxes and shipping are adjustments of the order.
fn taxes_orders(shop: &Shop) -> bool {
    matches!(shop.settings.server, Server::Spree(version) if version < Version::V2_2)
}

/// Gives every line the taxes of the ship address; up to 2.1 the order itself.
pub(crate) fn tax_all(shop: &mut Shop, order: &mut Order) {
    let taxes = taxes_of(shop, order);
    if taxes_orders(shop) {
        order
            .adjustments
            .retain(|row| !matches!(row.source, Source::Tax { .. }));
        let items: Decimal = order.lines.iter().map(Line::amount).sum();
        for rate in &taxes {
            let amount = tax_amount(rate, &taxes, items);
            if !amount.is_zero() {
                let row = tax_row(shop, rate, amount);
                order.adjustments.push(row);
            }
        }
        return;
    }
    let mut lines = std::mem::take(&mut order.lines);
    for line in &mut lines {
        line.adjustments.clear();
        tax_line(shop, &taxes, line);
    }
    order.lines = lines;
}

/// Gives one line its taxes.
pub(crate) fn tax_line(shop: &mut Shop, taxes: &[TaxRate], line: &mut Line) {
    line.adjustments
        .retain(|row| !matches!(row.source, Source::Tax { .. }));
    if taxes_orders(shop) {
        return;
    }
    for rate in taxes {
        let amount = tax_amount(rate, taxes, line.amount());
        let row = tax_row(shop, rate, amount);
        line.adjustments.push(row);
    }
}

fn tax_row(shop: &mut Shop, rate: &TaxRate, amount: Decimal) -> Adjustment {
    shop.counters.adjustment += 1;
    Adjustment {
        id: shop.counters.adjustment,
        source: Source::Tax {
            rate_id: rate.id,
            included: rate.included,
        },
        amount,
        label: tax_label(rate),
        eligible: true,
        finalized: false,
        created_ms: shop.now_ms,
        updated_ms: shop.now_ms,
    }
}

/// The taxes of the ship address; none without one.
pub(crate) fn taxes_of(shop: &Shop, order: &Order) -> Vec<TaxRate> {
    let country = shop.address(order.ship_id).and_then(|address| address.country_id);
    country.map_or_else(Vec::new, |id| shop.world.taxes_of(id).cloned().collect())
}

/// `Sales Tax 5.0%`; an included one says so.
fn tax_label(rate: &TaxRate) -> String {
    let label = format!("{} {}", rate.name, percent(rate.rate));
    if rate.included {
        format!("{label} (Included in Price)")
    } else {
        label
    }
}

fn tax_amount(rate: &TaxRate, taxes: &[TaxRate], amount: Decimal) -> Decimal {
    if !rate.included {
        return round(amount * rate.rate);
    }
    let included: Decimal = taxes
        .iter()
        .filter(|rate| rate.included)
        .map(|rate| rate.rate)
        .sum();
    let divisor = Decimal::ONE + included;
    amount
        .checked_div(divisor)
        .map_or(Decimal::ZERO, |net| round(net * rate.rate))
}

/// The order has enough for the coupon.
pub(crate) fn is_eligible(coupon: &Coupon, items: Decimal) -> bool {
    coupon.minimum.is_none_or(|minimum| items >= minimum)
}

fn promote(shop: &mut Shop, order: &mut Order) {
    let items: Decimal = order.lines.iter().map(Line::amount).sum();
    let shipping: Decimal = order.shipments.iter().map(|shipment| shipment.cost).sum();
    let coupons = shop.world.coupons.clone();
    let coupon_of = |id: u64| coupons.iter().find(|coupon| coupon.id == id);
    order.adjustments.retain(|row| match row.source {
        Source::Promotion { coupon_id } => order.coupons.contains(&coupon_id),
        Source::Tax { .. } => true,
    });
    for id in order.coupons.clone() {
        let Some(coupon) = coupon_of(id) else { continue };
        match coupon.gift {
            CouponGift::Percent | CouponGift::Flat(_) => {
                let wanted = match coupon.gift {
                    CouponGift::Flat(sum) => sum,
                    _ => round(items * coupon.percent),
                };
                let amount = -wanted.min(items + shipping);
                row_for(shop, &mut order.adjustments, coupon, amount);
            }
            CouponGift::FreeShipping => {
                for shipment in &mut order.shipments {
                    let cost = shipment.cost;
                    row_for(shop, &mut shipment.adjustments, coupon, -cost);
                }
            }
        }
    }
    judge(&mut order.adjustments, &coupons, items);
    for shipment in &mut order.shipments {
        judge(&mut shipment.adjustments, &coupons, items);
    }
}

/// The row of a coupon among these, with its amount.
fn row_for(shop: &mut Shop, rows: &mut Vec<Adjustment>, coupon: &Coupon, amount: Decimal) {
    let source = Source::Promotion { coupon_id: coupon.id };
    if let Some(row) = rows.iter_mut().find(|row| row.source == source) {
        set(row, amount, shop.now_ms);
        return;
    }
    shop.counters.adjustment += 1;
    rows.push(Adjustment {
        id: shop.counters.adjustment,
        source,
        amount,
        label: format!("Promotion ({})", coupon.label),
        eligible: true,
        finalized: false,
        created_ms: shop.now_ms,
        updated_ms: shop.now_ms,
    });
}

fn set(row: &mut Adjustment, amount: Decimal, now_ms: u64) {
    if row.amount != amount {
        (row.amount, row.updated_ms) = (amount, now_ms);
    }
}

/// Only the best promotion counts; the newest wins a tie.
fn judge(rows: &mut [Adjustment], coupons: &[Coupon], items: Decimal) {
    let promotion = |row: &Adjustment| match row.source {
        Source::Promotion { coupon_id } => Some(coupon_id),
        Source::Tax { .. } => None,
    };
    let allowed = |row: &Adjustment| {
        let id = promotion(row);
        coupons
            .iter()
            .find(|coupon| Some(coupon.id) == id)
            .is_some_and(|coupon| is_eligible(coupon, items))
    };
    let best = rows
        .iter()
        .filter(|row| allowed(row))
        .min_by_key(|row| (row.amount, std::cmp::Reverse(row.id)))
        .map(|row| row.id);
    for row in rows.iter_mut().filter(|row| promotion(row).is_some()) {
        row.eligible = Some(row.id) == best;
    }
}

fn sums(order: &Order) -> Totals {
    let of_lines = order.lines.iter().flat_map(|line| &line.adjustments);
    let of_shipments = order.shipments.iter().flat_map(|shipment| &shipment.adjustments);
    let mut totals = Totals {
        items: order.lines.iter().map(Line::amount).sum(),
        shipping: sums_shipping(order),
        ..Totals::default()
    };
    for row in of_lines.chain(of_shipments).chain(&order.adjustments) {
        match row.source {
            Source::Promotion { .. } if row.eligible => totals.promotions += row.amount,
            Source::Promotion { .. } => {}
            Source::Tax { included: true, .. } => totals.included_tax += row.amount,
            Source::Tax { .. } => totals.additional_tax += row.amount,
        }
    }
    totals
}
