//! The data's postal patterns, which are regular expressions, as what the core matches: alternatives of single places.
//!
//! `d` a digit, `a` a letter, `n` either, `[…]` one of these, `(…)` one or two letters of those listed, a digit or capital
//! itself, `?` after a place that may be missing, a blank or `-` where one is written, `_` where one may be but is
//! not, `~` behind a beginning and `!` before an end that may be missing, and `|` between alternatives.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

/// A part of an expression.
#[derive(Debug, Clone)]
enum Part {
    /// One of these characters.
    Class(BTreeSet<char>),
    /// Alternatives.
    Group(Vec<Vec<Part>>),
    /// As often as that.
    Times(Box<Part>, usize, usize),
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
}

impl Reader<'_> {
    fn alternatives(&mut self) -> Result<Vec<Vec<Part>>> {
        let mut all = vec![Vec::new()];
        while let Some(&next) = self.rest.peek() {
            match next {
                ')' => break,
                '|' => {
                    self.rest.next();
                    all.push(Vec::new());
                }
                _ => {
                    let part = self.part()?;
                    if let (Some(part), Some(last)) = (part, all.last_mut()) {
                        last.push(part);
                    }
                }
            }
        }
        Ok(all)
    }

    fn part(&mut self) -> Result<Option<Part>> {
        let one = |c: char| Part::Class(BTreeSet::from([c]));
        let part = match self.rest.next() {
            Some('(') => {
                let mut ahead = self.rest.clone();
                if (ahead.next(), ahead.next()) == (Some('?'), Some(':')) {
                    self.rest = ahead;
                }
                let group = Part::Group(self.alternatives()?);
                if self.rest.next() != Some(')') {
                    bail!("a group without an end");
                }
                group
            }
            Some('[') => Part::Class(self.class()?),
            Some('\\') => match self.rest.next() {
                Some('d') => Part::Class(('0'..='9').collect()),
                // The edge of a word is where the text ends.
                Some('b') => return Ok(None),
                Some(c @ '-') => one(c),
                other => bail!("an escape that is not known: {other:?}"),
            },
            Some('^' | '$') => return Ok(None),
            Some(c) => one(c),
            None => return Ok(None),
        };
        self.times(part).map(Some)
    }

    fn class(&mut self) -> Result<BTreeSet<char>> {
        let mut set = BTreeSet::new();
        loop {
            match self.rest.next() {
                Some(']') => return Ok(set),
                Some('\\') => match self.rest.next() {
                    Some('d') => set.extend('0'..='9'),
                    Some(c @ '-') => drop(set.insert(c)),
                    other => bail!("an escape that is not known: {other:?}"),
                },
                Some(from) => {
                    let mut ahead = self.rest.clone();
                    match (ahead.next(), ahead.next()) {
                        (Some('-'), Some(to)) if to != ']' => {
                            set.extend(from..=to);
                            self.rest = ahead;
                        }
                        _ => drop(set.insert(from)),
                    }
                }
                None => bail!("a class without an end"),
            }
        }
    }

    fn times(&mut self, part: Part) -> Result<Part> {
        match self.rest.peek() {
            Some('?') => {
                self.rest.next();
                Ok(Part::Times(Box::new(part), 0, 1))
            }
            Some('{') => {
                self.rest.next();
                let inside: String = self.rest.by_ref().take_while(|c| *c != '}').collect();
                let (from, to) = inside.split_once(',').unwrap_or((&inside, &inside));
                Ok(Part::Times(Box::new(part), from.parse()?, to.parse()?))
            }
            _ => Ok(part),
        }
    }
}

fn read(expression: &str) -> Result<Vec<Vec<Part>>> {
    let mut reader = Reader {
        rest: expression.chars().peekable(),
    };
    let all = reader.alternatives()?;
    if reader.rest.next().is_some() {
        bail!("something is left of {expression}");
    }
    Ok(all)
}

/// The pattern as the core matches it. `examples` show whether a blank that may be left out is written.
pub fn compact(expression: &str, examples: &str) -> Result<String> {
    let mut all: Vec<String> = Vec::new();
    for sequence in read(expression)? {
        for way in whole(&sequence, examples)? {
            if !all.contains(&way) {
                all.push(way);
            }
        }
    }
    Ok(all.join("|"))
}

/// The whole of an expression, or an alternative of it: its beginning or its end may be missing.
fn whole(sequence: &[Part], examples: &str) -> Result<Vec<String>> {
    let missing = |part: Option<&Part>| match part {
        Some(Part::Times(part, 0, 1)) if matches!(**part, Part::Group(_)) => {
            match ways(part, examples)?.as_slice() {
                [one] => Ok(Some(one.clone())),
                _ => Ok(None),
            }
        }
        _ => anyhow::Ok(None),
    };
    let (mut inside, mut before, mut after) = (sequence, String::new(), String::new());
    if let Some(first) = missing(inside.first())? {
        before = first + "~";
        inside = inside.get(1..).unwrap_or_default();
    }
    if let Some(last) = missing(inside.last())? {
        after = format!("!{last}");
        inside = inside.split_last().map_or(inside, |(_, rest)| rest);
    }
    let ways = written(inside, examples)?;
    Ok(ways.iter().map(|way| format!("{before}{way}{after}")).collect())
}

/// A sequence as alternatives, written.
fn written(sequence: &[Part], examples: &str) -> Result<Vec<String>> {
    let mut all = vec![String::new()];
    for part in sequence {
        let ways = ways(part, examples)?;
        all = all
            .iter()
            .flat_map(|head| ways.iter().map(move |way| format!("{head}{way}")))
            .collect();
    }
    Ok(all)
}

fn ways(part: &Part, examples: &str) -> Result<Vec<String>> {
    match part {
        Part::Class(set) => Ok(vec![place(set)?]),
        Part::Group(all) => {
            let mut ways = Vec::new();
            for sequence in all {
                ways.extend(written(sequence, examples)?);
            }
            let is_word = |way: &String| way.chars().all(|c| c.is_ascii_uppercase());
            if ways.len() > 6 && ways.iter().all(is_word) {
                return Ok(vec![format!("({})", letters(&ways)?)]);
            }
            Ok(ways)
        }
        Part::Times(part, from, to) => {
            let one = ways(part, examples)?;
            // Whether a place is single: its written form may be followed by a question mark.
            if let (Part::Class(set), [one]) = (&**part, one.as_slice()) {
                if is_gap(set) {
                    let is_shown = set.iter().any(|c| examples.contains(*c));
                    return Ok(vec![if is_shown { one.clone() } else { "_".to_owned() }]);
                }
                return Ok(vec![format!(
                    "{}{}",
                    one.repeat(*from),
                    format!("{one}?").repeat(to - from)
                )]);
            }
            let mut all = Vec::new();
            for count in *from..=*to {
                all.extend(written(&vec![(**part).clone(); count], examples)?);
            }
            Ok(all)
        }
    }
}

/// Words of one or two letters: each first letter, then all that may follow it, `-` for nothing.
fn letters(words: &[String]) -> Result<String> {
    let mut groups: BTreeMap<char, String> = BTreeMap::new();
    for word in words {
        let (first, second) = match *word.chars().collect::<Vec<_>>() {
            [first] => (first, '-'),
            [first, second] => (first, second),
            _ => bail!("a word of more than two letters: {word}"),
        };
        groups.entry(first).or_default().push(second);
    }
    let groups: Vec<String> = groups
        .iter()
        .map(|(first, all)| format!("{first}{all}"))
        .collect();
    Ok(groups.join(","))
}

fn is_gap(set: &BTreeSet<char>) -> bool {
    set.iter().all(|c| matches!(c, ' ' | '-'))
}

fn place(set: &BTreeSet<char>) -> Result<String> {
    if is_gap(set) {
        return Ok(if set.contains(&'-') { "-" } else { " " }.to_owned());
    }
    let text: String = set.iter().collect();
    let has = |from: char, to: char| (from..=to).all(|c| set.contains(&c));
    Ok(match (set.len(), has('0', '9'), has('A', 'Z')) {
        (1, ..) => text,
        (10, true, _) => "d".to_owned(),
        (26, _, true) => "a".to_owned(),
        (36, true, true) => "n".to_owned(),
        _ if set.iter().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()) => format!("[{}]", ranges(set)),
        _ => bail!("a class that cannot be written: {text}"),
    })
}

/// Members of a class, neighbours as a range.
fn ranges(set: &BTreeSet<char>) -> String {
    let mut runs: Vec<(char, char)> = Vec::new();
    for &c in set {
        match runs.last_mut() {
            Some((_, to)) if u32::from(*to) + 1 == u32::from(c) => *to = c,
            _ => runs.push((c, c)),
        }
    }
    let run = |(from, to): (char, char)| match u32::from(to) - u32::from(from) {
        0 => from.to_string(),
        1 => format!("{from}{to}"),
        _ => format!("{from}-{to}"),
    };
    runs.into_iter().map(run).collect()
}

/// What codes of an area begin with, each written out: its expressions match beginnings.
pub fn beginnings(expression: &str) -> Result<Vec<String>> {
    let mut all = BTreeSet::new();
    for sequence in read(expression)? {
        all.extend(spelled(&sequence));
    }
    // A beginning that all ten digits may follow is the beginning alone.
    for length in (1..8).rev() {
        let heads: BTreeSet<String> = all
            .iter()
            .filter(|text| text.len() == length)
            .map(|text| text.get(..length - 1).unwrap_or_default().to_owned())
            .collect();
        for head in heads {
            let ten: Vec<String> = ('0'..='9').map(|digit| format!("{head}{digit}")).collect();
            if !head.is_empty() && ten.iter().all(|text| all.contains(text)) {
                all.retain(|text| !ten.contains(text));
                all.insert(head);
            }
        }
    }
    let covered =
        |text: &String| (1..text.len()).any(|end| text.get(..end).is_some_and(|head| all.contains(head)));
    Ok(all.iter().filter(|text| !covered(text)).cloned().collect())
}

fn spelled(sequence: &[Part]) -> Vec<String> {
    let mut all = vec![String::new()];
    for part in sequence {
        let ways: Vec<String> = match part {
            Part::Class(set) => set.iter().map(char::to_string).collect(),
            Part::Group(all) => all.iter().flat_map(|sequence| spelled(sequence)).collect(),
            Part::Times(part, from, to) => (*from..=*to)
                .flat_map(|count| spelled(&vec![(**part).clone(); count]))
                .collect(),
        };
        all = all
            .iter()
            .flat_map(|head| ways.iter().map(move |way| format!("{head}{way}")))
            .collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_of_the_data_become_places() {
        let cases = [
            (r"\d{5}", "ddddd"),
            (r"(\d{5})(?:[ \-](\d{4}))?", "ddddd!-dddd"),
            (r"(?:37)?\d{4}", "37~dddd"),
            (r"(?:AB|AL|B|BA|ZE|N|NE)\d", "(ABL,B-A,N-E,ZE)d"),
            (r"\d{3} ?\d{2}", "ddd dd"),
            (r"GX11 1AA", "GX11 1AA"),
            (r"\d{4,5}|\d{3}-\d{4}", "ddddd?|ddd-dddd"),
            (r"[\dA-Z]{3} ?[\dA-Z]{4}", "nnn nnnn"),
            (r"(?:^|\b)(?:1[0-2]|[1-9])\d{2}(?:$|\b)", "1[0-2]dd|[1-9]dd"),
            (r"948[5-9]|949[0-8]", "948[5-9]|949[0-8]"),
        ];
        for (expression, places) in cases {
            assert_eq!(compact(expression, "00 00-00").ok().as_deref(), Some(places));
        }
    }

    #[test]
    fn beginnings_are_spelled_out() {
        assert_eq!(
            beginnings(r"3[56]").ok(),
            Some(vec!["35".to_owned(), "36".to_owned()])
        );
        assert_eq!(
            beginnings(r"(?:3[67]|40)\d{2}").ok(),
            Some(vec!["36".into(), "37".into(), "40".into()])
        );
        assert_eq!(beginnings(r"B?[1-2]").ok().map(|all| all.len()), Some(4));
    }
}
