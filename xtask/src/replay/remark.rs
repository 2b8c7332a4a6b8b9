//! What a recording's remark says was done behind the API's back.

use cashwrap::checkout::Step;
use serde_json::{Value, json};

/// The step an order had before the call, as a remark tells it: `state set to payment in the database`.
pub fn step_before(remark: &str) -> Option<Step> {
    let lower = remark.to_lowercase();
    if !(is_change(&lower) || lower.contains("before")) {
        return None;
    }
    let words = words(&lower);
    let about = words
        .iter()
        .position(|word| matches!(*word, "state" | "step" | "checkoutstate"))?;
    let after = words.get(about..).unwrap_or_default();
    // `from cart to payment`: the last one holds.
    let mut steps = after.iter().rev().map(|word| Step::from_name(word));
    steps.find(|step| step.rank().is_some())
}

/// Whether the remark speaks of a change in the database.
pub fn is_change(remark: &str) -> bool {
    let text = remark.to_lowercase();
    [
        "database",
        "by hand",
        "behind the api",
        "before this call",
        "console",
    ]
    .iter()
    .any(|sign| text.contains(sign))
}

/// The back office's call that makes the same change in the reference shop: path and body.
pub fn admin_call(remark: &str) -> Option<(&'static str, Value)> {
    let lower = remark.to_lowercase();
    let words = words(&lower);
    let after = |name: &str| {
        let at = words.iter().position(|word| *word == name)?;
        words.get(at + 1).copied()
    };
    let last_number = words
        .iter()
        .rev()
        .find(|word| word.parse::<f64>().is_ok())
        .copied();
    let variant = after("variant").and_then(|word| word.parse::<u64>().ok());
    if let (true, Some(code)) = (words.contains(&"expired"), after("coupon")) {
        return Some(("/__shop/coupons", json!({ "code": code, "expired": true })));
    }
    let variant = variant?;
    let is_alone = last_number.is_some_and(|number| number.parse() == Ok(variant));
    if words.contains(&"stock") {
        let count: i64 = last_number
            .filter(|_| words.contains(&"to") || !is_alone)?
            .parse()
            .ok()?;
        return Some(("/__shop/stock", json!({ "variant_id": variant, "count": count })));
    }
    if words.contains(&"price") {
        let price = last_number.filter(|_| !is_alone)?;
        return Some(("/__shop/price", json!({ "variant_id": variant, "price": price })));
    }
    if words.iter().any(|word| word.contains("deleted")) {
        return Some(("/__shop/delete_variant", json!({ "variant_id": variant })));
    }
    None
}

fn words(text: &str) -> Vec<&str> {
    let edge = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let words = text.split(edge).map(|word| word.trim_matches('.'));
    words.filter(|word| !word.is_empty()).collect()
}
