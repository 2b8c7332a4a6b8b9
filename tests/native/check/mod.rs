//! Field checks, against facts of the networks, the post and HTML, not against themselves.

mod address;
mod cards;
mod digest;
mod expiry;
mod format;
mod properties;
mod rental;
