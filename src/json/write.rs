//! Tree to text. The buffer is wiped when dropped, since a body may carry a token; a card's digits are left out, and
//! filled in by the host.

use super::Value;
use zeroize::Zeroizing;

impl Value {
    /// The value as JSON text, in a buffer that is wiped when it goes.
    ///
    /// The size is counted first, so that the buffer never grows: growing would leave copies behind.
    pub fn write(&self) -> Zeroizing<Vec<u8>> {
        let mut count = Counter(0);
        self.write_to(&mut count);
        let mut out = Zeroizing::new(Vec::with_capacity(count.0));
        self.write_to(&mut *out);
        out
    }

    fn write_to(&self, out: &mut dyn Sink) {
        match self {
            Value::Null => out.put(b"null"),
            Value::True => out.put(b"true"),
            Value::False => out.put(b"false"),
            Value::Number(text) => out.put(text.as_bytes()),
            Value::Text(text) => string(out, text.as_bytes()),
            Value::Secret(secret) => string(out, secret.expose()),
            Value::List(items) => {
                out.put(b"[");
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.put(b",");
                    }
                    item.write_to(out);
                }
                out.put(b"]");
            }
            Value::Map(pairs) => {
                out.put(b"{");
                for (i, (key, value)) in pairs.iter().enumerate() {
                    if i > 0 {
                        out.put(b",");
                    }
                    string(out, key.as_bytes());
                    out.put(b":");
                    value.write_to(out);
                }
                out.put(b"}");
            }
        }
    }
}

/// A place for a field of a card, by its place among the fields: a byte that JSON text never holds, which [`fill`] finds.
pub(crate) fn hole(field: u8) -> Value {
    Value::Number(String::from(char::from(field + 1)).as_str().into())
}

/// Writes a body into `out` with each hole filled by its field, as a JSON string, and says how long it is; nothing when
/// it does not fit. No other copy of a field is made. The two holes behind the last field are for its parts, before and
/// after its last blank: a holder's first and last name.
pub fn fill(body: &[u8], fields: &[&[u8]], out: &mut [u8]) -> Option<usize> {
    let mut place = Place { out, at: Some(0) };
    for byte in body {
        match usize::from(*byte)
            .checked_sub(1)
            .and_then(|field| part(fields, field))
        {
            Some(field) => string(&mut place, field),
            None => place.put(&[*byte]),
        }
    }
    place.at
}

fn part<'a>(fields: &[&'a [u8]], field: usize) -> Option<&'a [u8]> {
    let Some(beyond) = field.checked_sub(fields.len()) else {
        return fields.get(field).copied();
    };
    let name = fields.last()?;
    let at = name.iter().rposition(|byte| *byte == b' ').unwrap_or(name.len());
    match beyond {
        0 => name.get(..at),
        1 => name.get(at..).map(<[u8]>::trim_ascii_start),
        _ => None,
    }
}

/// A place that does not grow. `at` is nothing once it was too small.
struct Place<'a> {
    out: &'a mut [u8],
    at: Option<usize>,
}

impl Sink for Place<'_> {
    fn put(&mut self, bytes: &[u8]) {
        self.at = self.at.and_then(|at| {
            let end = at.checked_add(bytes.len())?;
            self.out.get_mut(at..end)?.copy_from_slice(bytes);
            Some(end)
        });
    }
}

trait Sink {
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

struct Counter(usize);

impl Sink for Counter {
    fn put(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

fn string(out: &mut dyn Sink, text: &[u8]) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.put(b"\"");
    for byte in text {
        match byte {
            b'"' => out.put(b"\\\""),
            b'\\' => out.put(b"\\\\"),
            0..=0x1f => {
                let digit = |n: u8| HEX.get(usize::from(n)).copied().unwrap_or(b'0');
                out.put(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
            }
            _ => out.put(&[*byte]),
        }
    }
    out.put(b"\"");
}
