//! Spree 2.0 to 2.2: each case at 2.0.3 (behind a proxy), 2.1.12 and 2.2.14.

mod cart;
mod decode;
/// The faults are those of every Spree.
#[path = "../spree_2_3/faults.rs"]
mod faults;
mod money;
mod purchase;
mod traps_2_0;
mod traps_2_2;

use crate::host::{Host, json, spree_shop, visitor};
use crate::typed::Card;
use cashwrap::json::Value;
use cashwrap_shop::Shop;

const RELEASES: [&str; 3] = ["2.0.3", "2.1.12", "2.2.14"];
const DIRECT: [&str; 2] = ["2.1.12", "2.2.14"];
/// The shop's own key, which only the proxy has.
const KEY: &str = "adminkey";

/// What a page of this release says.
fn options(release: &str) -> Value {
    if is_oldest(release) {
        return json(
            r#"{"dialect":"spree_2_0","shop":"https://store.example","auth":{"kind":"proxy"},
            "rawCard":"i-accept-pci-saq-d"}"#,
        );
    }
    json(
        r#"{"dialect":"spree_2_2","shop":"https://store.example","auth":{"kind":"guest"},
        "rawCard":"i-accept-pci-saq-d"}"#,
    )
}

fn is_oldest(release: &str) -> bool {
    release == "2.0.3"
}

fn raw(release: &str) -> Host {
    at_shop(release, spree_shop(release))
}

fn at_shop(release: &str, shop: Shop) -> Host {
    let mut host = Host::new(&options(release), shop);
    if is_oldest(release) {
        host.proxy_key = Some(KEY.to_owned());
    }
    host
}

fn status(end: &Value) -> &str {
    end.get("status").as_text().unwrap()
}

fn card(number: &str) -> Card {
    Card::of(number)
}

/// Wishes to pay by this method with this card, and submits.
fn pay(host: &mut Host, method: &str, number: &str) -> String {
    let edit = format!(r#"{{"payment":{{"method":"{method}"}}}}"#);
    host.edit_with(&edit, Some(card(number)));
    status(&host.submit()).to_owned()
}

/// Placed once, charged once, for what it costs.
fn placed_once(host: &Host, what: &str) {
    let truth = host.truth();
    assert_eq!(truth.state, "complete", "{what}: {:#?}", host.trace);
    assert!(truth.completed, "{what}");
    let own = |charge: &&cashwrap_shop::Charge| charge.order == truth.number;
    let charges: Vec<_> = host.shop.charges().iter().filter(own).collect();
    assert_eq!(charges.len(), 1, "{what}: {charges:?}");
    assert_eq!(charges[0].amount, truth.total, "{what}");
}

fn buy(host: &mut Host) -> String {
    pay(host, "1", "4111111111111111")
}

/// A request to the shop from elsewhere: the back office, or another tab.
fn elsewhere(host: &mut Host, method: &str, tail: &str, body: &str) -> u16 {
    elsewhere_told(host, method, tail, body).status
}

fn elsewhere_told(host: &mut Host, method: &str, tail: &str, body: &str) -> cashwrap_shop::Response {
    let truth = host.truth();
    let path = format!("/api{}", tail.replace(":n", &truth.number));
    let request = cashwrap_shop::Request::new(method, &path)
        .header("X-Spree-Token", KEY)
        .json(body);
    match cashwrap_shop::answer(&mut host.shop, &request) {
        cashwrap_shop::Answer::Respond(response) => response,
        _ => panic!("no answer"),
    }
}

/// The page learns what happened elsewhere.
fn refresh(host: &mut Host) {
    let id = host.session.ask(&json(r#"{"kind":"refresh"}"#)).unwrap();
    host.run();
    host.how(id);
}

fn quantities(host: &Host) -> Vec<(u64, i64)> {
    let mut all: Vec<_> = host
        .truth()
        .lines
        .iter()
        .map(|l| (l.variant_id, l.quantity))
        .collect();
    all.sort_unstable();
    all
}

fn sent(host: &Host, method: &str, route: &str) -> usize {
    host.requests
        .iter()
        .filter(|r| r.method.as_str() == method && r.route == route)
        .count()
}

/// The body as it travels, with the digits of the usual card where a card is.
fn body_of(request: &cashwrap::http::Request) -> serde_json::Value {
    let fields: [&[u8]; 5] = [b"4111111111111111", b"12", b"2030", b"123", b"Jane Doe"];
    let mut filled = [0; 4_096];
    let length = cashwrap::json::fill(request.body.as_deref().unwrap(), &fields, &mut filled).unwrap();
    serde_json::from_slice(&filled[..length]).unwrap()
}

#[test]
fn the_options_of_a_proxy_are_those_of_every_room() {
    assert_eq!(options("2.0.3").get("auth"), visitor("spree_2_0").get("auth"));
}
