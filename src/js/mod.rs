//! The boundary to JavaScript: the only room that names a browser type, compiled for wasm32 alone.
//!
//! Every door into the session is a method of [`Core`], called by the TypeScript facade inside a guard. Nothing here
//! waits: effects go out to the [`Host`], and what they bring comes back through a door. So no listener runs while the
//! session is borrowed, and no borrow lives while the host is called.

#[cfg(feature = "checks")]
mod check;
mod desk;
mod error;
mod host;
mod request;
mod vault;

use crate::checkout::{Card, Effect, Session, Settled};
use crate::error::Error;
use crate::http::{Auth, Lost, Reply, Request, Response};
use crate::json::{Value, parse};
use error::{thrown, to_js};
use host::Host;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// One checkout, as the facade holds it. Ids pair an action with the line of [`Core::pump`] that settles it.
///
/// Times are milliseconds since 1970; values come as JSON, which the facade writes.
#[wasm_bindgen]
pub struct Core {
    session: RefCell<Session>,
    host: Host,
    told_revision: Cell<Option<u64>>,
    /// Requests and calls of the page's own `createOrder` under way.
    sent: Cell<u32>,
    has_lock: Cell<bool>,
    /// The card this checkout put into the vault last.
    card: Cell<Option<Card>>,
    is_closed: Cell<bool>,
}

/// Says nothing: there is an order token in it.
impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Core")
    }
}

/// What a page does.
#[wasm_bindgen]
impl Core {
    /// Opens a checkout, from what the host's storage holds of it.
    ///
    /// # Errors
    /// `invalid_options`; there is no checkout then.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, host: Host) -> Result<Core, JsValue> {
        let mut session = Session::open(&plain(options)?).map_err(thrown)?;
        let saved = host.load(&session.storage_key());
        session.resume(saved.as_deref().map(str::as_bytes));
        Ok(Core {
            session: RefCell::new(session),
            host,
            told_revision: Cell::new(None),
            sent: Cell::new(0),
            has_lock: Cell::new(false),
            card: Cell::new(None),
            is_closed: Cell::new(false),
        })
    }

    /// Takes wishes, and a card whose fields, so many bytes of them, lie in the vault.
    ///
    /// # Errors
    /// `invalid_input` or `invalid_field`, naming the field; nothing was taken.
    pub fn edit(&self, edits: &str, card_length: Option<usize>) -> Result<u32, JsValue> {
        let card = card_length.map(vault::offered).transpose().map_err(thrown);
        let edited = card.and_then(|card| {
            let edited = self.session.borrow_mut().edit(&plain(edits)?, card, 0);
            edited.map(|id| (card, small(id))).map_err(thrown)
        });
        if let Some(length) = card_length {
            let card = edited.as_ref().ok().and_then(|(card, _)| *card);
            vault::settle(card, length);
            self.card.set(card.or(self.card.get()));
        }
        self.tidy();
        edited.map(|(_, id)| id)
    }

    /// Starts a purchase attempt for what was on the screen at revision `seen`, or joins the one under way.
    pub fn submit(&self, seen: f64, attempt: &str, now: f64) -> u32 {
        small(self.session.borrow_mut().submit(whole(seen), attempt, whole(now)))
    }

    /// Asks the shop for something beside the order.
    ///
    /// # Errors
    /// `invalid_input` or `unsupported`; nothing is sent.
    pub fn ask(&self, query: &str) -> Result<u32, JsValue> {
        let asked = self.session.borrow_mut().ask(&plain(query)?);
        asked.map(small).map_err(thrown)
    }

    /// What shops of this family ask of an address, as [`check`] takes it.
    #[wasm_bindgen(js_name = addressShop)]
    pub fn address_shop(&self) -> u32 {
        self.session.borrow().address_shop().bits()
    }

    /// Gives up an attempt with no known end, and opens an empty checkout.
    pub fn abandon(&self) {
        self.session.borrow_mut().abandon();
    }

    /// Opens an empty checkout.
    ///
    /// # Errors
    /// `attempt_unresolved` while an attempt is under way.
    #[wasm_bindgen(js_name = startNew)]
    pub fn start_new(&self, keep: bool) -> Result<(), JsValue> {
        let mut session = self.session.borrow_mut();
        let opened = if keep {
            session.renew()
        } else {
            session.start_new()
        };
        opened.map_err(thrown)
    }

    /// Where these wishes would land; nothing is taken or sent.
    ///
    /// # Errors
    /// As [`Core::edit`].
    #[wasm_bindgen(unchecked_return_type = "unknown")]
    pub fn predict(&self, edits: &str) -> Result<JsValue, JsValue> {
        let predicted = self.session.borrow().predict(&plain(edits)?);
        predicted.map(|told| to_js(&told)).map_err(thrown)
    }

    /// The checkout now, or `undefined` when it is as it was told last.
    #[wasm_bindgen(unchecked_return_type = "unknown")]
    pub fn snapshot(&self) -> JsValue {
        let session = self.session.borrow();
        let revision = Some(session.revision());
        if self.told_revision.replace(revision) == revision {
            return JsValue::UNDEFINED;
        }
        to_js(&session.snapshot())
    }

    /// Forgets a card that was typed and not sent yet: the page goes.
    #[wasm_bindgen(js_name = forgetCard)]
    pub fn forget_card(&self) {
        self.session.borrow_mut().forget_card();
        self.tidy();
    }

    /// Sends nothing more. The answer of a call under way is still taken in and its meaning stored.
    pub fn dispose(&self) {
        self.is_closed.set(true);
        self.forget_card();
        self.let_go();
    }

    /// Performs effects until there are none, and says what there is to tell: `[kind, id, value]` each.
    ///
    /// A closed checkout stores what the answer of its last call means, and no more.
    #[wasm_bindgen(unchecked_return_type = "[string, number, unknown][]")]
    pub fn pump(&self, now: f64) -> Array {
        self.tidy();
        loop {
            let effect = if !self.is_closed.get() {
                self.session.borrow_mut().poll(whole(now))
            } else if self.has_lock.get() {
                self.session.borrow_mut().keep()
            } else {
                None
            };
            let Some(effect) = effect else { break };
            self.perform(effect, now);
        }
        self.tidy();
        self.let_go();
        told(&mut self.session.borrow_mut())
    }
}

/// What the host brings.
#[wasm_bindgen]
impl Core {
    /// The lock is held, or there are no locks. Another tab may have gone on with this order meanwhile.
    pub fn locked(&self) {
        self.has_lock.set(true);
        if self.is_closed.get() {
            return self.let_go();
        }
        // No borrow while the page's storage is asked: it may act.
        let key = self.session.borrow().storage_key();
        let saved = self.host.load(&key);
        self.session
            .borrow_mut()
            .locked(saved.as_deref().map(str::as_bytes));
    }

    /// The shop's response to the request of this ticket.
    pub fn answer(&self, ticket: u32, status: u16, content_type: String, body: Vec<u8>, now: f64) {
        let response = Response {
            status,
            content_type,
            body,
        };
        self.receive(ticket, &Reply::Response(response), now);
    }

    /// There is no response, for the reason that [`Lost::ALL`] has at this index.
    pub fn lost(&self, ticket: u32, reason: usize, now: f64) {
        let lost = Lost::ALL.get(reason).copied().unwrap_or(Lost::Network);
        self.receive(ticket, &Reply::Lost(lost), now);
    }

    /// What the page's own `createOrder` brought: a number, and a token where one is needed; nothing if it failed.
    pub fn created(&self, ticket: u32, number: &str, token: &str, now: f64) {
        self.sent.set(self.sent.get().saturating_sub(1));
        let made = (!number.is_empty()).then_some((number, token));
        self.session.borrow_mut().created(ticket.into(), made, whole(now));
    }
}

impl Core {
    fn perform(&self, effect: Effect, now: f64) {
        match effect {
            Effect::Lock(name) => self.host.lock(&name),
            Effect::Unlock => {
                self.has_lock.set(false);
                self.host.unlock();
            }
            Effect::Save(text) => {
                let key = self.session.borrow().storage_key();
                let stored = self.host.load(&key);
                let stored = stored.as_deref().map(str::as_bytes);
                let may = self.session.borrow_mut().may_overwrite(stored);
                let is_stored = !may || self.host.save(&key, &text);
                self.session.borrow_mut().saved(is_stored);
            }
            Effect::Send { ticket, request } => self.send(small(ticket), &request, now),
            Effect::CreateOrder { ticket, draft } => {
                self.sent.set(self.sent.get() + 1);
                self.host.create(small(ticket), &draft);
            }
            Effect::Wake { at_ms } => self.host.wake(small(at_ms.saturating_sub(whole(now)))),
        }
    }

    fn send(&self, ticket: u32, request: &Request, now: f64) {
        self.sent.set(self.sent.get() + 1);
        let body = request.body.as_deref().map_or(&[][..], |body| body);
        let build = |body: &[u8]| request::build(self.session.borrow().shop(), request, body, &self.host);
        let sent = match request.card {
            Some(card) => vault::spend(card, body, build).flatten(),
            None => build(body),
        };
        match sent {
            Some((built, controller)) => {
                let key = match request.auth {
                    Auth::None => 0,
                    Auth::Bearer => 1,
                    Auth::SpreeToken => 2,
                };
                self.host
                    .send(ticket, &built, &controller, request.timeout_ms, key);
            }
            None => self.receive(ticket, &Reply::Lost(Lost::BadHeader), now),
        }
    }

    fn receive(&self, ticket: u32, reply: &Reply, now: f64) {
        self.sent.set(self.sent.get().saturating_sub(1));
        let mut session = self.session.borrow_mut();
        let answer = session.decode(ticket.into(), reply);
        session.receive(ticket.into(), answer, whole(now));
    }

    /// Wipes a card that the session does not wait to send any more, and gives up one that another checkout has replaced.
    fn tidy(&self) {
        let mut session = self.session.borrow_mut();
        let waiting = session.card();
        if let Some(card) = self.card.get()
            && waiting != Some(card)
        {
            vault::forget(card);
            self.card.set(None);
        }
        if waiting.is_some_and(|card| !vault::holds(card)) {
            session.forget_card();
        }
    }

    /// A closed checkout keeps the lock until its last call is answered.
    fn let_go(&self) {
        if self.is_closed.get() && self.sent.get() == 0 && self.has_lock.replace(false) {
            self.host.unlock();
        }
    }
}

/// Reads what the facade has written: plain data, checked there value by value.
fn plain(json: &str) -> Result<Value, JsValue> {
    parse(json.as_bytes()).map_err(|_| thrown(Error::input("edits", "not_plain_data")))
}

/// Everything there is to tell now, in order.
fn told(session: &mut Session) -> Array {
    let lines = Array::new();
    while let Some((id, settled)) = session.settled() {
        let (kind, value) = match settled {
            Settled::Confirmed => ("confirmed", Value::Null),
            Settled::Waiting => ("waiting", Value::Null),
            Settled::Replaced => ("replaced", Value::Null),
            Settled::Refused(error) => ("refused", error.to_value()),
            Settled::Ended(ending) => ("ended", ending),
            Settled::Told(value) => ("value", value),
        };
        lines.push(&line(kind, id, &value));
    }
    while let Some(event) = session.event() {
        lines.push(&line("event", 0, &event));
    }
    lines
}

fn line(kind: &str, id: u64, value: &Value) -> Array {
    Array::of3(&kind.into(), &small(id).into(), &to_js(value))
}

/// A number as JavaScript has it. More than 32 bits can count does not fit a page's life.
fn small(id: u64) -> u32 {
    u32::try_from(id).unwrap_or(u32::MAX)
}

/// The whole part of a number; nothing below zero, and zero for what is no number.
#[expect(
    clippy::as_conversions,
    reason = "the one cast from a float, and it saturates; there is no `From` for it"
)]
fn whole(number: f64) -> u64 {
    number as u64
}
