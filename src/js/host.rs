//! What the page lends, behind the facade's guard: nothing here throws.

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Request};

#[wasm_bindgen]
extern "C" {
    /// `Host` of the facade.
    #[wasm_bindgen(typescript_type = "object")]
    pub type Host;

    /// What is stored under `key`, if anything can be read.
    #[wasm_bindgen(method)]
    pub fn load(this: &Host, key: &str) -> Option<String>;
    /// Stores `text`, and says whether it is there now.
    #[wasm_bindgen(method)]
    pub fn save(this: &Host, key: &str, text: &str) -> bool;
    /// Calls [`super::Core::locked`] once the lock is held.
    #[wasm_bindgen(method)]
    pub fn lock(this: &Host, name: &str);
    /// Lets it go.
    #[wasm_bindgen(method)]
    pub fn unlock(this: &Host);
    /// Sends it, and calls [`super::Core::answer`] or [`super::Core::lost`].
    #[wasm_bindgen(method)]
    pub fn send(
        this: &Host,
        ticket: u32,
        request: &Request,
        controller: &AbortController,
        timeout_ms: u32,
        key: u8,
    );
    /// Asks the page for an order such as `draft` says, and calls [`super::Core::created`].
    #[wasm_bindgen(method)]
    pub fn create(this: &Host, ticket: u32, draft: &str);
    /// Pumps after so many milliseconds, instead of when it was asked to before.
    #[wasm_bindgen(method)]
    pub fn wake(this: &Host, ms: u32);
    /// Whether cookies of the page's own origin go along.
    #[wasm_bindgen(method, getter, js_name = sameOrigin)]
    pub fn same_origin(this: &Host) -> bool;
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Host")
    }
}
