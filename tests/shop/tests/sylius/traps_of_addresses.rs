//! Traps of addresses: flags, provinces, lengths, what is kept and what is cleared.

use crate::client::{Client, SPLIT, berlin, both, new_york, singapore};
use serde_json::{Value, json};

fn mobile() -> Value {
    json!({
        "firstName": "Felicity", "lastName": "Smoak", "street": "Dauphin Street 2", "city": "Mobile",
        "postcode": "36602", "countryCode": "US", "provinceCode": "US-AL", "phoneNumber": "555-0101",
        "company": "Palmer Tech"
    })
}

fn cities(client: &mut Client) -> (String, String) {
    let order = client.order();
    let city = |key: &str| order[key]["city"].as_str().unwrap().to_owned();
    (city("shippingAddress"), city("billingAddress"))
}

fn cart(release: &str) -> Client {
    Client::of(release).cart().with("UNTAXED", 1)
}

#[test]
fn without_a_flag_the_goods_go_to_the_billing_address_from_1_7_on() {
    for (release, city) in [("1.6", "New York"), ("1.7", "Mobile"), ("1.9", "Mobile")] {
        for flag in [None, Some(json!(false)), Some(Value::Null)] {
            let mut client = cart(release);
            let mut body = json!({ "shippingAddress": new_york(), "billingAddress": mobile() });
            if let Some(flag) = flag {
                body["differentBillingAddress"] = flag;
            }
            client.take("addressing", body);
            assert_eq!(cities(&mut client), (city.into(), city.into()), "{release}");
        }
    }
}

#[test]
fn what_counts_as_a_flag_differs() {
    for (flag, old, new) in [
        (json!(0), true, false),
        (json!("0"), true, false),
        (json!(""), true, false),
        (json!("false"), true, true),
        (json!(1), true, true),
    ] {
        for (release, differs) in [("1.6", old), ("1.7", new), ("1.9", new)] {
            let mut client = cart(release);
            let mut body = both(&new_york(), &mobile());
            body["differentBillingAddress"] = flag.clone();
            client.take("addressing", body);
            let (shipping, billing) = cities(&mut client);
            assert_eq!(shipping != billing, differs, "{release}: {flag}");
        }
    }
}

#[test]
fn one_body_means_the_same_on_every_release() {
    for release in SPLIT {
        let mut client = cart(release);
        client.take("addressing", both(&new_york(), &mobile()));
        assert_eq!(cities(&mut client), ("New York".into(), "Mobile".into()));
    }
}

#[test]
fn a_flag_that_is_a_list_is_refused() {
    let mut body = both(&new_york(), &mobile());
    body["differentBillingAddress"] = json!([]);
    let (status, refusal) = cart("1.7").step("addressing", body);
    let node = &refusal["errors"]["children"]["differentBillingAddress"]["errors"];
    assert_eq!((status, node), (400, &json!(["This value is not valid."])));
}

#[test]
fn a_missing_province_is_told_at_the_root_once_for_each_address() {
    let mut address = new_york();
    address.as_object_mut().unwrap().remove("provinceCode");
    let text = "Please select proper province.";
    let (status, refusal) = cart("1.7").step("addressing", json!({ "shippingAddress": address }));
    assert_eq!(
        (status, &refusal["errors"]["errors"]),
        (400, &json!([text, text]))
    );
    let (_, refusal) = cart("1.7").step("addressing", both(&address, &new_york()));
    assert_eq!(refusal["errors"]["errors"], json!([text]));
}

#[test]
fn the_field_of_a_province_is_there_only_for_a_country_that_has_some() {
    let mut address = berlin();
    address["provinceCode"] = json!("US-NY");
    let extra = "This form should not contain extra fields.";
    let (status, refusal) = cart("1.7").step("addressing", both(&address, &berlin()));
    assert_eq!((status, &refusal["errors"]["errors"]), (400, &json!([extra])));
    let mut named = berlin();
    named["provinceName"] = json!("Bayern");
    let mut client = cart("1.7");
    client.take("addressing", both(&named, &named));
    assert_eq!(client.order()["shippingAddress"]["provinceName"], "Bayern");
}

#[test]
fn the_field_of_the_stored_province_stays_on_the_next_address() {
    let mut address = berlin();
    address["provinceCode"] = json!("US-NY");
    for (release, status) in [("1.6", 204), ("1.7", 204), ("1.9", 400)] {
        let mut client = cart(release).addressed();
        let got = client.step("addressing", both(&address, &address));
        assert_eq!(got.0, status, "{release}");
        if status == 204 {
            // A German address in New York.
            assert_eq!(client.order()["shippingAddress"]["provinceCode"], "US-NY");
        }
    }
}

#[test]
fn a_province_of_another_country_is_not_valid() {
    let mut address = new_york();
    address["provinceCode"] = json!("CA-ON");
    for (release, at_root) in [("1.6", false), ("1.7", false), ("1.9", true)] {
        let mut client = cart(release).addressed();
        let (status, refusal) = client.step("addressing", both(&address, &new_york()));
        let fields = &refusal["errors"]["children"]["shippingAddress"]["children"];
        let told = json!(["This value is not valid."]);
        assert_eq!((status, &fields["provinceCode"]["errors"]), (400, &told));
        // The stored province is proper, and up to 1.7 it is the one that is looked at.
        assert_eq!(refusal["errors"].get("errors").is_some(), at_root, "{release}");
    }
}

#[test]
fn an_unknown_or_disabled_country_is_not_valid() {
    for code in ["XX", "FR", "us"] {
        let mut address = berlin();
        address["countryCode"] = json!(code);
        let (status, refusal) = cart("1.7").step("addressing", both(&address, &berlin()));
        let fields = &refusal["errors"]["children"]["shippingAddress"]["children"];
        let told = json!(["This value is not valid."]);
        assert_eq!((status, &fields["countryCode"]["errors"]), (400, &told), "{code}");
    }
}

#[test]
fn texts_have_their_lengths() {
    let told = |field: &str, value: &str, release: &str| {
        let mut address = berlin();
        address[field] = json!(value);
        let (status, refusal) = cart(release).step("addressing", both(&address, &berlin()));
        let fields = &refusal["errors"]["children"]["shippingAddress"]["children"];
        (
            status,
            fields[field]["errors"][0].as_str().unwrap_or("").to_owned(),
        )
    };
    let long = "a".repeat(256);
    for (field, low, high) in [
        ("firstName", "first name", "First name"),
        ("lastName", "last name", "Last name"),
        ("street", "street", "Street"),
        ("city", "city", "City"),
        ("postcode", "postcode", "Postcode"),
    ] {
        assert_eq!(told(field, "   ", "1.7"), (400, format!("Please enter {low}.")));
        let text = format!("{high} must not be longer than 255 characters.");
        assert_eq!(told(field, &long, "1.7"), (400, text));
        let text = format!("{high} must be at least 2 characters long.");
        assert_eq!(told(field, "A", "1.6"), (400, text));
    }
    assert_eq!(told("postcode", "A", "1.7"), (204, String::new()));
}

#[test]
fn values_are_trimmed_and_numbers_become_text() {
    let mut address = berlin();
    address["firstName"] = json!("  Hans  ");
    address["postcode"] = json!(10115);
    let mut client = cart("1.7");
    client.take("addressing", both(&address, &address));
    let kept = client.order()["shippingAddress"].clone();
    assert_eq!(
        (&kept["firstName"], &kept["postcode"]),
        (&json!("Hans"), &json!("10115"))
    );
}

#[test]
fn what_is_left_out_of_the_next_address_is_cleared_and_a_company_is_never_shown() {
    let mut client = cart("1.7");
    client.take("addressing", both(&new_york(), &mobile()));
    let order = client.order();
    assert_eq!(order["billingAddress"]["phoneNumber"], "555-0101");
    assert!(order["billingAddress"].get("company").is_none());
    client.take("addressing", both(&new_york(), &singapore()));
    assert!(client.order()["billingAddress"].get("phoneNumber").is_none());
}

#[test]
fn a_customer_in_the_body_is_an_extra_field() {
    let mut body = both(&new_york(), &new_york());
    body["customer"] = json!({ "email": "a@example.com" });
    let (status, refusal) = cart("1.7").step("addressing", body);
    let extra = json!(["This form should not contain extra fields."]);
    assert_eq!((status, &refusal["errors"]["errors"]), (400, &extra));
}
