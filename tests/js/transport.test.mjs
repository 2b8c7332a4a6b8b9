import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { CANARY, isCheckoutError, json, rejection, stubbed, until } from "./package.mjs";

const COUNTRIES = { countries: [{ id: 1, iso: "US", name: "United States" }], pages: 1, current_page: 1, count: 1 };

test("every call is sent with the same care", async () => {
  const { checkout, requests } = stubbed(() => json(COUNTRIES), { headers: () => ({ "X-Store": "blue" }) });
  const countries = await checkout.countries();
  assert.equal(countries[0].code, "US");
  const [{ request }] = requests;
  assert.equal(new URL(request.url).origin, "https://shop.example");
  assert.ok(new URL(request.url).pathname.startsWith("/api/"));
  assert.equal(request.redirect, "manual");
  assert.equal(request.credentials, "omit");
  assert.equal(request.cache, "no-store");
  assert.equal(request.referrerPolicy, "no-referrer");
  assert.equal(request.headers.get("accept"), "application/json");
  assert.equal(request.headers.get("x-store"), "blue");
  assert.equal(request.headers.get("authorization"), null);
  checkout.dispose();
});

test("the shop's path is kept, and only a proxy gets the page's own cookies", async () => {
  const { checkout, requests } = stubbed(() => json(COUNTRIES), { shop: "https://shop.example/store/", auth: { kind: "proxy" } });
  await checkout.countries();
  assert.ok(new URL(requests[0].request.url).pathname.startsWith("/store/api/"));
  assert.equal(requests[0].request.credentials, "same-origin");
  checkout.dispose();
});

test("behind a proxy each call that is not a read has an id of its own, which a page cannot replace", async () => {
  const made = [];
  const random = (length) => {
    made.push(made.length + 1);
    return new Uint8Array(length).fill(made.length);
  };
  const { checkout, requests } = stubbed((request) => json({ error: "no" }, request.method === "GET" ? 200 : 422), {
    auth: { kind: "proxy" }, random, headers: () => ({ "Idempotency-Key": CANARY }),
  });
  await rejection(checkout.setQuantity({ variant: "2" }, 1));
  const ids = requests.filter(({ request }) => request.method !== "GET").map(({ request }) => request.headers.get("idempotency-key"));
  assert.ok(ids.length > 1, "several calls went out");
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
  checkout.dispose();
});

test("a guest's calls have no id: no shop knows what it is", async () => {
  const { checkout, requests } = stubbed(() => json({ error: "no" }, 422));
  await rejection(checkout.setQuantity({ variant: "2" }, 1));
  assert.ok(requests.length > 0);
  for (const { request } of requests) assert.equal(request.headers.get("idempotency-key"), null);
  checkout.dispose();
});

test("without randomness no unsafe call leaves for a proxy", async () => {
  const { checkout, requests } = stubbed(() => json({}), { auth: { kind: "proxy" }, random: () => { throw new Error(CANARY); } });
  const error = await rejection(checkout.setQuantity({ variant: "2" }, 1));
  assert.equal(error.outcome, "not_sent");
  assert.equal(requests.length, 0);
  checkout.dispose();
});

test("an order made behind a proxy needs no token, an order made for a guest does", async () => {
  const drafts = [];
  const createOrder = async (draft) => {
    drafts.push(draft);
    return { number: "R1" };
  };
  const { checkout, requests } = stubbed(() => json({ error: "no" }, 500), { auth: { kind: "proxy" }, createOrder });
  const wish = checkout.update({ lines: [{ variant: "2", quantity: 2 }], email: "ada@example.com" });
  wish.catch(() => undefined);
  await until(checkout, ({ order }) => order.number === "R1");
  assert.deepEqual(drafts, [{ email: "ada@example.com", lines: [{ variant: "2", quantity: 2 }] }]);
  checkout.dispose();
  assert.ok(requests.every(({ request }) => request.url.endsWith("/R1")));

  const guest = stubbed(() => json({ error: "no" }, 500), { createOrder });
  const error = await rejection(guest.checkout.setQuantity({ variant: "2" }, 1));
  assert.equal(error.code, "create_order_failed");
  guest.checkout.dispose();
});

test("a header that cannot be sent stops the call, and is not repeated in the error", async () => {
  for (const headers of [
    () => ({ "X-A": `${CANARY}\r\nX-Evil: 1` }),
    () => ({ "X-A": `${CANARY}é` }),
    () => ({ "X-A": 7 }),
    () => ({ [`X ${CANARY}`]: "1" }),
    () => ({ "X-A": CANARY.repeat(1000) }),
    () => Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`X-${n}`, "1"])),
    () => { throw new Error(CANARY); },
    () => ({ get "X-A"() { throw new Error(CANARY); } }),
  ]) {
    const { checkout, requests } = stubbed(() => json(COUNTRIES), { headers });
    const error = await rejection(checkout.countries());
    assert.ok(isCheckoutError(error), String(error));
    assert.deepEqual([error.code, error.fields, error.outcome], ["invalid_options", [{ field: "headers", code: "invalid" }], "not_sent"]);
    assert.ok(!JSON.stringify(error).includes(CANARY) && !`${error.message}${error.stack}`.includes(CANARY));
    assert.equal(requests.length, 0);
    checkout.dispose();
  }
});

test("whatever fetch does, an action ends with a typed error", async () => {
  const big = () => new Response(new ReadableStream({
    pull(controller) { controller.enqueue(new Uint8Array(1 << 20)); },
  }), { headers: { "content-type": "application/json" } });
  const cut = () => new Response(new ReadableStream({
    start(controller) { controller.enqueue(new TextEncoder().encode('{"countries":[')); controller.error(CANARY); },
  }), { headers: { "content-type": "application/json" } });
  const answers = {
    "rejects with an error": () => { throw new TypeError(CANARY); },
    "rejects with a string": () => Promise.reject(CANARY),
    "rejects with nothing": () => Promise.reject(undefined),
    "gives nothing": () => undefined,
    "gives a number": () => 7,
    "gives a lookalike that throws": () => ({ get status() { throw new Error(CANARY); } }),
    "gives an odd status": () => ({ status: "200", headers: new Headers(), body: null, type: "basic" }),
    "gives an opaque answer": () => ({ status: 0, headers: new Headers(), body: null, type: "opaque" }),
    "gives a redirect": () => new Response(null, { status: 302, headers: { location: "https://evil.example/" } }),
    "gives an opaque redirect": () => ({ status: 0, headers: new Headers(), body: null, type: "opaqueredirect" }),
    "followed a redirect": () => ({ status: 200, headers: new Headers(), body: null, type: "basic", redirected: true }),
    "gives an endless body": big,
    "gives a body that breaks": cut,
    "gives a body of strings": () => ({ status: 200, headers: new Headers(), type: "basic", body: { getReader: () => ({ read: () => ({ done: false, value: CANARY }) }) } }),
    "gives a server's failure": () => json({ error: CANARY }, 500),
    "gives a page": () => new Response(`<p>${CANARY}</p>`, { headers: { "content-type": "text/html" } }),
    "gives half of it": () => new Response('{"countries":[{"id":1,', { headers: { "content-type": "application/json" } }),
    "gives nothing to read": () => new Response("", { headers: { "content-type": "application/json" } }),
    "gives something else": () => json({ [CANARY]: 1 }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const { checkout } = stubbed(answer);
    const error = await rejection(checkout.countries());
    assert.ok(isCheckoutError(error), `${name}: ${error}`);
    assert.notEqual(error.code, "internal", name);
    assert.ok(!JSON.stringify(error).includes(CANARY) && !`${error.message}${error.stack}`.includes(CANARY), name);
    if (name.includes("redirect")) assert.equal(error.code, "redirected", name);
    if (name.includes("endless")) assert.equal(error.code, "too_large", name);
    checkout.dispose();
  }
});

test("a key is asked for right before each call and never kept", async () => {
  const keys = ["one", "two"];
  const { checkout, requests } = stubbed(() => json({ orders: [], pages: 1, current_page: 1, count: 0 }), {
    auth: { kind: "bearer", get: async () => keys.shift() },
  });
  await checkout.orders();
  await checkout.orders();
  assert.deepEqual(requests.map(({ request }) => request.headers.get("authorization")), ["Bearer one", "Bearer two"]);
  const error = await rejection(checkout.orders());
  assert.equal(error.outcome, "not_sent");
  assert.equal(requests.length, 2);
  checkout.dispose();
});

test("a page that has no key for its customer hears that, and nothing is sent", async () => {
  for (const get of [() => { throw new Error(CANARY); }, () => Promise.reject(CANARY), async () => undefined, () => 7, () => `${CANARY}\n`]) {
    const { checkout, requests } = stubbed(() => json({}), { auth: { kind: "bearer", get } });
    const error = await rejection(checkout.orders());
    assert.deepEqual([error.code, error.fields, error.outcome], ["unauthorized", [{ field: "auth.get", code: "invalid" }], "not_sent"]);
    assert.ok(!JSON.stringify(error).includes(CANARY) && !`${error.message}${error.stack}`.includes(CANARY));
    assert.equal(requests.length, 0);
    checkout.dispose();
  }
});

test("a call that was given up before its key came does not leave any more", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let asked;
  const waiting = new Promise((resolve) => { asked = resolve; });
  let give;
  const get = () => new Promise((resolve) => {
    give = resolve;
    asked();
  });
  const { checkout, requests } = stubbed(() => json({}), { auth: { kind: "bearer", get } });
  const orders = checkout.orders();
  await waiting;
  mock.timers.tick(120_000);
  assert.equal((await rejection(orders)).code, "timeout");
  give("key");
  await new Promise(setImmediate);
  assert.equal(requests.length, 0);
  checkout.dispose();
  mock.timers.reset();
});

test("a storage may act while it is asked", async () => {
  let acts = 0;
  const kept = new Map();
  const storage = {
    getItem(key) {
      // As the checkout opens, and under the lock of its first call.
      if (acts < 2) checkout.setNotes(`${(acts += 1)}`);
      return kept.get(key) ?? null;
    },
    setItem: (key, value) => void kept.set(key, value),
  };
  let called;
  const sent = new Promise((resolve) => { called = resolve; });
  const { checkout } = stubbed(() => {
    called();
    return json({}, 503);
  }, { storage });
  checkout.setQuantity({ variant: "2" }, 1);
  await sent;
  const { status, order } = checkout.getSnapshot();
  assert.deepEqual([status, order.notes.value], ["open", "2"]);
  checkout.dispose();
});

test("a storage that fails leaves the checkout in memory, and says so", async () => {
  const throwing = { getItem() { throw new Error(CANARY); }, setItem() { throw new Error(CANARY); } };
  const forgetful = { getItem: () => null, setItem: () => undefined };
  const broken = { getItem: () => `{"${CANARY}`, setItem() { throw new Error(CANARY); } };
  for (const storage of [null, throwing, forgetful, broken]) {
    let called;
    const sent = new Promise((resolve) => { called = resolve; });
    const { checkout } = stubbed(() => {
      called();
      return new Response("down", { status: 503 });
    }, { storage });
    checkout.setQuantity({ variant: "2" }, 1);
    await sent;
    assert.equal(checkout.getSnapshot().storage, "memory");
    checkout.dispose();
  }
});
