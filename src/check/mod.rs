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
pub mod rental;
mod tables;
pub mod text;

pub(crate) use glyph::same_text;
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

/// What a check says of a text: whether it is complete and right, whether it could become so by typing on, and why not.
///
/// It is kept as it crosses: bit 0 valid, bit 1 potential, bits 2 to 7 the reason's place in [`Reason::ALL`] from 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verdict(u32);

impl Verdict {
    /// Right.
    pub const VALID: Verdict = Verdict(3);

    /// Not right yet.
    pub const fn yet(reason: Reason) -> Verdict {
        Verdict(2 | Verdict::never(reason).0)
    }

    /// Never right, whatever follows.
    #[expect(
        clippy::as_conversions,
        reason = "an enum without fields as its place; there is no other way"
    )]
    pub const fn never(reason: Reason) -> Verdict {
        Verdict((reason as u32 + 1) << 2)
    }

    /// Right, but worth a second look.
    pub const fn noted(reason: Reason) -> Verdict {
        Verdict(Verdict::VALID.0 | Verdict::never(reason).0)
    }

    /// The verdict in the low eight bits of what a check answers.
    pub const fn of(bits: u32) -> Verdict {
        Verdict(bits & 0xFF)
    }

    /// As it crosses.
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// Complete and right.
    pub const fn is_valid(self) -> bool {
        self.0 & 1 != 0
    }

    /// Could still become right.
    pub const fn is_potential(self) -> bool {
        self.0 & 2 != 0
    }

    /// Why it is not right, or worth a second look.
    pub fn reason(self) -> Option<Reason> {
        let place = usize::try_from(self.0 >> 2).ok()?.checked_sub(1)?;
        Reason::ALL.get(place).copied()
    }
}

impl std::fmt::Debug for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verdict")
            .field("valid", &self.is_valid())
            .field("potential", &self.is_potential())
            .field("reason", &self.reason())
            .finish()
    }
}
