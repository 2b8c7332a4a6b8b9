// A core that cannot be loaded at first. A page has one core, so this has a process of its own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createCheckout, wasm } from "./package.mjs";

test("after the core could not be loaded the next action loads it, however soon it comes", async () => {
  const down = () => new Response("down", { status: 503 });
  const open = (source) => createCheckout({ dialect: "solidus", shop: "https://shop.example", storage: null, wasm: source });
  const checkout = open(down());
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      await checkout.setNotes("one");
      assert.fail("there is no core");
    } catch (error) {
      assert.deepEqual([error.code, error.outcome, error.retryable, error.fields[0].code], ["network", "not_sent", true, "not_loaded"]);
    }
  }
  const other = open(wasm);
  assert.equal((await other.setNotes("two")).status, "waiting");
  assert.equal((await checkout.setNotes("three").catch(({ code }) => code)).status, "waiting");
  checkout.dispose();
  other.dispose();
});
