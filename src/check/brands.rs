//! The card networks: which numbers are whose, how long they are, how long their codes.
//!
//! Ranges are facts; where each was read stands beside it:
//!
//! - **cct**: `credit-card-type` 10.3.0 (npm, 2026-07), the table Braintree's own forms use;
//! - **am**: ActiveMerchant's `credit_card_methods.rb`, for the 13-digit Visa that other tables drop;
//! - **juspay**: Juspay's published BIN ranges of RuPay.
//!
//! Co-badged cards (Cartes Bancaires, Dankort, Bancontact) cannot be told by their number: a payment provider's own
//! look-up overrides what is found here.

use crate::error::codes;
use std::cmp::Ordering;

codes! {
    /// A card network, in the order in which candidates are listed.
    Brand {
        /// Visa.
        Visa = "visa",
        /// Mastercard, 2-series included.
        Mastercard = "mastercard",
        /// American Express.
        Amex = "amex",
        /// Diners Club.
        Diners = "diners",
        /// Discover.
        Discover = "discover",
        /// JCB.
        Jcb = "jcb",
        /// UnionPay.
        Unionpay = "unionpay",
        /// Verve.
        Verve = "verve",
        /// Elo.
        Elo = "elo",
        /// Mir.
        Mir = "mir",
        /// Hiper.
        Hiper = "hiper",
        /// Hipercard.
        Hipercard = "hipercard",
        /// Naranja.
        Naranja = "naranja",
        /// RuPay.
        Rupay = "rupay",
        /// Troy.
        Troy = "troy",
        /// Maestro: whatever begins with 6 and is nobody else's, among others.
        Maestro = "maestro",
    }
}

/// Where the blanks go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gaps {
    /// After 4, 8 and 12 digits, and 16 where there are more.
    Fours,
    /// After 4 and 10 digits.
    FourTen,
}

/// What a network's numbers look like.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// How many digits: bit `n` for `n` digits.
    pub lengths: u32,
    /// Where the blanks go.
    pub gaps: Gaps,
    /// How many digits the security code has.
    pub code: u8,
}

const fn lengths(from: u32, to: u32) -> u32 {
    (1 << (to + 1)) - (1 << from)
}

impl Brand {
    /// A brand by its place in [`Brand::ALL`].
    pub fn at(place: usize) -> Option<Brand> {
        Brand::ALL.get(place).copied()
    }

    /// Its bit in a set of brands.
    #[expect(
        clippy::as_conversions,
        reason = "an enum without fields as its place; there is no other way"
    )]
    pub const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// What its numbers look like. All cct, except 13 digits for Visa (am).
    pub fn rules(self) -> Rules {
        let lengths = match self {
            Brand::Visa => 1 << 13 | 1 << 16 | 1 << 18 | 1 << 19,
            Brand::Amex => 1 << 15,
            Brand::Diners => 1 << 14 | 1 << 16 | 1 << 19,
            Brand::Discover => 1 << 16 | 1 << 19,
            Brand::Jcb | Brand::Mir => lengths(16, 19),
            Brand::Unionpay => lengths(14, 19),
            Brand::Maestro => lengths(12, 19),
            Brand::Verve => 1 << 16 | 1 << 18 | 1 << 19,
            _ => 1 << 16,
        };
        let is_amex = self == Brand::Amex;
        Rules {
            lengths,
            gaps: if is_amex || self == Brand::Diners {
                Gaps::FourTen
            } else {
                Gaps::Fours
            },
            code: if is_amex { 4 } else { 3 },
        }
    }
}

/// Numbers that begin with `from` to `from + more`, all of `digits` digits. Kept narrow: there are many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    from: u32,
    more: u16,
    pub(crate) digits: u8,
    pub(crate) brand: Brand,
}

#[expect(clippy::as_conversions, reason = "no other cast is const; no range is wider")]
const fn range(from: u32, to: u32, brand: Brand) -> Range {
    let (mut least, mut digits) = (10, 1);
    while least <= from {
        least *= 10;
        digits += 1;
    }
    assert!(to - from < 65_536 && digits <= 8);
    Range {
        from,
        more: (to - from) as u16,
        digits,
        brand,
    }
}

const fn one(prefix: u32, brand: Brand) -> Range {
    range(prefix, prefix, brand)
}

/// Powers of ten, from the eighth down: what fills so many digits up to eight.
const FILLED: [u32; 9] = [
    100_000_000,
    10_000_000,
    1_000_000,
    100_000,
    10_000,
    1_000,
    100,
    10,
    1,
];

/// What fills so many digits up to eight.
pub(crate) fn filled(digits: u8) -> u32 {
    FILLED.get(usize::from(digits)).copied().unwrap_or(1)
}

impl Range {
    /// How many prefixes of eight digits are in it.
    pub(crate) fn span(&self) -> u32 {
        (u32::from(self.more) + 1) * filled(self.digits)
    }

    /// Where it lies to a number of which the first digits are between the two, filled up to eight: before, behind, or it
    /// may hold that number.
    pub(crate) fn place(&self, low: u32, high: u32) -> Ordering {
        let from = self.from * filled(self.digits);
        if from > high {
            Ordering::Greater
        } else if from + self.span() <= low {
            Ordering::Less
        } else {
            Ordering::Equal
        }
    }
}

/// Every range, from the lowest number on.
pub(crate) static RANGES: [Range; 152] = sorted(LISTED);

#[expect(
    clippy::indexing_slicing,
    reason = "carried out by the compiler, which would say so"
)]
const fn sorted(mut ranges: [Range; 152]) -> [Range; 152] {
    let mut end = 1;
    while end < ranges.len() {
        let mut at = end;
        while at > 0 && first(&ranges[at]) < first(&ranges[at - 1]) {
            ranges.swap(at, at - 1);
            at -= 1;
        }
        end += 1;
    }
    ranges
}

#[expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "carried out by the compiler; no other cast is const"
)]
const fn first(range: &Range) -> u32 {
    range.from * FILLED[range.digits as usize]
}

/// Every range, brand by brand, shorter prefixes first.
const LISTED: [Range; 152] = [
    // Visa: cct.
    one(4, Brand::Visa),
    // Mastercard: cct.
    range(51, 55, Brand::Mastercard),
    range(2_221, 2_720, Brand::Mastercard),
    // Amex: cct.
    one(34, Brand::Amex),
    one(37, Brand::Amex),
    // Diners: cct.
    one(36, Brand::Diners),
    range(38, 39, Brand::Diners),
    range(300, 305, Brand::Diners),
    // Discover: cct.
    one(65, Brand::Discover),
    range(644, 649, Brand::Discover),
    one(6_011, Brand::Discover),
    // Jcb: cct.
    one(1_800, Brand::Jcb),
    one(2_131, Brand::Jcb),
    range(3_528, 3_589, Brand::Jcb),
    // Unionpay: cct.
    one(620, Brand::Unionpay),
    range(623, 626, Brand::Unionpay),
    one(810, Brand::Unionpay),
    one(6_270, Brand::Unionpay),
    one(6_272, Brand::Unionpay),
    one(6_276, Brand::Unionpay),
    range(6_282, 6_289, Brand::Unionpay),
    range(6_291, 6_292, Brand::Unionpay),
    range(8_110, 8_171, Brand::Unionpay),
    range(62_100, 62_182, Brand::Unionpay),
    range(62_184, 62_197, Brand::Unionpay),
    range(62_200, 62_205, Brand::Unionpay),
    range(62_207, 62_209, Brand::Unionpay),
    range(622_010, 622_999, Brand::Unionpay),
    range(627_700, 627_779, Brand::Unionpay),
    range(627_781, 627_799, Brand::Unionpay),
    // Verve: cct.
    range(506_099, 506_127, Brand::Verve),
    one(506_129, Brand::Verve),
    range(506_133, 506_150, Brand::Verve),
    range(506_158, 506_163, Brand::Verve),
    one(506_166, Brand::Verve),
    one(506_168, Brand::Verve),
    one(506_170, Brand::Verve),
    one(506_173, Brand::Verve),
    range(506_176, 506_180, Brand::Verve),
    one(506_184, Brand::Verve),
    range(506_187, 506_188, Brand::Verve),
    one(506_191, Brand::Verve),
    one(506_195, Brand::Verve),
    one(506_197, Brand::Verve),
    range(507_865, 507_866, Brand::Verve),
    range(507_868, 507_877, Brand::Verve),
    range(507_880, 507_888, Brand::Verve),
    one(507_900, Brand::Verve),
    one(507_941, Brand::Verve),
    // Elo: cct.
    range(401_178, 401_179, Brand::Elo),
    one(431_274, Brand::Elo),
    one(438_935, Brand::Elo),
    one(451_416, Brand::Elo),
    one(457_393, Brand::Elo),
    range(457_631, 457_632, Brand::Elo),
    one(504_175, Brand::Elo),
    range(506_699, 506_778, Brand::Elo),
    range(509_000, 509_999, Brand::Elo),
    one(627_780, Brand::Elo),
    one(636_297, Brand::Elo),
    one(636_368, Brand::Elo),
    range(650_031, 650_033, Brand::Elo),
    range(650_035, 650_051, Brand::Elo),
    range(650_405, 650_439, Brand::Elo),
    range(650_485, 650_538, Brand::Elo),
    range(650_541, 650_598, Brand::Elo),
    range(650_700, 650_718, Brand::Elo),
    range(650_720, 650_727, Brand::Elo),
    range(650_901, 650_978, Brand::Elo),
    range(651_652, 651_679, Brand::Elo),
    range(655_000, 655_019, Brand::Elo),
    range(655_021, 655_058, Brand::Elo),
    // Mir: cct.
    range(2_200, 2_204, Brand::Mir),
    // Hiper: cct.
    one(637_095, Brand::Hiper),
    one(637_568, Brand::Hiper),
    one(637_599, Brand::Hiper),
    one(637_609, Brand::Hiper),
    one(637_612, Brand::Hiper),
    one(63_737_423, Brand::Hiper),
    one(63_743_358, Brand::Hiper),
    // Hipercard: cct.
    one(606_282, Brand::Hipercard),
    // Naranja: cct.
    one(402_918, Brand::Naranja),
    one(527_572, Brand::Naranja),
    one(589_562, Brand::Naranja),
    // Rupay: juspay.
    range(508_500, 508_999, Brand::Rupay),
    range(606_985, 607_984, Brand::Rupay),
    range(608_001, 608_500, Brand::Rupay),
    range(652_150, 653_149, Brand::Rupay),
    range(817_200, 820_199, Brand::Rupay),
    // Troy: cct.
    one(9_792, Brand::Troy),
    one(650_052, Brand::Troy),
    range(650_082, 650_083, Brand::Troy),
    one(650_092, Brand::Troy),
    one(650_161, Brand::Troy),
    one(650_170, Brand::Troy),
    one(650_173, Brand::Troy),
    one(650_175, Brand::Troy),
    one(650_268, Brand::Troy),
    one(650_271, Brand::Troy),
    range(650_273, 650_274, Brand::Troy),
    range(650_456, 650_457, Brand::Troy),
    one(650_836, Brand::Troy),
    range(650_846, 650_850, Brand::Troy),
    one(650_923, Brand::Troy),
    one(650_987, Brand::Troy),
    one(650_990, Brand::Troy),
    one(654_997, Brand::Troy),
    one(657_366, Brand::Troy),
    one(657_998, Brand::Troy),
    one(658_758, Brand::Troy),
    range(658_767, 658_768, Brand::Troy),
    range(65_083_700, 65_083_704, Brand::Troy),
    range(65_085_800, 65_085_804, Brand::Troy),
    range(65_085_900, 65_085_901, Brand::Troy),
    one(65_086_000, Brand::Troy),
    range(65_086_100, 65_086_105, Brand::Troy),
    range(65_086_200, 65_086_203, Brand::Troy),
    range(65_875_000, 65_875_003, Brand::Troy),
    one(65_875_009, Brand::Troy),
    range(65_875_101, 65_875_104, Brand::Troy),
    one(65_875_200, Brand::Troy),
    one(65_875_501, Brand::Troy),
    one(65_875_601, Brand::Troy),
    one(65_875_900, Brand::Troy),
    range(65_876_000, 65_876_002, Brand::Troy),
    range(65_876_100, 65_876_103, Brand::Troy),
    one(65_876_110, Brand::Troy),
    range(65_876_115, 65_876_116, Brand::Troy),
    range(65_876_200, 65_876_201, Brand::Troy),
    one(65_876_500, Brand::Troy),
    range(65_876_504, 65_876_505, Brand::Troy),
    range(65_876_600, 65_876_602, Brand::Troy),
    range(65_877_100, 65_877_101, Brand::Troy),
    range(65_877_600, 65_877_602, Brand::Troy),
    one(65_877_700, Brand::Troy),
    range(65_877_801, 65_877_802, Brand::Troy),
    range(65_878_200, 65_878_202, Brand::Troy),
    range(65_878_300, 65_878_311, Brand::Troy),
    range(65_878_400, 65_878_405, Brand::Troy),
    range(65_878_500, 65_878_505, Brand::Troy),
    range(65_878_600, 65_878_601, Brand::Troy),
    one(65_879_800, Brand::Troy),
    one(65_880_800, Brand::Troy),
    one(65_880_900, Brand::Troy),
    // Maestro: cct.
    one(6, Brand::Maestro),
    range(56, 59, Brand::Maestro),
    one(63, Brand::Maestro),
    one(67, Brand::Maestro),
    one(493_698, Brand::Maestro),
    range(500_000, 504_174, Brand::Maestro),
    range(504_176, 506_698, Brand::Maestro),
    range(506_779, 508_999, Brand::Maestro),
];
