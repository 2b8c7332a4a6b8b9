//! Responses of Sylius 1, as answers. In production every error of the framework has the same text, so that status and
//! form tree are all there is; texts are translated, paths are not.

use super::body;
use crate::checkout::{Answer, Call, Fault, FaultKind};
use crate::dialect::Wire;
use crate::dialect::spree::body as json;
use crate::dialect::sylius::fields;
use crate::error::Field;
use crate::http::Response;
use crate::json::{Blame, Node, Value};
use crate::text::Text;
use std::rc::Rc;

/// What the response says about the call.
pub(super) fn decode(call: &Call, response: &Response, wire: &Wire<'_>) -> Answer {
    let status = response.status;
    let tree = match status {
        204 => return Answer::Done,
        200..300 => json(response),
        _ => return failure(call, response),
    };
    match tree {
        Some(tree) => success(call, &tree, wire, status),
        None => Answer::Mismatch { status },
    }
}

/// What a status beside 2xx says: 500 for a wrong step, too, and 409 where an order of another customer was faster at
/// the same stock or number.
pub(super) fn failure(call: &Call, response: &Response) -> Answer {
    crate::dialect::sylius::failure(response, &|tree| refusal(call, tree, response.status))
}

fn success(call: &Call, tree: &Value, wire: &Wire<'_>, status: u16) -> Answer {
    let blame = Blame::default();
    let root = Node::root(tree, &blame);
    let answer = match call {
        Call::AddLine { .. } => Answer::Line(Box::new(body::line(&root, ""))),
        Call::Offers => {
            let mut order = wire.order.cloned().unwrap_or_default();
            body::offers(&mut order, &root);
            Answer::Order(Rc::new(order), None)
        }
        Call::Read => {
            let mut order = body::order(&root);
            if order.email == *wire.placeholder {
                // Nobody's yet: the cart was made before the shopper was known.
                order.email = Text::default();
            }
            if let Some(before) = wire.order {
                body::keep_lists(&mut order, before);
            }
            Answer::Order(Rc::new(order), None)
        }
        // Success is 204 everywhere else.
        _ => Answer::Mismatch { status },
    };
    blame.finish(answer).unwrap_or(Answer::Mismatch { status })
}

fn refusal(call: &Call, tree: &Value, status: u16) -> Answer {
    let whole = tree.get("errors").get("errors").items();
    let is_short = |text: &Value| text.as_text().is_some_and(|t| t.ends_with("sufficient stock."));
    let mut fields = fields(tree);
    let kind = match call {
        // A region that is none, or none of that country: which address it was is not told.
        Call::Contact(_) if !whole.is_empty() => {
            if fields.is_empty() {
                fields.push(Field::new("shipping.region", "invalid"));
            }
            fields.push(Field::new("billing.region", "invalid"));
            FaultKind::Invalid
        }
        _ if !fields.is_empty() => FaultKind::Invalid,
        // Nothing but a lack of stock is said of a whole line.
        _ if call.is_line() || whole.iter().any(is_short) => FaultKind::Stock,
        // A product or a method that is not sold any more, or a choice this order does not have.
        _ => FaultKind::Transition,
    };
    Answer::Fault(Fault { kind, fields, status })
}
