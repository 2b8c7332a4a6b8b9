//! Orders and offers of every state and release, whole and broken.

use super::{RELEASES, answer, answer_at, body, offered, order};
use cashwrap::checkout::{Answer, Call, Step};
use cashwrap::order::{Naming, Order};

#[test]
fn each_state_is_the_step_it_waits_in() {
    for release in RELEASES {
        for (name, step) in [
            ("us_1_cart", Step::Cart),
            ("us_2_addressing", Step::Delivery),
            ("us_3_shipping", Step::Payment),
            ("us_4_payment", Step::Confirm),
            ("us_5_finalize", Step::Complete),
        ] {
            let order = order(release, name);
            assert_eq!(order.step, step, "{release} {name}");
            assert_eq!(order.is_complete(), step == Step::Complete, "{release} {name}");
            assert_eq!(order.number, "1", "the id in the URL names it");
        }
        // The number is told at the end, and shown then.
        assert_eq!(*order(release, "us_5_finalize").shown_number(), "000000001");
        assert_eq!(*order(release, "us_4_payment").shown_number(), "1");
    }
}

#[test]
fn a_map_where_a_list_was_expected_reads_like_the_list() {
    for release in RELEASES {
        // Adjustments come keyed "0", "2", "3" in the answer to the shipping step alone.
        let put = String::from_utf8(body(release, "us_3_shipping_put")).unwrap();
        assert!(put.contains(r#""adjustments":{"0""#), "{release}");
        for (put, get) in [
            ("us_2_addressing_put", "us_2_addressing"),
            ("us_3_shipping_put", "us_3_shipping"),
            ("us_4_payment_put", "us_4_payment"),
            ("us_5_finalize_put", "us_5_finalize"),
            ("us_4_payment_checkout_get", "us_4_payment"),
        ] {
            assert_eq!(order(release, put), order(release, get), "{release} {put}");
        }
    }
}

#[test]
fn both_columns_of_state_names_are_known() {
    for (name, step) in [
        ("cart", Step::Cart),
        ("started", Step::Cart),
        ("addressed", Step::Delivery),
        ("shipping_selected", Step::Payment),
        ("shipping_skipped", Step::Payment),
        ("payment_selected", Step::Confirm),
        ("payment_skipped", Step::Confirm),
        ("completed", Step::Complete),
    ] {
        let text = String::from_utf8(body("0.16.0", "us_1_cart")).unwrap();
        let text = text.replace(
            r#""checkout_state":"cart""#,
            &format!(r#""checkout_state":"{name}""#),
        );
        let Answer::Order(order, _) = answer(&Call::Read, 200, text.as_bytes(), None) else {
            panic!("{name}");
        };
        assert_eq!(order.step, step, "{name}");
    }
}

#[test]
fn index_or_id_follows_from_the_keys_of_the_order() {
    assert_eq!(order("0.13.0", "us_2_addressing").naming, Naming::Place);
    assert_eq!(order("0.15.0", "us_2_addressing").naming, Naming::Id);
    assert_eq!(order("0.16.0", "us_2_addressing").naming, Naming::Id);
    // The documented form has both keys, and ids.
    let told = answer_at("/api/v1", &Call::Read, 200, &body("0.13.0", "us_1_cart"), None);
    assert!(matches!(told, Answer::Order(order, _) if order.naming == Naming::Id));
    // Neither key: undecided, unless the methods come keyed by id (0.16).
    let mut bare = order("0.16.0", "us_2_addressing");
    bare.naming = Naming::Unknown;
    for (release, naming) in [("0.13.0", Naming::Unknown), ("0.16.0", Naming::Id)] {
        let methods = body(release, "us_2_addressing_methods");
        let Answer::Order(order, _) = answer(&Call::Offers, 200, &methods, Some(&bare)) else {
            panic!("{release}");
        };
        assert_eq!(order.naming, naming, "{release}");
    }
}

#[test]
fn shipping_methods_are_named_as_the_release_wants_and_priced_by_their_rule() {
    // Three units: 40.00 for the first, 5.00 for each other; and a flat 12.50. 0.16 lists a third, of another channel.
    for (release, ids) in [
        ("0.13.0", ["0", "1"]),
        ("0.15.0", ["1", "2"]),
        ("0.16.0", ["1", "2"]),
    ] {
        let order = offered(release, "us_2_addressing", "us_2_addressing_methods");
        let [shipment] = order.shipments.as_slice() else {
            panic!("{release}: {} shipments", order.shipments.len());
        };
        let told: Vec<_> = shipment
            .rates
            .iter()
            .take(2)
            .map(|r| {
                (
                    &*r.id,
                    &*r.method,
                    &*r.name,
                    r.cost.unwrap().to_text().to_string(),
                )
            })
            .collect();
        let [first, second] = ids;
        assert_eq!(
            told,
            [
                (first, "1", "FedEx", "50.00".to_owned()),
                (second, "2", "UPS Ground", "12.50".to_owned())
            ],
            "{release}"
        );
    }
}

#[test]
fn payment_methods_come_keyed_by_id() {
    for release in RELEASES {
        let order = offered(release, "us_3_shipping", "us_3_shipping_methods");
        let told: Vec<_> = order.methods.iter().map(|m| (&*m.id, &*m.name)).collect();
        let third = if release == "0.13.0" { "Third" } else { "With fee" };
        assert_eq!(
            told,
            [("1", "Dummy"), ("2", "Bank transfer"), ("3", third)],
            "{release}"
        );
    }
}

#[test]
fn no_method_for_the_country_is_an_empty_list_where_a_map_was() {
    let known = order("0.16.0", "us_2_addressing");
    let none = br#"[{"shipment":{"state":"checkout"},"methods":[]}]"#;
    let Answer::Order(order, _) = answer(&Call::Offers, 200, none, Some(&known)) else {
        panic!("not read");
    };
    assert_eq!(order.shipments.len(), 1);
    assert!(order.shipments[0].rates.is_empty());
}

#[test]
fn a_method_whose_rule_asks_for_more_than_is_known_has_no_price() {
    let known = order("0.16.0", "us_2_addressing");
    let weight = br#"[{"shipment":{"state":"checkout"},"methods":{"9":{"id":9,"calculator":"weight_rate",
        "configuration":{"fixed":100,"variable":10,"division":1}}}}]"#;
    let Answer::Order(order, _) = answer(&Call::Offers, 200, weight, Some(&known)) else {
        panic!("not read");
    };
    assert_eq!(order.shipments[0].rates[0].cost, None);
}

#[test]
fn the_address_is_told_by_links_which_are_read_and_never_followed() {
    let order = order("0.16.0", "us_2_addressing");
    let address = order.shipping.unwrap();
    assert_eq!((&*address.country, &*address.region), ("US", "1"));
    assert_eq!((&*address.name, &*address.address1), ("John Doe", "Main St. 1"));
    assert_eq!((&*address.city, &*address.postal_code), ("New York", "10001"));
    // Copied by the server, since no other was sent.
    assert!(order.billing.unwrap().first_difference(&address).is_none());
}

#[test]
fn what_does_not_speak_of_the_step_known_is_read_again() {
    let known = order("0.16.0", "us_2_addressing");
    let payment = body("0.16.0", "us_3_shipping_methods");
    assert_eq!(answer(&Call::Offers, 200, &payment, Some(&known)), Answer::Done);
    let cart = b"Method not allowed!";
    assert_eq!(answer(&Call::Offers, 405, cart, Some(&known)), Answer::Done);
    // A whole order is one, whatever was asked for.
    let whole = body("0.16.0", "us_4_payment_checkout_get");
    assert!(
        matches!(answer(&Call::Offers, 200, &whole, Some(&known)), Answer::Order(o, _) if o.step == Step::Confirm)
    );
}

#[test]
fn any_damage_to_an_answer_is_a_value_or_a_mismatch() {
    for release in RELEASES {
        for (call, name) in [
            (Call::Read, "us_1_cart"),
            (Call::Read, "us_2_addressing"),
            (Call::Offers, "us_2_addressing_methods"),
            (Call::Read, "us_3_shipping_put"),
            (Call::Offers, "us_3_shipping_methods"),
            (Call::Read, "us_4_payment"),
            (Call::Read, "us_5_finalize"),
        ] {
            let known = match call {
                Call::Offers if name.starts_with("us_2") => Some(order(release, "us_2_addressing")),
                Call::Offers => Some(order(release, "us_3_shipping")),
                _ => None,
            };
            damage(
                &call,
                &body(release, name),
                known.as_ref(),
                &format!("{release} {name}"),
            );
        }
    }
}

fn damage(call: &Call, body: &[u8], known: Option<&Order>, name: &str) {
    for length in 0..body.len() {
        let told = answer(call, 200, &body[..length], known);
        assert_eq!(told, Answer::Mismatch { status: 200 }, "{name}, {length} bytes");
    }
    let mut changed = body.to_vec();
    for at in 0..body.len() {
        changed[at] = b"0\"{]-"[at % 5];
        let told = answer(call, 200, &changed, known);
        let is_told = matches!(told, Answer::Order(..) | Answer::Mismatch { .. } | Answer::Done);
        assert!(is_told, "{name}, byte {at}: {told:?}");
        changed[at] = body[at];
    }
}
