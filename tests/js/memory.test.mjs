// Card digits are in one fixed part of the core's memory, while they have to wait there, and nowhere else at any time.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { after, before, beforeEach, test } from "node:test";
import { needCore } from "../../pkg/dist/load.js";
import { deskAt } from "../../pkg/wasm/cashwrap.js";
import { cardNumber, hits, scan } from "./memory.mjs";
import {
  checkAddress, checkCardholder, checkCardNumber, checkExpiry, checkPhone, checkPostalCode, checkSecurityCode, createCardForm,
  createCheckout, formatCardNumber, formatExpiry, formatPhone, formatPostalCode, ready, rejection, until, wasm,
} from "./package.mjs";
import { startShop } from "./shop.mjs";

/** As many as the shop has of the shirt. */
const CARDS = 10;
const ADDRESS = {
  name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100",
};
/** The reference shop's gateway takes this number; on the wire it stands in for the random one. */
const GOOD = "4111111111111111";
const TEN_MINUTES_MS = 600_000;

const random = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const numbers = Array.from({ length: CARDS }, () => cardNumber(random));

/** How large the desk is, as `src/js/desk.rs` lays it out. */
const DESK_BYTES = 4_096 + 512 + 1_024;
const look = () => scan(needCore(), [deskAt(), deskAt() + DESK_BYTES]);

let shop;
before(async () => {
  await ready(wasm);
  shop = await startShop();
});
beforeEach(() => shop.admin("POST", "/reset"));
after(() => shop.stop());

/** What a page hears of: Node has no such target of its own. */
const page = new EventTarget();
globalThis.addEventListener = page.addEventListener.bind(page);
globalThis.removeEventListener = page.removeEventListener.bind(page);

/**
 * A checkout that waits for a payment; `meet` sees each request that carries the number of `card.number`, right before
 * it goes to the shop, and may keep it from going.
 */
async function waiting(meet = () => undefined) {
  const card = { number: undefined, sent: 0, laterMs: 0 };
  const checkout = createCheckout({
    dialect: "solidus", shop: shop.url, storage: null, wasm, rawCard: "i-accept-pci-saq-d", now: () => Date.now() + card.laterMs,
    uncertainAfterMs: 500,
    fetch: async (request) => {
      const text = await request.clone().text();
      if (!card.number || !text.includes(card.number)) return fetch(request);
      card.sent += 1;
      const told = meet(card);
      if (told === "lost") throw new TypeError("no network");
      const body = told === "declined" ? text : text.replace(card.number, GOOD);
      return fetch(request.url, { method: request.method, headers: request.headers, body });
    },
  });
  await checkout.update({ lines: [{ variant: "2", quantity: 1 }], email: "ada@example.com", shipping: ADDRESS, billing: "same", rate: "cheapest" });
  return { checkout, card };
}

const typed = (number) => ({ method: "1", card: { number, month: "12", year: "2030", code: "123", name: "Ada Lovelace" } });

/** Hands a card over and finds it where it has to wait; what was there before is told as `control`. */
async function keep(checkout, card, number, action) {
  const control = look();
  card.number = number;
  const { status } = await checkout.setPayment(typed(number), action);
  assert.equal(status, "waiting");
  const found = hits(look(), number, control);
  // The search works: this is where the number is.
  assert.ok(found.inside > 5, JSON.stringify(found));
  assert.equal(found.outside, 0, "outside the desk while it waits");
  return control;
}

const GONE = { inside: 0, outside: 0 };

/** Every way in which a waiting card is given up. */
const ENDS = {
  "it is cleared": (checkout) => checkout.forgetCard(),
  "the page goes": () => page.dispatchEvent(new Event("pagehide")),
  "another payment takes its place": (checkout) => checkout.setPayment({ method: "2" }),
  "ten minutes pass": (checkout, card) => {
    card.laterMs = TEN_MINUTES_MS;
    return checkout.refresh();
  },
  "the checkout is disposed of": (checkout) => checkout.dispose(),
};

for (const [name, end] of Object.entries(ENDS)) {
  test(`no digit is left when ${name}`, async () => {
    for (const number of numbers.slice(0, 3)) {
      const { checkout, card } = await waiting();
      const control = await keep(checkout, card, number);
      await end(checkout, card);
      assert.deepEqual(hits(look(), number, control), GONE);
      checkout.dispose();
    }
  });
}

test("no digit is left after an edit that is refused", async () => {
  const { checkout } = await waiting();
  for (const number of numbers) {
    const control = look();
    await rejection(checkout.setPayment({ ...typed(number), method: "no such/method" }));
    await rejection(checkout.setPayment({ ...typed(number), method: undefined }));
    assert.deepEqual(hits(look(), number, control), GONE);
  }
  checkout.dispose();
});

test("no digit is left when a card replaces another", async () => {
  const { checkout, card } = await waiting();
  const first = look();
  for (const [at, number] of numbers.entries()) {
    await keep(checkout, card, number);
    for (const old of numbers.slice(0, at)) assert.deepEqual(hits(look(), old, first), GONE);
  }
  checkout.dispose();
});

for (const [ending, status] of [["placed", "placed"], ["declined", "declined"], ["lost", "uncertain"]]) {
  test(`no digit is outside the desk on the way to a card that is ${ending}, nor anywhere afterwards`, async () => {
    for (const number of numbers) {
      let control;
      let sent;
      const { checkout, card } = await waiting(() => {
        // On the wire already: the core needs it no more.
        sent = hits(look(), number, control);
        return ending;
      });
      control = await keep(checkout, card, number);
      const { revision } = await until(checkout, ({ can }) => can.submit);
      const end = await checkout.submit({ seen: revision });
      assert.equal(end.status, status, JSON.stringify(end));
      assert.equal(card.sent, 1);
      assert.deepEqual(sent, GONE);
      assert.deepEqual(hits(look(), number, control), GONE);
      checkout.dispose();
      assert.deepEqual(hits(look(), number, control), GONE);
    }
  });
}

test("an abort before the card has left forgets it, and nothing is charged", async () => {
  const { checkout, card } = await waiting();
  const number = numbers[0];
  const control = await keep(checkout, card, number);
  const { revision } = await until(checkout, ({ can }) => can.submit);
  const stop = new AbortController();
  const submitting = rejection(checkout.submit({ seen: revision }, { signal: stop.signal }));
  stop.abort();
  assert.equal((await submitting).code, "aborted");
  assert.deepEqual(hits(look(), number, control), GONE);
  const { next } = await until(checkout, ({ status }) => status === "open");
  assert.ok(next.blockers.some(({ code }) => code === "payment.reenter"));
  assert.equal(card.sent, 0);
  checkout.dispose();
});

test("a second checkout's card takes the place of the first one's, which has to be typed again", async () => {
  const one = await waiting();
  const other = await waiting();
  const control = await keep(one.checkout, one.card, numbers[0]);
  await keep(other.checkout, other.card, numbers[1]);
  assert.deepEqual(hits(look(), numbers[0], control), GONE);
  const end = await one.checkout.submit({ seen: one.checkout.getSnapshot().revision });
  assert.equal(end.status, "other");
  assert.equal(one.card.sent, 0);
  const { revision } = await until(other.checkout, ({ can }) => can.submit);
  assert.equal((await other.checkout.submit({ seen: revision })).status, "placed");
  for (const { checkout } of [one, other]) checkout.dispose();
});

test("typing and formatting leave nothing behind, key by key", () => {
  const form = createCardForm();
  for (const number of numbers) {
    const control = look();
    let typed = { value: "", caret: 0 };
    for (const digit of number) {
      typed = form.input("number", typed.value + digit, { caret: typed.value.length + 1, before: typed.value.length });
      assert.deepEqual(hits(look(), number, control), GONE);
    }
    assert.equal(typed.value.replaceAll(" ", ""), number);
    form.blur("number");
    assert.deepEqual(hits(look(), number, control), GONE);
    form.clear();
  }
});

test("every check and format wipes what it was given, pasted in whatever way", () => {
  for (const number of numbers) {
    const control = look();
    const ways = [number, number.replace(/(.{4})(?=.)/g, "$1 "), number.replace(/(.{4})(?=.)/g, "$1-"), `${number}${number}`, `${number} x`, `é${number}`, number.repeat(400)];
    for (const text of ways) {
      checkCardNumber(text);
      checkCardholder(text);
      checkExpiry(text, { year: 2026, month: 11 });
      checkSecurityCode(text);
      checkPhone(text);
      checkPostalCode("US", text);
      checkAddress("US", { name: text, address1: text, phone: text });
      formatCardNumber(text, 3, { value: number, caret: 4 });
      formatExpiry(text, 3);
      formatPhone(text, text.length);
      formatPostalCode("US", text, 0);
      assert.deepEqual(hits(look(), number, control), GONE);
    }
  }
});

test("a card typed into a form goes through a checkout to the shop without a trace", async () => {
  const number = numbers[0];
  const { checkout, card } = await waiting();
  const control = look();
  card.number = number;
  const form = createCardForm();
  for (const [name, text] of Object.entries({ number, expiry: "12/30", code: "123", name: "Ada Lovelace" })) form.input(name, text);
  await form.spend((given) => checkout.setPayment({ method: "1", card: given }));
  assert.equal(hits(look(), number, control).outside, 0);
  const { revision } = await until(checkout, ({ can }) => can.submit);
  assert.equal((await checkout.submit({ seen: revision })).status, "placed");
  assert.deepEqual(hits(look(), number, control), GONE);
  checkout.dispose();
});
