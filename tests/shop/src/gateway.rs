//! The bogus card gateway, and its own book of charges.

use crate::order::{Payment, PaymentSource, PaymentState};
use crate::rows::RowKind;
use crate::shop::Shop;
use crate::world::MethodKind;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Cards the gateway accepts; any other is declined.
const ACCEPTED: [&str; 14] = [
    "1",
    "4111111111111111",
    "4012888888881881",
    "4222222222222",
    "5500000000000004",
    "5555555555554444",
    "5105105105105100",
    "378282246310005",
    "371449635398431",
    "378734493671000",
    "340000000000009",
    "6011000000000004",
    "6011111111111117",
    "6011000990139424",
];

/// The gateway accepts this number.
pub(crate) fn accepts(number: &str) -> bool {
    ACCEPTED.contains(&number)
}

/// Switches of the gateway.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gateway {
    /// The next charge goes through, and the shop dies before it learns of it.
    pub(crate) crash_after_charge: bool,
}

/// One movement of money at the gateway, whatever the shop knows of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Charge {
    /// Counts from 1.
    pub id: u64,
    /// Number of the order.
    pub order: String,
    /// Id of the payment at the shop.
    pub payment: u64,
    /// The sum.
    pub amount: Decimal,
    /// Money was taken, not only reserved.
    pub captured: bool,
}

/// How processing a payment ended.
pub(crate) enum Outcome {
    Done,
    Declined(String),
    Crashed,
}

impl Shop {
    /// Everything the gateway has charged or reserved, oldest first.
    #[must_use]
    pub fn charges(&self) -> &[Charge] {
        &self.charges
    }

    /// The next charge goes through, its payment stays `processing`, the order `confirm`, the answer is a 500.
    pub fn crash_after_charge(&mut self) {
        self.gateway.crash_after_charge = true;
        self.dirty.mark(RowKind::Meta, 0);
    }

    /// Authorises or purchases one payment.
    pub(crate) fn process(&mut self, number: &str, payment: &mut Payment) -> Outcome {
        let method = self
            .world
            .payment_method(payment.method_id)
            .map(|method| method.kind);
        payment.updated_ms = self.now_ms;
        match (method, payment.source) {
            (Some(MethodKind::Gateway { auto_capture, .. }), PaymentSource::Card(card_id)) => {
                self.charge_card(number, payment, card_id, auto_capture)
            }
            (Some(MethodKind::StoreCredit), PaymentSource::StoreCredit(id)) => {
                let credits = self.users.iter_mut().flat_map(|user| {
                    let user_id = user.id;
                    user.credits.iter_mut().map(move |credit| (user_id, credit))
                });
                for (user_id, credit) in credits.filter(|(_, credit)| credit.id == id) {
                    credit.authorized += payment.amount;
                    self.dirty.mark(RowKind::User, user_id);
                }
                payment.state = PaymentState::Pending;
                Outcome::Done
            }
            // A check is not processed.
            _ => Outcome::Done,
        }
    }

    fn charge_card(&mut self, number: &str, payment: &mut Payment, card_id: u64, capture: bool) -> Outcome {
        let stored = |id: &Option<String>| id.as_deref().is_some_and(|id| id.starts_with("BGS-"));
        let good = self
            .card(card_id)
            .is_some_and(|card| stored(&card.customer_profile) || stored(&card.payment_profile));
        if !good {
            payment.state = PaymentState::Failed;
            let action = if capture { "purchase" } else { "authorize" };
            return Outcome::Declined(format!("Bogus Gateway: Forced failure - {action}"));
        }
        let id = crate::rows::count(&self.charges) + 1;
        self.charges.push(Charge {
            id,
            order: number.into(),
            payment: payment.id,
            amount: payment.amount,
            captured: capture,
        });
        self.dirty.mark(RowKind::Charge, id);
        if std::mem::take(&mut self.gateway.crash_after_charge) {
            payment.state = PaymentState::Processing;
            return Outcome::Crashed;
        }
        payment.state = if capture {
            PaymentState::Completed
        } else {
            PaymentState::Pending
        };
        payment.avs = Some(if capture { "M".into() } else { "D".into() });
        Outcome::Done
    }
}
