// A Sylius with one checkout URL, in a browser: the package in a page of the proxy's origin.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startProxy } from "../js/proxy/rig.mjs";
import { startShop } from "../js/shop.mjs";
import { filesFrom } from "../../www/proxy/files.mjs";
import { launch, visit } from "./browser.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const ADDRESS = { name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "1", postalCode: "10001", country: "US" };

/** What a page does to buy three books, by `window.checkout`. */
async function buy({ address }) {
  const { createCheckout } = await import("/cashwrap.js");
  const checkout = createCheckout({ dialect: "sylius_0", shop: location.origin, auth: { kind: "proxy" } });
  await checkout.update({ lines: [{ variant: "1", quantity: 3 }], email: "john@example.com", shipping: address, rate: "cheapest" });
  await checkout.setPayment({ method: "2" });
  const ready = await new Promise((resolve) => {
    const look = () => checkout.getSnapshot().can.submit && resolve(checkout.getSnapshot());
    checkout.subscribe(look);
    look();
  });
  const end = await checkout.submit({ seen: ready.revision });
  return { end, total: ready.order.total.value, calls: checkout.getSnapshot().calls.unsafe };
}

for (const [server, clientId] of [["sylius-0.13", "1_demo_client"], ["sylius-0.16", "demo_client"], ["sylius-documented", "demo_client"]]) {
  test(`${server}: three books are bought`, async () => {
    const shop = await startShop({ server, world: "recorded_sylius" });
    const proxy = await startProxy(shop, {
      dialect: "sylius_0", origins: undefined, files: filesFrom(shop.url),
      oauth: { clientId, clientSecret: "secret_demo_client", username: "api@example.com", password: "sylius-api" },
      priceOf: () => "50.00",
      createOrder: async ({ email }) => ({ number: String((await shop.admin("POST", "/orders", { email, lines: [] })).id) }),
    });
    const tab = await visit(browser, `http://127.0.0.1:${proxy.port}/cashwrap.js`);
    try {
      const { end, total, calls } = await tab.page.evaluate(buy, { address: ADDRESS });
      assert.deepEqual([end.status, end.number], ["placed", "000000001"]);
      // The order by the backend, its line, and four steps.
      assert.equal(calls, 6);
      const [placed] = (await shop.admin("GET", "/orders")).filter(({ completed }) => completed);
      assert.equal(Number(placed.total), Number(total));
      assert.deepEqual(tab.complaints, []);
    } finally {
      await tab.close();
      await proxy.stop();
      await shop.stop();
    }
  });
}
