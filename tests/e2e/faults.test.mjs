// Every call of the purchase that changes something, spoiled in every way the shop knows: the order is placed once,
// charged once, and holds every line that was acknowledged.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startShop } from "../js/shop.mjs";
import { launch, visit } from "./browser.mjs";
import { CARD, shopper } from "./shopper.mjs";

const KINDS = [
  "drop_before", "drop_after", "error_500_before", "error_500_after", "html_502", "html_502_after", "truncate", "empty",
  "wrong_type", "lock_409", "redirect",
];

/** The unsafe calls of the purchase below, as the shop matches them. */
const CALLS = [
  "POST /api/orders$",
  "POST /api/orders/*/line_items",
  "PATCH /api/checkouts/*",
  "PUT /api/checkouts/*/advance",
  "POST /api/orders/*/payments",
  "PUT /api/checkouts/*/complete",
];

const LINES = [["2", 2], ["3", 1]];

let browser;
let shop;
before(async () => {
  browser = await launch();
  shop = await startShop();
});
after(async () => {
  await browser.close();
  await shop.stop();
});

for (const match of CALLS) {
  for (const kind of KINDS) {
    test(`${match} met by ${kind}`, async () => {
      await shop.admin("POST", "/reset");
      await shop.admin("DELETE", "/log");
      await shop.admin("POST", "/faults", { match, kind });
      const { page, complaints, close } = await visit(browser, shop.url);
      const ada = shopper(page);
      await ada.add("2", 2);
      await ada.add("3");
      await ada.address();
      await ada.rate();
      await ada.pay();
      await ada.place();
      const number = await bought(page, ada);
      await assertBought(number);
      assert.ok(await wasCalled(match), "the call that was to be spoiled went out");
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}

/** The receipt; on the way a payment whose fate nobody knew may have to be entered again. */
async function bought(page, ada) {
  const receipt = '#done:not([hidden]) #number';
  const again = '#alert:not(:empty)';
  await page.waitForSelector(`${receipt}, ${again}`);
  if (await page.$(receipt)) return ada.receipt();
  await ada.pay(CARD);
  await ada.place();
  return ada.receipt();
}

/** Whether the purchase made a call of that pattern: then the fault struck it, for it was the first. */
async function wasCalled(match) {
  const pattern = new RegExp(`^${match.replace("$", "").replaceAll("*", "[^/]+")}$`);
  return (await shop.admin("GET", "/log")).some(({ method, path }) => pattern.test(`${method} ${path.split("?")[0]}`));
}

async function assertBought(number) {
  const orders = (await shop.admin("GET", "/orders")).filter(({ email, completed }) => completed && email === "ada@example.com");
  assert.deepEqual(orders.map((order) => order.number), [number]);
  const [order] = orders;
  assert.equal(order.state, "complete");
  assert.deepEqual(order.lines.map(({ variant_id, quantity }) => [String(variant_id), quantity]).sort(), LINES);
  const charges = (await shop.admin("GET", "/charges")).filter((charge) => charge.order === number);
  assert.deepEqual(charges.map(({ amount }) => amount), [order.total]);
}
