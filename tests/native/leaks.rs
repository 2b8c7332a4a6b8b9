//! No input, token or digit comes out where it does not belong: every text that leaves is searched for canaries.

use crate::host::{Host, everything, json};
use crate::typed::Card;
use cashwrap::checkout::{Session, Settled};
use cashwrap::error::{Code, Outcome};
use cashwrap_shop::{Fault, FaultKind};
use std::collections::BTreeSet;

const CANARIES: [&str; 6] = [
    "4929130000000006",
    "971",
    "CANARYTOKEN",
    "canary@secret.example",
    "Canary Street",
    "CANARYCODE",
];

fn card() -> Card {
    Card {
        code: CANARIES[1].to_owned(),
        ..Card::of(CANARIES[0])
    }
}

fn clean(what: &str, text: &str, canaries: &[&str]) {
    for canary in canaries {
        assert!(!text.contains(canary), "{what} holds {canary}");
    }
}

#[test]
fn errors_debug_and_events_never_repeat_an_input() {
    let options = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"guest"},
        "rawCard":"i-accept-pci-saq-d"}"#;
    for kind in [
        FaultKind::DropAfter,
        FaultKind::Error500After,
        FaultKind::Html502After,
        FaultKind::Truncate,
        FaultKind::WrongType,
        FaultKind::Redirect,
    ] {
        let mut host = Host::new(&json(options), crate::host::recorded_shop());
        host.shop.add_fault(Fault {
            skip: 1,
            times: 2,
            ..Fault::once("*", kind)
        });
        let edits = everything(r#""cheapest""#)
            .replace("jane@example.com", CANARIES[3])
            .replace("1 Main St", CANARIES[4]);
        host.edit(&edits);
        host.edit(&format!(r#"{{"coupon":"{}"}}"#, CANARIES[5]));
        for bad in [
            format!(r#"{{"email":"{} x"}}"#, CANARIES[3]),
            format!(r#"{{"lines":[{{"variant":"{} ","quantity":1}}]}}"#, CANARIES[2]),
            format!(r#"{{"{}":1}}"#, CANARIES[2]),
            format!(
                r#"{{"payment":{{"method":"1","token":"{}\u0000"}}}}"#,
                CANARIES[2]
            ),
            format!(r#"{{"rate":{{"rate":"{}"}}}}"#, CANARIES[2]),
            format!(r#"{{"shipping":{{"country":"{}"}}}}"#, CANARIES[2]),
        ] {
            let error = host.session.edit(&json(&bad), None, 0).unwrap_err();
            let told = String::from_utf8(error.to_value().write().to_vec()).unwrap();
            clean("an error", &told, &CANARIES);
            clean("an error's debug", &format!("{error:?}"), &CANARIES);
        }
        host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card()));
        clean("debug", &format!("{:?}", host.session), &CANARIES);
        let snapshot = String::from_utf8(host.session.snapshot().write().to_vec()).unwrap();
        clean("the snapshot", &snapshot, &CANARIES[..3]);
        let end = host.submit();
        clean("an ending", &format!("{:?}", host.session), &CANARIES);
        clean("an ending", std::str::from_utf8(&end.write()).unwrap(), &CANARIES);
        for event in &host.events {
            clean(
                "an event",
                std::str::from_utf8(&event.write()).unwrap(),
                &CANARIES,
            );
        }
        clean("the journal", &host.storage.clone().unwrap(), &CANARIES[..3]);
        clean(
            "the trace of requests",
            &format!("{:?}", host.requests),
            &CANARIES,
        );
        for request in &host.requests {
            let body = request.body.as_deref().map_or(&[][..], |body| body);
            clean(
                "a request the host fills",
                &String::from_utf8_lossy(body),
                &CANARIES[..2],
            );
        }
    }
}

#[test]
fn an_order_token_travels_in_one_header_and_nowhere_else() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(crate::host::PAYMENT);
    let token = host.truth().token;
    host.submit();
    let mut seen = 0;
    for request in &host.requests {
        assert!(!request.path.contains(&token));
        if let Some(body) = &request.body {
            assert!(!std::str::from_utf8(body).unwrap().contains(&token));
        }
        for (name, value) in &request.headers {
            assert_eq!((*name, value.contains(&token)), ("X-Spree-Order-Token", true));
            seen += 1;
        }
    }
    assert_eq!(seen, host.requests.len() - 1, "all but the creation");
    let shown = String::from_utf8(host.session.snapshot().write().to_vec()).unwrap();
    assert!(!shown.contains(&token));
    assert!(!format!("{:?} {:?}", host.session, host.requests).contains(&token));
}

#[test]
fn options_that_are_no_good_are_named_and_not_repeated() {
    let base = [
        ("dialect", "\"solidus\""),
        ("shop", "\"https://store.example\""),
        ("auth", r#"{"kind":"guest"}"#),
    ];
    let with = |key: &str, value: &str| {
        let mut members: Vec<String> = base
            .iter()
            .filter(|(k, _)| *k != key)
            .map(|(k, v)| format!("\"{k}\":{v}"))
            .collect();
        members.push(format!("\"{key}\":{value}"));
        json(&format!("{{{}}}", members.join(",")))
    };
    for (key, value) in [
        ("dialect", "\"CANARYTOKEN\""),
        ("dialect", "7"),
        ("shop", "\"http://CANARYTOKEN.example\""),
        ("shop", "\"ftp://CANARYTOKEN\""),
        ("shop", "\"https://user:CANARYTOKEN@host\""),
        ("shop", "\"https://host/../CANARYTOKEN\""),
        ("shop", "\"https://host?CANARYTOKEN\""),
        ("shop", "\"https://\""),
        ("shop", "null"),
        ("auth", r#"{"kind":"CANARYTOKEN"}"#),
        (
            "auth",
            r#"{"kind":"order","number":"CANARYTOKEN/..","token":"x"}"#,
        ),
        ("auth", r#"{"kind":"order","number":"R1","token":"CANARY TOKEN"}"#),
        ("auth", "null"),
        ("rawCard", "\"yes CANARYTOKEN\""),
        ("rawCard", "true"),
        ("uncertainAfterMs", "0"),
        ("uncertainAfterMs", "\"CANARYTOKEN\""),
        ("createOrder", "\"CANARYTOKEN\""),
    ] {
        let error = Session::new(&with(key, value), None).unwrap_err();
        assert_eq!(error.code, Code::InvalidOptions, "{key} {value}");
        assert!(
            error.fields[0].field.starts_with(key),
            "{key}: {:?}",
            error.fields[0].field.to_string()
        );
        assert_eq!(error.outcome, Outcome::NotSent);
        clean(
            "an error",
            std::str::from_utf8(&error.to_value().write()).unwrap(),
            &CANARIES,
        );
    }
    assert!(Session::new(&with("shop", "\"http://127.0.0.1:3000/\""), None).is_ok());
    assert!(Session::new(&with("shop", "\"https://store.example/eu\""), None).is_ok());
}

#[test]
fn codes_are_unique_and_the_package_declares_each_of_them() {
    let types = include_str!("../../pkg/src/types.ts");
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
    assert_eq!(codes.len(), Code::ALL.len());
    for code in codes {
        assert!(
            types.contains(&format!("\"{code}\"")),
            "{code} is missing in types.ts"
        );
    }
    for outcome in Outcome::ALL {
        assert!(types.contains(&format!("\"{}\"", outcome.as_str())));
    }
}

#[test]
fn every_blocker_is_one_the_package_declares() {
    let types = include_str!("../../pkg/src/types.ts");
    let mut host = Host::guest();
    let mut met = BTreeSet::new();
    let mut note = |host: &Host| {
        for blocker in host.session.snapshot().get("next").get("blockers").items() {
            met.insert(blocker.get("code").as_text().unwrap().to_owned());
        }
    };
    note(&host);
    host.edit(r#"{"lines":[{"variant":"2","quantity":50}],"email":"a@b.co","shipping":{"name":"x","country":"US"}}"#);
    note(&host);
    host.edit(&everything("null"));
    note(&host);
    assert!(met.len() >= 6, "{met:?}");
    for code in met {
        assert!(types.contains(&format!("\"{code}\"")), "{code}");
    }
}

#[test]
fn bad_input_is_refused_by_field_and_the_checkout_goes_on() {
    let mut host = Host::guest();
    for (edits, field) in [
        ("7", "edits"),
        ("[]", "edits"),
        (r#"{"nothing":1}"#, "edits"),
        (r#"{"lines":7}"#, "lines"),
        (r#"{"lines":[{"quantity":1}]}"#, "lines.variant"),
        (r#"{"lines":[{"variant":"2"}]}"#, "lines.quantity"),
        (r#"{"lines":[{"variant":"2","quantity":-1}]}"#, "lines.quantity"),
        (r#"{"lines":[{"variant":"2","quantity":1.5}]}"#, "lines.quantity"),
        (
            r#"{"lines":[{"variant":"2","quantity":1000001}]}"#,
            "lines.quantity",
        ),
        (r#"{"lines":[{"variant":"../2","quantity":1}]}"#, "lines.variant"),
        (r#"{"lines":[{"line":7,"quantity":1}]}"#, "lines.line"),
        (r#"{"email":7}"#, "email"),
        (r#"{"email":"x"}"#, "email"),
        (r#"{"email":"a@b@c"}"#, "email"),
        (r#"{"shipping":"x"}"#, "shipping"),
        (r#"{"shipping":{"city":7}}"#, "shipping.city"),
        (r#"{"shipping":{"country":"USA"}}"#, "shipping.country"),
        (r#"{"billing":"other"}"#, "billing"),
        (r#"{"coupon":""}"#, "coupon"),
        (r#"{"coupon":".."}"#, "coupon"),
        (r#"{"rate":"fastest"}"#, "rate"),
        (r#"{"rate":[]}"#, "rate"),
        (r#"{"payment":"card"}"#, "payment"),
        (r#"{"payment":{"token":"t"}}"#, "payment.method"),
        (r#"{"payment":{"method":"1","card":{}}}"#, "payment.card"),
        (r#"{"empty":1}"#, "empty"),
        (r#"{"notes":"\u0007"}"#, "notes"),
    ] {
        let error = host.session.edit(&json(edits), None, 0).unwrap_err();
        assert_eq!(
            (&*error.fields[0].field, error.outcome),
            (field, Outcome::NotSent),
            "{edits}"
        );
    }
    let long = format!(r#"{{"email":"{}@b.co"}}"#, "a".repeat(2000));
    assert_eq!(
        host.session.edit(&json(&long), None, 0).unwrap_err().fields[0].code,
        "too_long"
    );
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
}
