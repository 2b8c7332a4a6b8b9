//! The next call towards the intent, the Solidus way: as few unsafe calls as its verbs allow.

use crate::checkout::{Billing, Call, Choose, Contact, Draft, Pay, RateWish, Step, Target, resolve_rates};
use crate::dialect::View;
use crate::list;
use crate::order::{Address, Order};
use crate::text::Text;
use std::rc::Rc;

/// The next call, or nothing when the order rests where the intent can bring it.
pub(super) fn plan(view: &View<'_>) -> Option<Call> {
    let Some(order) = view.order else {
        return create(view);
    };
    if order.is_complete() {
        return None;
    }
    cart(view, order)
        .or_else(|| contact(view, order))
        .or_else(|| walk(view, order))
}

/// POST /orders takes everything at once, where it is not refused: then a bare one, and calls that name the field.
fn create(view: &View<'_>) -> Option<Call> {
    let mut draft = Draft::default();
    for wish in &view.intent.lines {
        if let (Target::Variant(variant), 1..) = (&wish.target, wish.quantity) {
            draft.lines.push((variant.clone(), wish.quantity));
        }
    }
    if draft.lines.is_empty() {
        return None;
    }
    if view.has_hook {
        return Some(Call::Hook);
    }
    if view.is_create_bare {
        return Some(Call::Create(Box::default()));
    }
    draft.contact = wished_contact(view, None);
    draft.notes.clone_from(&view.intent.notes);
    Some(Call::Create(Box::new(draft)))
}

/// Lines first, since they start the checkout anew; then coupons, which leave it where it is.
fn cart(view: &View<'_>, order: &Order) -> Option<Call> {
    let intent = view.intent;
    if intent.empty && !order.lines.is_empty() {
        return Some(Call::Empty);
    }
    for wish in &intent.lines {
        let quantity = wish.quantity;
        let mut rows = order.lines.iter().filter(|line| wish.target.names(line));
        let (first, second) = (rows.next(), rows.next());
        // The server may hold a variant twice; the wish is for one line.
        if let Some(line) = second.or(first.filter(|_| quantity == 0)) {
            return Some(Call::RemoveLine {
                line: line.id.clone(),
                variant: line.variant.clone(),
            });
        }
        match (first, &wish.target) {
            (Some(line), _) if line.quantity != quantity => {
                let (line, variant) = (line.id.clone(), line.variant.clone());
                return Some(Call::SetLine {
                    line,
                    variant,
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
    let coupon = intent.coupons.first()?;
    let code = coupon.code.clone();
    Some(if coupon.apply {
        Call::ApplyCoupon(code)
    } else {
        Call::RemoveCoupon(code)
    })
}

fn billing_address(view: &View<'_>, order: Option<&Order>) -> Option<Rc<Address>> {
    let intent = view.intent;
    let shipping = intent.shipping.as_ref();
    match &intent.billing {
        Some(Billing::Address(address)) => Some(address.clone()),
        // The whole address again: the flag that says "same" is younger than 4.3.
        Some(Billing::Same) => shipping.or(order.and_then(|o| o.shipping.as_ref())).cloned(),
        None if intent.is_billing_same => shipping.cloned(),
        None => None,
    }
}

fn wished_contact(view: &View<'_>, order: Option<&Order>) -> Contact {
    Contact {
        back_to: None,
        email: view.intent.email.clone(),
        shipping: view.intent.shipping.clone(),
        billing: billing_address(view, order),
    }
}

/// E-mail and addresses go together, once both are known: an e-mail alone waits for the address.
fn contact(view: &View<'_>, order: &Order) -> Option<Call> {
    let mut contact = wished_contact(view, Some(order));
    if contact == Contact::default() || order.lines.is_empty() {
        return None;
    }
    let has_email = !contact.email.is_empty() || !order.email.is_empty();
    let address = contact.shipping.as_ref().or(order.shipping.as_ref());
    let is_whole = |a: Option<&Rc<Address>>| a.is_none_or(|a| super::machine::missing_part(a).is_none());
    if !has_email || address.is_none() || !is_whole(address) || !is_whole(contact.billing.as_ref()) {
        return None;
    }
    if !matches!(order.step, Step::Cart | Step::Address) {
        contact.back_to = Some(Step::Address);
    }
    Some(Call::Contact(Box::new(contact)))
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

fn is_rate_open(view: &View<'_>, order: &Order) -> bool {
    !view.intent.notes.is_empty()
        || view.intent.open_rate().is_some_and(|wish| {
            resolve_rates(wish, order).is_ok_and(|rates| !rates.iter().all(|r| r.is_selected))
        })
}

fn choose(view: &View<'_>, order: &Order, back_to: Option<Step>) -> Option<Call> {
    let notes = view.intent.notes.clone();
    let rates = match view.intent.rate.as_deref() {
        Some(wish) => {
            let resolved = resolve_rates(wish, order).ok()?;
            if resolved.iter().all(|r| r.is_selected) && notes.is_empty() && back_to.is_none() {
                return Some(Call::Next);
            }
            list::pick(&resolved, &|r| Some((r.shipment.clone(), r.rate.clone())))
        }
        // Behind the choice already: the notes go with what is selected.
        None if back_to.is_some() => selected(order),
        None => return None,
    };
    Some(Call::Choose(Box::new(Choose {
        back_to,
        rates,
        notes,
    })))
}

fn selected(order: &Order) -> Vec<(Text, Text)> {
    let rates = |s: &crate::order::Shipment| {
        s.rates
            .iter()
            .find(|r| r.selected)
            .map(|r| (s.id.clone(), r.id.clone()))
    };
    list::pick(&order.shipments, &rates)
}

/// The payment as late as possible, then the order. The amount is ours to say: the server never checks it.
fn place(view: &View<'_>, order: &Order) -> Option<Call> {
    if let Some(wish) = view
        .intent
        .payment
        .as_ref()
        .filter(|_| order.totals.due.is_positive())
    {
        let is_step = order.step == Step::Payment;
        let pay = Pay {
            wish: wish.clone(),
            amount: order.totals.due,
            is_step,
        };
        return Some(Call::Pay(Box::new(pay)));
    }
    Some(if order.step == Step::Payment {
        Call::Next
    } else {
        Call::Complete {
            total: order.totals.total,
        }
    })
}
