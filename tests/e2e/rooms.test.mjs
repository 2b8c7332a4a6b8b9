// The same storefront before each family of servers: only the options change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertBought, stage } from "./scene.mjs";
import { CARD } from "./shopper.mjs";

const scene = stage();

/** Each room, and the servers it is walked through with. */
const ROOMS = {
  solidus: ["solidus"],
  spree_2_0: ["spree-2.0.3"],
  spree_2_2: ["spree-2.1.12", "spree-2.2.14"],
  spree_2_3: ["spree-2.3.13", "spree-2.4.2", "spree-2.4.10", "spree-3.7", "spree-4.4"],
};

/** What the proxy is told, where there has to be one. */
const PROXIES = { spree_2_0: { dialect: "spree_2_0", key: "adminkey" } };

for (const [dialect, servers] of Object.entries(ROOMS)) {
  for (const server of servers) {
    const options = { server, query: `?dialect=${dialect}`, proxy: PROXIES[dialect] };

    test(`${dialect} at ${server}: a guest buys`, () => scene(async ({ shop, ada }) => {
      await ada.add("2", 2);
      await ada.add("3");
      await ada.address();
      await ada.rate({ next: true });
      await ada.pay();
      await ada.place();
      await assertBought(shop, await ada.receipt(), [["2", 2], ["3", 1]]);
    }, options));

    test(`${dialect} at ${server}: declined, reloaded, then paid`, () => scene(async ({ shop, page, ada }) => {
      await ada.add("2");
      await ada.address();
      await ada.rate();
      await ada.pay({ ...CARD, "payment.card.number": "4000000000000002" });
      await ada.place();
      await page.waitForSelector("#payment-title:focus");
      assert.match(await ada.said(), /declined/);
      await page.reload();
      await ada.pay();
      await ada.place();
      await assertBought(shop, await ada.receipt(), [["2", 1]]);
    }, options));
  }
}
