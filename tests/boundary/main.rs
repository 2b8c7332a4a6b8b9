//! The boundary in a real browser: whatever a page hands in, what comes out is typed, and nothing traps.
#![cfg(target_arch = "wasm32")]

use cashwrap::js::Core;
use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(module = "/tests/boundary/page.js")]
extern "C" {
    /// A page's half that stores nothing and sends nothing by itself.
    fn host() -> JsValue;
    /// Texts that are no values of ours, `[name, text]` each.
    fn texts() -> Array;
    /// Asks for the countries, has the request answered so, and gives the line that settles it.
    fn told(core: &JsValue, host: &JsValue, answer: &str) -> JsValue;
}

const OPTIONS: &str = r#"{"dialect":"solidus","shop":"https://shop.example","auth":{"kind":"guest"},
    "createOrder":false,"rawCard":"i-accept-pci-saq-d"}"#;

fn open(host: &JsValue) -> Core {
    Core::new(OPTIONS, host.clone().unchecked_into())
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
fn every_text_is_taken_or_refused_by_name() {
    let core = open(&host());
    for pair in texts().iter() {
        let pair: Array = pair.unchecked_into();
        let name = pair.get(0).as_string().unwrap_or_default();
        let text = pair.get(1).as_string().unwrap_or_default();
        for refused in [
            core.edit(&text, None).map(drop),
            core.predict(&text).map(drop),
            core.ask(&text).map(drop),
            Core::new(&text, host().unchecked_into()).map(drop),
        ] {
            if let Err(error) = refused {
                assert_typed(&error, &name);
            }
        }
    }
}

#[wasm_bindgen_test]
fn a_refusal_names_the_place() {
    let core = open(&host());
    let refused = |json: &str| {
        let error = core.edit(json, None).err().unwrap_or_default();
        let fields: Array = Reflect::get(&error, &"fields".into())
            .unwrap_or_default()
            .unchecked_into();
        text(&fields.get(0), "field")
    };
    assert_eq!(
        refused(r#"{"lines":[{"variant":"2","quantity":1},{"variant":"3","quantity":1.5}]}"#),
        "lines.quantity"
    );
    assert_eq!(
        refused(r#"{"shipping":{"name":7,"country":"US"}}"#),
        "shipping.name"
    );
    assert_eq!(refused(r#"{"email":"nonsense"}"#), "email");
}

#[wasm_bindgen_test]
fn a_snapshot_is_told_once_for_each_revision() {
    let core = open(&host());
    assert!(core.snapshot().is_object());
    assert!(core.snapshot().is_undefined());
    assert!(core.edit(r#"{"notes":"ring twice"}"#, None).is_ok());
    assert!(core.snapshot().is_object());
    assert!(core.snapshot().is_undefined());
}

fn outcome_of(answer: &str) -> (String, JsValue) {
    let host = host();
    let core = JsValue::from(open(&host));
    let line: Array = told(&core, &host, answer).unchecked_into();
    (line.get(0).as_string().unwrap_or_default(), line.get(2))
}

#[wasm_bindgen_test]
fn an_answer_settles_what_was_asked() {
    let (kind, value) = outcome_of("countries");
    assert_eq!(kind, "value");
    let first = Array::from(&value).get(0);
    assert_eq!(text(&first, "code"), "US");
}

#[wasm_bindgen_test]
fn whatever_the_host_brings_is_a_typed_refusal() {
    for (answer, code) in [
        ("network", "network"),
        ("timeout", "timeout"),
        ("redirect", "redirected"),
        ("too large", "too_large"),
        ("bad header", "invalid_options"),
        ("no such reason", "network"),
        ("half", "unreadable_answer"),
        ("page", "unreadable_answer"),
        ("down", "server_error"),
    ] {
        let (kind, error) = outcome_of(answer);
        assert_eq!(kind, "refused", "{answer}");
        assert_eq!(text(&error, "code"), code, "{answer}");
    }
}

#[wasm_bindgen_test]
fn what_is_told_is_plain_data() {
    let core = open(&host());
    let snapshot = core.snapshot();
    for key in [
        "revision", "status", "order", "next", "can", "pending", "storage", "calls",
    ] {
        assert_eq!(Reflect::has(&snapshot, &key.into()), Ok(true), "{key}");
    }
    let copy = js_sys::JSON::stringify(&snapshot).unwrap_or_else(|_| JsString::from(""));
    assert!(copy.length() > 0);
}
