//! No way back: what comes too late, what is a dead end, what is chosen once, and the new order that takes it.

use super::proxy::{EMAIL, PAYMENT, RELEASES, visitor, visitor_anywhere};
use super::purchase::{ADDRESS, BOOKS, everything, placed, status, writes};
use crate::host::Host;
use cashwrap::checkout::{Settled, Step};
use cashwrap::error::Code;
use cashwrap::json::Value;
use cashwrap::order::{Naming, Order};
use cashwrap_shop::{Fault, FaultKind};

const ELSEWHERE: &str = r#"{"name":"John Doe","address1":"Elm St. 2","city":"Albany","region":"1","postalCode":"12207","country":"US"}"#;

/// What stands in the way, with the field.
fn blocked(host: &Host) -> Vec<(String, String)> {
    let snapshot = host.session.snapshot();
    let blockers = snapshot.get("next").get("blockers").items().to_vec();
    let errors = blockers
        .iter()
        .filter(|b| b.get("level").as_text() == Some("error"));
    let text = |b: &Value, key: &str| b.get(key).as_text().unwrap_or_default().to_owned();
    errors.map(|b| (text(b, "code"), text(b, "field"))).collect()
}

fn fixed(field: &str) -> (String, String) {
    ("order.fixed".to_owned(), field.to_owned())
}

#[test]
fn what_comes_too_late_is_said_and_a_new_order_takes_it() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{ADDRESS}}}"#
        ));
        assert_eq!(host.order().step, Step::Delivery, "{release}");
        let before = writes(&host).len();
        for (edits, field) in [
            (format!(r#"{{"shipping":{ELSEWHERE}}}"#), "shipping"),
            (r#"{"lines":[{"variant":"1","quantity":5}]}"#.to_owned(), "lines"),
            (r#"{"email":"jane@example.com"}"#.to_owned(), "email"),
        ] {
            host.edit(&edits);
            assert!(
                blocked(&host).contains(&fixed(field)),
                "{release} {field}: {:?}",
                blocked(&host)
            );
        }
        assert_eq!(writes(&host).len(), before, "{release}: nothing of it was sent");
        let old = host.order().number.clone();
        host.session.renew().unwrap();
        host.run();
        assert_ne!(host.order().number, old, "{release}");
        let order = host.order();
        assert_eq!(order.step, Step::Delivery, "{release}: {:?}", host.trace);
        assert_eq!(order.lines[0].quantity, 5, "{release}");
        assert_eq!(order.shipping.as_ref().unwrap().city, "Albany", "{release}");
        assert!(
            !blocked(&host).iter().any(|(code, _)| code == "order.fixed"),
            "{release}"
        );
        host.edit(r#"{"rate":"cheapest"}"#);
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:?}", host.trace);
        assert_eq!(placed(&host), 1, "{release}");
    }
}

#[test]
fn a_method_and_a_payment_are_chosen_once() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        host.edit(&everything(BOOKS, r#""cheapest""#));
        host.edit(r#"{"rate":{"method":"1"}}"#);
        assert!(
            blocked(&host).contains(&fixed("rate")),
            "{release}: {:?}",
            blocked(&host)
        );
        host.edit(PAYMENT);
        let ending = host.submit();
        assert_ne!(
            status(&ending),
            "placed",
            "{release}: not with another method than was chosen"
        );
        assert_eq!(placed(&host), 0, "{release}");
    }
    // A fee ends the attempt with the payment on the order: another payment can only go to another order.
    let mut host = visitor_anywhere("0.16");
    host.edit(&everything(BOOKS, r#""cheapest""#));
    host.edit(r#"{"payment":{"method":"3"}}"#);
    assert_eq!(status(&host.submit()), "changed");
    host.edit(PAYMENT);
    assert!(blocked(&host).contains(&fixed("payment")), "{:?}", blocked(&host));
    assert_eq!(
        status(&host.submit()),
        "other",
        "a second payment would place the order"
    );
    assert_eq!(placed(&host), 0);
}

#[test]
fn no_new_order_while_nobody_knows_of_the_old_one() {
    let mut host = visitor("0.16");
    host.edit(&everything(BOOKS, r#""cheapest""#));
    host.edit(PAYMENT);
    host.session.submit(
        host.session.revision(),
        "00112233445566778899aabbccddeeff",
        host.now_ms,
    );
    host.step_all();
    let mut lost = visitor("0.16");
    lost.edit(&everything(BOOKS, r#""cheapest""#));
    lost.edit(PAYMENT);
    let mut fault = Fault::once("* ", FaultKind::DropBefore);
    fault.pattern = "*".to_owned();
    fault.times = 1000;
    lost.session.submit(
        lost.session.revision(),
        "00112233445566778899aabbccddeeff",
        lost.now_ms,
    );
    lost.shop.add_fault(fault);
    lost.step_all();
    assert_eq!(lost.session.renew().unwrap_err().code, Code::AttemptUnresolved);
    // And a placed order is not made anew with its content.
    host.run();
    assert_eq!(host.session.renew().unwrap_err().code, Code::OrderComplete);
}

#[test]
fn another_method_than_was_chosen_stops_everything() {
    // As if the index had been taken for an id.
    fn mistaken(order: &mut Order) {
        for shipment in &mut order.shipments {
            if order.step != Step::Delivery {
                shipment.rates[0].method = "1".into();
                shipment.rates[0].id = "1".into();
            }
        }
    }
    for rate in [r#""cheapest""#, r#"{"method":"2"}"#] {
        let mut host = visitor("0.13");
        host.tamper = Some(mistaken);
        host.edit(&everything(BOOKS, rate));
        assert_eq!(host.order().step, Step::Payment);
        let codes: Vec<String> = blocked(&host).into_iter().map(|(code, _)| code).collect();
        assert!(codes.contains(&"rate.gone".to_owned()), "{rate}: {codes:?}");
        let before = writes(&host).len();
        host.edit(PAYMENT);
        assert_ne!(status(&host.submit()), "placed", "{rate}");
        assert_eq!(writes(&host).len(), before, "{rate}: nothing more is sent");
    }
}

#[test]
fn index_or_id_undecided_is_refused_here() {
    fn undecided(order: &mut Order) {
        order.naming = Naming::Unknown;
    }
    // 0.16 tells it again by the shape of its methods.
    for release in ["0.13", "0.14", "0.15"] {
        let mut host = visitor_anywhere(release);
        host.tamper = Some(undecided);
        host.edit(&everything(BOOKS, r#""cheapest""#));
        assert_eq!(host.order().step, Step::Delivery, "{release}");
        let codes: Vec<String> = blocked(&host).into_iter().map(|(code, _)| code).collect();
        assert!(
            codes.contains(&"rate.undecided".to_owned()),
            "{release}: {codes:?}"
        );
    }
}

#[test]
fn no_method_for_the_address_is_a_dead_end_that_says_so() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        let far = r#"{"name":"John Doe","address1":"Orchard 1","city":"Singapore","postalCode":"238801","country":"SG"}"#;
        host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{far},"rate":"cheapest"}}"#
        ));
        let dead = ("rate.none".to_owned(), "shipping".to_owned());
        assert!(blocked(&host).contains(&dead), "{release}: {:?}", blocked(&host));
        let reads = host.trace.len();
        host.run();
        assert_eq!(
            host.trace.len(),
            reads,
            "{release}: it is not asked again and again"
        );
        // The address can be given to a new order.
        host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#));
        host.session.renew().unwrap();
        host.run();
        assert_eq!(host.order().step, Step::Payment, "{release}: {:?}", host.trace);
    }
}

#[test]
fn an_address_no_release_takes_is_not_sent() {
    for (address, field) in [
        (ADDRESS.replace("John Doe", "John"), "shipping.name"),
        (ADDRESS.replace("New York", "N"), "shipping.city"),
        // A province goes by the shop's id: there is no list to look its name up in.
        (
            ADDRESS.replace(r#""region":"1""#, r#""region":"NY""#),
            "shipping.region",
        ),
    ] {
        let mut host = visitor("0.16");
        host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{address}}}"#
        ));
        let expected = ("address.field".to_owned(), field.to_owned());
        assert!(
            blocked(&host).contains(&expected),
            "{field}: {:?}",
            blocked(&host)
        );
        assert_eq!(host.order().step, Step::Cart, "{field}");
    }
}

#[test]
fn a_missing_province_is_told_at_the_region() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        let address = ADDRESS.replace(r#""region":"1","#, "");
        let how = host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{address}}}"#
        ));
        let Settled::Refused(error) = how else {
            panic!("{release}: {how:?} {:?}", host.trace);
        };
        assert_eq!(error.fields[0].field, "shipping.region", "{release}");
        host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#));
        assert_eq!(host.order().step, Step::Delivery, "{release}: {:?}", host.trace);
    }
}

#[test]
fn a_province_by_its_place_is_not_taken_for_another() {
    // Up to 0.14 the second of the list is sent as 1 and told as its id, 2: the renewed order sends 1 again.
    for release in ["0.13", "0.14"] {
        let mut host = visitor_anywhere(release);
        let how = host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{ADDRESS}}}"#
        ));
        assert_eq!(how, Settled::Confirmed, "{release}: {:?}", host.trace);
        host.session.renew().unwrap();
        host.run();
        assert_eq!(host.order().step, Step::Delivery, "{release}: {:?}", host.trace);
        let bodies = host.requests.iter().filter_map(|r| r.body.as_ref());
        let sent = bodies.filter(|body| String::from_utf8_lossy(body).contains(r#""province":1"#));
        assert_eq!(sent.count(), 2, "{release}");
    }
}
