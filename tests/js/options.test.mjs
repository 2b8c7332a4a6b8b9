import assert from "node:assert/strict";
import { test } from "node:test";
import { CANARY, createCheckout, isCheckoutError, json, stubbed } from "./package.mjs";

const good = { dialect: "solidus", shop: "https://shop.example" };

const BAD = [
  [undefined, "options"],
  [null, "options"],
  [CANARY, "options"],
  [[good], "options"],
  [() => good, "options"],
  [{ ...good, dialect: undefined }, "dialect"],
  [{ ...good, dialect: CANARY }, "dialect"],
  [{ ...good, dialect: { toString: () => "solidus" } }, "dialect"],
  [{ ...good, dialect: "SOLIDUS" }, "dialect"],
  [{ dialect: "solidus" }, "shop"],
  [{ ...good, shop: "" }, "shop"],
  [{ ...good, shop: 7 }, "shop"],
  [{ ...good, shop: CANARY }, "shop"],
  [{ ...good, shop: "/relative" }, "shop"],
  [{ ...good, shop: "//shop.example" }, "shop"],
  [{ ...good, shop: "ftp://shop.example" }, "shop"],
  [{ ...good, shop: `javascript:${CANARY}` }, "shop"],
  [{ ...good, shop: "http://shop.example" }, "shop"],
  [{ ...good, shop: "http://127.0.0.1.shop.example" }, "shop"],
  [{ ...good, shop: "http://localhost.shop.example" }, "shop"],
  [{ ...good, shop: `https://user:${CANARY}@shop.example` }, "shop"],
  [{ ...good, shop: "https://shop.example/?q" }, "shop"],
  [{ ...good, shop: "https://shop.example/?" }, "shop"],
  [{ ...good, shop: "https://shop.example/#a" }, "shop"],
  [{ ...good, shop: `https://shop.example/${"a".repeat(480)}` }, "shop"],
  [{ ...good, shop: `https://shop.example/${"\u00e9".repeat(80)}` }, "shop"],
  [{ ...good, shop: "https://shop.example/a//b" }, "shop"],
  [{ ...good, shop: "https://shop.example/a;b" }, "shop"],
  [{ ...good, shop: "https://shop.example/a$b" }, "shop"],
  [{ ...good, auth: "guest" }, "auth"],
  [{ ...good, auth: null }, "auth"],
  [{ ...good, auth: {} }, "auth.kind"],
  [{ ...good, auth: { kind: CANARY } }, "auth.kind"],
  [{ ...good, auth: { kind: "order", token: "t" } }, "auth.number"],
  [{ ...good, auth: { kind: "order", number: `${CANARY}\n`, token: "t" } }, "auth.number"],
  [{ ...good, auth: { kind: "order", number: "R1/x", token: "t" } }, "auth.number"],
  [{ ...good, auth: { kind: "order", number: "R".repeat(65), token: "t" } }, "auth.number"],
  [{ ...good, auth: { kind: "order", number: "R1", token: `${CANARY} x` } }, "auth.token"],
  [{ ...good, auth: { kind: "bearer" } }, "auth.get"],
  [{ ...good, auth: { kind: "bearer", get: CANARY } }, "auth.get"],
  [{ ...good, createOrder: CANARY }, "createOrder"],
  [{ ...good, rawCard: true }, "rawCard"],
  [{ ...good, rawCard: "yes" }, "rawCard"],
  [{ ...good, fetch: CANARY }, "fetch"],
  [{ ...good, headers: { "X-A": CANARY } }, "headers"],
  [{ ...good, storage: CANARY }, "storage"],
  [{ ...good, storage: { getItem() {} } }, "storage"],
  [{ ...good, storage: { setItem() {} } }, "storage"],
  [{ ...good, now: 5 }, "now"],
  [{ ...good, random: 5 }, "random"],
  [{ ...good, uncertainAfterMs: 0 }, "uncertainAfterMs"],
  [{ ...good, uncertainAfterMs: -1 }, "uncertainAfterMs"],
  [{ ...good, uncertainAfterMs: NaN }, "uncertainAfterMs"],
  [{ ...good, uncertainAfterMs: "20" }, "uncertainAfterMs"],
  [{ ...good, uncertainAfterMs: 1e9 }, "uncertainAfterMs"],
  [{ ...good, uncertainAfterMs: 1.5 }, "uncertainAfterMs"],
  [{ ...good, rental: "yes" }, "rental"],
  [{ ...good, rental: true }, "rental"],
  [{ ...good, wasm: 7 }, "wasm"],
  [{ ...good, wasm: {} }, "wasm"],
];

test("a bad option is refused at once, by its name and without its value", () => {
  for (const [options, field] of BAD) {
    assert.throws(() => createCheckout(options), (error) => {
      assert.ok(isCheckoutError(error), `${field}: ${error}`);
      assert.equal(error.code, "invalid_options");
      assert.deepEqual(error.fields.map((one) => one.field), [field]);
      assert.equal(error.outcome, "not_sent");
      assert.ok(!JSON.stringify(error).includes(CANARY) && !`${error.message}${error.stack}`.includes(CANARY));
      return true;
    }, field);
  }
});

test("a server whose checkout takes the shop's key is used behind a proxy alone, and the reason is said", () => {
  const options = { dialect: "sylius_0", shop: "https://store.example" };
  for (const auth of [undefined, { kind: "guest" }, { kind: "order", number: "1", token: "t" }, { kind: "bearer", get: () => "key" }]) {
    assert.throws(() => createCheckout({ ...options, auth }), ({ code, fields }) => {
      assert.equal(code, "invalid_options");
      assert.deepEqual(fields, [{ field: "auth.kind", code: "needs_proxy" }]);
      return true;
    });
  }
  createCheckout({ ...options, auth: { kind: "proxy" } }).dispose();
});

test("good options are taken as they come", () => {
  for (const options of [
    good,
    { ...good, shop: "https://shop.example/" },
    { ...good, shop: "https://shop.example/store/" },
    { ...good, shop: "http://localhost:3000" },
    { ...good, shop: "http://127.0.0.1:3000" },
    { ...good, shop: "http://[::1]:3000" },
    { ...good, auth: undefined, fetch: undefined, storage: undefined, wasm: undefined },
    { ...good, auth: { kind: "order", number: "R123456789", token: "abc-DEF_123" } },
    { ...good, auth: { kind: "proxy" } },
    { ...good, auth: { kind: "bearer", get: () => "key" } },
    { ...good, storage: null },
    { ...good, rawCard: "i-accept-pci-saq-d" },
  ]) {
    createCheckout(options).dispose();
  }
});

test("a shop that is taken here is taken by the core, too", async () => {
  for (const [shop, path] of [
    ["https://shop.example", ""], ["https://shop.example///", ""], ["http://[::1]:3000/a", "/a"], ["https://shop.example:8443/a.b_c-d", "/a.b_c-d"],
    ["https://shop.example/~ada", "/~ada"], ["https://shop.example/caf\u00e9/", "/caf%C3%A9"], ["https://shop.example/a%20b", "/a%20b"],
    ["https://\u00e9.example/a/../b", "/b"], [`https://shop.example/${"a".repeat(479)}`, `/${"a".repeat(479)}`],
  ]) {
    const { checkout, requests } = stubbed(() => json({ countries: [], pages: 1, current_page: 1, count: 0 }), { shop });
    await checkout.countries();
    assert.ok(new URL(requests[0].request.url).pathname.startsWith(`${path}/api/`), shop);
    checkout.dispose();
  }
  for (const auth of [{ kind: "order", number: `R${"1".repeat(63)}`, token: "!~".repeat(100) }, { kind: "order", number: "a-b_C", token: "t" }]) {
    const url = await new Promise((resolve) => {
      const { checkout } = stubbed((request) => {
        resolve(request.url);
        checkout.dispose();
        return json({}, 503);
      }, { auth });
      checkout.refresh();
    });
    assert.ok(url.endsWith(`/${auth.number}`));
  }
});

test("a checkout is quiet until something is asked of it", () => {
  const { checkout, requests } = stubbed(() => assert.fail("a call went out"));
  assert.equal(checkout.getSnapshot().status, "loading");
  assert.equal(checkout.getSnapshot(), checkout.getServerSnapshot());
  checkout.dispose();
  assert.equal(requests.length, 0);
});
