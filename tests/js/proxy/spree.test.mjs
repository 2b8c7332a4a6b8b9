// Before the old Sprees: reads and lines that take the shop's key, and numbers that would otherwise be enough.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openShop, startProxy, visitor } from "./rig.mjs";

const PLACE = {
  firstname: "Ada", lastname: "Lovelace", address1: "12 Analytical Way", address2: null, city: "New York", zipcode: "10001", phone: "5550100",
  company: null, country_id: 1, state_id: null, state_name: "NY",
};
const CARD = { gateway_payment_profile_id: "BGS-1", month: "12", year: "2030", last_digits: "1111" };
/** A card's name, up to 2.1 and since. */
const FIRST_LAST = { first_name: "Ada", last_name: "Lovelace" };
const NAME = { name: "Ada Lovelace" };

/** Orders of 2.0 are reached with an administrator's key alone, and belong to nobody; later ones have a secret. */
const RELEASES = [
  { release: "2.0.3", dialect: "spree_2_0", key: "adminkey", guests: "off", make: "/api/checkouts", isInside: false, name: FIRST_LAST },
  { release: "2.1.12", dialect: "spree_2_2", make: "/api/orders", isInside: true, name: FIRST_LAST },
  { release: "2.2.14", dialect: "spree_2_2", make: "/api/orders", isInside: true, name: NAME },
];

for (const { release, dialect, key, guests = "on", make, isInside, name } of RELEASES) {
  test(`Spree ${release}: a visitor buys, and another one reaches nothing`, async () => {
    const shop = await openShop({ guests, server: `spree-${release}`, world: "recorded_spree" });
    const proxy = await startProxy(shop, { dialect, key });
    try {
      const ada = visitor(proxy.port);
      const eve = visitor(proxy.port);
      await eve.ask("POST", make);
      const made = await ada.ask("POST", make, { order: { email: "ada@example.com", line_items: { 0: { variant_id: 2, quantity: 1 } } } });
      assert.equal(made.status, 201);
      const { number } = made.json;
      const checkout = `/api/checkouts/${number}`;
      // At the shop itself whoever knows a 2.0's number may change the order.
      assert.equal((await eve.ask("PUT", checkout, { order: { email: "eve@example.com" } })).status, 404);
      assert.equal((await eve.ask("GET", `/api/orders/${number}`)).status, 404);

      const added = await ada.ask("POST", `/api/orders/${number}/line_items`, { line_item: { variant_id: 3, quantity: 1 } });
      assert.equal(added.status, 201);
      assert.equal((await ada.ask("PUT", `/api/orders/${number}/line_items/${added.json.id}`, { line_item: { quantity: 2 } })).status, 200);
      const contact = { email: "ada@example.com", ship_address_attributes: PLACE, bill_address_attributes: PLACE };
      let order = made.json;
      for (let n = 0; n < 4 && order.state !== "delivery"; n += 1) {
        order = (await ada.ask("PUT", checkout, { order: contact })).json;
      }
      assert.equal(order.state, "delivery");
      const { shipments } = (await ada.ask("GET", `/api/orders/${number}`)).json;
      const rates = shipments.map(({ id, shipping_rates: [rate] }) => ({ id, selected_shipping_rate_id: rate.id }));
      order = (await ada.ask("PUT", checkout, { order: { shipments_attributes: Object.fromEntries(rates.entries()) } })).json;
      assert.equal(order.state, "payment");
      const sources = { payment_source: { 1: { ...CARD, ...name } } };
      const pay = { order: { payments_attributes: [{ payment_method_id: "1" }], ...(isInside ? sources : {}) }, ...(isInside ? {} : sources) };
      order = (await ada.ask("PUT", checkout, pay)).json;
      for (let n = 0; n < 2 && order.state !== "complete"; n += 1) order = (await ada.ask("PUT", `${checkout}/next`)).json;
      assert.equal(order.state, "complete");
      assert.equal((await shop.order(number)).email, "ada@example.com");
      // At the shop a placed order could still be emptied.
      assert.equal((await ada.ask("PUT", `/api/orders/${number}/empty`)).status, 409);
      assert.equal((await ada.ask("PUT", `${checkout}/next`)).status, 409);
    } finally {
      await proxy.stop();
      await shop.stop();
    }
  });
}

test("a token goes by a call of its own, for what is due and for nothing else (2.2.14)", async () => {
  const shop = await openShop({ server: "spree-2.2.14", world: "recorded_spree" });
  const proxy = await startProxy(shop, { dialect: "spree_2_2" });
  const ada = visitor(proxy.port);
  const made = await ada.ask("POST", "/api/orders", { order: { email: "ada@example.com", line_items: { 0: { variant_id: 2, quantity: 1 } } } });
  const path = `/api/orders/${made.json.number}/payments`;
  const payment = { payment_method_id: "1", source_attributes: { ...CARD, ...NAME } };
  assert.equal((await ada.ask("POST", path, { payment: { ...payment, amount: "0.01" } })).status, 409);
  const taken = await ada.ask("POST", path, { payment: { ...payment, amount: made.json.total } });
  assert.deepEqual([taken.status, taken.json.state], [201, "checkout"]);
  await proxy.stop();
  await shop.stop();
});

test("a visitor rents: days, area and the words beside addresses pass", async () => {
  const shop = await openShop({ server: "spree-2.4.2", world: "recorded_spree" });
  await shop.admin("POST", "/settings", { rental: true });
  const proxy = await startProxy(shop, { dialect: "spree_2_3" });
  const ada = visitor(proxy.port);
  const days = { rental_start_date: "2030-02-03", rental_end_date: "2030-02-06", zipcode: "90025" };
  const made = await ada.ask("POST", "/api/orders", { order: { email: "ada@example.com", ...days, line_items: { 0: { variant_id: 2, quantity: 1 } } } });
  assert.equal(made.json.zipcode, "90025");
  const { number } = made.json;
  const changed = await ada.ask("PUT", `/api/orders/${number}`, { order: { rental_end_date: "2030-02-07" } });
  assert.equal(changed.json.rental_end_date.slice(0, 10), "2030-02-07");
  await ada.ask("PUT", `/api/checkouts/${number}/next`);
  const pay = { order: { payments_attributes: [{ payment_method_id: "1" }], ship_address_attributes: PLACE, use_shipping: "1" }, payment_source: { 1: { ...CARD, ...NAME } } };
  const { json } = await ada.ask("PUT", `/api/checkouts/${number}`, { ...pay, state: "address", save_user_address: "1" });
  assert.equal(json.state, "confirm");
  await proxy.stop();
  await shop.stop();
});

test("a payment keyed \"0\" does not pass: an order would be placed with it (2.1.12, 2.2.14)", async () => {
  const shop = await openShop({ server: "spree-2.2.14", world: "recorded_spree" });
  const proxy = await startProxy(shop, { dialect: "spree_2_2" });
  const ada = visitor(proxy.port);
  const { number } = (await ada.ask("POST", "/api/orders")).json;
  const { status } = await ada.ask("PUT", `/api/checkouts/${number}`, { order: { payments_attributes: { 0: { payment_method_id: 1 } } } });
  assert.equal(status, 422);
  await proxy.stop();
  await shop.stop();
});

test("an order that was refused at the last step and still says `complete` is not placed (2.2.14)", async () => {
  const shop = await openShop({ server: "spree-2.2.14", world: "recorded_spree" });
  const proxy = await startProxy(shop, { dialect: "spree_2_2" });
  const ada = visitor(proxy.port);
  const { number } = (await ada.ask("POST", "/api/orders", { order: { email: "ada@example.com", line_items: { 0: { variant_id: 2, quantity: 2 } } } })).json;
  const checkout = `/api/checkouts/${number}`;
  const contact = { email: "ada@example.com", ship_address_attributes: PLACE, bill_address_attributes: PLACE };
  let order = { state: "cart" };
  for (let n = 0; n < 4 && order.state !== "delivery"; n += 1) order = (await ada.ask("PUT", checkout, { order: contact })).json;
  await ada.ask("PUT", `${checkout}/next`);
  const source = { payment_source: { 1: { ...CARD, ...NAME } } };
  order = (await ada.ask("PUT", checkout, { order: { payments_attributes: [{ payment_method_id: "1" }], ...source } })).json;
  assert.equal(order.state, "confirm");
  await shop.admin("POST", "/stock", { variant_id: 2, count: 1 });
  assert.equal((await ada.ask("PUT", `${checkout}/next`)).status, 422);

  const read = (await ada.ask("GET", `/api/orders/${number}`)).json;
  assert.deepEqual([read.state, read.completed_at], ["complete", null]);
  const [line] = read.line_items;
  assert.equal((await ada.ask("PUT", `/api/orders/${number}/line_items/${line.id}`, { line_item: { quantity: 1 } })).status, 200);
  await proxy.stop();
  await shop.stop();
});
