//! Customers, their addresses, cards and credit.

use crate::order::Address;
use crate::rows::RowKind;
use crate::settings::Server;
use crate::shop::Shop;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A stored credit card. Number and verification value are never stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) id: u64,
    pub(crate) method_id: u64,
    pub(crate) user_id: Option<u64>,
    pub(crate) month: Option<String>,
    pub(crate) year: Option<String>,
    pub(crate) cc_type: Option<String>,
    pub(crate) last_digits: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) address_id: Option<u64>,
    pub(crate) customer_profile: Option<String>,
    pub(crate) payment_profile: Option<String>,
    /// Month and year were given as one `expiry`: Spree up to 2.4 shows them as numbers then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) by_expiry: bool,
}

impl Card {
    /// The gateway can charge it again without its number.
    pub(crate) fn has_profile(&self) -> bool {
        self.customer_profile.is_some() || self.payment_profile.is_some()
    }
}

/// An address in a customer's book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct BookEntry {
    pub(crate) address_id: u64,
    pub(crate) default: bool,
}

/// A saved card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WalletEntry {
    pub(crate) id: u64,
    pub(crate) card_id: u64,
    pub(crate) default: bool,
}

/// Credit with the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoreCredit {
    pub(crate) id: u64,
    pub(crate) amount: Decimal,
    pub(crate) authorized: Decimal,
    pub(crate) created_ms: u64,
}

impl StoreCredit {
    pub(crate) fn remaining(&self) -> Decimal {
        self.amount - self.authorized
    }
}

/// A customer or administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: u64,
    pub(crate) email: String,
    pub(crate) key: Option<String>,
    pub(crate) admin: bool,
    pub(crate) book: Vec<BookEntry>,
    pub(crate) wallet: Vec<WalletEntry>,
    pub(crate) credits: Vec<StoreCredit>,
    pub(crate) created_ms: u64,
}

impl User {
    pub(crate) fn new(id: u64, email: String, created_ms: u64) -> Self {
        Self {
            id,
            email,
            key: None,
            admin: false,
            book: Vec::new(),
            wallet: Vec::new(),
            credits: Vec::new(),
            created_ms,
        }
    }

    pub(crate) fn default_address(&self) -> Option<u64> {
        self.book
            .iter()
            .find(|entry| entry.default)
            .map(|entry| entry.address_id)
    }

    pub(crate) fn default_card(&self) -> Option<u64> {
        self.wallet
            .iter()
            .find(|entry| entry.default)
            .map(|entry| entry.card_id)
    }

    /// What is left of the store credit; `None` if the user never had any.
    pub(crate) fn credit(&self) -> Option<Decimal> {
        (!self.credits.is_empty()).then(|| self.credits.iter().map(StoreCredit::remaining).sum())
    }

    /// Stores an address; the first one becomes the default.
    pub(crate) fn remember_address(&mut self, address_id: u64) {
        if self.book.iter().all(|entry| entry.address_id != address_id) {
            let default = self.book.is_empty();
            self.book.push(BookEntry { address_id, default });
        }
    }
}

impl Shop {
    /// Registers the world's accounts and gives the returning customer a past.
    pub(crate) fn open(&mut self) {
        for account in self.world.accounts.clone() {
            let mut user = User::new(account.id, account.email.into(), self.now_ms);
            user.key = Some(account.key.into());
            user.admin = account.admin;
            if !account.store_credit.is_zero() {
                user.credits.push(StoreCredit {
                    id: account.id,
                    amount: account.store_credit,
                    authorized: Decimal::ZERO,
                    created_ms: self.now_ms,
                });
            }
            self.dirty.mark(RowKind::User, user.id);
            self.users.push(user);
            match self.settings.server {
                _ if !account.returning => {}
                Server::Spree(version) => crate::spree::open_past(self, version, account.id),
                Server::Solidus | Server::Sylius(_) => self.give_past(account.id),
            }
        }
        self.dirty.mark(RowKind::Meta, 0);
    }

    /// One completed order, whose address and card the customer keeps.
    fn give_past(&mut self, user_id: u64) {
        let address_id = self.address_id(Address {
            name: Some("Jane Doe".into()),
            address1: Some("1 Main St".into()),
            city: Some("New York".into()),
            zipcode: Some("10001".into()),
            phone: Some("555-0100".into()),
            country_id: Some(1),
            state_id: Some(1),
            ..Address::default()
        });
        let mut order = self.create_order(Some(user_id));
        (order.bill_id, order.ship_id) = (Some(address_id), Some(address_id));
        let source = serde_json::json!({
            "number": "4111111111111111", "month": "12", "year": "2030", "verification_value": "123",
            "name": "Jane Doe", "cc_type": ""
        });
        let payment = serde_json::json!({ "payment_method_id": 1, "source_attributes": source });
        let placed = self
            .add_line(&mut order, 3, 1, Some("{}".into()))
            .and_then(|_| self.walk_to_confirm(&mut order))
            .and_then(|()| match payment.as_object() {
                Some(payment) => self.build_payment(&order, payment, "payments.", Some(order.total())),
                None => Err(crate::refusal::Refusal::NotFound),
            })
            .map(|draft| self.add_payment(&mut order, draft))
            .and_then(|()| self.complete(&mut order));
        debug_assert!(placed.is_ok(), "the past order of the demo's customer");
        self.put(order);
    }
}
