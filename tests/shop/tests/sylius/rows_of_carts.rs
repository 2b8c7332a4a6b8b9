//! Rows 1 to 17: tokens, carts and their lines.

use crate::client::{Client, MAIL, SPLIT, phrase, read, refused};
use cashwrap_shop::{Request, answer};
use serde_json::{Value, json};

fn token(client: &mut Client, body: Value) -> (u16, Value) {
    let request = Request::new("POST", "/api/oauth/v2/token").json(&body.to_string());
    read(&answer(&mut client.shop, &request).response().unwrap())
}

fn password() -> Value {
    json!({
        "client_id": "demo_client", "client_secret": "secret_demo_client", "grant_type": "password",
        "username": "api@example.com", "password": "sylius-api"
    })
}

#[test]
fn row_1_a_password_is_a_token_for_an_hour() {
    for release in SPLIT {
        let (status, body) = token(&mut Client::of(release), password());
        assert_eq!(status, 200);
        assert_eq!(
            (&body["expires_in"], &body["token_type"], &body["scope"]),
            (&json!(3600), &json!("bearer"), &Value::Null)
        );
    }
}

#[test]
fn row_2_a_refresh_token_is_good_once_and_the_access_token_stays_good() {
    let mut client = Client::of("1.7");
    let (_, first) = token(&mut client, password());
    let refresh = json!({
        "client_id": "demo_client", "client_secret": "secret_demo_client", "grant_type": "refresh_token",
        "refresh_token": first["refresh_token"]
    });
    assert_eq!(token(&mut client, refresh.clone()).0, 200);
    let again = token(&mut client, refresh);
    let text = json!({ "error": "invalid_grant", "error_description": "Invalid refresh token" });
    assert_eq!(again, (400, text));
    let old = format!("Bearer {}", first["access_token"].as_str().unwrap());
    let request = Request::new("GET", "/api/v1/carts/").header("Authorization", &old);
    assert_eq!(answer(&mut client.shop, &request).response().unwrap().status, 200);
    client.shop.advance(3_600_000);
    let late = read(&answer(&mut client.shop, &request).response().unwrap());
    assert_eq!(
        late.1["error_description"],
        "The access token provided has expired."
    );
}

#[test]
fn a_wrong_secret_and_a_wrong_password_are_told_apart() {
    let mut client = Client::of("1.7");
    let with = |key: &str, value: &str| {
        let mut body = password();
        body[key] = json!(value);
        body
    };
    let error = |got: (u16, Value)| (got.0, got.1["error"].as_str().unwrap().to_owned());
    let told = |name: &str| (400, name.to_owned());
    assert_eq!(
        error(token(&mut client, with("client_secret", "x"))),
        told("invalid_client")
    );
    assert_eq!(
        error(token(&mut client, with("password", "x"))),
        told("invalid_grant")
    );
    assert_eq!(error(token(&mut client, json!({}))), told("invalid_request"));
    assert_eq!(
        error(token(&mut client, with("scope", "all"))),
        told("invalid_scope")
    );
}

#[test]
fn row_3_without_a_token_nothing_is_shown() {
    for release in SPLIT {
        let mut client = Client::of(release);
        let request = Request::new("GET", "/api/v1/carts/-1");
        let response = answer(&mut client.shop, &request).response().unwrap();
        let text = json!({ "error": "access_denied", "error_description": "OAuth2 authentication required" });
        assert_eq!(read(&response), (401, text));
        assert!(
            response
                .headers
                .iter()
                .any(|(name, _)| name == "WWW-Authenticate")
        );
    }
}

#[test]
fn a_token_is_refused_for_what_is_wrong_with_it() {
    let mut client = Client::of("1.7");
    for (token, status, key) in [
        ("nope", 401, "invalid_grant"),
        ("ExpiredToken", 401, "invalid_grant"),
        ("DisabledUserToken", 401, "access_denied"),
    ] {
        client.token = token;
        let got = client.send("GET", "/api/v1/carts/", Value::Null);
        assert_eq!((got.0, &got.1["error"]), (status, &json!(key)), "{token}");
    }
    client.token = "NoRoleToken";
    assert_eq!(
        client.send("GET", "/api/v1/carts/", Value::Null),
        phrase(403, "Forbidden")
    );
}

#[test]
fn row_4_an_unknown_cart_is_not_found() {
    let got = Client::of("1.7").send("GET", "/api/v1/carts/-1", Value::Null);
    assert_eq!(got, phrase(404, "Not Found"));
}

#[test]
fn row_5_a_cart_needs_customer_locale_and_channel() {
    for release in SPLIT {
        let blank = json!({ "errors": ["This value should not be blank."] });
        let children = json!({ "customer": blank, "localeCode": blank, "channel": blank });
        let got = Client::of(release).send("POST", "/api/v1/carts/", json!({}));
        assert_eq!(got, refused(&[], children));
    }
}

#[test]
fn row_6_a_new_cart_is_empty_in_the_currency_of_its_channel() {
    for release in SPLIT {
        let mut client = Client::of(release);
        let body = json!({ "customer": MAIL, "channel": "WEB-EU", "localeCode": "en_US" });
        let (status, cart) = client.send("POST", "/api/v1/carts/", body);
        assert_eq!(status, 201);
        assert_eq!(cart["currencyCode"], "EUR");
        assert_eq!(
            (&cart["total"], &cart["checkoutState"]),
            (&json!(0), &json!("cart"))
        );
        assert!(cart.get("state").is_none() && cart.get("number").is_none());
    }
}

#[test]
fn a_cart_belongs_to_a_customer_who_exists() {
    let mut client = Client::of("1.7");
    let body = json!({ "customer": "new@example.com", "channel": "WEB-US", "localeCode": "en_US" });
    let (status, refusal) = client.send("POST", "/api/v1/carts/", body.clone());
    let told = &refusal["errors"]["children"]["customer"]["errors"];
    assert_eq!((status, told), (400, &json!(["This value is not valid."])));
    let (status, customer) = client.send(
        "POST",
        "/api/v1/customers/",
        json!({ "email": "new@example.com" }),
    );
    assert_eq!((status, &customer["email"]), (201, &json!("new@example.com")));
    assert_eq!(client.send("POST", "/api/v1/carts/", body).0, 201);
    let again = client.send(
        "POST",
        "/api/v1/customers/",
        json!({ "email": "NEW@example.com" }),
    );
    assert_eq!(
        again.1["errors"]["children"]["email"]["errors"],
        json!(["This email is already used."])
    );
}

#[test]
fn row_7_placed_orders_are_no_carts() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1);
    let (_, page) = client.send("GET", "/api/v1/carts/", Value::Null);
    assert_eq!((&page["total"], &page["limit"]), (&json!(1), &json!(10)));
    let mut client = client.placed();
    let (_, page) = client.send("GET", "/api/v1/carts/", Value::Null);
    assert_eq!(page["_embedded"]["items"], json!([]));
}

#[test]
fn row_8_a_placed_order_is_neither_shown_nor_deleted_as_a_cart() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).placed();
    let path = format!("/api/v1/carts/{}", client.id);
    for method in ["GET", "DELETE"] {
        assert_eq!(client.send(method, &path, Value::Null), phrase(404, "Not Found"));
    }
    assert_eq!(client.order()["number"], "000000001");
}

#[test]
fn row_9_a_deleted_cart_is_gone() {
    let mut client = Client::of("1.7").cart();
    let path = format!("/api/v1/carts/{}", client.id);
    assert_eq!(client.send("DELETE", &path, Value::Null), (204, Value::Null));
    assert_eq!(client.send("GET", &path, Value::Null), phrase(404, "Not Found"));
}

#[test]
fn rows_10_and_13_a_line_needs_a_variant_and_one_piece() {
    let mut client = Client::of("1.7").cart();
    let path = format!("/api/v1/carts/{}/items/", client.id);
    let few = json!({ "errors": ["Quantity of an order item cannot be lower than 1."] });
    let blank = json!({ "errors": ["This value should not be blank."] });
    let got = client.send("POST", &path, json!({}));
    assert_eq!(got, refused(&[], json!({ "quantity": few, "variant": blank })));
    let got = client.send("POST", &path, json!({ "variant": "MUG", "quantity": -1 }));
    assert_eq!(got, refused(&[], json!({ "quantity": few, "variant": {} })));
}

#[test]
fn rows_11_and_12_the_answer_to_a_line_is_the_line() {
    let mut client = Client::of("1.7").cart();
    let one = client.add("MUG", 1);
    assert_eq!(
        (&one["total"], one["units"].as_array().unwrap().len()),
        (&json!(2000), 1)
    );
    let three = client.add("MUG", 3);
    assert_eq!(
        (&three["total"], three["units"].as_array().unwrap().len()),
        (&json!(6000), 3)
    );
}

#[test]
fn row_14_more_than_is_free_is_refused_at_the_root() {
    let mut client = Client::of("1.7").cart();
    let path = format!("/api/v1/carts/{}/items/", client.id);
    let got = client.send("POST", &path, json!({ "variant": "MUG", "quantity": 11 }));
    let text = "Mug does not have sufficient stock.";
    assert_eq!(got, refused(&[text], json!({ "quantity": {}, "variant": {} })));
}

#[test]
fn row_15_the_variant_of_a_line_is_not_changed() {
    let mut client = Client::of("1.7").cart().with("MUG", 1);
    let got = client.send("PUT", "/api/v1/carts/1/items/1", json!({ "variant": "BOOK" }));
    let text = "This form should not contain extra fields.";
    assert_eq!(got, refused(&[text], json!({ "quantity": {} })));
}

#[test]
fn rows_16_and_17_quantities_change_and_lines_go() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).with("BOOK", 1);
    let line = "/api/v1/carts/1/items/1";
    assert_eq!(client.send("PUT", line, json!({ "quantity": 3 })).0, 204);
    assert_eq!(client.order()["itemsTotal"], 6700);
    assert_eq!(client.send("DELETE", line, Value::Null).0, 204);
    assert_eq!(client.order()["itemsTotal"], 700);
    assert_eq!(client.send("DELETE", line, Value::Null), phrase(404, "Not Found"));
}
