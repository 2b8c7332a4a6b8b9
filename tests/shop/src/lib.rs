//! The reference shop.
