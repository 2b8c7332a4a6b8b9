//! Postal codes against the tables' patterns.
//!
//! A pattern is alternatives, each a row of places that are matched from left to right: `d` a digit, `a` a letter, `n`
//! either, `[…]` one of these, `(…,…)` one of these words, anything else itself; `?` after a place that may be missing. A
//! blank or `-` stands where the post writes one, `_` where one may be: people leave it out or write the other, so any
//! number of either will do.

use super::country::Country;
use super::format::{Edit, Formatted, insert, keep};
use super::glyph::{Glyph, Glyphs};
use super::{Reason, Verdict};

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

/// A text as patterns have it: capitals and digits in ASCII, one blank or dash between them.
struct Plain {
    bytes: [u8; MAX],
    length: usize,
}

impl Plain {
    fn of(text: &[u8]) -> Result<Plain, Reason> {
        let mut plain = Plain {
            bytes: [0; MAX],
            length: 0,
        };
        let mut gap = None;
        for glyph in Glyphs::of(text) {
            let byte = match glyph {
                Glyph::Space => {
                    gap = gap.or(Some(b' '));
                    continue;
                }
                Glyph::Dash => {
                    gap = Some(b'-');
                    continue;
                }
                Glyph::Invisible | Glyph::Joiner => return Err(Reason::Invisible),
                glyph => core(glyph).ok_or(Reason::Characters)?,
            };
            let gap = gap.take().filter(|gap| plain.length > 0 || *gap == b'-');
            for byte in gap.into_iter().chain([byte]) {
                *plain.bytes.get_mut(plain.length).ok_or(Reason::TooLong)? = byte;
                plain.length += 1;
            }
        }
        if gap == Some(b'-') {
            *plain.bytes.get_mut(plain.length).ok_or(Reason::TooLong)? = b'-';
            plain.length += 1;
        }
        Ok(plain)
    }

    fn text(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// A letter or digit, as patterns have it.
fn core(glyph: Glyph) -> Option<u8> {
    match glyph {
        Glyph::Digit(value) => Some(b'0' + value),
        Glyph::Char(code) => u8::try_from(code)
            .ok()
            .filter(u8::is_ascii_alphabetic)
            .map(|byte| byte.to_ascii_uppercase()),
        _ => None,
    }
}

/// Checks a postal code. Where there is no such country, or no pattern, anything is right.
pub fn postal_code(country: Option<Country>, text: &[u8]) -> Verdict {
    let pattern = country.map_or(&b""[..], Country::pattern);
    let plain = match Plain::of(text) {
        Ok(plain) => plain,
        Err(Reason::Invisible) => return Verdict::never(Reason::Invisible),
        Err(_) if pattern.is_empty() => return Verdict::VALID,
        Err(reason) => return Verdict::never(reason),
    };
    if plain.length == 0 {
        return Verdict::yet(Reason::Empty);
    }
    if pattern.is_empty() {
        return Verdict::VALID;
    }
    let mut best = Fit::No;
    for way in pattern.split(|byte| *byte == b'|') {
        best = best.max(fit(way, plain.text()));
    }
    match best {
        Fit::Whole => Verdict::VALID,
        Fit::Begun => Verdict::yet(Reason::Incomplete),
        Fit::No => Verdict::never(Reason::Format),
    }
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

/// One of the words, then the rest: each word's letters are looked at once.
fn fit_words(words: &[u8], rest: &[u8], text: &[u8]) -> Fit {
    let (mut best, mut met, mut is_same) = (Fit::No, 0, true);
    for &byte in words.iter().chain(b",") {
        if byte != b',' {
            is_same = is_same && text.get(met).is_none_or(|other| *other == byte);
            met += 1;
            continue;
        }
        if is_same {
            best = best.max(match text.get(met..) {
                Some(after) => fit(rest, after),
                None => Fit::Begun,
            });
        }
        (met, is_same) = (0, true);
    }
    best
}

enum Place<'a> {
    /// Where something between may be; the sign that is written there, or `_`.
    Gap(u8),
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

/// How long a country's codes are at the most, written out, and whether they are digits alone; (0, false) without a pattern.
pub fn extent(country: Country) -> (usize, bool) {
    let (mut longest, mut is_numeric) = (0, !country.pattern().is_empty());
    for way in country.pattern().split(|byte| *byte == b'|') {
        let (mut way, mut length) = (way, 0);
        while let Some((place, rest)) = next(way) {
            match place {
                Place::Gap(_) => length += 1,
                Place::Words(words) => {
                    is_numeric = false;
                    length += words
                        .split(|byte| *byte == b',')
                        .map(<[u8]>::len)
                        .max()
                        .unwrap_or(0);
                }
                Place::One { class, .. } => {
                    length += 1;
                    is_numeric &=
                        class == b"d" || class.iter().all(|byte| byte.is_ascii_digit() || *byte == b'-');
                }
            }
            way = rest;
        }
        longest = longest.max(length);
    }
    (longest, is_numeric)
}

/// A postal code in capitals and ASCII digits, with the blank or dash the post writes once it is clear where that goes.
pub fn format(country: Option<Country>, edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    let kept = keep(edit, made, &core);
    let pattern = country.map_or(&b""[..], Country::pattern);
    let text = made.get(..kept.count).unwrap_or_default();
    let (mut chosen, mut begun): (Option<&[u8]>, Option<&[u8]>) = (None, None);
    let mut is_sure = true;
    for way in pattern.split(|byte| *byte == b'|') {
        match fit(way, text) {
            Fit::Whole => chosen = chosen.or(Some(way)),
            Fit::Begun => {
                is_sure &= begun.is_none();
                begun = Some(way);
            }
            Fit::No => {}
        }
    }
    let chosen = match chosen {
        Some(way) => Some((way, true)),
        None => begun
            .filter(|way| is_sure && gaps(way).1 == usize::MAX)
            .map(|way| (way, false)),
    };
    let Some((way, _)) = chosen else {
        return as_typed(edit, made);
    };
    let mut done = Formatted {
        length: kept.count,
        caret: kept.before_caret,
    };
    // From the end, so that places before it stay where they are.
    let (count, last_from_end) = gaps(way);
    for number in (0..count).rev() {
        let (sign, before) = gap(way, number);
        let at = if last_from_end == usize::MAX {
            before
        } else {
            kept.count.saturating_sub(last_from_end)
        };
        if sign == b'_' || at == 0 || at >= kept.count {
            continue;
        }
        insert(made, &mut done.length, at, &[sign]);
        let is_behind =
            kept.before_caret > at || kept.before_caret == at && (kept.has_grown || !kept.is_at_kept);
        done.caret += usize::from(is_behind);
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
            _ => before += 1,
        }
        way = rest;
    }
    (b'_', before)
}

/// Nothing is clear yet: what was typed, cleaned.
fn as_typed(edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    let kept = keep(&Edit { before: &[], ..*edit }, made, &|glyph| match glyph {
        Glyph::Space => Some(b' '),
        Glyph::Dash => Some(b'-'),
        glyph => core(glyph),
    });
    Formatted {
        length: kept.count,
        caret: kept.before_caret,
    }
}
