//! Time as the host tells it, and waiting.

use super::host::Host;
use js_sys::{Function, Promise};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(then: &Function, ms: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The longest wait a browser's timer can hold.
const MAX_WAIT_MS: u64 = 0x7fff_ffff;

/// A timer; dropping it stops it.
#[derive(Debug)]
pub(super) struct Timer(JsValue);

impl Timer {
    /// Calls `then` after so many milliseconds.
    pub(super) fn start(then: &Function, ms: u64) -> Timer {
        let ms = u32::try_from(ms.min(MAX_WAIT_MS)).unwrap_or(u32::MAX);
        Timer(set_timeout(then, ms))
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.0);
    }
}

/// Milliseconds since 1970 by the host's clock, or by the engine's where the host's throws or says nonsense.
#[expect(
    clippy::disallowed_methods,
    reason = "the page's clock failed, and this room may name the engine's"
)]
pub(super) fn now_ms(host: &Host) -> u64 {
    let told = host
        .now()
        .ok()
        .and_then(|now| now.as_f64())
        .filter(|now| now.is_finite());
    whole(told.unwrap_or_else(js_sys::Date::now))
}

/// The whole part of a number; nothing below zero, and zero for what is no number.
#[expect(
    clippy::as_conversions,
    reason = "the one cast from a float, and it saturates; there is no `From` for it"
)]
pub(super) fn whole(number: f64) -> u64 {
    number as u64
}

/// What `work` gives, or nothing when it takes longer than `ms`.
pub(super) async fn within<T>(ms: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut timer = None;
    let promise = Promise::new(&mut |resolve, _| timer = Some(Timer::start(&resolve, u64::from(ms))));
    let mut end = pin!(JsFuture::from(promise));
    let mut work = pin!(work);
    let first = poll_fn(|context| {
        if let Poll::Ready(value) = work.as_mut().poll(context) {
            return Poll::Ready(Some(value));
        }
        end.as_mut().poll(context).map(|_| None)
    });
    let value = first.await;
    drop(timer);
    value
}
