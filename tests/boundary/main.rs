//! The boundary in a real browser: whatever a page hands in, what comes out is typed, and nothing traps.
#![cfg(target_arch = "wasm32")]

use cashwrap::js::Core;
use js_sys::{Array, JsString, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/boundary/page.js")]
extern "C" {
    /// A page's half: what a host lends, with some of it replaced.
    #[wasm_bindgen(js_name = hostWith)]
    fn host_with(change: &str) -> JsValue;
    fn options() -> JsValue;
    /// `[name, value]` of every kind of value JavaScript has, and some nobody should have.
    fn kinds() -> Array;
    /// The fields of a card that only JavaScript knows.
    #[wasm_bindgen(js_name = cardFields)]
    fn card_fields() -> Vec<Uint8Array>;
    /// How often the card's number lies in this memory.
    fn copies(memory: &JsValue) -> u32;
    fn edits(json: &str) -> JsValue;
    /// Turns the crank until `core` says a line of this kind.
    fn told(core: &JsValue, host: &JsValue, kind: &str) -> js_sys::Promise;
}

fn open(host: &JsValue) -> Core {
    Core::new(&options(), host.clone().unchecked_into())
        .unwrap_or_else(|_| wasm_bindgen::throw_str("not opened"))
}

fn text(value: &JsValue, name: &str) -> String {
    let member = Reflect::get(value, &name.into()).unwrap_or_default();
    member.as_string().unwrap_or_default()
}

/// An `ErrorInfo`, whole and free of what was handed in.
fn assert_typed(error: &JsValue, name: &str) {
    assert!(!text(error, "code").is_empty(), "{name}");
    assert_ne!(text(error, "code"), "internal", "{name}");
    assert_eq!(text(error, "outcome"), "not_sent", "{name}");
    let whole = js_sys::JSON::stringify(error)
        .map(String::from)
        .unwrap_or_default();
    assert!(!whole.contains("canary"), "{name}: {whole}");
}

#[wasm_bindgen_test]
fn every_kind_of_value_is_taken_or_refused_by_name() {
    let core = open(&host_with(""));
    for pair in kinds().iter() {
        let pair: Array = pair.unchecked_into();
        let name = pair.get(0).as_string().unwrap_or_default();
        let value = pair.get(1);
        for refused in [
            core.edit(&value, None).map(drop),
            core.predict(&value).map(drop),
            core.ask(&value).map(drop),
            Core::new(&value, host_with("").unchecked_into()).map(drop),
        ] {
            if let Err(error) = refused {
                assert_typed(&error, &name);
            }
        }
        // As a member the value is never what is asked for there.
        for member in ["email", "lines", "shipping", "payment", "rate", "coupon"] {
            let around = js_sys::Object::new();
            Reflect::set(&around, &member.into(), &value).unwrap_or_default();
            if let Err(error) = core.edit(&around, None) {
                assert_typed(&error, &name);
            }
        }
    }
}

#[wasm_bindgen_test]
fn a_refusal_names_the_place() {
    let core = open(&host_with(""));
    let refused = |json: &str| {
        let error = core.edit(&edits(json), None).err().unwrap_or_default();
        let fields: Array = Reflect::get(&error, &"fields".into())
            .unwrap_or_default()
            .unchecked_into();
        text(&fields.get(0), "field")
    };
    assert_eq!(
        refused(r#"{"lines":[{"variant":"2","quantity":1},{"variant":"3","quantity":1.5}]}"#),
        "lines[1].quantity"
    );
    assert_eq!(
        refused(r#"{"shipping":{"name":7,"country":"US"}}"#),
        "shipping.name"
    );
    assert_eq!(refused(r#"{"email":"nonsense"}"#), "email");
}

#[wasm_bindgen_test]
fn a_snapshot_is_told_once_for_each_revision() {
    let core = open(&host_with(""));
    assert!(core.snapshot().is_object());
    assert!(core.snapshot().is_undefined());
    assert!(core.edit(&edits(r#"{"notes":"ring twice"}"#), None).is_ok());
    assert!(core.snapshot().is_object());
    assert!(core.snapshot().is_undefined());
}

#[wasm_bindgen_test]
fn a_cards_bytes_are_wiped_on_both_sides() {
    let core = open(&host_with(""));
    // No method: the edit is refused after the card was taken over.
    let fields = card_fields();
    let refused = core.edit(&edits(r#"{"payment":{}}"#), Some(fields.clone()));
    assert_typed(&refused.err().unwrap_or_default(), "card without method");
    assert!(
        fields
            .iter()
            .all(|field| field.to_vec().iter().all(|byte| *byte == 0))
    );
    assert_eq!(copies(&wasm_bindgen::memory()), 0);
    // Too few fields.
    let fields = card_fields();
    let first = fields.first().cloned().into_iter().collect();
    assert!(
        core.edit(&edits(r#"{"payment":{"method":"3"}}"#), Some(first))
            .is_err()
    );
    assert_eq!(copies(&wasm_bindgen::memory()), 0);
}

#[wasm_bindgen_test]
fn a_kept_card_is_gone_when_the_checkout_is() {
    let core = open(&host_with(""));
    let kept = core.edit(&edits(r#"{"payment":{"method":"3"}}"#), Some(card_fields()));
    assert!(kept.is_ok());
    // The search itself works: one copy waits for the order to be placed.
    assert_eq!(copies(&wasm_bindgen::memory()), 1);
    drop(core.pump());
    drop(core);
    assert_eq!(copies(&wasm_bindgen::memory()), 0);
}

async fn outcome_of(change: &str) -> (String, JsValue) {
    let host = host_with(change);
    let core = JsValue::from(open(&host));
    let line = JsFuture::from(told(&core, &host, "any"))
        .await
        .unwrap_or_default();
    let line: Array = line.unchecked_into();
    (line.get(0).as_string().unwrap_or_default(), line.get(2))
}

#[wasm_bindgen_test]
async fn an_answer_settles_what_was_asked() {
    let (kind, value) = outcome_of("").await;
    assert_eq!(kind, "value");
    let first = Array::from(&value).get(0);
    assert_eq!(text(&first, "code"), "US");
}

#[wasm_bindgen_test]
async fn a_host_that_fails_in_any_way_is_a_typed_refusal() {
    for change in [
        "fetch throws",
        "fetch throws a string",
        "fetch rejects",
        "fetch rejects with nothing",
        "fetch gives nothing",
        "fetch gives a lookalike",
        "headers throw",
        "headers are evil",
        "headers are a number",
        "body breaks",
    ] {
        let (kind, error) = outcome_of(change).await;
        assert_eq!(kind, "refused", "{change}");
        assert!(
            !text(&error, "code").is_empty() && text(&error, "code") != "internal",
            "{change}"
        );
    }
}

#[wasm_bindgen_test]
async fn a_clock_or_a_storage_that_fails_is_done_without() {
    for change in [
        "clock throws",
        "clock says nonsense",
        "storage throws",
        "storage lies",
    ] {
        let (kind, _) = outcome_of(change).await;
        assert_eq!(kind, "value", "{change}");
    }
}

#[wasm_bindgen_test]
fn what_is_told_is_plain_data() {
    let core = open(&host_with(""));
    let snapshot = core.snapshot();
    for key in [
        "revision", "status", "order", "next", "can", "pending", "storage", "calls",
    ] {
        assert_eq!(Reflect::has(&snapshot, &key.into()), Ok(true), "{key}");
    }
    let copy = js_sys::JSON::stringify(&snapshot).unwrap_or_else(|_| JsString::from(""));
    assert!(copy.length() > 0);
}
