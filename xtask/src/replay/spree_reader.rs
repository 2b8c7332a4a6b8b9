//! A recorded request of Spree 2.0 to 4.4, read as a call in the words of its room.

use std::rc::Rc;

use cashwrap::checkout::{Call, Choose, Contact, LineEdit, Pay, PayBy, PaymentWish, Source, Step};
use cashwrap::text::Text;
use cashwrap_shop::replay::RecordedRequest;
use serde_json::{Map, Value};

use super::parts::{self, NotOurs};
use super::reader::{
    Here, back_to, bare, contact, coupon, create, known_line, only_member, params, pay, route, text,
    variant_and_quantity,
};

/// How a generation says what another one says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Generation {
    /// 2.0.0 to 2.0.3.
    Spree20,
    /// 2.0.4 to 2.2.
    Spree22,
    /// 2.3 to 4.4.
    Spree23,
}

/// A call of 2.0.0 to 2.0.3, or why the room could not have sent it.
pub fn read_2_0(request: &RecordedRequest, here: &Here<'_>) -> Result<Call, NotOurs> {
    read(request, here, Generation::Spree20)
}

/// A call of 2.0.4 to 2.2, or why the room could not have sent it.
pub fn read_2_2(request: &RecordedRequest, here: &Here<'_>) -> Result<Call, NotOurs> {
    read(request, here, Generation::Spree22)
}

/// A call of 2.3 to 4.4, or why the room could not have sent it.
pub fn read_2_3(request: &RecordedRequest, here: &Here<'_>) -> Result<Call, NotOurs> {
    read(request, here, Generation::Spree23)
}

fn read(request: &RecordedRequest, here: &Here<'_>, generation: Generation) -> Result<Call, NotOurs> {
    // Names are in two parts in every version.
    let here = &Here {
        version: (2, 0),
        ..*here
    };
    let is_oldest = generation == Generation::Spree20;
    let (method, path) = route(request);
    let mut params = params(request)?;
    for name in ["order_token", "token"] {
        params.remove(name);
    }
    match (method, path.as_slice()) {
        ("POST", ["orders" | "checkouts"]) if request.body.is_null() => {
            bare(&params, Call::Create(Box::default()))
        }
        ("POST", ["orders" | "checkouts"]) => create_keyed(params, here),
        ("PUT", ["orders", _]) if generation == Generation::Spree23 => lines(&params, here),
        ("PUT", ["orders", _, "empty"]) => bare(&params, Call::Empty),
        (_, ["orders" | "checkouts", _, "line_items", ..]) => line(method, &path, &params, here, generation),
        ("PUT", ["orders", _, verb @ ("apply_coupon_code" | "remove_coupon_code")]) if !is_oldest => {
            parts::only(&params, &["coupon_code"])?;
            let code = coupon(params.get("coupon_code").and_then(Value::as_str))?;
            Ok(if *verb == "apply_coupon_code" {
                Call::ApplyCoupon(code)
            } else {
                Call::RemoveCoupon(code)
            })
        }
        ("POST", ["orders" | "checkouts", _, "payments"]) if generation == Generation::Spree23 => {
            pay(&params)
        }
        ("PUT", ["checkouts", _]) if is_oldest && params.is_empty() => Ok(onwards(here)),
        ("PATCH" | "PUT", ["checkouts", _]) => update(&params, here, generation),
        ("PUT", ["checkouts", _, "next"]) => bare(&params, onwards(here)),
        ("PUT", ["checkouts", _, "advance"]) => bare(&params, Call::Advance),
        _ => Err("another endpoint"),
    }
}

/// There is no call for placing alone.
fn onwards(here: &Here<'_>) -> Call {
    match here.order.filter(|order| order.step == Step::Confirm) {
        Some(order) => Call::Complete {
            total: order.totals.total,
            notes: Text::default(),
        },
        None => Call::Next,
    }
}

/// A call about one line; since 2.3 it is read as the `PUT /orders` that does the same.
fn line(
    method: &str,
    path: &[&str],
    params: &Map<String, Value>,
    here: &Here<'_>,
    generation: Generation,
) -> Result<Call, NotOurs> {
    let edit = match (method, path) {
        ("POST", [_, _, "line_items"]) => {
            let (variant, quantity) = variant_and_quantity(only_member(params, "line_item")?)?;
            let is_there = here
                .order
                .is_some_and(|o| o.lines.iter().any(|l| l.variant == variant));
            if is_there {
                return Err("a sum of quantities");
            }
            let line = Text::default();
            LineEdit {
                line,
                variant,
                quantity,
            }
        }
        ("PATCH" | "PUT", [_, _, "line_items", id]) => {
            let item = only_member(params, "line_item")?;
            parts::only(item, &["quantity"])?;
            let quantity = item
                .get("quantity")
                .and_then(parts::count)
                .ok_or("its quantity is no count")?;
            let (line, variant) = known_line(here, id)?;
            LineEdit {
                line,
                variant,
                quantity,
            }
        }
        ("DELETE", [_, _, "line_items", id]) => {
            parts::only(params, &[])?;
            let (line, variant) = known_line(here, id)?;
            LineEdit {
                line,
                variant,
                quantity: 0,
            }
        }
        _ => return Err("another endpoint"),
    };
    if generation == Generation::Spree23 {
        return Ok(Call::Lines(vec![edit]));
    }
    let LineEdit {
        line,
        variant,
        quantity,
    } = edit;
    match (method, quantity) {
        ("POST", _) => Ok(Call::AddLine { variant, quantity }),
        ("DELETE", _) => Ok(Call::RemoveLine { line, variant }),
        (_, 0) => Err("a quantity of 0 where the room removes the line"),
        _ => Ok(Call::SetLine {
            line,
            variant,
            quantity,
        }),
    }
}

/// Lines as an array are refused by every version.
fn create_keyed(params: Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    let order = params.get("order");
    let lines = ["line_items", "line_items_attributes"].map(|name| order.and_then(|o| o.get(name)));
    if lines.into_iter().flatten().any(Value::is_array) {
        return Err("lines as an array");
    }
    create(params, here)
}

fn lines(params: &Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    let order = only_member(params, "order")?;
    parts::only(order, &["line_items"])?;
    let given = order.get("line_items").filter(|given| given.is_object());
    let mut edits = Vec::new();
    for item in parts::list(given.ok_or("lines as an array")?)? {
        let item = item.as_object().ok_or("a line is no object")?;
        let Some(id) = item.get("id") else {
            let (variant, quantity) = variant_and_quantity(item)?;
            let line = Text::default();
            edits.push(LineEdit {
                line,
                variant,
                quantity,
            });
            continue;
        };
        parts::only(item, &["id", "quantity"])?;
        let id = parts::id(id).ok_or("a line without an id")?;
        let quantity = item
            .get("quantity")
            .and_then(parts::count)
            .ok_or("its quantity is no count")?;
        let (line, variant) = known_line(here, &id)?;
        edits.push(LineEdit {
            line,
            variant,
            quantity,
        });
    }
    Ok(Call::Lines(edits))
}

fn update(params: &Map<String, Value>, here: &Here<'_>, generation: Generation) -> Result<Call, NotOurs> {
    parts::only(params, &["order", "state", "payment_source", "cvc_confirm"])?;
    let back_to = back_to(params.get("state"), here)?;
    let empty = Map::new();
    let order = match params.get("order") {
        None => &empty,
        Some(Value::Object(order)) => order,
        Some(_) => return Err("its body is not wrapped"),
    };
    // To go on, the room has a verb of its own (`next`); 2.0 has none, and is read before this.
    if order.is_empty() && back_to.is_none() {
        return Err("an update without content");
    }
    let has = |name: &str| order.contains_key(name);
    if has("coupon_code") && generation == Generation::Spree20 && order.len() == 1 {
        if back_to != Some(Step::Cart) {
            return Err("a coupon with another step's update");
        }
        return coupon(order.get("coupon_code").and_then(Value::as_str)).map(Call::ApplyCoupon);
    }
    if has("payments_attributes") || has("existing_card") {
        parts::only(order, &["payments_attributes", "payment_source", "existing_card"])?;
        let (within, beside) = (order.get("payment_source"), params.get("payment_source"));
        let (source, elsewhere) = match generation {
            Generation::Spree22 => (within, beside),
            _ => (beside, within),
        };
        if elsewhere.is_some() {
            return Err("a source in another generation's place");
        }
        let is_there = here.order.is_some_and(|known| known.step == Step::Payment);
        if !is_there && back_to != Some(Step::Payment) {
            return Err("a payment with another step's update");
        }
        return Ok(Call::Pay(Box::new(Pay {
            wish: Rc::new(wish(order, source, generation)?),
            amount: here.order.map(|known| known.totals.due).unwrap_or_default(),
            by: if back_to.is_none() {
                PayBy::Step
            } else {
                PayBy::Back
            },
        })));
    }
    if params.contains_key("payment_source") {
        return Err("a source without a payment");
    }
    if has("shipments_attributes") || has("special_instructions") {
        return choose(order, back_to);
    }
    Ok(Call::Contact(Box::new(Contact {
        back_to,
        ..contact(order, here)?
    })))
}

fn choose(order: &Map<String, Value>, back_to: Option<Step>) -> Result<Call, NotOurs> {
    parts::only(order, &["shipments_attributes", "special_instructions"])?;
    let mut rates = Vec::new();
    let given = order.get("shipments_attributes").map(parts::list).transpose()?;
    for shipment in given.unwrap_or_default() {
        let shipment = shipment.as_object().ok_or("a shipment is no object")?;
        parts::only(shipment, &["id", "selected_shipping_rate_id"])?;
        let id = |name: &str| {
            shipment
                .get(name)
                .and_then(parts::id)
                .ok_or("a rate without an id")
        };
        rates.push((id("id")?, id("selected_shipping_rate_id")?));
    }
    Ok(Call::Choose(Box::new(Choose {
        back_to,
        rates,
        notes: text(order.get("special_instructions"))?,
    })))
}

fn wish(
    order: &Map<String, Value>,
    sources: Option<&Value>,
    generation: Generation,
) -> Result<PaymentWish, NotOurs> {
    if let Some(card) = order.get("existing_card") {
        if generation != Generation::Spree23 {
            return Err("a saved card before 2.3");
        }
        return Ok(PaymentWish {
            method: Text::default(),
            source: Source::Wallet {
                id: parts::id(card).ok_or("a card without an id")?,
                code: None,
            },
        });
    }
    let given = order.get("payments_attributes");
    let payment = match (given, given.and_then(Value::as_array).map(Vec::as_slice)) {
        (_, Some([Value::Object(payment)])) => payment,
        // Between 2.1 and 2.2 a lone one does the same.
        (Some(Value::Object(payment)), _) if generation == Generation::Spree22 => payment,
        _ => return Err("not one payment in a list"),
    };
    parts::only(payment, &["payment_method_id", "amount"])?;
    let method = payment.get("payment_method_id").and_then(parts::id);
    let method = method.ok_or("a payment without a method")?;
    let source = parts::source(sources.and_then(|sources| sources.get(&*method)))?;
    Ok(PaymentWish { method, source })
}
