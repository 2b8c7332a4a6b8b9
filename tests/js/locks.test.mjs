// A lock that another tab holds, and a checkout that is disposed of while it waits for it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stubbed } from "./package.mjs";

test("a lock granted after the end is let go, and nothing is sent under it", async () => {
  let asked;
  const waiting = new Promise((resolve) => { asked = resolve; });
  const request = (name, hold) => {
    asked(hold);
    return new Promise(() => undefined);
  };
  Object.defineProperty(globalThis, "navigator", { value: { locks: { request } }, configurable: true });
  const { checkout, requests } = stubbed(() => assert.fail("a call went out"));
  checkout.setQuantity({ variant: "2" }, 1);
  const hold = await waiting;
  checkout.dispose();
  await hold();
  assert.equal(requests.length, 0);
});
