//! The Sylius profiles of the shop: the rows of the contract's case list that a client sees, and the traps.
//!
//! Numbers such as `row 20` are those of the case list. Figures are from the recordings; where a release was not
//! recorded here, from the notes on its run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod client;
mod documented;
mod moments;
mod rows_of_carts;
mod rows_of_completion;
mod rows_of_steps;
mod shop;
mod single;
mod single_edits;
mod single_traps;
mod table;
mod traps_of_addresses;
mod traps_of_coupons;
mod traps_of_items;
mod traps_of_steps;
mod whole;
