//! Lines and orders of one URL: what edits do to totals, and who may make orders.

use crate::client::{Client, SINGLE, crash, phrase};
use serde_json::{Value, json};

const ITEMS: &str = "/api/orders/1/items/";

#[test]
fn no_release_creates_an_order() {
    for release in SINGLE {
        let mut client = Client::of(release);
        let body = json!({ "user": 1, "currency": "USD", "channel": 1 });
        assert_eq!(client.send("POST", "/api/orders/", body), crash(), "{release}");
        let (status, refusal) = client.send("POST", "/api/orders/", json!({}));
        if release == "0.16" {
            let blank = json!({ "errors": ["This value should not be blank."] });
            let children = json!({ "user": blank, "currency": blank, "channel": blank });
            assert_eq!((status, &refusal["errors"]["children"]), (400, &children));
        } else {
            assert_eq!(status, 500);
        }
    }
}

#[test]
fn a_line_is_priced_in_whole_units_and_shows_the_order_without_itself() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(2, 1)]);
        let (status, item) = client.send(
            "POST",
            ITEMS,
            json!({ "variant": 1, "quantity": 2, "unitPrice": "50.00" }),
        );
        assert_eq!((status, &item["unit_price"]), (201, &json!(5000)), "{release}");
        assert_eq!(item["order"]["items"].as_array().unwrap().len(), 1);
        assert_eq!(client.whole()["items"].as_array().unwrap().len(), 2);
    }
}

#[test]
fn prices_are_read_as_php_reads_them() {
    for (sent, kept) in [
        (json!(7), 700),
        (json!(7.5), 750),
        (json!("7,50"), 750),
        (json!("7.005"), 701),
        (json!("-5.00"), -500),
    ] {
        let mut client = Client::opened("0.16", &[]);
        let body = json!({ "variant": 2, "quantity": 1, "unitPrice": sent });
        assert_eq!(client.send("POST", ITEMS, body).1["unit_price"], kept, "{sent}");
    }
    for sent in ["1,234.56", "abc"] {
        let mut client = Client::opened("0.16", &[]);
        let body = json!({ "variant": 2, "quantity": 1, "unitPrice": sent });
        let (status, refusal) = client.send("POST", ITEMS, body);
        let told = &refusal["errors"]["children"]["unitPrice"]["errors"];
        assert_eq!((status, told), (400, &json!(["This value is not valid."])));
    }
}

#[test]
fn what_is_missing_from_a_line_breaks_the_server() {
    for body in [
        json!({}),
        json!({ "variant": 1, "quantity": 1 }),
        json!({ "variant": 1, "unitPrice": "50.00" }),
        json!({ "quantity": 1, "unitPrice": "50.00" }),
        json!({ "variant": 1, "quantity": -1, "unitPrice": "50.00" }),
    ] {
        assert_eq!(Client::opened("0.16", &[]).send("POST", ITEMS, body), crash());
    }
    let body = json!({ "variant": 1, "quantity": 0, "unitPrice": "50.00" });
    assert_eq!(Client::opened("0.16", &[]).send("POST", ITEMS, body).0, 201);
    let body = json!({ "variant": 99, "quantity": 1, "unitPrice": "50.00" });
    let (status, refusal) = Client::opened("0.16", &[]).send("POST", ITEMS, body);
    let root = json!(["This value is not valid."]);
    assert_eq!((status, &refusal["errors"]["errors"]), (400, &root));
}

#[test]
fn lines_are_listed_with_orders_whose_other_lines_are_a_map() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1), (2, 1)]);
        let (status, rows) = client.send("GET", ITEMS, Value::Null);
        if matches!(release, "0.14" | "0.15") {
            assert_eq!(status, 500, "{release}");
            continue;
        }
        assert_eq!(rows[0]["order"]["items"]["1"]["id"], 2);
        assert_eq!(rows[1]["order"]["items"][0]["id"], 1);
    }
}

#[test]
fn lines_are_changed_at_0_16_alone_and_nothing_is_summed_up() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1)]).in_shipping(0);
        let path = format!("{ITEMS}1");
        let got = client.send("PUT", &path, json!({ "quantity": 3, "unitPrice": "50.00" }));
        if release != "0.16" {
            assert_eq!(got, phrase(405, "Method Not Allowed"));
            continue;
        }
        assert_eq!(got, (204, Value::Null));
        let order = client.whole();
        assert_eq!(
            (&order["items"][0]["quantity"], &order["total"]),
            (&json!(3), &json!(9250))
        );
        let order = client.goes(json!({ "paymentMethod": 1 }), "payment");
        // The payment is of the old total.
        assert_eq!(
            (&order["total"], &order["payments"][0]["amount"]),
            (&json!(19_250), &json!(9250))
        );
        let order = client.goes(Value::Null, "finalize");
        assert_eq!(
            (&order["total"], &order["payments"][0]["amount"]),
            (&json!(19_250), &json!(19_250))
        );
    }
}

#[test]
fn edits_that_0_16_refuses() {
    let mut client = Client::opened("0.16", &[(1, 1)]);
    let path = format!("{ITEMS}1");
    assert_eq!(client.send("PUT", &path, json!({ "quantity": 3 })), crash());
    let body = json!({ "variant": 1, "quantity": 3, "unitPrice": "50.00" });
    assert_eq!(client.send("PUT", &path, body), crash());
    let (status, refusal) = client.send("PUT", &path, json!({ "quantity": 0, "unitPrice": "7.00" }));
    let told = json!([
        "sylius.order_item.quantity.min",
        "This value should be 1 or more."
    ]);
    assert_eq!(
        (status, &refusal["errors"]["children"]["quantity"]["errors"]),
        (400, &told)
    );
    assert_eq!(client.send("PATCH", &path, json!({ "quantity": 4 })).0, 204);
    let other = client.send("PATCH", "/api/orders/77/items/1", json!({ "quantity": 4 }));
    assert_eq!(other, phrase(404, "Not Found"));
}

#[test]
fn a_line_deleted_in_payment_counts_until_finalize() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(1, 1), (2, 2)]).in_payment(1);
        client.send("DELETE", &format!("{ITEMS}1"), Value::Null);
        assert_eq!(client.look().1["total"], 11_720);
        let order = client.goes(Value::Null, "finalize");
        assert_eq!(
            (&order["items_total"], &order["total"]),
            (&json!(1400), &json!(6720))
        );
    }
}

#[test]
fn lines_of_a_placed_order_change_and_its_total_does_not() {
    let mut client = Client::opened("0.16", &[(1, 1)]).in_payment(1);
    client.goes(Value::Null, "finalize");
    let body = json!({ "variant": 2, "quantity": 1, "unitPrice": "7.00" });
    assert_eq!(client.send("POST", ITEMS, body).0, 201);
    assert_eq!(client.send("DELETE", &format!("{ITEMS}1"), Value::Null).0, 204);
    assert_eq!(client.whole()["total"], 9250);
}

#[test]
fn stock_is_never_asked_for_at_finalize() {
    for release in SINGLE {
        let mut client = Client::opened(release, &[(4, 3)]).in_payment(1);
        client.goes(Value::Null, "finalize");
        assert_eq!(client.shop.sylius_stock(4), Some((1, 3)));
    }
}

#[test]
fn an_order_is_deleted_in_every_state() {
    for release in SINGLE {
        let opened = || Client::opened(release, &[(1, 1)]);
        let mut placed = opened().in_payment(1);
        placed.goes(Value::Null, "finalize");
        for mut client in [opened(), opened().in_addressing(), opened().in_payment(1), placed] {
            assert_eq!(client.send("DELETE", "/api/orders/1", Value::Null).0, 204);
            assert_eq!(client.look(), phrase(404, "Not Found"));
            assert_eq!(client.put(json!({})), phrase(404, "Not Found"));
        }
    }
}

#[test]
fn placed_orders_leave_the_list_of_checkouts() {
    let mut client = Client::opened("0.16", &[(1, 1)]).in_payment(1);
    let total = |client: &mut Client, path: &str| client.send("GET", path, Value::Null).1["total"].clone();
    assert_eq!(total(&mut client, "/api/checkouts/"), 1);
    assert_eq!(total(&mut client, "/api/orders/"), 0);
    client.goes(Value::Null, "finalize");
    assert_eq!(total(&mut client, "/api/checkouts/"), 0);
    assert_eq!(total(&mut client, "/api/orders/"), 1);
    let (_, beyond) = client.send("GET", "/api/orders/?page=9", Value::Null);
    assert_eq!(
        (&beyond["page"], &beyond["_embedded"]["items"]),
        (&json!(9), &json!([]))
    );
    assert_eq!(client.send("GET", "/api/orders/?page=0", Value::Null), crash());
}

#[test]
fn the_id_of_a_checkout_is_what_its_text_begins_with() {
    let mut client = Client::opened("0.16", &[(1, 1)]).in_addressing();
    for text in ["1abc", "01", "1.0", "%201", "1.json"] {
        let path = format!("/api/checkouts/{text}");
        assert_eq!(client.send("GET", &path, Value::Null).0, 200, "{text}");
    }
    assert_eq!(client.send("GET", "/api/orders/1.json", Value::Null).0, 404);
}

#[test]
fn a_product_that_is_gone_breaks_its_orders() {
    let mut client = Client::opened("0.16", &[(1, 1)]).in_payment(1);
    client.shop.delete_variant(1);
    assert_eq!(client.look(), crash());
    assert_eq!(client.put(Value::Null), crash());
    assert_eq!(client.send("DELETE", &format!("{ITEMS}1"), Value::Null).0, 204);
    assert_eq!(client.look().0, 200);
}
