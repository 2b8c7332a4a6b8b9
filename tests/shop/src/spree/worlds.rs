//! The world of the Spree recordings.

use crate::world::{Coupon, CouponGift, MethodKind, PaymentMethod, Region, World};
use crate::worlds::{country, coupon};
use rust_decimal::Decimal;

impl World {
    /// The world of the Spree recordings, id for id.
    #[must_use]
    pub fn recorded_spree() -> Self {
        let mut world = Self::recorded();
        world.name = "recorded_spree";
        world.countries = vec![
            country(1, "US", "USA", "United States", "UNITED STATES", 840, true),
            country(2, "SG", "SGP", "Singapore", "SINGAPORE", 702, false),
            country(3, "DE", "DEU", "Germany", "GERMANY", 276, true),
            country(4, "HK", "HKG", "Hong Kong", "HONG KONG", 344, false),
        ];
        world.regions = vec![
            region(1, "New York", "NY", 1),
            region(2, "Alabama", "AL", 1),
            region(3, "Berlin", "BE", 3),
        ];
        for variant in &mut world.variants {
            let (name, sku, slug) = match variant.id {
                1 => ("Spree T-Shirt", "SPR-TS", "spree-t-shirt"),
                2 => ("Spree T-Shirt", "SPR-TS-S", "spree-t-shirt"),
                3 => ("Mug", "MUG", "mug"),
                _ => ("Sticker", "STK", "sticker"),
            };
            (variant.name, variant.sku, variant.slug) = (name, sku, slug);
        }
        world.payment_methods.push(PaymentMethod {
            id: 4,
            name: "Backend check",
            kind: MethodKind::Check,
            for_users: false,
        });
        let flat = |id, code, label, sum| Coupon {
            gift: CouponGift::Flat(Decimal::from(sum)),
            ..coupon(id, code, label, false, None)
        };
        let late = |coupon| Coupon {
            expired: true,
            ..coupon
        };
        world.coupons = vec![
            flat(1, "10off", "10 off", 10),
            late(flat(2, "expired", "expired", 10)),
            late(flat(3, "future", "future", 10)),
            Coupon {
                minimum: Some(Decimal::ONE_THOUSAND),
                ..flat(4, "min1000", "min 1000", 10)
            },
            Coupon {
                gift: CouponGift::FreeShipping,
                ..coupon(5, "freeship", "free shipping", false, None)
            },
            flat(7, "5off", "5 worse", 5),
            Coupon {
                limit: Some(1),
                ..flat(6, "maxed", "max", 10)
            },
        ];
        for account in &mut world.accounts {
            account.email = match account.id {
                1 => "cust@example.com",
                2 => "other@example.com",
                _ => "admin@example.com",
            };
        }
        world
    }
}

fn region(id: u64, name: &'static str, abbr: &'static str, country_id: u64) -> Region {
    Region {
        id,
        name,
        abbr,
        country_id,
    }
}
