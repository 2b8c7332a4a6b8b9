//! Purchases, and how few unsafe calls they take.

use super::{RELEASES, buy, is_modern, placed_once, status};
use crate::host::{ADDRESS, Host, PAYMENT, everything, json, spree, spree_shop};
use cashwrap::checkout::{Effect, Settled};
use cashwrap::error::Code;
use cashwrap_shop::{Fault, FaultKind, Settings, Version};

#[test]
fn a_guest_with_the_cheapest_rate_takes_5_unsafe_calls() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        let how = host.edit(&everything(r#""cheapest""#));
        assert_eq!(how, Settled::Confirmed, "{release} {:#?}", host.trace);
        assert_eq!(host.order().step.name(), "payment");
        assert_eq!(host.edit(PAYMENT), Settled::Waiting);
        let end = host.submit();
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(host.unsafe_calls(), 5, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn without_a_confirm_step_it_takes_4() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit(r#"{"payment":{"method":"2"}}"#);
        let end = host.submit();
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().state, "complete");
        assert_eq!(host.unsafe_calls(), 4, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_shop_that_always_confirms_is_placed_by_a_call_of_its_own() {
    for release in RELEASES {
        let mut shop = spree_shop(release);
        shop.set_settings(Settings {
            always_include_confirm_step: true,
            ..Settings::spree(Version::of(release).unwrap())
        });
        let mut host = Host::new(&spree(), shop);
        host.edit(&everything(r#""cheapest""#));
        assert_eq!(
            host.order().step.name(),
            "confirm",
            "{release}: `advance` goes on without a payment"
        );
        host.edit(r#"{"payment":{"method":"2"}}"#);
        let end = host.submit();
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(host.unsafe_calls(), 4, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_chosen_rate_takes_7_unsafe_calls() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        assert_eq!(host.edit(&everything("null")), Settled::Confirmed);
        assert_eq!(host.order().step.name(), "delivery");
        let rate = host.order().shipments[0].rates[1].id.to_string();
        let edit = format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#);
        assert_eq!(
            host.edit(&edit),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        let end = buy(&mut host);
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(&*host.order().totals.shipping.to_text(), "12.50");
        assert_eq!(host.unsafe_calls(), 7, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn page_by_page_takes_at_most_8_unsafe_calls() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        for variant in ["2", "3"] {
            let edits = format!(r#"{{"lines":[{{"variant":"{variant}","quantity":1}}]}}"#);
            assert_eq!(host.edit(&edits), Settled::Confirmed);
        }
        let edits = format!(r#"{{"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"}}"#);
        assert_eq!(
            host.edit(&edits),
            Settled::Confirmed,
            "{release} {:#?}",
            host.trace
        );
        let rate = host.order().shipments[0].rates[0].id.to_string();
        let edit = format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#);
        assert_eq!(host.edit(&edit), Settled::Confirmed);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert!(host.unsafe_calls() <= 8, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn the_api_is_found_by_a_read_and_the_token_travels_in_a_header() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        buy(&mut host);
        let root = if is_modern(release) { "/api/v1/" } else { "/api/" };
        let token = host.truth().token;
        let looks = if is_modern(release) { 1 } else { 2 };
        for (at, request) in host.requests.iter().enumerate() {
            assert_eq!(
                request.method.as_str() == "GET",
                at < looks || request.route == "/orders/:number"
            );
            assert!(at < looks || request.path.starts_with(root), "{}", request.path);
            assert!(!request.path.contains(&token));
            let is_free = matches!(request.route, "/countries" | "/orders");
            let header = request
                .headers
                .iter()
                .any(|(n, v)| *n == "X-Spree-Order-Token" && *v == token);
            assert_eq!(header, !is_free, "{release}: {}", request.route);
        }
    }
}

#[test]
fn a_shop_without_this_api_is_said_to_have_none() {
    let mut host = Host::spree("4.4");
    host.shop.add_fault(Fault {
        times: 9,
        ..Fault::once("GET /api/", FaultKind::Html502)
    });
    let Settled::Refused(error) = host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#) else {
        panic!("{:#?}", host.trace);
    };
    assert_eq!(error.code, Code::ServerError);
    assert_eq!(host.unsafe_calls(), 0);
    // It is looked for again with the next action.
    host.shop.clear_faults();
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
}

#[test]
fn a_server_whose_paths_name_their_format_is_found_by_a_read_too() {
    for release in ["2.3.13", "2.4.2", "2.4.10"] {
        let mut shop = spree_shop(release);
        shop.set_settings(Settings {
            needs_format: true,
            ..Settings::spree(Version::of(release).unwrap())
        });
        let mut host = Host::new(&spree(), shop);
        host.edit(&everything(r#""cheapest""#));
        let id = host
            .session
            .ask(&json(r#"{"kind":"states","country":"US"}"#))
            .unwrap();
        host.run();
        assert!(matches!(host.how(id), Settled::Told(_)));
        let end = buy(&mut host);
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(host.unsafe_calls(), 5, "{release}: {:#?}", host.trace);
        let named = |path: &str| path.split('?').next().unwrap().ends_with(".json");
        let looks = host.requests.iter().take_while(|r| !named(&r.path)).count();
        assert_eq!(looks, 2);
        assert!(host.requests[looks..].iter().all(|r| named(&r.path)));
        assert!(host.requests[looks].path.starts_with("/api/countries.json?"));
    }
}

#[test]
fn a_solidus_is_not_taken_for_a_spree() {
    let mut host = Host::new(&spree(), crate::host::recorded_shop());
    let Settled::Refused(error) = host.edit(&everything(r#""cheapest""#)) else {
        panic!("{:#?}", host.trace);
    };
    assert_eq!(error.code, Code::UnsupportedServer);
    assert!(host.session.order().is_none());
}

#[test]
fn a_spree_is_not_taken_for_a_solidus() {
    for release in RELEASES {
        let mut host = Host::new(&crate::host::guest(), spree_shop(release));
        let how = host.edit(&everything(r#""cheapest""#));
        assert!(matches!(how, Settled::Refused(_)), "{release}: {how:?}");
        host.edit(PAYMENT);
        assert_ne!(status(&host.submit()), "placed");
        assert!(host.shop.charges().is_empty());
    }
}

#[test]
fn countries_and_states_are_told() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        let id = host
            .session
            .ask(&json(r#"{"kind":"states","country":"US"}"#))
            .unwrap();
        host.run();
        let Settled::Told(told) = host.how(id) else {
            panic!()
        };
        assert_eq!(
            told.get("states").items()[0].get("code").as_text(),
            Some("AL"),
            "{release}"
        );
    }
}

#[test]
fn a_reload_finds_the_order_and_goes_on() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything("null"));
        let mut host = host.reload(&spree());
        host.run();
        assert_eq!(host.order().step.name(), "delivery");
        host.edit(r#"{"rate":"cheapest"}"#);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_reload_while_the_payment_places_reads_and_does_not_pay_again() {
    for release in RELEASES {
        for arrives in [true, false] {
            let mut host = Host::spree(release);
            host.edit(&everything(r#""cheapest""#));
            host.edit(r#"{"payment":{"method":"2"}}"#);
            host.session.submit(host.session.revision(), "a", host.now_ms);
            loop {
                let effect = host.session.poll(host.now_ms).unwrap();
                if let Effect::Send { request, .. } = &effect
                    && request.method.as_str() == "PUT"
                {
                    if arrives {
                        host.send(request);
                    }
                    break;
                }
                host.perform(effect);
            }
            let mut host = host.reload(&spree());
            let before = host.session.snapshot();
            assert_eq!(before.get("status").as_text(), Some("uncertain"));
            host.run();
            let after = host.session.snapshot();
            let expected = if arrives { "placed" } else { "open" };
            assert_eq!(
                after.get("status").as_text(),
                Some(expected),
                "{release}: {:#?}",
                host.trace
            );
            assert_eq!(host.truth().completed, arrives);
            assert!(!host.requests.iter().any(|r| r.method.as_str() == "PUT"));
        }
    }
}

#[test]
fn an_order_is_resumed_by_number_and_token_and_a_placed_one_is_a_receipt() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        let (number, token) = (host.truth().number, host.truth().token);
        let options = json(&format!(
            r#"{{"dialect":"spree_2_3","shop":"https://store.example",
            "auth":{{"kind":"order","number":"{number}","token":"{token}"}}}}"#
        ));
        let mut other = Host::new(&options, host.shop.clone());
        assert_eq!(
            other.edit(r#"{"lines":[{"variant":"3","quantity":4}]}"#),
            Settled::Confirmed
        );
        assert_eq!(other.truth().lines.len(), 3);
        other.edit(r#"{"rate":"cheapest"}"#);
        assert_eq!(
            status(&buy(&mut other)),
            "placed",
            "{release}: {:#?}",
            other.trace
        );
        placed_once(&other, release);

        let mut again = Host::new(&options, other.shop);
        again.run();
        let snapshot = again.session.snapshot();
        assert_eq!(snapshot.get("status").as_text(), Some("placed"));
        let Settled::Refused(error) = again.edit(r#"{"lines":[{"variant":"2","quantity":9}]}"#) else {
            panic!("a placed order was edited at {release}");
        };
        assert_eq!(error.code, Code::OrderComplete);
        assert_eq!(
            again
                .requests
                .iter()
                .filter(|r| r.method.as_str() != "GET")
                .count(),
            0
        );
    }
}

#[test]
fn a_dead_cart_is_made_anew_with_the_same_lines() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":3}]}"#);
        host.shop.reset();
        assert_eq!(
            host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#),
            Settled::Confirmed,
            "{release} {:#?}",
            host.trace
        );
        assert_eq!(host.truth().lines.len(), 2);
    }
}
