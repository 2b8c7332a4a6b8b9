//! The days of a rental, as `2030-02-03`, and the postal code of the area it goes to, which is no part of an address: an
//! object of the texts that are said, or null.

use crate::json::Value;
use crate::text::{Text, join};

/// What it may say, by the names that pages know, in the order they stand in.
pub(crate) const NAMES: &[&str] = &["start", "end", "postalCode"];

/// One part; empty where it is not said.
pub(crate) fn part<'a>(rental: &'a Value, name: &str) -> &'a str {
    rental.get(name).as_text().unwrap_or_default()
}

/// Says a part more, unless it is empty.
pub(crate) fn say(rental: &mut Value, name: &str, text: &str) {
    if rental.is_null() && !text.is_empty() {
        *rental = Value::object();
    }
    rental.put_text(name, text);
}

/// What is wished, and what is known where nothing is.
#[inline(never)]
pub(crate) fn over(wished: &Value, known: &Value) -> Value {
    let mut both = Value::Null;
    for name in NAMES {
        let wish = part(wished, name);
        say(
            &mut both,
            name,
            if wish.is_empty() { part(known, name) } else { wish },
        );
    }
    both
}

/// All that it says.
pub(crate) fn text(rental: &Value) -> Text {
    join(&[
        part(rental, "start"),
        part(rental, "end"),
        part(rental, "postalCode"),
    ])
}

/// Whether all that is wished is told.
pub(crate) fn is_told(wished: &Value, told: &Value) -> bool {
    NAMES.iter().all(|name| {
        let wish = part(wished, name);
        wish.is_empty() || *wish == *part(told, name)
    })
}
