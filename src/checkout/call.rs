//! What converge wants next, and what came of it: the words between the loop and a room.

use super::intent::{Card, Key, PaymentWish, Source};
use super::step::Step;
use crate::error::{Code, Error, Field, Outcome};
use crate::http::Lost;
use crate::json::Value;
use crate::list;
use crate::order::{Address, Line, Money, Order, OrderToken, Payment};
use crate::text::Text;
use std::rc::Rc;

/// One call towards the intent, in words every family shares.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Call {
    /// Makes an order, with all that may ride along.
    Create(Box<Draft>),
    /// Asks the page's own backend for an order.
    Hook,
    /// Reads the order.
    Read,
    /// Reads what is on offer at the order's step, where the order itself does not tell: rates, payment methods.
    Offers,
    /// Reads the signed-in customer's order in progress.
    Current,
    /// Learns where the shop's API is, and its countries.
    Look(&'static str),
    /// Sets several lines at once; or none, where other wishes ride with them.
    Lines(Vec<LineEdit>),
    /// Adds a line. Where the server sums, it is sent only while the line is absent.
    AddLine {
        /// What is sold.
        variant: Text,
        /// How many.
        quantity: u32,
    },
    /// Sets a line's quantity.
    SetLine {
        /// The line.
        line: Text,
        /// What it sells.
        variant: Text,
        /// How many in all.
        quantity: u32,
    },
    /// Removes a line.
    RemoveLine {
        /// The line.
        line: Text,
        /// What it sold.
        variant: Text,
    },
    /// Removes all lines.
    Empty,
    /// Applies a coupon.
    ApplyCoupon(Text),
    /// Takes a coupon off.
    RemoveCoupon(Text),
    /// Sends e-mail and addresses; goes one step on.
    Contact(Box<Contact>),
    /// Chooses a rate for each shipment; goes one step on.
    Choose(Box<Choose>),
    /// Goes one step on.
    Next,
    /// Goes on until something stops it, at most to the last step before placing.
    Advance,
    /// Adds a payment.
    Pay(Box<Pay>),
    /// Places the order.
    Complete {
        /// The total the shop must still agree to.
        total: Money,
        /// Instructions, where placing is what takes them.
        notes: Text,
    },
}

/// One line of several.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LineEdit {
    /// The line; empty where there is none yet.
    pub line: Text,
    /// What it sells.
    pub variant: Text,
    /// How many in all.
    pub quantity: u32,
}

/// What rides along when an order is made.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Draft {
    /// Variant and quantity, each variant once.
    pub lines: Vec<(Text, u32)>,
    /// E-mail and addresses.
    pub contact: Contact,
    /// Instructions.
    pub notes: Text,
}

/// E-mail and addresses, each where it is to be sent.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Contact {
    /// The step to go back to first, where the order is past the one that takes addresses.
    pub back_to: Option<Step>,
    /// The e-mail.
    pub email: Text,
    /// Where it goes.
    pub shipping: Option<Rc<Address>>,
    /// Who is billed.
    pub billing: Option<Rc<Address>>,
}

/// A rate for each shipment.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Choose {
    /// The step to go back to first, where the order is past the one that takes rates.
    pub back_to: Option<Step>,
    /// Shipment id and rate id.
    pub rates: Vec<(Text, Text)>,
    /// Instructions.
    pub notes: Text,
}

/// A payment to add.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Pay {
    /// What pays.
    pub wish: Rc<PaymentWish>,
    /// How much.
    pub amount: Money,
    /// What the call does beside.
    pub by: PayBy,
}

/// What the call that takes a payment does beside.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PayBy {
    /// Nothing: the step stays.
    Itself,
    /// Goes one step on.
    Step,
    /// Goes back to the step that takes payments, then one step on.
    Back,
    /// Takes the addresses along, and goes on from where they are taken (the rental annex).
    Address,
}

impl Call {
    /// A short name for events and drifts.
    pub fn name(&self) -> &'static str {
        match self {
            Call::Create(_) => "create",
            Call::Hook => "create_order",
            Call::Read => "read",
            Call::Offers => "offers",
            Call::Current => "current",
            Call::Look(_) => "look",
            Call::Lines(_) => "lines",
            Call::AddLine { .. } => "add_line",
            Call::SetLine { .. } => "set_line",
            Call::RemoveLine { .. } => "remove_line",
            Call::Empty => "empty",
            Call::ApplyCoupon(_) => "apply_coupon",
            Call::RemoveCoupon(_) => "remove_coupon",
            Call::Contact(_) => "contact",
            Call::Choose(_) => "choose",
            Call::Next => "next",
            Call::Advance => "advance",
            Call::Pay(_) => "pay",
            Call::Complete { .. } => "complete",
        }
    }

    /// Whether it only reads.
    pub fn is_read(&self) -> bool {
        matches!(self, Call::Read | Call::Offers | Call::Current | Call::Look(_))
    }

    /// Whether it is about lines alone, so that it needs to know no more than the lines.
    pub fn is_line(&self) -> bool {
        matches!(
            self,
            Call::AddLine { .. } | Call::SetLine { .. } | Call::RemoveLine { .. }
        )
    }

    /// Whether the server computes the order anew with it, beside those about lines.
    pub fn recounts(&self) -> bool {
        matches!(self, Call::Contact(_) | Call::Choose(_) | Call::Pay(_))
    }

    /// Whether it changes what the checkout stands on, so that a server may go back to an earlier step.
    pub fn may_reset(&self) -> bool {
        self.is_line()
            || matches!(
                self,
                Call::Empty | Call::Contact(_) | Call::Lines(_) | Call::ApplyCoupon(_)
            )
    }

    /// The card whose digits its request has holes for.
    pub fn card(&self) -> Option<Card> {
        match self {
            Call::Pay(pay) => match pay.wish.source {
                Source::Card(card) => Some(card),
                _ => None,
            },
            _ => None,
        }
    }
}

/// What a call would do to the order as known, if the server follows its family's rules.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Expectation {
    /// The order afterwards, as far as it can be foreseen.
    pub order: Box<Order>,
    /// Why the server would refuse, if it would: field and code.
    pub refused: Option<Field>,
    /// What was taken for granted.
    pub assumes: Vec<&'static str>,
}

/// What came of a call.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Answer {
    /// The order as it is now, and its token where it was told.
    Order(Rc<Order>, Option<OrderToken>),
    /// One line as it is now; the rest of the order may have changed with it.
    Line(Box<Line>),
    /// The payment that was added.
    Payment(Box<Payment>),
    /// The coupon is on, or off.
    Coupon,
    /// It is done; nothing more was said.
    Done,
    /// There is no order in progress.
    Nothing,
    /// The shop said no.
    Fault(Fault),
    /// There is no answer.
    Lost(Lost),
    /// The answer cannot be read.
    Mismatch {
        /// The HTTP status.
        status: u16,
    },
    /// The page's backend made an order.
    Created {
        /// Its number.
        number: Text,
        /// Its token.
        token: Option<OrderToken>,
    },
    /// The page's backend did not.
    HookFailed,
    /// Reference data, in the public shape.
    Told(Value),
}

/// Why the shop said no.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FaultKind {
    /// These credentials may not do that to this order, or the order is closed or gone.
    Unauthorized,
    /// The order or a thing named in the call is not there.
    NotFound,
    /// The content of fields.
    Invalid,
    /// The step cannot be left.
    Transition,
    /// Not enough stock.
    Stock,
    /// The total is not the expected one.
    Total,
    /// The coupon.
    Coupon,
    /// Another write on this order is in progress.
    Locked,
    /// The server failed: it may have done it or not.
    Server,
    /// The server is of another family, or of another of its generations.
    Family,
    /// Something else.
    Other,
}

/// A refusal by the shop.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Fault {
    /// Why.
    pub kind: FaultKind,
    /// Which fields.
    pub fields: Vec<Field>,
    /// The HTTP status.
    pub status: u16,
}

impl Fault {
    /// The fault as the error an action is rejected with.
    pub fn to_error(&self, call: &Call) -> Error {
        let code = match (self.kind, call) {
            (FaultKind::Unauthorized, _) => Code::Unauthorized,
            (FaultKind::Stock, _) => Code::OutOfStock,
            (FaultKind::Total, _) => Code::TotalChanged,
            (FaultKind::Coupon, _) => Code::CouponRefused,
            (FaultKind::Locked, _) => Code::Busy,
            (FaultKind::Server, _) => Code::ServerError,
            (FaultKind::Family, _) => Code::UnsupportedServer,
            // None of the places where it could be.
            (FaultKind::NotFound, Call::Look(_)) => Code::UnsupportedServer,
            (FaultKind::NotFound, _) => Code::NotFound,
            (_, Call::Pay(_)) => Code::PaymentRefused,
            (FaultKind::Invalid, _) => Code::InvalidField,
            (FaultKind::Transition, _) => Code::TransitionRefused,
            (FaultKind::Other, _) => Code::ShopRefused,
        };
        let mut error = Error::unknown(code, Some(self.status));
        error.fields.clone_from(&self.fields);
        if !matches!(self.kind, FaultKind::Server | FaultKind::Family) {
            error.outcome = Outcome::Rejected;
            error.retryable = matches!(self.kind, FaultKind::Locked | FaultKind::Stock);
        }
        error
    }
}

/// The error for a call without a readable answer.
pub fn lost_error(lost: Lost) -> Error {
    Error::unknown(
        match lost {
            Lost::Timeout => Code::Timeout,
            Lost::Redirect => Code::Redirected,
            Lost::TooLarge => Code::TooLarge,
            Lost::BadHeader => return Error::naming(Code::InvalidOptions, "headers", "invalid"),
            Lost::NoKey => return Error::naming(Code::Unauthorized, "auth.get", "invalid"),
            Lost::Network | Lost::Aborted | Lost::Trap => Code::Network,
        },
        None,
    )
}

/// The wishes a call carries.
pub fn carried(call: &Call, intent: &super::intent::Intent) -> Vec<Key> {
    let mut keys = intent.open();
    list::remove(&mut keys, &|key| !carries(call, key));
    keys
}

fn carries(call: &Call, key: &Key) -> bool {
    match (call, key) {
        (Call::Create(draft), Key::Variant(known)) => draft.lines.iter().any(|(variant, _)| variant == known),
        (Call::Create(draft), Key::Notes) => !draft.notes.is_empty(),
        // They ride with the lines.
        (Call::Create(draft), Key::Rental) => !draft.lines.is_empty(),
        (Call::Lines(_), Key::Rental) => true,
        (Call::Create(draft), _) => tells(&draft.contact, key),
        (Call::Contact(contact), _) => tells(contact, key),
        (Call::Lines(edits), Key::Line(known)) => edits.iter().any(|e| e.line == *known),
        (Call::Lines(edits), Key::Variant(known)) => edits.iter().any(|e| e.variant == *known),
        (Call::SetLine { line, .. } | Call::RemoveLine { line, .. }, Key::Line(known)) => line == known,
        (
            Call::AddLine { variant, .. } | Call::SetLine { variant, .. } | Call::RemoveLine { variant, .. },
            Key::Variant(known),
        ) => variant == known,
        (Call::ApplyCoupon(code) | Call::RemoveCoupon(code), Key::Coupon(known)) => code == known,
        (Call::Complete { notes, .. }, Key::Notes) => !notes.is_empty(),
        (Call::Choose(choose), Key::Notes) => !choose.notes.is_empty(),
        (Call::Empty, Key::Empty) | (Call::Choose(_), Key::Rate) | (Call::Pay(_), Key::Payment) => true,
        _ => false,
    }
}

fn tells(contact: &Contact, key: &Key) -> bool {
    match key {
        Key::Email => !contact.email.is_empty(),
        Key::Shipping => contact.shipping.is_some(),
        Key::Billing => contact.billing.is_some(),
        _ => false,
    }
}
