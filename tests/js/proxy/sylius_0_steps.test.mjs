// A Sylius with one checkout URL, by the package, through the proxy: a method by its own name, and a new order for what came too late.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createCheckout, until, wasm } from "../package.mjs";
import { startShop } from "../shop.mjs";
import { startProxy, visitor } from "./rig.mjs";

/** Up to 0.14 a client's id begins with its row's. */
const oauth = (server) => ({
  clientId: ["sylius-0.13", "sylius-0.14"].includes(server) ? "1_demo_client" : "demo_client",
  clientSecret: "secret_demo_client", username: "api@example.com", password: "sylius-api",
});
const PRICES = { 1: "50.00", 2: "7.00", 3: "0.00" };
// A province by its id; by its place in the list up to 0.14.
const ADDRESS = {
  name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "1", postalCode: "10001", country: "US", phone: "5550100",
};

/** A shop, its proxy, and a checkout that counts what the shop was asked to do. */
async function open(server, body) {
  const shop = await startShop({ server, world: "recorded_sylius" });
  const proxy = await startProxy(shop, {
    dialect: "sylius_0",
    oauth: oauth(server),
    priceOf: ({ variant }) => PRICES[variant],
    createOrder: async ({ email }) => ({ number: String((await shop.admin("POST", "/orders", { email, lines: [] })).id) }),
  });
  const ada = visitor(proxy.port);
  const checkout = createCheckout({
    dialect: "sylius_0", shop: `http://127.0.0.1:${proxy.port}`, storage: null, wasm, auth: { kind: "proxy" }, fetch: ada.fetch,
  });
  const done = async () => (await shop.admin("GET", "/log")).filter(({ method, path }) => method !== "GET" && path.startsWith("/api"));
  try {
    await body({ shop, checkout, done });
  } finally {
    checkout.dispose();
    await proxy.stop();
    await shop.stop();
  }
}

const submit = async (checkout) => {
  const { revision } = await until(checkout, ({ can }) => can.submit);
  return checkout.submit({ seen: revision });
};

for (const server of ["sylius-0.14", "sylius-0.16"]) {
  test(`${server}: two lines, a chosen method and four steps place one order`, () => open(server, async ({ shop, checkout, done }) => {
    await checkout.update({ lines: [{ variant: "1", quantity: 2 }, { variant: "2", quantity: 1 }] });
    await checkout.update({ email: "john@example.com", shipping: ADDRESS });
    const [parcel] = (await until(checkout, ({ order }) => order.shipments[0]?.rates.length)).order.shipments;
    assert.deepEqual(parcel.rates.slice(0, 2).map(({ name, cost }) => [name, cost]), [["FedEx", "50.00"], ["UPS Ground", "12.50"]]);
    await checkout.setRate({ rate: parcel.rates[1].id });
    await checkout.setPayment({ method: "2" });
    const end = await submit(checkout);
    assert.deepEqual([end.status, end.number], ["placed", "000000001"]);
    assert.equal((await done()).length, 6);
    const orders = await shop.admin("GET", "/orders");
    assert.deepEqual(orders.filter(({ completed }) => completed).map(({ number }) => number), ["000000001"]);
  }));
}

test("what can no longer be changed goes into a new order", () => open("sylius-0.16", async ({ shop, checkout }) => {
  await checkout.update({ lines: [{ variant: "1", quantity: 1 }], email: "john@example.com", shipping: ADDRESS });
  const settled = await checkout.setShipping({ ...ADDRESS, city: "Albany" });
  assert.equal(settled.status, "waiting");
  const { next } = checkout.getSnapshot();
  assert.ok(next.blockers.some(({ code, field }) => code === "order.fixed" && field === "shipping"), JSON.stringify(next.blockers));
  await checkout.startNew({ keep: true });
  await until(checkout, ({ order }) => order.step === "delivery" && order.shipping?.status === "confirmed");
  assert.equal(checkout.getSnapshot().order.shipping.value.city, "Albany");
  await checkout.update({ rate: "cheapest", payment: { method: "1" } });
  assert.equal((await submit(checkout)).status, "placed");
  assert.equal((await shop.admin("GET", "/orders")).filter(({ completed }) => completed).length, 1);
}));
