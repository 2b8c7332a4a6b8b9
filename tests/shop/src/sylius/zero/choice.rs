//! The choice of a method: by id, or by its place in the list.

use super::dialect::Dialect;
use crate::sylius::form::{EXTRA, INVALID, Node, members, scalar};
use crate::sylius::order::Order;
use crate::sylius::world::{PaymentMethod, ShippingMethod, World};
use serde_json::Value;

/// The channel of a request is told by its host, not by the order; an unknown host is the first one's.
pub(crate) fn channel<'w>(world: &'w World, host: Option<&str>) -> &'w str {
    let mut channels = world.channels.iter();
    let own = channels.find(|channel| Some(channel.hostname.as_str()) == host);
    let own = own.or(world.channels.first());
    own.map_or("", |channel| channel.code.as_str())
}

/// Where the goods may go by, in the order shown.
pub(crate) fn shipping_methods<'w>(
    world: &'w World,
    dialect: Dialect,
    order: &Order,
    channel: &str,
) -> Vec<&'w ShippingMethod> {
    let address = order.shipping_address.as_ref();
    let zone = world.zone_of(address.and_then(|address| address.country.as_deref()));
    let methods = world.shipping_methods.iter();
    let suits = |method: &&ShippingMethod| {
        method.enabled
            && zone.is_some_and(|zone| zone.code == method.zone)
            && (!dialect.filters_shipping_by_channel() || method.channels.iter().any(|code| code == channel))
            && (dialect.has_channels() || !method.channels.is_empty())
    };
    methods.filter(suits).collect()
}

/// What may be paid with.
pub(crate) fn payment_methods<'w>(world: &'w World, channel: &str) -> Vec<&'w PaymentMethod> {
    let methods = world.payment_methods.iter();
    let suits = |method: &&PaymentMethod| {
        method.enabled && !method.deleted && method.channels.iter().any(|code| code == channel)
    };
    methods.filter(suits).collect()
}

/// The inner text of a choice. From 0.16 a list or an object of one value is that value.
fn inner(dialect: Dialect, sent: Option<&Value>) -> Result<Option<String>, ()> {
    let sent = match sent {
        Some(Value::Array(list)) if dialect.maps_shipping() || dialect.is_documented() => {
            list.first().filter(|_| list.len() == 1)
        }
        Some(Value::Object(map)) if dialect.maps_shipping() || dialect.is_documented() => {
            match map.values().next().filter(|_| map.len() == 1) {
                None => return Err(()),
                one => one,
            }
        }
        other => other,
    };
    scalar(sent)
}

/// What the boxes of the choices are called: shipping methods by their places, payment methods by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    Places,
    Ids,
}

/// Which of these ids was meant, and what is wrong with the answer.
pub(crate) fn choose(
    dialect: Dialect,
    ids: &[u64],
    sent: Option<&Value>,
    names: Names,
    missing: &str,
) -> (Option<u64>, Vec<String>) {
    let by_index = names == Names::Places && dialect.chooses_by_index();
    let is_old = !dialect.maps_shipping() && !dialect.is_documented();
    if let (true, Some(Value::Array(_) | Value::Object(_))) = (is_old, sent) {
        return by_boxes(ids, sent, names, missing);
    }
    match inner(dialect, sent) {
        Ok(None) => (None, vec![missing.to_owned()]),
        Err(()) => (None, vec![INVALID.to_owned()]),
        Ok(Some(text)) => {
            let found = if by_index {
                let mut places = (0_usize..).zip(ids);
                places.find(|(at, _)| at.to_string() == text).map(|(_, id)| *id)
            } else {
                ids.iter().find(|id| id.to_string() == text).copied()
            };
            match found {
                Some(id) => (Some(id), Vec::new()),
                None => (None, vec![INVALID.to_owned()]),
            }
        }
    }
}

/// Up to 0.15 the members of a list or an object tick boxes, which are named as the choices are.
fn by_boxes(ids: &[u64], sent: Option<&Value>, names: Names, missing: &str) -> (Option<u64>, Vec<String>) {
    let ticked = members(sent).unwrap_or_default();
    let named: Vec<(String, u64)> = (0_usize..)
        .zip(ids)
        .map(|(at, id)| match names {
            Names::Places => (at.to_string(), *id),
            Names::Ids => (id.to_string(), *id),
        })
        .collect();
    let is_known = |key: &String| named.iter().any(|(name, _)| name == key);
    let found = named.iter().find(|(name, _)| ticked.contains_key(name));
    match found {
        Some((_, id)) if ticked.keys().all(is_known) => (Some(*id), Vec::new()),
        _ if ticked.is_empty() => (None, vec![missing.to_owned()]),
        _ => (None, vec![missing.to_owned(), EXTRA.to_owned()]),
    }
}

/// A node with choices under it.
pub(crate) fn node(errors: &[String], choices: Node) -> Node {
    let mut node = choices;
    for error in errors {
        node.fail(error);
    }
    node
}
