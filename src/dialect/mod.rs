//! The families of servers. A family is a value: its doors.
//!
//! Fewest unsafe calls from nothing to placed, each asserted by a test:
//!
//! | room | cheapest rate | no step to confirm | chosen rate | page by page |
//! |---|---|---|---|---|
//! | `solidus` | 4 | – | 6 | 8 |
//! | `spree_2_0` | 6 | 5 | 6 | 8 |
//! | `spree_2_2` | 4, with a token 5 | 3, with a token 4 | 6, with a token 7 | 8 |
//! | `spree_2_3` | 5 | 4 | 7 | 8 |
//! | `rental` | 4, 2 of them from cart to confirm | 6 | – | 6 |
//! | `sylius_0` | 4 + lines | – | 4 + lines | 4 + lines |
//! | `sylius_1` | 5 + lines, less what is skipped | – | 5 + lines | 5 + lines |
//!
//! What fences a submit:
//!
//! | room | key | lock | version | total | read after | a submit can promise |
//! |---|---|---|---|---|---|---|
//! | `solidus` | no | yes, 409 | no | `expected_total` | yes | placed at the agreed total, or not placed |
//! | `spree_2_0` | no | the proxy's | no | no | yes | read right before and compared after: `placed_different` |
//! | `spree_2_2` | no | no | no | no | yes | read right before and compared after: `placed_different` |
//! | `spree_2_3` | no | no | no | no | yes | read right before and compared after: `placed_different` |
//! | `rental` | no | no | no | no | yes | as `spree_2_3` |
//! | `sylius_0` | no | the proxy's | the state the call was made for, at the proxy | no | yes | fees and catalogue prices as known before; else `placed_different` |
//! | `sylius_1` | the proxy's | the proxy's; 409 on races for stock or number | no | no | yes | exactly the total last read, unless another writer came between: then `placed_different` |
//!
//! Where a Spree has no step to confirm, a call that takes a payment with its step places the order, too: if the server
//! dies after the charge and the browser sends it again, both charge. A token or a cheque is therefore taken by a call
//! of its own (`POST payments`; from 2.2 on for tokens), which cannot place; the call that then places names no
//! payment, and coming again finds the one under way. Three things cannot go so, and stay open: a typed card at a
//! gateway that keeps none, whose number is in no other call than the one that charges it; everything at 2.0 and 2.1,
//! where such a call is refused (a guest's, 2.1.12) or undone (2.0, up to 2.1.7); and what was seen to be undone at
//! 2.2.0 to 2.2.2. No fence of the family stops those. The first sending leaves behind what it had stored when the
//! server died, at most the payment under way, and nothing of that makes the second one fail: a payment entry makes a
//! new payment whatever there is, takes no id by which it would be the same one, its amount is set to the whole total,
//! `state` is believed, no version or key is compared (no 409), and reading first guards nothing against a request that
//! is sent by itself. A coupon is the one part that is refused when it comes again, and an order has none to spare.
//! What helps: a gateway with profiles, a token in place of a number, or the proxy, which lets a call through once.

#[cfg(feature = "spree")]
mod classic;
#[cfg_attr(
    not(feature = "solidus"),
    allow(dead_code, reason = "a library: a family alone uses a part of it")
)]
mod spree;
#[cfg_attr(
    not(feature = "solidus"),
    allow(dead_code, reason = "a library: a family alone uses a part of it")
)]
mod steps;
#[cfg(feature = "sylius")]
mod sylius;

use crate::check::address::Shop;
use crate::checkout::{Answer, Blocker, Call, Entry, Expectation, Intent, Query, Step};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::json::Value;
use crate::order::{Order, OrderToken};
use crate::text::Text;

/// One line for each room: the feature that builds it in, its variant, the name users write, its module.
macro_rules! rooms {
    ($($(#[$doc:meta])+ $feature:literal $variant:ident = $name:literal $room:ident;)+) => {
        $(#[cfg(feature = $feature)] mod $room;)+

        /// A family of servers.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Dialect {
            $($(#[$doc])+ #[cfg(feature = $feature)] $variant,)+
        }

        impl Dialect {
            /// Every family that was built in.
            pub const ALL: &'static [Dialect] = &[$(#[cfg(feature = $feature)] Dialect::$variant,)+];

            /// The name users write.
            pub fn name(self) -> &'static str {
                match self {
                    $(#[cfg(feature = $feature)] Dialect::$variant => $name,)+
                }
            }

            /// The family's doors.
            pub fn doors(self) -> &'static Doors {
                match self {
                    $(#[cfg(feature = $feature)] Dialect::$variant => &$room::DOORS,)+
                }
            }
        }
    };
}

rooms! {
    /// Solidus 2.8 to 4.x.
    "solidus" Solidus = "solidus" solidus;
    /// Spree 2.0.0 to 2.0.3.
    "spree" Spree20 = "spree_2_0" spree_2_0;
    /// Spree 2.0.4 to 2.2.
    "spree" Spree22 = "spree_2_2" spree_2_2;
    /// Spree 2.3 to 4.4.
    "spree" Spree23 = "spree_2_3" spree_2_3;
    /// Its annex for shops that rent things out, which the option `rental` opens.
    "spree" Rental = "spree_2_3" rental;
    /// Sylius with one checkout URL: 0.13 to 0.16, and as documented.
    "sylius" Sylius0 = "sylius_0" sylius_0;
    /// Sylius 1.x, split endpoints.
    "sylius" Sylius1 = "sylius_1" sylius_1;
}

impl Dialect {
    /// The family named in the options, or its annex.
    ///
    /// # Errors
    /// `invalid_options` when there is none of that name.
    pub fn from_option(options: &Value) -> Result<Dialect, Error> {
        let name = options.get("dialect").as_text().unwrap_or_default();
        let rental = options.get("rental");
        let is_it = |d: &Dialect| d.name() == name && d.doors().habits.rents == rental.is_true();
        let field = if rental.is_null() { "dialect" } else { "rental" };
        let found = Dialect::ALL.iter().copied().find(is_it);
        found.ok_or_else(|| Error::naming(Code::InvalidOptions, field, "unknown"))
    }
}

/// All that the rest of the crate knows of a family. A door is a plain function and keeps nothing.
#[derive(Debug)]
pub struct Doors {
    /// What every configuration refuses in an address.
    pub address: Shop,
    /// The steps of the family's default flow.
    pub steps: &'static [Step],
    /// Where the API may be, the likeliest first; nothing where every server has it in the same place.
    pub roots: &'static [&'static str],
    /// Whether a customer's own key is taken.
    pub has_bearer: bool,
    /// Whether the calls of a checkout need the shop's own key, which must not be in a page: then only a proxy will do.
    pub needs_proxy: bool,
    /// Whether the server itself lets one write at a time through per order.
    pub has_lock: bool,
    /// Whether a customer's order in progress can be found without its number.
    pub has_current: bool,
    /// In which ways the family differs from one that can always go back.
    pub habits: Habits,
    /// The next call towards the intent, if the order is to be moved at all.
    pub plan: fn(&View<'_>) -> Option<Call>,
    /// What a call would do: the family's state machine, mirrored.
    pub expect: fn(&Order, &Call) -> Expectation,
    /// The furthest step a call can reach on this order if it is carried out twice, on the most permissive flow.
    pub furthest: fn(&Order, &Call) -> Step,
    /// A call, as this family's request. Nothing for calls the host makes itself.
    pub encode: fn(&Call, &Wire<'_>) -> Option<Box<Request>>,
    /// This family's response to a call.
    pub decode: fn(&Call, &Response, &Wire<'_>) -> Answer,
    /// A question for reference data, as a request; nothing where the family cannot answer it.
    pub ask: fn(&Query, &Wire<'_>) -> Option<Box<Request>>,
    /// The response to a question.
    pub tell: fn(&Query, &Response) -> Answer,
}

/// In which ways a family differs from one that can always go back.
#[derive(Clone, Copy, Debug)]
pub struct Habits {
    /// Inputs it has no call for.
    pub lacks: &'static [&'static str],
    /// No step is ever gone back to, so a choice that was sent is the choice.
    pub is_one_way: bool,
    /// A line that was added twice stands there twice, and only the order shows it.
    pub repeats_lines: bool,
    /// A quantity is changed by another line in the line's place.
    pub replaces_lines: bool,
    /// What a call means depends on the state it meets: it leaves right after a read, and after nothing else.
    pub reads_first: bool,
    /// Some answers do not tell the e-mail: whoever makes the order binds it.
    pub hides_email: bool,
    /// Phone and company are taken and never told.
    pub hides_phone: bool,
    /// An order of nothing goes through payment, too.
    pub pays_nothing: bool,
    /// Where the order may not be read, the checkout's own URL tells where it stands.
    pub reads_blind: bool,
    /// No address is taken without a billing address.
    pub needs_billing: bool,
    /// The answer to a call may show sums from before it.
    pub tells_late: bool,
    /// A header with the order token may be refused: then a read has it in its query.
    pub queries_token: bool,
    /// Things are rented: there are days and an area, and one way to ship, which is no choice.
    pub rents: bool,
    /// The order tells its coupon, which counts from the next recalculation on.
    pub tells_coupon: bool,
    /// A payment is a method chosen: nothing is charged by the call, and it may be sent again.
    pub is_payment_chosen: bool,
    /// The order's list of steps leaves out what was skipped.
    pub lists_skips: bool,
    /// The most units of one line.
    pub max_quantity: u32,
    /// Why no server of the family takes this text, by the name of the field's last part.
    pub check: fn(&str, &str) -> Option<&'static str>,
    /// What stands in the way that only this family knows.
    pub bars: fn(&Order, &Intent, &mut Vec<Blocker>),
}

impl Habits {
    /// Nothing special.
    pub const NONE: Habits = Habits {
        lacks: &[],
        is_one_way: false,
        repeats_lines: false,
        replaces_lines: false,
        reads_first: false,
        hides_email: false,
        hides_phone: false,
        pays_nothing: false,
        reads_blind: false,
        needs_billing: false,
        tells_late: false,
        queries_token: false,
        rents: false,
        tells_coupon: false,
        is_payment_chosen: false,
        lists_skips: false,
        max_quantity: u32::MAX,
        check: |_, _| None,
        bars: |_, _, _| {},
    };
}

/// How requests are addressed: which order, and who speaks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wire<'a> {
    /// The shop's base URL, to complete the URLs of pictures.
    pub shop: &'a str,
    /// Where its API is, of [`Doors::roots`]; empty where that is not asked, or not known yet.
    pub root: &'static str,
    /// Country code and the shop's id of it, as far as known.
    pub countries: &'a [(Text, Text)],
    /// The order as last told.
    pub order: Option<&'a Order>,
    /// Whether the order itself may not be read: see [`Habits::reads_blind`].
    pub is_blind: bool,
    /// The e-mail that stands for nobody's, on carts made before the shopper is known; empty where there is none.
    pub placeholder: &'a str,
    /// The order's number; empty while there is none.
    pub number: &'a str,
    /// The order token, for guests.
    pub token: Option<&'a OrderToken>,
    /// Whether the shopper's own key goes along.
    pub is_bearer: bool,
    /// Whether the order token goes in the query of a read: its header was refused.
    pub is_token_in_query: bool,
    /// What is wished of a rental.
    pub rental: Option<&'a Value>,
    /// Whether addresses are to be kept for the shopper's next rental.
    pub saves_address: bool,
}

/// What a room sees when it is asked for the next call.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The order as known, if there is one.
    pub order: Option<&'a Order>,
    /// The wishes.
    pub intent: &'a Intent,
    /// Whether the methods on offer at the order's step were asked for since it was read.
    pub is_offered: bool,
    /// How the order came to stand where it stands.
    pub entry: Entry,
    /// Whether a coupon was put on or taken off that is not counted yet.
    pub is_recount_due: bool,
    /// Whether an order may be made before its e-mail is known.
    pub has_placeholder: bool,
    /// Whether an attempt to place the order is under way.
    pub is_placing: bool,
    /// Whether the page's backend makes orders.
    pub has_hook: bool,
    /// Whether a creation with content was refused before: the next one is bare.
    pub is_create_bare: bool,
    /// Whether this server was seen to delete payments that were there before the call that places.
    pub drops_payments: bool,
    /// Whether several lines sent at once were refused: the next ones go one by one.
    pub is_split: bool,
}
