//! The shopper's purchases, and how few unsafe calls they take.

use crate::host::{ADDRESS, Host, PAYMENT, everything};
use cashwrap::checkout::Settled;

fn placed_once(host: &Host) {
    let truth = host.truth();
    assert_eq!(truth.state, "complete");
    let charges = host.shop.charges();
    assert_eq!(charges.len(), 1, "{charges:?}");
    assert_eq!(charges[0].amount, truth.total);
}

#[test]
fn a_guest_with_the_cheapest_rate_takes_4_unsafe_calls() {
    let mut host = Host::guest();
    assert_eq!(host.edit(&everything(r#""cheapest""#)), Settled::Confirmed);
    assert_eq!(host.edit(PAYMENT), Settled::Waiting);
    let end = host.submit();
    assert_eq!(end.get("status").as_text(), Some("placed"), "{:?}", host.trace);
    placed_once(&host);
    assert_eq!(host.unsafe_calls(), 4, "{:#?}", host.trace);
}

#[test]
fn a_chosen_rate_takes_6_unsafe_calls() {
    let mut host = Host::guest();
    let edits = everything("null");
    assert_eq!(host.edit(&edits), Settled::Confirmed);
    assert_eq!(host.order().step.name(), "delivery");
    let rate = host.order().shipments[0].rates[1].id.to_string();
    assert_eq!(
        host.edit(&format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#)),
        Settled::Confirmed
    );
    host.edit(PAYMENT);
    let end = host.submit();
    assert_eq!(end.get("status").as_text(), Some("placed"), "{:?}", host.trace);
    placed_once(&host);
    assert_eq!(host.unsafe_calls(), 6, "{:#?}", host.trace);
}

#[test]
fn page_by_page_takes_at_most_8_unsafe_calls() {
    let mut host = Host::guest();
    for variant in ["2", "3", "1"] {
        let edits = format!(r#"{{"lines":[{{"variant":"{variant}","quantity":1}}]}}"#);
        assert_eq!(host.edit(&edits), Settled::Confirmed);
    }
    let edits = format!(r#"{{"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"}}"#);
    assert_eq!(host.edit(&edits), Settled::Confirmed);
    let rate = host.order().shipments[0].rates[0].id.to_string();
    assert_eq!(
        host.edit(&format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#)),
        Settled::Confirmed
    );
    host.edit(PAYMENT);
    let end = host.submit();
    assert_eq!(end.get("status").as_text(), Some("placed"), "{:?}", host.trace);
    placed_once(&host);
    assert!(host.unsafe_calls() <= 8, "{:#?}", host.trace);
}
