//! A recorded request of Solidus, read as a call in the room's words.

use std::rc::Rc;

use cashwrap::checkout::{Call, Choose, Contact, Draft, MAX_QUANTITY, Pay, PayBy, PaymentWish, Step};
use cashwrap::order::{Money, Order, is_id};
use cashwrap::text::Text;
use cashwrap_shop::replay::RecordedRequest;
use serde_json::{Map, Value};

use super::parts::{self, Lists, NotOurs};

/// What is known where the request is read.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// The order as rebuilt so far.
    pub order: Option<&'a Order>,
    /// Countries and states by id.
    pub lists: &'a Lists,
    /// The server's major and minor version.
    pub version: (u32, u32),
}

/// The method, and the path below `/api` in parts.
pub fn route(request: &RecordedRequest) -> (&str, Vec<&str>) {
    let path = request.path.split('?').next().unwrap_or_default();
    let path = path.strip_suffix(".json").unwrap_or(path);
    let parts = path.split('/').filter(|part| !part.is_empty());
    let below = parts.skip_while(|part| *part != "api").skip(1);
    // Spree since 3.1.
    let below = below.skip_while(|part| *part == "v1");
    (request.method.as_str(), below.collect())
}

/// The parameters of query and body.
pub fn params(request: &RecordedRequest) -> Result<Map<String, Value>, NotOurs> {
    let mut all = match &request.body {
        Value::Null => Map::new(),
        Value::Object(map) => map.clone(),
        _ => return Err("its body is no object"),
    };
    let query = request.path.split_once('?').map_or("", |(_, query)| query);
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        all.entry(decoded(name))
            .or_insert_with(|| Value::String(decoded(value)));
    }
    Ok(all)
}

/// The call, or why the room could not have sent it.
pub fn read(request: &RecordedRequest, here: &Here<'_>) -> Result<Call, NotOurs> {
    let (method, path) = route(request);
    let mut params = params(request)?;
    // Who speaks is told elsewhere.
    for name in ["order_token", "token"] {
        params.remove(name);
    }
    match (method, path.as_slice()) {
        // No body and an empty object are not the same: the latter is refused.
        ("POST", ["orders"]) if request.body.is_null() => bare(&params, Call::Create(Box::default())),
        ("POST", ["orders"]) => create(params, here),
        ("PUT", ["orders", _, "empty"]) => bare(&params, Call::Empty),
        ("POST", ["orders" | "checkouts", _, "line_items"]) => add_line(&params),
        ("PATCH" | "PUT", ["orders" | "checkouts", _, "line_items", id]) => {
            let item = only_member(&params, "line_item")?;
            parts::only(item, &["quantity"])?;
            let quantity = item
                .get("quantity")
                .and_then(parts::count)
                .ok_or("its quantity is no count")?;
            let (line, variant) = known_line(here, id)?;
            Ok(Call::SetLine {
                line,
                variant,
                quantity,
            })
        }
        ("DELETE", ["orders" | "checkouts", _, "line_items", id]) => {
            let (line, variant) = known_line(here, id)?;
            bare(&params, Call::RemoveLine { line, variant })
        }
        ("POST", ["orders", _, "coupon_codes"]) => {
            parts::only(&params, &["coupon_code"])?;
            coupon(params.get("coupon_code").and_then(Value::as_str)).map(Call::ApplyCoupon)
        }
        ("DELETE", ["orders", _, "coupon_codes", code]) => {
            coupon(Some(&decoded(code))).and_then(|code| bare(&params, Call::RemoveCoupon(code)))
        }
        ("PATCH" | "PUT", ["checkouts", _]) => update(&params, here),
        ("PUT", ["checkouts", _, "next"]) => bare(&params, Call::Next),
        ("PUT", ["checkouts", _, "advance"]) => bare(&params, Call::Advance),
        ("PUT", ["checkouts", _, "complete"]) => complete(&params, here),
        ("POST", ["orders" | "checkouts", _, "payments"]) => pay(&params),
        _ => Err("another endpoint"),
    }
}

/// A call without parameters.
pub fn bare(params: &Map<String, Value>, call: Call) -> Result<Call, NotOurs> {
    if params.is_empty() {
        Ok(call)
    } else {
        Err("parameters the room does not send")
    }
}

/// The object under the only key.
pub fn only_member<'a>(
    params: &'a Map<String, Value>,
    name: &str,
) -> Result<&'a Map<String, Value>, NotOurs> {
    parts::only(params, &[name])?;
    params
        .get(name)
        .and_then(Value::as_object)
        .ok_or("its body is not wrapped")
}

pub fn create(mut params: Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    parts::only(&params, &["order"])?;
    let Some(Value::Object(mut order)) = params.remove("order") else {
        return Err("its body is not wrapped");
    };
    if order.is_empty() {
        return Err("an empty body");
    }
    let mut draft = Draft::default();
    for key in ["line_items", "line_items_attributes"] {
        let Some(given) = order.remove(key) else { continue };
        for item in parts::list(&given)? {
            let item = item.as_object().ok_or("a line is no object")?;
            let (variant, quantity) = variant_and_quantity(item)?;
            if draft.lines.iter().any(|(other, _)| *other == variant) {
                return Err("a variant twice");
            }
            draft.lines.push((variant, quantity));
        }
    }
    draft.notes = text(order.get("special_instructions"))?;
    order.remove("special_instructions");
    draft.contact = contact(&order, here)?;
    Ok(Call::Create(Box::new(draft)))
}

fn add_line(params: &Map<String, Value>) -> Result<Call, NotOurs> {
    let (variant, quantity) = variant_and_quantity(only_member(params, "line_item")?)?;
    Ok(Call::AddLine { variant, quantity })
}

pub fn variant_and_quantity(item: &Map<String, Value>) -> Result<(Text, u32), NotOurs> {
    parts::only(item, &["variant_id", "quantity"])?;
    let variant = item
        .get("variant_id")
        .and_then(parts::id)
        .ok_or("its variant is no id")?;
    let quantity = match item.get("quantity") {
        None => Some(1),
        Some(given) => parts::count(given).filter(|n| *n > 0 && u64::from(*n) <= MAX_QUANTITY),
    };
    Ok((variant, quantity.ok_or("its quantity is no count")?))
}

/// The room names only lines it has seen.
pub fn known_line(here: &Here<'_>, id: &str) -> Result<(Text, Text), NotOurs> {
    let Some(order) = here.order else {
        return Ok((id.into(), Text::default()));
    };
    let line = order
        .lines
        .iter()
        .find(|line| line.id == *id)
        .ok_or("a line nobody has seen")?;
    Ok((line.id.clone(), line.variant.clone()))
}

pub fn coupon(code: Option<&str>) -> Result<Text, NotOurs> {
    let code = code
        .map(str::trim)
        .filter(|code| !code.bytes().all(|byte| byte == b'.'));
    code.map(Text::from).ok_or("a blank coupon")
}

fn update(params: &Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    parts::only(params, &["order", "state"])?;
    let back_to = back_to(params.get("state"), here)?;
    let empty = Map::new();
    let order = match params.get("order") {
        None => &empty,
        Some(Value::Object(order)) => order,
        Some(_) => return Err("its body is not wrapped"),
    };
    // Without content it is refused past the addresses since 2.11; the room never sends it.
    if order.is_empty() && here.version < (2, 11) {
        return Err("an update without content");
    }
    let has = |name: &str| order.contains_key(name);
    if has("payments_attributes") {
        parts::only(order, &["payments_attributes"])?;
        return pay_and_step(order, back_to.is_some(), here);
    }
    if has("shipments_attributes") || has("special_instructions") {
        parts::only(order, &["shipments_attributes", "special_instructions"])?;
        let mut rates = Vec::new();
        for shipment in order
            .get("shipments_attributes")
            .map(parts::list)
            .transpose()?
            .unwrap_or_default()
        {
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
        let notes = text(order.get("special_instructions"))?;
        return Ok(Call::Choose(Box::new(Choose {
            back_to,
            rates,
            notes,
        })));
    }
    Ok(Call::Contact(Box::new(Contact {
        back_to,
        ..contact(order, here)?
    })))
}

/// The step to go back to: the room never names one ahead.
pub fn back_to(state: Option<&Value>, here: &Here<'_>) -> Result<Option<Step>, NotOurs> {
    let Some(name) = state.filter(|state| !state.is_null()) else {
        return Ok(None);
    };
    let step = Step::from_name(name.as_str().ok_or("a state that is no text")?);
    let present = here.order.map(|order| &order.step);
    match (step.rank(), present.and_then(Step::rank)) {
        (Some(to), Some(from)) if to <= from => Ok(Some(step)),
        _ => Err("a step ahead by name"),
    }
}

fn pay_and_step(order: &Map<String, Value>, goes_back: bool, here: &Here<'_>) -> Result<Call, NotOurs> {
    if goes_back || here.order.is_some_and(|known| known.step != Step::Payment) {
        return Err("a payment with another step's update");
    }
    let Some(Value::Array(given)) = order.get("payments_attributes") else {
        return Err("payments as no list");
    };
    let [Value::Object(payment)] = given.as_slice() else {
        return Err("not one payment");
    };
    // The server sets the amount itself, whatever is sent.
    parts::only(payment, &["payment_method_id", "amount", "source_attributes"])?;
    let amount = here.order.map(|known| known.totals.due).unwrap_or_default();
    Ok(Call::Pay(Box::new(Pay {
        wish: Rc::new(wish(payment)?),
        amount,
        by: PayBy::Step,
    })))
}

pub(super) fn pay(params: &Map<String, Value>) -> Result<Call, NotOurs> {
    let payment = only_member(params, "payment")?;
    parts::only(payment, &["payment_method_id", "amount", "source_attributes"])?;
    let amount = match payment.get("amount") {
        None | Some(Value::Null) => Money::ZERO,
        Some(given) => money(given).ok_or("an amount that is no decimal")?,
    };
    Ok(Call::Pay(Box::new(Pay {
        wish: Rc::new(wish(payment)?),
        amount,
        by: PayBy::Itself,
    })))
}

fn wish(payment: &Map<String, Value>) -> Result<PaymentWish, NotOurs> {
    let method = payment
        .get("payment_method_id")
        .and_then(parts::id)
        .ok_or("a payment without a method")?;
    let source = parts::source(payment.get("source_attributes"))?;
    Ok(PaymentWish { method, source })
}

fn complete(params: &Map<String, Value>, here: &Here<'_>) -> Result<Call, NotOurs> {
    parts::only(params, &["expected_total"])?;
    let known = here.order.map(|order| order.totals.total).unwrap_or_default();
    let total = match params.get("expected_total") {
        None | Some(Value::Null) => known,
        Some(Value::String(blank)) if blank.trim().is_empty() => known,
        // A float crashes the server; the room sends text.
        Some(Value::Number(number)) if number.is_f64() => return Err("a total that is a float"),
        Some(given) => money(given).ok_or("a total that is no decimal")?,
    };
    Ok(Call::Complete {
        total,
        notes: Text::default(),
    })
}

/// E-mail and addresses; the flags that copy one address count only as the server counts them.
pub fn contact(order: &Map<String, Value>, here: &Here<'_>) -> Result<Contact, NotOurs> {
    const SHIPPING: [&str; 2] = ["ship_address_attributes", "ship_address"];
    const BILLING: [&str; 2] = ["bill_address_attributes", "bill_address"];
    let [s1, s2] = SHIPPING;
    let [b1, b2] = BILLING;
    parts::only(order, &["email", s1, s2, b1, b2, "use_billing", "use_shipping"])?;
    let given = |names: [&str; 2]| names.into_iter().find_map(|name| order.get(name));
    let old = here.order;
    let read = |given: Option<&Value>, old| {
        let read = |given| parts::address(given, old, here.lists, here.version).map(Rc::new);
        given.map(read).transpose()
    };
    let mut shipping = read(given(SHIPPING), old.and_then(|order| order.shipping.as_deref()))?;
    let mut billing = read(given(BILLING), old.and_then(|order| order.billing.as_deref()))?;
    let is_on = |name: &str| match order.get(name) {
        Some(Value::Bool(on)) => *on,
        Some(Value::String(on)) => on == "true" || on == "1",
        _ => false,
    };
    if is_on("use_billing") {
        shipping = billing
            .clone()
            .or_else(|| old.and_then(|order| order.billing.clone()));
    } else if is_on("use_shipping") && here.version >= (4, 3) {
        billing = shipping
            .clone()
            .or_else(|| old.and_then(|order| order.shipping.clone()));
    }
    let email = text(order.get("email"))?;
    if order.contains_key("email") && !parts::is_email(&email) {
        return Err("an e-mail refused before sending");
    }
    Ok(Contact {
        back_to: None,
        email,
        shipping,
        billing,
    })
}

/// A text; empty where there is none.
pub fn text(value: Option<&Value>) -> Result<Text, NotOurs> {
    match value {
        None | Some(Value::Null) => Ok(Text::default()),
        Some(Value::String(text)) => Ok(text.as_str().into()),
        Some(_) => Err("a text that is none"),
    }
}

fn money(value: &Value) -> Option<Money> {
    match value {
        Value::String(text) => Money::parse(text.trim()),
        Value::Number(number) => Money::parse(&number.to_string()),
        _ => None,
    }
}

/// Percent signs and plus signs undone.
pub fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let mut ahead = bytes.clone();
                let code = hex(ahead.next())
                    .zip(hex(ahead.next()))
                    .map(|(high, low)| high * 16 + low);
                match code.and_then(|code| u8::try_from(code).ok()) {
                    Some(code) => {
                        out.push(code);
                        bytes = ahead;
                    }
                    None => out.push(byte),
                }
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether a text can be an order's number.
pub fn is_number(text: &str) -> bool {
    is_id(text) && !matches!(text, "mine" | "current" | "new")
}
