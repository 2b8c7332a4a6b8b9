//! Purchases, and how few unsafe calls they take.

use super::{DIRECT, RELEASES, at_shop, buy, is_oldest, options, placed_once, raw, sent, status};
use crate::host::{ADDRESS, Host, everything, json, spree_shop, visitor};
use cashwrap::checkout::{Effect, Session, Settled};
use cashwrap::error::Code;
use cashwrap_shop::{Settings, Shop, Version, World};

#[test]
fn the_cheapest_rate_takes_4_unsafe_calls_and_6_without_advance() {
    for release in RELEASES {
        let mut host = raw(release);
        let how = host.edit(&everything(r#""cheapest""#));
        assert_eq!(how, Settled::Confirmed, "{release} {:#?}", host.trace);
        assert_eq!(host.order().step.name(), "payment");
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        let calls = if is_oldest(release) { 6 } else { 4 };
        assert_eq!(host.unsafe_calls(), calls, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn without_a_confirm_step_it_takes_one_call_less() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit(r#"{"payment":{"method":"2"}}"#);
        let end = host.submit();
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().state, "complete");
        let calls = if is_oldest(release) { 5 } else { 3 };
        assert_eq!(host.unsafe_calls(), calls, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_shop_that_always_confirms_is_placed_by_a_call_of_its_own() {
    // There is no such setting in 2.0.3.
    for release in DIRECT {
        let mut shop = spree_shop(release);
        shop.set_settings(Settings {
            always_include_confirm_step: true,
            ..Settings::spree(Version::of(release).unwrap())
        });
        let mut host = at_shop(release, shop);
        host.edit(&everything(r#""cheapest""#));
        host.edit(r#"{"payment":{"method":"2"}}"#);
        let end = host.submit();
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        assert!(host.unsafe_calls() <= 6, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_chosen_rate_takes_6_unsafe_calls() {
    for release in RELEASES {
        let mut host = raw(release);
        assert_eq!(host.edit(&everything("null")), Settled::Confirmed, "{release}");
        assert_eq!(
            host.order().step.name(),
            "delivery",
            "{release}: {:#?}",
            host.trace
        );
        let rate = host.order().shipments[0].rates[1].id.to_string();
        let edit = format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#);
        assert_eq!(
            host.edit(&edit),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(&*host.order().totals.shipping.to_text(), "12.50", "{release}");
        assert_eq!(host.unsafe_calls(), 6, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn page_by_page_takes_at_most_8_unsafe_calls() {
    for release in RELEASES {
        let mut host = raw(release);
        for variant in ["2", "3"] {
            let edits = format!(r#"{{"lines":[{{"variant":"{variant}","quantity":1}}]}}"#);
            assert_eq!(
                host.edit(&edits),
                Settled::Confirmed,
                "{release}: {:#?}",
                host.trace
            );
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
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert!(host.unsafe_calls() <= 8, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn several_shipments_each_get_their_rate() {
    for release in RELEASES {
        // Two posters are on hand and may be backordered: five make two parcels.
        let shop = Shop::new(World::demo(), Settings::spree(Version::of(release).unwrap()), 7);
        let mut host = at_shop(release, shop);
        let edits = format!(
            r#"{{"lines":[{{"variant":"9","quantity":5}}],"email":"jane@example.com","shipping":{ADDRESS},
            "billing":"same"}}"#
        );
        host.edit(&edits);
        let shipments = host.order().shipments.clone();
        assert!(shipments.len() > 1, "{release}: {shipments:?}");
        assert!(shipments.iter().all(|s| !s.contents.is_empty()), "{release}");
        let first = shipments[0].rates[1].id.to_string();
        let rest: Vec<_> = shipments[1..].iter().map(|s| s.rates[0].id.to_string()).collect();
        let rates: Vec<String> = std::iter::once(first)
            .chain(rest)
            .map(|rate| format!(r#"{{"rate":"{rate}"}}"#))
            .collect();
        let edit = format!(r#"{{"rate":[{}]}}"#, rates.join(","));
        assert_eq!(
            host.edit(&edit),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        let chosen: Vec<_> = host
            .order()
            .shipments
            .iter()
            .map(|s| s.rates.iter().position(|r| r.selected))
            .collect();
        assert_eq!(chosen[0], Some(1), "{release}");
        assert!(
            chosen[1..].iter().all(|at| *at == Some(0)),
            "{release}: {chosen:?}"
        );
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn countries_and_states_are_told() {
    for release in RELEASES {
        let mut host = raw(release);
        let id = host
            .session
            .ask(&json(r#"{"kind":"states","country":"US"}"#))
            .unwrap();
        host.run();
        let Settled::Told(told) = host.how(id) else {
            panic!("{release}")
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
        let mut host = raw(release);
        host.edit(&everything("null"));
        let mut host = host.reload(&options(release));
        host.run();
        assert_eq!(
            host.order().step.name(),
            "delivery",
            "{release}: {:#?}",
            host.trace
        );
        host.edit(r#"{"rate":"cheapest"}"#);
        assert_eq!(buy(&mut host), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_reload_while_the_payment_places_reads_and_does_not_pay_again() {
    for release in RELEASES {
        for arrives in [true, false] {
            let mut host = raw(release);
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
            let mut host = host.reload(&options(release));
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
    for release in DIRECT {
        let mut host = raw(release);
        host.edit(&everything(r#""cheapest""#));
        let (number, token) = (host.truth().number, host.truth().token);
        let options = json(&format!(
            r#"{{"dialect":"spree_2_2","shop":"https://store.example","rawCard":"i-accept-pci-saq-d",
            "auth":{{"kind":"order","number":"{number}","token":"{token}"}}}}"#
        ));
        let mut other = Host::new(&options, host.shop.clone());
        assert_eq!(
            other.edit(r#"{"lines":[{"variant":"3","quantity":4}]}"#),
            Settled::Confirmed,
            "{release}: {:#?}",
            other.trace
        );
        other.edit(r#"{"rate":"cheapest"}"#);
        assert_eq!(buy(&mut other), "placed", "{release}: {:#?}", other.trace);
        placed_once(&other, release);

        let mut again = Host::new(&options, other.shop);
        again.run();
        assert_eq!(again.session.snapshot().get("status").as_text(), Some("placed"));
        let Settled::Refused(error) = again.edit(r#"{"lines":[{"variant":"2","quantity":9}]}"#) else {
            panic!("a placed order was edited at {release}");
        };
        assert_eq!(error.code, Code::OrderComplete);
        assert!(again.requests.iter().all(|r| r.method.as_str() == "GET"));
    }
}

#[test]
fn a_dead_cart_is_made_anew_with_the_same_lines() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(r#"{"lines":[{"variant":"2","quantity":3}]}"#);
        host.shop.reset();
        assert_eq!(
            host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#),
            Settled::Confirmed,
            "{release} {:#?}",
            host.trace
        );
        assert_eq!(host.truth().lines.len(), 2, "{release}");
    }
}

#[test]
fn another_generation_or_family_is_named_unsupported_and_the_cart_is_left_alone() {
    let direct = |dialect: &str| {
        let text = r#"{"dialect":"DIALECT","shop":"https://store.example","auth":{"kind":"guest"}}"#;
        json(&text.replace("DIALECT", dialect))
    };
    for (options, release) in [
        (direct("spree_2_2"), "2.3.13"),
        (direct("spree_2_2"), "2.4.2"),
        (direct("spree_2_2"), "1.3.5"),
        (direct("spree_2_3"), "2.1.12"),
        (direct("spree_2_3"), "2.2.14"),
        (visitor("spree_2_0"), "1.3.5"),
        (visitor("spree_2_0"), "2.1.12"),
        (visitor("spree_2_0"), "2.3.13"),
    ] {
        let mut host = Host::new(&options, spree_shop(release));
        host.proxy_key = Some(super::KEY.to_owned());
        let Settled::Refused(error) = host.edit(&everything(r#""cheapest""#)) else {
            panic!("{release}: {:#?}", host.trace);
        };
        assert_eq!(
            error.code,
            Code::UnsupportedServer,
            "{release}: {error:?} {:#?}",
            host.trace
        );
        assert!(host.session.order().is_none(), "{release}");
        assert_eq!(host.unsafe_calls(), 1, "{release}: {:#?}", host.trace);
        assert!(host.shop.charges().is_empty());
    }
}

#[test]
fn the_oldest_is_used_through_a_proxy_alone_and_the_options_say_why() {
    for kind in [r#""guest""#, r#""bearer""#] {
        let options =
            format!(r#"{{"dialect":"spree_2_0","shop":"https://store.example","auth":{{"kind":{kind}}}}}"#);
        let error = Session::new(&json(&options), None).unwrap_err();
        assert_eq!(error.code, Code::InvalidOptions);
        let field = &error.fields[0];
        assert_eq!((&*field.field, field.code), ("auth.kind", "needs_proxy"));
    }
}

#[test]
fn what_these_servers_have_no_call_for_is_refused_before_anything_is_sent() {
    for release in RELEASES {
        let mut host = raw(release);
        for (edit, field) in [
            (r#"{"removeCoupon":"10off"}"#, "removeCoupon"),
            (r#"{"payment":{"method":"1","wallet":"7"}}"#, "payment.wallet"),
        ] {
            let Settled::Refused(error) = host.edit(edit) else {
                panic!("{release}")
            };
            assert_eq!(
                (error.code, &*error.fields[0].field),
                (Code::Unsupported, field),
                "{release}"
            );
        }
        assert!(host.requests.is_empty());
    }
}

#[test]
fn an_order_is_made_where_each_generation_makes_them() {
    for release in RELEASES {
        let mut host = raw(release);
        host.edit(&everything("null"));
        let route = if is_oldest(release) {
            "/checkouts"
        } else {
            "/orders"
        };
        assert_eq!(sent(&host, "POST", route), 1, "{release}: {:#?}", host.trace);
        let next = sent(&host, "PUT", "/checkouts/:number/next");
        assert_eq!(next == 0, is_oldest(release), "{release}: {:#?}", host.trace);
    }
}
