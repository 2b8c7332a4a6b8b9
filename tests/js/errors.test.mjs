import assert from "node:assert/strict";
import { test } from "node:test";
import { CANARY, CheckoutError, isCheckoutError, rejection, stubbed } from "./package.mjs";

const info = { code: "invalid_field", fields: [{ field: "email", code: "invalid" }], outcome: "rejected", retryable: false, status: 422 };

test("an error carries its data and recognises itself", () => {
  const error = new CheckoutError(info);
  assert.ok(error instanceof Error);
  assert.equal(error.name, "CheckoutError");
  assert.deepEqual({ ...info }, {
    code: error.code, fields: error.fields, outcome: error.outcome, retryable: error.retryable, status: error.status,
  });
  assert.ok(isCheckoutError(error));
});

test("an error of a second copy of the package is recognised", async () => {
  const copy = await import("../../pkg/dist/errors.js?copy");
  assert.notEqual(copy.CheckoutError, CheckoutError);
  assert.ok(isCheckoutError(new copy.CheckoutError(info)));
  assert.ok(!isCheckoutError(Object.assign(new Error(), info)));
  for (const other of [undefined, null, 7, "x", {}, info]) assert.ok(!isCheckoutError(other));
});

const cycle = {};
cycle.lines = cycle;
const deep = {};
for (let at = deep, n = 0; n < 100; n += 1) at = at.a = {};

const HOSTILE = [
  [undefined, "edits"],
  [null, "edits"],
  [7, "edits"],
  [CANARY, "edits"],
  [[CANARY], "edits"],
  [() => CANARY, "edits"],
  [Symbol(CANARY), "edits"],
  [10n, "edits"],
  [true, "edits"],
  [{ [CANARY]: 1 }, "edits"],
  [{ email: Symbol(CANARY) }, "email"],
  [{ email: () => CANARY }, "email"],
  [{ email: 10n }, "email"],
  [{ email: 7 }, "email"],
  [{ email: { toString: () => CANARY } }, "email"],
  [{ email: `${CANARY}\ud800` }, "email"],
  [{ email: CANARY.repeat(10_000) }, "email"],
  [{ email: `${CANARY}\u0000@x` }, "email"],
  [{ email: CANARY }, "email"],
  [{ get email() { throw new Error(CANARY); } }, "email"],
  [new Proxy({}, { ownKeys() { throw new Error(CANARY); } }), "edits"],
  [cycle, undefined],
  [deep, undefined],
  [{ lines: CANARY }, "lines"],
  [{ lines: new Array(100_000).fill({}) }, "lines"],
  [{ lines: [{ variant: "2", quantity: 1.5 }] }, "lines[0].quantity"],
  [{ lines: [{ variant: "2", quantity: -1 }] }, "lines[0].quantity"],
  [{ lines: [{ variant: "2", quantity: NaN }] }, "lines[0].quantity"],
  [{ lines: [{ variant: "2", quantity: Infinity }] }, "lines[0].quantity"],
  [{ lines: [{ variant: "2", quantity: 2 ** 53 }] }, "lines[0].quantity"],
  [{ lines: [{ variant: "2", quantity: CANARY }] }, "lines.quantity"],
  [{ lines: [{ variant: `../${CANARY}`, quantity: 1 }] }, "lines.variant"],
  [{ shipping: CANARY }, "shipping"],
  [{ shipping: { name: Symbol(CANARY) } }, "shipping.name"],
  [{ payment: CANARY }, "payment"],
  [{ payment: { method: "1", card: { number: CANARY } } }, "payment.card"],
  [{ rate: CANARY }, "rate"],
];

test("whatever is handed in, the answer is a typed rejection that repeats none of it", async () => {
  const { checkout, requests } = stubbed(() => assert.fail("a call went out"));
  // Before the core is there, and after.
  for (const round of [0, 1]) {
    for (const [edits, field] of HOSTILE) {
      const error = await rejection(checkout.update(edits));
      assert.ok(isCheckoutError(error), `${round} ${field}: ${error}`);
      assert.equal(error.outcome, "not_sent");
      assert.notEqual(error.code, "internal");
      if (field !== undefined && error.fields[0].code !== "threw") assert.ok(error.fields[0].field.startsWith(field), error.message);
      assert.ok(!JSON.stringify(error).includes(CANARY) && !`${error.message}${error.stack}`.includes(CANARY), field);
    }
  }
  assert.equal(requests.length, 0);
  checkout.dispose();
});

test("hostile targets, signals and revisions are rejections too", async () => {
  const { checkout } = stubbed(() => assert.fail("a call went out"));
  const throwing = { get line() { throw new Error(CANARY); } };
  for (const promise of [
    checkout.setQuantity(throwing, 1),
    checkout.setQuantity(null, 1),
    checkout.remove(7),
    checkout.setEmail("a@b.example", { signal: {} }),
    checkout.submit(),
    checkout.submit({ seen: "1" }),
    checkout.submit({ seen: -1 }),
    checkout.abandon(),
    checkout.abandon({ risk: "none" }),
    checkout.states(7),
    checkout.orders({ page: 1.5 }),
  ]) {
    const error = await rejection(promise);
    assert.ok(isCheckoutError(error), String(error));
    assert.equal(error.outcome, "not_sent");
  }
  checkout.dispose();
});
