//! Sylius 1's checkout state machine, mirrored: what a call would do to the order as known.
//!
//! Rules of the graph `sylius_order_checkout` as in 1.6.9 to 1.9.2, which are alike.

use super::{check, skips};
use crate::checkout::{Call, Choose, Contact, Expectation, Pay, Step};
use crate::dialect::steps::save;
use crate::error::Field;
use crate::list;
use crate::order::{Line, Order, Payment, PaymentState};
use crate::text::Text;
use std::rc::Rc;

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
        // Lines change totals at once, and leave the state.
        Call::AddLine { variant, quantity } => {
            to.order.lines.push(Line::wished(variant.clone(), *quantity));
        }
        Call::SetLine { line, quantity, .. } => {
            // Nothing is taken for a slip, and the line stays as it is.
            if let (Some(found), 1..) = (to.order.lines.iter_mut().find(|l| l.id == *line), *quantity) {
                found.quantity = *quantity;
            }
        }
        Call::RemoveLine { line, .. } => list::remove(&mut to.order.lines, &|l| l.id == *line),
        Call::Contact(contact) => return address(to, contact),
        Call::Choose(choose) => return select_shipping(to, choose),
        Call::Pay(pay) => return select_payment(to, pay),
        Call::Complete { .. } => {
            // Neither lines nor total are looked at: an empty cart is numbered, too.
            if to.order.step != Step::Confirm {
                return Err(Field::new("step", "early"));
            }
            to.assumes.push("stock");
            to.order.step = Step::Complete;
        }
        _ => {}
    }
    Ok(())
}

/// To `addressed`, from every state; then over what the order does not need.
fn address(to: &mut Expectation, contact: &Contact) -> Refused {
    for (head, address) in [("shipping", &contact.shipping), ("billing", &contact.billing)] {
        match address.as_deref() {
            None => return Err(Field::new(head, "blank")),
            Some(address) => {
                if let Some(part) = check::lacking(address) {
                    return Err(Field::new(head, part));
                }
            }
        }
    }
    save(&mut to.order, contact);
    to.order.step = Step::Delivery;
    to.order.lacks_rates = true;
    set_steps(&mut to.order, true, true);
    to.assumes.push("settings");
    if to.order.shipments.is_empty() && !has_news(&to.order) {
        // Nothing in it is sent anywhere.
        to.order.step = Step::Payment;
        set_steps(&mut to.order, false, true);
        skip_payment(&mut to.order);
    }
    Ok(())
}

/// Whether a line is not known yet: it may have to be sent, and to be paid for.
fn has_news(order: &Order) -> bool {
    order.lines.iter().any(Line::is_wished)
}

fn set_steps(order: &mut Order, has_shipping: bool, has_payment: bool) {
    let mut steps = vec![Step::Confirm, Step::Complete];
    if has_payment {
        steps.insert(0, Step::Payment);
    }
    if has_shipping {
        steps.insert(0, Step::Delivery);
    }
    order.steps = Rc::new(steps);
}

/// What costs nothing is not paid for.
fn skip_payment(order: &mut Order) {
    if !order.totals.total.is_positive() && !has_news(order) {
        order.step = Step::Confirm;
        let has_shipping = !skips(order, &Step::Delivery);
        set_steps(order, has_shipping, false);
    }
}

/// From every state but `cart` and `shipping_skipped`.
fn select_shipping(to: &mut Expectation, choose: &Choose) -> Refused {
    let order = &mut to.order;
    if order.step == Step::Cart || skips(order, &Step::Delivery) || order.shipments.is_empty() {
        return Err(Field::new("step", "early"));
    }
    // A channel with one method may not ask: what was skipped though it costs something is skipped again.
    let is_unasked = skips(order, &Step::Payment) && order.totals.total.is_positive();
    for (shipment, rate) in &choose.rates {
        let lacks = order.lacks_rates;
        let found = order.shipments.iter_mut().find(|s| s.id == *shipment);
        let Some(found) = found.filter(|s| lacks || s.rates.iter().any(|r| r.id == *rate)) else {
            return Err(Field::new("rate", "unknown"));
        };
        for offered in &mut found.rates {
            offered.selected = offered.id == *rate;
            if let (true, Some(cost)) = (offered.selected, offered.cost) {
                // The total follows, and may come to nothing or become something.
                let left = order.totals.total.minus(found.cost);
                order.totals.total = left.and_then(|t| t.plus(cost)).unwrap_or_default();
                found.cost = cost;
            }
        }
    }
    order.totals.due = order.totals.total;
    order.payments.clear();
    order.step = Step::Payment;
    set_steps(order, true, !is_unasked);
    if is_unasked {
        order.step = Step::Confirm;
    }
    skip_payment(order);
    Ok(())
}

/// From `shipping_selected`, `shipping_skipped` and `payment_selected`; where there is a payment to fill.
fn select_payment(to: &mut Expectation, pay: &Pay) -> Refused {
    let order = &mut to.order;
    let known = order.methods.iter().any(|m| m.id == pay.wish.method);
    if !known && !order.methods.is_empty() {
        return Err(Field::new("payment", "unknown"));
    }
    let is_open = matches!(order.step, Step::Payment | Step::Confirm) && !skips(order, &Step::Payment);
    if !is_open || !order.totals.total.is_positive() {
        return Err(Field::new("step", "early"));
    }
    order.payments = vec![Payment {
        id: Text::default(),
        method: pay.wish.method.clone(),
        amount: order.totals.due,
        state: PaymentState::Checkout,
        last_digits: Text::default(),
        is_store_credit: false,
        has_source: false,
    }];
    order.step = Step::Confirm;
    Ok(())
}
