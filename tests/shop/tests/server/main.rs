//! The binary: real sockets, a real file, a real kill.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod sylius;

use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// A running shop; killed when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(db: &Path, more: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cashwrap-shop"))
            .args(["--db", db.to_str().unwrap(), "--port", "0", "--world", "recorded"])
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .unwrap()
            .to_owned();
        Self { child, address }
    }

    /// `SIGKILL`: no destructor, no flush.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The raw answer; empty if the connection closed without one.
    fn raw(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: shop\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        // A reset is one way for a connection to close.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn call(&self, method: &str, path: &str, token: &str, body: Value) -> (u16, Value) {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let headers = if token.is_empty() {
            String::new()
        } else {
            format!("X-Spree-Order-Token: {token}\r\n")
        };
        let answer = self.raw(method, path, &headers, &body);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder of its own for each test.
fn scratch() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let name = format!(
        "shop-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::Relaxed)
    );
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn address() -> Value {
    json!({ "name": "Jane Doe", "address1": "1 Main St", "city": "New York", "zipcode": "10001",
            "phone": "555-0100", "country_id": 1, "state_id": 1 })
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed() {
    let db = scratch().join("shop.sqlite");
    let mut server = Server::start(&db, &[]);
    let (status, order) = server.call(
        "POST",
        "/api/orders",
        "",
        json!({ "order": { "email": "guest@example.com" } }),
    );
    assert_eq!(status, 201);
    let (number, token) = (
        order["number"].as_str().unwrap(),
        order["token"].as_str().unwrap(),
    );
    let card = json!({ "number": "4111111111111111", "month": "12", "year": "2030",
                       "verification_value": "123", "name": "Jane Doe" });
    let checkout = format!("/api/checkouts/{number}");
    let lines = format!("/api/orders/{number}/line_items");
    let coupons = format!("/api/orders/{number}/coupon_codes");
    let next = format!("{checkout}/next");
    let complete = format!("{checkout}/complete");
    let contact = json!({ "order": { "use_billing": true, "bill_address_attributes": address() } });
    let pay = json!({ "order": { "payments_attributes": [{ "payment_method_id": 1, "source_attributes": card }] } });
    let steps = [
        (
            "POST",
            &lines,
            json!({ "line_item": { "variant_id": 2, "quantity": 2 } }),
        ),
        ("POST", &coupons, json!({ "coupon_code": "10off" })),
        ("PUT", &next, Value::Null),
        ("PATCH", &checkout, contact),
        ("PUT", &next, Value::Null),
        ("PATCH", &checkout, pay),
        ("PUT", &complete, Value::Null),
    ];
    let path = format!("/api/orders/{number}");
    for (method, target, body) in steps {
        let (status, _) = server.call(method, target, token, body);
        assert!(status < 300, "{method} {target}: {status}");
        let (_, before) = server.call("GET", &path, token, Value::Null);
        server.kill();
        server = Server::start(&db, &[]);
        let (status, after) = server.call("GET", &path, token, Value::Null);
        assert_eq!((status, &after), (200, &before), "after {method} {target}");
    }
    let (_, charges) = server.call("GET", "/__shop/charges", "", Value::Null);
    assert_eq!(charges.as_array().unwrap().len(), 1);
    let (_, variant) = server.call("GET", "/api/variants/2", "", Value::Null);
    assert_eq!(variant["total_on_hand"], 8);
}

#[test]
fn ids_and_tokens_are_not_drawn_twice_after_a_restart() {
    let db = scratch().join("shop.sqlite");
    let server = Server::start(&db, &[]);
    let (_, first) = server.call("POST", "/api/orders", "", Value::Null);
    server.kill();
    let server = Server::start(&db, &[]);
    let (_, second) = server.call("POST", "/api/orders", "", Value::Null);
    assert_eq!(second["id"], 2);
    assert_ne!(first["number"], second["number"]);
    assert_ne!(first["token"], second["token"]);
}

#[test]
fn a_write_dropped_after_its_effect_survives_a_kill() {
    let db = scratch().join("shop.sqlite");
    let server = Server::start(&db, &[]);
    let fault = json!({ "match": "POST /api/orders", "kind": "drop_after" });
    assert_eq!(server.call("POST", "/__shop/faults", "", fault).0, 200);
    assert_eq!(
        server.raw("POST", "/api/orders", "", ""),
        "",
        "no byte of an answer"
    );
    server.kill();
    let server = Server::start(&db, &[]);
    let (_, orders) = server.call("GET", "/__shop/orders", "", Value::Null);
    assert_eq!(orders.as_array().unwrap().len(), 1);
}

#[test]
fn a_dropped_request_closes_the_connection_and_changes_nothing() {
    let server = Server::start(&scratch().join("shop.sqlite"), &[]);
    let fault = json!({ "match": "POST /api/orders", "kind": "drop_before" });
    server.call("POST", "/__shop/faults", "", fault);
    assert_eq!(server.raw("POST", "/api/orders", "", ""), "");
    let (_, orders) = server.call("GET", "/__shop/orders", "", Value::Null);
    assert_eq!(orders, json!([]));
    assert_eq!(server.call("POST", "/api/orders", "", Value::Null).0, 201);
    let (_, log) = server.call("GET", "/__shop/log", "", Value::Null);
    assert_eq!(
        log[0],
        json!({ "method": "POST", "path": "/api/orders", "status": null, "is_unsafe": true })
    );
    assert_eq!(log[1]["status"], 201);
}

#[test]
fn a_delayed_answer_is_late() {
    let server = Server::start(&scratch().join("shop.sqlite"), &[]);
    server.call(
        "POST",
        "/__shop/faults",
        "",
        json!({ "match": "GET /api", "kind": "delay", "ms": 300 }),
    );
    let before = std::time::Instant::now();
    assert_eq!(server.call("GET", "/api/countries", "", Value::Null).0, 200);
    assert!(before.elapsed().as_millis() >= 300);
}

#[test]
fn static_files_have_their_types_and_nothing_else_is_served() {
    let folder = scratch();
    let www = folder.join("www");
    fs::create_dir_all(www.join("deep")).unwrap();
    fs::create_dir_all(folder.join("pkg")).unwrap();
    fs::write(www.join("index.html"), "home").unwrap();
    fs::write(www.join(".hidden"), "secret").unwrap();
    fs::write(folder.join("secret.txt"), "secret").unwrap();
    fs::write(folder.join("pkg/core.wasm"), "wasm").unwrap();
    fs::write(folder.join("pkg/main.js"), "js").unwrap();
    let root = format!("/={}", www.display());
    let pkg = format!("/pkg/={}", folder.join("pkg").display());
    let server = Server::start(
        &folder.join("shop.sqlite"),
        &["--static", &root, "--static", &pkg],
    );
    let get = |path: &str| server.raw("GET", path, "", "").to_lowercase();
    let home = get("/");
    assert!(home.contains("200 ok") && home.contains("text/html") && home.ends_with("home"));
    assert!(get("/pkg/core.wasm").contains("content-type: application/wasm"));
    assert!(get("/pkg/main.js").contains("content-type: text/javascript"));
    assert!(!get("/").contains("access-control"), "no CORS unless asked");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/deep/",
        "/deep",
        "/.hidden",
        "/x",
    ] {
        let answer = get(path);
        assert!(
            answer.contains("404 not found") && !answer.contains("secret"),
            "{path}"
        );
    }
    std::os::unix::fs::symlink(folder.join("secret.txt"), www.join("link.txt")).unwrap();
    assert!(
        get("/link.txt").contains("404 not found"),
        "a link may not lead out"
    );
}

#[test]
fn cross_origin_headers_are_sent_only_to_the_named_origin() {
    let server = Server::start(
        &scratch().join("shop.sqlite"),
        &["--cors", "https://store.example", "--guests", "off"],
    );
    let preflight = server.raw("OPTIONS", "/api/orders", "", "").to_lowercase();
    assert!(preflight.contains("access-control-allow-origin: https://store.example"));
    assert!(preflight.contains("x-spree-order-token"));
    assert_eq!(
        server.call("POST", "/api/orders", "", Value::Null).0,
        401,
        "guests are off"
    );
}

#[test]
fn the_server_is_chosen_by_name_and_remembered() {
    let folder = scratch();
    let db = folder.join("shop.sqlite");
    let server = Server::start(&db, &["--server", "spree-3.7"]);
    let moved = server.raw("GET", "/api/countries?page=1", "", "");
    assert!(moved.starts_with("HTTP/1.1 301"), "{moved}");
    assert!(
        moved
            .to_lowercase()
            .contains("location: http://shop/api/v1/countries.json?page=1"),
        "{moved}"
    );
    let (status, order) = server.call("POST", "/api/v1/orders", "", Value::Null);
    assert_eq!(status, 201);
    let path = format!("/api/v1/orders/{}", order["number"].as_str().unwrap());
    server.kill();
    let server = Server::start(&db, &[]);
    let (status, again) = server.call("GET", &path, order["token"].as_str().unwrap(), Value::Null);
    assert_eq!((status, &again["state"]), (200, &json!("cart")));
    assert_eq!(again["token"].as_str().unwrap().len(), 35);
}

#[test]
fn an_answer_of_204_with_a_body_arrives_without_it() {
    let folder = scratch();
    let server = Server::start(&folder.join("shop.sqlite"), &["--server", "spree-2.0.3"]);
    let (_, order) = server.call("POST", "/api/checkouts", "", Value::Null);
    let number = order["number"].as_str().unwrap();
    let body = r#"{"line_item":{"variant_id":2,"quantity":2}}"#;
    let key = "X-Spree-Token: adminkey\r\n";
    let line = server.raw("POST", &format!("/api/orders/{number}/line_items"), key, body);
    assert!(line.starts_with("HTTP/1.1 201"), "{line}");
    server.call(
        "POST",
        "/__shop/stock",
        "",
        json!({ "variant_id": 2, "count": 0 }),
    );
    let answer = server.raw("PUT", &format!("/api/checkouts/{number}"), "", "");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
}
