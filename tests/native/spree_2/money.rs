//! Declined cards, stock that is gone, free orders, the price gate.

use super::{DIRECT, RELEASES, buy, elsewhere, is_oldest, pay, placed_once, raw, refresh, status};
use crate::host::{ADDRESS, everything};
use cashwrap::checkout::{Effect, Settled};

#[test]
fn a_declined_card_ends_declined_and_another_one_pays() {
    for release in RELEASES {
        // With a step to confirm, and without.
        for (method, step) in [("1", "confirm"), ("3", "payment")] {
            let mut host = raw(release);
            host.edit(&everything(r#""cheapest""#));
            for _ in 0..2 {
                assert_eq!(
                    pay(&mut host, method, "4000000000000002"),
                    "declined",
                    "{release} {method} {:#?}",
                    host.trace
                );
                assert_eq!(host.truth().state, step, "{release}");
                assert!(host.blockers().contains(&"payment.reenter".to_owned()));
            }
            assert_eq!(
                pay(&mut host, method, "4111111111111111"),
                "placed",
                "{release} {method} {:#?}",
                host.trace
            );
            placed_once(&host, release);
        }
    }
}

#[test]
fn a_card_the_shop_does_not_take_is_told_apart_from_a_declined_one() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        let mut old = super::card("4111111111111111");
        old.month = "x".to_owned();
        host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(old));
        let end = host.submit();
        assert_eq!(status(&end), "other", "{release}: {:#?}", host.trace);
        assert_eq!(
            end.get("error").get("code").as_text(),
            Some("payment_refused"),
            "{release}"
        );
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn what_costs_nothing_is_placed_by_a_submit_and_not_before() {
    for release in RELEASES {
        let mut host = raw(release);
        let edits = format!(
            r#"{{"lines":[{{"variant":"3","quantity":1}}],"email":"jane@example.com","shipping":{ADDRESS},
            "billing":"same","coupon":"10off"}}"#
        );
        host.edit(&edits);
        assert_eq!(host.truth().state, "delivery", "{release}: {:#?}", host.trace);
        host.edit(r#"{"rate":"cheapest"}"#);
        assert!(!host.truth().completed, "{release}: {:#?}", host.trace);
        if host.truth().total.is_zero() {
            let end = host.submit();
            assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
            assert!(host.shop.charges().is_empty());
        } else {
            // The delivery is still to be paid.
            let mut end = buy(&mut host);
            if end == "changed" {
                end = buy(&mut host);
            }
            assert_eq!(end, "placed", "{release}: {:#?}", host.trace);
            placed_once(&host, release);
        }
    }
}

/// 2.2.14 adds the delivery when `delivery` is left: where the goods cost nothing, it is never paid. The shopper is asked
/// for what the shop says, and the order is placed by nobody but a submit.
#[test]
fn a_free_thing_is_placed_for_what_the_shop_says() {
    for release in RELEASES {
        let mut host = raw(release);
        let edits = format!(
            r#"{{"lines":[{{"variant":"4","quantity":1}}],"email":"jane@example.com","shipping":{ADDRESS},
            "billing":"same","rate":"cheapest"}}"#
        );
        host.edit(&edits);
        assert_eq!(host.truth().state, "delivery", "{release}: {:#?}", host.trace);
        assert!(!host.truth().completed);
        if release == "2.2.14" {
            assert_eq!(host.blockers(), Vec::<String>::new(), "{release}");
            assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
            assert!(host.shop.charges().is_empty());
        } else {
            assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
            placed_once(&host, release);
        }
    }
}

#[test]
fn a_total_that_changed_before_the_payment_ends_changed_and_charges_nothing() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit_with(
            r#"{"payment":{"method":"1"}}"#,
            Some(super::card("4111111111111111")),
        );
        if is_oldest(release) {
            let line = host.order().lines[0].id.to_string();
            let path = format!("/orders/:n/line_items/{line}");
            elsewhere(&mut host, "PUT", &path, r#"{"line_item":{"quantity":3}}"#);
        } else {
            let body = r#"{"coupon_code":"10off"}"#;
            elsewhere(&mut host, "PUT", "/orders/:n/apply_coupon_code", body);
        }
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert!(host.truth().payments.is_empty());
        let mut end = status(&host.submit()).to_owned();
        if end == "changed" {
            end = status(&host.submit()).to_owned();
        }
        assert_eq!(end, "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

/// No fence stops this: it is compared afterwards, and said.
#[test]
fn a_total_that_changes_in_the_last_moment_ends_placed_different() {
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit_with(
            r#"{"payment":{"method":"1"}}"#,
            Some(super::card("4111111111111111")),
        );
        let id = host.session.submit(host.session.revision(), "a", host.now_ms);
        loop {
            let effect = host.session.poll(host.now_ms).unwrap();
            if let Effect::Send { request, .. } = &effect
                && request.route.ends_with("/next")
            {
                let body = r#"{"coupon_code":"10off"}"#;
                assert_eq!(
                    elsewhere(&mut host, "PUT", "/orders/:n/apply_coupon_code", body),
                    200
                );
                host.perform(effect);
                break;
            }
            host.perform(effect);
        }
        host.run();
        let end = host.ending(id);
        assert_eq!(status(&end), "placed_different", "{release}: {:#?}", host.trace);
        assert_eq!(host.shop.charges().len(), 1);
    }
}

#[test]
fn nothing_that_may_place_leaves_without_an_attempt() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        // A stale payment stands on the order.
        elsewhere(
            &mut host,
            "POST",
            "/orders/:n/payments",
            r#"{"payment":{"payment_method_id":2,"amount":5}}"#,
        );
        refresh(&mut host);
        let from = host.requests.len();
        for edit in [
            r#"{"lines":[{"variant":"3","quantity":3}]}"#,
            r#"{"rate":"cheapest"}"#,
            r#"{"rate":{"method":"2"}}"#,
            r#"{"notes":"ring twice"}"#,
            r#"{"coupon":"5off"}"#,
        ] {
            let how = host.edit(edit);
            assert!(!host.truth().completed, "{release}: {edit} {:#?}", host.trace);
            assert!(!matches!(how, Settled::Refused(_)), "{release}: {edit} {how:?}");
        }
        for request in &host.requests[from..] {
            assert!(
                !request.route.ends_with("advance"),
                "{release}: {:#?}",
                host.trace
            );
            assert!(!request.route.ends_with("next"), "{release}: {:#?}", host.trace);
        }
    }
}

/// A gateway that keeps no cards has no step to confirm: there, the call that takes a payment with its step places, too.
#[test]
fn a_token_charges_once_though_the_server_dies_and_the_browser_sends_again() {
    let mut met = 0;
    for at in 0..8 {
        let mut host = raw("2.2.14");
        host.edit(&everything(r#""cheapest""#));
        host.edit(&crate::host::PAYMENT.replace(r#""method":"1""#, r#""method":"3""#));
        host.shop.crash_after_charge();
        let before = host.requests.len();
        host.until_twice = Some(at);
        host.submit();
        host.run();
        met += usize::from(
            host.requests[before..]
                .iter()
                .filter(|r| !r.method.is_safe())
                .count()
                > at,
        );
        assert_eq!(host.shop.charges().len(), 1, "{at}: {:#?}", host.trace);
        assert!(
            host.blockers().contains(&"payment.held".to_owned()),
            "{at}: {:?}",
            host.blockers()
        );
    }
    assert!(met > 1, "{met}");
}

#[test]
fn where_the_next_call_deletes_a_token_it_goes_with_that_call_the_second_time() {
    let mut shop = crate::host::spree_shop("2.2.14");
    shop.set_settings(cashwrap_shop::Settings {
        drops_payments: true,
        ..cashwrap_shop::Settings::spree(cashwrap_shop::Version::of("2.2.14").unwrap())
    });
    let mut host = super::at_shop("2.2.14", shop);
    host.edit(&everything(r#""cheapest""#));
    host.edit(crate::host::PAYMENT);
    let end = host.submit();
    assert_eq!(status(&end), "other", "{:#?}", host.trace);
    assert_eq!(host.blockers(), ["payment.reenter"]);
    assert!(host.shop.charges().is_empty());
    host.edit(crate::host::PAYMENT);
    assert_eq!(status(&host.submit()), "placed", "{:#?}", host.trace);
    placed_once(&host, "2.2.2");
}
