//! An order of a Sylius. Amounts are minor units, as its columns are.

use serde::{Deserialize, Serialize};

/// An amount off or on top of a price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Adjustment {
    pub(crate) id: u64,
    /// `tax`, `shipping`, `order_promotion`, ….
    pub(crate) kind: String,
    pub(crate) label: String,
    pub(crate) amount: i64,
    /// Part of the price already: not counted.
    pub(crate) neutral: bool,
    pub(crate) created_ms: u64,
}

/// One piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Unit {
    pub(crate) id: u64,
    pub(crate) adjustments: Vec<Adjustment>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: u64,
    pub(crate) variant: u64,
    pub(crate) unit_price: i64,
    pub(crate) units: Vec<Unit>,
    /// Up to 0.16 a line's total is a column, written by the steps alone; later it is summed up.
    pub(crate) written_total: i64,
    pub(crate) created_ms: u64,
}

/// A shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shipment {
    pub(crate) id: u64,
    pub(crate) state: String,
    pub(crate) method: Option<u64>,
    pub(crate) tracking: Option<String>,
    pub(crate) created_ms: u64,
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) id: u64,
    pub(crate) state: String,
    pub(crate) method: Option<u64>,
    pub(crate) amount: i64,
    pub(crate) created_ms: u64,
}

/// An address. Texts are trimmed; what was not sent is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) id: u64,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) street: String,
    pub(crate) city: String,
    pub(crate) postcode: String,
    pub(crate) phone: Option<String>,
    pub(crate) company: Option<String>,
    /// ISO code of the country.
    pub(crate) country: Option<String>,
    /// Code of the province.
    pub(crate) province: Option<String>,
    pub(crate) province_name: Option<String>,
}

/// An order, from its first moment as a cart on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: u64,
    pub(crate) number: Option<String>,
    /// `cart`, then `new` (0.x: `pending`), `fulfilled`, `cancelled`.
    pub(crate) state: String,
    /// The step, in the words of its release.
    pub(crate) checkout: String,
    pub(crate) customer: Option<u64>,
    /// Code of the channel.
    pub(crate) channel: String,
    pub(crate) locale: String,
    pub(crate) currency: String,
    pub(crate) items: Vec<Item>,
    pub(crate) adjustments: Vec<Adjustment>,
    pub(crate) shipping_address: Option<Address>,
    pub(crate) billing_address: Option<Address>,
    pub(crate) shipments: Vec<Shipment>,
    pub(crate) payments: Vec<Payment>,
    /// Code of the coupon attached, whether it counts or not.
    pub(crate) coupon: Option<String>,
    /// Codes of the promotions that count.
    pub(crate) promotions: Vec<String>,
    pub(crate) notes: Option<String>,
    /// Up to 0.16 totals are columns, too.
    pub(crate) written_items_total: i64,
    pub(crate) written_adjustments_total: i64,
    pub(crate) written_total: i64,
    /// Totals that calls at the same moment left behind: of the lines, the adjustments, and all.
    #[serde(default)]
    pub(crate) frozen: Option<(i64, i64, i64)>,
    /// Payments that a call made anew because another had closed the one it meant.
    #[serde(default)]
    pub(crate) reopened: Vec<Payment>,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
    pub(crate) completed_ms: Option<u64>,
}

/// What counts of these.
pub(crate) fn counted(adjustments: &[Adjustment]) -> i64 {
    let counts = adjustments.iter().filter(|adjustment| !adjustment.neutral);
    counts.map(|adjustment| adjustment.amount).sum()
}

impl Unit {
    pub(crate) fn total(&self, price: i64) -> i64 {
        (price + counted(&self.adjustments)).max(0)
    }
}

impl Item {
    pub(crate) fn quantity(&self) -> i64 {
        i64::try_from(self.units.len()).unwrap_or(i64::MAX)
    }

    pub(crate) fn units_total(&self) -> i64 {
        self.units.iter().map(|unit| unit.total(self.unit_price)).sum()
    }
}

impl Order {
    pub(crate) fn items_total(&self) -> i64 {
        if let Some((items, ..)) = self.frozen {
            return items;
        }
        self.items.iter().map(Item::units_total).sum()
    }

    pub(crate) fn adjustments_total(&self) -> i64 {
        if let Some((_, adjustments, _)) = self.frozen {
            return adjustments;
        }
        counted(&self.adjustments)
    }

    pub(crate) fn total(&self) -> i64 {
        if let Some((.., total)) = self.frozen {
            return total;
        }
        (self.items_total() + self.adjustments_total()).max(0)
    }
}
