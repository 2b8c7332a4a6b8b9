//! Recordings of Sylius: every case begins with a fresh database, so the ids are the recorded ones.

use super::compare;
use super::play::{Played, Replayer};
use super::{Exchange, sylius_adopt, sylius_rebuilt, sylius_remarks};
use crate::faults::answer;
use crate::http::Request;
use crate::settings::{Server, Settings};
use crate::shop::Shop;
use crate::sylius::Release;
use serde_json::Value;

/// Cases that no checkout client causes: wire formats, token grants, races, letter case, lookups.
const OUTSIDE: [&str; 17] = [
    "wire_formats",
    "formats",
    "form_encoded_flow",
    "query_string_is_not_a_body",
    "oauth_token",
    "auth",
    "letter_case_and_charset",
    "lookups",
    "reference_data",
    "customers",
    "customer_after_order",
    "adjustments_resource",
    "find_a_lost_cart_or_order",
    "following_other_links",
    "verbs",
    "ids",
    "unknown_host",
];

/// A checkout client can cause it, one call after another. Of the other families everything counts.
pub(super) fn is_in_scope(exchange: &Exchange) -> bool {
    let server = Server::of_recording(exchange.version.as_deref());
    if !matches!(server, Some(Server::Sylius(_))) {
        return true;
    }
    let case = exchange.case.as_str();
    let is_race = case.starts_with("race_") || case.starts_with("concurrent_");
    // Of these settings only what differs was kept: steps are missing.
    let is_partial = exchange
        .setting
        .as_deref()
        .is_some_and(|text| text.contains("MariaDB") || text.contains("env=dev"));
    let lists_wares = exchange.request.path.contains("/products/");
    !OUTSIDE.contains(&case) && !is_race && !is_partial && !lists_wares
}

/// The order that a path is about.
fn order_id(release: Release, path: &str) -> Option<u64> {
    let path = path.split('?').next().unwrap_or("");
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let rest = if release.is_split() || release == Release::Documented {
        parts.get(2..)?
    } else {
        parts.get(1..)?
    };
    let id = match rest {
        [
            "checkouts",
            "addressing" | "select-shipping" | "select-payment" | "complete",
            id,
        ] => id,
        ["carts" | "checkouts" | "orders", id, ..] => id,
        _ => return None,
    };
    id.parse().ok()
}

impl Replayer {
    pub(super) fn play_sylius(&mut self, shop: &mut Shop, exchange: &Exchange) -> Played {
        let release = match Server::of_recording(exchange.version.as_deref()) {
            Some(Server::Sylius(release)) => release,
            _ => shop.release(),
        };
        let begins = self.case != exchange.case || self.setting != exchange.setting;
        if begins {
            self.case.clone_from(&exchange.case);
            self.setting.clone_from(&exchange.setting);
            shop.set_settings(Settings::sylius(release));
            shop.reset();
            self.orders.clear();
            self.created.clear();
            sylius_remarks::begin(shop, exchange);
        }
        let id = order_id(release, &exchange.request.path);
        // Refused before anyone looked for the order.
        let missing =
            matches!(exchange.response.status, 401 | 403 | 404 | 405) && exchange.response.body.is_object();
        let is_rebuilt = !release.is_split()
            && id.is_some_and(|id| sylius_rebuilt::is_rebuilt(shop, &self.created, exchange, id));
        let is_known = missing || id.is_none_or(|id| self.orders.contains(&id) && !is_rebuilt);
        if let Some(id) = id.filter(|_| !is_known) {
            if release.is_split() {
                sylius_adopt::build(shop, exchange, id);
            } else {
                sylius_rebuilt::rebuild(shop, exchange, id);
            }
        }
        sylius_remarks::apply(shop, exchange);
        sylius_adopt::align(shop, exchange);
        let mut played = Self::compare_sylius(shop, exchange);
        played.is_known = is_known;
        let is_same = played.status_ok && played.differences.is_empty();
        for body in sylius_adopt::orders_in(&exchange.response.body) {
            if let Some(id) = body.get("id").and_then(Value::as_u64) {
                self.orders.insert(id);
                if let Some(at) = body.get("created_at").and_then(Value::as_str) {
                    self.created.insert(id, at.to_owned());
                }
            }
            if !is_same {
                sylius_adopt::adopt(shop, body);
            }
        }
        if !is_same {
            sylius_adopt::adopt_wares(shop, &exchange.response.body);
        }
        if let (Some(id), "DELETE", 204) = (id, exchange.request.method.as_str(), exchange.response.status)
            && !exchange.request.path.contains("/items/")
        {
            self.orders.insert(id);
        }
        played
    }

    fn compare_sylius(shop: &mut Shop, exchange: &Exchange) -> Played {
        let recorded = &exchange.request;
        let mut request = Request::new(&recorded.method, &recorded.path);
        for (name, value) in &recorded.headers {
            request = request.header(name, value);
        }
        request.body = match &recorded.body {
            Value::Null => Vec::new(),
            Value::String(text) => text.clone().into_bytes(),
            body => body.to_string().into_bytes(),
        };
        let answered = answer(shop, &request).response().unwrap_or_default();
        let text = answered.text();
        let body = if answered.body.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        };
        let wanted = exchange.response.content_type.as_deref().unwrap_or("");
        let expected = match &exchange.response.body {
            Value::String(text) if text.is_empty() => Value::Null,
            other => shortened(other),
        };
        let body = shortened(&body);
        let differences = compare::counted(&expected, &body);
        Played {
            status_ok: answered.status == exchange.response.status,
            content_type_ok: answered.content_type == wanted,
            shape_ok: differences.iter().all(|difference| !difference.shape),
            differences,
            is_known: true,
            tag: None,
        }
    }
}

/// Long lists of pieces are cut in the recordings.
fn shortened(body: &Value) -> Value {
    match body {
        Value::Object(map) => {
            let member = |(key, value): (&String, &Value)| {
                let value = match value {
                    Value::Array(list) if key == "units" && list.len() > 2 => {
                        Value::Array(list.iter().take(2).map(shortened).collect())
                    }
                    value => shortened(value),
                };
                (key.clone(), value)
            };
            Value::Object(map.iter().map(member).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(shortened).collect()),
        other => other.clone(),
    }
}
