//! What Spree answers, as answers: orders whole and broken, and its refusals in their many shapes.

use super::{RELEASES, elsewhere_body};
use crate::host::{Host, everything};
use cashwrap::checkout::{Answer, Call, FaultKind};
use cashwrap::dialect::{Dialect, Wire};
use cashwrap::http::Response;

const JSON: &str = "application/json; charset=utf-8";

fn answer(call: &Call, status: u16, body: &[u8]) -> Answer {
    let response = Response {
        status,
        content_type: JSON.to_owned(),
        body: body.to_vec(),
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
    (Dialect::Spree23.doors().decode)(call, &response, &wire)
}

fn kind(call: &Call, status: u16, body: &str) -> (FaultKind, Vec<(String, &'static str)>) {
    match answer(call, status, body.as_bytes()) {
        Answer::Fault(fault) => {
            let fields = fault.fields.iter().map(|f| (f.field.to_string(), f.code));
            (fault.kind, fields.collect())
        }
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn any_damage_to_an_order_is_an_order_or_a_mismatch() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        let body = elsewhere_body(&mut host);
        assert!(matches!(answer(&Call::Read, 200, &body), Answer::Order(..)));
        for length in 0..body.len() {
            let told = answer(&Call::Read, 200, &body[..length]);
            assert_eq!(
                told,
                Answer::Mismatch { status: 200 },
                "{release}, {length} bytes"
            );
        }
        let mut changed = body.clone();
        for at in 0..body.len() {
            for byte in [b'0', b'"', b'{'] {
                changed[at] = byte;
                let told = answer(&Call::Read, 200, &changed);
                let is_told = matches!(
                    told,
                    Answer::Order(..) | Answer::Mismatch { .. } | Answer::Fault(..)
                );
                assert!(is_told, "{release}, byte {at}: {told:?}");
            }
            changed[at] = body[at];
        }
    }
}

#[test]
fn a_step_and_a_payment_state_of_the_shops_own_survive() {
    let body = br#"{"number":"R1","state":"gift_wrap","checkout_steps":["address","gift_wrap","complete"],
        "item_total":"1.0","ship_total":"0.0","tax_total":"0.0","adjustment_total":"0.0","total":"1.0",
        "payments":[{"id":1,"amount":"1.0","payment_method_id":null,"state":"escrow"}],"permissions":{"can_update":false},"extra":{"a":[1]}}"#;
    let Answer::Order(order, None) = answer(&Call::Read, 200, body) else {
        panic!("not read");
    };
    assert_eq!(order.step.name(), "gift_wrap");
    assert!(
        order.has_held_payment(),
        "of an unknown state, it may be money under way"
    );
}

#[test]
fn refusals_are_told_apart_by_their_shape() {
    let next = Call::Next;
    let invalid = "Invalid resource. Please fix errors and try again.";
    let refused = "The order could not be transitioned. Please fix the errors and try again.";
    let errors = |text: &str, errors: &str| format!(r#"{{"error":"{text}","errors":{errors}}}"#);
    for (status, body, expected) in [
        (
            401,
            r#"{"error":"You must specify an API key."}"#.to_owned(),
            FaultKind::Unauthorized,
        ),
        (
            404,
            r#"{"error":"The resource you were looking for could not be found."}"#.to_owned(),
            FaultKind::NotFound,
        ),
        (
            404,
            r#"{"status":404,"error":"Not Found"}"#.to_owned(),
            FaultKind::NotFound,
        ),
        (
            422,
            r#"{"exception":"undefined method `[]' for nil:NilClass"}"#.to_owned(),
            FaultKind::Other,
        ),
        (
            422,
            r#"{"error":"An item in your cart has become unavailable."}"#.to_owned(),
            FaultKind::Stock,
        ),
        // Sold out in the last moment (2.4.10).
        (422, errors(refused, "{}"), FaultKind::Transition),
        (
            422,
            errors(refused, r#"{"base":["No payment found"]}"#),
            FaultKind::Transition,
        ),
        (
            422,
            errors(refused, r#"{"state":["cannot transition via \"next\""]}"#),
            FaultKind::Transition,
        ),
        (
            500,
            r#"{"status":500,"error":"Internal Server Error"}"#.to_owned(),
            FaultKind::Server,
        ),
    ] {
        assert_eq!(kind(&next, status, &body), (expected, Vec::new()), "{body}");
    }
    let body = errors(
        invalid,
        r#"{"ship_address.zipcode":["can't be blank"],"payments.Kreditkarte":["ist abgelaufen"],"line_items.quantity":["x"]}"#,
    );
    let (told, fields) = kind(&next, 422, &body);
    assert_eq!(told, FaultKind::Invalid);
    let expected = [
        ("shipping.postalCode", "blank"),
        ("payment", "invalid"),
        ("lines.quantity", "invalid"),
    ];
    assert_eq!(fields, expected.map(|(field, code)| (field.to_owned(), code)));
}

#[test]
fn coupons_are_told_by_their_codes_and_before_2_4_by_little() {
    let apply = Call::ApplyCoupon("10off".into());
    let remove = Call::RemoveCoupon("10off".into());
    let handler = |error: &str, code: &str| {
        format!(r#"{{"success":null,"error":"{error}","successful":false,"status_code":{code}}}"#)
    };
    for (code, reason) in [
        (r#""coupon_code_not_found""#, "not_found"),
        (r#""coupon_code_expired""#, "expired"),
        (r#""coupon_code_max_usage""#, "max_usage"),
        (r#""coupon_code_better_exists""#, "not_eligible"),
        ("null", "not_eligible"),
    ] {
        let (told, fields) = kind(&apply, 422, &handler("Nein", code));
        assert_eq!(
            (told, fields),
            (FaultKind::Coupon, vec![("coupon".to_owned(), reason)])
        );
    }
    let there = handler("x", r#""coupon_code_already_applied""#);
    assert_eq!(answer(&apply, 422, there.as_bytes()), Answer::Coupon);
    let off = handler("x", r#""coupon_code_not_found""#);
    assert_eq!(answer(&remove, 404, off.as_bytes()), Answer::Coupon);
    // 2.3 tells no code.
    let old = br#"{"success":null,"error":"The coupon code has already been applied to this order","successful":false}"#;
    assert_eq!(answer(&apply, 422, old), Answer::Coupon);
    // The text of this success has no translation (3.7.14.1); it is not looked at.
    let gone =
        br#"{"success":"<span>x</span>","error":null,"successful":true,"status_code":"adjustments_deleted"}"#;
    assert_eq!(answer(&remove, 200, gone), Answer::Coupon);
    // There is no such call before 3.6.
    let (told, _) = kind(&remove, 404, r#"{"status":"404","error":"Not Found"}"#);
    assert_eq!(told, FaultKind::NotFound);
}

#[test]
fn an_emptied_cart_is_answered_with_a_blank_or_with_nothing() {
    assert_eq!(answer(&Call::Empty, 200, b" "), Answer::Done);
    assert_eq!(answer(&Call::Empty, 204, b""), Answer::Done);
}

#[test]
fn a_payment_names_its_method_as_text_and_its_card_beside_the_order() {
    use cashwrap::checkout::{Card, Pay, PayBy, PaymentWish, Source, Token};
    use cashwrap::http::Secret;
    use std::rc::Rc;
    let wire = Wire {
        order: None,
        is_blind: false,
        placeholder: "",
        shop: "https://store.example",
        root: "/api/v1",
        number: "R1",
        ..Wire::default()
    };
    let sent = |source: Source, by: PayBy| {
        let wish = Rc::new(PaymentWish {
            method: "1".into(),
            source,
        });
        let amount = cashwrap::order::Money::parse("25.99").unwrap();
        let call = Call::Pay(Box::new(Pay { wish, amount, by }));
        let request = (Dialect::Spree23.doors().encode)(&call, &wire).unwrap();
        // The host writes the digits in.
        let mut filled = [0; 1_024];
        let fields: [&[u8]; 5] = [b"4111111111111111", b"12", b"2030", b"123", b"Jane Doe"];
        let length = cashwrap::json::fill(request.body.as_deref().unwrap(), &fields, &mut filled).unwrap();
        let body: serde_json::Value = serde_json::from_slice(&filled[..length]).unwrap();
        (request.path.clone(), body)
    };
    // By itself, and with its amount: without one it would be 0.0 and the order be placed for nothing.
    let token = Source::Token(Box::new(Token {
        token: Secret::new(b"BGS-1"),
        shown: Vec::new(),
    }));
    let (path, told) = sent(token, PayBy::Itself);
    assert_eq!(path, "/api/v1/orders/R1/payments");
    assert_eq!(
        told,
        serde_json::json!({"payment":{"payment_method_id":"1","amount":"25.99",
            "source_attributes":{"gateway_payment_profile_id":"BGS-1"}}})
    );
    // A card's number is kept nowhere: it goes in the call that may place, beside the order.
    let typed = Card {
        count: 1,
        is_whole: true,
    };
    let card = || Source::Card(typed);
    let (path, told) = sent(card(), PayBy::Step);
    assert_eq!(path, "/api/v1/checkouts/R1");
    assert_eq!(
        told["order"],
        serde_json::json!({"payments_attributes":[{"payment_method_id":"1"}]})
    );
    assert_eq!(told["payment_source"]["1"]["number"], "4111111111111111");
    assert!(
        told.get("state").is_none(),
        "a second arrival would reopen a placed order"
    );
    // Behind the step, it is named.
    assert_eq!(sent(card(), PayBy::Back).1["state"], "payment");
    let saved = Source::Wallet {
        id: "5".into(),
        code: Some(Secret::new(b"123")),
    };
    let (_, told) = sent(saved, PayBy::Step);
    assert_eq!(
        told,
        serde_json::json!({"order":{"existing_card":"5"},"cvc_confirm":"123"})
    );
}
