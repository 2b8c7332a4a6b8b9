//! Calls that may place: lost ones are not sent again while they may be under way, and twice is no further than once.

use super::{RELEASES, card, elsewhere, placed_once, status};
use crate::host::{ADDRESS, Host, PAYMENT, everything, json};
use cashwrap::checkout::Effect;
use cashwrap_shop::{Fault, FaultKind};

/// Lets so many seconds pass.
fn wait(host: &mut Host, seconds: u32) {
    for _ in 0..seconds {
        host.step_all();
        host.pass(1_000);
    }
    host.step_all();
}

fn sent(host: &Host, route: &str) -> usize {
    host.requests.iter().filter(|r| r.route == route).count()
}

#[test]
fn a_lost_call_that_places_is_not_sent_again_while_it_may_be_under_way() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit(PAYMENT);
        // The first goes on to confirm, the second places.
        host.shop.add_fault(Fault {
            skip: 1,
            ..Fault::once("PUT /api/*/next", FaultKind::DropBefore)
        });
        host.session.submit(host.session.revision(), "a", host.now_ms);
        // No lock at the server: two at once could both charge.
        wait(&mut host, 140);
        assert_eq!(
            sent(&host, "/checkouts/:number/next"),
            2,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(host.session.snapshot().get("status").as_text(), Some("uncertain"));
        wait(&mut host, 30);
        assert_eq!(
            sent(&host, "/checkouts/:number/next"),
            3,
            "{release}: {:#?}",
            host.trace
        );
        placed_once(&host, release);
    }
}

#[test]
fn a_payment_that_is_seen_before_its_step_is_not_placed_beside_itself() {
    for release in RELEASES {
        let mut host = super::raw(release);
        host.edit(&everything(r#""cheapest""#));
        host.edit_with(r#"{"payment":{"method":"3"}}"#, Some(card("4111111111111111")));
        host.shop
            .add_fault(Fault::once("PUT /api/*", FaultKind::DropBefore));
        host.session.submit(host.session.revision(), "a", host.now_ms);
        wait(&mut host, 1);
        // It is stored by now; the step that charges it may be under way.
        let amount = host.truth().total;
        let payment = format!(
            r#"{{"payment":{{"payment_method_id":3,"amount":"{amount}","source_attributes":{{
            "gateway_payment_profile_id":"BGS-1","name":"Jane Doe","month":"12","year":"2030"}}}}}}"#
        );
        assert_eq!(elsewhere(&mut host, "POST", "/orders/:n/payments", &payment), 201);
        wait(&mut host, 140);
        assert_eq!(
            sent(&host, "/checkouts/:number/next"),
            0,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(
            sent(&host, "/checkouts/:number"),
            1,
            "{release}: {:#?}",
            host.trace
        );
        wait(&mut host, 30);
        placed_once(&host, release);
    }
}

#[test]
fn rates_chosen_beside_a_payment_place_nothing_though_the_call_comes_twice() {
    for release in RELEASES {
        let mut host = Host::spree(release);
        let edits = format!(
            r#"{{"lines":[{{"variant":"2","quantity":1}}],"email":"jane@example.com","shipping":{ADDRESS},
            "billing":"same","rate":"cheapest"}}"#
        );
        host.edit(&edits);
        let payment = r#"{"payment":{"payment_method_id":2,"amount":"5"}}"#;
        assert_eq!(elsewhere(&mut host, "POST", "/orders/:n/payments", payment), 201);
        let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
        host.run();
        host.how(id);
        host.edit(r#"{"lines":[{"variant":"2","quantity":2}]}"#);
        assert_eq!(
            host.order().step.name(),
            "delivery",
            "{release}: {:#?}",
            host.trace
        );
        host.edit(r#"{"rate":{"method":"2"}}"#);
        host.edit(PAYMENT);
        let id = host.session.submit(host.session.revision(), "a", host.now_ms);
        let mut doubled = 0;
        while let Some(effect) = host.session.poll(host.now_ms) {
            if let Effect::Send { request, .. } = &effect
                && request.method.as_str() == "PUT"
            {
                host.send(request);
                doubled += 1;
            }
            host.perform(effect);
            assert!(!host.truth().completed, "{release}: {:#?}", host.trace);
        }
        assert_eq!(doubled, 1, "{release}: {:#?}", host.trace);
        let end = host.ending(id);
        assert_eq!(status(&end), "changed", "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().state, "payment");
    }
}
