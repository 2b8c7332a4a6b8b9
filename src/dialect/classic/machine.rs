//! The checkout state machine of Spree 2.0 to 4.4, mirrored: what a call would do to the order as known.
//!
//! Rules as recorded at 2.0.3, 2.1.12, 2.2.14, 2.3.13, 2.4.2, 3.7.14.1 and 4.4.1; where those of one room differ, what is
//! assumed is said.

use super::{ADDRESS, Flavour, has_payment};
use crate::checkout::{Call, Choose, Contact, Expectation, LineEdit, Pay, PayBy, Source, Step};
use crate::dialect::steps::{save, wrong_part};
use crate::error::Field;
use crate::list;
use crate::order::{Line, MethodKind, Money, Order, Payment, PaymentState, Shipment};
use crate::text::{Text, around};
use std::rc::Rc;

/// A refusal by the server: the field to blame and the reason.
type Refused = Result<(), Field>;

/// What the call would do.
pub(in crate::dialect) fn expect(order: &Order, call: &Call, flavour: &Flavour) -> Expectation {
    let mut expected = Expectation {
        order: Box::new(order.clone()),
        refused: None,
        assumes: Vec::new(),
    };
    expected.refused = apply(&mut expected, call, flavour).err();
    expected
}

fn apply(to: &mut Expectation, call: &Call, flavour: &Flavour) -> Refused {
    if to.order.is_complete() && !call.is_read() {
        // Up to 3.2 it would be taken, and the order changed after it was placed.
        return Err(Field::new("order", "complete"));
    }
    let order = &mut to.order;
    match call {
        Call::Create(draft) => {
            for (variant, quantity) in &draft.lines {
                order.lines.push(Line::wished(variant.clone(), *quantity));
            }
            save(order, &draft.contact);
        }
        Call::Lines(edits) => {
            for edit in edits {
                set_line(order, edit);
            }
            restart(order, flavour);
        }
        // The server sums.
        Call::AddLine { variant, quantity } => {
            match order.lines.iter_mut().find(|l| l.variant == *variant) {
                Some(line) => line.quantity = line.quantity.saturating_add(*quantity),
                None => order.lines.push(Line::wished(variant.clone(), *quantity)),
            }
            restart(order, flavour);
        }
        Call::SetLine { line, quantity, .. } => {
            if let Some(found) = order.lines.iter_mut().find(|l| l.id == *line) {
                found.quantity = *quantity;
            }
            restart(order, flavour);
        }
        Call::RemoveLine { line, .. } => {
            list::remove(&mut order.lines, &|l| l.id == *line);
            restart(order, flavour);
        }
        // Back to the cart since 3.7; before, the step stays, even at confirm.
        Call::Empty => {
            order.lines.clear();
            order.shipments.clear();
            to.assumes.push("version");
        }
        Call::Contact(contact) => return put_contact(to, contact, flavour),
        Call::Choose(choose) => return put_rates(to, choose, flavour),
        Call::Next | Call::Complete { .. } => return next(to, flavour),
        Call::ApplyCoupon(_) if flavour.is_oldest => {
            // Taken wherever it leads.
            order.step = Step::Cart;
            next(to, flavour).ok();
        }
        // It never says why it stops; only a lack of stock is told (3.5 on).
        Call::Advance => {
            for _ in 0..8 {
                if next(to, flavour).is_err() {
                    break;
                }
            }
        }
        Call::Pay(pay) => return put_payment(to, pay, flavour),
        Call::Hook
        | Call::Look(_)
        | Call::Read
        | Call::Offers
        | Call::Current
        | Call::ApplyCoupon(_)
        | Call::RemoveCoupon(_) => {}
    }
    Ok(())
}

fn set_line(order: &mut Order, edit: &LineEdit) {
    if edit.line.is_empty() {
        // A second line, if the variant is there already.
        order
            .lines
            .push(Line::wished(edit.variant.clone(), edit.quantity));
    } else if edit.quantity == 0 {
        list::remove(&mut order.lines, &|l| l.id == edit.line);
    } else if let Some(line) = order.lines.iter_mut().find(|l| l.id == edit.line) {
        line.quantity = edit.quantity;
    }
}

/// A change of the cart throws the shipments away, if there are any, and starts anew with `address`. In 2.0.3 it leaves
/// both as they are.
fn restart(order: &mut Order, flavour: &Flavour) {
    if !flavour.is_oldest && !order.shipments.is_empty() {
        order.shipments.clear();
        order.step = Step::Address;
    }
}

fn put_contact(to: &mut Expectation, contact: &Contact, flavour: &Flavour) -> Refused {
    for (head, address) in [("shipping", &contact.shipping), ("billing", &contact.billing)] {
        if let Some(part) = address.as_deref().and_then(|a| wrong_part(a, ADDRESS)) {
            return Err(Field::new(head, part));
        }
    }
    go_back(&mut to.order, contact.back_to.as_ref());
    save(&mut to.order, contact);
    let refused = next(to, flavour);
    if flavour.is_rental && matches!(to.order.step, Step::Delivery) {
        // Past the one way to ship.
        to.order.step = Step::Payment;
    }
    refused
}

/// The named step is believed without a question.
fn go_back(order: &mut Order, step: Option<&Step>) {
    if let Some(step) = step {
        order.step = step.clone();
    }
}

fn put_rates(to: &mut Expectation, choose: &Choose, flavour: &Flavour) -> Refused {
    go_back(&mut to.order, choose.back_to.as_ref());
    for (shipment, rate) in &choose.rates {
        let found = to.order.shipments.iter_mut().find(|s| s.id == *shipment);
        let Some(found) = found.filter(|s| s.rates.iter().any(|r| r.id == *rate)) else {
            return Err(Field::new("rate", "unknown"));
        };
        for offered in &mut found.rates {
            offered.selected = offered.id == *rate;
        }
    }
    next(to, flavour)
}

fn put_payment(to: &mut Expectation, pay: &Pay, flavour: &Flavour) -> Refused {
    // They are listed at `payment` alone.
    let are_listed = to.order.step == Step::Payment && !to.order.methods.is_empty();
    if !matches!(pay.by, PayBy::Itself | PayBy::Step) {
        to.order.step = Step::Payment;
    }
    let known = to.order.methods.iter().find(|m| m.id == pay.wish.method);
    // A saved card brings its own.
    let is_saved = matches!(pay.wish.source, Source::Wallet { .. });
    if known.is_none() && !is_saved && are_listed {
        return Err(Field::new("payment", "unknown"));
    }
    let is_card = known.is_none_or(|m| m.kind == MethodKind::Card);
    match &pay.wish.source {
        // Up to 2.4 it is taken, and fails when the order is to be placed.
        Source::None if is_card && known.is_some() => to.assumes.push("source"),
        Source::Card(card) if !card.is_whole => return Err(Field::new("payment", "blank")),
        _ => {}
    }
    for old in &mut to.order.payments {
        if old.state == PaymentState::Checkout {
            old.state = PaymentState::Invalid;
        }
    }
    to.order.payments.push(Payment {
        id: Text::default(),
        method: pay.wish.method.clone(),
        amount: if pay.by == PayBy::Itself {
            pay.amount
        } else {
            to.order.totals.due
        },
        state: PaymentState::Checkout,
        last_digits: Text::default(),
        is_store_credit: false,
        has_source: pay.wish.source != Source::None,
    });
    // Which methods keep cards, and so have a step to confirm, no answer shows.
    to.assumes.push("confirm");
    if pay.by == PayBy::Itself {
        if is_card {
            to.order.steps = Rc::default();
        }
        return Ok(());
    }
    // Nor what a method is, in 2.0; but only a card brings something.
    if flavour.is_oldest && pay.wish.source == Source::None {
        return complete(to, flavour);
    }
    if is_card || flavour.is_oldest {
        to.order.step = Step::Confirm;
        return Ok(());
    }
    next(to, flavour)
}

/// One step on, if the guards let it.
fn next(to: &mut Expectation, flavour: &Flavour) -> Refused {
    let order = &mut to.order;
    let listed = |step: &Step| order.steps.is_empty() || order.steps.contains(step);
    let own = order.steps.iter().position(|s| *s == order.step);
    let following = order.steps.get(own.map_or(0, |at| at + 1)).cloned();
    if let (Some(step @ Step::Other(_)), false) = (following, order.step == Step::Confirm) {
        to.assumes.push("custom_step");
        order.step = step;
        return Ok(());
    }
    let has_unpriced = order.is_unpriced();
    let is_due = order.totals.total.is_positive() || has_unpriced;
    if has_unpriced && (flavour.is_rental || order.step == Step::Delivery) {
        to.assumes.push("price");
    }
    order.step = match &order.step {
        Step::Cart if flavour.is_oldest && order.email.is_empty() => {
            return Err(Field::new("email", "blank"));
        }
        Step::Cart if !flavour.is_oldest && order.lines.is_empty() => {
            return Err(Field::new("lines", "empty"));
        }
        Step::Cart => Step::Address,
        Step::Address => {
            if order
                .shipping
                .as_ref()
                .is_none_or(|a| wrong_part(a, ADDRESS).is_some())
            {
                return Err(Field::new("shipping", "blank"));
            }
            if flavour.needs_billing && order.billing.is_none() {
                return Err(Field::new("billing", "blank"));
            }
            if order.email.is_empty() {
                return Err(Field::new("email", "blank"));
            }
            // All but 3.3 to 4.2 want a dot in the domain.
            if !is_dotted(&order.email) {
                return Err(Field::new("email", "invalid"));
            }
            if order.lines.is_empty() {
                return Err(Field::new("lines", "empty"));
            }
            to.assumes.extend(["rates", "stock"]);
            if listed(&Step::Delivery) {
                // What was packed before a change of the cart is still there.
                if flavour.is_oldest {
                    order.shipments.clear();
                }
                pack(order);
                Step::Delivery
            } else {
                Step::Payment
            }
        }
        Step::Delivery if is_due => Step::Payment,
        // Whatever was there is deleted.
        Step::Payment if flavour.is_oldest && is_due => {
            order.payments.clear();
            return Err(Field::new("payment", "blank"));
        }
        // Which steps there are is told by the order as it is; one that is only expected has a payment for it, or stays.
        Step::Payment
            if order.steps.contains(&Step::Confirm) || (order.steps.is_empty() && has_payment(order)) =>
        {
            Step::Confirm
        }
        Step::Delivery | Step::Payment | Step::Confirm => return complete(to, flavour),
        Step::Complete => return Err(Field::new("step", "last")),
        // After a step of the shop's own comes whatever is listed.
        Step::Other(_) => {
            to.assumes.push("custom_step");
            let at = own.map_or(0, |at| at + 1);
            order.steps.get(at).cloned().unwrap_or(Step::Complete)
        }
    };
    Ok(())
}

/// Something is sent: how many parcels, and at what rates, the answer tells.
fn pack(order: &mut Order) {
    if order.shipments.is_empty() {
        order.shipments.push(Shipment {
            id: Text::default(),
            number: Text::default(),
            contents: list::pick(&order.lines, &|l| Some((l.variant.clone(), l.quantity))),
            rates: Vec::new(),
            cost: Money::ZERO,
        });
    }
}

fn is_dotted(email: &str) -> bool {
    let at = email.bytes().position(|byte| byte == b'@');
    around(email, at).is_some_and(|(_, domain)| domain.bytes().any(|byte| byte == b'.'))
}

fn complete(to: &mut Expectation, flavour: &Flavour) -> Refused {
    let order = &to.order;
    if order.totals.total.is_positive() || order.lines.iter().any(Line::is_wished) {
        let has_source = order.live_payments().any(|p| p.has_source);
        // Of nothing, and without a card: it was sent too early, and lost its card.
        let is_hollow = order.live_payments().all(|p| !p.amount.is_positive());
        // In 2.0 only a card leads to `confirm`.
        let needs_source = is_hollow || (flavour.is_oldest && order.step == Step::Confirm);
        let has_live = order.live_payments().next().is_some();
        if !has_payment(order) || (has_live && needs_source && !has_source) {
            return Err(Field::new("payment", "blank"));
        }
    }
    to.assumes.extend(["gateway", "stock"]);
    to.order.step = Step::Complete;
    Ok(())
}
