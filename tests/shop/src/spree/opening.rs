//! What a Spree shop has behind it on its first day.

use super::{Version, addresses, cards::CardInput, completion, lines, shipping, totals};
use crate::order::{Address, Order, Payment, PaymentSource, PaymentState, State};
use crate::shop::Shop;
use crate::users::BookEntry;

/// One completed order of a returning customer, whose address and card the shop keeps.
pub(crate) fn open_past(shop: &mut Shop, version: Version, user_id: u64) {
    let address = Address {
        firstname: Some("Jane".into()),
        lastname: Some("Doe".into()),
        address1: Some("1 Main St".into()),
        city: Some("New York".into()),
        zipcode: Some("10001".into()),
        phone: Some("555-0100".into()),
        country_id: Some(1),
        state_id: Some(1),
        ..Address::default()
    };
    let mut order: Order = shop.create_order(Some(user_id));
    order.bill_id = Some(addresses::store(shop, address.clone()));
    order.ship_id = Some(addresses::store(shop, address.clone()));
    let kept = [
        addresses::store(shop, address.clone()),
        addresses::store(shop, address),
    ];
    // The world of the demo has it.
    let _ = lines::add(shop, version, &mut order, 3, 1, true);
    order.shipments = shipping::pack(shop, &order);
    shipping::set_costs(&mut order);
    totals::tax_all(shop, &mut order);
    totals::refresh(shop, &mut order);
    order.state = State::Confirm;
    let source = serde_json::json!({
        "number": "4111111111111111", "month": "12", "year": "2030", "verification_value": "123",
        "first_name": "Jane", "last_name": "Doe", "cc_type": ""
    });
    let card = source
        .as_object()
        .and_then(|source| CardInput::read(source, version));
    if let Some(card) = card {
        let (card_id, _) = super::cards::store(shop, version, Some(user_id), 1, card);
        shop.counters.payment += 1;
        order.payments.push(Payment {
            id: shop.counters.payment,
            method_id: 1,
            source: PaymentSource::Card(card_id),
            amount: order.total(),
            state: PaymentState::Checkout,
            avs: None,
            metadata: "{}".into(),
            created_ms: shop.now_ms,
            updated_ms: shop.now_ms,
            number: version.is_modern().then(|| "PPAST001".into()),
        });
    }
    let placed = completion::complete(shop, version, &mut order, &[]);
    debug_assert!(placed.is_ok(), "the past order of the demo's customer");
    shop.put(order);
    if let Some(user) = shop.user_mut(user_id) {
        user.book = kept
            .into_iter()
            .map(|address_id| BookEntry {
                address_id,
                default: true,
            })
            .collect();
    }
}
