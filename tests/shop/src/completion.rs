//! The last step: guards, charging, and what placing an order changes.

use crate::gateway::Outcome;
use crate::order::{Order, PaymentSource, PaymentState, State};
use crate::refusal::Refusal;
use crate::shop::Shop;
use crate::users::WalletEntry;
use rust_decimal::Decimal;

const INELIGIBLE: &str = "One or more of the promotions on your order have become ineligible and were removed. \
                          Please check the new order amounts and try again.";

impl Shop {
    /// The event `complete`. What an error leaves behind in `order` is to be kept.
    pub(crate) fn complete(&mut self, order: &mut Order) -> Result<(), Refusal> {
        if order.state != State::Confirm {
            return Err(Refusal::no_such_event("complete"));
        }
        if !self.is_available(order) {
            return Err(Refusal::InsufficientStock);
        }
        self.check_promotions(order)?;
        if !is_packed(order) {
            return Err(Refusal::InsufficientStock);
        }
        if order.total() > Decimal::ZERO {
            if !order.payments.iter().any(|payment| payment.is_valid()) {
                return Err(Refusal::transition("base", "No payment found"));
            }
            self.process_payments(order)?;
        }
        self.finalize(order);
        Ok(())
    }

    /// Promotions are judged again; if their sum changed, the shopper must look again.
    fn check_promotions(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let before = order.totals.promotions;
        self.recalculate(order);
        if order.totals.promotions == before {
            return Ok(());
        }
        let world = &self.world;
        let items = order.totals.items;
        order.coupons.retain(|id| {
            let coupon = world.coupons.iter().find(|coupon| coupon.id == *id);
            coupon.is_some_and(|coupon| crate::totals::coupon_is_eligible(coupon, items))
        });
        self.restart(order);
        Err(Refusal::transition("base", INELIGIBLE))
    }

    /// Processes payments in state `checkout` until the order is paid.
    fn process_payments(&mut self, order: &mut Order) -> Result<(), Refusal> {
        let mut payments = std::mem::take(&mut order.payments);
        let mut refusal = None;
        let paid = |payments: &[crate::order::Payment]| -> Decimal {
            let completed = payments
                .iter()
                .filter(|payment| payment.state == PaymentState::Completed);
            completed.map(|payment| payment.amount).sum()
        };
        for index in 0..payments.len() {
            if paid(&payments) >= order.total() {
                break;
            }
            let Some(payment) = payments.get_mut(index) else {
                break;
            };
            if payment.state != PaymentState::Checkout {
                continue;
            }
            match self.process(&order.number, payment) {
                Outcome::Done => {}
                Outcome::Declined(_) if self.settings.allow_checkout_on_gateway_error => break,
                Outcome::Declined(message) => {
                    order.state = State::Payment;
                    refusal = Some(Refusal::transition("base", &message));
                    break;
                }
                Outcome::Crashed => {
                    refusal = Some(Refusal::crash());
                    break;
                }
            }
        }
        order.payments = payments;
        refusal.map_or(Ok(()), Err)
    }

    fn finalize(&mut self, order: &mut Order) {
        let of_lines = order.lines.iter_mut().flat_map(|line| &mut line.adjustments);
        let of_shipments = order
            .shipments
            .iter_mut()
            .flat_map(|shipment| &mut shipment.adjustments);
        for adjustment in of_lines.chain(of_shipments) {
            adjustment.finalized = true;
        }
        self.take_stock(order);
        order.state = State::Complete;
        order.completed_ms = Some(self.now_ms);
        settle_states(order);
        self.save_card(order);
    }

    /// A charged card with a profile becomes the customer's default card.
    fn save_card(&mut self, order: &Order) {
        let Some(user_id) = order.user_id else { return };
        let used = order
            .payments
            .iter()
            .rev()
            .find_map(|payment| match payment.source {
                PaymentSource::Card(id) if payment.is_valid() => Some(id),
                _ => None,
            });
        let Some(card_id) = used.filter(|id| self.card(*id).is_some_and(|card| card.has_profile())) else {
            return;
        };
        let id = self.counters.wallet + 1;
        let Some(user) = self.user_mut(user_id) else {
            return;
        };
        for entry in &mut user.wallet {
            entry.default = entry.card_id == card_id;
        }
        if user.wallet.iter().all(|entry| entry.card_id != card_id) {
            user.wallet.push(WalletEntry {
                id,
                card_id,
                default: true,
            });
            self.counters.wallet = id;
        }
    }

    /// Cancels a completed order.
    pub(crate) fn cancel(&mut self, order: &mut Order, canceler: Option<u64>) -> Result<(), Refusal> {
        let shippable = matches!(
            order.shipment_state.as_deref(),
            None | Some("ready" | "backorder" | "pending")
        );
        if order.state != State::Complete || !shippable {
            return Err(Refusal::no_such_event("cancel"));
        }
        self.return_stock(order);
        for payment in &mut order.payments {
            if matches!(payment.state, PaymentState::Pending | PaymentState::Completed) {
                payment.state = PaymentState::Void;
            }
        }
        for shipment in &mut order.shipments {
            shipment.state = "canceled".into();
        }
        order.state = State::Canceled;
        order.canceler_id = canceler;
        order.payment_state = Some("void".into());
        order.shipment_state = Some("canceled".into());
        Ok(())
    }
}

/// Every unit of every line is in a shipment.
fn is_packed(order: &Order) -> bool {
    order.lines.iter().all(|line| {
        let of_variant = |id: u64| id == line.variant_id;
        let wanted: i64 = order
            .lines
            .iter()
            .filter(|other| of_variant(other.variant_id))
            .map(|other| other.quantity)
            .sum();
        let manifests = order.shipments.iter().flat_map(|shipment| &shipment.manifest);
        let packed: i64 = manifests
            .filter(|p| of_variant(p.variant_id))
            .map(|packed| packed.quantity)
            .sum();
        wanted == packed
    })
}

/// Payment and shipment states of a completed order.
pub(crate) fn settle_states(order: &mut Order) {
    let outstanding = order.total() - order.payment_total();
    let none_valid = !order.payments.is_empty() && !order.payments.iter().any(|payment| payment.is_valid());
    let payment_state = if none_valid && !outstanding.is_zero() {
        "failed"
    } else if outstanding > Decimal::ZERO {
        "balance_due"
    } else if outstanding < Decimal::ZERO {
        "credit_owed"
    } else {
        "paid"
    };
    let paid = matches!(payment_state, "paid" | "credit_owed");
    let waits = |shipment: &crate::order::Shipment| shipment.manifest.iter().any(|packed| packed.backordered);
    for shipment in &mut order.shipments {
        shipment.state = if paid && !waits(shipment) {
            "ready".into()
        } else {
            "pending".into()
        };
    }
    order.payment_state = Some(payment_state.into());
    order.shipment_state = if order.shipments.is_empty() {
        None
    } else if order.shipments.iter().any(waits) {
        Some("backorder".into())
    } else {
        Some(if paid { "ready".into() } else { "pending".into() })
    };
}
