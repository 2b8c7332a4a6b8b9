//! Random calls in random states, right and wrong: where the mirror says the order goes, there the shop takes it.

use super::countries;
use super::proxy::RELEASES;
use cashwrap::checkout::{Answer, Call, Choose, Contact, Pay, PayBy, PaymentWish, Source, Step};
use cashwrap::dialect::{Dialect, Wire};
use cashwrap::http::Response;
use cashwrap::order::{Address, Money, Order};
use cashwrap::text::Text;
use cashwrap_shop::{Release, Request, Shop, answer};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A run of this many is done by `cargo test`; a longer one by `SEQUENCES=10000 cargo test dice`.
const SEQUENCES: u64 = 400;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

struct Table {
    shop: Shop,
    root: &'static str,
    countries: Vec<(Text, Text)>,
    order: Order,
}

impl Table {
    fn new(dice: &mut Dice, release: &str) -> Table {
        let mut shop = Shop::recorded_sylius(Release::of(release).unwrap());
        let lines: Vec<(u64, i64)> = (0..dice.below(3))
            .map(|_| (1 + dice.below(4), 1 + i64::try_from(dice.below(3)).unwrap()))
            .collect();
        let id = shop.open_sylius_order("john@example.com", &lines);
        let mut table = Table {
            shop,
            root: if release == "documented" {
                "/api/v1"
            } else {
                "/api"
            },
            countries: countries(),
            order: Order::numbered(id.to_string().into()),
        };
        table.read();
        table
    }

    fn say(&mut self, call: &Call) -> Answer {
        let number = self.order.number.clone();
        let wire = Wire {
            shop: "https://store.example",
            root: self.root,
            countries: &self.countries,
            order: Some(&self.order),
            is_blind: false,
            placeholder: "",
            number: &number,
            ..Wire::default()
        };
        let doors = Dialect::Sylius0.doors();
        let request = (doors.encode)(call, &wire).unwrap();
        let mut told = Request::new(request.method.as_str(), &request.path)
            .header("Authorization", "Bearer SampleToken");
        if let Some(body) = &request.body {
            let mut text = String::from_utf8(body.to_vec()).unwrap();
            if matches!(call, Call::AddLine { .. }) {
                // The proxy's part.
                let key = if self.root == "/api" {
                    "unitPrice"
                } else {
                    "unit_price"
                };
                text.truncate(text.len() - 1);
                text.push_str(&format!(",\"{key}\":\"7.00\"}}"));
            }
            told = told.json(&text);
        }
        let response = answer(&mut self.shop, &told).response().unwrap();
        let response = Response {
            status: response.status,
            content_type: response.content_type,
            body: response.body,
        };
        (doors.decode)(call, &response, &wire)
    }

    /// The order and what is on offer.
    fn read(&mut self) {
        for call in [Call::Read, Call::Offers] {
            if call == Call::Offers && !matches!(self.order.step, Step::Delivery | Step::Payment) {
                continue;
            }
            match self.say(&call) {
                Answer::Order(order, _) => self.order = (*order).clone(),
                other => panic!("{call:?}: {other:?}"),
            }
        }
    }
}

fn address(dice: &mut Dice) -> Rc<Address> {
    let (country, region) = dice.one(&[("US", "1"), ("US", "1"), ("DE", ""), ("SG", ""), ("US", "NY")]);
    Rc::new(Address {
        name: dice.one(&["John Doe", "Jo", "Hans van Muster"]).into(),
        address1: dice.one(&["Main St. 1", "Hauptstr. 1", "X"]).into(),
        city: "New York".into(),
        postal_code: dice.one(&["10001", "1"]).into(),
        country: country.into(),
        region: region.into(),
        phone: "555".into(),
        ..Address::default()
    })
}

fn call(dice: &mut Dice, order: &Order) -> Call {
    match dice.below(12) {
        0..3 => Call::Contact(Box::new(Contact {
            shipping: Some(address(dice)),
            billing: (dice.below(3) == 0).then(|| address(dice)),
            ..Contact::default()
        })),
        3..6 => {
            let shipment = order.shipments.first();
            let offered: Vec<Text> = shipment
                .map(|s| s.rates.iter().map(|r| r.id.clone()).collect())
                .unwrap_or_default();
            let rate = match offered.len() {
                0 => "77".into(),
                _ if dice.below(8) == 0 => "77".into(),
                n => offered[usize::try_from(dice.below(n as u64)).unwrap()].clone(),
            };
            Call::Choose(Box::new(Choose {
                back_to: None,
                rates: vec![("0".into(), rate)],
                notes: "".into(),
            }))
        }
        6 | 7 => {
            let wish = Rc::new(PaymentWish {
                method: dice.one(&["1", "2", "3", "9"]).into(),
                source: Source::None,
            });
            Call::Pay(Box::new(Pay {
                wish,
                amount: Money::ZERO,
                by: PayBy::Step,
            }))
        }
        8 => Call::Complete {
            total: Money::ZERO,
            notes: "".into(),
        },
        9 if !order.lines.is_empty() => Call::RemoveLine {
            line: order.lines[0].id.clone(),
            variant: order.lines[0].variant.clone(),
        },
        _ => Call::AddLine {
            variant: dice.one(&["1", "2", "3"]).into(),
            quantity: 1 + u32::try_from(dice.below(3)).unwrap(),
        },
    }
}

#[test]
fn the_mirror_goes_where_the_shop_goes() {
    let wished = std::env::var("SEQUENCES").ok();
    let sequences = wished.and_then(|n| n.parse().ok()).unwrap_or(SEQUENCES);
    let mut moves: BTreeMap<String, u64> = BTreeMap::new();
    for seed in 1..=sequences {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..8 {
            dice.below(2);
        }
        let release = dice.one(&RELEASES);
        let mut table = Table::new(&mut dice, release);
        for _ in 0..9 {
            let call = call(&mut dice, &table.order);
            let before = table.order.step.clone();
            let expected = (Dialect::Sylius0.doors().expect)(&table.order, &call);
            let furthest = (Dialect::Sylius0.doors().furthest)(&table.order, &call);
            let predicted = match &expected.refused {
                Some(_) => before.clone(),
                None => expected.order.step.clone(),
            };
            table.say(&call);
            table.read();
            // An order without lines goes on up to 0.15, and from 0.15 on no answer tells the release.
            let is_open = expected.assumes.contains(&"version");
            let told = &table.order.step;
            assert!(
                *told == predicted || is_open,
                "{seed} {release}: {} from {}: {} predicted, {}",
                call.name(),
                before.tag(),
                predicted.tag(),
                told.tag()
            );
            *moves
                .entry(format!("{} {}", call.name(), predicted.tag()))
                .or_default() += 1;
            // Sent twice it never goes further than it is said to.
            let is_line = matches!(call, Call::AddLine { .. } | Call::RemoveLine { .. });
            if !is_line && before != Step::Complete && dice.below(3) == 0 {
                table.say(&call);
                table.read();
                let is_within = table.order.step.rank() <= furthest.rank().max(before.rank());
                assert!(is_within, "{seed} {release}: {} twice", call.name());
            }
        }
    }
    // Each step was reached, and each kind of call was made.
    for reached in [
        "contact delivery",
        "choose payment",
        "pay confirm",
        "complete complete",
        "contact complete",
    ] {
        assert!(moves.contains_key(reached), "{reached}: {moves:?}");
    }
}
