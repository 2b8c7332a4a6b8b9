//! What shops send, whole and broken: recorded bodies read right, everything else a mismatch and never a panic.

use crate::host::json;
use cashwrap::checkout::{Answer, Call, FaultKind};
use cashwrap::dialect::{Dialect, Wire};
use cashwrap::http::Response;
use cashwrap::json::{MAX_DEPTH, Value, parse};
use cashwrap::order::{Money, Order};
use proptest::prelude::*;

const CART: &str = include_str!("../fixtures/solidus/orders/1_cart.json");
const CONFIRM: &str = include_str!("../fixtures/solidus/orders/5_confirm.json");
const COMPLETE: &str = include_str!("../fixtures/solidus/orders/6_complete.json");

fn wire() -> Wire<'static> {
    Wire {
        order: None,
        is_blind: false,
        placeholder: "",
        shop: "https://store.example/shop",
        number: "R1",
        ..Wire::default()
    }
}

fn answer(call: &Call, status: u16, kind: &str, body: &[u8]) -> Answer {
    let response = Response {
        status,
        content_type: kind.to_owned(),
        body: body.to_vec(),
    };
    (Dialect::Solidus.doors().decode)(call, &response, &wire())
}

const JSON: &str = "application/json; charset=utf-8";

fn order(body: &str) -> Order {
    match answer(&Call::Read, 200, JSON, body.as_bytes()) {
        Answer::Order(order, _) => (*order).clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_recorded_order_reads_as_the_sheet_says() {
    let order = order(COMPLETE);
    assert_eq!(order.number, "R499301636");
    assert!(order.is_complete());
    assert_eq!(order.totals.total.to_text(), "54.48");
    assert_eq!(order.totals.tax.to_text(), "2.00");
    assert_eq!(order.totals.due.to_text(), "54.48");
    let line = &order.lines[0];
    assert_eq!(
        (&*line.variant, line.quantity, &*line.name),
        ("2", 2, "Solidus T-Shirt")
    );
    assert_eq!(
        (&*line.sku, &*line.options, line.stock),
        ("SOL-TS-S", "Size: S", Some(8))
    );
    let rates = &order.shipments[0].rates;
    assert_eq!(
        (&*rates[1].name, rates[1].selected, &*rates[1].method),
        ("UPS Two Day", true, "2")
    );
    assert_eq!(&*order.payments[0].last_digits, "1111");
    assert_eq!(order.payments[0].state.as_str(), "pending");
    let address = order.shipping.unwrap();
    assert_eq!(
        (&*address.region, &*address.region_name, &*address.country),
        ("NY", "New York", "US")
    );
    assert_eq!(order.adjustments[0].label.to_string(), "Sales Tax 5.0%");
}

#[test]
fn an_order_token_is_read_and_prints_as_a_mark() {
    let Answer::Order(_, token) = answer(&Call::Read, 200, JSON, CART.as_bytes()) else {
        panic!()
    };
    assert_eq!(format!("{token:?}"), "Some([token])");
}

#[test]
fn store_credit_comes_as_text_and_as_a_number() {
    for credit in ["\"0.0\"", "0", "0.0"] {
        let body = CONFIRM.replacen(
            r#""total_applicable_store_credit": 0"#,
            &format!(r#""total_applicable_store_credit": {credit}"#),
            1,
        );
        assert_eq!(order(&body).totals.total.to_text(), "54.48");
    }
}

#[test]
fn pictures_are_resolved_against_the_shop_and_only_http() {
    let with = |url: &str| {
        let mut body: serde_json::Value = serde_json::from_str(CART).unwrap();
        body["line_items"][0]["variant"]["images"] = serde_json::json!([{ "product_url": url }]);
        let body = body.to_string();
        order(&body).lines[0]
            .images
            .iter()
            .map(|t| t.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(with("/a/b.png"), ["https://store.example/a/b.png"]);
    assert_eq!(with("http://cdn.example/b.png"), ["http://cdn.example/b.png"]);
    for bad in [
        "javascript:alert(1)",
        "//evil.example/x.png",
        "data:image/png;base64,AA",
        "x.png",
    ] {
        assert!(with(bad).is_empty(), "{bad}");
    }
}

#[test]
fn unknown_states_and_steps_are_kept_apart() {
    let body = CONFIRM.replacen(r#""state": "confirm""#, r#""state": "gift_wrap""#, 1);
    assert_eq!(order(&body).step.name(), "gift_wrap");
    assert_eq!(order(&body).step.tag(), "other");
}

#[test]
fn each_kind_of_refusal_is_told_apart() {
    let fault = |call: &Call, status, body: &str| match answer(call, status, JSON, body.as_bytes()) {
        Answer::Fault(fault) => fault,
        other => panic!("{other:?}"),
    };
    let pay = Call::Next;
    assert_eq!(fault(&pay, 401, r#"{"error":"x"}"#).kind, FaultKind::Unauthorized);
    assert_eq!(fault(&pay, 404, r#"{"error":"x"}"#).kind, FaultKind::NotFound);
    let stock = r#"{"errors":["Quantity is not available"],"type":"insufficient_stock"}"#;
    assert_eq!(fault(&pay, 422, stock).kind, FaultKind::Stock);
    assert_eq!(
        fault(&pay, 400, r#"{"errors":{"expected_total":["x"]}}"#).kind,
        FaultKind::Total
    );
    assert_eq!(
        fault(
            &pay,
            422,
            r#"{"error":"x","errors":{"base":["No payment found"]}}"#
        )
        .kind,
        FaultKind::Transition
    );
    let city = fault(
        &pay,
        422,
        r#"{"errors":{"ship_address.city":["can't be blank"]}}"#,
    );
    assert_eq!(
        (city.kind, &*city.fields[0].field, city.fields[0].code),
        (FaultKind::Invalid, "shipping.city", "blank")
    );
    let coupon = Call::ApplyCoupon("x".into());
    let body = r#"{"success":null,"error":"x","successful":false,"status_code":"coupon_code_expired"}"#;
    assert_eq!(fault(&coupon, 422, body).fields[0].code, "expired");
    let missing = r#"{"exception":"m","error":"m","missing_param":"order"}"#;
    assert_eq!(fault(&pay, 422, missing).kind, FaultKind::Other);
    let locked = answer(
        &pay,
        409,
        "text/plain; charset=utf-8",
        b"Could not obtain lock on order 3",
    );
    assert!(matches!(locked, Answer::Fault(f) if f.kind == FaultKind::Locked));
    // Without a promotion system every code is "successful": that is not an answer.
    let always = answer(
        &coupon,
        200,
        JSON,
        br#"{"success":true,"error":null,"successful":true,"status_code":null}"#,
    );
    assert!(matches!(always, Answer::Mismatch { .. }), "{always:?}");
}

#[test]
fn html_an_empty_body_and_a_wrong_type_are_no_answers() {
    for (kind, body) in [
        ("text/html", COMPLETE.as_bytes()),
        ("", COMPLETE.as_bytes()),
        (JSON, b"".as_slice()),
        (JSON, b"<html></html>"),
        (JSON, b"[]"),
        (JSON, b"{}"),
        (JSON, b"null"),
    ] {
        assert!(matches!(
            answer(&Call::Read, 200, kind, body),
            Answer::Mismatch { .. }
        ));
    }
}

#[test]
fn every_prefix_of_a_body_is_a_mismatch() {
    let body = COMPLETE.trim_end();
    for cut in 0..body.len() {
        let told = answer(&Call::Read, 200, JSON, &body.as_bytes()[..cut]);
        assert!(matches!(told, Answer::Mismatch { .. }), "{cut}");
    }
}

#[test]
fn no_change_of_one_byte_makes_it_panic() {
    let mut body = CONFIRM.as_bytes().to_vec();
    for at in 0..body.len() {
        let was = body[at];
        for byte in [b'"', b'0', 0xff] {
            body[at] = byte;
            answer(&Call::Read, 200, JSON, &body);
        }
        body[at] = was;
    }
}

#[test]
fn deep_and_wide_bodies_end_at_the_limits() {
    let deep = "[".repeat(100_000);
    assert!(parse(deep.as_bytes()).is_err());
    let depth = usize::try_from(MAX_DEPTH).unwrap();
    let just = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(just.as_bytes()).is_ok());
    let wide = format!("[{}0]", "0,".repeat(60_000));
    assert!(parse(wide.as_bytes()).is_err());
    assert!(parse(br#"{"a":1,"a":2}"#).is_err(), "twice the same key");
    for bad in [
        "01",
        "+1",
        ".5",
        "1.",
        "1e",
        "NaN",
        "{'a':1}",
        "[1,]",
        "// x\n1",
        "1 2",
        "\u{feff}1",
    ] {
        assert!(parse(bad.as_bytes()).is_err(), "{bad}");
    }
}

#[test]
fn money_is_read_exactly_or_not_at_all() {
    for (text, shown) in [
        ("19.99", "19.99"),
        ("10.0", "10.00"),
        ("0", "0.00"),
        ("-2.0", "-2.00"),
        ("0.125", "0.125"),
        ("7", "7.00"),
    ] {
        assert_eq!(Money::parse(text).unwrap().to_text(), shown);
    }
    for bad in [
        "",
        "-",
        ".5",
        "5.",
        "1,50",
        "1e3",
        "+1",
        " 1",
        "0x10",
        "--1",
        "1_000",
        "$5",
        "1.2345678",
        "9999999999999999999",
    ] {
        assert!(Money::parse(bad).is_none(), "{bad}");
    }
    let total = Money::parse("19.99").unwrap().times(3).unwrap();
    assert_eq!(total.to_text(), "59.97");
    assert_eq!(
        total.plus(Money::parse("0.03").unwrap()).unwrap(),
        Money::parse("60").unwrap()
    );
}

fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::True, serde_json::Value::Bool(true)) | (Value::False, serde_json::Value::Bool(false)) => true,
        (Value::Number(a), serde_json::Value::Number(b)) => a.parse::<f64>().unwrap() == b.as_f64().unwrap(),
        (Value::Text(a), serde_json::Value::String(b)) => **a == **b,
        (Value::List(a), serde_json::Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), serde_json::Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, v)| b.get(&**k).is_some_and(|w| same(v, w)))
        }
        _ => false,
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(any::<String>(), inner, 0..6)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_json_reads_as_another_reader_reads_it_and_writes_back(value in any_json()) {
        let text = value.to_string();
        let ours = parse(text.as_bytes()).unwrap();
        prop_assert!(same(&ours, &value));
        let again: serde_json::Value = serde_json::from_slice(&ours.write()).unwrap();
        prop_assert_eq!(again, value);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let ours = parse(&bytes);
        let theirs = serde_json::from_slice::<serde_json::Value>(&bytes);
        // We are the stricter reader: what we take, another one takes.
        prop_assert!(ours.is_err() || theirs.is_ok());
    }

    #[test]
    fn sums_of_cents_are_exact(a in -1_000_000_000i64..1_000_000_000, b in -1_000_000_000i64..1_000_000_000) {
        let text = |cents: i64| {
            let sign = if cents < 0 { "-" } else { "" };
            format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
        };
        let (x, y) = (Money::parse(&text(a)).unwrap(), Money::parse(&text(b)).unwrap());
        prop_assert_eq!(x.plus(y).unwrap().to_text().to_string(), text(a + b));
        prop_assert_eq!(x.minus(y).unwrap().to_text().to_string(), text(a - b));
        prop_assert_eq!(x < y, a < b);
    }
}

#[test]
fn a_host_value_is_what_a_page_wrote() {
    assert_eq!(json(r#"{"a":[1,"x",true]}"#).get("a").items().len(), 3);
}
