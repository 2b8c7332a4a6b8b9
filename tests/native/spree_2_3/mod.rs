//! Spree 2.3 to 4.4: each case at 2.3.13, 2.4.2, 3.7 and 4.4.

mod cart;
mod customer;
mod decode;
mod faults;
mod money;
mod patience;
mod purchase;
pub mod rental;

use crate::host::{Host, PAYMENT, json, spree_shop};
use crate::typed::Card;
use cashwrap::json::Value;

const RELEASES: [&str; 4] = ["2.3.13", "2.4.2", "3.7", "4.4"];

fn status(end: &Value) -> &str {
    end.get("status").as_text().unwrap()
}

fn is_modern(release: &str) -> bool {
    matches!(release, "3.7" | "4.4")
}

/// A guest at a shop where cards are typed into the page.
fn raw(release: &str) -> Host {
    let options = r#"{"dialect":"spree_2_3","shop":"https://store.example","auth":{"kind":"guest"},
        "rawCard":"i-accept-pci-saq-d"}"#;
    Host::new(&json(options), spree_shop(release))
}

fn card(number: &str) -> Card {
    Card::of(number)
}

/// Placed once, charged once, for what it costs.
fn placed_once(host: &Host, what: &str) {
    let truth = host.truth();
    assert_eq!(truth.state, "complete", "{what}: {:#?}", host.trace);
    assert!(truth.completed, "{what}");
    let charges = host.shop.charges();
    assert_eq!(charges.len(), 1, "{what}: {charges:?}");
    assert_eq!(charges[0].amount, truth.total, "{what}");
}

fn buy(host: &mut Host) -> Value {
    host.edit(PAYMENT);
    host.submit()
}

/// A request to the shop from elsewhere: another tab of the same shopper.
fn elsewhere(host: &mut Host, method: &str, tail: &str, body: &str) -> u16 {
    let truth = host.truth();
    let root = host
        .requests
        .last()
        .unwrap()
        .path
        .split("/orders")
        .next()
        .unwrap();
    let root = root.split("/checkouts").next().unwrap();
    let path = format!("{root}{}", tail.replace(":n", &truth.number));
    let request = cashwrap_shop::Request::new(method, &path)
        .header("X-Spree-Order-Token", &truth.token)
        .json(body);
    match cashwrap_shop::answer(&mut host.shop, &request) {
        cashwrap_shop::Answer::Respond(response) => response.status,
        _ => 0,
    }
}

/// The order as the shop tells it to its guest.
fn elsewhere_body(host: &mut Host) -> Vec<u8> {
    let truth = host.truth();
    let path = host.requests.last().unwrap().path.clone();
    let root = path.split("/orders").next().unwrap();
    let root = root.split("/checkouts").next().unwrap();
    let path = format!("{root}/orders/{}", truth.number);
    let request = cashwrap_shop::Request::new("GET", &path).header("X-Spree-Order-Token", &truth.token);
    match cashwrap_shop::answer(&mut host.shop, &request) {
        cashwrap_shop::Answer::Respond(response) => response.body,
        _ => Vec::new(),
    }
}
