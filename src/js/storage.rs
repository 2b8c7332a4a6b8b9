//! Where the way back after a reload is kept. Whatever fails here leaves the checkout in memory.

use super::host::{Host, call};
use wasm_bindgen::JsValue;

/// What is stored under `key`, if anything can be read.
pub(super) fn read(host: &Host, key: &str) -> Option<Vec<u8>> {
    let storage = host.storage();
    if !storage.is_object() {
        return None;
    }
    let text = call(&storage, "getItem", Some(&JsValue::from_str(key)))
        .ok()?
        .as_string()?;
    Some(text.into_bytes())
}

/// Stores `text`, and says whether it is there now: a full or forbidden storage throws, a fake one forgets.
pub(super) fn write(host: &Host, key: &str, text: &str) -> bool {
    let storage = host.storage();
    storage.is_object()
        && store(&storage, key, text).is_ok()
        && read(host, key).is_some_and(|stored| stored == text.as_bytes())
}

fn store(storage: &JsValue, key: &str, text: &str) -> Result<(), JsValue> {
    let set = super::host::get(storage, "setItem")?;
    let set: js_sys::Function = wasm_bindgen::JsCast::dyn_into(set)?;
    set.call2(storage, &JsValue::from_str(key), &JsValue::from_str(text))
        .map(drop)
}
