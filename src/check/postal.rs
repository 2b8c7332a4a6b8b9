//! Postal codes against the tables' patterns.
//!
//! A pattern is alternatives, each a row of places that are matched from left to right: `d` a digit, `a` a letter, `n`
//! either, `[…]` one of these, `(…)` one or two letters, anything else itself; `?` after a place that may be missing. What
//! precedes a `~` may be missing, and what follows a `!`. A blank or `-` stands where the post writes one, `_` where one may
//! be: people leave it out or write the other, so any number of either will do.

use super::country::Country;
use super::format::{Edit, Formatted, as_typed, insert, keep, low};
use super::glyph::{DASH, END, Glyphs, INVISIBLE, JOINER, SPACE, capital};
use super::{Reason, Verdict};
use std::slice;

/// Longer than any code.
const MAX: usize = 24;

/// How far a text fits an alternative.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    /// It could be the beginning.
    Begun,
    Whole,
}

/// Puts a text into `made` as patterns have it: capitals and digits in ASCII, one blank or dash between them.
fn plain(text: &[u8], made: &mut [u8; MAX]) -> Result<usize, Reason> {
    let (mut length, mut gap) = (0, 0);
    let mut put = |byte: u8, length: &mut usize| match made.get_mut(*length) {
        Some(place) => {
            *place = byte;
            *length += 1;
            Ok(())
        }
        None => Err(Reason::TooLong),
    };
    let mut glyphs = Glyphs::of(text);
    loop {
        let glyph = glyphs.next();
        match glyph {
            SPACE if gap != 0 => continue,
            SPACE | DASH => {
                gap = low(glyph);
                continue;
            }
            INVISIBLE | JOINER => return Err(Reason::Invisible),
            _ => {}
        }
        // Blanks around it are nobody's.
        if gap == b'-' || gap != 0 && length > 0 && glyph != END {
            put(gap, &mut length)?;
        }
        gap = 0;
        match (glyph, capital(glyph)) {
            (END, _) => return Ok(length),
            (_, 0) => return Err(Reason::Characters),
            (_, byte) => put(byte, &mut length)?,
        }
    }
}

/// Checks a postal code. Where there is no such country, or no pattern, anything is right.
pub fn postal_code(country: Option<Country>, text: &[u8]) -> Verdict {
    let pattern = country.map_or(&b""[..], Country::pattern);
    let mut made = [0; MAX];
    let length = match plain(text, &mut made) {
        Ok(length) => length,
        Err(reason) if pattern.is_empty() && reason != Reason::Invisible => return Verdict::VALID,
        Err(reason) => return Verdict::never(reason),
    };
    if length == 0 {
        return Verdict::yet(Reason::Empty);
    }
    if pattern.is_empty() {
        return Verdict::VALID;
    }
    match best(pattern, made.get(..length).unwrap_or_default()).0 {
        Fit::Whole => Verdict::VALID,
        Fit::Begun => Verdict::yet(Reason::Incomplete),
        Fit::No => Verdict::never(Reason::Format),
    }
}

/// How well a text fits any alternative, the first one that fits so, and whether it is the only one.
fn best<'a>(pattern: &'a [u8], text: &[u8]) -> (Fit, &'a [u8], bool) {
    let (mut best, mut chosen, mut is_only) = (Fit::No, &b""[..], true);
    for way in pattern.split(|byte| *byte == b'|') {
        // Whole, and without its beginning where that may be missing.
        let mut rest = Some(way);
        while let Some(way) = rest {
            let fit = fit(way, text);
            if fit > best {
                (best, chosen, is_only) = (fit, way, true);
            } else if fit == best {
                is_only = false;
            }
            let tail = way.iter().position(|byte| *byte == b'~');
            rest = tail.and_then(|at| way.get(at + 1..));
        }
    }
    (best, chosen, is_only)
}

fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'-')
}

/// How far `text` fits. It branches at a place that may be missing, of which an alternative has three at the most.
fn fit(mut way: &[u8], mut text: &[u8]) -> Fit {
    loop {
        let (place, rest) = match next(way) {
            Some(next) => next,
            None => return if text.is_empty() { Fit::Whole } else { Fit::No },
        };
        match place {
            Place::Gap(_) => {
                while let [first, after @ ..] = text
                    && is_gap(*first)
                {
                    text = after;
                }
            }
            Place::End if text.is_empty() => return Fit::Whole,
            Place::End => {}
            Place::Words(words) => return fit_words(words, rest, text),
            Place::One { class, is_optional } => match text {
                [] if is_optional => {}
                [] => return Fit::Begun,
                [first, after @ ..] if belongs(*first, class) => {
                    if is_optional {
                        let without = fit(rest, text);
                        return without.max(fit(rest, after));
                    }
                    text = after;
                }
                _ if is_optional => {}
                _ => return Fit::No,
            },
        }
        way = rest;
    }
}

/// A first letter and one that may follow it, then the rest.
fn fit_words(groups: &[u8], rest: &[u8], text: &[u8]) -> Fit {
    let Some((first, after)) = text.split_first() else {
        return Fit::Begun;
    };
    for group in groups.split(|byte| *byte == b',') {
        let Some(seconds) = group.strip_prefix(slice::from_ref(first)) else {
            continue;
        };
        let Some((second, last)) = after.split_first() else {
            return Fit::Begun;
        };
        let two = if seconds.contains(second) {
            fit(rest, last)
        } else {
            Fit::No
        };
        let one = if seconds.starts_with(b"-") {
            fit(rest, after)
        } else {
            Fit::No
        };
        return two.max(one);
    }
    Fit::No
}

enum Place<'a> {
    /// Where something between may be; the sign that is written there, or `_`.
    Gap(u8),
    /// Here it may end.
    End,
    Words(&'a [u8]),
    One {
        class: &'a [u8],
        is_optional: bool,
    },
}

/// The next place of a pattern, and what follows it.
fn next(way: &[u8]) -> Option<(Place<'_>, &[u8])> {
    let (&first, rest) = way.split_first()?;
    let until = |end: u8| {
        let at = rest.iter().position(|byte| *byte == end)?;
        Some((rest.get(..at)?, rest.get(at + 1..)?))
    };
    let (class, rest) = match first {
        b' ' | b'-' | b'_' => return Some((Place::Gap(first), rest)),
        // Where a beginning is over there is nothing to see.
        b'~' => return next(rest),
        b'!' => return Some((Place::End, rest)),
        b'(' => {
            let (words, rest) = until(b')')?;
            return Some((Place::Words(words), rest));
        }
        b'[' => until(b']')?,
        _ => (way.get(..1)?, rest),
    };
    let after = rest.strip_prefix(b"?");
    let is_optional = after.is_some();
    Some((Place::One { class, is_optional }, after.unwrap_or(rest)))
}

fn belongs(byte: u8, class: &[u8]) -> bool {
    match class {
        [b'd'] => byte.is_ascii_digit(),
        [b'a'] => byte.is_ascii_uppercase(),
        [b'n'] => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        [from, b'-', to, rest @ ..] => (*from..=*to).contains(&byte) || belongs(byte, rest),
        [one, rest @ ..] => *one == byte || belongs(byte, rest),
        [] => false,
    }
}

/// A postal code in capitals and ASCII digits, with the blank or dash the post writes once it is clear where that goes.
pub fn format(country: Option<Country>, edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    let kept = keep(edit, made, capital);
    let pattern = country.map_or(&b""[..], Country::pattern);
    let (fit, way, is_only) = best(pattern, made.get(..kept.count).unwrap_or_default());
    let (count, from_end) = gaps(way);
    if fit != Fit::Whole && !(fit == Fit::Begun && is_only && from_end == usize::MAX) {
        // Nothing is clear yet; where a blank was deleted, what stood beside it is gone by now.
        if kept.gone.is_some() {
            return Formatted {
                length: kept.count,
                caret: kept.before_caret,
            };
        }
        return as_typed(edit, made, |glyph| match glyph {
            SPACE | DASH => low(glyph),
            glyph => capital(glyph),
        });
    }
    let mut done = Formatted {
        length: kept.count,
        caret: kept.before_caret,
    };
    // From the end, so that places before it stay where they are.
    for number in (0..count).rev() {
        let (sign, before) = gap(way, number);
        let at = if from_end == usize::MAX {
            before
        } else {
            kept.count.saturating_sub(from_end)
        };
        if sign != b'_' && at > 0 && at < kept.count {
            insert(made, &mut done.length, at, &[sign]);
            done.caret += usize::from(kept.is_behind(at));
        }
    }
    done
}

/// How many gaps an alternative has, and how many places follow the last one, where what precedes it has no fixed length
/// (else `usize::MAX`).
fn gaps(mut way: &[u8]) -> (usize, usize) {
    let (mut count, mut after, mut is_fixed) = (0, 0, true);
    while let Some((place, rest)) = next(way) {
        match place {
            Place::Gap(_) => {
                count += 1;
                after = 0;
            }
            Place::End => {}
            Place::Words(_) => is_fixed = false,
            Place::One { is_optional, .. } => {
                is_fixed &= !is_optional || count > 0;
                after += 1;
            }
        }
        way = rest;
    }
    (count, if is_fixed { usize::MAX } else { after })
}

/// The sign of a gap, and how many places precede it.
fn gap(mut way: &[u8], number: usize) -> (u8, usize) {
    let (mut count, mut before) = (0, 0);
    while let Some((place, rest)) = next(way) {
        match place {
            Place::Gap(sign) if count == number => return (sign, before),
            Place::Gap(_) => count += 1,
            Place::End => {}
            _ => before += 1,
        }
        way = rest;
    }
    (b'_', before)
}
