//! Customers with a key, rates that change, addresses that come back different, coupons.

use crate::host::{ADDRESS, Host, PAYMENT, everything, json};
use cashwrap::checkout::{Answer, Effect, Settled};
use cashwrap::error::Code;
use cashwrap::http::Lost;
use cashwrap_shop::{Shop, World};

fn refused(how: Settled) -> cashwrap::error::Error {
    match how {
        Settled::Refused(error) => error,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_customer_buys_with_a_key_and_never_sends_an_order_token() {
    let mut host = Host::customer("custkey");
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    assert_eq!(
        host.submit().get("status").as_text(),
        Some("placed"),
        "{:#?}",
        host.trace
    );
    assert!(host.requests.iter().all(|r| r.headers.is_empty()));
    assert_eq!(host.shop.charges().len(), 1);
    assert!(!host.storage.clone().unwrap().contains("custkey"));
}

#[test]
fn a_customers_order_in_progress_is_found_before_a_new_one_is_made() {
    let mut host = Host::customer("custkey");
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let mut elsewhere = Host::customer("custkey");
    elsewhere.shop = host.shop;
    elsewhere.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    assert_eq!(elsewhere.shop.orders().len(), 1);
    assert_eq!(elsewhere.truth().lines.len(), 2);
}

#[test]
fn an_automatic_payment_of_nothing_is_not_taken_for_a_payment() {
    let options = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"}}"#;
    let mut host = Host::new(
        &json(options),
        Shop::new(World::demo(), cashwrap_shop::Settings::default(), 7),
    );
    host.key = Some("custkey".to_owned());
    host.edit(&everything(r#""cheapest""#));
    let automatic = host.truth().payments.iter().any(|p| p.amount.is_zero());
    assert!(
        automatic,
        "the world's customer has a default card: {:?}",
        host.truth().payments
    );
    assert!(host.blockers().contains(&"payment.missing".to_owned()));
    let end = host.submit();
    assert_eq!(end.get("status").as_text(), Some("other"));
    host.edit(r#"{"payment":{"method":"1","wallet":"1"}}"#);
    assert_eq!(
        host.submit().get("status").as_text(),
        Some("placed"),
        "{:#?}",
        host.trace
    );
    let number = host.truth().number;
    let charges: Vec<_> = host.shop.charges().iter().filter(|c| c.order == number).collect();
    assert_eq!(charges.len(), 1);
    assert_eq!(charges[0].amount, host.truth().total);
}

#[test]
fn store_credit_is_taken_off_and_the_card_pays_the_rest() {
    let options = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"}}"#;
    let mut host = Host::new(
        &json(options),
        Shop::new(World::demo(), cashwrap_shop::Settings::default(), 7),
    );
    host.key = Some("creditkey".to_owned());
    host.edit(&everything(r#""cheapest""#));
    assert!(
        host.order().totals.due < host.order().totals.total,
        "{:?}",
        host.truth()
    );
    host.edit(PAYMENT);
    assert_eq!(
        host.submit().get("status").as_text(),
        Some("placed"),
        "{:#?}",
        host.trace
    );
    let paid: cashwrap::order::Money = host
        .order()
        .payments
        .iter()
        .filter(|p| !matches!(p.state.as_str(), "invalid" | "failed" | "void"))
        .fold(cashwrap::order::Money::ZERO, |sum, p| sum.plus(p.amount).unwrap());
    assert_eq!(paid, host.order().totals.total);
}

#[test]
fn what_a_customer_has_saved_can_be_asked_for() {
    let options = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"}}"#;
    let mut host = Host::new(
        &json(options),
        Shop::new(World::demo(), cashwrap_shop::Settings::default(), 7),
    );
    host.key = Some("custkey".to_owned());
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    for kind in ["addresses", "cards", "orders", "countries"] {
        let id = host
            .session
            .ask(&json(&format!(r#"{{"kind":"{kind}"}}"#)))
            .unwrap();
        host.run();
        match host.how(id) {
            Settled::Told(told) => assert!(!told.items().is_empty(), "{kind}"),
            other => panic!("{kind}: {other:?}"),
        }
    }
    let id = host
        .session
        .ask(&json(r#"{"kind":"states","country":"US"}"#))
        .unwrap();
    host.run();
    let Settled::Told(told) = host.how(id) else {
        panic!("no states")
    };
    assert!(told.get("required").is_true());
    assert!(
        told.get("states")
            .items()
            .iter()
            .any(|s| s.get("code").as_text() == Some("NY"))
    );
    let id = host
        .session
        .ask(&json(r#"{"kind":"states","country":"ZZ"}"#))
        .unwrap();
    host.run();
    assert_eq!(refused(host.how(id)).code, Code::NotFound);
}

#[test]
fn countries_can_be_asked_for_while_an_order_token_is_held() {
    // The server answers 401 to an order token where there is no order (sheet, 1.3).
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let id = host.session.ask(&json(r#"{"kind":"countries"}"#)).unwrap();
    host.run();
    assert!(matches!(host.how(id), Settled::Told(_)));
}

#[test]
fn a_chosen_rate_is_chosen_again_after_our_own_reset_by_content_and_method() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let rate = host.order().shipments[0].rates[1].clone();
    host.edit(&format!(r#"{{"rate":{{"rate":"{}"}}}}"#, &*rate.id));
    assert_eq!(host.order().step.name(), "payment");
    // An address is edited: the shop makes new shipments, with new ids and the same content.
    let address = ADDRESS.replace("1 Main St", "2 Side St");
    host.edit(&format!(r#"{{"shipping":{address}}}"#));
    assert_eq!(host.order().step.name(), "payment", "{:#?}", host.trace);
    let chosen = host.order().shipments[0]
        .rates
        .iter()
        .find(|r| r.selected)
        .unwrap();
    assert_eq!(chosen.method, rate.method);
    assert_ne!(chosen.id, rate.id);
}

#[test]
fn a_chosen_rate_outlives_a_change_of_quantity() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let rate = host.order().shipments[0].rates[1].clone();
    host.edit(&format!(r#"{{"rate":{{"rate":"{}"}}}}"#, &*rate.id));
    host.edit(r#"{"lines":[{"variant":"2","quantity":4}]}"#);
    let selected = host.order().shipments[0]
        .rates
        .iter()
        .find(|r| r.selected)
        .unwrap();
    assert_eq!(
        selected.method, rate.method,
        "the shop preselects the cheapest; the shopper chose another"
    );
    assert_eq!(host.order().step.name(), "payment");
}

#[test]
fn each_of_several_shipments_wants_its_own_choice() {
    let mut host = Host::guest();
    host.shop = Shop::new(World::demo(), cashwrap_shop::Settings::default(), 7);
    // Two posters are on hand and may be backordered: five make two parcels.
    let edits = format!(
        r#"{{"lines":[{{"variant":"9","quantity":5}}],"email":"a@b.co","shipping":{ADDRESS},"billing":"same"}}"#
    );
    host.edit(&edits);
    let rates: Vec<String> = host
        .order()
        .shipments
        .iter()
        .map(|s| s.rates[1].id.to_string())
        .collect();
    assert_eq!(rates.len(), 2, "{:?}", host.order().shipments.len());
    host.edit(&format!(r#"{{"rate":{{"rate":"{}"}}}}"#, rates[0]));
    assert_eq!(
        host.order().step.name(),
        "delivery",
        "the other parcel has no choice yet"
    );
    assert!(
        host.blockers().contains(&"rate.missing".to_owned()),
        "{:?}",
        host.blockers()
    );
    host.edit(&format!(
        r#"{{"rate":[{{"rate":"{}"}},{{"rate":"{}"}}]}}"#,
        rates[0], rates[1]
    ));
    assert_eq!(host.order().step.name(), "payment");
    assert_eq!(host.order().totals.shipping.to_text(), "25.00");
    host.edit(PAYMENT);
    assert_eq!(
        host.submit().get("status").as_text(),
        Some("placed"),
        "{:#?}",
        host.trace
    );
}

#[test]
fn a_rate_id_nobody_was_shown_is_refused() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let error = host.wish(r#"{"rate":{"rate":"99999"}}"#).unwrap_err();
    assert_eq!(error.fields[0].code, "unknown");
}

#[test]
fn coupons_are_told_by_their_own_answers_and_not_applied_again() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    assert_eq!(host.edit(r#"{"coupon":"10off"}"#), Settled::Confirmed);
    assert_eq!(host.order().totals.adjustments.to_text(), "-2.00");
    // Already applied is what was wished.
    assert_eq!(host.edit(r#"{"coupon":"10off"}"#), Settled::Confirmed);
    let stored = host.storage.clone().unwrap();
    assert!(stored.contains("10off"), "{stored}");
    assert_eq!(host.edit(r#"{"removeCoupon":"10off"}"#), Settled::Confirmed);
    assert_eq!(host.order().totals.adjustments.to_text(), "0.00");
    assert_eq!(host.edit(r#"{"removeCoupon":"10off"}"#), Settled::Confirmed);
    for (code, reason) in [
        ("nope", "not_found"),
        ("expired", "expired"),
        ("min1000", "not_eligible"),
    ] {
        let error = refused(host.edit(&format!(r#"{{"coupon":"{code}"}}"#)));
        assert_eq!((error.code, error.fields[0].code), (Code::CouponRefused, reason));
    }
}

#[test]
fn an_address_goes_whole_with_empty_parts_as_null_and_the_name_in_both_spellings() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.edit(&format!(
        r#"{{"email":"a@b.co","shipping":{ADDRESS},"billing":"same"}}"#
    ));
    let body = host
        .requests
        .iter()
        .find(|r| r.route == "/api/checkouts/:number")
        .unwrap()
        .body
        .clone()
        .unwrap();
    let body = json(std::str::from_utf8(&body).unwrap());
    let address = body.get("order").get("ship_address_attributes");
    for (key, value) in [
        ("name", "Jane Doe"),
        ("firstname", "Jane"),
        ("lastname", "Doe"),
        ("state_name", "NY"),
    ] {
        assert_eq!(address.get(key).as_text(), Some(value));
    }
    let cashwrap::json::Value::Map(pairs) = address else {
        panic!("no address")
    };
    let has = |key: &str| pairs.iter().any(|(k, v)| *k == *key && v.is_null());
    assert!(has("address2") && has("company") && has("state_id"));
    assert!(!body.get("order").get("bill_address_attributes").is_null());
}

#[test]
fn billing_that_is_the_same_follows_the_shipping_address() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let address = ADDRESS.replace("1 Main St", "9 New Rd");
    host.edit(&format!(r#"{{"shipping":{address}}}"#));
    assert_eq!(host.order().billing.as_ref().unwrap().address1, "9 New Rd");
    let other = ADDRESS.replace("Jane Doe", "Acme Books");
    host.edit(&format!(r#"{{"billing":{other}}}"#));
    let address = ADDRESS.replace("1 Main St", "10 New Rd");
    host.edit(&format!(r#"{{"shipping":{address}}}"#));
    assert_eq!(host.order().billing.as_ref().unwrap().name, "Acme Books");
    assert_eq!(host.order().shipping.as_ref().unwrap().address1, "10 New Rd");
}

#[test]
fn notes_ride_with_the_choice_of_rates() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    assert_eq!(host.edit(r#"{"notes":"ring twice"}"#), Settled::Waiting);
    assert_eq!(host.edit(r#"{"rate":"cheapest"}"#), Settled::Confirmed);
    assert_eq!(host.order().notes, "ring twice");
    // And later, with what is selected already.
    assert_eq!(host.edit(r#"{"notes":"ring once"}"#), Settled::Confirmed);
    assert_eq!(host.order().notes, "ring once");
}

/// The shop goes on calling the order that was left the customer's current one.
#[test]
fn an_order_that_was_left_is_not_taken_up_again() {
    let mut host = Host::customer("custkey");
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let left = host.order().number.clone();
    host.session.start_new().unwrap();
    host.run();
    host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
    assert_ne!(host.order().number, left);
    assert_eq!(host.order().lines.len(), 1);
}

#[test]
fn an_order_that_was_abandoned_while_it_may_be_placed_is_never_edited() {
    let mut host = Host::customer("custkey");
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    host.session.submit(host.session.revision(), "a", host.now_ms);
    let ticket = loop {
        match host.session.poll(host.now_ms).expect("it rests before") {
            Effect::Send { ticket, request } if request.route.ends_with("complete") => break ticket,
            effect => host.perform(effect),
        }
    };
    host.session
        .receive(ticket, Answer::Lost(Lost::Network), host.now_ms);
    let left = host.order().number.clone();
    host.session.abandon();
    host.run();
    host.edit(r#"{"lines":[{"variant":"3","quantity":9}]}"#);
    assert_ne!(host.order().number, left);
}

/// A shop trims and changes case; it makes no other letters of what somebody has corrected.
#[test]
fn a_correction_of_a_dash_a_width_or_a_long_vowel_is_sent() {
    for (old, new) in [
        ("ス-パ-", "スーパー"),
        ("１２ Main", "12 Main"),
        ("10–12 Main", "10-12 Main"),
    ] {
        let mut host = Host::guest();
        host.edit(&everything("null"));
        for street in [old, new] {
            let address = ADDRESS.replace("1 Main St", street);
            host.edit(&format!(r#"{{"shipping":{address}}}"#));
        }
        assert_eq!(host.order().shipping.as_ref().unwrap().address1, new);
    }
}
