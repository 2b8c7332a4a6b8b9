//! What a client of a Spree can see, case by case. Rows refer to the list in the contract of the servers' own tests;
//! where a row and a recording differ, the recording wins.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "tests"
)]

mod after;
mod client;
mod dice;
mod rental;
mod rows_of_checkouts;
mod rows_of_orders;
mod rows_of_payments;
mod rows_of_steps;
mod shop;
mod traps;
