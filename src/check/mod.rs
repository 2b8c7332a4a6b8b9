//! Field checks: pure, correct by data, the same natively and in the browser.
//!
//! Each takes text as bytes and answers a [`Verdict`]. A verdict crosses into JavaScript as one number, so nothing is
//! allocated and no input value is kept or repeated.

pub mod address;
pub mod brands;
pub mod card;
pub mod country;
pub mod expiry;
pub mod format;
mod glyph;
pub mod postal;
mod tables;
pub mod text;

pub use glyph::visits;

use crate::error::codes;

codes! {
    /// Why a text is not valid. The texts are the closed union `Reason` of the package; they cross by their index, from 1.
    Reason {
        /// There is nothing.
        Empty = "empty",
        /// More is needed.
        Incomplete = "incomplete",
        /// There is too much.
        TooLong = "too_long",
        /// A character that cannot be in this field.
        Characters = "characters",
        /// A character nobody can see, or one that turns the direction of text.
        Invisible = "invisible",
        /// The check digit is wrong.
        Checksum = "checksum",
        /// No network numbers its cards so.
        Brand = "brand",
        /// There is no such month.
        Month = "month",
        /// It cannot be read as a year.
        Year = "year",
        /// Before today.
        Past = "past",
        /// Further ahead than cards are issued.
        Far = "far",
        /// A card's number where its holder's name belongs.
        CardNumber = "card_number",
        /// Not as they are written there.
        Format = "format",
        /// No country has this code.
        Country = "country",
        /// No region of that country.
        Region = "region",
        /// Right by itself, but not together with another field.
        Mismatch = "mismatch",
        /// Addresses of that country have no such part.
        Unused = "unused",
        /// A post-office box, where a parcel may not go.
        PoBox = "po_box",
        /// Not a count within bounds.
        Range = "range",
        /// The end lies before the beginning.
        Order = "order",
        /// Not among the places that are served.
        NotServiced = "not_serviced",
    }
}

/// What a check says of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// Complete and right.
    pub valid: bool,
    /// Could still become valid by typing on.
    pub potential: bool,
    /// Why it is not valid.
    pub reason: Option<Reason>,
}

impl Verdict {
    /// Right, and more could follow.
    pub const VALID: Verdict = Verdict {
        valid: true,
        potential: true,
        reason: None,
    };

    /// Not right yet.
    pub const fn yet(reason: Reason) -> Verdict {
        Verdict {
            valid: false,
            potential: true,
            reason: Some(reason),
        }
    }

    /// Never right, whatever follows.
    pub const fn never(reason: Reason) -> Verdict {
        Verdict {
            valid: false,
            potential: false,
            reason: Some(reason),
        }
    }

    /// As it crosses: bit 0 valid, bit 1 potential, bits 2 to 6 the reason's place in [`Reason::ALL`] from 1.
    #[expect(
        clippy::as_conversions,
        reason = "an enum without fields as its place; there is no other way"
    )]
    pub fn bits(self) -> u32 {
        let reason = self.reason.map_or(0, |reason| reason as u32 + 1);
        u32::from(self.valid) | u32::from(self.potential) << 1 | reason << 2
    }
}
