//! The Sylius family: checkouts of one URL (0.13 to 0.16, and as documented) and of split endpoints (1.x).
//!
//! Both are administration APIs of one server by its own history, so they share a world, an order, forms and
//! tokens here; what a call does differs in [`one`] and [`zero`].

mod body;
mod book;
mod form;
mod likely;
mod office;
mod one;
mod order;
mod pages;
mod refusal;
mod release;
mod routes;
mod shop;
mod together;
mod tokens;
mod world;
mod worlds;
mod worlds_single;
mod zero;

pub(crate) use book::Book;
pub(crate) use order::{Address, Adjustment, Item, Order, Payment, Shipment, Unit};
pub(crate) use refusal::{conflict, crash};
pub use release::Release;
pub(crate) use shop::answer;
pub use together::{Moment, answer_since, answer_together};
pub(crate) use world::{Calculator, Gift, World};
