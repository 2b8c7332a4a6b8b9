//! Traps of lines: quantities that are ignored or cut, lines of strangers, lines of placed orders.

use crate::client::{Client, crash, phrase};
use serde_json::{Value, json};

const LINE: &str = "/api/v1/carts/1/items/1";

#[test]
fn a_quantity_below_one_is_ignored_with_204() {
    for quantity in [json!(0), json!(-1), json!(null), json!(""), json!(false)] {
        let mut client = Client::of("1.7").cart().with("BOOK", 2);
        for method in ["PUT", "PATCH"] {
            let got = client.send(method, LINE, json!({ "quantity": quantity }));
            assert_eq!(got, (204, Value::Null), "{quantity}");
        }
        assert_eq!(client.order()["items"][0]["quantity"], 2);
    }
}

#[test]
fn a_quantity_above_9999_is_cut() {
    let mut client = Client::of("1.7").cart().with("BOOK", 2);
    client.send("PUT", LINE, json!({ "quantity": 20_000 }));
    assert_eq!(client.order()["items"][0]["quantity"], 9999);
}

#[test]
fn text_and_fractions_are_no_quantities() {
    let mut client = Client::of("1.7").cart().with("BOOK", 2);
    for quantity in [json!("abc"), json!(2.5), json!("2.5"), json!([2])] {
        let (status, body) = client.send("PUT", LINE, json!({ "quantity": quantity }));
        let told = &body["errors"]["children"]["quantity"]["errors"];
        assert_eq!((status, told), (400, &json!(["This value is not valid."])));
    }
    for (quantity, kept) in [
        (json!("4"), 4),
        (json!(" 3 "), 3),
        (json!(true), 1),
        (json!(2.0), 2),
    ] {
        client.send("PUT", LINE, json!({ "quantity": quantity }));
        assert_eq!(client.order()["items"][0]["quantity"], kept);
    }
}

#[test]
fn a_line_is_changed_and_deleted_through_any_cart() {
    let client = Client::of("1.7").cart().with("BOOK", 1);
    let mut client = client.cart();
    for cart in [client.id, 999] {
        let path = format!("/api/v1/carts/{cart}/items/1");
        assert_eq!(client.send("PUT", &path, json!({ "quantity": 5 })).0, 204);
    }
    client.id = 1;
    assert_eq!(client.order()["items"][0]["quantity"], 5);
    assert_eq!(
        client.send("DELETE", "/api/v1/carts/2/items/1", Value::Null).0,
        204
    );
    assert_eq!(client.order()["items"], json!([]));
}

#[test]
fn lines_of_a_placed_order_change_its_total_and_add_a_payment() {
    let mut client = Client::of("1.7").cart().with("MUG", 2).with("BOOK", 1).placed();
    assert_eq!(client.send("PUT", LINE, json!({ "quantity": 3 })).0, 204);
    let order = client.order();
    assert_eq!(
        (&order["number"], &order["total"]),
        (&json!("000000001"), &json!(7535))
    );
    let payments: Vec<_> = order["payments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|payment| (payment["state"].clone(), payment["amount"].clone()))
        .collect();
    assert_eq!(
        payments,
        [(json!("new"), json!(5435)), (json!("cart"), json!(7535))]
    );
    let got = client.send(
        "POST",
        "/api/v1/carts/1/items/",
        json!({ "variant": "MUG", "quantity": 1 }),
    );
    assert_eq!(got, phrase(404, "Not Found"));
}

#[test]
fn the_same_variant_twice_is_two_lines() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).with("BOOK", 2);
    let order = client.order();
    assert_eq!(order["items"].as_array().unwrap().len(), 2);
    assert_eq!(order["itemsTotal"], 2100);
}

#[test]
fn stock_is_asked_for_by_line_and_oversold_by_two_of_them() {
    let mut client = Client::of("1.7").cart().with("LAST", 2).with("LAST", 2).placed();
    assert_eq!(client.order()["state"], "new");
    assert_eq!(client.shop.sylius_stock(7), Some((3, 4)));
}

#[test]
fn held_stock_is_not_free() {
    let client = Client::of("1.7").cart().with("LAST", 3).placed();
    let mut client = client.cart();
    let path = format!("/api/v1/carts/{}/items/", client.id);
    let got = client.send("POST", &path, json!({ "variant": "LAST", "quantity": 1 }));
    assert_eq!(got.0, 400);
}

#[test]
fn a_variant_without_a_price_breaks_the_server() {
    let mut client = Client::of("1.7").cart();
    let path = format!("/api/v1/carts/{}/items/", client.id);
    let got = client.send("POST", &path, json!({ "variant": "PRICELESS", "quantity": 1 }));
    assert_eq!(got, crash());
}

#[test]
fn an_edit_never_moves_the_state_and_completion_works_at_once() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1).paid_by("cod");
    client.send("PUT", LINE, json!({ "quantity": 3 }));
    let order = client.order();
    assert_eq!(order["checkoutState"], "payment_selected");
    assert_eq!(
        (&order["total"], &order["payments"][0]["amount"]),
        (&json!(2705), &json!(2705))
    );
    client.take("complete", Value::Null);
}

#[test]
fn another_address_of_a_list_is_sent_on() {
    let mut client = Client::of("1.7").cart();
    for (path, place) in [
        (
            "/api/v1/carts?limit=2",
            "http://shop.example/api/v1/carts/?limit=2",
        ),
        ("/api/v1/carts/1/", "http://shop.example/api/v1/carts/1"),
    ] {
        let request = crate::client::request("GET", path, client.token, &Value::Null);
        let response = cashwrap_shop::answer(&mut client.shop, &request)
            .response()
            .unwrap();
        assert_eq!(response.status, 301);
        assert!(response.headers.contains(&("Location".into(), place.into())));
        // The body is HTML.
        assert_eq!(response.content_type, "application/json");
        assert!(response.text().starts_with("<!DOCTYPE html>"));
    }
    let got = client.send("POST", "/api/v1/carts", json!({}));
    assert_eq!(got, phrase(404, "Not Found"));
}

#[test]
fn a_page_beyond_the_last_is_the_last_and_no_page_is_not_found() {
    let mut client = Client::of("1.7").cart().cart().cart();
    let (_, page) = client.send("GET", "/api/v1/carts/?page=9&limit=2", Value::Null);
    assert_eq!(
        (&page["page"], &page["pages"], &page["total"]),
        (&json!(2), &json!(2), &json!(3))
    );
    for query in ["page=0", "page=-1", "limit=abc"] {
        let got = client.send("GET", &format!("/api/v1/carts/?{query}"), Value::Null);
        assert_eq!(got, phrase(404, "Not Found"), "{query}");
    }
}

#[test]
fn a_lost_cart_is_found_by_its_customer() {
    let mut client = Client::of("1.7").cart().with("BOOK", 1);
    let query = "criteria[customer][type]=equal&criteria[customer][value]=oliver.queen@star-city.com";
    let (_, page) = client.send("GET", &format!("/api/v1/carts/?{query}"), Value::Null);
    assert_eq!(page["_embedded"]["items"][0]["id"], 1);
    let (_, none) = client.send("GET", "/api/v1/carts/?criteria[customer]=barry", Value::Null);
    assert_eq!(none["total"], 0);
    let got = client.send("GET", "/api/v1/carts/?sorting[nope]=desc", Value::Null);
    assert_eq!(got, crash());
}
