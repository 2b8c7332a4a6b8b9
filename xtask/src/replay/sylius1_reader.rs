//! A recorded request of Sylius 1.x, read as a call in the room's words; and what its bodies tell.

use std::rc::Rc;

use cashwrap::checkout::{Call, Choose, Contact, Pay, PayBy, PaymentWish, Source, Step};
use cashwrap::order::{Address, Money, Order, Rate, Shipment};
use cashwrap::text::Text;
use cashwrap_shop::replay::RecordedRequest;
use serde_json::{Map, Value};

use super::parts::{self, NotOurs};
use super::reader::{Here, known_line, params, route};

/// The call, or why the room could not have sent it.
pub fn read(request: &RecordedRequest, here: &Here<'_>) -> Result<Call, NotOurs> {
    let (method, path) = route(request);
    if request.path.contains('?') {
        return Err("a query the room does not send");
    }
    let is_json = |(name, value): (&String, &String)| {
        !name.eq_ignore_ascii_case("content-type") || value.starts_with("application/json")
    };
    if !request.headers.iter().all(is_json) {
        return Err("another content type");
    }
    let params = params(request)?;
    // Where the room's field is there, `PATCH` and `PUT` are one.
    match (method, path.as_slice()) {
        ("POST", ["carts"]) => Err("carts are made by the backend"),
        ("POST", ["carts", _, "items"]) => add_line(&params),
        ("PUT" | "PATCH", ["carts", _, "items", id]) => set_line(&params, id, here),
        ("DELETE", ["carts", _, "items", id]) => {
            let (line, variant) = known_line(here, id)?;
            Ok(Call::RemoveLine { line, variant })
        }
        ("PUT" | "PATCH", ["carts", _]) => coupon(&params, here),
        ("PUT", ["checkouts", "addressing", _]) => contact(&params).map(|c| Call::Contact(Box::new(c))),
        ("PUT", ["checkouts", "select-shipping", _]) => choose(&params, here),
        ("PUT" | "PATCH", ["checkouts", "select-payment", _]) => pay(&params, here),
        ("PUT", ["checkouts", "complete", _]) => {
            parts::only(&params, &["notes"])?;
            let notes = match params.get("notes") {
                None => Text::default(),
                Some(Value::String(notes)) if cannot_be_stored(notes) => {
                    return Err("characters the room refuses");
                }
                Some(Value::String(notes)) => notes.as_str().into(),
                Some(_) => return Err("notes that are no text"),
            };
            let total = here.order.map(|o| o.totals.total).unwrap_or_default();
            Ok(Call::Complete { total, notes })
        }
        _ => Err("another endpoint"),
    }
}

fn cannot_be_stored(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xf0)
}

fn add_line(params: &Map<String, Value>) -> Result<Call, NotOurs> {
    parts::only(params, &["variant", "quantity"])?;
    let variant = params.get("variant").and_then(Value::as_str).unwrap_or_default();
    Ok(Call::AddLine {
        variant: variant.into(),
        quantity: quantity(params)?,
    })
}

fn set_line(params: &Map<String, Value>, id: &str, here: &Here<'_>) -> Result<Call, NotOurs> {
    parts::only(params, &["quantity"])?;
    let quantity = quantity(params)?;
    let (line, variant) = known_line(here, id)?;
    Ok(Call::SetLine {
        line,
        variant,
        quantity,
    })
}

fn quantity(params: &Map<String, Value>) -> Result<u32, NotOurs> {
    let count = params.get("quantity").and_then(Value::as_u64);
    let count = count.and_then(|count| u32::try_from(count).ok());
    count
        .filter(|count| (1..=9_999).contains(count))
        .ok_or("a quantity the room does not send")
}

fn coupon(params: &Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    parts::only(params, &["promotionCoupon"])?;
    match params.get("promotionCoupon") {
        Some(Value::String(code)) if !code.is_empty() => Ok(Call::ApplyCoupon(code.as_str().into())),
        Some(Value::Null) => {
            let code = here.order.map(|o| o.coupon.clone()).unwrap_or_default();
            Ok(Call::RemoveCoupon(code))
        }
        _ => Err("a coupon that is none"),
    }
}

/// Both addresses with the flag, or one that every version copies to the other.
fn contact(params: &Map<String, Value>) -> Result<Contact, NotOurs> {
    parts::only(
        params,
        &["shippingAddress", "billingAddress", "differentBillingAddress"],
    )?;
    let flag = match params.get("differentBillingAddress") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        _ => return Err("a flag that is none"),
    };
    let address = |name: &str| params.get(name).map(address).transpose();
    let (shipping, billing) = (address("shippingAddress")?, address("billingAddress")?);
    let billing = match (&shipping, billing) {
        (Some(_), Some(billing)) if flag => billing,
        (Some(shipping), None) if !flag => shipping.clone(),
        _ => return Err("addresses that versions take differently"),
    };
    Ok(Contact {
        shipping: shipping.map(Rc::new),
        billing: Some(Rc::new(billing)),
        ..Contact::default()
    })
}

fn address(given: &Value) -> Result<Address, NotOurs> {
    let given = given.as_object().ok_or("an address that is none")?;
    let mut address = Address::default();
    let (mut first, mut last) = (String::new(), String::new());
    for (key, value) in given {
        let Value::String(text) = value else {
            return Err("an address part that is no text");
        };
        if text.chars().count() > 255 || cannot_be_stored(text) {
            return Err("a text the room refuses");
        }
        let text = text.trim();
        match key.as_str() {
            "firstName" => first = text.to_owned(),
            "lastName" => last = text.to_owned(),
            "street" => address.address1 = text.into(),
            "city" => address.city = text.into(),
            "postcode" => address.postal_code = text.into(),
            "countryCode" => address.country = text.into(),
            "provinceCode" => address.region = text.into(),
            "provinceName" => address.region_name = text.into(),
            "phoneNumber" => address.phone = text.into(),
            "company" => address.company = text.into(),
            _ => return Err("parameters the room does not send"),
        }
    }
    let is_code = address.region.starts_with(&format!("{}-", &*address.country));
    match (address.region.is_empty(), address.region_name.is_empty()) {
        // The room writes a code of the country as a code, anything else as a name.
        (false, true) if is_code => {}
        (true, false) => address.region = std::mem::take(&mut address.region_name),
        (true, true) => {}
        _ => return Err("a region the room writes another way"),
    }
    address.name = format!("{first} {last}").trim().into();
    // A part that is missing is a name of one part.
    Ok(address)
}

fn choose(params: &Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    parts::only(params, &["shipments"])?;
    let method = method(params.get("shipments"))?;
    if !here.lists.has_method(&method) {
        return Err("a method no list offers");
    }
    let shipments = here.order.map(|o| o.shipments.as_slice()).unwrap_or_default();
    let id = shipments.first().map(|s| s.id.clone()).unwrap_or_default();
    Ok(Call::Choose(Box::new(Choose {
        back_to: None,
        rates: vec![(id, method)],
        notes: Text::default(),
    })))
}

fn pay(params: &Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    parts::only(params, &["payments"])?;
    let method = method(params.get("payments"))?;
    if !here.lists.has_method(&method) {
        return Err("a method no list offers");
    }
    Ok(Call::Pay(Box::new(Pay {
        wish: Rc::new(PaymentWish {
            method,
            source: Source::None,
        }),
        amount: here.order.map(|o| o.totals.due).unwrap_or_default(),
        by: PayBy::Step,
    })))
}

fn method(list: Option<&Value>) -> Result<Text, NotOurs> {
    let Some([Value::Object(only)]) = list.and_then(Value::as_array).map(Vec::as_slice) else {
        return Err("not one method in a list");
    };
    parts::only(only, &["method"])?;
    let method = only.get("method").and_then(Value::as_str);
    method.map(Text::from).ok_or("a method that is no text")
}

/// The id of the order a request is about.
pub fn subject(path: &[&str]) -> Option<String> {
    let id = match path {
        [
            "checkouts",
            "addressing" | "select-shipping" | "select-payment" | "complete",
            id,
        ]
        | ["carts" | "checkouts" | "orders", id, ..] => id,
        _ => return None,
    };
    id.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| (*id).to_owned())
}

/// Id and state, if the body is an order in any of its three views.
pub fn told(body: &Value) -> Option<(String, Step)> {
    let state = body.get("checkoutState").and_then(Value::as_str)?;
    let id = body.get("id").and_then(Value::as_u64)?;
    Some((id.to_string(), Step::Other(state.into())))
}

/// The state as the server calls it.
pub fn place(order: &Order) -> Step {
    let has = |step: &Step| order.steps.is_empty() || order.steps.contains(step);
    let state = match &order.step {
        Step::Cart => "cart",
        Step::Delivery => "addressed",
        Step::Payment if has(&Step::Delivery) => "shipping_selected",
        Step::Payment => "shipping_skipped",
        Step::Confirm if has(&Step::Payment) => "payment_selected",
        Step::Confirm => "payment_skipped",
        Step::Complete => "completed",
        other => other.name(),
    };
    Step::Other(state.into())
}

/// The state a remark tells.
pub fn state_before(remark: &str) -> Option<Step> {
    let (_, after) = remark.split_once("checkoutState before: ")?;
    let state = after.split([' ', ';']).next()?;
    Some(Step::Other(state.into()))
}

/// An order of which only the state is known, made like another one of its case.
pub fn assumed(id: &str, state: &Step, like: Option<&Order>, is_sent: bool) -> Order {
    let state = state.name();
    let mut order = like.cloned().unwrap_or_default();
    order.number = id.into();
    order.completed_at = Text::default();
    let is_free = state == "payment_skipped";
    let has_shipments = is_sent && state != "shipping_skipped";
    if like.is_none() || order.lines.is_empty() {
        order.lacks_rates = true;
        order.shipments = if has_shipments { vec![parcel()] } else { Vec::new() };
        if !is_free {
            order.totals.total = Money::parse("1").unwrap_or_default();
            order.totals.due = order.totals.total;
        }
    }
    order.step = match state {
        "cart" => Step::Cart,
        "addressed" => Step::Delivery,
        "shipping_skipped" | "shipping_selected" => Step::Payment,
        "payment_skipped" | "payment_selected" => Step::Confirm,
        _ => Step::Complete,
    };
    if order.step == Step::Complete {
        order.completed_at = "then".into();
    }
    let mut steps = Vec::new();
    if state != "shipping_skipped" && (!is_free || !order.shipments.is_empty()) {
        steps.push(Step::Delivery);
    }
    if !is_free {
        steps.push(Step::Payment);
    }
    steps.extend([Step::Confirm, Step::Complete]);
    order.steps = Rc::new(steps);
    order
}

/// A parcel of which nothing is known but that there is one.
pub fn parcel() -> Shipment {
    Shipment {
        id: "1".into(),
        number: "1".into(),
        contents: Vec::new(),
        rates: vec![Rate {
            id: "default".into(),
            method: "default".into(),
            name: "default".into(),
            cost: Some(Money::ZERO),
            selected: true,
        }],
        cost: Money::ZERO,
    }
}
