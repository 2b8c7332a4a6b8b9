//! The traps of the family (`sylius.md` §8, `sylius-1-recordings.md` §5): each is fallen into once.

use super::{
    ADDRESS, EMAIL, PAYMENT, RELEASES, buy, chosen, everything, placed_once, ready, status, visitor, writes,
};
use crate::host::Host;
use cashwrap::checkout::{Settled, Step};
use cashwrap_shop::{Request, answer};

const BOOK: &str = r#"[{"variant":"BOOK","quantity":1}]"#;
const EBOOK: &str = r#"[{"variant":"EBOOK","quantity":1}]"#;

/// Somebody else calls on the same order.
fn elsewhere(host: &mut Host, method: &str, path: &str, body: &str) -> u16 {
    let path = format!("/api/v1/{}", path.replace(":id", &host.order().number));
    let mut request = Request::new(method, &path).header("Authorization", "Bearer SampleToken");
    if !body.is_empty() {
        request = request.json(body);
    }
    answer(&mut host.shop, &request).response().unwrap().status
}

#[test]
fn a_shippable_line_in_a_skipped_state_goes_through_addressing_again() {
    for release in RELEASES {
        let mut host = ready(release, EBOOK);
        assert_eq!(host.truth().state, "shipping_skipped", "{release}");
        // The state sticks: placed now, it would go by a method nobody chose (notes §5.12).
        host.edit(r#"{"rate":{"method":"DHL"},"lines":[{"variant":"BOOK","quantity":1}]}"#);
        assert_eq!(
            host.truth().state,
            "shipping_selected",
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(chosen(&host), "DHL");
    }
}

#[test]
fn a_paid_line_in_a_skipped_state_goes_through_addressing_again() {
    for release in RELEASES {
        let mut host = ready(release, r#"[{"variant":"EFREE","quantity":1}]"#);
        assert_eq!(host.truth().state, "payment_skipped", "{release}");
        host.edit(r#"{"lines":[{"variant":"EBOOK","quantity":1}]}"#);
        assert_eq!(
            host.truth().state,
            "shipping_skipped",
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(host.blockers(), ["payment.missing"]);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(&*host.order().payments[0].method, "bank_transfer");
    }
}

#[test]
fn a_skipped_state_that_sticks_is_noticed_after_a_reload() {
    let mut host = ready("1.7", EBOOK);
    elsewhere(
        &mut host,
        "POST",
        "carts/:id/items/",
        r#"{"variant":"BOOK","quantity":1}"#,
    );
    let mut host = host.reload(&crate::host::visitor("sylius_1"));
    host.run();
    assert_eq!(host.truth().state, "addressed", "{:#?}", host.trace);
    assert_eq!(host.blockers()[0], "rate.missing");
}

#[test]
fn an_emptied_order_that_is_filled_again_is_addressed_again() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(r#"{"rate":{"method":"DHL"}}"#);
        host.edit(r#"{"empty":true}"#);
        assert_eq!(host.blockers()[0], "cart.empty");
        host.edit(r#"{"lines":[{"variant":"MUG","quantity":1}]}"#);
        assert_eq!(
            host.truth().state,
            "shipping_selected",
            "{release}: {:#?}",
            host.trace
        );
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        // Filled again it has a default; the wish stays.
        assert_eq!(chosen(&host), "DHL", "{release}");
    }
}

#[test]
fn an_empty_cart_is_never_addressed_and_never_placed() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(PAYMENT);
        host.edit(r#"{"empty":true}"#);
        let before = writes(&host).len();
        host.edit(&format!(
            r#"{{"shipping":{}}}"#,
            ADDRESS.replace("5th Avenue 1", "Broadway 7")
        ));
        let end = host.submit();
        assert_ne!(status(&end), "placed", "{release}");
        assert_eq!(
            writes(&host).len(),
            before,
            "the server would number it: {:#?}",
            host.trace
        );
        assert!(host.shop.orders().iter().all(|o| !o.completed));
    }
}

#[test]
fn a_cart_that_another_tab_emptied_at_the_last_step_is_not_placed() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        let line = host.order().lines[0].id.to_string();
        host.edit(PAYMENT);
        assert_eq!(
            elsewhere(&mut host, "DELETE", &format!("carts/:id/items/{line}"), ""),
            204
        );
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert_ne!(status(&buy(&mut host)), "placed");
        assert!(host.shop.orders().iter().all(|o| !o.completed));
    }
}

#[test]
fn a_country_nobody_delivers_to_is_a_dead_end_at_the_address() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        let there = r#"{"name":"Tan Ling","address1":"Orchard Road 4","city":"Singapore","postalCode":"238823","country":"SG"}"#;
        // The old method and its charge stay on the order (notes §5.10).
        host.edit(&format!(r#"{{"shipping":{there},"billing":"same"}}"#));
        let snapshot = host.session.snapshot();
        let blockers = snapshot.get("next").get("blockers").items();
        let dead = blockers
            .iter()
            .find(|b| b.get("code").as_text() == Some("rate.none"))
            .unwrap();
        assert_eq!(dead.get("step").as_text(), Some("address"));
        assert_eq!(dead.get("field").as_text(), Some("shipping"));
        assert_ne!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#));
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_recalculation_that_swaps_the_shipping_method_ends_changed() {
    for release in RELEASES {
        let mut host = visitor(release);
        host.edit(&everything(BOOK).replace("\"cheapest\"", r#"{"method":"UPS"}"#));
        host.edit(PAYMENT);
        host.shop.set_sylius_enabled("UPS", false);
        let end = host.submit();
        assert_eq!(status(&end), "changed", "{release}: {:#?}", host.trace);
        let what: Vec<_> = end
            .get("differences")
            .items()
            .iter()
            .map(|d| d.get("what").as_text().unwrap())
            .collect();
        assert!(what.contains(&"rate") && what.contains(&"total"), "{what:?}");
        assert!(!host.truth().completed);
    }
}

#[test]
fn a_price_that_changes_with_the_payment_ends_changed() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(PAYMENT);
        // Catalogue prices count at the next call and not at complete (notes §5.8).
        host.shop.set_price(2, "9.00".parse().unwrap());
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert!(!host.truth().completed);
        // Agreed to, and placed at exactly what was read last, whatever the catalogue says by then.
        host.shop.set_price(2, "99.00".parse().unwrap());
        let total = host.order().totals.total;
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(host.order().totals.total, total);
        placed_once(&host, release);
    }
}

#[test]
fn another_writer_between_read_and_complete_is_told() {
    let mut host = ready("1.7", BOOK);
    host.edit(PAYMENT);
    let line = host.order().lines[0].id.to_string();
    host.tamper = Some(|order| {
        // As if it had been read before the other writer came.
        if order.step == Step::Complete {
            order.totals.total = order.totals.total.plus(order.totals.total).unwrap();
        }
    });
    assert_eq!(
        status(&host.submit()),
        "placed_different",
        "{line}: {:#?}",
        host.trace
    );
}

#[test]
fn items_of_a_placed_order_are_never_touched() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        assert_eq!(status(&buy(&mut host)), "placed");
        let before = host.requests.len();
        let told = host.edit(r#"{"lines":[{"variant":"BOOK","quantity":2}]}"#);
        assert!(matches!(told, Settled::Refused(error) if error.code.as_str() == "order_complete"));
        assert_eq!(host.requests.len(), before);
    }
}

#[test]
fn an_order_placed_by_another_tab_is_found_before_anything_is_sent() {
    let mut host = ready("1.7", BOOK);
    host.edit(PAYMENT);
    assert_eq!(
        elsewhere(
            &mut host,
            "PUT",
            "checkouts/select-payment/:id",
            r#"{"payments":[{"method":"cod"}]}"#
        ),
        204
    );
    assert_eq!(elsewhere(&mut host, "PUT", "checkouts/complete/:id", "{}"), 204);
    let before = writes(&host).len();
    host.submit();
    assert_eq!(writes(&host).len(), before, "{:#?}", host.trace);
    assert_eq!(host.session.snapshot().get("status").as_text(), Some("placed"));
    placed_once(&host, "1.7");
}

#[test]
fn complete_carried_out_twice_places_one_order() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(PAYMENT);
        host.edit(r#"{"payment":{"method":"cod"}}"#);
        host.shop.add_fault(cashwrap_shop::Fault::once(
            "PUT /api/v1/checkouts/complete",
            cashwrap_shop::FaultKind::DropAfter,
        ));
        // The answer is lost: it is looked for, and never sent blindly again.
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        let completes = writes(&host).into_iter().filter(|w| w == "PUT complete");
        assert_eq!(completes.count(), 1);
        assert_eq!(&*host.order().receipt, "000000001");
    }
}

#[test]
fn a_wrong_step_at_complete_means_read() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(PAYMENT);
        host.shop.add_fault(cashwrap_shop::Fault::once(
            "PUT /api/v1/checkouts/complete",
            cashwrap_shop::FaultKind::Error500Before,
        ));
        let end = host.submit();
        assert_eq!(status(&end), "other", "{release}: {:#?}", host.trace);
        assert_eq!(end.get("error").get("outcome").as_text(), Some("rejected"));
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_conflict_at_complete_is_read_and_sent_again() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(PAYMENT);
        host.shop.add_fault(cashwrap_shop::Fault::once(
            "PUT /api/v1/checkouts/complete",
            cashwrap_shop::FaultKind::Lock409,
        ));
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_refusal_at_the_last_step_leaves_the_payment_chosen() {
    for release in RELEASES {
        let mut host = ready(release, r#"[{"variant":"LAST","quantity":2}]"#);
        host.edit(PAYMENT);
        host.shop.set_stock(7, 0);
        let end = host.submit();
        assert_eq!(status(&end), "other", "{release}: {:#?}", host.trace);
        assert_eq!(
            end.get("blockers").items()[0].get("code").as_text(),
            Some("line.stock")
        );
        assert_eq!(host.truth().state, "payment_selected");
        // Once the cause is gone the same call places it (notes §4).
        host.shop.set_stock(7, 3);
        host.edit(r#"{"lines":[{"variant":"LAST","quantity":1}]}"#);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(&*host.order().payments[0].method, "bank_transfer");
    }
}

#[test]
fn a_payment_method_that_is_not_taken_any_more_is_chosen_anew() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(r#"{"payment":{"method":"cod"}}"#);
        host.shop.set_sylius_enabled("cod", false);
        assert_eq!(status(&host.submit()), "other", "{release}: {:#?}", host.trace);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(&*host.order().payments[0].method, "bank_transfer");
    }
}

#[test]
fn another_payment_method_is_chosen_at_the_last_step() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        host.edit(r#"{"payment":{"method":"cod"}}"#);
        host.shop.set_sylius_enabled("BOOK", false);
        assert_eq!(status(&host.submit()), "other");
        host.shop.set_sylius_enabled("BOOK", true);
        assert_eq!(host.truth().state, "payment_selected");
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(&*host.order().payments[0].method, "bank_transfer");
    }
}

#[test]
fn a_lost_line_is_not_added_twice() {
    for release in RELEASES {
        let mut host = visitor(release);
        host.shop.add_fault(cashwrap_shop::Fault::once(
            "POST /api/v1/carts",
            cashwrap_shop::FaultKind::DropAfter,
        ));
        // Adding never sums: a blind second one would be a second line (notes §5.7).
        let told = host.edit(&format!(r#"{{"email":"{EMAIL}","lines":{BOOK}}}"#));
        assert_eq!(told, Settled::Confirmed, "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().lines.len(), 1);
        // One that another tab added twice is one line again once it is wished.
        elsewhere(
            &mut host,
            "POST",
            "carts/:id/items/",
            r#"{"variant":"BOOK","quantity":1}"#,
        );
        host.session
            .ask(&crate::host::json(r#"{"kind":"refresh"}"#))
            .unwrap();
        host.run();
        host.edit(r#"{"lines":[{"variant":"BOOK","quantity":2}]}"#);
        let lines: Vec<_> = host.truth().lines.iter().map(|l| l.quantity).collect();
        assert_eq!(lines, [2], "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_cart_that_is_gone_is_made_anew_with_the_same_lines() {
    for release in RELEASES {
        let mut host = ready(release, BOOK);
        let first = host.order().number.to_string();
        assert_eq!(elsewhere(&mut host, "DELETE", "carts/:id", ""), 204);
        host.edit(r#"{"lines":[{"variant":"MUG","quantity":1}]}"#);
        assert_ne!(*host.order().number, *first, "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().lines.len(), 2, "{release}: {:#?}", host.trace);
        assert_eq!(status(&buy(&mut host)), "placed", "{release}: {:#?}", host.trace);
    }
}

#[test]
fn only_a_proxy_may_hold_an_administrators_token() {
    let options = r#"{"dialect":"sylius_1","shop":"https://store.example","auth":{"kind":"guest"}}"#;
    let error = cashwrap::checkout::Session::new(&crate::host::json(options), None).unwrap_err();
    assert_eq!(
        (&*error.fields[0].field, error.fields[0].code),
        ("auth.kind", "needs_proxy")
    );
}
