//! The rules of the loop: settling, the lifetime of a wish, how far it walks, what it shows.

use crate::host::{ADDRESS, Host, everything, json};
use cashwrap::checkout::{Effect, Settled};
use cashwrap::error::{Code, Outcome};
use cashwrap_shop::{Fault, FaultKind};

fn refused(how: Settled) -> cashwrap::error::Error {
    match how {
        Settled::Refused(error) => error,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn edits_made_together_ride_together() {
    let mut host = Host::guest();
    let first = host.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    let second = host
        .wish(r#"{"lines":[{"variant":"3","quantity":2}],"email":"a@b.co"}"#)
        .unwrap();
    host.run();
    assert_eq!(host.how(first), Settled::Confirmed);
    assert_eq!(host.how(second), Settled::Confirmed);
    assert_eq!(host.unsafe_calls(), 1, "{:?}", host.trace);
}

#[test]
fn a_later_edit_of_the_same_wish_replaces_the_earlier() {
    let mut host = Host::guest();
    let first = host.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    let second = host.wish(r#"{"lines":[{"variant":"2","quantity":5}]}"#).unwrap();
    host.run();
    assert_eq!(host.how(first), Settled::Replaced);
    assert_eq!(host.how(second), Settled::Confirmed);
    assert_eq!(host.truth().lines[0].quantity, 5);
}

#[test]
fn a_line_is_the_same_line_by_id_and_by_variant() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let line = host.order().lines[0].id.to_string();
    let first = host
        .wish(&format!(r#"{{"lines":[{{"line":"{line}","quantity":4}}]}}"#))
        .unwrap();
    let second = host.wish(r#"{"lines":[{"variant":"2","quantity":3}]}"#).unwrap();
    host.run();
    assert_eq!(host.how(first), Settled::Replaced);
    assert_eq!(host.how(second), Settled::Confirmed);
    assert_eq!(host.truth().lines[0].quantity, 3);
}

#[test]
fn what_the_shop_already_shows_takes_no_call() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":2}],"email":"Jane@Example.com"}"#);
    let before = host.unsafe_calls();
    // Servers trim and change case: neither is a difference.
    let how = host.edit(r#"{"lines":[{"variant":"2","quantity":2}],"email":" jane@example.com "}"#);
    assert_eq!(how, Settled::Confirmed);
    assert_eq!(host.unsafe_calls(), before);
}

#[test]
fn an_email_alone_waits_for_the_address_and_then_rides_with_it() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    assert_eq!(host.edit(r#"{"email":"a@b.co"}"#), Settled::Waiting);
    assert_eq!(host.unsafe_calls(), 1);
    assert_eq!(
        host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#)),
        Settled::Confirmed
    );
    assert_eq!(host.truth().email.as_deref(), Some("a@b.co"));
    assert_eq!(host.order().step.name(), "delivery");
}

#[test]
fn lines_nobody_named_are_left_alone() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1},{"variant":"3","quantity":1}]}"#);
    host.edit(r#"{"lines":[{"variant":"2","quantity":0}]}"#);
    let left: Vec<u64> = host.truth().lines.iter().map(|l| l.variant_id).collect();
    assert_eq!(left, [3]);
}

#[test]
fn three_edits_of_lines_are_followed_by_one_read() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#);
    host.trace.clear();
    host.edit(
        r#"{"lines":[{"variant":"1","quantity":3},{"variant":"2","quantity":1},{"variant":"3","quantity":1}]}"#,
    );
    let sent: Vec<&str> = host
        .trace
        .iter()
        .filter_map(|t| t.strip_prefix("send "))
        .collect();
    assert_eq!(
        sent.iter().filter(|s| s.starts_with("GET")).count(),
        1,
        "{sent:?}"
    );
    assert!(sent.last().unwrap().starts_with("GET"), "{sent:?}");
    assert_eq!(sent.len(), 4);
}

#[test]
fn an_unknown_variant_is_refused_by_name_and_the_rest_goes_on_with_one_orphan() {
    let mut host = Host::guest();
    let bad = host
        .wish(r#"{"lines":[{"variant":"999","quantity":1}]}"#)
        .unwrap();
    let good = host.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    host.run();
    let error = refused(host.how(bad));
    assert_eq!((error.code, error.outcome), (Code::NotFound, Outcome::Rejected));
    assert_eq!(host.how(good), Settled::Confirmed);
    // One order left behind by the refused creation, one in use.
    assert_eq!(host.shop.orders().len(), 2);
    let pending = host.session.snapshot();
    assert_eq!(
        pending.get("pending").get("variant:999").get("status").as_text(),
        Some("refused")
    );
}

#[test]
fn a_refusal_rolls_back_its_own_wish_alone() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let coupon = host.wish(r#"{"coupon":"nope"}"#).unwrap();
    let line = host.wish(r#"{"lines":[{"variant":"3","quantity":2}]}"#).unwrap();
    host.run();
    let error = refused(host.how(coupon));
    assert_eq!(error.code, Code::CouponRefused);
    assert_eq!(error.fields[0].code, "not_found");
    assert_eq!(host.how(line), Settled::Confirmed);
}

#[test]
fn a_server_that_never_agrees_is_left_after_two_tries() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.shop.add_fault(Fault {
        times: 9,
        ..Fault::once("PATCH /api", FaultKind::Error500Before)
    });
    let how = host.edit(r#"{"lines":[{"variant":"2","quantity":7}]}"#);
    let error = refused(how);
    assert!(
        matches!(error.code, Code::ServerError | Code::ServerChanged),
        "{error:?}"
    );
    let patches = host.shop.log().iter().filter(|e| e.method == "PATCH").count();
    assert_eq!(patches, 2);
    assert_eq!(host.truth().lines[0].quantity, 1);
}

#[test]
fn a_lost_connection_is_told_and_nothing_is_forgotten() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.online = false;
    let error = refused(host.edit(r#"{"lines":[{"variant":"3","quantity":2}]}"#));
    assert_eq!(
        (error.code, error.outcome, error.retryable),
        (Code::Network, Outcome::Unknown, true)
    );
    // The wish is still there, and is fulfilled once the network is back.
    host.online = true;
    host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    assert_eq!(host.truth().lines.len(), 2);
}

#[test]
fn the_journal_is_stored_before_each_unsafe_call_leaves() {
    let mut host = Host::guest();
    host.session
        .edit(&json(r#"{"lines":[{"variant":"2","quantity":1}]}"#), None, 0)
        .unwrap();
    assert!(matches!(host.session.poll(0), Some(Effect::Lock(_))));
    let told = host.session.poll(0);
    assert!(
        matches!(told, Some(Effect::Wake { .. })),
        "nothing leaves without the lock"
    );
    host.session.locked(None);
    assert!(matches!(host.session.poll(0), Some(Effect::Save(_))));
    assert_eq!(host.session.poll(0), None, "nothing leaves before it is stored");
    host.session.saved(true);
    assert!(matches!(host.session.poll(0), Some(Effect::Send { .. })));
    assert_eq!(host.session.poll(0), None, "one at a time");
}

#[test]
fn every_unsafe_call_is_locked_and_stored_first_and_the_lock_goes_after_the_answer() {
    let mut host = Host::guest();
    host.edit(&everything("null"));
    let mut is_locked = false;
    let mut is_saved = false;
    for step in &host.trace {
        match step.as_str() {
            "lock" => is_locked = true,
            "save" => is_saved = true,
            "unlock" => is_locked = false,
            send if send.starts_with("send GET") => {}
            _ => {
                assert!(is_locked && is_saved, "{:?}", host.trace);
                is_saved = false;
            }
        }
    }
    assert!(!is_locked, "{:?}", host.trace);
}

#[test]
fn an_answer_with_another_ticket_is_not_taken_for_the_one_under_way() {
    let mut host = Host::guest();
    host.session
        .edit(&json(r#"{"lines":[{"variant":"2","quantity":1}]}"#), None, 0)
        .unwrap();
    host.session.poll(0);
    host.session.locked(None);
    host.session.poll(0);
    host.session.saved(true);
    let Some(Effect::Send { ticket, .. }) = host.session.poll(0) else {
        panic!("nothing was sent")
    };
    host.session.receive(
        ticket + 1,
        cashwrap::checkout::Answer::Lost(cashwrap::http::Lost::Network),
        0,
    );
    assert_eq!(host.session.poll(0), None, "the call is still under way");
}

#[test]
fn somebody_elses_order_is_never_adopted() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let own = host.order().number.clone();
    let other = cashwrap::order::Order::numbered("R999999999".into());
    host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    let Some(Effect::Send { ticket, .. }) = host.session.poll(0) else {
        panic!("no read")
    };
    host.session.receive(
        ticket,
        cashwrap::checkout::Answer::Order(std::rc::Rc::new(other), None),
        0,
    );
    assert_eq!(host.order().number, own);
    host.run();
    assert_eq!(host.order().lines.len(), 1);
}

#[test]
fn what_depends_on_the_rest_of_the_order_waits_for_a_read() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.trace.clear();
    let edits =
        format!(r#"{{"lines":[{{"variant":"3","quantity":1}}],"email":"a@b.co","shipping":{ADDRESS}}}"#);
    host.edit(&edits);
    let at = |what: &str| host.trace.iter().position(|t| t.starts_with(what)).unwrap();
    assert!(at("send POST") < at("send GET"), "{:?}", host.trace);
    assert!(at("send GET") < at("send PATCH"), "{:?}", host.trace);
}

#[test]
fn a_late_answer_changes_nothing() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let revision = host.session.revision();
    host.session.receive(1, cashwrap::checkout::Answer::Nothing, 0);
    host.session.receive(999, cashwrap::checkout::Answer::Nothing, 0);
    assert_eq!(host.session.revision(), revision);
}

#[test]
fn nothing_that_pays_or_places_is_sent_without_an_attempt() {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(crate::host::PAYMENT);
    host.edit(r#"{"notes":"ring twice"}"#);
    host.edit(r#"{"coupon":"10off"}"#);
    let placing = |path: &str| path.ends_with("/complete") || path.ends_with("/payments");
    assert!(
        !host.shop.log().iter().any(|e| placing(&e.path)),
        "{:?}",
        host.shop.log()
    );
    assert!(host.truth().payments.is_empty());
}

#[test]
fn an_edit_ends_where_its_wishes_have_led_the_order() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let edits = format!(r#"{{"email":"a@b.co","shipping":{ADDRESS},"billing":"same"}}"#);
    let id = host.wish(&edits).unwrap();
    // Performed one by one: the action must not end before the rates are there to choose from.
    while let Some(effect) = host.session.poll(host.now_ms) {
        if host.take(id).is_some() {
            break;
        }
        host.perform(effect);
    }
    assert_eq!(host.order().step.name(), "delivery");
}

#[test]
fn a_refresh_ends_when_the_order_was_read() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    assert!(host.take(id).is_none());
    host.run();
    assert!(matches!(host.how(id), Settled::Told(_)));
    host.online = false;
    let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    assert_eq!(refused(host.how(id)).code, Code::Network);
}
