//! Text to tree: strict JSON, bounded in depth and number of items, whole input or nothing.

use super::{Mismatch, Value};
use crate::text::Text;

/// How deep a body may nest.
pub const MAX_DEPTH: u32 = 32;
/// How many values a body may hold, and how many members an object.
pub const MAX_ITEMS: u32 = 50_000;
/// How long the text of a number may be.
pub const MAX_NUMBER_BYTES: usize = 64;
const MAX_MEMBERS: usize = 256;

/// Reads one JSON document.
///
/// # Errors
/// [`Mismatch`] with an empty path for anything that is not exactly one document within the limits;
/// twice the same key in an object is refused too, since readers disagree on which one counts.
pub fn parse(bytes: &[u8]) -> Result<Value, Mismatch> {
    let mut reader = Reader {
        rest: bytes,
        items: 0,
    };
    let value = reader.value(0)?;
    reader.space();
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(wrong("the end"))
    }
}

fn wrong(expected: &'static str) -> Mismatch {
    Mismatch {
        path: String::new(),
        expected,
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    items: u32,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or(0)
    }

    fn skip(&mut self, n: usize) {
        self.rest = self.rest.get(n..).unwrap_or(&[]);
    }

    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.skip(1);
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == byte;
        if found {
            self.skip(1);
        }
        found
    }

    fn value(&mut self, depth: u32) -> Result<Value, Mismatch> {
        self.items += 1;
        if depth > MAX_DEPTH || self.items > MAX_ITEMS {
            return Err(wrong("a smaller body"));
        }
        self.space();
        match self.peek() {
            b'{' => self.map(depth),
            b'[' => self.list(depth),
            b'"' => self.string().map(|text| Value::Text(text.into())),
            b'-' | b'0'..=b'9' => self.number(),
            _ => {
                for (word, value) in [
                    ("null", Value::Null),
                    ("true", Value::True),
                    ("false", Value::False),
                ] {
                    if self.rest.starts_with(word.as_bytes()) {
                        self.skip(word.len());
                        return Ok(value);
                    }
                }
                Err(wrong("a JSON value"))
            }
        }
    }

    fn map(&mut self, depth: u32) -> Result<Value, Mismatch> {
        self.skip(1);
        let mut pairs: Vec<(Text, Value)> = Vec::new();
        if self.take(b'}') {
            return Ok(Value::Map(Box::new(pairs)));
        }
        loop {
            self.space();
            let key = Text::from(self.string()?);
            if pairs.len() >= MAX_MEMBERS || pairs.iter().any(|(k, _)| *k == key) {
                return Err(wrong("each key once"));
            }
            if !self.take(b':') {
                return Err(wrong("a colon"));
            }
            let value = self.value(depth + 1)?;
            pairs.push((key, value));
            if self.take(b'}') {
                return Ok(Value::Map(Box::new(pairs)));
            }
            if !self.take(b',') {
                return Err(wrong("a comma"));
            }
        }
    }

    fn list(&mut self, depth: u32) -> Result<Value, Mismatch> {
        self.skip(1);
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(Value::list(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Value::list(items));
            }
            if !self.take(b',') {
                return Err(wrong("a comma"));
            }
        }
    }

    /// The grammar of RFC 8259, so that `01`, `+1` and `.5` are not numbers here either.
    fn number(&mut self) -> Result<Value, Mismatch> {
        let start = self.rest;
        if self.peek() == b'-' {
            self.skip(1);
        }
        match self.peek() {
            b'0' => self.skip(1),
            b'1'..=b'9' => self.digits(),
            _ => return Err(wrong("a number")),
        }
        if self.peek() == b'.' {
            self.skip(1);
            self.some_digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.skip(1);
            if matches!(self.peek(), b'+' | b'-') {
                self.skip(1);
            }
            self.some_digits()?;
        }
        let length = start.len() - self.rest.len();
        if length > MAX_NUMBER_BYTES {
            return Err(wrong("a shorter number"));
        }
        let text = start
            .get(..length)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        text.map(|t| Value::Number(t.into()))
            .ok_or_else(|| wrong("a number"))
    }

    fn digits(&mut self) {
        while self.peek().is_ascii_digit() {
            self.skip(1);
        }
    }

    fn some_digits(&mut self) -> Result<(), Mismatch> {
        if !self.peek().is_ascii_digit() {
            return Err(wrong("a digit"));
        }
        self.digits();
        Ok(())
    }

    fn string(&mut self) -> Result<String, Mismatch> {
        if self.peek() != b'"' {
            return Err(wrong("text"));
        }
        self.skip(1);
        let mut out = Vec::new();
        loop {
            let plain = self
                .rest
                .iter()
                .position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f));
            let plain = plain.ok_or_else(|| wrong("the end of a text"))?;
            out.extend_from_slice(self.rest.get(..plain).unwrap_or(&[]));
            self.skip(plain);
            let byte = self.peek();
            self.skip(1);
            match byte {
                b'"' => return String::from_utf8(out).map_err(|_| wrong("UTF-8")),
                b'\\' => self.escape(&mut out)?,
                _ => return Err(wrong("no control character")),
            }
        }
    }

    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), Mismatch> {
        let byte = self.peek();
        self.skip(1);
        out.push(match byte {
            b'"' | b'\\' | b'/' => byte,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let unit = self.hex()?;
                let code = match unit {
                    0xd800..=0xdbff if self.rest.starts_with(b"\\u") => {
                        self.skip(2);
                        let low = self.hex()?;
                        if !(0xdc00..=0xdfff).contains(&low) {
                            return Err(wrong("a pair of surrogates"));
                        }
                        0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
                    }
                    _ => unit,
                };
                let letter = char::from_u32(code).ok_or_else(|| wrong("a pair of surrogates"))?;
                out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => return Err(wrong("an escape")),
        });
        Ok(())
    }

    fn hex(&mut self) -> Result<u32, Mismatch> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = char::from(self.peek())
                .to_digit(16)
                .ok_or_else(|| wrong("four hex digits"))?;
            code = code * 16 + digit;
            self.skip(1);
        }
        Ok(code)
    }
}
