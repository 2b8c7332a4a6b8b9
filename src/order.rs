//! The order as the shop last told it, in one shape for every family.

mod address;
mod id;
mod money;

pub use address::Address;
pub(crate) use address::same_text;
pub use id::{OrderToken, is_id};
pub use money::Money;

use crate::checkout::Step;
use crate::error::codes;

/// The most lines an order may have here.
pub const MAX_LINES: usize = 500;

/// The order as the shop last told it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Order {
    /// The public number.
    pub number: String,
    /// Where it stands.
    pub step: Step,
    /// The steps this shop lists for it now, in order, without the cart.
    pub steps: Vec<Step>,
    /// ISO currency code.
    pub currency: String,
    /// The shopper's e-mail.
    pub email: Option<String>,
    /// The signed-in customer it belongs to, by the shop's id.
    pub customer: Option<String>,
    /// What is in it.
    pub lines: Vec<Line>,
    /// Where it goes.
    pub shipping: Option<Address>,
    /// Who is billed.
    pub billing: Option<Address>,
    /// Instructions for the delivery.
    pub notes: Option<String>,
    /// The parcels, once the shop has made them.
    pub shipments: Vec<Shipment>,
    /// Payments, oldest first.
    pub payments: Vec<Payment>,
    /// How it may be paid.
    pub methods: Vec<PaymentMethod>,
    /// What was added to or taken off the whole order or its parts.
    pub adjustments: Vec<Adjustment>,
    /// The sums.
    pub totals: Totals,
    /// `paid`, `balance_due` …, as the shop says it.
    pub payment_state: Option<String>,
    /// When it was placed, as the shop says it; nothing until then.
    pub completed_at: Option<String>,
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
    pub id: String,
    /// What is sold.
    pub variant: String,
    /// How many.
    pub quantity: u32,
    /// The price of one.
    pub price: Money,
    /// The product's name.
    pub name: String,
    /// The stock keeping unit.
    pub sku: Option<String>,
    /// The options' text, `Size: S`.
    pub options: Option<String>,
    /// Pictures, as absolute http(s) URLs.
    pub images: Vec<String>,
    /// Units on hand; nothing when the shop does not count.
    pub stock: Option<u32>,
    /// Whether more than the stock may be ordered.
    pub backorderable: bool,
}

/// A parcel.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Shipment {
    /// The shop's id: it dies when the step is entered again.
    pub id: String,
    /// The public number.
    pub number: String,
    /// What is in it, by variant, in the shop's order.
    pub contents: Vec<(String, u32)>,
    /// The rates offered.
    pub rates: Vec<Rate>,
    /// What it costs now.
    pub cost: Money,
}

/// An offer to deliver a parcel.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Rate {
    /// The shop's id: it dies when the step is entered again.
    pub id: String,
    /// The shipping method behind it: it stays.
    pub method: String,
    /// The name shown.
    pub name: String,
    /// What it costs.
    pub cost: Money,
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
    pub id: String,
    /// The payment method's id.
    pub method: String,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub state: PaymentState,
    /// The card's last digits, at most four.
    pub last_digits: Option<String>,
    /// Whether the shop made it from store credit.
    pub is_store_credit: bool,
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
    pub id: String,
    /// The name shown.
    pub name: String,
    /// What it asks.
    pub kind: MethodKind,
}

/// A discount, a tax or a fee.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Adjustment {
    /// The text the shop shows.
    pub label: String,
    /// How much; negative for a discount.
    pub amount: Money,
}

impl Order {
    /// An order as known from its number alone.
    pub fn numbered(number: String) -> Order {
        Order {
            number,
            step: Step::Cart,
            steps: Vec::new(),
            currency: String::new(),
            email: None,
            customer: None,
            lines: Vec::new(),
            shipping: None,
            billing: None,
            notes: None,
            shipments: Vec::new(),
            payments: Vec::new(),
            methods: Vec::new(),
            adjustments: Vec::new(),
            totals: Totals::default(),
            payment_state: None,
            completed_at: None,
        }
    }

    /// Whether the shop says that it is placed.
    pub fn is_complete(&self) -> bool {
        self.completed_at.is_some()
    }

    /// The payments that would be charged if the order were placed now: state `checkout`.
    pub fn live_payments(&self) -> impl Iterator<Item = &Payment> {
        self.payments.iter().filter(|p| p.state == PaymentState::Checkout && !p.is_store_credit)
    }

    /// Whether money may be on its way: a payment processing, pending, completed or of unknown state.
    pub fn has_held_payment(&self) -> bool {
        use PaymentState::{Completed, Other, Pending, Processing};
        self.payments.iter().any(|p| matches!(p.state, Processing | Pending | Completed | Other))
    }
}
