//! Where an order stands. Steps are data: a shop may have steps of its own.

use crate::text::Text;

/// A step of the checkout.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Step {
    /// Gathering lines.
    #[default]
    Cart,
    /// Waiting for addresses.
    Address,
    /// Waiting for the choice of rates.
    Delivery,
    /// Waiting for a payment.
    Payment,
    /// Waiting to be placed.
    Confirm,
    /// Placed.
    Complete,
    /// A step of this shop's own, by its name.
    Other(Text),
}

/// How an order came to stand where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Entry {
    /// Nobody knows: it was found so, or its lines were edited since.
    #[default]
    Unknown,
    /// By addresses of ours, and nothing in it was edited since.
    Own,
    /// It was empty, and lines were added where it stood.
    Refilled,
}

impl Step {
    /// The step with this name. Every name is a step.
    pub fn from_name(name: &str) -> Step {
        match name {
            "cart" => Step::Cart,
            "address" => Step::Address,
            "delivery" => Step::Delivery,
            "payment" => Step::Payment,
            "confirm" => Step::Confirm,
            "complete" => Step::Complete,
            _ => Step::Other(name.into()),
        }
    }

    /// The server's name of the step.
    pub fn name(&self) -> &str {
        match self {
            Step::Other(name) => name,
            known => known.tag(),
        }
    }

    /// The closed union's member: `"other"` for a step of the shop's own.
    pub fn tag(&self) -> &'static str {
        match self {
            Step::Cart => "cart",
            Step::Address => "address",
            Step::Delivery => "delivery",
            Step::Payment => "payment",
            Step::Confirm => "confirm",
            Step::Complete => "complete",
            Step::Other(_) => "other",
        }
    }

    /// How far along the standard flow the step is; a shop's own step has no place there.
    pub fn rank(&self) -> Option<u8> {
        Some(match self {
            Step::Cart => 0,
            Step::Address => 1,
            Step::Delivery => 2,
            Step::Payment => 3,
            Step::Confirm => 4,
            Step::Complete => 5,
            Step::Other(_) => return None,
        })
    }

    /// Whether this step comes before `other` in the standard flow.
    pub fn is_before(&self, other: &Step) -> bool {
        matches!((self.rank(), other.rank()), (Some(a), Some(b)) if a < b)
    }

    /// Whether delivery lies behind: the rates were chosen or skipped.
    pub fn is_past_delivery(&self) -> bool {
        matches!(self, Step::Payment | Step::Confirm | Step::Complete)
    }
}
