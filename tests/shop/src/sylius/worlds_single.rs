//! The world of the recordings of 0.13 to 0.16.

use super::Release;
use super::world::{Calculator, Gift, PaymentMethod, Promotion, ShippingMethod, Staff, TaxRate, World};
use super::worlds::{
    channel, country, customer, payment, promotion, shipping, staff, stocked, variant, zone,
};

/// The world of the recordings of one URL, id for id.
pub(crate) fn single(release: Release) -> World {
    let own = "WEB-US";
    let third = if release <= Release::V0_14 {
        "Third"
    } else {
        "With fee"
    };
    World {
        countries: vec![
            country(1, "US", true, &[(1, "NY", "New York"), (2, "CA", "California")]),
            country(2, "DE", true, &[]),
            country(3, "SG", true, &[]),
            country(4, "FR", false, &[(3, "FR-IDF", "Ile-de-France")]),
        ],
        zones: vec![zone(1, "USA", &["US"]), zone(2, "EU", &["DE", "FR"])],
        channels: vec![
            channel(1, own, "United States Webstore", "localhost", "USD"),
            channel(2, "WEB-2", "Second store", "other.test", "USD"),
        ],
        tax_rates: vec![
            TaxRate {
                zone: "USA".into(),
                label: "US Sales Tax (5%)".into(),
                percent: 5,
                included: false,
            },
            TaxRate {
                zone: "EU".into(),
                label: "EU VAT (19%)".into(),
                percent: 19,
                included: true,
            },
        ],
        shipping_methods: vec![
            shipping(
                1,
                "SM1",
                "FedEx",
                "USA",
                &[own],
                Calculator::Flexible(4000, 500, 10),
            ),
            shipping(2, "SM2", "UPS Ground", "USA", &[own], Calculator::Flat(1250)),
            shipping(3, "SM3", "DHL", "EU", &[own], Calculator::Flat(2350)),
            ShippingMethod {
                enabled: false,
                ..shipping(4, "SM4", "Disabled", "USA", &[own], Calculator::Flat(100))
            },
            shipping(5, "SM5", "Not in channel", "USA", &[], Calculator::Flat(700)),
        ],
        payment_methods: vec![
            described(payment(1, "PM1", "Dummy", &[own, "WEB-2"])),
            described(payment(2, "PM2", "Bank transfer", &[own, "WEB-2"])),
            PaymentMethod {
                fee: 500,
                ..described(payment(3, "PM3", third, &[own, "WEB-2"]))
            },
            PaymentMethod {
                enabled: false,
                ..described(payment(4, "PM4", "Disabled", &[own]))
            },
            described(payment(5, "PM5", "Not in channel", &[])),
        ],
        variants: vec![
            stocked(10, variant(1, "BK", "Book", 5000)),
            variant(2, "MG", "E-Mug", 700),
            stocked(100, variant(3, "FS", "Free sticker", 0)),
            stocked(1, variant(4, "LO", "Last one", 1999)),
        ],
        promotions: vec![Promotion {
            minimum: 10_000,
            ..promotion(
                1,
                "PR1",
                "Christmas Sale for orders over 100 USD.",
                Gift::Fixed(250),
            )
        }],
        coupons: Vec::new(),
        customers: vec![
            customer(1, "john@example.com", "John", "Doe", true),
            customer(2, "guest@example.com", "Guest", "Customer", false),
        ],
        staff: vec![
            staff("api", "api@example.com", "SampleToken"),
            Staff {
                may_call: false,
                ..staff("john", "john@example.com", "JohnToken")
            },
            Staff {
                may_read_orders: false,
                ..staff("checkout", "checkout@example.com", "CheckoutToken")
            },
            Staff {
                token_expired: true,
                ..staff("old", "old@example.com", "OldToken")
            },
        ],
        uses: Vec::new(),
        backorders: true,
    }
}

fn described(method: PaymentMethod) -> PaymentMethod {
    PaymentMethod {
        description: Some(format!("{} payment", method.name)),
        ..method
    }
}
