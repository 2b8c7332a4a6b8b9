//! What Sylius 1 takes of texts: rules that are the same in every configuration, so that they refuse before anything is
//! sent. Lengths are counted in characters (`ShopBundle/…/Address.xml`, 1.6 to 1.9).

use crate::checkout::{Billing, Blocker, Intent, Step};
use crate::dialect::spree::split_name;
use crate::order::{Address, Order};
use crate::text::join;

/// The most characters of a column. More is a 500 for phone and company on MySQL and MariaDB (1.7.11), else a 400.
const MAX_CHARS: usize = 255;

/// Why no server takes this text, whatever is typed after it.
///
/// The distribution's connection has three bytes a character: an emoji is a 500 (1.7.11 on MariaDB).
pub(super) fn refused(name: &str, text: &str) -> Option<&'static str> {
    if text.bytes().any(|byte| byte >= 0xf0) {
        return Some("characters");
    }
    (name != "notes" && count(text) > MAX_CHARS).then_some("too_long")
}

/// How many characters a text has: all bytes but those that continue one.
fn count(text: &str) -> usize {
    let mut count = 0;
    for byte in text.bytes() {
        count += usize::from(byte & 0xc0 != 0x80);
    }
    count
}

/// Whether a part that is there is too short. Postal codes may have one character since 1.7.
fn is_short(name: &str, text: &str) -> bool {
    let short = |text: &str| count(text) < 2;
    match name {
        // Both of its parts are asked for.
        "name" => {
            let (first, last) = split_name(text);
            short(first) || short(last)
        }
        "address1" | "city" => short(text),
        _ => false,
    }
}

/// The first part of an address that is missing or too short.
pub(super) fn lacking(address: &Address) -> Option<&'static str> {
    crate::dialect::steps::wrong_part(address, super::ADDRESS).or_else(|| {
        address
            .parts()
            .into_iter()
            .find_map(|(name, text)| is_short(name, text).then_some(name))
    })
}

/// Adds what is too short in the addresses to what stands in the way.
pub(super) fn blame(order: &Order, intent: &Intent, found: &mut Vec<Blocker>) {
    let shipping = intent.shipping.as_ref().or(order.shipping.as_ref());
    let billing = match &intent.billing {
        Some(Billing::Address(address)) => Some(address),
        Some(Billing::Same) => None,
        None => order.billing.as_ref(),
    };
    let other = billing.filter(|address| Some(*address) != shipping);
    for (head, address) in [("shipping", shipping), ("billing", other)] {
        for (name, text) in address.map(|a| a.parts()).into_iter().flatten() {
            if !text.is_empty() && is_short(name, text) {
                let field = join(&[head, ".", name]);
                // What every family asks for was said already.
                if !found.iter().any(|other| other.is_error && other.field == field) {
                    found.push(Blocker::error("address.field", Step::Address, &field));
                }
            }
        }
    }
}
