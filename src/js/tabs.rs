//! One tab at a time: an exclusive Web Lock around each unsafe call. Where there are none, the call goes on without.

use super::host::get;
use js_sys::{Array, Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A lock held, or the right to go on where locks are missing. Dropping it lets the next tab in.
#[derive(Debug, Default)]
pub(super) struct Hold(Option<Function>);

impl Drop for Hold {
    fn drop(&mut self) {
        if let Some(release) = self.0.take() {
            // A resolver cannot fail; if it could, the lock would end with the page.
            drop(release.call0(&JsValue::UNDEFINED));
        }
    }
}

/// Waits for the lock `name`, however long another tab holds it.
pub(super) async fn hold(name: &str) -> Hold {
    let release = Rc::new(RefCell::new(None));
    let mut grant = None;
    let granted = Promise::new(&mut |resolve, _| grant = Some(resolve));
    let kept = Rc::clone(&release);
    // The browser holds the lock for as long as the promise that the callback gives back is pending.
    let callback = Closure::once_into_js(move || -> Promise {
        let held = Promise::new(&mut |done, _| drop(kept.borrow_mut().replace(done)));
        drop(grant.map(|grant| grant.call0(&JsValue::UNDEFINED)));
        held
    });
    // A refusal (an opaque origin, a lock stolen) ends the wait as well.
    if let Ok(asked) = request(name, &callback) {
        drop(JsFuture::from(Promise::race(&Array::of2(&granted, &asked))).await);
    }
    Hold(release.take())
}

fn request(name: &str, callback: &JsValue) -> Result<JsValue, JsValue> {
    let locks = get(&get(&js_sys::global(), "navigator")?, "locks")?;
    let request: Function = get(&locks, "request")?.dyn_into()?;
    request.call2(&locks, &JsValue::from_str(name), callback)
}
