//! Numbers that networks and payment providers publish for tests, and what is wrong about others.

use cashwrap::check::Reason;
use cashwrap::check::brands::Brand;
use cashwrap::check::card::{holder, number, security_code};

fn brand(text: &str) -> Option<Brand> {
    let checked = number(text.as_bytes(), None);
    assert!(checked.verdict().is_valid(), "{text}");
    checked.likeliest()
}

#[test]
fn published_test_numbers_are_valid_and_have_their_brand() {
    let cases = [
        // Stripe's and PayPal's lists.
        ("4242424242424242", Brand::Visa),
        ("4111 1111 1111 1111", Brand::Visa),
        ("4222222222222", Brand::Visa),
        ("5555-5555-5555-4444", Brand::Mastercard),
        ("2223003122003222", Brand::Mastercard),
        ("5105105105105100", Brand::Mastercard),
        ("378282246310005", Brand::Amex),
        ("3714 496353 98431", Brand::Amex),
        ("6011111111111117", Brand::Discover),
        ("6011000990139424", Brand::Discover),
        ("3056930009020004", Brand::Diners),
        ("36227206271667", Brand::Diners),
        ("3566002020360505", Brand::Jcb),
        // As old ones were: 15 digits, and longer ones of the same ranges.
        ("180018824684009", Brand::Jcb),
        ("213105870149010", Brand::Jcb),
        ("1800000000000000", Brand::Jcb),
        ("6200000000000005", Brand::Unionpay),
        // Adyen's list.
        ("6771 7980 2100 0008", Brand::Maestro),
        ("5066 9911 1111 1118", Brand::Elo),
        ("6370 9500 0000 0005", Brand::Hiper),
        ("6062 8288 8866 6688", Brand::Hipercard),
        ("2200 0000 0000 0004", Brand::Mir),
    ];
    for (text, wanted) in cases {
        assert_eq!(brand(text), Some(wanted), "{text}");
    }
}

#[test]
fn a_wrong_check_digit_is_told_and_may_be_a_longer_number_still() {
    let visa = number(b"4242424242424241", None).verdict();
    assert_eq!(
        (visa.reason(), visa.is_potential()),
        (Some(Reason::Checksum), true)
    );
    // A Mastercard has 16 digits and no more.
    let mastercard = number(b"5555555555554445", None).verdict();
    assert_eq!(
        (mastercard.reason(), mastercard.is_potential()),
        (Some(Reason::Checksum), false)
    );
}

#[test]
fn only_the_oldest_jcb_ranges_have_fifteen_digits() {
    let verdict = number(b"353011133330000", None).verdict();
    assert_eq!(verdict.reason(), Some(Reason::Incomplete));
}

#[test]
fn unionpay_and_naranja_check_their_own_way() {
    // UnionPay: not all have a check digit. Naranja: modulo 11, as ActiveMerchant has it.
    assert!(number(b"6200000000000000", None).verdict().is_valid());
    let naranja = |last: u8| {
        let text = format!("589562000000000{last}");
        number(text.as_bytes(), None).verdict().is_valid()
    };
    let valid: Vec<u8> = (0..10).filter(|last| naranja(*last)).collect();
    // 4·5 + 3·8 + 2·9 + 7·5 + 6·6 + 5·2 = 143 = 13·11: the check digit is 11, written 0; by Luhn it is 1.
    assert_eq!(valid, [0, luhn_digit("589562000000000")]);
}

/// The digit that makes the number right by Luhn, by the book: every second digit from the right doubled.
fn luhn_digit(text: &str) -> u8 {
    let sum: u32 = text
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let value = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    u8::try_from((10 - sum % 10) % 10).unwrap()
}

#[test]
fn every_beginning_of_a_valid_number_may_become_valid() {
    for prefix in [
        "4", "5100", "2221", "34", "36", "6011", "3528", "620", "2200", "9792", "508500", "506699",
    ] {
        for length in 12..=19 {
            let mut text = prefix.to_owned();
            while text.len() < length - 1 {
                text.push('7');
            }
            text.push(char::from(b'0' + luhn_digit(&text)));
            if !number(text.as_bytes(), None).verdict().is_valid() {
                continue;
            }
            for end in 0..=text.len() {
                assert!(
                    number(&text.as_bytes()[..end], None).verdict().is_potential(),
                    "{text} {end}"
                );
            }
        }
    }
}

#[test]
fn brands_stay_open_while_digits_do_not_tell() {
    let set = |text: &str| number(text.as_bytes(), None).brands();
    assert_eq!(
        set("4"),
        Brand::Visa.bit() | Brand::Elo.bit() | Brand::Naranja.bit() | Brand::Maestro.bit()
    );
    assert_eq!(set("37"), Brand::Amex.bit());
    assert_eq!(set("401178"), Brand::Elo.bit());
    assert_eq!(set("424242"), Brand::Visa.bit());
    // Two sources claim it: both stay, RuPay first.
    let rupay = number(b"6521501", None);
    assert_eq!(rupay.likeliest(), Some(Brand::Rupay));
    assert_eq!(set("65215010"), Brand::Rupay.bit() | Brand::Discover.bit());
    assert_eq!(set("99"), 0);
    assert_eq!(set(""), 0);
}

#[test]
fn what_a_provider_says_of_a_number_holds() {
    // A number that is Visa's by its prefix, and the provider's look-up calls Elo: sixteen digits, no more, no fewer.
    assert!(!number(b"4222222222222", Some(Brand::Elo)).verdict().is_valid());
    assert!(number(b"4222222222222", Some(Brand::Visa)).verdict().is_valid());
    assert_eq!(
        number(b"4222222222222", Some(Brand::Elo)).likeliest(),
        Some(Brand::Elo)
    );
}

#[test]
fn digits_of_other_scripts_count_and_invisible_characters_do_not_pass() {
    for text in [
        "４２４２４２４２４２４２４２４２",
        "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢",
        "४२४२४२४२४२४२४२४२",
        "4242\u{a0}4242\u{2009}4242\u{2011}4242",
    ] {
        assert!(number(text.as_bytes(), None).verdict().is_valid(), "{text}");
    }
    for text in [
        "4242424242424242\u{202e}",
        "4242\u{200b}424242424242",
        "\u{feff}4242424242424242",
        "4242\u{ad}424242424242",
    ] {
        assert_eq!(
            number(text.as_bytes(), None).verdict().reason(),
            Some(Reason::Invisible)
        );
    }
    assert_eq!(
        number(b"4242x", None).verdict().reason(),
        Some(Reason::Characters)
    );
}

#[test]
fn a_security_code_has_as_many_digits_as_its_brand_says() {
    let (three, four) = (1 << 3, 1 << 4);
    assert!(security_code(b"123", three, true).is_valid());
    assert!(security_code(" ١٢٣ ".as_bytes(), three, true).is_valid());
    assert_eq!(
        security_code(b"123", four, true).reason(),
        Some(Reason::Incomplete)
    );
    assert_eq!(
        security_code(b"1234", three, true).reason(),
        Some(Reason::TooLong)
    );
    assert_eq!(
        security_code(b"12a", three, true).reason(),
        Some(Reason::Characters)
    );
    assert_eq!(security_code(b"", three, true).reason(), Some(Reason::Empty));
    // Bancontact: no code at all. Maestro at some providers: one may be left out.
    assert!(security_code(b"", 0, false).is_valid());
    assert!(security_code(b"", three, false).is_valid());
    assert!(!security_code(b"1", 0, false).is_potential());
}

#[test]
fn a_holder_is_not_a_card_number() {
    for name in [
        "Ada Lovelace",
        "李",
        "محمد",
        "J. R. \"Bob\" Dobbs III",
        "4 You Ltd",
        "نیلوفر\u{200c}",
    ] {
        assert!(holder(name.as_bytes()).is_valid(), "{name}");
    }
    for number in ["4242424242424242", "4242 4242 4242 4242", "Ada 4242424242424242"] {
        assert_eq!(
            holder(number.as_bytes()).reason(),
            Some(Reason::CardNumber),
            "{number}"
        );
    }
    assert_eq!(holder(b"  ").reason(), Some(Reason::Empty));
    assert_eq!(holder("Ada\u{202e}".as_bytes()).reason(), Some(Reason::Invisible));
}
