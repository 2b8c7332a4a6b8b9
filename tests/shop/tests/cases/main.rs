//! What a client can see, case by case. Rows refer to the list in the contract of the server's own tests.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]

mod account;
mod addresses;
mod admin;
mod auth;
mod checkouts;
mod coupons;
mod faults;
mod line_items;
mod orders;
mod payments;
mod reference;
mod rows;
mod shop;
mod steps;
mod store_credit;
mod taxes;
mod traps;
