//! What is sent, how much of it, and what is refused.

use super::*;
use cashwrap::checkout::Session;
use cashwrap::error::{Code, Outcome};

#[test]
fn a_rental_takes_4_unsafe_calls_and_2_of_them_from_cart_to_confirm() {
    for release in RELEASES {
        let mut host = renting(release);
        assert_eq!(host.edit(&format!("{{{LINE},{DATES}}}")), Settled::Confirmed);
        assert_eq!((host.unsafe_calls(), host.order().step.name()), (1, "cart"));
        assert_eq!(host.edit(&contact(&pay())), Settled::Waiting, "{:#?}", host.trace);
        assert_eq!(
            host.order().step.name(),
            "address",
            "a payment leaves in an attempt alone"
        );
        assert!(
            host.session.snapshot().get("can").get("submit").is_true(),
            "{:?}",
            host.blockers()
        );

        // Delivery and payment are skipped, and what it costs with them is to be agreed to.
        let end = host.submit();
        assert_eq!(status(&end), "changed", "{release}: {:#?}", host.trace);
        let total = &end.get("differences").items()[0];
        assert_eq!(total.get("what").as_text(), Some("total"));
        assert_eq!(
            (total.get("seen").as_text(), total.get("now").as_text()),
            (Some("19.99"), Some("25.99"))
        );
        assert_eq!((host.unsafe_calls(), host.order().step.name()), (3, "confirm"));
        assert!(host.shop.charges().is_empty());

        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(host.unsafe_calls(), 4, "{release}: {:#?}", host.trace);
        assert_foretold(&host);
    }
}

#[test]
fn all_at_once_takes_4_unsafe_calls_too() {
    for release in RELEASES {
        let mut host = renting(release);
        let all = contact(&format!(",{LINE},{DATES}{}", pay()));
        assert_eq!(host.edit(&all), Settled::Waiting);
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(host.unsafe_calls(), 4, "{release}: {:#?}", host.trace);
    }
}

#[test]
fn one_request_carries_addresses_and_payment_as_the_document_has_it() {
    let mut host = renting("2.4.2");
    let dates = DATES.replace("90025\"", "90025\",\"saveAddress\":true");
    host.edit(&format!("{{{LINE},{dates}}}"));
    let created = body(&host, 0);
    let order = created.get("order");
    assert_eq!(order.get("rental_start_date").as_text(), Some("2030-02-03"));
    assert_eq!(order.get("rental_end_date").as_text(), Some("2030-02-06"));
    assert_eq!(order.get("zipcode").as_text(), Some("90025"));
    host.edit(&contact(&pay()));
    host.submit();
    assert_eq!(
        sent(&host, 0),
        ["POST /orders", "PUT /checkouts/:number", "PUT /checkouts/:number"]
    );
    for at in [1, 2] {
        let told = body(&host, at);
        let order = told.get("order");
        assert_eq!(told.get("save_user_address").as_text(), Some("1"));
        assert_eq!(order.get("use_shipping").as_text(), Some("1"));
        assert!(order.get("bill_address_attributes").is_null());
        assert_eq!(
            order.get("ship_address_attributes").get("zipcode").as_text(),
            Some("10001")
        );
    }
    let told = body(&host, 2);
    // Named, so that the call leads no further when it comes twice.
    assert_eq!(told.get("state").as_text(), Some("address"));
    assert_eq!(told.get("order").get("payments_attributes").items().len(), 1);
    assert!(!told.get("payment_source").get("1").is_null());
}

#[test]
fn another_billing_address_is_sent_whole() {
    let mut host = renting("2.4.2");
    host.edit(&format!("{{{LINE},{DATES}}}"));
    let other = ADDRESS.replace("Jane", "Ada");
    host.edit(&contact("").replace("\"same\"", &other));
    let told = body(&host, 1);
    assert!(told.get("order").get("use_shipping").is_null());
    let billing = told.get("order").get("bill_address_attributes");
    assert_eq!(billing.get("firstname").as_text(), Some("Ada"));
    assert_eq!(host.order().billing.as_ref().unwrap().name, "Ada Doe");
}

#[test]
fn addresses_alone_skip_delivery_and_the_total_is_known_before_the_payment() {
    for release in RELEASES {
        let mut host = renting(release);
        host.edit(&format!("{{{LINE},{DATES}}}"));
        assert!(
            !host.blockers().contains(&"rate.missing".to_owned()),
            "there is one way to ship"
        );
        assert_eq!(host.edit(&contact("")), Settled::Confirmed);
        assert_eq!(
            host.order().step.name(),
            "payment",
            "{release}: {:#?}",
            host.trace
        );
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
        assert_eq!(host.unsafe_calls(), 6, "{release}: {:#?}", host.trace);
        assert_foretold(&host);
    }
}

#[test]
fn dates_and_area_are_told_and_changed() {
    for release in RELEASES {
        let mut host = renting(release);
        host.wish(&format!("{{{LINE},{DATES}}}")).unwrap();
        assert_eq!(shown(&host, "start"), "2030-02-03 expected");
        host.run();
        for (key, value) in [
            ("start", "2030-02-03"),
            ("end", "2030-02-06"),
            ("postalCode", "90025"),
        ] {
            assert_eq!(shown(&host, key), format!("{value} confirmed"), "{release}");
        }
        let lines = host.session.snapshot().get("order").get("lines").items().to_vec();
        assert!(lines[0].get("rentable").is_true());
        assert_eq!(lines[0].get("productType").as_text(), Some("Apparel"));

        // With lines, in one call; what is not named stays.
        let before = host.unsafe_calls();
        let how = host.edit(r#"{"lines":[{"variant":"3","quantity":1}],"rental":{"end":"2030-02-09"}}"#);
        assert_eq!(how, Settled::Confirmed, "{release}: {:#?}", host.trace);
        assert_eq!(host.unsafe_calls(), before + 1);
        assert_eq!(shown(&host, "start"), "2030-02-03 confirmed");
        assert_eq!(shown(&host, "end"), "2030-02-09 confirmed");

        // Behind delivery it starts the checkout anew, which is walked again.
        host.edit(&contact(""));
        assert_eq!(host.order().step.name(), "payment");
        assert_eq!(
            host.edit(r#"{"rental":{"start":"2030-02-04"}}"#),
            Settled::Confirmed
        );
        assert_eq!(shown(&host, "start"), "2030-02-04 confirmed");
        assert_eq!(
            host.order().step.name(),
            "payment",
            "{release}: {:#?}",
            host.trace
        );
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn dates_that_no_shop_takes_are_not_sent() {
    let wish = |host: &mut Host, start: &str, end: &str| {
        let edit = format!(r#"{{"rental":{{"start":"{start}","end":"{end}"}}}}"#);
        let refused = host.wish(&edit).err();
        refused.map(|error| {
            (
                error.code,
                error.fields[0].field.to_string(),
                error.fields[0].code,
            )
        })
    };
    let host = &mut renting("2.3.13");
    let wrong = |field: &str, reason| Some((Code::InvalidInput, field.to_owned(), reason));
    assert_eq!(
        wish(host, "2030-02-03", "2030-02-02"),
        wrong("rental.end", "order")
    );
    assert_eq!(
        wish(host, "2030-2-3", "2030-02-04"),
        wrong("rental.start", "format")
    );
    assert_eq!(wish(host, "2030-02-03", "2/4/30"), wrong("rental.end", "format"));
    assert_eq!(wish(host, "2030-11-24", "2030-11-24"), None);
    // One alone is held against the other as known.
    assert_eq!(wish(host, "", "2030-11-23"), wrong("rental.end", "order"));
    assert_eq!(wish(host, "2030-11-25", ""), wrong("rental.end", "order"));
    assert_eq!(wish(host, "", "2030-11-26"), None);
    assert!(host.requests.is_empty());
}

#[test]
fn an_area_that_is_not_served_is_refused_by_name_and_the_checkout_goes_on() {
    for release in RELEASES {
        for is_new in [true, false] {
            let mut host = renting(release);
            let bad = DATES.replace("90025", "00000");
            if !is_new {
                host.edit(&format!("{{{LINE}}}"));
            }
            let how = host.edit(&format!("{{{LINE},{bad}}}"));
            let error = refusal(how);
            assert_eq!(error.code, Code::InvalidField, "{release} {:#?}", host.trace);
            assert_eq!(&*error.fields[0].field, "rental.postalCode");
            assert_eq!((error.outcome, error.status), (Outcome::Rejected, Some(422)));
            assert_eq!(
                host.order().lines.len(),
                1,
                "the lines are not lost with it: {:#?}",
                host.trace
            );
            assert_eq!(host.edit(&format!("{{{DATES}}}")), Settled::Confirmed);
            host.edit(&contact(""));
            host.edit(PAYMENT);
            assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
            placed_once(&host, release);
        }
    }
}

#[test]
fn a_date_the_shop_refuses_is_named() {
    let mut host = renting("2.4.10");
    host.edit(&format!("{{{LINE},{DATES}}}"));
    // The host's clock stands in 1970: only the shop knows that it is over.
    let error = refusal(host.edit(r#"{"rental":{"start":"2015-02-03"}}"#));
    assert_eq!(
        (error.code, &*error.fields[0].field),
        (Code::InvalidField, "rental.start")
    );
    assert_eq!(shown(&host, "start"), "2030-02-03 confirmed");
}

#[test]
fn it_takes_the_option_and_a_shop_of_that_kind() {
    let plain = json(r#"{"dialect":"spree_2_3","shop":"https://store.example","auth":{"kind":"guest"}}"#);
    let mut host = Host::new(&plain, shop("2.4.2", true));
    let error = refusal(host.edit(&format!("{{{LINE},{DATES}}}")));
    assert_eq!(
        (error.code, &*error.fields[0].field),
        (Code::Unsupported, "rental")
    );
    // Without it, the payment goes alone and never with addresses.
    host.edit(&contact(&format!(",{LINE},\"rate\":\"cheapest\"{}", pay())));
    host.submit();
    let with_payment = host.requests.iter().filter_map(|r| r.body.as_ref());
    for told in with_payment.map(|b| parse(b).unwrap()) {
        let order = told.get("order");
        assert!(order.get("payments_attributes").is_null() || order.get("ship_address_attributes").is_null());
    }
    for dialect in ["solidus", "spree_2_2", "sylius_1"] {
        let options = json(&format!(
            r#"{{"dialect":"{dialect}","shop":"https://store.example","auth":{{"kind":"proxy"}},"rental":true}}"#
        ));
        let error = Session::new(&options, None).unwrap_err();
        assert_eq!(
            (error.code, &*error.fields[0].field),
            (Code::InvalidOptions, "rental")
        );
    }
}
