//! What holds for every text, whatever it is.

use cashwrap::check::address::{Shop, Texts, address};
use cashwrap::check::brands::Brand;
use cashwrap::check::card::{holder, number, security_code};
use cashwrap::check::country::Country;
use cashwrap::check::expiry::expiry;
use cashwrap::check::format::{self, Edit, Formatted};
use cashwrap::check::postal::{self, postal_code};
use cashwrap::check::text::{coupon, email, phone, quantity};
use cashwrap::check::{Verdict, visits};
use proptest::prelude::*;

/// An address with the same text in each part but the country.
fn in_america(text: &[u8]) -> Texts<'_> {
    let mut texts = [text; 9];
    texts[7] = b"US";
    texts
}

/// Every check, over one text.
fn all(text: &[u8]) -> Vec<(&'static str, Verdict)> {
    let britain = Country::find(b"GB");
    let whole = address(&in_america(text), Shop::UNKNOWN);
    let mut found = vec![
        ("number", number(text, None).verdict()),
        ("told number", number(text, Some(Brand::Amex)).verdict()),
        ("expiry", expiry(text, 2026, 11).verdict()),
        ("code", security_code(text, 1 << 3, true)),
        ("holder", holder(text)),
        ("email", email(text)),
        ("phone", phone(text)),
        ("quantity", quantity(text)),
        ("coupon", coupon(text)),
        ("postal", postal_code(britain, text)),
        ("no country", postal_code(None, text)),
    ];
    found.extend(whole.map(|part| ("address", part.verdict())));
    found
}

/// Texts of what fields are made of, of anything, and of what is no text.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    let made = proptest::collection::vec(
        prop::sample::select(vec![
            "0", "1", "2", "4", "5", "6", "9", "12", "A", "z", " ", "-", "/", ".", "+", "@", "(", "٤", "４",
            "𝟗", "é", "京", "\u{202e}", "\u{200d}", "\u{a0}", "PO Box",
        ]),
        0..24,
    );
    prop_oneof![
        made.prop_map(|parts| parts.concat().into_bytes()),
        any::<String>().prop_map(String::into_bytes),
        proptest::collection::vec(any::<u8>(), 0..64),
    ]
}

type Format = fn(&Edit<'_>, &mut [u8]) -> Formatted;

fn british(edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    postal::format(Country::find(b"GB"), edit, made)
}

fn american(edit: &Edit<'_>, made: &mut [u8]) -> Formatted {
    postal::format(Country::find(b"US"), edit, made)
}

const FORMATS: [(&str, Format); 5] = [
    ("number", format::card_number),
    ("expiry", format::expiry),
    ("phone", format::phone),
    ("GB", british),
    ("US", american),
];

fn formatted(format: Format, text: &[u8], caret: usize) -> (String, usize) {
    let edit = Edit {
        text,
        caret,
        before: b"",
        before_caret: 0,
    };
    let mut made = [0; 512];
    let done = format(&edit, &mut made);
    (
        String::from_utf8(made[..done.length].to_vec()).unwrap(),
        done.caret,
    )
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

proptest! {
    #[test]
    fn a_check_never_panics_and_is_consistent(text in texts()) {
        for (name, verdict) in all(&text) {
            prop_assert!(!verdict.is_valid() || verdict.is_potential(), "{name}");
            prop_assert!(verdict.is_valid() || verdict.reason().is_some(), "{name}");
        }
    }

    #[test]
    fn the_beginnings_of_what_is_valid_may_become_valid(text in texts()) {
        let Ok(text) = String::from_utf8(text) else { return Ok(()) };
        let valid = all(text.as_bytes());
        for (end, _) in text.char_indices() {
            for ((name, whole), (_, part)) in valid.iter().zip(all(&text.as_bytes()[..end])) {
                prop_assert!(!whole.is_valid() || part.is_potential(), "{name} {end}");
            }
        }
    }

    #[test]
    fn formatting_twice_is_formatting_once(text in texts(), at in any::<prop::sample::Index>()) {
        let Ok(text) = String::from_utf8(text) else { return Ok(()) };
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let caret = places[at.index(places.len())];
        for (name, format) in FORMATS {
            let once = formatted(format, text.as_bytes(), caret);
            prop_assert!(once.1 <= once.0.len(), "{name}");
            prop_assert_eq!(&formatted(format, once.0.as_bytes(), once.1), &once, "{}", name);
        }
    }

    #[test]
    fn what_an_event_leaves_is_formatted(text in "[0-9A-Z +-]{0,20}", from in 0usize..24, more in 0usize..3, typed in "[0-9A ]{0,3}") {
        for (name, format) in FORMATS {
            let (before, _) = formatted(format, text.as_bytes(), 0);
            let from = from.min(before.len());
            let to = (from + more).min(before.len());
            let now = [&before[..from], &typed, &before[to..]].concat();
            let edit = Edit { text: now.as_bytes(), caret: from + typed.len(), before: before.as_bytes(), before_caret: from };
            let mut made = [0; 512];
            let done = format(&edit, &mut made);
            let shown = String::from_utf8(made[..done.length].to_vec()).unwrap();
            prop_assert!(done.caret <= done.length, "{name}");
            prop_assert_eq!(&formatted(format, shown.as_bytes(), done.caret).0, &shown, "{}: {} to {}", name, before, now);
            // Only a deletion may take more than it says.
            if !typed.trim().is_empty() && name != "expiry" {
                prop_assert_eq!(digits(&shown), digits(&now), "{}: {} to {}", name, before, now);
            }
        }
    }

    #[test]
    fn no_digit_is_ever_changed(text in "[0-9 /-]{0,24}") {
        for (name, format) in FORMATS {
            let shown = digits(&formatted(format, text.as_bytes(), 0).0);
            if name == "expiry" {
                // A zero may come before the month, and a year that came first goes last.
                let sorted = |text: &str| { let mut all: Vec<u8> = text.bytes().collect(); all.sort_unstable(); all };
                let typed = digits(&text);
                prop_assert!(sorted(&shown) == sorted(&typed) || sorted(&shown) == sorted(&format!("0{typed}")), "{text} {shown}");
            } else {
                prop_assert_eq!(shown, digits(&text), "{}", name);
            }
        }
    }

    #[test]
    fn each_byte_is_read_a_bounded_number_of_times(text in texts()) {
        let length = u64::try_from(text.len()).unwrap();
        fn run<T>(check: impl Fn() -> T) -> u64 {
            visits::take();
            check();
            visits::take()
        }
        let counted: [(&str, u64, u64); 7] = [
            ("number", 1, run(|| number(&text, None))),
            ("expiry", 1, run(|| expiry(&text, 2026, 11))),
            ("holder", 1, run(|| holder(&text))),
            // Once more to say what is wrong.
            ("email", 2, run(|| email(&text))),
            ("phone", 1, run(|| phone(&text))),
            ("postal", 1, run(|| postal_code(Country::find(b"GB"), &text))),
            // Eight texts, each of them at most for being blank, for a post box, and for what is invisible.
            ("address", 8 * 3 + 1, run(|| address(&in_america(&text), Shop::UNKNOWN))),
        ];
        for (name, times, bytes) in counted {
            prop_assert!(bytes <= times * length, "{name}: {bytes} of {length}");
        }
        for (name, format) in FORMATS {
            visits::take();
            formatted(format, &text, text.len() / 2);
            prop_assert!(visits::take() <= 3 * length, "{name}");
        }
    }
}
