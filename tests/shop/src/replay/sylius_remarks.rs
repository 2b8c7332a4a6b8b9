//! What a recording's remarks say was done behind the API's back.

use super::Exchange;
use crate::shop::Shop;
use crate::sylius::World;

/// Before the first step of a case.
pub(super) fn begin(shop: &mut Shop, exchange: &Exchange) {
    let text = exchange.setting.as_deref().unwrap_or("");
    let world = &mut shop.sylius_book().desk.world;
    if text.contains("backorders off") {
        world.backorders = false;
    }
    if exchange.case == "role_api_without_rbac_permissions" {
        for staff in &mut world.staff {
            staff.may_read_orders = false;
        }
    }
}

/// Does what the remark says, as far as it is about the shop.
pub(super) fn apply(shop: &mut Shop, exchange: &Exchange) {
    let Some(remark) = exchange.remark.as_deref() else {
        return;
    };
    let book = shop.sylius_book();
    if remark.contains("coupon expired") {
        let path = exchange.request.path.rsplit('/').next();
        let order = path.and_then(|id| book.orders.get(&id.parse().ok()?));
        let code = order.and_then(|order| order.coupon.clone());
        for coupon in &mut book.desk.world.coupons {
            coupon.expired |= Some(&coupon.code) == code.as_ref();
        }
    }
    let shown = exchange.request.path.rsplit('/').next();
    let shown = shown.and_then(|id| book.orders.get_mut(&id.parse().ok()?));
    if let Some(order) = shown.filter(|_| remark.starts_with("state set in the database")) {
        order.checkout = "completed".into();
    }
    if remark.contains("catalogue price +5") {
        let shown = exchange.request.path.rsplit('/').next();
        let order = shown.and_then(|id| book.orders.get(&id.parse().ok()?));
        let ids: Vec<u64> = order
            .iter()
            .flat_map(|row| &row.items)
            .map(|item| item.variant)
            .collect();
        for variant in &mut book.desk.world.variants {
            let more = if ids.contains(&variant.id) { 5 } else { 0 };
            variant.price = variant.price.map(|price| price + more);
        }
    }
    let world = &mut book.desk.world;
    change_single(world, remark);
    for part in remark.split(';').flat_map(|part| part.split(" and ")) {
        if part.contains("in the database before this call") || remark.contains("before this call") {
            change(world, part);
        }
    }
}

fn change(world: &mut World, text: &str) {
    let words: Vec<&str> = text
        .split([' ', ',', ':'])
        .filter(|word| !word.is_empty())
        .collect();
    let says = |word: &str| words.contains(&word);
    let numbers: Vec<i64> = words
        .iter()
        .filter_map(|word| word.trim_start_matches('+').parse().ok())
        .collect();
    let last = numbers.last().copied();
    let switched = if says("disabled") {
        Some(false)
    } else if says("enabled") {
        Some(true)
    } else {
        None
    };
    if text.contains("all payment methods") {
        for method in &mut world.payment_methods {
            method.enabled = switched.unwrap_or(method.enabled);
        }
    }
    for method in &mut world.payment_methods {
        if says(&method.code) {
            method.enabled = switched.unwrap_or(method.enabled);
        }
    }
    for country in &mut world.countries {
        if says(&country.code) && says("country") {
            country.enabled = switched.unwrap_or(country.enabled);
        }
    }
    for method in &mut world.shipping_methods {
        let by_name = says(&method.code);
        let is_meant = by_name || (text.contains("shipping method price") && method.id == 1);
        if !is_meant || says("tax") {
            continue;
        }
        method.enabled = switched.unwrap_or(method.enabled);
        if text.contains("requires the") {
            method.category = words
                .iter()
                .position(|word| *word == "the")
                .and_then(|at| words.get(at + 1))
                .map(|word| (*word).to_owned());
        } else if let Some(price) = last.filter(|_| switched.is_none()) {
            method.calculator = crate::sylius::Calculator::Flat(price);
        }
    }
    let is_of_catalogue = text.contains("price") || text.contains("catalogue");
    for variant in &mut world.variants {
        if !says(&variant.code) {
            continue;
        }
        if says("stock") {
            variant.on_hand = last.unwrap_or(variant.on_hand);
        } else if is_of_catalogue && !text.contains("price +") {
            variant.price = last.or(variant.price);
        } else {
            variant.enabled = switched.unwrap_or(variant.enabled);
        }
    }
    if text.contains("tax rate changed") {
        for rate in &mut world.tax_rates {
            if says(&rate.zone) {
                rate.percent = last.unwrap_or(rate.percent);
            }
        }
    }
}

/// What was changed behind the back of a checkout of one URL.
fn change_single(world: &mut World, remark: &str) {
    let first = world.variants.first_mut();
    if remark.starts_with("variant price raised from 5000 to 6000") {
        first.into_iter().for_each(|variant| variant.price = Some(6000));
    } else if remark.starts_with("variant 1 and its product soft-deleted") {
        first.into_iter().for_each(|variant| variant.removed = true);
    } else if remark.starts_with("promotion of 999.99") {
        for promotion in &mut world.promotions {
            promotion.gift = crate::sylius::Gift::Fixed(99_999);
        }
    }
}
