//! Coupons attach without a word, and count later or never.

use super::cart::{at, refused, total};
use super::{ADDRESS, RELEASES, buy, status};
use cashwrap::checkout::Settled;

#[test]
fn a_coupon_is_judged_by_what_it_takes_off() {
    for release in RELEASES {
        for step in ["cart", "delivery", "payment", "confirm"] {
            let mut host = at(release, step);
            let told = host.edit(r#"{"coupon":"TEN"}"#);
            if step == "cart" {
                // Nothing counts it before there is an address.
                assert_eq!(told, Settled::Waiting, "{release}");
                host.edit(&format!(r#"{{"shipping":{ADDRESS},"billing":"same"}}"#));
            } else {
                assert_eq!(told, Settled::Confirmed, "{release}, {step}: {:#?}", host.trace);
            }
            let shown = host.session.snapshot();
            let coupon = &shown.get("order").get("coupons").items()[0];
            assert_eq!(
                coupon.get("status").as_text(),
                Some("confirmed"),
                "{release}, {step}: {:#?}",
                host.trace
            );
            assert!(
                host.session
                    .order()
                    .unwrap()
                    .adjustments
                    .iter()
                    .any(|a| &*a.label == "Coupon ten")
            );
            if step == "cart" || step == "delivery" {
                host.edit(r#"{"rate":{"rate":"DHL"}}"#);
            }
            assert_eq!(
                status(&buy(&mut host)),
                "placed",
                "{release}, {step}: {:#?}",
                host.trace
            );
            assert_eq!(host.shop.sylius_coupon_uses("TEN"), Some(1));
        }
    }
}

#[test]
fn a_coupon_without_effect_is_refused_and_taken_off() {
    for release in RELEASES {
        for code in ["EXPIRED", "MAXED", "OLDPROMO", "MIN1000", "EUONLY"] {
            let mut host = at(release, "payment");
            let told = refused(host.edit(&format!(r#"{{"coupon":"{code}"}}"#)));
            assert_eq!(
                told,
                ("coupon_refused".to_owned(), "coupon: not_eligible".to_owned()),
                "{release}, {code}"
            );
            assert!(
                host.order().coupon.is_empty(),
                "it would be used up without being counted: {:#?}",
                host.trace
            );
            assert_eq!(
                status(&buy(&mut host)),
                "placed",
                "{release}, {code}: {:#?}",
                host.trace
            );
        }
        let mut host = at(release, "payment");
        let told = refused(host.edit(r#"{"coupon":"NOPE"}"#));
        assert_eq!(
            told,
            ("coupon_refused".to_owned(), "coupon: not_found".to_owned()),
            "{release}"
        );
    }
}

#[test]
fn a_coupon_is_taken_off_again() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        let before = total(&host);
        host.edit(r#"{"coupon":"TEN"}"#);
        assert_ne!(total(&host), before);
        let told = host.edit(r#"{"removeCoupon":"TEN"}"#);
        assert_eq!(told, Settled::Confirmed, "{release}: {:#?}", host.trace);
        assert_eq!(
            total(&host),
            before,
            "{release}: the old discount goes with the next recalculation"
        );
        assert!(
            host.session
                .snapshot()
                .get("order")
                .get("coupons")
                .items()
                .is_empty()
        );
    }
}
