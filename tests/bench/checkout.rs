//! Speed of the core, natively and without faults: one typed answer, and whole checkouts.
//!
//! `cargo xtask bench` prints medians of this machine; compare ratios within one run.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench reads the clock, prints, and fails by panicking"
)]

use cashwrap::checkout::{Answer, Effect, Session};
use cashwrap::http::{Reply, Response};
use cashwrap::json::{Value, parse};
use std::time::{Duration, Instant};

const EDITS: &str = r#"{"lines":[{"variant":"2","quantity":2},{"variant":"3","quantity":1},{"variant":"1","quantity":1}],
    "email":"jane@example.com","billing":"same","rate":"cheapest",
    "shipping":{"name":"Jane Doe","address1":"1 Main St","city":"New York","region":"NY","postalCode":"10001","country":"US","phone":"555-0100"}}"#;
const PAYMENT: &str = r#"{"payment":{"method":"1","token":"BGS-12345"}}"#;
const OPTIONS: &str = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"guest"}}"#;

/// Where the answers of a checkout come from, and how long the session took for each.
trait Source {
    fn answer(&mut self, session: &Session, ticket: u64, request: &cashwrap::http::Request) -> Answer;
    fn took(&mut self, _: Duration) {}
}

/// One purchase: edits, payment, submit. Ends placed, or panics.
fn checkout(source: &mut dyn Source) {
    let mut session = Session::new(&tree(OPTIONS), None).unwrap();
    for step in 0..3 {
        match step {
            0 => drop(session.edit(&tree(EDITS), None, 0).unwrap()),
            1 => drop(session.edit(&tree(PAYMENT), None, 0).unwrap()),
            _ => drop(session.submit(session.revision(), "a", 0)),
        }
        run(&mut session, source);
    }
    assert_eq!(session.snapshot().get("status").as_text(), Some("placed"));
}

fn run(session: &mut Session, source: &mut dyn Source) {
    let mut effect = session.poll(0);
    loop {
        match effect {
            None => return,
            Some(Effect::Send { ticket, request }) => {
                let answer = source.answer(session, ticket, &request);
                let start = Instant::now();
                session.receive(ticket, answer, 0);
                effect = session.poll(0);
                source.took(start.elapsed());
                continue;
            }
            Some(Effect::Lock(_)) => session.locked(None),
            Some(Effect::Save(_)) => session.saved(true),
            Some(_) => {}
        }
        effect = session.poll(0);
    }
}

fn tree(text: &str) -> Value {
    parse(text.as_bytes()).unwrap()
}

/// The reference shop, which also writes down what it answered.
struct Shop {
    shop: cashwrap_shop::Shop,
    told: Vec<Answer>,
}

impl Source for Shop {
    fn answer(&mut self, session: &Session, ticket: u64, request: &cashwrap::http::Request) -> Answer {
        let mut asked = cashwrap_shop::Request::new(request.method.as_str(), &request.path);
        for (name, value) in &request.headers {
            asked = asked.header(name, value);
        }
        if let Some(body) = &request.body {
            asked = asked.json(std::str::from_utf8(body).unwrap());
        }
        let response = cashwrap_shop::answer(&mut self.shop, &asked).response().unwrap();
        let (status, content_type, body) = (response.status, response.content_type, response.body);
        let answer = session.decode(
            ticket,
            &Reply::Response(Response {
                status,
                content_type,
                body,
            }),
        );
        self.told.push(answer.clone());
        answer
    }
}

/// What the shop answered the first time, in the same order.
struct Typed<'a> {
    told: &'a [Answer],
    at: usize,
    took: Option<&'a mut Vec<Duration>>,
}

impl Source for Typed<'_> {
    fn answer(&mut self, _: &Session, _: u64, _: &cashwrap::http::Request) -> Answer {
        self.at += 1;
        self.told[self.at - 1].clone()
    }

    fn took(&mut self, time: Duration) {
        if let Some(took) = &mut self.took {
            took.push(time);
        }
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let shop = cashwrap_shop::Shop::new(
        cashwrap_shop::World::recorded(),
        cashwrap_shop::Settings::default(),
        7,
    );
    let mut first = Shop {
        shop,
        told: Vec::new(),
    };
    checkout(&mut first);

    let mut took = Vec::new();
    for _ in 0..2_000 {
        checkout(&mut Typed {
            told: &first.told,
            at: 0,
            took: Some(&mut took),
        });
    }
    println!(
        "poll + receive of one typed answer: median {:.2} µs",
        median(took).as_secs_f64() * 1e6
    );

    let whole = |rounds: u32, run: &mut dyn FnMut()| {
        let start = Instant::now();
        for _ in 0..rounds {
            run();
        }
        f64::from(rounds) / start.elapsed().as_secs_f64()
    };
    let typed: Vec<f64> = (0..5)
        .map(|_| {
            whole(2_000, &mut || {
                checkout(&mut Typed {
                    told: &first.told,
                    at: 0,
                    took: None,
                })
            })
        })
        .collect();
    let decoded: Vec<f64> = (0..5)
        .map(|_| {
            whole(200, &mut || {
                let shop = cashwrap_shop::Shop::new(
                    cashwrap_shop::World::recorded(),
                    cashwrap_shop::Settings::default(),
                    7,
                );
                checkout(&mut Shop {
                    shop,
                    told: Vec::new(),
                });
            })
        })
        .collect();
    let middle = |mut rates: Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    };
    let (typed, decoded) = (middle(typed), middle(decoded));
    println!("checkouts a second, typed answers:  median {typed:.0}");
    println!(
        "checkouts a second, with the shop:  median {decoded:.0} ({:.1} times slower)",
        typed / decoded
    );
}
