//! Responses, as answers. What a `GET` of the checkout tells has another shape in each state: by its shape it is read.
//!
//! Two states tell no order at all, and the state `cart` answers in plain text under the type of JSON.

use super::ask;
use super::order::order;
use crate::checkout::{Answer, Call, FaultKind, Query, Step};
use crate::dialect::Wire;
use crate::dialect::spree::{body, fault};
use crate::dialect::sylius::refused;
use crate::http::Response;
use crate::json::{Blame, Node, Value};
use crate::list;
use crate::order::{Line, MethodKind, Money, Naming, Order, PaymentMethod, Rate, Shipment};
use crate::text::{Text, digits};
use std::rc::Rc;

/// The code for none: the documented form tells no currency.
pub(super) const NO_CURRENCY: &str = "XXX";

/// What the response says about the call.
pub(super) fn decode(call: &Call, response: &Response, wire: &Wire<'_>) -> Answer {
    let status = response.status;
    if let Call::Look(_) = call {
        return ask::tell(&Query::Countries, response);
    }
    let tree = body(response);
    // A line that came twice is there twice: what the order holds is read, not told.
    if status == 204 || (status == 201 && matches!(call, Call::AddLine { .. })) {
        return Answer::Done;
    }
    let is_cart = matches!(status, 400 | 405) && tree.is_none();
    if is_cart && matches!(call, Call::Read | Call::Offers) {
        // "Method not allowed!", and "Order cannot be empty!" (0.16): it waits for addresses.
        return lay(Step::Cart, wire, &mut |order| {
            if status == 400 {
                order.lines.clear();
                order.currency = order.currency.or(&NO_CURRENCY.into()).clone();
            }
        });
    }
    if !(200..300).contains(&status) {
        return failure(call, response);
    }
    let Some(tree) = tree else {
        return Answer::Mismatch { status };
    };
    let blame = Blame::default();
    let root = Node::root(&tree, &blame);
    let answer = match &tree {
        Value::Map(_) if !tree.get("checkout_state").is_null() => {
            Answer::Order(Rc::new(order(&root, call, wire)), None)
        }
        _ if !call.is_read() => Answer::Mismatch { status },
        _ => offers(&root, wire),
    };
    blame.finish(answer).unwrap_or(Answer::Mismatch { status })
}

/// What a status beside 2xx says.
pub(super) fn failure(call: &Call, response: &Response) -> Answer {
    crate::dialect::sylius::failure(response, &|tree| form(call, tree, response.status))
}

/// A refused form. Its own fields say which state the server is in: another form than the one that was sent for is the
/// echo of a call that was carried out.
fn form(call: &Call, tree: &Value, status: u16) -> Answer {
    let children = tree.get("errors").get("children");
    let has = |name: &str| !children.get(name).is_null();
    let asks = if has("shippingAddress") || has("shipping_address") {
        Some("contact")
    } else if has("shipments") {
        Some("choose")
    } else if has("paymentMethod") || has("payments") {
        Some("pay")
    } else {
        None
    };
    let is_step = matches!(
        call,
        Call::Contact(_) | Call::Choose(_) | Call::Pay(_) | Call::Complete { .. }
    );
    if is_step && asks.is_some_and(|asked| asked != call.name()) {
        return fault(FaultKind::Transition, status);
    }
    refused(FaultKind::Invalid, tree, status)
}

/// A partial answer laid over the order as known. Where that is not in the step it speaks of, it is read again first.
fn lay(at: Step, wire: &Wire<'_>, change: &mut dyn FnMut(&mut Order)) -> Answer {
    let mut order = match wire.order {
        Some(order) if wire.is_blind || order.step == at => order.clone(),
        Some(_) => return Answer::Done,
        None => Order::numbered(wire.number.into()),
    };
    order.step = at;
    change(&mut order);
    Answer::Order(Rc::new(order), None)
}

/// What is on offer: shipping methods come as a list of shipments, payment methods beside a payment.
fn offers(root: &Node<'_>, wire: &Wire<'_>) -> Answer {
    let first = root.value().items().first();
    let is_shipping = first.map_or(matches!(root.value(), Value::List(_)), |item| {
        !item.get("shipment").is_null()
    });
    if is_shipping {
        return lay(Step::Delivery, wire, &mut |order| {
            let mut at = 0;
            order.shipments = root.items(&mut |offer| {
                at += 1;
                offered(offer, at - 1, order.lines.as_slice(), &mut order.naming)
            });
        });
    }
    // 0.19 tells a list here, too.
    lay(Step::Payment, wire, &mut |order| {
        order.methods = Rc::new(match root.value() {
            Value::List(_) => root.items(&mut methods).concat(),
            _ => methods(root),
        });
    })
}

fn methods(node: &Node<'_>) -> Vec<PaymentMethod> {
    if node.value().get("payment").is_null() {
        node.wrong("a payment");
    }
    node.all("methods", &mut |method| PaymentMethod {
        id: method.id("id"),
        name: name(method),
        // What a method asks of a shopper, the checkout never learns.
        kind: MethodKind::Check,
    })
}

/// A shipment with its methods, priced by the rule each tells.
fn offered(node: &Node<'_>, at: u64, lines: &[Line], naming: &mut Naming) -> Shipment {
    if let (Value::Map(_), Naming::Unknown) = (node.value().get("methods"), *naming) {
        // Keyed by id at 0.16.
        *naming = Naming::Id;
    }
    let mut place = 0;
    let by_place = *naming == Naming::Place;
    let units = lines
        .iter()
        .fold(0_u32, |sum, line| sum.saturating_add(line.quantity));
    Shipment {
        id: digits(at),
        number: Text::default(),
        contents: contents(lines),
        rates: node.all("methods", &mut |method| {
            let id = method.id("id");
            place += 1;
            Rate {
                id: if by_place { digits(place - 1) } else { id.clone() },
                method: id,
                name: name(method),
                cost: cost(method, units),
                selected: false,
            }
        }),
        cost: Money::ZERO,
    }
}

pub(super) fn contents(lines: &[Line]) -> Vec<(Text, u32)> {
    list::pick(lines, &|line| Some((line.variant.clone(), line.quantity)))
}

/// What a method would cost; nothing by a rule that asks for weight, size or another's code.
fn cost(method: &Node<'_>, units: u32) -> Option<Money> {
    let rule = method.key("configuration");
    match method.value().get("calculator").as_text()? {
        "flat_rate" => Some(rule.minor("amount")),
        "per_item_rate" => rule.minor("amount").times(units),
        "flexible_rate" => {
            let limit = match rule.value().get("additional_item_limit") {
                Value::Null => 0,
                _ => rule.count("additional_item_limit"),
            };
            let more = units.saturating_sub(1);
            let more = if limit == 0 { more } else { more.min(limit) };
            let more = rule.minor("additional_item_cost").times(more)?;
            rule.minor("first_item_cost").plus(more)
        }
        _ => None,
    }
}

/// A name may stand in translations alone; then the first of them is shown.
pub(super) fn name(node: &Node<'_>) -> Text {
    let mut found = node.maybe("name");
    node.key("translations").visit_all(&mut |text| {
        if found.is_empty() {
            found = text.maybe("name");
        }
    });
    if found.is_empty() {
        node.maybe("code")
    } else {
        found
    }
}
