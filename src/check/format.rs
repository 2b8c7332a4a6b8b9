//! Formatting while somebody types: a text and a caret in, a text and a caret out.
//!
//! The text goes into a buffer of the caller's, in place: digits of a card are copied nowhere else. Formatting what was
//! formatted changes nothing, and no digit is ever changed; an expiry's month gets a zero in front.

use super::brands::{Brand, Gaps};
use super::card::candidates;
use super::glyph::{END, Glyph, Glyphs, INVISIBLE, JOINER, SPACE, is_digit};

/// What an input event has left in the input, and what stood there before it.
#[derive(Clone, Copy, Debug)]
pub struct Edit<'a> {
    /// The text, as UTF-8.
    pub text: &'a [u8],
    /// The bytes before the caret.
    pub caret: usize,
    /// The text before the event; empty where nobody knows.
    pub before: &'a [u8],
    /// The bytes before its caret.
    pub before_caret: usize,
}

/// How long the text in the buffer is, and where the caret goes. It is ASCII, so bytes are characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Formatted {
    /// Its length.
    pub length: usize,
    /// Where the caret goes.
    pub caret: usize,
}

impl Formatted {
    /// As it crosses: the length, and the caret from bit 16.
    pub fn bits(self) -> u32 {
        let half = |n: usize| u32::try_from(n).unwrap_or(0) & 0xFFFF;
        half(self.length) | half(self.caret) << 16
    }
}

/// What an international number begins with.
const PLUS: Glyph = 0x2B;

/// What of a text counts: its digits, say.
pub(super) struct Kept {
    pub(super) count: usize,
    /// How many of them are before the caret.
    pub(super) before_caret: usize,
    /// Whether the caret follows one of them, not a blank.
    pub(super) is_at_kept: bool,
    /// Whether there are more of them than before the event, or nobody knows.
    pub(super) has_grown: bool,
    /// Which one was taken in place of a blank.
    pub(super) gone: Option<usize>,
}

/// What a format makes of each character; 0 for what it drops.
pub(super) type Keep = fn(Glyph) -> u8;

/// Puts what `keep` makes of a text into `made` from `end` on: how many characters the text has, where what was kept ends,
/// and whether the last one was kept.
fn gather(text: &[u8], made: &mut [u8], end: usize, keep: Keep) -> (usize, usize, bool) {
    let (mut characters, mut end, mut is_kept) = (0, end, false);
    let mut glyphs = Glyphs::of(text);
    loop {
        let glyph = glyphs.next();
        if glyph == END {
            return (characters, end, is_kept);
        }
        characters += 1;
        let byte = keep(glyph);
        is_kept = byte != 0;
        if let Some(place) = made.get_mut(end)
            && is_kept
        {
            *place = byte;
            end += 1;
        }
    }
}

/// Puts what `keep` makes of the text into `made`. Where the event took no more than a blank or dash between them, the one
/// beside it is taken in its place.
pub(super) fn keep(edit: &Edit<'_>, made: &mut [u8], keep: Keep) -> Kept {
    let halves = |text, at| <[u8]>::split_at_checked(text, at).unwrap_or((text, &[]));
    let (head, tail) = halves(edit.text, edit.caret);
    let (at, mut before_caret, mut is_at_kept) = gather(head, made, 0, keep);
    let (rest, mut count, _) = gather(tail, made, before_caret, keep);
    // What was there before goes behind it, to be compared: what follows is written over or not looked at.
    let (old_head, old_tail) = halves(edit.before, edit.before_caret);
    let (old_at, end, _) = gather(old_head, made, count, keep);
    let (old_rest, end, _) = gather(old_tail, made, end, keep);
    let has_grown = edit.before.is_empty() || count > end - count;

    let mut gone = None;
    // One blank less beside the caret, and nothing else: a selection that was replaced may be as short.
    if made.get(..count) == made.get(count..end) && old_at + old_rest == at + rest + 1 {
        if at + 1 == old_at {
            gone = before_caret.checked_sub(1);
        } else if at == old_at && before_caret < count {
            gone = Some(before_caret);
        }
    }
    if let Some(at) = gone {
        made.copy_within(at + 1..count, at);
        count -= 1;
        before_caret = before_caret.min(at);
        is_at_kept = true;
    }
    Kept {
        count,
        before_caret,
        is_at_kept,
        has_grown,
        gone,
    }
}

impl Kept {
    /// Whether the caret is behind a sign that is put in after so many: it is there when something was just typed.
    pub(super) fn is_behind(&self, at: usize) -> bool {
        self.before_caret > at || self.before_caret == at && (self.has_grown || !self.is_at_kept)
    }
}

fn digit(glyph: Glyph) -> u8 {
    if is_digit(glyph) { low(glyph) } else { 0 }
}

/// An ASCII character as its byte.
pub(super) fn low(glyph: Glyph) -> u8 {
    u8::try_from(glyph).unwrap_or(0)
}

/// Puts `what` into `made` at a place, and moves the rest on.
pub(super) fn insert(made: &mut [u8], length: &mut usize, at: usize, what: &[u8]) {
    let end = *length + what.len();
    if end > made.len() || at > *length {
        return;
    }
    made.copy_within(at..*length, at + what.len());
    if let Some(place) = made.get_mut(at..at + what.len()) {
        place.copy_from_slice(what);
    }
    *length = end;
}

/// A card's number, with a blank in each gap that digits follow.
pub fn card_number(edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    let kept = keep(edit, made, digit);
    let mut prefix = 0;
    for byte in made.iter().take(kept.count.min(8)) {
        prefix = prefix * 10 + u32::from(byte.wrapping_sub(b'0'));
    }
    let (brands, _) = candidates(u32::try_from(kept.count).unwrap_or(u32::MAX), prefix);
    let mut gaps: &[usize] = &[16, 12, 8, 4];
    for brand in Brand::ALL {
        if brand.bit() == brands && brand.rules().gaps == Gaps::FourTen {
            gaps = &[10, 4];
        }
    }
    let mut done = Formatted {
        length: kept.count,
        caret: kept.before_caret,
    };
    for &gap in gaps {
        if gap >= kept.count {
            continue;
        }
        insert(made, &mut done.length, gap, b" ");
        done.caret += usize::from(kept.is_behind(gap));
    }
    done
}

/// Which second digits end a country's code, by the first: bit `n` for `n` (ITU-T E.164). 1 and 7 end it themselves, and all
/// other codes have three.
const TWO_DIGITS: [u16; 10] = [0, 0, 0x81, 0x25F, 0x3FB, 0x1FE, 0x7F, 0, 0x56, 0x13F];

/// How long `+` and a country's code are, of a number that goes on behind it; 0 for any other.
fn code_length(number: &[u8]) -> usize {
    let length = match *number {
        [b'+', b'1' | b'7', ..] => 2,
        [b'+', first @ b'1'..=b'9', second @ b'0'..=b'9', ..] => {
            let seconds = TWO_DIGITS.get(usize::from(first - b'0')).unwrap_or(&0);
            if seconds >> (second - b'0') & 1 != 0 { 3 } else { 4 }
        }
        _ => 0,
    };
    if number.len() > length { length } else { 0 }
}

/// A phone number: its digits in ASCII, without what nobody can see, and with a blank behind the country's code. As soon as
/// there are other blanks and signs, all stay as they are typed.
pub fn phone(edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    let kept = keep(
        edit,
        made,
        |glyph| if glyph == PLUS { b'+' } else { digit(glyph) },
    );
    let code = code_length(made.get(..kept.count).unwrap_or_default());
    let mut glyphs = Glyphs::of(edit.text);
    let mut count = 0;
    loop {
        match glyphs.next() {
            END => break,
            PLUS if count == 0 => count += 1,
            glyph if is_digit(glyph) => count += 1,
            SPACE if count == code && count > 0 => {}
            SPACE..=0x7E => {
                return as_typed(edit, made, |glyph| match glyph {
                    SPACE..=0x7E => low(glyph),
                    _ => 0,
                });
            }
            _ => {}
        }
    }
    let mut done = Formatted {
        length: kept.count,
        caret: kept.before_caret,
    };
    if code > 0 {
        insert(made, &mut done.length, code, b" ");
        done.caret += usize::from(kept.is_behind(code));
    }
    done
}

/// What was typed, cleaned, with nothing put in.
pub(super) fn as_typed(edit: &Edit<'_>, made: &mut [u8], clean: Keep) -> Formatted {
    let kept = keep(&Edit { before: &[], ..*edit }, made, clean);
    Formatted {
        length: kept.count,
        caret: kept.before_caret,
    }
}

/// An expiry as `MM / YY` or `MM / YYYY`.
pub fn expiry(edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    let kept = keep(edit, made, digit);
    let mut parted_at = parted_at(edit.text);
    if kept.gone.is_some_and(|gone| gone < parted_at) {
        parted_at -= 1;
        // The slash stood at the end, and goes with what it was deleted for.
        if parted_at == kept.count {
            parted_at = 0;
        }
    }
    let mut done = Formatted {
        length: kept.count,
        caret: kept.before_caret,
    };
    let at = |made: &[u8], place: usize| match made.get(place) {
        Some(byte) if place < kept.count => byte.wrapping_sub(b'0'),
        _ => 255,
    };
    let (first, second) = (at(made, 0), at(made, 1));
    // A zero and a slash: the month is still to come.
    if parted_at == 1 && first == 0 {
        parted_at = 0;
    }
    let is_year_first = first == 2 && second == 0 && (parted_at == 4 || parted_at == 0);
    if is_year_first && (5..=6).contains(&kept.count) {
        let is_month = matches!((at(made, 4), at(made, 5)), (1..=9, 255) | (0, 1..=9) | (1, 0..=2));
        if is_month {
            // Year and month change places.
            if let Some(digits) = made.get_mut(..kept.count) {
                digits.rotate_left(4);
            }
            if kept.count == 5 {
                insert(made, &mut done.length, 0, b"0");
            }
            insert(made, &mut done.length, 2, b" / ");
            done.caret = done.length;
            return done;
        }
    }
    // How many of the digits are the month's.
    let month = match (parted_at, first, second) {
        (_, 255, _) => return done,
        (1, ..) => 1,
        (2, ..) => 2,
        (_, 2.., _) => 1,
        (_, 0, 255) | (_, 1, 255) => return done,
        // Pasted without anything between: 129 is 1/29, 12029 is 1/2029.
        (_, 1, 3..) => 1,
        (_, 1, _) if kept.count == 3 => 1,
        (_, 1, 2) if kept.count == 5 && at(made, 2) == 0 => 1,
        _ => 2,
    };
    if month == 1 {
        insert(made, &mut done.length, 0, b"0");
        // Delete in front of such a zero goes past it: it comes back.
        done.caret += usize::from(kept.before_caret > 0 || edit.before_caret == 0 && !kept.has_grown);
    }
    insert(made, &mut done.length, 2, b" / ");
    if done.caret > 2 || done.caret == 2 && kept.is_behind(kept.before_caret) {
        done.caret += 3;
    }
    done
}

/// How many digits are before the first thing between digits; 0 when nothing is.
fn parted_at(text: &[u8]) -> usize {
    let mut count = 0;
    let mut glyphs = Glyphs::of(text);
    loop {
        match glyphs.next() {
            END => return 0,
            JOINER | INVISIBLE => {}
            glyph if is_digit(glyph) => count += 1,
            _ if count > 0 => return count,
            _ => {}
        }
    }
}
