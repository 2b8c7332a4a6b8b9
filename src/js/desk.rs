//! The desk where the session's effects are performed and their answers are laid down.

use super::error::to_js;
use super::host::{self, Host, settled};
use super::listen::{small, told};
use super::tabs::{self, Hold};
use super::time::{Timer, now_ms, whole, within};
use super::{fetch, input, storage};
use crate::checkout::{Effect, Session, Ticket};
use crate::error::Error;
use crate::http::{Reply, Request};
use crate::text::Text;
use js_sys::{Array, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

/// How long the page's `createOrder` may take, in milliseconds.
const CREATE_ORDER_TIMEOUT_MS: u32 = 60_000;

/// What a future brought, waiting for the next [`pump`].
enum Arrival {
    Locked(Hold),
    Reply(Ticket, Reply),
    Created(Ticket, Option<(String, String)>),
}

/// A session and what it needs of the host.
pub(super) struct Desk {
    session: RefCell<Session>,
    host: Host,
    storage_key: Text,
    inbox: RefCell<Vec<Arrival>>,
    hold: RefCell<Option<Hold>>,
    wake: RefCell<Option<Timer>>,
    told_revision: Cell<Option<u64>>,
    /// Requests under way.
    sent: Cell<u32>,
    is_closed: Cell<bool>,
}

impl Desk {
    pub(super) fn open(options: &JsValue, host: Host) -> Result<Desk, Error> {
        let options = input::plain(options, "options")?;
        let storage_key = Session::new(&options, None)?.storage_key();
        let saved = storage::read(&host, &storage_key);
        let session = Session::new(&options, saved.as_deref())?;
        Ok(Desk {
            session: RefCell::new(session),
            host,
            storage_key,
            inbox: RefCell::default(),
            hold: RefCell::default(),
            wake: RefCell::default(),
            told_revision: Cell::new(None),
            sent: Cell::new(0),
            is_closed: Cell::new(false),
        })
    }

    pub(super) fn edit(&self, edits: &JsValue, card: Option<Vec<Uint8Array>>) -> Result<u32, Error> {
        // The card first: its bytes are wiped even when the edits are no good.
        let card = card.map(|fields| input::card(&fields)).transpose()?;
        let edits = input::plain(edits, "edits")?;
        let now = now_ms(&self.host);
        self.session.borrow_mut().edit(&edits, card, now).map(small)
    }

    pub(super) fn submit(&self, seen: f64, attempt: &str) -> u32 {
        let now = now_ms(&self.host);
        small(self.session.borrow_mut().submit(whole(seen), attempt, now))
    }

    pub(super) fn ask(&self, query: &JsValue) -> Result<u32, Error> {
        let query = input::plain(query, "query")?;
        self.session.borrow_mut().ask(&query).map(small)
    }

    pub(super) fn abandon(&self) {
        self.session.borrow_mut().abandon();
    }

    pub(super) fn start_new(&self) -> Result<(), Error> {
        self.session.borrow_mut().start_new()
    }

    pub(super) fn predict(&self, edits: &JsValue) -> Result<JsValue, Error> {
        let edits = input::plain(edits, "edits")?;
        self.session
            .borrow()
            .predict(&edits)
            .map(|prediction| to_js(&prediction))
    }

    pub(super) fn snapshot(&self) -> JsValue {
        let session = self.session.borrow();
        let revision = Some(session.revision());
        if self.told_revision.replace(revision) == revision {
            return JsValue::UNDEFINED;
        }
        to_js(&session.snapshot())
    }

    pub(super) fn dispose(&self, is_broken: bool) {
        self.is_closed.set(true);
        self.wake.take();
        // Nobody will take in an answer for a broken desk: the next one may not wait for its lock.
        if is_broken || self.sent.get() == 0 {
            self.hold.take();
        }
    }

    fn arrive(&self, arrival: Arrival) {
        self.inbox.borrow_mut().push(arrival);
        self.host.tick();
    }

    fn take_in(&self, arrival: Arrival) {
        let now = now_ms(&self.host);
        let mut session = self.session.borrow_mut();
        match arrival {
            Arrival::Locked(hold) => {
                if self.is_closed.get() {
                    return;
                }
                self.hold.replace(Some(hold));
                // Another tab may have gone on with this order while we waited.
                session.locked(storage::read(&self.host, &self.storage_key).as_deref());
            }
            Arrival::Reply(ticket, reply) => {
                self.sent.update(|sent| sent.saturating_sub(1));
                let answer = session.decode(ticket, &reply);
                session.receive(ticket, answer, now);
            }
            Arrival::Created(ticket, created) => {
                let created = created
                    .as_ref()
                    .map(|(number, token)| (number.as_str(), token.as_str()));
                session.created(ticket, created, now);
            }
        }
    }
}

/// Takes in what has arrived, performs effects until there are none, and says what there is to tell.
///
/// A closed desk takes in the answer of the call under way and stores what it means. Then it lets the lock go.
pub(super) fn pump(desk: &Rc<Desk>) -> Array {
    let lines = Array::new();
    for arrival in desk.inbox.take() {
        desk.take_in(arrival);
    }
    while !desk.is_closed.get() || desk.hold.borrow().is_some() {
        let now = now_ms(&desk.host);
        let effect = desk.session.borrow_mut().poll(now);
        match effect {
            Some(effect) if !desk.is_closed.get() || matches!(effect, Effect::Save(_)) => {
                perform(desk, effect, now)
            }
            _ => break,
        }
    }
    if desk.is_closed.get() && desk.sent.get() == 0 {
        desk.hold.take();
    }
    told(&mut desk.session.borrow_mut(), &lines);
    lines
}

fn perform(desk: &Rc<Desk>, effect: Effect, now_ms: u64) {
    let desk = Rc::clone(desk);
    match effect {
        Effect::Lock(name) => spawn_local(async move {
            let hold = tabs::hold(&name).await;
            desk.arrive(Arrival::Locked(hold));
        }),
        Effect::Unlock => drop(desk.hold.take()),
        Effect::Save(text) => {
            let is_stored = storage::write(&desk.host, &desk.storage_key, &text);
            desk.session.borrow_mut().saved(is_stored);
        }
        Effect::Send { ticket, request } => {
            desk.sent.update(|sent| sent.saturating_add(1));
            spawn_local(send(desk, ticket, request));
        }
        Effect::CreateOrder { ticket } => spawn_local(create_order(desk, ticket)),
        Effect::Wake { at_ms } => {
            let timer = Timer::start(&desk.host.ticker(), at_ms.saturating_sub(now_ms));
            desk.wake.replace(Some(timer));
        }
    }
}

async fn send(desk: Rc<Desk>, ticket: Ticket, request: Request) {
    let mut url = desk.session.borrow().shop().to_owned();
    url.push_str(&request.path);
    let reply = fetch::send(&desk.host, &url, request).await;
    desk.arrive(Arrival::Reply(ticket, reply));
}

async fn create_order(desk: Rc<Desk>, ticket: Ticket) {
    let asked = within(CREATE_ORDER_TIMEOUT_MS, settled(desk.host.create_order())).await;
    let created = asked.and_then(Result::ok).and_then(|created| {
        let member = |name| host::get(&created, name).ok()?.as_string();
        Some((member("number")?, member("token")?))
    });
    desk.arrive(Arrival::Created(ticket, created));
}
