//! What a failed action carries: a code, the fields, and what is true at the shop afterwards.

use crate::json::{Value, map};
use crate::text::Text;

macro_rules! codes {
    ($(#[$enum_doc:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$enum_doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $name { $($(#[$doc])* $variant,)* }
        impl $name {
            /// Every member, for tables and tests.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];
            /// The stable text users branch on.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// What went wrong. The texts are the closed union `ErrorCode` of the package.
    Code {
        /// An argument has the wrong shape.
        InvalidInput = "invalid_input",
        /// The checkout cannot be made, or a call of it, from these options.
        InvalidOptions = "invalid_options",
        /// The shop refused the content of named fields.
        InvalidField = "invalid_field",
        /// The thing named is not there: a variant, a line, a payment method, a saved card.
        NotFound = "not_found",
        /// The shop does not accept the credentials, or the page has none: its `auth.get` failed.
        Unauthorized = "unauthorized",
        /// The shop has not enough of something in the order.
        OutOfStock = "out_of_stock",
        /// The coupon was not applied or removed; the field's code says why.
        CouponRefused = "coupon_refused",
        /// The shop did not take the payment.
        PaymentRefused = "payment_refused",
        /// The shop would not go to the next step.
        TransitionRefused = "transition_refused",
        /// Sent twice, and the shop still shows something else.
        ServerChanged = "server_changed",
        /// The total is not the one that was agreed.
        TotalChanged = "total_changed",
        /// Another write on this order is in progress, for longer than we wait.
        Busy = "busy",
        /// The connection failed.
        Network = "network",
        /// No answer in time.
        Timeout = "timeout",
        /// The shop redirected a call.
        Redirected = "redirected",
        /// The answer is too large.
        TooLarge = "too_large",
        /// The answer cannot be read.
        UnreadableAnswer = "unreadable_answer",
        /// The shop failed.
        ServerError = "server_error",
        /// The shop's server is of another family than the options say, or of another of its generations.
        UnsupportedServer = "unsupported_server",
        /// The shop refused for a reason it alone knows.
        ShopRefused = "shop_refused",
        /// The order is placed; it takes no edits.
        OrderComplete = "order_complete",
        /// The order can no longer be reached.
        OrderGone = "order_gone",
        /// The page's own `createOrder` failed.
        CreateOrderFailed = "create_order_failed",
        /// This family or mode cannot do that.
        Unsupported = "unsupported",
        /// A purchase attempt on this order has no known end yet.
        AttemptUnresolved = "attempt_unresolved",
        /// The caller gave up waiting.
        Aborted = "aborted",
        /// The checkout was disposed.
        Disposed = "disposed",
        /// A defect of this library.
        Internal = "internal",
    }
}

codes! {
    /// What is true at the shop after a failed action.
    Outcome {
        /// Nothing was sent.
        NotSent = "not_sent",
        /// The shop refused; it is as it was, as far as this action goes.
        Rejected = "rejected",
        /// The shop did it.
        Applied = "applied",
        /// Nobody knows; the checkout reads before it sends anything else.
        Unknown = "unknown",
    }
}

/// A field that is wrong, and in which way. Never its value.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    /// The name of the input, `shipping.city`.
    pub field: Text,
    /// The reason: `blank`, `invalid`, `unknown` …
    pub code: &'static str,
}

impl Field {
    /// A field and its reason.
    pub fn new(field: &str, code: &'static str) -> Field {
        Field {
            field: field.into(),
            code,
        }
    }

    fn to_value(&self) -> Value {
        map! { "field" => &self.field, "code" => self.code }
    }
}

/// The one error of the crate. Its detail is boxed: results travel often, errors seldom.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Error(Box<Detail>);

/// What an error says.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Detail {
    /// What went wrong.
    pub code: Code,
    /// Which fields, where that is known.
    pub fields: Vec<Field>,
    /// What is true at the shop.
    pub outcome: Outcome,
    /// Whether the same action may succeed later without a change.
    pub retryable: bool,
    /// The HTTP status behind it, if any.
    pub status: Option<u16>,
}

impl std::ops::Deref for Error {
    type Target = Detail;

    fn deref(&self) -> &Detail {
        &self.0
    }
}

impl std::ops::DerefMut for Error {
    fn deref_mut(&mut self) -> &mut Detail {
        &mut self.0
    }
}

impl Error {
    /// A refusal of ours: nothing was sent, nothing has changed.
    pub fn refusal(code: Code) -> Error {
        let outcome = Outcome::NotSent;
        Error(Box::new(Detail {
            code,
            fields: Vec::new(),
            outcome,
            retryable: false,
            status: None,
        }))
    }

    /// Nobody knows what became of a call; it may be tried again.
    pub fn unknown(code: Code, status: Option<u16>) -> Error {
        let mut error = Error::refusal(code);
        error.outcome = Outcome::Unknown;
        error.retryable = true;
        error.status = status;
        error
    }

    /// A refusal that names an input.
    pub fn input(field: &str, reason: &'static str) -> Error {
        Error::naming(Code::InvalidInput, field, reason)
    }

    /// A refusal of this kind that names an input.
    pub fn naming(code: Code, field: &str, reason: &'static str) -> Error {
        let mut error = Error::refusal(code);
        error.fields.push(Field::new(field, reason));
        error
    }

    /// The same error, where the outcome is known to be this.
    #[must_use]
    pub fn with_outcome(mut self, outcome: Outcome) -> Error {
        self.outcome = outcome;
        self
    }

    /// The public shape, `ErrorInfo` of the package.
    pub fn to_value(&self) -> Value {
        map! {
            "code" => self.code.as_str(),
            "fields" => Value::each(&self.fields, Field::to_value),
            "outcome" => self.outcome.as_str(),
            "retryable" => self.retryable,
            "status" => self.status.map_or(Value::Null, |s| Value::int(u64::from(s))),
        }
    }
}
