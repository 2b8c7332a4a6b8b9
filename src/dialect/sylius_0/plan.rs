//! The next call towards the intent. Each state takes one thing and there is no way back, so nothing leaves before it is
//! whole, and nothing that may place the order before somebody has said so.

use super::is_fixed;
use super::machine::wrong_part;
use crate::checkout::{Call, Contact, Key, Pay, PayBy, Step, Target};
use crate::dialect::View;
use crate::dialect::steps::{billing_address, choose};
use crate::order::{Naming, Order};
use crate::text::Text;

/// The next call, or nothing when the order rests where the intent can bring it.
pub(super) fn plan(view: &View<'_>) -> Option<Call> {
    let Some(order) = view.order else {
        return hook(view);
    };
    let is_rate_late = view.intent.open_rate().is_some() && is_fixed(order, &Key::Rate);
    match &order.step {
        Step::Cart => line(view, order).or_else(|| contact(view, order)),
        Step::Delivery | Step::Payment if !view.is_offered => Some(Call::Offers),
        Step::Delivery if order.lines.is_empty() || order.naming == Naming::Unknown => None,
        Step::Delivery => choose(view, order, None).filter(|call| matches!(call, Call::Choose(_))),
        // Another method came back than was chosen: nothing more is sent.
        Step::Payment | Step::Confirm if is_rate_late || order.lines.is_empty() || !view.is_placing => None,
        Step::Payment => {
            let wish = view.intent.payment.clone()?;
            Some(Call::Pay(Box::new(Pay {
                wish,
                amount: order.totals.due,
                by: PayBy::Step,
            })))
        }
        Step::Confirm if order.live_payments().next().is_some() => Some(Call::Complete {
            total: order.totals.total,
            notes: Text::default(),
        }),
        _ => None,
    }
}

/// An order belongs to the customer it is made for: the backend makes it once the e-mail is known.
fn hook(view: &View<'_>) -> Option<Call> {
    let has_line = view
        .intent
        .lines
        .iter()
        .any(|w| matches!(w.target, Target::Variant(_)) && w.quantity > 0);
    (has_line && !view.intent.email.is_empty()).then_some(Call::Hook)
}

/// A quantity is changed by taking the line off and adding it again: 0.13 to 0.15 know nothing else, and 0.16 asks for
/// the price with it. Lines are never merged, so a second one of the same is taken off.
fn line(view: &View<'_>, order: &Order) -> Option<Call> {
    let intent = view.intent;
    if !order.is_read() {
        return None;
    }
    let remove = |line: &crate::order::Line| Call::RemoveLine {
        line: line.id.clone(),
        variant: line.variant.clone(),
    };
    if intent.empty
        && let Some(first) = order.lines.first()
    {
        return Some(remove(first));
    }
    for wish in &intent.lines {
        let named = || order.lines.iter().filter(|line| wish.target.names(line));
        let keeps = named().find(|line| line.quantity == wish.quantity);
        if let Some(other) = named().find(|line| keeps.is_none_or(|kept| kept.id != line.id)) {
            return Some(remove(other));
        }
        if let (None, Target::Variant(variant), 1..) = (keeps, &wish.target, wish.quantity) {
            return Some(Call::AddLine {
                variant: variant.clone(),
                quantity: wish.quantity,
            });
        }
    }
    None
}

/// Both addresses at once, and never without one to deliver to. What is in an order that may not be read is not known.
fn contact(view: &View<'_>, order: &Order) -> Option<Call> {
    let shipping = view.intent.shipping.as_ref()?;
    let billing = billing_address(view, Some(order)).filter(|b| b.first_difference(shipping).is_some());
    let is_wrong =
        wrong_part(shipping).is_some() || billing.as_ref().is_some_and(|b| wrong_part(b).is_some());
    if is_wrong || (order.lines.is_empty() && order.is_read()) {
        return None;
    }
    Some(Call::Contact(Box::new(Contact {
        shipping: Some(shipping.clone()),
        billing,
        ..Contact::default()
    })))
}
