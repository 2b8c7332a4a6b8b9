//! A recorded request of Sylius 0.13 to 0.16, read as a call in the room's words.

use std::rc::Rc;

use cashwrap::checkout::{Call, Choose, Contact, MAX_QUANTITY, Pay, PayBy, PaymentWish, Source};
use cashwrap::order::{Address, Money, Naming};
use cashwrap::text::Text;
use cashwrap_shop::replay::RecordedRequest;
use serde_json::{Map, Value};

use super::parts::{self, Lists, NotOurs};
use super::reader::{Here, known_line};

/// The path below `/api` in parts; nothing where it is not written as the room writes it.
pub fn path(request: &RecordedRequest) -> Option<Vec<&str>> {
    let below = request.path.strip_prefix("/api/")?;
    let below = below.strip_prefix("v1/").unwrap_or(below);
    Some(below.split('/').collect())
}

/// The id of the order a request is about.
pub fn subject(request: &RecordedRequest) -> Option<String> {
    match path(request)?.as_slice() {
        ["orders" | "checkouts", id, ..] if is_number(id) => Some((*id).to_owned()),
        _ => None,
    }
}

/// Whether an id is written as the server counts: other texts mean the same order to its checkout.
fn is_number(id: &str) -> bool {
    let digits = id.bytes().all(|byte| byte.is_ascii_digit());
    digits && !id.is_empty() && !id.starts_with('0')
}

/// The call, or why the room could not have sent it.
pub fn read(request: &RecordedRequest, here: &Here<'_>) -> Result<Call, NotOurs> {
    let header = |name: &str| {
        let mut found = request.headers.iter();
        found.find(|(key, _)| key.eq_ignore_ascii_case(name))
    };
    if header("x-http-method-override").is_some() {
        return Err("another method in a header");
    }
    let is_json = header("content-type").is_none_or(|(_, kind)| kind.starts_with("application/json"));
    if !is_json {
        return Err("a body of another type");
    }
    let path = path(request).ok_or("another endpoint")?;
    match (request.method.as_str(), path.as_slice()) {
        ("PUT", ["checkouts", id]) if is_number(id) => put(&request.body, here),
        ("POST", ["orders", id, "items", ""]) if is_number(id) => {
            let line = object(&request.body)?;
            parts::only(line, &["variant", "quantity", "unitPrice"])?;
            // A proxy adds it.
            if line
                .get("unitPrice")
                .and_then(Value::as_str)
                .and_then(Money::parse)
                .is_none()
            {
                return Err("a line without a price in decimals");
            }
            let variant = line.get("variant").and_then(parts::id);
            let quantity = line.get("quantity").and_then(parts::count);
            let quantity = quantity.filter(|n| *n > 0 && u64::from(*n) <= MAX_QUANTITY);
            Ok(Call::AddLine {
                variant: variant.ok_or("its variant is no id")?,
                quantity: quantity.ok_or("its quantity is no count")?,
            })
        }
        ("DELETE", ["orders", id, "items", line]) if is_number(id) => {
            let (line, variant) = known_line(here, line)?;
            Ok(Call::RemoveLine { line, variant })
        }
        _ => Err("another endpoint"),
    }
}

fn object(value: &Value) -> Result<&Map<String, Value>, NotOurs> {
    value.as_object().ok_or("its body is no object")
}

/// What it is for, its keys say.
fn put(body: &Value, here: &Here<'_>) -> Result<Call, NotOurs> {
    if body.is_null() {
        return Ok(Call::Complete {
            total: Money::ZERO,
            notes: Text::default(),
        });
    }
    let body = object(body)?;
    if body.contains_key("shippingAddress") {
        return addresses(body, here.lists);
    }
    if let Some(shipments) = body.get("shipments") {
        parts::only(body, &["shipments"])?;
        let offered = here.order.map(|o| o.shipments.as_slice()).unwrap_or_default();
        let by_place = here.order.is_some_and(|order| order.naming == Naming::Place);
        if here.order.is_some_and(|order| order.naming == Naming::Unknown) {
            return Err("a place or an id: undecided");
        }
        if by_place && offered.is_empty() {
            return Err("a place in a list nobody has seen");
        }
        let mut rates = Vec::new();
        for (at, shipment) in parts::list(shipments)?.into_iter().enumerate() {
            let shipment = shipment.as_object().ok_or("a shipment is no object")?;
            parts::only(shipment, &["method"])?;
            let rate = shipment
                .get("method")
                .and_then(parts::id)
                .ok_or("a method without an id")?;
            let known = offered.get(at);
            if known.is_some_and(|known| !known.rates.iter().any(|r| r.id == rate)) {
                return Err("a rate nobody was offered");
            }
            rates.push((at.to_string().as_str().into(), rate));
        }
        if rates.len() != offered.len().max(1) {
            return Err("not one method for each shipment");
        }
        return Ok(Call::Choose(Box::new(Choose {
            back_to: None,
            rates,
            notes: Text::default(),
        })));
    }
    parts::only(body, &["paymentMethod"])?;
    let method = body.get("paymentMethod").and_then(parts::id);
    let wish = Rc::new(PaymentWish {
        method: method.ok_or("a method without an id")?,
        source: Source::None,
    });
    Ok(Call::Pay(Box::new(Pay {
        wish,
        amount: here.order.map(|order| order.totals.due).unwrap_or_default(),
        by: PayBy::Step,
    })))
}

/// A billing address counts only together with its flag.
fn addresses(body: &Map<String, Value>, lists: &Lists) -> Result<Call, NotOurs> {
    parts::only(
        body,
        &["shippingAddress", "billingAddress", "differentBillingAddress"],
    )?;
    let given = |name: &str| body.get(name).ok_or("an address that is none");
    let is_different = match body.get("differentBillingAddress") {
        None | Some(Value::Bool(false)) => false,
        Some(Value::Bool(true)) => true,
        Some(_) => return Err("a flag that is none"),
    };
    let billing = is_different.then(|| given("billingAddress").and_then(|a| address(a, lists)));
    Ok(Call::Contact(Box::new(Contact {
        shipping: Some(address(given("shippingAddress")?, lists)?),
        billing: billing.transpose()?,
        ..Contact::default()
    })))
}

fn address(given: &Value, lists: &Lists) -> Result<Rc<Address>, NotOurs> {
    let given = object(given)?;
    parts::only(
        given,
        &[
            "firstName",
            "lastName",
            "street",
            "city",
            "postcode",
            "country",
            "province",
            "phoneNumber",
            "company",
        ],
    )?;
    let text = |name: &str| match given.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err("an address part that is no text"),
    };
    let country = text("country")?;
    let known = lists.country(&country);
    let province = text("province")?;
    if given.get("province").is_some_and(|province| *province == "") {
        return Err("a blank province");
    }
    // No list tells them, so their ids are the page's own: it names one, and only where there are some.
    let is_id = province.bytes().all(|byte| byte.is_ascii_digit());
    match lists.province(&country, &province) {
        (true, _) if province.is_empty() => return Err("a province the page knows and left out"),
        (_, false) if !province.is_empty() && is_id => return Err("a province nobody knows"),
        _ => {}
    }
    Ok(Rc::new(Address {
        name: format!("{} {}", text("firstName")?, text("lastName")?).into(),
        company: text("company")?.into(),
        address1: text("street")?.into(),
        city: text("city")?.into(),
        postal_code: text("postcode")?.into(),
        country: match known {
            Some(code) => code.into(),
            None if country.is_empty() => Text::default(),
            None => return Err("a country nobody listed"),
        },
        region: province.into(),
        phone: text("phoneNumber")?.into(),
        ..Address::default()
    }))
}
