//! What the page lends: a clock, a fetch, a place to store, keys. All of it may throw, lie or never answer.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// `Host` of the facade.
    #[wasm_bindgen(typescript_type = "object")]
    pub type Host;

    #[wasm_bindgen(method, structural)]
    pub fn tick(this: &Host);
    #[wasm_bindgen(method, structural, getter, js_name = tick)]
    pub fn ticker(this: &Host) -> Function;
    #[wasm_bindgen(method, structural, catch)]
    pub fn now(this: &Host) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub fn fetch(this: &Host, request: &web_sys::Request) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub fn headers(this: &Host) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    pub fn token(this: &Host) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = createOrder)]
    pub fn create_order(this: &Host) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, structural, getter)]
    pub fn storage(this: &Host) -> JsValue;
    #[wasm_bindgen(method, structural, getter, js_name = sameOrigin)]
    pub fn same_origin(this: &Host) -> bool;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(super) fn keys_of(object: &JsValue) -> Result<js_sys::Array, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(super) fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Host")
    }
}

/// The member `name`; a getter may throw.
pub(super) fn get(value: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(value, &JsValue::from_str(name))
}

/// Calls the member `name` with at most one argument.
pub(super) fn call(value: &JsValue, name: &str, argument: Option<&JsValue>) -> Result<JsValue, JsValue> {
    let function: Function = get(value, name)?.dyn_into()?;
    match argument {
        Some(argument) => function.call1(value, argument),
        None => function.call0(value),
    }
}

/// Waits for what may or may not be a promise.
pub(super) async fn settled(value: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value?)).await
}
