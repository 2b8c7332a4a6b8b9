//! What a shopper lives through, in words that fit every family.

use super::rooms::{Room, Today, Who};
use crate::host::{ADDRESS, Host, everything};
use cashwrap::checkout::Settled;
use cashwrap::error::Code;

/// A scenario's name, and how it is played on a version of a room.
type Scenario = (&'static str, fn(&Room, &str));

pub const SCENARIOS: &[Scenario] = &[
    ("guest", guest),
    ("customer", customer),
    ("several shipments", several_shipments),
    ("free order", free_order),
    ("digital order", digital_order),
    ("a step to confirm", confirmed),
    ("no step to confirm", unconfirmed),
    ("coupon", coupon),
    ("cart edit at every step", cart_edits),
    ("declined, then paid", declined),
    ("out of stock", out_of_stock),
    ("token lost", token_lost),
    ("resumed from number and token", resumed),
    ("completed order reopened", reopened),
];

fn status(end: &cashwrap::json::Value) -> &str {
    end.get("status").as_text().unwrap()
}

/// Pays, and agrees to what it costs; once more where that was not known before.
fn buy(host: &mut Host, payment: &str) {
    host.edit(payment);
    let mut end = host.submit();
    if status(&end) == "changed" {
        end = host.submit();
    }
    assert_eq!(status(&end), "placed", "{end:?} {:#?}", host.trace);
}

/// How often her order was charged so far.
fn charged(host: &Host) -> usize {
    let number = &*host.order().number;
    host.shop.charges().iter().filter(|c| c.order == number).count()
}

/// Placed once, charged once, for what it costs.
fn sold_once(host: &Host, charges: usize) {
    // The world begins with orders of others.
    let hers = host
        .shop
        .orders()
        .into_iter()
        .filter(|o| o.email.as_deref() == Some("jane@example.com"));
    let placed: Vec<_> = hers.filter(|o| o.completed).collect();
    assert_eq!(placed.len(), 1, "{:#?}", host.trace);
    assert_eq!(placed[0].state, "complete");
    let own: Vec<_> = host
        .shop
        .charges()
        .iter()
        .filter(|c| c.order == placed[0].number)
        .collect();
    assert_eq!(own.len(), charges, "{own:?}");
    assert!(own.iter().all(|c| c.amount == placed[0].total), "{own:?}");
}

fn guest(room: &Room, version: &str) {
    let mut host = room.guest(version);
    assert_eq!(host.edit(&everything(r#""cheapest""#)), Settled::Confirmed);
    buy(&mut host, room.payment);
    sold_once(&host, 1);
}

fn customer(room: &Room, version: &str) {
    let mut host = room.open(version, Who::Customer, Today::default());
    host.edit(&everything(r#""cheapest""#));
    assert_ne!(&*host.order().customer, "", "the order is the customer's");
    buy(&mut host, room.payment);
    sold_once(&host, 1);
}

/// A cart with everything but the payment.
fn filled(host: &mut Host, lines: &str) {
    host.edit(&format!(
        r#"{{"lines":[{lines}],"email":"jane@example.com","shipping":{ADDRESS},"billing":"same","rate":"cheapest"}}"#
    ));
}

fn several_shipments(room: &Room, version: &str) {
    let mut host = room.guest(version);
    // Two are on hand and may be backordered: five make two parcels.
    host.edit(&format!(
        r#"{{"lines":[{{"variant":"9","quantity":5}}],"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"}}"#
    ));
    let rates: Vec<String> = host
        .order()
        .shipments
        .iter()
        .map(|s| format!(r#"{{"rate":"{}"}}"#, &*s.rates[1].id))
        .collect();
    assert_eq!(rates.len(), 2, "{:#?}", host.trace);
    host.edit(&format!(r#"{{"rate":{}}}"#, rates[0]));
    assert!(
        host.blockers().contains(&"rate.missing".to_owned()),
        "the other parcel has no choice yet"
    );
    host.edit(&format!(r#"{{"rate":[{}]}}"#, rates.join(",")));
    buy(&mut host, room.payment);
    assert_eq!(
        &*host.order().totals.shipping.to_text(),
        "25.00",
        "12.50 a parcel"
    );
    sold_once(&host, 1);
}

fn free_order(room: &Room, version: &str) {
    let today = Today {
        delivers_free: true,
        ..Today::default()
    };
    let mut host = room.open(version, Who::Guest, today);
    filled(&mut host, r#"{"variant":"4","quantity":1}"#);
    assert!(
        !host.truth().completed,
        "not before somebody has said so: {:#?}",
        host.trace
    );
    assert_eq!(host.blockers(), Vec::<String>::new());
    let end = host.submit();
    assert_eq!(status(&end), "placed", "{end:?} {:#?}", host.trace);
    sold_once(&host, 0);
}

fn digital_order(_: &Room, _: &str) {
    unreachable!("no room has one yet");
}

fn confirmed(room: &Room, version: &str) {
    let today = Today {
        always_confirms: true,
        ..Today::default()
    };
    let mut host = room.open(version, Who::Guest, today);
    filled(&mut host, r#"{"variant":"2","quantity":1}"#);
    buy(&mut host, room.unconfirmed);
    sold_once(&host, 0);
}

fn unconfirmed(room: &Room, version: &str) {
    let mut host = room.guest(version);
    filled(&mut host, r#"{"variant":"2","quantity":1}"#);
    buy(&mut host, room.unconfirmed);
    sold_once(&host, 0);
}

fn coupon(room: &Room, version: &str) {
    let mut host = room.guest(version);
    filled(&mut host, r#"{"variant":"2","quantity":1}"#);
    let before = host.truth().total;
    let code = room.coupon;
    assert_eq!(
        host.edit(&format!(r#"{{"coupon":"{code}"}}"#)),
        Settled::Confirmed,
        "{:#?}",
        host.trace
    );
    assert!(host.truth().total < before);
    let Settled::Refused(error) = host.edit(r#"{"coupon":"nonsense"}"#) else {
        panic!("{:#?}", host.trace)
    };
    assert_eq!(error.code, Code::CouponRefused);
    host.edit(r#"{"rate":"cheapest"}"#);
    buy(&mut host, room.payment);
    assert!(host.truth().total < before, "it counts to the end");
    sold_once(&host, 1);
}

fn cart_edits(room: &Room, version: &str) {
    let stops: [&dyn Fn(&mut Host); 4] = [
        &|host| drop(host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#)),
        &|host| {
            drop(host.edit(&format!(
                r#"{{"lines":[{{"variant":"2","quantity":1}}],"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"}}"#
            )));
        },
        &|host| filled(host, r#"{"variant":"2","quantity":1}"#),
        // Declined: past the payment.
        &|host| {
            filled(host, r#"{"variant":"2","quantity":1}"#);
            host.edit(room.declined);
            host.submit();
        },
    ];
    for (at, stop) in stops.iter().enumerate() {
        let mut host = room.guest(version);
        stop(&mut host);
        let how = host.edit(r#"{"lines":[{"variant":"2","quantity":3},{"variant":"3","quantity":1}]}"#);
        assert_eq!(how, Settled::Confirmed, "stop {at}: {:#?}", host.trace);
        filled(&mut host, "");
        buy(&mut host, room.payment);
        let mut lines: Vec<_> = host
            .truth()
            .lines
            .iter()
            .map(|l| (l.variant_id, l.quantity))
            .collect();
        lines.sort_unstable();
        assert_eq!(lines, [(2, 3), (3, 1)], "stop {at}");
        sold_once(&host, 1);
    }
}

fn declined(room: &Room, version: &str) {
    let mut host = room.guest(version);
    filled(&mut host, r#"{"variant":"2","quantity":1}"#);
    host.edit(room.declined);
    assert_eq!(status(&host.submit()), "declined", "{:#?}", host.trace);
    assert!(host.blockers().contains(&"payment.reenter".to_owned()));
    assert_eq!(charged(&host), 0);
    buy(&mut host, room.payment);
    sold_once(&host, 1);
}

fn out_of_stock(room: &Room, version: &str) {
    let mut host = room.guest(version);
    filled(&mut host, r#"{"variant":"2","quantity":5}"#);
    host.shop.set_stock(2, 1);
    host.edit(room.payment);
    let end = host.submit();
    if room.oversells.contains(&version) {
        return sold_once(&host, 1);
    }
    assert_ne!(status(&end), "placed", "{:#?}", host.trace);
    assert!(!host.truth().completed);
    let taken = charged(&host);
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    filled(&mut host, "");
    if taken == 0 {
        buy(&mut host, room.payment);
        sold_once(&host, 1);
    } else {
        // Spree up to 2.4 takes the payment before it looks: it is held, and no second card is asked for.
        assert!(
            host.blockers().contains(&"payment.held".to_owned()),
            "{:?}",
            host.blockers()
        );
        host.edit(room.payment);
        assert_eq!(status(&host.submit()), "other");
        assert_eq!(charged(&host), taken);
    }
}

fn token_lost(room: &Room, version: &str) {
    let mut host = room.guest(version);
    filled(&mut host, r#"{"variant":"2","quantity":1}"#);
    let (number, shop) = (host.truth().number, host.shop.clone());
    // Number without a good token: the order cannot be reached, nothing is changed, and it is said.
    let mut wrong = room.holder(shop, &number, "lost");
    let Settled::Refused(error) = wrong.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#) else {
        panic!("{:#?}", wrong.trace)
    };
    assert_eq!(error.code, Code::Unauthorized);
    assert_eq!(wrong.shop.orders().len(), host.shop.orders().len());
    // Without storage a new cart begins.
    host.storage = None;
    let mut host = room.reload(host);
    filled(&mut host, r#"{"variant":"3","quantity":1}"#);
    buy(&mut host, room.payment);
    assert_ne!(host.truth().number, number);
    sold_once(&host, 1);
}

fn resumed(room: &Room, version: &str) {
    let mut host = room.guest(version);
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let truth = host.truth();
    let mut other = room.holder(host.shop, &truth.number, &truth.token);
    filled(&mut other, r#"{"variant":"3","quantity":1}"#);
    assert_eq!(other.truth().number, truth.number);
    assert_eq!(other.truth().lines.len(), 2, "{:#?}", other.trace);
    buy(&mut other, room.payment);
    sold_once(&other, 1);
}

fn reopened(room: &Room, version: &str) {
    let mut host = room.guest(version);
    filled(&mut host, r#"{"variant":"2","quantity":1}"#);
    let truth = host.truth();
    buy(&mut host, room.payment);
    let mut again = room.holder(host.shop, &truth.number, &truth.token);
    again.run();
    let calls = again.unsafe_calls();
    let snapshot = again.session.snapshot();
    assert_eq!(
        snapshot.get("status").as_text(),
        Some("placed"),
        "{:#?}",
        again.trace
    );
    assert_eq!(
        snapshot.get("order").get("lines").items().len(),
        1,
        "the receipt is there"
    );
    let Settled::Refused(error) = again.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#) else {
        panic!("{:#?}", again.trace)
    };
    assert_eq!(error.code, Code::OrderComplete);
    assert_eq!(status(&again.submit()), "placed");
    assert_eq!(again.unsafe_calls(), calls);
    sold_once(&again, 1);
}
