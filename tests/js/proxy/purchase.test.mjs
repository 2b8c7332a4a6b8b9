// Whole purchases through the proxy, by the package, against the reference shop.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createCheckout, until, wasm } from "../package.mjs";
import { startShop } from "../shop.mjs";
import { startProxy, visitor } from "./rig.mjs";

const ADDRESS = {
  name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100",
};
const PAYMENT = { method: "1", token: "BGS-1", lastDigits: "1111", month: "12", year: "2030", name: "Ada Lovelace" };

/** Shops that let no guest create an order, and a key that may. */
const SHOPS = [
  { dialect: "solidus", shop: { guests: "off" } },
  { dialect: "spree_2_3", shop: { guests: "off", server: "spree-2.4.2", world: "recorded_spree" }, key: "custkey" },
  { dialect: "spree_2_3", shop: { guests: "off", server: "spree-3.7", world: "recorded_spree" }, key: "custkey" },
];

for (const { dialect, shop: settings, key = "adminkey" } of SHOPS) {
  test(`${dialect} ${settings.server ?? ""}: a visitor buys with the shop's key in the proxy alone`, async () => {
    const shop = await startShop(settings);
    const proxy = await startProxy(shop, { dialect, key });
    const ada = visitor(proxy.port);
    const seen = [];
    const checkout = createCheckout({
      dialect, shop: `http://127.0.0.1:${proxy.port}`, storage: null, wasm, auth: { kind: "proxy" },
      fetch: async (request) => {
        const response = await ada.fetch(request);
        seen.push(await response.clone().text());
        return response;
      },
    });
    try {
      await checkout.update({ lines: [{ variant: "2", quantity: 2 }, { variant: "3", quantity: 1 }] });
      const { order } = checkout.getSnapshot();
      // The account whose key made the order is not the shopper.
      assert.equal(order.email ?? "", "");
      await checkout.update({ email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest" });
      await checkout.setPayment(PAYMENT);
      const { revision } = await until(checkout, ({ can }) => can.submit);
      const end = await checkout.submit({ seen: revision });
      assert.equal(end.status, "placed");
      const told = await shop.order(end.number);
      assert.equal(told.state, "complete");
      assert.equal(told.email, "ada@example.com");
      for (const text of seen) assert.doesNotMatch(text, /"token":|adminkey|custkey|gateway_customer/);
    } finally {
      checkout.dispose();
      await proxy.stop();
      await shop.stop();
    }
  });
}
