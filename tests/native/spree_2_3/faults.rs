//! Every fault on every unsafe call of a purchase: one order, one charge, no acknowledged line lost.

use super::{RELEASES, card, raw, status};
use crate::host::{ADDRESS, Host, PAYMENT, everything};
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

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Cheapest,
    Chosen,
    PageByPage,
    /// A card that is declined, then another.
    Declined,
    /// A card without a step to confirm: the payment places.
    Direct,
    /// A cheque: the same, and nothing is charged.
    Check,
}

/// Does one action the way a page does: a refusal that may be tried again is tried again.
fn act(host: &mut Host, edits: &str) {
    for _ in 0..3 {
        match host.edit(edits) {
            Settled::Refused(error) => assert!(error.retryable, "{error:?} {:#?}", host.trace),
            _ => return,
        }
    }
    panic!("never accepted: {:#?}", host.trace);
}

fn walk(host: &mut Host, way: Way) {
    match way {
        Way::Chosen => act(host, &everything("null")),
        Way::PageByPage => {
            for variant in ["2", "3", "1"] {
                act(
                    host,
                    &format!(r#"{{"lines":[{{"variant":"{variant}","quantity":2}}]}}"#),
                );
                let truth = host.truth();
                let line = truth.lines.iter().find(|l| l.variant_id.to_string() == variant);
                assert_eq!(line.map(|l| l.quantity), Some(2), "{:#?}", host.trace);
            }
            act(
                host,
                &format!(r#"{{"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"}}"#),
            );
        }
        _ => act(host, &everything(r#""cheapest""#)),
    }
    if matches!(way, Way::Chosen | Way::PageByPage) {
        let rate = host.order().shipments[0].rates[1].id.to_string();
        act(host, &format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#));
    }
}

fn pay(host: &mut Host, way: Way, turn: usize) {
    match way {
        Way::Declined if turn == 0 => {
            host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4000000000000002")));
        }
        Way::Declined => {
            host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4111111111111111")));
        }
        Way::Direct => {
            host.edit_with(r#"{"payment":{"method":"3"}}"#, Some(card("4111111111111111")));
        }
        Way::Check => {
            host.edit(r#"{"payment":{"method":"2"}}"#);
        }
        _ => {
            host.edit(PAYMENT);
        }
    }
}

fn buy(host: &mut Host, way: Way) -> Vec<String> {
    walk(host, way);
    let mut endings = Vec::new();
    for turn in 0..5 {
        if host.session.snapshot().get("status").as_text() == Some("placed") {
            break;
        }
        pay(
            host,
            way,
            turn.min(endings.iter().filter(|e| *e == "declined").count()),
        );
        let end = host.submit();
        endings.push(status(&end).to_owned());
        // The page reads on while nobody knows.
        host.run();
    }
    endings
}

fn check(host: &Host, way: Way, what: &str, endings: &[String]) {
    let placed: Vec<_> = host.shop.orders().into_iter().filter(|o| o.completed).collect();
    assert_eq!(placed.len(), 1, "{what}: {endings:?} {:#?}", host.trace);
    assert_eq!(
        placed[0].state, "complete",
        "{what}: {endings:?} {:#?}",
        host.trace
    );
    let charges = host.shop.charges();
    let expected = usize::from(way != Way::Check);
    assert_eq!(
        charges.len(),
        expected,
        "{what}: {charges:?} {endings:?} {:#?}",
        host.trace
    );
    assert!(
        charges.iter().all(|c| c.amount == placed[0].total),
        "{what}: {charges:?}"
    );
    let mut lines: Vec<_> = placed[0].lines.iter().map(|l| l.variant_id).collect();
    lines.sort_unstable();
    assert_eq!(lines, [1, 2, 3], "{what}: {:#?}", host.trace);
    let snapshot = host.session.snapshot();
    assert_eq!(
        snapshot.get("status").as_text(),
        Some("placed"),
        "{what}: {endings:?} {:#?}",
        host.trace
    );
    assert!(
        endings
            .iter()
            .all(|e| matches!(e.as_str(), "placed" | "uncertain" | "other" | "declined")),
        "{what}: {endings:?} {:#?}",
        host.trace
    );
}

fn each_fault(way: Way) {
    for release in RELEASES {
        let mut clean = raw(release);
        let endings = buy(&mut clean, way);
        check(&clean, way, release, &endings);
        let log: Vec<_> = clean.shop.log().iter().filter(|e| e.is_unsafe).cloned().collect();
        for (at, struck) in log.iter().enumerate() {
            for kind in KINDS {
                let mut host = raw(release);
                // The shop counts per pattern, so the call is found by its turn among those of its method.
                let same = log[..at].iter().filter(|e| e.method == struck.method).count();
                host.shop.add_fault(Fault {
                    skip: u32::try_from(same).unwrap(),
                    ..Fault::once(&format!("{} /api", struck.method), kind)
                });
                let endings = buy(&mut host, way);
                let what = format!("{release}, {way:?}, call {at} {}, {kind:?}", struck.path);
                check(&host, way, &what, &endings);
            }
        }
    }
}

#[test]
fn any_fault_on_any_unsafe_call_with_the_cheapest_rate() {
    each_fault(Way::Cheapest);
}

#[test]
fn any_fault_on_any_unsafe_call_with_a_chosen_rate() {
    each_fault(Way::Chosen);
}

#[test]
fn any_fault_on_any_unsafe_call_page_by_page() {
    each_fault(Way::PageByPage);
}

#[test]
fn any_fault_on_any_unsafe_call_with_a_declined_card() {
    each_fault(Way::Declined);
}

#[test]
fn any_fault_on_any_unsafe_call_where_the_card_places() {
    each_fault(Way::Direct);
}

#[test]
fn any_fault_on_any_unsafe_call_where_a_cheque_places() {
    each_fault(Way::Check);
}
