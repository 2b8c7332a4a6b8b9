//! Declined cards, stock that is gone, free orders, the price gate.

use super::{RELEASES, buy, card, elsewhere, is_modern, placed_once, raw, status};
use crate::host::{ADDRESS, Host, PAYMENT, everything, json};
use cashwrap::checkout::{Effect, Settled};

fn pay(host: &mut Host, method: &str, number: &str) -> String {
    let edit = format!(r#"{{"payment":{{"method":"{method}"}}}}"#);
    host.edit_with(&edit, Some(card(number)));
    status(&host.submit()).to_owned()
}

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
                    "{release} {:#?}",
                    host.trace
                );
                assert_eq!(host.truth().state, step, "{release}");
                assert!(host.blockers().contains(&"payment.reenter".to_owned()));
            }
            assert_eq!(
                pay(&mut host, method, "4111111111111111"),
                "placed",
                "{release} {:#?}",
                host.trace
            );
            placed_once(&host, release);
        }
    }
}

#[test]
fn after_a_decline_the_ways_to_pay_are_still_there_also_after_a_reload() {
    let ways = |host: &Host| {
        let methods = host.order().methods.iter();
        methods
            .map(|m| format!("{} {}", &*m.id, m.kind.as_str()))
            .collect::<Vec<_>>()
    };
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        let offered = ways(&host);
        assert_eq!(offered, ["1 card", "2 check", "3 card"], "{release}");
        assert_eq!(pay(&mut host, "1", "4000000000000002"), "declined");
        assert_eq!(ways(&host), offered, "{release}");
        // The shop lists them at `payment` alone; what was tried is known.
        let mut host = host.reload(&json(
            r#"{"dialect":"spree_2_3","shop":"https://store.example","auth":{"kind":"guest"}}"#,
        ));
        host.run();
        assert_eq!(host.order().step.name(), "confirm");
        assert_eq!(ways(&host), ["1 card"], "{release}");
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_card_the_shop_does_not_take_is_told_apart_from_a_declined_one() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        let mut old = card("4111111111111111");
        old.month = "x".to_owned();
        host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(old));
        let end = host.submit();
        assert_eq!(status(&end), "other", "{release}: {:#?}", host.trace);
        assert_eq!(
            end.get("error").get("code").as_text(),
            Some("payment_refused"),
            "{release}"
        );
        assert_eq!(pay(&mut host, "1", "4111111111111111"), "placed");
        placed_once(&host, release);
    }
}

#[test]
fn stock_that_is_gone_is_told_where_the_shop_looks() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything("null"));
        host.shop.set_stock(2, 1);
        host.edit(r#"{"rate":"cheapest"}"#);
        if is_modern(release) {
            assert!(
                host.blockers().contains(&"line.stock".to_owned()),
                "{release}: {:?}",
                host.blockers()
            );
        }
        assert_eq!(
            host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
            Settled::Confirmed
        );
        host.edit(r#"{"rate":"cheapest"}"#);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_payment_held_by_a_refused_completion_is_said_and_no_second_card_is_asked_for() {
    for release in ["2.3.13", "2.4.2"] {
        for method in ["1", "3"] {
            let mut host = raw(release);
            host.edit(&everything(r#""cheapest""#));
            host.shop.set_stock(2, 1);
            let began = host.now_ms;
            assert_eq!(
                pay(&mut host, method, "4111111111111111"),
                "other",
                "{release}: {:#?}",
                host.trace
            );
            assert!(
                host.now_ms - began < 20_000,
                "{release}: it is answered, so nobody waits"
            );
            assert!(!host.truth().completed);
            assert_eq!(
                host.blockers().iter().filter(|b| *b == "payment.held").count(),
                1,
                "{:?}",
                host.blockers()
            );
            assert_eq!(host.shop.charges().len(), 1, "the shop must release it");
            host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
            assert_eq!(pay(&mut host, method, "4111111111111111"), "other");
            assert_eq!(host.shop.charges().len(), 1);
            assert!(!host.truth().completed);
        }
    }
}

#[test]
fn stock_that_goes_before_placing_ends_the_attempt() {
    for release in ["3.7", "4.4"] {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.shop.set_stock(2, 1);
        assert_eq!(
            pay(&mut host, "1", "4111111111111111"),
            "other",
            "{release}: {:#?}",
            host.trace
        );
        assert!(host.shop.charges().is_empty());
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
        host.edit(r#"{"rate":"cheapest"}"#);
        assert_eq!(
            pay(&mut host, "1", "4111111111111111"),
            "placed",
            "{release}: {:#?}",
            host.trace
        );
        placed_once(&host, release);
    }
}

#[test]
fn what_costs_nothing_is_placed_by_a_submit_and_not_before() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        let edits = format!(
            r#"{{"lines":[{{"variant":"4","quantity":1}}],"email":"jane@example.com","shipping":{ADDRESS},
            "billing":"same","rate":"cheapest"}}"#
        );
        assert_eq!(
            host.edit(&edits),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(host.truth().state, "delivery", "{release}: {:#?}", host.trace);
        assert_eq!(host.edit(r#"{"coupon":"freeship"}"#), Settled::Confirmed);
        assert!(host.truth().total.is_zero(), "{release}: {}", host.truth().total);
        assert!(!host.truth().completed);
        assert_eq!(host.blockers(), Vec::<String>::new(), "{release}");
        let end = host.submit();
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().state, "complete");
        assert!(host.shop.charges().is_empty());
    }
}

#[test]
fn a_free_thing_with_a_delivery_to_pay_is_paid() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        let edits = format!(
            r#"{{"lines":[{{"variant":"4","quantity":1}}],"email":"jane@example.com","shipping":{ADDRESS},
            "billing":"same","rate":"cheapest"}}"#
        );
        host.edit(&edits);
        assert_eq!(
            host.truth().state,
            "delivery",
            "what may place waits for the submit"
        );
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_total_that_changed_before_the_payment_ends_changed_and_charges_nothing() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit(PAYMENT);
        elsewhere(
            &mut host,
            "PUT",
            "/orders/:n/apply_coupon_code",
            r#"{"coupon_code":"10off"}"#,
        );
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert!(host.truth().payments.is_empty());
        assert_eq!(status(&host.submit()), "placed");
        placed_once(&host, release);
    }
}

/// No fence stops this: it is compared afterwards, and said.
#[test]
fn a_total_that_changes_in_the_last_moment_ends_placed_different() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit(PAYMENT);
        let id = host.session.submit(host.session.revision(), "a", host.now_ms);
        loop {
            let effect = host.session.poll(host.now_ms).unwrap();
            if let Effect::Send { request, .. } = &effect
                && request.route.ends_with("/next")
                && host.order().step.name() == "confirm"
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
            "PUT",
            "/orders/:n",
            r#"{"order":{"email":"jane@example.com"}}"#,
        );
        elsewhere(
            &mut host,
            "POST",
            "/orders/:n/payments",
            r#"{"payment":{"payment_method_id":2,"amount":5}}"#,
        );
        let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
        host.run();
        host.how(id);
        let from = host.requests.len();
        for edit in [
            r#"{"lines":[{"variant":"3","quantity":3}]}"#,
            r#"{"rate":"cheapest"}"#,
            r#"{"rate":{"method":"2"}}"#,
            r#"{"notes":"ring twice"}"#,
            r#"{"coupon":"5off"}"#,
        ] {
            host.edit(edit);
            assert!(!host.truth().completed, "{release}: {edit} {:#?}", host.trace);
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
