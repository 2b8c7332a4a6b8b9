// Every call of the purchase that changes something, spoiled in every way the shop knows: the order is placed once,
// charged once, and holds every line that was acknowledged.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startShop } from "../js/shop.mjs";
import { launch, visit } from "./browser.mjs";
import { assertBought } from "./scene.mjs";
import { CARD, shopper } from "./shopper.mjs";

const KINDS = [
  "drop_before", "drop_after", "error_500_before", "error_500_after", "html_502", "html_502_after", "truncate", "empty",
  "wrong_type", "lock_409", "redirect",
];

/** The unsafe calls of the purchase below, as the shop matches them, and how many of that kind go before. */
const CALLS = [
  { name: "the first line", match: "POST /api/orders$" },
  { name: "another line", match: "POST /api/orders/*/line_items" },
  { name: "a quantity", match: "PATCH /api/orders/*/line_items/*" },
  { name: "the address", match: "PATCH /api/checkouts/*" },
  { name: "the way to the delivery", match: "PUT /api/checkouts/*/next" },
  { name: "the rate", match: "PATCH /api/checkouts/*", skip: 1 },
  { name: "the payment", match: "PATCH /api/checkouts/*", skip: 2 },
  { name: "the completion", match: "PUT /api/checkouts/*/complete" },
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

for (const { name, match, skip = 0 } of CALLS) {
  for (const kind of KINDS) {
    test(`${name} met by ${kind}`, async () => {
      await shop.admin("POST", "/reset");
      await shop.admin("DELETE", "/log");
      await shop.admin("POST", "/faults", { match, kind, skip });
      const { page, complaints, close } = await visit(browser, shop.url);
      const ada = shopper(page);
      await ada.add("2");
      await ada.add("3");
      await ada.add("2");
      await ada.address();
      await ada.rate({ next: true });
      await ada.pay();
      await ada.place();
      const number = await bought(page, ada);
      await assertBought(shop, number, LINES);
      assert.ok(await timesCalled(match) > skip, "the call that was to be spoiled went out");
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

/** How often the purchase made a call of that pattern: the fault struck the first after those skipped. */
async function timesCalled(match) {
  const pattern = new RegExp(`^${match.replace("$", "").replaceAll("*", "[^/]+")}$`);
  return (await shop.admin("GET", "/log")).filter(({ method, path }) => pattern.test(`${method} ${path.split("?")[0]}`)).length;
}

