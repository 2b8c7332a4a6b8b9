// The same storefront before each family of servers: only the options change. The rental annex is walked through by the
// package's own functions, since the storefront rents nothing.

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

const RENTAL = { start: "2030-02-03", end: "2030-02-06", postalCode: "90025" };
const LINES = [{ variant: "2", quantity: 1 }];
const ADDRESS = { name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100" };
const TOKEN = { method: "1", token: "BGS-1", lastDigits: "1111", month: "12", year: "2030", name: "Ada Lovelace" };

for (const server of ["spree-2.3.13", "spree-2.4.2", "spree-2.4.10"]) {
  test(`rental at ${server}: from cart to confirm in two calls, placed with four`, () => scene(async ({ shop, page }) => {
    await shop.admin("POST", "/settings", { rental: true });
    const told = await page.evaluate(async ({ RENTAL, LINES, ADDRESS, TOKEN }) => {
      const { createCheckout, isCheckoutError } = await import("/cashwrap.js");
      const checkout = createCheckout({ dialect: "spree_2_3", shop: location.origin, rental: true, storage: null });
      const refused = async (rental) => {
        try {
          await checkout.setRental(rental);
          return "taken";
        } catch (error) {
          if (!isCheckoutError(error)) throw error;
          return `${error.code} ${error.fields[0].field} ${error.fields[0].code} ${error.outcome}`;
        }
      };
      const refusals = [await refused({ start: "2015-02-03" }), await refused({ start: RENTAL.end, end: RENTAL.start })];
      const { order: cart } = (await checkout.update({ lines: LINES, rental: RENTAL })).snapshot;
      refusals.push(await refused({ postalCode: "00000" }));
      const wished = await checkout.update({ email: "ada@example.com", shipping: ADDRESS, billing: "same", payment: TOKEN });
      const skips = wished.snapshot.next.skips;
      const ends = [];
      for (let times = 0; times < 2; times += 1) ends.push(await checkout.submit({ seen: checkout.getSnapshot().revision }));
      return {
        refusals, skips, rental: cart.rental, rentable: cart.lines[0].rentable, kind: cart.lines[0].productType,
        ends: ends.map(({ status, differences, number, snapshot }) => ({ status, number, total: differences?.[0], step: snapshot.order.step, calls: snapshot.calls.unsafe })),
      };
    }, { RENTAL, LINES, ADDRESS, TOKEN });
    assert.deepEqual(told.refusals, [
      "invalid_input rental.start past not_sent", "invalid_input rental.end order not_sent", "invalid_field rental.postalCode invalid rejected",
    ]);
    assert.deepEqual([told.rental, told.rentable, told.kind], [{ value: RENTAL, status: "confirmed" }, true, "Apparel"]);
    assert.deepEqual(told.skips, ["delivery"]);
    const [seen, placed] = told.ends;
    // The refused area was a call of its own.
    assert.deepEqual([seen.status, seen.step, seen.calls], ["changed", "confirm", 4]);
    assert.deepEqual([placed.status, placed.calls], ["placed", 5]);
    await assertBought(shop, placed.number, [["2", 1]]);
  }, { server }));
}
