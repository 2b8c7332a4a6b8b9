//! What a shopper lives through at a Sylius of one URL: its cells of the matrix.

use super::proxy::{EMAIL, PAYMENT, gate_with_lines, visitor_anywhere};
use super::purchase::{ADDRESS, BOOKS, everything, placed, status};
use crate::host::{Host, visitor as proxied};
use crate::matrix::rooms::Cell;
use crate::network::problem;
use cashwrap::checkout::Settled;
use cashwrap::error::Code;

pub const CELLS: &[Cell] = &[
    ("guest", bought),
    ("free order", free),
    ("a step to confirm", bought),
    ("cart edit at every step", edited),
    ("token lost", lost),
    ("completed order reopened", reopened),
];

fn buy(host: &mut Host, about: &str) {
    host.edit(PAYMENT);
    let ending = host.submit();
    assert_eq!(status(&ending), "placed", "{about}: {:#?}", host.trace);
    assert_eq!(placed(host), 1, "{about}");
}

fn bought(release: &str) {
    let mut host = visitor_anywhere(release);
    host.edit(&everything(BOOKS, r#""cheapest""#));
    buy(&mut host, release);
}

fn free(release: &str) {
    let mut host = visitor_anywhere(release);
    host.edit(&everything(r#"[{"variant":"3","quantity":1}]"#, r#""cheapest""#));
    buy(&mut host, release);
}

/// In the cart as a line; later in a new order, since tax would stay what it was.
fn edited(release: &str) {
    let stops = [
        format!(r#"{{"lines":{BOOKS},"email":"{EMAIL}"}}"#),
        format!(r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{ADDRESS}}}"#),
        everything(BOOKS, r#""cheapest""#),
    ];
    for (at, stop) in stops.iter().enumerate() {
        let mut host = visitor_anywhere(release);
        host.edit(stop);
        let how = host.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#);
        if at > 0 {
            assert_eq!(how, Settled::Waiting, "{release} {at}");
            host.session.renew().unwrap();
            host.run();
        }
        host.edit(&format!(r#"{{"shipping":{ADDRESS},"rate":"cheapest"}}"#));
        buy(&mut host, release);
        let order = host.shop.orders().into_iter().find(|order| order.completed);
        let lines: Vec<_> = order.unwrap().lines.iter().map(|line| line.quantity).collect();
        assert_eq!(lines, [1], "{release} {at}: {:#?}", host.trace);
    }
}

/// The proxy does not know the visitor's order any more: what was in it goes into a new one.
fn lost(release: &str) {
    let mut host = visitor_anywhere(release);
    host.edit(&everything(BOOKS, "null"));
    let old = host.order().number.clone();
    host.gate = Some(|shop, request| {
        if request.path.ends_with("/1") {
            return Some(problem(404));
        }
        gate_with_lines(shop, request)
    });
    host.edit(r#"{"rate":"cheapest"}"#);
    assert_ne!(host.order().number, old, "{release}: {:#?}", host.trace);
    buy(&mut host, release);
}

fn reopened(release: &str) {
    let mut host = visitor_anywhere(release);
    host.edit(&everything(BOOKS, r#""cheapest""#));
    buy(&mut host, release);
    let Settled::Refused(error) = host.edit(r#"{"lines":[{"variant":"1","quantity":9}]}"#) else {
        panic!("{release}");
    };
    assert_eq!(error.code, Code::OrderComplete, "{release}");
    // After a reload it is a receipt that nothing is left of, and the next order is another.
    let calls = host.unsafe_calls();
    let gate = host.gate;
    let mut host = host.reload(&proxied("sylius_0"));
    host.gate = gate;
    host.run();
    assert_eq!(host.unsafe_calls(), calls, "{release}");
    assert!(host.session.order().is_none(), "{release}");
}
