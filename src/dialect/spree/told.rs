//! What Spree and Solidus tell when they are asked: countries, states, and what a customer has saved.

use super::{address, body, last_digits, order};
use crate::checkout::{Answer, Query};
use crate::http::Response;
use crate::json::{Blame, Node, Value, map};

/// The answer to a question, in the public shape; a status beside 2xx is the room's to read.
pub(in crate::dialect) fn tell(
    query: &Query,
    response: &Response,
    failure: fn(&Response) -> Answer,
) -> Answer {
    tell_by(response, failure, &|root| read(query, root))
}

/// The answer to a question, as the room reads it.
pub(in crate::dialect) fn tell_by(
    response: &Response,
    failure: fn(&Response) -> Answer,
    read: &dyn Fn(&Node<'_>) -> Value,
) -> Answer {
    let status = response.status;
    if !(200..300).contains(&status) {
        return failure(response);
    }
    let Some(tree) = body(response) else {
        return Answer::Mismatch { status };
    };
    let blame = Blame::default();
    let told = read(&Node::root(&tree, &blame));
    blame
        .finish(Answer::Told(told))
        .unwrap_or(Answer::Mismatch { status })
}

fn read(query: &Query, root: &Node<'_>) -> Value {
    match query {
        Query::Countries => Value::list(root.key("countries").items(&mut |country| {
            map! {
                "code" => &country.text("iso"),
                "name" => &country.text("name"),
                "id" => &country.id("id"),
            }
        })),
        Query::States { .. } => {
            let states = root.key("states").items(&mut |state| {
                map! { "code" => &state.maybe("abbr"), "name" => &state.text("name") }
            });
            let required = root.value().get("states_required").is_true();
            map! { "required" => required, "states" => Value::list(states) }
        }
        Query::Addresses { .. } => Value::list(root.items(&mut |entry| {
            let is_default = entry.value().get("default").is_true();
            let address = address(entry).map(|a| a.to_value()).unwrap_or_default();
            map! { "address" => address, "isDefault" => is_default }
        })),
        Query::Cards { .. } => Value::list(root.key("credit_cards").items(&mut |card| {
            map! {
                "id" => &card.id("id"),
                "brand" => &card.maybe("cc_type"),
                "lastDigits" => &last_digits(card),
                // Text, and a number in Spree since 3.7.
                "month" => &card.maybe_id("month"),
                "year" => &card.maybe_id("year"),
                "name" => &card.maybe("name"),
            }
        })),
        Query::Orders { .. } => Value::list(root.key("orders").items(&mut |past| {
            let (order, _) = order(past, "");
            map! {
                "number" => &order.number,
                "step" => order.step.tag(),
                "total" => order.totals.total,
                "currency" => &order.currency,
                "paymentState" => &order.payment_state,
                "completedAt" => &order.completed_at,
            }
        })),
    }
}
