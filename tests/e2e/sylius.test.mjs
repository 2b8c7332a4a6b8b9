// Sylius in a browser: the package in a page of the proxy's origin, one checkout URL and split endpoints.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startProxy } from "../js/proxy/rig.mjs";
import { startShop } from "../js/shop.mjs";
import { filesFrom } from "../../www/proxy/files.mjs";
import { launch, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const ADDRESS = { name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", postalCode: "10001", country: "US" };
const ACCOUNT = { username: "api@example.com", password: "sylius-api" };

/** What a page does to buy three of something. */
async function buy({ dialect, variant, address, method }) {
  const { createCheckout } = await import("/cashwrap.js");
  const checkout = createCheckout({ dialect, shop: location.origin, auth: { kind: "proxy" } });
  await checkout.update({ lines: [{ variant, quantity: 3 }], email: "john@example.com", shipping: address, billing: "same", rate: "cheapest" });
  await checkout.setPayment({ method });
  const ready = await new Promise((resolve) => {
    const look = () => checkout.getSnapshot().can.submit && resolve(checkout.getSnapshot());
    checkout.subscribe(look);
    look();
  });
  const end = await checkout.submit({ seen: ready.revision });
  return { end, total: ready.order.total.value, calls: checkout.getSnapshot().calls.unsafe };
}

async function bought(server, options, purchase, calls) {
  const shop = await startShop({ server, world: "recorded_sylius" });
  const proxy = await startProxy(shop, { dialect: purchase.dialect, origins: undefined, files: filesFrom(shop.url), ...options(shop) });
  const tab = await visit(browser, `http://127.0.0.1:${proxy.port}/cashwrap.js`);
  try {
    const done = await tab.page.evaluate(buy, purchase);
    assert.deepEqual([done.end.status, done.end.number], ["placed", "000000001"]);
    assert.equal(done.calls, calls);
    const [placed] = (await shop.admin("GET", "/orders")).filter(({ completed }) => completed);
    assert.equal(Number(placed.total), Number(done.total));
    assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
    await proxy.stop();
    await shop.stop();
  }
}

for (const [server, clientId] of [["sylius-0.13", "1_demo_client"], ["sylius-0.16", "demo_client"], ["sylius-documented", "demo_client"]]) {
  // The order by the backend, its line, and four steps.
  test(`${server}: three books are bought`, () => bought(server, (shop) => ({
    oauth: { clientId, clientSecret: "secret_demo_client", ...ACCOUNT },
    priceOf: () => "50.00",
    createOrder: async ({ email }) => ({ number: String((await shop.admin("POST", "/orders", { email, lines: [] })).id) }),
  }), { dialect: "sylius_0", variant: "1", address: { ...ADDRESS, region: "1" }, method: "2" }, 6));
}

for (const server of ["sylius-1.6", "sylius-1.7", "sylius-1.9"]) {
  // The cart, its line, and four steps.
  test(`${server}: three mugs are bought`, () => bought(server, () => ({
    key: undefined, channel: "WEB-US", localeCode: "en_US",
    oauth: { clientId: "demo_client", clientSecret: "secret_demo_client", ...ACCOUNT },
  }), { dialect: "sylius_1", variant: "MUG", address: { ...ADDRESS, region: "US-NY" }, method: "bank_transfer" }, 6));
}
