//! Waiting, halting and going on: timers, gaps, many calls, answers that speak of something older.

use crate::host::{ADDRESS, Host, PAYMENT, everything, guest, json, recorded_shop};
use cashwrap::checkout::{Effect, Settled};
use cashwrap_shop::{Fault, FaultKind};

fn st(v: &cashwrap::json::Value) -> String {
    v.get("status").as_text().unwrap().to_owned()
}

fn show(v: &cashwrap::json::Value) -> String {
    String::from_utf8(v.write().to_vec()).unwrap()
}

fn ready() -> Host {
    let mut h = Host::guest();
    h.edit(&everything(r#""cheapest""#));
    h.edit(PAYMENT);
    h
}

#[test]
fn a_timer_that_fires_early_is_asked_for_again() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.online = false;
    let id = host.wish(r#"{"lines":[{"variant":"2","quantity":3}]}"#).unwrap();
    let mut at = None;
    loop {
        match host.session.poll(host.now_ms) {
            Some(Effect::Wake { at_ms }) => {
                at = Some(at_ms);
            }
            Some(e) => host.perform(e),
            None => break,
        }
    }
    let at = at.unwrap();
    // the timer fires 1 ms early by the wall clock
    let next = host.session.poll(at - 1);

    assert!(
        matches!(next, Some(Effect::Wake { .. })),
        "nothing asks to be polled again: {next:?}, settled {:?}",
        host.take(id)
    );
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut host = ready();
    host.online = false;
    let _id = host.session.submit(host.session.revision(), "a", host.now_ms);
    let mut wakes = vec![];
    loop {
        match host.session.poll(host.now_ms) {
            Some(Effect::Wake { at_ms }) => wakes.push(at_ms),
            Some(e) => host.perform(e),
            None => break,
        }
    }
    host.now_ms -= 500; // NTP step of half a second
    let at = *wakes.last().unwrap();
    let next = host.session.poll(at - 500);
    assert!(next.is_some(), "no timer any more");
}

#[test]
fn who_joins_an_attempt_found_in_storage_is_told_its_end() {
    let mut host = ready();
    host.session.submit(host.session.revision(), "a", host.now_ms);
    loop {
        let effect = host.session.poll(host.now_ms).unwrap();
        if let Effect::Send { request, .. } = &effect
            && request.route.ends_with("complete")
        {
            break;
        }
        host.perform(effect);
    }
    let mut host = host.reload(&guest());
    host.pass(200_000);
    assert_eq!(st(&host.session.snapshot()), "uncertain");
    let id = host.session.submit(host.session.revision(), "b", host.now_ms);
    host.run();
    host.pass(100_000);
    host.run();

    assert!(host.take(id).is_some(), "the promise never settles");
}

#[test]
fn a_submit_after_a_gap_tries_again() {
    let mut host = ready();
    host.online = false;
    drop(host.edit(r#"{"notes":"ring twice"}"#));

    host.online = true;
    let mut ends = vec![];
    for _ in 0..4 {
        ends.push(show(&host.submit()));
        host.pass(60_000);
    }

    assert!(ends.last().unwrap().contains("placed"));
}

#[test]
fn many_refused_lines_do_not_stop_the_others() {
    // every call is counted twice: once when it asks for the lock
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#);
    let mut lines: Vec<String> = (0..30)
        .map(|n| format!(r#"{{"variant":"{}","quantity":1}}"#, 1000 + n))
        .collect();
    lines.push(r#"{"variant":"2","quantity":1}"#.into());
    host.wish(&format!(r#"{{"lines":[{}]}}"#, lines.join(",")))
        .unwrap();
    host.run();

    assert!(host.truth().lines.iter().any(|l| l.variant_id == 2));
}

#[test]
fn many_lines_are_all_sent() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"1","quantity":1}]}"#);
    let mut lines: Vec<String> = (0..61)
        .map(|n| format!(r#"{{"variant":"{}","quantity":1}}"#, 1000 + n))
        .collect();
    lines.push(r#"{"variant":"2","quantity":1}"#.into());
    let _bad = host
        .wish(&format!(r#"{{"lines":[{}]}}"#, lines.join(",")))
        .unwrap();
    host.run();

    let _good = host.edit(r#"{"email":"a@b.co"}"#);

    assert!(host.truth().lines.iter().any(|l| l.variant_id == 2));
}

#[test]
fn offline_at_submit_nothing_is_uncertain() {
    let mut host = ready();
    host.online = false;
    let end = host.submit();
    drop(host.wish(r#"{"email":"x@y.zz"}"#));

    assert_ne!(st(&end), "uncertain", "nothing was sent");
}

#[test]
fn an_order_that_never_could_be_read_is_not_made_again_and_again() {
    let options = json(
        r#"{"dialect":"solidus","shop":"https://store.example","createOrder":true,"auth":{"kind":"guest"}}"#,
    );
    let mut host = Host::new(&options, recorded_shop());
    let _id = host.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    let mut n = 0;
    for _ in 0..3000 {
        match host.session.poll(host.now_ms) {
            Some(Effect::CreateOrder { ticket, .. }) => {
                n += 1;
                let (num, _) = host.shop.open_order(None);
                host.session.created(ticket, Some((&num, "wrong")), host.now_ms);
            }
            Some(Effect::Wake { at_ms }) => host.now_ms = at_ms,
            Some(e) => host.perform(e),
            None => break,
        }
    }

    assert!(n <= 2, "{n} orders were made for one click");
}

#[test]
fn a_backend_that_failed_once_is_asked_again() {
    let options = json(
        r#"{"dialect":"solidus","shop":"https://store.example","createOrder":true,"auth":{"kind":"guest"}}"#,
    );
    let mut host = Host::new(&options, recorded_shop());
    let _id = host.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    for _ in 0..300 {
        match host.session.poll(host.now_ms) {
            Some(Effect::CreateOrder { ticket, .. }) => host.session.created(ticket, None, host.now_ms),
            Some(Effect::Wake { at_ms }) => host.now_ms = at_ms,
            Some(e) => host.perform(e),
            None => break,
        }
    }

    drop(host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#));

    assert_eq!(host.truth().lines.len(), 2);
}

#[test]
fn an_old_refusal_does_not_speak_of_a_new_wish() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}],"email":"a@b.co"}"#);
    let bad = ADDRESS.replace("555-0100", "");
    host.shop.add_fault(Fault {
        times: 4,
        ..Fault::once("GET /api/orders", FaultKind::DropBefore)
    });
    drop(host.edit(&format!(r#"{{"shipping":{bad}}}"#)));

    let how = host.edit(&format!(r#"{{"shipping":{ADDRESS}}}"#));
    assert_eq!(how, Settled::Confirmed);
}

#[test]
fn the_answer_to_an_old_wish_does_not_refuse_its_correction() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}],"email":"a@b.co"}"#);
    let bad = ADDRESS.replace("555-0100", "");
    host.wish(&format!(r#"{{"shipping":{bad}}}"#)).unwrap();
    // while the first call is out, the shopper corrects it
    let id = loop {
        let effect = host.session.poll(host.now_ms).unwrap();
        if let Effect::Send { ticket, request } = &effect
            && request.method.as_str() == "PATCH"
        {
            let reply = host.send(request);
            let id = host.wish(&format!(r#"{{"shipping":{ADDRESS}}}"#)).unwrap();
            let answer = host.session.decode(*ticket, &reply);
            host.session.receive(*ticket, answer, host.now_ms);
            break id;
        }
        host.perform(effect);
    };
    host.run();
    let how = host.how(id);
    let n = host
        .requests
        .iter()
        .filter(|r| r.method.as_str() == "PATCH")
        .count();
    assert_eq!(
        how,
        Settled::Confirmed,
        "the corrected address was sent {n} more times"
    );
}

#[test]
fn a_coupon_taken_off_while_it_is_put_on_comes_off() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.wish(r#"{"coupon":"10off"}"#).unwrap();
    let _id = loop {
        let effect = host.session.poll(host.now_ms).unwrap();
        if let Effect::Send { ticket, request } = &effect
            && request.route.ends_with("coupon_codes")
        {
            let reply = host.send(request);
            let id = host.wish(r#"{"removeCoupon":"10off"}"#).unwrap();
            let answer = host.session.decode(*ticket, &reply);
            host.session.receive(*ticket, answer, host.now_ms);
            break id;
        }
        host.perform(effect);
    };
    host.run();

    assert_eq!(
        host.order().totals.adjustments.to_text(),
        "0.00",
        "removal was told confirmed"
    );
}

#[test]
fn an_order_that_stays_busy_is_given_up_in_the_end() {
    let mut host = Host::guest();
    host.edit(r#"{"lines":[{"variant":"2","quantity":1}]}"#);
    host.shop.add_fault(Fault {
        times: 1000,
        ..Fault::once("PATCH /api", FaultKind::Lock409)
    });
    let before = host.now_ms;
    let Settled::Refused(error) = host.edit(r#"{"lines":[{"variant":"2","quantity":3}]}"#) else {
        panic!("a locked order was edited");
    };
    assert_eq!(
        (error.code.as_str(), error.outcome.as_str(), error.retryable),
        ("busy", "rejected", true)
    );
    // A dead lock of this server lasts 120 s; nobody gives up before that.
    assert!(host.now_ms - before > 120_000);
    host.shop.clear_faults();
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"2","quantity":3}]}"#),
        Settled::Confirmed
    );
}
