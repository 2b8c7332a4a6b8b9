//! Money: one-shot payments, the price gate, endings that tell the truth.

use crate::host::{ADDRESS, Host, PAYMENT, everything, json};
use crate::typed::Card;
use cashwrap::checkout::Settled;
use cashwrap::error::Code;
use cashwrap_shop::{Fault, FaultKind};

fn status(end: &cashwrap::json::Value) -> &str {
    end.get("status").as_text().unwrap()
}

fn ready() -> Host {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    host
}

fn card(number: &str) -> Card {
    Card::of(number)
}

fn raw_card_shop() -> Host {
    let options = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"guest"},
        "rawCard":"i-accept-pci-saq-d"}"#;
    Host::new(&json(options), crate::host::recorded_shop())
}

#[test]
fn a_declined_card_ends_declined_and_another_one_pays() {
    let mut host = raw_card_shop();
    host.edit(&everything(r#""cheapest""#));
    host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4000000000000002")));
    let end = host.submit();
    assert_eq!(status(&end), "declined");
    assert_eq!(host.truth().state, "payment");
    assert!(
        host.blockers().contains(&"payment.reenter".to_owned()),
        "{:?}",
        host.blockers()
    );
    host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4111111111111111")));
    assert_eq!(status(&host.submit()), "placed");
    assert_eq!(host.shop.charges().len(), 1);
    assert_eq!(host.shop.charges()[0].amount, host.truth().total);
}

#[test]
fn a_price_that_rose_in_between_ends_changed_and_charges_nothing() {
    let mut host = ready();
    // The shop itself changes what the order costs: a line from another tab.
    let (number, token) = (host.truth().number, host.truth().token);
    let request = cashwrap_shop::Request::new("POST", &format!("/api/orders/{number}/coupon_codes"))
        .header("X-Spree-Order-Token", &token)
        .json(r#"{"coupon_code":"10off"}"#);
    cashwrap_shop::answer(&mut host.shop, &request);
    let end = host.submit();
    assert_eq!(status(&end), "changed", "{:#?}", host.trace);
    let what: Vec<_> = end
        .get("differences")
        .items()
        .iter()
        .filter_map(|d| d.get("what").as_text())
        .collect();
    assert!(what.contains(&"total"), "{what:?}");
    assert!(host.shop.charges().is_empty());
    assert!(
        host.truth().payments.is_empty(),
        "the one-shot payment was not spent on another total"
    );
    // What is there now was read, so a second yes is a yes to that.
    host.edit(PAYMENT);
    assert_eq!(status(&host.submit()), "placed");
    assert_eq!(host.shop.charges().len(), 1);
    assert_eq!(host.shop.charges()[0].amount, host.truth().total);
}

#[test]
fn a_total_nobody_has_confirmed_is_not_agreed_to() {
    let mut host = ready();
    host.wish(r#"{"lines":[{"variant":"2","quantity":9}]}"#).unwrap();
    let id = host.session.submit(host.session.revision(), "a", host.now_ms);
    let end = host.ending(id);
    assert_eq!(status(&end), "changed");
    assert_eq!(
        end.get("differences").items()[0].get("what").as_text(),
        Some("unconfirmed")
    );
}

#[test]
fn an_old_screen_is_not_agreed_to() {
    let mut host = ready();
    let seen = host.session.revision();
    host.edit(r#"{"lines":[{"variant":"3","quantity":5}]}"#);
    let id = host.session.submit(seen, "a", host.now_ms);
    assert_eq!(status(&host.ending(id)), "changed");
    assert!(host.shop.charges().is_empty());
}

#[test]
fn a_payment_is_not_reused_after_the_cart_has_changed() {
    let mut host = ready();
    // The payment reaches the order, and then the attempt ends: the gateway's answer to placing is a lack of stock.
    host.shop.set_stock(2, 0);
    let end = host.submit();
    assert_eq!(status(&end), "other", "{:#?}", host.trace);
    assert_eq!(
        host.truth()
            .payments
            .iter()
            .filter(|p| p.state == "checkout")
            .count(),
        1
    );
    host.shop.set_stock(2, 10);
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    // A stale amount stands on the order; it must not be charged.
    let end = host.submit();
    assert_eq!(status(&end), "other", "{:#?}", host.trace);
    assert!(host.shop.charges().is_empty());
    host.edit(PAYMENT);
    assert_eq!(status(&host.submit()), "placed");
    assert_eq!(host.shop.charges()[0].amount, host.truth().total);
}

#[test]
fn an_order_emptied_at_confirm_is_not_placed_for_nothing() {
    let mut host = ready();
    host.edit(r#"{"empty":true}"#);
    assert_eq!(host.truth().state, "confirm", "the server keeps the step");
    let end = host.submit();
    assert_eq!(status(&end), "other");
    assert!(!host.truth().completed);
}

#[test]
fn a_payment_wish_is_sent_once_and_never_again_by_itself() {
    let mut host = ready();
    host.shop
        .add_fault(Fault::once("POST /api/orders/*/payments", FaultKind::DropBefore));
    let end = host.submit();
    assert_eq!(status(&end), "other");
    let sent = host
        .shop
        .log()
        .iter()
        .filter(|e| e.path.ends_with("/payments"))
        .count();
    assert_eq!(sent, 1);
    assert!(host.blockers().contains(&"payment.reenter".to_owned()));
}

#[test]
fn a_lost_answer_to_a_payment_that_arrived_is_found_by_reading() {
    let mut host = ready();
    host.shop
        .add_fault(Fault::once("POST /api/orders/*/payments", FaultKind::DropAfter));
    assert_eq!(status(&host.submit()), "placed");
    assert_eq!(host.truth().payments.len(), 1);
    assert_eq!(host.shop.charges().len(), 1);
}

#[test]
fn submitting_twice_joins_the_attempt_and_tells_both_the_same() {
    let mut host = ready();
    let seen = host.session.revision();
    let first = host.session.submit(seen, "a", host.now_ms);
    let second = host.session.submit(seen, "b", host.now_ms);
    host.run();
    let (first, second) = (host.ending(first), host.ending(second));
    assert_eq!(status(&first), "placed");
    assert_eq!(first, second);
    assert_eq!(host.shop.charges().len(), 1);
}

#[test]
fn after_placed_it_is_closed_and_keeps_the_receipt() {
    let mut host = ready();
    host.submit();
    let calls = host.shop.log().len();
    let error = host
        .session
        .edit(&json(r#"{"lines":[{"variant":"2","quantity":1}]}"#), None, 0)
        .unwrap_err();
    assert_eq!(error.code, Code::OrderComplete);
    assert_eq!(status(&host.submit()), "placed");
    assert_eq!(host.shop.log().len(), calls, "nothing was sent");
    let snapshot = host.session.snapshot();
    assert_eq!(snapshot.get("status").as_text(), Some("placed"));
    assert_eq!(snapshot.get("order").get("lines").items().len(), 3);
    host.session.start_new().unwrap();
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
    assert_eq!(host.shop.orders().len(), 2);
}

#[test]
fn a_busy_order_is_waited_for_until_a_dead_lock_has_expired() {
    let mut host = ready();
    let number = host.truth().number;
    host.shop.set_lock(&number, true);
    let end = host.submit();
    // The lock's holder died; it expires after 120 s, and the attempt goes on by itself.
    assert_eq!(status(&end), "uncertain");
    assert_eq!(
        host.session.snapshot().get("status").as_text(),
        Some("placed"),
        "{:#?}",
        host.trace
    );
    assert_eq!(host.shop.charges().len(), 1);
}

#[test]
fn an_answer_lost_for_good_is_uncertain_until_it_is_known() {
    let mut host = ready();
    host.shop
        .add_fault(Fault::once("PUT /api/checkouts/*/complete", FaultKind::DropAfter));
    host.shop.add_fault(Fault {
        skip: 2,
        times: 6,
        ..Fault::once("GET /api/orders", FaultKind::DropBefore)
    });
    let end = host.submit();
    assert_eq!(status(&end), "uncertain");
    // It went on reading by itself.
    assert_eq!(host.session.snapshot().get("status").as_text(), Some("placed"));
    assert_eq!(status(&host.submit()), "placed");
    assert_eq!(host.shop.charges().len(), 1);
}

#[test]
fn while_nobody_knows_only_an_explicit_abandon_opens_a_new_cart() {
    let mut host = ready();
    host.shop
        .add_fault(Fault::once("PUT /api/checkouts/*/complete", FaultKind::DropAfter));
    let refuse_reads = Fault {
        skip: 2,
        times: 1000,
        ..Fault::once("GET /api/orders", FaultKind::Error500Before)
    };
    host.shop.add_fault(refuse_reads);
    assert_eq!(status(&host.submit()), "uncertain");
    let error = host
        .session
        .edit(&json(r#"{"lines":[{"variant":"2","quantity":1}]}"#), None, 0)
        .unwrap_err();
    assert_eq!(error.code, Code::AttemptUnresolved);
    assert_eq!(
        host.session.start_new().unwrap_err().code,
        Code::AttemptUnresolved
    );
    host.shop.clear_faults();
    host.session.abandon();
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#),
        Settled::Confirmed
    );
    assert_eq!(host.shop.orders().len(), 2);
}

#[test]
fn a_check_pays_without_a_charge() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(r#"{"payment":{"method":"2"}}"#);
    assert_eq!(status(&host.submit()), "placed", "{:#?}", host.trace);
    assert!(host.shop.charges().is_empty());
    assert_eq!(host.truth().payments[0].amount, host.truth().total);
}

#[test]
fn a_raw_card_needs_its_option_and_never_shows() {
    let mut host = Host::guest();
    let typed = host.cards.keep(card("4111111111111111"));
    let edits = json(r#"{"payment":{"method":"1"}}"#);
    let error = host.session.edit(&edits, Some(typed), 0);
    assert_eq!(error.unwrap_err().code, Code::Unsupported);
    let mut host = raw_card_shop();
    host.edit(&everything(r#""cheapest""#));
    host.edit_with(r#"{"payment":{"method":"1"}}"#, Some(card("4111111111111111")));
    let shown = String::from_utf8(host.session.snapshot().write().to_vec()).unwrap();
    assert!(!shown.contains("41111111"));
    assert!(!format!("{:?}", host.session).contains("4111"));
    assert!(!host.storage.clone().unwrap().contains("4111"));
    assert_eq!(status(&host.submit()), "placed");
    assert!(!format!("{:?}", host.requests).contains("4111"));
}

#[test]
fn a_free_order_has_no_payment_step() {
    let mut host = Host::guest();
    // Variant 4 is free; delivery is not, so the payment step applies and says so.
    let edits = format!(
        r#"{{"lines":[{{"variant":"4","quantity":1}}],"email":"a@b.co","shipping":{ADDRESS},"rate":"cheapest"}}"#
    );
    host.edit(&edits);
    assert_eq!(host.order().totals.items.to_text(), "0.00");
    assert!(host.blockers().contains(&"payment.missing".to_owned()));
    host.edit(PAYMENT);
    assert_eq!(status(&host.submit()), "placed");
}

#[test]
fn a_typed_card_is_forgotten_after_ten_minutes_or_when_the_page_goes() {
    let mut host = raw_card_shop();
    host.edit(&everything(r#""cheapest""#));
    let typed = host.cards.keep(card("4111111111111111"));
    let edits = json(r#"{"payment":{"method":"1"}}"#);
    host.session.edit(&edits, Some(typed), 0).unwrap();
    host.step_all();
    assert_eq!(host.blockers(), Vec::<String>::new());
    host.pass(cashwrap::checkout::CARD_LIFE_MS - 1);
    host.step_all();
    assert_eq!(host.blockers(), Vec::<String>::new());
    host.pass(1);
    host.step_all();
    assert_eq!(host.blockers(), ["payment.reenter"]);
    let typed = host.cards.keep(card("4111111111111111"));
    let edits = json(r#"{"payment":{"method":"1"}}"#);
    host.session.edit(&edits, Some(typed), 0).unwrap();
    host.session.forget_card();
    assert_eq!(host.blockers(), ["payment.reenter"]);
    assert_eq!(status(&host.submit()), "other");
}

#[test]
fn another_currency_is_another_total() {
    let mut host = ready();
    host.tamper = Some(|order| order.currency = "KWD".into());
    let ending = host.submit();
    assert_eq!(status(&ending), "changed");
    assert_eq!(host.shop.charges().len(), 0);
}

#[test]
fn a_click_beside_the_first_wishes_has_seen_no_total() {
    let mut host = Host::guest();
    host.wish(&everything(r#""cheapest""#)).unwrap();
    host.wish(PAYMENT).unwrap();
    let ending = host.submit();
    assert_eq!(status(&ending), "changed");
    assert_eq!(
        ending.get("differences").items()[0].get("what").as_text(),
        Some("unconfirmed")
    );
}
