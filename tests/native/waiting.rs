//! Nobody waits for ever: locks that never come, a network that comes back, clocks that are set.

use crate::host::{Host, PAYMENT, everything, json};
use cashwrap::checkout::{Effect, Settled};

fn ready() -> Host {
    let mut host = Host::guest();
    host.edit(&everything(r#""cheapest""#));
    host.edit(PAYMENT);
    host
}

#[test]
fn a_question_after_a_time_without_network_is_answered() {
    let mut host = Host::spree("3.7.14.1");
    host.online = false;
    let id = host.session.ask(&json(r#"{"kind":"countries"}"#)).unwrap();
    host.run();
    assert!(matches!(host.take(id), Some(Settled::Refused(_))));
    // Where the API is was never found out.
    host.online = true;
    let id = host.session.ask(&json(r#"{"kind":"countries"}"#)).unwrap();
    host.run();
    assert!(
        matches!(host.take(id), Some(Settled::Told(_))),
        "{:?}",
        host.trace
    );
}

#[test]
fn a_refresh_that_read_nothing_is_no_success() {
    let mut host = ready();
    host.online = false;
    host.session.submit(host.session.revision(), "a", host.now_ms);
    let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    assert!(
        matches!(host.take(id), Some(Settled::Refused(_))),
        "{:?}",
        host.trace
    );
}

/// The tab that holds the lock may sleep for as long as it likes.
#[test]
fn a_lock_that_is_never_granted_is_waited_for_a_minute() {
    let mut host = Host::guest();
    let id = host.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    let (since, mut wake) = (host.now_ms, 0);
    while let Some(effect) = host.session.poll(host.now_ms) {
        match effect {
            Effect::Lock(_) => {}
            Effect::Wake { at_ms } => {
                wake = at_ms;
                host.now_ms = at_ms;
            }
            effect => panic!("without its lock it does {effect:?}"),
        }
    }
    assert_eq!(wake, since + 60_000);
    let Some(Settled::Refused(error)) = host.take(id) else {
        panic!("nobody is told")
    };
    assert_eq!(
        (error.code.as_str(), error.outcome.as_str()),
        ("busy", "not_sent")
    );
    // When it comes after all, it is let go until somebody wants something again.
    host.session.locked(None);
    host.run();
    assert_eq!(host.trace, ["unlock", "save"]);
    assert_eq!(host.edit(r#"{"email":"a@b.co"}"#), Settled::Confirmed);
    assert_eq!(host.order().lines.len(), 1);
}

#[test]
fn a_clock_that_is_set_back_in_an_attempt_keeps_nobody_waiting() {
    let mut host = ready();
    host.now_ms = 10_000_000;
    let id = host.session.submit(host.session.revision(), "a", host.now_ms);
    placing(&mut host);
    host.now_ms -= 3_600_000;
    for _ in 0..21 {
        host.step_all();
        host.now_ms += 1000;
    }
    assert!(host.take(id).is_some(), "nobody is told that it is uncertain");
}

/// The page is gone, its call that places never arrived, and a clock that was a day ahead is put right.
fn from_tomorrow() -> Host {
    let mut host = ready();
    host.now_ms = 100_000_000;
    host.session.submit(host.session.revision(), "a", host.now_ms);
    placing(&mut host);
    host.now_ms -= 86_400_000;
    host.reload(&crate::host::guest())
}

/// Until the call that places leaves.
fn placing(host: &mut Host) {
    loop {
        match host.session.poll(host.now_ms).expect("it rests before") {
            Effect::Send { request, .. } if request.route.ends_with("complete") => return,
            effect => host.perform(effect),
        }
    }
}

#[test]
fn an_attempt_from_tomorrow_is_not_looked_for_until_then() {
    let mut host = from_tomorrow();
    host.online = false;
    host.run();
    assert!(
        host.now_ms < 100_000_000 - 86_400_000 + 1_200_000,
        "{}",
        host.now_ms
    );
}

#[test]
fn an_attempt_found_in_storage_has_not_begun_tomorrow() {
    let mut host = from_tomorrow();
    host.step_all();
    // It may have left a moment ago.
    assert_eq!(host.session.snapshot().get("status").as_text(), Some("uncertain"));
    host.pass(160_000);
    host.run();
    assert_eq!(host.session.snapshot().get("status").as_text(), Some("open"));
}

#[test]
fn other_actions_do_not_make_a_lock_waited_for_longer() {
    let mut host = Host::guest();
    let first = host.wish(r#"{"lines":[{"variant":"2","quantity":1}]}"#).unwrap();
    for second in 0..61 {
        while let Some(effect) = host.session.poll(host.now_ms) {
            assert!(
                matches!(effect, Effect::Lock(_) | Effect::Wake { .. }),
                "{effect:?}"
            );
            if matches!(effect, Effect::Wake { .. }) {
                break;
            }
        }
        host.pass(1000);
        if second == 50 {
            host.wish(r#"{"email":"a@b.co"}"#).unwrap();
        }
    }
    assert!(matches!(host.take(first), Some(Settled::Refused(_))));
}
