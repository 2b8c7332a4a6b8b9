//! Sends a recorded request, renamed, and compares what comes back.

use super::compare::{self, Difference, Names};
use super::{Exchange, RecordedRequest};
use crate::faults::answer;
use crate::http::Request;
use crate::settings::{Server, Settings};
use crate::shop::Shop;
use crate::world::World;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The order was built by recorded calls or shown by an earlier answer; true where there is none.
    pub is_known: bool,
    /// The answer's tag.
    pub(super) tag: Option<String>,
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
    pub(super) names: Names,
    pub(super) setting: Option<String>,
    /// Recorded numbers of the orders that answers have shown.
    shown: BTreeSet<String>,
    /// Row ids of recorded orders, and their numbers.
    rows: BTreeMap<u64, String>,
    pub(super) case: String,
    /// Ids of the Sylius orders that are known.
    pub(super) orders: BTreeSet<u64>,
    /// When the known orders of one URL were made, in the recording.
    pub(super) created: BTreeMap<u64, String>,
    /// The tags of the answers last read, by path.
    tags: BTreeMap<String, String>,
}

impl Replayer {
    /// Knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Plays one exchange.
    ///
    /// An order of a Spree recording that no earlier line has shown is built to fit the line, as the recording's
    /// own database was prepared for it; one that is not as recorded afterwards is made so.
    pub fn play(&mut self, shop: &mut Shop, exchange: &Exchange) -> Played {
        match shop.settings.server {
            Server::Spree(_) => return self.play_spree(shop, exchange),
            Server::Sylius(_) => return self.play_sylius(shop, exchange),
            Server::Solidus => {}
        }
        self.play_one(shop, exchange)
    }

    fn play_spree(&mut self, shop: &mut Shop, exchange: &Exchange) -> Played {
        if let Some(Server::Spree(version)) = Server::of_recording(exchange.version.as_deref()) {
            let text = exchange.setting.as_deref().unwrap_or("");
            let settings = Settings::from_spree_setting_text(version, text);
            if settings != shop.settings {
                shop.set_settings(settings);
            }
            self.setting.clone_from(&exchange.setting);
        }
        if self.case != exchange.case {
            self.case.clone_from(&exchange.case);
            restock(shop);
        }
        self.notice_new_database(shop, exchange);
        let number = recorded_number(&exchange.request);
        let is_known = number.as_ref().is_none_or(|number| self.shown.contains(number));
        if let Some(number) = number.filter(|_| !is_known)
            && self.names.get("number", &number).is_none()
        {
            restock(shop);
            super::silent::build(self, shop, exchange, &number);
        }
        let mut played = self.play_one(shop, exchange);
        played.is_known = is_known;
        let bodies = super::adopt::orders_in(&exchange.response.body);
        for body in bodies {
            if let Some(number) = body.get("number").and_then(Value::as_str) {
                self.shown.insert(number.to_owned());
            }
            if !(played.differences.is_empty() && played.status_ok) {
                super::adopt::adopt(self, shop, body);
            }
        }
        super::adopt::adopt_stock(shop, &exchange.response.body);
        if let Some(tag) = played.tag.take() {
            self.tags.insert(exchange.request.path.clone(), tag);
        }
        played
    }

    /// A row id that comes back with another number: the recording began anew.
    fn notice_new_database(&mut self, shop: &mut Shop, exchange: &Exchange) {
        let rows: Vec<(u64, String)> = super::adopt::orders_in(&exchange.response.body)
            .into_iter()
            .filter_map(|body| {
                let number = body.get("number")?.as_str()?.to_owned();
                Some((body.get("id")?.as_u64()?, number))
            })
            .collect();
        let differs = |(id, number): &(u64, String)| self.rows.get(id).is_some_and(|known| known != number);
        if rows.iter().any(differs) {
            shop.reset();
            (self.names, self.shown, self.rows) = (Names::default(), BTreeSet::new(), BTreeMap::new());
        }
        self.rows.extend(rows);
    }

    pub(super) fn play_one(&mut self, shop: &mut Shop, exchange: &Exchange) -> Played {
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
        } else if answered.content_type.starts_with("application/json") || text.starts_with('{') {
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
            is_known: true,
            tag: answered
                .headers
                .iter()
                .find(|(name, _)| name == "ETag")
                .map(|(_, value)| value.clone()),
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
            let tag = self.tags.get(&recorded.path);
            let tag = tag.filter(|_| name.eq_ignore_ascii_case("if-none-match"));
            request = request.header(name, known.or(tag.map(String::as_str)).unwrap_or(value));
        }
        let typed = recorded
            .headers
            .keys()
            .any(|name| name.eq_ignore_ascii_case("content-type"));
        match &recorded.body {
            Value::Null => request,
            Value::String(text) if typed => {
                let form = request
                    .get("content-type")
                    .is_some_and(|kind| kind.contains("form"));
                let text = if form {
                    self.rename_query(text)
                } else {
                    text.clone()
                };
                Request {
                    body: text.into_bytes(),
                    ..request
                }
            }
            body => request.json(&self.rename_body("", body).to_string()),
        }
    }

    /// Each segment after the name of its collection.
    fn rename_path(&self, path: &str) -> String {
        let mut before = "";
        let mut out = Vec::new();
        for whole in path.split('/') {
            let (segment, suffix) = match whole.strip_suffix(".json") {
                Some(segment) => (segment, ".json"),
                None => (whole, ""),
            };
            let known = match before {
                "orders" | "checkouts" => self.names.get("number", segment),
                "shipments" => self.names.get("shipment number", segment),
                "payments" if segment.starts_with('P') => {
                    let number = self.names.get("number", segment);
                    number.or_else(|| self.names.get("payment number", segment))
                }
                "line_items" | "payments" | "addresses" | "credit_cards" => self.names.get(before, segment),
                _ => None,
            };
            out.push(format!("{}{suffix}", known.unwrap_or(segment)));
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
                        (_, "existing_card") => Some("credit_cards"),
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

/// The recorded database was filled up between cases, and before an order was prepared.
fn restock(shop: &mut Shop) {
    let Some(opening) = World::named(shop.world.name) else {
        return;
    };
    let changed = opening.variants.iter().any(|variant| {
        let now = shop.world.variant(variant.id);
        now.is_some_and(|now| now.count_on_hand != variant.count_on_hand)
    });
    if changed {
        for variant in &opening.variants {
            shop.set_stock(variant.id, variant.count_on_hand);
        }
    }
}

/// The recorded number of the order a request is about, without a suffix.
pub(super) fn recorded_number(request: &RecordedRequest) -> Option<String> {
    let number = order_number(&request.path)?;
    let number = number.strip_suffix(".json").unwrap_or(number);
    let is_number =
        number.len() > 1 && number.starts_with('R') && number.bytes().skip(1).all(|b| b.is_ascii_digit());
    is_number.then(|| number.to_owned())
}

fn order_number(path: &str) -> Option<&str> {
    let mut segments = path.split('?').next()?.split('/');
    segments.find(|segment| matches!(*segment, "orders" | "checkouts"))?;
    segments.next()
}
