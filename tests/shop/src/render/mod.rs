//! Bodies as the server writes them.

mod account;
mod catalogue;
mod fulfilment;
mod order;

pub(crate) use account::{address, card, paged};
pub(crate) use catalogue::{country, region, variant_page, zone};
pub(crate) use fulfilment::{estimated_rate, shipment_show};
pub(crate) use order::{line_item, order, payment};
