// A call is carried out once: two at the same time, the same one twice, a call nobody knows the end of, a proxy that is killed.

import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { after, before, beforeEach, test } from "node:test";
import { callId, drawer, openShop, SECRET, spawnProxy, startProxy, visitor } from "./rig.mjs";
import { openProxy } from "../../../www/proxy/proxy.mjs";

const LINES = { order: { line_items_attributes: [{ variant_id: 2, quantity: 1 }] } };
const PLACE = {
  firstname: "Ada", lastname: "Lovelace", name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", zipcode: "10001", phone: "5550100",
  country_iso: "US", state_name: "NY",
};

let shop;
before(async () => { shop = await openShop(); });
beforeEach(async () => {
  await shop.admin("POST", "/reset");
  await shop.admin("DELETE", "/faults");
  await shop.admin("DELETE", "/log");
});
after(() => shop.stop());

const reached = async (ending) => (await shop.admin("GET", "/log")).filter(({ method, path }) => method !== "GET" && path.endsWith(ending)).length;

/** Waits until the shop has heard of a call. */
async function heard(ending) {
  while (await reached(ending) === 0);
}

/** A visitor whose order waits to be placed, and the total to place it at. */
async function ready(port) {
  const ada = visitor(port);
  const { json: { number } } = await ada.ask("POST", "/api/orders", LINES);
  const contact = { email: "ada@example.com", ship_address_attributes: PLACE, bill_address_attributes: PLACE };
  assert.equal((await ada.ask("PATCH", `/api/checkouts/${number}`, { order: contact })).status, 200);
  const { json } = await ada.ask("PUT", `/api/checkouts/${number}/advance`);
  assert.equal(json.state, "confirm");
  const paid = await ada.ask("POST", `/api/orders/${number}/payments`, { payment: { payment_method_id: 2, amount: json.total } });
  assert.equal(paid.status, 201);
  return { ada, number, complete: `/api/checkouts/${number}/complete`, body: { expected_total: json.total } };
}

/** A proxy for the length of a test. */
async function within(options, work) {
  const proxy = await startProxy(shop, options);
  try {
    await work(proxy);
  } finally {
    await proxy.stop();
  }
}

test("of two calls at the same time on an order one reaches the shop", () => within({}, async ({ port }) => {
  const { ada, complete, body, number } = await ready(port);
  await shop.admin("POST", "/faults", { match: `PUT ${complete}`, kind: "delay", ms: 200 });
  const answers = await Promise.all([ada.ask("PUT", complete, body), ada.ask("PUT", complete, body)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  assert.equal(await reached("/complete"), 1);
  // Reads pass meanwhile, and other orders are not held up.
  await shop.admin("POST", "/faults", { match: "PUT", kind: "delay", ms: 200 });
  const second = await ready(port);
  const [slow, read] = await Promise.all([
    second.ada.ask("PUT", second.complete, second.body), ada.ask("GET", `/api/orders/${number}`),
  ]);
  assert.deepEqual([slow.status, read.status], [200, 200]);
}));

test("a call that comes twice is carried out once, and both hear the same", () => within({}, async ({ port }) => {
  const { ada, complete, body } = await ready(port);
  await shop.admin("POST", "/faults", { match: `PUT ${complete}`, kind: "delay", ms: 200 });
  const id = { "idempotency-key": callId() };
  const [one, two] = await Promise.all([ada.ask("PUT", complete, body, id), ada.ask("PUT", complete, body, id)]);
  const three = await ada.ask("PUT", complete, body, id);
  assert.equal(one.status, 200);
  assert.deepEqual([two.text, three.text], [one.text, one.text]);
  assert.equal(await reached("/complete"), 1);
}));

test("an id is not taken for another call, nor for another visitor's", () => within({}, async ({ port }) => {
  const { ada, number } = await ready(port);
  const id = { "idempotency-key": callId() };
  assert.equal((await ada.ask("POST", `/api/orders/${number}/line_items`, { line_item: { variant_id: 3, quantity: 1 } }, id)).status, 201);
  assert.equal((await ada.ask("POST", `/api/orders/${number}/line_items`, { line_item: { variant_id: 3, quantity: 2 } }, id)).status, 422);
  assert.equal((await ada.ask("PUT", `/api/orders/${number}/empty`, undefined, id)).status, 422);
  const eve = (await ready(port)).ada;
  const taken = await eve.ask("POST", `/api/orders/${number}/line_items`, { line_item: { variant_id: 3, quantity: 1 } }, id);
  assert.equal(taken.status, 422);
  assert.ok(!taken.text.includes("line_item"));
  // Nor for somebody without a cookie.
  assert.equal((await visitor(port).ask("POST", `/api/orders/${number}/line_items`, { line_item: { variant_id: 3, quantity: 1 } }, id)).status, 422);
}));

test("a first call that the browser sends twice makes one order for one visitor", () => within({}, async ({ port }) => {
  const id = { "idempotency-key": callId() };
  const [first, again] = [visitor(port), visitor(port)];
  const [one, two] = await Promise.all([first.ask("POST", "/api/orders", LINES, id), again.ask("POST", "/api/orders", LINES, id)]);
  assert.equal(one.json.number, two.json.number);
  assert.equal(await reached("/api/orders"), 1);
  const late = visitor(port);
  assert.equal((await late.ask("POST", "/api/orders", LINES, id)).json.number, one.json.number);
  for (const ada of [first, again, late]) assert.equal((await ada.ask("GET", `/api/orders/${one.json.number}`)).status, 200);
}));

test("a call without an answer is unknown, and is never sent again", () => within({}, async ({ port, clock }) => {
  const { ada, number, complete, body } = await ready(port);
  await shop.admin("POST", "/faults", { match: `PUT ${complete}`, kind: "drop_after" });
  const id = { "idempotency-key": callId() };
  const lost = await ada.ask("PUT", complete, body, id);
  assert.deepEqual([lost.status, lost.headers["content-type"]], [504, "application/problem+json"]);
  assert.equal((await ada.ask("PUT", complete, body, id)).status, 504);
  // It may still be carried out: nothing else goes to this order meanwhile.
  const empty = await ada.ask("PUT", `/api/orders/${number}/empty`);
  assert.deepEqual([empty.status, empty.json.code], [409, "unsettled"]);
  clock.ms += 149_000;
  assert.equal((await ada.ask("PUT", complete, body)).status, 409);
  assert.equal(await reached("/complete"), 1);
  // Then the order is read first, and a placed one takes nothing.
  clock.ms += 2_000;
  assert.equal((await ada.ask("PUT", complete, body)).status, 409);
  assert.equal((await ada.ask("PUT", complete, body, id)).status, 504);
  assert.equal(await reached("/complete"), 1);
  assert.equal((await ada.ask("GET", `/api/orders/${number}`)).json.state, "complete");
}));

test("a call that was lost on its way can be made anew once it can no longer arrive", () => within({}, async ({ port, clock }) => {
  const { ada, complete, body } = await ready(port);
  await shop.admin("POST", "/faults", { match: `PUT ${complete}`, kind: "drop_before" });
  assert.equal((await ada.ask("PUT", complete, body)).status, 504);
  assert.equal((await ada.ask("PUT", complete, body)).json.code, "unsettled");
  clock.ms += 151_000;
  assert.equal((await ada.ask("PUT", complete, body)).status, 200);
  const placed = await ada.ask("PUT", complete, body);
  assert.equal(placed.status, 409);
  assert.equal(await reached("/complete"), 2);
}));

test("the wait after a call that was given up begins when it was", async () => {
  const mortal = await openShop();
  const place = drawer();
  let proxy = await startProxy(mortal, { place });
  const ada = visitor(proxy.port);
  const { json: { number } } = await ada.ask("POST", "/api/orders", LINES);
  const path = `/api/orders/${number}/empty`;
  await mortal.admin("POST", "/faults", { match: `PUT ${path}`, kind: "delay", ms: 60_000 });
  const slow = ada.ask("PUT", path);
  while (!(await mortal.admin("GET", "/log")).some((call) => call.path === path));
  proxy.clock.ms += 24_000;
  await mortal.stop();
  assert.equal((await slow).status, 504);
  const code = async (who) => (await who.ask("PUT", path)).json.code;
  assert.equal(await code(ada), "unsettled");
  const { ms } = proxy.clock;

  // A restart knows it, too.
  await proxy.stop({ keep: true });
  proxy = await startProxy(mortal, { place });
  const again = visitor(proxy.port, { cookie: ada.cookie });
  proxy.clock.ms = ms + 4_900;
  assert.equal(await code(again), "unsettled");
  // Then the order is read first, and there is no shop any more.
  proxy.clock.ms += 100;
  assert.equal(await code(again), "shop_not_read");
  await proxy.stop();
});

test("a placed order takes reads alone", () => within({}, async ({ port }) => {
  const { ada, number, complete, body } = await ready(port);
  assert.equal((await ada.ask("PUT", complete, body)).status, 200);
  await shop.admin("DELETE", "/log");
  const { lines: [line] } = await shop.order(number);
  for (const [method, path, content] of [
    ["PUT", complete, body], ["PUT", `/api/orders/${number}/empty`], ["POST", `/api/orders/${number}/line_items`, { line_item: { variant_id: 3, quantity: 1 } }],
    ["DELETE", `/api/orders/${number}/line_items/${line.id}`], ["PATCH", `/api/checkouts/${number}`, { order: { email: "eve@example.com" } }],
  ]) assert.equal((await ada.ask(method, path, content)).status, 409, `${method} ${path}`);
  assert.equal((await ada.ask("GET", `/api/orders/${number}`)).status, 200);
  assert.equal(await reached(""), 0);
}));

test("a proxy killed in the middle of a call does not send it again, and knows its visitors", async () => {
  const place = drawer();
  let proxy = await spawnProxy(shop, place);
  const { ada, number, complete, body } = await ready(proxy.port);
  await shop.admin("POST", "/faults", { match: `PUT ${complete}`, kind: "delay", ms: 5_000 });
  const id = { "idempotency-key": callId() };
  const cut = ada.ask("PUT", complete, body, id).then(() => "answered", () => "cut");
  await heard("/complete");
  await proxy.kill();
  assert.equal(await cut, "cut");

  proxy = await spawnProxy(shop, place);
  const again = visitor(proxy.port, { cookie: ada.cookie });
  assert.equal((await again.ask("PUT", complete, body, id)).status, 504);
  assert.equal((await again.ask("PUT", complete, body)).status, 409);
  assert.equal(await reached("/complete"), 1);
  assert.equal((await again.ask("GET", `/api/orders/${number}`)).json.state, "complete");
  await proxy.kill();
  place.remove();
});

test("a proxy killed after the answer gives it again", async () => {
  const place = drawer();
  let proxy = await spawnProxy(shop, place);
  const { ada, number, complete, body } = await ready(proxy.port);
  const id = { "idempotency-key": callId() };
  const { text } = await ada.ask("PUT", complete, body, id);
  await proxy.kill();
  proxy = await spawnProxy(shop, place);
  const again = visitor(proxy.port, { cookie: ada.cookie });
  assert.equal((await again.ask("PUT", complete, body, id)).text, text);
  assert.equal((await again.ask("PUT", `/api/orders/${number}/empty`)).status, 409, "placed");
  assert.equal((await visitor(proxy.port).ask("GET", `/api/orders/${number}`)).status, 404);
  assert.equal(await reached("/complete"), 1);
  await proxy.kill();
  place.remove();
});

test("the ledger: half a line at its end is cut off, damage before that stops the start, old calls go and orders stay", async () => {
  const place = drawer();
  let proxy = await startProxy(shop, { place });
  const { ada, number } = await ready(proxy.port);
  const id = { "idempotency-key": callId() };
  const path = `/api/orders/${number}/line_items`;
  const line = { line_item: { variant_id: 3, quantity: 1 } };
  const { text } = await ada.ask("POST", path, line, id);
  await proxy.stop({ keep: true });

  appendFileSync(place.ledger, '{"v":1,"call":"half a li');
  proxy = await startProxy(shop, { place });
  let again = visitor(proxy.port, { cookie: ada.cookie });
  assert.equal((await again.ask("POST", path, line, id)).text, text);
  assert.equal(await reached("/line_items"), 1);
  await proxy.stop({ keep: true });

  const good = readFileSync(place.ledger);
  const bad = Buffer.from(good);
  bad[10] = 0;
  writeFileSync(place.ledger, bad);
  await assert.rejects(startProxy(shop, { place }), /damaged/);
  writeFileSync(place.ledger, good);

  // Three days later a browser has long stopped sending it again.
  const later = () => 1_800_000_000_000 + 3 * 86_400_000;
  const direct = await openProxy({ shop: shop.url, dialect: "solidus", secrets: [SECRET], origins: [], ledger: place.ledger, now: later });
  await direct.close();
  const kept = readFileSync(place.ledger, "utf8");
  assert.ok(kept.includes(number) && !kept.includes(id["idempotency-key"]));
  place.remove();
});

test("one process at a time has a ledger, and only its own account reads it", async () => {
  const place = drawer();
  const proxy = await spawnProxy(shop, place);
  await assert.rejects(startProxy(shop, { place }), /process \d+ has it/);
  assert.equal(statSync(place.ledger).mode & 0o077, 0);
  await proxy.kill();
  // One that is told to end leaves nothing behind that another would have to look into.
  const next = await spawnProxy(shop, place);
  assert.ok(existsSync(`${place.ledger}.lock`));
  await next.kill("SIGTERM");
  assert.ok(!existsSync(`${place.ledger}.lock`));
  place.remove();
});

test("the ledger holds no card, no payment token and no address of what was sent", () => within({ hasRawCards: true }, async ({ port, place }) => {
  const { ada, number } = await ready(port);
  const source = { number: "4242424242424242", verification_value: "987", gateway_payment_profile_id: "BGS-secret", month: "12", year: "2030", name: "Ada" };
  await ada.ask("PATCH", `/api/checkouts/${number}`, { order: { payments_attributes: [{ payment_method_id: 1, source_attributes: source }] } });
  const written = readFileSync(place.ledger, "utf8");
  for (const secret of ["4242424242424242", "987\"", "BGS-secret", SECRET]) assert.ok(!written.includes(secret), secret);
}));

test("where the ledger cannot be written nothing is sent", { skip: process.platform !== "linux" }, async () => {
  const place = drawer();
  const proxy = await spawnProxy(shop, place, {}, { limitBytes: 1024 });
  const ada = visitor(proxy.port);
  const statuses = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await ada.ask("POST", "/api/orders", LINES)).status);
  assert.equal(statuses.at(-1), 503, statuses.join());
  assert.ok(await reached("/api/orders") <= statuses.filter((status) => status !== 503).length);
  // Half a line may be on the disk: nothing is written after it until a new start has left it out.
  proxy.makeRoom();
  assert.equal((await ada.ask("POST", "/api/orders", LINES)).status, 503);
  await proxy.kill();
  const next = await spawnProxy(shop, place);
  assert.equal((await visitor(next.port, { cookie: ada.cookie }).ask("POST", "/api/orders", LINES)).status, 201);
  await next.kill();
  place.remove();
});
