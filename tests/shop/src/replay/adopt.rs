//! Orders read back from an answer.

use super::compare::Names;
use super::play::Replayer;
use crate::order::{
    Address, Adjustment, Order, Packed, Payment, PaymentSource, PaymentState, Rate, Shipment, Source, State,
};
use crate::params::{decimal, id, text};
use crate::rows::count;
use crate::shop::Shop;
use crate::users::Card;
use rust_decimal::Decimal;
use serde_json::Value;

/// The order bodies of an answer.
pub(super) fn orders_in(body: &Value) -> Vec<&Value> {
    let is_order = |value: &&Value| value.get("item_total").is_some() && value.get("line_items").is_some();
    let listed = body.get("orders").and_then(Value::as_array).into_iter().flatten();
    std::iter::once(body).chain(listed).filter(is_order).collect()
}

/// Puts as many on hand as an answer shows.
pub(super) fn adopt_stock(shop: &mut Shop, body: &Value) {
    let lines = orders_in(body)
        .into_iter()
        .flat_map(|order| list(order, "line_items"));
    let variants = lines
        .filter_map(|line| line.get("variant"))
        .chain(body.get("variant"));
    for variant in variants {
        let count = variant.get("total_on_hand").and_then(Value::as_i64);
        if let (Some(id), Some(count)) = (id(variant.get("id")), count)
            && shop.stock(id).is_some_and(|now| now != count)
        {
            shop.set_stock(id, count);
        }
    }
}

/// Makes the shop's order what an answer shows.
pub(super) fn adopt(replayer: &mut Replayer, shop: &mut Shop, body: &Value) {
    let Some(order) = read_order(shop, &mut replayer.names, body) else {
        return;
    };
    shop.put(order);
}

/// The counterpart of a recorded id: the known one, or `fresh`.
fn counterpart(names: &mut Names, kind: &str, recorded: &Value, fresh: impl FnOnce() -> u64) -> u64 {
    let recorded = text(recorded).unwrap_or_default();
    if let Some(known) = names.get(kind, &recorded).and_then(|known| known.parse().ok()) {
        return known;
    }
    let local = fresh();
    names.learn(kind, &recorded, &local.to_string());
    local
}

fn bump(counter: &mut u64) -> u64 {
    *counter += 1;
    *counter
}

fn sum(body: &Value, key: &str) -> Decimal {
    let value = body.get(key).and_then(text);
    value.and_then(|text| decimal(&text)).unwrap_or_default()
}

fn string(body: &Value, key: &str) -> Option<String> {
    body.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn list<'v>(body: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    body.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn read_order(shop: &mut Shop, names: &mut Names, body: &Value) -> Option<Order> {
    let recorded = body.get("number")?.as_str()?;
    let number = names.get("number", recorded).unwrap_or(recorded).to_owned();
    names.learn("number", recorded, &number);
    let token = string(body, "token").unwrap_or_default();
    let known = names.get("token", &token).map(str::to_owned);
    let existing = shop.order(&number).cloned();
    let mut order = match existing {
        Some(order) => order,
        None => {
            let order = shop.create_order(None);
            shop.forget(&order.number);
            order
        }
    };
    names.learn(
        "order",
        &body.get("id").map(ToString::to_string).unwrap_or_default(),
        &order.id.to_string(),
    );
    order.token = known.unwrap_or_else(|| token.clone());
    names.learn("token", &token, &order.token);
    order.number = number;
    order.state = State::named(body.get("state")?.as_str()?)?;
    order.user_id = id(body.get("user_id"));
    order.email = string(body, "email");
    order.special_instructions = string(body, "special_instructions");
    order.payment_state = string(body, "payment_state");
    order.shipment_state = string(body, "shipment_state");
    let done = body.get("completed_at").is_some_and(|value| !value.is_null());
    order.completed_ms = done.then_some(shop.now_ms);
    order.bill_id = read_address(shop, names, body.get("bill_address"));
    order.ship_id = read_address(shop, names, body.get("ship_address"));
    order.lines = list(body, "line_items")
        .map(|line| read_line(shop, names, line))
        .collect();
    order.shipments = list(body, "shipments")
        .map(|row| read_shipment(shop, names, row))
        .collect();
    order.payments = list(body, "payments")
        .map(|row| read_payment(shop, names, body, row))
        .collect();
    order.adjustments = read_adjustments(shop, names, body);
    let of_shipments = order.shipments.iter().flat_map(|shipment| &shipment.adjustments);
    order.coupons = of_shipments
        .chain(&order.adjustments)
        .filter_map(|row| match row.source {
            Source::Promotion { coupon_id } => Some(coupon_id),
            Source::Tax { .. } => None,
        })
        .collect();
    order.coupons.dedup();
    let is_tax = |row: &&Adjustment| matches!(row.source, Source::Tax { .. });
    let of_order: Decimal = order
        .adjustments
        .iter()
        .filter(is_tax)
        .map(|row| row.amount)
        .sum();
    let is_old = body.get("additional_tax_total").is_none();
    let tax = if is_old {
        of_order
    } else {
        sum(body, "additional_tax_total")
    };
    let shipping: Decimal = order.shipments.iter().map(|shipment| shipment.cost).sum();
    order.totals.items = sum(body, "item_total");
    order.totals.shipping = if is_old { shipping } else { sum(body, "ship_total") };
    order.totals.additional_tax = tax;
    order.totals.included_tax = sum(body, "included_tax_total");
    let rest = sum(body, "adjustment_total") - tax;
    order.totals.promotions = if is_old { rest - shipping } else { rest };
    Some(order)
}

fn read_line(shop: &mut Shop, names: &mut Names, row: &Value) -> crate::order::Line {
    let recorded = row.get("id").unwrap_or(&Value::Null);
    crate::order::Line {
        id: counterpart(names, "line_items", recorded, || bump(&mut shop.counters.line)),
        variant_id: id(row.get("variant_id")).unwrap_or(0),
        quantity: row.get("quantity").and_then(Value::as_i64).unwrap_or(0),
        price: sum(row, "price"),
        metadata: None,
        adjustments: read_adjustments(shop, names, row),
    }
}

fn read_adjustments(shop: &mut Shop, names: &mut Names, body: &Value) -> Vec<Adjustment> {
    // Up to 2.1 the shipping rows follow the shipments.
    let is_shipping = |row: &&Value| {
        let from = row.get("originator_type").and_then(Value::as_str);
        from == Some("Spree::ShippingMethod")
    };
    let read = |row: &Value| {
        let label = string(row, "label").unwrap_or_default();
        let named = |coupon: &&crate::world::Coupon| label == format!("Promotion ({})", coupon.label);
        let coupon = shop.world.coupons.iter().find(named).map(|coupon| coupon.id);
        let old = row.get("originator_type").and_then(Value::as_str);
        let source_id = id(row.get(if old.is_some() {
            "originator_id"
        } else {
            "source_id"
        }))
        .unwrap_or(0);
        let source = match old.or(row.get("source_type").and_then(Value::as_str)) {
            Some("Spree::TaxRate") => Source::Tax {
                rate_id: source_id,
                included: false,
            },
            _ => Source::Promotion {
                coupon_id: coupon.unwrap_or(source_id),
            },
        };
        let recorded = row.get("id").unwrap_or(&Value::Null);
        Adjustment {
            id: counterpart(names, "adjustments", recorded, || {
                bump(&mut shop.counters.adjustment)
            }),
            source,
            amount: sum(row, "amount"),
            label: label.clone(),
            eligible: row.get("eligible").and_then(Value::as_bool).unwrap_or(true),
            finalized: false,
            created_ms: shop.now_ms,
            updated_ms: shop.now_ms,
        }
    };
    list(body, "adjustments")
        .filter(|row| !is_shipping(row))
        .map(read)
        .collect()
}

fn read_shipment(shop: &mut Shop, names: &mut Names, row: &Value) -> Shipment {
    let recorded = row.get("id").unwrap_or(&Value::Null);
    let number = string(row, "number").unwrap_or_default();
    let local = names
        .get("shipment number", &number)
        .unwrap_or(&number)
        .to_owned();
    names.learn("shipment number", &number, &local);
    let rate = |rate: &Value, names: &mut Names, shop: &mut Shop| Rate {
        id: counterpart(
            names,
            "shipping_rates",
            rate.get("id").unwrap_or(&Value::Null),
            || bump(&mut shop.counters.rate),
        ),
        method_id: id(rate.get("shipping_method_id")).unwrap_or(0),
        cost: sum(rate, "cost"),
        selected: rate.get("selected").and_then(Value::as_bool).unwrap_or(false),
    };
    let mut manifest = Vec::new();
    for packed in list(row, "manifest") {
        let variant = packed.get("variant").and_then(|variant| variant.get("id"));
        let variant_id = id(packed.get("variant_id").or(variant)).unwrap_or(0);
        for (name, backordered) in [("on_hand", false), ("backordered", true)] {
            let quantity = packed
                .get("states")
                .and_then(|states| states.get(name))
                .and_then(Value::as_i64);
            if let Some(quantity) = quantity {
                manifest.push(Packed {
                    variant_id,
                    quantity,
                    backordered,
                });
            }
        }
    }
    for unit in list(row, "inventory_units") {
        manifest.push(Packed {
            variant_id: id(unit.get("variant_id")).unwrap_or(0),
            quantity: 1,
            backordered: unit.get("state").and_then(Value::as_str) == Some("backordered"),
        });
    }
    Shipment {
        id: counterpart(names, "shipments", recorded, || bump(&mut shop.counters.shipment)),
        number: local,
        cost: sum(row, "cost"),
        state: string(row, "state").unwrap_or_default(),
        metadata: "{}".into(),
        rates: list(row, "shipping_rates")
            .map(|row| rate(row, names, shop))
            .collect(),
        manifest,
        adjustments: read_adjustments(shop, names, row),
    }
}

fn read_payment(shop: &mut Shop, names: &mut Names, order: &Value, row: &Value) -> Payment {
    let recorded = row.get("id").unwrap_or(&Value::Null);
    let all = [
        PaymentState::Checkout,
        PaymentState::Processing,
        PaymentState::Pending,
        PaymentState::Completed,
        PaymentState::Failed,
        PaymentState::Void,
        PaymentState::Invalid,
    ];
    let name = string(row, "state").unwrap_or_default();
    let state = all
        .into_iter()
        .find(|state| state.name() == name)
        .unwrap_or(PaymentState::Checkout);
    let method_id = id(row.get("payment_method_id")).unwrap_or(0);
    let good = state != PaymentState::Failed;
    let cards: Vec<&Value> = list(order, "credit_cards").collect();
    let shown = row.get("source").filter(|source| !source.is_null());
    // Up to 2.2 a payment does not say which card it has.
    let by_card = |row: &&Value| matches!(id(row.get("payment_method_id")), Some(1 | 3));
    let later = list(order, "payments").skip_while(|other| other.get("id") != row.get("id"));
    let from_end = later.filter(by_card).count();
    let untold = by_card(&row) && row.get("source_id").is_none();
    let at = cards.len().checked_sub(from_end).filter(|_| untold);
    let shown = shown.or_else(|| cards.get(at?).copied());
    let local = row
        .get("id")
        .and_then(text)
        .and_then(|id| names.get("payments", &id)?.parse::<u64>().ok());
    let held = shop.orders.values().flat_map(|order| &order.payments);
    let held = held
        .into_iter()
        .find(|payment| Some(payment.id) == local && untold)
        .map(|payment| payment.source);
    let source = match (held, shown) {
        (Some(source), _) => source,
        (None, Some(card)) => PaymentSource::Card(read_card(shop, names, card, method_id, good)),
        (None, None) => PaymentSource::None,
    };
    let number = string(row, "number");
    let local = number.as_ref().map(|number| {
        let local = names.get("payment number", number).unwrap_or(number).to_owned();
        names.learn("payment number", number, &local);
        names.learn("number", number, &local);
        local
    });
    Payment {
        id: counterpart(names, "payments", recorded, || bump(&mut shop.counters.payment)),
        method_id,
        source,
        amount: sum(row, "amount"),
        state,
        avs: string(row, "avs_response"),
        metadata: "{}".into(),
        created_ms: shop.now_ms,
        updated_ms: shop.now_ms,
        number: local,
    }
}

fn read_card(shop: &mut Shop, names: &mut Names, row: &Value, method_id: u64, good: bool) -> u64 {
    let recorded = row.get("id").map(ToString::to_string).unwrap_or_default();
    if let Some(known) = names
        .get("credit_cards", &recorded)
        .and_then(|known| known.parse().ok())
    {
        return known;
    }
    let local = count(&shop.cards) + 1;
    names.learn("credit_cards", &recorded, &local.to_string());
    shop.cards.push(Card {
        id: local,
        method_id,
        user_id: None,
        month: row.get("month").and_then(text),
        year: row.get("year").and_then(text),
        cc_type: string(row, "cc_type"),
        last_digits: string(row, "last_digits"),
        name: string(row, "name").or_else(|| {
            let (first, last) = (string(row, "first_name")?, string(row, "last_name")?);
            Some(format!("{first} {last}"))
        }),
        address_id: None,
        customer_profile: Some(if good { "BGS-000001" } else { "FAIL-000001" }.into()),
        payment_profile: None,
        by_expiry: row.get("month").is_some_and(Value::is_number),
    });
    local
}

fn read_address(shop: &mut Shop, names: &mut Names, row: Option<&Value>) -> Option<u64> {
    let row = row.filter(|row| !row.is_null())?;
    let address = Address {
        firstname: string(row, "firstname"),
        lastname: string(row, "lastname"),
        address1: string(row, "address1"),
        address2: string(row, "address2"),
        city: string(row, "city"),
        zipcode: string(row, "zipcode"),
        phone: string(row, "phone"),
        company: string(row, "company"),
        alternative_phone: string(row, "alternative_phone"),
        country_id: id(row.get("country_id")),
        state_id: id(row.get("state_id")),
        state_name: string(row, "state_name"),
        ..Address::default()
    };
    let recorded = row.get("id").unwrap_or(&Value::Null);
    let fresh = count(&shop.addresses) + 1;
    let local = counterpart(names, "addresses", recorded, || fresh);
    if local == fresh {
        shop.addresses.push(address);
    } else if let Some(slot) = local.checked_sub(1).and_then(|at| usize::try_from(at).ok())
        && let Some(slot) = shop.addresses.get_mut(slot)
    {
        *slot = address;
    }
    Some(local)
}
