//! The shop seen from the back office: for tests, never for clients.

use crate::order::Order;
use crate::rows::RowKind;
use crate::settings::Server;
use crate::shop::Shop;
use rust_decimal::Decimal;
use serde::Serialize;

/// An order as the back office sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OrderView {
    /// `R` and nine digits; of a Sylius nine digits once it is placed, nothing before.
    pub number: String,
    /// The guest token; of a Sylius the id, which its URLs name.
    pub token: String,
    /// `cart`, `address`, ….
    pub state: String,
    /// The email, if known.
    pub email: Option<String>,
    /// The total.
    pub total: Decimal,
    /// Placed.
    pub completed: bool,
    /// Null until placed.
    pub payment_state: Option<String>,
    /// Null until placed.
    pub shipment_state: Option<String>,
    /// The line items.
    pub lines: Vec<LineView>,
    /// The payments, oldest first.
    pub payments: Vec<PaymentView>,
    /// Codes of applied coupons.
    pub coupons: Vec<String>,
    /// Id of the billing address row.
    pub bill_address_id: Option<u64>,
    /// Id of the shipping address row.
    pub ship_address_id: Option<u64>,
}

/// A line item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LineView {
    /// Id of the row.
    pub id: u64,
    /// What is bought.
    pub variant_id: u64,
    /// How many.
    pub quantity: i64,
    /// Price of one.
    pub price: Decimal,
}

/// A payment, with what the gateway really took for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PaymentView {
    /// Id of the row.
    pub id: u64,
    /// The payment method.
    pub method_id: u64,
    /// `checkout`, `pending`, ….
    pub state: String,
    /// The sum of the payment.
    pub amount: Decimal,
    /// Charged or reserved at the gateway for this payment.
    pub charged: Decimal,
    /// The part of it captured.
    pub captured: Decimal,
}

impl Shop {
    /// All orders, oldest first.
    #[must_use]
    pub fn orders(&self) -> Vec<OrderView> {
        if let Server::Sylius(_) = self.settings.server {
            return self.sylius_views();
        }
        self.orders.values().map(|order| self.view(order)).collect()
    }

    /// The order with this number; of a Sylius, with this id or number.
    #[must_use]
    pub fn order_view(&self, number: &str) -> Option<OrderView> {
        if let Server::Sylius(_) = self.settings.server {
            return self.sylius_view(number);
        }
        self.order(number).map(|order| self.view(order))
    }

    fn view(&self, order: &Order) -> OrderView {
        let lines = order.lines.iter().map(|line| LineView {
            id: line.id,
            variant_id: line.variant_id,
            quantity: line.quantity,
            price: line.price,
        });
        let payments = order.payments.iter().map(|payment| {
            let charges = || self.charges.iter().filter(|charge| charge.payment == payment.id);
            PaymentView {
                id: payment.id,
                method_id: payment.method_id,
                state: payment.state.name().into(),
                amount: payment.amount,
                charged: charges().map(|charge| charge.amount).sum(),
                captured: charges()
                    .filter(|charge| charge.captured)
                    .map(|charge| charge.amount)
                    .sum(),
            }
        });
        let applied = self
            .world
            .coupons
            .iter()
            .filter(|coupon| order.coupons.contains(&coupon.id));
        OrderView {
            number: order.number.clone(),
            token: order.token.clone(),
            state: order.state.name().into(),
            email: order.email.clone(),
            total: order.total(),
            completed: order.is_completed(),
            payment_state: order.payment_state.clone(),
            shipment_state: order.shipment_state.clone(),
            lines: lines.collect(),
            payments: payments.collect(),
            coupons: applied.map(|coupon| coupon.code.to_owned()).collect(),
            bill_address_id: order.bill_id,
            ship_address_id: order.ship_id,
        }
    }

    /// Creates an order as the shop's own back end would for a `createOrder` hook: number and token.
    /// Of a Sylius its id is said twice.
    pub fn open_order(&mut self, email: Option<&str>) -> (String, String) {
        if let Server::Sylius(_) = self.settings.server {
            let id = self.open_sylius_order(email.unwrap_or("guest@example.com"), &[]);
            return (id.to_string(), id.to_string());
        }
        let mut order = self.create_order(None);
        order.email = email.map(str::to_owned);
        let named = (order.number.clone(), order.token.clone());
        self.put(order);
        named
    }

    /// Sets how many of a variant are on hand; `false` if there is no such variant.
    pub fn set_stock(&mut self, variant_id: u64, count: i64) -> bool {
        if let Some(done) = self.in_book(|book| book.set_stock(variant_id, count)) {
            return done;
        }
        let Some(variant) = self.world_mut().variant_mut(variant_id) else {
            return false;
        };
        variant.count_on_hand = count;
        self.dirty.mark(RowKind::Variant, variant_id);
        true
    }

    /// How many of a variant are on hand.
    #[must_use]
    pub fn stock(&self, variant_id: u64) -> Option<i64> {
        self.world
            .variant(variant_id)
            .map(|variant| variant.count_on_hand)
    }

    /// Sets the price of a variant; rows in carts keep theirs. `false` if there is no such variant.
    pub fn set_price(&mut self, variant_id: u64, price: Decimal) -> bool {
        if let Some(done) = self.in_book(|book| book.set_price(variant_id, price)) {
            return done;
        }
        let Some(variant) = self.world_mut().variant_mut(variant_id) else {
            return false;
        };
        variant.price = Some(price);
        self.dirty.mark(RowKind::Variant, variant_id);
        true
    }

    /// Takes a variant out of the catalogue; `false` if there is no such variant.
    pub fn delete_variant(&mut self, variant_id: u64) -> bool {
        if let Some(done) = self.in_book(|book| book.remove_variant(variant_id)) {
            return done;
        }
        let Some(variant) = self.world_mut().variant_mut(variant_id) else {
            return false;
        };
        variant.deleted = true;
        self.dirty.mark(RowKind::Variant, variant_id);
        true
    }

    /// Ends or reopens a coupon; `false` if there is no such coupon.
    pub fn set_coupon_expired(&mut self, code: &str, expired: bool) -> bool {
        if let Some(done) = self.in_book(|book| book.set_coupon_expired(code, expired)) {
            return done;
        }
        let Some(coupon) = self
            .world_mut()
            .coupons
            .iter_mut()
            .find(|coupon| coupon.code == code)
        else {
            return false;
        };
        coupon.expired = expired;
        self.dirty.mark(RowKind::Meta, 0);
        true
    }
}
