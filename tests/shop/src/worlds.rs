//! The two worlds: the one of the recordings, and a larger one for the demo.

use crate::world::{
    Account, Country, Coupon, CouponGift, MethodKind, PaymentMethod, Region, ShippingMethod, TaxRate,
    Variant, World, Zone,
};
use rust_decimal::Decimal;

impl World {
    /// The world of the recordings, id for id.
    #[must_use]
    pub fn recorded() -> Self {
        Self {
            name: "recorded",
            countries: vec![
                country(1, "US", "USA", "United States", "UNITED STATES", 840, true),
                country(2, "SG", "SGP", "Singapore", "SINGAPORE", 702, false),
                country(3, "DE", "DEU", "Germany", "GERMANY", 276, false),
            ],
            regions: vec![
                Region {
                    id: 1,
                    name: "New York",
                    abbr: "NY",
                    country_id: 1,
                },
                Region {
                    id: 2,
                    name: "Alabama",
                    abbr: "AL",
                    country_id: 1,
                },
                Region {
                    id: 3,
                    name: "Berlin",
                    abbr: "BE",
                    country_id: 3,
                },
            ],
            zones: vec![Zone {
                id: 1,
                name: "North America",
                description: "US",
                members: vec![(1, 1)],
            }],
            shipping_methods: vec![
                shipping(1, "ups_ground", "UPS Ground", 500, 1),
                shipping(2, "ups_2day", "UPS Two Day", 1250, 1),
            ],
            tax_rates: vec![tax(1, "Sales Tax", 5, 1, false)],
            variants: vec![
                Variant {
                    weight: Decimal::new(5, 1),
                    ..shirt(1, "SOL-TS", None)
                },
                Variant {
                    weight: Decimal::new(5, 1),
                    ..shirt(2, "SOL-TS-S", Some((1, "Small", "S")))
                },
                product(3, 2, "Mug", "MUG", "mug", 700),
                product(4, 3, "Sticker", "STICKER", "sticker", 0),
            ],
            payment_methods: vec![
                card_method(1, "Credit Card", true, false),
                PaymentMethod {
                    id: 2,
                    name: "Check",
                    kind: MethodKind::Check,
                    for_users: true,
                },
                card_method(3, "Simple card", false, true),
            ],
            coupons: vec![
                coupon(1, "10off", "Ten off", false, None),
                coupon(2, "expired", "Expired", true, None),
                coupon(3, "min1000", "Min 1000", false, Some(Decimal::ONE_THOUSAND)),
            ],
            accounts: vec![
                account(1, "customer@example.com", "custkey"),
                account(2, "other@example.com", "otherkey"),
                Account {
                    admin: true,
                    ..account(3, "admin@example.com", "adminkey")
                },
            ],
        }
    }

    /// The same world, where delivery costs nothing.
    #[must_use]
    pub fn delivering_free(mut self) -> Self {
        for method in &mut self.shipping_methods {
            method.cost = Decimal::ZERO;
        }
        self
    }

    /// The recorded world and more: Germany with included VAT, more products with pictures, store credit, a
    /// returning customer, a method only administrators may use.
    #[must_use]
    pub fn demo() -> Self {
        let mut world = Self::recorded();
        world.name = "demo";
        world.zones.push(Zone {
            id: 2,
            name: "Europe",
            description: "EU",
            members: vec![(2, 3)],
        });
        world.shipping_methods.push(shipping(3, "dhl", "DHL", 499, 2));
        world.tax_rates.push(TaxRate {
            on_shipping: true,
            ..tax(2, "VAT", 19, 2, true)
        });
        for variant in &mut world.variants {
            variant.image = match variant.product_id {
                1 => Some("shirt.svg"),
                2 => Some("mug.svg"),
                _ => Some("sticker.svg"),
            };
        }
        let scarce = |count, variant| Variant {
            count_on_hand: count,
            ..variant
        };
        world.variants.extend([
            pictured(
                "shirt.svg",
                scarce(4, shirt(5, "SOL-TS-M", Some((2, "Medium", "M")))),
            ),
            pictured(
                "shirt.svg",
                scarce(0, shirt(6, "SOL-TS-L", Some((3, "Large", "L")))),
            ),
            pictured("bag.svg", product(7, 4, "Canvas Bag", "BAG", "canvas-bag", 2450)),
            pictured(
                "notebook.svg",
                scarce(3, product(8, 5, "Notebook", "NOTE", "notebook", 1200)),
            ),
            pictured(
                "poster.svg",
                Variant {
                    backorderable: true,
                    ..scarce(2, product(9, 6, "Poster", "POSTER", "poster", 3500))
                },
            ),
            pictured(
                "pin.svg",
                Variant {
                    track_inventory: false,
                    ..product(10, 7, "Enamel Pin", "PIN", "enamel-pin", 450)
                },
            ),
            pictured(
                "lamp.svg",
                product(11, 8, "Desk Lamp", "LAMP", "desk-lamp", 129_900),
            ),
        ]);
        world.payment_methods.extend([
            PaymentMethod {
                id: 4,
                name: "Store Credit",
                kind: MethodKind::StoreCredit,
                for_users: true,
            },
            PaymentMethod {
                id: 5,
                name: "Invoice",
                kind: MethodKind::Check,
                for_users: false,
            },
        ]);
        for account in &mut world.accounts {
            account.returning = account.key == "custkey";
        }
        world.accounts.push(Account {
            store_credit: Decimal::new(1500, 2),
            ..account(4, "credit@example.com", "creditkey")
        });
        world
    }
}

pub(crate) fn country(
    id: u64,
    iso: &'static str,
    iso3: &'static str,
    name: &'static str,
    iso_name: &'static str,
    numcode: u16,
    states_required: bool,
) -> Country {
    Country {
        id,
        iso,
        iso3,
        name,
        iso_name,
        numcode,
        states_required,
    }
}

pub(crate) fn shipping(
    id: u64,
    code: &'static str,
    name: &'static str,
    cents: i64,
    zone_id: u64,
) -> ShippingMethod {
    ShippingMethod {
        id,
        code,
        name,
        cost: Decimal::new(cents, 2),
        zone_id,
    }
}

pub(crate) fn tax(id: u64, name: &'static str, percent: i64, zone_id: u64, included: bool) -> TaxRate {
    TaxRate {
        id,
        name,
        rate: Decimal::new(percent, 2),
        zone_id,
        included,
        on_shipping: false,
    }
}

pub(crate) fn product(
    id: u64,
    product_id: u64,
    name: &'static str,
    sku: &'static str,
    slug: &'static str,
    cents: i64,
) -> Variant {
    Variant {
        id,
        product_id,
        name,
        sku,
        slug,
        description: None,
        price: Some(Decimal::new(cents, 2)),
        weight: Decimal::ZERO,
        is_master: true,
        option: None,
        track_inventory: true,
        backorderable: false,
        count_on_hand: 10,
        deleted: false,
        image: None,
    }
}

fn shirt(id: u64, sku: &'static str, option: Option<(u64, &'static str, &'static str)>) -> Variant {
    Variant {
        description: Some("A nice shirt"),
        is_master: option.is_none(),
        option,
        ..product(id, 1, "Solidus T-Shirt", sku, "solidus-t-shirt", 1999)
    }
}

fn pictured(image: &'static str, variant: Variant) -> Variant {
    Variant {
        image: Some(image),
        ..variant
    }
}

pub(crate) fn card_method(id: u64, name: &'static str, profiles: bool, auto_capture: bool) -> PaymentMethod {
    PaymentMethod {
        id,
        name,
        kind: MethodKind::Gateway {
            profiles,
            auto_capture,
        },
        for_users: true,
    }
}

pub(crate) fn coupon(
    id: u64,
    code: &'static str,
    label: &'static str,
    expired: bool,
    minimum: Option<Decimal>,
) -> Coupon {
    Coupon {
        id,
        code,
        label,
        gift: CouponGift::Percent,
        limit: None,
        percent: Decimal::new(10, 2),
        expired,
        minimum,
    }
}

pub(crate) fn account(id: u64, email: &'static str, key: &'static str) -> Account {
    Account {
        id,
        email,
        key,
        admin: false,
        store_credit: Decimal::ZERO,
        returning: false,
    }
}
