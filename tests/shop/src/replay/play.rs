//! Sends a recorded request, renamed, and compares what comes back.

use super::compare::{self, Difference, Names};
use super::{Exchange, RecordedRequest};
use crate::faults::answer;
use crate::http::Request;
use crate::settings::Settings;
use crate::shop::Shop;
use serde_json::Value;

/// How one exchange went.
#[derive(Debug, Clone)]
pub struct Played {
    /// The status is as recorded.
    pub status_ok: bool,
    /// The content type is as recorded.
    pub content_type_ok: bool,
    /// Names and types of the body are as recorded.
    pub shape_ok: bool,
    /// Everything that differs.
    pub differences: Vec<Difference>,
}

impl Played {
    /// Nothing differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.status_ok && self.content_type_ok && self.differences.is_empty()
    }
}

/// Plays exchanges in order and remembers what stands for what.
#[derive(Debug, Clone, Default)]
pub struct Replayer {
    names: Names,
    setting: Option<String>,
}

impl Replayer {
    /// Knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Plays one exchange.
    pub fn play(&mut self, shop: &mut Shop, exchange: &Exchange) -> Played {
        if exchange.setting.is_some() && exchange.setting != self.setting {
            shop.set_settings(Settings::from_setting_text(
                exchange.setting.as_deref().unwrap_or(""),
            ));
            self.setting.clone_from(&exchange.setting);
        }
        let request = self.rename(&exchange.request);
        let number = order_number(&request.path).map(str::to_owned);
        // A recorded 409 was got by holding the lock in the database.
        let held = exchange.response.status == 409;
        if let Some(number) = number.as_deref().filter(|_| held) {
            shop.set_lock(number, true);
        }
        let answered = answer(shop, &request).response().unwrap_or_default();
        if let Some(number) = number.as_deref().filter(|_| held) {
            shop.set_lock(number, false);
        }
        let recorded = &exchange.response;
        let text = answered.text();
        let body = if answered.body.is_empty() {
            Value::Null
        } else if answered.content_type.starts_with("application/json") {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        } else {
            Value::String(text)
        };
        let wanted = recorded.content_type.as_deref().unwrap_or("");
        let expected = self.renamed_lock(&recorded.body, held);
        let differences = compare::bodies(&mut self.names, &expected, &body);
        Played {
            status_ok: answered.status == recorded.status,
            content_type_ok: answered.content_type == wanted,
            shape_ok: differences.iter().all(|difference| !difference.shape),
            differences,
        }
    }

    /// The lock answer names the order's row id in its text.
    fn renamed_lock(&self, body: &Value, held: bool) -> Value {
        let Some(text) = body.as_str().filter(|_| held) else {
            return body.clone();
        };
        let Some((before, id)) = text.rsplit_once(' ') else {
            return body.clone();
        };
        Value::String(format!("{before} {}", self.names.get("order", id).unwrap_or(id)))
    }

    fn rename(&self, recorded: &RecordedRequest) -> Request {
        let (path, query) = match recorded.path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (recorded.path.as_str(), None),
        };
        let mut path = self.rename_path(path);
        if let Some(query) = query {
            path = format!("{path}?{}", self.rename_query(query));
        }
        let mut request = Request::new(&recorded.method, &path);
        for (name, value) in &recorded.headers {
            let token = name.eq_ignore_ascii_case("x-spree-order-token");
            let known = if token {
                self.names.get("token", value)
            } else {
                None
            };
            request = request.header(name, known.unwrap_or(value));
        }
        let typed = recorded
            .headers
            .keys()
            .any(|name| name.eq_ignore_ascii_case("content-type"));
        match &recorded.body {
            Value::Null => request,
            Value::String(text) if typed => Request {
                body: text.clone().into_bytes(),
                ..request
            },
            body => request.json(&self.rename_body("", body).to_string()),
        }
    }

    /// Each segment after the name of its collection.
    fn rename_path(&self, path: &str) -> String {
        let mut before = "";
        let mut out = Vec::new();
        for segment in path.split('/') {
            let known = match before {
                "orders" | "checkouts" => self.names.get("number", segment),
                "shipments" => self.names.get("shipment number", segment),
                "line_items" | "payments" | "addresses" | "credit_cards" => self.names.get(before, segment),
                _ => None,
            };
            out.push(known.unwrap_or(segment));
            before = segment;
        }
        out.join("/")
    }

    fn rename_query(&self, query: &str) -> String {
        let rename = |pair: &str| match pair.split_once('=') {
            Some((name @ ("order_id" | "order_number" | "checkout_id"), value)) => {
                format!("{name}={}", self.names.get("number", value).unwrap_or(value))
            }
            Some((name @ "order_token", value)) => {
                format!("{name}={}", self.names.get("token", value).unwrap_or(value))
            }
            _ => pair.to_owned(),
        };
        query.split('&').map(rename).collect::<Vec<_>>().join("&")
    }

    fn rename_body(&self, parent: &str, body: &Value) -> Value {
        match body {
            Value::Object(map) => {
                let member = |(key, value): (&String, &Value)| {
                    let kind = match (parent, key.as_str()) {
                        ("shipments_attributes" | "shipments", "id") => Some("shipments"),
                        (_, "selected_shipping_rate_id") => Some("shipping_rates"),
                        ("line_items_attributes" | "line_items", "id") => Some("line_items"),
                        (_, "order_token") => Some("token"),
                        _ => None,
                    };
                    let renamed = kind.map(|kind| self.rename_leaf(kind, value));
                    // Index keys stand for the list they are in.
                    let inner = if key.bytes().all(|byte| byte.is_ascii_digit()) {
                        parent
                    } else {
                        key
                    };
                    (
                        key.clone(),
                        renamed.unwrap_or_else(|| self.rename_body(inner, value)),
                    )
                };
                Value::Object(map.iter().map(member).collect())
            }
            Value::Array(items) => items.iter().map(|item| self.rename_body(parent, item)).collect(),
            other => other.clone(),
        }
    }

    fn rename_leaf(&self, kind: &str, value: &Value) -> Value {
        let known = |text: &str| self.names.get(kind, text).map(str::to_owned);
        match value {
            Value::String(text) => Value::String(known(text).unwrap_or_else(|| text.clone())),
            Value::Number(number) => known(&number.to_string())
                .and_then(|text| text.parse::<u64>().ok())
                .map_or_else(|| value.clone(), Value::from),
            other => other.clone(),
        }
    }
}

fn order_number(path: &str) -> Option<&str> {
    let mut segments = path.split('?').next()?.split('/');
    segments.find(|segment| matches!(*segment, "orders" | "checkouts"))?;
    segments.next()
}
