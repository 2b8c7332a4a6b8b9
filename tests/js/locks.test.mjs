// A lock that another tab holds, and a checkout that is disposed of while it waits for it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { json, stubbed } from "./package.mjs";

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

test("an order that the page's backend makes during the end is remembered, and the lock kept until then", async () => {
  let isHeld = false;
  const request = async (name, hold) => {
    isHeld = true;
    await hold();
    isHeld = false;
  };
  Object.defineProperty(globalThis, "navigator", { value: { locks: { request } }, configurable: true });
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  let make;
  const made = new Promise((resolve) => { make = resolve; });
  let asked;
  const waiting = new Promise((resolve) => { asked = resolve; });
  const createOrder = () => {
    asked();
    return made;
  };
  const { checkout, requests } = stubbed(() => assert.fail("a call went out"), { storage, createOrder });
  checkout.setQuantity({ variant: "2" }, 1);
  await waiting;
  checkout.dispose();
  assert.ok(isHeld);
  make({ number: "R123456789", token: "t0ken" });
  await new Promise(setImmediate);
  assert.ok(!isHeld);
  assert.equal(requests.length, 0);

  const path = await new Promise((resolve) => {
    const next = stubbed(({ url }) => {
      resolve(new URL(url).pathname);
      next.checkout.dispose();
      return json({}, 503);
    }, { storage, createOrder: () => assert.fail("a second order") });
    next.checkout.refresh();
  });
  assert.equal(path, "/api/orders/R123456789");
});
