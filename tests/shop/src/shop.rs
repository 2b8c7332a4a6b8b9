//! The shop: its rows, its ids, and the calls tests make on it without HTTP.

use crate::faults::Fault;
use crate::gateway::{Charge, Gateway};
use crate::gather::Gathering;
use crate::log::LogEntry;
use crate::order::{Address, Order, State, Totals};
use crate::rows::{Dirty, RowKind};
use crate::settings::{Server, Settings};
use crate::users::{Card, User};
use crate::world::World;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The recordings' day; tests that care set `now_ms`.
const EPOCH_MS: u64 = 1_795_281_358_379;

/// How long a lock lasts without its holder.
pub(crate) const LOCK_MAX_AGE_MS: u64 = 120_000;

/// Last used ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counters {
    pub(crate) order: u64,
    pub(crate) line: u64,
    pub(crate) shipment: u64,
    pub(crate) rate: u64,
    pub(crate) payment: u64,
    pub(crate) adjustment: u64,
    pub(crate) wallet: u64,
    pub(crate) random: u64,
}

/// A shop of the Solidus family, v4.7.0.
#[derive(Debug, Clone)]
pub struct Shop {
    /// The time of the shop, milliseconds since 1970.
    pub now_ms: u64,
    pub(crate) advanced_ms: u64,
    /// Shared between clones until stock, a price or a coupon changes.
    pub(crate) world: Arc<World>,
    pub(crate) seed: u64,
    pub(crate) settings: Settings,
    pub(crate) counters: Counters,
    pub(crate) orders: BTreeMap<u64, Order>,
    pub(crate) numbers: BTreeMap<String, u64>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) address_ids: BTreeMap<Address, u64>,
    pub(crate) cards: Vec<Card>,
    pub(crate) users: Vec<User>,
    pub(crate) locks: BTreeMap<u64, u64>,
    pub(crate) gateway: Gateway,
    pub(crate) charges: Vec<Charge>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) gathering: Option<Gathering>,
    pub(crate) log: Vec<LogEntry>,
    /// A Sylius keeps everything here; shared between clones until it changes.
    pub(crate) book: Option<Arc<crate::sylius::Book>>,
    pub(crate) dirty: Dirty,
}

impl Shop {
    /// A shop with nothing sold yet. Equal worlds, settings and seeds give equal answers to equal calls.
    #[must_use]
    pub fn new(world: World, settings: Settings, seed: u64) -> Self {
        let mut shop = Self::bare(world, settings, seed);
        shop.open();
        shop
    }

    /// The shop of the recordings: guests may order.
    #[must_use]
    pub fn recorded() -> Self {
        Self::new(World::recorded(), Settings::default(), 0)
    }

    /// The shop of the Spree recordings.
    #[must_use]
    pub fn recorded_spree(version: crate::Version) -> Self {
        Self::new(World::recorded_spree(), Settings::spree(version), 0)
    }

    /// The shop of the Sylius recordings.
    #[must_use]
    pub fn recorded_sylius(release: crate::Release) -> Self {
        Self::new(World::recorded_sylius(), Settings::sylius(release), 0)
    }

    /// A shop without users.
    pub(crate) fn bare(world: World, settings: Settings, seed: u64) -> Self {
        Self {
            now_ms: EPOCH_MS,
            advanced_ms: 0,
            world: Arc::new(world),
            seed,
            settings,
            counters: Counters {
                random: seed,
                ..Counters::default()
            },
            orders: BTreeMap::new(),
            numbers: BTreeMap::new(),
            addresses: Vec::new(),
            address_ids: BTreeMap::new(),
            cards: Vec::new(),
            users: Vec::new(),
            locks: BTreeMap::new(),
            gateway: Gateway::default(),
            charges: Vec::new(),
            faults: Vec::new(),
            gathering: None,
            log: Vec::new(),
            book: None,
            dirty: Dirty::default(),
        }
    }

    /// Puts everything back to the opening day; the clock and the settings stay.
    pub fn reset(&mut self) {
        let world = World::named(self.world.name).unwrap_or_else(World::recorded);
        let mut fresh = Self::new(world, self.settings.clone(), self.seed);
        (fresh.now_ms, fresh.advanced_ms) = (self.now_ms, self.advanced_ms);
        fresh.dirty.reset = true;
        *self = fresh;
    }

    /// Moves the clock.
    pub fn advance(&mut self, ms: u64) {
        self.now_ms += ms;
        self.advanced_ms += ms;
        self.dirty.mark(RowKind::Meta, 0);
    }

    /// How far [`advance`](Self::advance) has moved the clock in all.
    #[must_use]
    pub fn advanced_ms(&self) -> u64 {
        self.advanced_ms
    }

    /// Lets anonymous visitors create orders, or not.
    pub fn set_guests(&mut self, allowed: bool) {
        self.settings.guests = allowed;
        self.dirty.mark(RowKind::Meta, 0);
    }

    /// Replaces the settings.
    pub fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
        self.dirty.mark(RowKind::Meta, 0);
    }

    /// Holds or releases the lock of an order. A lock left held expires after 120 s of shop time.
    pub fn set_lock(&mut self, number: &str, held: bool) -> bool {
        let Some(id) = self.numbers.get(number).copied() else {
            return false;
        };
        if held {
            self.locks.insert(id, self.now_ms);
        } else {
            self.locks.remove(&id);
        }
        self.dirty.mark(RowKind::Meta, 0);
        true
    }

    /// The world about to be changed.
    pub(crate) fn world_mut(&mut self) -> &mut World {
        Arc::make_mut(&mut self.world)
    }

    pub(crate) fn is_locked(&self, order_id: u64) -> bool {
        let held = self.locks.get(&order_id);
        held.is_some_and(|since| self.now_ms.saturating_sub(*since) < LOCK_MAX_AGE_MS)
    }

    pub(crate) fn order(&self, number: &str) -> Option<&Order> {
        self.orders.get(self.numbers.get(number)?)
    }

    /// Keeps an order.
    pub(crate) fn put(&mut self, mut order: Order) {
        order.updated_ms = self.now_ms;
        self.dirty.mark(RowKind::Order, order.id);
        self.numbers.insert(order.number.clone(), order.id);
        self.orders.insert(order.id, order);
    }

    /// Drops an order that never came to be.
    pub(crate) fn forget(&mut self, number: &str) {
        if let Some(id) = self.numbers.remove(number) {
            self.orders.remove(&id);
            self.dirty.forget(RowKind::Order, id);
        }
    }

    /// A new cart, kept at once.
    pub(crate) fn create_order(&mut self, user: Option<u64>) -> Order {
        self.counters.order += 1;
        let number = format!("R{:09}", self.random() % 1_000_000_000);
        let token = match self.settings.server {
            Server::Spree(version) => crate::spree::new_token(self, version),
            Server::Solidus | Server::Sylius(_) => self.random_token(),
        };
        let email = user.and_then(|id| self.user(id)).map(|user| user.email.clone());
        let order = Order {
            id: self.counters.order,
            number,
            token,
            state: State::Cart,
            user_id: user,
            email,
            special_instructions: None,
            metadata: "{}".into(),
            bill_id: None,
            ship_id: None,
            lines: Vec::new(),
            shipments: Vec::new(),
            payments: Vec::new(),
            coupons: Vec::new(),
            adjustments: Vec::new(),
            rental: None,
            totals: Totals::default(),
            shipment_state: None,
            payment_state: None,
            canceler_id: None,
            created_ms: self.now_ms,
            updated_ms: self.now_ms,
            completed_ms: None,
        };
        self.put(order.clone());
        order
    }

    pub(crate) fn address(&self, id: Option<u64>) -> Option<&Address> {
        self.addresses.get(usize::try_from(id?.checked_sub(1)?).ok()?)
    }

    /// The row id of these values: an equal row if there is one, else a new one.
    pub(crate) fn address_id(&mut self, address: Address) -> u64 {
        if let Some(id) = self.address_ids.get(&address) {
            return *id;
        }
        self.addresses.push(address.clone());
        let id = crate::rows::count(&self.addresses);
        self.address_ids.insert(address, id);
        self.dirty.mark(RowKind::Address, id);
        id
    }

    pub(crate) fn card(&self, id: u64) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    pub(crate) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    /// A user about to be changed.
    pub(crate) fn user_mut(&mut self, id: u64) -> Option<&mut User> {
        self.dirty.mark(RowKind::User, id);
        self.users.iter_mut().find(|user| user.id == id)
    }

    /// The next number of a seeded sequence (SplitMix64).
    pub(crate) fn random(&mut self) -> u64 {
        self.counters.random = self.counters.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.counters.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 22 characters of the URL-safe base64 alphabet.
    pub(crate) fn random_token(&mut self) -> String {
        const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut bits = 0;
        let mut draw = |shop: &mut Self, index: usize| {
            if index.is_multiple_of(10) {
                bits = shop.random();
            }
            let place = usize::try_from(bits % 64).unwrap_or(0);
            bits /= 64;
            char::from(ALPHABET.get(place).copied().unwrap_or(b'A'))
        };
        (0..22).map(|index| draw(self, index)).collect()
    }
}
