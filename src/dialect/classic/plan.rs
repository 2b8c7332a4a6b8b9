//! The next call towards the intent, the way of Spree 2.0 to 4.4: as few unsafe calls as its verbs allow, and none that
//! may place the order before somebody has said so.

use super::{ADDRESS, Flavour, has_payment, is_free, is_loaded};
use crate::checkout::{
    Call, Choose, Contact, LineEdit, Pay, PayBy, PaymentWish, RateWish, Source, Step, Target,
};
use crate::dialect::View;
use crate::dialect::steps::{choose, contact, coupon, create, is_rate_open, selected, single_line};
use crate::order::Order;
use crate::text::Text;
use std::rc::Rc;

/// The next call, or nothing when the order rests where the intent can bring it.
pub(in crate::dialect) fn plan(view: &View<'_>, flavour: &Flavour) -> Option<Call> {
    let Some(order) = view.order else {
        let mut call = create(view)?;
        if let (true, Call::Create(draft)) = (flavour.is_rental, &mut call) {
            // What is said with addresses is heard by another call.
            draft.contact.shipping = None;
            draft.contact.billing = None;
        }
        return Some(call);
    };
    if order.is_complete() {
        return None;
    }
    cart(view, order, flavour)
        .or_else(|| addresses(view, order, flavour))
        .or_else(|| walk(view, order, flavour))
}

/// All lines in one call, since it tells the whole order; then coupons, which leave the step where it is.
///
/// One by one up to 2.2: there, `PUT /orders` makes each new line twice (2.1.12, 2.2.14).
fn cart(view: &View<'_>, order: &Order, flavour: &Flavour) -> Option<Call> {
    let intent = view.intent;
    if intent.empty && !order.lines.is_empty() {
        return Some(Call::Empty);
    }
    if flavour.are_lines_single {
        return single_line(view, order).or_else(|| coupon(view));
    }
    let mut edits = Vec::new();
    for wish in &intent.lines {
        edit(order, &wish.target, wish.quantity, &mut edits);
    }
    if view.is_split {
        edits.truncate(1);
    }
    if !edits.is_empty() || !intent.rental.is_null() {
        return Some(Call::Lines(edits));
    }
    coupon(view)
}

/// The server may hold a variant twice; the wish is for one line.
fn edit(order: &Order, target: &Target, quantity: u32, edits: &mut Vec<LineEdit>) {
    let mut wanted = quantity;
    let mut is_there = false;
    for line in order.lines.iter().filter(|line| target.names(line)) {
        if line.quantity != wanted {
            edits.push(LineEdit {
                line: line.id.clone(),
                variant: line.variant.clone(),
                quantity: wanted,
            });
        }
        is_there = true;
        wanted = 0;
    }
    if let (false, Target::Variant(variant), 1..) = (is_there, target, quantity) {
        edits.push(LineEdit {
            line: Text::default(),
            variant: variant.clone(),
            quantity,
        });
    }
}

/// Where a missing billing address is refused it is waited for (2.0, as a blank one).
fn addresses(view: &View<'_>, order: &Order, flavour: &Flavour) -> Option<Call> {
    let call = contact(view, order, address_step(order), ADDRESS)?;
    let Call::Contact(contact) = &call else {
        return None;
    };
    let has_billing = contact.billing.is_some() || order.billing.is_some();
    let is_held = !view.is_placing && (flavour.is_rental && is_free(order));
    (!is_held && (has_billing || !flavour.needs_billing)).then_some(call)
}

/// The step that takes addresses, named wherever it is not ahead: the call is then the same if it comes twice.
fn address_step(order: &Order) -> Option<Step> {
    (order.step != Step::Cart).then_some(Step::Address)
}

/// Forward, as far as the choices made reach; and, inside an attempt, to the end.
fn walk(view: &View<'_>, order: &Order, flavour: &Flavour) -> Option<Call> {
    let intent = view.intent;
    if order.lines.is_empty() || order.shipping.is_none() || order.email.is_empty() {
        return None;
    }
    if flavour.needs_billing && order.billing.is_none() {
        return None;
    }
    let rate = intent.open_rate();
    let is_loaded = is_loaded(order);
    let is_unpacked = if flavour.is_oldest {
        !is_packed(order)
    } else {
        // Emptied behind delivery and filled again (2.2.14 to 2.4.2): nothing would be sent anywhere.
        order.shipments.is_empty() && order.steps.contains(&Step::Delivery)
    };
    match &order.step {
        Step::Delivery | Step::Payment | Step::Confirm if is_unpacked => Some(from_address(order)),
        Step::Cart | Step::Address => {
            // Without a payment `advance` stops at payment, or at confirm; the cheapest rates are preselected.
            let has_no_choice = flavour.is_rental || matches!(rate, Some(RateWish::Cheapest));
            let mut overshoots = has_no_choice && intent.notes.is_empty();
            if let (true, true, Some(wish)) = (flavour.is_rental, overshoots, &intent.payment)
                && !matches!(wish.source, Source::None)
            {
                if let Step::Address = order.step {
                    return view.is_placing.then(|| pay(order, wish, PayBy::Address));
                }
                overshoots = false;
            }
            Some(match &order.step {
                _ if overshoots && !is_loaded && !flavour.is_oldest && !view.is_split => Call::Advance,
                // Where nothing is due, only whoever says so goes on.
                _ if flavour.is_rental && is_free(order) && !view.is_placing => return None,
                Step::Address if is_loaded || flavour.is_rental => from_address(order),
                _ => Call::Next,
            })
        }
        // It goes on even where nothing is delivered to.
        Step::Delivery if flavour.is_oldest && !is_rated(order) => None,
        // What may place is the attempt's.
        Step::Delivery if is_loaded && !view.is_placing => None,
        Step::Delivery if rate.is_some() => choose(view, order, delivery_step(order)),
        Step::Delivery if view.is_placing => Some(from_delivery(order)),
        Step::Payment | Step::Confirm if is_rate_open(view, order) && (view.is_placing || !is_loaded) => {
            choose(view, order, delivery_step(order))
        }
        Step::Payment | Step::Confirm if view.is_placing => Some(place(view, order, flavour)),
        Step::Other(_) if view.is_placing || !is_loaded => Some(Call::Next),
        _ => None,
    }
}

/// Whether there is a way to send each shipment; of one that is only expected, nothing is known.
pub(in crate::dialect) fn is_rated(order: &Order) -> bool {
    !order
        .shipments
        .iter()
        .any(|s| !s.id.is_empty() && s.rates.is_empty())
}

/// Whether what is in the shipments is what is in the lines: 2.0.3 does not follow a change of the cart.
fn is_packed(order: &Order) -> bool {
    order.lines.iter().all(|line| {
        let (mut wanted, mut packed) = (0_u32, 0_u32);
        for line in order.lines.iter().filter(|l| l.variant == line.variant) {
            wanted = wanted.saturating_add(line.quantity);
        }
        for (variant, quantity) in order.shipments.iter().flat_map(|s| &s.contents) {
            if *variant == line.variant {
                packed = packed.saturating_add(*quantity);
            }
        }
        wanted == packed
    })
}

/// On from `address`, and no further though it comes twice.
fn from_address(order: &Order) -> Call {
    let contact = Contact {
        back_to: Some(Step::Address),
        email: order.email.clone(),
        ..Contact::default()
    };
    Call::Contact(Box::new(contact))
}

/// On from `delivery` with the rates as they are, inside an attempt.
fn from_delivery(order: &Order) -> Call {
    if order.totals.total.is_positive() {
        Call::Choose(Box::new(Choose {
            back_to: delivery_step(order),
            rates: selected(order),
            notes: Text::default(),
        }))
    } else {
        // Nothing to pay: the next step is the last.
        Call::Complete {
            total: order.totals.total,
            notes: Text::default(),
        }
    }
}

/// Named where the call could go two steps if it came twice; not where the order may be placed by it: a placed one
/// takes the step, too (2.3.13, 2.4.2).
fn delivery_step(order: &Order) -> Option<Step> {
    let is_behind = order.step != Step::Delivery;
    (is_behind || has_payment(order) || !order.customer.is_empty()).then_some(Step::Delivery)
}

/// A token or a cheque goes by itself, so that the call that takes it cannot place the order: then what comes twice
/// charges once. A card goes with the step: its number is kept nowhere, so a gateway without profiles needs it in the
/// call that places. A saved card is taken in no other way. A cheque charges nothing, and goes with the step where that
/// saves a call.
fn pay_by(wish: &PaymentWish, order: &Order, view: &View<'_>, flavour: &Flavour) -> PayBy {
    match wish.source {
        Source::Token(_) | Source::None if flavour.has_payment_call => PayBy::Itself,
        Source::Token(_) if flavour.is_source_inside && !order.is_before_2_2 && !view.drops_payments => {
            PayBy::Itself
        }
        _ if order.step == Step::Payment => PayBy::Step,
        _ => PayBy::Back,
    }
}

/// The payment as late as possible, then the order.
fn place(view: &View<'_>, order: &Order, flavour: &Flavour) -> Call {
    match &view.intent.payment {
        Some(wish) if order.totals.due.is_positive() => pay(order, wish, pay_by(wish, order, view, flavour)),
        _ => Call::Complete {
            total: order.totals.total,
            notes: Text::default(),
        },
    }
}

fn pay(order: &Order, wish: &Rc<PaymentWish>, by: PayBy) -> Call {
    Call::Pay(Box::new(Pay {
        wish: wish.clone(),
        amount: order.totals.due,
        by,
    }))
}
