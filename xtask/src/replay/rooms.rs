//! The rooms whose recordings can be replayed.

use anyhow::{Result, bail};
use cashwrap::checkout::Call;
use cashwrap::dialect::{Dialect, Doors};
use cashwrap_shop::replay::{Exchange, RecordedRequest};
use cashwrap_shop::{Release, Shop, Version};

use super::mirror;
use super::parts::NotOurs;
use super::reader::{self, Here};
use super::{spree_reader, sylius_mirror, sylius_reader, sylius1_mirror, sylius1_reader};

/// What the replay needs of a room.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// The core's room.
    pub doors: &'static Doors,
    /// Reads a recorded request as a call.
    pub read: fn(&RecordedRequest, &Here<'_>) -> Result<Call, NotOurs>,
    /// Predicts and compares.
    pub mirror: fn(&Room, &[Exchange]) -> mirror::Outcome,
    /// The reference shop in the world of the recordings.
    pub shop: fn(Option<&str>) -> Shop,
    /// Whether the room speaks through a proxy that holds the shop's key.
    pub is_proxy: bool,
    /// The version where a recording says none.
    default_version: (u32, u32),
}

impl Room {
    /// The room of that name.
    pub fn named(name: &str) -> Result<Room> {
        Ok(match name {
            "solidus" => Room {
                doors: Dialect::Solidus.doors(),
                read: reader::read,
                mirror: mirror::run,
                shop: |_| Shop::recorded(),
                is_proxy: false,
                default_version: (4, 7),
            },
            "spree_2_0" => Room {
                doors: Dialect::Spree20.doors(),
                read: spree_reader::read_2_0,
                mirror: mirror::run,
                shop: |version| {
                    Shop::recorded_spree(version.and_then(Version::nearest).unwrap_or(Version::V2_0))
                },
                is_proxy: true,
                default_version: (2, 0),
            },
            "spree_2_2" => Room {
                doors: Dialect::Spree22.doors(),
                read: spree_reader::read_2_2,
                mirror: mirror::run,
                shop: |version| {
                    Shop::recorded_spree(version.and_then(Version::nearest).unwrap_or(Version::V2_2))
                },
                is_proxy: false,
                default_version: (2, 2),
            },
            "spree_2_3" => Room {
                doors: Dialect::Spree23.doors(),
                read: spree_reader::read_2_3,
                mirror: mirror::run,
                shop: |version| {
                    Shop::recorded_spree(version.and_then(Version::nearest).unwrap_or(Version::V4_4))
                },
                is_proxy: false,
                default_version: (4, 4),
            },
            "sylius_0" => Room {
                doors: Dialect::Sylius0.doors(),
                read: sylius_reader::read,
                mirror: sylius_mirror::run,
                shop: |version| {
                    Shop::recorded_sylius(version.and_then(Release::of).unwrap_or(Release::V0_16))
                },
                is_proxy: false,
                default_version: (0, 16),
            },
            "sylius_1" => Room {
                doors: Dialect::Sylius1.doors(),
                read: sylius1_reader::read,
                mirror: sylius1_mirror::run,
                shop: |version| Shop::recorded_sylius(version.and_then(Release::of).unwrap_or(Release::V1_7)),
                is_proxy: false,
                default_version: (1, 7),
            },
            _ => {
                let names: Vec<&str> = Dialect::ALL.iter().map(|dialect| dialect.name()).collect();
                bail!(
                    "no recordings are read for a room named {name:?}; there are: {}",
                    names.join(", ")
                )
            }
        })
    }

    /// Major and minor version of the server that was recorded.
    pub fn version(&self, exchange: &Exchange) -> (u32, u32) {
        let text = exchange.version.as_deref().unwrap_or_default();
        let mut numbers = text.trim_start_matches('v').split('.').map(str::parse);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => (major, minor),
            _ => self.default_version,
        }
    }
}
