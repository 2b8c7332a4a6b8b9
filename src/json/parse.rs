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
        wrong: None,
    };
    let value = reader.value(0);
    reader.space();
    if !reader.rest.is_empty() {
        reader.fail("the end");
    }
    match reader.wrong {
        None => Ok(value),
        Some(expected) => Err(Mismatch {
            path: String::new(),
            expected,
        }),
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    items: u32,
    /// What was missed first. From then on there is nothing left to read, so that everything ends.
    wrong: Option<&'static str>,
}

impl Reader<'_> {
    #[inline(never)]
    fn fail(&mut self, expected: &'static str) {
        self.wrong.get_or_insert(expected);
        self.rest = &[];
    }

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

    #[inline(never)]
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == byte;
        if found {
            self.skip(1);
        }
        found
    }

    fn value(&mut self, depth: u32) -> Value {
        self.items += 1;
        if depth > MAX_DEPTH || self.items > MAX_ITEMS {
            self.fail("a smaller body");
        }
        self.space();
        match self.peek() {
            b'{' => self.map(depth),
            b'[' => self.list(depth),
            b'"' => Value::Text(self.string()),
            b'-' | b'0'..=b'9' => self.number(),
            b'n' => self.word("null", Value::Null),
            b't' => self.word("true", Value::True),
            b'f' => self.word("false", Value::False),
            _ => {
                self.fail("a JSON value");
                Value::Null
            }
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Value {
        if self.rest.starts_with(word.as_bytes()) {
            self.skip(word.len());
        } else {
            self.fail("a JSON value");
        }
        value
    }

    fn map(&mut self, depth: u32) -> Value {
        self.skip(1);
        let mut pairs: Vec<(Text, Value)> = Vec::new();
        while !self.take(b'}') {
            if !pairs.is_empty() && !self.take(b',') {
                self.fail("a comma");
                break;
            }
            self.space();
            let key = self.string();
            if pairs.len() >= MAX_MEMBERS || pairs.iter().any(|(k, _)| *k == key) {
                self.fail("each key once");
            }
            if !self.take(b':') {
                self.fail("a colon");
            }
            pairs.push((key, self.value(depth + 1)));
        }
        Value::Map(Box::new(pairs))
    }

    fn list(&mut self, depth: u32) -> Value {
        self.skip(1);
        let mut items = Vec::new();
        while !self.take(b']') {
            if !items.is_empty() && !self.take(b',') {
                self.fail("a comma");
                break;
            }
            items.push(self.value(depth + 1));
        }
        Value::list(items)
    }

    /// The grammar of RFC 8259, so that `01`, `+1` and `.5` are not numbers here either.
    fn number(&mut self) -> Value {
        let start = self.rest;
        if self.peek() == b'-' {
            self.skip(1);
        }
        if self.peek() == b'0' {
            self.skip(1);
        } else {
            self.digits();
        }
        if self.peek() == b'.' {
            self.skip(1);
            self.digits();
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.skip(1);
            if matches!(self.peek(), b'+' | b'-') {
                self.skip(1);
            }
            self.digits();
        }
        let length = start.len() - self.rest.len();
        if length > MAX_NUMBER_BYTES {
            self.fail("a shorter number");
        }
        let digits = start
            .get(..length)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        Value::Number(digits.unwrap_or_default().into())
    }

    #[inline(never)]
    fn digits(&mut self) {
        if !self.peek().is_ascii_digit() {
            self.fail("a digit");
        }
        while self.peek().is_ascii_digit() {
            self.skip(1);
        }
    }

    fn string(&mut self) -> Text {
        if self.peek() != b'"' {
            self.fail("text");
        }
        self.skip(1);
        let mut out = Vec::new();
        while self.wrong.is_none() {
            let byte = self.peek();
            if self.rest.is_empty() {
                self.fail("the end of a text");
            }
            self.skip(1);
            match byte {
                b'"' => break,
                b'\\' => self.escape(&mut out),
                0..=0x1f => self.fail("no control character"),
                _ => out.push(byte),
            }
        }
        String::from_utf8(out).map_or_else(
            |_| {
                self.fail("UTF-8");
                Text::default()
            },
            Text::from,
        )
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
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
                let mut code = self.hex();
                if (0xd800..0xdc00).contains(&code) && self.rest.starts_with(b"\\u") {
                    self.skip(2);
                    let low = self.hex().wrapping_sub(0xdc00);
                    // Without its low half the high one stays, and that is no letter.
                    if low < 0x400 {
                        code = 0x10000 + ((code - 0xd800) << 10) + low;
                    }
                }
                match char::from_u32(code) {
                    Some(letter) => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
                    None => self.fail("a pair of surrogates"),
                }
                return;
            }
            _ => return self.fail("an escape"),
        });
    }

    fn hex(&mut self) -> u32 {
        let mut code = 0;
        for _ in 0..4 {
            match char::from(self.peek()).to_digit(16) {
                Some(digit) => code = code * 16 + digit,
                None => self.fail("four hex digits"),
            }
            self.skip(1);
        }
        code
    }
}
