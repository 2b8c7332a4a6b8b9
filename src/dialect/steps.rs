//! Plans that families with the same steps share: what is sent of the wishes, in words and not on the wire.

use super::View;
use crate::check::address::{Severity, Shop, parts};
use crate::checkout::{Billing, Call, Choose, Contact, Draft, Step, Target, resolve_rates};
use crate::list;
use crate::order::{Address, Order, Shipment};
use crate::text::Text;
use std::rc::Rc;

/// POST /orders takes everything at once, where it is not refused: then a bare one, and calls that name the field.
pub(super) fn create(view: &View<'_>) -> Option<Call> {
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

/// The billing address that is wished.
pub(super) fn billing_address(view: &View<'_>, order: Option<&Order>) -> Option<Rc<Address>> {
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
pub(super) fn contact(view: &View<'_>, order: &Order, back_to: Option<Step>, shop: Shop) -> Option<Call> {
    let mut contact = wished_contact(view, Some(order));
    if contact == Contact::default() || order.lines.is_empty() {
        return None;
    }
    let has_email = !contact.email.is_empty() || !order.email.is_empty();
    let address = contact.shipping.as_ref().or(order.shipping.as_ref());
    let is_whole = |a: Option<&Rc<Address>>| a.is_none_or(|a| wrong_part(a, shop).is_none());
    if !has_email || address.is_none() || !is_whole(address) || !is_whole(contact.billing.as_ref()) {
        return None;
    }
    contact.back_to = back_to;
    Some(Call::Contact(Box::new(contact)))
}

/// Whether a choice behind the present step is to be made again.
pub(super) fn is_rate_open(view: &View<'_>, order: &Order) -> bool {
    !view.intent.notes.is_empty()
        || view.intent.open_rate().is_some_and(|wish| {
            resolve_rates(wish, order).is_ok_and(|rates| !rates.iter().all(|r| r.is_selected))
        })
}

/// The wished rates, where they are on offer.
pub(super) fn choose(view: &View<'_>, order: &Order, back_to: Option<Step>) -> Option<Call> {
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

/// The rates as the shop has them chosen.
pub(super) fn selected(order: &Order) -> Vec<(Text, Text)> {
    let rates = |s: &Shipment| {
        s.rates
            .iter()
            .find(|r| r.selected)
            .map(|r| (s.id.clone(), r.id.clone()))
    };
    list::pick(&order.shipments, &rates)
}

/// The first part that every configuration of such a shop refuses: the same one that a form shows an error at.
pub(super) fn wrong_part(address: &Address, shop: Shop) -> Option<&'static str> {
    let mut wrong = None;
    parts(address, shop, &mut |name, found| {
        if found.severity() == Some(Severity::Error) {
            wrong = wrong.or(Some(name));
        }
    });
    wrong
}

/// What a call saves of e-mail and addresses.
pub(super) fn save(order: &mut Order, contact: &Contact) {
    if !contact.email.is_empty() {
        order.email.clone_from(&contact.email);
    }
    if contact.shipping.is_some() {
        order.shipping.clone_from(&contact.shipping);
    }
    if contact.billing.is_some() {
        order.billing.clone_from(&contact.billing);
    }
}

/// The first line that is not as wished, by a call of its own.
pub(super) fn single_line(view: &View<'_>, order: &Order) -> Option<Call> {
    for wish in &view.intent.lines {
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
    None
}

/// The first coupon wished on or off.
pub(super) fn coupon(view: &View<'_>) -> Option<Call> {
    let wish = view.intent.coupons.first()?;
    let code = wish.code.clone();
    Some(if wish.apply {
        Call::ApplyCoupon(code)
    } else {
        Call::RemoveCoupon(code)
    })
}
