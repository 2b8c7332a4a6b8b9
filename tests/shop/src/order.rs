//! The rows of an order, as the shop keeps them.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Where an order stands in the checkout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    Cart,
    Address,
    Delivery,
    Payment,
    Confirm,
    Complete,
    Canceled,
}

impl State {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Cart => "cart",
            Self::Address => "address",
            Self::Delivery => "delivery",
            Self::Payment => "payment",
            Self::Confirm => "confirm",
            Self::Complete => "complete",
            Self::Canceled => "canceled",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Cart,
            Self::Address,
            Self::Delivery,
            Self::Payment,
            Self::Confirm,
            Self::Complete,
            Self::Canceled,
        ];
        all.into_iter().find(|state| state.name() == name)
    }
}

/// A postal address without its id. Rows are immutable: equal values share one row.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Address {
    pub(crate) name: Option<String>,
    /// Spree has two names where Solidus has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) firstname: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lastname: Option<String>,
    pub(crate) address1: Option<String>,
    pub(crate) address2: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) zipcode: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) alternative_phone: Option<String>,
    pub(crate) company: Option<String>,
    pub(crate) country_id: Option<u64>,
    pub(crate) state_id: Option<u64>,
    pub(crate) state_name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) vat_id: Option<String>,
    pub(crate) reverse_charge_status: ReverseCharge,
}

/// Whether the buyer owes the tax.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReverseCharge {
    #[default]
    Disabled,
    Enabled,
    NotValidated,
}

impl ReverseCharge {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::NotValidated => "not_validated",
        }
    }
}

/// What an adjustment comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Source {
    Tax { rate_id: u64, included: bool },
    Promotion { coupon_id: u64 },
}

/// An amount added to a line or a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Adjustment {
    pub(crate) id: u64,
    pub(crate) source: Source,
    pub(crate) amount: Decimal,
    pub(crate) label: String,
    pub(crate) eligible: bool,
    pub(crate) finalized: bool,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
}

impl Adjustment {
    pub(crate) fn is_included_tax(&self) -> bool {
        matches!(self.source, Source::Tax { included: true, .. })
    }

    /// What it adds to the price.
    pub(crate) fn effect(&self) -> Decimal {
        if self.eligible && !self.is_included_tax() {
            self.amount
        } else {
            Decimal::ZERO
        }
    }
}

/// A line item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) id: u64,
    pub(crate) variant_id: u64,
    pub(crate) quantity: i64,
    pub(crate) price: Decimal,
    /// JSON text; `None` is `null`.
    pub(crate) metadata: Option<String>,
    pub(crate) adjustments: Vec<Adjustment>,
}

impl Line {
    pub(crate) fn amount(&self) -> Decimal {
        self.price * Decimal::from(self.quantity)
    }

    pub(crate) fn total(&self) -> Decimal {
        self.amount() + self.adjustments.iter().map(Adjustment::effect).sum::<Decimal>()
    }
}

/// A price offered for a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rate {
    pub(crate) id: u64,
    pub(crate) method_id: u64,
    pub(crate) cost: Decimal,
    pub(crate) selected: bool,
}

/// Units of one variant in a shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Packed {
    pub(crate) variant_id: u64,
    pub(crate) quantity: i64,
    pub(crate) backordered: bool,
}

/// A shipment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shipment {
    pub(crate) id: u64,
    pub(crate) number: String,
    pub(crate) cost: Decimal,
    pub(crate) state: String,
    pub(crate) metadata: String,
    pub(crate) rates: Vec<Rate>,
    pub(crate) manifest: Vec<Packed>,
    pub(crate) adjustments: Vec<Adjustment>,
}

/// Where a payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaymentState {
    Checkout,
    Processing,
    Pending,
    Completed,
    Failed,
    Void,
    Invalid,
}

impl PaymentState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Checkout => "checkout",
            Self::Processing => "processing",
            Self::Pending => "pending",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Void => "void",
            Self::Invalid => "invalid",
        }
    }
}

/// What pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PaymentSource {
    None,
    Card(u64),
    StoreCredit(u64),
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payment {
    pub(crate) id: u64,
    pub(crate) method_id: u64,
    pub(crate) source: PaymentSource,
    pub(crate) amount: Decimal,
    pub(crate) state: PaymentState,
    pub(crate) avs: Option<String>,
    pub(crate) metadata: String,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
    /// `P…`, from Spree 3.1 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) number: Option<String>,
}

impl Payment {
    pub(crate) fn is_store_credit(&self) -> bool {
        matches!(self.source, PaymentSource::StoreCredit(_))
    }

    /// Neither failed, invalid nor void.
    pub(crate) fn is_valid(&self) -> bool {
        !matches!(
            self.state,
            PaymentState::Failed | PaymentState::Invalid | PaymentState::Void
        )
    }
}

/// The sums of an order, as last calculated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    pub(crate) items: Decimal,
    pub(crate) shipping: Decimal,
    pub(crate) promotions: Decimal,
    pub(crate) additional_tax: Decimal,
    pub(crate) included_tax: Decimal,
}

impl Totals {
    pub(crate) fn adjustments(&self) -> Decimal {
        self.promotions + self.additional_tax
    }

    pub(crate) fn total(&self) -> Decimal {
        self.items + self.shipping + self.adjustments()
    }
}

/// Dates and delivery area of a rental.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rental {
    pub(crate) start_ms: Option<u64>,
    pub(crate) end_ms: Option<u64>,
    pub(crate) zipcode: Option<String>,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: u64,
    pub(crate) number: String,
    pub(crate) token: String,
    pub(crate) state: State,
    pub(crate) user_id: Option<u64>,
    pub(crate) email: Option<String>,
    pub(crate) special_instructions: Option<String>,
    pub(crate) metadata: String,
    pub(crate) bill_id: Option<u64>,
    pub(crate) ship_id: Option<u64>,
    pub(crate) lines: Vec<Line>,
    pub(crate) shipments: Vec<Shipment>,
    pub(crate) payments: Vec<Payment>,
    pub(crate) coupons: Vec<u64>,
    /// Adjustments of the order itself: Spree's promotions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) adjustments: Vec<Adjustment>,
    /// Of the rental shop's orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) rental: Option<Rental>,
    pub(crate) totals: Totals,
    pub(crate) shipment_state: Option<String>,
    pub(crate) payment_state: Option<String>,
    pub(crate) canceler_id: Option<u64>,
    pub(crate) created_ms: u64,
    pub(crate) updated_ms: u64,
    pub(crate) completed_ms: Option<u64>,
}

impl Order {
    pub(crate) fn is_completed(&self) -> bool {
        self.completed_ms.is_some()
    }

    pub(crate) fn total(&self) -> Decimal {
        self.totals.total()
    }

    pub(crate) fn payment_total(&self) -> Decimal {
        let paid = |payment: &&Payment| payment.state == PaymentState::Completed;
        self.payments
            .iter()
            .filter(paid)
            .map(|payment| payment.amount)
            .sum()
    }

    pub(crate) fn quantity(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity).sum()
    }

    /// Store credit of this order's live payments; `None` if there are none.
    pub(crate) fn credit_payments(&self) -> Option<Decimal> {
        let mut live = self
            .payments
            .iter()
            .filter(|payment| payment.is_store_credit() && payment.is_valid());
        let first = live.next()?.amount;
        Some(first + live.map(|payment| payment.amount).sum::<Decimal>())
    }
}
