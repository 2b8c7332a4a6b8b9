//! Solidus' checkout state machine, mirrored: what a call would do to the order as known.
//!
//! Rules as in 4.7.0 (`core/lib/spree/core/state_machines/order`), seen in the recorded exchanges.

use super::ADDRESS;
use crate::checkout::{Call, Choose, Contact, Expectation, Pay, PayBy, Source, Step};
use crate::dialect::steps::{save, wrong_part};
use crate::error::Field;
use crate::list;
use crate::order::{Line, MethodKind, Money, Order, Payment, PaymentState};
use crate::text::Text;

/// A refusal by the server: the field to blame and the reason.
type Refused = Result<(), Field>;

/// What the call would do.
pub(super) fn expect(order: &Order, call: &Call) -> Expectation {
    let mut expected = Expectation {
        order: Box::new(order.clone()),
        refused: None,
        assumes: Vec::new(),
    };
    expected.refused = apply(&mut expected, call).err();
    expected
}

fn apply(to: &mut Expectation, call: &Call) -> Refused {
    if to.order.is_complete() && !call.is_read() {
        return Err(Field::new("order", "complete"));
    }
    match call {
        Call::Hook
        | Call::Look(_)
        | Call::Lines(_)
        | Call::Read
        | Call::Offers
        | Call::Current
        | Call::ApplyCoupon(_)
        | Call::RemoveCoupon(_) => Ok(()),
        Call::Create(draft) => {
            for (variant, quantity) in &draft.lines {
                add_line(&mut to.order, variant, *quantity);
            }
            save(&mut to.order, &draft.contact);
            Ok(())
        }
        Call::AddLine { variant, quantity } => {
            add_line(&mut to.order, variant, *quantity);
            restart(&mut to.order);
            Ok(())
        }
        Call::SetLine { line, quantity, .. } => {
            if *quantity == 0 {
                list::remove(&mut to.order.lines, &|l| l.id == *line);
            }
            if let Some(found) = to.order.lines.iter_mut().find(|l| l.id == *line) {
                found.quantity = *quantity;
            }
            restart(&mut to.order);
            Ok(())
        }
        Call::RemoveLine { line, .. } => {
            list::remove(&mut to.order.lines, &|l| l.id == *line);
            restart(&mut to.order);
            Ok(())
        }
        // The step stays, even at confirm: an emptied order could be completed for nothing (4.7 §3.5).
        Call::Empty => {
            to.order.lines.clear();
            to.order.shipments.clear();
            Ok(())
        }
        Call::Contact(contact) => patch_contact(to, contact),
        Call::Choose(choose) => patch_rates(to, choose),
        Call::Next => next(to),
        Call::Advance => {
            for _ in 0..8 {
                if to.order.step == Step::Confirm {
                    break;
                }
                // Only a lack of stock is told; every other guard is passed over in silence.
                match next(to) {
                    Ok(()) => {}
                    Err(field) if field.code == "stock" => return Err(field),
                    Err(_) => break,
                }
            }
            Ok(())
        }
        Call::Pay(pay) => add_payment(to, pay),
        Call::Complete { total, .. } => complete(to, *total),
    }
}

fn add_line(order: &mut Order, variant: &Text, quantity: u32) {
    if let Some(line) = order.lines.iter_mut().find(|l| l.variant == *variant) {
        line.quantity = line.quantity.saturating_add(quantity);
        return;
    }
    order.lines.push(Line::wished(variant.clone(), quantity));
}

/// Any edit of lines starts anew: a cart stays a cart, every later step becomes `address`.
fn restart(order: &mut Order) {
    order.shipments.clear();
    if order.lines.is_empty() {
        order.step = Step::Cart;
    } else if order.step != Step::Cart {
        order.step = Step::Address;
    }
}

fn patch_contact(to: &mut Expectation, contact: &Contact) -> Refused {
    let is_empty = *contact == Contact::default();
    if let Some(step) = &contact.back_to {
        to.order.step = step.clone();
    }
    match to.order.step {
        Step::Cart | Step::Address => {
            for (head, address) in [("shipping", &contact.shipping), ("billing", &contact.billing)] {
                if let Some(part) = address.as_deref().and_then(|a| wrong_part(a, ADDRESS)) {
                    return Err(Field::new(head, part));
                }
            }
            save(&mut to.order, contact);
        }
        Step::Delivery | Step::Payment if is_empty => return Err(Field::new("order", "blank")),
        // Attributes of another step are dropped in silence, and the step is left all the same.
        _ => {}
    }
    next(to)
}

fn patch_rates(to: &mut Expectation, choose: &Choose) -> Refused {
    if let Some(step) = &choose.back_to {
        to.order.step = step.clone();
    }
    if to.order.step == Step::Delivery {
        for (shipment, rate) in &choose.rates {
            let found = to.order.shipments.iter_mut().find(|s| s.id == *shipment);
            let Some(found) = found.filter(|s| s.rates.iter().any(|r| r.id == *rate)) else {
                return Err(Field::new("rate", "unknown"));
            };
            for offered in &mut found.rates {
                offered.selected = offered.id == *rate;
            }
        }
    }
    next(to)
}

/// One step on, if the guards let it.
fn next(to: &mut Expectation) -> Refused {
    let order = &mut to.order;
    match &order.step {
        Step::Cart if order.lines.is_empty() => return Err(Field::new("lines", "empty")),
        Step::Address => {
            if order
                .shipping
                .as_ref()
                .is_none_or(|a| wrong_part(a, ADDRESS).is_some())
            {
                return Err(Field::new("shipping", "blank"));
            }
            in_stock(order)?;
            if order.email.is_empty() {
                return Err(Field::new("email", "blank"));
            }
            to.assumes.push("rates");
        }
        Step::Confirm | Step::Complete => return Err(Field::new("step", "last")),
        Step::Other(_) => to.assumes.push("custom_step"),
        _ => {}
    }
    to.order.step = after(&to.order);
    Ok(())
}

/// The step after the present one. `payment` follows from the total, never from the list: a server leaves it
/// out of the list while there is nothing to pay. Steps of the shop's own stand where the list has them.
fn after(order: &Order) -> Step {
    let listed = |step: &Step| order.steps.is_empty() || order.steps.contains(step);
    let own = order
        .steps
        .iter()
        .position(|s| *s == order.step)
        .map_or(0, |at| at + 1);
    if let Some(step @ Step::Other(_)) = order.steps.get(own) {
        return step.clone();
    }
    let rank = match &order.step {
        // After a step of the shop's own comes whatever follows the standard step before it.
        Step::Other(_) => order
            .steps
            .iter()
            .take(own)
            .filter_map(Step::rank)
            .max()
            .unwrap_or(0),
        standard => standard.rank().unwrap_or(0),
    };
    let is_free = !(order.totals.total.is_positive() || order.lines.iter().any(|l| l.price.is_positive()));
    for step in [Step::Address, Step::Delivery, Step::Payment, Step::Confirm] {
        let applies = match step {
            Step::Payment => !is_free || order.is_unpriced(),
            Step::Confirm => true,
            _ => listed(&step),
        };
        if applies && step.rank() > Some(rank) {
            return step;
        }
    }
    Step::Complete
}

fn in_stock(order: &Order) -> Refused {
    let short = order
        .lines
        .iter()
        .any(|l| !l.backorderable && l.stock.is_some_and(|stock| l.quantity > stock));
    if short {
        Err(Field::new("lines", "stock"))
    } else {
        Ok(())
    }
}

fn add_payment(to: &mut Expectation, pay: &Pay) -> Refused {
    if pay.by == PayBy::Step && to.order.step != Step::Payment {
        return Err(Field::new("step", "last"));
    }
    let Some(method) = to.order.methods.iter().find(|m| m.id == pay.wish.method) else {
        return Err(Field::new("payment", "unknown"));
    };
    let needs_source = method.kind == MethodKind::Card;
    match &pay.wish.source {
        Source::None if needs_source => return Err(Field::new("payment", "blank")),
        Source::Card(card) if !card.is_whole => return Err(Field::new("payment", "blank")),
        _ => {}
    }
    for old in &mut to.order.payments {
        if old.state == PaymentState::Checkout && !old.is_store_credit {
            old.state = PaymentState::Invalid;
        }
    }
    to.order.payments.push(Payment {
        id: Text::default(),
        method: pay.wish.method.clone(),
        amount: if pay.by == PayBy::Step {
            to.order.totals.due
        } else {
            pay.amount
        },
        state: PaymentState::Checkout,
        last_digits: Text::default(),
        is_store_credit: false,
        has_source: pay.wish.source != Source::None,
    });
    if pay.by == PayBy::Step { next(to) } else { Ok(()) }
}

fn complete(to: &mut Expectation, total: Money) -> Refused {
    use PaymentState::{Failed, Invalid, Void};
    let order = &mut to.order;
    if order.totals.total != total {
        return Err(Field::new("total", "changed"));
    }
    if order.step != Step::Confirm {
        return Err(Field::new("step", "early"));
    }
    in_stock(order)?;
    let is_paid = order
        .payments
        .iter()
        .any(|p| !matches!(p.state, Failed | Invalid | Void));
    if total.is_positive() && !is_paid {
        return Err(Field::new("payment", "blank"));
    }
    to.assumes.extend(["stock", "promotion"]);
    order.step = Step::Complete;
    Ok(())
}
