//! Text as a checkout reads it: one character at a time, digits of every script folded, invisible characters told apart.
//!
//! Everything below works on UTF-8 bytes in place, copies nothing, and goes over each byte once.

/// A character as fields take it: full-width forms as the ASCII they stand for, a digit of any script as the ASCII one,
/// white space as [`SPACE`], hyphens and dashes as [`DASH`], and what nobody can see as one of the two below.
pub(crate) type Glyph = u32;

/// White space.
pub(crate) const SPACE: Glyph = 0x20;
/// A hyphen or dash, and the Japanese long-vowel mark that is typed for one.
pub(crate) const DASH: Glyph = 0x2D;
/// Seen by nobody but needed by some scripts: joiners, variation selectors.
pub(crate) const JOINER: Glyph = 1;
/// Seen by nobody: controls, direction marks, zero-width blanks, tags.
pub(crate) const INVISIBLE: Glyph = 0;
/// The text is over.
pub(crate) const END: Glyph = Glyph::MAX;

/// The digit zero; the nine others follow it.
const DIGIT: Glyph = 0x30;

/// Some characters in a row: the first, how many follow, and what they are. Small, for there are many.
type Class = (u16, u8, u8);

#[expect(
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "carried out by the compiler; no other cast is const"
)]
const fn classes<const N: usize>(listed: [(u16, u8, Glyph); N]) -> [Class; N] {
    let mut all = [(0, 0, 0); N];
    let mut at = 0;
    while at < N {
        let (first, more, glyph) = listed[at];
        all[at] = (first, more, glyph as u8);
        at += 1;
    }
    all
}

/// Below U+10000, of Unicode 17: White_Space, dashes, Default_Ignorable_Code_Point (of which joiners are a part), controls,
/// Bidi_Control, and the digits of every script (general category Nd).
static LOW: [Class; 69] = classes([
    (0x80, 4, INVISIBLE),
    (0x85, 0, SPACE),
    (0x86, 25, INVISIBLE),
    (0xA0, 0, SPACE),
    (0xAD, 0, INVISIBLE),
    (0x34F, 0, JOINER),
    (0x61C, 0, INVISIBLE),
    (0x660, 9, DIGIT),
    (0x6F0, 9, DIGIT),
    (0x7C0, 9, DIGIT),
    (0x966, 9, DIGIT),
    (0x9E6, 9, DIGIT),
    (0xA66, 9, DIGIT),
    (0xAE6, 9, DIGIT),
    (0xB66, 9, DIGIT),
    (0xBE6, 9, DIGIT),
    (0xC66, 9, DIGIT),
    (0xCE6, 9, DIGIT),
    (0xD66, 9, DIGIT),
    (0xDE6, 9, DIGIT),
    (0xE50, 9, DIGIT),
    (0xED0, 9, DIGIT),
    (0xF20, 9, DIGIT),
    (0x1040, 9, DIGIT),
    (0x1090, 9, DIGIT),
    (0x115F, 1, INVISIBLE),
    (0x1680, 0, SPACE),
    (0x17B4, 1, INVISIBLE),
    (0x17E0, 9, DIGIT),
    (0x180B, 4, JOINER),
    (0x1810, 9, DIGIT),
    (0x1946, 9, DIGIT),
    (0x19D0, 9, DIGIT),
    (0x1A80, 9, DIGIT),
    (0x1A90, 9, DIGIT),
    (0x1B50, 9, DIGIT),
    (0x1BB0, 9, DIGIT),
    (0x1C40, 9, DIGIT),
    (0x1C50, 9, DIGIT),
    (0x2000, 10, SPACE),
    (0x200B, 0, INVISIBLE),
    (0x200C, 1, JOINER),
    (0x200E, 1, INVISIBLE),
    (0x2010, 5, DASH),
    (0x2028, 1, SPACE),
    (0x202A, 4, INVISIBLE),
    (0x202F, 0, SPACE),
    (0x205F, 0, SPACE),
    (0x2060, 15, INVISIBLE),
    (0x2212, 0, DASH),
    (0x3000, 0, SPACE),
    (0x30FC, 0, DASH),
    (0x3164, 0, INVISIBLE),
    (0xA620, 9, DIGIT),
    (0xA8D0, 9, DIGIT),
    (0xA900, 9, DIGIT),
    (0xA9D0, 9, DIGIT),
    (0xA9F0, 9, DIGIT),
    (0xAA50, 9, DIGIT),
    (0xABF0, 9, DIGIT),
    (0xFE00, 15, JOINER),
    (0xFE58, 0, DASH),
    (0xFE63, 0, DASH),
    (0xFEFF, 0, INVISIBLE),
    (0xFF0D, 0, DASH),
    (0xFF10, 9, DIGIT),
    (0xFF70, 0, DASH),
    (0xFFA0, 0, INVISIBLE),
    (0xFFF0, 11, INVISIBLE),
]);

/// From U+10000 on, less that.
static HIGH: [Class; 42] = classes([
    (0x4A0, 9, DIGIT),
    (0xD30, 9, DIGIT),
    (0xD40, 9, DIGIT),
    (0x1066, 9, DIGIT),
    (0x10F0, 9, DIGIT),
    (0x1136, 9, DIGIT),
    (0x11D0, 9, DIGIT),
    (0x12F0, 9, DIGIT),
    (0x1450, 9, DIGIT),
    (0x14D0, 9, DIGIT),
    (0x1650, 9, DIGIT),
    (0x16C0, 9, DIGIT),
    (0x16D0, 9, DIGIT),
    (0x16DA, 9, DIGIT),
    (0x1730, 9, DIGIT),
    (0x18E0, 9, DIGIT),
    (0x1950, 9, DIGIT),
    (0x1BF0, 9, DIGIT),
    (0x1C50, 9, DIGIT),
    (0x1D50, 9, DIGIT),
    (0x1DA0, 9, DIGIT),
    (0x1DE0, 9, DIGIT),
    (0x1F50, 9, DIGIT),
    (0x6130, 9, DIGIT),
    (0x6A60, 9, DIGIT),
    (0x6AC0, 9, DIGIT),
    (0x6B50, 9, DIGIT),
    (0x6D70, 9, DIGIT),
    (0xBCA0, 3, INVISIBLE),
    (0xCCF0, 9, DIGIT),
    (0xD173, 7, INVISIBLE),
    (0xD7CE, 9, DIGIT),
    (0xD7D8, 9, DIGIT),
    (0xD7E2, 9, DIGIT),
    (0xD7EC, 9, DIGIT),
    (0xD7F6, 9, DIGIT),
    (0xE140, 9, DIGIT),
    (0xE2F0, 9, DIGIT),
    (0xE4F0, 9, DIGIT),
    (0xE5F1, 9, DIGIT),
    (0xE950, 9, DIGIT),
    (0xFBF0, 9, DIGIT),
]);

/// What a code point is.
fn sort(code: u32) -> Glyph {
    match code {
        0x09..=0x0D => SPACE,
        0..=0x1F | 0x7F => INVISIBLE,
        0x20..=0x7E => code,
        _ => sort_foreign(code),
    }
}

#[inline(never)]
fn sort_foreign(code: u32) -> Glyph {
    let classes: &[Class] = match code >> 16 {
        0 => &LOW,
        1 => &HIGH,
        // Tags, and the variation selectors among them.
        0xE if code < 0xE_1000 => return u32::from(code >> 8 == 0xE01),
        _ => return code,
    };
    let low = code & 0xFFFF;
    for &(first, more, glyph) in classes {
        let Some(after) = low.checked_sub(first.into()) else {
            break;
        };
        if after <= more.into() {
            let glyph = glyph.into();
            return if glyph == DIGIT { DIGIT + after } else { glyph };
        }
    }
    // Full-width ASCII.
    if (0xFF01..=0xFF5E).contains(&code) {
        code - 0xFEE0
    } else {
        code
    }
}

/// Whether it is a digit.
pub(crate) fn is_digit(glyph: Glyph) -> bool {
    glyph.wrapping_sub(DIGIT) < 10
}

/// A letter or digit in ASCII, in capitals; 0 for anything else.
pub(crate) fn capital(glyph: Glyph) -> u8 {
    match u8::try_from(glyph) {
        Ok(byte) if byte.is_ascii_alphanumeric() => byte.to_ascii_uppercase(),
        _ => 0,
    }
}

/// The characters of UTF-8 bytes. What is no UTF-8 reads as U+FFFD, byte by byte.
#[derive(Clone, Debug)]
pub(crate) struct Glyphs<'a> {
    rest: &'a [u8],
}

impl<'a> Glyphs<'a> {
    /// Reads `text` from its beginning.
    pub(crate) fn of(text: &'a [u8]) -> Glyphs<'a> {
        Glyphs { rest: text }
    }

    /// The bytes of the next character; blanks only between others, and as one. `was_blank` begins `true`.
    #[inline(never)]
    fn part(&mut self, was_blank: &mut bool) -> &'a [u8] {
        loop {
            let before = self.rest;
            if self.next() != SPACE {
                *was_blank = false;
                return before.get(..before.len() - self.rest.len()).unwrap_or_default();
            }
            if !*was_blank && !matches!(self.clone().next(), SPACE | END) {
                *was_blank = true;
                return b" ";
            }
        }
    }

    /// The next character, or [`END`].
    #[inline(never)]
    pub(crate) fn next(&mut self) -> Glyph {
        let Some((&first, rest)) = self.rest.split_first() else {
            return END;
        };
        visits::count(1);
        self.rest = rest;
        if first < 0x80 {
            return sort(first.into());
        }
        let (mut code, mut more) = match first {
            0xC2..=0xDF => (u32::from(first & 0x1F), 1),
            0xE0..=0xEF => (u32::from(first & 0x0F), 2),
            0xF0..=0xF4 => (u32::from(first & 0x07), 3),
            _ => return 0xFFFD,
        };
        while more > 0 {
            let Some((&next @ 0x80..=0xBF, rest)) = self.rest.split_first() else {
                return 0xFFFD;
            };
            visits::count(1);
            code = code << 6 | u32::from(next & 0x3F);
            self.rest = rest;
            more -= 1;
        }
        sort(code)
    }
}

/// Whether two texts are the same but for blanks at their ends, blanks in a row, and case in ASCII: a server trims.
pub(crate) fn same_text(a: &str, b: &str) -> bool {
    let (mut a, mut b) = (Glyphs::of(a.as_bytes()), Glyphs::of(b.as_bytes()));
    let (mut gap_a, mut gap_b) = (true, true);
    loop {
        let (one, other) = (a.part(&mut gap_a), b.part(&mut gap_b));
        if !one.eq_ignore_ascii_case(other) {
            return false;
        }
        if one.is_empty() {
            return true;
        }
    }
}

/// How many bytes were read, for the test that holds every check to a bounded number of visits. Debug builds alone.
pub mod visits {
    #[cfg(debug_assertions)]
    thread_local! {
        static COUNT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    /// The bytes read on this thread since it was asked last.
    #[cfg(debug_assertions)]
    pub fn take() -> u64 {
        COUNT.with(|count| count.replace(0))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn count(bytes: u64) {
        #[cfg(debug_assertions)]
        COUNT.with(|count| count.set(count.get() + bytes));
        #[cfg(not(debug_assertions))]
        let _ = bytes;
    }
}
