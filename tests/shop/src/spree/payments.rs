//! Payments of a Spree: how a card reaches one.

use super::cards::{self, CardInput};
use super::refusal::Errors;
use super::{Refusal, Version, addresses::BLANK};
use crate::money::round;
use crate::order::{Order, Payment, PaymentSource, PaymentState, State};
use crate::params::{decimal, id, text};
use crate::shop::Shop;
use crate::world::{MethodKind, PaymentMethod};
use rust_decimal::Decimal;
use serde_json::{Map, Value};

/// A payment that passed all checks and is not stored yet.
pub(crate) struct Draft {
    method_id: u64,
    source: DraftSource,
    amount: Decimal,
}

enum DraftSource {
    None,
    Saved(u64),
    New(Box<CardInput>),
}

/// What a payment entry is checked for.
pub(crate) struct Entry<'a> {
    pub(crate) given: &'a Map<String, Value>,
    pub(crate) source: Option<&'a Map<String, Value>>,
    /// Replaces the amount sent.
    pub(crate) amount: Option<Decimal>,
    /// Before error keys.
    pub(crate) prefix: &'a str,
    /// `POST payments` looks the method up among those offered.
    pub(crate) by_endpoint: bool,
}

/// Checks one payment.
pub(crate) fn draft(shop: &Shop, version: Version, entry: &Entry<'_>) -> Result<Draft, Refusal> {
    let mut errors = Errors::new();
    let mut fault = |key: &str, text: &str| errors.push((format!("{}{key}", entry.prefix), text.to_owned()));
    let wanted = id(entry.given.get("payment_method_id"));
    let method = wanted.and_then(|id| shop.world.payment_method(id));
    let method = method.filter(|method| method.kind != MethodKind::StoreCredit);
    let offered = |method: &&PaymentMethod| method.for_users;
    let gone = match version {
        Version::V3_7 => wanted.is_some() && method.filter(offered).is_none(),
        Version::V4_4 => entry.by_endpoint && wanted.is_some() && method.is_none(),
        _ => false,
    };
    if gone {
        return Err(Refusal::NotFound);
    }
    let checks_method = version.is_modern() || matches!(version, Version::V2_3 | Version::V2_4Late);
    if method.is_none() && checks_method {
        fault("payment_method", BLANK);
    }
    let card = match method.map(|method| method.kind) {
        Some(MethodKind::Gateway { .. }) => entry.source.and_then(|given| CardInput::read(given, version)),
        _ => None,
    };
    if version == Version::V2_1
        && card.is_some()
        && entry.source.is_some_and(|given| given.contains_key("name"))
    {
        return Err(Refusal::exception("unknown attribute: name"));
    }
    let mut source = DraftSource::None;
    match (card, method.map(|method| method.kind)) {
        (Some(card), _) => {
            let found = card.errors(version, shop.now_ms);
            if version <= Version::V2_0 && !found.is_empty() {
                fault("source", "is invalid");
            } else {
                for (key, message) in found {
                    fault(&key, &message);
                }
            }
            source = DraftSource::New(Box::new(card));
        }
        (None, Some(MethodKind::Gateway { .. })) if version.is_modern() => fault("source", BLANK),
        _ => {}
    }
    let sent = entry.given.get("amount").filter(|value| !value.is_null());
    let amount = match (entry.amount, sent) {
        (Some(amount), _) => amount,
        (None, None) => Decimal::ZERO,
        (None, Some(value)) => parse_amount(value).unwrap_or_else(|| {
            fault("amount", "is not a number");
            Decimal::ZERO
        }),
    };
    if !errors.is_empty() {
        return Err(Refusal::Invalid(errors));
    }
    Ok(Draft {
        method_id: wanted.unwrap_or(0),
        source,
        amount,
    })
}

/// The payment of `order.existing_card`.
pub(crate) fn draft_saved(shop: &Shop, order: &Order, wanted: &Value) -> Result<Draft, Refusal> {
    let card = id(Some(wanted))
        .and_then(|id| shop.card(id))
        .ok_or(Refusal::NotFound)?;
    if card.user_id.is_none() || card.user_id != order.user_id {
        return Err(Refusal::invalid("base", "Invalid credit card."));
    }
    Ok(Draft {
        method_id: card.method_id,
        source: DraftSource::Saved(card.id),
        amount: order.total(),
    })
}

/// What `PUT /checkouts` makes of `payments_attributes` and `payment_source`.
pub(crate) fn drafts_of_update(
    shop: &Shop,
    version: Version,
    order: &Order,
    given: &Map<String, Value>,
    top_source: Option<&Value>,
) -> Result<Vec<Draft>, Refusal> {
    let in_payment = order.state == State::Payment;
    let attributes = given.get("payments_attributes");
    let source = match version {
        Version::V2_1 | Version::V2_2 => given.get("payment_source"),
        _ => top_source,
    };
    let source = source.and_then(Value::as_object).filter(|map| !map.is_empty());
    let looks_at_source = in_payment || version >= Version::V2_4Early;
    let single;
    let entries: Vec<&Map<String, Value>> = match attributes {
        None | Some(Value::Null) => {
            if looks_at_source && source.is_some() && version >= Version::V2_3 {
                return Err(Refusal::exception("undefined method `first' for nil:NilClass"));
            }
            return Ok(Vec::new());
        }
        Some(Value::Array(list)) if list.is_empty() => {
            return if version.is_modern() {
                Err(Refusal::nil_index())
            } else {
                Ok(Vec::new())
            };
        }
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_object).collect(),
        Some(Value::Object(map)) if matches!(version, Version::V2_1 | Version::V2_2) => {
            single = map.clone();
            vec![&single]
        }
        Some(Value::Object(_)) => {
            return Err(Refusal::exception(
                "no implicit conversion of Symbol into Integer",
            ));
        }
        Some(_) => return Err(Refusal::exception("undefined method `each' for String")),
    };
    let mut drafts = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let method = entry.get("payment_method_id");
        if version <= Version::V2_0 && method.is_some_and(Value::is_number) && in_payment && index == 0 {
            return Err(Refusal::exception("undefined method `underscore' for 1:Integer"));
        }
        let named = method
            .and_then(text)
            .filter(|_| index == 0 && looks_at_source)
            .and_then(|method| source?.get(&method)?.as_object());
        let nested = entry.get("source_attributes").and_then(Value::as_object);
        let nested = nested.filter(|_| version > Version::V2_0);
        let is_paid = index == 0 && (in_payment || version >= Version::V2_4Early);
        let entry = Entry {
            given: entry,
            source: named.or(nested),
            amount: is_paid.then(|| order.total()),
            prefix: "payments.",
            by_endpoint: false,
        };
        drafts.push(draft(shop, version, &entry)?);
    }
    Ok(drafts)
}

/// Stores a payment; older ones still in `checkout` become invalid. The id of a card the gateway takes.
pub(crate) fn add(shop: &mut Shop, version: Version, order: &mut Order, draft: Draft) -> Option<u64> {
    let mut live = None;
    let source = match draft.source {
        DraftSource::None => PaymentSource::None,
        DraftSource::Saved(id) => PaymentSource::Card(id),
        DraftSource::New(card) => {
            let (id, good) = cards::store(shop, version, order.user_id, draft.method_id, *card);
            live = good.then_some(id);
            PaymentSource::Card(id)
        }
    };
    let now_ms = shop.now_ms;
    let open = order
        .payments
        .iter_mut()
        .filter(|p| p.state == PaymentState::Checkout);
    for payment in open {
        (payment.state, payment.updated_ms) = (PaymentState::Invalid, now_ms);
    }
    shop.counters.payment += 1;
    let number = version.is_modern().then(|| number(shop.random()));
    order.payments.push(Payment {
        id: shop.counters.payment,
        method_id: draft.method_id,
        source,
        amount: round(draft.amount),
        state: PaymentState::Checkout,
        avs: None,
        metadata: "{}".into(),
        created_ms: now_ms,
        updated_ms: now_ms,
        number,
    });
    live
}

/// `P` and seven letters or digits.
fn number(mut bits: u64) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNPQRSTUVWXYZ0123456";
    let mut out = String::from("P");
    for _ in 0..7 {
        let place = usize::try_from(bits % 32).unwrap_or(0);
        bits /= 32;
        out.push(char::from(ALPHABET.get(place).copied().unwrap_or(b'A')));
    }
    out
}

/// An amount: text loses all but digits, signs and separators; rounded to 2 places.
fn parse_amount(value: &Value) -> Option<Decimal> {
    let raw = text(value)?;
    let kept: String = match value {
        Value::String(_) => raw
            .chars()
            .filter(|c| c.is_ascii_digit() || matches!(c, '-' | '.'))
            .collect(),
        _ => raw,
    };
    decimal(&kept).map(round)
}
