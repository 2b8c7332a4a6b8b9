//! The three views of an order: as a cart, in the checkout, and as an order.

use super::wares::{self, View, add, link, present};
use crate::sylius::Release;
use crate::sylius::order::{Address, Adjustment, Item, Order, Payment, Shipment, Unit, counted};
use crate::sylius::routes::Call;
use crate::sylius::world::Customer;
use serde_json::{Value, json};

/// `2026-11-24T02:00:55+00:00`.
pub(crate) fn moment(ms: u64) -> String {
    let text = crate::time::text(ms);
    format!("{}+00:00", text.get(..19).unwrap_or(""))
}

pub(crate) fn cart(call: &Call<'_>, order: &Order) -> Value {
    view(call, order, View::Cart)
}

pub(crate) fn checkout(call: &Call<'_>, order: &Order) -> Value {
    view(call, order, View::Checkout)
}

pub(crate) fn order(call: &Call<'_>, order: &Order) -> Value {
    view(call, order, View::Order)
}

/// A line alone, as it is answered when it was added.
pub(crate) fn item(call: &Call<'_>, order: &Order, item: &Item) -> Value {
    line(call, order, item, View::Cart)
}

/// As a list shows it.
pub(crate) fn listed_payment(call: &Call<'_>, order: &Order, payment: &Payment) -> Value {
    pay(call, order, payment, View::Cart)
}

pub(crate) fn payment(call: &Call<'_>, order: &Order, payment: &Payment) -> Value {
    pay(call, order, payment, View::Order)
}

pub(crate) fn shipment(call: &Call<'_>, order: &Order, shipment: &Shipment) -> Value {
    send(call, order, shipment, View::Order)
}

pub(crate) fn adjustment(row: &Adjustment) -> Value {
    json!({ "id": row.id, "type": row.kind, "label": row.label, "amount": row.amount })
}

pub(crate) fn customer(customer: &Customer) -> Value {
    let mut body = short_customer(customer);
    add(
        &mut body,
        json!({ "emailCanonical": customer.email.to_lowercase(), "gender": "u" }),
    );
    body
}

fn short_customer(customer: &Customer) -> Value {
    let account = customer.has_account.then(|| {
        json!({
            "id": 1, "username": customer.email, "usernameCanonical": customer.email, "enabled": true
        })
    });
    present(json!({
        "user": account,
        "id": customer.id, "email": customer.email, "firstName": customer.first_name,
        "lastName": customer.last_name,
        "_links": { "self": link(&format!("customers/{}", customer.id)) }
    }))
}

fn view(call: &Call<'_>, order: &Order, view: View) -> Value {
    let world = &call.book.desk.world;
    let items: Vec<Value> = order
        .items
        .iter()
        .map(|item| line(call, order, item, view))
        .collect();
    let adjustments: Vec<Value> = order
        .adjustments
        .iter()
        .map(|row| {
            let mut body = adjustment(row);
            // 1.9 says which shipment is charged for.
            if let (Some(shipment), true) = (
                order.shipments.first(),
                call.release >= Release::V1_9 && row.kind == "shipping" && view != View::Checkout,
            ) {
                let mut shipment = send(call, order, shipment, View::Order);
                if let Some(shipment) = shipment.as_object_mut() {
                    shipment.remove("tracking");
                }
                add(&mut body, json!({ "shipment": shipment }));
            }
            body
        })
        .collect();
    let buyer = world.customer(order.customer).map(|row| {
        if view == View::Cart {
            short_customer(row)
        } else {
            customer(row)
        }
    });
    let channel = world.channel(&order.channel).map(|row| wares::channel(row, view));
    let mut body = present(json!({
        "id": order.id, "items": items, "itemsTotal": order.items_total(), "adjustments": adjustments,
        "adjustmentsTotal": order.adjustments_total(), "total": order.total(), "customer": buyer,
        "channel": channel, "currencyCode": order.currency, "localeCode": order.locale,
        "checkoutState": order.checkout, "promotionCoupon": wares::coupon(world, order, view)
    }));
    if view == View::Cart {
        return body;
    }
    let payments: Vec<Value> = order
        .payments
        .iter()
        .map(|row| pay(call, order, row, view))
        .collect();
    let shipments: Vec<Value> = order
        .shipments
        .iter()
        .map(|row| send(call, order, row, view))
        .collect();
    let place = |row: &Option<Address>| row.as_ref().map(|row| address(row, view));
    add(
        &mut body,
        present(json!({
            "state": order.state, "payments": payments, "shipments": shipments, "number": order.number,
            "checkoutCompletedAt": order.completed_ms.map(moment),
            "shippingAddress": place(&order.shipping_address),
            "billingAddress": place(&order.billing_address)
        })),
    );
    body
}

fn line(call: &Call<'_>, order: &Order, item: &Item, view: View) -> Value {
    let unit = |unit: &Unit| {
        let rows: Vec<Value> = unit.adjustments.iter().map(adjustment).collect();
        json!({ "id": unit.id, "adjustments": rows, "adjustmentsTotal": counted(&unit.adjustments) })
    };
    let units: Vec<Value> = item.units.iter().map(unit).collect();
    let world = &call.book.desk.world;
    let variant = world.variant(item.variant);
    let code = variant.map_or("", |variant| variant.code.as_str());
    let total = item.units_total();
    json!({
        "id": item.id, "quantity": item.quantity(), "unitPrice": item.unit_price, "total": total,
        "units": units, "unitsTotal": total, "adjustments": [], "adjustmentsTotal": 0,
        "variant": variant.map(|variant| wares::variant(world, variant, view)),
        "_links": {
            "order": link(&format!("orders/{}", order.id)),
            "product": link(&format!("products/{code}")),
            "variant": link(&format!("products/{code}/variants/{code}"))
        }
    })
}

/// The company is kept and never shown.
fn address(address: &Address, view: View) -> Value {
    present(json!({
        "id": (view == View::Order).then_some(address.id), "firstName": address.first_name,
        "lastName": address.last_name, "phoneNumber": address.phone, "countryCode": address.country,
        "provinceCode": address.province, "provinceName": address.province_name, "street": address.street,
        "city": address.city, "postcode": address.postcode
    }))
}

fn pay(call: &Call<'_>, order: &Order, payment: &Payment, view: View) -> Value {
    let world = &call.book.desk.world;
    let method = world.payment_method(payment.method);
    let mut body = present(json!({
        "id": payment.id, "amount": payment.amount, "state": payment.state,
        "method": method.map(|method| wares::payment_method(world, method, view))
    }));
    if view != View::Checkout {
        let code = method.map_or("", |method| method.code.as_str());
        let links = json!({
            "order": link(&format!("orders/{}", order.id)),
            "self": link(&format!("payments/{}", payment.id)),
            "payment-method": link(&format!("payment-methods/{code}"))
        });
        add(&mut body, json!({ "_links": links }));
    }
    body
}

fn send(call: &Call<'_>, order: &Order, shipment: &Shipment, view: View) -> Value {
    let world = &call.book.desk.world;
    let mut body = present(json!({
        "id": shipment.id, "state": shipment.state, "tracking": shipment.tracking,
        "method": wares::shipping_method(world, shipment.method, view)
    }));
    if view == View::Order {
        let method = world.shipping_method(shipment.method);
        let code = method.map_or("", |method| method.code.as_str());
        let links = json!({
            "order": link(&format!("orders/{}", order.id)),
            "self": link(&format!("shipments/{}", shipment.id)),
            "shipping-method": link(&format!("shipping-methods/{code}"))
        });
        add(&mut body, json!({ "_links": links }));
    }
    body
}
