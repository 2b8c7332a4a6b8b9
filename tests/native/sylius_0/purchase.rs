//! From nothing to placed, in as few unsafe calls as there are steps and lines.

use super::proxy::{EMAIL, PAYMENT, RELEASES, takes_lines, visitor, visitor_anywhere, visitor_of_backend};
use crate::host::Host;
use cashwrap::checkout::Step;
use cashwrap::json::Value;

pub const ADDRESS: &str = r#"{"name":"John Doe","address1":"Main St. 1","city":"New York","region":"1","postalCode":"10001","country":"US"}"#;

/// All but the payment.
pub fn everything(lines: &str, rate: &str) -> String {
    format!(r#"{{"lines":{lines},"email":"{EMAIL}","shipping":{ADDRESS},"billing":"same","rate":{rate}}}"#)
}

pub const BOOKS: &str = r#"[{"variant":"1","quantity":3}]"#;

pub fn status(ending: &Value) -> &str {
    ending.get("status").as_text().unwrap()
}

/// Unsafe calls at the shop, in short.
pub fn writes(host: &Host) -> Vec<&str> {
    let sent = host.trace.iter().filter_map(|line| line.strip_prefix("send "));
    sent.filter(|line| !line.starts_with("GET") && !line.ends_with("/cashwrap/orders"))
        .collect()
}

pub fn placed(host: &Host) -> usize {
    host.shop
        .orders()
        .into_iter()
        .filter(|order| order.completed)
        .count()
}

#[test]
fn each_release_sells_in_one_call_for_each_line_and_step() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        host.edit(&everything(BOOKS, r#""cheapest""#));
        // 5 % tax on 150.00, 2.50 off, and UPS Ground at 12.50; since 0.16 a method of another channel is listed and taken, at 7.00.
        let total = if matches!(release, "0.16" | "documented") {
            "162.00"
        } else {
            "167.50"
        };
        assert_eq!(host.order().step, Step::Payment, "{release}: {:?}", host.trace);
        assert_eq!(host.order().totals.total.to_text(), total, "{release}");
        host.edit(PAYMENT);
        let ending = host.submit();
        assert_eq!(status(&ending), "placed", "{release}: {:?}", host.trace);
        assert_eq!(ending.get("number").as_text(), Some("000000001"), "{release}");
        assert_eq!(placed(&host), 1, "{release}");
        let lines = usize::from(takes_lines(release));
        assert_eq!(writes(&host).len(), 4 + lines, "{release}: {:?}", host.trace);
        assert_eq!(
            host.unsafe_calls(),
            4 + lines,
            "{release}: the shop has seen the same"
        );
    }
}

#[test]
fn lines_that_the_backend_adds_cost_no_call() {
    for release in RELEASES {
        let mut host = visitor_of_backend(release);
        host.edit(&everything(
            r#"[{"variant":"1","quantity":2},{"variant":"2","quantity":1}]"#,
            r#""cheapest""#,
        ));
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:?}", host.trace);
        assert_eq!(writes(&host), ["PUT /checkouts/:id"; 4], "{release}");
    }
}

#[test]
fn page_by_page_the_same_calls_go_out() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        host.edit(&format!(r#"{{"lines":{BOOKS}}}"#));
        assert!(
            host.session.order().is_none(),
            "{release}: an order belongs to a customer"
        );
        assert!(host.blockers().contains(&"email.missing".to_owned()));
        host.edit(&format!(r#"{{"email":"{EMAIL}"}}"#));
        assert_eq!(host.order().step, Step::Cart);
        assert_eq!(host.order().totals.items.to_text(), "150.00", "{release}");
        host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#));
        assert_eq!(host.order().step, Step::Delivery, "{release}: {:?}", host.trace);
        let rates: Vec<_> = host.order().shipments[0]
            .rates
            .iter()
            .map(|r| (r.name.to_string(), r.cost.unwrap().to_text().to_string()))
            .collect();
        let told = [("FedEx", "50.00"), ("UPS Ground", "12.50")];
        let told = told.map(|(name, cost)| (name.to_owned(), cost.to_owned()));
        assert_eq!(rates[..2], told, "{release}");
        // The second by its own id: an index up to 0.14.
        let rate = host.order().shipments[0].rates[1].id.to_string();
        host.edit(&format!(r#"{{"rate":{{"rate":"{rate}"}}}}"#));
        assert_eq!(host.order().shipments[0].rates[0].method, "2", "{release}");
        assert_eq!(host.order().methods.len(), 3, "{release}: asked for unasked");
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}");
        assert_eq!(
            writes(&host).len(),
            4 + usize::from(takes_lines(release)),
            "{release}"
        );
    }
}

#[test]
fn a_payment_leaves_only_inside_an_attempt() {
    let mut host = visitor("0.16");
    host.edit(&everything(BOOKS, r#""cheapest""#));
    let before = writes(&host).len();
    host.edit(PAYMENT);
    assert_eq!(
        writes(&host).len(),
        before,
        "it leads into the state in which every call places"
    );
    assert_eq!(host.order().step, Step::Payment);
}

#[test]
fn each_step_leaves_right_after_a_read() {
    let mut host = visitor("0.16");
    host.edit(&everything(BOOKS, r#""cheapest""#));
    host.pass(3_600_000);
    host.edit(PAYMENT);
    assert_eq!(status(&host.submit()), "placed");
    let sent: Vec<&String> = host
        .trace
        .iter()
        .filter(|line| line.starts_with("send "))
        .collect();
    for pair in sent.windows(2) {
        if pair[1].contains("PUT") {
            assert!(pair[0].contains("GET"), "{sent:?}");
        }
    }
}

#[test]
fn a_free_order_goes_through_every_step() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        host.edit(&everything(r#"[{"variant":"3","quantity":1}]"#, r#""cheapest""#));
        assert!(
            host.blockers().contains(&"payment.missing".to_owned()),
            "{release}"
        );
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:?}", host.trace);
    }
}

#[test]
fn another_billing_address_is_kept() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        let billing = r#"{"name":"Hans Muster","address1":"Hauptstr. 1","city":"Berlin","postalCode":"10115","country":"DE"}"#;
        let edits = format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{ADDRESS},"billing":{billing},"rate":"cheapest"}}"#
        );
        host.edit(&edits);
        assert_eq!(host.order().billing.as_ref().unwrap().city, "Berlin", "{release}");
        assert_eq!(
            host.order().shipping.as_ref().unwrap().city,
            "New York",
            "{release}"
        );
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:?}", host.trace);
    }
}

#[test]
fn a_fee_shows_before_it_is_charged() {
    for release in ["0.15", "0.16"] {
        let mut host = visitor_anywhere(release);
        host.edit(&everything(r#"[{"variant":"1","quantity":1}]"#, r#""cheapest""#));
        let total = if release == "0.16" { "59.50" } else { "65.00" };
        assert_eq!(host.order().totals.total.to_text(), total, "{release}");
        host.edit(r#"{"payment":{"method":"3"}}"#);
        // The fee is told with the payment and counted when the order is placed: nobody has agreed to that sum yet.
        let ending = host.submit();
        assert_eq!(status(&ending), "changed", "{release}: {:?}", host.trace);
        let total = if release == "0.16" { "64.50" } else { "70.00" };
        assert_eq!(host.order().totals.total.to_text(), total, "{release}");
        assert_eq!(placed(&host), 0, "{release}");
        assert_eq!(status(&host.submit()), "placed", "{release}: {:?}", host.trace);
        assert_eq!(host.order().totals.total.to_text(), total, "{release}");
    }
}

#[test]
fn what_placing_makes_dearer_unseen_is_told() {
    // 0.13 to 0.15 tell no price of the catalogue.
    for (release, ending) in [("0.13", "placed_different"), ("0.16", "changed")] {
        let mut host = visitor(release);
        host.edit(&everything(r#"[{"variant":"1","quantity":1}]"#, r#""cheapest""#));
        host.edit(PAYMENT);
        host.shop.set_price(1, "60.00".parse().unwrap());
        let told = host.submit();
        assert_eq!(status(&told), ending, "{release}: {:?}", host.trace);
        if ending == "changed" {
            assert_eq!(placed(&host), 0);
        }
    }
}
