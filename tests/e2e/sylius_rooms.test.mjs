// The storefront's own pages before every Sylius, behind the proxy, by the page's buttons.

import assert from "node:assert/strict";
import { test } from "node:test";
import backend from "../../www/proxy/backend.mjs";
import { assertPlaced, stage } from "./scene.mjs";
import { ADA } from "./shopper.mjs";

const scene = stage();
const WISH = { isWish: true };
const ACCOUNT = { clientSecret: "secret_demo_client", username: "api@example.com", password: "sylius-api" };

/** The world of the recordings, and the proxy with the shop's account before it. */
function before(dialect, server) {
  const clientId = ["sylius-0.13", "sylius-0.14"].includes(server) ? "1_demo_client" : "demo_client";
  const market = dialect === "sylius_1" ? { key: undefined, channel: "WEB-US", localeCode: "en_US" } : {};
  const proxy = (shop) => ({ dialect, oauth: { clientId, ...ACCOUNT }, ...market, ...backend({ shop: shop.url, dialect }) });
  return { server, world: "recorded_sylius", query: `?dialect=${dialect}`, proxy };
}

/** The radio of a way to pay, by its place. */
async function payBy(page, ada, place) {
  await page.waitForSelector('#payment input[type="radio"]');
  await ada.tabTo('#payment input[type="radio"]');
  for (let at = 0; at < place; at += 1) await page.keyboard.press("ArrowDown");
  await ada.press("#payment form > button");
  await page.waitForSelector("#review-title:focus");
}

const total = (page, name = "total") => page.textContent(`[data-total="${name}"]`);

/** Two of the first thing and one of the second, by the second way to pay. */
function guestBuys(dialect, server, [first, second], address) {
  test(`${dialect} at ${server}: a guest buys`, () => scene(async ({ shop, page, ada }) => {
    await ada.add(first, 2, WISH);
    await ada.add(second, 1, WISH);
    await ada.address(address);
    await ada.rate({ next: true });
    await payBy(page, ada, 1);
    const seen = await total(page);
    await ada.place();
    const order = await assertPlaced(shop, await ada.receipt(), [["1", 2], ["2", 1]]);
    assert.ok(seen.includes(order.total), `${seen} was on the screen, ${order.total} was placed`);
    assert.equal(order.payments[0].method_id, 2);
  }, before(dialect, server)));
}

for (const server of ["sylius-0.13", "sylius-0.14", "sylius-0.15", "sylius-0.16", "sylius-documented"]) {
  const options = before("sylius_0", server);
  const ada0 = { ...ADA, "shipping.region": "1" };

  guestBuys("sylius_0", server, ["1", "2"], ada0);

  test(`sylius_0 at ${server}: reloaded at every page, and what is sent stays sent`, () => scene(async ({ shop, page, ada }) => {
    await ada.add("1", 1, WISH);
    await page.reload();
    await page.waitForSelector('.lines [data-variant="1"]');
    await ada.address(ada0);
    await page.reload();
    await ada.rate({ next: true });
    await page.reload();
    // There is no way back: another book is for another order.
    await ada.press('button[data-variant="2"]');
    await page.waitForSelector('.blockers [data-level="error"]');
    await page.waitForFunction(() => document.querySelector(".blockers").textContent.includes("order: fixed"));
    await ada.press('.lines [data-variant="2"] button');
    await page.waitForFunction(() => !document.querySelector(".blockers").textContent.includes("order: fixed"));
    await payBy(page, ada, 0);
    await ada.place();
    await assertPlaced(shop, await ada.receipt(), [["1", 1]]);
  }, options));
}

for (const server of ["sylius-1.6", "sylius-1.7", "sylius-1.9"]) {
  const options = before("sylius_1", server);
  const ada1 = { ...ADA, "shipping.region": "US-NY" };

  guestBuys("sylius_1", server, ["MUG", "BOOK"], ada1);

  test(`sylius_1 at ${server}: a coupon, one without effect, another quantity, a reload`, () => scene(async ({ shop, page, ada }) => {
    await ada.add("MUG", 1, WISH);
    await ada.address(ada1);
    await ada.rate();
    await ada.type({ coupon: "TEN" });
    await page.keyboard.press("Enter");
    await page.waitForSelector('.coupons [data-status="confirmed"]');
    await ada.type({ coupon: "EXPIRED" });
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.getElementById("alert").textContent.includes("coupon refused"));
    await page.waitForFunction(() => document.querySelector(".coupons").textContent.includes("TEN"));
    await page.reload();
    await page.waitForSelector('.lines [data-variant="MUG"][data-status="confirmed"]');
    await ada.type({ "quantity-MUG": "3" });
    await page.keyboard.press("Tab");
    await page.waitForFunction(() => document.querySelector('.lines [data-variant="MUG"]').dataset.status === "confirmed");
    await payBy(page, ada, 0);
    const seen = await total(page);
    await ada.place();
    const order = await assertPlaced(shop, await ada.receipt(), [["1", 3]]);
    assert.deepEqual(order.coupons, ["TEN"]);
    assert.ok(seen.includes(order.total), `${seen} was on the screen, ${order.total} was placed`);
  }, options));
}
