//! Expiries in every form people write, held against a calendar.

use cashwrap::check::Reason;
use cashwrap::check::expiry::expiry;

/// What a text reads as in November 2026, when it is valid.
fn read(text: &str) -> Option<(u32, u32)> {
    let found = expiry(text.as_bytes(), 2026, 11);
    found.verdict().is_valid().then(|| (found.month(), found.year()))
}

fn reason(text: &str) -> Option<Reason> {
    expiry(text.as_bytes(), 2026, 11).verdict().reason()
}

fn is_potential(text: &str) -> bool {
    expiry(text.as_bytes(), 2026, 11).verdict().is_potential()
}

#[test]
fn every_form_reads_the_same() {
    let forms = [
        "1/29",
        "01/29",
        "1/2029",
        "01/2029",
        "01 / 29",
        "01 / 2029",
        "01-29",
        "1-2029",
        "01.2029",
        "2029-01",
        "2029-1",
        "2029/01",
        "0129",
        "012029",
        "129",
        "12029",
        "202901",
        " 01/29 ",
        "01 29",
        "０１／２９",
        "٠١/٢٩",
        "2029年1月",
        "01–29",
    ];
    for form in forms {
        assert_eq!(read(form), Some((1, 2029)), "{form}");
    }
    assert_eq!(read("1229"), Some((12, 2029)));
    assert_eq!(read("10/2029"), Some((10, 2029)));
    assert_eq!(read("1030"), Some((10, 2030)));
}

#[test]
fn a_card_is_good_through_its_month() {
    assert_eq!(read("11/26"), Some((11, 2026)));
    assert_eq!(reason("10/26"), Some(Reason::Past));
    assert_eq!(reason("12/2025"), Some(Reason::Past));
    // Nineteen years are the horizon.
    assert_eq!(read("12/45"), Some((12, 2045)));
    assert_eq!(reason("01/46"), Some(Reason::Far));
    assert_eq!(reason("01/2099"), Some(Reason::Far));
    // Across the turn of a century.
    let late = expiry(b"01/05", 2095, 6);
    assert!(late.verdict().is_valid());
    assert_eq!(late.year(), 2105);
}

#[test]
fn what_can_become_nothing_is_told_while_it_is_typed() {
    for text in [
        "", "0", "1", "01", "01/", "01/2", "01/20", "01/202", "12", "12 / ", "2", "20", "202", "2029",
        "2029-", "2029-0", "2029-1",
    ] {
        assert!(is_potential(text), "{text}");
    }
    for (text, why) in [
        ("13/", Reason::Month),
        ("00", Reason::Month),
        ("0/", Reason::Month),
        ("99", Reason::Month),
        ("01/19", Reason::Past),
        ("01/9", Reason::Year),
        ("01/199", Reason::Year),
        ("1/2/3", Reason::TooLong),
        ("ab", Reason::Characters),
        ("01/29\u{200e}", Reason::Invisible),
    ] {
        assert_eq!(reason(text), Some(why), "{text}");
        assert!(!is_potential(text), "{text}");
    }
    // 20 is the past as a year of two digits, and the beginning of one of four.
    assert!(is_potential("01/20") && read("01/20").is_none());
}

#[test]
fn every_month_to_the_horizon_is_valid_and_so_may_be_each_beginning_of_it() {
    for year in 2026..=2045u32 {
        for month in 1..=12u32 {
            let is_past = year == 2026 && month < 11;
            let forms = [
                format!("{month:02}/{:02}", year % 100),
                format!("{month:02} / {year}"),
                format!("{month}/{year}"),
                format!("{year}-{month:02}"),
                format!("{month:02}{:02}", year % 100),
            ];
            for form in forms {
                assert_eq!(read(&form).is_some(), !is_past, "{form}");
                if is_past {
                    continue;
                }
                assert_eq!(read(&form), Some((month, year)), "{form}");
                for end in 0..form.len() {
                    assert!(is_potential(&form[..end]), "{form} {end}");
                }
            }
        }
    }
}
