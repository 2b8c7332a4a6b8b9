//! What an administrator does to a placed order, and what shows it.

use super::completing::{settle, tracked};
use super::views;
use crate::sylius::form::scalar;
use crate::sylius::order::Order;
use crate::sylius::pages::Asked;
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use serde_json::Value;

impl Call<'_> {
    pub(crate) fn show_checkout(&mut self, id: u64) -> Answered {
        let order = self.order(id)?;
        self.ok(&views::checkout(self, &order))
    }

    pub(crate) fn show_order(&mut self, id: u64) -> Answered {
        let order = self.order(id)?;
        self.ok(&views::order(self, &order))
    }

    pub(crate) fn list_orders(&mut self, customer: Option<u64>) -> Answered {
        let asked = Asked::of(&self.request.path);
        let mut orders: Vec<&Order> = self.book.orders.values().collect();
        let placed = |order: &&Order| order.state != "cart" && self.is_asked_for(&asked, order);
        orders.retain(|order| placed(order) && (customer.is_none() || order.customer == customer));
        self.sort(&asked, &mut orders)?;
        let all = orders.into_iter().map(|order| views::cart(self, order)).collect();
        let base = customer.map_or_else(
            || "/api/v1/orders/".to_owned(),
            |id| format!("/api/v1/customers/{id}/orders/"),
        );
        self.ok(&asked.page(&base, all)?)
    }

    pub(crate) fn list_adjustments(&mut self, id: u64) -> Answered {
        let order = self.order(id)?;
        let rows = order.adjustments.iter().map(views::adjustment).collect();
        self.ok(&Value::Array(rows))
    }

    /// A placed order that is not fulfilled is cancelled; its stock and its coupon come back.
    pub(crate) fn cancel(&mut self, id: u64) -> Answered {
        let mut order = self.order(id)?;
        if order.state != "new" {
            return Err(Refusal::Status(400));
        }
        let is_paid = order.payments.iter().any(|payment| payment.state == "completed");
        order.state = "cancelled".into();
        for shipment in &mut order.shipments {
            shipment.state = "cancelled".into();
        }
        for payment in order.payments.iter_mut().filter(|payment| payment.state == "new") {
            payment.state = "cancelled".into();
        }
        let world = &mut self.book.desk.world;
        tracked(world, &order.items, |on_hand, held, pieces| {
            if is_paid {
                *on_hand += pieces;
            } else {
                *held -= pieces;
            }
        });
        for promotion in &mut world.promotions {
            let counted = order.promotions.contains(&promotion.code);
            promotion.used = promotion.used.saturating_sub(u64::from(counted));
        }
        for coupon in &mut world.coupons {
            let counted = Some(&coupon.code) == order.coupon.as_ref();
            coupon.used = coupon.used.saturating_sub(u64::from(counted));
        }
        let used = (order.customer, order.coupon.clone());
        let at = world
            .uses
            .iter()
            .position(|(customer, code)| (Some(*customer), Some(code)) == (used.0, used.1.as_ref()));
        if let Some(at) = at {
            world.uses.remove(at);
        }
        self.keep(order);
        self.done()
    }

    /// The payment is said to be made: no card is asked for.
    pub(crate) fn pay(&mut self, id: u64, payment: u64) -> Answered {
        let mut order = self.order(id)?;
        let Some(paid) = order.payments.iter_mut().find(|row| row.id == payment) else {
            return Err(Refusal::Status(404));
        };
        if paid.state != "new" {
            return Err(Refusal::Status(400));
        }
        paid.state = "completed".into();
        let open = order.payments.iter().any(|payment| payment.state == "new");
        if !open {
            tracked(
                &mut self.book.desk.world,
                &order.items,
                |on_hand, held, pieces| {
                    *held -= pieces;
                    *on_hand -= pieces;
                },
            );
        }
        settle(&mut order);
        self.keep(order);
        self.done()
    }

    pub(crate) fn ship(&mut self, id: u64, shipment: u64) -> Answered {
        let mut order = self.order(id)?;
        let tracking = scalar(self.members().get("tracking")).unwrap_or(None);
        let Some(sent) = order.shipments.iter_mut().find(|row| row.id == shipment) else {
            return Err(Refusal::Status(404));
        };
        if sent.state != "ready" {
            return Err(Refusal::Status(500));
        }
        sent.state = "shipped".into();
        sent.tracking = tracking;
        settle(&mut order);
        self.keep(order);
        self.done()
    }

    fn find<'o, T>(
        &'o self,
        rows: impl Fn(&'o Order) -> Option<&'o T>,
    ) -> Result<(&'o Order, &'o T), Refusal> {
        let mut orders = self.book.orders.values();
        let found = orders.find_map(|order| Some((order, rows(order)?)));
        found.ok_or(Refusal::Status(404))
    }

    pub(crate) fn show_payment(&mut self, id: u64) -> Answered {
        let (order, payment) = self.find(|order| order.payments.iter().find(|payment| payment.id == id))?;
        self.ok(&views::payment(self, order, payment))
    }

    pub(crate) fn show_shipment(&mut self, id: u64) -> Answered {
        let (order, shipment) =
            self.find(|order| order.shipments.iter().find(|shipment| shipment.id == id))?;
        self.ok(&views::shipment(self, order, shipment))
    }

    pub(crate) fn list_payments(&mut self) -> Answered {
        let placed = self.book.orders.values().filter(|order| order.state != "cart");
        let rows = placed.flat_map(|order| {
            let rows = order.payments.iter();
            rows.map(move |payment| (order, payment))
        });
        let all = rows.map(|(order, payment)| views::listed_payment(self, order, payment));
        let page = Asked::of(&self.request.path).page("/api/v1/payments/", all.collect())?;
        self.ok(&page)
    }

    pub(crate) fn list_shipments(&mut self) -> Answered {
        let placed = self.book.orders.values().filter(|order| order.state != "cart");
        let rows = placed.flat_map(|order| {
            let rows = order.shipments.iter();
            rows.map(move |shipment| (order, shipment))
        });
        let all = rows.map(|(order, shipment)| views::shipment(self, order, shipment));
        let page = Asked::of(&self.request.path).page("/api/v1/shipments/", all.collect())?;
        self.ok(&page)
    }
}
