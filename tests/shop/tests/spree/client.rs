//! A client of a Spree, and the way to each state.

use cashwrap_shop::{Request, Settings, Shop, Version, World, answer};
use serde_json::{Value, json};

/// Status and body.
pub type Got = (u16, Value);

pub const GOOD: &str = "4111111111111111";
pub const DECLINED: &str = "4000000000000002";

pub struct Client {
    pub shop: Shop,
    pub version: Version,
    pub number: String,
    pub token: String,
    /// Sent instead of the order token.
    pub key: Option<&'static str>,
}

pub fn version(release: &str) -> Version {
    Version::of(release).unwrap()
}

/// Every profile but 2.0.3, whose guests can hardly do anything.
pub const RELEASES: [&str; 7] = ["2.1.12", "2.2.14", "2.3.13", "2.4.2", "2.4.10", "3.7", "4.4"];

impl Client {
    /// A guest of the recorded world without an order.
    pub fn of(release: &str) -> Self {
        let version = version(release);
        let shop = Shop::recorded_spree(version);
        // Up to 2.0 only an administrator may read orders and change lines.
        let key = matches!(release, "1.3.5" | "2.0.3").then_some("adminkey");
        Self {
            shop,
            version,
            number: String::new(),
            token: String::new(),
            key,
        }
    }

    /// A guest of the demo's world.
    pub fn demo(release: &str) -> Self {
        let mut client = Self::of(release);
        client.shop = Shop::new(World::demo(), Settings::spree(version(release)), 7);
        client
    }

    pub fn with_key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    pub fn is_modern(&self) -> bool {
        self.version >= version("3.7")
    }

    fn prefix(&self) -> &'static str {
        if self.is_modern() { "/api/v1" } else { "/api" }
    }

    /// Exactly this path and these headers.
    pub fn raw(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Got {
        let mut request = Request::new(method, path);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if !body.is_null() {
            request = request.json(&body.to_string());
        }
        let response = answer(&mut self.shop, &request).response().unwrap();
        let text = response.text();
        let body = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        };
        (response.status, body)
    }

    /// Under the prefix, with these headers.
    pub fn bare(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Got {
        let path = format!("{}{path}", self.prefix());
        self.raw(method, &path, headers, body)
    }

    /// Under the prefix, with this client's credentials.
    pub fn send(&mut self, method: &str, path: &str, body: Value) -> Got {
        let token = self.token.clone();
        match self.key {
            Some(key) => self.bare(method, path, &[("X-Spree-Token", key)], &body),
            None if token.is_empty() => self.bare(method, path, &[], &body),
            None => self.bare(method, path, &[("X-Spree-Order-Token", &token)], &body),
        }
    }

    pub fn order(&mut self, method: &str, rest: &str, body: Value) -> Got {
        let path = format!("/orders/{}{rest}", self.number);
        self.send(method, &path, body)
    }

    pub fn checkout(&mut self, method: &str, rest: &str, body: Value) -> Got {
        let path = format!("/checkouts/{}{rest}", self.number);
        self.send(method, &path, body)
    }

    pub fn read(&mut self) -> Value {
        let (status, body) = self.order("GET", "", Value::Null);
        assert_eq!(status, 200, "{body}");
        body
    }

    pub fn state(&mut self) -> String {
        self.read()["state"].as_str().unwrap().to_owned()
    }

    pub fn next(&mut self) -> Got {
        self.checkout("PUT", "/next", Value::Null)
    }

    /// An order of the guest; its token, or the key where there is none.
    pub fn create(mut self, body: Value) -> Self {
        let key = self.key;
        let headers: Vec<_> = key.iter().map(|key| ("X-Spree-Token", *key)).collect();
        let (status, order) = self.bare("POST", "/orders", &headers, &body);
        assert_eq!(status, 201, "{order}");
        self.number = order["number"].as_str().unwrap().into();
        self.token = order["token"].as_str().unwrap_or_default().into();
        self
    }

    pub fn add(&mut self, variant: u64, quantity: i64) -> Value {
        let body = json!({ "line_item": { "variant_id": variant, "quantity": quantity } });
        let (status, line) = self.order("POST", "/line_items", body);
        assert_eq!(status, 201, "{line}");
        line
    }

    /// One T-shirt, with an e-mail.
    pub fn in_cart(self) -> Self {
        let mut client = self.create(json!({ "order": { "email": "guest@example.com" } }));
        client.add(2, 1);
        client
    }

    pub fn in_address(self) -> Self {
        let mut client = self.in_cart();
        client.advances(Value::Null, "address");
        client
    }

    pub fn in_delivery(self) -> Self {
        let mut client = self.in_address();
        let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
        client.advances(json!({ "order": both }), "delivery");
        client
    }

    pub fn in_payment(self) -> Self {
        let mut client = self.in_delivery();
        client.advances(Value::Null, "payment");
        client
    }

    pub fn in_confirm(self) -> Self {
        let mut client = self.in_payment();
        let body = client.pay(GOOD);
        client.advances(body, "confirm");
        client
    }

    pub fn completed(self) -> Self {
        let mut client = self.in_confirm();
        client.advances(Value::Null, "complete");
        client
    }

    /// A PUT that must reach this state.
    pub fn advances(&mut self, body: Value, state: &str) -> Value {
        let (status, order) = self.checkout("PUT", "", body);
        assert_eq!((status, &order["state"]), (200, &json!(state)), "{order}");
        order
    }

    /// The payment by card in the form this version takes.
    pub fn pay(&self, number: &str) -> Value {
        let source = json!({ "1": card(self.version, number) });
        if self.version == version("2.1.12") || self.version == version("2.2.14") {
            json!({ "order": { "payments_attributes": { "payment_method_id": "1" }, "payment_source": source } })
        } else {
            json!({ "order": { "payments_attributes": [{ "payment_method_id": "1" }] }, "payment_source": source })
        }
    }
}

pub fn card(of: Version, number: &str) -> Value {
    let mut card = json!({ "number": number, "month": "12", "year": "2030", "verification_value": "123" });
    if of >= version("2.2.14") {
        card["name"] = json!("Jane Doe");
    }
    card
}

pub fn check() -> Value {
    json!({ "order": { "payments_attributes": [{ "payment_method_id": "2" }] } })
}

pub fn address() -> Value {
    json!({
        "firstname": "John", "lastname": "Doe", "address1": "1 Main St", "city": "New York", "zipcode": "10001",
        "phone": "555-0100", "country_id": 1, "state_id": 1
    })
}

pub fn unauthorized() -> Got {
    (
        401,
        json!({ "error": "You are not authorized to perform that action." }),
    )
}

pub fn not_found() -> Got {
    let text = "The resource you were looking for could not be found.";
    (404, json!({ "error": text }))
}

pub fn invalid(errors: Value) -> Got {
    let text = "Invalid resource. Please fix errors and try again.";
    (422, json!({ "error": text, "errors": errors }))
}

pub fn not_transitioned(errors: Value) -> Got {
    let text = "The order could not be transitioned. Please fix the errors and try again.";
    (422, json!({ "error": text, "errors": errors }))
}
