//! A Sylius inside the shop: where its book is kept, and what tests do to it without HTTP.

use super::order::Order;
use super::{Book, Release, routes};
use crate::http::{Request, Response};
use crate::rows::RowKind;
use crate::settings::Server;
use crate::shop::Shop;
use crate::view::{LineView, OrderView, PaymentView};
use crate::world::World;
use rust_decimal::Decimal;
use std::sync::Arc;

/// Answers one API request.
pub(crate) fn answer(shop: &mut Shop, release: Release, request: &Request) -> Response {
    let now_ms = shop.now_ms;
    let response = routes::answer(shop.sylius_book(), release, request, now_ms);
    shop.write_down();
    response
}

impl World {
    /// The world of the Sylius recordings. What it sells is in the book of its release.
    #[must_use]
    pub fn recorded_sylius() -> Self {
        Self {
            name: "recorded_sylius",
            ..Self::recorded()
        }
    }
}

impl Shop {
    /// The release that answers; the newest recorded one where it is another family.
    pub(crate) fn release(&self) -> Release {
        match self.settings.server {
            Server::Sylius(release) => release,
            _ => Release::V1_7,
        }
    }

    /// The book, about to be changed.
    pub(crate) fn sylius_book(&mut self) -> &mut Book {
        let release = self.release();
        if self.book.as_ref().is_none_or(|book| !book.suits(release)) {
            self.book = Some(Arc::new(Book::open(release)));
        }
        Arc::make_mut(self.book.get_or_insert_with(|| Arc::new(Book::open(release))))
    }

    /// Marks what was changed, for the database.
    pub(crate) fn write_down(&mut self) {
        let touched = std::mem::take(&mut self.sylius_book().touched);
        for id in touched {
            self.dirty.mark(RowKind::SyliusOrder, id);
        }
        self.dirty.mark(RowKind::SyliusDesk, 0);
    }

    /// The order of this id or number.
    pub(crate) fn sylius_view(&self, name: &str) -> Option<OrderView> {
        let orders = &self.book.as_ref()?.orders;
        let by_number = orders
            .values()
            .find(|order| order.number.as_deref() == Some(name));
        let order = by_number.or_else(|| orders.get(&name.parse().ok()?))?;
        Some(self.sylius_order_view(order))
    }

    /// All orders, oldest first.
    pub(crate) fn sylius_views(&self) -> Vec<OrderView> {
        let orders = self.book.iter().flat_map(|book| book.orders.values());
        orders.map(|order| self.sylius_order_view(order)).collect()
    }

    fn sylius_order_view(&self, order: &Order) -> OrderView {
        let world = self.book.as_ref().map(|book| &book.desk.world);
        let customer = world.and_then(|world| world.customer(order.customer));
        let money = |minor: i64| Decimal::new(minor, 2);
        let lines = order.items.iter().map(|item| LineView {
            id: item.id,
            variant_id: item.variant,
            quantity: item.quantity(),
            price: money(item.unit_price),
        });
        let payments = order.payments.iter().map(|payment| {
            let paid = money(if payment.state == "completed" {
                payment.amount
            } else {
                0
            });
            PaymentView {
                id: payment.id,
                method_id: payment.method.unwrap_or(0),
                state: payment.state.clone(),
                amount: money(payment.amount),
                charged: paid,
                captured: paid,
            }
        });
        OrderView {
            number: order.number.clone().unwrap_or_default(),
            token: order.id.to_string(),
            state: order.checkout.clone(),
            email: customer.map(|customer| customer.email.clone()),
            total: money(if self.release().is_split() {
                order.total()
            } else {
                order.written_total
            }),
            completed: order.number.is_some(),
            payment_state: None,
            shipment_state: order.shipments.first().map(|shipment| shipment.state.clone()),
            lines: lines.collect(),
            payments: payments.collect(),
            coupons: order.coupon.iter().cloned().collect(),
            bill_address_id: order.billing_address.as_ref().map(|address| address.id),
            ship_address_id: order.shipping_address.as_ref().map(|address| address.id),
        }
    }
}
