//! What the shopper wants, as absolute wishes. An action edits it; nothing else does.

use crate::http::Secret;
use crate::json::Value;
use crate::list;
use crate::order::{Address, Line, Money};
use crate::text::{Text, join};
use std::rc::Rc;

/// How often one wish may be sent for one edit.
pub const MAX_SENT: u8 = 2;

/// Names a wish: the key under which the page finds it in `pending`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Key {
    /// A line by its id.
    Line(Text),
    /// A line by what is sold.
    Variant(Text),
    /// An empty cart.
    Empty,
    /// The e-mail.
    Email,
    /// The shipping address.
    Shipping,
    /// The billing address.
    Billing,
    /// Delivery instructions.
    Notes,
    /// The days of a rental, and its area.
    Rental,
    /// A coupon, by its code.
    Coupon(Text),
    /// The rates.
    Rate,
    /// The payment.
    Payment,
}

impl Key {
    /// The key as text, `line:7`.
    pub fn text(&self) -> Text {
        match self {
            Key::Line(id) => join(&["line:", id]),
            Key::Variant(id) => join(&["variant:", id]),
            Key::Coupon(code) => join(&["coupon:", code]),
            plain => plain.head().into(),
        }
    }

    /// The name of the input that such a wish comes from.
    pub fn head(&self) -> &'static str {
        match self {
            Key::Line(_) | Key::Variant(_) => "lines",
            Key::Coupon(_) => "coupon",
            Key::Empty => "empty",
            Key::Email => "email",
            Key::Shipping => "shipping",
            Key::Billing => "billing",
            Key::Notes => "notes",
            Key::Rental => "rental",
            Key::Rate => "rate",
            Key::Payment => "payment",
        }
    }
}

/// Which line is meant.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Target {
    /// The line with this id.
    Line(Text),
    /// The line that sells this variant.
    Variant(Text),
}

impl Target {
    /// Whether it means this line.
    pub fn names(&self, line: &Line) -> bool {
        match self {
            Target::Line(id) => *id == line.id,
            Target::Variant(variant) => *variant == line.variant,
        }
    }

    /// The key of a wish about it.
    pub fn key(&self) -> Key {
        match self {
            Target::Line(id) => Key::Line(id.clone()),
            Target::Variant(id) => Key::Variant(id.clone()),
        }
    }
}

/// A line's wished quantity.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LineWish {
    /// Which line.
    pub target: Target,
    /// How many in all; 0 removes it.
    pub quantity: u32,
}

/// Who is to be billed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Billing {
    /// Whoever receives the goods, also when that changes.
    Same,
    /// Somebody else.
    Address(Rc<Address>),
}

/// A coupon that is to be on the order, or off it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct CouponWish {
    /// The code, trimmed.
    pub code: Text,
    /// Whether it is to be applied.
    pub apply: bool,
}

/// The rates wished for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum RateWish {
    /// The cheapest of each shipment.
    Cheapest,
    /// These. Kept by content and method, since the ids die at each re-entry.
    Chosen(Vec<RateChoice>),
}

/// One chosen rate.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RateChoice {
    /// What is in the shipment; nothing means any shipment.
    pub contents: Option<Vec<(Text, u32)>>,
    /// The shipping method.
    pub method: Text,
    /// What it cost when it was chosen.
    pub cost: Option<Money>,
}

/// A payment, one-shot: sent when the order is placed, then forgotten.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct PaymentWish {
    /// The payment method's id.
    pub method: Text,
    /// What pays.
    pub source: Source,
}

/// What pays.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Source {
    /// Nothing beyond the method: a check, cash.
    None,
    /// A gateway's token, and what may be shown of the card.
    Token(Box<Token>),
    /// A saved source of this customer.
    Wallet {
        /// Its id in the wallet.
        id: Text,
        /// The security code, where the gateway asks for it again.
        code: Option<Secret>,
    },
    /// A card typed into the page; only where the page has accepted what that means.
    Card(Card),
}

/// A gateway's token for a card.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Token {
    /// The token.
    pub token: Secret,
    /// What may be shown: holder, month, year, last digits, brand.
    pub shown: Vec<(&'static str, Text)>,
}

/// A card typed into the page. The digits stay with the host, which writes them into the one request that has holes for
/// them, and forgets them when [`Session::card`] no longer names this one.
///
/// [`Session::card`]: super::Session::card
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Card {
    /// How many cards its host was given up to this one.
    pub count: u32,
    /// Whether none of its fields is empty.
    pub is_whole: bool,
}

/// Everything the shopper wants and the shop has not confirmed. Empty texts are no wishes.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Intent {
    /// No lines at all, before [`Intent::lines`].
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
    /// Whether addresses are to be kept for the shopper's next rental; rides with them.
    pub saves_address: bool,
    /// Coupons to apply or remove.
    pub coupons: Vec<CouponWish>,
    /// The rates; stays as a preference once chosen.
    pub rate: Option<Rc<RateWish>>,
    /// Whether the rates are chosen: then the preference waits for a reset of our own.
    pub is_rate_kept: bool,
    /// The payment.
    pub payment: Option<Rc<PaymentWish>>,
    /// Whether the billing address follows the shipping address.
    pub is_billing_same: bool,
    /// How many calls have carried a wish since it was made; nothing for none.
    sent: Vec<(Key, u8)>,
}

impl Intent {
    /// The keys of all wishes not confirmed yet.
    pub fn open(&self) -> Vec<Key> {
        let mut open = Vec::new();
        let mut add = |key: Key, is_open: bool| {
            if is_open {
                open.push(key);
            }
        };
        add(Key::Empty, self.empty);
        for wish in &self.lines {
            add(wish.target.key(), true);
        }
        add(Key::Email, !self.email.is_empty());
        add(Key::Shipping, self.shipping.is_some());
        add(Key::Billing, self.billing.is_some());
        add(Key::Notes, !self.notes.is_empty());
        add(Key::Rental, !self.rental.is_null());
        for wish in &self.coupons {
            add(Key::Coupon(wish.code.clone()), true);
        }
        add(Key::Rate, self.open_rate().is_some());
        add(Key::Payment, self.payment.is_some());
        open
    }

    /// The rates wished for, unless they are chosen.
    pub fn open_rate(&self) -> Option<&RateWish> {
        self.rate.as_deref().filter(|_| !self.is_rate_kept)
    }

    /// How many calls have carried this wish.
    pub fn sent(&self, key: &Key) -> u8 {
        let found = self.sent.iter().find(|(known, _)| known == key);
        found.map_or(0, |(_, times)| *times)
    }

    /// Notes how many calls have carried this wish.
    pub fn set_sent(&mut self, key: &Key, times: u8) {
        list::remove(&mut self.sent, &|(known, _)| known == key);
        if times > 0 {
            self.sent.push((key.clone(), times));
        }
    }

    /// A wish is fulfilled: it is dropped, but for the rates, which stay as a preference.
    pub fn fulfil(&mut self, key: &Key) {
        if *key == Key::Rate {
            self.is_rate_kept = true;
        } else {
            self.drop_wish(key);
        }
    }

    /// Forgets one wish.
    pub fn drop_wish(&mut self, key: &Key) {
        self.set_sent(key, 0);
        match key {
            Key::Line(_) | Key::Variant(_) => {
                list::remove(&mut self.lines, &|wish| wish.target.key() == *key);
            }
            Key::Empty => self.empty = false,
            Key::Email => self.email = Text::default(),
            Key::Shipping => self.shipping = None,
            Key::Billing => self.billing = None,
            Key::Notes => self.notes = Text::default(),
            Key::Rental => self.rental = Value::Null,
            Key::Coupon(code) => list::remove(&mut self.coupons, &|wish| wish.code == *code),
            Key::Rate => self.rate = None,
            Key::Payment => self.payment = None,
        }
    }

    /// Whether an open wish may change what the order costs.
    pub fn may_change_total(&self) -> bool {
        self.empty
            || !self.lines.is_empty()
            || !self.coupons.is_empty()
            || self.shipping.is_some()
            || !self.rental.is_null()
            || self.open_rate().is_some()
    }
}
