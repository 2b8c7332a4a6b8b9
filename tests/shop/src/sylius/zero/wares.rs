//! Methods and variants as the releases of one URL show them.

use crate::sylius::Release;
pub(crate) use crate::sylius::one::add;
use crate::sylius::order::Order;
use crate::sylius::routes::Call;
use crate::sylius::world::{Calculator, PaymentMethod, ShippingMethod, Variant};
use serde_json::{Value, json};

/// The day when the catalogue was made.
pub(crate) const OPENED: &str = "2026-11-24T01:57:19+0000";

/// `2026-11-24T02:08:23+0000`: no colon in the offset.
pub(crate) fn moment(ms: u64) -> String {
    let text = crate::time::text(ms);
    format!("{}+0000", text.get(..19).unwrap_or(""))
}

pub(crate) fn link(call: &Call<'_>, path: &str) -> Value {
    json!({ "href": format!("{}/{path}", call.dialect().base()) })
}

fn locale(release: Release) -> &'static str {
    if release <= Release::V0_14 { "en" } else { "en_US" }
}

/// The texts of something with translations. The current one is there only where the server has looked for it.
fn translated(call: &Call<'_>, words: Value, is_fresh: bool) -> Value {
    let mut body = json!({
        "translations": { "en_US": words }, "current_locale": locale(call.release), "fallback_locale": "en_US"
    });
    if is_fresh {
        add(&mut body, json!({ "current_translation": words }));
    }
    body
}

pub(crate) fn shipping_method(call: &Call<'_>, method: &ShippingMethod, is_fresh: bool) -> Value {
    let (calculator, configuration) = match method.calculator {
        Calculator::Flexible(first, more, limit) => (
            "flexible_rate",
            json!({ "first_item_cost": first, "additional_item_cost": more, "additional_item_limit": limit }),
        ),
        Calculator::Flat(amount) => ("flat_rate", json!({ "amount": amount })),
        Calculator::PerUnit(amount) => ("per_unit_rate", json!({ "amount": amount })),
    };
    let zones = &call.book.desk.world.zones;
    let zone = zones.iter().find(|zone| zone.code == method.zone);
    let zone = zone.map_or(0, |zone| zone.id);
    let mut body = json!({
        "id": method.id, "category_requirement": 1, "enabled": method.enabled, "calculator": calculator,
        "configuration": configuration, "created_at": OPENED, "updated_at": OPENED,
        "_links": {
            "self": link(call, &format!("shipping-methods/{}", method.id)),
            "zone": link(call, &format!("zones/{zone}"))
        }
    });
    if call.dialect().is_documented() {
        add(&mut body, json!({ "name": method.name }));
        return body;
    }
    let words = json!({ "locale": "en_US", "id": method.id, "name": method.name });
    add(&mut body, translated(call, words, is_fresh));
    if call.release == Release::V0_16 {
        add(&mut body, json!({ "code": method.code }));
    }
    body
}

pub(crate) fn payment_method(call: &Call<'_>, method: &PaymentMethod, is_fresh: bool) -> Value {
    let own = link(call, &format!("payment-methods/{}", method.id));
    let mut body = json!({
        "id": method.id, "created_at": OPENED, "updated_at": OPENED, "_links": { "self": own }
    });
    match call.release {
        Release::V0_16 => {
            let words = json!({
                "locale": "en_US", "id": method.id, "name": method.name, "description": method.description
            });
            add(&mut body, translated(call, words, is_fresh));
            add(&mut body, json!({ "code": method.code }));
        }
        // The list shows codes, an order names.
        Release::Documented if is_fresh => add(&mut body, json!({ "code": method.code })),
        _ => add(&mut body, json!({ "name": method.name })),
    }
    body
}

pub(crate) fn variant(call: &Call<'_>, variant: &Variant) -> Value {
    if call.release == Release::V0_16 {
        return json!({
            "id": variant.id, "options": [], "sku": variant.code, "price": variant.price,
            "on_hold": variant.on_hold, "available_on_demand": !variant.tracked, "images": []
        });
    }
    let mut product = json!({
        "id": variant.id, "attributes": [], "options": [], "created_at": OPENED, "updated_at": OPENED
    });
    let description = format!("{} description", variant.name);
    if call.dialect().is_documented() {
        add(
            &mut product,
            json!({ "name": variant.name, "description": description, "short_description": variant.name }),
        );
    } else {
        let slug = variant.name.to_lowercase().replace(' ', "-");
        let words = json!({
            "locale": "en_US", "id": variant.id, "name": variant.name, "slug": slug,
            "description": description, "short_description": variant.name
        });
        add(&mut product, translated(call, words, false));
    }
    json!({
        "id": variant.id, "master": true, "object": product, "options": [], "created_at": OPENED,
        "updated_at": OPENED, "available_on": "2014-04-01T06:43:02+0000", "sku": variant.code
    })
}

/// Where the order is sold; an order of 0.13 and 0.14 says instead whose it is.
pub(crate) fn whose(call: &Call<'_>, order: &Order) -> Value {
    let world = &call.book.desk.world;
    if call.dialect().has_channels() {
        let Some(channel) = world.channel(&order.channel) else {
            return json!({});
        };
        let mut body = json!({
            "id": channel.id, "code": channel.code, "name": channel.name, "color": "Pink",
            "enabled": channel.enabled, "created_at": OPENED, "updated_at": OPENED,
            "_links": { "self": link(call, &format!("channels/{}", channel.id)) }
        });
        if call.dialect().is_documented() {
            add(&mut body, json!({ "type": "web" }));
        } else {
            add(&mut body, json!({ "url": channel.hostname }));
        }
        return json!({ "channel": body });
    }
    let mut body = json!({ "confirmed": true });
    if let Some(customer) = world.customer(order.customer) {
        let user = json!({ "id": customer.id, "username": customer.email, "email": customer.email });
        add(&mut body, json!({ "email": customer.email, "user": user }));
    }
    body
}
