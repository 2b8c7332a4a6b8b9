//! The reference shop: answers as recorded servers of the Solidus, Spree and Sylius families do.
//!
//! [`answer`] is pure: a shop and a request in, an answer out. No clock, no randomness, no socket: time is
//! [`Shop::now_ms`], randomness a seeded counter. [`replay`] plays recorded exchanges against it.

mod addresses;
mod admin;
mod api;
mod attributes;
mod auth;
mod cards;
mod completion;
mod faults;
mod gateway;
mod gather;
mod http;
mod json;
mod lines;
mod log;
mod money;
mod order;
mod params;
mod payments;
mod refusal;
mod render;
pub mod replay;
mod rows;
mod settings;
mod shop;
mod spree;
mod sylius;
mod time;
mod totals;
mod transitions;
mod users;
mod view;
mod world;
mod worlds;

pub use faults::{Fault, FaultKind, answer};
pub use gateway::Charge;
pub use gather::Gathering;
pub use http::{Answer, Request, Response};
pub use log::LogEntry;
pub use rows::Changes;
pub use settings::{Server, Settings};
pub use shop::Shop;
pub use spree::Version;
pub use sylius::{Moment, Release, answer_since, answer_together};
pub use view::{LineView, OrderView, PaymentView};
pub use world::World;
