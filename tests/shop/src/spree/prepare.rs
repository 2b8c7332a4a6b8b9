//! Orders made without HTTP, for the replay.

use super::{Version, addresses, lines, payments, shipping, totals, transitions};
use crate::order::{Address, Order, State};
use crate::shop::Shop;
use serde_json::{Map, Value, json};

/// What an order is to be.
#[derive(Debug, Clone)]
pub(crate) struct Recipe {
    pub(crate) number: String,
    pub(crate) token: String,
    /// The owner's key.
    pub(crate) key: Option<String>,
    /// Variants and quantities.
    pub(crate) lines: Vec<(u64, i64)>,
    pub(crate) email: Option<String>,
    pub(crate) state: State,
    pub(crate) pay: Pay,
    /// One less of the first line than it needs is on hand.
    pub(crate) is_short: bool,
}

/// How an order is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pay {
    /// Not yet.
    Never,
    Good,
    Declined,
    /// A card's method without a card.
    Sourceless,
    Check,
}

/// The order of a recipe, not kept yet.
pub(crate) fn prepare(shop: &mut Shop, version: Version, recipe: &Recipe) -> Order {
    let key = recipe.key.as_deref();
    let owner = shop
        .users
        .iter()
        .find(|user| key.is_some() && user.key.as_deref() == key);
    let owner = owner.map(|user| user.id).filter(|_| version > Version::V2_0);
    let mut order = shop.create_order(owner);
    shop.forget(&order.number);
    order.number.clone_from(&recipe.number);
    if !recipe.token.is_empty() {
        order.token.clone_from(&recipe.token);
    }
    order.email = order.email.take().or_else(|| recipe.email.clone());
    for (variant, quantity) in &recipe.lines {
        // More than there is may have been there before.
        let _ = lines::add(shop, version, &mut order, *variant, *quantity, false);
    }
    totals::refresh(shop, &mut order);
    if matches!(
        recipe.state,
        State::Delivery | State::Payment | State::Confirm | State::Complete
    ) {
        order.bill_id = Some(row_of_jane(shop, version));
        order.ship_id = Some(row_of_jane(shop, version));
    }
    for _ in 0..5 {
        if order.state == State::Payment && recipe.pay != Pay::Never && order.payments.is_empty() {
            pay(shop, version, &mut order, recipe.pay);
        }
        if order.state == recipe.state || transitions::next(shop, version, &mut order, &[]).is_err() {
            break;
        }
    }
    if order.state != recipe.state && recipe.state != State::Complete {
        // 2.2 keeps shipments of a refused step.
        order.state = recipe.state;
        shipping::set_costs(&mut order);
    }
    transitions::settle_oldest(version, &mut order);
    if let (true, Some((variant, quantity))) = (recipe.is_short, recipe.lines.first()) {
        shop.set_stock(*variant, quantity - 1);
    }
    order
}

fn pay(shop: &mut Shop, version: Version, order: &mut Order, pay: Pay) {
    let number = if pay == Pay::Declined {
        "4000000000000002"
    } else {
        "4111111111111111"
    };
    let mut source = json!({ "number": number, "month": "12", "year": "2030", "verification_value": "123" });
    if let Value::Object(map) = &mut source {
        // 2.1 knows no `name`.
        if version == Version::V2_1 {
            map.insert("first_name".into(), Value::from("Jane"));
            map.insert("last_name".into(), Value::from("Doe"));
        } else {
            map.insert("name".into(), Value::from("Jane Doe"));
        }
    }
    let method = if pay == Pay::Check { 2 } else { 1 };
    let has_card = matches!(pay, Pay::Good | Pay::Declined);
    let mut given = Map::new();
    given.insert("payment_method_id".into(), Value::from(method));
    let entry = payments::Entry {
        given: &given,
        source: source.as_object().filter(|_| has_card),
        amount: Some(order.total()),
        prefix: "",
        by_endpoint: false,
    };
    if let Ok(draft) = payments::draft(shop, version, &entry) {
        payments::add(shop, version, order, draft);
    }
}

/// 4.x shares rows.
fn row_of_jane(shop: &mut Shop, version: Version) -> u64 {
    let jane = jane();
    let same = shop.addresses.iter().position(|address| *address == jane);
    let same = same.filter(|_| version >= Version::V4_4);
    match same.and_then(|at| u64::try_from(at + 1).ok()) {
        Some(id) => id,
        None => addresses::store(shop, jane),
    }
}

fn jane() -> Address {
    Address {
        firstname: Some("Jane".into()),
        lastname: Some("Doe".into()),
        address1: Some("1 Main St".into()),
        city: Some("New York".into()),
        zipcode: Some("10001".into()),
        phone: Some("555-0100".into()),
        country_id: Some(1),
        state_id: Some(1),
        ..Address::default()
    }
}
