// A browser for a file of tests; a shop and a page of its own for each test.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { startProxy } from "../js/proxy/rig.mjs";
import { startShop } from "../js/shop.mjs";
import { filesFrom } from "../../www/proxy/files.mjs";
import { launch, visit } from "./browser.mjs";
import { shopper } from "./shopper.mjs";

/**
 * Gives `scene(body, { guests, query, server, world, proxy })` for the tests of a file; `proxy` are the options of one, or
 * makes them of the shop.
 */
export function stage() {
  let browser;
  before(async () => { browser = await launch(); });
  after(() => browser.close());
  return async (body, { guests = "on", query = "", server, world, proxy } = {}) => {
    const shop = await startShop({ guests, ...(server ? { server } : {}), ...(world ? { world } : {}) });
    const own = typeof proxy === "function" ? proxy(shop) : proxy;
    const front = own && await startProxy(shop, { origins: undefined, files: filesFrom(shop.url), ...own });
    const tab = await visit(browser, `${front ? `http://127.0.0.1:${front.port}` : shop.url}/${query}`);
    try {
      await body({ shop, ...tab, ada: shopper(tab.page) });
      assert.deepEqual(tab.complaints, []);
    } finally {
      await tab.close();
      await front?.stop();
      await shop.stop();
    }
  };
}

/** The order is complete, has these lines, and was charged once and for its total; she has no other. */
export async function assertBought(shop, number, lines) {
  const order = await shop.order(number);
  assert.equal(order.state, "complete");
  assert.deepEqual(order.lines.map(({ variant_id, quantity }) => [String(variant_id), quantity]).sort(), lines);
  const charges = (await shop.admin("GET", "/charges")).filter((charge) => charge.order === number);
  assert.deepEqual(charges.map(({ amount }) => amount), [order.total]);
  const hers = (await shop.admin("GET", "/orders")).filter(({ completed, email }) => completed && email === "ada@example.com");
  assert.deepEqual(hers.map((one) => one.number), [number]);
}

/** Before a Sylius: the order is complete, has these lines and one payment of its total; there is no other order. */
export async function assertPlaced(shop, number, lines) {
  const order = await shop.order(number);
  assert.deepEqual([order.completed, order.number], [true, number]);
  assert.deepEqual(order.lines.map(({ variant_id, quantity }) => [String(variant_id), quantity]).sort(), lines);
  assert.deepEqual(order.payments.map(({ amount }) => amount), [order.total]);
  assert.deepEqual((await shop.admin("GET", "/orders")).filter(({ completed }) => completed).length, 1);
  return order;
}
