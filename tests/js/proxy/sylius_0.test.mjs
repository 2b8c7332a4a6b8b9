// Before a Sylius with one checkout URL, where a PUT means what the server's state makes of it.

import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { openShop, startProxy, visitor } from "./rig.mjs";

const OAUTH = { clientId: "demo_client", clientSecret: "secret_demo_client", username: "api@example.com", password: "sylius-api" };
const PLACE = { firstName: "Ada", lastName: "Lovelace", street: "12 Analytical Way", city: "New York", postcode: "10001", country: 1, province: 1 };
const PRICES = { 1: "50.00", 2: "7.00" };

let shop;
let proxy;
before(async () => { shop = await openShop({ server: "sylius-0.16", world: "recorded_sylius" }); });
after(() => shop.stop());
beforeEach(async () => {
  await shop.admin("POST", "/reset");
  await shop.admin("DELETE", "/faults");
  await shop.admin("DELETE", "/log");
  proxy = await start();
});
afterEach(() => proxy.stop());

/** The store's backend makes orders, and knows what things cost. */
const start = (options = {}) => startProxy(shop, {
  dialect: "sylius_0",
  oauth: OAUTH,
  priceOf: ({ variant }) => PRICES[variant],
  createOrder: async ({ email, lines }) => {
    const { id } = await shop.admin("POST", "/orders", { email, lines: lines.map(({ variant, quantity }) => [Number(variant), quantity]) });
    return { number: String(id) };
  },
  ...options,
});

const puts = async () => (await shop.admin("GET", "/log")).filter(({ method, path }) => method === "PUT" && path.includes("/checkouts/")).length;
const at = (step) => ({ "x-cashwrap-step": step });

async function shopper(lines = [{ variant: "1", quantity: 2 }]) {
  const ada = visitor(proxy.port);
  const made = await ada.ask("POST", "/cashwrap/orders", { email: "john@example.com", lines });
  assert.equal(made.status, 201, made.text);
  const { number } = made.json;
  return { ada, number, url: `/api/checkouts/${number}`, state: async () => (await ada.ask("GET", `/api/orders/${number}`)).json.checkout_state };
}

/** The same, with all but the last PUT done. */
async function ready() {
  const one = await shopper();
  for (const [step, body] of [["cart", { shippingAddress: PLACE }], ["delivery", { shipments: [{ method: 2 }] }], ["payment", { paymentMethod: 1 }]]) {
    assert.equal((await one.ada.ask("PUT", one.url, body, at(step))).status, 200, step);
  }
  return one;
}

test("a visitor buys: four steps, each said with the call", async () => {
  const { ada, url, state } = await ready();
  assert.equal(await state(), "payment");
  const placed = await ada.ask("PUT", url, undefined, at("confirm"));
  assert.deepEqual([placed.status, placed.json.checkout_state, placed.json.number], [200, "finalize", "000000001"]);
  assert.equal((await ada.ask("PUT", url, undefined, at("complete"))).status, 409);
});

test("a PUT made for another state is not sent: a repeated payment would place the order", async () => {
  const { ada, url, state } = await ready();
  const before = await puts();
  // Each of them would place it.
  for (const [step, body] of [["payment", { paymentMethod: 1 }], ["delivery", { shipments: [{ method: 2 }] }], ["cart", { shippingAddress: PLACE }]]) {
    assert.equal((await ada.ask("PUT", url, body, at(step))).status, 409, step);
  }
  assert.equal((await ada.ask("PUT", url, undefined, at(undefined))).status, 400, "no step");
  assert.equal((await ada.ask("PUT", url, undefined, at("confirm; x"))).status, 400);
  assert.equal(await puts(), before);
  assert.equal(await state(), "payment");
});

test("of two PUTs at the same time for one state one is sent", async () => {
  const { ada, url, state } = await shopper();
  assert.equal((await ada.ask("PUT", url, { shippingAddress: PLACE }, at("cart"))).status, 200);
  assert.equal((await ada.ask("PUT", url, { shipments: [{ method: 2 }] }, at("delivery"))).status, 200);
  await shop.admin("POST", "/faults", { match: `PUT ${url}`, kind: "delay", ms: 200 });
  const answers = await Promise.all([1, 2].map(() => ada.ask("PUT", url, { paymentMethod: 1 }, at("payment"))));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  // And one after the other.
  assert.equal((await ada.ask("PUT", url, { paymentMethod: 1 }, at("payment"))).status, 409);
  assert.equal(await state(), "payment");
});

test("after a lost answer the state decides, and the order is not placed by a repetition", async () => {
  const { ada, url, state, number } = await shopper();
  await ada.ask("PUT", url, { shippingAddress: PLACE }, at("cart"));
  await ada.ask("PUT", url, { shipments: [{ method: 2 }] }, at("delivery"));
  await shop.admin("POST", "/faults", { match: `PUT ${url}`, kind: "drop_after" });
  assert.equal((await ada.ask("PUT", url, { paymentMethod: 1 }, at("payment"))).status, 504);
  proxy.clock.ms += 151_000;
  assert.equal((await ada.ask("PUT", url, { paymentMethod: 1 }, at("payment"))).status, 409);
  assert.equal(await state(), "payment");
  assert.ok(!(await shop.order(number)).completed);
});

test("the price of a line is the backend's", async () => {
  const { ada, number } = await shopper([]);
  const path = `/api/orders/${number}/items/`;
  for (const line of [{ variant: 1, quantity: 1, unitPrice: "0.01" }, { variant: 1, quantity: 1, unit_price: "0.01" }, { variant: 4, quantity: 1 }, { variant: 1, quantity: 0 }]) {
    assert.equal((await ada.ask("POST", path, line, at("cart"))).status, 422, JSON.stringify(line));
  }
  assert.equal((await ada.ask("POST", path, { variant: 1, quantity: 1 }, at("cart"))).status, 201);
  const { json } = await ada.ask("GET", `/api/orders/${number}`);
  assert.deepEqual(Object.values(json.items).map(({ quantity, unit_price }) => [quantity, unit_price]), [[1, 5000]]);
});

test("an item of another order is not there; one's own can be taken off", async () => {
  const eve = await shopper();
  const victim = await shopper();
  const itemsOf = async ({ ada, number }) => Object.values((await ada.ask("GET", `/api/orders/${number}`)).json.items);
  const [theirs] = await itemsOf(victim);
  const [own] = await itemsOf(eve);
  assert.equal((await eve.ada.ask("DELETE", `/api/orders/${eve.number}/items/${theirs.id}`)).status, 404);
  assert.equal((await eve.ada.ask("DELETE", `/api/orders/${victim.number}/items/${theirs.id}`)).status, 404);
  assert.equal((await itemsOf(victim)).length, 1);
  assert.equal((await eve.ada.ask("DELETE", `/api/orders/${eve.number}/items/${own.id}`)).status, 204);
});

test("what is carried out like a PUT, and what deletes when it is read, does not pass", async () => {
  const { ada, number, url, state } = await ready();
  for (const [method, path] of [
    ["HEAD", url], ["PATCH", url], ["GET", "/api/payments/1"], ["HEAD", "/api/payments/1"], ["GET", "/api/payment-methods/1"], ["DELETE", "/api/payments/1"],
    ["GET", `${url}?shipments[0][method]=1`], ["GET", `${url}.json`], ["GET", `/api/checkouts/${number}abc`], ["GET", `/api/checkouts/0${number}`],
    ["GET", `/api/checkouts/%20${number}`], ["DELETE", `/api/orders/${number}`], ["GET", "/api/orders/"], ["GET", "/api/checkouts/"],
  ]) assert.equal((await ada.ask(method, path)).status, 404, `${method} ${path}`);
  assert.equal(await state(), "payment");
  assert.equal(await puts(), 3);
});

test("without a backend there is no order, and no price", async () => {
  const bare = await startProxy(shop, { dialect: "sylius_0", oauth: OAUTH });
  assert.equal((await visitor(bare.port).ask("POST", "/cashwrap/orders", { email: "john@example.com", lines: [] })).status, 404);
  await bare.stop();
});

test("a token for checkouts alone is enough: the state is told by the shape of what the URL answers", async () => {
  await proxy.stop();
  proxy = await start({ oauth: { token: "CheckoutToken" } });
  const { ada, url } = await shopper();
  assert.equal((await ada.ask("PUT", url, { shippingAddress: PLACE }, at("delivery"))).status, 409);
  for (const [step, next, body] of [["cart", "delivery", { shippingAddress: PLACE }], ["delivery", "payment", { shipments: [{ method: 2 }] }], ["payment", "confirm", { paymentMethod: 1 }]]) {
    assert.equal((await ada.ask("PUT", url, body, at(step))).status, 200, step);
    assert.equal((await ada.ask("PUT", url, body, at(step))).status, 409, `${step} again, in ${next}`);
  }
  assert.equal((await ada.ask("PUT", url, undefined, at("confirm"))).json.checkout_state, "finalize");
});

test("the documented form goes the same way, in its own spelling", async () => {
  const documented = await openShop({ server: "sylius-documented", world: "recorded_sylius" });
  const createOrder = async ({ email }) => ({ number: String((await documented.admin("POST", "/orders", { email, lines: [[1, 1]] })).id) });
  const front = await startProxy(documented, { dialect: "sylius_0", oauth: OAUTH, createOrder });
  const ada = visitor(front.port);
  const { json: { number } } = await ada.ask("POST", "/cashwrap/orders", { email: "john@example.com", lines: [] });
  const url = `/api/v1/checkouts/${number}`;
  const place = { first_name: "Ada", last_name: "Lovelace", street: "12 Analytical Way", city: "New York", postcode: "10001", country: 1, province: 1 };
  for (const [step, body] of [
    ["cart", { shipping_address: place }], ["delivery", { shipments: [{ method: 2 }] }], ["payment", { payments: [{ method: 1 }] }], ["confirm", undefined],
  ]) {
    const { status, text } = await ada.ask("PUT", url, body, at(step));
    assert.equal(status, 200, `${step} ${text.slice(0, 300)}`);
    assert.equal((await ada.ask("PUT", url, body, at(step))).status, 409, `${step} again`);
  }
  await front.stop();
  await documented.stop();
});
