//! What a rental shop asks for beside an address: from when to when, and whether it delivers there.

use super::glyph::{DASH, END, Glyphs, INVISIBLE, JOINER, SPACE, capital, is_digit};
use super::{Reason, Verdict};

/// A date of the calendar as one number that grows with time; it has gaps.
pub fn day(year: u32, month: u32, day: u32) -> u32 {
    year << 9 | month << 5 | day
}

/// `2026-11-24` as [`day`].
fn date(text: &[u8]) -> Result<u32, Verdict> {
    let (mut parts, mut at, mut digits) = ([0; 3], 0, 0);
    let mut glyphs = Glyphs::of(text.trim_ascii());
    loop {
        match glyphs.next() {
            END => break,
            DASH if digits > 0 && at < 2 => (at, digits) = (at + 1, 0),
            glyph if is_digit(glyph) && digits < if at == 0 { 4 } else { 2 } => {
                if let Some(part) = parts.get_mut(at) {
                    *part = *part * 10 + (glyph - 0x30);
                }
                digits += 1;
            }
            _ => return Err(Verdict::never(Reason::Format)),
        }
    }
    let [year, month, date] = parts;
    if at < 2 || digits < 2 {
        return Err(Verdict::yet(if at + digits == 0 {
            Reason::Empty
        } else {
            Reason::Incomplete
        }));
    }
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if date == 0 || date > days {
        return Err(Verdict::never(Reason::Format));
    }
    Ok(day(year, month, date))
}

/// Checks the first and the last day of a rental, both as `2026-11-24`, against the day it is.
pub fn rental(from: &[u8], to: &[u8], today: u32) -> Verdict {
    match (date(from), date(to)) {
        (Err(verdict), _) => verdict,
        (Ok(from), _) if from < today => Verdict::never(Reason::Past),
        (_, Err(verdict)) => verdict,
        (Ok(from), Ok(to)) if to < from => Verdict::never(Reason::Order),
        _ => Verdict::VALID,
    }
}

/// Checks whether a postal code is one of those that are served, which stand divided by `0xFF`. What follows a dash tells the
/// house within the area.
pub fn service_code(text: &[u8], served: &[u8]) -> Verdict {
    let (mut is_any, mut is_begun) = (false, false);
    for code in served.split(|byte| *byte == 0xFF) {
        let (mut typed, mut known) = (Glyphs::of(text), Glyphs::of(code));
        loop {
            let (mine, theirs) = (core(&mut typed), core(&mut known));
            match (mine, theirs) {
                (END | DASH, END) if is_any => return Verdict::VALID,
                (END, _) => {
                    is_begun = true;
                    break;
                }
                (INVISIBLE | JOINER, _) => return Verdict::never(Reason::Invisible),
                (mine, theirs) => {
                    is_any = true;
                    if mine != theirs {
                        break;
                    }
                }
            }
        }
    }
    match (is_any, is_begun) {
        (false, _) => Verdict::yet(Reason::Empty),
        (true, true) => Verdict::yet(Reason::NotServiced),
        (true, false) => Verdict::never(Reason::NotServiced),
    }
}

/// The next character that is no blank, in capitals.
fn core(glyphs: &mut Glyphs<'_>) -> u32 {
    loop {
        match glyphs.next() {
            SPACE => {}
            glyph => {
                let byte = capital(glyph);
                return if byte == 0 { glyph } else { byte.into() };
            }
        }
    }
}
