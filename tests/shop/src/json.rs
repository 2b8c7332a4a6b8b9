//! Writes JSON straight into a string; nothing is kept as a tree.

use crate::{money, time};
use rust_decimal::Decimal;

/// A JSON text under construction. Commas are found from what was written last.
#[derive(Debug, Default)]
pub(crate) struct Json {
    out: String,
}

impl Json {
    /// The text written.
    pub(crate) fn into_text(self) -> String {
        self.out
    }

    /// The text of one object.
    pub(crate) fn of_object(fill: impl FnOnce(&mut Self)) -> String {
        let mut json = Self {
            out: String::with_capacity(2048),
        };
        json.object(fill);
        json.out
    }

    /// The text of one array.
    pub(crate) fn of_array(fill: impl FnOnce(&mut Self)) -> String {
        let mut json = Self::default();
        json.array(fill);
        json.out
    }

    pub(crate) fn object(&mut self, fill: impl FnOnce(&mut Self)) {
        self.separate();
        self.out.push('{');
        fill(self);
        self.out.push('}');
    }

    pub(crate) fn array(&mut self, fill: impl FnOnce(&mut Self)) {
        self.separate();
        self.out.push('[');
        fill(self);
        self.out.push(']');
    }

    pub(crate) fn key(&mut self, key: &str) -> &mut Self {
        self.quote(key);
        self.out.push(':');
        self
    }

    pub(crate) fn quote(&mut self, text: &str) {
        self.separate();
        self.out.push('"');
        for c in text.chars() {
            match c {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                c if u32::from(c) < 0x20 => self.out.push_str(&format!("\\u{:04x}", u32::from(c))),
                c => self.out.push(c),
            }
        }
        self.out.push('"');
    }

    /// Text that is JSON already.
    pub(crate) fn raw(&mut self, json: &str) {
        self.separate();
        self.out.push_str(json);
    }

    pub(crate) fn str(&mut self, key: &str, value: &str) {
        self.key(key).quote(value);
    }

    pub(crate) fn opt_str(&mut self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => self.str(key, value),
            None => self.null(key),
        }
    }

    pub(crate) fn int(&mut self, key: &str, value: impl Into<i64>) {
        let text = value.into().to_string();
        self.key(key).raw(&text);
    }

    pub(crate) fn id(&mut self, key: &str, value: u64) {
        self.key(key).raw(&value.to_string());
    }

    pub(crate) fn opt_id(&mut self, key: &str, value: Option<u64>) {
        match value {
            Some(value) => self.id(key, value),
            None => self.null(key),
        }
    }

    pub(crate) fn bool(&mut self, key: &str, value: bool) {
        self.key(key).raw(if value { "true" } else { "false" });
    }

    pub(crate) fn null(&mut self, key: &str) {
        self.key(key).raw("null");
    }

    pub(crate) fn dec(&mut self, key: &str, value: Decimal) {
        self.str(key, &money::text(value));
    }

    pub(crate) fn opt_dec(&mut self, key: &str, value: Option<Decimal>) {
        match value {
            Some(value) => self.dec(key, value),
            None => self.null(key),
        }
    }

    pub(crate) fn money(&mut self, key: &str, value: Decimal) {
        self.str(key, &money::display(value));
    }

    pub(crate) fn time(&mut self, key: &str, ms: u64) {
        self.str(key, &time::text(ms));
    }

    pub(crate) fn opt_time(&mut self, key: &str, ms: Option<u64>) {
        match ms {
            Some(ms) => self.time(key, ms),
            None => self.null(key),
        }
    }

    pub(crate) fn list<T>(
        &mut self,
        key: &str,
        items: impl IntoIterator<Item = T>,
        each: impl Fn(&mut Self, T),
    ) {
        self.key(key).array(|json| {
            for item in items {
                each(json, item);
            }
        });
    }

    fn separate(&mut self) {
        if !matches!(self.out.as_bytes().last(), None | Some(b'{' | b'[' | b':' | b',')) {
            self.out.push(',');
        }
    }
}
