//! The sums of an order, also where an old Spree leaves some out.

use crate::json::Node;
use crate::order::{Money, Totals};

/// The two kinds of tax are told apart since 2.2.
pub(super) fn is_before_2_2(node: &Node<'_>) -> bool {
    node.value().get("included_tax_total").is_null()
}

/// The sums of an order.
pub(super) fn totals(node: &Node<'_>) -> Totals {
    let has = |key: &str| !node.value().get(key).is_null();
    let items = node.money("item_total");
    let total = node.money("total");
    // Since 2.0.8.
    let shipping = if has("ship_total") {
        node.money("ship_total")
    } else {
        sum(node, "shipments", &|part| part.money("cost"))
    };
    let tax = if has("tax_total") {
        node.money("tax_total")
    } else if is_before_2_2(node) {
        sum(node, "adjustments", &|row| {
            let is_tax = row.value().get("originator_type").as_text() == Some("Spree::TaxRate");
            if is_tax { row.money("amount") } else { Money::ZERO }
        })
    } else {
        // 2.2.14.
        plus(
            node.money("included_tax_total"),
            node.money("additional_tax_total"),
        )
    };
    Totals {
        items,
        shipping,
        tax,
        adjustments: if is_before_2_2(node) {
            // There, the delivery is one of them.
            total.minus(plus(items, shipping)).unwrap_or(Money::ZERO)
        } else {
            node.money("adjustment_total")
        },
        total,
        due: if has("order_total_after_store_credit") {
            node.money("order_total_after_store_credit")
        } else {
            total
        },
    }
}

fn plus(a: Money, b: Money) -> Money {
    a.plus(b).unwrap_or(Money::ZERO)
}

fn sum(node: &Node<'_>, key: &str, amount: &dyn Fn(&Node<'_>) -> Money) -> Money {
    let mut all = Money::ZERO;
    node.each(key, &mut |item| all = plus(all, amount(item)));
    all
}
