//! What a page hands in, read into wishes. Every refusal names the field and never its value.

use super::intent::{
    Billing, Card, CouponWish, LineWish, PaymentWish, RateChoice, RateWish, Source, Target, Token,
};
use super::rates::choice_of;
use crate::dialect::Habits;
use crate::error::{Code, Error};
use crate::http::Secret;
use crate::json::Value;
use crate::list;
use crate::order::{Address, Order, is_id, rental};
use crate::text::{Text, join};
use std::rc::Rc;

/// The most characters a text field may have, in bytes.
pub const MAX_TEXT_BYTES: usize = 1024;
/// The most units of one line.
pub const MAX_QUANTITY: u64 = 1_000_000;
/// The most lines in one edit.
pub const MAX_LINES_PER_EDIT: usize = 100;

/// The wishes of one edit. Empty texts are no wishes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Edits {
    /// No lines at all.
    pub empty: bool,
    /// Quantities.
    pub lines: Vec<LineWish>,
    /// The e-mail.
    pub email: Text,
    /// Where it goes.
    pub shipping: Option<Rc<Address>>,
    /// Who is billed.
    pub billing: Option<Billing>,
    /// Instructions.
    pub notes: Text,
    /// The days of a rental, and its area.
    pub rental: Value,
    /// Whether addresses are to be kept for the next one.
    pub saves_address: bool,
    /// Coupons.
    pub coupons: Vec<CouponWish>,
    /// The rates.
    pub rate: Option<Rc<RateWish>>,
    /// The payment.
    pub payment: Option<Rc<PaymentWish>>,
}

const KNOWN: [&str; 11] = [
    "lines",
    "empty",
    "email",
    "shipping",
    "billing",
    "notes",
    "rental",
    "coupon",
    "removeCoupon",
    "rate",
    "payment",
];

impl Edits {
    /// The first of these inputs that is given.
    pub(super) fn first_of(&self, lacking: &[&'static str]) -> Option<&'static str> {
        let has_second_line = |address: &Rc<Address>| !address.address2.is_empty();
        let billing = match &self.billing {
            Some(Billing::Address(address)) => Some(address),
            _ => None,
        };
        let is_given = |name: &&&'static str| match **name {
            "coupon" => !self.coupons.is_empty(),
            "removeCoupon" => self.coupons.iter().any(|wish| !wish.apply),
            "payment.wallet" => {
                let is_saved = |p: &Rc<PaymentWish>| matches!(p.source, Source::Wallet { .. });
                self.payment.as_ref().is_some_and(is_saved)
            }
            "notes" => !self.notes.is_empty(),
            "payment.source" => self.payment.as_ref().is_some_and(|p| p.source != Source::None),
            "shipping.address2" => self.shipping.as_ref().is_some_and(has_second_line),
            "billing.address2" => billing.is_some_and(has_second_line),
            _ => false,
        };
        lacking.iter().find(is_given).copied()
    }

    /// What no server of the family takes: it is refused before it is wished. `known` is what a rental was before.
    ///
    /// # Errors
    /// `invalid_input` with the field; `unsupported` where nothing is rented.
    pub(super) fn check(&self, habits: &Habits, known: &Value) -> Result<(), Error> {
        if !habits.rents && (self.saves_address || !self.rental.is_null()) {
            return Err(Error::naming(Code::Unsupported, "rental", "unsupported"));
        }
        if self.lines.iter().any(|wish| wish.quantity > habits.max_quantity) {
            return Err(Error::input("lines.quantity", "too_many"));
        }
        let mut wrong = None;
        let mut check = |head: &str, name: &str, text: &str| {
            if let (None, Some(reason)) = (&wrong, (habits.check)(name, text)) {
                wrong = Some(Error::input(&join(&[head, name]), reason));
            }
        };
        check("", "email", &self.email);
        check("", "notes", &self.notes);
        for wish in &self.coupons {
            check("", "coupon", &wish.code);
        }
        let billing = match &self.billing {
            Some(Billing::Address(address)) => Some(address),
            _ => None,
        };
        for (head, address) in [("shipping.", self.shipping.as_ref()), ("billing.", billing)] {
            for (name, text) in address.map(|a| a.parts()).into_iter().flatten() {
                check(head, name, text);
            }
        }
        let rental = rental::over(&self.rental, known);
        let (start, end) = (rental::part(&rental, "start"), rental::part(&rental, "end"));
        // Written alike, days stand in the order of the calendar.
        if !end.is_empty() && end.as_bytes() < start.as_bytes() {
            wrong = Some(Error::input("rental.end", "order"));
        }
        wrong.map_or(Ok(()), Err)
    }

    /// Reads the edits of one action. `card` comes beside them, so that its digits never are a string.
    ///
    /// # Errors
    /// `invalid_input` with the first field that is wrong; `unsupported` for a card where raw cards are off.
    pub fn read(
        input: &Value,
        card: Option<Card>,
        order: Option<&Order>,
        is_raw_card: bool,
    ) -> Result<Edits, Error> {
        let Value::Map(pairs) = input else {
            return Err(Error::input("edits", "not_an_object"));
        };
        let mut reader = Reader { wrong: None };
        if pairs.iter().any(|(key, _)| !KNOWN.contains(&&**key)) {
            // The unknown key is the caller's own text, so it is not repeated.
            reader.blame("edits", "unknown_key");
        }
        let mut edits = Edits {
            empty: input.get("empty").is_true(),
            lines: reader.lines(input.get("lines")),
            email: reader.email(input.get("email")),
            shipping: reader.address(input.get("shipping"), "shipping"),
            notes: reader.optional(input.get("notes"), "notes"),
            rental: reader.rental(input.get("rental")),
            saves_address: input.get("rental").get("saveAddress").is_true(),
            rate: reader.rate(input.get("rate"), order).map(Rc::new),
            payment: reader
                .payment(input.get("payment"), card, is_raw_card)
                .map(Rc::new),
            ..Edits::default()
        };
        edits.billing = match input.get("billing") {
            Value::Text(text) if *text == "same" => Some(Billing::Same),
            other => reader.address(other, "billing").map(Billing::Address),
        };
        for (key, apply) in [("removeCoupon", false), ("coupon", true)] {
            if !input.get(key).is_null() {
                edits.coupons.push(CouponWish {
                    code: reader.coupon(input.get(key), key),
                    apply,
                });
            }
        }
        if !matches!(input.get("empty"), Value::Null | Value::True | Value::False) {
            reader.blame("empty", "not_a_boolean");
        }
        reader.wrong.map_or(Ok(edits), Err)
    }
}

/// Reads on after something was wrong, and remembers the first of it.
struct Reader {
    wrong: Option<Error>,
}

impl Reader {
    fn blame(&mut self, field: &str, reason: &'static str) {
        self.refuse(Code::InvalidInput, field, reason);
    }

    fn refuse(&mut self, code: Code, field: &str, reason: &'static str) {
        if self.wrong.is_none() {
            self.wrong = Some(Error::naming(code, field, reason));
        }
    }

    /// A text within the limits, trimmed, without control characters; empty for null.
    fn optional(&mut self, value: &Value, field: &str) -> Text {
        let raw = match value {
            Value::Null => "",
            Value::Text(text) => text,
            _ => {
                self.blame(field, "not_text");
                ""
            }
        };
        let bytes = raw.as_bytes().trim_ascii();
        if bytes.len() > MAX_TEXT_BYTES {
            self.blame(field, "too_long");
        } else if bytes.iter().any(|b| (*b < 0x20 && *b != b'\n') || *b == 0x7f) {
            self.blame(field, "control_character");
        }
        // Trimming ASCII blanks off UTF-8 leaves UTF-8.
        std::str::from_utf8(bytes).unwrap_or_default().into()
    }

    fn required(&mut self, value: &Value, field: &str) -> Text {
        let text = self.optional(value, field);
        if text.is_empty() {
            self.blame(field, "blank");
        }
        text
    }

    fn id(&mut self, value: &Value, field: &str) -> Text {
        match value {
            Value::Text(id) if is_id(id) => id.clone(),
            _ => {
                self.blame(field, "not_an_id");
                Text::default()
            }
        }
    }

    /// What every server refuses is refused here: one `@` with something on both sides, and no blank.
    fn email(&mut self, value: &Value) -> Text {
        let text = self.optional(value, "email");
        let bytes = text.as_bytes();
        let at = bytes.iter().position(|b| *b == b'@');
        let fits = at.is_some_and(|at| {
            at > 0 && at + 1 < bytes.len() && bytes.iter().filter(|b| **b == b'@' || **b <= b' ').count() == 1
        });
        if !value.is_null() && !fits {
            self.blame("email", "invalid");
        }
        text
    }

    fn rental(&mut self, value: &Value) -> Value {
        if !matches!(value, Value::Null | Value::Map(_)) {
            self.blame("rental", "not_an_object");
        }
        let mut rental = Value::Null;
        for name in rental::NAMES {
            let field = join(&["rental.", name]);
            let text = self.optional(value.get(name), &field);
            // A day has ten characters, so that days compare as texts.
            if *name != "postalCode" && !matches!(text.len(), 0 | 10) {
                self.blame(&field, "format");
            }
            rental::say(&mut rental, name, &text);
        }
        rental
    }

    fn coupon(&mut self, value: &Value, field: &str) -> Text {
        let code = self.required(value, field);
        // It becomes a part of a path, where dots alone would climb.
        if code.bytes().all(|b| b == b'.') {
            self.blame(field, "invalid");
        }
        code
    }

    fn lines(&mut self, value: &Value) -> Vec<LineWish> {
        match value {
            Value::Null => {}
            Value::List(items) if items.len() <= MAX_LINES_PER_EDIT => {}
            Value::List(_) => self.blame("lines", "too_many"),
            _ => self.blame("lines", "not_a_list"),
        }
        let mut wishes: Vec<LineWish> = Vec::new();
        for item in value.items().iter().take(MAX_LINES_PER_EDIT) {
            let line = item.get("line");
            let new = line.as_text().and_then(|id| id.strip_prefix("new:"));
            let target = match (line, new) {
                (Value::Null, _) => Target::Variant(self.id(item.get("variant"), "lines.variant")),
                (_, Some(variant)) => Target::Variant(self.id(&Value::text(variant), "lines.line")),
                _ => Target::Line(self.id(line, "lines.line")),
            };
            let quantity = item.get("quantity").as_u64().filter(|n| *n <= MAX_QUANTITY);
            if quantity.is_none() {
                self.blame("lines.quantity", "not_a_count");
            }
            let quantity = u32::try_from(quantity.unwrap_or(0)).unwrap_or(0);
            list::remove(&mut wishes, &|w| w.target == target);
            wishes.push(LineWish { target, quantity });
        }
        wishes
    }

    fn address(&mut self, value: &Value, head: &'static str) -> Option<Rc<Address>> {
        match value {
            Value::Null => return None,
            Value::Map(_) => {}
            _ => self.blame(head, "not_an_address"),
        }
        let mut address =
            Address::from_parts(|name| self.optional(value.get(name), &join(&[head, ".", name])));
        address.country = address.country.to_ascii_uppercase().into();
        let country = address.country.as_bytes();
        let is_code = country.len() == 2 && country.iter().all(u8::is_ascii_uppercase);
        if !country.is_empty() && !is_code {
            self.blame(&join(&[head, ".country"]), "not_a_country_code");
        }
        Some(Rc::new(address))
    }

    fn rate(&mut self, value: &Value, order: Option<&Order>) -> Option<RateWish> {
        let shown = match value {
            Value::Null => return None,
            Value::Text(text) if *text == "cheapest" => return Some(RateWish::Cheapest),
            Value::Map(_) if !value.get("method").is_null() => {
                let method = self.id(value.get("method"), "rate.method");
                return Some(RateWish::Chosen(vec![RateChoice {
                    contents: None,
                    method,
                    cost: None,
                }]));
            }
            Value::Map(_) => std::slice::from_ref(value),
            _ => value.items(),
        };
        if shown.is_empty() {
            self.blame("rate", "invalid");
        }
        let mut choices = Vec::new();
        for item in shown {
            let id = self.id(item.get("rate"), "rate");
            match order.and_then(|o| choice_of(o, &id)) {
                Some(choice) => choices.push(choice),
                None => self.blame("rate", "unknown"),
            }
        }
        Some(RateWish::Chosen(choices))
    }

    fn payment(&mut self, value: &Value, card: Option<Card>, is_raw_card: bool) -> Option<PaymentWish> {
        match value {
            Value::Null => return None,
            Value::Map(_) => {}
            _ => self.blame("payment", "not_an_object"),
        }
        let method = self.id(value.get("method"), "payment.method");
        // A card comes beside the edits; inside them its digits would be strings.
        if (card.is_some() && !is_raw_card) || !value.get("card").is_null() {
            self.refuse(Code::Unsupported, "payment.card", "raw_card_off");
        }
        let source = if let Some(card) = card {
            Source::Card(card)
        } else if !value.get("token").is_null() {
            Source::Token(Box::new(self.token(value)))
        } else if !value.get("wallet").is_null() {
            let code = value.get("code");
            let id = self.id(value.get("wallet"), "payment.wallet");
            Source::Wallet {
                id,
                code: (!code.is_null()).then(|| self.secret(code, "payment.code")),
            }
        } else {
            Source::None
        };
        Some(PaymentWish { method, source })
    }

    fn token(&mut self, value: &Value) -> Token {
        let mut shown = Vec::new();
        for (name, key) in [
            ("name", "name"),
            ("month", "month"),
            ("year", "year"),
            ("lastDigits", "last_digits"),
            ("brand", "cc_type"),
        ] {
            let text = self.optional(value.get(name), "payment");
            if name == "lastDigits" && text.len() > 4 {
                self.blame("payment.lastDigits", "too_long");
            }
            if !text.is_empty() {
                shown.push((key, text));
            }
        }
        Token {
            token: self.secret(value.get("token"), "payment.token"),
            shown,
        }
    }

    fn secret(&mut self, value: &Value, field: &str) -> Secret {
        Secret::new(self.required(value, field).as_bytes())
    }
}
