// Before a Sylius: what its administrators' API lets anybody do who has a token, and the proxy does not.

import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { callId, openShop, startProxy, visitor } from "./rig.mjs";

const OAUTH = { clientId: "demo_client", clientSecret: "secret_demo_client", username: "api@example.com", password: "sylius-api" };
const OPTIONS = { dialect: "sylius_1", key: undefined, oauth: OAUTH, channel: "WEB-US", localeCode: "en_US" };
const PLACE = { firstName: "Ada", lastName: "Lovelace", street: "12 Analytical Way", city: "New York", postcode: "10001", countryCode: "US", provinceCode: "US-NY" };
const ADDRESSES = { shippingAddress: PLACE, billingAddress: PLACE, differentBillingAddress: true };

let shop;
let proxy;
before(async () => { shop = await openShop({ server: "sylius-1.7", world: "recorded_sylius" }); });
beforeEach(async () => {
  await shop.admin("POST", "/reset");
  await shop.admin("DELETE", "/faults");
  await shop.admin("DELETE", "/log");
  proxy = await startProxy(shop, OPTIONS);
});
afterEach(() => proxy.stop());
after(() => shop.stop());

const log = async () => (await shop.admin("GET", "/log")).map(({ method, path }) => `${method} ${path}`);
const count = async (start) => (await log()).filter((line) => line.startsWith(start)).length;

/** A visitor with a cart of books. */
async function shopper(email = "oliver.queen@star-city.com") {
  const ada = visitor(proxy.port);
  const made = await ada.ask("POST", "/cashwrap/orders", { email, lines: [] });
  assert.equal(made.status, 201, made.text);
  const { number } = made.json;
  const item = await ada.ask("POST", `/api/v1/carts/${number}/items/`, { variant: "BOOK", quantity: 2 });
  assert.equal(item.status, 201);
  return { ada, number, item: item.json.id };
}

/** The same, ready to be placed. */
async function ready() {
  const { ada, number, item } = await shopper();
  for (const [path, body] of [
    ["addressing", ADDRESSES], ["select-shipping", { shipments: [{ method: "UPS" }] }], ["select-payment", { payments: [{ method: "cod" }] }],
  ]) assert.equal((await ada.ask("PUT", `/api/v1/checkouts/${path}/${number}`, body)).status, 204, path);
  return { ada, number, item, complete: `/api/v1/checkouts/complete/${number}` };
}

test("a visitor buys, call by call", async () => {
  const { ada, number, complete } = await ready();
  assert.equal((await ada.ask("PUT", complete, { notes: "ring twice" })).status, 204);
  const { json } = await ada.ask("GET", `/api/v1/orders/${number}`);
  assert.equal(json.checkoutState, "completed");
  assert.equal(json.number, "000000001");
});

test("a cart is made for a customer, who is made where there is none", async () => {
  const { ada, number } = await shopper("nobody.yet@example.com");
  assert.equal((await ada.ask("GET", `/api/v1/carts/${number}`)).json.customer.email, "nobody.yet@example.com");
  assert.equal((await visitor(proxy.port).ask("POST", "/cashwrap/orders", { lines: [] })).status, 422, "nobody to make it for");
  assert.equal((await visitor(proxy.port).ask("POST", "/cashwrap/orders", { email: "no address", lines: [] })).status, 422);
  assert.equal((await visitor(proxy.port).ask("POST", "/cashwrap/orders", { email: "a@example.com", lines: [], channel: "WEB-EU" })).status, 422);
});

test("of a customer a visitor sees the e-mail and no more", async () => {
  const { ada, number } = await shopper();
  for (const path of [`/api/v1/carts/${number}`, `/api/v1/checkouts/${number}`, `/api/v1/orders/${number}`]) {
    const { json, text } = await ada.ask("GET", path);
    assert.deepEqual(json.customer, { email: "oliver.queen@star-city.com" }, path);
    assert.ok(!text.includes("Queen") && !text.includes("tokenValue"), path);
  }
});

test("an item of another cart is not there, whatever cart the path names", async () => {
  const eve = await shopper("barry.allen@central-city.com");
  const victim = await shopper();
  const path = `/api/v1/carts/${eve.number}/items/${victim.item}`;
  assert.equal((await eve.ada.ask("PUT", path, { quantity: 9 })).status, 404);
  assert.equal((await eve.ada.ask("DELETE", path)).status, 404);
  assert.equal((await victim.ada.ask("GET", `/api/v1/carts/${victim.number}`)).json.items[0].quantity, 2);
  assert.equal(await count(`PUT ${path}`) + await count(`DELETE ${path}`), 0);
  // One's own can be changed.
  assert.equal((await eve.ada.ask("PUT", `/api/v1/carts/${eve.number}/items/${eve.item}`, { quantity: 3 })).status, 204);
});

test("nothing but reads passes once there is a number, whoever placed it", async () => {
  const { ada, number, item, complete } = await ready();
  // The page has closed, and the answer never came: the proxy finds out by itself.
  await shop.admin("POST", "/faults", { match: `PUT ${complete}`, kind: "drop_after" });
  assert.equal((await ada.ask("PUT", complete, {})).status, 504);
  proxy.clock.ms += 151_000;
  await shop.admin("DELETE", "/log");
  for (const [method, path, body] of [
    ["PUT", `/api/v1/carts/${number}/items/${item}`, { quantity: 1 }], ["DELETE", `/api/v1/carts/${number}/items/${item}`],
    ["POST", `/api/v1/carts/${number}/items/`, { variant: "MUG", quantity: 1 }], ["PATCH", `/api/v1/carts/${number}`, { promotionCoupon: "TEN" }],
    ["PUT", `/api/v1/checkouts/addressing/${number}`, ADDRESSES], ["PUT", complete, {}],
  ]) assert.equal((await ada.ask(method, path, body)).status, 409, `${method} ${path}`);
  assert.ok((await log()).every((line) => line.startsWith("GET")), "only reads");
  assert.equal((await ada.ask("GET", `/api/v1/checkouts/${number}`)).json.number, "000000001");
});

test("an order that somebody else has placed meanwhile is seen to be placed before it is touched", async () => {
  const { number, item, complete, ada } = await ready();
  const office = { authorization: "Bearer SampleToken", "content-type": "application/json" };
  assert.equal((await fetch(`${shop.url}${complete}`, { method: "PUT", headers: office, body: "{}" })).status, 204);
  const { status, json } = await ada.ask("PUT", `/api/v1/carts/${number}/items/${item}`, { quantity: 5 });
  assert.deepEqual([status, json.code], [409, "placed"]);
  assert.equal((await ada.ask("GET", `/api/v1/orders/${number}`)).json.items[0].quantity, 2);
});

test("of two simultaneous completes one reaches the shop", async () => {
  const { ada, complete } = await ready();
  await shop.admin("POST", "/faults", { match: `PUT ${complete}`, kind: "delay", ms: 200 });
  const answers = await Promise.all([ada.ask("PUT", complete, {}), ada.ask("PUT", complete, {}), ada.ask("PUT", complete, {})]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409, 409]);
  assert.equal(await count("PUT /api/v1/checkouts/complete"), 1);
});

test("an order without lines is not placed", async () => {
  const { ada, number, item, complete } = await ready();
  assert.equal((await ada.ask("DELETE", `/api/v1/carts/${number}/items/${item}`)).status, 204);
  assert.equal((await ada.ask("PUT", complete, {})).status, 422);
  assert.equal((await ada.ask("PUT", `/api/v1/checkouts/addressing/${number}`, ADDRESSES)).status, 422);
});

test("bodies and paths of the administrators' API do not pass", async () => {
  const { ada, number, item } = await shopper();
  for (const [method, path, body] of [
    ["POST", `/api/v1/carts/${number}/items/`, { variant: "BOOK", quantity: 1, unitPrice: "0.01" }],
    ["POST", `/api/v1/carts/${number}/items/`, { variant: "BOOK", quantity: 0 }],
    ["PUT", `/api/v1/carts/${number}/items/${item}`, { quantity: 0 }],
    ["PUT", `/api/v1/carts/${number}/items/${item}`, { quantity: 10_000 }],
    ["PATCH", `/api/v1/carts/${number}`, { promotionCoupon: "TEN", customer: "barry.allen@central-city.com" }],
    ["PUT", `/api/v1/checkouts/addressing/${number}`, { shippingAddress: PLACE }],
    ["PUT", `/api/v1/checkouts/addressing/${number}`, { ...ADDRESSES, differentBillingAddress: false }],
  ]) assert.equal((await ada.ask(method, path, body)).status, 422, JSON.stringify(body));
  for (const [method, path] of [
    ["GET", "/api/v1/orders/"], ["GET", "/api/v1/carts/"], ["GET", "/api/v1/customers/1"], ["DELETE", `/api/v1/carts/${number}`], ["DELETE", `/api/v1/orders/${number}`],
    ["PUT", `/api/v1/orders/${number}/cancel`], ["PUT", `/api/v1/orders/${number}/payments/1/complete`], ["GET", `/api/v1/carts/0${number}`],
    ["GET", `/api/v1/carts/${number}abc`], ["GET", `/api/v1/carts/${number}.json`], ["GET", `/api/v1/carts/%20${number}`], ["GET", `/api/v2/carts/${number}`],
    ["GET", "/api/oauth/v2/token"], ["POST", "/api/oauth/v2/token"], ["GET", "/api/v1/countries/us"], ["GET", "/api/v1/products/"],
  ]) assert.equal((await ada.ask(method, path)).status, 404, `${method} ${path}`);
});

test("the token is fetched once, refreshed before it ends, and renewed when the shop refuses it", async () => {
  const asked = () => count("POST /api/oauth/v2/token");
  const { ada, number } = await shopper();
  const first = await asked();
  assert.equal(first, 1);
  await Promise.all([1, 2, 3].map(() => ada.ask("GET", `/api/v1/carts/${number}`)));
  assert.equal(await asked(), first);
  proxy.clock.ms += 3_590_000;
  await Promise.all([1, 2, 3].map(() => ada.ask("GET", `/api/v1/carts/${number}`)));
  assert.equal(await asked(), first + 1, "those who ask together wait for one");
  // The shop lets it end earlier than it said.
  await shop.admin("POST", "/clock", { advance_ms: 3_700_000 });
  assert.equal((await ada.ask("GET", `/api/v1/carts/${number}`)).status, 200);
  await shop.admin("POST", "/clock", { advance_ms: 3_700_000 });
  await shopper("barry.allen@central-city.com");
  await shop.admin("POST", "/clock", { advance_ms: 3_700_000 });
  assert.equal((await ada.ask("POST", `/api/v1/carts/${number}/items/`, { variant: "MUG", quantity: 1 })).status, 201);
  assert.equal((await ada.ask("GET", `/api/v1/carts/${number}`)).json.items.length, 2);
});

test("without a token nothing is written down or sent, and no secret is told", async () => {
  const poor = await startProxy(shop, { ...OPTIONS, oauth: { ...OAUTH, password: "wrong" } });
  const id = callId();
  const { status, text } = await visitor(poor.port).ask("POST", "/cashwrap/orders", { email: "a@example.com", lines: [] }, { "idempotency-key": id });
  assert.equal(status, 503);
  assert.ok(!text.includes("wrong") && !text.includes(OAUTH.clientSecret));
  assert.equal(await count("POST /api/v1"), 0);
  await poor.stop();
});
