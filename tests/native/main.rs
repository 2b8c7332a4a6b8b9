//! Native tests: the whole loop against the reference shop, joined by function calls.
#![allow(
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::as_conversions,
    clippy::print_stdout,
    clippy::duplicate_mod,
    reason = "a test fails by panicking"
)]

mod back;
mod bad_input;
mod cards;
mod chaos;
mod chaos_sylius;
mod check;
mod customer;
mod decode;
mod elsewhere;
mod faults;
mod host;
mod interleaved;
mod leaks;
mod matrix;
mod money;
mod network;
mod patience;
mod proxy;
mod purchase;
mod resume;
mod rules;
mod sequences;
mod shown;
mod spree_2;
mod spree_2_3;
mod sylius_0;
mod sylius_1;
mod tabs;
mod typed;
mod waiting;
mod wishes;
