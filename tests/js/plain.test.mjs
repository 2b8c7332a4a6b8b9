// Every kind of value JavaScript has, and some nobody should have, as edits and as their members.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CANARY, isCheckoutError, json, stubbed } from "./package.mjs";

const fails = () => { throw new Error(CANARY); };

function kinds() {
  const cycle = {};
  cycle.self = cycle;
  const deep = {};
  for (let at = deep, n = 0; n < 10_000; n += 1) at = at.a = {};
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const trap = new Proxy({}, { get: fails, ownKeys: fails, has: fails, getOwnPropertyDescriptor: fails });
  const liar = new Proxy([], { get: (_, name) => (name === "length" ? 1e9 : undefined) });
  const short = new Proxy(new Array(9), { get: (_, name) => (name === "length" ? "canary" : undefined) });
  return Object.entries({
    undefined: undefined, null: null, true: true, zero: 0, minusZero: -0, fraction: 1.5, negative: -1, huge: 1e300, nan: NaN,
    infinity: Infinity, unsafe: 2 ** 53, bigint: 10n, empty: "", text: CANARY, surrogate: `${CANARY}\ud800`, long: CANARY.repeat(100_000),
    control: `${CANARY}\u0000`, symbol: Symbol(CANARY), function: () => CANARY, class: class Canary {}, object: {}, bare: Object.create(null),
    array: [], holes: new Array(5), large: new Array(1_000_000), many: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`canary${n}`, n])),
    cycle, deep, revoked: proxy, trap, liar, short, getter: { get email() { return fails(); } }, date: new Date(), regexp: /canary/,
    map: new Map([["email", CANARY]]), set: new Set([CANARY]), error: new Error(CANARY), promise: Promise.resolve(CANARY),
    bytes: new Uint8Array(10), buffer: new ArrayBuffer(10), boxed: Object(CANARY), boxedNumber: Object(7), window: globalThis,
    proto: JSON.parse('{"__proto__":{"email":"canary"}}'), frozen: Object.freeze({ email: 7 }), writes: { toJSON: () => CANARY },
  });
}

/** What an action or a question came to, if that is an error. */
async function refused(act) {
  try {
    await Promise.race([act(), new Promise((resolve) => setTimeout(resolve, 5))]);
  } catch (error) {
    return error;
  }
  return undefined;
}

test("every kind of value is taken, or refused by an error with a code", async () => {
  const { checkout } = stubbed(() => json({}, 503));
  for (const [name, value] of kinds()) {
    const acts = [() => checkout.update(value), () => checkout.predict(value), () => checkout.states(value)];
    for (const member of ["email", "lines", "shipping", "payment", "rate", "coupon"]) acts.push(() => checkout.update({ [member]: value }));
    for (const act of acts) {
      const error = await refused(act);
      if (error === undefined) continue;
      assert.ok(isCheckoutError(error), `${name}: ${error}`);
      assert.notEqual(error.code, "internal", name);
      assert.ok(!JSON.stringify(error).includes(CANARY) && !`${error.message}${error.stack}`.includes(CANARY), name);
    }
  }
  checkout.dispose();
});

test("a clock that fails is done without", async () => {
  for (const now of [fails, () => CANARY, () => NaN]) {
    const { checkout } = stubbed(() => json({ countries: [] }), { now });
    assert.deepEqual(await checkout.countries(), []);
    checkout.dispose();
  }
});
