//! Two tabs of one shopper that do not wait for each other: their calls, locks, timers and clicks in any order, and requests
//! that arrive after they were given up. One shop, one storage, one time.

use crate::host::{Host, PAYMENT, everything, guest, spree};
use crate::network::Chaos;
use cashwrap::checkout::{Answer, Effect, HELD_WAIT_MS, Step, Ticket};
use cashwrap::http::{Lost, Request};
use cashwrap::json::Value;
use std::collections::BTreeMap;

struct Tab {
    host: Host,
    /// The lock it has asked for or holds.
    lock: Option<String>,
    has_lock: bool,
    wake_at: Option<u64>,
    /// What it waits for the answer to.
    out: Option<(Ticket, Request, u64)>,
}

/// A request nobody waits for any more, which may still arrive.
struct Late {
    tab: usize,
    request: Request,
    sent_ms: u64,
    places: bool,
}

struct Scene {
    tabs: [Tab; 2],
    options: Value,
    /// The tab that has the world.
    at: usize,
    late: Vec<Late>,
    dice: Chaos,
    log: Vec<String>,
    seed: u64,
    is_calm: bool,
}

impl Scene {
    fn new(options: Value, make: &dyn Fn() -> Host, seed: u64) -> Scene {
        let tab = || Tab {
            host: make(),
            lock: None,
            has_lock: false,
            wake_at: None,
            out: None,
        };
        Scene {
            tabs: [tab(), tab()],
            options,
            at: 0,
            late: Vec::new(),
            dice: Chaos::new(seed, 0),
            log: Vec::new(),
            seed,
            is_calm: false,
        }
    }

    /// What the other tab has done to the world is the world of this one.
    fn turn_to(&mut self, at: usize) {
        if std::mem::replace(&mut self.at, at) == at {
            return;
        }
        let [first, second] = &mut self.tabs;
        let (tab, other) = if at == 0 { (first, second) } else { (second, first) };
        std::mem::swap(&mut tab.host.shop, &mut other.host.shop);
        tab.host.storage = other.host.storage.take();
        tab.host.now_ms = other.host.now_ms;
    }

    /// Lets a tab do one thing. Whether it did.
    fn step(&mut self, at: usize) -> bool {
        let tab = &mut self.tabs[at];
        let Some(effect) = tab.host.session.poll(tab.host.now_ms) else {
            return false;
        };
        self.log
            .push(format!("{} tab {at}: {}", tab.host.now_ms, name(&effect)));
        match effect {
            Effect::Lock(name) => {
                tab.lock = Some(name.to_string());
                self.grant(at);
            }
            Effect::Unlock => (tab.lock, tab.has_lock) = (None, false),
            Effect::Wake { at_ms } => tab.wake_at = Some(at_ms),
            Effect::Send { ticket, request } => {
                let now_ms = tab.host.now_ms;
                if places(tab, &request) {
                    self.nothing_else_places(at, now_ms);
                }
                self.tabs[at].out = Some((ticket, *request, now_ms));
            }
            effect => tab.host.perform(effect),
        }
        true
    }

    /// The lock is this tab's, if the other one does not hold it.
    fn grant(&mut self, at: usize) {
        let other = &self.tabs[1 - at];
        let tab = &self.tabs[at];
        let is_taken = other.has_lock && other.lock == tab.lock;
        if tab.lock.is_none() || tab.has_lock || is_taken {
            return;
        }
        let tab = &mut self.tabs[at];
        tab.has_lock = true;
        let saved = tab.host.storage.clone();
        tab.host
            .session
            .locked(saved.as_ref().map(|text| text.as_bytes()));
    }

    /// Two calls that place could both charge: none leaves while another tab's may still take effect.
    fn nothing_else_places(&self, at: usize, now_ms: u64) {
        let number = &self.tabs[at].host.order().number;
        let other = &self.tabs[1 - at];
        let out = other
            .out
            .as_ref()
            .filter(|(_, request, _)| places(other, request));
        let out = out.map(|(_, request, sent_ms)| (request, *sent_ms));
        let given_up = self.late.iter().filter(|late| late.places && late.tab != at);
        let given_up = given_up.map(|late| (&late.request, late.sent_ms));
        for (request, sent_ms) in out.into_iter().chain(given_up) {
            let is_under_way = now_ms - sent_ms < HELD_WAIT_MS && request.path.contains(&**number);
            assert!(
                !is_under_way,
                "tab {at} places beside the other, seed {}: {:#?}",
                self.seed, self.log
            );
        }
    }

    /// The answer to what a tab has sent comes, or is lost, or the request is still under way when nobody waits for it.
    fn answer(&mut self, at: usize) {
        let Some((ticket, request, sent_ms)) = self.tabs[at].out.take() else {
            return;
        };
        let places = places(&self.tabs[at], &request);
        // What places the order is what this is about.
        let of = if places { 4 } else { 10 };
        let fate = if self.is_calm { 9 } else { self.dice.below(of) };
        let tab = &mut self.tabs[at];
        let answer = match fate {
            0 => {
                tab.host.send(&request);
                Answer::Lost(Lost::Network)
            }
            1 => {
                self.late.push(Late {
                    tab: at,
                    request,
                    sent_ms,
                    places,
                });
                Answer::Lost(Lost::Timeout)
            }
            _ => {
                let reply = tab.host.send(&request);
                tab.host.session.decode(ticket, &reply)
            }
        };
        self.log.push(format!("tab {at}: fate {fate}"));
        tab.host.session.receive(ticket, answer, tab.host.now_ms);
    }

    /// A request that nobody waits for arrives after all, or never.
    fn arrive(&mut self, at: usize) {
        if self.late.is_empty() {
            return;
        }
        let which = usize::try_from(self.dice.below(self.late.len() as u64)).unwrap();
        let late = self.late.remove(which);
        let host = &mut self.tabs[at].host;
        if host.now_ms - late.sent_ms < HELD_WAIT_MS && self.dice.below(3) > 0 {
            self.log.push(format!("late: {}", late.request.route));
            host.send(&late.request);
        }
    }

    fn click(&mut self, at: usize) {
        let what = self.dice.below(14);
        let variant = 1 + self.dice.below(3);
        self.log.push(format!("tab {at} clicks {what}"));
        let host = &mut self.tabs[at].host;
        match what {
            0..3 => drop(host.wish(&format!(
                r#"{{"lines":[{{"variant":"{variant}","quantity":2}}]}}"#
            ))),
            3..6 => drop(host.wish(&everything(r#""cheapest""#))),
            6 => drop(host.session.start_new()),
            7 => self.reload(at),
            _ => {
                drop(host.wish(PAYMENT));
                let id = format!("{at}-{}", host.now_ms);
                host.session.submit(host.session.revision(), &id, host.now_ms);
            }
        }
    }

    /// The page is loaded again. What it had sent may still arrive.
    fn reload(&mut self, at: usize) {
        let tab = &mut self.tabs[at];
        if let Some((_, request, sent_ms)) = tab.out.take() {
            let places = places(tab, &request);
            self.late.push(Late {
                tab: at,
                request,
                sent_ms,
                places,
            });
        }
        let tab = &mut self.tabs[at];
        let blank = Host::new(&self.options, tab.host.shop.clone());
        let old = std::mem::replace(&mut tab.host, blank);
        tab.host = old.reload(&self.options);
        (tab.lock, tab.has_lock, tab.wake_at) = (None, false, None);
    }

    fn pass(&mut self, at: usize, ms: u64) {
        self.tabs[at].host.pass(ms);
    }

    fn play(&mut self) {
        // Every second time both begin with a cart that is ready.
        if self.seed.is_multiple_of(2) {
            self.tabs[0].host.edit(&everything(r#""cheapest""#));
            self.turn_to(1);
            self.reload(1);
        }
        for _ in 0..300 {
            let at = usize::try_from(self.dice.below(2)).unwrap();
            self.turn_to(at);
            match self.dice.below(20) {
                0 => self.click(at),
                1..4 => self.answer(at),
                4 => self.arrive(at),
                5 => {
                    let ms = [300, 2_000, 15_000, 45_000][usize::try_from(self.dice.below(4)).unwrap()];
                    self.pass(at, ms);
                }
                6 => self.grant(at),
                _ => drop(self.step(at)),
            }
        }
        // The network is well again, and time goes by.
        self.is_calm = true;
        self.late.clear();
        for round in 0..1_200 {
            let at = round % 2;
            self.turn_to(at);
            self.grant(at);
            for turn in 0.. {
                self.answer(at);
                if !self.step(at) {
                    break;
                }
                assert!(
                    turn < 500,
                    "it never rests, seed {}: {:#?}",
                    self.seed,
                    self.log.split_off(self.log.len() - 60)
                );
            }
            self.pass(at, 500);
        }
    }

    fn judge(&self) -> usize {
        for tab in &self.tabs {
            let status = tab
                .host
                .session
                .snapshot()
                .get("status")
                .as_text()
                .unwrap()
                .to_owned();
            assert!(
                ["open", "placed"].contains(&&*status),
                "{status} for ever, seed {}: {:#?}",
                self.seed,
                self.log
            );
        }
        let shop = &self.tabs[self.at].host.shop;
        let mut charged: BTreeMap<&str, usize> = BTreeMap::new();
        for charge in shop.charges() {
            *charged.entry(&charge.order).or_default() += 1;
        }
        assert!(
            charged.values().all(|times| *times == 1),
            "charged twice, seed {}: {:#?}",
            self.seed,
            self.log
        );
        shop.orders().iter().filter(|order| order.completed).count()
    }
}

fn name(effect: &Effect) -> String {
    match effect {
        Effect::Send { request, .. } => format!("{} {}", request.method.as_str(), request.route),
        Effect::Lock(_) => "lock".to_owned(),
        Effect::Unlock => "unlock".to_owned(),
        Effect::Save(_) => "save".to_owned(),
        Effect::CreateOrder { .. } => "hook".to_owned(),
        Effect::Wake { .. } => "wake".to_owned(),
    }
}

/// Whether a request places the order as its tab knows it.
fn places(tab: &Tab, request: &Request) -> bool {
    let is_confirm = tab
        .host
        .session
        .order()
        .is_some_and(|order| order.step == Step::Confirm);
    is_confirm && (request.route.ends_with("complete") || request.route.ends_with("next"))
}

fn sold(options: &Value, make: &dyn Fn() -> Host) -> usize {
    let runs = std::env::var("SEQUENCES").ok().and_then(|text| text.parse().ok());
    let mut sold = 0;
    for seed in 0..runs.unwrap_or(200) {
        let mut scene = Scene::new(options.clone(), make, seed);
        scene.play();
        sold += scene.judge();
    }
    sold
}

#[test]
fn two_tabs_in_any_order_charge_once() {
    let sold = sold(&guest(), &Host::guest);
    assert!(sold > 20, "too little was sold to prove anything: {sold}");
}

#[test]
fn two_tabs_in_any_order_charge_once_where_the_shop_has_no_lock() {
    let sold = sold(&spree(), &|| Host::spree("3.7"));
    assert!(sold > 20, "too little was sold to prove anything: {sold}");
}
