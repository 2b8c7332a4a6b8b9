//! Addresses: what each server refuses, what it may take, and what the data's own examples say.

use cashwrap::check::Reason;
use cashwrap::check::address::{Severity, Shop, Texts, address, parts};
use cashwrap::check::country::Country;
use cashwrap::check::postal::postal_code;
use cashwrap::check::text::phone;
use cashwrap::order::Address;

const NAMES: [&str; 9] = [
    "name",
    "company",
    "address1",
    "address2",
    "city",
    "region",
    "postalCode",
    "country",
    "phone",
];

/// What is said of an address in New York with these parts in place of its own.
fn told(country: &str, changes: &[(&str, &str)], shop: Shop) -> Vec<(&'static str, Reason, Severity)> {
    let mut texts: Texts<'_> = [
        b"Ada Lovelace",
        b"",
        b"12 Analytical Way",
        b"",
        b"New York",
        b"NY",
        b"10001",
        country.as_bytes(),
        b"5550100",
    ];
    for (name, text) in changes {
        let place = NAMES.iter().position(|other| other == name).unwrap();
        texts[place] = text.as_bytes();
    }
    let found = address(&texts, shop);
    let found = NAMES.iter().zip(found);
    found
        .filter_map(|(name, found)| Some((*name, found.verdict().reason()?, found.severity()?)))
        .collect()
}

const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;

#[test]
fn a_whole_address_has_nothing_to_say() {
    assert_eq!(told("US", &[], Shop::UNKNOWN), []);
    let japan = [
        ("address1", "千代田1-1"),
        ("city", "千代田区"),
        ("region", "東京都"),
        ("postalCode", "１００-０００１"),
        ("name", "田中 花子"),
    ];
    assert_eq!(told("JP", &japan, Shop::UNKNOWN), []);
    // Persian and Hindi need joiners; Singapore's city is asked for by shops alone.
    let iran = [
        ("name", "نیلوفر علی\u{200c}زاده"),
        ("city", "تهران"),
        ("region", "تهران"),
        ("postalCode", "11936-12345"),
    ];
    assert_eq!(told("IR", &iran, Shop::UNKNOWN), []);
    assert_eq!(
        told(
            "SG",
            &[("city", "Singapore"), ("region", ""), ("postalCode", "546080")],
            Shop::UNKNOWN
        ),
        []
    );
}

#[test]
fn what_every_server_refuses_is_an_error() {
    let blank = [
        ("name", " "),
        ("address1", ""),
        ("city", "\u{200b}"),
        ("postalCode", ""),
    ];
    let found = told("US", &blank, Shop::UNKNOWN);
    let wanted = ["name", "address1", "city", "postalCode"].map(|name| (name, Reason::Empty, ERROR));
    assert_eq!(found, wanted);
}

#[test]
fn what_only_some_refuse_is_a_warning() {
    let cases = [
        ("US", "region", "", Reason::Empty),
        ("US", "phone", "", Reason::Empty),
        ("US", "phone", "x", Reason::Characters),
        ("US", "postalCode", "1000", Reason::Incomplete),
        ("US", "postalCode", "ABCDE", Reason::Format),
        ("US", "address1", "P.O. Box 12", Reason::PoBox),
        ("DE", "postalCode", "1000", Reason::Incomplete),
        ("US", "company", "Acme\u{202e}", Reason::Invisible),
    ];
    for (country, name, text, reason) in cases {
        let mut changes = vec![("region", if country == "US" { "NY" } else { "" }), (name, text)];
        changes.sort_by_key(|(other, _)| *other == name);
        assert_eq!(
            told(country, &changes, Shop::UNKNOWN),
            [(name, reason, WARNING)],
            "{country} {name}"
        );
    }
    // A country the tables have not: the shop may.
    assert_eq!(
        told("QQ", &[], Shop::UNKNOWN),
        [("country", Reason::Country, WARNING)]
    );
}

#[test]
fn what_the_shop_has_said_wins() {
    let asks = |region, code| Shop {
        asks_region: region,
        asks_code: code,
        splits_name: false,
    };
    // Portugal's post has no regions, and Spree's list requires one.
    let portugal = [("city", "Lisboa"), ("postalCode", "1250-096"), ("region", "")];
    assert_eq!(
        told("PT", &portugal, Shop::UNKNOWN),
        [("region", Reason::Empty, WARNING)]
    );
    assert_eq!(
        told("PT", &portugal, asks(Some(true), None)),
        [("region", Reason::Empty, ERROR)]
    );
    assert_eq!(told("PT", &portugal, asks(Some(false), None)), []);
    // Hong Kong has no postal codes: Spree 3.2 and later do not ask, Solidus does.
    let hong_kong = [
        ("city", "Central"),
        ("region", "Hong Kong Island"),
        ("postalCode", ""),
    ];
    assert_eq!(told("HK", &hong_kong, Shop::UNKNOWN), []);
    assert_eq!(
        told("HK", &hong_kong, asks(None, Some(true))),
        [("postalCode", Reason::Empty, ERROR)]
    );
    // Jamaica has none either, and every server asks.
    let jamaica = [("region", "Kingston"), ("postalCode", "")];
    assert_eq!(
        told("JM", &jamaica, Shop::UNKNOWN),
        [("postalCode", Reason::Empty, ERROR)]
    );
    // Spree wants a first and a last name.
    let one_word = [("name", "Madonna")];
    assert_eq!(told("US", &one_word, Shop::UNKNOWN), []);
    let splits = Shop {
        splits_name: true,
        ..Shop::UNKNOWN
    };
    assert_eq!(
        told("US", &one_word, splits),
        [("name", Reason::Incomplete, ERROR)]
    );
}

#[test]
fn a_post_box_is_noted_and_a_street_is_not() {
    for line in [
        "PO Box 1",
        "P.O.Box 7",
        "p o box 3",
        "Post Office Box 9",
        "Postfach 10 01",
        "Apartado Postal 5",
        "Boîte postale 3",
        "Postbus 2",
        "12 Mill Rd, PO Box 4",
        "POB 12",
        "Locked Bag 7",
        "Apartado 12",
        "Postafiók 3",
        "B.P. 123",
        "Box 12",
        "Pf.12",
    ] {
        assert_eq!(
            told("US", &[("address2", line)], Shop::UNKNOWN),
            [("address2", Reason::PoBox, WARNING)],
            "{line}"
        );
    }
    for line in [
        "Boxwood Lane 1",
        "Postboxer Street 2",
        "Pobol Road",
        "Box Hill",
        "Depot Box Street",
        "12 Box Hill Rd",
        "BP Station, Main St 4",
        "Mailbox Lane 3",
        "Pfarrgasse 1",
    ] {
        assert_eq!(told("US", &[("address2", line)], Shop::UNKNOWN), [], "{line}");
    }
}

#[test]
fn an_address_of_an_order_is_told_by_its_own_names() {
    let mut order = Address::from_parts(|_| "x y".into());
    order.country = "".into();
    order.phone = "".into();
    let mut found = Vec::new();
    parts(&order, Shop::UNKNOWN, &mut |name, told| {
        found.extend(told.severity().map(|severity| (name, severity)));
    });
    assert_eq!(found, [("country", ERROR), ("phone", WARNING)]);
}

#[test]
fn codes_are_taken_as_people_write_them() {
    let cases = [
        ("US", "10001"),
        ("US", "10001-1234"),
        ("US", "100011234"),
        ("us", "10001 1234"),
        ("CA", "k1a0b1"),
        ("GB", "sw1a1aa"),
        ("GB", "BFPO 801"),
        ("NL", "1234ab"),
        ("PL", "00950"),
        ("CH", "CH-8000"),
        ("LT", "LT-04340"),
        ("SE", "114 55"),
        ("JP", "１５４００２３"),
        ("IN", "360 311"),
        ("IL", "699 73"),
        ("IE", "A65F4E2"),
        // Newer than the package's data, or older.
        ("EG", "4460232"),
        ("SV", "1101"),
        ("SV", "CP 1330"),
        ("TT", "500234"),
        ("AD", "AD501"),
        ("KR", "135-090"),
        ("MM", "0101001"),
        ("NI", "443-022-6"),
        ("PY", "001001"),
        ("SA", "12345-6789"),
        ("SH", "TDCU 1ZZ"),
        ("VE", "1010-A"),
        // The letters that all codes of a country begin with are left out, and put in.
        ("LV", "1010"),
        ("BB", "11000"),
        ("FI", "fi 00550"),
        ("FI", "00550"),
        // Nothing is known: anything will do.
        ("HK", "999077"),
        ("QQ", "?"),
    ];
    for (country, code) in cases {
        assert!(
            postal_code(Country::find(country.as_bytes()), code.as_bytes()).is_valid(),
            "{country} {code}"
        );
    }
    for (country, code) in [
        ("US", "1-0001"),
        ("US", "100011"),
        ("CA", "D1A 0B1"),
        ("GB", "QQ1 1AA"),
        ("DE", "123456"),
        ("NL", "1234 SS"),
        ("TT", "50023"),
        // Another country's letters.
        ("FI", "SE-00550"),
        ("LV", "LT-1010"),
        ("GB", "AX1 1AA"),
        ("GB", "1 1AA"),
    ] {
        assert!(
            !postal_code(Country::find(country.as_bytes()), code.as_bytes()).is_valid(),
            "{country} {code}"
        );
    }
}

#[test]
fn the_extension_of_a_phone_is_told_in_any_language() {
    for text in [
        "5550100 x12",
        "555 0100 ext. 12",
        "+1 555 555 0100;ext=12",
        "514 555-0100, poste 688",
        "8 (495) 123-45-67 доб. 12",
        "62889#12",
    ] {
        assert!(phone(text.as_bytes()).is_valid(), "{text}");
    }
    for (text, reason) in [
        ("5550100 ext", Reason::Incomplete),
        ("1-800-FLOWERS", Reason::Characters),
        ("020 7946 0958 or 07700 900123", Reason::TooLong),
        ("12345@example.com", Reason::Characters),
        ("ext. 5550100", Reason::Characters),
    ] {
        assert_eq!(phone(text.as_bytes()).reason(), Some(reason), "{text}");
    }
}

#[test]
fn every_country_of_the_data_is_there() {
    let all: Vec<_> = Country::all().collect();
    assert_eq!(all.len(), 252);
    for (code, country) in all {
        assert_eq!(Country::find(&code), Some(country));
        assert_eq!(
            Country::find(&code.map(|byte| byte.to_ascii_lowercase())),
            Some(country)
        );
    }
    assert_eq!(Country::find(b"ZZ"), None);
    assert_eq!(Country::find(b"USA"), None);
}
