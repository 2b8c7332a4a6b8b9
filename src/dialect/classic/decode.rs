//! Responses of Spree, as answers. A status of 200 says little: a refused step answers it with the order unchanged (up
//! to 2.4.2), a refused coupon with an error instead of an order (up to 3.2). Texts are translated, keys are not.
//! Which status of 2xx it is says nothing: 201 is documented where 200 comes (2.0), and the reverse.

use super::{Flavour, ask, wire_name};
use crate::checkout::{Answer, Call, Fault, FaultKind, PayBy, Query};
use crate::dialect::Wire;
use crate::dialect::spree::{body, coupon_fault, fault, fields, line, order, payment};
use crate::http::Response;
use crate::json::{Blame, Node, Value};
use crate::order::{MethodKind, Order, PaymentMethod, rental};
use std::rc::Rc;

/// What the response says about the call.
pub(in crate::dialect) fn decode(
    call: &Call,
    response: &Response,
    wire: &Wire<'_>,
    flavour: &Flavour,
) -> Answer {
    let status = response.status;
    if let Call::Look(_) = call {
        return ask::tell(&Query::Countries, response);
    }
    if !(200..300).contains(&status) {
        return failure(call, response);
    }
    match call {
        // 204, or 200 with a blank for a body (2.3.13).
        Call::Empty | Call::RemoveLine { .. } => return Answer::Done,
        Call::Current if status == 204 => return Answer::Nothing,
        // Sold out, and nothing was done (2.0.3).
        _ if status == 204 => return fault(FaultKind::Stock, status),
        _ => {}
    }
    match body(response) {
        Some(tree) => success(call, &tree, wire, status, flavour),
        None => Answer::Mismatch { status },
    }
}

fn success(call: &Call, tree: &Value, wire: &Wire<'_>, status: u16, flavour: &Flavour) -> Answer {
    let blame = Blame::default();
    let root = Node::root(tree, &blame);
    let answer = match call {
        Call::Pay(pay) if pay.by == PayBy::Itself => Answer::Payment(Box::new(payment(&root))),
        Call::AddLine { .. } | Call::SetLine { .. } => Answer::Line(Box::new(line(&root, wire.shop))),
        // The code of what was done is younger than 2.3.
        Call::ApplyCoupon(_) | Call::RemoveCoupon(_) if tree.get("successful").is_true() => Answer::Coupon,
        Call::ApplyCoupon(_) | Call::RemoveCoupon(_) if !flavour.is_oldest => Answer::Mismatch { status },
        // A refused coupon in the place of the order; the rest of the call was saved.
        _ if tree.get("number").is_null() && tree.get("error").as_text().is_some() => {
            coupon_fault("coupon_code_not_eligible", status)
        }
        _ if !tree.get("number").is_null() && !flavour.fits(tree) => fault(FaultKind::Family, status),
        _ => {
            let (mut order, token) = order(&root, wire.shop);
            if tree.get("payment_methods").is_null() {
                keep_methods(Rc::make_mut(&mut order), &root, wire.order);
            }
            if flavour.is_rental {
                let order = Rc::make_mut(&mut order);
                for name in rental::NAMES {
                    let told = root.maybe(wire_name(name));
                    // Days are told as moments of the shop's own clock.
                    rental::say(&mut order.rental, name, told.get(..10).unwrap_or(&told));
                }
            }
            Answer::Order(order, token)
        }
    };
    blame.finish(answer).unwrap_or(Answer::Mismatch { status })
}

/// What a status beside 2xx says.
pub(super) fn failure(call: &Call, response: &Response) -> Answer {
    let status = response.status;
    match status {
        409 => return fault(FaultKind::Locked, status),
        500.. => return fault(FaultKind::Server, status),
        _ => {}
    }
    // Orders are not made here: another generation (2.3 and `POST /checkouts`). A thing that is missing is told otherwise.
    let is_frame = body(response).is_none_or(|tree| !tree.get("status").is_null());
    if status == 404 && is_frame && matches!(call, Call::Create(_)) {
        return fault(FaultKind::Family, status);
    }
    // The framework's own page may be no JSON.
    if status == 404 && body(response).is_none() {
        return fault(FaultKind::NotFound, status);
    }
    let Some(tree) = body(response) else {
        return Answer::Mismatch { status };
    };
    match status {
        401 | 403 => fault(FaultKind::Unauthorized, status),
        400..500 => refusal(call, &tree, status),
        _ => Answer::Mismatch { status },
    }
}

/// They are listed at `payment` alone. A shopper who was declined at `confirm` still has to choose one: those known from
/// before, or else the one that was tried last.
fn keep_methods(order: &mut Order, root: &Node<'_>, known: Option<&Order>) {
    let known = known.filter(|known| known.number == order.number && !known.methods.is_empty());
    let has_source = order.payments.last().is_some_and(|p| p.has_source);
    order.methods = match known {
        Some(known) => known.methods.clone(),
        None => {
            let mut all = root.each("payments", &mut |payment| tried(payment, has_source));
            Rc::new(all.pop().into_iter().collect())
        }
    };
}

/// Up to 2.2 a payment does not tell what its source is, and its order tells the cards.
fn tried(payment: &Node<'_>, has_source: bool) -> PaymentMethod {
    let is_card = has_source || payment.value().get("source_type").as_text().is_some();
    let method = payment.key("payment_method");
    PaymentMethod {
        id: payment.maybe_id("payment_method_id"),
        name: method.maybe("name"),
        kind: if is_card {
            MethodKind::Card
        } else {
            MethodKind::Other
        },
    }
}

fn refusal(call: &Call, tree: &Value, status: u16) -> Answer {
    let is_coupon = matches!(call, Call::ApplyCoupon(_) | Call::RemoveCoupon(_));
    if is_coupon && *tree.get("successful") == Value::False {
        return coupon(call, tree, status);
    }
    let errors = tree.get("errors");
    if status == 404 {
        return fault(FaultKind::NotFound, status);
    }
    if errors.is_null() {
        // A lack of stock is told with no more than an error (3.5 on); other refusals name an exception.
        let is_stock = !is_coupon && tree.get("error").as_text().is_some();
        let kind = if is_stock {
            FaultKind::Stock
        } else {
            FaultKind::Other
        };
        return fault(kind, status);
    }
    let has = |name: &str| !errors.get(name).is_null();
    // Nothing at all: sold out in the last moment (2.4.10).
    let is_step = has("base") || has("state") || fields(call, errors).is_empty();
    Answer::Fault(Fault {
        kind: if is_step {
            FaultKind::Transition
        } else {
            FaultKind::Invalid
        },
        fields: fields(call, errors),
        status,
    })
}

/// Already there, or already off, is what was wished. 2.3 tells no code, only the text of its language.
fn coupon(call: &Call, tree: &Value, status: u16) -> Answer {
    let code = tree.get("status_code").as_text();
    let text = tree.get("error").as_text().unwrap_or_default();
    let is_off = matches!(call, Call::RemoveCoupon(_));
    match code {
        Some("coupon_code_already_applied") => Answer::Coupon,
        Some("coupon_code_not_found") if is_off => Answer::Coupon,
        None if text.ends_with("already been applied to this order") => Answer::Coupon,
        // A rule of the promotion has a text and no code (2.4).
        None if !text.is_empty() => coupon_fault("coupon_code_not_eligible", status),
        code => coupon_fault(code.unwrap_or_default(), status),
    }
}
