//! What these servers answer, as answers: recorded orders whole and broken, and their refusals.

use super::{RELEASES, is_oldest};
use cashwrap::checkout::{Answer, Call, Card, FaultKind, Pay, PayBy, PaymentWish, Source};
use cashwrap::dialect::{Dialect, Doors, Wire};
use cashwrap::http::Response;
use cashwrap::order::{MethodKind, Order};
use serde_json::Value;
use std::io::Read;
use std::path::PathBuf;
use std::rc::Rc;

fn doors(release: &str) -> &'static Doors {
    if is_oldest(release) {
        Dialect::Spree20.doors()
    } else {
        Dialect::Spree22.doors()
    }
}

fn answer(release: &str, call: &Call, status: u16, body: &[u8]) -> Answer {
    let response = Response {
        status,
        content_type: "application/json".to_owned(),
        body: body.to_vec(),
    };
    let wire = Wire {
        shop: "https://store.example",
        root: "/api",
        number: "R1",
        ..Wire::default()
    };
    (doors(release).decode)(call, &response, &wire)
}

/// The recorded bodies of a release, by name.
fn recorded(release: &str) -> Vec<(String, Value)> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/spree/orders.jsonl.gz");
    let mut text = String::new();
    let packed = std::fs::File::open(path).unwrap();
    flate2::read::GzDecoder::new(packed)
        .read_to_string(&mut text)
        .unwrap();
    let lines = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines
        .filter(|line| line["version"] == release)
        .map(|mut line| (line["name"].as_str().unwrap().to_owned(), line["body"].take()))
        .collect()
}

fn order(release: &str, name: &str) -> Rc<Order> {
    let all = recorded(release);
    let (_, body) = all.iter().find(|(known, _)| known == name).unwrap();
    match answer(release, &Call::Read, 200, body.to_string().as_bytes()) {
        Answer::Order(order, _) => order,
        other => panic!("{release} {name}: {other:?}"),
    }
}

#[test]
fn every_recorded_order_is_read_with_the_sums_it_tells() {
    for release in RELEASES {
        let mut read = 0;
        for (name, body) in recorded(release) {
            if matches!(name.as_str(), "line_item" | "7_canceled") {
                continue;
            }
            let order = order(release, &name);
            let sum = [
                order.totals.items,
                order.totals.shipping,
                order.totals.adjustments,
            ]
            .into_iter()
            .try_fold(cashwrap::order::Money::ZERO, |sum, part| sum.plus(part));
            assert_eq!(sum, Some(order.totals.total), "{release} {name}");
            assert_eq!(order.step.name(), body["state"], "{release} {name}");
            assert!(order.is_before_2_2 != (release == "2.2.14"), "{release} {name}");
            assert!(order.is_read());
            read += 1;
        }
        assert!(read >= 8, "{release}: {read}");
    }
}

#[test]
fn what_an_old_server_leaves_out_is_made_of_what_it_tells() {
    let of_2_0 = order("2.0.3", "4_payment");
    let totals = &of_2_0.totals;
    assert_eq!(totals.shipping.to_text(), "12.50");
    assert_eq!(
        totals.tax.to_text(),
        "2.00",
        "of the adjustments that a tax has made"
    );
    assert_eq!(totals.adjustments.to_text(), "2.00", "without the delivery");
    assert_eq!(of_2_0.adjustments.len(), 1, "{:?}", of_2_0.adjustments);
    assert!(of_2_0.currency.is_empty() && of_2_0.steps.is_empty());
    let shipment = &of_2_0.shipments[0];
    assert_eq!(shipment.contents, [("2".into(), 2)], "of its units");
    assert!(of_2_0.methods.iter().all(|m| m.kind == MethodKind::Other));

    let of_2_1 = order("2.1.12", "multi_3_delivery");
    assert_eq!(of_2_1.totals.shipping.to_text(), "10.00");
    assert_eq!(of_2_1.totals.tax.to_text(), "1.35");
    assert_eq!(of_2_1.totals.adjustments.to_text(), "1.35");
    assert_eq!(
        &*of_2_1.shipping.as_ref().unwrap().region,
        "NY",
        "of the state itself"
    );
    assert_eq!(of_2_1.shipments[1].contents, [("3".into(), 1)]);

    let of_2_2 = order("2.2.14", "5_confirm");
    assert_eq!(of_2_2.totals.tax.to_text(), "2.35", "of the two kinds of tax");
    assert!(
        of_2_2.payments[0].has_source,
        "its card stands beside the payments"
    );
    assert!(!order("2.0.3", "5_confirm_without_source").payments[0].has_source);
}

#[test]
fn any_damage_to_a_recorded_order_is_an_order_or_a_mismatch() {
    for release in RELEASES {
        for (name, body) in recorded(release) {
            let is_line = name == "line_item";
            if !is_line && !name.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let call = if is_line {
                let (line, variant) = ("1".into(), "2".into());
                Call::SetLine {
                    line,
                    variant,
                    quantity: 1,
                }
            } else {
                Call::Read
            };
            let body = body.to_string().into_bytes();
            for length in 0..body.len() {
                let told = answer(release, &call, 200, &body[..length]);
                assert_eq!(
                    told,
                    Answer::Mismatch { status: 200 },
                    "{release} {name}, {length} bytes"
                );
            }
            let mut changed = body.clone();
            for at in 0..body.len() {
                changed[at] = [b'0', b'"', b'{', 0xff][at % 4];
                let told = answer(release, &call, 200, &changed);
                let is_told = matches!(
                    told,
                    Answer::Order(..) | Answer::Line(_) | Answer::Mismatch { .. } | Answer::Fault(_)
                );
                assert!(is_told, "{release} {name}, byte {at}: {told:?}");
                changed[at] = body[at];
            }
        }
    }
}

fn kind(release: &str, call: &Call, status: u16, body: &str) -> FaultKind {
    match answer(release, call, status, body.as_bytes()) {
        Answer::Fault(fault) => fault.kind,
        other => panic!("{release} {status} {body}: {other:?}"),
    }
}

#[test]
fn refusals_are_told_apart_by_their_shape() {
    for release in RELEASES {
        let unauthorized = r#"{"error":"You are not authorized to perform that action."}"#;
        assert_eq!(
            kind(release, &Call::Read, 401, unauthorized),
            FaultKind::Unauthorized
        );
        // An unrouted path is an empty page (2.0.3).
        assert_eq!(kind(release, &Call::Advance, 404, ""), FaultKind::NotFound);
        let thrown = r#"{"exception":"unknown attribute: name"}"#;
        assert_eq!(kind(release, &Call::Next, 422, thrown), FaultKind::Other);
        let invalid = r#"{"error":"Invalid resource. Please fix errors and try again.","errors":{"payments.source":["is invalid"]}}"#;
        assert_eq!(kind(release, &Call::Next, 422, invalid), FaultKind::Invalid);
        // A coupon refused with 200, in the place of the order.
        let coupon = r#"{"error":"The coupon code is expired"}"#;
        assert_eq!(kind(release, &Call::Next, 200, coupon), FaultKind::Coupon);
        // Sold out (2.0.3): nothing was done, and a blank says so.
        assert_eq!(kind(release, &Call::Next, 204, " "), FaultKind::Stock);
        assert_eq!(answer(release, &Call::Empty, 200, b" "), Answer::Done);
        let removal = Call::RemoveLine {
            line: "1".into(),
            variant: "2".into(),
        };
        assert_eq!(answer(release, &removal, 204, b" "), Answer::Done);
    }
}

#[test]
fn any_2xx_is_a_success_and_the_body_says_which_step() {
    for release in RELEASES {
        for (name, body) in recorded(release) {
            if !matches!(name.as_str(), "3_delivery" | "4_payment") {
                continue;
            }
            for status in [200, 201, 202] {
                let told = answer(release, &Call::Next, status, body.to_string().as_bytes());
                let Answer::Order(order, _) = told else {
                    panic!("{release} {name} {status}: {told:?}")
                };
                assert_eq!(order.step.name(), body["state"]);
            }
        }
    }
}

#[test]
fn shipments_that_were_never_stored_are_none() {
    // The answer to a refused step (2.1.12).
    let mut body = recorded("2.1.12").remove(3).1;
    body["shipments"][0]["id"] = Value::Null;
    let Answer::Order(order, _) = answer("2.1.12", &Call::Next, 200, body.to_string().as_bytes()) else {
        panic!("not read")
    };
    assert!(order.shipments.is_empty());
}

/// The request of a payment on this order, as JSON.
fn payment(release: &str, name: &str, source: Source, by: PayBy) -> Value {
    let order = order(release, name);
    let wire = Wire {
        shop: "https://store.example",
        root: "/api",
        number: "R1",
        order: Some(&order),
        ..Wire::default()
    };
    let wish = Rc::new(PaymentWish {
        method: "1".into(),
        source,
    });
    let amount = order.totals.due;
    let request = (doors(release).encode)(&Call::Pay(Box::new(Pay { wish, amount, by })), &wire).unwrap();
    assert_eq!(request.path, "/api/checkouts/R1");
    super::body_of(&request)
}

const TYPED: Card = Card {
    count: 1,
    is_whole: true,
};

#[test]
fn a_card_goes_where_each_generation_looks_for_it() {
    let card = || Source::Card(TYPED);
    let oldest = payment("2.0.3", "4_payment", card(), PayBy::Step);
    assert_eq!(oldest["payment_source"]["1"]["number"], "4111111111111111");
    let entry = serde_json::json!([{"payment_method_id":"1"}]);
    assert_eq!(oldest["order"], serde_json::json!({"payments_attributes": entry}));
    for release in ["2.1.12", "2.2.14"] {
        let told = payment(release, "4_payment", card(), PayBy::Back);
        assert!(
            told.get("payment_source").is_none(),
            "{release}: it would be dropped in silence"
        );
        assert_eq!(told["order"]["payment_source"]["1"]["number"], "4111111111111111");
        assert_eq!(told["order"]["payments_attributes"], entry);
        assert_eq!(told["state"], "payment");
    }
}

#[test]
fn the_holders_name_is_split_before_2_2_and_whole_since() {
    let card = || Source::Card(TYPED);
    for release in ["2.0.3", "2.1.12"] {
        let told = payment(release, "4_payment", card(), PayBy::Step);
        let source = if is_oldest(release) { &told } else { &told["order"] };
        let source = &source["payment_source"]["1"];
        assert_eq!(
            (&source["first_name"], &source["last_name"]),
            (&"Jane".into(), &"Doe".into())
        );
        assert!(source.get("name").is_none(), "{release}: an unknown attribute");
    }
    let told = payment("2.2.14", "4_payment", card(), PayBy::Step);
    let source = &told["order"]["payment_source"]["1"];
    assert_eq!(source["name"], "Jane Doe");
    assert!(source.get("first_name").is_none());
}

#[test]
fn several_lines_at_once_are_a_hash_in_an_order_that_is_made() {
    for release in RELEASES {
        let wire = Wire {
            root: "/api",
            ..Wire::default()
        };
        let draft = cashwrap::checkout::Draft {
            lines: vec![("2".into(), 1), ("3".into(), 2)],
            ..Default::default()
        };
        let request = (doors(release).encode)(&Call::Create(Box::new(draft)), &wire).unwrap();
        let told = super::body_of(&request);
        assert_eq!(
            told["order"]["line_items"]["1"]["variant_id"], 3,
            "an array is a 422"
        );
    }
}
