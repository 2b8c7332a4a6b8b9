//! Sylius 1.x: bodies and rules as recorded at 1.6.9 and 1.7.11.

mod cart;
pub mod cells;
mod coupons;
mod decode;
mod faults;
mod machine;
mod purchase;
mod sequences;
mod traps;

use crate::host::{Host, json};
use crate::network::made;

use cashwrap::checkout::{Answer, Call};
use cashwrap::dialect::{Dialect, Doors, Wire};
use cashwrap::http::{Reply, Response};
use cashwrap::json::Value;
use cashwrap::order::Order;
use cashwrap_shop::{Release, Shop};
use std::io::Read;

pub const RELEASES: [&str; 3] = ["1.6", "1.7", "1.9"];
const EMAIL: &str = "oliver.queen@star-city.com";
const ADDRESS: &str = r#"{"name":"Oliver Queen","address1":"5th Avenue 1","city":"New York","postalCode":"10001","country":"US","region":"US-NY"}"#;
pub const PAYMENT: &str = r#"{"payment":{"method":"bank_transfer"}}"#;

fn status(end: &Value) -> &str {
    end.get("status").as_text().unwrap()
}

/// All that a purchase needs but the payment, with the cheapest method.
fn everything(lines: &str) -> String {
    format!(
        r#"{{"lines":{lines},"email":"{EMAIL}","shipping":{ADDRESS},"billing":"same","rate":"cheapest"}}"#
    )
}

/// A visitor of a proxy before a Sylius of this release.
pub fn visitor(release: &str) -> Host {
    let shop = Shop::recorded_sylius(Release::of(release).unwrap());
    let mut host = Host::visitor("sylius_1", shop, "SampleToken");
    host.gate = Some(gate);
    host
}

/// The customer that carts are made for before the shopper is known.
const NOBODY: &str = "nobody@store.example";

/// The proxy makes the customer where there is none of that e-mail, then the cart.
fn gate(shop: &mut Shop, request: &mut cashwrap_shop::Request) -> Option<Reply> {
    (request.path == "/cashwrap/orders").then(|| {
        let draft = json(std::str::from_utf8(&request.body).unwrap());
        let email = draft.get("email").as_text().unwrap_or(NOBODY);
        made(&shop.open_sylius_order(email, &[]).to_string())
    })
}

/// The unsafe calls so far, in short.
fn writes(host: &Host) -> Vec<String> {
    let sent = host.trace.iter().filter_map(|line| line.strip_prefix("send "));
    let short = |line: &str| {
        line.replace("/api/v1/", "")
            .replace("checkouts/", "")
            .replace("/:id", "")
    };
    sent.filter(|line| !line.starts_with("GET")).map(short).collect()
}

/// The shipping method the order has.
fn chosen(host: &Host) -> String {
    let rates = &host.order().shipments[0].rates;
    rates.iter().find(|r| r.selected).unwrap().method.to_string()
}

/// All bodies sent so far, one after the other.
fn sent(host: &Host) -> String {
    let bodies = host.requests.iter().filter_map(|r| r.body.as_ref());
    bodies
        .map(|body| String::from_utf8_lossy(body).into_owned())
        .collect()
}

/// A shopper whose order waits for no more than the payment.
fn ready(release: &str, lines: &str) -> Host {
    let mut host = visitor(release);
    host.edit(&everything(lines));
    host
}

fn buy(host: &mut Host) -> Value {
    host.edit(PAYMENT);
    host.submit()
}

fn placed_once(host: &Host, about: &str) {
    let placed = host.shop.orders().into_iter().filter(|order| order.completed);
    assert_eq!(placed.count(), 1, "{about}: {:#?}", host.trace);
}

fn doors() -> &'static Doors {
    Dialect::Sylius1.doors()
}

fn wire() -> Wire<'static> {
    Wire {
        shop: "https://store.example",
        number: "1",
        ..Wire::default()
    }
}

fn answer_to(call: &Call, status: u16, body: &[u8], wire: &Wire<'_>) -> Answer {
    let response = Response {
        status,
        content_type: "application/json".to_owned(),
        body: body.to_vec(),
    };
    (doors().decode)(call, &response, wire)
}

fn answer(call: &Call, status: u16, body: &[u8]) -> Answer {
    answer_to(call, status, body, &wire())
}

/// A recorded body of the checkout view: `1.7.11 happy_2_addressed`.
fn recorded(version: &str, name: &str) -> Vec<u8> {
    let packed = include_bytes!("../../fixtures/sylius/orders.jsonl.gz");
    let mut text = String::new();
    let mut reader = flate2::read::GzDecoder::new(packed.as_slice());
    reader.read_to_string(&mut text).unwrap();
    let wanted = format!("{name}_checkout");
    let line = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut found = line.filter(|line| line["version"] == version && line["name"] == *wanted);
    found.next().unwrap()["body"].to_string().into_bytes()
}

fn read(body: &[u8]) -> Order {
    match answer(&Call::Read, 200, body) {
        Answer::Order(order, _) => (*order).clone(),
        other => panic!("{other:?}"),
    }
}

fn order(name: &str) -> Order {
    read(&recorded("1.7.11", name))
}
