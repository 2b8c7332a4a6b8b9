// Behind the proxy, in a browser: the cookie it keeps, the origin it says, and a request it sends twice by itself.

import assert from "node:assert/strict";
import http from "node:http";
import { after, before, test } from "node:test";
import { startProxy } from "../js/proxy/rig.mjs";
import { startShop } from "../js/shop.mjs";
import { filesFrom } from "../../www/proxy/files.mjs";
import { launch, visit } from "./browser.mjs";
import { assertBought } from "./scene.mjs";
import { ADA, shopper } from "./shopper.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** A shop, the proxy before it, and a shopper's page. */
async function scene(body, { dialect = "solidus", server, guests, options } = {}) {
  const shop = await startShop({ server, guests });
  const own = options?.(shop) ?? {};
  const proxy = await startProxy(shop, { dialect, origins: undefined, files: filesFrom(shop.url), ...own });
  const tab = await visit(browser, `http://127.0.0.1:${proxy.port}/?proxy&dialect=${dialect}`);
  try {
    await body({ shop, proxy, ...tab, ada: shopper(tab.page) });
    assert.deepEqual(tab.complaints, []);
  } finally {
    await tab.close();
    await proxy.stop();
    await shop.stop();
  }
}

async function buy(ada) {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay();
  await ada.place();
  return ada.receipt();
}

test("she buys, and neither token nor cookie is in the page", () => scene(async ({ shop, page, ada }) => {
  const seen = [];
  page.on("request", (request) => seen.push(JSON.stringify(request.headers())));
  const number = await buy(ada);
  await assertBought(shop, number, [["2", 1]]);
  const { token } = await shop.order(number);
  const kept = await page.evaluate(() => `${document.cookie}${JSON.stringify(localStorage)}${document.documentElement.outerHTML}`);
  for (const secret of [token, "__Host-cashwrap"]) assert.ok(!kept.includes(secret), secret);
  assert.ok(!seen.join().includes("authorization") && !seen.join().includes("x-spree"));
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.secure, cookie.sameSite], ["__Host-cashwrap", true, true, "Strict"]);
}));

test("she buys at Spree 2.0, where an administrator's key is needed to see an order", () => scene(async ({ shop, page, ada }) => {
  const number = await buy(ada);
  await assertBought(shop, number, [["2", 1]]);
  const kept = await page.evaluate(() => `${JSON.stringify(localStorage)}${document.documentElement.outerHTML}`);
  assert.ok(!kept.includes("adminkey"));
}, { dialect: "spree_2_0", server: "spree-2.0.3", guests: "off", options: () => ({ key: "adminkey" }) }));

test("she buys at Sylius 0.16: the backend makes the order and prices its lines, the proxy holds the token", () => scene(async ({ shop, page, ada }) => {
  await ada.add("1", 2, { isWish: true });
  await ada.address({ ...ADA, "shipping.region": "1" });
  // Nothing is chosen for her here.
  await ada.rate({ next: true });
  await ada.pay(null);
  await ada.place();
  const order = await shop.order(await ada.receipt());
  assert.ok(order.completed);
  assert.deepEqual(order.lines.map(({ quantity, price }) => [quantity, Number(price)]), [[2, 50]]);
  const kept = await page.evaluate(() => `${JSON.stringify(localStorage)}${document.documentElement.outerHTML}`);
  assert.ok(!kept.includes("secret_demo_client") && !kept.includes("Bearer"));
}, {
  dialect: "sylius_0", server: "sylius-0.16",
  options: (shop) => ({
    oauth: { clientId: "demo_client", clientSecret: "secret_demo_client", username: "api@example.com", password: "sylius-api" },
    priceOf: () => "50.00",
    createOrder: async ({ email }) => ({ number: (await shop.admin("POST", "/orders", { email, lines: [] })).id }),
  }),
}));

test("after a reload the cookie and the number find the order again; another browser's visitor finds none", () => scene(async ({ shop, proxy, page, ada }) => {
  await ada.add("2");
  await page.reload();
  await page.waitForSelector('.lines [data-variant="2"][data-status="confirmed"]');
  const [{ number }] = (await shop.admin("GET", "/orders")).filter(({ completed }) => !completed);
  const eve = await visit(browser, `http://127.0.0.1:${proxy.port}/?proxy`);
  const status = await eve.page.evaluate(async (n) => (await fetch(`/api/orders/${n}`)).status, number);
  assert.equal(status, 404);
  await eve.close();
}));

test("a request the browser sends twice by itself is carried out once", () => scene(async ({ shop, proxy, ada }) => {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.pay();
  const ids = [];
  let cut = 0;
  // The connection closes under the call that places, after it was carried out.
  proxy.intercept = (req, res, handle) => {
    if (!req.url.endsWith("/complete")) return handle(req, res);
    ids.push(req.headers["idempotency-key"]);
    if (cut > 0) return handle(req, res);
    cut += 1;
    const unheard = new http.ServerResponse(req);
    return handle(req, unheard).then(() => req.socket.destroy());
  };
  await ada.place();
  const number = await ada.receipt();
  await assertBought(shop, number, [["2", 1]]);
  assert.equal(ids.length, 2, "the browser has sent it again");
  assert.equal(ids[0], ids[1]);
  const reached = (await shop.admin("GET", "/log")).filter(({ path }) => path.endsWith("/complete"));
  assert.equal(reached.length, 1);
}));
