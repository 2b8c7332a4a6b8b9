//! The boundary to JavaScript: the only room that names a browser type, compiled for wasm32 alone.
//!
//! Every door into the session is a method of [`Core`], called by the TypeScript facade inside a guard; what a future
//! brings (an answer, a lock) waits in the desk's inbox for the next such call. So no listener runs while the session
//! is borrowed, and no borrow lives across an `await`.

mod desk;
mod error;
mod fetch;
mod host;
mod input;
mod listen;
mod storage;
mod tabs;
mod time;

use desk::Desk;
use error::thrown;
use host::Host;
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// One checkout, as the facade holds it. Ids pair an action with the line of [`Core::pump`] that settles it.
#[wasm_bindgen]
pub struct Core(Rc<Desk>);

/// Says nothing: there is an order token in it.
impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Core")
    }
}

#[wasm_bindgen]
impl Core {
    /// Opens a checkout, from what the host's storage holds of it.
    ///
    /// # Errors
    /// `invalid_options`; there is no checkout then.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "object")] options: &JsValue,
        host: Host,
    ) -> Result<Core, JsValue> {
        Desk::open(options, host)
            .map(|desk| Core(Rc::new(desk)))
            .map_err(thrown)
    }

    /// Takes wishes, and a card's fields as bytes, which are wiped here.
    ///
    /// # Errors
    /// `invalid_input` or `invalid_field`, naming the field; nothing was taken.
    pub fn edit(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] edits: &JsValue,
        card: Option<Vec<Uint8Array>>,
    ) -> Result<u32, JsValue> {
        self.0.edit(edits, card).map_err(thrown)
    }

    /// Starts a purchase attempt for what was on the screen at revision `seen`, or joins the one under way.
    pub fn submit(&self, seen: f64, attempt: &str) -> u32 {
        self.0.submit(seen, attempt)
    }

    /// Asks the shop for something beside the order.
    ///
    /// # Errors
    /// `invalid_input` or `unsupported`; nothing is sent.
    pub fn ask(
        &self,
        #[wasm_bindgen(unchecked_param_type = "object")] query: &JsValue,
    ) -> Result<u32, JsValue> {
        self.0.ask(query).map_err(thrown)
    }

    /// Gives up an attempt with no known end, and opens an empty checkout.
    pub fn abandon(&self) {
        self.0.abandon();
    }

    /// Opens an empty checkout.
    ///
    /// # Errors
    /// `attempt_unresolved` while an attempt is under way.
    #[wasm_bindgen(js_name = startNew)]
    pub fn start_new(&self) -> Result<(), JsValue> {
        self.0.start_new().map_err(thrown)
    }

    /// Where these wishes would land; nothing is taken or sent.
    ///
    /// # Errors
    /// As [`Core::edit`].
    #[wasm_bindgen(unchecked_return_type = "unknown")]
    pub fn predict(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] edits: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.0.predict(edits).map_err(thrown)
    }

    /// The checkout now, or `undefined` when it is as it was told last.
    #[wasm_bindgen(unchecked_return_type = "unknown")]
    pub fn snapshot(&self) -> JsValue {
        self.0.snapshot()
    }

    /// Works until it rests, and says what there is to tell: `[kind, id, value]` each.
    #[wasm_bindgen(unchecked_return_type = "unknown[]")]
    pub fn pump(&self) -> Array {
        desk::pump(&self.0)
    }

    /// Sends nothing more. The answer of a call under way is still taken in and its meaning stored, unless the core is
    /// broken and will not be asked again.
    pub fn dispose(&self, is_broken: bool) {
        self.0.dispose(is_broken);
    }
}
