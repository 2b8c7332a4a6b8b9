//! What a failed action carries: a code, the fields, and what is true at the shop afterwards.

use crate::json::Value;

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
        /// The checkout cannot be made from these options.
        InvalidOptions = "invalid_options",
        /// The shop refused the content of named fields.
        InvalidField = "invalid_field",
        /// The thing named is not there: a variant, a line, a payment method, a saved card.
        NotFound = "not_found",
        /// The shop does not accept the credentials.
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
    pub field: String,
    /// The reason: `blank`, `invalid`, `unknown` …
    pub code: &'static str,
}

impl Field {
    /// A field and its reason.
    pub fn new(field: impl Into<String>, code: &'static str) -> Field {
        Field { field: field.into(), code }
    }

    /// `{ field, code }`.
    pub fn to_value(&self) -> Value {
        Value::map([("field", Value::text(&self.field)), ("code", Value::text(self.code))])
    }
}

/// The one error of the crate.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Error {
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

impl Error {
    /// A refusal of ours: nothing was sent, nothing has changed.
    pub fn refusal(code: Code) -> Error {
        Error { code, fields: Vec::new(), outcome: Outcome::NotSent, retryable: false, status: None }
    }

    /// A refusal that names an input.
    pub fn input(field: impl Into<String>, reason: &'static str) -> Error {
        Error { fields: vec![Field::new(field, reason)], ..Error::refusal(Code::InvalidInput) }
    }

    /// The public shape, `ErrorInfo` of the package.
    pub fn to_value(&self) -> Value {
        Value::map([
            ("code", Value::text(self.code.as_str())),
            ("fields", Value::List(self.fields.iter().map(Field::to_value).collect())),
            ("outcome", Value::text(self.outcome.as_str())),
            ("retryable", Value::Bool(self.retryable)),
            ("status", self.status.map_or(Value::Null, |s| Value::int(u64::from(s)))),
        ])
    }
}
