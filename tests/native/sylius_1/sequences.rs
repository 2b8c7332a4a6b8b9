//! Generated shoppers: 1 to 40 edits each, with prices, stock and another tab in between. Where each call led is
//! compared with where the mirror said, and each difference has a cause.
//!
//! `SEQUENCES=10000` makes it long.

use super::{ADDRESS, EMAIL, RELEASES, status, visitor};
use crate::host::Host;
use crate::network::Chaos;
use cashwrap::checkout::Settled;
use cashwrap_shop::Request;
use std::collections::BTreeMap;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

const VARIANTS: [&str; 6] = ["MUG", "BOOK", "FREE", "EBOOK", "EFREE", "LAST"];

struct Shopper {
    host: Host,
    dice: Dice,
    log: Vec<String>,
    /// What happened at the shop that no answer had told yet.
    unseen: Vec<&'static str>,
    placed: bool,
}

impl Shopper {
    fn edit(&mut self, edit: &str) -> Settled {
        let told = self.host.edit(edit);
        self.log.push(format!("{edit}: {told:?}"));
        told
    }

    fn address(&mut self) -> String {
        match self.dice.below(6) {
            0 => ADDRESS.replace("5th Avenue 1", "Broadway 7"),
            1 => ADDRESS.replace("US-NY", "US-AL"),
            // No zone, so that nothing is delivered there.
            2 => ADDRESS.replace("US-NY", "").replace(r#""US""#, r#""SG""#),
            _ => ADDRESS.to_owned(),
        }
    }

    fn act(&mut self) {
        match self.dice.below(20) {
            0..6 => {
                let variant = self.dice.one(&VARIANTS);
                let quantity = self.dice.below(4);
                self.edit(&format!(
                    r#"{{"lines":[{{"variant":"{variant}","quantity":{quantity}}}]}}"#
                ));
            }
            6..9 => {
                let address = self.address();
                self.edit(&format!(
                    r#"{{"email":"{EMAIL}","shipping":{address},"billing":"same"}}"#
                ));
            }
            9 => {
                let rate = self
                    .dice
                    .one(&["\"cheapest\"", r#"{"method":"DHL"}"#, r#"{"method":"UPS"}"#]);
                self.edit(&format!(r#"{{"rate":{rate}}}"#));
            }
            10 | 11 => {
                let code = self.dice.one(&["TEN", "FREESHIP", "GRATIS", "EXPIRED", "NOPE"]);
                self.edit(&format!(r#"{{"coupon":"{code}"}}"#));
            }
            12 => {
                let code = self
                    .host
                    .session
                    .order()
                    .map(|o| o.coupon.to_string())
                    .unwrap_or_default();
                if !code.is_empty() {
                    self.edit(&format!(r#"{{"removeCoupon":"{code}"}}"#));
                }
            }
            13 => {
                let email = self.dice.one(&[EMAIL, "barry.allen@central-city.com"]);
                self.edit(&format!(r#"{{"email":"{email}"}}"#));
            }
            14 => {
                self.edit(r#"{"empty":true}"#);
            }
            15 => self.event(),
            16 => self.other_tab(),
            17 => {
                // A reload of the page, at rest.
                let fresh = visitor("1.7");
                let old = std::mem::replace(&mut self.host, fresh);
                self.host = old.reload(&crate::host::visitor("sylius_1"));
                self.host.run();
                self.log.push("reload".to_owned());
            }
            _ => self.buy(),
        }
    }

    /// Something happens at the shop.
    fn event(&mut self) {
        let what = match self.dice.below(3) {
            0 => {
                let left = i64::try_from(self.dice.below(4)).unwrap();
                self.host.shop.set_stock(7, left);
                "stock"
            }
            1 => {
                let price = 500 + self.dice.below(3) * 250;
                self.host
                    .shop
                    .set_sylius_shipping_price("UPS", i64::try_from(price).unwrap());
                "price"
            }
            _ => {
                let is_sold = self.dice.below(2) == 0;
                self.host.shop.set_sylius_enabled("BOOK", is_sold);
                "product"
            }
        };
        self.log.push(what.to_owned());
        self.unseen.push(what);
    }

    /// Another tab or device edits the same cart, behind our back.
    fn other_tab(&mut self) {
        let Some(order) = self.host.session.order() else {
            return;
        };
        if order.is_complete() {
            return;
        }
        let (number, line) = (
            order.number.to_string(),
            order.lines.first().map(|l| l.id.to_string()),
        );
        let (method, path, body) = match (self.dice.below(3), line) {
            (0, Some(line)) => ("DELETE", format!("/api/v1/carts/{number}/items/{line}"), ""),
            (1, Some(line)) => (
                "PUT",
                format!("/api/v1/carts/{number}/items/{line}"),
                r#"{"quantity":2}"#,
            ),
            _ => (
                "POST",
                format!("/api/v1/carts/{number}/items/"),
                r#"{"variant":"MUG","quantity":1}"#,
            ),
        };
        let mut request = Request::new(method, &path).header("Authorization", "Bearer SampleToken");
        if !body.is_empty() {
            request = request.json(body);
        }
        cashwrap_shop::answer(&mut self.host.shop, &request);
        self.log.push(format!("other tab: {method} {path}"));
        self.unseen.push("other tab");
    }

    fn buy(&mut self) {
        let method = self.dice.one(&["cod", "bank_transfer"]);
        self.edit(&format!(r#"{{"payment":{{"method":"{method}"}}}}"#));
        let seen = self.host.session.order().map(|o| o.totals.total);
        let end = self.host.submit();
        self.log.push(format!("submit: {}", status(&end)));
        if status(&end) == "placed" {
            self.placed = true;
            let order = self.host.order();
            assert_eq!(Some(order.totals.total), seen, "{:#?}", self.log);
            assert!(
                !order.lines.is_empty(),
                "an empty order was placed: {:#?}",
                self.log
            );
            let paid = order.payments.first().map(|p| p.method.to_string());
            let due = order.totals.total.is_positive();
            assert_eq!(
                paid.as_deref(),
                due.then_some(method),
                "{:#?} {:#?}",
                self.log,
                self.host.trace
            );
        }
        self.host.run();
    }

    /// The drifts since the last look, each with its cause; one without a cause is told.
    fn drifts(&mut self) -> Vec<&'static str> {
        let mut causes = Vec::new();
        for event in std::mem::take(&mut self.host.events) {
            if event.get("kind").as_text() != Some("drift") {
                continue;
            }
            let part = |name: &str| event.get(name).as_text().unwrap().to_owned();
            let (call, expected, actual) = (part("call"), part("expected"), part("actual"));
            let cause = self.cause(&call, &expected, &actual);
            causes.push(cause.unwrap_or_else(|| {
                panic!(
                    "{call}: {expected} expected, {actual}: {:#?} {:#?}",
                    self.log, self.host.trace
                )
            }));
        }
        causes
    }

    fn cause(&self, call: &str, expected: &str, actual: &str) -> Option<&'static str> {
        match (call, expected, actual) {
            _ if self.unseen.contains(&"other tab") => Some("another tab"),
            // A coupon that makes the order free, or did: what it takes off is the promotion's secret.
            ("choose" | "contact", "payment", "confirm") | ("contact" | "choose", "confirm", "payment")
                if self
                    .log
                    .iter()
                    .any(|l| l.contains("GRATIS") || l.contains("FREESHIP")) =>
            {
                Some("coupon")
            }
            ("complete", "complete", "confirm") => Some("stock or product"),
            // Where nobody delivers an order shows no parcel, as if there were nothing to send.
            ("contact", _, "delivery") if self.log.iter().any(|l| l.contains(":\"SG")) => {
                Some("nobody delivers there")
            }
            _ => None,
        }
    }
}

fn one(seed: u64, release: &str) -> (BTreeMap<&'static str, usize>, bool) {
    let mut shopper = Shopper {
        host: visitor(release),
        dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
        log: vec![format!("seed {seed}, {release}")],
        unseen: Vec::new(),
        placed: false,
    };
    // Every fourth is on a bad network, where only what is promised is looked at.
    let is_bad = seed % 4 == 3;
    if is_bad {
        shopper.host.chaos = Some(Chaos::new(seed, 15));
    }
    let edits = 1 + shopper.dice.below(40);
    let mut causes = BTreeMap::new();
    for _ in 0..edits {
        shopper.act();
        if is_bad {
            shopper.host.events.clear();
        } else {
            for cause in shopper.drifts() {
                *causes.entry(cause).or_default() += 1;
            }
        }
        let snapshot = shopper.host.session.snapshot();
        let now = snapshot.get("status").as_text().unwrap();
        if now == "placed" {
            break;
        }
        // What an answer has told is not unseen any more.
        if now == "open" && shopper.dice.below(2) == 0 {
            let refresh = crate::host::json(r#"{"kind":"refresh"}"#);
            shopper.host.session.ask(&refresh).unwrap();
            shopper.host.run();
            shopper.unseen.retain(|what| *what != "other tab");
        }
    }
    let orders = shopper.host.shop.orders();
    let placed: Vec<_> = orders.iter().filter(|o| o.completed).collect();
    let about = format!("{:#?} {:#?}", shopper.log, shopper.host.trace);
    assert!(placed.len() <= 1, "two orders: {about}");
    assert!(
        placed.iter().all(|o| !o.lines.is_empty()),
        "an empty order: {about}"
    );
    assert!(placed.len() == 1 || !shopper.placed, "not placed: {about}");
    (causes, shopper.placed)
}

#[test]
fn generated_shoppers_go_where_the_mirror_says() {
    let asked = std::env::var("SEQUENCES").ok().and_then(|text| text.parse().ok());
    let (mut causes, mut placed) = (BTreeMap::new(), 0);
    for seed in 0..asked.unwrap_or(200) {
        let (found, is_placed) = one(seed, RELEASES[(seed % 3) as usize]);
        for (cause, count) in found {
            *causes.entry(cause).or_insert(0) += count;
        }
        placed += usize::from(is_placed);
    }
    println!("drifts by cause: {causes:?}; placed: {placed}");
    assert!(placed > 30, "they buy something: {placed}");
}
