// A trap of the WebAssembly is a defect of ours. What it may not do: hang a promise, lose the order, or tell what was typed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Core } from "../../pkg/wasm/cashwrap.js";
import { CANARY, createCheckout, isCheckoutError, rejection, until, wasm } from "./package.mjs";
import { startShop } from "./shop.mjs";

test("after a trap the checkout says so and goes on from what was stored", async () => {
  const shop = await startShop();
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  const checkout = createCheckout({ dialect: "solidus", shop: shop.url, storage, wasm });
  await checkout.setQuantity({ variant: "2" }, 1);
  const { order: { number }, revision: seen } = checkout.getSnapshot();

  const { pump } = Core.prototype;
  Core.prototype.pump = () => { throw new WebAssembly.RuntimeError(`unreachable ${CANARY}`); };
  const error = await rejection(checkout.setQuantity({ variant: "3" }, 1));
  assert.ok(isCheckoutError(error));
  assert.equal(error.code, "internal");
  assert.equal(error.outcome, "unknown");
  assert.ok(!`${error.message}${error.stack}`.includes(CANARY));
  assert.equal(checkout.getSnapshot().status, "failed");
  Core.prototype.pump = pump;

  assert.equal((await checkout.setQuantity({ variant: "3" }, 2)).status, "confirmed");
  const { order } = await until(checkout, ({ order: { lines } }) => lines.length === 2);
  assert.equal(order.number, number);
  // What was on the screen before is none of what the new core has shown, though that has shown as much.
  for (let changes = 0; changes <= seen; changes += 1) await checkout.setNotes(`note ${changes}`);
  assert.deepEqual(await checkout.submit({ seen }).then(({ status, differences }) => [status, differences[0].what]), ["changed", "revision"]);
  assert.equal((await shop.admin("GET", "/orders")).filter(({ completed }) => !completed).length, 1);
  checkout.dispose();
  await shop.stop();
});
