//! The back office of a Sylius, for tests and for the hook that makes orders where no API can.

use super::book::{Book, next};
use super::one;
use super::order::{Item, Order};
use super::world::Customer;
use crate::settings::Server;
use crate::shop::Shop;
use rust_decimal::Decimal;

impl Shop {
    fn is_sylius(&self) -> bool {
        matches!(self.settings.server, Server::Sylius(_))
    }

    /// Does something to the book of a Sylius; `None` where another family answers.
    pub(crate) fn in_book<T>(&mut self, work: impl FnOnce(&mut Book) -> T) -> Option<T> {
        if !self.is_sylius() {
            return None;
        }
        let done = work(self.sylius_book());
        self.write_down();
        Some(done)
    }

    /// Makes a cart of a Sylius as the shop's own back end does: of the first channel, for the customer with this
    /// e-mail, who is made if there is none; of nobody if it is empty. Lines are ids of variants and how many, at the catalogue's price.
    /// The id of the order.
    pub fn open_sylius_order(&mut self, email: &str, lines: &[(u64, i64)]) -> u64 {
        let (release, now_ms) = (self.release(), self.now_ms);
        let book = self.sylius_book();
        let customer = (!email.is_empty()).then(|| book.customer_of(email));
        let channel = book.desk.world.channels.first().cloned();
        let mut order = Order {
            id: next(&mut book.desk.counters.order),
            customer,
            currency: channel
                .as_ref()
                .map(|row| row.currency.clone())
                .unwrap_or_default(),
            channel: channel.map(|row| row.code).unwrap_or_default(),
            locale: "en_US".into(),
            state: "cart".into(),
            checkout: "cart".into(),
            created_ms: now_ms,
            updated_ms: now_ms,
            ..Order::default()
        };
        for (variant, quantity) in lines {
            let price = book.desk.world.variant(*variant).and_then(|row| row.price);
            let mut item = Item {
                id: next(&mut book.desk.counters.item),
                variant: *variant,
                unit_price: price.unwrap_or(0),
                units: Vec::new(),
                written_total: 0,
                created_ms: now_ms,
            };
            one::resize(&mut book.desk, &mut item, *quantity);
            order.items.push(item);
        }
        if release.is_split() {
            one::recalculate(&mut book.desk, release, &mut order, now_ms);
        }
        let id = order.id;
        book.keep(order);
        self.write_down();
        id
    }

    /// Switches a product (by the code of its variant), a shipping or a payment method, a country or a channel of a
    /// Sylius on or off; `false` if there is no such code.
    pub fn set_sylius_enabled(&mut self, code: &str, enabled: bool) -> bool {
        let switch = |book: &mut Book| {
            let world = &mut book.desk.world;
            let mut switches: Vec<(&str, &mut bool)> = Vec::new();
            let methods = world.shipping_methods.iter_mut();
            switches.extend(methods.map(|row| (row.code.as_str(), &mut row.enabled)));
            let methods = world.payment_methods.iter_mut();
            switches.extend(methods.map(|row| (row.code.as_str(), &mut row.enabled)));
            let variants = world.variants.iter_mut();
            switches.extend(variants.map(|row| (row.code.as_str(), &mut row.enabled)));
            let countries = world.countries.iter_mut();
            switches.extend(countries.map(|row| (row.code.as_str(), &mut row.enabled)));
            let channels = world.channels.iter_mut();
            switches.extend(channels.map(|row| (row.code.as_str(), &mut row.enabled)));
            let mut found = switches.into_iter().filter(|(known, _)| *known == code);
            found.next().is_some_and(|(_, switch)| {
                *switch = enabled;
                true
            })
        };
        self.in_book(switch).unwrap_or(false)
    }

    /// Sets the flat price of a shipping method of a Sylius, in minor units; `false` if there is no such code.
    pub fn set_sylius_shipping_price(&mut self, code: &str, price: i64) -> bool {
        self.in_book(|book| {
            let mut methods = book.desk.world.shipping_methods.iter_mut();
            let found = methods.find(|method| method.code == code);
            found.is_some_and(|method| {
                method.calculator = super::Calculator::Flat(price);
                true
            })
        })
        .unwrap_or(false)
    }

    /// How many of a variant of a Sylius are on hand, and how many of them are held.
    #[must_use]
    pub fn sylius_stock(&self, variant_id: u64) -> Option<(i64, i64)> {
        let variant = self.book.as_ref()?.desk.world.variant(variant_id)?;
        Some((variant.on_hand, variant.on_hold))
    }

    /// How often a coupon of a Sylius was used.
    #[must_use]
    pub fn sylius_coupon_uses(&self, code: &str) -> Option<u64> {
        Some(self.book.as_ref()?.desk.world.coupon(code)?.used)
    }
}

impl Book {
    fn customer_of(&mut self, email: &str) -> u64 {
        let customers = &mut self.desk.world.customers;
        let known = customers.iter().find(|row| row.email.eq_ignore_ascii_case(email));
        if let Some(known) = known {
            return known.id;
        }
        let id = crate::rows::count(customers) + 1;
        customers.push(Customer {
            id,
            email: email.into(),
            first_name: None,
            last_name: None,
            has_account: false,
        });
        id
    }

    pub(crate) fn set_stock(&mut self, variant: u64, count: i64) -> bool {
        let found = self.desk.world.variant_mut(variant);
        found.is_some_and(|variant| {
            (variant.on_hand, variant.tracked) = (count, true);
            true
        })
    }

    pub(crate) fn set_price(&mut self, variant: u64, price: Decimal) -> bool {
        let found = self.desk.world.variant_mut(variant);
        found.is_some_and(|variant| {
            let minor = i64::try_from((price * Decimal::ONE_HUNDRED).trunc());
            variant.price = minor.ok();
            true
        })
    }

    pub(crate) fn remove_variant(&mut self, variant: u64) -> bool {
        let found = self.desk.world.variant_mut(variant);
        found.is_some_and(|variant| {
            variant.removed = true;
            true
        })
    }

    pub(crate) fn set_coupon_expired(&mut self, code: &str, expired: bool) -> bool {
        let mut coupons = self.desk.world.coupons.iter_mut();
        let found = coupons.find(|coupon| coupon.code == code);
        found.is_some_and(|coupon| {
            coupon.expired = expired;
            true
        })
    }
}
