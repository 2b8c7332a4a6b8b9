//! Every fault on every unsafe call of a purchase, and every call carried out twice: one order, whatever happens.

use super::proxy::{PAYMENT, RELEASES, takes_lines, visitor_anywhere, visitor_unguarded};
use super::purchase::{BOOKS, everything, placed, status};
use crate::host::Host;
use cashwrap::checkout::Settled;
use cashwrap_shop::{Fault, FaultKind};

const KINDS: [FaultKind; 11] = [
    FaultKind::DropBefore,
    FaultKind::DropAfter,
    FaultKind::Error500Before,
    FaultKind::Error500After,
    FaultKind::Html502,
    FaultKind::Html502After,
    FaultKind::Truncate,
    FaultKind::Empty,
    FaultKind::WrongType,
    FaultKind::Lock409,
    FaultKind::Redirect,
];

/// Buys the way a page does: what may be tried again is tried again.
fn buy(host: &mut Host) -> Vec<String> {
    for _ in 0..3 {
        match host.edit(&everything(BOOKS, r#""cheapest""#)) {
            Settled::Refused(error) => assert!(error.retryable, "{error:?} {:#?}", host.trace),
            _ => break,
        }
    }
    let mut endings = Vec::new();
    for _ in 0..4 {
        host.edit(PAYMENT);
        endings.push(status(&host.submit()).to_owned());
        // The page reads on while nobody knows.
        host.run();
        if host.session.snapshot().get("status").as_text() == Some("placed") {
            return endings;
        }
    }
    endings
}

fn check(host: &Host, endings: &[String], what: &str) {
    assert_eq!(placed(host), 1, "{what}: {endings:?} {:#?}", host.trace);
    let told = host.session.snapshot();
    assert_eq!(
        told.get("status").as_text(),
        Some("placed"),
        "{what}: {endings:?} {:#?}",
        host.trace
    );
    // An answer of placing carries the number, and the total that was on the screen.
    assert!(
        !endings.contains(&"placed_different".to_owned()),
        "{what}: {endings:?}"
    );
    for order in host.shop.orders().iter().filter(|order| order.completed) {
        let units: Vec<_> = order
            .lines
            .iter()
            .map(|line| (line.variant_id, line.quantity))
            .collect();
        assert_eq!(units, [(1, 3)], "{what}: {:#?}", host.trace);
        assert_eq!(order.payments.len(), 1, "{what}: {:#?}", host.trace);
    }
}

#[test]
fn a_fault_on_any_call_places_one_order() {
    for release in RELEASES {
        let root = if release == "documented" {
            "/api/v1"
        } else {
            "/api"
        };
        let lines = usize::from(takes_lines(release));
        for at in 0..4 + lines {
            for kind in KINDS {
                let mut host = visitor_anywhere(release);
                let (verb, skip) = if at < lines {
                    ("POST", 0)
                } else {
                    ("PUT", u32::try_from(at - lines).unwrap())
                };
                let mut fault = Fault::once(&format!("{verb} {root}/"), kind);
                fault.skip = skip;
                host.shop.add_fault(fault);
                let endings = buy(&mut host);
                check(&host, &endings, &format!("{release} {verb} {skip} {kind:?}"));
            }
        }
    }
}

#[test]
fn each_call_carried_out_twice_places_one_order() {
    for release in RELEASES {
        for at in 1..5 {
            // The first is the backend's; a proxy that looks at nothing is the worst there is.
            let mut host = visitor_unguarded(release);
            host.until_twice = Some(at);
            let endings = buy(&mut host);
            check(&host, &endings, &format!("{release}, call {at} twice"));
            assert_eq!(
                endings,
                ["placed"],
                "{release}, call {at} twice: {:#?}",
                host.trace
            );
        }
    }
}

#[test]
fn each_call_that_comes_twice_to_the_proxy_is_let_through_once() {
    for release in RELEASES {
        let lines = usize::from(takes_lines(release));
        for at in 1..5 {
            let mut host = visitor_anywhere(release);
            host.until_twice = Some(at + lines);
            let endings = buy(&mut host);
            check(&host, &endings, &format!("{release}, call {at} twice"));
        }
    }
}

#[test]
fn a_lost_answer_is_looked_for_and_never_sent_again_blindly() {
    for at in 0..4 {
        let mut host = visitor_anywhere("0.16");
        let mut fault = Fault::once("PUT /api/", FaultKind::DropAfter);
        fault.skip = at;
        host.shop.add_fault(fault);
        buy(&mut host);
        let puts = host.trace.iter().filter(|line| line.contains("PUT")).count();
        assert_eq!(puts, 4, "call {at}: {:#?}", host.trace);
    }
}
