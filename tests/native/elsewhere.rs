//! An attempt that another tab has under way: nothing here may place beside it, hide it or forget it.

use crate::host::{Host, PAYMENT, everything, guest, json, spree};
use cashwrap::checkout::{Answer, Effect, Fault, FaultKind, Settled, Step};
use cashwrap::http::Lost;
use cashwrap::json::Value;

fn st(v: &Value) -> String {
    v.get("status").as_text().unwrap().to_owned()
}

/// A tab whose call that places is about to leave: its route ends with `end`, and the order stands at `confirm`.
fn placing(mut h: Host, end: &str) -> (Host, Effect) {
    h.edit(&everything(r#""cheapest""#));
    h.edit(PAYMENT);
    h.session.submit(h.session.revision(), "first", h.now_ms);
    loop {
        let place = until(&mut h, end);
        if h.session.order().unwrap().step == Step::Confirm {
            return (h, place);
        }
        h.perform(place);
    }
}

fn until(h: &mut Host, end: &str) -> Effect {
    loop {
        let effect = h.session.poll(h.now_ms).expect("it rests before that");
        if matches!(&effect, Effect::Send { request, .. } if request.route.ends_with(end)) {
            return effect;
        }
        h.perform(effect);
    }
}

/// A minute goes by without an answer, and the lock is let go.
fn lose(h: &mut Host, place: &Effect) {
    let Effect::Send { ticket, .. } = place else {
        unreachable!()
    };
    h.pass(60_000);
    h.session.receive(*ticket, Answer::Lost(Lost::Timeout), h.now_ms);
    loop {
        let effect = h.session.poll(h.now_ms).expect("it holds its lock");
        let is_over = effect == Effect::Unlock;
        h.perform(effect);
        if is_over {
            return;
        }
    }
}

/// The world as the other tab has left it.
fn turn_to(h: &mut Host, other: &Host) {
    h.now_ms = h.now_ms.max(other.now_ms);
    h.shop = other.shop.clone();
    h.storage = other.storage.clone();
}

fn beside(first: &Host, options: &Value) -> Host {
    let mut second = Host::resumed(options, first.shop.clone(), first.storage.clone());
    second.now_ms = first.now_ms;
    second.run();
    second
}

/// Two tabs on one cart that is ready.
fn two_tabs() -> (Host, Host) {
    let mut first = Host::guest();
    first.edit(&everything(r#""cheapest""#));
    let second = beside(&first, &guest());
    (first, second)
}

/// The same, and the first one's call that places is about to leave.
fn beside_placing() -> (Host, Host, Effect) {
    let (first, mut second) = two_tabs();
    let (first, place) = placing(first, "complete");
    turn_to(&mut second, &first);
    (first, second, place)
}

/// Both have clicked; the answer of the first is lost, and the second gets the lock a minute later.
fn who_waited_for_the_lock(mut first: Host, options: &Value, end: &str) {
    first.edit(&everything(r#""cheapest""#));
    let mut second = beside(&first, options);
    second.edit(PAYMENT);
    let (mut first, place) = placing(first, end);
    turn_to(&mut second, &first);
    let id = second
        .session
        .submit(second.session.revision(), "second", second.now_ms);
    let lock = loop {
        let effect = second.session.poll(second.now_ms).expect("it asks for the lock");
        if let Effect::Lock(_) = effect {
            break effect;
        }
        second.perform(effect);
    };
    lose(&mut first, &place);
    turn_to(&mut second, &first);
    let since = second.now_ms;
    second.trace.clear();
    second.perform(lock);
    // The request of the first may still be carried out for 90 seconds.
    while second.now_ms < since + 85_000 {
        second.step_all();
        second.pass(1000);
        let placed = second.trace.iter().any(|step| step.starts_with("send P"));
        assert!(!placed, "{:?}", second.trace);
    }
    // It is carried out after all: whoever waited here is told so.
    let Effect::Send { request, .. } = place else {
        unreachable!()
    };
    turn_to(&mut first, &second);
    first.send(&request);
    turn_to(&mut second, &first);
    second.pass(20_000);
    second.run();
    assert_eq!(st(&second.ending(id)), "uncertain", "after 20 seconds");
    assert_eq!(st(&second.session.snapshot()), "placed");
    assert_eq!(second.shop.charges().len(), 1);
}

#[test]
fn who_waited_for_the_lock_places_nothing_beside_it() {
    who_waited_for_the_lock(Host::guest(), &guest(), "complete");
}

#[test]
fn who_waited_for_the_lock_places_nothing_beside_it_where_the_shop_has_no_lock() {
    who_waited_for_the_lock(Host::spree("3.7.14.1"), &spree(), "next");
}

/// A tab that was opened before there was a cart takes the order over, and what is under way with it.
fn who_takes_the_order_over(first: Host, mut second: Host, end: &str) {
    let (mut first, place) = placing(first, end);
    lose(&mut first, &place);
    turn_to(&mut second, &first);
    let since = second.now_ms;
    second
        .wish(r#"{"lines":[{"variant":"3","quantity":7}]}"#)
        .unwrap();
    second.step_all();
    assert_eq!(st(&second.session.snapshot()), "uncertain");
    while second.now_ms < since + 85_000 {
        second.step_all();
        second.pass(1000);
        let changed = second.trace.iter().any(|step| step.starts_with("send P"));
        assert!(!changed, "{:?}", second.trace);
    }
    first.storage = second.storage.clone();
    let first = first.reload(&guest());
    assert_eq!(st(&first.session.snapshot()), "uncertain");
}

#[test]
fn who_takes_the_order_over_waits_for_what_is_under_way() {
    who_takes_the_order_over(Host::guest(), Host::guest(), "complete");
}

#[test]
fn a_new_cart_made_here_does_not_hide_it() {
    let (mut first, mut second, _) = beside_placing();
    second.session.start_new().unwrap();
    second
        .wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#)
        .unwrap();
    second.step_all();
    assert_eq!(second.order().lines.len(), 1);
    assert_eq!(
        second.session.snapshot().get("storage").as_text(),
        Some("memory"),
        "a reload would lose the new cart, and that is said"
    );
    first.storage = second.storage;
    let first = first.reload(&guest());
    assert_eq!(st(&first.session.snapshot()), "uncertain");
}

#[test]
fn a_read_that_is_refused_here_does_not_hide_it() {
    let (mut first, mut second, _) = beside_placing();
    second.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    let Effect::Send { ticket, .. } = until(&mut second, ":number") else {
        unreachable!()
    };
    let fault = Fault {
        kind: FaultKind::NotFound,
        fields: vec![],
        status: 404,
    };
    second
        .session
        .receive(ticket, Answer::Fault(fault), second.now_ms);
    second.step_all();
    first.storage = second.storage;
    let first = first.reload(&guest());
    assert_eq!(st(&first.session.snapshot()), "uncertain");
}

#[test]
fn an_order_left_long_ago_makes_room_again() {
    let (_, mut second, _) = beside_placing();
    second.session.start_new().unwrap();
    second.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    second.pass(200_000);
    second.run();
    assert_eq!(second.session.snapshot().get("storage").as_text(), Some("ok"));
    assert!(
        second
            .storage
            .unwrap()
            .contains(&*second.session.order().unwrap().number)
    );
}

#[test]
fn placing_where_the_storage_holds_another_order_is_said() {
    let (mut first, mut second) = two_tabs();
    second.session.start_new().unwrap();
    second.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    turn_to(&mut first, &second);
    first.edit(PAYMENT);
    first
        .session
        .submit(first.session.revision(), "first", first.now_ms);
    until(&mut first, "complete");
    assert_eq!(first.session.snapshot().get("storage").as_text(), Some("memory"));
}

#[test]
fn a_second_call_that_never_left_does_not_end_what_the_first_may_still_do() {
    let (mut h, place) = placing(Host::guest(), "complete");
    let Effect::Send { ticket, .. } = place else {
        unreachable!()
    };
    h.pass(1000);
    h.session.receive(ticket, Answer::Lost(Lost::Network), h.now_ms);
    let ticket = loop {
        match h.session.poll(h.now_ms) {
            Some(Effect::Send { ticket, request }) if request.route.ends_with("complete") => break ticket,
            Some(Effect::Wake { at_ms }) => h.pass(at_ms.saturating_sub(h.now_ms)),
            Some(effect) => h.perform(effect),
            None => h.pass(500),
        }
    };
    // The page's own `headers` threw.
    h.session.receive(ticket, Answer::Lost(Lost::BadHeader), h.now_ms);
    h.step_all();
    assert_eq!(st(&h.session.snapshot()), "placing");
    assert!(
        h.storage.clone().unwrap().contains(r#""completes":1"#),
        "a reload looks for it"
    );
}

#[test]
fn an_attempt_given_up_here_makes_room_at_once() {
    let (mut h, place) = placing(Host::guest(), "complete");
    lose(&mut h, &place);
    h.session.abandon();
    h.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    h.step_all();
    let number = h.order().number.clone();
    assert_eq!(h.session.snapshot().get("storage").as_text(), Some("ok"));
    let mut h = h.reload(&guest());
    h.run();
    assert_eq!(h.order().number, number);
}

#[test]
fn where_nothing_is_stored_the_lock_is_kept_while_nobody_knows() {
    let mut h = Host::spree("3.7");
    h.storage_works = false;
    let (mut h, place) = placing(h, "next");
    let Effect::Send { ticket, .. } = place else {
        unreachable!()
    };
    h.trace.clear();
    h.session.receive(ticket, Answer::Lost(Lost::Network), h.now_ms);
    for _ in 0..140 {
        h.step_all();
        h.pass(1000);
    }
    assert!(
        h.trace.len() > 3 && !h.trace.contains(&"unlock".to_owned()),
        "{:?}",
        h.trace
    );
    h.pass(20_000);
    h.run();
    assert!(h.trace.contains(&"unlock".to_owned()), "{:?}", h.trace);
}

#[test]
fn what_was_wished_while_it_was_placed_is_said_not_to_be_in_it() {
    let (mut first, mut second, place) = beside_placing();
    lose(&mut first, &place);
    turn_to(&mut second, &first);
    let id = second
        .wish(r#"{"lines":[{"variant":"3","quantity":7}]}"#)
        .unwrap();
    second.step_all();
    let Effect::Send { request, .. } = place else {
        unreachable!()
    };
    turn_to(&mut first, &second);
    first.send(&request);
    turn_to(&mut second, &first);
    second.pass(20_000);
    second.run();
    let Settled::Refused(error) = second.how(id) else {
        panic!("a wish that is not in the order was kept")
    };
    assert_eq!(error.code.as_str(), "order_complete");
}

/// Without locks two tabs may come to their journal at once.
#[test]
fn who_finds_it_when_the_journal_is_stored_takes_its_call_back() {
    let (mut first, mut second) = two_tabs();
    first.edit(PAYMENT);
    first
        .session
        .submit(first.session.revision(), "first", first.now_ms);
    let save = loop {
        let effect = first.session.poll(first.now_ms).expect("it rests before that");
        let is_paid = first.trace.iter().any(|step| step.ends_with("/payments"));
        if is_paid
            && matches!(effect, Effect::Save(_))
            && first.trace.last().is_some_and(|step| step == "lock")
        {
            break effect;
        }
        first.perform(effect);
    };
    turn_to(&mut second, &first);
    second.edit(PAYMENT);
    second
        .session
        .submit(second.session.revision(), "second", second.now_ms);
    until(&mut second, "complete");
    turn_to(&mut first, &second);
    first.trace.clear();
    first.perform(save);
    first.step_all();
    assert!(
        !first.trace.iter().any(|step| step.ends_with("complete")),
        "{:?}",
        first.trace
    );
    assert_eq!(st(&first.session.snapshot()), "uncertain");
}
