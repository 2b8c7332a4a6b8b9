//! Text as a checkout reads it: one character at a time, digits of every script folded, invisible characters told apart.
//!
//! Everything below works on UTF-8 bytes in place, copies nothing, and goes over each byte once.

/// A character, sorted by what a field can do with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Glyph {
    /// A decimal digit of any script, by its value.
    Digit(u8),
    /// A blank: any white space.
    Space,
    /// A hyphen or dash, and the Japanese long-vowel mark that is typed for one.
    Dash,
    /// Seen by nobody but needed by some scripts: joiners, variation selectors.
    Joiner,
    /// Seen by nobody: controls, direction marks, zero-width blanks, tags.
    Invisible,
    /// Anything else; full-width forms as the ASCII they stand for.
    Char(u32),
}

/// The digits zero below U+10000 of every script (Unicode 17, general category Nd; ASCII is asked first).
const ZEROS: [u16; 36] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// Those from U+10000, less that.
const HIGH_ZEROS: [u16; 40] = [
    0x04A0, 0x0D30, 0x0D40, 0x1066, 0x10F0, 0x1136, 0x11D0, 0x12F0, 0x1450, 0x14D0, 0x1650, 0x16C0, 0x16D0,
    0x16DA, 0x1730, 0x18E0, 0x1950, 0x1BF0, 0x1C50, 0x1D50, 0x1DA0, 0x1DE0, 0x1F50, 0x6130, 0x6A60, 0x6AC0,
    0x6B50, 0x6D70, 0xCCF0, 0xD7CE, 0xD7D8, 0xD7E2, 0xD7EC, 0xD7F6, 0xE140, 0xE2F0, 0xE4F0, 0xE5F1, 0xE950,
    0xFBF0,
];

fn digit(code: u32) -> Option<u8> {
    let zeros: &[u16] = if code < 0x1_0000 { &ZEROS } else { &HIGH_ZEROS };
    let low = code & 0xFFFF;
    if code >= 0x2_0000 {
        return None;
    }
    for zero in zeros {
        let zero = u32::from(*zero);
        if low < zero {
            return None;
        }
        if low < zero + 10 {
            return u8::try_from(low - zero).ok();
        }
    }
    None
}

/// What a code point is.
pub(crate) fn sort(code: u32) -> Glyph {
    match code {
        0x30..=0x39 => Glyph::Digit(u8::try_from(code - 0x30).unwrap_or(0)),
        0x09..=0x0D | 0x20 => Glyph::Space,
        0x2D => Glyph::Dash,
        0..=0x1F | 0x7F => Glyph::Invisible,
        0x21..=0x7E => Glyph::Char(code),
        _ => sort_foreign(code),
    }
}

#[inline(never)]
fn sort_foreign(code: u32) -> Glyph {
    if let Some(value) = digit(code) {
        return Glyph::Digit(value);
    }
    match code {
        // White_Space.
        0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => Glyph::Space,
        0x2010..=0x2015 | 0x2212 | 0x30FC | 0xFE58 | 0xFE63 | 0xFF0D | 0xFF70 => Glyph::Dash,
        // Default_Ignorable_Code_Point, for scripts and emoji that are made of several characters.
        0x34F | 0x180B..=0x180F | 0x200C | 0x200D | 0xFE00..=0xFE0F | 0xE_0100..=0xE_01EF => Glyph::Joiner,
        // The rest of it, with controls and Bidi_Control.
        0x80..=0x9F
        | 0xAD
        | 0x61C
        | 0x115F
        | 0x1160
        | 0x17B4
        | 0x17B5
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x206F
        | 0x3164
        | 0xFEFF
        | 0xFFA0
        | 0xFFF0..=0xFFFB
        | 0x1_BCA0..=0x1_BCA3
        | 0x1_D173..=0x1_D17A
        | 0xE_0000..=0xE_0FFF => Glyph::Invisible,
        // Full-width ASCII.
        0xFF01..=0xFF5E => Glyph::Char(code - 0xFEE0),
        _ => Glyph::Char(code),
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

    fn code(&mut self) -> Option<u32> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        let (mut code, more) = match first {
            0..=0x7F => (u32::from(first), 0),
            0xC2..=0xDF => (u32::from(first & 0x1F), 1),
            0xE0..=0xEF => (u32::from(first & 0x0F), 2),
            0xF0..=0xF4 => (u32::from(first & 0x07), 3),
            _ => (0xFFFD, 0),
        };
        let mut at = rest;
        for _ in 0..more {
            match at.split_first() {
                Some((&next @ 0x80..=0xBF, left)) => {
                    code = code << 6 | u32::from(next & 0x3F);
                    at = left;
                }
                _ => return Some(0xFFFD),
            }
        }
        self.rest = at;
        visits::count(1 + more);
        Some(code)
    }
}

impl Iterator for Glyphs<'_> {
    type Item = Glyph;

    #[inline]
    fn next(&mut self) -> Option<Glyph> {
        self.code().map(sort)
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
