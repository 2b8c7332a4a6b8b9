//! The order as the shop last told it, in one shape for every family.

mod address;
mod id;
mod money;
pub(crate) mod rental;

pub(crate) use crate::check::same_text;
pub use address::Address;
pub use id::{OrderToken, is_id};
pub use money::Money;

use crate::checkout::Step;
use crate::error::codes;
use crate::json::Value;
use crate::text::{Text, join};
use std::rc::Rc;

/// The most lines an order may have here.
pub const MAX_LINES: usize = 500;

/// The order as the shop last told it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Order {
    /// The public number, or the id under which it is reached where that is another.
    pub number: Text,
    /// The number it is given when it is placed, where that is another than the one it is reached by (Sylius).
    pub receipt: Text,
    /// Where it stands.
    pub step: Step,
    /// The steps this shop lists for it now, in order, without the cart.
    pub steps: Rc<Vec<Step>>,
    /// ISO currency code; empty where the shop does not tell it (Spree before 2.0.10).
    pub currency: Text,
    /// The shopper's e-mail; empty until told.
    pub email: Text,
    /// The signed-in customer it belongs to, by the shop's id.
    pub customer: Text,
    /// What is in it.
    pub lines: Vec<Line>,
    /// Where it goes.
    pub shipping: Option<Rc<Address>>,
    /// Who is billed.
    pub billing: Option<Rc<Address>>,
    /// Instructions for the delivery.
    pub notes: Text,
    /// The coupon on it, where the order tells (Sylius 1): whether it counts is another matter.
    pub coupon: Text,
    /// The parcels, once the shop has made them.
    pub shipments: Vec<Shipment>,
    /// Payments, oldest first.
    pub payments: Vec<Payment>,
    /// How it may be paid.
    pub methods: Rc<Vec<PaymentMethod>>,
    /// What was added to or taken off the whole order or its parts.
    pub adjustments: Rc<Vec<Adjustment>>,
    /// The sums.
    pub totals: Totals,
    /// `paid`, `balance_due` …, as the shop says it.
    pub payment_state: Text,
    /// When it was placed, as the shop says it; empty until then.
    pub completed_at: Text,
    /// The rates on offer were not asked for: all it tells is what is chosen.
    pub lacks_rates: bool,
    /// How this server wants a rate named, where releases differ and only their answers tell.
    pub naming: Naming,
    /// The days of a rental and its area, by the names in `rental::NAMES`; null where nothing is rented.
    pub rental: Value,
    /// Whether a Spree before 2.2 has told it: there, a card's holder has a first and a last name.
    pub is_before_2_2: bool,
}

/// How a server wants a rate named, and a province.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Naming {
    /// Nothing has told yet.
    #[default]
    Unknown,
    /// By its place in the list that was offered, from 0.
    Place,
    /// By its method's id.
    Id,
}

/// The sums of an order, each as the shop computed it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Totals {
    /// Prices times quantities.
    pub items: Money,
    /// Delivery before tax and discount.
    pub shipping: Money,
    /// All taxes, included or added.
    pub tax: Money,
    /// Discounts and added taxes.
    pub adjustments: Money,
    /// What the order costs.
    pub total: Money,
    /// What is left to pay after store credit.
    pub due: Money,
}

/// A line of the cart.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Line {
    /// The shop's id.
    pub id: Text,
    /// What is sold.
    pub variant: Text,
    /// How many.
    pub quantity: u32,
    /// The price of one.
    pub price: Money,
    /// The product's name.
    pub name: Text,
    /// The stock keeping unit.
    pub sku: Text,
    /// The options' text, `Size: S`.
    pub options: Text,
    /// Pictures, as absolute http(s) URLs.
    pub images: Vec<Text>,
    /// Units on hand; nothing when the shop does not count.
    pub stock: Option<u32>,
    /// Whether more than the stock may be ordered.
    pub backorderable: bool,
    /// What kind of thing it is, where the shop says so (the rental annex).
    pub kind: Text,
    /// Whether it can be rented: null where the shop does not say.
    pub rentable: Value,
}

/// A parcel.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Shipment {
    /// The shop's id: it dies when the step is entered again.
    pub id: Text,
    /// The public number.
    pub number: Text,
    /// What is in it, by variant, in the shop's order.
    pub contents: Vec<(Text, u32)>,
    /// The rates offered.
    pub rates: Vec<Rate>,
    /// What it costs now.
    pub cost: Money,
}

/// An offer to deliver a parcel.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Rate {
    /// The shop's id: it dies when the step is entered again.
    pub id: Text,
    /// The shipping method behind it: it stays.
    pub method: Text,
    /// The name shown.
    pub name: Text,
    /// What it costs; nothing where that is not known before it is chosen.
    pub cost: Option<Money>,
    /// Whether the shop has it chosen.
    pub selected: bool,
}

codes! {
    /// Where a payment stands.
    PaymentState {
        /// To be charged when the order is placed.
        Checkout = "checkout",
        /// At the gateway.
        Processing = "processing",
        /// Authorised.
        Pending = "pending",
        /// Captured.
        Completed = "completed",
        /// Declined.
        Failed = "failed",
        /// Given back.
        Void = "void",
        /// Replaced before it was used.
        Invalid = "invalid",
        /// Something this version does not know.
        Other = "other",
    }
}

/// A payment of the order.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Payment {
    /// The shop's id.
    pub id: Text,
    /// The payment method's id.
    pub method: Text,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: PaymentState,
    /// The card's last digits, at most four.
    pub last_digits: Text,
    /// Whether the shop made it from store credit.
    pub is_store_credit: bool,
    /// Whether there is a card or the like behind it; up to Spree 2.2, behind one of the order's payments.
    pub has_source: bool,
}

codes! {
    /// What a payment method asks of the shopper.
    MethodKind {
        /// A card, or a token for one.
        Card = "card",
        /// Nothing.
        Check = "check",
        /// The shop's own credit.
        StoreCredit = "store_credit",
        /// Something else.
        Other = "other",
    }
}

/// A way to pay.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PaymentMethod {
    /// The shop's id.
    pub id: Text,
    /// The name shown.
    pub name: Text,
    /// What it asks.
    pub kind: MethodKind,
}

/// A discount, a tax or a fee.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Adjustment {
    /// The text the shop shows.
    pub label: Text,
    /// How much; negative for a discount.
    pub amount: Money,
}

impl Line {
    /// A line as known from a wish alone: no price, no name.
    pub fn wished(variant: Text, quantity: u32) -> Line {
        Line {
            id: join(&["new:", &variant]),
            variant,
            quantity,
            price: Money::ZERO,
            name: Text::default(),
            sku: Text::default(),
            options: Text::default(),
            images: Vec::new(),
            stock: None,
            backorderable: true,
            kind: Text::default(),
            rentable: Value::Null,
        }
    }

    /// Whether it is known from a wish alone.
    pub fn is_wished(&self) -> bool {
        self.id.starts_with("new:")
    }
}

impl Order {
    /// An order as known from its number alone.
    pub fn numbered(number: Text) -> Order {
        Order {
            number,
            ..Order::default()
        }
    }

    /// The number a shopper is told.
    pub fn shown_number(&self) -> &Text {
        self.receipt.or(&self.number)
    }

    /// What is in it: variants and quantities, in the shop's order.
    pub fn contents(&self) -> Vec<(Text, u32)> {
        crate::list::pick(&self.lines, &|line| Some((line.variant.clone(), line.quantity)))
    }

    /// Whether the shop has told more of it than its number. An old one tells no currency.
    pub fn is_read(&self) -> bool {
        !self.currency.is_empty() || self.is_before_2_2
    }

    /// Whether what it will cost is not known: a thing without a price, or a delivery without its rates.
    pub fn is_unpriced(&self) -> bool {
        let is_undelivered = self.step == Step::Delivery && self.shipments.iter().all(|s| s.rates.is_empty());
        is_undelivered || self.lines.iter().any(Line::is_wished)
    }

    /// Whether the shop says that it is placed.
    pub fn is_complete(&self) -> bool {
        !self.completed_at.is_empty()
    }

    /// The payments that would be charged if the order were placed now: state `checkout`.
    pub fn live_payments(&self) -> impl Iterator<Item = &Payment> {
        self.payments
            .iter()
            .filter(|p| p.state == PaymentState::Checkout && !p.is_store_credit)
    }

    /// Whether money may be on its way: a payment processing, pending, completed or of unknown state.
    pub fn has_held_payment(&self) -> bool {
        use PaymentState::{Completed, Other, Pending, Processing};
        self.payments
            .iter()
            .any(|p| matches!(p.state, Processing | Pending | Completed | Other))
    }
}
