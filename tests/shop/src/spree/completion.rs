//! Completing an order at a Spree: payments, stock, states.

use super::transitions::{Stop, restart_states};
use super::{Refusal, Version};
use crate::gateway::Charge;
use crate::order::{Order, Payment, PaymentSource, PaymentState, State};
use crate::rows::{RowKind, count};
use crate::shop::Shop;
use crate::users::WalletEntry;
use crate::world::MethodKind;
use rust_decimal::Decimal;

const NO_SOURCE: &str = "Payment could not be processed, please check the details you entered";

/// Pays and completes. What an error leaves behind in `order` is to be kept.
pub(crate) fn complete(
    shop: &mut Shop,
    version: Version,
    order: &mut Order,
    live: &[u64],
) -> Result<(), Stop> {
    if order.total() > Decimal::ZERO {
        let open = order
            .payments
            .iter()
            .any(|payment| payment.state == PaymentState::Checkout);
        if matches!(version, Version::V2_1 | Version::V2_2) && !open {
            return Err(Stop::base("No pending payments"));
        }
        let valid =
            |payment: &Payment| !matches!(payment.state, PaymentState::Failed | PaymentState::Invalid);
        if !order.payments.iter().any(valid) {
            return Err(Stop::base("No payment found"));
        }
        if version == Version::V2_4Late && !open {
            return Err(Stop::Refused(Vec::new()));
        }
        pay(shop, version, order, live)?;
    }
    if (Version::V2_2..=Version::V2_4Late).contains(&version) && !shop.is_available(order) {
        return Err(sold_out(version, order));
    }
    finalize(shop, order);
    Ok(())
}

/// The payment has gone through, the stock has not.
fn sold_out(version: Version, order: &mut Order) -> Stop {
    if version < Version::V2_3 {
        order.state = State::Complete;
        let text = "Validation failed: Count on hand must be greater than or equal to 0";
        return Stop::Broken(Refusal::Told(text.into()));
    }
    let shown = Box::new(order.clone());
    restart_states(order);
    let errors = if version == Version::V2_4Late {
        Vec::new()
    } else {
        let text = "Some line items in this order have insufficient quantity.";
        vec![("base".into(), text.into())]
    };
    Stop::Restarted(errors, shown)
}

/// Processes payments in state `checkout` until the order is paid.
fn pay(shop: &mut Shop, version: Version, order: &mut Order, live: &[u64]) -> Result<(), Stop> {
    let mut payments = std::mem::take(&mut order.payments);
    let total = order.total();
    let mut result = Ok(());
    for index in 0..payments.len() {
        let completed = payments
            .iter()
            .filter(|payment| payment.state == PaymentState::Completed);
        if completed.map(|payment| payment.amount).sum::<Decimal>() >= total {
            break;
        }
        let Some(payment) = payments.get_mut(index) else {
            break;
        };
        if payment.state != PaymentState::Checkout {
            continue;
        }
        match process(shop, version, &order.number, payment, live) {
            Ok(()) => {}
            // 2.0 does not say why.
            Err(Stop::Refused(_)) if version <= Version::V2_0 => {
                result = Err(Stop::Refused(Vec::new()));
                break;
            }
            Err(Stop::Refused(_)) if shop.settings.allow_checkout_on_gateway_error => {}
            Err(stop) => {
                result = Err(stop);
                break;
            }
        }
    }
    order.payments = payments;
    result
}

fn process(
    shop: &mut Shop,
    version: Version,
    number: &str,
    payment: &mut Payment,
    live: &[u64],
) -> Result<(), Stop> {
    let kind = shop
        .world
        .payment_method(payment.method_id)
        .map(|method| method.kind);
    let Some(MethodKind::Gateway { auto_capture, .. }) = kind else {
        return Ok(());
    };
    let PaymentSource::Card(card_id) = payment.source else {
        return Err(Stop::base(NO_SOURCE));
    };
    let auto_capture = auto_capture && version >= Version::V2_2;
    payment.updated_ms = shop.now_ms;
    let stored = |id: &Option<String>| id.as_deref().is_some_and(|id| id.starts_with("BGS-"));
    let card = shop.card(card_id);
    let good = live.contains(&card_id)
        || card.is_some_and(|card| stored(&card.customer_profile) || stored(&card.payment_profile));
    if !good {
        payment.state = PaymentState::Failed;
        return Err(Stop::base("Bogus Gateway: Forced failure"));
    }
    let id = count(&shop.charges) + 1;
    shop.charges.push(Charge {
        id,
        order: number.into(),
        payment: payment.id,
        amount: payment.amount,
        captured: auto_capture,
    });
    shop.dirty.mark(RowKind::Charge, id);
    if std::mem::take(&mut shop.gateway.crash_after_charge) {
        payment.state = PaymentState::Processing;
        return Err(Stop::Broken(Refusal::Frame(500)));
    }
    payment.state = if auto_capture {
        PaymentState::Completed
    } else {
        PaymentState::Pending
    };
    payment.avs = Some(if auto_capture { "M".into() } else { "D".into() });
    Ok(())
}

fn finalize(shop: &mut Shop, order: &mut Order) {
    let of_lines = order.lines.iter_mut().flat_map(|line| &mut line.adjustments);
    let of_shipments = order
        .shipments
        .iter_mut()
        .flat_map(|shipment| &mut shipment.adjustments);
    for adjustment in of_lines.chain(of_shipments).chain(&mut order.adjustments) {
        adjustment.finalized = true;
    }
    shop.take_stock(order);
    order.state = State::Complete;
    order.completed_ms = Some(shop.now_ms);
    crate::completion::settle_states(order);
    save_card(shop, order);
}

/// A card with a profile becomes the customer's default card.
fn save_card(shop: &mut Shop, order: &Order) {
    let used = order
        .payments
        .iter()
        .rev()
        .find_map(|payment| match payment.source {
            PaymentSource::Card(id) if payment.is_valid() => Some(id),
            _ => None,
        });
    let kept = used.filter(|id| shop.card(*id).is_some_and(|card| card.has_profile()));
    let (Some(card_id), Some(user_id)) = (kept, order.user_id) else {
        return;
    };
    let id = shop.counters.wallet + 1;
    let Some(user) = shop.user_mut(user_id) else {
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
        shop.counters.wallet = id;
    }
}
