//! The state machine, mirrored: what a call would do to the order as known. Rules as recorded at 0.13, 0.15 and 0.16.

use crate::checkout::{Call, Contact, Expectation, Step};
use crate::dialect::spree::split_name;
use crate::dialect::steps::save;
use crate::error::Field;
use crate::list;
use crate::order::{Address, Line, Naming, Order, Payment, PaymentState};
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
    let order = &mut to.order;
    match call {
        // Lines are taken to the end, and even after it.
        Call::AddLine { variant, quantity } => {
            order.lines.push(Line::wished(variant.clone(), *quantity));
            return Ok(());
        }
        Call::RemoveLine { line, .. } => {
            list::remove(&mut order.lines, &|l| l.id == *line);
            return Ok(());
        }
        Call::Contact(_) | Call::Choose(_) | Call::Pay(_) | Call::Complete { .. } => {}
        _ => return Ok(()),
    }
    // A `PUT` is read as what the state asks for, whatever it was meant as.
    match (&order.step, call) {
        (Step::Cart, Call::Contact(contact)) => address(to, contact),
        (Step::Delivery, Call::Choose(choose)) => {
            if order.shipments.is_empty() {
                to.assumes.push("rates");
            }
            for (at, (_, rate)) in choose.rates.iter().enumerate() {
                let Some(shipment) = order.shipments.get_mut(at) else {
                    continue;
                };
                if !shipment.rates.iter().any(|r| r.id == *rate) {
                    return Err(Field::new("rate", "invalid"));
                }
                for offered in &mut shipment.rates {
                    offered.selected = offered.id == *rate;
                }
            }
            order.step = Step::Payment;
            Ok(())
        }
        (Step::Payment, Call::Pay(pay)) => {
            if order.methods.is_empty() {
                to.assumes.push("methods");
            } else if !order.methods.iter().any(|m| m.id == pay.wish.method) {
                return Err(Field::new("payment", "invalid"));
            }
            order.payments.push(Payment {
                id: Text::default(),
                method: pay.wish.method.clone(),
                amount: order.totals.due,
                state: PaymentState::Checkout,
                last_digits: Text::default(),
                is_store_credit: false,
                has_source: false,
            });
            to.assumes.push("fee");
            order.step = Step::Confirm;
            Ok(())
        }
        // Any body does; a payment that was taken away does not.
        (Step::Confirm, _) => {
            if order.is_read() && order.payments.is_empty() {
                return Err(Field::new("payment", "blank"));
            }
            to.assumes.push("prices");
            order.step = Step::Complete;
            Ok(())
        }
        (Step::Complete, _) => Err(Field::new("order", "complete")),
        (Step::Other(_), _) => {
            to.assumes.push("custom_step");
            Ok(())
        }
        (_, _) => Err(Field::new("step", "another")),
    }
}

fn address(to: &mut Expectation, contact: &Contact) -> Refused {
    let Some(shipping) = &contact.shipping else {
        return Err(Field::new("shipping", "blank"));
    };
    if to.order.is_read() && to.order.lines.is_empty() && to.order.naming != Naming::Place {
        // Since 0.16; 0.15, which no order without lines can be told from, takes it.
        to.assumes.push("version");
        return Err(Field::new("lines", "empty"));
    }
    for (head, address) in [
        ("shipping", Some(shipping)),
        ("billing", contact.billing.as_ref()),
    ] {
        if address.is_some_and(|address| wrong_part(address).is_some()) {
            return Err(Field::new(head, "invalid"));
        }
    }
    save(&mut to.order, contact);
    if contact.billing.is_none() {
        to.order.billing.clone_from(&contact.shipping);
    }
    // Whether a country has provinces, and is enabled, no list tells.
    to.assumes.push("settings");
    to.order.step = Step::Delivery;
    Ok(())
}

/// The shortest and the longest text each part of an address may have, in characters.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=255;

/// The first part that every configuration refuses. A province goes by the shop's id.
pub(super) fn wrong_part(address: &Address) -> Option<&'static str> {
    let (first, last) = split_name(&address.name);
    for (part, text) in [
        ("name", first),
        ("name", last),
        ("address1", &address.address1),
        ("city", &address.city),
        ("postalCode", &address.postal_code),
        ("country", &address.country),
    ] {
        // Characters, not bytes: those that only go on with one are not counted.
        let mut length = 0;
        for byte in text.as_bytes().trim_ascii() {
            length += usize::from(byte & 0xc0 != 0x80);
        }
        if !LENGTHS.contains(&length) {
            return Some(part);
        }
    }
    let is_id = address.region.bytes().all(|byte| byte.is_ascii_digit());
    (!is_id).then_some("region")
}
