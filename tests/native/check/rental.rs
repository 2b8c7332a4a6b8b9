//! Rentals: days of the calendar, and areas that are served.

use cashwrap::check::Reason;
use cashwrap::check::rental::{day, rental, service_code};

fn reason(from: &str, to: &str) -> Option<Reason> {
    rental(from.as_bytes(), to.as_bytes(), day(2026, 11, 24)).reason()
}

#[test]
fn a_rental_lies_ahead_and_does_not_end_before_it_begins() {
    assert_eq!(reason("2026-11-24", "2026-11-24"), None);
    assert_eq!(reason("2026-12-30", "2027-01-02"), None);
    assert_eq!(reason("2026-11-23", "2026-12-01"), Some(Reason::Past));
    assert_eq!(reason("2026-12-02", "2026-12-01"), Some(Reason::Order));
    assert_eq!(reason("", "2026-12-01"), Some(Reason::Empty));
    assert_eq!(reason("2026-12-01", "2026-12-"), Some(Reason::Incomplete));
}

#[test]
fn only_days_of_the_calendar_count() {
    for text in [
        "2027-02-29",
        "2027-13-01",
        "2027-00-10",
        "2027-04-31",
        "2027-01-32",
        "2100-02-29",
        "27-01-01x",
        "2027/01/01",
    ] {
        assert_eq!(reason(text, "2200-01-01"), Some(Reason::Format), "{text}");
    }
    for text in ["2028-02-29", "2400-02-29", "２０２７-０１-３１"] {
        assert_eq!(reason(text, "2500-01-01"), None, "{text}");
    }
}

#[test]
fn an_area_is_served_when_it_is_listed() {
    let served = b"10001\xff10002\xffSW1A 1AA";
    let told = |text: &str| service_code(text.as_bytes(), served);
    for text in ["10001", " 10002 ", "10001-1234", "sw1a1aa", "１０００１"] {
        assert!(told(text).is_valid(), "{text}");
    }
    assert_eq!(
        (told("1000").reason(), told("1000").is_potential()),
        (Some(Reason::NotServiced), true)
    );
    assert_eq!(
        (told("10003").reason(), told("10003").is_potential()),
        (Some(Reason::NotServiced), false)
    );
    assert_eq!(told("100011").reason(), Some(Reason::NotServiced));
    assert_eq!(told("").reason(), Some(Reason::Empty));
    assert_eq!(service_code(b"10001", b"").reason(), Some(Reason::NotServiced));
}
