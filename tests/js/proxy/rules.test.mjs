// What the proxy lets through, rule by rule. What reached the shop is read from the shop's own log.

import assert from "node:assert/strict";
import net from "node:net";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { callId, openShop, ORIGIN, raw, startProxy, visitor } from "./rig.mjs";

const LINES = { order: { line_items_attributes: [{ variant_id: 2, quantity: 2 }] } };

let shop;
let proxy;
before(async () => { shop = await openShop(); });
beforeEach(async () => {
  await shop.admin("POST", "/reset");
  await shop.admin("DELETE", "/faults");
  await shop.admin("DELETE", "/log");
  proxy = await startProxy(shop, { timeouts: { body: 300, call: 3000 } });
});
afterEach(() => proxy.stop());
after(() => shop.stop());

/** What reached the shop. */
const reached = async () => (await shop.admin("GET", "/log")).map(({ method, path }) => `${method} ${path}`);

/** A visitor with an order of two shirts. */
async function shopper() {
  const ada = visitor(proxy.port);
  const { status, json } = await ada.ask("POST", "/api/orders", LINES);
  assert.equal(status, 201);
  return { ada, number: json.number };
}

/** Asserts that nothing but the creation has reached the shop. */
async function untouched(number) {
  assert.deepEqual((await reached()).filter((line) => !line.startsWith("GET")), ["POST /api/orders"], "a call passed");
  assert.equal((await shop.order(number)).lines[0].quantity, 2);
}

test("the cookie is kept from scripts, other sites and plain http, and is signed", async () => {
  const { headers } = await visitor(proxy.port).ask("POST", "/api/orders", LINES);
  const [set] = headers["set-cookie"];
  assert.match(set, /^__Host-cashwrap=[\w-]{22}\.\d+\.[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; Secure; SameSite=Strict$/);
});

test("a visitor reads and changes an order of their own, and nobody else's", async () => {
  const { ada, number } = await shopper();
  assert.equal((await ada.ask("GET", `/api/orders/${number}`)).json.number, number);
  const other = (await shopper()).ada;
  const nobody = visitor(proxy.port);
  for (const stranger of [other, nobody]) {
    const seen = await stranger.ask("GET", `/api/orders/${number}`);
    assert.equal(seen.status, 404);
    assert.equal((await stranger.ask("PUT", `/api/orders/${number}/empty`)).status, 404);
    // An order that is not there answers the same.
    const none = await stranger.ask("GET", "/api/orders/R000000000");
    assert.deepEqual([none.status, none.text], [seen.status, seen.text]);
  }
  assert.equal((await shop.order(number)).lines.length, 1);
});

test("a forged, changed, doubled or aged cookie is nobody's", async () => {
  const { ada, number } = await shopper();
  const [name, value] = ada.cookie.split("=");
  const [who, since, signature] = value.split(".");
  const forged = [
    `${name}=${who}.${since}.${"A".repeat(43)}`,
    `${name}=${who}.${Number(since) + 1}.${signature}`,
    `${name}=${who}.${since}.${signature.toUpperCase()}`,
    `${name}=${who}.${since}`,
    `${name}=${who}`,
    `${ada.cookie}; ${ada.cookie}`,
    `x${ada.cookie}`,
    `${name}="${value}"`,
  ];
  for (const cookie of forged) {
    assert.equal((await raw(proxy.port, { path: `/api/orders/${number}`, headers: { cookie } })).status, 404, cookie);
  }
  proxy.clock.ms += 31 * 86_400_000;
  assert.equal((await ada.ask("GET", `/api/orders/${number}`)).status, 404, "older than its age");
});

test("a cookie that grows old is written again for the same visitor", async () => {
  const { ada, number } = await shopper();
  const first = ada.cookie;
  proxy.clock.ms += 20 * 86_400_000;
  assert.equal((await ada.ask("GET", `/api/orders/${number}`)).status, 200);
  assert.notEqual(ada.cookie, first);
  proxy.clock.ms += 20 * 86_400_000;
  assert.equal((await ada.ask("GET", `/api/orders/${number}`)).status, 200);
});

test("a call from another origin, or from none, is refused", async () => {
  const { ada, number } = await shopper();
  const path = `/api/orders/${number}/empty`;
  for (const over of [
    { origin: "https://evil.example" }, { origin: "null" }, { origin: undefined }, { origin: `${ORIGIN}.evil.example` },
    { origin: "http://store.example" }, { origin: `${ORIGIN}, https://evil.example` }, { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "none" },
  ]) {
    assert.equal((await ada.ask("PUT", path, undefined, over)).status, 403, JSON.stringify(over));
  }
  assert.equal((await ada.ask("GET", `/api/orders/${number}`, undefined, { origin: "https://evil.example" })).status, 403);
  assert.equal((await ada.ask("GET", `/api/orders/${number}`, undefined, { "sec-fetch-site": "cross-site" })).status, 403);
  // A browser says no origin with a read of its own.
  assert.equal((await ada.ask("GET", `/api/orders/${number}`, undefined, { origin: undefined })).status, 200);
  await untouched(number);
});

test("a body of a form's type, of no type or in a coding is refused", async () => {
  const { ada, number } = await shopper();
  const path = `/api/orders/${number}/line_items`;
  const body = JSON.stringify({ line_item: { variant_id: 3, quantity: 1 } });
  for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=a", "application/vnd.api+json", "application/json; charset=utf-16", undefined]) {
    assert.equal((await ada.ask("POST", path, body, { "content-type": type })).status, 415, type);
  }
  assert.equal((await ada.ask("POST", path, body, { "content-encoding": "gzip" })).status, 415);
  await untouched(number);
});

test("a body that is no JSON, of another shape, or with one key too many is refused", async () => {
  const { ada, number } = await shopper();
  const path = `/api/orders/${number}/line_items`;
  const line = { variant_id: 3, quantity: 1 };
  const bad = [
    ["", 422], ["{", 400], ["[]", 422], ["null", 422], ["\"line_item\"", 422], ["\u00ff", 400], [Buffer.from([0x22, 0xff, 0x22]), 400], ['{"line_item":{"variant_id":3,"quantity":1}} x', 400],
    [{ line_item: { ...line, price: "0.01" } }, 422],
    [{ line_item: { ...line, options: { price: "0.01" } } }, 422],
    [{ line_item: line, order_token: "x" }, 422],
    [{ line_item: line, _method: "DELETE" }, 422],
    ['{"line_item":{"variant_id":3,"quantity":1,"__proto__":{"price":"0.01"}}}', 422],
    [{ line_item: { variant_id: 3, quantity: -1 } }, 422],
    [{ line_item: { variant_id: 3, quantity: 1.5 } }, 422],
    [{ line_item: { variant_id: 3, quantity: "1" } }, 422],
    [{ line_item: { variant_id: 3, quantity: 1e9 } }, 422],
    [{ line_item: { variant_id: "3 or 1=1", quantity: 1 } }, 422],
    [{ line_item: { variant_id: "٣", quantity: 1 } }, 422],
    [{ line_item: { variant_id: "03", quantity: 1 } }, 422],
    [{ line_item: { variant_id: [3], quantity: 1 } }, 422],
    [{ line_item: { variant_id: { id: 3 }, quantity: 1 } }, 422],
  ];
  for (const [body, status] of bad) assert.equal((await ada.ask("POST", path, body)).status, status, JSON.stringify(body));
  // A call that takes no body has none.
  assert.equal((await ada.ask("PUT", `/api/orders/${number}/empty`, { state: "complete" })).status, 422);
  await untouched(number);
});

test("an order is not stepped forward by name, given an owner, a price or a stored address", async () => {
  const { ada, number } = await shopper();
  const path = `/api/checkouts/${number}`;
  for (const body of [
    { state: "complete", order: {} }, { state: "confirm", order: {} }, { state: "cart", order: {} },
    { order: { user_id: 1 } }, { order: { state: "complete" } }, { order: { completed_at: "2026-01-01" } },
    { order: { ship_address_attributes: { id: 1 } } }, { order: { ship_address_id: 1 } },
    { order: { payments_attributes: [{ payment_method_id: 1, amount: "0.01" }] } },
    { order: { payments_attributes: [{ payment_method_id: 1, source_attributes: { user_id: 1 } }] } },
    { order: { payments_attributes: [{ payment_method_id: 1, source_attributes: { wallet_payment_source_id: 1 } }] } },
    { order: { payments_attributes: [{ payment_method_id: 1, source_attributes: { number: "4111111111111111" } }] } },
    { order: { line_items_attributes: [{ variant_id: 3, quantity: 1, price: "0.01" }] } },
  ]) {
    assert.equal((await ada.ask("PATCH", path, body)).status, 422, JSON.stringify(body));
  }
  await untouched(number);
});

test("of two members of one name the one that was checked is the one that is sent", async () => {
  const { ada, number } = await shopper();
  const twice = '{"line_item":{"variant_id":3,"quantity":5,"quantity":1}}';
  assert.equal((await ada.ask("POST", `/api/orders/${number}/line_items`, twice)).status, 201);
  assert.deepEqual((await shop.order(number)).lines.map(({ quantity }) => quantity), [2, 1]);
});

test("card numbers pass only where the proxy was told so", async () => {
  await proxy.stop();
  proxy = await startProxy(shop, { hasRawCards: true });
  const { ada, number } = await shopper();
  const card = { number: "4111111111111111", month: "12", year: "2030", verification_value: "123", name: "Ada", cc_type: "" };
  const body = { order: { payments_attributes: [{ payment_method_id: 1, source_attributes: card }] } };
  await ada.ask("PATCH", `/api/checkouts/${number}`, body);
  assert.ok((await reached()).includes(`PATCH /api/checkouts/${number}`));
});

test("no path but the written ones leads anywhere", async () => {
  const { ada, number } = await shopper();
  const tricks = [
    `/api/orders/${number}/`, `/api//orders/${number}`, `//api/orders/${number}`, `/api/./orders/${number}`, `/api/x/../orders/${number}`,
    `/api/orders/${number}%2F..%2FR000000001`, `/api/orders/..%2f${number}`, `/api/orders/%2e%2e/orders/${number}`, `/api/orders/${number}%00`,
    `/api/orders/${number.toLowerCase()}`, `/api/orders/${number}.json`, `/api/orders/${number};x`, `/api/orders/ ${number}`.replace(" ", "%20"),
    `/api/orders/%52${number.slice(1)}`, `/api/orders/${number}?token=x`, `/api/orders/${number}?order_token=x`, `/api/orders/${number}?_method=DELETE`,
    `/api/orders/${number}?`, `/API/orders/${number}`, `/api/orders`, "/api/orders/mine", "/api/orders/current", "/api/users/1", "/api/users/1/credit_cards",
    `/api/orders/${number}/payments`, "/api/countries", "/api/countries?per_page=5000", "/api/countries?per_page=500&x=1", "/api/countries/01/states",
    "/api/countries/-1/states", "/api/countries/1.0/states", "/api/countries/%31/states", "/api/countries/1%0a/states", "/__shop/orders", "/api/../__shop/orders",
    `http://127.0.0.1/api/orders/${number}`, "*", "/",
  ];
  for (const path of tricks) {
    const { status } = await ada.ask("GET", path);
    assert.equal(status, 404, path);
  }
  for (const [method, path] of [
    ["DELETE", `/api/orders/${number}`], ["PUT", `/api/orders/${number}`], ["PUT", `/api/orders/${number}/cancel`], ["POST", `/api/orders/${number}`],
    ["PUT", `/api/orders/${number}/payments/1/capture`], ["HEAD", `/api/orders/${number}`], ["OPTIONS", `/api/orders/${number}`], ["TRACE", "/api/orders"],
    ["DELETE", `/api/orders/${number}/coupon_codes/..`], ["DELETE", `/api/orders/${number}/coupon_codes/%2E%2E`], ["DELETE", `/api/orders/${number}/coupon_codes/a%2Fb`],
    ["DELETE", `/api/orders/${number}/coupon_codes/a%2fb`], ["DELETE", `/api/orders/${number}/coupon_codes/%61`], ["DELETE", `/api/orders/${number}/coupon_codes/%FF`],
    ["DELETE", `/api/orders/${number}/line_items/1abc`], ["DELETE", `/api/orders/${number}/line_items/0`], ["DELETE", `/api/orders/${number}/line_items/٣`.replace("٣", "%D9%A3")],
  ]) {
    assert.equal((await ada.ask(method, path)).status, 404, `${method} ${path}`);
  }
  await untouched(number);
});

test("a coupon's code passes encoded the one way", async () => {
  const { ada, number } = await shopper();
  await ada.ask("DELETE", `/api/orders/${number}/coupon_codes/10%25%20off%21`);
  assert.ok((await reached()).includes(`DELETE /api/orders/${number}/coupon_codes/10%25%20off%21`));
});

test("nothing of the page's request reaches the shop but what was checked", async () => {
  // A listener in the shop's place, which shows what it is asked.
  const heard = [];
  const listener = net.createServer((socket) => socket.on("data", (bytes) => {
    heard.push(bytes.toString("latin1"));
    if (heard.join("").includes("\r\n\r\n")) socket.end("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{\"countries\":[]}");
  }));
  await new Promise((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const blind = await startProxy({ url: `http://127.0.0.1:${listener.address().port}` }, { key: "adminkey" });
  const { status, headers } = await visitor(blind.port, { cookie: "a=b" }).ask("GET", "/api/countries?per_page=500", undefined, {
    authorization: "Bearer theirs", "x-spree-token": "theirs", "x-spree-order-token": "theirs", "x-http-method-override": "DELETE", "x-forwarded-for": "1.2.3.4",
    "x-original-url": "/api/orders", "accept-language": "de", accept: "text/html", range: "bytes=0-1", "if-none-match": "W/\"a\"", "user-agent": "theirs",
  });
  assert.equal(status, 200);
  const lines = heard.join("").split("\r\n").filter(Boolean);
  assert.deepEqual(lines.map((line) => line.toLowerCase().split(":")[0]).sort(), ["accept", "authorization", "connection", "get /api/countries?per_page=500 http/1.1", "host", "user-agent"]);
  assert.ok(lines.includes("Authorization: Bearer adminkey") && lines.includes("user-agent: cashwrap-proxy"));
  // And nothing of the shop's headers reaches the page.
  assert.deepEqual(Object.keys(headers).filter((name) => !["connection", "date", "keep-alive"].includes(name)).sort(), [
    "cache-control", "content-length", "content-security-policy", "content-type", "cross-origin-resource-policy", "x-content-type-options",
  ]);
  await blind.stop();
  listener.close();
});

test("another method in a header is not obeyed", async () => {
  const { ada, number } = await shopper();
  for (const name of ["x-http-method-override", "x-http-method", "x-method-override"]) {
    await ada.ask("POST", `/api/orders/${number}/line_items`, { line_item: { variant_id: 3, quantity: 1 } }, { [name]: "DELETE" });
  }
  assert.deepEqual((await reached()).filter((line) => line.startsWith("DELETE")), []);
});

test("the order's secret, and a page of HTML, stay behind", async () => {
  const { ada, number } = await shopper();
  const { token } = await shop.order(number);
  assert.ok(!(await ada.ask("GET", `/api/orders/${number}`)).text.includes(token));
  await shop.admin("POST", "/faults", { match: `GET /api/orders/${number}`, kind: "html_502" });
  const page = await ada.ask("GET", `/api/orders/${number}`);
  assert.deepEqual([page.status, page.text], [502, ""]);
  await shop.admin("POST", "/faults", { match: `GET /api/orders/${number}`, kind: "redirect" });
  const moved = await ada.ask("GET", `/api/orders/${number}`);
  assert.ok(moved.status >= 300 && moved.status < 400 && moved.headers.location === undefined && moved.text === "");
});

test("a call without an id of its own is refused", async () => {
  const { ada, number } = await shopper();
  for (const id of [undefined, "", "1", "A".repeat(32), "g".repeat(32), `${callId()}0`, `${callId()}, ${callId()}`]) {
    assert.equal((await ada.ask("PUT", `/api/orders/${number}/empty`, undefined, { "idempotency-key": id })).status, 400, id);
  }
  await untouched(number);
});

test("a body too long, or too slow, is not waited for", async () => {
  const { ada, number } = await shopper();
  const path = `/api/orders/${number}/line_items`;
  const big = JSON.stringify({ line_item: { variant_id: 3, quantity: 1 }, pad: "x".repeat(70_000) });
  assert.equal((await ada.ask("POST", path, big)).status, 413);
  const headers = ada.headers({ "content-type": "application/json", "idempotency-key": callId() });
  // Said to be long, it is not waited for.
  const said = await raw(proxy.port, { method: "POST", path, headers: { ...headers, "content-length": 10_000_000 }, chunks: ["{"] });
  assert.equal(said.status, 413);
  const many = Array.from({ length: 80 }, () => "x".repeat(1000));
  assert.equal((await raw(proxy.port, { method: "POST", path, headers: { ...headers, "transfer-encoding": "chunked" }, chunks: many })).status, 413);
  const slow = await raw(proxy.port, { method: "POST", path, headers: { ...headers, "content-length": 50 }, chunks: ["{"] });
  assert.equal(slow.status, 408);
  await untouched(number);
});

test("a payment's amount is what is due, as just read", async () => {
  const { ada, number } = await shopper();
  const path = `/api/orders/${number}/payments`;
  const { total } = (await ada.ask("GET", `/api/orders/${number}`)).json;
  for (const amount of ["0.01", "0", "1", "9999"]) {
    assert.equal((await ada.ask("POST", path, { payment: { payment_method_id: 2, amount } })).status, 409, amount);
  }
  for (const amount of ["-1", "1e3", "1,5", 1, "NaN", ` ${total}`]) {
    assert.equal((await ada.ask("POST", path, { payment: { payment_method_id: 2, amount } })).status, 422, amount);
  }
  assert.equal((await shop.order(number)).payments.length, 0);
  assert.equal((await ada.ask("POST", path, { payment: { payment_method_id: 2, amount: total } })).status, 201);
});
