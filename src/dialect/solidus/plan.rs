//! The next call towards the intent, the Solidus way: as few unsafe calls as its verbs allow.

use super::ADDRESS;
use crate::checkout::{Call, Pay, PayBy, RateWish, Step};
use crate::dialect::View;
use crate::dialect::steps::{choose, contact, coupon, create, is_rate_open, single_line};
use crate::order::Order;
use crate::text::Text;

/// The next call, or nothing when the order rests where the intent can bring it.
pub(super) fn plan(view: &View<'_>) -> Option<Call> {
    let Some(order) = view.order else {
        return create(view);
    };
    if order.is_complete() {
        return None;
    }
    cart(view, order)
        .or_else(|| contact(view, order, address_step(order), ADDRESS))
        .or_else(|| walk(view, order))
}

/// Lines first, since they start the checkout anew; then coupons, which leave it where it is.
fn cart(view: &View<'_>, order: &Order) -> Option<Call> {
    let intent = view.intent;
    if intent.empty && !order.lines.is_empty() {
        return Some(Call::Empty);
    }
    single_line(view, order).or_else(|| coupon(view))
}

/// The step that takes addresses, named where it lies behind.
fn address_step(order: &Order) -> Option<Step> {
    (!matches!(order.step, Step::Cart | Step::Address)).then_some(Step::Address)
}

/// Forward, as far as the choices made reach; and, inside an attempt, to the end.
fn walk(view: &View<'_>, order: &Order) -> Option<Call> {
    let intent = view.intent;
    if order.lines.is_empty() || order.shipping.is_none() || order.email.is_empty() {
        return None;
    }
    // A kept preference is made again only after a reset of our own: then it is open once more.
    let rate = intent.open_rate();
    match &order.step {
        Step::Cart | Step::Address => {
            // `advance` stops at confirm and cannot place; the cheapest rates are preselected.
            let overshoots = matches!(rate, Some(RateWish::Cheapest)) && intent.notes.is_empty();
            Some(if overshoots { Call::Advance } else { Call::Next })
        }
        Step::Delivery if rate.is_some() => choose(view, order, None),
        Step::Payment | Step::Confirm if is_rate_open(view, order) => {
            choose(view, order, Some(Step::Delivery))
        }
        Step::Payment | Step::Confirm if view.is_placing => place(view, order),
        Step::Other(_) => Some(Call::Next),
        _ => None,
    }
}

/// The payment as late as possible, then the order. The amount is ours to say: the server never checks it.
fn place(view: &View<'_>, order: &Order) -> Option<Call> {
    if let Some(wish) = view
        .intent
        .payment
        .as_ref()
        .filter(|_| order.totals.due.is_positive())
    {
        let by = if order.step == Step::Payment {
            PayBy::Step
        } else {
            PayBy::Itself
        };
        let pay = Pay {
            wish: wish.clone(),
            amount: order.totals.due,
            by,
        };
        return Some(Call::Pay(Box::new(pay)));
    }
    Some(if order.step == Step::Payment {
        Call::Next
    } else {
        Call::Complete {
            total: order.totals.total,
            notes: Text::default(),
        }
    })
}
