//! The state machine: guards and effects of each step.

use super::refusal::Errors;
use super::{Refusal, Version, addresses, completion, shipping, totals};
use crate::order::{Order, Payment, PaymentSource, PaymentState, State};
use crate::shop::Shop;
use rust_decimal::Decimal;

const NO_ITEMS: &str = "There are no items for this order. Please add an item to the order to continue.";
const NO_RATES: &str = "We are unable to calculate shipping rates for the selected items.";

/// Why an order did not move.
#[derive(Debug)]
pub(crate) enum Stop {
    /// With these errors; they may be none.
    Refused(Errors),
    /// The order moved back, but the answer still shows it as it was.
    Restarted(Errors, Box<Order>),
    Broken(Refusal),
}

impl Stop {
    pub(crate) fn base(message: &str) -> Self {
        Self::Refused(vec![("base".into(), message.into())])
    }

    /// The refusal of `next`.
    pub(crate) fn into_refusal(self) -> Refusal {
        match self {
            Self::Refused(errors) | Self::Restarted(errors, _) => Refusal::Transition(errors),
            Self::Broken(refusal) => refusal,
        }
    }
}

/// The event `next`. What an error leaves behind in `order` is to be kept. `live` are the cards of this request that
/// the gateway takes.
pub(crate) fn next(shop: &mut Shop, version: Version, order: &mut Order, live: &[u64]) -> Result<(), Stop> {
    match order.state {
        State::Cart => enter_address(shop, version, order),
        State::Address => enter_delivery(shop, version, order),
        State::Delivery if needs_payment(order) => leave_delivery(shop, version, order),
        State::Payment if needs_confirmation(shop, order) => {
            order.state = State::Confirm;
            Ok(())
        }
        State::Delivery | State::Payment | State::Confirm => {
            let open = order
                .payments
                .iter()
                .any(|payment| payment.state == PaymentState::Checkout);
            if version <= Version::V2_0 && needs_payment(order) && !open {
                return Err(no_transition());
            }
            completion::complete(shop, version, order, live)
        }
        State::Complete | State::Canceled => Err(no_transition()),
    }
}

fn no_transition() -> Stop {
    Stop::Refused(vec![("state".into(), "cannot transition via \"next\"".into())])
}

/// There is something to pay.
fn needs_payment(order: &Order) -> bool {
    order.total() > Decimal::ZERO
}

/// A payment that may outlive this request, or the shop's wish.
pub(crate) fn needs_confirmation(shop: &Shop, order: &Order) -> bool {
    let keeps = |payment: &Payment| {
        let live = !matches!(payment.state, PaymentState::Failed | PaymentState::Invalid);
        let method = shop.world.payment_method(payment.method_id);
        live && method.is_some_and(|method| {
            matches!(
                method.kind,
                crate::world::MethodKind::Gateway { profiles: true, .. }
            )
        })
    };
    shop.settings.always_include_confirm_step
        || order.state == State::Confirm
        || order.payments.iter().any(keeps)
}

/// `checkout_steps`: computed anew for every answer.
pub(crate) fn steps(shop: &Shop, version: Version, order: &Order) -> Vec<&'static str> {
    let mut steps = vec!["address", "delivery"];
    if needs_payment(order) || (version.is_modern() && order.state == State::Payment) {
        steps.push("payment");
    }
    if needs_confirmation(shop, order) {
        steps.push("confirm");
    }
    steps.push("complete");
    steps
}

fn enter_address(shop: &mut Shop, version: Version, order: &mut Order) -> Result<(), Stop> {
    if version <= Version::V2_0 {
        if !addresses::present(order.email.as_deref()) {
            return Err(Stop::Refused(vec![("email".into(), addresses::BLANK.into())]));
        }
    } else if order.lines.is_empty() {
        return Err(Stop::base(NO_ITEMS));
    }
    if (Version::V2_3..=Version::V3_7).contains(&version) {
        let (bill, ship) = saved_addresses(shop, order.user_id);
        if order.bill_id.is_none() {
            order.bill_id = copy(shop, bill);
        }
        if order.ship_id.is_none() {
            order.ship_id = copy(shop, ship);
        }
    }
    order.state = State::Address;
    Ok(())
}

/// The customer's default addresses: billing, shipping.
pub(crate) fn saved_addresses(shop: &Shop, user: Option<u64>) -> (Option<u64>, Option<u64>) {
    let book = user.and_then(|id| shop.user(id)).map(|user| &user.book);
    let at = |index: usize| {
        book.and_then(|book| book.get(index))
            .map(|entry| entry.address_id)
    };
    (at(0), at(1).or_else(|| at(0)))
}

fn copy(shop: &mut Shop, id: Option<u64>) -> Option<u64> {
    let address = shop.address(id)?.clone();
    Some(addresses::store(shop, address))
}

fn enter_delivery(shop: &mut Shop, version: Version, order: &mut Order) -> Result<(), Stop> {
    if version.is_modern() {
        for line in &mut order.lines {
            let price = shop
                .world
                .variant(line.variant_id)
                .and_then(|variant| variant.price);
            line.price = price.unwrap_or(line.price);
        }
    }
    let before = order.shipments.clone();
    order.shipments = shipping::pack(shop, order);
    let rated = order.shipments.iter().all(|shipment| !shipment.rates.is_empty());
    if version > Version::V2_0 && (order.shipments.is_empty() || !rated) {
        if version == Version::V2_1 {
            // The answer shows shipments that were never stored.
            let mut shown = Box::new(order.clone());
            for shipment in &mut shown.shipments {
                shipment.id = 0;
            }
            order.shipments = Vec::new();
            return Err(Stop::Restarted(vec![("base".into(), NO_RATES.into())], shown));
        }
        if version >= Version::V2_3 {
            order.shipments.clear();
        }
        return Err(Stop::base(NO_RATES));
    }
    if version != Version::V2_2 {
        shipping::set_costs(order);
    }
    if version <= Version::V2_0 {
        // The answer shows the sums from before the tax.
        totals::refresh(shop, order);
        totals::tax_all(shop, order);
        order.shipment_state = None;
        order.state = State::Delivery;
        return Ok(());
    }
    totals::refresh(shop, order);
    if let Some(message) = email_error(version, order.email.as_deref()) {
        if version == Version::V2_1 {
            order.shipments = before;
            totals::refresh(shop, order);
            let text = "Spree::ShippingRate#currency delegated to shipment.currency, but shipment is nil";
            return Err(Stop::Broken(Refusal::Told(text.into())));
        }
        return Err(Stop::Refused(vec![("email".into(), message.into())]));
    }
    totals::tax_all(shop, order);
    totals::refresh(shop, order);
    remember_addresses(shop, version, order);
    order.state = State::Delivery;
    Ok(())
}

/// What is wrong with an e-mail.
pub(crate) fn email_error(version: Version, email: Option<&str>) -> Option<&'static str> {
    let Some(email) = email.filter(|email| !email.trim().is_empty()) else {
        return Some(addresses::BLANK);
    };
    let well = |(local, domain): (&str, &str)| {
        let dotted = domain
            .split_once('.')
            .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty());
        !local.is_empty()
            && !domain.contains('@')
            && (dotted || (version == Version::V3_7 && !domain.is_empty()))
    };
    let spaced = email.chars().any(char::is_whitespace);
    (spaced || !email.split_once('@').is_some_and(well)).then_some("is invalid")
}

/// 2.3 to 4.1: the order's addresses become the customer's own.
fn remember_addresses(shop: &mut Shop, version: Version, order: &Order) {
    let (Some(user), true) = (order.user_id, (Version::V2_3..=Version::V3_7).contains(&version)) else {
        return;
    };
    let bill = copy(shop, order.bill_id.or(order.ship_id));
    let ship = copy(shop, order.ship_id);
    if let Some(user) = shop.user_mut(user) {
        user.book = [bill, ship]
            .into_iter()
            .flatten()
            .map(|address_id| crate::users::BookEntry {
                address_id,
                default: true,
            })
            .collect();
    }
}

fn leave_delivery(shop: &mut Shop, version: Version, order: &mut Order) -> Result<(), Stop> {
    shipping::set_costs(order);
    if version >= Version::V2_2 && version != Version::V3_7 {
        // The rows are made anew.
        totals::tax_all(shop, order);
    }
    totals::refresh(shop, order);
    settle_oldest(version, order);
    if matches!(version, Version::V2_4Early | Version::V2_4Late) {
        use_saved_card(shop, order);
    }
    order.state = State::Payment;
    Ok(())
}

/// 2.4: a customer's default card becomes a payment, of 0.0.
fn use_saved_card(shop: &mut Shop, order: &mut Order) {
    let saved = order
        .user_id
        .and_then(|id| shop.user(id))
        .and_then(|user| user.default_card());
    let Some(card) = saved.and_then(|id| shop.card(id)).cloned() else {
        return;
    };
    if order.payments.iter().any(Payment::is_valid) {
        return;
    }
    shop.push_payment(
        order,
        card.method_id,
        PaymentSource::Card(card.id),
        Decimal::ZERO,
        "{}".into(),
    );
}

/// What any change of the cart causes once shipments exist: they go, and the checkout starts anew.
pub(crate) fn restart(shop: &mut Shop, version: Version, order: &mut Order) {
    if !order.shipments.is_empty() && !order.is_completed() && version > Version::V2_0 {
        order.shipments.clear();
        order.state = State::Cart;
        if version < Version::V2_4Early || enter_address(shop, version, order).is_err() {
            order.state = State::Address;
        }
    }
    totals::refresh(shop, order);
}

/// The state a restarted checkout is in.
pub(crate) fn restart_states(order: &mut Order) {
    order.state = State::Address;
}

/// 2.0 computes both states long before the order is complete.
pub(crate) fn settle_oldest(version: Version, order: &mut Order) {
    if version > Version::V2_0 || order.is_completed() {
        return;
    }
    if !order.shipments.is_empty() {
        order.shipment_state = Some("pending".into());
    }
    let failed = order
        .payments
        .last()
        .is_some_and(|payment| payment.state == PaymentState::Failed);
    if failed {
        order.payment_state = Some("failed".into());
    } else if !order.lines.is_empty() || order.payment_state.is_some() {
        let due = needs_payment(order) || order.lines.is_empty();
        order.payment_state = Some(if due { "balance_due" } else { "paid" }.into());
    }
}
