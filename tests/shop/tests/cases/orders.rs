//! Rows 26–35: orders.

use crate::shop::*;
use cashwrap_shop::Shop;
use serde_json::{Value, json};

#[test]
fn row_26_an_order_is_read_with_its_token() {
    let mut client = Client::guest().in_cart();
    let (number, token) = (client.number.clone(), client.token.clone());
    let by_param = client.raw(
        "GET",
        &format!("/api/orders/{number}?order_token={token}"),
        &[],
        &Value::Null,
    );
    let by_header = client.raw(
        "GET",
        &format!("/api/orders/{number}"),
        &[("x-spree-order-token", &token)],
        &Value::Null,
    );
    assert_eq!((by_param.0, by_header.0), (200, 200));
    assert_eq!(by_param.1, by_header.1);
}

#[test]
fn row_27_the_current_order_needs_a_key() {
    let mut client = Client::guest().in_cart();
    assert_eq!(
        client.get("/api/orders/current"),
        unauthorized(),
        "an order token is refused"
    );
    client.token.clear();
    assert_eq!(client.get("/api/orders/current"), (204, Value::Null));
    client.shop.set_guests(false);
    assert_eq!(client.get("/api/orders/current").0, 401);
    let mut client = client.with_key("custkey");
    assert_eq!(client.get("/api/orders/current").0, 204);
    let mut client = client.in_cart();
    assert_eq!(client.get("/api/orders/current").1["number"], client.number);
}

#[test]
fn row_28_an_order_is_created_with_lines_and_the_customers_email() {
    let mut client = Client::guest().with_key("custkey");
    let lines = json!({ "0": { "variant_id": 2, "quantity": 5 } });
    let (status, order) = client.send("POST", "/api/orders", json!({ "order": { "line_items": lines } }));
    assert_eq!((status, &order["state"]), (201, &json!("cart")));
    assert_eq!(order["email"], "customer@example.com");
    assert_eq!(order["token"].as_str().unwrap().len(), 22);
    assert_eq!(
        (&order["total_quantity"], &order["total"]),
        (&json!(5), &json!("99.95"))
    );
    assert_eq!(order["permissions"]["can_update"], true);
}

#[test]
fn row_29_a_price_sent_by_a_customer_is_ignored() {
    let mut client = Client::guest().with_key("custkey");
    let lines = json!([{ "variant_id": 2, "quantity": 1, "price": "0.01" }]);
    let (_, order) = client.send(
        "POST",
        "/api/orders",
        json!({ "order": { "line_items_attributes": lines } }),
    );
    assert_eq!(order["line_items"][0]["price"], "19.99");
    client.number = order["number"].as_str().unwrap().into();
    let id = &order["line_items"][0]["id"];
    let lines = json!([{ "id": id, "quantity": 2, "price": "0.01" }]);
    let (_, order) = client.order("PUT", "", json!({ "order": { "line_items": lines } }));
    assert_eq!(
        (&order["line_items"][0]["price"], &order["item_total"]),
        (&json!("19.99"), &json!("39.98"))
    );
}

#[test]
fn row_30_an_update_changes_one_row_by_id_and_adds_another() {
    let mut client = Client::guest().in_cart();
    let id = client.read()["line_items"][0]["id"].clone();
    let lines = json!({ "0": { "id": id, "quantity": 10 }, "1": { "variant_id": 3, "quantity": 1 } });
    let (status, order) = client.order("PUT", "", json!({ "order": { "line_items": lines } }));
    assert_eq!(status, 200);
    let rows: Vec<_> = order["line_items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["variant_id"].as_u64(), line["quantity"].as_i64()))
        .collect();
    assert_eq!(rows, [(Some(2), Some(10)), (Some(3), Some(1))]);
    let lines = json!([{ "id": id, "quantity": 0 }]);
    let (_, order) = client.order("PUT", "", json!({ "order": { "line_items": lines } }));
    assert_eq!(order["line_items"].as_array().unwrap().len(), 1);
    let lines = json!([{ "id": 999, "quantity": 1 }]);
    assert_eq!(
        client.order("PUT", "", json!({ "order": { "line_items": lines } })),
        not_found()
    );
}

#[test]
fn row_31_a_blank_city_is_refused_under_the_name_of_its_address() {
    let mut client = Client::guest().in_cart();
    for name in ["bill_address", "ship_address"] {
        let mut blank = address();
        blank["city"] = json!("");
        let got = client.order("PUT", "", json!({ "order": { name: blank } }));
        assert_eq!(
            got,
            invalid(json!({ format!("{name}.city"): ["can't be blank"] }))
        );
    }
}

#[test]
fn row_32_any_change_of_the_cart_removes_the_shipments() {
    let changes: [fn(&mut Client, u64) -> Got; 4] = [
        |client, _| client.order("POST", "/line_items", json!({ "line_item": { "variant_id": 3 } })),
        |client, id| {
            client.order(
                "PUT",
                &format!("/line_items/{id}"),
                json!({ "line_item": { "quantity": 2 } }),
            )
        },
        |client, id| client.order("DELETE", &format!("/line_items/{id}"), Value::Null),
        |client, _| client.order("PUT", "", json!({ "order": { "special_instructions": "x" } })),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut client = Client::guest().in_confirm();
        let id = client.read()["line_items"][0]["id"].as_u64().unwrap();
        assert!(change(&mut client, id).0 < 300);
        let order = client.read();
        assert_eq!(
            (&order["shipments"], &order["ship_total"]),
            (&json!([]), &json!("0.0"))
        );
        let state = if index == 2 { "cart" } else { "address" };
        assert_eq!(order["state"], state);
        assert_eq!(
            order["payments"][0]["amount"], "25.99",
            "the payment stays as it was"
        );
    }
}

#[test]
fn row_33_empty_removes_the_lines_and_leaves_the_state() {
    let mut client = Client::guest().in_confirm();
    let (status, order) = client.order("PUT", "/empty", Value::Null);
    assert_eq!((status, &order["state"]), (200, &json!("confirm")));
    assert_eq!(
        (&order["line_items"], &order["shipments"]),
        (&json!([]), &json!([]))
    );
    assert_eq!(order["payments"].as_array().unwrap().len(), 1);
    let mut client = Client::guest().completed();
    assert_eq!(client.order("PUT", "/empty", Value::Null), unauthorized());
    let mut admin = client.with_key("adminkey");
    assert_eq!(admin.order("PUT", "/empty", Value::Null), invalid(json!({})));
}

#[test]
fn row_34_an_order_in_delivery_shows_its_rates_and_methods() {
    let order = Client::guest().in_delivery().read();
    assert_eq!(order["ship_total"], "5.0");
    let shipment = &order["shipments"][0];
    let rate = &shipment["shipping_rates"][0];
    assert_eq!(
        (&rate["name"], &rate["cost"]),
        (&json!("UPS Ground"), &json!("5.0"))
    );
    assert_eq!(
        (&rate["selected"], &rate["display_cost"]),
        (&json!(true), &json!("$5.00"))
    );
    assert_eq!(rate["shipping_method_code"], "ups_ground");
    let method = &shipment["shipping_methods"][0];
    assert_eq!(
        method["zones"],
        json!([{ "id": 1, "name": "North America", "description": "US" }])
    );
    assert_eq!(
        method["shipping_categories"],
        json!([{ "id": 1, "name": "Default" }])
    );
    assert_eq!(shipment["order_id"], order["number"]);
}

#[test]
fn row_35_only_a_completed_order_can_be_canceled_and_only_by_an_administrator() {
    let mut client = Client::guest().in_cart();
    assert_eq!(client.order("PUT", "/cancel", Value::Null), unauthorized());
    let mut admin = client.with_key("adminkey");
    let errors = json!({ "state": ["cannot transition via \"cancel\""] });
    assert_eq!(
        admin.order("PUT", "/cancel", Value::Null),
        not_transitioned(errors)
    );
    admin.key = None;
    let mut admin = Client {
        key: Some("adminkey"),
        ..Client::of(admin.shop).completed()
    };
    assert_eq!(admin.shop.stock(2), Some(9));
    let (status, order) = admin.order("PUT", "/cancel", Value::Null);
    assert_eq!((status, &order["state"]), (200, &json!("canceled")));
    assert_eq!(admin.shop.stock(2), Some(10));
}

#[test]
fn a_refused_creation_leaves_an_orphan_cart() {
    let mut client = Client::guest();
    let bad = json!({ "order": { "line_items": [{ "variant_id": 999, "quantity": 1 }] } });
    let errors = json!({ "line_items.variant": ["can't be blank"], "line_items.price": ["is not valid"] });
    assert_eq!(client.send("POST", "/api/orders", bad), invalid(errors));
    assert_eq!(client.send("POST", "/api/orders", json!({})), missing("order"));
    assert_eq!(client.shop.orders().len(), 2);
    assert!(client.shop.orders().iter().all(|order| order.lines.is_empty()));
}

#[test]
fn a_creation_with_an_order_token_is_refused() {
    let mut client = Client::guest().in_cart();
    assert_eq!(client.send("POST", "/api/orders", Value::Null), unauthorized());
    assert_eq!(client.shop.orders().len(), 1);
}

#[test]
fn updating_an_order_without_a_payload_crashes() {
    let mut client = Client::guest().in_cart();
    assert_eq!(client.order("PUT", "", Value::Null), crash());
    assert_eq!(client.order("PUT", "", json!({ "order": {} })), missing("order"));
    assert_eq!(client.order("PUT", "", json!({})), missing("order"));
    let source = json!({ "payments": [{ "payment_method_id": 1, "source": card(GOOD) }] });
    assert_eq!(client.order("PUT", "", json!({ "order": source })), crash());
}

#[test]
fn a_flat_update_of_an_order_is_wrapped() {
    let mut client = Client::guest().in_cart();
    let (status, order) = client.order("PUT", "", json!({ "email": "flat@example.com" }));
    assert_eq!((status, &order["email"]), (200, &json!("flat@example.com")));
}

#[test]
fn my_orders_are_mine_completed_first() {
    let client = Client::of(Shop::recorded()).with_key("custkey").completed();
    let placed = client.number.clone();
    let mut client = client.in_cart();
    let (status, page) = client.get("/api/orders/mine?per_page=1");
    assert_eq!(
        (status, &page["count"], &page["total_count"]),
        (200, &json!(1), &json!(2))
    );
    assert_eq!(page["orders"][0]["number"], placed);
    let mut other = client.with_key("otherkey");
    assert_eq!(other.get("/api/orders/mine").1["total_count"], 0);
    other.key = None;
    assert_eq!(other.get("/api/orders/mine"), unauthorized());
    assert_eq!(other.get("/api/orders"), unauthorized());
}
