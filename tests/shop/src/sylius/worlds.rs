//! The worlds of the recordings.

use super::world::{
    Calculator, Channel, Country, Coupon, Customer, Gift, PaymentMethod, Promotion, Province, ShippingMethod,
    Staff, TaxRate, Variant, World, Zone,
};

/// The world of the recordings of 1.x, id for id.
pub(crate) fn split() -> World {
    World {
        countries: vec![
            country(
                1,
                "US",
                true,
                &[
                    (1, "US-NY", "New York"),
                    (2, "US-AL", "Alabama"),
                    (3, "US-CA", "California"),
                ],
            ),
            country(2, "DE", true, &[]),
            country(3, "SG", true, &[]),
            country(4, "FR", false, &[]),
            country(5, "CA", true, &[(4, "CA-ON", "Ontario")]),
            country(6, "GB", true, &[]),
        ],
        zones: vec![zone(1, "US", &["US"]), zone(2, "EU", &["DE", "FR"])],
        channels: vec![
            channel(1, "WEB-US", "United States Webstore", "localhost", "USD"),
            Channel {
                skips_shipping: true,
                skips_payment: true,
                ..channel(
                    2,
                    "SKIP",
                    "One method each, steps skippable",
                    "skip.localhost",
                    "USD",
                )
            },
            Channel {
                tax_zone: Some("EU".into()),
                ..channel(3, "WEB-EU", "Europe Webstore", "eu.localhost", "EUR")
            },
            channel(4, "ONE", "One method each, no skipping", "one.localhost", "USD"),
        ],
        tax_rates: vec![
            TaxRate {
                zone: "US".into(),
                label: "US Sales Tax 5% (5%)".into(),
                percent: 5,
                included: false,
            },
            TaxRate {
                zone: "EU".into(),
                label: "EU VAT 20% (20%)".into(),
                percent: 20,
                included: true,
            },
        ],
        shipping_methods: vec![
            ShippingMethod {
                description: Some("Ground delivery, 3-5 days".into()),
                ..shipping(
                    1,
                    "UPS",
                    "UPS Ground",
                    "US",
                    &["WEB-US", "SKIP", "ONE"],
                    Calculator::Flat(500),
                )
            },
            shipping(2, "DHL", "DHL Express", "US", &["WEB-US"], Calculator::Flat(1250)),
            shipping(
                3,
                "DHL_EU",
                "DHL Europe",
                "EU",
                &["WEB-US", "WEB-EU"],
                Calculator::Flat(900),
            ),
            shipping(
                4,
                "PERUNIT",
                "Per unit courier",
                "US",
                &["WEB-US"],
                Calculator::PerUnit(100),
            ),
            ShippingMethod {
                enabled: false,
                ..shipping(5, "OFF", "Switched off", "US", &["WEB-US"], Calculator::Flat(100))
            },
            ShippingMethod {
                category: Some("HEAVY".into()),
                ..shipping(
                    6,
                    "HEAVYONLY",
                    "Heavy goods only",
                    "US",
                    &["WEB-US"],
                    Calculator::Flat(5000),
                )
            },
        ],
        payment_methods: vec![
            PaymentMethod {
                description: Some("Pay when it arrives".into()),
                ..payment(1, "cod", "Cash on delivery", &["WEB-US", "SKIP", "WEB-EU", "ONE"])
            },
            PaymentMethod {
                instructions: Some("Send money to account 0000-1111".into()),
                ..payment(2, "bank_transfer", "Bank transfer", &["WEB-US"])
            },
            PaymentMethod {
                enabled: false,
                ..payment(3, "disabled_pm", "Disabled", &["WEB-US"])
            },
        ],
        variants: vec![
            stocked(10, variant(1, "MUG", "Mug", 2000)),
            variant(2, "BOOK", "Book", 700),
            variant(3, "FREE", "Free sample", 0),
            digital(variant(4, "EBOOK", "E-book", 900)),
            digital(variant(5, "EFREE", "Free e-book", 0)),
            variant(6, "VANISH", "Vanishing cap", 1500),
            stocked(3, variant(7, "LAST", "Last piece", 3000)),
            variant(8, "ODD", "Odd price pen", 333),
            Variant {
                category: Some("HEAVY".into()),
                ..variant(9, "ANVIL", "Anvil", 4000)
            },
            Variant {
                price: None,
                ..variant(10, "PRICELESS", "Priceless", 0)
            },
            Variant {
                taxed: false,
                ..variant(11, "UNTAXED", "Untaxed stamp", 100)
            },
            stocked(5000, variant(12, "BULK", "Bulk nail", 10)),
        ],
        promotions: promotions(),
        coupons: coupons(),
        customers: vec![
            customer(1, "oliver.queen@star-city.com", "Oliver", "Queen", false),
            customer(2, "barry.allen@central-city.com", "Barry", "Allen", false),
            customer(3, "shop.user@example.com", "Shop", "User", true),
        ],
        staff: vec![
            staff("api", "api@example.com", "SampleToken"),
            Staff {
                may_call: false,
                ..staff("norole", "norole@example.com", "NoRoleToken")
            },
            Staff {
                enabled: false,
                ..staff("disabled", "disabled@example.com", "DisabledUserToken")
            },
            Staff {
                token_expired: true,
                ..staff("expired", "expired@example.com", "ExpiredToken")
            },
        ],
        uses: Vec::new(),
        backorders: false,
    }
}

fn promotions() -> Vec<Promotion> {
    let by_coupon = |id, code, label, gift| Promotion {
        by_coupon: true,
        ..promotion(id, code, label, gift)
    };
    let by_ten = |id, code, label| by_coupon(id, code, label, Gift::Percent(10));
    vec![
        Promotion {
            minimum: 10_000,
            ..promotion(1, "TEN_OVER_100", "10% over 100.00", Gift::Percent(10))
        },
        by_ten(2, "COUPON_TEN", "Coupon ten"),
        by_coupon(3, "COUPON_FIVE_OFF", "Coupon 5.00 off", Gift::Fixed(500)),
        by_coupon(4, "COUPON_FREESHIP", "Free shipping", Gift::FreeShipping),
        by_coupon(5, "COUPON_ALL_FREE", "All free", Gift::Everything),
        Promotion {
            ended: true,
            ..by_ten(6, "COUPON_OLD", "Old promotion")
        },
        Promotion {
            minimum: 100_000,
            ..by_ten(7, "COUPON_MIN", "Coupon over 1000.00")
        },
        Promotion {
            channels: vec!["WEB-EU".into()],
            ..by_ten(8, "COUPON_EU", "Coupon EU")
        },
    ]
}

fn coupons() -> Vec<Coupon> {
    let ten = "COUPON_TEN";
    vec![
        coupon(1, "TEN", ten),
        Coupon {
            expired: true,
            ..coupon(2, "EXPIRED", ten)
        },
        Coupon {
            limit: Some(1),
            used: 1,
            ..coupon(3, "MAXED", ten)
        },
        Coupon {
            limit: Some(1),
            ..coupon(4, "ONCE", ten)
        },
        Coupon {
            customer_limit: Some(1),
            ..coupon(5, "PERCUST", ten)
        },
        coupon(6, "FIVEOFF", "COUPON_FIVE_OFF"),
        coupon(7, "FREESHIP", "COUPON_FREESHIP"),
        coupon(8, "GRATIS", "COUPON_ALL_FREE"),
        coupon(9, "OLDPROMO", "COUPON_OLD"),
        coupon(10, "MIN1000", "COUPON_MIN"),
        coupon(11, "EUONLY", "COUPON_EU"),
    ]
}

pub(super) fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

pub(super) fn country(id: u64, code: &str, enabled: bool, provinces: &[(u64, &str, &str)]) -> Country {
    Country {
        id,
        code: code.into(),
        enabled,
        provinces: provinces
            .iter()
            .map(|(id, code, name)| Province {
                id: *id,
                code: (*code).into(),
                name: (*name).into(),
            })
            .collect(),
    }
}

pub(super) fn zone(id: u64, code: &str, countries: &[&str]) -> Zone {
    Zone {
        id,
        code: code.into(),
        countries: texts(countries),
    }
}

pub(super) fn channel(id: u64, code: &str, name: &str, hostname: &str, currency: &str) -> Channel {
    Channel {
        id,
        code: code.into(),
        name: name.into(),
        hostname: hostname.into(),
        currency: currency.into(),
        skips_shipping: false,
        skips_payment: false,
        tax_zone: None,
        enabled: true,
    }
}

pub(super) fn shipping(
    id: u64,
    code: &str,
    name: &str,
    zone: &str,
    channels: &[&str],
    calculator: Calculator,
) -> ShippingMethod {
    ShippingMethod {
        id,
        code: code.into(),
        name: name.into(),
        description: None,
        zone: zone.into(),
        channels: texts(channels),
        category: None,
        calculator,
        enabled: true,
    }
}

pub(super) fn payment(id: u64, code: &str, name: &str, channels: &[&str]) -> PaymentMethod {
    PaymentMethod {
        id,
        code: code.into(),
        name: name.into(),
        description: None,
        instructions: None,
        channels: texts(channels),
        fee: 0,
        enabled: true,
        deleted: false,
    }
}

pub(super) fn variant(id: u64, code: &str, name: &str, price: i64) -> Variant {
    Variant {
        id,
        code: code.into(),
        name: name.into(),
        price: Some(price),
        tracked: false,
        on_hand: 0,
        on_hold: 0,
        version: 1,
        taxed: true,
        shipped: true,
        category: None,
        enabled: true,
        removed: false,
    }
}

pub(super) fn stocked(on_hand: i64, variant: Variant) -> Variant {
    Variant {
        tracked: true,
        on_hand,
        ..variant
    }
}

fn digital(variant: Variant) -> Variant {
    Variant {
        shipped: false,
        ..variant
    }
}

pub(super) fn promotion(id: u64, code: &str, label: &str, gift: Gift) -> Promotion {
    Promotion {
        id,
        code: code.into(),
        label: label.into(),
        channels: texts(&["WEB-US", "SKIP", "ONE", "WEB-EU"]),
        minimum: 0,
        gift,
        by_coupon: false,
        ended: false,
        used: 0,
    }
}

fn coupon(id: u64, code: &str, promotion: &str) -> Coupon {
    Coupon {
        id,
        code: code.into(),
        promotion: promotion.into(),
        expired: false,
        limit: None,
        customer_limit: None,
        used: 0,
    }
}

pub(super) fn customer(id: u64, email: &str, first: &str, last: &str, has_account: bool) -> Customer {
    Customer {
        id,
        email: email.into(),
        first_name: Some(first.into()),
        last_name: Some(last.into()),
        has_account,
    }
}

pub(super) fn staff(name: &str, email: &str, token: &str) -> Staff {
    Staff {
        name: name.into(),
        email: email.into(),
        password: "sylius-api".into(),
        may_call: true,
        may_read_orders: true,
        enabled: true,
        token: token.into(),
        token_expired: false,
    }
}
