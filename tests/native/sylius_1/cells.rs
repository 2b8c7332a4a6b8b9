//! What a shopper lives through at a Sylius of split endpoints: its cells of the matrix.

use super::cart::{at, total};
use super::{ADDRESS, PAYMENT, buy, everything, gate, placed_once, ready, status, visitor};
use crate::host::{Host, visitor as proxied};
use crate::matrix::rooms::Cell;
use crate::network::problem;
use cashwrap::checkout::Settled;
use cashwrap::error::Code;

pub const CELLS: &[Cell] = &[
    ("guest", bought),
    ("free order", |release| {
        free(release, r#"[{"variant":"EFREE","quantity":1}]"#)
    }),
    ("digital order", digital),
    ("a step to confirm", bought),
    ("coupon", coupon),
    ("cart edit at every step", edited),
    ("out of stock", sold_out),
    ("token lost", lost),
    ("completed order reopened", reopened),
];

const BOOK: &str = r#"[{"variant":"BOOK","quantity":1}]"#;

fn placed(host: &mut Host, about: &str) {
    assert_eq!(status(&buy(host)), "placed", "{about}: {:#?}", host.trace);
    placed_once(host, about);
}

fn bought(release: &str) {
    placed(&mut ready(release, BOOK), release);
}

fn free(release: &str, lines: &str) {
    let mut host = ready(release, lines);
    assert_eq!(host.blockers(), [""; 0], "{release}: nothing is left to choose");
    assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
    placed_once(&host, release);
}

fn digital(release: &str) {
    let mut host = ready(release, r#"[{"variant":"EBOOK","quantity":1}]"#);
    assert!(host.order().shipments.is_empty(), "{release}");
    placed(&mut host, release);
}

fn coupon(release: &str) {
    let mut host = at(release, "payment");
    let before = host.order().totals.total;
    let ten = r#"{"coupon":"TEN"}"#;
    assert_eq!(host.edit(ten), Settled::Confirmed, "{release}: {:#?}", host.trace);
    assert!(host.order().totals.total < before, "{release}");
    // A cart holds one: a code that is refused has taken the place of the good one, which is put back.
    let told = host.edit(r#"{"coupon":"NONSENSE"}"#);
    assert!(
        matches!(told, Settled::Refused(error) if error.code == Code::CouponRefused),
        "{release}"
    );
    assert!(host.order().totals.total < before, "{release}: {:#?}", host.trace);
    placed(&mut host, release);
    assert!(
        host.order().totals.total < before,
        "{release}: it counts to the end"
    );
}

fn edited(release: &str) {
    for step in ["cart", "delivery", "payment", "confirm"] {
        let mut host = at(release, step);
        let told = host.edit(r#"{"lines":[{"variant":"BOOK","quantity":0},{"variant":"MUG","quantity":1}]}"#);
        assert_eq!(told, Settled::Confirmed, "{release}, {step}: {:#?}", host.trace);
        if step == "cart" {
            host.edit(&format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#));
        }
        if matches!(step, "cart" | "delivery") {
            host.edit(r#"{"rate":{"rate":"DHL"}}"#);
        }
        placed(&mut host, &format!("{release}, {step}"));
        assert_eq!(total(&host), "33.50", "20.00, 12.50 for DHL, 5 % of the goods");
    }
}

/// The cart takes no more than there is; what goes afterwards is seen when the order is placed.
fn sold_out(release: &str) {
    let mut host = ready(release, BOOK);
    let book = host.truth().lines[0].variant_id;
    assert!(host.shop.set_stock(book, 0));
    host.edit(PAYMENT);
    assert_eq!(status(&host.submit()), "other", "{release}: {:#?}", host.trace);
    assert!(!host.truth().completed, "{release}");
    let instead = r#"{"lines":[{"variant":"BOOK","quantity":0},{"variant":"MUG","quantity":1}]}"#;
    assert_eq!(
        host.edit(instead),
        Settled::Confirmed,
        "{release}: {:#?}",
        host.trace
    );
    placed(&mut host, release);
}

/// The proxy does not know the visitor's cart any more: what was in it goes into a new one.
fn lost(release: &str) {
    let mut host = visitor(release);
    host.edit(&everything(BOOK));
    let old = host.order().number.clone();
    host.gate = Some(|shop, request| {
        if request.path.ends_with("/1") {
            return Some(problem(404));
        }
        gate(shop, request)
    });
    host.edit(r#"{"rate":{"rate":"DHL"}}"#);
    host.session
        .ask(&crate::host::json(r#"{"kind":"refresh"}"#))
        .unwrap();
    host.run();
    assert_ne!(host.order().number, old, "{release}: {:#?}", host.trace);
    placed(&mut host, release);
}

fn reopened(release: &str) {
    let mut host = ready(release, BOOK);
    placed(&mut host, release);
    let Settled::Refused(error) = host.edit(r#"{"lines":[{"variant":"BOOK","quantity":9}]}"#) else {
        panic!("{release}");
    };
    assert_eq!(error.code, Code::OrderComplete, "{release}");
    // After a reload it is a receipt that nothing is left of, and the next order is another.
    let calls = host.unsafe_calls();
    let mut host = host.reload(&proxied("sylius_1"));
    host.gate = Some(gate);
    host.run();
    assert_eq!(host.unsafe_calls(), calls, "{release}");
    assert!(host.session.order().is_none(), "{release}");
}
