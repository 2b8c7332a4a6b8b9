//! What pays, as a payment's source.

use super::split_name;
use crate::checkout::{PaymentWish, Source};
use crate::http::Secret;
use crate::json::{Value, hole, map};

/// A text that is written once and wiped.
pub(in crate::dialect) fn secret(part: &Secret) -> Value {
    Value::Secret(Box::new(part.clone()))
}

/// A card or a token for one, as a payment's source; nothing where the method takes none.
///
/// The holder's name is split for a Spree before 2.2, which refuses the whole one (2.1.12).
pub(in crate::dialect) fn source(wish: &PaymentWish, is_name_split: bool) -> Option<Value> {
    match &wish.source {
        Source::Token(token) => {
            let mut map = map! { "gateway_payment_profile_id" => secret(&token.token) };
            for (name, text) in &token.shown {
                if is_name_split && *name == "name" {
                    let (first, last) = split_name(text);
                    map.put_text("first_name", first);
                    map.put_text("last_name", last);
                } else {
                    map.put(name, Value::text(text));
                }
            }
            Some(map)
        }
        Source::Card(_) => Some(card_map(is_name_split)),
        Source::None | Source::Wallet { .. } => None,
    }
}

/// A card's digits stay with the host: here are the holes they go into. An empty `cc_type` makes the server detect the
/// brand; `first_name` would be a 500 (Solidus 4.7 §1.5).
fn card_map(is_name_split: bool) -> Value {
    let mut map = map! { "number" => hole(0), "month" => hole(1), "year" => hole(2), "verification_value" => hole(3), "cc_type" => "" };
    if is_name_split {
        map.put("first_name", hole(5));
        map.put("last_name", hole(6));
    } else {
        map.put("name", hole(4));
    }
    map
}
