#![doc = include_str!("ARCHITECTURE.md")]

pub mod check;
pub mod checkout;
pub mod dialect;
pub mod error;
pub mod http;
#[cfg(target_arch = "wasm32")]
#[allow(
    unreachable_pub,
    reason = "what wasm-bindgen exports must be `pub`, and nothing names it from Rust"
)]
pub mod js;
pub mod json;
mod list;
pub mod order;
mod store;
pub mod text;
mod view;
