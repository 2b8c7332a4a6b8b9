//! What a page hands in, read into wishes. Every refusal names the field and never its value.

use super::intent::{
    Billing, Card, CouponWish, LineWish, PaymentWish, RateChoice, RateWish, Source, Target, Token,
};
use super::rates::choice_of;
use crate::error::{Code, Error};
use crate::http::Secret;
use crate::json::Value;
use crate::order::{Address, Order, is_id};

/// The most characters a text field may have, in bytes.
pub const MAX_TEXT_BYTES: usize = 1024;
/// The most units of one line.
pub const MAX_QUANTITY: u64 = 1_000_000;
/// The most lines in one edit.
pub const MAX_LINES_PER_EDIT: usize = 100;

/// The wishes of one edit.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Edits {
    /// No lines at all.
    pub empty: bool,
    /// Quantities.
    pub lines: Vec<LineWish>,
    /// The e-mail.
    pub email: Option<String>,
    /// Where it goes.
    pub shipping: Option<Address>,
    /// Who is billed.
    pub billing: Option<Billing>,
    /// Instructions.
    pub notes: Option<String>,
    /// Coupons.
    pub coupons: Vec<CouponWish>,
    /// The rates.
    pub rate: Option<RateWish>,
    /// The payment.
    pub payment: Option<PaymentWish>,
}

const KNOWN: [&str; 10] = [
    "lines", "empty", "email", "shipping", "billing", "notes", "coupon", "removeCoupon", "rate", "payment",
];

impl Edits {
    /// Reads the edits of one action. `card` comes beside them, so that its digits never are a string.
    ///
    /// # Errors
    /// `invalid_input` with the field; `unsupported` for a card where raw cards are off.
    pub fn read(
        input: &Value,
        card: Option<Card>,
        order: Option<&Order>,
        is_raw_card: bool,
    ) -> Result<Edits, Error> {
        let Value::Map(pairs) = input else {
            return Err(Error::input("edits", "not_an_object"));
        };
        if let Some((unknown, _)) = pairs.iter().find(|(key, _)| !KNOWN.contains(&key.as_str())) {
            // A name is no value, but it is the caller's text: only its place is told.
            let _ = unknown;
            return Err(Error::input("edits", "unknown_key"));
        }
        let mut coupons = Vec::new();
        for (key, apply) in [("removeCoupon", false), ("coupon", true)] {
            if !input.get(key).is_null() {
                coupons.push(CouponWish { code: coupon(input.get(key), key)?, apply });
            }
        }
        Ok(Edits {
            empty: match input.get("empty") {
                Value::Null | Value::Bool(false) => false,
                Value::Bool(true) => true,
                _ => return Err(Error::input("empty", "not_a_boolean")),
            },
            lines: lines(input.get("lines"))?,
            email: optional(input.get("email"), "email")?.map(email).transpose()?,
            shipping: address(input.get("shipping"), "shipping")?,
            billing: match input.get("billing") {
                Value::Text(text) if text == "same" => Some(Billing::Same),
                other => address(other, "billing")?.map(Billing::Address),
            },
            notes: optional(input.get("notes"), "notes")?,
            coupons,
            rate: rate(input.get("rate"), order)?,
            payment: payment(input.get("payment"), card, is_raw_card)?,
        })
    }
}

/// A trimmed text within the limits, without control characters.
fn text(value: &Value, field: &str) -> Result<String, Error> {
    let raw = value.as_text().ok_or_else(|| Error::input(field, "not_text"))?;
    let bytes = raw.as_bytes().trim_ascii();
    if bytes.len() > MAX_TEXT_BYTES {
        return Err(Error::input(field, "too_long"));
    }
    if bytes.iter().any(|b| *b < 0x20 && *b != b'\n') || bytes.contains(&0x7f) {
        return Err(Error::input(field, "control_character"));
    }
    // Trimming ASCII blanks off UTF-8 leaves UTF-8.
    Ok(String::from_utf8(bytes.to_vec()).unwrap_or_default())
}

fn optional(value: &Value, field: &str) -> Result<Option<String>, Error> {
    if value.is_null() { Ok(None) } else { text(value, field).map(Some) }
}

fn required(value: &Value, field: &str) -> Result<String, Error> {
    let text = text(value, field)?;
    if text.is_empty() { Err(Error::input(field, "blank")) } else { Ok(text) }
}

fn shop_id(value: &Value, field: &str) -> Result<String, Error> {
    let id = value.as_text().filter(|id| is_id(id));
    id.map(str::to_owned).ok_or_else(|| Error::input(field, "not_an_id"))
}

/// What every server refuses is refused here: an e-mail has one `@` with something on both sides and no blank.
fn email(text: String) -> Result<String, Error> {
    let fits = text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !host.contains('@') && !text.bytes().any(|b| b <= b' ')
    });
    if fits { Ok(text) } else { Err(Error::input("email", "invalid")) }
}

fn coupon(value: &Value, field: &str) -> Result<String, Error> {
    let code = required(value, field)?;
    // It becomes a part of a path, where dots alone would climb.
    if code.bytes().all(|b| b == b'.') { Err(Error::input(field, "invalid")) } else { Ok(code) }
}

fn lines(value: &Value) -> Result<Vec<LineWish>, Error> {
    let items = match value {
        Value::Null => return Ok(Vec::new()),
        Value::List(items) if items.len() <= MAX_LINES_PER_EDIT => items,
        Value::List(_) => return Err(Error::input("lines", "too_many")),
        _ => return Err(Error::input("lines", "not_a_list")),
    };
    let mut wishes: Vec<LineWish> = Vec::new();
    for item in items {
        let target = match (item.get("line"), item.get("variant")) {
            (Value::Null, variant) => Target::Variant(shop_id(variant, "lines.variant")?),
            (Value::Text(text), _) if text.starts_with("new:") => {
                let variant = text.strip_prefix("new:").filter(|id| is_id(id));
                let variant = variant.ok_or_else(|| Error::input("lines.line", "not_an_id"))?;
                Target::Variant(variant.to_owned())
            }
            (line, _) => Target::Line(shop_id(line, "lines.line")?),
        };
        let quantity = item.get("quantity").as_u64().filter(|n| *n <= MAX_QUANTITY);
        let quantity = quantity.and_then(|n| u32::try_from(n).ok());
        let quantity = quantity.ok_or_else(|| Error::input("lines.quantity", "not_a_count"))?;
        wishes.retain(|w| w.target != target);
        wishes.push(LineWish { target, quantity });
    }
    Ok(wishes)
}

fn address(value: &Value, head: &'static str) -> Result<Option<Address>, Error> {
    match value {
        Value::Null => return Ok(None),
        Value::Map(_) => {}
        _ => return Err(Error::input(head, "not_an_address")),
    }
    let mut wrong = None;
    let mut address = Address::from_parts(|name| {
        let part = value.get(name);
        if part.is_null() {
            return String::new();
        }
        let mut field = head.to_owned();
        field.push('.');
        field.push_str(name);
        text(part, &field).unwrap_or_else(|error| {
            wrong.get_or_insert(error);
            String::new()
        })
    });
    address.country.make_ascii_uppercase();
    let is_code = address.country.len() == 2 && address.country.bytes().all(|b| b.is_ascii_uppercase());
    match wrong {
        Some(error) => Err(error),
        None if address.country.is_empty() || is_code => Ok(Some(address)),
        None => {
            let field = if head == "shipping" { "shipping.country" } else { "billing.country" };
            Err(Error::input(field, "not_a_country_code"))
        }
    }
}

fn rate(value: &Value, order: Option<&Order>) -> Result<Option<RateWish>, Error> {
    let shown = |item: &Value| {
        let id = shop_id(item.get("rate"), "rate")?;
        order.and_then(|o| choice_of(o, &id)).ok_or_else(|| Error::input("rate", "unknown"))
    };
    Ok(Some(match value {
        Value::Null => return Ok(None),
        Value::Text(text) if text == "cheapest" => RateWish::Cheapest,
        Value::Map(_) if !value.get("method").is_null() => RateWish::Chosen(vec![RateChoice {
            contents: None,
            method: shop_id(value.get("method"), "rate.method")?,
            cost: None,
        }]),
        Value::Map(_) => RateWish::Chosen(vec![shown(value)?]),
        Value::List(items) if !items.is_empty() => {
            RateWish::Chosen(items.iter().map(shown).collect::<Result<_, _>>()?)
        }
        _ => return Err(Error::input("rate", "invalid")),
    }))
}

fn payment(value: &Value, card: Option<Card>, is_raw_card: bool) -> Result<Option<PaymentWish>, Error> {
    match value {
        Value::Null => return Ok(None),
        Value::Map(_) => {}
        _ => return Err(Error::input("payment", "not_an_object")),
    }
    let method = shop_id(value.get("method"), "payment.method")?;
    let secret = |value: &Value, field: &str| {
        required(value, field).map(|text| {
            let text = zeroize::Zeroizing::new(text);
            Secret::new(text.as_bytes())
        })
    };
    let source = if let Some(card) = card {
        if !is_raw_card {
            return Err(Error { code: Code::Unsupported, ..Error::input("payment.card", "raw_card_off") });
        }
        Source::Card(Box::new(card))
    } else if !value.get("card").is_null() {
        // A card must come beside the edits; inside them its digits would be strings.
        return Err(Error { code: Code::Unsupported, ..Error::input("payment.card", "raw_card_off") });
    } else if !value.get("token").is_null() {
        let mut shown = Vec::new();
        for (name, key) in [
            ("name", "name"), ("month", "month"), ("year", "year"),
            ("lastDigits", "last_digits"), ("brand", "cc_type"),
        ] {
            if let Some(text) = optional(value.get(name), "payment")? {
                if name == "lastDigits" && text.len() > 4 {
                    return Err(Error::input("payment.lastDigits", "too_long"));
                }
                shown.push((key, text));
            }
        }
        Source::Token(Box::new(Token { token: secret(value.get("token"), "payment.token")?, shown }))
    } else if !value.get("wallet").is_null() {
        let code = value.get("code");
        Source::Wallet {
            id: shop_id(value.get("wallet"), "payment.wallet")?,
            code: if code.is_null() { None } else { Some(secret(code, "payment.code")?) },
        }
    } else {
        Source::None
    };
    Ok(Some(PaymentWish { method, source }))
}
