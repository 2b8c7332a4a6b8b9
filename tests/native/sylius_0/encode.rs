//! Calls on the wire, in both forms; and what is never sent.

use super::{countries, doors};
use cashwrap::checkout::{Call, Choose, Contact, Pay, PayBy, PaymentWish, Source};
use cashwrap::dialect::Wire;
use cashwrap::http::{Method, Request};
use cashwrap::order::{Address, Money};
use serde_json::{Value, json};
use std::rc::Rc;

fn send(root: &'static str, is_blind: bool, call: &Call) -> Request {
    let countries = countries();
    let wire = Wire {
        shop: "https://store.example",
        root,
        countries: &countries,
        order: None,
        is_blind,
        placeholder: "",
        number: "52",
        ..Wire::default()
    };
    *(doors().encode)(call, &wire).unwrap()
}

fn told(request: &Request) -> (Method, &str, Value) {
    let body = request.body.as_deref();
    let body = body.map_or(Value::Null, |bytes| serde_json::from_slice(bytes).unwrap());
    (request.method, &request.path, body)
}

fn address(name: &str, country: &str, region: &str) -> Rc<Address> {
    Rc::new(Address {
        name: name.into(),
        address1: "Main St. 1".into(),
        city: "New York".into(),
        postal_code: "10001".into(),
        country: country.into(),
        region: region.into(),
        phone: "555".into(),
        ..Address::default()
    })
}

fn contact(billing: Option<Rc<Address>>) -> Call {
    Call::Contact(Box::new(Contact {
        shipping: Some(address("John van Doe", "US", "1")),
        billing,
        ..Contact::default()
    }))
}

fn calls() -> Vec<Call> {
    let wish = Rc::new(PaymentWish {
        method: "2".into(),
        source: Source::None,
    });
    vec![
        Call::Read,
        Call::Offers,
        Call::AddLine {
            variant: "1".into(),
            quantity: 3,
        },
        Call::RemoveLine {
            line: "7".into(),
            variant: "1".into(),
        },
        contact(None),
        Call::Choose(Box::new(Choose {
            back_to: None,
            rates: vec![("0".into(), "1".into())],
            notes: "".into(),
        })),
        Call::Pay(Box::new(Pay {
            wish,
            amount: Money::ZERO,
            by: PayBy::Step,
        })),
        Call::Complete {
            total: Money::ZERO,
            notes: "".into(),
        },
    ]
}

#[test]
fn releases_take_camel_case_and_the_documented_form_snake_case() {
    let shipping = json!({"firstName":"John van","lastName":"Doe","street":"Main St. 1","city":"New York",
        "postcode":"10001","phoneNumber":"555","country":1,"province":1});
    let snake = json!({"first_name":"John van","last_name":"Doe","street":"Main St. 1","city":"New York",
        "postcode":"10001","phone_number":"555","country":1,"province":1});
    let request = send("/api", false, &contact(None));
    let body = json!({ "shippingAddress": shipping });
    assert_eq!(told(&request), (Method::Put, "/api/checkouts/52", body));
    let request = send("/api/v1", false, &contact(None));
    let body = json!({ "shipping_address": snake });
    assert_eq!(told(&request), (Method::Put, "/api/v1/checkouts/52", body));
    let [pay, documented] = ["/api", "/api/v1"].map(|root| told(&send(root, false, &calls()[6])).2);
    assert_eq!(pay, json!({ "paymentMethod": 2 }));
    assert_eq!(documented, json!({ "payments": [{ "method": 2 }] }));
}

#[test]
fn a_method_goes_by_the_number_its_release_wants() {
    // The first place of a list is a number too, up to 0.14.
    for (rate, sent) in [("0", 0), ("5", 5)] {
        let call = Call::Choose(Box::new(Choose {
            back_to: None,
            rates: vec![("0".into(), rate.into())],
            notes: "".into(),
        }));
        let (_, _, body) = told(&send("/api", false, &call)).clone();
        assert_eq!(body, json!({ "shipments": [{ "method": sent }] }));
    }
}

#[test]
fn another_billing_address_counts_only_with_its_flag() {
    let call = contact(Some(address("Jo Payer", "DE", "")));
    let (_, _, body) = told(&send("/api", false, &call)).clone();
    assert_eq!(body["differentBillingAddress"], json!(true));
    assert_eq!(body["billingAddress"]["country"], json!(2));
    assert!(
        body["billingAddress"].get("province").is_none(),
        "an empty province is an extra field"
    );
    let (_, _, body) = told(&send("/api/v1", false, &call)).clone();
    assert!(body.get("differentBillingAddress").is_none());
    assert_eq!(body["billing_address"]["first_name"], json!("Jo"));
}

#[test]
fn placing_has_no_body_and_a_line_no_price() {
    let all = calls();
    assert_eq!(
        told(&send("/api", false, &all[7])),
        (Method::Put, "/api/checkouts/52", Value::Null)
    );
    assert_eq!(
        told(&send("/api", false, &all[2])),
        (
            Method::Post,
            "/api/orders/52/items/",
            json!({"variant":1,"quantity":3})
        )
    );
    assert_eq!(
        told(&send("/api", false, &all[3])),
        (Method::Delete, "/api/orders/52/items/7", Value::Null)
    );
}

#[test]
fn an_order_that_may_not_be_read_is_read_at_its_checkout() {
    assert_eq!(told(&send("/api", false, &Call::Read)).1, "/api/orders/52");
    assert_eq!(told(&send("/api", true, &Call::Read)).1, "/api/checkouts/52");
}

#[test]
fn nothing_that_deletes_or_probes_is_ever_sent() {
    for root in ["/api", "/api/v1"] {
        for is_blind in [false, true] {
            for call in calls() {
                let request = send(root, is_blind, &call);
                // A `GET` of a payment or of a method deletes it; a `HEAD` or a `PUT` probe carries the step out.
                let below = request.path.strip_prefix(root).unwrap();
                assert!(
                    below.starts_with("/orders/52") || below == "/checkouts/52",
                    "{} {below}",
                    request.method.as_str()
                );
                let is_step = matches!(
                    call,
                    Call::Contact(_) | Call::Choose(_) | Call::Pay(_) | Call::Complete { .. }
                );
                assert_eq!(request.method == Method::Put, is_step);
            }
        }
        // Families are told apart by a list.
        let look = send(root, false, &Call::Look(root));
        assert_eq!(look.method, Method::Get);
        assert_eq!(look.path, format!("{root}/countries/?limit=500"));
    }
}
