//! From nothing to placed, by the fewest unsafe calls, at each release.

use super::{
    ADDRESS, EMAIL, PAYMENT, RELEASES, buy, chosen, everything, placed_once, ready, sent, status, visitor,
    writes,
};
use cashwrap::checkout::Settled;

const BOTH: &str = r#"[{"variant":"MUG","quantity":2},{"variant":"BOOK","quantity":1}]"#;

#[test]
fn two_lines_take_seven_calls() {
    for release in RELEASES {
        let mut host = visitor(release);
        assert_eq!(
            host.edit(&everything(BOTH)),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(host.edit(PAYMENT), Settled::Waiting);
        assert_eq!(host.blockers(), [""; 0], "{release}");
        let end = host.submit();
        assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
        // What a shopper is told is the order's own number, not the id it is reached by.
        assert_eq!(end.get("number").as_text(), Some("000000001"));
        placed_once(&host, release);
        assert_eq!(
            writes(&host),
            [
                "POST /cashwrap/orders",
                "POST carts/items/",
                "POST carts/items/",
                "PUT addressing",
                "PUT select-shipping",
                "PUT select-payment",
                "PUT complete",
            ]
        );
        assert!(
            host.events
                .iter()
                .all(|e| e.get("kind").as_text() != Some("drift")),
            "{release}"
        );
    }
}

#[test]
fn a_page_at_a_time_takes_no_more() {
    for release in RELEASES {
        let mut host = visitor(release);
        // A cart is somebody's: until it is known whose, lines wait.
        assert_eq!(
            host.edit(r#"{"lines":[{"variant":"BOOK","quantity":1}]}"#),
            Settled::Waiting
        );
        assert!(writes(&host).is_empty());
        assert_eq!(
            host.edit(&format!(r#"{{"email":"{EMAIL}"}}"#)),
            Settled::Confirmed
        );
        assert_eq!(host.order().lines.len(), 1);
        host.edit(&format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#));
        let rates: Vec<_> = host.order().shipments[0]
            .rates
            .iter()
            .map(|r| r.id.to_string())
            .collect();
        assert_eq!(rates, ["UPS", "DHL", "PERUNIT"], "{release}");
        assert_eq!(
            host.edit(r#"{"rate":{"rate":"DHL"}}"#),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        let methods: Vec<_> = host.order().methods.iter().map(|m| m.id.to_string()).collect();
        assert_eq!(methods, ["cod", "bank_transfer"]);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(writes(&host).len(), 6);
        placed_once(&host, release);
        assert_eq!(&*host.order().payments[0].method, "bank_transfer");
        assert_eq!(chosen(&host), "DHL");
    }
}

#[test]
fn skipped_steps_take_no_calls() {
    for release in RELEASES {
        let digital = r#"[{"variant":"EBOOK","quantity":1}]"#;
        let mut host = ready(release, digital);
        let next = host.session.snapshot();
        assert_eq!(
            next.get("next").get("skips").items()[0].as_text(),
            Some("delivery"),
            "{release}"
        );
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(
            writes(&host)[2..],
            ["PUT addressing", "PUT select-payment", "PUT complete"]
        );

        let free = r#"[{"variant":"EFREE","quantity":1}]"#;
        let mut host = ready(release, free);
        assert_eq!(host.blockers(), [""; 0], "{release}: nothing is left to choose");
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(writes(&host)[2..], ["PUT addressing", "PUT complete"]);
    }
}

#[test]
fn instructions_ride_with_the_last_call() {
    let mut host = ready("1.7", BOTH);
    assert_eq!(host.edit(r#"{"notes":"Please ring twice"}"#), Settled::Waiting);
    assert_eq!(status(&buy(&mut host)), "placed", "{:#?}", host.trace);
    assert!(sent(&host).ends_with(r#"{"notes":"Please ring twice"}"#));
    assert_eq!(writes(&host).len(), 7);
}

#[test]
fn it_is_taken_up_after_a_reload() {
    for release in RELEASES {
        let host = ready(release, BOTH);
        let mut host = host.reload(&crate::host::visitor("sylius_1"));
        host.run();
        assert_eq!(host.order().lines.len(), 2, "{release}");
        assert_eq!(host.blockers(), ["payment.missing"], "{release}");
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}
