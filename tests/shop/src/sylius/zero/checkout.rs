//! The one URL: what it shows and does is decided by the order's state, never by the body.

use super::choice::{channel, payment_methods, shipping_methods};
use super::dialect::Dialect;
use super::{views, wares};
use crate::sylius::Release;
use crate::sylius::order::Order;
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use serde_json::{Map, Value, json};

impl Call<'_> {
    pub(crate) fn dialect(&self) -> Dialect {
        Dialect {
            release: self.release,
        }
    }

    pub(crate) fn channel(&self) -> &str {
        channel(&self.book.desk.world, self.request.get("host"))
    }

    /// An order that can be shown: a product or a payment method that is gone breaks it.
    pub(crate) fn whole(&self, id: u64) -> Result<Order, Refusal> {
        let order = self.order(id)?;
        let world = &self.book.desk.world;
        let gone = |item: &crate::sylius::order::Item| {
            world.variant(item.variant).is_none_or(|variant| variant.removed)
        };
        let unpaid = |payment: &crate::sylius::order::Payment| {
            world
                .payment_method(payment.method)
                .is_some_and(|method| method.deleted)
        };
        if order.items.iter().any(gone) || order.payments.iter().any(unpaid) {
            return Err(Refusal::Status(500));
        }
        Ok(order)
    }

    /// Only 0.16 looks whether there is anything in the order, and only at the first step.
    fn refuse_empty(&self, order: &Order) -> Result<(), Refusal> {
        if self.release == Release::V0_16 && order.checkout == "cart" && order.items.is_empty() {
            return Err(Refusal::Text(400, "Order cannot be empty!"));
        }
        Ok(())
    }

    pub(crate) fn show_step(&mut self, id: u64) -> Answered {
        let order = self.whole(id)?;
        self.refuse_empty(&order)?;
        match order.checkout.as_str() {
            "cart" => Err(Refusal::Text(405, "Method not allowed!")),
            "addressing" => self.show_shipping(&order),
            "shipping" => self.show_payment_step(&order),
            "payment" | "finalize" => self.ok(&views::order(self, &order)),
            _ => Err(Refusal::Status(500)),
        }
    }

    /// A shipment and the methods for it. Nothing is stored: the shipment has no id.
    fn show_shipping(&self, order: &Order) -> Answered {
        let dialect = self.dialect();
        let methods = shipping_methods(&self.book.desk.world, dialect, order, self.channel());
        let shown =
            |method: &&crate::sylius::world::ShippingMethod| wares::shipping_method(self, method, true);
        let methods = if dialect.maps_shipping() {
            mapped(methods.iter().map(|method| (method.id, shown(method))))
        } else {
            methods.iter().map(shown).collect()
        };
        let shipment = json!({
            "state": "checkout", "created_at": wares::moment(self.now_ms),
            "_links": { "order": wares::link(self, &format!("orders/{}", order.id)) }
        });
        self.ok(&json!([{ "shipment": shipment, "methods": methods }]))
    }

    fn show_payment_step(&self, order: &Order) -> Answered {
        let methods = payment_methods(&self.book.desk.world, self.channel());
        let shown = methods
            .iter()
            .map(|method| (method.id, wares::payment_method(self, method, true)));
        let mut payment = json!({
            "amount": order.written_total, "state": "new", "created_at": wares::moment(self.now_ms),
            "_links": { "order": wares::link(self, &format!("orders/{}", order.id)) }
        });
        if !self.dialect().is_documented() {
            wares::add(&mut payment, json!({ "currency": order.currency }));
        }
        self.ok(&json!({ "payment": payment, "methods": mapped(shown) }))
    }

    pub(crate) fn take_step(&mut self, id: u64) -> Answered {
        let order = self.whole(id)?;
        self.refuse_empty(&order)?;
        if self.request.method == "HEAD" {
            self.body = Value::Null;
        }
        match order.checkout.as_str() {
            "cart" => self.step_addressing(order),
            "addressing" => self.step_shipping(order),
            "shipping" => self.step_payment(order),
            "payment" => self.step_finalize(order),
            _ => Err(Refusal::Status(500)),
        }
    }

    /// Keeps the order and shows it as the request that changed it does.
    pub(crate) fn advanced(&mut self, order: Order, keys: Option<&[usize]>) -> Answered {
        let body = views::fresh(self, &order, keys);
        self.keep(order);
        self.ok(&body)
    }
}

/// A map by id. PHP writes an empty one as a list.
fn mapped(rows: impl Iterator<Item = (u64, Value)>) -> Value {
    let map: Map<String, Value> = rows.map(|(id, row)| (id.to_string(), row)).collect();
    if map.is_empty() {
        json!([])
    } else {
        Value::Object(map)
    }
}
