//! The next call towards the intent, the Sylius 1 way.

use super::{check, skips};
use crate::checkout::{Billing, Call, Choose, Contact, Entry, Pay, PayBy, Step, Target, resolve_rates};
use crate::dialect::View;
use crate::dialect::steps::{coupon, selected};
use crate::order::{Order, same_text};
use crate::text::Text;

/// The next call, or nothing when the order rests where the intent can bring it.
pub(super) fn plan(view: &View<'_>) -> Option<Call> {
    let Some(order) = view.order else {
        return create(view);
    };
    if order.is_complete() {
        return None;
    }
    let email = &view.intent.email;
    if order.is_read() && !email.is_empty() && !same_text(email, &order.email) {
        // A cart is one customer's for ever: for another there is another cart, with the same lines.
        return create(view);
    }
    cart(view, order)
        .or_else(|| contact(view, order))
        .or_else(|| walk(view, order))
}

/// The proxy, or the page's own backend, makes the cart for an existing customer, so the e-mail must be known; unless carts are made for
/// nobody first.
fn create(view: &View<'_>) -> Option<Call> {
    let has_lines = view.order.is_some() || view.intent.lines.iter().any(|wish| wish.quantity > 0);
    let is_known = !view.intent.email.is_empty() || view.has_placeholder;
    (has_lines && is_known).then_some(Call::Hook)
}

/// One line at a time; lines are deleted and never set to nothing, which would be taken for a slip.
fn cart(view: &View<'_>, order: &Order) -> Option<Call> {
    let intent = view.intent;
    if let (true, Some(line)) = (intent.empty, order.lines.first()) {
        return Some(Call::RemoveLine {
            line: line.id.clone(),
            variant: line.variant.clone(),
        });
    }
    for wish in &intent.lines {
        let quantity = wish.quantity;
        let mut rows = order.lines.iter().filter(|line| wish.target.names(line));
        let (first, second) = (rows.next(), rows.next());
        // Adding never sums: whatever was added twice stands there twice.
        if let Some(line) = second.or(first.filter(|_| quantity == 0)) {
            return Some(Call::RemoveLine {
                line: line.id.clone(),
                variant: line.variant.clone(),
            });
        }
        match (first, &wish.target) {
            (Some(line), _) if line.quantity != quantity => {
                return Some(Call::SetLine {
                    line: line.id.clone(),
                    variant: line.variant.clone(),
                    quantity,
                });
            }
            (None, Target::Variant(variant)) if quantity > 0 => {
                return Some(Call::AddLine {
                    variant: variant.clone(),
                    quantity,
                });
            }
            _ => {}
        }
    }
    // One that is on the order is counted by the next recalculation.
    coupon(view).filter(|call| match call {
        Call::ApplyCoupon(code) => !same_text(code, &order.coupon),
        Call::RemoveCoupon(code) => same_text(code, &order.coupon),
        _ => true,
    })
}

/// Both addresses, always whole; the known one where only the other is wished.
fn contact(view: &View<'_>, order: &Order) -> Option<Call> {
    let intent = view.intent;
    let must_enter = match view.entry {
        Entry::Refilled => order.step != Step::Cart,
        Entry::Own => false,
        Entry::Unknown => is_stuck(order),
    };
    let is_wished = intent.shipping.is_some() || intent.billing.is_some();
    // A choice among methods that were not asked for is made where they are listed.
    let is_unlisted = intent.open_rate().is_some()
        && order.lacks_rates
        && order.step.is_past_delivery()
        && !skips(order, &Step::Delivery)
        && resolve_rates(intent.rate.as_ref()?, order).is_err();
    if is_wished || must_enter || is_unlisted || (order.step == Step::Cart && order.shipping.is_some()) {
        address(view, order)
    } else {
        None
    }
}

/// Whether a step was skipped that the order has by now: it would be placed with methods nobody chose.
fn is_stuck(order: &Order) -> bool {
    let is_payment = order.step == Step::Confirm && skips(order, &Step::Payment);
    (skips(order, &Step::Delivery) && !order.shipments.is_empty())
        || (is_payment && order.totals.total.is_positive())
}

fn address(view: &View<'_>, order: &Order) -> Option<Call> {
    let intent = view.intent;
    let shipping = intent.shipping.as_ref().or(order.shipping.as_ref())?;
    let billing = match &intent.billing {
        Some(Billing::Address(address)) => address,
        None if !intent.is_billing_same => order.billing.as_ref().unwrap_or(shipping),
        _ => shipping,
    };
    if order.lines.is_empty() || check::lacking(shipping).is_some() || check::lacking(billing).is_some() {
        // An empty cart would be taken for one that costs nothing, and could be placed.
        return None;
    }
    Some(Call::Contact(Box::new(Contact {
        back_to: Some(Step::Address),
        email: Text::default(),
        shipping: Some(shipping.clone()),
        billing: Some(billing.clone()),
    })))
}

/// Forward, as far as the choices made reach; and, inside an attempt, to the end.
fn walk(view: &View<'_>, order: &Order) -> Option<Call> {
    if order.lines.is_empty() {
        return None;
    }
    if view.is_recount_due {
        return recount(view, order);
    }
    let is_open = view.intent.open_rate().is_some();
    match order.step {
        Step::Delivery if order.lacks_rates && !view.is_offered => Some(Call::Offers),
        Step::Delivery => choose(view, order, None),
        Step::Payment | Step::Confirm if is_open => {
            choose(view, order, Some(Step::Delivery)).or_else(|| pay(view, order))
        }
        _ => pay(view, order),
    }
}

fn pay(view: &View<'_>, order: &Order) -> Option<Call> {
    if order.step == Step::Payment && order.methods.is_empty() && !view.is_offered && !view.is_placing {
        return Some(Call::Offers);
    }
    if !view.is_placing || !matches!(order.step, Step::Payment | Step::Confirm) {
        return None;
    }
    let wish = view.intent.payment.as_ref().filter(|wish| {
        let is_chosen = order.live_payments().any(|p| p.method == wish.method);
        order.totals.due.is_positive() && !is_chosen
    });
    match wish {
        Some(wish) => Some(Call::Pay(Box::new(Pay {
            wish: wish.clone(),
            amount: order.totals.due,
            by: PayBy::Step,
        }))),
        None if order.step == Step::Payment => None,
        None => Some(Call::Complete {
            total: order.totals.total,
            notes: view.intent.notes.clone(),
        }),
    }
}

/// The wished method, where it is on offer and not chosen already.
fn choose(view: &View<'_>, order: &Order, back_to: Option<Step>) -> Option<Call> {
    let resolved = resolve_rates(view.intent.open_rate()?, order).ok()?;
    if back_to.is_some() && resolved.iter().all(|r| r.is_selected) {
        return None;
    }
    let mut rates = Vec::new();
    for found in resolved {
        rates.push((found.shipment, found.rate));
    }
    let notes = Text::default();
    Some(Call::Choose(Box::new(Choose {
        back_to,
        rates,
        notes,
    })))
}

/// The last step again, which counts a coupon in: it attaches without effect.
fn recount(view: &View<'_>, order: &Order) -> Option<Call> {
    let rates = selected(order);
    match order.step {
        Step::Payment | Step::Confirm if !rates.is_empty() && !skips(order, &Step::Delivery) => {
            let (back_to, notes) = (Some(Step::Delivery), Text::default());
            Some(Call::Choose(Box::new(Choose {
                back_to,
                rates,
                notes,
            })))
        }
        Step::Cart => None,
        _ => address(view, order),
    }
}
