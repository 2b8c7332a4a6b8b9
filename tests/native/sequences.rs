//! Generated shoppers, on every room: what the mirror foretells is what the shop does. A difference needs a cause that the
//! page could not know: stock or a price that changed, another tab, a card the gateway declines.
//!
//! The usual run plays a few hundred for each version; `SEQUENCES=10000 cargo test --test native sequences` plays so many.

use crate::host::{ADDRESS, Host, json};
use crate::matrix::rooms::{ROOMS, Room};
use crate::network::Chaos;
use cashwrap::checkout::Settled;
use cashwrap::json::Value;
use std::collections::{BTreeMap, BTreeSet};

const USUAL: u64 = 150;
/// What the package declares.
const TYPES: &str = include_str!("../../pkg/src/types.ts");

/// One shopper's sequence.
struct Walk<'a> {
    room: &'a Room,
    host: Host,
    dice: Chaos,
    /// What happened that the page was not told.
    causes: Vec<&'static str>,
    log: Vec<String>,
    /// Differences, by cause.
    drifts: BTreeMap<&'static str, u32>,
    compared: u32,
    /// All that was ever taken for granted.
    assumed: BTreeSet<String>,
}

impl Walk<'_> {
    fn roll(&mut self, n: u64) -> u64 {
        self.dice.below(n)
    }

    fn pick<'t>(&mut self, from: &[&'t str]) -> &'t str {
        let at = self.roll(from.len().try_into().unwrap());
        from[usize::try_from(at).unwrap()]
    }

    fn next(&mut self, is_disturbed: bool) {
        match self.roll(if is_disturbed { 14 } else { 10 }) {
            0..3 => {
                let (variant, quantity) = (self.pick(&["2", "3", "4", "9", "10"]), self.roll(4));
                self.edit(&format!(
                    r#"{{"lines":[{{"variant":"{variant}","quantity":{quantity}}}]}}"#
                ));
            }
            3 | 4 => {
                let city = self.pick(&["New York", "Albany"]);
                let address = ADDRESS.replace("New York", city);
                let email = self.pick(&["", r#""email":"jane@example.com","#]);
                self.edit(&format!(r#"{{{email}"shipping":{address},"billing":"same"}}"#));
            }
            5 => self.edit(r#"{"rate":"cheapest"}"#),
            6 => {
                let rates = self
                    .host
                    .session
                    .order()
                    .map(|o| o.shipments.clone())
                    .unwrap_or_default();
                let which = self.roll(2);
                let chosen: Vec<String> = rates
                    .iter()
                    .filter_map(|s| s.rates.get(usize::try_from(which).unwrap()))
                    .map(|rate| format!(r#"{{"rate":"{}"}}"#, &*rate.id))
                    .collect();
                if !chosen.is_empty() {
                    self.edit(&format!(r#"{{"rate":[{}]}}"#, chosen.join(",")));
                }
            }
            7 => {
                let code = self.pick(&[self.room.coupon, "expired", "nonsense"]);
                self.edit(&format!(r#"{{"coupon":"{code}"}}"#));
            }
            8 => match self.roll(4) {
                0 => self.edit(r#"{"empty":true}"#),
                1 => self.edit(r#"{"notes":"at the back door"}"#),
                2 if self.room.name == "rental" => {
                    let (day, zip) = (self.roll(5) + 3, self.pick(&["90025", "10001", "00000"]));
                    if zip == "00000" {
                        // Only the shop knows which areas it serves.
                        self.happen("area");
                    }
                    self.edit(&format!(
                        r#"{{"rental":{{"start":"2030-02-03","end":"2030-02-0{day}","postalCode":"{zip}"}}}}"#
                    ));
                }
                _ => {}
            },
            9 => self.buy(),
            10 | 11 => {
                let quantity = i64::try_from(self.roll(6)).unwrap();
                self.host.shop.set_stock(2, quantity);
                self.happen("stock");
            }
            12 => {
                self.host.shop.set_price(3, (700 + self.dice.below(100)).into());
                self.happen("price");
            }
            _ => self.other_tab(),
        }
    }

    fn happen(&mut self, cause: &'static str) {
        self.log.push(cause.to_owned());
        self.causes.push(cause);
    }

    /// The same shopper in another tab, who knows no less and no more.
    fn other_tab(&mut self) {
        let options = self.room.options(self.room.nobody());
        let mut other = Host::resumed(&options, self.host.shop.clone(), self.host.storage.clone());
        other.now_ms = self.host.now_ms;
        other.proxy_key.clone_from(&self.host.proxy_key);
        other.run();
        drop(other.edit(r#"{"lines":[{"variant":"3","quantity":2}]}"#));
        self.host.shop = other.shop;
        self.host.storage = other.storage;
        self.host.now_ms = other.now_ms;
        self.happen("another tab");
    }

    fn edit(&mut self, edits: &str) {
        self.log.push(edits.to_owned());
        let sent = self.host.requests.len();
        let Ok(foretold) = self.host.session.predict(&json(edits)) else {
            assert!(
                matches!(self.host.edit(edits), Settled::Refused(_)),
                "{}",
                self.story()
            );
            return;
        };
        let before = self.host.events.len();
        let how = self.host.edit(edits);
        if matches!(how, Settled::Refused(_)) {
            return;
        }
        let assumes: Vec<String> = foretold
            .get("assumes")
            .items()
            .iter()
            .map(|text| text.as_text().unwrap().to_owned())
            .collect();
        let foretold = foretold.get("step").as_text().unwrap_or_default().to_owned();
        let there = self
            .host
            .session
            .order()
            .map_or("cart", |o| o.step.tag())
            .to_owned();
        let calls: Vec<_> = self.host.requests[sent..]
            .iter()
            .map(|r| format!("{} {}", r.method.as_str(), r.route))
            .collect();
        self.log.push(format!(
            "foretold {foretold}, came to {there} by {}: {how:?}",
            calls.join(", ")
        ));
        let is_free = self
            .host
            .session
            .order()
            .is_some_and(|o| !o.totals.items.is_positive());
        let has = |name: &str| assumes.iter().any(|text| text == name);
        if foretold != there && is_free && has("price") {
            // A thing nobody had a price of costs nothing: what goes on from there waits for the submit.
            *self.drifts.entry("price unknown").or_default() += 1;
        } else if foretold != there && has("version") {
            // Where an emptied order stands differs, and no answer tells the version.
            *self.drifts.entry("version").or_default() += 1;
        } else {
            self.compare(&foretold, &there, before);
        }
        self.assumed.extend(assumes);
    }

    fn buy(&mut self) {
        let payment = self.pick(&[self.room.payment, self.room.declined, self.room.unconfirmed]);
        self.log.push(payment.to_owned());
        let before = self.host.events.len();
        if matches!(self.host.edit(payment), Settled::Refused(_)) {
            return;
        }
        let end = self.host.submit();
        let status = end.get("status").as_text().unwrap().to_owned();
        self.log.push(format!("submit: {status}"));
        if status == "declined" {
            self.causes.push("declined");
        }
        self.drifted(before);
    }

    /// What was foretold is what came, and no answer on the way was a surprise.
    fn compare(&mut self, foretold: &str, there: &str, before: usize) {
        self.compared += 1;
        let is_asked = self.host.blockers().contains(&"rate.missing".to_owned());
        if foretold == "payment" && there == "delivery" && is_asked {
            // What is backordered makes a parcel of its own, for which nothing is chosen yet.
            *self.drifts.entry("parcels").or_default() += 1;
        } else if foretold != there {
            self.blame(&format!("foretold {foretold}, there is {there}"));
        }
        self.drifted(before);
    }

    fn drifted(&mut self, before: usize) {
        let is_drift = |event: &&Value| event.get("kind").as_text() == Some("drift");
        let drifts: Vec<String> = self.host.events[before..]
            .iter()
            .filter(is_drift)
            .map(|event| format!("{event:?}"))
            .collect();
        for drift in drifts {
            self.blame(&drift);
        }
    }

    fn blame(&mut self, what: &str) {
        let Some(cause) = self.causes.last() else {
            panic!("{what}, and nothing has happened\n{}", self.story());
        };
        *self.drifts.entry(cause).or_default() += 1;
    }

    fn story(&self) -> String {
        format!("{:#?}", self.log)
    }
}

fn play(room: &Room, version: &str) -> (u32, BTreeMap<&'static str, u32>) {
    let asked = std::env::var("SEQUENCES").ok().and_then(|n| n.parse().ok());
    let many: u64 = asked.unwrap_or(USUAL);
    let (mut compared, mut drifts) = (0, BTreeMap::new());
    for seed in 0..many {
        let mut walk = Walk {
            room,
            host: room.guest(version),
            dice: Chaos::new(seed, 0),
            causes: Vec::new(),
            log: vec![format!("{} {version}, seed {seed}", room.name)],
            drifts: BTreeMap::new(),
            compared: 0,
            assumed: BTreeSet::new(),
        };
        let length = 1 + walk.roll(40);
        for _ in 0..length {
            walk.next(seed % 2 == 1);
            if walk.host.session.snapshot().get("status").as_text() != Some("open") {
                break;
            }
        }
        compared += walk.compared;
        for text in &walk.assumed {
            assert!(
                TYPES.contains(&format!("| \"{text}\"")),
                "the package does not declare {text}"
            );
        }
        for (cause, times) in walk.drifts {
            *drifts.entry(cause).or_default() += times;
        }
    }
    (compared, drifts)
}

#[test]
fn what_is_foretold_comes_true_on_every_room() {
    // Others have sequences of their own.
    for room in ROOMS.iter().filter(|room| !room.name.starts_with("sylius")) {
        for version in room.versions {
            let (compared, drifts) = play(room, version);
            println!(
                "{} {version}: {compared} foretold, drifts by cause {drifts:?}",
                room.name
            );
            assert!(compared > 500, "too little was compared: {compared}");
        }
    }
}
