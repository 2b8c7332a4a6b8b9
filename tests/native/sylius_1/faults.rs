//! Every fault on every unsafe call of a purchase: one order, and no acknowledged line lost.

use super::{ADDRESS, EMAIL, PAYMENT, RELEASES, everything, status, visitor, writes};
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
const BOTH: &str = r#"[{"variant":"MUG","quantity":2},{"variant":"BOOK","quantity":1}]"#;

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

fn walk(host: &mut Host, is_paged: bool) {
    if !is_paged {
        return act(host, &everything(BOTH));
    }
    for edit in [
        format!(r#"{{"lines":{BOTH},"email":"{EMAIL}"}}"#),
        r#"{"lines":[{"variant":"MUG","quantity":1}]}"#.to_owned(),
        format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#),
        r#"{"coupon":"TEN"}"#.to_owned(),
        r#"{"rate":{"rate":"DHL"}}"#.to_owned(),
    ] {
        act(host, &edit);
        assert_eq!(host.truth().lines.len(), 2, "{:#?}", host.trace);
    }
}

fn buy(host: &mut Host) -> Vec<String> {
    let mut endings = Vec::new();
    for _ in 0..4 {
        host.edit(PAYMENT);
        let end = host.submit();
        endings.push(status(&end).to_owned());
        if endings.last().is_some_and(|end| end == "placed") {
            break;
        }
    }
    endings
}

#[test]
fn any_fault_on_any_call_ends_in_one_order() {
    for release in RELEASES {
        for is_paged in [false, true] {
            let mut host = visitor(release);
            walk(&mut host, is_paged);
            assert_eq!(buy(&mut host), ["placed"], "{release}");
            // The backend's own call is its own affair.
            let calls = writes(&host)[1..].to_vec();
            for kind in KINDS {
                for at in 0..calls.len() {
                    one(release, is_paged, kind, &calls, at);
                }
            }
        }
    }
}

fn one(release: &str, is_paged: bool, kind: FaultKind, calls: &[String], at: usize) {
    let mut host = visitor(release);
    // The shop counts by pattern, so that a call is found by its turn among those of its method.
    let (method, _) = calls[at].split_once(' ').unwrap();
    let same = calls[..at].iter().filter(|call| call.starts_with(method));
    host.shop.add_fault(Fault {
        skip: u32::try_from(same.count()).unwrap(),
        ..Fault::once(&format!("{method} /api"), kind)
    });
    walk(&mut host, is_paged);
    let endings = buy(&mut host);
    let about = format!(
        "{release}, paged {is_paged}, {kind:?} at {at}: {endings:?} {:#?}",
        host.trace
    );
    assert_eq!(endings.last().map(String::as_str), Some("placed"), "{about}");
    let placed = host.shop.orders().into_iter().filter(|order| order.completed);
    assert_eq!(placed.count(), 1, "{about}");
    let mut lines: Vec<_> = host
        .truth()
        .lines
        .iter()
        .map(|l| (l.variant_id, l.quantity))
        .collect();
    lines.sort_unstable();
    // What was added twice stands there twice until it is seen: never when it is placed.
    assert_eq!(lines, [(1, if is_paged { 1 } else { 2 }), (2, 1)], "{about}");
    let rates = &host.order().shipments[0].rates;
    let chosen = rates.iter().find(|r| r.selected).map(|r| r.method.to_string());
    assert_eq!(
        chosen.as_deref(),
        Some(if is_paged { "DHL" } else { "PERUNIT" }),
        "{about}"
    );
    assert_eq!(&*host.order().payments[0].method, "bank_transfer", "{about}");
}

#[test]
fn a_line_that_arrives_twice_is_one_line_in_the_end() {
    for release in RELEASES {
        let mut host = visitor(release);
        // The first call is the backend's. The answer to the second arrival tells one line and is true (notes, §5.7).
        host.until_twice = Some(1);
        let edits = format!(r#"{{"email":"{EMAIL}","lines":[{{"variant":"MUG","quantity":2}}]}}"#);
        assert_eq!(host.edit(&edits), Settled::Confirmed, "{release}");
        let lines: Vec<_> = host.truth().lines.iter().map(|l| l.quantity).collect();
        assert_eq!(lines, [2], "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_line_whose_second_try_arrived_twice_is_not_said_to_be_refused() {
    for release in RELEASES {
        let mut host = visitor(release);
        host.shop
            .add_fault(Fault::once("POST /api", FaultKind::DropBefore));
        let lost_twice = Fault {
            skip: 1,
            ..Fault::once("POST /api", FaultKind::DropAfter)
        };
        host.shop.add_fault(lost_twice);
        host.until_twice = Some(2);
        let edits = format!(r#"{{"email":"{EMAIL}","lines":[{{"variant":"MUG","quantity":2}}]}}"#);
        assert_eq!(
            host.edit(&edits),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        let lines: Vec<_> = host.truth().lines.iter().map(|l| l.quantity).collect();
        assert_eq!(lines, [2], "{release}: {:#?}", host.trace);
    }
}

#[test]
fn lines_that_move_to_another_cart_are_not_given_up() {
    for release in RELEASES {
        let mut host = visitor(release);
        act(&mut host, &format!(r#"{{"email":"{EMAIL}","lines":{BOTH}}}"#));
        // Another e-mail is another cart, and the network is gone by then.
        host.shop.add_fault(Fault {
            times: 2,
            ..Fault::once("POST /api", FaultKind::DropBefore)
        });
        host.edit(r#"{"email":"barry.allen@central-city.com"}"#);
        assert_eq!(host.truth().lines.len(), 0, "{release}: {:#?}", host.trace);
        act(
            &mut host,
            &format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#),
        );
        assert_eq!(host.truth().lines.len(), 2, "{release}: {:#?}", host.trace);
    }
}
