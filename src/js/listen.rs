//! What the page is told. Listeners themselves live in the facade and run after all of this has returned.

use super::error::to_js;
use crate::checkout::{Session, Settled};
use js_sys::Array;
use wasm_bindgen::JsValue;

/// Everything there is to tell now, in order: `[kind, id, value]` each.
pub(super) fn told(session: &mut Session, to: &Array) {
    while let Some((id, settled)) = session.settled() {
        let (kind, value) = match settled {
            Settled::Confirmed => ("confirmed", JsValue::UNDEFINED),
            Settled::Waiting => ("waiting", JsValue::UNDEFINED),
            Settled::Replaced => ("replaced", JsValue::UNDEFINED),
            Settled::Refused(error) => ("refused", to_js(&error.to_value())),
            Settled::Ended(ending) => ("ended", to_js(&ending)),
            Settled::Told(value) => ("value", to_js(&value)),
        };
        to.push(&line(kind, id, &value));
    }
    while let Some(event) = session.event() {
        to.push(&line("event", 0, &to_js(&event)));
    }
}

/// An id as JavaScript has it. More actions than 32 bits can count do not fit a page's life.
pub(super) fn small(id: u64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

fn line(kind: &str, id: u64, value: &JsValue) -> Array {
    Array::of3(&JsValue::from_str(kind), &JsValue::from(small(id)), value)
}
