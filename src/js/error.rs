//! What crosses into JavaScript: trees as plain objects, errors as `ErrorInfo`.

use crate::error::Error;
use crate::json::Value;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// A tree as plain objects, arrays and strings.
pub(super) fn to_js(value: &Value) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::UNDEFINED)
}

/// An error as the facade takes it; it makes the `CheckoutError`.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(super) fn thrown(error: Error) -> JsValue {
    to_js(&error.to_value())
}
