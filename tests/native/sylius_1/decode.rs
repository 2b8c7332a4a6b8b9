//! What a Sylius 1 sends, whole and broken.

use super::{answer, answer_to, order, read, recorded, wire};
use cashwrap::checkout::{Answer, Call, Contact, FaultKind, Pay, PayBy, PaymentWish, Source, Step};
use cashwrap::http::Lost;
use cashwrap::order::{Address, Money};
use std::rc::Rc;

fn sums(name: &str) -> [String; 5] {
    let t = order(name).totals;
    [t.items, t.shipping, t.tax, t.adjustments, t.total].map(|sum| sum.to_text().to_string())
}

fn contact() -> Call {
    let address = Some(Rc::new(Address::default()));
    Call::Contact(Box::new(Contact {
        shipping: address.clone(),
        billing: address,
        ..Contact::default()
    }))
}

fn complete() -> Call {
    Call::Complete {
        total: Money::ZERO,
        notes: "".into(),
    }
}

fn fault(call: &Call, status: u16, body: &str) -> (FaultKind, Vec<(String, &'static str)>) {
    match answer(call, status, body.as_bytes()) {
        Answer::Fault(fault) => {
            let fields = fault.fields.iter().map(|f| (f.field.to_string(), f.code));
            (fault.kind, fields.collect())
        }
        other => panic!("{body}: {other:?}"),
    }
}

#[test]
fn a_recorded_order_reads_as_the_notes_say() {
    let order = order("happy_5_completed");
    assert_eq!((&*order.number, &*order.receipt), ("1", "000000001"));
    assert!(order.is_complete());
    assert_eq!(order.step, Step::Complete);
    assert_eq!(&*order.email, "oliver.queen@star-city.com");
    let line = &order.lines[0];
    assert_eq!((&*line.id, &*line.variant, line.quantity), ("1", "MUG", 2));
    assert_eq!((&*line.name, &*line.price.to_text()), ("Mug", "20.00"));
    // Two of ten are held by this very order; books are not counted.
    assert_eq!((line.stock, line.backorderable), (Some(8), false));
    assert_eq!((order.lines[1].stock, order.lines[1].backorderable), (None, true));
    let shipping = order.shipping.unwrap();
    assert_eq!((&*shipping.name, &*shipping.region), ("Oliver Queen", "US-NY"));
    assert_eq!(&*order.billing.unwrap().city, "Mobile");
    assert_eq!(&*order.shipments[0].rates[0].method, "DHL");
    assert_eq!(
        (&*order.payments[0].id, &*order.payments[0].amount.to_text()),
        ("1-bank_transfer", "61.85")
    );
}

#[test]
fn amounts_are_hundredths_and_every_view_adds_up() {
    assert_eq!(sums("happy_1_cart"), ["47.00", "5.00", "0.00", "0.00", "52.00"]);
    assert_eq!(
        sums("happy_2_addressed"),
        ["47.00", "5.00", "2.35", "2.35", "54.35"]
    );
    assert_eq!(
        sums("happy_5_completed"),
        ["47.00", "12.50", "2.35", "2.35", "61.85"]
    );
    // Included tax is listed and not added.
    assert_eq!(sums("eu_2_addressed"), ["26.66", "9.00", "4.44", "0.00", "35.66"]);
    // Delivery that is paid for by a promotion.
    assert_eq!(
        sums("free_3_payment_skipped"),
        ["0.00", "5.00", "0.00", "-5.00", "0.00"]
    );
}

#[test]
fn an_adjustment_spread_over_units_is_one_row() {
    let coupon = order("coupon_1_cart");
    let rows: Vec<_> = coupon
        .adjustments
        .iter()
        .map(|a| (a.label.to_string(), a.amount.to_text().to_string()))
        .collect();
    assert_eq!(rows, [("Coupon ten".to_owned(), "-4.70".to_owned())]);
    assert_eq!(&*coupon.coupon, "TEN");
    let rows = order("happy_2_addressed");
    assert_eq!(rows.adjustments.len(), 1);
    assert_eq!(&*rows.adjustments[0].label, "US Sales Tax 5% (5%)");
}

#[test]
fn states_are_steps_and_skipped_ones_are_left_out() {
    for (name, step, steps) in [
        ("happy_0_empty", Step::Cart, 4),
        ("happy_1_cart", Step::Cart, 4),
        ("happy_2_addressed", Step::Delivery, 4),
        ("happy_3_shipping_selected", Step::Payment, 4),
        ("happy_4_payment_selected", Step::Confirm, 4),
        ("digital_2_shipping_skipped", Step::Payment, 3),
        ("digital_free_2_payment_skipped", Step::Confirm, 2),
        ("free_3_payment_skipped", Step::Confirm, 3),
        ("skipchannel_2_payment_skipped", Step::Confirm, 3),
        ("happy_5_completed", Step::Complete, 4),
        ("cancelled_8", Step::Complete, 4),
    ] {
        let order = order(name);
        assert_eq!((&order.step, order.steps.len()), (&step, steps), "{name}");
    }
}

#[test]
fn a_default_method_is_no_choice() {
    // `cod` stands on the order from its first item on (sylius.md §8.20).
    assert!(order("happy_3_shipping_selected").payments.is_empty());
    assert_eq!(
        &*order("happy_4_payment_selected").payments[0].method,
        "bank_transfer"
    );
    assert_eq!(&*order("skipchannel_2_payment_skipped").payments[0].method, "cod");
}

#[test]
fn a_cart_made_for_nobody_tells_no_email() {
    let body = recorded("1.7.11", "happy_1_cart");
    let mut wire = wire();
    wire.placeholder = "oliver.queen@star-city.com";
    let Answer::Order(order, _) = answer_to(&Call::Read, 200, &body, &wire) else {
        panic!()
    };
    assert!(order.email.is_empty());
}

#[test]
fn two_versions_read_the_same() {
    for name in ["happy_1_cart", "happy_2_addressed", "happy_5_completed"] {
        let ours = [read(&recorded("1.6.9", name)), order(name)];
        let shown = |o: &cashwrap::order::Order| {
            (
                o.step.clone(),
                o.totals.clone(),
                o.lines.clone(),
                o.shipments.clone(),
            )
        };
        assert_eq!(shown(&ours[0]), shown(&ours[1]), "{name}");
    }
}

#[test]
fn methods_on_offer_are_laid_into_the_order() {
    let mut known = order("happy_2_addressed");
    let told = |known: &cashwrap::order::Order, body: &str| {
        let mut wire = wire();
        wire.order = Some(known);
        match answer_to(&Call::Offers, 200, body.as_bytes(), &wire) {
            Answer::Order(order, _) => (*order).clone(),
            other => panic!("{other:?}"),
        }
    };
    assert!(known.lacks_rates);
    let list = r#"{"shipments":[{"methods":[{"id":1,"code":"UPS","name":"UPS Ground","price":777},{"id":2,"code":"DHL","price":1250}]}]}"#;
    let with = told(&known, list);
    let rates = &with.shipments[0].rates;
    // The list has the price of this moment; what the order is charged counts (notes §5.8).
    assert_eq!(
        (&*rates[0].cost.unwrap().to_text(), rates[0].selected),
        ("5.00", true)
    );
    assert_eq!((&*rates[1].name, rates[1].selected), ("DHL", false));
    // Nothing goes to that country: an old method and its charge stay on the order (notes §5.10).
    let none = told(&known, r#"{"shipments":[{"methods":[]}]}"#);
    assert!(!none.lacks_rates && none.shipments[0].rates.is_empty());
    // `[]` where nothing is sent at all (sylius.md §8.9).
    assert!(!told(&known, "[]").lacks_rates);
    known.step = Step::Payment;
    let list = r#"{"payments":[{"methods":[{"id":1,"code":"cod","name":"Cash on delivery"},{"id":2,"code":"bank_transfer"}]}]}"#;
    let methods = told(&known, list).methods;
    assert_eq!((methods.len(), &*methods[0].id), (2, "cod"));
    assert!(told(&known, "[]").methods.is_empty());
}

#[test]
fn a_form_tree_names_the_fields() {
    let body = r#"{"code":400,"message":"Validation Failed","errors":{"children":{
        "shippingAddress":{"children":{"firstName":{"errors":["Please enter first name."]},"city":{},"postcode":{"errors":["Postcode ..."]},"provinceCode":{"errors":["This value is not valid."]}}},
        "billingAddress":{"children":[]},"differentBillingAddress":{}}}}"#;
    let expected = [
        ("shipping.name", "blank"),
        ("shipping.postalCode", "invalid"),
        ("shipping.region", "invalid"),
    ];
    assert_eq!(
        fault(&contact(), 400, body),
        (
            FaultKind::Invalid,
            expected.map(|(f, c)| (f.to_owned(), c)).to_vec()
        )
    );
    // A province is missed at the root, once or twice, without a word of which address.
    let root = r#"{"code":400,"errors":{"errors":["Please select proper province."],"children":{"shippingAddress":{"children":{"city":{}}}}}}"#;
    let expected = [("shipping.region", "blank"), ("billing.region", "invalid")];
    assert_eq!(
        fault(&contact(), 400, root),
        (
            FaultKind::Invalid,
            expected.map(|(f, c)| (f.to_owned(), c)).to_vec()
        )
    );
    // Expanded choices are a list of clean nodes.
    let method = r#"{"errors":{"children":{"shipments":{"children":[{"children":{"method":{"errors":["Please select shipping method."],"children":[{},{},{}]}}}]}}}}"#;
    let choose = Call::Choose(Box::new(cashwrap::checkout::Choose {
        back_to: None,
        rates: Vec::new(),
        notes: "".into(),
    }));
    assert_eq!(
        fault(&choose, 400, method),
        (FaultKind::Invalid, vec![("rate".to_owned(), "blank")])
    );
    let pay = Call::Pay(Box::new(Pay {
        wish: Rc::new(PaymentWish {
            method: "x".into(),
            source: Source::None,
        }),
        amount: Money::ZERO,
        by: PayBy::Step,
    }));
    let extra =
        r#"{"errors":{"errors":["This form should not contain extra fields."],"children":{"payments":{}}}}"#;
    assert_eq!(fault(&pay, 400, extra), (FaultKind::Transition, Vec::new()));
}

#[test]
fn refusals_are_told_apart_by_status_and_shape() {
    let error = |code: u16| format!(r#"{{"code":{code},"message":"x"}}"#);
    for (status, kind) in [
        (401, FaultKind::Unauthorized),
        (403, FaultKind::Unauthorized),
        (404, FaultKind::NotFound),
        // Another order was faster; the same call works later (notes §5.4).
        (409, FaultKind::Locked),
        // A wrong step and a server that failed look the same.
        (500, FaultKind::Server),
        (400, FaultKind::Transition),
    ] {
        assert_eq!(
            fault(&complete(), status, &error(status)),
            (kind, Vec::new()),
            "{status}"
        );
    }
    let stock = r#"{"errors":{"errors":["This product Cap has been disabled."],"children":{"notes":{}}}}"#;
    assert_eq!(fault(&complete(), 400, stock).0, FaultKind::Transition);
    let stock =
        r#"{"errors":{"errors":["Last piece does not have sufficient stock."],"children":{"notes":{}}}}"#;
    assert_eq!(fault(&complete(), 400, stock).0, FaultKind::Stock);
    let add = Call::AddLine {
        variant: "MUG".into(),
        quantity: 99,
    };
    assert_eq!(fault(&add, 400, stock).0, FaultKind::Stock);
    let both = r#"{"errors":{"children":{"variant":{"errors":["This value should not be blank."]},"quantity":{"errors":["Quantity of an order item cannot be lower than 1."]}}}}"#;
    let expected = [("lines.variant", "blank"), ("lines.quantity", "invalid")];
    assert_eq!(
        fault(&add, 400, both),
        (
            FaultKind::Invalid,
            expected.map(|(f, c)| (f.to_owned(), c)).to_vec()
        )
    );
}

#[test]
fn success_without_a_body_says_no_more_than_that() {
    for call in [contact(), complete(), Call::ApplyCoupon("TEN".into())] {
        assert_eq!(answer(&call, 204, b""), Answer::Done);
        // A body where there is none.
        assert_eq!(answer(&call, 200, b"{}"), Answer::Mismatch { status: 200 });
    }
    // A redirect over a missing slash has an HTML body that is called JSON (notes §5.20).
    assert_eq!(
        answer(&Call::Read, 301, b"<!DOCTYPE html>"),
        Answer::Mismatch { status: 301 }
    );
    assert_ne!(answer(&Call::Read, 404, b"<html>"), Answer::Lost(Lost::Network));
}

#[test]
fn many_units_of_one_line_are_read() {
    let mut body: serde_json::Value =
        serde_json::from_slice(&recorded("1.7.11", "happy_2_addressed")).unwrap();
    let unit = body["items"][0]["units"][0].clone();
    body["items"][0]["units"] = vec![unit; 2_000].into();
    body["items"][0]["quantity"] = 2_000.into();
    let order = read(body.to_string().as_bytes());
    assert_eq!(
        (order.lines[0].quantity, &*order.totals.tax.to_text()),
        (2_000, "2000.35")
    );
}

#[test]
fn a_state_of_the_shops_own_survives() {
    let mut body: serde_json::Value =
        serde_json::from_slice(&recorded("1.7.11", "happy_4_payment_selected")).unwrap();
    body["checkoutState"] = "gift_wrapped".into();
    body["payments"][0]["state"] = "escrow".into();
    body["extra"] = serde_json::json!({"a": [1]});
    let order = read(body.to_string().as_bytes());
    assert_eq!(order.step.name(), "gift_wrapped");
    assert!(
        order.has_held_payment(),
        "of an unknown state, it may be money under way"
    );
}

#[test]
fn any_damage_to_an_order_is_an_order_or_a_mismatch() {
    for (version, name) in [
        ("1.6.9", "happy_5_completed"),
        ("1.7.11", "happy_1_cart"),
        ("1.7.11", "happy_2_addressed"),
        ("1.7.11", "happy_3_shipping_selected"),
        ("1.7.11", "happy_4_payment_selected"),
        ("1.7.11", "digital_2_shipping_skipped"),
        ("1.7.11", "free_3_payment_skipped"),
        ("1.7.11", "happy_5_completed"),
    ] {
        let body = recorded(version, name);
        assert!(matches!(answer(&Call::Read, 200, &body), Answer::Order(..)));
        for length in 0..body.len() {
            let told = answer(&Call::Read, 200, &body[..length]);
            assert_eq!(told, Answer::Mismatch { status: 200 }, "{name}, {length} bytes");
        }
        let mut changed = body.clone();
        for at in 0..body.len() {
            changed[at] = [b'0', b'"', b'{', 0xff][at % 4];
            let told = answer(&Call::Read, 200, &changed);
            assert!(
                matches!(told, Answer::Order(..) | Answer::Mismatch { .. }),
                "{name}, byte {at}"
            );
            changed[at] = body[at];
        }
    }
}
