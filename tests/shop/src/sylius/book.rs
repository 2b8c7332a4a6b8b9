//! All that a Sylius shop remembers.

use super::order::Order;
use super::tokens::Token;
use super::world::World;
use super::{Release, worlds, worlds_single};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Last used ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counters {
    pub(crate) order: u64,
    pub(crate) item: u64,
    pub(crate) unit: u64,
    pub(crate) adjustment: u64,
    pub(crate) shipment: u64,
    pub(crate) payment: u64,
    pub(crate) address: u64,
    /// Numbers are given in order of completion.
    pub(crate) number: u64,
    pub(crate) token: u64,
}

/// The next of a sequence.
pub(crate) fn next(counter: &mut u64) -> u64 {
    *counter += 1;
    *counter
}

/// What belongs to no order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Desk {
    pub(crate) counters: Counters,
    pub(crate) world: World,
    pub(crate) tokens: Vec<Token>,
}

/// The shop's orders, and what belongs to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Book {
    pub(crate) desk: Desk,
    pub(crate) orders: BTreeMap<u64, Order>,
    /// Orders changed since they were last written down.
    pub(crate) touched: BTreeSet<u64>,
    is_split: bool,
}

impl Book {
    /// A shop with nothing sold yet.
    pub(crate) fn open(release: Release) -> Self {
        Self {
            desk: Desk {
                counters: Counters::default(),
                tokens: Vec::new(),
                world: if release.is_split() {
                    worlds::split()
                } else {
                    worlds_single::single(release)
                },
            },
            orders: BTreeMap::new(),
            touched: BTreeSet::new(),
            is_split: release.is_split(),
        }
    }

    pub(crate) fn is_split(&self) -> bool {
        self.is_split
    }

    pub(crate) fn keep(&mut self, order: Order) {
        self.touched.insert(order.id);
        self.orders.insert(order.id, order);
    }

    pub(crate) fn delete(&mut self, id: u64) {
        self.touched.insert(id);
        self.orders.remove(&id);
    }

    /// A book of the other generation holds nothing that this release could read.
    pub(crate) fn suits(&self, release: Release) -> bool {
        self.is_split == release.is_split()
    }
}
