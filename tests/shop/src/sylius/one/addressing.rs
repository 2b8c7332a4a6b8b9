//! The addressing step: both addresses, and which of them counts for both.

use super::address_form::{ReadAddress, read};
use super::recalculation::recalculate;
use super::states::{Transition, resolve};
use crate::sylius::Release;
use crate::sylius::book::next;
use crate::sylius::form::{EXTRA, INVALID, Node, has_extra};
use crate::sylius::refusal::Refusal;
use crate::sylius::routes::{Answered, Call};
use serde_json::{Map, Value};

/// What PHP takes for true.
fn is_truthy(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::String(text)) => !text.is_empty() && text != "0",
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(Value::Object(map)) => !map.is_empty(),
        Some(Value::Bool(true)) => true,
    }
}

/// Copies one address over the other as the release does.
fn copy(release: Release, sent: &mut Map<String, Value>) {
    let has = |sent: &Map<String, Value>, key: &str| sent.get(key).is_some_and(|value| !value.is_null());
    let billing_differs = sent.get("differentBillingAddress").cloned();
    if release <= Release::V1_6 {
        // Only nothing and a real `false` mean that the bill goes along.
        let is_off = matches!(billing_differs, None | Some(Value::Null | Value::Bool(false)));
        if has(sent, "shippingAddress") && is_off {
            let shipping = sent.get("shippingAddress").cloned();
            sent.insert("billingAddress".into(), shipping.unwrap_or_default());
        }
        return;
    }
    if is_truthy(billing_differs.as_ref()) || is_truthy(sent.get("differentShippingAddress")) {
        return;
    }
    // The billing address wins: the goods go there, too.
    let (from, to) = if has(sent, "billingAddress") {
        ("billingAddress", "shippingAddress")
    } else if has(sent, "shippingAddress") {
        ("shippingAddress", "billingAddress")
    } else {
        return;
    };
    let address = sent.get(from).cloned();
    sent.insert(to.into(), address.unwrap_or_default());
}

impl Call<'_> {
    pub(crate) fn address(&mut self, id: u64) -> Answered {
        let mut order = self.order(id)?;
        let mut sent = self.members();
        copy(self.release, &mut sent);
        let flags: &[&str] = if self.release <= Release::V1_6 {
            &["differentBillingAddress"]
        } else {
            &["differentBillingAddress", "differentShippingAddress"]
        };
        let mut fields = vec!["shippingAddress", "billingAddress"];
        fields.extend(flags);
        let mut tree = Node::named();
        if has_extra(&sent, &fields) {
            tree.fail(EXTRA);
        }
        let world = &self.book.desk.world;
        let mut take = |key: &str, stored| {
            let ReadAddress {
                address,
                node,
                bubbled,
            } = read(world, self.release, sent.get(key), stored);
            for text in bubbled {
                tree.fail(&text);
            }
            tree.push(key, node);
            address
        };
        let mut shipping = take("shippingAddress", order.shipping_address.as_ref());
        let mut billing = take("billingAddress", order.billing_address.as_ref());
        for flag in flags {
            let is_scalar = !matches!(sent.get(*flag), Some(Value::Array(_) | Value::Object(_)));
            let node = if is_scalar {
                Node::default()
            } else {
                Node::error(INVALID)
            };
            tree.push(flag, node);
        }
        if !tree.is_clean() {
            return Err(Refusal::Form(tree));
        }
        if !Transition::Address.is_possible(&order.checkout) {
            return Err(Refusal::Status(500));
        }
        let desk = &mut self.book.desk;
        for address in [&mut shipping, &mut billing] {
            if address.id == 0 {
                address.id = next(&mut desk.counters.address);
            }
        }
        order.shipping_address = Some(shipping);
        order.billing_address = Some(billing);
        order.checkout = "addressed".into();
        recalculate(desk, self.release, &mut order, self.now_ms);
        resolve(&desk.world, &mut order);
        self.keep(order);
        self.done()
    }
}
