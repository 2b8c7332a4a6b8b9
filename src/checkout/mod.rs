//! The conversation: an edit changes the intent, a poll hands out the next effect, an answer changes the store.
//!
//! Nothing here performs anything. The host calls [`Session::poll`] until it yields nothing, performs each
//! effect, and tells what came of it: [`Session::locked`], [`Session::saved`], [`Session::receive`].

mod aftermath;
mod attempt;
mod call;
mod converge;
mod coupon;
mod edit;
mod ending;
mod flight;
mod input;
mod intent;
mod journal;
mod judge;
mod mirror;
mod options;
mod outcome;
mod proxy;
mod query;
mod question;
mod rates;
mod receive;
mod resume;
mod seen;
mod step;
mod trouble;

pub use attempt::{ATTEMPT_LIMIT_MS, HELD_WAIT_MS};
pub use call::{
    Answer, Call, Choose, Contact, Draft, Expectation, Fault, FaultKind, LineEdit, Pay, PayBy, carried,
    lost_error,
};
pub use converge::CARD_LIFE_MS;
pub use input::{Edits, MAX_LINES_PER_EDIT, MAX_QUANTITY, MAX_TEXT_BYTES};
pub use intent::{
    Billing, Card, CouponWish, Intent, Key, LineWish, MAX_SENT, PaymentWish, RateChoice, RateWish, Source,
    Target, Token,
};
pub use mirror::{Blocker, Prediction, blockers, foresee};
pub use options::{AuthKind, Config, UNCERTAIN_AFTER_MS};
pub use outcome::Settled;
pub use query::Query;
pub use rates::{RateProblem, Resolved, resolve_rates};
pub use seen::{MAX_SHOWN, Seen};
pub use step::{Entry, Step};

use crate::check::address::Shop;
use crate::dialect::{Doors, View, Wire};
use crate::error::Error;
use crate::http::Request;
use crate::json::{Value, map};
use crate::list;
use crate::store::Store;
use crate::text::{Text, join};
use attempt::Attempt;
use flight::{Flight, Held, Lock};
use outcome::Outcomes;
use question::Questions;

/// Pairs a request with its answer.
pub type Ticket = u64;

/// Something the host is asked to do.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Effect {
    /// Take the lock of this name, then call [`Session::locked`] with what the storage holds by then.
    Lock(Text),
    /// Let the lock go.
    Unlock,
    /// Store this text, then call [`Session::saved`].
    Save(Text),
    /// Send this request, then call [`Session::receive`] with the decoded answer.
    Send {
        /// To answer with.
        ticket: Ticket,
        /// What to send.
        request: Box<Request>,
    },
    /// Ask the page's backend for an order, then call [`Session::created`].
    CreateOrder {
        /// To answer with.
        ticket: Ticket,
        /// What is known of it: e-mail and lines, as JSON.
        draft: Text,
    },
    /// Poll again at this time.
    Wake {
        /// The time, in milliseconds on the clock that `now_ms` is read from.
        at_ms: u64,
    },
}

/// One checkout: intent, store, and the conversation about them.
#[derive(Clone, Hash, Debug)]
pub struct Session {
    config: Config,
    intent: Intent,
    store: Store,
    attempt: Option<Box<Attempt>>,
    flight: Option<Box<Flight>>,
    lock: Lock,
    /// A call that was carried out and said no more than that: the next read tells what came of it.
    done: Option<Box<Flight>>,
    /// A fault or a lost answer whose meaning the next read decides.
    held: Option<Held>,
    outcomes: Outcomes,
    journal: journal::Keeper,
    questions: Questions,
    /// What the shop itself said stands in the way, until the next edit.
    stuck: Option<Blocker>,
    pace: converge::Pace,
    is_create_bare: bool,
    is_split: bool,
    /// A payment that was taken was gone when the order was to be placed.
    drops_payments: bool,
    /// A read with the order token in its header was refused.
    is_token_in_query: bool,
    /// Where the shop's API is, once it was looked for.
    root: &'static str,
    /// How many places were tried in vain.
    roots_tried: usize,
    is_current_asked: bool,
    /// A payment that was wished is no longer valid.
    must_reenter: bool,
    /// Since when a typed card waits to be sent.
    card_since_ms: Option<u64>,
    next_ticket: Ticket,
    /// When the host last polled.
    now_ms: u64,
    /// The last time asked for, and when.
    last_wake: Option<(u64, u64)>,
    /// How the purchase ended, to be told again.
    ending: Value,
}

impl Session {
    /// A checkout from the page's options and what its storage holds from before.
    ///
    /// Nothing is sent until the first edit; but an order found in storage is read at the first poll.
    ///
    /// # Errors
    /// `invalid_options`, naming the option. A saved text that cannot be read is left aside.
    pub fn new(options: &Value, saved: Option<&[u8]>) -> Result<Session, Error> {
        let mut session = Session::open(options)?;
        session.resume(saved);
        Ok(session)
    }

    /// A checkout that has not looked into the storage yet: the options say under which key.
    ///
    /// # Errors
    /// `invalid_options`, naming the option.
    pub fn open(options: &Value) -> Result<Session, Error> {
        let config = Config::read(options)?;
        Ok(Session {
            config,
            intent: Intent::default(),
            store: Store::default(),
            attempt: None,
            flight: None,
            lock: Lock::Free,
            done: None,
            held: None,
            outcomes: Outcomes::default(),
            journal: journal::Keeper::default(),
            questions: Questions::default(),
            stuck: None,
            pace: converge::Pace::default(),
            is_create_bare: false,
            is_split: false,
            drops_payments: false,
            is_token_in_query: false,
            root: "",
            roots_tried: 0,
            is_current_asked: false,
            must_reenter: false,
            card_since_ms: None,
            next_ticket: 1,
            now_ms: 0,
            last_wake: None,
            ending: Value::Null,
        })
    }

    /// Under which key the host stores the journal.
    pub fn storage_key(&self) -> Text {
        let number = match &self.config.auth {
            AuthKind::Order(number, _) => &**number,
            AuthKind::Bearer => "customer",
            AuthKind::Proxy => "visitor",
            AuthKind::Guest => "",
        };
        join(&[
            "cashwrap:",
            self.config.dialect.name(),
            ":",
            &self.config.shop,
            ":",
            number,
        ])
    }

    /// The shop's base URL, which every request's path is appended to.
    pub fn shop(&self) -> &str {
        &self.config.shop
    }

    /// Grows with each change of what a page may see.
    pub fn revision(&self) -> u64 {
        self.store.revision
    }

    /// The order as the shop last told it, if there is one.
    pub fn order(&self) -> Option<&crate::order::Order> {
        self.store.order.as_deref()
    }

    /// The checkout as a page sees it, `Snapshot` of the package.
    pub fn snapshot(&self) -> Value {
        crate::view::snapshot(self)
    }

    /// The next thing that ended: an edit, a submit or a question, by the id it was given.
    pub fn settled(&mut self) -> Option<(u64, Settled)> {
        outcome::next(&mut self.outcomes.settled)
    }

    /// The next event, `CheckoutEvent` of the package.
    pub fn event(&mut self) -> Option<Value> {
        outcome::next(&mut self.outcomes.events)
    }

    /// What shops of this family ask of an address: the mirror's blockers are errors of a form by the same rules.
    pub fn address_shop(&self) -> Shop {
        self.doors().address
    }

    fn doors(&self) -> &'static Doors {
        self.config.dialect.doors()
    }

    fn wire(&self) -> Wire<'_> {
        Wire {
            shop: &self.config.shop,
            root: self.root,
            countries: self.questions.countries(),
            order: self.store.order.as_deref(),
            is_blind: self.store.is_blind,
            placeholder: &self.config.placeholder,
            number: self.store.order.as_ref().map_or("", |o| &o.number),
            token: self.store.token.as_ref(),
            is_bearer: self.config.auth == AuthKind::Bearer,
            is_token_in_query: self.is_token_in_query,
            rental: Some(&self.intent.rental),
            saves_address: self.intent.saves_address,
        }
    }

    fn view(&self) -> View<'_> {
        View {
            order: self.store.order.as_deref(),
            intent: &self.intent,
            is_offered: self.store.is_offered,
            entry: self.store.entry,
            is_recount_due: self.store.recount.is_some(),
            has_placeholder: !self.config.placeholder.is_empty(),
            is_placing: self.attempt.as_ref().is_some_and(|a| !a.is_resumed()),
            has_hook: self.config.has_hook,
            is_create_bare: self.is_create_bare,
            drops_payments: self.drops_payments,
            is_split: self.is_split,
        }
    }

    fn touch(&mut self) {
        self.store.touch(&self.intent);
    }

    fn ticket(&mut self) -> Ticket {
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        ticket
    }
}

/// What the public view reads.
impl Session {
    pub(crate) fn intent(&self) -> &Intent {
        &self.intent
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn is_memory_only(&self) -> bool {
        self.journal.is_memory || self.journal.is_crowded_out
    }

    pub(crate) fn status(&self) -> &'static str {
        match &self.attempt {
            _ if self.store.is_placed => "placed",
            Some(attempt) if attempt.is_uncertain => "uncertain",
            Some(_) => "placing",
            None => "open",
        }
    }

    /// The wishes not confirmed, the one in flight marked, and those the shop refused.
    pub(crate) fn pending(&self) -> Value {
        let sending = self
            .flight
            .as_ref()
            .map(|f| f.keys.as_slice())
            .unwrap_or_default();
        let mut entries = Value::object();
        for key in self.intent.open() {
            let status = if sending.contains(&key) {
                "sending"
            } else {
                "waiting"
            };
            entries.put(&key.text(), map! { "status" => status, "error" => Value::Null });
        }
        for (key, error) in &self.outcomes.refused {
            let refused = map! { "status" => "refused", "error" => error.to_value() };
            entries.put(&key.text(), refused);
        }
        entries
    }

    /// Where the wishes lead, and what blocks them.
    pub(crate) fn prediction(&self) -> Prediction {
        let mut prediction = foresee(self.doors(), &self.view(), self.store.is_fresh());
        prediction.blockers.extend(self.stuck.clone());
        for (key, error) in &self.outcomes.refused {
            let is_address = matches!(key, Key::Shipping | Key::Billing);
            if is_address && error.code == crate::error::Code::ServerChanged {
                // The shop made another address of it, twice: nobody has agreed to that one.
                prediction
                    .blockers
                    .push(Blocker::error("address.different", Step::Address, key.head()));
            }
        }
        if self.must_reenter && self.intent.payment.is_none() {
            list::remove(&mut prediction.blockers, &|b| b.code == "payment.missing");
            prediction
                .blockers
                .push(Blocker::error("payment.reenter", Step::Payment, "payment"));
        }
        prediction
    }
}
