//! What only 2.0.0 to 2.0.3 do.

use super::{buy, card, elsewhere, is_oldest, placed_once, quantities, raw, refresh, sent, status};
use crate::host::{ADDRESS, Host, everything};
use cashwrap::checkout::Settled;

const OLDEST: &str = "2.0.3";

fn at_payment() -> Host {
    let mut host = raw(OLDEST);
    host.edit(&everything(r#""cheapest""#));
    assert_eq!(host.order().step.name(), "payment", "{:#?}", host.trace);
    host
}

#[test]
fn only_what_a_proxy_lets_through_is_asked() {
    assert!(is_oldest(OLDEST));
    let mut host = at_payment();
    assert_eq!(buy(&mut host), "placed");
    for request in &host.requests {
        let known = [
            ("GET", "/countries"),
            ("POST", "/checkouts"),
            ("GET", "/orders/:number"),
            ("PUT", "/checkouts/:number"),
        ];
        assert!(
            known.contains(&(request.method.as_str(), request.route)),
            "{} {}",
            request.method.as_str(),
            request.route
        );
        let is_order_token = |(name, _): &(&str, String)| *name == "X-Spree-Order-Token";
        assert!(!request.headers.iter().any(is_order_token), "it knows none");
    }
}

#[test]
fn a_payment_that_is_there_is_deleted_by_the_next_put_in_payment() {
    let mut host = at_payment();
    let body = r#"{"payment":{"payment_method_id":2,"amount":"5"}}"#;
    assert_eq!(elsewhere(&mut host, "POST", "/orders/:n/payments", body), 201);
    refresh(&mut host);
    assert_eq!(host.truth().payments.len(), 1);
    assert_eq!(buy(&mut host), "placed", "{:#?}", host.trace);
    placed_once(&host, OLDEST);
    assert_eq!(host.truth().payments.len(), 1, "the one of 5 is gone");
    assert_eq!(host.truth().payments[0].method_id, 1);
}

#[test]
fn without_a_card_nothing_is_sent_that_would_delete_what_is_there() {
    let mut host = at_payment();
    let body = r#"{"payment":{"payment_method_id":2,"amount":"5"}}"#;
    assert_eq!(elsewhere(&mut host, "POST", "/orders/:n/payments", body), 201);
    refresh(&mut host);
    let before = host.unsafe_calls();
    assert_eq!(status(&host.submit()), "other", "{:#?}", host.trace);
    assert_eq!(host.unsafe_calls(), before);
    assert_eq!(host.truth().payments.len(), 1);
}

#[test]
fn a_change_of_the_cart_leaves_shipments_and_step_alone_and_is_packed_anew_before_it_is_paid() {
    let mut host = at_payment();
    let edit = r#"{"lines":[{"variant":"2","quantity":5},{"variant":"3","quantity":0}]}"#;
    assert_eq!(host.edit(edit), Settled::Confirmed, "{:#?}", host.trace);
    assert_eq!(quantities(&host), [(1, 1), (2, 5)]);
    host.edit(r#"{"rate":"cheapest"}"#);
    let mut contents = host.order().shipments[0].contents.clone();
    contents.sort_unstable();
    assert_eq!(contents, [("1".into(), 1), ("2".into(), 5)], "{:#?}", host.trace);
    assert_eq!(buy(&mut host), "placed", "{:#?}", host.trace);
    placed_once(&host, OLDEST);
}

#[test]
fn the_email_is_wanted_before_the_addresses_and_waits_with_them() {
    let mut host = raw(OLDEST);
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let how = host.edit(&format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#));
    assert_eq!(how, Settled::Waiting, "{:#?}", host.trace);
    assert_eq!(host.truth().state, "cart");
    assert!(host.blockers().contains(&"email.missing".to_owned()));
    assert_eq!(
        host.edit(r#"{"email":"jane@example.com"}"#),
        Settled::Confirmed,
        "{:#?}",
        host.trace
    );
    assert_eq!(host.truth().state, "delivery", "{:#?}", host.trace);
}

#[test]
fn a_missing_billing_address_would_be_a_blank_one_and_is_asked_for() {
    let mut host = raw(OLDEST);
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let how = host.edit(&format!(r#"{{"email":"jane@example.com","shipping":{ADDRESS}}}"#));
    assert_eq!(how, Settled::Waiting, "{:#?}", host.trace);
    assert!(
        host.blockers().contains(&"billing.missing".to_owned()),
        "{:?}",
        host.blockers()
    );
    assert_eq!(
        host.edit(r#"{"billing":"same"}"#),
        Settled::Confirmed,
        "{:#?}",
        host.trace
    );
    assert_eq!(host.truth().state, "delivery");
}

#[test]
fn sums_from_before_the_tax_are_read_anew_before_they_are_shown() {
    let mut host = raw(OLDEST);
    host.edit(&everything("null"));
    assert_eq!(host.order().step.name(), "delivery");
    let truth = host.truth().total;
    let shown = host.order().totals.total.to_text();
    assert_eq!(&*shown, format!("{truth:.2}"), "{:#?}", host.trace);
    assert_eq!(host.order().totals.tax.to_text(), "3.35");
}

#[test]
fn a_coupon_goes_with_a_step_back_and_the_steps_are_walked_again() {
    let mut host = at_payment();
    assert_eq!(
        host.edit(r#"{"coupon":"10off"}"#),
        Settled::Confirmed,
        "{:#?}",
        host.trace
    );
    assert_eq!(host.order().step.name(), "payment", "{:#?}", host.trace);
    let request = host.requests.iter().find(|r| {
        r.body
            .as_deref()
            .is_some_and(|b| b.windows(11).any(|w| w == b"coupon_code"))
    });
    let told = super::body_of(request.unwrap());
    assert_eq!(
        told,
        serde_json::json!({"order":{"coupon_code":"10off"},"state":"cart"})
    );
    assert_eq!(buy(&mut host), "placed", "{:#?}", host.trace);
    placed_once(&host, OLDEST);
}

#[test]
fn what_is_sold_out_is_answered_with_nothing_and_said() {
    let mut host = at_payment();
    host.shop.set_stock(2, 1);
    host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4111111111111111")));
    let end = host.submit();
    assert_eq!(status(&end), "other", "{:#?}", host.trace);
    assert_eq!(end.get("error").get("code").as_text(), Some("out_of_stock"));
    assert!(host.shop.charges().is_empty());
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
    host.edit(r#"{"rate":"cheapest"}"#);
    assert_eq!(buy(&mut host), "placed", "{:#?}", host.trace);
    placed_once(&host, OLDEST);
}

#[test]
fn where_nothing_is_delivered_to_there_is_no_rate_and_that_is_said() {
    let mut host = raw(OLDEST);
    let address = ADDRESS
        .replace(r#""region":"NY","#, "")
        .replace("10001", "018956")
        .replace("US", "SG");
    let edit = format!(
        r#"{{"lines":[{{"variant":"2","quantity":1}}],"email":"jane@example.com","shipping":{address},
        "billing":"same","rate":"cheapest"}}"#
    );
    host.edit(&edit);
    assert_eq!(host.truth().state, "delivery", "it goes on all the same");
    assert!(!host.truth().completed);
    host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4111111111111111")));
    assert!(
        host.blockers().contains(&"rate.gone".to_owned()),
        "{:?}",
        host.blockers()
    );
    let before = host.unsafe_calls();
    assert_ne!(status(&host.submit()), "placed", "{:#?}", host.trace);
    assert_eq!(host.unsafe_calls(), before);
    assert!(host.shop.charges().is_empty());
}

#[test]
fn a_line_beyond_the_stock_is_left_out_in_silence_and_that_is_seen() {
    let mut host = raw(OLDEST);
    let Settled::Refused(error) = host.edit(r#"{"lines":[{"variant":"2","quantity":50}]}"#) else {
        panic!("{:#?}", host.trace)
    };
    assert_eq!(&*error.fields[0].field, "lines.quantity", "{error:?}");
    assert_eq!(sent(&host, "POST", "/checkouts"), 1);
}
