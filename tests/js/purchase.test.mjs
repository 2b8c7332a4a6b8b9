// The whole purchase through the package in Node, against the reference shop: how actions settle, how many calls go out.

import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { createCheckout, rejection, until, wasm } from "./package.mjs";
import { startShop } from "./shop.mjs";

const ADDRESS = {
  name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100",
};
const PAYMENT = { method: "1", token: "BGS-1", lastDigits: "1111", month: "12", year: "2030", name: "Ada Lovelace" };
const THREE = [{ variant: "2", quantity: 1 }, { variant: "3", quantity: 2 }, { variant: "4", quantity: 1 }];

let shop;
before(async () => { shop = await startShop(); });
beforeEach(() => shop.admin("POST", "/reset"));
after(() => shop.stop());

function guest(options = {}) {
  return createCheckout({ dialect: "solidus", shop: shop.url, storage: null, wasm, ...options });
}

/** A storage in memory, as a browser keeps one over a reload. */
function drawer() {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  };
}

/** Places the order once the page could: with everything confirmed and a payment at hand. */
async function place(checkout) {
  const { revision } = await until(checkout, ({ can, status }) => can.submit || status === "placed");
  return checkout.submit({ seen: revision });
}

test("wishes made in one task take four changing calls to a placed order", async () => {
  const checkout = guest();
  const update = await checkout.update({ lines: THREE, email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest" });
  assert.equal(update.status, "confirmed");
  const payment = await checkout.setPayment(PAYMENT);
  assert.equal(payment.status, "waiting");
  assert.equal(payment.snapshot.can.submit, true);
  const end = await place(checkout);
  assert.equal(end.status, "placed");
  assert.equal(end.snapshot.status, "placed");
  assert.equal(end.snapshot.calls.unsafe, 4);
  assert.equal((await shop.order(end.number)).state, "complete");
  checkout.dispose();
});

test("page by page, each awaited, takes eight at most", async () => {
  const checkout = guest();
  for (const { variant, quantity } of THREE) {
    assert.equal((await checkout.setQuantity({ variant }, quantity)).status, "confirmed");
  }
  await checkout.update({ email: "ada@example.com", shipping: ADDRESS, billing: "same" });
  // Rates are worth a call of their own, which follows.
  const { order: { shipments: [shipment] } } = await until(checkout, ({ order }) => order.shipments.length > 0);
  const chosen = await checkout.setRate([{ rate: shipment.rates.find(({ selected }) => !selected).id }]);
  assert.equal(chosen.status, "confirmed");
  await checkout.setPayment(PAYMENT);
  const end = await place(checkout);
  assert.equal(end.status, "placed");
  assert.ok(end.snapshot.calls.unsafe <= 8, String(end.snapshot.calls.unsafe));
  checkout.dispose();
});

test("after it is placed the checkout is closed, and a new one can be opened", async () => {
  const checkout = guest();
  await checkout.update({ lines: THREE, email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest" });
  await checkout.setPayment({ method: "2" });
  const end = await place(checkout);
  assert.equal(end.status, "placed");
  const again = await place(checkout);
  assert.equal(again.status, "placed");
  assert.equal(again.number, end.number);
  const refused = await rejection(checkout.setQuantity({ variant: "2" }, 5));
  assert.equal(refused.code, "order_complete");
  assert.equal(refused.outcome, "not_sent");
  await checkout.startNew();
  assert.equal(checkout.getSnapshot().order.number, null);
  assert.equal((await checkout.setQuantity({ variant: "2" }, 1)).status, "confirmed");
  assert.notEqual(checkout.getSnapshot().order.number, end.number);
  checkout.dispose();
});

test("submitting twice is one attempt", async () => {
  const checkout = guest();
  await checkout.update({ lines: THREE, email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest" });
  await checkout.setPayment(PAYMENT);
  const [first, second] = await Promise.all([place(checkout), place(checkout)]);
  assert.equal(first.status, "placed");
  assert.equal(second.number, first.number);
  assert.equal((await shop.admin("GET", "/charges")).filter(({ order }) => order === first.number).length, 1);
  checkout.dispose();
});

test("a total that was not on the screen is not paid", async () => {
  const checkout = guest();
  await checkout.update({ lines: THREE, email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest" });
  const { revision } = checkout.getSnapshot();
  await checkout.setQuantity({ variant: "2" }, 2);
  await checkout.setPayment(PAYMENT);
  await until(checkout, ({ can }) => can.submit);
  const end = await checkout.submit({ seen: revision });
  assert.equal(end.status, "changed");
  assert.ok(end.differences.some(({ what }) => what === "total"));
  checkout.dispose();
});

test("what the shop refuses rejects with the reason, and the checkout goes on", async () => {
  const checkout = guest();
  const unknown = await rejection(checkout.setQuantity({ variant: "999" }, 1));
  assert.equal(unknown.code, "not_found");
  await checkout.setQuantity({ variant: "2" }, 1);
  const coupon = await rejection(checkout.applyCoupon("no-such-code"));
  assert.equal(coupon.code, "coupon_refused");
  assert.equal(coupon.outcome, "rejected");
  assert.equal(checkout.getSnapshot().pending["coupon:no-such-code"].status, "refused");
  assert.equal((await checkout.applyCoupon("10off")).status, "confirmed");
  assert.equal((await checkout.removeCoupon("10off")).status, "confirmed");
  assert.equal((await checkout.empty()).status, "confirmed");
  assert.deepEqual(checkout.getSnapshot().order.lines, []);
  checkout.dispose();
});

test("a reload goes on with the same order, and what is stored holds no card", async () => {
  const storage = drawer();
  const before = guest({ storage });
  await before.update({ lines: THREE, email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest" });
  await before.setPayment({ ...PAYMENT, token: "BGS-canary" });
  const { number } = before.getSnapshot().order;
  before.dispose();
  assert.ok(!JSON.stringify([...storage.kept]).includes("canary"));

  const checkout = guest({ storage });
  const { order } = await until(checkout, ({ order: { lines } }) => lines.length > 0);
  assert.equal(order.number, number);
  assert.equal(order.lines.length, 3);
  await checkout.setPayment(PAYMENT);
  assert.equal((await place(checkout)).status, "placed");
  const { token } = await shop.order(number);
  assert.ok(!JSON.stringify([...storage.kept]).includes(token), "the order's token is forgotten");
  checkout.dispose();
});

test("an order in somebody's hand is taken up by number and token", async () => {
  const { number, token } = await shop.admin("POST", "/orders", {});
  const checkout = guest({ auth: { kind: "order", number, token } });
  assert.equal((await checkout.setQuantity({ variant: "3" }, 1)).status, "confirmed");
  assert.equal(checkout.getSnapshot().order.number, number);
  checkout.dispose();
});

test("a customer has an address book, cards and past orders", async () => {
  const checkout = guest({ auth: { kind: "bearer", get: () => "custkey" } });
  const orders = await checkout.orders();
  assert.ok(orders.length > 0);
  await checkout.setQuantity({ variant: "3" }, 1);
  const addresses = await checkout.addresses();
  assert.ok(addresses.every(({ address }) => address.country.length === 2));
  assert.ok(Array.isArray(await checkout.cards()));
  checkout.dispose();
});

test("countries and states come from the shop", async () => {
  const checkout = guest();
  const countries = await checkout.countries();
  assert.ok(countries.some(({ code }) => code === "US"));
  const { required, states } = await checkout.states("US");
  assert.equal(required, true);
  assert.ok(states.some(({ code }) => code === "NY"));
  assert.equal((await checkout.states("SG")).required, false);
  checkout.dispose();
});
