// What a shopper does not see: who can read the page, where card numbers go, what two tabs do to one order.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { assertBought, stage } from "./scene.mjs";
import { CARD, shopper } from "./shopper.mjs";

const scene = stage();
const axe = readFileSync(new URL("../../xtask/node/node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

async function assertAccessible(page, state, within = "html") {
  const violations = await page.evaluate(async (part) => (await window.axe.run(part)).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`), within);
  assert.deepEqual(violations, [], state);
}

test("every state of the page can be read by everybody", () => scene(async ({ page, ada }) => {
  await page.evaluate(axe);
  await assertAccessible(page, "empty");
  await ada.add("2");
  await assertAccessible(page, "with a cart");
  await ada.press("#address form button");
  await page.waitForSelector('[id="shipping.name"][aria-invalid="true"], #email[aria-invalid="true"]');
  await assertAccessible(page, "with errors");
  await ada.address();
  await page.waitForSelector('#rates input[type="radio"]');
  await assertAccessible(page, "with rates");
  await ada.rate();
  await page.waitForSelector('#payment input[type="radio"]');
  await assertAccessible(page, "with a card to type");
  await ada.press("#payment form > button");
  await page.waitForSelector('[id="payment.card.number"][aria-invalid="true"]:focus');
  await assertAccessible(page, "with a card that is wrong");
  await ada.pay();
  await assertAccessible(page, "ready");
  await ada.place();
  await ada.receipt();
  await assertAccessible(page, "done");
}));

/** One country of each shape that an address form can have, by the package's own rules. */
function shapes(page) {
  return page.evaluate(async () => {
    const { addressFields } = await import("/pkg/dist/index.js");
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
    const known = letters.flatMap((first) => letters.map((second) => addressFields(first + second))).filter((rules) => rules.known);
    return [...new Map(known.map(({ country, ...rules }) => [JSON.stringify(rules), country])).values()];
  });
}

test("addresses of every shape can be read by everybody", () => scene(async ({ page, ada }) => {
  // The shop delivers everywhere.
  await page.route("**/api/countries?*", async (route) => {
    const response = await route.fetch();
    const told = await response.json();
    const [one] = told.countries;
    const more = (await shapes(page)).filter((code) => told.countries.every(({ iso }) => iso !== code));
    told.countries.push(...more.map((iso, place) => ({ ...one, id: 1_000 + place, iso, name: `Country ${iso}` })));
    await route.fulfill({ response, json: told });
  });
  await page.evaluate(axe);
  await ada.add("2");
  await ada.tabTo('[id="shipping.country"]');
  const countries = await shapes(page);
  assert.ok(countries.length > 60, `${countries.length} shapes`);
  await page.waitForFunction((count) => document.getElementById("shipping.country").options.length >= count, countries.length);
  for (const country of countries) {
    await page.selectOption('[id="shipping.country"]', country);
    assert.equal(await page.evaluate(() => document.getElementById("shipping.country").value), country);
    await assertAccessible(page, country, "#address");
  }
  await ada.tabTo("#billing-same");
  await page.keyboard.press("Space");
  await ada.press("#address form button");
  await page.waitForSelector('#email[aria-invalid="true"]:focus');
  await assertAccessible(page, "both addresses, with errors");
}));

test("a card that goes to the shop itself is kept nowhere", () => scene(async ({ shop, page, ada }) => {
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay();
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.documentElement.outerHTML]));
  assert.ok(!kept.includes(CARD["payment.card.number"]));
  await ada.place();
  await assertBought(shop, await ada.receipt(), [["2", 1]]);
  const after = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.documentElement.outerHTML]));
  for (const place of [after, said.join()]) assert.ok(!place.includes(CARD["payment.card.number"]));
}, { query: "?raw" }));

test("a typed card does not outlive the page's going", () => scene(async ({ page, ada }) => {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay();
  await page.waitForSelector('#place[aria-disabled="false"]');
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  await page.waitForSelector('#place[aria-disabled="true"]');
}, { query: "?raw" }));

test("two tabs that place one order at once place it once", () => scene(async ({ shop, page, ada }) => {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay();
  const second = await page.context().newPage();
  await second.goto(page.url());
  const other = shopper(second);
  await second.waitForSelector('#payment input[type="radio"]');
  await other.pay();
  await page.bringToFront();
  await Promise.all([page, second].map((tab) => tab.waitForSelector('#place[aria-disabled="false"]')));
  await Promise.all([page, second].map((tab) => tab.evaluate(() => document.getElementById("place").click())));
  const first = await Promise.any([ada.receipt(), other.receipt()]);
  // The other one ends too, whatever it says.
  await Promise.all([page, second].map((tab) => tab.waitForFunction(() => !["placing", "loading"].includes(document.body.dataset.status))));
  await assertBought(shop, first, [["2", 1]]);
}));

test("the order's token is in no address that leaves the page", () => scene(async ({ page, ada }) => {
  const urls = [];
  page.on("request", (request) => urls.push(request.url()));
  await ada.add("2");
  await ada.address();
  const token = await page.evaluate(() => Object.values(localStorage).join().match(/"token":"([^"]+)"/)[1]);
  assert.ok(urls.length > 3 && urls.every((url) => !url.includes(token)));
}));
