import assert from "node:assert/strict";
import { test } from "node:test";
import { assertBought, stage } from "./scene.mjs";
import { CARD, shopper } from "./shopper.mjs";

const scene = stage();

test("a guest buys by keyboard", () => scene(async ({ shop, page, ada }) => {
  await ada.add("2", 2);
  await ada.add("3");
  await ada.address();
  await ada.rate({ next: true });
  await ada.pay();
  await ada.place();
  const number = await ada.receipt();
  assert.match(await ada.said(), new RegExp(`Order ${number} is placed`));
  assert.equal(await page.evaluate(() => document.activeElement.id), "done-title");
  await assertBought(shop, number, [["2", 2], ["3", 1]]);
}));

test("what is not confirmed is marked, and the mark goes", () => scene(async ({ shop, page, ada }) => {
  await ada.add("3");
  await shop.admin("POST", "/faults", { match: "* /api/*", kind: "delay", ms: 700 });
  await ada.press('button[data-variant="3"]');
  await page.waitForSelector('.lines [data-variant="3"][data-status="expected"]');
  assert.equal(await page.inputValue("#quantity-3"), "2");
  await page.waitForSelector('.lines [data-variant="3"][data-status="confirmed"]');
  assert.equal(await page.inputValue("#quantity-3"), "2");
}));

test("a reload in the middle goes on where it was", () => scene(async ({ shop, page, ada }) => {
  await ada.add("2");
  await ada.address();
  await page.reload();
  await page.waitForSelector('.lines [data-variant="2"][data-status="confirmed"]');
  await ada.rate();
  await page.reload();
  await ada.pay();
  await ada.place();
  await assertBought(shop, await ada.receipt(), [["2", 1]]);
}));

test("where guests may not create an order, the store's backend does", () => scene(async ({ shop, ada }) => {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay();
  await ada.place();
  await assertBought(shop, await ada.receipt(), [["2", 1]]);
}, { guests: "off", query: "?hook" }));

test("a declined card leads back to the payment, and another one pays once", () => scene(async ({ shop, ada, page }) => {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay({ ...CARD, "payment.card.number": "4000000000000002" });
  await ada.place();
  await page.waitForSelector("#payment-title:focus");
  assert.match(await ada.said(), /declined/);
  await ada.pay();
  await ada.place();
  await assertBought(shop, await ada.receipt(), [["2", 1]]);
}));

test("a total that changed behind the page's back is not paid unseen", () => scene(async ({ shop, ada, page }) => {
  await ada.add("3");
  await ada.address();
  await ada.rate();
  await ada.pay();
  await page.waitForSelector('#place[aria-disabled="false"]');
  // Another device of hers puts one more into the same order.
  const [number, token] = await page.evaluate(() => {
    const saved = Object.values(localStorage).join();
    return [saved.match(/R\d{9}/)[0], saved.match(/"token":"([^"]+)"/)[1]];
  });
  const added = await fetch(`${shop.url}/api/orders/${number}/line_items`, {
    method: "POST",
    headers: { "X-Spree-Order-Token": token, "Content-Type": "application/json" },
    body: JSON.stringify({ line_item: { variant_id: 7, quantity: 1 } }),
  });
  assert.equal(added.status, 201);
  await ada.press("#place");
  await page.waitForSelector("#alert:not(:empty)");
  assert.match(await ada.said(), /Nothing was placed|was not placed/);
  assert.equal((await shop.order(number)).completed, false);
  assert.ok((await shop.admin("GET", "/charges")).every(({ order }) => order !== number));
}));

test("a field the shop refuses is named at its input", () => scene(async ({ ada, page }) => {
  await ada.add("2");
  await ada.type({ email: "nonsense" });
  await ada.press("#address form button");
  await page.waitForSelector('#email[aria-invalid="true"]:focus');
  assert.notEqual(await page.textContent("#email-error"), "");
}));

test("a product that is sold out is told to be in the way, and can be taken out", () => scene(async ({ shop, ada, page }) => {
  await ada.add("2");
  await ada.add("6");
  await page.waitForSelector('.blockers li:has-text("stock")');
  await ada.press('.lines [data-variant="6"] button');
  await page.waitForSelector('.lines [data-variant="6"]', { state: "detached" });
  await ada.address();
  await ada.rate();
  await ada.pay();
  await ada.place();
  await assertBought(shop, await ada.receipt(), [["2", 1]]);
}));

test("an order placed in another tab is not placed again", () => scene(async ({ shop, page, ada }) => {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay();
  const second = await page.context().newPage();
  await second.goto(page.url());
  await second.waitForSelector('.lines [data-variant="2"][data-status="confirmed"]');
  await ada.place();
  const number = await ada.receipt();
  const other = shopper(second);
  await other.press('button[data-variant="3"]');
  await second.waitForSelector('#alert:not(:empty), #done:not([hidden]), .blockers li:has-text("complete")');
  await assertBought(shop, number, [["2", 1]]);
}));
