//! The rental shop, the annex of Spree 2.3 and 2.4. No recording of it exists: all of this is inferred from its document.

mod calls;
pub mod care;

use super::{card, elsewhere_body, placed_once, status};
use crate::host::{ADDRESS, Host, PAYMENT, json};
use cashwrap::checkout::Settled;
use cashwrap::error::Error;
use cashwrap::json::{Value, parse};
use cashwrap_shop::{Settings, Shop, Version};

pub const RELEASES: [&str; 3] = ["2.3.13", "2.4.2", "2.4.10"];
pub const DATES: &str = r#""rental":{"start":"2030-02-03","end":"2030-02-06","postalCode":"90025"}"#;
pub const LINE: &str = r#""lines":[{"variant":"2","quantity":1}]"#;

pub fn shop(release: &str, is_rental: bool) -> Shop {
    let version = Version::of(release).unwrap();
    let mut shop = Shop::recorded_spree(version);
    shop.set_settings(Settings {
        rental: is_rental,
        ..Settings::spree(version)
    });
    shop
}

pub fn options(more: &str) -> Value {
    json(&format!(
        r#"{{"dialect":"spree_2_3","shop":"https://store.example","auth":{{"kind":"guest"}},"rental":true{more}}}"#
    ))
}

pub fn renting(release: &str) -> Host {
    Host::new(&options(""), shop(release, true))
}

/// Who rents, and where it goes.
pub fn contact(more: &str) -> String {
    format!(r#"{{"email":"jane@example.com","shipping":{ADDRESS},"billing":"same"{more}}}"#)
}

pub fn pay() -> String {
    format!(",{}", PAYMENT.trim_matches(['{', '}']).to_owned() + "}")
}

/// What went out since, as method and route.
pub fn sent(host: &Host, since: usize) -> Vec<String> {
    let unsafe_ones = host.requests[since..].iter().filter(|r| !r.method.is_safe());
    unsafe_ones
        .map(|r| format!("{} {}", r.method.as_str(), r.route))
        .collect()
}

pub fn body(host: &Host, at: usize) -> Value {
    let mut unsafe_ones = host.requests.iter().filter(|r| !r.method.is_safe());
    parse(unsafe_ones.nth(at).unwrap().body.as_ref().unwrap()).unwrap()
}

pub fn refusal(how: Settled) -> Error {
    match how {
        Settled::Refused(error) => error,
        other => panic!("not refused: {other:?}"),
    }
}

pub fn shown(host: &Host, key: &str) -> String {
    let rental = host.session.snapshot();
    let rental = rental.get("order").get("rental").clone();
    format!(
        "{} {}",
        rental.get("value").get(key).as_text().unwrap(),
        rental.get("status").as_text().unwrap()
    )
}

/// Nothing went elsewhere than was foretold.
pub fn assert_foretold(host: &Host) {
    let is_drift = |event: &Value| event.get("kind").as_text() == Some("drift");
    assert!(!host.events.iter().any(is_drift), "{:?}", host.events);
}
