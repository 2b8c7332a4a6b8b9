//! A host for tests: performs effects against a shop, in one thread and in virtual time.

use crate::network::{Chaos, Gate, arrive, comes_twice, html, made, problem, respond};
use crate::typed::{Card, Cards};
pub use crate::wishes::{ADDRESS, PAYMENT, everything};
use cashwrap::checkout::{Effect, Session, Settled};
use cashwrap::error::Error;
use cashwrap::http::{Auth, Lost, Reply, Request};
use cashwrap::json::{Value, parse};
use cashwrap_shop::{Answer, Settings, Shop, Version, World};

/// A browser, as far as the core can tell: a clock, a storage, locks and a network.
pub struct Host {
    pub session: Session,
    pub shop: Shop,
    pub now_ms: u64,
    /// What localStorage holds.
    pub storage: Option<String>,
    /// Whether storing works.
    pub storage_works: bool,
    /// Whether the network is there.
    pub online: bool,
    /// The customer's key.
    pub key: Option<String>,
    /// The shop's key, which a proxy adds to each call. Without one there is no proxy.
    pub proxy_key: Option<String>,
    /// What else the proxy does with a request before the shop has it.
    pub gate: Option<Gate>,
    /// How many unsafe calls still go out before one that arrives twice.
    pub until_twice: Option<usize>,
    /// What the proxy says by itself to the next unsafe calls, instead of asking the shop.
    pub proxy_says: Vec<u16>,
    /// A header this server does not read yet.
    pub deaf_to: Option<&'static str>,
    /// The end of a path this server does not have yet.
    pub lacks: Option<&'static str>,
    /// What happened, in order: `lock`, `save`, `send METHOD route`, `unlock`, `answer`.
    pub trace: Vec<String>,
    pub requests: Vec<Request>,
    pub events: Vec<Value>,
    /// What a shop of another mind makes of an order before it tells it.
    pub tamper: Option<fn(&mut cashwrap::order::Order)>,
    /// A network that loses, doubles and delays.
    pub chaos: Option<Chaos>,
    /// The cards that were typed.
    pub cards: Cards,
    settled: Vec<(u64, Settled)>,
    wake_at: Option<u64>,
}

pub fn json(text: &str) -> Value {
    parse(text.as_bytes()).unwrap()
}

pub fn guest() -> Value {
    json(r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"guest"}}"#)
}

pub fn recorded_shop() -> Shop {
    Shop::new(World::recorded(), Settings::default(), 7)
}

/// The options for a visitor of a proxy.
pub fn visitor(dialect: &str) -> Value {
    let auth = r#""auth":{"kind":"proxy"}"#;
    json(&format!(
        r#"{{"dialect":"{dialect}","shop":"https://store.example",{auth}}}"#
    ))
}

pub fn spree() -> Value {
    json(r#"{"dialect":"spree_2_3","shop":"https://store.example","auth":{"kind":"guest"}}"#)
}

pub fn spree_shop(release: &str) -> Shop {
    Shop::recorded_spree(Version::of(release).unwrap())
}

impl Host {
    pub fn new(options: &Value, shop: Shop) -> Host {
        Host::resumed(options, shop, None)
    }

    pub fn resumed(options: &Value, shop: Shop, storage: Option<String>) -> Host {
        let session = Session::new(options, storage.as_ref().map(|s| s.as_bytes())).unwrap();
        Host {
            session,
            shop,
            now_ms: 1_000,
            storage,
            storage_works: true,
            online: true,
            key: None,
            proxy_key: None,
            gate: None,
            until_twice: None,
            proxy_says: Vec::new(),
            deaf_to: None,
            lacks: None,
            trace: Vec::new(),
            requests: Vec::new(),
            events: Vec::new(),
            tamper: None,
            chaos: None,
            cards: Cards::default(),
            settled: Vec::new(),
            wake_at: None,
        }
    }

    pub fn guest() -> Host {
        Host::new(&guest(), recorded_shop())
    }

    pub fn spree(release: &str) -> Host {
        Host::new(&spree(), spree_shop(release))
    }

    pub fn customer(key: &str) -> Host {
        let options = r#"{"dialect":"solidus","shop":"https://store.example","auth":{"kind":"bearer"}}"#;
        let mut host = Host::new(&json(options), recorded_shop());
        host.key = Some(key.to_owned());
        host
    }

    /// A visitor of a proxy before this shop, which holds this key.
    pub fn visitor(dialect: &str, shop: Shop, key: &str) -> Host {
        let mut host = Host::new(&visitor(dialect), shop);
        host.proxy_key = Some(key.to_owned());
        host
    }

    /// The same shopper after a reload of the page.
    pub fn reload(self, options: &Value) -> Host {
        let mut host = Host::resumed(options, self.shop, self.storage);
        host.now_ms = self.now_ms;
        host.key = self.key;
        host.proxy_key = self.proxy_key;
        host.gate = self.gate;
        host.chaos = self.chaos;
        host
    }

    /// Makes edits without letting the loop run.
    pub fn wish(&mut self, edits: &str) -> Result<u64, Error> {
        self.session.edit(&json(edits), None, self.now_ms)
    }

    /// Makes edits, lets the loop run until it rests, and tells how they ended.
    pub fn edit(&mut self, edits: &str) -> Settled {
        self.edit_with(edits, None)
    }

    pub fn edit_with(&mut self, edits: &str, card: Option<Card>) -> Settled {
        let card = card.map(|card| self.cards.keep(card));
        match self.session.edit(&json(edits), card, self.now_ms) {
            Ok(id) => {
                self.run();
                self.how(id)
            }
            Err(error) => Settled::Refused(error),
        }
    }

    pub fn submit(&mut self) -> Value {
        let id = self.session.submit(
            self.session.revision(),
            "00112233445566778899aabbccddeeff",
            self.now_ms,
        );
        self.run();
        self.ending(id)
    }

    pub fn ending(&mut self, id: u64) -> Value {
        match self.how(id) {
            Settled::Ended(ending) => ending,
            other => panic!("not an ending: {other:?}"),
        }
    }

    pub fn how(&mut self, id: u64) -> Settled {
        self.take(id)
            .unwrap_or_else(|| panic!("{id} has not settled: {:?}", self.trace))
    }

    pub fn take(&mut self, id: u64) -> Option<Settled> {
        while let Some(next) = self.session.settled() {
            self.settled.push(next);
        }
        let at = self.settled.iter().position(|(i, _)| *i == id)?;
        Some(self.settled.remove(at).1)
    }

    /// Runs until nothing is left to do, letting time pass where the loop waits for it.
    pub fn run(&mut self) {
        for _ in 0..2_000 {
            self.step_all();
            // Nobody sits out the ten minutes after which a typed card is forgotten.
            let soon = |at: &u64| at.saturating_sub(self.now_ms) < 300_000;
            let Some(at) = self.wake_at.take().filter(soon) else {
                return;
            };
            self.pass(at.saturating_sub(self.now_ms));
        }
        panic!(
            "the loop does not rest: {:?}",
            &self.trace[self.trace.len() - 20..]
        );
    }

    /// Performs effects until the loop waits or rests.
    pub fn step_all(&mut self) {
        for _ in 0..2_000 {
            let Some(effect) = self.session.poll(self.now_ms) else {
                return;
            };
            self.perform(effect);
            while let Some(event) = self.session.event() {
                self.events.push(event);
            }
        }
        panic!(
            "the loop never yields: {:?}",
            &self.trace[self.trace.len() - 20..]
        );
    }

    pub fn pass(&mut self, ms: u64) {
        self.now_ms += ms;
        self.shop.advance(ms);
    }

    pub fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Lock(_) => {
                self.trace.push("lock".to_owned());
                let text = self.storage.clone();
                self.session.locked(text.as_ref().map(|t| t.as_bytes()));
            }
            Effect::Unlock => self.trace.push("unlock".to_owned()),
            Effect::Save(text) => {
                self.trace.push("save".to_owned());
                let stored = self.storage.clone();
                let may = self.session.may_overwrite(stored.as_ref().map(|s| s.as_bytes()));
                if self.storage_works && may {
                    self.storage = Some(text.to_string());
                }
                self.session.saved(self.storage_works);
            }
            Effect::Send { ticket, request } => {
                self.trace
                    .push(format!("send {} {}", request.method.as_str(), request.route));
                let reply = self.send(&request);
                self.requests.push(*request);
                let mut answer = self.session.decode(ticket, &reply);
                if let (Some(tamper), cashwrap::checkout::Answer::Order(order, _)) =
                    (self.tamper, &mut answer)
                {
                    tamper(std::rc::Rc::make_mut(order));
                }
                self.session.receive(ticket, answer, self.now_ms);
            }
            Effect::CreateOrder { ticket, .. } => {
                self.trace.push("hook".to_owned());
                let (number, token) = self.shop.open_order(None);
                self.session.created(ticket, Some((&number, &token)), self.now_ms);
            }
            Effect::Wake { at_ms } => self.wake_at = Some(self.wake_at.map_or(at_ms, |w| w.min(at_ms))),
        }
    }

    pub fn send(&mut self, request: &Request) -> Reply {
        if !self.online {
            return Reply::Lost(Lost::Network);
        }
        let mut told = cashwrap_shop::Request::new(request.method.as_str(), &request.path)
            .header("Accept", "application/json");
        for (name, value) in request.headers.iter().filter(|(n, _)| Some(*n) != self.deaf_to) {
            told = told.header(name, value);
        }
        if self.lacks.is_some_and(|end| request.path.ends_with(end)) {
            return respond(cashwrap_shop::Response {
                status: 404,
                ..Default::default()
            });
        }
        if let (Auth::SpreeToken, Some(key)) = (request.auth, &self.key) {
            told = told.header("X-Spree-Token", key);
        }
        if let (Auth::Bearer, Some(key)) = (request.auth, &self.key) {
            told = told.header("Authorization", &format!("Bearer {key}"));
        }
        if let Some(body) = self.cards.body_of(request) {
            told = told.json(std::str::from_utf8(&body).unwrap());
        }
        let is_unsafe = !request.method.is_safe();
        if let Some(key) = &self.proxy_key {
            told = told
                .header("Authorization", &format!("Bearer {key}"))
                .header("X-Spree-Token", key);
            if is_unsafe && !self.proxy_says.is_empty() {
                return problem(self.proxy_says.remove(0));
            }
            if request.path == "/cashwrap/orders" && self.gate.is_none() {
                let (number, _) = self.shop.open_order(None);
                return made(&number);
            }
        }
        if let Some(chaos) = &mut self.chaos {
            if let Some(late) = chaos.late.take_if(|_| true) {
                if chaos.below(2) == 0 {
                    let _ = arrive(self.gate, &mut self.shop, &late);
                    chaos.happened.push("late arrival");
                } else {
                    chaos.late = Some(late);
                }
            }
            if chaos.below(100) < chaos.percent {
                let kind = chaos.below(if is_unsafe { 7 } else { 3 });
                let name = [
                    "lost",
                    "502",
                    "garbled",
                    "late",
                    "answer lost",
                    "twice",
                    "twice, lost",
                ][kind as usize];
                chaos.happened.push(name);
                self.trace.push(name.to_owned());
                match name {
                    "lost" => return Reply::Lost(Lost::Network),
                    "502" => return html(),
                    "garbled" if !is_unsafe => return html(),
                    "late" => {
                        chaos.late = Some(told);
                        return Reply::Lost(Lost::Timeout);
                    }
                    "garbled" => {
                        let _ = arrive(self.gate, &mut self.shop, &told);
                        return html();
                    }
                    "answer lost" => {
                        let _ = arrive(self.gate, &mut self.shop, &told);
                        return Reply::Lost(Lost::Network);
                    }
                    // Browsers re-send an unsafe request on a connection that was closed under them.
                    "twice" => {
                        let _ = arrive(self.gate, &mut self.shop, &told);
                    }
                    _ => {
                        let _ = arrive(self.gate, &mut self.shop, &told);
                        let _ = arrive(self.gate, &mut self.shop, &told);
                        return Reply::Lost(Lost::Network);
                    }
                }
            }
        }
        let is_twice = is_unsafe && comes_twice(&mut self.until_twice);
        let _ = is_twice.then(|| arrive(self.gate, &mut self.shop, &told));
        let answer = match arrive(self.gate, &mut self.shop, &told) {
            Ok(answer) => answer,
            Err(reply) => return reply,
        };
        match answer {
            Answer::Respond(response) if (300..400).contains(&response.status) => Reply::Lost(Lost::Redirect),
            Answer::Respond(response) => respond(response),
            Answer::DelayThenRespond(ms, response) => {
                self.pass(ms);
                respond(response)
            }
            Answer::Drop => Reply::Lost(Lost::Network),
        }
    }

    /// How many unsafe calls the shop has seen.
    pub fn unsafe_calls(&self) -> usize {
        self.shop.log().iter().filter(|entry| entry.is_unsafe).count()
    }

    pub fn order(&self) -> &cashwrap::order::Order {
        self.session.order().unwrap()
    }

    /// The order as the shop itself holds it.
    pub fn truth(&self) -> cashwrap_shop::OrderView {
        self.shop.order_view(&self.order().number).unwrap()
    }

    pub fn blockers(&self) -> Vec<String> {
        let snapshot = self.session.snapshot();
        let blockers = snapshot.get("next").get("blockers").items().to_vec();
        blockers
            .iter()
            .filter(|b| b.get("level").as_text() == Some("error"))
            .map(|b| b.get("code").as_text().unwrap().to_owned())
            .collect()
    }
}
