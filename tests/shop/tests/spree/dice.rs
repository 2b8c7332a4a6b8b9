//! Whatever is called, in whatever order: an answer a Spree may give, and the rows taken so far are the shop.

use crate::client::*;
use cashwrap_shop::{Shop, Version};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const STEPS: usize = 250;

/// A small generator, so that a failure can be run again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.roll(u64::try_from(list.len()).unwrap())).unwrap()]
    }
}

fn step(client: &mut Client, dice: &mut Dice) -> Got {
    let view = client.shop.order_view(&client.number);
    let line = view
        .as_ref()
        .and_then(|view| view.lines.first())
        .map_or(0, |line| line.id);
    let line = format!("/line_items/{line}");
    let placed = view.is_none_or(|view| view.completed);
    let variant = dice.of(&[2, 3, 4, 9, 10, 99]);
    let quantity = dice.roll(3);
    let both = json!({ "bill_address_attributes": address(), "ship_address_attributes": address() });
    let state = dice.of(&["address", "delivery", "payment"]);
    let starts = client.number.is_empty() || (placed && dice.roll(3) > 0);
    match if starts { 0 } else { dice.roll(20) } {
        0 => {
            client.key = dice.of(&[None, Some("custkey"), Some("adminkey")]);
            client.token.clear();
            let got = client.send("POST", "/orders", json!({ "order": { "email": "a@b.co" } }));
            client.number = got.1["number"].as_str().unwrap_or_default().into();
            client.token = got.1["token"].as_str().unwrap_or_default().into();
            got
        }
        1 | 2 => {
            let body = json!({ "line_item": { "variant_id": variant, "quantity": quantity } });
            client.order("POST", "/line_items", body)
        }
        3 => client.order("PUT", &line, json!({ "line_item": { "quantity": quantity } })),
        4 => client.order("DELETE", &line, Value::Null),
        5..=7 => client.next(),
        8 => client.checkout("PUT", "/advance", Value::Null),
        9 => client.order("PUT", "/apply_coupon_code", json!({ "coupon_code": "10off" })),
        10 => client.checkout("PUT", "", json!({ "order": both })),
        11 | 12 => {
            let number = dice.of(&[GOOD, GOOD, DECLINED, "x"]);
            let body = client.pay(number);
            client.checkout("PUT", "", body)
        }
        13 => client.checkout(
            "PUT",
            "",
            json!({ "state": state, "order": { "email": "a@b.co" } }),
        ),
        14 => client.checkout("PUT", "", check()),
        15 => {
            let items = json!({ "0": { "variant_id": variant, "quantity": quantity } });
            client.order("PUT", "", json!({ "order": { "line_items": items } }))
        }
        16 => client.order("PUT", "/empty", Value::Null),
        17 => {
            let payment = json!({ "payment_method_id": dice.of(&[1, 2, 3]), "amount": "5" });
            client.order("POST", "/payments", json!({ "payment": payment }))
        }
        18 => {
            client.shop.set_stock(variant, i64::try_from(quantity).unwrap());
            client.order("GET", "", Value::Null)
        }
        _ => client.order("PUT", "/cancel", Value::Null),
    }
}

#[test]
fn every_call_is_answered_and_kept() {
    for release in Version::ALL {
        for seed in 0..4 {
            let mut dice = Dice(seed);
            let mut client = Client::demo(release.name());
            let mut rows: BTreeMap<String, String> = BTreeMap::new();
            for at in 0..STEPS {
                let (status, body) = step(&mut client, &mut dice);
                let known = [200, 201, 204, 401, 403, 404, 422, 500].contains(&status);
                assert!(known, "{} seed {seed} step {at}: {status} {body}", release.name());
                let changes = client.shop.take_changes();
                rows.extend(changes.rows);
            }
            let taken: Vec<(String, String)> = rows.into_iter().collect();
            let back = Shop::from_rows(&taken).unwrap().unwrap();
            assert_eq!(back.charges(), client.shop.charges());
            let numbers: Vec<_> = client.shop.orders().into_iter().map(|view| view.number).collect();
            let mut again = Client::of(release.name());
            again.shop = back;
            (again.key, client.key) = (Some("adminkey"), Some("adminkey"));
            for number in numbers {
                (again.number, client.number) = (number.clone(), number);
                assert_eq!(again.read(), client.read(), "{} seed {seed}", release.name());
            }
        }
    }
}
