//! The addressing step.

use super::address_form::{ReadAddress, read};
use super::dialect::Dialect;
use super::totals;
use crate::sylius::book::next;
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra};
use crate::sylius::order::Order;
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use serde_json::{Map, Value};

/// The shipping address counts for both, unless the flag is there and is no real `false`. The documented form has
/// no flag: a billing address that is there counts.
fn copy(dialect: Dialect, sent: &mut Map<String, Value>) {
    let (shipping, billing) = (dialect.key("shippingAddress"), dialect.key("billingAddress"));
    let flag = sent.get(dialect.key("differentBillingAddress"));
    let differs = match flag {
        Some(flag) => *flag != Value::Bool(false),
        None => dialect.is_documented() && sent.contains_key(billing),
    };
    if !differs {
        let address = sent.get(shipping).cloned();
        sent.insert(billing.into(), address.unwrap_or_default());
    }
}

impl Call<'_> {
    pub(crate) fn step_addressing(&mut self, mut order: Order) -> Answered {
        let dialect = self.dialect();
        let mut sent = self.members();
        let [shipping_key, billing_key, flag] =
            ["shippingAddress", "billingAddress", "differentBillingAddress"].map(|name| dialect.key(name));
        let mut tree = Node::named();
        if has_extra(&sent, &[shipping_key, billing_key, flag]) {
            tree.fail(EXTRA);
        }
        copy(dialect, &mut sent);
        let world = &self.book.desk.world;
        let mut take = |key: &str| -> Result<_, Refusal> {
            let ReadAddress {
                address,
                node,
                bubbled,
            } = read(world, dialect, sent.get(key))?;
            for text in bubbled {
                tree.fail(&text);
            }
            tree.push(key, node);
            Ok(address)
        };
        let mut shipping = take(shipping_key)?;
        let mut billing = take(billing_key)?;
        let is_scalar = !matches!(sent.get(flag), Some(Value::Array(_) | Value::Object(_)));
        tree.push(
            flag,
            if is_scalar {
                Node::default()
            } else {
                Node::error(INVALID)
            },
        );
        if !tree.is_clean() {
            return Err(Refusal::Form(tree));
        }
        let desk = &mut self.book.desk;
        shipping.id = next(&mut desk.counters.address);
        billing.id = next(&mut desk.counters.address);
        order.shipping_address = Some(shipping);
        order.billing_address = Some(billing);
        order.checkout = "addressing".into();
        totals::items(&mut order);
        totals::tax(desk, &mut order, self.now_ms);
        totals::sum(&mut order);
        totals::promote(desk, &mut order, self.now_ms);
        totals::sum(&mut order);
        self.advanced(order, None)
    }
}
