//! The shop as rows of text, for a database: what changed, and everything back.

use crate::gateway::{Charge, Gateway};
use crate::order::{Address, Order};
use crate::settings::Settings;
use crate::shop::{Counters, Shop};
use crate::users::{Card, User};
use crate::world::World;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The table a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowKind {
    Meta,
    Order,
    Address,
    Card,
    User,
    Charge,
    Variant,
    SyliusDesk,
    SyliusOrder,
}

impl RowKind {
    const ALL: [Self; 9] = [
        Self::Meta,
        Self::Order,
        Self::Address,
        Self::Card,
        Self::User,
        Self::Charge,
        Self::Variant,
        Self::SyliusDesk,
        Self::SyliusOrder,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Order => "order",
            Self::Address => "address",
            Self::Card => "card",
            Self::User => "user",
            Self::Charge => "charge",
            Self::Variant => "variant",
            Self::SyliusDesk => "sylius_desk",
            Self::SyliusOrder => "sylius_order",
        }
    }
}

/// Rows changed since they were last taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dirty {
    pub(crate) reset: bool,
    rows: BTreeSet<(RowKind, u64)>,
}

impl Dirty {
    /// A row that will not be there.
    pub(crate) fn forget(&mut self, kind: RowKind, id: u64) {
        self.rows.remove(&(kind, id));
    }

    pub(crate) fn mark(&mut self, kind: RowKind, id: u64) {
        self.rows.insert((kind, id));
    }
}

/// What to write before the next answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Delete every row first.
    pub reset: bool,
    /// Keys and values to insert or replace.
    pub rows: Vec<(String, String)>,
}

/// What belongs to no other row.
#[derive(Serialize, Deserialize)]
struct Meta {
    world: String,
    seed: u64,
    advanced_ms: u64,
    settings: Settings,
    counters: Counters,
    gateway: Gateway,
    locks: BTreeMap<u64, u64>,
    expired_coupons: Vec<u64>,
}

/// The part of a variant that changes.
#[derive(Serialize, Deserialize)]
struct VariantRow {
    price: Option<Decimal>,
    count_on_hand: i64,
    deleted: bool,
}

impl Shop {
    /// The rows changed since the last call.
    pub fn take_changes(&mut self) -> Changes {
        let mut dirty = std::mem::take(&mut self.dirty);
        if dirty.rows.is_empty() && !dirty.reset {
            return Changes::default();
        }
        // Ids and random numbers move with almost every write.
        dirty.mark(RowKind::Meta, 0);
        let row = |(kind, id): (RowKind, u64)| Some((format!("{}/{id}", kind.name()), self.row(kind, id)?));
        Changes {
            reset: dirty.reset,
            rows: dirty.rows.into_iter().filter_map(row).collect(),
        }
    }

    fn row(&self, kind: RowKind, id: u64) -> Option<String> {
        let text = match kind {
            RowKind::Meta => serde_json::to_string(&self.meta()),
            RowKind::Order => serde_json::to_string(self.orders.get(&id)?),
            RowKind::Address => serde_json::to_string(self.address(Some(id))?),
            RowKind::Card => serde_json::to_string(self.card(id)?),
            RowKind::User => serde_json::to_string(self.user(id)?),
            RowKind::Charge => serde_json::to_string(self.charges.iter().find(|charge| charge.id == id)?),
            RowKind::Variant => self.world.variant(id).map(|variant| {
                serde_json::to_string(&VariantRow {
                    price: variant.price,
                    count_on_hand: variant.count_on_hand,
                    deleted: variant.deleted,
                })
            })?,
            RowKind::SyliusDesk => serde_json::to_string(&self.book.as_ref()?.desk),
            // An order that was deleted stays as an empty row.
            RowKind::SyliusOrder => serde_json::to_string(&self.book.as_ref()?.orders.get(&id)),
        };
        text.ok()
    }

    fn meta(&self) -> Meta {
        Meta {
            world: self.world.name.into(),
            seed: self.seed,
            advanced_ms: self.advanced_ms,
            settings: self.settings.clone(),
            counters: self.counters.clone(),
            gateway: self.gateway.clone(),
            locks: self.locks.clone(),
            expired_coupons: self
                .world
                .coupons
                .iter()
                .filter(|c| c.expired)
                .map(|c| c.id)
                .collect(),
        }
    }

    /// The shop whose rows these are; `None` if there is no `meta` row.
    ///
    /// # Errors
    /// The key of the first row that cannot be read.
    pub fn from_rows(rows: &[(String, String)]) -> Result<Option<Self>, String> {
        let Some((key, text)) = rows.iter().find(|(key, _)| key == "meta/0") else {
            return Ok(None);
        };
        let meta: Meta = read(key, text)?;
        let world = World::named(&meta.world).ok_or_else(|| key.clone())?;
        let mut shop = Self::bare(world, meta.settings, meta.seed);
        shop.advanced_ms = meta.advanced_ms;
        shop.counters = meta.counters;
        shop.gateway = meta.gateway;
        shop.locks = meta.locks;
        for coupon in &mut shop.world_mut().coupons {
            coupon.expired = meta.expired_coupons.contains(&coupon.id);
        }
        let mut sorted: Vec<(RowKind, u64, &str, &str)> = Vec::with_capacity(rows.len());
        for (key, text) in rows {
            let (name, id) = key.split_once('/').ok_or_else(|| key.clone())?;
            let kind = RowKind::ALL
                .into_iter()
                .find(|kind| kind.name() == name)
                .ok_or_else(|| key.clone())?;
            let id = id.parse().map_err(|_| key.clone())?;
            sorted.push((kind, id, key, text));
        }
        sorted.sort_by_key(|(kind, id, ..)| (*kind, *id));
        for (kind, id, key, text) in sorted {
            shop.take_row(kind, id, key, text)?;
        }
        Ok(Some(shop))
    }

    fn take_row(&mut self, kind: RowKind, id: u64, key: &str, text: &str) -> Result<(), String> {
        match kind {
            RowKind::Meta => {}
            RowKind::Order => {
                let order: Order = read(key, text)?;
                self.numbers.insert(order.number.clone(), order.id);
                self.orders.insert(id, order);
            }
            RowKind::Address => {
                let address: Address = read(key, text)?;
                self.address_ids.insert(address.clone(), id);
                self.addresses.push(address);
            }
            RowKind::Card => self.cards.push(read::<Card>(key, text)?),
            RowKind::User => self.users.push(read::<User>(key, text)?),
            RowKind::Charge => self.charges.push(read::<Charge>(key, text)?),
            RowKind::Variant => {
                let row: VariantRow = read(key, text)?;
                let variant = self.world_mut().variant_mut(id).ok_or_else(|| key.to_owned())?;
                (variant.price, variant.count_on_hand, variant.deleted) =
                    (row.price, row.count_on_hand, row.deleted);
            }
            RowKind::SyliusDesk => self.sylius_book().desk = read(key, text)?,
            RowKind::SyliusOrder => {
                let order: Option<crate::sylius::Order> = read(key, text)?;
                if let Some(order) = order {
                    self.sylius_book().orders.insert(id, order);
                }
            }
        }
        Ok(())
    }
}

fn read<T: for<'a> Deserialize<'a>>(key: &str, text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|_| key.to_owned())
}

/// The length of a list as an id.
pub(crate) fn count<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}
