//! A caret where a person expects it. `|` is the caret in these texts.

use cashwrap::check::country::Country;
use cashwrap::check::format::{Edit, Formatted, card_number, expiry, phone};
use cashwrap::check::postal;

type Format<'a> = &'a dyn Fn(&Edit<'_>, &mut [u8]) -> Formatted;

fn take(marked: &str) -> (String, usize) {
    let caret = marked.find('|').unwrap_or(marked.len());
    (marked.replace('|', ""), caret)
}

/// What an input shows after an event that turned `before` into `now`.
fn show(format: Format<'_>, before: &str, now: &str) -> String {
    let (text, caret) = take(now);
    let (old, old_caret) = take(before);
    let edit = Edit {
        text: text.as_bytes(),
        caret,
        before: old.as_bytes(),
        before_caret: old_caret,
    };
    let mut made = [0; 512];
    let done = format(&edit, &mut made);
    let mut shown = String::from_utf8(made[..done.length].to_vec()).unwrap();
    shown.insert(done.caret, '|');
    shown
}

#[test]
fn a_card_number_gets_its_blanks() {
    let cases = [
        ("", "4|", "4|"),
        ("", "4242|", "4242|"),
        ("4242|", "42424|", "4242 4|"),
        ("", "4242424242424242|", "4242 4242 4242 4242|"),
        ("", "4242424242424242424|", "4242 4242 4242 4242 424|"),
        ("", "378282246310005|", "3782 822463 10005|"),
        ("", "36227206271667|", "3622 720627 1667|"),
        ("", "42-42.4242|", "4242 4242|"),
        // Right to left, and full width.
        ("", "٤٢٤٢٤٢|", "4242 42|"),
        ("", "４２４２\u{200f}４|", "4242 4|"),
    ];
    for (before, now, shown) in cases {
        assert_eq!(show(&card_number, before, now), shown, "{now}");
    }
}

#[test]
fn the_caret_of_a_card_number_stays_with_its_digit() {
    let cases = [
        // Typed in the middle: behind the digit, past the blank that follows it.
        ("4242 4|242", "4242 45|242", "4242 45|24 2"),
        ("424|2 42", "4245|2 42", "4245 |242"),
        // Backspace over a digit, over a blank; Delete over a blank.
        ("4242 4|", "4242 |", "4242|"),
        ("4242 |4242", "4242|4242", "424|4 242"),
        ("4242| 4242", "4242|4242", "4242| 242"),
        // A selection replaced, by as many digits and a blank less, too; everything pasted anew, with the same digits.
        ("4522 |7881 47", "4522 45|47", "4522 45|47"),
        ("45|22 7881", "4545|7881", "4545| 7881"),
        ("4242| 4242", "4242|", "4242|"),
        (
            "4242 4242 4242 4242|",
            "4242424242424242|",
            "4242 4242 4242 4242|",
        ),
    ];
    for (before, now, shown) in cases {
        assert_eq!(show(&card_number, before, now), shown, "{before} -> {now}");
    }
}

#[test]
fn an_expiry_gets_its_slash_and_its_zero() {
    let cases = [
        ("", "1|", "1|"),
        ("", "0|", "0|"),
        ("", "4|", "04 / |"),
        ("1|", "14|", "01 / 4|"),
        ("1|", "12|", "12 / |"),
        ("1|", "1/|", "01 / |"),
        ("", "2029-10|", "10 / 2029|"),
        ("", "10/2029|", "10 / 2029|"),
        ("", "1029|", "10 / 29|"),
        ("", "129|", "01 / 29|"),
        ("", "０４／２９|", "04 / 29|"),
        // Backspace over the slash takes the month's last digit.
        ("04 / |", "04 /|", "0|"),
        ("12 / 3|", "12 / |", "12 / |"),
        ("12 / |", "12 /|", "1|"),
        // Delete in front of a zero that comes back.
        ("|01 / 29", "|1 / 29", "0|1 / 29"),
    ];
    for (before, now, shown) in cases {
        assert_eq!(show(&expiry, before, now), shown, "{before} -> {now}");
    }
}

#[test]
fn postal_codes_are_written_as_the_post_writes_them() {
    let cases = [
        ("GB", "sw1a1aa|", "SW1A 1AA|"),
        ("GB", "SW1A 1|", "SW1A 1|"),
        ("GB", "m11ae|", "M1 1AE|"),
        ("CA", "k1a0b1|", "K1A 0B1|"),
        ("CA", "k1a0|", "K1A 0|"),
        ("NL", "1234ab|", "1234 AB|"),
        ("JP", "１５４００２３|", "154-0023|"),
        ("US", "12345|", "12345|"),
        ("US", "123456|", "12345-6|"),
        ("PL", "00950|", "00-950|"),
        ("PT", "1250096|", "1250-096|"),
        ("BR", "40301110|", "40301-110|"),
        ("DE", "1|2345", "1|2345"),
        ("XX", "ab 12|", "AB 12|"),
    ];
    for (country, now, shown) in cases {
        let country = Country::find(country.as_bytes());
        let format = |edit: &Edit<'_>, made: &mut [u8]| postal::format(country, edit, made);
        assert_eq!(show(&format, "", now), shown, "{now}");
    }
}

#[test]
fn a_blank_of_a_postal_code_is_deleted_with_what_stands_beside_it() {
    let cases = [
        ("CA", "K1A 0|B1", "K1A |B1", "K1A |B1"),
        // Backspace and Delete over the blank; what is left has none, or has it elsewhere.
        ("CA", "K1A |0", "K1A|0", "K1|0"),
        ("CA", "K1A| 0B1", "K1A|0B1", "K1A|B1"),
        ("BM", "FL |07", "FL|07", "F|07"),
        ("GB", "M1 |1AE", "M1|1AE", "M|1AE"),
        // Put in its place with as many others: no blank was deleted.
        ("CZ", "110| 00", "110 11|", "110 11|"),
    ];
    for (country, before, now, shown) in cases {
        let country = Country::find(country.as_bytes());
        let format = |edit: &Edit<'_>, made: &mut [u8]| postal::format(country, edit, made);
        assert_eq!(show(&format, before, now), shown, "{before} -> {now}");
    }
}

#[test]
fn a_phone_number_keeps_its_signs() {
    let cases = [
        ("", "＋４９ (0)171\u{202c}|", "+49 (0)171|"),
        ("", "+1 |(555) 0100", "+1 |(555) 0100"),
        ("", "030 123456 ext. 12|", "030 123456 ext. 12|"),
        ("+49 171|", "+49 171 |", "+49 171 |"),
        ("+49 171 |", "+49 171 2|", "+49 171 2|"),
    ];
    for (before, now, shown) in cases {
        assert_eq!(show(&phone, before, now), shown, "{now}");
    }
}

#[test]
fn a_country_code_stands_apart() {
    let cases = [
        // Codes of one, two and three digits.
        ("", "+14155552671|", "+1 4155552671|"),
        ("", "+74955550100|", "+7 4955550100|"),
        ("", "+491711234567|", "+49 1711234567|"),
        ("", "+3531234567|", "+353 1234567|"),
        ("", "+8801711|", "+880 1711|"),
        ("+49|", "+491|", "+49 1|"),
        ("+|", "+4|", "+4|"),
        // Backspace and Delete over the blank take the digit beside it.
        ("+49 |171", "+49|171", "+4|1 71"),
        ("+49| 171", "+49|171", "+49| 71"),
        ("+49 1|", "+49 |", "+49 |"),
        ("+65 |7", "+65|7", "+6|7"),
        ("", "01711234567|", "01711234567|"),
    ];
    for (before, now, shown) in cases {
        assert_eq!(show(&phone, before, now), shown, "{before} -> {now}");
    }
}
