//! Edits at every step: lines, addresses, another e-mail, coupons.

use super::{
    ADDRESS, EMAIL, NOBODY, PAYMENT, RELEASES, buy, chosen, everything, placed_once, sent, status, visitor,
    writes,
};
use crate::host::{Host, json};
use cashwrap::checkout::{Settled, Step};

const BOOK: &str = r#"[{"variant":"BOOK","quantity":1}]"#;

pub(super) fn total(host: &Host) -> String {
    host.order().totals.total.to_text().to_string()
}

pub(super) fn refused(told: Settled) -> (String, String) {
    match told {
        Settled::Refused(error) => {
            let mut fields: Vec<_> = error.fields.iter().collect();
            // The form's order of addresses is its own.
            fields.sort_by_key(|f| f.field.starts_with("billing"));
            let field = fields.first().map(|f| format!("{}: {}", &*f.field, f.code));
            (error.code.as_str().to_owned(), field.unwrap_or_default())
        }
        other => panic!("{other:?}"),
    }
}

/// An order that stands at the step.
pub(super) fn at(release: &str, step: &str) -> Host {
    let mut host = visitor(release);
    host.edit(&format!(r#"{{"lines":{BOOK},"email":"{EMAIL}"}}"#));
    if step != "cart" {
        host.edit(&format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#));
    }
    if step == "payment" || step == "confirm" {
        host.edit(r#"{"rate":{"rate":"DHL"}}"#);
    }
    if step == "confirm" {
        host.edit(PAYMENT);
        // Sold out in the last moment: the payment is chosen, the order is not placed.
        host.shop.set_sylius_enabled("BOOK", false);
        assert_eq!(status(&host.submit()), "other", "{:#?}", host.trace);
        host.shop.set_sylius_enabled("BOOK", true);
    }
    assert_eq!(host.order().step.name(), step, "{release}");
    host
}

#[test]
fn lines_are_edited_at_every_step_and_the_order_is_placed() {
    for release in RELEASES {
        for step in ["cart", "delivery", "payment", "confirm"] {
            let mut host = at(release, step);
            let more = r#"{"lines":[{"variant":"BOOK","quantity":3},{"variant":"MUG","quantity":1}]}"#;
            assert_eq!(
                host.edit(more),
                Settled::Confirmed,
                "{release}, {step}: {:#?}",
                host.trace
            );
            assert_eq!(host.order().step.name(), step, "the state is kept");
            let less = r#"{"lines":[{"variant":"BOOK","quantity":0}]}"#;
            assert_eq!(host.edit(less), Settled::Confirmed, "{release}, {step}");
            let lines: Vec<_> = host.truth().lines.iter().map(|l| l.quantity).collect();
            assert_eq!(lines, [1], "{release}, {step}");
            if step == "cart" {
                host.edit(&format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#));
            }
            if step == "cart" || step == "delivery" {
                host.edit(r#"{"rate":{"rate":"DHL"}}"#);
            }
            assert_eq!(
                status(&buy(&mut host)),
                "placed",
                "{release}, {step}: {:#?}",
                host.trace
            );
            placed_once(&host, release);
            assert_eq!(total(&host), "33.50", "20.00, 12.50 for DHL, 5 % of the goods");
        }
    }
}

#[test]
fn a_line_is_deleted_and_never_set_to_nothing() {
    let mut host = at("1.7", "payment");
    host.edit(r#"{"empty":true}"#);
    assert!(host.truth().lines.is_empty());
    assert!(
        writes(&host).contains(&"DELETE carts/items/:item".to_owned()),
        "{:?}",
        writes(&host)
    );
    assert!(!sent(&host).contains(r#""quantity":0"#));
    assert_eq!(host.blockers()[0], "cart.empty");
}

#[test]
fn an_address_is_changed_at_every_step() {
    for release in RELEASES {
        for step in ["delivery", "payment", "confirm"] {
            let mut host = at(release, step);
            let moved = ADDRESS.replace("5th Avenue 1", "Broadway 7");
            let told = host.edit(&format!(r#"{{"shipping":{moved}}}"#));
            assert_eq!(told, Settled::Confirmed, "{release}, {step}: {:#?}", host.trace);
            assert_eq!(&*host.order().shipping.as_ref().unwrap().address1, "Broadway 7");
            // "The same as shipping" follows.
            assert_eq!(&*host.order().billing.as_ref().unwrap().address1, "Broadway 7");
            if step == "delivery" {
                host.edit(r#"{"rate":{"rate":"DHL"}}"#);
            }
            assert_eq!(
                host.order().step,
                Step::Payment,
                "{release}, {step}: the choice of DHL is made again"
            );
            assert_eq!(
                status(&buy(&mut host)),
                "placed",
                "{release}, {step}: {:#?}",
                host.trace
            );
            assert_eq!(chosen(&host), "DHL");
        }
    }
}

#[test]
fn goods_and_bill_go_where_they_were_told_to_in_every_version() {
    for release in RELEASES {
        let billing = ADDRESS
            .replace("Oliver Queen", "Felicity Smoak")
            .replace("US-NY", "US-AL");
        let mut host = visitor(release);
        let edit = everything(BOOK).replace(r#""billing":"same""#, &format!(r#""billing":{billing}"#));
        assert_eq!(
            host.edit(&edit),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        let order = host.order();
        assert_eq!(
            &*order.shipping.as_ref().unwrap().name,
            "Oliver Queen",
            "{release}"
        );
        assert_eq!(
            &*order.billing.as_ref().unwrap().name,
            "Felicity Smoak",
            "{release}"
        );
        let body = sent(&host);
        assert!(body.contains(r#""differentBillingAddress":true"#) && !body.contains("differentShipping"));
    }
}

#[test]
fn another_email_is_another_cart_with_the_same_lines() {
    for release in RELEASES {
        for step in ["cart", "delivery", "payment", "confirm"] {
            let mut host = at(release, step);
            let first = host.order().number.to_string();
            let told = host.edit(r#"{"email":"barry.allen@central-city.com"}"#);
            assert_eq!(told, Settled::Confirmed, "{release}, {step}: {:#?}", host.trace);
            assert_ne!(*host.order().number, *first, "{release}, {step}");
            assert_eq!(&*host.order().email, "barry.allen@central-city.com");
            let lines: Vec<_> = host.truth().lines.iter().map(|l| l.quantity).collect();
            assert_eq!(lines, [1], "{release}, {step}");
            if step == "cart" {
                host.edit(&format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#));
            }
            if step != "payment" && step != "confirm" {
                host.edit(r#"{"rate":{"rate":"DHL"}}"#);
            }
            assert_eq!(
                status(&buy(&mut host)),
                "placed",
                "{release}, {step}: {:#?}",
                host.trace
            );
            placed_once(&host, release);
        }
    }
}

#[test]
fn the_same_email_in_other_letters_is_the_same_cart() {
    let mut host = at("1.7", "payment");
    let before = writes(&host).len();
    assert_eq!(
        host.edit(r#"{"email":"Oliver.Queen@Star-City.com"}"#),
        Settled::Confirmed
    );
    assert_eq!(writes(&host).len(), before);
}

#[test]
fn a_cart_may_be_made_for_nobody_first() {
    for release in RELEASES {
        let mut options = crate::host::visitor("sylius_1");
        options.put("placeholderEmail", json(&format!(r#""{NOBODY}""#)));
        let shop = cashwrap_shop::Shop::recorded_sylius(cashwrap_shop::Release::of(release).unwrap());
        let mut host = Host::new(&options, shop);
        host.proxy_key = Some("SampleToken".to_owned());
        host.gate = Some(super::gate);
        assert_eq!(
            host.edit(&format!(r#"{{"lines":{BOOK}}}"#)),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        let first = host.order().number.to_string();
        assert!(host.order().email.is_empty());
        assert!(host.blockers().contains(&"email.missing".to_owned()));
        // Nobody buys nothing: the cart of the shopper is another one.
        assert_eq!(
            host.edit(&everything(BOOK)),
            Settled::Confirmed,
            "{release}: {:#?}",
            host.trace
        );
        assert_ne!(*host.order().number, *first);
        assert_eq!(&*host.order().email, EMAIL);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn what_no_server_takes_is_refused_before_it_is_wished() {
    let mut host = visitor("1.7");
    for (edit, field) in [
        (
            r#"{"lines":[{"variant":"MUG","quantity":10000}]}"#.to_owned(),
            "lines.quantity: too_many",
        ),
        (
            format!(r#"{{"shipping":{}}}"#, ADDRESS.replace("Oliver", "Oli😀ver")),
            "shipping.name: characters",
        ),
        (
            format!(
                r#"{{"billing":{}}}"#,
                ADDRESS.replace("New York", &"x".repeat(256))
            ),
            "billing.city: too_long",
        ),
        (r#"{"notes":"🎁"}"#.to_owned(), "notes: characters"),
        (
            r#"{"payment":{"method":"cod","token":"tok"}}"#.to_owned(),
            "payment.source: unsupported",
        ),
        (
            format!(
                r#"{{"shipping":{}}}"#,
                ADDRESS.replace(r#""city""#, r#""address2":"Rear","city""#)
            ),
            "shipping.address2: unsupported",
        ),
    ] {
        assert_eq!(refused(host.edit(&edit)).1, field);
    }
    assert!(host.requests.is_empty());
    // As many characters as a column has, of more than one byte each.
    let long = ADDRESS.replace("5th Avenue 1", &"é".repeat(255));
    assert_eq!(host.edit(&format!(r#"{{"shipping":{long}}}"#)), Settled::Waiting);
}

#[test]
fn a_refused_address_names_the_field() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        let wrong = ADDRESS.replace("US-NY", "US-XX");
        let (code, field) = refused(host.edit(&format!(r#"{{"shipping":{wrong}}}"#)));
        assert_eq!(code, "invalid_field");
        assert!(field.starts_with("shipping.region"), "{release}: {field}");
        // Missed at the root of the form, without a word of which address.
        let mut cart = at(release, "cart");
        let none = ADDRESS.replace("US-NY", "");
        let (code, field) = refused(cart.edit(&format!(r#"{{"shipping":{none},"billing":"same"}}"#)));
        assert_eq!(
            (&*code, &*field),
            ("invalid_field", "shipping.region: blank"),
            "{release}"
        );
        assert_eq!(
            host.truth().state,
            "shipping_selected",
            "a refused call leaves the state"
        );
        // One letter is not sent: it is shown as what stands in the way.
        let before = writes(&host).len();
        host.edit(&format!(
            r#"{{"shipping":{}}}"#,
            ADDRESS.replace("Oliver Queen", "Oliver Q")
        ));
        assert_eq!(writes(&host).len(), before);
        assert!(host.blockers().contains(&"address.field".to_owned()));
    }
}

/// A form trims each part of a name, and blanks of every kind.
#[test]
fn blanks_that_the_shop_trims_make_no_other_address() {
    for (name, city) in [("Oliver  Queen", "New York"), ("Oliver Queen", "New York\u{a0}")] {
        let mut host = at("1.7", "cart");
        let address = ADDRESS.replace("Oliver Queen", name).replace("New York", city);
        assert_ne!(address, ADDRESS);
        host.edit(&format!(r#"{{"shipping":{address},"billing":"same"}}"#));
        assert!(
            !host.blockers().contains(&"address.different".to_owned()),
            "{:#?}",
            host.trace
        );
    }
}
