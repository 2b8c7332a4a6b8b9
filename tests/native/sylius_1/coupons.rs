//! Coupons attach without a word, and count later or never.

use super::cart::{at, refused, total};
use super::{ADDRESS, RELEASES, buy, status, writes};
use crate::host::Host;
use cashwrap::checkout::Settled;
use cashwrap::json::Value;

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

/// The codes a page shows, with how sure they are.
fn shown(host: &Host) -> Vec<String> {
    let snapshot = host.session.snapshot();
    let coupons = snapshot.get("order").get("coupons").items().to_vec();
    let text = |of: &Value, name: &str| of.get(name).as_text().unwrap_or_default().to_owned();
    coupons
        .iter()
        .map(|c| format!("{} {}", text(c, "code"), text(c, "status")))
        .collect()
}

#[test]
fn a_second_coupon_without_effect_leaves_the_first_on_the_order() {
    for release in RELEASES {
        for (code, reason) in [
            ("EXPIRED", "coupon: not_eligible"),
            ("MAXED", "coupon: not_eligible"),
            ("NOPE", "coupon: not_found"),
        ] {
            for step in ["delivery", "payment", "confirm"] {
                let mut host = at(release, step);
                host.edit(r#"{"coupon":"TEN"}"#);
                let before = total(&host);
                // The shop holds one: the second has taken its place.
                let told = refused(host.edit(&format!(r#"{{"coupon":"{code}"}}"#)));
                let about = format!("{release}, {code} at {step}: {:#?}", host.trace);
                assert_eq!(told, ("coupon_refused".to_owned(), reason.to_owned()), "{about}");
                assert_eq!(&*host.order().coupon, "TEN", "{about}");
                assert_eq!(total(&host), before, "{about}");
                assert_eq!(shown(&host), ["TEN confirmed"], "{about}");
            }
        }
    }
}

#[test]
fn a_second_coupon_that_takes_off_as_much_is_taken() {
    for release in RELEASES {
        // 10 % of 50.00 and 5.00: another promotion, the same sum. 10 % by another code: the same promotion.
        for code in ["FIVEOFF", "ONCE"] {
            let mut host = at(release, "payment");
            host.shop.set_price(2, "50.00".parse().unwrap());
            host.edit(r#"{"coupon":"TEN"}"#);
            let before = total(&host);
            let told = host.edit(&format!(r#"{{"coupon":"{code}"}}"#));
            assert_eq!(told, Settled::Confirmed, "{release}, {code}: {:#?}", host.trace);
            assert_eq!(total(&host), before, "{release}, {code}");
            assert_eq!(shown(&host), [format!("{code} confirmed")], "{release}");
            assert_eq!(status(&buy(&mut host)), "placed", "{release}, {code}");
            assert_eq!(host.shop.sylius_coupon_uses(code), Some(1), "{release}");
            assert_eq!(host.shop.sylius_coupon_uses("TEN"), Some(0), "{release}");
        }
    }
}

#[test]
fn a_second_coupon_that_takes_off_less_is_taken() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        host.shop.set_price(2, "80.00".parse().unwrap());
        host.edit(r#"{"coupon":"TEN"}"#);
        let told = host.edit(r#"{"coupon":"FIVEOFF"}"#);
        assert_eq!(told, Settled::Confirmed, "{release}: {:#?}", host.trace);
        assert_eq!(&*host.order().coupon, "FIVEOFF", "{release}");
    }
}

#[test]
fn a_first_coupon_that_has_ended_meanwhile_is_put_back_once_and_no_more() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        host.edit(r#"{"coupon":"TEN"}"#);
        host.shop.set_coupon_expired("TEN", true);
        let told = refused(host.edit(r#"{"coupon":"EXPIRED"}"#));
        assert_eq!(told.0, "coupon_refused", "{release}");
        assert!(host.order().coupon.is_empty(), "{release}: {:#?}", host.trace);
        assert!(shown(&host).is_empty(), "{release}");
        let sent = writes(&host);
        let codes = sent.iter().filter(|call| call.starts_with("PATCH carts")).count();
        // TEN, EXPIRED, TEN again, and off.
        assert_eq!(codes, 4, "{release}: {sent:#?}");
        assert_eq!(status(&buy(&mut host)), "placed", "{release}");
    }
}

#[test]
fn a_coupon_that_was_taken_off_in_the_same_edit_stays_off() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        host.edit(r#"{"coupon":"TEN"}"#);
        host.edit(r#"{"removeCoupon":"TEN","coupon":"EXPIRED"}"#);
        assert!(host.order().coupon.is_empty(), "{release}: {:#?}", host.trace);
        assert!(shown(&host).is_empty(), "{release}");
    }
}

#[test]
fn a_coupon_that_waits_is_judged_after_a_reload_too() {
    for release in RELEASES {
        for (code, is_kept) in [("TEN", true), ("EXPIRED", false)] {
            let mut host = at(release, "cart");
            assert_eq!(host.edit(&format!(r#"{{"coupon":"{code}"}}"#)), Settled::Waiting);
            let mut host = host.reload(&crate::host::visitor("sylius_1"));
            host.run();
            host.edit(&format!(
                r#"{{"shipping":{ADDRESS},"billing":"same","rate":"cheapest"}}"#
            ));
            let about = format!("{release}, {code}: {:#?}", host.trace);
            assert_eq!(host.order().coupon.is_empty(), !is_kept, "{about}");
            assert_eq!(status(&buy(&mut host)), "placed", "{about}");
            assert_eq!(host.order().coupon.is_empty(), !is_kept, "{about}");
            assert_eq!(
                host.shop.sylius_coupon_uses(code),
                Some(u64::from(is_kept)),
                "{about}"
            );
        }
    }
}

#[test]
fn a_coupon_that_another_tab_has_put_on_and_counted_stays() {
    for release in RELEASES {
        let mut host = at(release, "payment");
        let number = host.order().number.to_string();
        let mut elsewhere = |method: &str, path: &str, body: &str| {
            let path = format!("/api/v1/{path}/{number}");
            let request = cashwrap_shop::Request::new(method, &path)
                .header("Authorization", "Bearer SampleToken")
                .json(body);
            let answer = cashwrap_shop::answer(&mut host.shop, &request);
            assert_eq!(answer.response().unwrap().status, 204);
        };
        elsewhere("PATCH", "carts", r#"{"promotionCoupon":"TEN"}"#);
        elsewhere(
            "PUT",
            "checkouts/select-shipping",
            r#"{"shipments":[{"method":"DHL"}]}"#,
        );
        host.edit(r#"{"notes":"please ring"}"#);
        host.session
            .ask(&crate::host::json(r#"{"kind":"refresh"}"#))
            .unwrap();
        host.run();
        assert_eq!(&*host.order().coupon, "TEN", "{release}: {:#?}", host.trace);
        assert_eq!(shown(&host), ["TEN confirmed"], "{release}");
    }
}

#[test]
fn a_coupon_that_is_put_back_and_gone_is_not_asked_for_again() {
    for release in RELEASES {
        let mut host = at(release, "delivery");
        assert_eq!(host.edit(r#"{"coupon":"TEN"}"#), Settled::Confirmed, "{release}");
        // The shop has deleted it since.
        host.tamper = Some(|order| {
            order.coupon = Default::default();
            order.adjustments = Default::default();
        });
        let before = host.unsafe_calls();
        let (code, _) = refused(host.edit(r#"{"coupon":"NOSUCH"}"#));
        assert_eq!(code, "coupon_refused", "{release}");
        assert!(host.unsafe_calls() - before < 10, "{release}: {:#?}", host.trace);
    }
}
