//! A hundred thousand random texts through every check: the digest of what is said is the same here and in the package.
//!
//! `tests/js/check-digest.test.mjs` makes the same texts by the same rule and must come to the same number.

use cashwrap::check::address::{Severity, Shop, address};
use cashwrap::check::brands::Brand;
use cashwrap::check::card::{holder, number, security_code};
use cashwrap::check::country::Country;
use cashwrap::check::expiry::expiry;
use cashwrap::check::format::{self, Edit, Formatted};
use cashwrap::check::postal::{self, postal_code};
use cashwrap::check::text::{coupon, email, phone, quantity};
use cashwrap::check::{Reason, Verdict};

const TEXTS: u32 = 100_000;
/// What both sides come to. After a wanted change of a check: run this test, which prints the new one.
const DIGEST: &str = include_str!("../../fixtures/checks/digest.txt");

const PARTS: [&str; 48] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "4242", "51", "37", "36", "6011", "62", "65", "2200",
    "508", "12/", "29", "2029-", " ", " ", "-", "/", "a", "B", "Z", "@", ".", "com", "x", "+", "(", "٤",
    "９", "𝟗", "é", "京", "ü", "\u{a0}", "\u{200b}", "\u{202e}", "\u{200d}", "PO Box ", "SW1A", "ー",
];
const COUNTRIES: [&str; 12] = [
    "US", "GB", "CA", "DE", "NL", "JP", "PL", "BR", "IE", "SV", "HK", "QQ",
];

struct Dice(u32);

impl Dice {
    /// Numerical Recipes' generator; its low bits are no good.
    fn next(&mut self, below: u32) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        usize::try_from((self.0 >> 8) % below).unwrap()
    }

    fn text(&mut self) -> String {
        let length = self.next(9);
        (0..length).map(|_| PARTS[self.next(48)]).collect()
    }
}

/// FNV-1a over the UTF-16 units, as JavaScript has them.
struct Digest(u32);

impl Digest {
    fn put(&mut self, text: &str) {
        for unit in text.encode_utf16().chain([10]) {
            self.0 = (self.0 ^ u32::from(unit)).wrapping_mul(16_777_619);
        }
    }

    fn verdict(&mut self, verdict: Verdict) {
        let reason = verdict.reason().map_or("null", Reason::as_str);
        self.put(&format!(
            "{} {} {reason}",
            verdict.is_valid(),
            verdict.is_potential()
        ));
    }

    fn format(&mut self, edit: &Edit<'_>, format: &dyn Fn(&Edit<'_>, &mut [u8]) -> Formatted) {
        let mut made = [0; 512];
        let done = format(edit, &mut made);
        self.put(&format!(
            "{} {}",
            std::str::from_utf8(&made[..done.length]).unwrap(),
            done.caret
        ));
    }
}

#[test]
fn a_hundred_thousand_texts_are_judged_as_in_the_package() {
    let mut dice = Dice(1);
    let mut digest = Digest(2_166_136_261);
    for _ in 0..TEXTS {
        let (text, other) = (dice.text(), dice.text());
        let code = COUNTRIES[dice.next(12)];
        let country = Country::find(code.as_bytes());
        let bytes = text.as_bytes();
        let card = number(bytes, None);
        digest.verdict(card.verdict());
        let first = card.likeliest();
        let others = Brand::ALL
            .iter()
            .filter(|brand| brand.bit() & card.brands() != 0 && Some(**brand) != first);
        let brands: Vec<&str> = first.iter().chain(others).map(|brand| brand.as_str()).collect();
        digest.put(&brands.join(","));
        let date = expiry(bytes, 2026, 11);
        digest.verdict(date.verdict());
        digest.put(&format!("{} {}", date.month(), date.year()));
        for verdict in [
            security_code(bytes, 1 << 3 | 1 << 4, true),
            holder(bytes),
            email(bytes),
            phone(bytes),
            quantity(bytes),
            coupon(bytes),
            postal_code(country, bytes),
        ] {
            digest.verdict(verdict);
        }
        let texts = [
            bytes,
            b"",
            other.as_bytes(),
            bytes,
            other.as_bytes(),
            bytes,
            other.as_bytes(),
            code.as_bytes(),
            bytes,
        ];
        for found in address(&texts, Shop::UNKNOWN) {
            digest.verdict(found.verdict());
            digest.put(match found.severity() {
                None => "null",
                Some(Severity::Warning) => "warning",
                Some(Severity::Error) => "error",
            });
        }
        // The caret between the two texts, then a form that remembers what it showed.
        let whole = [text.as_str(), &other].concat();
        for before in ["", text.as_str()] {
            let edit = Edit {
                text: whole.as_bytes(),
                caret: text.len(),
                before: before.as_bytes(),
                before_caret: before.len(),
            };
            digest.format(&edit, &format::card_number);
            digest.format(&edit, &format::expiry);
            digest.format(&edit, &format::phone);
            digest.format(&edit, &|edit: &Edit<'_>, made: &mut [u8]| {
                postal::format(country, edit, made)
            });
        }
    }
    assert_eq!(format!("{:08x}", digest.0), DIGEST.trim());
}
