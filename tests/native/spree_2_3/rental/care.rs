//! Networks that fail, servers of another mind, orders of nothing.

use super::*;
use crate::network::Chaos;
use cashwrap_shop::World;

#[test]
fn before_a_stock_server_nothing_is_placed_for_another_sum() {
    for release in RELEASES {
        let mut host = Host::new(&options(""), shop(release, false));
        let other = ADDRESS.replace("Jane", "Ada");
        let edit = contact(&format!(",{LINE}{}", pay())).replace("\"same\"", &other);
        host.edit(&edit);
        // It goes no further than delivery, with a payment of what was due before, or of nothing.
        for _ in 0..3 {
            let end = host.submit();
            assert_ne!(status(&end), "placed", "{release} {:#?}", host.trace);
        }
        assert!(host.shop.charges().is_empty(), "{release}: {:#?}", host.trace);
        assert!(
            host.blockers().iter().any(|b| b.starts_with("payment.")),
            "{:?}",
            host.blockers()
        );
        host.edit(PAYMENT);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn the_one_request_leads_no_further_when_it_comes_twice() {
    for release in RELEASES {
        let mut host = renting(release);
        host.edit(&contact(&format!(",{LINE},{DATES}{}", pay())));
        host.until_twice = Some(0);
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert_eq!(host.truth().state, "confirm");
        assert!(host.shop.charges().is_empty());
        host.until_twice = Some(0);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn where_nothing_is_due_addresses_do_not_place_the_order_unasked() {
    for release in RELEASES {
        for way in ["step by step", "at once", "by an edit"] {
            let mut host = renting(release);
            let line = LINE.replace("\"2\"", "\"4\"");
            match way {
                "step by step" => {
                    host.edit(&format!("{{{line},{DATES}}}"));
                    host.edit(&contact(""));
                }
                "at once" => {
                    host.edit(&contact(&format!(",{line},{DATES}")));
                }
                _ => {
                    host.edit(&contact(&format!(",{LINE},{DATES}")));
                    let other = line.replace('[', r#"[{"variant":"2","quantity":0},"#);
                    assert_eq!(
                        host.edit(&format!("{{{other}}}")),
                        Settled::Confirmed,
                        "{:#?}",
                        host.trace
                    );
                    assert_eq!(host.order().step.name(), "address");
                }
            }
            assert!(!host.truth().completed, "{release}: {:#?}", host.trace);
            assert!(
                host.session.snapshot().get("can").get("submit").is_true(),
                "{:?}",
                host.blockers()
            );
            // Nothing that may place has tried to leave.
            let count = |word: &str| host.trace.iter().filter(|t| *t == word).count();
            assert_eq!(count("lock"), count("unlock"), "{:#?}", host.trace);
            // It costs nothing until it is sent somewhere.
            assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
            assert!(!host.truth().completed);
            host.edit(PAYMENT);
            let mut end = host.submit();
            if status(&end) == "changed" {
                end = host.submit();
            }
            assert_eq!(status(&end), "placed", "{release}: {:#?}", host.trace);
            placed_once(&host, release);
        }
    }
}

/// A cell of the matrix: where there is nothing to pay, addresses place the order, so they are sent by a submit, and what
/// they make of the total is agreed to by another.
pub fn free_order(release: &str) {
    let settings = Settings {
        rental: true,
        ..Settings::spree(Version::of(release).unwrap())
    };
    let shop = Shop::new(World::demo().delivering_free(), settings, 7);
    let mut host = Host::new(&options(""), shop);
    let line = LINE.replace("\"2\"", "\"4\"");
    host.edit(&contact(&format!(",{line},{DATES}")));
    assert!(!host.truth().completed, "{:#?}", host.trace);
    assert_eq!(status(&host.submit()), "changed", "{:#?}", host.trace);
    assert!(!host.truth().completed, "{:#?}", host.trace);
    let end = host.submit();
    // The way it is sent was not on the screen: what it costs was.
    assert_eq!(status(&end), "placed_different", "{:#?}", host.trace);
    let differences = end.get("differences").items();
    assert!(
        differences
            .iter()
            .all(|d| d.get("what").as_text() == Some("rate")),
        "{differences:?}"
    );
    assert!(host.truth().completed && host.truth().payments.is_empty());
}

#[test]
fn a_typed_card_that_is_declined_is_asked_for_again() {
    for release in RELEASES {
        let raw = options(r#","rawCard":"i-accept-pci-saq-d""#);
        let mut host = Host::new(&raw, shop(release, true));
        host.edit(&contact(&format!(",{LINE},{DATES}")).replace("\"email\"", "\"notes\":\"ring\",\"email\""));
        let method = r#"{"payment":{"method":"1"}}"#;
        host.edit_with(method, Some(card("4000000000000002")));
        let mut ends = vec![status(&host.submit()).to_owned()];
        if ends[0] == "changed" {
            ends.push(status(&host.submit()).to_owned());
        }
        assert_eq!(ends.last().unwrap(), "declined", "{release}: {:#?}", host.trace);
        host.edit_with(method, Some(card("4111111111111111")));
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn a_reload_keeps_the_dates_and_a_dead_cart_takes_them_along() {
    let mut host = renting("2.4.2");
    host.online = false;
    host.wish(&format!("{{{LINE},{DATES}}}")).unwrap();
    host.run();
    let mut host = host.reload(&options(""));
    host.online = true;
    host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    assert_eq!(shown(&host, "end"), "2030-02-06 confirmed", "{:#?}", host.trace);

    host.shop.reset();
    let version = Version::of("2.4.2").unwrap();
    host.shop.set_settings(Settings {
        rental: true,
        ..Settings::spree(version)
    });
    assert_eq!(
        host.edit(r#"{"lines":[{"variant":"3","quantity":1}]}"#),
        Settled::Confirmed
    );
    assert_eq!(host.truth().lines.len(), 2);
    assert_eq!(shown(&host, "start"), "2030-02-03 confirmed");
    let told = parse(&elsewhere_body(&mut host)).unwrap();
    assert_eq!(told.get("zipcode").as_text(), Some("90025"));
}

#[test]
fn a_customer_rents_too() {
    for release in RELEASES {
        let customer = json(
            r#"{"dialect":"spree_2_3","shop":"https://store.example","auth":{"kind":"bearer"},"rental":true}"#,
        );
        let mut host = Host::new(&customer, shop(release, true));
        host.key = Some("custkey".to_owned());
        host.edit(&contact(&format!(",{LINE},{DATES}{}", pay())));
        assert_eq!(status(&host.submit()), "changed", "{release}: {:#?}", host.trace);
        assert_eq!(status(&host.submit()), "placed", "{release}: {:#?}", host.trace);
        placed_once(&host, release);
    }
}

#[test]
fn whatever_the_network_does_one_order_is_placed_and_charged_at_most() {
    let mut placed = 0;
    for seed in 0..120 {
        let mut host = renting(RELEASES[seed as usize % 3]);
        host.chaos = Some(Chaos::new(seed, 25));
        for _ in 0..4 {
            host.edit(&contact(&format!(",{LINE},{DATES}{}", pay())));
            let end = host.submit();
            host.run();
            if status(&end) == "placed" {
                break;
            }
        }
        host.chaos.as_mut().unwrap().percent = 0;
        let orders = host.shop.orders();
        let done: Vec<_> = orders.iter().filter(|o| o.completed).collect();
        let charges = host.shop.charges();
        assert!(
            done.len() <= 1 && charges.len() <= 1,
            "seed {seed}: {:#?}",
            host.trace
        );
        if let (Some(order), Some(charge)) = (done.first(), charges.first()) {
            assert_eq!(charge.amount, order.total, "seed {seed}: {:#?}", host.trace);
        }
        placed += done.len();
    }
    assert!(placed > 60, "{placed}");
}

#[test]
fn a_page_without_the_option_does_not_take_up_the_days_of_one_that_rents() {
    let mut host = renting("2.4.2");
    host.online = false;
    host.wish(&format!("{{{LINE},{DATES}}}")).unwrap();
    host.run();
    let plain = crate::host::spree();
    let host = host.reload(&plain);
    let shown = host.session.snapshot();
    assert!(shown.get("pending").get("rental").is_null());
    assert_eq!(shown.get("order").get("lines").items().len(), 1);
}
