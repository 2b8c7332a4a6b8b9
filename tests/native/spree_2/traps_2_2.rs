//! What only 2.0.4 to 2.2 do.

use super::{
    DIRECT, body_of, buy, card, elsewhere, pay, placed_once, quantities, raw, refresh, sent, status,
};
use crate::host::{ADDRESS, everything};
use cashwrap::checkout::Settled;

#[test]
fn the_token_goes_in_the_body_of_each_call_and_in_the_header_of_a_read() {
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit(r#"{"lines":[{"variant":"3","quantity":0}],"rate":"cheapest"}"#);
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        let token = host.truth().token;
        for request in &host.requests {
            let what = format!("{release}: {} {}", request.method.as_str(), request.route);
            assert!(!request.path.contains(&token), "{what}");
            let header = request
                .headers
                .iter()
                .any(|(n, v)| *n == "X-Spree-Order-Token" && *v == token);
            let is_read = request.method.as_str() == "GET";
            let is_free = matches!(request.route, "/countries" | "/orders");
            assert_eq!(header, is_read && !is_free, "{what}");
            if !is_read && !is_free {
                assert_eq!(body_of(request)["order_token"], token.as_str(), "{what}");
            }
        }
    }
}

/// 2.0.4 to 2.0.9, 2.1.0 to 2.1.5, 2.2.0.
#[test]
fn where_no_header_is_read_yet_a_read_has_the_token_in_its_query_and_a_call_never() {
    for release in DIRECT {
        let mut host = raw(release);
        host.deaf_to = Some("X-Spree-Order-Token");
        let how = host.edit(&everything("null"));
        assert_eq!(how, Settled::Confirmed, "{release}: {:#?}", host.trace);
        refresh(&mut host);
        let how = host.edit(r#"{"lines":[{"variant":"3","quantity":3}],"rate":"cheapest"}"#);
        assert_eq!(how, Settled::Confirmed, "{release}: {:#?}", host.trace);
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        let token = host.truth().token;
        let in_query = host.requests.iter().filter(|r| r.path.contains(&token));
        let mut count = 0;
        for request in in_query {
            assert_eq!(request.method.as_str(), "GET", "{release}");
            assert!(!request.route.contains(&token));
            count += 1;
        }
        assert!(count > 0, "{release}");
    }
}

#[test]
fn a_lost_token_is_told_and_heals_once() {
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":3}]}"#);
        host.shop.reset();
        refresh(&mut host);
        host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#);
        assert_eq!(quantities(&host), [(2, 3), (3, 1)], "{release}");
    }
}

/// `PUT /orders` would make each new line twice.
#[test]
fn a_line_that_is_there_twice_becomes_one() {
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
        let body = r#"{"order":{"line_items":{"0":{"variant_id":2,"quantity":1}}}}"#;
        assert_eq!(elsewhere(&mut host, "PUT", "/orders/:n", body), 200);
        refresh(&mut host);
        assert_eq!(host.order().lines.len(), 3, "{release}: the trap itself");
        assert_eq!(
            host.edit(r#"{"lines":[{"variant":"2","quantity":5}]}"#),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(quantities(&host), [(2, 5)], "{release}");
    }
}

/// At `confirm` no methods are listed; the one that was tried is a card's, since the order has cards.
#[test]
fn a_shopper_who_was_declined_and_reloads_may_type_another_card() {
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        assert_eq!(pay(&mut host, "1", "4000000000000002"), "declined");
        let mut host = host.reload(&super::options(release));
        host.run();
        let methods = &host.order().methods;
        assert_eq!(methods.len(), 1, "{release}");
        assert_eq!(methods[0].kind, cashwrap::order::MethodKind::Card, "{release}");
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn payments_go_by_a_call_of_their_own_from_2_2_on_and_only_what_charges() {
    for release in DIRECT {
        for source in [
            r#","token":"BGS-1","name":"Jane Doe","month":"12","year":"2030""#,
            "",
        ] {
            let mut host = raw(release);
            host.edit(&everything(r#""cheapest""#));
            let method = if source.is_empty() { "2" } else { "1" };
            host.edit(&format!(r#"{{"payment":{{"method":"{method}"{source}}}}}"#));
            assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
            // A guest's is refused at 2.1.12.
            let alone = usize::from(release == "2.2.14" && !source.is_empty());
            assert_eq!(
                sent(&host, "POST", "/orders/:number/payments"),
                alone,
                "{release}"
            );
        }
    }
}

#[test]
fn lines_in_a_checkouts_update_are_ignored_so_none_are_sent_there() {
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit(r#"{"lines":[{"variant":"2","quantity":7}]}"#);
        for request in host.requests.iter().filter(|r| r.route == "/checkouts/:number") {
            assert!(body_of(request)["order"].get("line_items").is_none(), "{release}");
        }
    }
}

/// 2.2.14: the gateway has authorised it, and the order says `complete` without ever having been completed.
#[test]
fn an_order_stored_as_complete_by_a_refusal_is_not_taken_for_placed_and_its_payment_is_held() {
    for method in ["1", "3"] {
        let mut host = raw("2.2.14");
        host.edit(&everything(r#""cheapest""#));
        host.shop.set_stock(2, 1);
        let began = host.now_ms;
        assert_eq!(
            pay(&mut host, method, "4111111111111111"),
            "other",
            "{:#?}",
            host.trace
        );
        assert!(host.now_ms - began < 20_000, "it is answered, so nobody waits");
        assert_eq!(host.truth().state, "complete");
        assert!(!host.truth().completed);
        assert_eq!(
            host.blockers().iter().filter(|b| *b == "payment.held").count(),
            1,
            "{:?}",
            host.blockers()
        );
        assert_eq!(host.shop.charges().len(), 1, "the shop must release it");
        assert_ne!(pay(&mut host, method, "4111111111111111"), "placed");
        assert_eq!(host.shop.charges().len(), 1);
    }
}

/// 2.1.12: a line short of stock makes each step a 500, after it was taken.
#[test]
fn a_step_that_is_taken_and_answered_500_is_read_and_not_taken_twice() {
    let mut host = raw("2.1.12");
    host.edit(&everything("null"));
    host.shop.set_stock(2, 1);
    host.edit(r#"{"rate":"cheapest"}"#);
    assert_eq!(host.order().step.name(), "payment", "{:#?}", host.trace);
    assert_eq!(buy(&mut host), "placed", "{:#?}", host.trace);
    placed_once(&host, "2.1.12");
    assert_eq!(host.unsafe_calls(), 6, "{:#?}", host.trace);
}

#[test]
fn a_refused_step_that_answers_200_is_seen_and_the_data_kept() {
    for release in DIRECT {
        let mut host = raw(release);
        let address = ADDRESS
            .replace(r#""region":"NY","#, "")
            .replace("10001", "018956")
            .replace("US", "SG");
        let edit = format!(
            r#"{{"lines":[{{"variant":"2","quantity":1}}],"email":"jane@example.com","shipping":{address},
            "billing":"same"}}"#
        );
        host.edit(&edit);
        assert_eq!(host.truth().state, "address", "{release}: {:#?}", host.trace);
        assert!(
            host.blockers().contains(&"shop.refused".to_owned()),
            "{release}: {:?} {:#?}",
            host.blockers(),
            host.trace
        );
        assert_eq!(&*host.order().shipping.as_ref().unwrap().country, "SG");
        assert!(
            host.order().shipments.iter().all(|s| s.rates.is_empty()),
            "{release}"
        );
    }
}

/// 2.2.14: shipping is added when `delivery` is left, and the shopper agrees to nothing unseen.
#[test]
fn a_delivery_that_is_added_on_leaving_delivery_ends_changed_first() {
    let mut host = raw("2.2.14");
    host.edit(&everything("null"));
    let seen = host.order().totals.total;
    assert_eq!(host.order().totals.shipping.to_text(), "0.00");
    let rate = host.order().shipments[0].rates[1].id.to_string();
    host.edit(&format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#));
    assert_eq!(host.order().step.name(), "payment");
    assert_ne!(host.order().totals.total, seen);
    assert_eq!(host.order().totals.shipping.to_text(), "12.50");
    assert_eq!(buy(&mut host), "placed", "{:#?}", host.trace);
    placed_once(&host, "2.2.14");
}

/// There is none before 2.0.5.
#[test]
fn a_server_without_advance_is_walked_step_by_step() {
    for release in DIRECT {
        let mut host = raw(release);
        host.lacks = Some("/advance");
        assert_eq!(
            host.edit(&everything(r#""cheapest""#)),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(
            host.order().step.name(),
            "payment",
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(sent(&host, "PUT", "/checkouts/:number/advance"), 1, "{release}");
    }
}

#[test]
fn a_card_kept_from_another_time_is_not_asked_for() {
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4111111111111111")));
        assert_eq!(status(&host.submit()), "placed");
        let told = host.requests.iter().filter_map(|r| r.body.as_deref());
        let is_saved = |body: &[u8]| body.windows(13).any(|w| w == b"existing_card");
        assert!(
            !told.into_iter().any(|body| is_saved(body)),
            "{release}: it is not known there"
        );
    }
}
