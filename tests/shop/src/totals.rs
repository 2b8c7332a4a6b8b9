//! Promotions, taxes and sums.

use crate::money::{percent, round};
use crate::order::{Adjustment, Order, Source, Totals};
use crate::shop::Shop;
use crate::world::{Coupon, TaxRate, Variant};
use rust_decimal::Decimal;

/// An adjustment as it should be.
struct Wanted {
    source: Source,
    amount: Decimal,
    label: String,
    eligible: bool,
}

impl Shop {
    /// Recalculates an order: promotions first, then taxes on what is left, then the sums.
    pub(crate) fn recalculate(&mut self, order: &mut Order) {
        if !order.is_completed() {
            self.adjust(order);
        }
        order.totals = sums(order);
    }

    fn adjust(&mut self, order: &mut Order) {
        let taxes = self.taxes_for(order);
        let item_total: Decimal = order.lines.iter().map(crate::order::Line::amount).sum();
        let coupons: Vec<Coupon> = self
            .world
            .coupons
            .iter()
            .filter(|c| order.coupons.contains(&c.id))
            .cloned()
            .collect();
        let mut lines = std::mem::take(&mut order.lines);
        for line in &mut lines {
            let mut wanted: Vec<Wanted> = coupons
                .iter()
                .map(|coupon| promotion(coupon, line.amount(), item_total))
                .collect();
            let off: Decimal = wanted.iter().filter(|w| w.eligible).map(|w| w.amount).sum();
            wanted.extend(taxes.iter().map(|rate| tax(rate, &taxes, line.amount() + off)));
            self.settle(&mut line.adjustments, wanted);
        }
        order.lines = lines;
        let mut shipments = std::mem::take(&mut order.shipments);
        for shipment in &mut shipments {
            let rates = taxes.iter().filter(|rate| rate.on_shipping);
            let wanted = rates.map(|rate| tax(rate, &taxes, shipment.cost)).collect();
            self.settle(&mut shipment.adjustments, wanted);
        }
        order.shipments = shipments;
    }

    /// The taxes of the ship address; none without one.
    pub(crate) fn taxes_for(&self, order: &Order) -> Vec<TaxRate> {
        let country = self.address(order.ship_id).and_then(|address| address.country_id);
        country
            .map(|id| self.world.taxes_of(id).cloned().collect())
            .unwrap_or_default()
    }

    /// Makes the adjustments what they should be, keeping rows that stay.
    fn settle(&mut self, rows: &mut Vec<Adjustment>, wanted: Vec<Wanted>) {
        rows.retain(|row| wanted.iter().any(|w| w.source == row.source));
        for want in wanted {
            if let Some(row) = rows.iter_mut().find(|row| row.source == want.source) {
                if row.amount != want.amount || row.eligible != want.eligible {
                    (row.amount, row.eligible, row.updated_ms) = (want.amount, want.eligible, self.now_ms);
                }
                continue;
            }
            self.counters.adjustment += 1;
            rows.push(Adjustment {
                id: self.counters.adjustment,
                source: want.source,
                amount: want.amount,
                label: want.label,
                eligible: want.eligible,
                finalized: false,
                created_ms: self.now_ms,
                updated_ms: self.now_ms,
            });
        }
    }

    /// How many of a variant can be sold now; `None` means any number, a deleted one none.
    pub(crate) fn supply(&self, variant_id: u64) -> Option<i64> {
        match self.world.variant(variant_id) {
            Some(variant) if !variant.deleted => variant.supply(),
            _ => Some(0),
        }
    }

    /// Every line can be supplied.
    pub(crate) fn is_available(&self, order: &Order) -> bool {
        order.lines.iter().all(|line| {
            let wanted: i64 = order
                .lines
                .iter()
                .filter(|other| other.variant_id == line.variant_id)
                .map(|other| other.quantity)
                .sum();
            wanted == 0 || self.supply(line.variant_id).is_none_or(|supply| wanted <= supply)
        })
    }

    /// Takes completed units out of stock. Backordered units make the count negative.
    pub(crate) fn take_stock(&mut self, order: &Order) {
        for packed in order.shipments.iter().flat_map(|shipment| &shipment.manifest) {
            self.change_stock(packed.variant_id, |variant| {
                variant.count_on_hand -= packed.quantity
            });
        }
    }

    /// Puts the units of a canceled order back.
    pub(crate) fn return_stock(&mut self, order: &Order) {
        for packed in order.shipments.iter().flat_map(|shipment| &shipment.manifest) {
            self.change_stock(packed.variant_id, |variant| {
                variant.count_on_hand += packed.quantity
            });
        }
    }

    fn change_stock(&mut self, variant_id: u64, change: impl FnOnce(&mut Variant)) {
        let variant = self.world_mut().variant_mut(variant_id);
        if let Some(variant) = variant.filter(|variant| variant.track_inventory) {
            change(variant);
            self.dirty.mark(crate::rows::RowKind::Variant, variant_id);
        }
    }
}

/// The sums as the rows give them.
fn sums(order: &Order) -> Totals {
    let mut totals = Totals {
        items: order.lines.iter().map(crate::order::Line::amount).sum(),
        shipping: order.shipments.iter().map(|shipment| shipment.cost).sum(),
        ..Totals::default()
    };
    let of_lines = order.lines.iter().flat_map(|line| &line.adjustments);
    let of_shipments = order.shipments.iter().flat_map(|shipment| &shipment.adjustments);
    for adjustment in of_lines
        .chain(of_shipments)
        .filter(|adjustment| adjustment.eligible)
    {
        match adjustment.source {
            Source::Tax { included: true, .. } => totals.included_tax += adjustment.amount,
            Source::Tax { included: false, .. } => totals.additional_tax += adjustment.amount,
            Source::Promotion { .. } => totals.promotions += adjustment.amount,
        }
    }
    totals
}

/// A coupon still counts: in date, and the order is large enough.
pub(crate) fn coupon_is_eligible(coupon: &Coupon, item_total: Decimal) -> bool {
    !coupon.expired && coupon.minimum.is_none_or(|minimum| item_total >= minimum)
}

fn promotion(coupon: &Coupon, amount: Decimal, item_total: Decimal) -> Wanted {
    let eligible = coupon_is_eligible(coupon, item_total);
    Wanted {
        source: Source::Promotion { coupon_id: coupon.id },
        amount: if eligible {
            -round(amount * coupon.percent)
        } else {
            Decimal::ZERO
        },
        label: format!("Promotion ({})", coupon.label),
        eligible,
    }
}

fn tax(rate: &TaxRate, all: &[TaxRate], amount: Decimal) -> Wanted {
    let label = format!("{} {}", rate.name, percent(rate.rate));
    Wanted {
        source: Source::Tax {
            rate_id: rate.id,
            included: rate.included,
        },
        amount: tax_amount(rate, all, amount),
        label: if rate.included {
            format!("{label} (Included in Price)")
        } else {
            label
        },
        eligible: true,
    }
}

/// One tax on an amount; included taxes are taken out of it.
pub(crate) fn tax_amount(rate: &TaxRate, all: &[TaxRate], amount: Decimal) -> Decimal {
    if !rate.included {
        return round(amount * rate.rate);
    }
    let included: Decimal = all
        .iter()
        .filter(|other| other.included)
        .map(|other| other.rate)
        .sum();
    round(amount * rate.rate / (Decimal::ONE + included))
}
