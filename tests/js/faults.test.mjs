// The four calls of a purchase whose wishes were made in one task, spoiled in every way the shop knows. What the browser
// tests do page by page is done here without one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createCheckout, isCheckoutError, until, wasm } from "./package.mjs";
import { startShop } from "./shop.mjs";

const KINDS = [
  "drop_before", "drop_after", "error_500_before", "error_500_after", "html_502", "html_502_after", "truncate", "empty",
  "wrong_type", "lock_409", "redirect",
];
const CALLS = [
  "POST /api/orders$",
  "PUT /api/checkouts/*/advance",
  "POST /api/orders/*/payments",
  "PUT /api/checkouts/*/complete",
];
const ADDRESS = {
  name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100",
};
const PAYMENT = { method: "1", token: "BGS-1", lastDigits: "1111", month: "12", year: "2030", name: "Ada Lovelace" };
/** More often than once a shopper may have to enter a payment again; more than twice would be a loop. */
const MAX_SUBMITS = 3;

let shop;
before(async () => { shop = await startShop(); });
after(() => shop.stop());

for (const match of CALLS) {
  for (const kind of KINDS) {
    test(`${match} met by ${kind}`, async () => {
      await shop.admin("POST", "/reset");
      await shop.admin("DELETE", "/log");
      await shop.admin("POST", "/faults", { match, kind });
      const checkout = createCheckout({ dialect: "solidus", shop: shop.url, storage: null, wasm });
      // Whatever the action says of the spoiled call, the wishes hold.
      await checkout.update({
        lines: [{ variant: "2", quantity: 1 }, { variant: "3", quantity: 2 }], email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest",
      }).catch((error) => assert.ok(isCheckoutError(error), String(error)));
      const end = await buy(checkout);
      assert.equal(end.status, "placed");
      const order = await shop.order(end.number);
      assert.equal(order.state, "complete");
      assert.deepEqual(order.lines.map(({ variant_id, quantity }) => [variant_id, quantity]).sort(), [[2, 1], [3, 2]]);
      const charges = (await shop.admin("GET", "/charges")).filter((charge) => charge.order === end.number);
      assert.deepEqual(charges.map(({ amount }) => amount), [order.total]);
      const hers = (await shop.admin("GET", "/orders")).filter(({ email, completed }) => completed && email === "ada@example.com");
      assert.equal(hers.length, 1);
      const pattern = new RegExp(`^${match.replace("$", "").replaceAll("*", "[^/]+")}$`);
      const log = await shop.admin("GET", "/log");
      assert.ok(log.some(({ method, path }) => pattern.test(`${method} ${path}`)), "the call that was to be spoiled went out");
      checkout.dispose();
    });
  }
}

async function buy(checkout) {
  let end;
  for (let submits = 0; submits < MAX_SUBMITS; submits += 1) {
    await checkout.setPayment(PAYMENT);
    const { revision } = await until(checkout, ({ can }) => can.submit);
    end = await checkout.submit({ seen: revision });
    if (end.status === "placed") break;
  }
  return end;
}
