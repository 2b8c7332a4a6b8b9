//! Sums: what the server tells in minor units, and what placing will make of them.

use super::{RELEASES, answer, body, order};
use cashwrap::checkout::{Answer, Call};
use cashwrap::order::{Money, Order};

fn totals(order: &Order) -> [String; 5] {
    let t = &order.totals;
    [t.items, t.tax, t.shipping, t.adjustments, t.total].map(|money| money.to_text().to_string())
}

#[test]
fn minor_units_are_hundredths() {
    for release in RELEASES {
        // 3 × 50.00, 5 % tax, −2.50; then 50.00 for FedEx.
        let addressed = order(release, "us_2_addressing");
        assert_eq!(
            totals(&addressed),
            ["150.00", "7.50", "0.00", "5.00", "155.00"],
            "{release}"
        );
        let placed = order(release, "us_5_finalize");
        assert_eq!(
            totals(&placed),
            ["150.00", "7.50", "50.00", "5.00", "205.00"],
            "{release}"
        );
        assert_eq!(placed.payments[0].amount.to_text(), "205.00");
    }
    assert_eq!(Money::minor("-250").unwrap().to_text(), "-2.50");
    assert_eq!(Money::minor("7"), Money::parse("0.07"));
    assert_eq!(
        Money::minor("2.5"),
        None,
        "a shop that writes fractions here is not understood"
    );
}

#[test]
fn a_cart_costs_its_lines_though_the_server_says_nothing() {
    for release in RELEASES {
        let text = String::from_utf8(body(release, "us_1_cart")).unwrap();
        assert!(
            text.contains(r#""items_total":0"#) && text.contains(r#""total":0"#),
            "{release}"
        );
        assert_eq!(
            totals(&order(release, "us_1_cart")),
            ["150.00", "0.00", "0.00", "0.00", "150.00"]
        );
    }
}

#[test]
fn a_tax_that_prices_include_does_not_count() {
    for release in RELEASES {
        // 50.00 with 7.98 of it tax, and 23.50 for DHL.
        let placed = order(release, "de_5_finalize");
        assert_eq!(
            totals(&placed),
            ["50.00", "7.98", "23.50", "0.00", "73.50"],
            "{release}"
        );
    }
}

#[test]
fn a_fee_that_only_placing_adds_is_in_the_total_before() {
    for release in ["0.15.0", "0.16.0"] {
        let text = String::from_utf8(body(release, "fee_4_payment")).unwrap();
        assert!(
            text.contains(r#""total":6500"#),
            "{release}: told without the fee"
        );
        let paid = order(release, "fee_4_payment");
        assert_eq!(paid.totals.total.to_text(), "70.00", "{release}");
        // The payment is set to that sum when the order is placed.
        assert_eq!(paid.payments[0].amount.to_text(), "70.00", "{release}");
        assert_eq!(order(release, "fee_5_finalize").totals, paid.totals, "{release}");
    }
    // 0.13 has no fees.
    assert_eq!(order("0.13.0", "fee_4_payment").totals.total.to_text(), "65.00");
}

#[test]
fn a_price_of_the_catalogue_is_the_price_before_it_is_one() {
    // The line was made at 50.00 and the catalogue says 60.00: placing makes it that (0.16, catalog_price_changed).
    let text = String::from_utf8(body("0.16.0", "us_4_payment")).unwrap();
    let text = text.replace(r#""price":5000"#, r#""price":6000"#);
    let Answer::Order(dearer, _) = answer(&Call::Read, 200, text.as_bytes(), None) else {
        panic!("not read");
    };
    assert_eq!(dearer.totals.items.to_text(), "180.00");
    assert_eq!(dearer.totals.total.to_text(), "235.00");
    // A line marked so keeps its price, and a placed one has it.
    for text in [
        text.replace(r#""immutable":false"#, r#""immutable":true"#),
        text.replace(r#""checkout_state":"payment""#, r#""checkout_state":"finalize""#),
    ] {
        let Answer::Order(kept, _) = answer(&Call::Read, 200, text.as_bytes(), None) else {
            panic!("not read");
        };
        assert_eq!(kept.totals.total.to_text(), "205.00");
    }
}

#[test]
fn a_total_is_never_below_nothing() {
    // Recorded at 0.16: −999.99 on 100.00, told as 0.
    let text = String::from_utf8(body("0.16.0", "us_2_addressing")).unwrap();
    let text = text.replace(r#""amount":-250"#, r#""amount":-99999"#);
    let Answer::Order(order, _) = answer(&Call::Read, 200, text.as_bytes(), None) else {
        panic!("not read");
    };
    assert_eq!(order.totals.total, Money::ZERO);
}
