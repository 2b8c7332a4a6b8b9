//! The JSON of a Spree, key by key of each version.

mod catalogue;
mod fulfilment;
mod oldest;
mod order;
mod payment;

pub(super) use catalogue::{address, country_fields, opt_address, region_fields, variant_fields};
pub(super) use order::{line_item, order_fields, order_text};
pub(super) use payment::{card_fields, cards_of_order, payment_attributes, payment_fields};
