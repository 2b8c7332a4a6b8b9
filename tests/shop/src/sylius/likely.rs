//! Orders that a recording's database held without a recorded call.

use super::book::{Book, next};
use super::one;
use super::order::{Address, Item, Order};

impl Book {
    /// An order in the state that a remark names, as most of the recordings' are: one book, addressed to New York.
    pub(crate) fn likely(&mut self, remark: &str, id: u64) -> Order {
        let is_split = self.is_split();
        let named = remark
            .split_once("checkoutState before: ")
            .map(|(_, state)| state);
        let state = named.unwrap_or("cart").split(' ').next().unwrap_or("cart");
        let channel = self.desk.world.channels.first();
        let mut order = Order {
            id,
            state: "cart".into(),
            checkout: "cart".into(),
            customer: Some(1),
            channel: channel.map(|channel| channel.code.clone()).unwrap_or_default(),
            currency: channel
                .map(|channel| channel.currency.clone())
                .unwrap_or_default(),
            locale: "en_US".into(),
            ..Order::default()
        };
        if remark.contains("no items") {
            return order;
        }
        let variant = match state {
            _ if !is_split => 1,
            "shipping_skipped" => 4,
            "payment_skipped" => 5,
            _ => 2,
        };
        let price = self.desk.world.variant(variant).and_then(|row| row.price);
        let mut item = Item {
            id: next(&mut self.desk.counters.item),
            variant,
            unit_price: price.unwrap_or(0),
            units: Vec::new(),
            written_total: 0,
            created_ms: 0,
        };
        one::resize(&mut self.desk, &mut item, 1);
        order.items.push(item);
        if !is_split {
            return order;
        }
        if state != "cart" {
            let address = Address {
                id: next(&mut self.desk.counters.address),
                first_name: "Oliver".into(),
                last_name: "Queen".into(),
                street: "5th Avenue 1".into(),
                city: "New York".into(),
                postcode: "10001".into(),
                country: Some("US".into()),
                province: Some("US-NY".into()),
                ..Address::default()
            };
            order.shipping_address = Some(address.clone());
            order.billing_address = Some(address);
        }
        one::recalculate(&mut self.desk, super::Release::V1_7, &mut order, 0);
        order.checkout = state.into();
        if state == "completed" {
            order.state = "new".into();
            order.number = Some(format!("{:09}", next(&mut self.desk.counters.number)));
            order.completed_ms = Some(0);
            for shipment in &mut order.shipments {
                shipment.state = "ready".into();
            }
            for payment in &mut order.payments {
                payment.state = "new".into();
            }
        }
        order
    }
}
