import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startShop } from "../js/shop.mjs";
import { launch, visit } from "./browser.mjs";
import { CARD, shopper } from "./shopper.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A shop and a page of its own for each test. */
async function scene(body, { guests = "on", query = "" } = {}) {
  const shop = await startShop({ guests });
  const tab = await visit(browser, `${shop.url}/${query}`);
  try {
    await body({ shop, ...tab, ada: shopper(tab.page) });
    assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
    await shop.stop();
  }
}

/** The order is complete, has these lines, and was charged once and for its total. */
async function assertBought(shop, number, lines) {
  const order = await shop.order(number);
  assert.equal(order.state, "complete");
  assert.deepEqual(order.lines.map(({ variant_id, quantity }) => [String(variant_id), quantity]).sort(), lines);
  const charges = (await shop.admin("GET", "/charges")).filter((charge) => charge.order === number);
  assert.deepEqual(charges.map(({ amount }) => amount), [order.total]);
  assert.equal((await shop.admin("GET", "/orders")).filter(({ completed, email }) => completed && email === "ada@example.com").length, 1);
}

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

test("a price that changes before the order is placed stops it", () => scene(async ({ shop, ada, page }) => {
  await ada.add("3");
  await ada.address();
  await ada.rate();
  await ada.pay();
  await shop.admin("POST", "/price", { variant_id: 3, price: "9.00" });
  await ada.add("2");
  await page.waitForSelector('#place[aria-disabled="false"], .blockers li');
  assert.equal((await shop.admin("GET", "/charges")).filter(({ order }) => order === "").length, 0);
}));

test("a field the shop refuses is named at its input", () => scene(async ({ ada, page }) => {
  await ada.add("2");
  await ada.type({ email: "nonsense" });
  await ada.press("#address form button");
  await page.waitForSelector('#email[aria-invalid="true"]:focus');
  assert.notEqual(await page.textContent("#email-error"), "");
}));

test("a product that is sold out is refused by name, and the rest stays", () => scene(async ({ ada, page }) => {
  await ada.add("2");
  await ada.press('button[data-variant="6"]');
  await page.waitForSelector("#alert:not(:empty)");
  await page.waitForSelector('.lines [data-variant="2"][data-status="confirmed"]');
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
  await second.waitForSelector("#alert:not(:empty), #done:not([hidden])");
  await assertBought(shop, number, [["2", 1]]);
}));
