// An address typed into a form: the fields of its country, what the shop says of them, and that only a whole one is a wish.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createAddressForm, createCheckout, ready, rejection, until, wasm } from "./package.mjs";
import { startShop } from "./shop.mjs";

let shop;
before(async () => {
  await ready(wasm);
  shop = await startShop();
});
after(() => shop.stop());

const ADA = { name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100" };

const reasons = (form) => Object.fromEntries(Object.entries(form.getSnapshot().fields).map(([name, { reason }]) => [name, reason]).filter(([, reason]) => reason));
const labels = (form) => form.getSnapshot().order.map((name) => form.getSnapshot().fields[name].label);

/** A shop of the test's own: what it is asked and what it is told. */
function told(states = {}, countries = [{ code: "US", name: "United States" }, { code: "IE", name: "Ireland" }]) {
  const updates = [];
  return {
    updates,
    countries: async () => countries,
    states: async (country) => states[country] ?? { required: false, states: [] },
    update: async (edits) => {
      updates.push(edits);
      return { status: "confirmed" };
    },
  };
}

test("fields, their order, labels and lines are the country's", () => {
  const form = createAddressForm({ value: { country: "US" } });
  assert.deepEqual(labels(form), ["country", "name", "company", "address1", "address2", "city", "state", "zip", "phone"]);
  assert.deepEqual(form.getSnapshot().rows.at(-2), ["city", "region", "postalCode"]);
  const { postalCode, phone, region, name } = form.getSnapshot().fields;
  assert.deepEqual([postalCode.inputmode, phone.inputmode, name.inputmode], ["numeric", "tel", "text"]);
  assert.deepEqual([region.autocomplete, postalCode.autocomplete], ["shipping address-level1", "shipping postal-code"]);
  form.input("country", "GB");
  assert.deepEqual(labels(form), ["country", "name", "company", "address1", "address2", "post_town", "postal", "phone"]);
  assert.deepEqual([form.getSnapshot().fields.postalCode.inputmode, form.getSnapshot().fields.postalCode.autocapitalize], ["text", "characters"]);
  form.input("country", "JP");
  assert.deepEqual(labels(form), ["country", "postal", "prefecture", "city", "address1", "address2", "company", "name", "phone"]);
});

test("a postal code is formatted as its country's post writes it", () => {
  const form = createAddressForm({ value: { country: "GB" } });
  assert.equal(form.input("postalCode", "sw1a1aa").value, "SW1A 1AA");
  form.input("country", "DE");
  assert.equal(form.input("postalCode", "１０１１７").value, "10117");
});

test("errors show on leaving or submitting; the focus goes to the first in the country's order", async () => {
  const form = createAddressForm({ value: { country: "US" } });
  assert.deepEqual(reasons(form), {});
  form.blur("city");
  assert.deepEqual(reasons(form), { city: "empty" });
  form.input("city", "New York");
  assert.deepEqual(reasons(form), {});
  form.blur("phone");
  assert.deepEqual(reasons(form), {}, "nobody has to give a phone number");
  assert.equal(await form.submit(), null);
  assert.equal(form.getSnapshot().firstInvalid, "name");
  form.input("name", "Ada Lovelace");
  assert.equal(form.getSnapshot().firstInvalid, "address1");
});

test("what a server may take is a warning and keeps nobody from going on", async () => {
  const form = createAddressForm({ value: { ...ADA, postalCode: "99999" } });
  const address = await form.submit();
  assert.equal(address.postalCode, "99999");
  form.input("postalCode", "1");
  form.blur("postalCode");
  const { level, "aria-invalid": invalid, message } = form.getSnapshot().fields.postalCode;
  assert.deepEqual([level, invalid], ["warning", false]);
  assert.notEqual(message, "");
});

test("only a whole address becomes a wish, with what rides along", async () => {
  const own = told();
  const form = createAddressForm({ shop: own, value: { country: "US", name: "Ada Lovelace" } });
  assert.equal(await form.save({ email: "ada@example.com" }), null);
  assert.deepEqual(own.updates, []);
  form.set({ ...ADA, company: "  " });
  const settled = await form.save({ email: "ada@example.com", billing: "same" });
  assert.equal(settled.status, "confirmed");
  assert.deepEqual(own.updates, [{ email: "ada@example.com", billing: "same", shipping: ADA }]);
});

test("parts the country does not have are left out", async () => {
  const form = createAddressForm({ value: { ...ADA, country: "DE", region: "NY", postalCode: "10117", city: "Berlin" } });
  const address = await form.submit();
  assert.equal("region" in address, false);
});

test("the shop's own states win: which there are, and whether one is needed", async () => {
  const dublin = { required: true, states: [{ code: null, name: "Dublin" }, { code: "CK", name: "Cork" }] };
  const form = createAddressForm({ shop: told({ IE: dublin }), value: { ...ADA, country: "IE", region: "", postalCode: "" } });
  await form.load();
  const { regions, fields, countries } = form.getSnapshot();
  assert.deepEqual(regions, dublin.states);
  assert.deepEqual(countries.map(({ code }) => code), ["US", "IE"]);
  assert.equal(fields.region.required, true);
  assert.equal(await form.submit(), null);
  assert.equal(form.getSnapshot().firstInvalid, "region");
  form.input("region", "Tipperary");
  assert.equal(await form.submit(), null);
  assert.deepEqual(reasons(form), { region: "region" });
  form.input("region", "cork");
  assert.equal((await form.submit()).region, "CK");
});

test("a shop that has states where the package knows none is asked for them all the same", async () => {
  const form = createAddressForm({ shop: told({ DE: { required: true, states: [{ code: "BE", name: "Berlin" }] } }, []), value: { country: "DE" } });
  assert.equal(form.getSnapshot().order.includes("region"), false);
  await form.load();
  assert.equal(form.getSnapshot().order.includes("region"), true);
  assert.deepEqual(form.getSnapshot().regions, [{ code: "BE", name: "Berlin" }]);
});

test("where the shop says nothing, the package's own regions are there to choose from, and none is demanded", async () => {
  const form = createAddressForm({ shop: { ...told(), states: () => Promise.reject(new Error("no")), countries: () => Promise.reject(new Error("no")) }, value: { country: "US" } });
  await form.load();
  assert.ok(form.getSnapshot().regions.some(({ code, name }) => code === "NY" && name === "New York"));
  form.set({ ...ADA, region: "Neverland" });
  assert.ok(await form.submit());
});

test("a shop that demands a region and lists none takes whatever is typed", async () => {
  const form = createAddressForm({ shop: told({ US: { required: true, states: [] } }), value: { ...ADA, region: "" } });
  await form.load();
  assert.equal(await form.submit(), null);
  form.input("region", "Neverland");
  assert.equal((await form.submit()).region, "Neverland");
});

test("a country the shop does not know is an error", async () => {
  const form = createAddressForm({ shop: told(), value: { ...ADA, country: "FR" } });
  await form.load();
  assert.equal(await form.submit(), null);
  assert.equal(reasons(form).country, "country");
});

test("another country takes what was chosen from the list of the old one away", async () => {
  const form = createAddressForm({ shop: told(), value: ADA });
  await form.load();
  form.input("country", "IE");
  assert.equal(form.getSnapshot().fields.region.value, "");
  assert.equal(form.getSnapshot().fields.city.value, "New York");
});

test("what the shop is known to demand is demanded: a phone number, two names", async () => {
  const form = createAddressForm({ phoneRequired: true, splitsName: true, value: { ...ADA, name: "Ada", phone: "" } });
  assert.equal(form.getSnapshot().fields.phone.required, true);
  assert.equal(await form.submit(), null);
  assert.ok(reasons(form).phone === "empty" && reasons(form).name !== undefined, JSON.stringify(reasons(form)));
});

test("a phone library has the last word", async () => {
  const asked = [];
  const form = createAddressForm({ value: ADA, phone: (text, country) => {
    asked.push([text, country]);
    return false;
  } });
  form.blur("phone");
  assert.equal(reasons(form).phone, "format");
  assert.deepEqual(asked[0], ["5550100", "US"]);
});

test("what the shop refuses is marked at its field until that is changed", async () => {
  const { isCheckoutError } = await import("./package.mjs");
  const checkout = createCheckout({ dialect: "solidus", shop: shop.url, storage: null, wasm });
  const form = createAddressForm({ shop: checkout, value: { ...ADA, country: "US" } });
  await checkout.setQuantity({ variant: "2" }, 1);
  form.input("city", "New\u0007York");
  const error = await rejection(form.save({ email: "ada@example.com" }));
  assert.ok(isCheckoutError(error));
  assert.equal(form.getSnapshot().firstInvalid, "city");
  assert.deepEqual(reasons(form), { city: "refused" });
  form.input("city", "New York");
  assert.deepEqual(reasons(form), {});
  checkout.dispose();
});

test("a whole address goes to a real shop and comes back confirmed", async () => {
  const checkout = createCheckout({ dialect: "solidus", shop: shop.url, storage: null, wasm });
  const form = createAddressForm({ shop: checkout, value: { ...ADA, region: "new york" } });
  await form.load();
  await checkout.setQuantity({ variant: "2" }, 1);
  await form.save({ email: "ada@example.com", billing: "same" });
  const { order } = await until(checkout, ({ order: { shipping } }) => shipping?.status === "confirmed");
  assert.equal(order.shipping.value.region, "NY");
  checkout.dispose();
});

test("a blocker on the address step and an error of a form are the same thing, for every family", async () => {
  const cases = [
    {}, { name: "Ada" }, { name: " " }, { city: "" }, { postalCode: "" }, { country: "HK", region: "Kowloon", postalCode: "" },
    { country: "JM", postalCode: "" }, { postalCode: "nonsense", phone: "x", region: "Neverland" }, { address1: "" }, { country: "QQ" },
  ];
  for (const dialect of ["solidus", "spree_2_0", "spree_2_2", "spree_2_3", "sylius_0", "sylius_1"]) {
    const auth = { kind: dialect === "solidus" || dialect === "spree_2_3" ? "guest" : "proxy" };
    const checkout = createCheckout({ dialect, shop: shop.url, auth, storage: null, wasm });
    checkout.forgetCard();
    checkout.predict({});
    await ready(wasm);
    for (const change of cases) {
      const address = { ...ADA, ...change };
      const form = createAddressForm({ shop: checkout, value: address });
      await form.submit();
      const { fields } = form.getSnapshot();
      const shown = Object.keys(fields).filter((name) => fields[name].level === "error");
      const { blockers } = checkout.predict({ shipping: address, billing: "same" });
      const blocking = blockers.filter(({ code, step, level }) => code === "address.field" && step === "address" && level === "error").map(({ field }) => field.replace("shipping.", ""));
      assert.deepEqual(shown.sort(), blocking.sort(), `${dialect} ${JSON.stringify(change)}`);
    }
    checkout.dispose();
  }
});

test("a postal code that the country has not and the shop asks for has a field", async () => {
  const checkout = createCheckout({ dialect: "solidus", shop: shop.url, storage: null, wasm });
  const form = createAddressForm({ shop: checkout, value: { ...ADA, country: "HK", region: "Kowloon", postalCode: "" } });
  await checkout.countries();
  form.input("city", "Hong Kong");
  assert.deepEqual(checkout.addressOptions(), { postalRequired: true });
  assert.deepEqual(form.getSnapshot().order.slice(-2), ["postalCode", "phone"]);
  assert.equal(form.getSnapshot().fields.postalCode.required, true);
  checkout.dispose();
});
