//! A client of the shop, and the way to each state.

use cashwrap_shop::{OrderView, Request, Settings, Shop, World, answer};
use serde_json::{Value, json};

/// Status and body.
pub type Got = (u16, Value);

pub struct Client {
    pub shop: Shop,
    pub number: String,
    pub token: String,
    /// Sent instead of the order token.
    pub key: Option<&'static str>,
}

impl Client {
    /// A guest of the recorded world without an order.
    pub fn guest() -> Self {
        Self::of(Shop::recorded())
    }

    /// A guest of the demo's world.
    pub fn demo() -> Self {
        Self::of(Shop::new(World::demo(), Settings::default(), 7))
    }

    pub fn of(shop: Shop) -> Self {
        Self {
            shop,
            number: String::new(),
            token: String::new(),
            key: None,
        }
    }

    pub fn with_key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// Exactly these headers.
    pub fn raw(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Got {
        let mut request = Request::new(method, path);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if !body.is_null() {
            request = request.json(&body.to_string());
        }
        let response = answer(&mut self.shop, &request).response().unwrap();
        let body = serde_json::from_slice(&response.body).unwrap_or_else(|_| Value::String(response.text()));
        (
            response.status,
            if response.body.is_empty() {
                Value::Null
            } else {
                body
            },
        )
    }

    /// With this client's credentials.
    pub fn send(&mut self, method: &str, path: &str, body: Value) -> Got {
        let (token, bearer) = (self.token.clone(), self.key.map(|key| format!("Bearer {key}")));
        match bearer {
            Some(bearer) => self.raw(method, path, &[("Authorization", &bearer)], &body),
            None if token.is_empty() => self.raw(method, path, &[], &body),
            None => self.raw(method, path, &[("X-Spree-Order-Token", &token)], &body),
        }
    }

    pub fn get(&mut self, path: &str) -> Got {
        self.send("GET", path, Value::Null)
    }

    /// On this order: `rest` follows the number.
    pub fn order(&mut self, method: &str, rest: &str, body: Value) -> Got {
        let path = format!("/api/orders/{}{rest}", self.number);
        self.send(method, &path, body)
    }

    pub fn checkout(&mut self, method: &str, rest: &str, body: Value) -> Got {
        let path = format!("/api/checkouts/{}{rest}", self.number);
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

    pub fn complete(&mut self) -> Got {
        self.checkout("PUT", "/complete", Value::Null)
    }

    pub fn view(&self) -> OrderView {
        self.shop.order_view(&self.number).unwrap()
    }

    /// A new order becomes this client's.
    pub fn create(mut self, body: Value) -> Self {
        self.token.clear();
        let (status, order) = self.send("POST", "/api/orders", body);
        assert_eq!(status, 201, "{order}");
        self.number = order["number"].as_str().unwrap().to_owned();
        self.token = order["token"].as_str().unwrap().to_owned();
        self
    }

    pub fn add(&mut self, variant: u64, quantity: i64) -> Value {
        let body = json!({ "line_item": { "variant_id": variant, "quantity": quantity } });
        let (status, line) = self.order("POST", "/line_items", body);
        assert_eq!(status, 201, "{line}");
        line
    }

    /// A cart with one shirt and an email.
    pub fn in_cart(self) -> Self {
        let mut client = self.create(json!({ "order": { "email": "guest@example.com" } }));
        client.add(2, 1);
        client
    }

    pub fn in_address(self) -> Self {
        let mut client = self.in_cart();
        assert_eq!(client.next().0, 200);
        client
    }

    pub fn in_delivery(self) -> Self {
        let mut client = self.in_address();
        client.ok(
            json!({ "order": { "use_billing": true, "bill_address_attributes": address() } }),
            "delivery",
        );
        client
    }

    pub fn in_payment(self) -> Self {
        let mut client = self.in_delivery();
        assert_eq!(client.next().0, 200);
        client
    }

    pub fn in_confirm(self) -> Self {
        let mut client = self.in_payment();
        client.ok(
            json!({ "order": { "payments_attributes": [pay(&card(GOOD))] } }),
            "confirm",
        );
        client
    }

    pub fn completed(self) -> Self {
        let mut client = self.in_confirm();
        assert_eq!(client.complete().0, 200);
        client
    }

    /// An update of the checkout that must arrive at `state`.
    pub fn ok(&mut self, body: Value, state: &str) -> Value {
        let (status, order) = self.checkout("PATCH", "", body);
        assert_eq!((status, order["state"].as_str()), (200, Some(state)), "{order}");
        order
    }
}

pub const GOOD: &str = "4111111111111111";
pub const DECLINED: &str = "4000000000000002";

pub fn card(number: &str) -> Value {
    json!({ "number": number, "month": "12", "year": "2030", "verification_value": "123", "name": "Jane Doe" })
}

/// A payment by card through the gateway with profiles.
pub fn pay(source: &Value) -> Value {
    json!({ "payment_method_id": 1, "source_attributes": source })
}

pub fn address() -> Value {
    json!({ "name": "Jane Doe", "address1": "1 Main St", "address2": null, "city": "New York",
            "zipcode": "10001", "phone": "555-0100", "country_id": 1, "state_id": 1 })
}

pub fn in_germany() -> Value {
    json!({ "name": "Erika Mustermann", "address1": "Hauptstr. 1", "city": "Berlin", "zipcode": "10115",
            "phone": "030 1234", "country_iso": "DE" })
}

pub fn unauthorized() -> Got {
    (
        401,
        json!({ "error": "You are not authorized to perform that action." }),
    )
}

pub fn not_found() -> Got {
    (
        404,
        json!({ "error": "The resource you were looking for could not be found." }),
    )
}

pub fn crash() -> Got {
    (500, json!({ "status": 500, "error": "Internal Server Error" }))
}

pub fn invalid(errors: Value) -> Got {
    (
        422,
        json!({ "error": "Invalid resource. Please fix errors and try again.", "errors": errors }),
    )
}

pub fn not_transitioned(errors: Value) -> Got {
    let error = "The order could not be transitioned. Please fix the errors and try again.";
    (422, json!({ "error": error, "errors": errors }))
}

pub fn no_stock() -> Got {
    let errors = json!(["Quantity is not available for items in your order"]);
    (422, json!({ "errors": errors, "type": "insufficient_stock" }))
}

pub fn missing(param: &str) -> Got {
    let text = format!("param is missing or the value is empty: {param}");
    (
        422,
        json!({ "exception": text, "error": text, "missing_param": param }),
    )
}
