//! Rows 18 to 42: addressing, shipping, payment.

use crate::client::{Client, SPLIT, berlin, both, crash, new_york, paying, phrase, read, refused, shipping};
use cashwrap_shop::{Request, answer};
use serde_json::{Value, json};

fn blank_address() -> Value {
    let told = |text: &str| json!({ "errors": [text] });
    json!({ "children": {
        "firstName": told("Please enter first name."), "lastName": told("Please enter last name."),
        "phoneNumber": {}, "company": {}, "countryCode": told("Please select country."),
        "street": told("Please enter street."), "city": told("Please enter city."),
        "postcode": told("Please enter postcode.")
    } })
}

fn clean_address(province: &str) -> Value {
    json!({ "children": {
        "firstName": {}, "lastName": {}, "phoneNumber": {}, "company": {}, "countryCode": {}, "street": {},
        "city": {}, "postcode": {}, province: {}
    } })
}

/// The tree of the addressing form: 1.6 has one flag, later releases two.
fn tree(release: &str, shipping: Value, billing: Value) -> Value {
    let mut tree = json!({
        "shippingAddress": shipping, "billingAddress": billing, "differentBillingAddress": {}
    });
    if release != "1.6" {
        tree["differentShippingAddress"] = json!({});
    }
    tree
}

#[test]
fn rows_18_and_19_addressing_wants_a_token_and_an_order() {
    let mut client = Client::of("1.7").cart();
    let request = Request::new("PUT", "/api/v1/checkouts/addressing/1");
    let got = read(&answer(&mut client.shop, &request).response().unwrap());
    assert_eq!(got.0, 401);
    let got = client.send("PUT", "/api/v1/checkouts/addressing/999", json!({}));
    assert_eq!(got, phrase(404, "Not Found"));
}

#[test]
fn row_20_all_fields_of_both_addresses_are_asked_for() {
    for release in SPLIT {
        let got = Client::of(release)
            .cart()
            .step("addressing", json!({ "differentBillingAddress": false }));
        let children = tree(release, blank_address(), blank_address());
        assert_eq!(got, refused(&[], children), "{release}");
    }
}

#[test]
fn row_21_one_address_is_enough_for_both() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 1);
        let body = json!({ "shippingAddress": new_york(), "differentBillingAddress": false });
        client.take("addressing", body);
        let order = client.order();
        assert_eq!(order["billingAddress"], order["shippingAddress"]);
    }
}

#[test]
fn row_22_a_different_billing_address_must_be_there() {
    for release in SPLIT {
        let body = json!({ "shippingAddress": berlin(), "differentBillingAddress": true });
        let got = Client::of(release).cart().step("addressing", body);
        let children = tree(release, clean_address("provinceName"), blank_address());
        assert_eq!(got, refused(&[], children), "{release}");
    }
}

#[test]
fn row_23_both_addresses_are_kept_as_sent() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 1);
        client.take("addressing", both(&new_york(), &berlin()));
        let order = client.order();
        assert_eq!(order["checkoutState"], "addressed");
        assert_eq!(order["shippingAddress"]["provinceCode"], "US-NY");
        assert_eq!(order["billingAddress"]["countryCode"], "DE");
        assert!(order["shippingAddress"].get("id").is_none());
    }
}

#[test]
fn rows_24_to_26_a_new_address_goes_back_from_every_step() {
    for release in SPLIT {
        let cart = || Client::of(release).cart().with("MUG", 1);
        for mut client in [
            cart().addressed(),
            cart().shipped_by("UPS"),
            cart().paid_by("cod"),
        ] {
            client.take("addressing", both(&new_york(), &new_york()));
            assert_eq!(client.state(), "addressed", "{release}");
        }
    }
}

#[test]
fn row_28_the_billing_address_alone_counts_for_both_from_1_7_on() {
    for (release, status) in [("1.6", 400), ("1.7", 204), ("1.9", 204)] {
        let mut client = Client::of(release).cart().with("MUG", 1);
        let got = client.step("addressing", json!({ "billingAddress": new_york() }));
        assert_eq!(got.0, status, "{release}");
    }
}

#[test]
fn row_29_a_different_shipping_address_must_be_there() {
    for release in ["1.7", "1.9"] {
        let body = json!({ "billingAddress": berlin(), "differentShippingAddress": true });
        let got = Client::of(release).cart().step("addressing", body);
        let children = tree(release, blank_address(), clean_address("provinceName"));
        assert_eq!(got, refused(&[], children));
    }
    let body = json!({ "billingAddress": berlin(), "differentShippingAddress": true });
    let got = Client::of("1.6").cart().step("addressing", body);
    assert_eq!(
        got.1["errors"]["errors"],
        json!(["This form should not contain extra fields."])
    );
}

#[test]
fn row_30_methods_are_listed_with_their_prices() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 2).addressed();
        let (status, body) = client.offers("select-shipping");
        assert_eq!(status, 200);
        let methods = body["shipments"][0]["methods"].as_array().unwrap().clone();
        let prices: Vec<_> = methods
            .iter()
            .map(|method| {
                (
                    method["code"].as_str().unwrap(),
                    method["price"].as_i64().unwrap(),
                )
            })
            .collect();
        assert_eq!(prices, [("UPS", 500), ("DHL", 1250), ("PERUNIT", 200)]);
    }
}

#[test]
fn rows_31_and_38_there_are_no_lists_before_their_steps() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 1);
        let early = phrase(400, "Bad Request");
        assert_eq!(client.offers("select-shipping"), early);
        assert_eq!(client.offers("select-payment"), early);
        let mut client = client.addressed();
        assert_eq!(client.offers("select-payment"), early);
    }
}

#[test]
fn row_32_nothing_chosen_is_a_wrong_form_before_it_is_a_wrong_step() {
    let row = |choices: Value| {
        json!({ "shipments": { "children": [{ "children": { "method": {
            "errors": ["Please select shipping method."], "children": choices
        } } }] } })
    };
    let mut client = Client::of("1.7").cart().with("BOOK", 1);
    // Without an address the methods of every zone are choices.
    let four = json!([{}, {}, {}, {}]);
    assert_eq!(client.step("select-shipping", json!({})), refused(&[], row(four)));
    let mut client = client.addressed();
    let three = json!([{}, {}, {}]);
    assert_eq!(
        client.step("select-shipping", json!({})),
        refused(&[], row(three))
    );
}

#[test]
fn row_33_an_unknown_method_is_not_valid_in_any_state() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).addressed();
    for method in [
        json!(0),
        json!("NOPE"),
        json!("ups"),
        json!("DHL_EU"),
        json!("OFF"),
    ] {
        let body = json!({ "shipments": [{ "method": method }] });
        let (status, refusal) = client.step("select-shipping", body);
        let node = &refusal["errors"]["children"]["shipments"]["children"][0]["children"]["method"];
        assert_eq!(
            (status, &node["errors"]),
            (400, &json!(["This value is not valid."]))
        );
    }
    let mut client = client.placed();
    assert_eq!(client.step("select-shipping", shipping("NOPE")).0, 400);
    assert_eq!(client.step("select-shipping", shipping("UPS")), crash());
}

#[test]
fn rows_34_and_35_a_method_is_chosen_and_chosen_again() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 1).shipped_by("DHL");
        let order = client.order();
        assert_eq!(order["checkoutState"], "shipping_selected");
        assert_eq!(order["total"], 3350);
        client.take("select-shipping", shipping("UPS"));
        client.take("select-payment", paying("cod"));
        client.take("select-shipping", shipping("DHL"));
        let order = client.order();
        assert_eq!(
            (&order["checkoutState"], &order["total"]),
            (&json!("shipping_selected"), &json!(3350))
        );
    }
}

#[test]
fn row_37_payment_methods_are_listed_without_prices() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).shipped_by("UPS");
    let (_, body) = client.offers("select-payment");
    assert_eq!(
        body["payments"][0]["methods"],
        json!([
            { "id": 1, "code": "cod", "name": "Cash on delivery", "description": "Pay when it arrives" },
            { "id": 2, "code": "bank_transfer", "name": "Bank transfer" }
        ])
    );
}

#[test]
fn row_39_a_payment_before_its_step_breaks() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).addressed();
    let path = format!("/api/v1/checkouts/select-payment/{}", client.id);
    assert_eq!(client.send("PATCH", &path, json!({})), crash());
    assert_eq!(client.step("select-payment", paying("cod")), crash());
}

#[test]
fn row_40_an_unknown_payment_method_is_not_valid() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).shipped_by("UPS");
    let got = client.step("select-payment", json!({ "payments": [{ "method": 0 }] }));
    let method = json!({ "errors": ["This value is not valid."], "children": [{}, {}] });
    let children = json!({ "payments": { "children": [{ "children": { "method": method } }] } });
    assert_eq!(got, refused(&[], children));
}

#[test]
fn row_41_a_payment_method_is_chosen_and_chosen_again() {
    for release in SPLIT {
        let mut client = Client::of(release).cart().with("MUG", 1).paid_by("cod");
        client.take("select-payment", paying("bank_transfer"));
        let order = client.order();
        assert_eq!(order["checkoutState"], "payment_selected");
        assert_eq!(order["payments"][0]["method"]["code"], "bank_transfer");
        assert_eq!(
            (&order["payments"][0]["amount"], &order["total"]),
            (&json!(2600), &json!(2600))
        );
    }
}

#[test]
fn a_patch_that_says_nothing_takes_the_method_that_was_assigned() {
    let mut client = Client::of("1.7").cart().with("MUG", 1).shipped_by("UPS");
    let path = format!("/api/v1/checkouts/select-payment/{}", client.id);
    assert_eq!(client.send("PATCH", &path, json!({})).0, 204);
    let order = client.order();
    assert_eq!(order["checkoutState"], "payment_selected");
    assert_eq!(order["payments"][0]["method"]["code"], "cod");
}
