//! Every fault on every unsafe call of the purchase: one order, one charge, no acknowledged line lost.

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

/// The ways through the checkout that the call counts are promised for.
#[derive(Clone, Copy, Debug)]
enum Way {
    Cheapest,
    Chosen,
    PageByPage,
}

/// Does one action the way a page does: a refusal that may be tried again is tried again, twice.
fn act(host: &mut Host, edits: &str) {
    for _ in 0..3 {
        match host.edit(edits) {
            Settled::Refused(error) => assert!(
                error.retryable,
                "{error:?} {} {:#?}",
                String::from_utf8_lossy(&host.session.snapshot().get("pending").write()),
                host.trace
            ),
            _ => return,
        }
    }
    panic!("never accepted: {:#?}", host.trace);
}

fn walk(host: &mut Host, way: Way) {
    match way {
        Way::Cheapest => act(host, &everything(r#""cheapest""#)),
        Way::Chosen => act(host, &everything("null")),
        Way::PageByPage => {
            for variant in ["2", "3", "1"] {
                act(
                    host,
                    &format!(r#"{{"lines":[{{"variant":"{variant}","quantity":2}}]}}"#),
                );
                // What was acknowledged is there.
                let truth = host.truth();
                let line = truth.lines.iter().find(|l| l.variant_id.to_string() == variant);
                assert_eq!(line.map(|l| l.quantity), Some(2), "{:#?}", host.trace);
            }
            act(
                host,
                &format!(r#"{{"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"}}"#),
            );
        }
    }
    if !matches!(way, Way::Cheapest) {
        let rate = host.order().shipments[0].rates[1].id.to_string();
        act(host, &format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#));
    }
}

fn buy(host: &mut Host, way: Way) -> Vec<String> {
    walk(host, way);
    let mut endings = Vec::new();
    for _ in 0..4 {
        host.edit(PAYMENT);
        let end = host.submit();
        let status = end.get("status").as_text().unwrap().to_owned();
        endings.push(status.clone());
        if status == "placed" {
            break;
        }
        // Nobody may be asked for a second card while the first may be charged.
        let held = host.truth().payments.iter().any(|p| p.state == "processing");
        assert!(!held || status == "uncertain" || host.blockers().contains(&"payment.held".to_owned()));
        host.run();
    }
    endings
}

fn check(host: &Host, what: &str, endings: &[String]) {
    let placed: Vec<_> = host.shop.orders().into_iter().filter(|o| o.completed).collect();
    assert_eq!(placed.len(), 1, "{what}: {endings:?} {:#?}", host.trace);
    let charges = host.shop.charges();
    assert_eq!(charges.len(), 1, "{what}: {charges:?} {:#?}", host.trace);
    assert_eq!(charges[0].amount, placed[0].total, "{what}");
    let mut lines: Vec<_> = placed[0].lines.iter().map(|l| l.variant_id).collect();
    lines.sort_unstable();
    assert_eq!(lines, [1, 2, 3], "{what}: {:#?}", host.trace);
    assert_eq!(
        endings.last().map(String::as_str),
        Some("placed"),
        "{what}: {:#?}",
        host.trace
    );
}

fn each_fault(way: Way) {
    let mut clean = Host::guest();
    buy(&mut clean, way);
    let calls = clean.unsafe_calls();
    for skip in 0..calls {
        for kind in KINDS {
            let mut host = Host::guest();
            for method in ["POST", "PUT", "PATCH", "DELETE"] {
                // One fault strikes one call: the shop counts per pattern, so the call is found by its turn.
                let before = clean.shop.log().iter().filter(|e| e.is_unsafe).take(skip);
                let same = before.filter(|e| e.method == method).count();
                let struck = clean.shop.log().iter().filter(|e| e.is_unsafe).nth(skip).unwrap();
                if struck.method == method {
                    let skip = u32::try_from(same).unwrap();
                    host.shop.add_fault(Fault {
                        skip,
                        ..Fault::once(&format!("{method} /api"), kind)
                    });
                }
            }
            let endings = buy(&mut host, way);
            check(&host, &format!("{way:?}, call {skip}, {kind:?}"), &endings);
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
