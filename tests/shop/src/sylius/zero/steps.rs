//! Shipping, payment, and the finalize that any PUT is once there is a payment.

use super::choice::{self, Names, choose, payment_methods, shipping_methods};
use super::totals;
use crate::sylius::Release;
use crate::sylius::book::next;
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra, members};
use crate::sylius::order::{Order, Payment, Shipment};
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use serde_json::Value;

const NO_SHIPPING: &str = "Please select shipping method.";
const NO_PAYMENT: &str = "sylius.checkout.payment_method.not_blank";

impl Call<'_> {
    pub(crate) fn step_shipping(&mut self, mut order: Order) -> Answered {
        let dialect = self.dialect();
        let methods = shipping_methods(&self.book.desk.world, dialect, &order, self.channel());
        let ids: Vec<u64> = methods.iter().map(|method| method.id).collect();
        let sent = self.members();
        let mut tree = Node::named();
        if has_extra(&sent, &["shipments"]) {
            tree.fail(EXTRA);
        }
        let choices = || Node::list(ids.iter().map(|_| Node::default()).collect());
        let rows = members(sent.get("shipments"));
        // There is one shipment, at place 0.
        if rows.as_ref().is_some_and(|rows| has_extra(rows, &["0"])) {
            tree.fail(EXTRA);
        }
        let entry = rows.as_ref().map(|rows| members(rows.get("0")));
        let (method, errors) = match &entry {
            Some(Some(entry)) => {
                if has_extra(entry, &["method"]) {
                    tree.fail(EXTRA);
                }
                choose(dialect, &ids, entry.get("method"), Names::Places, NO_SHIPPING)
            }
            // What is no collection, or no entry, is not looked into.
            _ => {
                tree.fail(INVALID);
                (None, Vec::new())
            }
        };
        let method_node = choice::node(&errors, choices());
        let row = Node::named().with("method", method_node);
        tree.push("shipments", Node::list(vec![row]));
        let (Some(method), true) = (method, tree.is_clean()) else {
            return Err(Refusal::Form(tree));
        };
        let desk = &mut self.book.desk;
        order.shipments = vec![Shipment {
            id: next(&mut desk.counters.shipment),
            state: "checkout".into(),
            method: Some(method),
            tracking: None,
            created_ms: self.now_ms,
        }];
        order.checkout = "shipping".into();
        let before: Vec<u64> = order.adjustments.iter().map(|row| row.id).collect();
        totals::items(&mut order);
        totals::ship(desk, &mut order, method, self.now_ms);
        totals::promote(desk, &mut order, self.now_ms);
        totals::sum(&mut order);
        // The collection keeps the keys of what is left in it.
        let kept = before.len();
        let mut fresh = kept..;
        let keys: Vec<usize> = order
            .adjustments
            .iter()
            .filter_map(|row| {
                let old = before.iter().position(|id| *id == row.id);
                old.or_else(|| fresh.next())
            })
            .collect();
        self.skip_removed(&before, &order, keys)
    }

    /// The shipping charge came before the promotion was taken off and given again.
    fn skip_removed(&mut self, before: &[u64], order: &Order, mut keys: Vec<usize>) -> Answered {
        let removed = before
            .iter()
            .filter(|id| order.adjustments.iter().all(|row| row.id != **id))
            .count();
        if removed == 0 {
            keys = (0..order.adjustments.len()).collect();
        }
        self.advanced(order.clone(), Some(&keys))
    }

    /// What was sent for the payment: a field of its own, or as documented a list of payments.
    fn payment_sent(&self, tree: &mut Node) -> Option<Value> {
        let sent = self.members();
        if !self.dialect().is_documented() {
            if has_extra(&sent, &["paymentMethod"]) {
                tree.fail(EXTRA);
            }
            return sent.get("paymentMethod").cloned();
        }
        if has_extra(&sent, &["payments"]) {
            tree.fail(EXTRA);
        }
        let rows = members(sent.get("payments")).unwrap_or_default();
        let entry = members(rows.get("0")).unwrap_or_default();
        if has_extra(&rows, &["0"]) || has_extra(&entry, &["method"]) {
            tree.fail(EXTRA);
        }
        entry.get("method").cloned()
    }

    pub(crate) fn step_payment(&mut self, mut order: Order) -> Answered {
        let dialect = self.dialect();
        let methods = payment_methods(&self.book.desk.world, self.channel());
        let ids: Vec<u64> = methods.iter().map(|method| method.id).collect();
        let mut tree = Node::named();
        let sent = self.payment_sent(&mut tree);
        let (method, errors) = choose(dialect, &ids, sent.as_ref(), Names::Ids, NO_PAYMENT);
        // 0.15 asks for the fee of a method before it looks whether there is one.
        let told: Vec<String> = if self.release == Release::V0_15 {
            if errors == [NO_PAYMENT] && tree.is_clean() {
                return Err(Refusal::Status(500));
            }
            errors.into_iter().filter(|error| error != NO_PAYMENT).collect()
        } else {
            errors
        };
        let mut choices = Node::named();
        for id in &ids {
            choices.push(&id.to_string(), Node::default());
        }
        let field = choice::node(&told, choices);
        if dialect.is_documented() {
            let row = Node::named().with("method", field);
            tree.push("payments", Node::list(vec![row]));
        } else {
            tree.push("paymentMethod", field);
        }
        let (Some(method), true) = (method, tree.is_clean()) else {
            return Err(Refusal::Form(tree));
        };
        let desk = &mut self.book.desk;
        order.payments.push(Payment {
            id: next(&mut desk.counters.payment),
            state: "new".into(),
            method: Some(method),
            amount: order.written_total,
            created_ms: self.now_ms,
        });
        order.checkout = "payment".into();
        // The lines are summed up again; what the adjustments count is not.
        totals::items(&mut order);
        totals::total(&mut order);
        if dialect.has_fees() {
            totals::fee(desk, &mut order, method, self.now_ms);
        }
        self.advanced(order, None)
    }

    /// Places the order, at the prices of the catalogue and with the fees.
    pub(crate) fn step_finalize(&mut self, mut order: Order) -> Answered {
        if order.payments.is_empty() {
            return Err(Refusal::Status(500));
        }
        let desk = &mut self.book.desk;
        totals::reprice(desk, &mut order);
        totals::items(&mut order);
        totals::sum(&mut order);
        order.checkout = "finalize".into();
        order.state = if self.release == Release::Documented {
            "new".into()
        } else {
            "pending".into()
        };
        order.number = Some(format!("{:09}", next(&mut desk.counters.number)));
        order.completed_ms = Some(self.now_ms);
        order.updated_ms = self.now_ms;
        for shipment in &mut order.shipments {
            shipment.state = "onhold".into();
        }
        if let Some(payment) = order.payments.last_mut() {
            payment.amount = order.written_total;
        }
        // Stock is held, tracked or not, and never asked about.
        for item in &order.items {
            let quantity = item.quantity();
            if let Some(variant) = desk.world.variant_mut(item.variant) {
                variant.on_hold += quantity;
            }
        }
        // 0.14 sends the confirmation when all is written, and breaks where there is nobody to send it to.
        if self.release == Release::V0_14 && order.customer.is_none() {
            self.keep(order);
            return Err(Refusal::Status(500));
        }
        self.advanced(order, None)
    }
}
