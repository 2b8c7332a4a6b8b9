//! Lines, coupons, addresses and rates, at every step.

use super::{RELEASES, buy, elsewhere, is_oldest, pay, placed_once, quantities, raw, refresh};
use crate::host::{ADDRESS, Host, everything};
use cashwrap::checkout::Settled;
use cashwrap::error::Code;

#[test]
fn the_first_lines_go_with_the_order_and_later_ones_one_by_one() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":1},{"variant":"3","quantity":2}]}"#);
        assert_eq!(host.unsafe_calls(), 1, "{release}: {:#?}", host.trace);
        let line = host.order().lines[0].id.to_string();
        let edits = format!(
            r#"{{"lines":[{{"line":"{line}","quantity":4}},{{"variant":"3","quantity":0}},{{"variant":"1","quantity":3}}]}}"#
        );
        assert_eq!(
            host.edit(&edits),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(quantities(&host), [(1, 3), (2, 4)], "{release}");
        assert_eq!(host.unsafe_calls(), 4, "{release}: {:#?}", host.trace);
        for request in host.requests.iter().filter(|r| r.method.as_str() != "GET") {
            assert_ne!(
                request.route, "/orders/:number",
                "{release}: it makes each new line twice"
            );
        }
    }
}

#[test]
fn one_bad_line_of_several_does_not_take_the_others_with_it() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
        let good = host.wish(r#"{"lines":[{"variant":"2","quantity":3}]}"#).unwrap();
        let bad = host.wish(r#"{"lines":[{"variant":"3","quantity":11}]}"#).unwrap();
        let also = host.wish(r#"{"lines":[{"variant":"1","quantity":2}]}"#).unwrap();
        host.run();
        assert_eq!(host.how(good), Settled::Confirmed, "{release}: {:#?}", host.trace);
        assert_eq!(host.how(also), Settled::Confirmed);
        let Settled::Refused(error) = host.how(bad) else {
            panic!()
        };
        assert_eq!(
            (error.code, &*error.fields[0].field),
            (Code::InvalidField, "lines.quantity"),
            "{release}"
        );
        assert_eq!(quantities(&host), [(1, 2), (2, 3)], "{release}");
    }
}

#[test]
fn a_coupon_is_applied_at_every_step_and_a_bad_one_refused() {
    for release in RELEASES {
        for step in ["cart", "delivery", "payment"] {
            let what = format!("{release} at {step}");
            let mut host = at(release, step);

            for (code, is_good) in [("expired", false), ("nope", false), ("10off", true)] {
                let how = host.edit(&format!(r#"{{"coupon":"{code}"}}"#));
                if is_good {
                    assert_eq!(how, Settled::Confirmed, "{what}: {:#?}", host.trace);
                } else {
                    let Settled::Refused(error) = how else {
                        panic!("{what}: {how:?} {:#?}", host.trace)
                    };
                    assert_eq!(error.code, Code::CouponRefused, "{what}");
                    assert_eq!(error.fields[0].code, "not_eligible", "no code is told");
                }
            }
            let labels: Vec<_> = host
                .order()
                .adjustments
                .iter()
                .map(|a| a.label.to_string())
                .collect();
            assert!(labels.iter().any(|l| l.contains("10 off")), "{what}: {labels:?}");
            host.edit(r#"{"rate":"cheapest"}"#);
            assert_eq!(buy(&mut host), "placed", "{what}: {:#?}", host.trace);
            placed_once(&host, &what);
        }
    }
}

/// An order at this step, with everything up to it, as the shop's own rules let it stand there.
fn at(release: &str, step: &str) -> Host {
    let mut host = raw(release);
    let lines = r#""lines":[{"variant":"2","quantity":2}]"#;
    let contact = format!(r#""email":"jane@example.com","shipping":{ADDRESS},"billing":"same""#);
    match step {
        "cart" | "address" => {
            host.edit(&format!("{{{lines}}}"));
            if step == "address" {
                let body = r#"{"order":{"email":"jane@example.com"}}"#;
                assert_eq!(elsewhere(&mut host, "PUT", "/checkouts/:n", body), 200);
            }
        }
        "delivery" => {
            host.edit(&format!("{{{lines},{contact}}}"));
        }
        _ => {
            host.edit(&format!(r#"{{{lines},{contact},"rate":"cheapest"}}"#));
        }
    }
    if step == "confirm" {
        assert_eq!(
            pay(&mut host, "1", "4000000000000002"),
            "declined",
            "{release}: {:#?}",
            host.trace
        );
    }
    if step == "paid" {
        // A payment that nobody has placed the order with.
        assert_eq!(
            elsewhere(&mut host, "PUT", "/checkouts/:n", &payment_of(release)),
            200
        );
    }
    refresh(&mut host);
    let there = if step == "paid" { "confirm" } else { step };
    if step != "cart" {
        assert_eq!(host.truth().state, there, "{release}: {:#?}", host.trace);
    }
    if matches!(step, "cart" | "address") {
        // The rest is known, and waits.
        let id = host.wish(&format!("{{{contact}}}")).unwrap();
        let _ = id;
    }
    host
}

/// A good card at method 1, in this release's words.
fn payment_of(release: &str) -> String {
    let name = match release {
        "2.1.12" => r#""first_name":"Jane","last_name":"Doe""#,
        _ => r#""name":"Jane Doe""#,
    };
    let card = format!(
        r#"{{"1":{{"number":"4111111111111111","month":"12","year":"2030","verification_value":"123",{name}}}}}"#
    );
    if is_oldest(release) {
        format!(
            r#"{{"order":{{"payments_attributes":[{{"payment_method_id":"1"}}]}},"payment_source":{card}}}"#
        )
    } else {
        format!(
            r#"{{"order":{{"payments_attributes":{{"payment_method_id":"1"}},"payment_source":{card}}}}}"#
        )
    }
}

#[test]
fn the_cart_is_edited_at_every_step_and_bought() {
    for release in RELEASES {
        for step in ["cart", "address", "delivery", "payment", "confirm", "paid"] {
            let what = format!("{release} at {step}");
            let mut host = at(release, step);
            let edit = r#"{"lines":[{"variant":"2","quantity":1},{"variant":"3","quantity":2}]}"#;
            assert_eq!(host.edit(edit), Settled::Confirmed, "{what}: {:#?}", host.trace);
            assert_eq!(quantities(&host), [(2, 1), (3, 2)], "{what}");
            let rest = format!(
                r#"{{"email":"jane@example.com","shipping":{ADDRESS},"billing":"same","rate":"cheapest"}}"#
            );
            host.edit(&rest);
            let calls = host.trace.len();
            let mut end = buy(&mut host);
            if end == "changed" {
                // What was paid stood on the order: the rates are chosen in the attempt, and the total with them.
                end = buy(&mut host);
            }
            assert_eq!(end, "placed", "{what}: {:#?}", &host.trace[calls..]);
            placed_once(&host, &what);
            let sent: i64 = host.truth().lines.iter().map(|l| l.quantity).sum();
            let packed: u32 = host
                .order()
                .shipments
                .iter()
                .flat_map(|s| &s.contents)
                .map(|(_, quantity)| quantity)
                .sum();
            assert_eq!(i64::from(packed), sent, "{what}: what is bought is sent");
        }
    }
}

#[test]
fn the_address_and_the_rate_are_changed_behind_their_steps() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        let address = ADDRESS.replace("1 Main St", "2 Side St");
        let edit = format!(r#"{{"shipping":{address},"billing":"same"}}"#);
        assert_eq!(
            host.edit(&edit),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        let rate = host.order().shipments[0].rates[1].id.to_string();
        let edit = format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#);
        assert_eq!(
            host.edit(&edit),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(host.order().step.name(), "payment");
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(&*host.order().totals.shipping.to_text(), "12.50");
    }
}

#[test]
fn a_refused_address_names_the_field() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        let address = ADDRESS.replace(r#""region":"NY""#, r#""region":"Nowhere""#);
        let Settled::Refused(error) = host.edit(&format!(r#"{{"shipping":{address},"billing":{ADDRESS}}}"#))
        else {
            panic!("{release}: {:#?}", host.trace);
        };
        let fields: Vec<_> = error.fields.iter().map(|f| &*f.field).collect();
        assert_eq!(fields, ["shipping.region"], "{release}");
    }
}

#[test]
fn an_order_emptied_behind_delivery_is_packed_anew_before_it_is_paid() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        assert_eq!(host.edit(r#"{"empty":true}"#), Settled::Confirmed, "{release}");
        assert_eq!(host.truth().state, "payment", "{release}: the step stays");
        let end = buy(&mut host);
        assert_eq!(
            end, "other",
            "{release}: an empty order is not placed for nothing"
        );
        assert!(!host.truth().completed);
        let edit = r#"{"lines":[{"variant":"3","quantity":1}],"rate":"cheapest"}"#;
        host.edit(edit);
        assert_eq!(host.order().shipments.len(), 1, "{release}: {:#?}", host.trace);
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn notes_go_with_the_order_and_are_changed_behind_delivery() {
    for release in RELEASES {
        let mut host = raw(release);
        let edits = everything(r#""cheapest""#).replacen('{', r#"{"notes":"ring","#, 1);
        host.edit(&edits);
        assert_eq!(
            host.edit(r#"{"notes":"ring twice"}"#),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(&*host.order().notes, "ring twice", "{release}");
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
    }
}
