//! E-mail, phone, quantity, coupon: fields of which a browser knows the shape and only the shop knows more.

use super::glyph::{DASH, END, Glyphs, INVISIBLE, JOINER, SPACE, visits};
use super::{Reason, Verdict};

/// The most characters between two dots of a host name.
const MAX_LABEL: u32 = 63;
/// E.164: `+`, then 7 to 15 digits. Within a country numbers have from four.
const MIN_PHONE: u32 = 7;
const MIN_LOCAL_PHONE: u32 = 4;
const MAX_PHONE: u32 = 15;
/// After so many digits an extension may follow; a word of so many letters at the most, and so many digits.
const MIN_BEFORE_WORD: u32 = 5;
const MAX_WORD: u32 = 12;
const MAX_EXTENSION: u32 = 9;
/// What the servers' column for a quantity holds.
const MAX_QUANTITY: u32 = 2_147_483_647;

/// Checks an e-mail address by the rule of HTML's `input type=email`, and for a dot in the host.
///
/// Blanks around it are the servers' to trim.
pub fn email(text: &[u8]) -> Verdict {
    let text = text.trim_ascii();
    let (mut local, mut label, mut dots) = (0u32, 0u32, 0u32);
    let (mut is_host, mut after_dash) = (false, false);
    for &byte in text {
        visits::count(1);
        if !byte.is_ascii_graphic() {
            return Verdict::never(unseen(text));
        }
        if !is_host {
            match byte {
                b'@' if local == 0 => return Verdict::never(Reason::Format),
                b'@' => is_host = true,
                b'"' | b'(' | b')' | b',' | b':' | b';' | b'<' | b'>' | b'[' | b'\\' | b']' => {
                    return Verdict::never(Reason::Characters);
                }
                _ => local += 1,
            }
            continue;
        }
        match byte {
            b'.' if label == 0 || after_dash => return Verdict::never(Reason::Format),
            b'.' => {
                dots += 1;
                label = 0;
            }
            b'-' if label == 0 => return Verdict::never(Reason::Format),
            b'-' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => label += 1,
            _ => return Verdict::never(Reason::Characters),
        }
        if label > MAX_LABEL {
            return Verdict::never(Reason::TooLong);
        }
        after_dash = byte == b'-';
    }
    if text.is_empty() {
        Verdict::yet(Reason::Empty)
    } else if dots == 0 || label == 0 || after_dash {
        Verdict::yet(Reason::Incomplete)
    } else {
        Verdict::VALID
    }
}

/// Why a text with something beyond ASCII is refused.
fn unseen(text: &[u8]) -> Reason {
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => return Reason::Characters,
            INVISIBLE | JOINER => return Reason::Invisible,
            _ => {}
        }
    }
}

/// Checks the shape of a phone number: international, or as it is dialled within a country. An extension may follow, behind
/// the word or sign for it in any language: `x12`, `ext. 12`, `;ext=12`, `poste 12`, `доб. 12`.
pub fn phone(text: &[u8]) -> Verdict {
    let (mut digits, mut first, mut word, mut extension) = (0u32, 0, 0u32, 0u32);
    let mut is_international = false;
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => break,
            0x30..=0x39 if word > 0 => extension += 1,
            digit @ 0x30..=0x39 => {
                if digits == 0 {
                    first = digit;
                }
                digits += 1;
            }
            // + ( ) . /
            0x2B if digits == 0 && !is_international => is_international = true,
            SPACE | DASH | 0x28 | 0x29 | 0x2E | 0x2F => {}
            INVISIBLE | JOINER => return Verdict::never(Reason::Invisible),
            // # , : ; = and letters
            0x23 | 0x2C | 0x3A | 0x3B | 0x3D | 0x41..=0x5A | 0x61..=0x7A | 0xAA..
                if digits >= MIN_BEFORE_WORD && extension == 0 && word < MAX_WORD =>
            {
                word += 1;
            }
            _ => return Verdict::never(Reason::Characters),
        }
    }
    let least = if is_international {
        MIN_PHONE
    } else {
        MIN_LOCAL_PHONE
    };
    match digits {
        0 if !is_international => Verdict::yet(Reason::Empty),
        // No country's code begins with 0.
        1.. if is_international && first == 0x30 => Verdict::never(Reason::Format),
        _ if digits > MAX_PHONE || extension > MAX_EXTENSION => Verdict::never(Reason::TooLong),
        _ if digits < least || word > 0 && extension == 0 => Verdict::yet(Reason::Incomplete),
        _ => Verdict::VALID,
    }
}

/// Checks a quantity: a whole number, of which 0 removes the line.
pub fn quantity(text: &[u8]) -> Verdict {
    let (mut value, mut is_any, mut is_over) = (0u32, false, false);
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => break,
            digit @ 0x30..=0x39 if !is_over => {
                is_any = true;
                value = value.saturating_mul(10).saturating_add(digit - 0x30);
            }
            SPACE => is_over = is_any,
            // Less than nothing, or a part.
            DASH | 0x2C | 0x2E => return Verdict::never(Reason::Range),
            INVISIBLE | JOINER => return Verdict::never(Reason::Invisible),
            _ => return Verdict::never(Reason::Characters),
        }
    }
    if !is_any {
        Verdict::yet(Reason::Empty)
    } else if value > MAX_QUANTITY {
        Verdict::never(Reason::Range)
    } else {
        Verdict::VALID
    }
}

/// Checks a coupon's code: servers trim it and compare without case, and know the rest.
pub fn coupon(text: &[u8]) -> Verdict {
    if is_blank(text) {
        Verdict::yet(Reason::Empty)
    } else {
        Verdict::VALID
    }
}

/// Whether there is nothing to see.
pub(super) fn is_blank(text: &[u8]) -> bool {
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => return true,
            SPACE | JOINER | INVISIBLE => {}
            _ => return false,
        }
    }
}
