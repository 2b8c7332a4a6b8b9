//! Lines, coupons, addresses and rates, at every step.

use super::{RELEASES, buy, card, elsewhere, is_modern, placed_once, status};
use crate::host::{ADDRESS, Host, PAYMENT, everything, json, spree_shop};
use cashwrap::checkout::{Answer, Call, Fault, FaultKind, Settled};
use cashwrap::dialect::{Dialect, Wire};
use cashwrap::error::Code;
use cashwrap::http::Response;

fn quantities(host: &Host) -> Vec<(u64, i64)> {
    let mut all: Vec<_> = host
        .truth()
        .lines
        .iter()
        .map(|l| (l.variant_id, l.quantity))
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn several_lines_are_set_by_one_call() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":1},{"variant":"3","quantity":2}]}"#);
        let before = host.unsafe_calls();
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
        assert_eq!(host.unsafe_calls(), before + 1, "{:#?}", host.trace);
    }
}

#[test]
fn one_bad_line_of_several_does_not_take_the_others_with_it() {
    for release in RELEASES {
        let mut host = Host::spree(release);
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
            (Code::InvalidField, "lines.quantity")
        );
        assert_eq!(quantities(&host), [(1, 2), (2, 3)], "{release}");
    }
}

#[test]
fn a_variant_that_is_there_twice_becomes_one_line() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
        let body = r#"{"order":{"line_items":{"0":{"variant_id":2,"quantity":1}}}}"#;
        assert_eq!(elsewhere(&mut host, "PUT", "/orders/:n", body), 200);
        let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
        host.run();
        host.how(id);
        assert_eq!(host.order().lines.len(), 2);
        assert_eq!(
            host.edit(r#"{"lines":[{"variant":"2","quantity":5}]}"#),
            Settled::Confirmed
        );
        assert_eq!(quantities(&host), [(2, 5)], "{release}");
    }
}

#[test]
fn a_coupon_is_applied_and_taken_off_where_the_shop_can() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        let before = host.truth().total;
        assert_eq!(
            host.edit(r#"{"coupon":"10off"}"#),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert!(host.truth().total < before);
        // Applied once more, it is there already: that is what was wished.
        assert_eq!(
            host.edit(r#"{"coupon":"10off"}"#),
            Settled::Confirmed,
            "{release}"
        );
        for (code, reason) in [("expired", "expired"), ("nope", "not_found")] {
            let edit = format!(r#"{{"coupon":"{code}"}}"#);
            let Settled::Refused(error) = host.edit(&edit) else {
                panic!()
            };
            assert_eq!(error.code, Code::CouponRefused);
            // 2.3 tells no code.
            let told = if release == "2.3.13" {
                "not_eligible"
            } else {
                reason
            };
            assert_eq!(error.fields[0].code, told, "{release}");
        }
        let how = host.edit(r#"{"removeCoupon":"10off"}"#);
        assert_eq!(
            how == Settled::Confirmed,
            is_modern(release),
            "{release}: {how:?}"
        );
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_coupon_that_fails_with_200_is_a_refusal() {
    let response = Response {
        status: 200,
        content_type: "application/json; charset=utf-8".to_owned(),
        body: br#"{"error":"The coupon code is expired"}"#.to_vec(),
    };
    let wire = Wire {
        order: None,
        is_blind: false,
        placeholder: "",
        shop: "https://store.example",
        root: "/api",
        number: "R1",
        ..Wire::default()
    };
    let answer = (Dialect::Spree23.doors().decode)(&Call::Next, &response, &wire);
    assert!(
        matches!(
            answer,
            Answer::Fault(Fault {
                kind: FaultKind::Coupon,
                ..
            })
        ),
        "{answer:?}"
    );
}

/// An order at this step, as the shop's own rules let it stand there.
fn at(release: &str, step: &str) -> Host {
    let options = r#"{"dialect":"spree_2_3","shop":"https://store.example","auth":{"kind":"guest"},
        "rawCard":"i-accept-pci-saq-d"}"#;
    let mut host = Host::new(&json(options), spree_shop(release));
    let lines = r#""lines":[{"variant":"2","quantity":2}]"#;
    let contact = format!(r#""email":"jane@example.com","shipping":{ADDRESS},"billing":"same""#);
    match step {
        "cart" => {
            host.edit(&format!("{{{lines}}}"));
        }
        "address" => {
            host.edit(&format!("{{{lines}}}"));
            assert_eq!(elsewhere(&mut host, "PUT", "/checkouts/:n/next", ""), 200);
        }
        "delivery" => {
            host.edit(&format!("{{{lines},{contact}}}"));
        }
        _ => {
            host.edit(&format!(r#"{{{lines},{contact},"rate":"cheapest"}}"#));
        }
    }
    if step == "confirm" {
        // Declined: Spree stays at confirm.
        host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4000000000000002")));
        assert_eq!(status(&host.submit()), "declined", "{release}: {:#?}", host.trace);
    }
    if step == "paid" {
        // A payment that nobody has placed the order with.
        let body = r#"{"order":{"payments_attributes":[{"payment_method_id":"1"}]},"payment_source":{"1":{
            "number":"4111111111111111","month":"12","year":"2030","verification_value":"123","name":"Jane Doe"}}}"#;
        assert_eq!(elsewhere(&mut host, "PUT", "/checkouts/:n", body), 200);
    }
    let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    host.how(id);
    let there = if step == "paid" { "confirm" } else { step };
    assert_eq!(host.truth().state, there, "{release}: {:#?}", host.trace);
    host
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
            assert_eq!(host.edit(&rest), Settled::Confirmed, "{what}: {:#?}", host.trace);
            let calls = host.trace.len();
            assert_eq!(
                status(&buy(&mut host)),
                "placed",
                "{what}: {:#?}",
                &host.trace[calls..]
            );
            placed_once(&host, &what);
        }
    }
}

#[test]
fn a_chosen_rate_after_an_edit_behind_the_payment_is_made_in_the_attempt_and_ends_changed() {
    for release in RELEASES {
        let mut host = at(release, "paid");
        assert_eq!(
            host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
            Settled::Confirmed
        );
        // The stale payment is there still: only an attempt may go on from delivery.
        assert_eq!(
            host.order().step.name(),
            "delivery",
            "{release}: {:#?}",
            host.trace
        );
        let rate = host.order().shipments[0].rates[1].id.to_string();
        assert_eq!(
            host.edit(&format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#)),
            Settled::Waiting
        );
        assert_eq!(host.order().step.name(), "delivery");
        host.edit(PAYMENT);
        let can = host.session.snapshot().get("can").get("submit").is_true();
        assert!(can, "{release}: {:?}", host.blockers());
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert!(host.shop.charges().is_empty());
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(&*host.order().totals.shipping.to_text(), "12.50");
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
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(&*host.order().totals.shipping.to_text(), "12.50");
    }
}

#[test]
fn a_refused_step_that_answers_200_is_seen_and_the_data_kept() {
    for release in RELEASES {
        let mut host = at(release, "address");
        // Nothing is delivered there.
        let address = ADDRESS
            .replace(r#""region":"NY","#, "")
            .replace("10001", "018956")
            .replace("US", "SG");
        let edit = format!(r#"{{"email":"jane@example.com","shipping":{address},"billing":"same"}}"#);
        let how = host.edit(&edit);
        assert_eq!(how, Settled::Confirmed, "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().state, "address", "{release}");
        assert!(
            host.blockers().contains(&"shop.refused".to_owned()),
            "{release}: {:?}",
            host.blockers()
        );
        assert_eq!(&*host.order().shipping.as_ref().unwrap().country, "SG");
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
        assert_eq!(host.truth().state, "payment", "a refused call leaves the step");
    }
}

#[test]
fn an_order_emptied_behind_delivery_is_packed_anew_before_it_is_paid() {
    for release in RELEASES {
        let mut host = at(release, "confirm");
        assert_eq!(host.edit(r#"{"empty":true}"#), Settled::Confirmed, "{release}");
        let kept = if is_modern(release) { "cart" } else { "confirm" };
        assert_eq!(host.truth().state, kept, "{release}");
        host.edit(PAYMENT);
        assert_eq!(
            status(&host.submit()),
            "other",
            "an empty order is not placed for nothing"
        );
        assert!(!host.truth().completed);
        let edit = r#"{"lines":[{"variant":"3","quantity":1}],"rate":"cheapest"}"#;
        assert_eq!(
            host.edit(edit),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(host.order().shipments.len(), 1, "{release}: {:#?}", host.trace);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}
