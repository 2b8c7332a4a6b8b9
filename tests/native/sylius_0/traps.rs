//! What is special about a server whose one URL does everything: each trap of the sheet and of the recordings.

use super::proxy::{EMAIL, PAYMENT, RELEASES, visitor, visitor_anywhere, visitor_of_backend};
use super::purchase::{ADDRESS, BOOKS, everything, placed, status, writes};
use crate::host::{Host, visitor as proxied};
use cashwrap::checkout::{Settled, Step};
use cashwrap::error::Code;
use cashwrap::order::Order;
use cashwrap_shop::{Fault, FaultKind, Request, answer};

/// A call of somebody else's, straight at the shop.
fn elsewhere(host: &mut Host, method: &str, path: &str, body: &str) -> u16 {
    let mut request = Request::new(method, path).header("Authorization", "Bearer SampleToken");
    if !body.is_empty() {
        request = request.json(body);
    }
    answer(&mut host.shop, &request).response().unwrap().status
}

#[test]
fn a_key_for_checkouts_alone_still_buys() {
    for release in ["0.14", "0.15", "0.16"] {
        let mut host = visitor_of_backend(release);
        host.proxy_key = Some("CheckoutToken".to_owned());
        host.edit(&everything(BOOKS, r#""cheapest""#));
        assert_eq!(host.order().step, Step::Payment, "{release}: {:#?}", host.trace);
        assert_eq!(
            host.order().lines.len(),
            1,
            "{release}: told by the call's own answer"
        );
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        assert_eq!(writes(&host).len(), 4, "{release}");
        let reads = host.trace.iter().filter(|line| line.contains("GET /orders"));
        assert_eq!(
            reads.count(),
            1,
            "{release}: asked once, refused, and never again"
        );
    }
}

#[test]
fn a_lost_answer_is_found_by_the_shape_of_the_checkout() {
    for at in 0..4 {
        let mut host = visitor_of_backend("0.16");
        host.proxy_key = Some("CheckoutToken".to_owned());
        let mut fault = Fault::once("PUT /api/", FaultKind::DropAfter);
        fault.skip = at;
        host.shop.add_fault(fault);
        host.edit(&everything(BOOKS, r#""cheapest""#));
        host.edit(PAYMENT);
        let ending = host.submit();
        // After a lost answer to the addresses nothing tells what is in the order until the next one.
        let told = (status(&ending), placed(&host));
        assert!(
            matches!(told, ("placed", 1) | ("changed" | "other", 0)),
            "call {at}: {told:?} {:#?}",
            host.trace
        );
        host.edit(PAYMENT);
        host.submit();
        assert!(placed(&host) <= 1, "call {at}");
    }
}

#[test]
fn an_order_without_lines_goes_nowhere() {
    let mut host = visitor("0.13");
    host.edit(&format!(r#"{{"lines":{BOOKS},"email":"{EMAIL}"}}"#));
    host.edit(r#"{"empty":true}"#);
    assert!(host.order().lines.is_empty());
    let before = writes(&host).len();
    // Up to 0.15 the server would take it to the end, and charge for delivery.
    host.edit(&format!(r#"{{"shipping":{ADDRESS},"rate":"cheapest"}}"#));
    assert_eq!(writes(&host).len(), before);
    assert!(host.blockers().contains(&"cart.empty".to_owned()));
}

#[test]
fn an_order_emptied_by_somebody_else_is_not_placed() {
    for release in ["0.13", "0.16"] {
        let mut host = visitor(release);
        host.edit(&everything(BOOKS, r#""cheapest""#));
        host.edit(PAYMENT);
        let line = host.order().lines[0].id.to_string();
        assert_eq!(
            elsewhere(&mut host, "DELETE", &format!("/api/orders/1/items/{line}"), ""),
            204
        );
        let ending = host.submit();
        assert_ne!(status(&ending), "placed", "{release}");
        assert_eq!(placed(&host), 0, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn a_quantity_is_another_line_in_the_place_of_the_first() {
    let mut host = visitor("0.16");
    host.edit(&format!(r#"{{"lines":{BOOKS},"email":"{EMAIL}"}}"#));
    let line = host.order().lines[0].id.to_string();
    // By its id, which goes with it.
    let how = host.edit(&format!(r#"{{"lines":[{{"line":"{line}","quantity":2}}]}}"#));
    assert_eq!(how, Settled::Confirmed, "{:?}", host.trace);
    assert_eq!(
        writes(&host)[1..],
        ["DELETE /orders/:id/items/:item", "POST /orders/:id/items/"]
    );
    let lines: Vec<_> = host
        .order()
        .lines
        .iter()
        .map(|l| (&*l.variant, l.quantity))
        .collect();
    assert_eq!(lines, [("1", 2)]);
}

#[test]
fn a_line_that_came_twice_is_taken_off_again() {
    // Posting an item twice gives two lines, which are never merged.
    let mut host = visitor("0.16");
    host.until_twice = Some(1);
    let how = host.edit(&format!(r#"{{"lines":{BOOKS},"email":"{EMAIL}"}}"#));
    assert_eq!(how, Settled::Confirmed, "{:?}", host.trace);
    let lines: Vec<_> = host.shop.orders()[0].lines.iter().map(|l| l.quantity).collect();
    assert_eq!(lines, [3]);
}

#[test]
fn where_items_are_closed_the_backend_adds_them() {
    // No role has the permission at 0.14 and 0.15; a key for checkouts alone has it nowhere.
    for release in ["0.14", "0.15", "0.16"] {
        let mut host = visitor_of_backend(release);
        host.proxy_key = Some("CheckoutToken".to_owned());
        host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{ADDRESS}}}"#
        ));
        assert_eq!(host.order().lines.len(), 1, "{release}: {:?}", host.trace);
        assert_eq!(writes(&host), ["PUT /checkouts/:id"], "{release}");
        // A backend that does not leaves an order that is not placed.
        let mut host = visitor(release);
        host.proxy_key = Some("CheckoutToken".to_owned());
        host.edit(&everything(BOOKS, r#""cheapest""#));
        host.edit(PAYMENT);
        assert_ne!(status(&host.submit()), "placed", "{release}");
        assert_eq!(placed(&host), 0, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn two_payments_on_an_order_place_nothing() {
    // As two clients leave it that pay at the same moment (0.16).
    fn doubled(order: &mut Order) {
        if order.step == Step::Confirm && order.payments.len() == 1 {
            let mut other = order.payments[0].clone();
            other.id = "99".into();
            order.payments.push(other);
        }
    }
    let mut host = visitor("0.16");
    host.tamper = Some(doubled);
    host.edit(&everything(BOOKS, r#""cheapest""#));
    host.edit(PAYMENT);
    assert_eq!(status(&host.submit()), "other");
    assert_eq!(placed(&host), 0);
}

#[test]
fn a_state_that_changed_meanwhile_is_read_and_not_guessed() {
    // Somebody else has taken the order on to `payment`, where every call places it.
    let mut host = visitor("0.16");
    host.edit(&format!(
        r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{ADDRESS}}}"#
    ));
    assert_eq!(host.order().step, Step::Delivery);
    for body in [r#"{"shipments":[{"method":1}]}"#, r#"{"paymentMethod":1}"#] {
        assert_eq!(elsewhere(&mut host, "PUT", "/api/checkouts/1", body), 200);
    }
    host.edit(r#"{"rate":"cheapest"}"#);
    assert_eq!(host.order().step, Step::Confirm, "{:?}", host.trace);
    assert_eq!(
        placed(&host),
        0,
        "a choice of methods would have placed it: {:?}",
        host.trace
    );
}

#[test]
fn what_the_family_has_no_call_for_is_refused_at_once() {
    let mut host = visitor("0.16");
    for (edits, field) in [
        (r#"{"coupon":"TEN"}"#.to_owned(), "coupon"),
        (r#"{"notes":"Ring twice"}"#.to_owned(), "notes"),
        (
            format!(
                r#"{{"shipping":{}}}"#,
                ADDRESS.replacen('{', r#"{"address2":"Floor 2","#, 1)
            ),
            "shipping.address2",
        ),
        (
            r#"{"payment":{"method":"1","token":"tok"}}"#.to_owned(),
            "payment.source",
        ),
    ] {
        let Settled::Refused(error) = host.edit(&edits) else {
            panic!("{field}");
        };
        assert_eq!(error.code, Code::Unsupported, "{field}");
        assert_eq!(error.fields[0].field, field);
    }
    assert!(host.trace.is_empty(), "nothing was asked");
}

#[test]
fn a_phone_is_sent_and_never_told_and_that_is_no_difference() {
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        let address = ADDRESS.replacen('{', r#"{"phone":"555-0100","company":"ACME","#, 1);
        let how = host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{address}}}"#
        ));
        assert_eq!(how, Settled::Confirmed, "{release}: {:?}", host.trace);
    }
}

#[test]
fn a_reload_goes_on_where_the_order_stands() {
    let options = proxied("sylius_0");
    for release in RELEASES {
        let mut host = visitor_anywhere(release);
        host.edit(&format!(
            r#"{{"lines":{BOOKS},"email":"{EMAIL}","shipping":{ADDRESS}}}"#
        ));
        let gate = host.gate;
        let mut host = host.reload(&options);
        host.gate = gate;
        host.run();
        assert_eq!(host.order().step, Step::Delivery, "{release}");
        assert_eq!(
            host.order().email,
            EMAIL,
            "{release}: no answer since 0.15 says so again"
        );
        assert!(
            !host.order().shipments[0].rates.is_empty(),
            "{release}: {:?}",
            host.trace
        );
        host.edit(r#"{"rate":"cheapest"}"#);
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:?}", host.trace);
    }
}

#[test]
fn a_product_that_was_removed_ends_the_reading_and_says_so() {
    let mut host = visitor("0.16");
    host.edit(&everything(BOOKS, r#""cheapest""#));
    host.edit(PAYMENT);
    host.shop.delete_variant(1);
    let ending = host.submit();
    assert_eq!(status(&ending), "other", "{:?}", host.trace);
    assert_eq!(placed(&host), 0);
}
