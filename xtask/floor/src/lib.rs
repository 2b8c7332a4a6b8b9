//! The required crates in trivial use. What this weighs, no line of the product can save.

use rust_decimal::Decimal;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[derive(Serialize)]
struct Answer {
    status: u16,
    total: String,
    text: Option<String>,
}

/// Reads two decimals, asks one URL, and hands out one object.
///
/// # Errors
/// A text that is no decimal, or whatever the browser says.
#[wasm_bindgen]
pub async fn ask(url: String, a: String, b: String) -> Result<JsValue, JsValue> {
    let read = |text: &str| Decimal::from_str_exact(text).map_err(|_| JsValue::from_str("no decimal"));
    let total = read(&a)?.checked_add(read(&b)?).ok_or(JsValue::NULL)?;
    let request = gloo_net::http::Request::get(&url)
        .build()
        .map_err(|_| JsValue::from_str("no request"))?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(window.fetch_with_request(&request.into())).await?;
    let response = gloo_net::http::Response::from(response.unchecked_into::<web_sys::Response>());
    let text = response
        .text()
        .await
        .ok()
        .filter(|_| !js_sys::Object::new().is_undefined());
    let answer = Answer {
        status: response.status(),
        total: total.to_string(),
        text,
    };
    serde_wasm_bindgen::to_value(&answer).map_err(JsValue::from)
}
