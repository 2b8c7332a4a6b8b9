//! The Spree family: the classic API of Spree 2.0 to 4.4, each profile with its own surprises.

mod account;
mod addresses;
mod attributes;
mod caller;
mod cards;
mod checkouts;
mod completion;
mod coupons;
mod line_items;
mod lines;
mod opening;
mod orders;
mod payment_calls;
mod payments;
mod prepare;
mod reference;
mod refusal;
mod render;
mod rental;
mod routes;
mod shipping;
mod totals;
mod transitions;
mod version;
mod worlds;

pub(crate) use opening::open_past;
pub(crate) use orders::new_token;
pub(crate) use prepare::{Pay, Recipe, prepare};
pub(crate) use refusal::Refusal;
pub(crate) use routes::answer;
pub use version::Version;
