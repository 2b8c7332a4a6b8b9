//! Row 47 and what else is looked up.

use crate::shop::*;
use serde_json::json;

#[test]
fn row_47_countries_and_states_come_in_pages() {
    let mut client = Client::guest();
    let (_, page) = client.get("/api/countries?per_page=1");
    assert_eq!(
        (&page["count"], &page["pages"], &page["current_page"]),
        (&json!(1), &json!(3), &json!(1))
    );
    let (_, page) = client.get("/api/countries?per_page=2&page=2");
    assert_eq!(
        (&page["count"], &page["countries"][0]["iso"]),
        (&json!(1), &json!("US"))
    );
    let (_, page) = client.get("/api/countries/1/states?per_page=1");
    assert_eq!(
        (&page["count"], &page["pages"], &page["total_count"]),
        (&json!(1), &json!(2), &json!(2))
    );
    assert!(client.get("/api/states").1.get("count").is_none());
    let (_, found) = client.get("/api/countries?q[name_cont]=germ");
    assert_eq!(
        (&found["count"], &found["countries"][0]["iso"]),
        (&json!(1), &json!("DE"))
    );
}

#[test]
fn a_country_says_whether_it_requires_states_only_beside_its_states() {
    let mut client = Client::guest();
    assert!(client.get("/api/countries/1").1.get("states_required").is_none());
    assert_eq!(client.get("/api/countries/1/states").1["states_required"], true);
    assert_eq!(
        client.get("/api/countries/2/states").1,
        json!({ "states_required": false, "states": [] })
    );
    assert_eq!(client.get("/api/countries/99"), not_found());
}

#[test]
fn variants_can_be_asked_by_stock() {
    let mut client = Client::demo();
    let ids = |client: &mut Client, path: &str| -> Vec<u64> {
        let (_, page) = client.get(path);
        page["variants"]
            .as_array()
            .unwrap()
            .iter()
            .map(|variant| variant["id"].as_u64().unwrap())
            .collect()
    };
    client.shop.set_stock(9, 0);
    assert!(ids(&mut client, "/api/variants").contains(&6));
    let in_stock = ids(&mut client, "/api/variants?in_stock_only=true");
    assert!(!in_stock.contains(&6) && !in_stock.contains(&9));
    let suppliable = ids(&mut client, "/api/variants?suppliable_only=true");
    assert!(!suppliable.contains(&6) && suppliable.contains(&9));
    let (_, pin) = client.get("/api/variants/10");
    assert_eq!(
        (&pin["total_on_hand"], &pin["track_inventory"]),
        (&json!(null), &json!(false))
    );
    assert_eq!(pin["images"][0]["large_url"], "/images/pin.svg");
    assert_eq!(client.get("/api/variants/99"), not_found());
}
