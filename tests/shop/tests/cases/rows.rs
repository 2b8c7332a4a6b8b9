//! Whatever is called, in whatever order: the rows taken so far are the shop.

use crate::shop::*;
use cashwrap_shop::Shop;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const STEPS: usize = 400;

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
}

fn step(client: &mut Client, dice: &mut Dice) -> Got {
    let line = client
        .shop
        .order_view(&client.number)
        .and_then(|view| view.lines.first().map(|line| line.id));
    let line = format!("/line_items/{}", line.unwrap_or(0));
    let variant = [2, 3, 4, 9, 10, 99][usize::try_from(dice.roll(6)).unwrap()];
    let quantity = dice.roll(3);
    let source = card(if dice.roll(4) == 0 { DECLINED } else { GOOD });
    let placed = client
        .shop
        .order_view(&client.number)
        .is_none_or(|view| view.completed);
    let roll = if placed && dice.roll(3) > 0 {
        0
    } else {
        dice.roll(22)
    };
    match roll {
        0 => {
            client.key = [None, Some("custkey"), Some("creditkey")][usize::try_from(dice.roll(3)).unwrap()];
            client.token.clear();
            let got = client.send("POST", "/api/orders", json!({ "order": { "email": "a@b.co" } }));
            client.number = got.1["number"].as_str().unwrap_or_default().into();
            client.token = got.1["token"].as_str().unwrap_or_default().into();
            got
        }
        1 | 2 => {
            let body = json!({ "line_item": { "variant_id": variant, "quantity": quantity } });
            client.order("POST", "/line_items", body)
        }
        3 => client.order("PATCH", &line, json!({ "line_item": { "quantity": quantity } })),
        4 => client.order("DELETE", &line, Value::Null),
        5 | 6 | 17..=19 => client.next(),
        7 | 20 => client.checkout("PUT", "/advance", Value::Null),
        8 => client.complete(),
        9 => client.order("POST", "/coupon_codes", json!({ "coupon_code": "10off" })),
        10 => client.order("DELETE", "/coupon_codes/10off", Value::Null),
        11 | 12 => {
            let to = if dice.roll(2) == 0 {
                address()
            } else {
                in_germany()
            };
            client.checkout("PATCH", "", json!({ "order": { "ship_address_attributes": to } }))
        }
        13 | 21 => client.checkout(
            "PATCH",
            "",
            json!({ "order": { "payments_attributes": [pay(&source)] } }),
        ),
        14 => client.order("POST", "/payments", json!({ "payment": pay(&source) })),
        15 => client.order("PUT", "/empty", Value::Null),
        _ => {
            client.shop.crash_after_charge();
            client.complete()
        }
    }
}

fn insides(shop: &Shop) -> Vec<Value> {
    let mut admin = Client::of(shop.clone()).with_key("adminkey");
    let mut seen = vec![json!(shop.orders()), json!(shop.charges())];
    let stock: Vec<_> = (1..12).map(|id| shop.stock(id)).collect();
    seen.push(json!(stock));
    for path in [
        "/api/orders?per_page=999",
        "/api/users/1/address_book",
        "/api/users/1/credit_cards",
    ] {
        seen.push(admin.get(path).1);
    }
    seen
}

#[test]
fn a_shop_rebuilt_from_its_rows_is_the_same_shop_after_any_calls() {
    for seed in 0..8 {
        let mut dice = Dice(seed);
        let mut client = Client::demo().create(Value::Null);
        let mut table = BTreeMap::new();
        let mut statuses = BTreeMap::<u16, u32>::new();
        for _ in 0..STEPS {
            client.shop.now_ms += 7;
            let (status, body) = step(&mut client, &mut dice);
            *statuses.entry(status).or_default() += 1;
            assert!(
                [200, 201, 204, 401, 404, 422, 500].contains(&status),
                "{status} {body}"
            );
            table.extend(client.shop.take_changes().rows);
        }
        let rows: Vec<_> = table.into_iter().collect();
        let rebuilt = Shop::from_rows(&rows).unwrap().unwrap();
        for (before, after) in insides(&client.shop).iter().zip(insides(&rebuilt)) {
            assert_eq!(before, &after, "seed {seed}");
        }
        assert!(statuses.keys().len() > 3, "{statuses:?}");
    }
}

#[test]
fn whatever_is_called_no_payment_is_charged_twice() {
    let mut charges = 0;
    for seed in 100..108 {
        let mut dice = Dice(seed);
        let mut client = Client::demo().create(Value::Null);
        for _ in 0..STEPS * 4 {
            step(&mut client, &mut dice);
        }
        let mut payments: Vec<_> = client
            .shop
            .charges()
            .iter()
            .map(|charge| charge.payment)
            .collect();
        let before = payments.len();
        payments.dedup();
        assert_eq!(payments.len(), before, "seed {seed}");
        charges += before;
    }
    assert!(charges > 40, "{charges} charges are too few to show anything");
}
