//! The purchases of `orders.jsonl.gz`, played again: every value of every body but moments and ids of adjustments.

use crate::client::{Client, berlin, both, main_street, new_york, paying, shipping};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

/// Bodies by release and name.
fn recorded() -> BTreeMap<(String, String), Value> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sylius/orders.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let name = |key: &str| line[key].as_str().unwrap().to_owned();
        ((name("version"), name("name")), line["body"].clone())
    };
    text.lines().map(read).collect()
}

/// Where two bodies differ.
fn differences(at: &str, recorded: &Value, answered: &Value, found: &mut Vec<String>) {
    let last = at.rsplit('.').next().unwrap();
    if ["createdAt", "updatedAt", "checkoutCompletedAt"].contains(&last) || last.ends_with("_at") {
        return;
    }
    match (recorded, answered) {
        (Value::Object(left), Value::Object(right)) => {
            for key in left
                .keys()
                .chain(right.keys().filter(|key| !left.contains_key(*key)))
            {
                let of =
                    |map: &serde_json::Map<String, Value>| map.get(key).cloned().unwrap_or(json!("(absent)"));
                if !(key == "id" && at.contains("adjustments")) {
                    differences(&format!("{at}.{key}"), &of(left), &of(right), found);
                }
            }
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                differences(&format!("{at}.{index}"), left, right, found);
            }
        }
        _ if recorded == answered => {}
        _ => found.push(format!("{at}: recorded {recorded}, answered {answered}")),
    }
}

/// Compares bodies by their name and counts them.
struct Book {
    bodies: BTreeMap<(String, String), Value>,
    seen: usize,
    found: Vec<String>,
}

impl Book {
    fn new() -> Self {
        Self {
            bodies: recorded(),
            seen: 0,
            found: Vec::new(),
        }
    }

    fn compare(&mut self, version: &str, name: &str, answered: &Value) {
        let Some(recorded) = self.bodies.get(&(version.to_owned(), name.to_owned())) else {
            return;
        };
        self.seen += 1;
        differences(&format!("{version} {name}"), recorded, answered, &mut self.found);
    }
}

#[test]
fn purchases_by_one_url_have_every_body_as_recorded() {
    let mut book = Book::new();
    let german = json!({
        "firstName": "Hans", "lastName": "Muster", "street": "Hauptstr. 1", "city": "Berlin", "postcode": "10115",
        "country": 2
    });
    for version in ["0.13.0", "0.15.0", "0.16.0"] {
        // Lines, address, place of the shipping method and its id, payment method.
        let purchases = [
            ("us", vec![(1, 3)], main_street(), (0, 1), 1),
            ("us2", vec![(1, 2), (2, 1)], main_street(), (1, 2), 2),
            ("de", vec![(1, 1)], german.clone(), (0, 3), 1),
            ("free", vec![(3, 1)], main_street(), (1, 2), 1),
            ("fee", vec![(1, 1)], main_street(), (1, 2), 3),
        ];
        for (name, lines, address, (place, id), payment) in purchases {
            let mut client = Client::opened(version, &lines);
            let method = if version == "0.13.0" { place } else { id };
            let puts = [
                ("2_addressing", json!({ "shippingAddress": address })),
                ("3_shipping", json!({ "shipments": [{ "method": method }] })),
                ("4_payment", json!({ "paymentMethod": payment })),
                ("5_finalize", Value::Null),
            ];
            book.compare(version, &format!("{name}_1_cart"), &client.whole());
            for (step, body) in puts {
                let (status, answered) = client.put(body);
                assert_eq!(status, 200, "{version} {name} {step} {answered}");
                book.compare(version, &format!("{name}_{step}_put"), &answered);
                book.compare(version, &format!("{name}_{step}"), &client.whole());
                let (_, looked) = client.look();
                for view in ["methods", "checkout_get"] {
                    book.compare(version, &format!("{name}_{step}_{view}"), &looked);
                }
            }
        }
    }
    assert!(book.found.is_empty(), "{:#?}", book.found);
    assert_eq!(book.seen, 195);
}

/// Plays calls and compares the three views of the order where a moment has a name.
fn play(book: &mut Book, version: &str, channel: &str, purchase: &str, calls: &[(&str, &str, Value, &str)]) {
    let mut client = Client::of(version).cart_in(channel);
    let mut look = |client: &mut Client, moment: &str| {
        for view in ["cart", "checkout", "order"] {
            let path = format!("/api/v1/{view}s/{}", client.id);
            let (_, answered) = client.send("GET", &path, Value::Null);
            book.compare(version, &format!("{purchase}_{moment}_{view}"), &answered);
        }
    };
    look(&mut client, "0_empty");
    for (method, path, body, moment) in calls {
        let (status, answered) = client.send(method, &format!("/api/v1/{path}"), body.clone());
        assert!(status < 300, "{version} {purchase} {path}: {answered}");
        look(&mut client, moment);
    }
}

fn add(code: &str, quantity: i64) -> (&'static str, &'static str, Value, &'static str) {
    let body = json!({ "variant": code, "quantity": quantity });
    ("POST", "carts/1/items/", body, "")
}

#[test]
fn purchases_by_split_endpoints_have_every_body_as_recorded() {
    let mut book = Book::new();
    let mobile = json!({
        "firstName": "Felicity", "lastName": "Smoak", "street": "Dauphin Street 2", "city": "Mobile",
        "postcode": "36602", "countryCode": "US", "provinceCode": "US-AL", "phoneNumber": "555-0101"
    });
    let coupon = |code: &str| ("PATCH", "carts/1", json!({ "promotionCoupon": code }), "");
    let address = |body: Value, moment| ("PUT", "checkouts/addressing/1", body, moment);
    let here = |moment| address(both(&new_york(), &new_york()), moment);
    let ship = |code: &str, moment| ("PUT", "checkouts/select-shipping/1", shipping(code), moment);
    let pay = |code: &str, moment| ("PUT", "checkouts/select-payment/1", paying(code), moment);
    let look = || ("GET", "carts/1", Value::Null, "1_cart");
    let complete = || ("PUT", "checkouts/complete/1", Value::Null, "5_completed");
    for version in ["1.6.9", "1.7.11"] {
        let calls = [
            add("MUG", 2),
            add("BOOK", 1),
            look(),
            address(both(&new_york(), &mobile), "2_addressed"),
            ship("DHL", "3_shipping_selected"),
            pay("bank_transfer", "4_payment_selected"),
            complete(),
            ("PUT", "orders/1/payments/1/complete", Value::Null, "6_paid"),
            (
                "PUT",
                "orders/1/shipments/1/ship",
                json!({ "tracking": "TRACK-1" }),
                "7_shipped",
            ),
        ];
        play(&mut book, version, "WEB-US", "happy", &calls);
        let calls = [add("MUG", 2), coupon("TEN"), add("BOOK", 1), look()];
        play(&mut book, version, "WEB-US", "coupon", &calls);
        let calls = [
            add("EBOOK", 1),
            here("2_shipping_skipped"),
            pay("cod", ""),
            complete(),
        ];
        play(&mut book, version, "WEB-US", "digital", &calls);
        let calls = [add("EFREE", 1), here("2_payment_skipped"), complete()];
        play(&mut book, version, "WEB-US", "digital_free", &calls);
        let calls = [
            add("EFREE", 1),
            here(""),
            ("DELETE", "carts/1/items/1", Value::Null, ""),
            complete(),
        ];
        play(&mut book, version, "WEB-US", "empty", &calls);
        let calls = [
            add("MUG", 1),
            add("ODD", 2),
            address(both(&berlin(), &berlin()), "2_addressed"),
            ship("DHL_EU", ""),
            pay("cod", ""),
            complete(),
        ];
        play(&mut book, version, "WEB-EU", "eu", &calls);
        let calls = [
            add("FREE", 1),
            coupon("FREESHIP"),
            here(""),
            ship("UPS", "3_payment_skipped"),
            ship("DHL", ""),
            complete(),
        ];
        play(&mut book, version, "WEB-US", "free", &calls);
        // Two of seven taken back: the first two pieces go.
        let five = ("PUT", "carts/1/items/1", json!({ "quantity": 5 }), "");
        let calls = [
            add("MUG", 7),
            five,
            coupon("TEN"),
            here("2_addressed"),
            ship("UPS", ""),
            pay("cod", ""),
            complete(),
        ];
        play(&mut book, version, "WEB-US", "promo", &calls);
        let calls = [
            add("ODD", 3),
            add("UNTAXED", 1),
            coupon("TEN"),
            here("2_addressed"),
        ];
        play(&mut book, version, "WEB-US", "rounding", &calls);
        let calls = [add("MUG", 1), here("2_payment_skipped"), complete()];
        play(&mut book, version, "SKIP", "skipchannel", &calls);
        let calls = [
            add("MUG", 3),
            here(""),
            ship("UPS", ""),
            pay("cod", ""),
            complete(),
            ("PUT", "orders/1/cancel", Value::Null, "8"),
        ];
        play(&mut book, version, "WEB-US", "cancelled", &calls);
    }
    assert!(book.found.is_empty(), "{:#?}", book.found);
    assert_eq!(book.seen, 68);
}
