//! A client of a Sylius, and the way to each state.

use cashwrap_shop::{Release, Request, Shop, answer};
use serde_json::{Value, json};

/// Status and body.
pub type Got = (u16, Value);

pub const MAIL: &str = "oliver.queen@star-city.com";

/// The releases with split endpoints.
pub const SPLIT: [&str; 3] = ["1.6", "1.7", "1.9"];

/// The releases of one URL that were served.
pub const SINGLE: [&str; 4] = ["0.13", "0.14", "0.15", "0.16"];

pub struct Client {
    pub shop: Shop,
    pub release: Release,
    pub id: u64,
    pub token: &'static str,
}

pub fn read(response: &cashwrap_shop::Response) -> Got {
    let text = response.text();
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).unwrap_or(Value::String(text))
    };
    (response.status, body)
}

pub fn request(method: &str, path: &str, token: &str, body: &Value) -> Request {
    let request = Request::new(method, path).header("Authorization", &format!("Bearer {token}"));
    if body.is_null() {
        request
    } else {
        request.json(&body.to_string())
    }
}

impl Client {
    pub fn of(release: &str) -> Self {
        let release = Release::of(release).unwrap();
        Self {
            shop: Shop::recorded_sylius(release),
            release,
            id: 0,
            token: "SampleToken",
        }
    }

    pub fn send(&mut self, method: &str, path: &str, body: Value) -> Got {
        let request = request(method, path, self.token, &body);
        read(&answer(&mut self.shop, &request).response().unwrap())
    }

    /// A cart of this channel.
    pub fn cart_in(mut self, channel: &str) -> Self {
        let body = json!({ "customer": MAIL, "channel": channel, "localeCode": "en_US" });
        let (status, cart) = self.send("POST", "/api/v1/carts/", body);
        assert_eq!(status, 201, "{cart}");
        self.id = cart["id"].as_u64().unwrap();
        self
    }

    pub fn cart(self) -> Self {
        self.cart_in("WEB-US")
    }

    pub fn add(&mut self, variant: &str, quantity: i64) -> Value {
        let path = format!("/api/v1/carts/{}/items/", self.id);
        let (status, item) = self.send("POST", &path, json!({ "variant": variant, "quantity": quantity }));
        assert_eq!(status, 201, "{item}");
        item
    }

    pub fn with(self, variant: &str, quantity: i64) -> Self {
        let mut client = self;
        client.add(variant, quantity);
        client
    }

    pub fn step(&mut self, name: &str, body: Value) -> Got {
        let path = format!("/api/v1/checkouts/{name}/{}", self.id);
        self.send("PUT", &path, body)
    }

    pub fn offers(&mut self, name: &str) -> Got {
        let path = format!("/api/v1/checkouts/{name}/{}", self.id);
        self.send("GET", &path, Value::Null)
    }

    pub fn take(&mut self, name: &str, body: Value) {
        let got = self.step(name, body);
        assert_eq!(got, (204, Value::Null), "{name}");
    }

    pub fn addressed(self) -> Self {
        let mut client = self;
        client.take("addressing", both(&new_york(), &new_york()));
        client
    }

    pub fn shipped_by(self, code: &str) -> Self {
        let mut client = self.addressed();
        client.take("select-shipping", shipping(code));
        client
    }

    pub fn paid_by(self, code: &str) -> Self {
        let mut client = self.shipped_by("UPS");
        client.take("select-payment", paying(code));
        client
    }

    pub fn placed(self) -> Self {
        let mut client = self.paid_by("cod");
        client.take("complete", Value::Null);
        client
    }

    /// The checkout view, which shows an order in every state.
    pub fn order(&mut self) -> Value {
        let path = format!("/api/v1/checkouts/{}", self.id);
        let (status, order) = self.send("GET", &path, Value::Null);
        assert_eq!(status, 200, "{order}");
        order
    }

    pub fn state(&mut self) -> String {
        self.order()["checkoutState"].as_str().unwrap().to_owned()
    }
}

pub fn shipping(code: &str) -> Value {
    json!({ "shipments": [{ "method": code }] })
}

pub fn paying(code: &str) -> Value {
    json!({ "payments": [{ "method": code }] })
}

pub fn both(shipping: &Value, billing: &Value) -> Value {
    json!({ "shippingAddress": shipping, "billingAddress": billing, "differentBillingAddress": true })
}

pub fn new_york() -> Value {
    json!({
        "firstName": "Oliver", "lastName": "Queen", "street": "5th Avenue 1", "city": "New York",
        "postcode": "10001", "countryCode": "US", "provinceCode": "US-NY"
    })
}

pub fn berlin() -> Value {
    json!({
        "firstName": "Hans", "lastName": "Muster", "street": "Lindenstr. 3", "city": "Berlin",
        "postcode": "10115", "countryCode": "DE"
    })
}

pub fn singapore() -> Value {
    json!({
        "firstName": "Tan", "lastName": "Ling", "street": "Orchard Road 4", "city": "Singapore",
        "postcode": "238823", "countryCode": "SG"
    })
}

/// The form refused: what is wrong at the root, and the fields.
pub fn refused(errors: &[&str], children: Value) -> Got {
    let mut tree = json!({ "children": children });
    if !errors.is_empty() {
        tree["errors"] = json!(errors);
    }
    (
        400,
        json!({ "code": 400, "message": "Validation Failed", "errors": tree }),
    )
}

pub fn phrase(status: u16, message: &str) -> Got {
    (status, json!({ "code": status, "message": message }))
}

pub fn crash() -> Got {
    phrase(500, "Internal Server Error")
}

/// An order of one URL.
impl Client {
    /// A cart made by the back end, with these lines.
    pub fn opened(release: &str, lines: &[(u64, i64)]) -> Self {
        let mut client = Self::of(release);
        client.id = client.shop.open_sylius_order("john@example.com", lines);
        client
    }

    fn url(&self, what: &str) -> String {
        let base = if self.release == Release::Documented {
            "/api/v1"
        } else {
            "/api"
        };
        format!("{base}/{what}/{}", self.id)
    }

    pub fn put(&mut self, body: Value) -> Got {
        let path = self.url("checkouts");
        self.send("PUT", &path, body)
    }

    pub fn look(&mut self) -> Got {
        let path = self.url("checkouts");
        self.send("GET", &path, Value::Null)
    }

    pub fn whole(&mut self) -> Value {
        let path = self.url("orders");
        let (status, order) = self.send("GET", &path, Value::Null);
        assert_eq!(status, 200, "{order}");
        order
    }

    /// A PUT that must lead to this state.
    pub fn goes(&mut self, body: Value, state: &str) -> Value {
        let (status, order) = self.put(body);
        assert_eq!(
            (status, &order["checkout_state"]),
            (200, &json!(state)),
            "{order}"
        );
        order
    }

    pub fn in_addressing(self) -> Self {
        let mut client = self;
        client.goes(json!({ "shippingAddress": main_street() }), "addressing");
        client
    }

    /// The method at this place of the list: 0 FedEx, 1 UPS.
    pub fn in_shipping(self, place: u64) -> Self {
        let mut client = self.in_addressing();
        let sent = if client.release <= Release::V0_14 {
            place
        } else {
            place + 1
        };
        client.goes(json!({ "shipments": [{ "method": sent }] }), "shipping");
        client
    }

    pub fn in_payment(self, method: u64) -> Self {
        let mut client = self.in_shipping(0);
        client.goes(json!({ "paymentMethod": method }), "payment");
        client
    }
}

/// The address of the recordings. Of 0.13 the province is a place in the list.
pub fn main_street() -> Value {
    json!({
        "firstName": "John", "lastName": "Doe", "street": "Main St. 1", "city": "New York", "postcode": "10001",
        "country": 1, "province": 1
    })
}

pub fn hauptstrasse() -> Value {
    json!({
        "firstName": "Hans", "lastName": "Muster", "street": "Hauptstr. 1", "city": "Berlin",
        "postcode": "10115", "country": 2
    })
}
