// The same search as tests/js/memory.test.mjs, in a browser: cards typed on a keyboard into the storefront that sends
// them to the shop itself.

import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cardNumber, hits } from "../js/memory.mjs";
import { stage } from "./scene.mjs";
import { CARD } from "./shopper.mjs";

const scene = stage();
const source = readFileSync(new URL("../js/memory.mjs", import.meta.url), "utf8").replaceAll("export ", "");
const random = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const GONE = { inside: 0, outside: 0 };
/** The gateway takes this number; on the wire it stands in for the random one. */
const GOOD = "4111111111111111";

/** What the search finds in the page's core now. */
async function look(page) {
  const found = await page.evaluate(`(async () => {
    ${source}
    const { needCore } = await import("/pkg/dist/load.js");
    const { deskAt } = await import("/pkg/wasm/cashwrap.js");
    const { inside, outside } = scan(needCore(), [deskAt(), deskAt() + 4096 + 512 + 1024]);
    return { inside: [...inside], outside: [...outside] };
  })()`);
  return { inside: new Set(found.inside), outside: new Set(found.outside) };
}

/** Types a card, digit by digit, and hands it to the checkout: it waits in the desk and nowhere else. */
async function keep(page, ada, number) {
  const control = await look(page);
  await page.waitForSelector('#payment input[type="radio"]');
  await ada.tabTo('[id="payment.card.number"]');
  for (const digit of number) {
    await page.keyboard.type(digit);
    assert.deepEqual(hits(await look(page), number, control), GONE, "while it is typed");
  }
  await ada.pay({ ...CARD, "payment.card.number": number });
  const found = hits(await look(page), number, control);
  assert.equal(found.outside, 0, "while it waits");
  assert.ok(found.inside > 5, "the search works");
  return control;
}

/** What becomes of the request that carries the card. */
const ENDS = {
  placed: { meet: (route, body, number) => route.continue({ postData: body.replace(number, GOOD) }), shown: "#done:not([hidden]) #number" },
  declined: { meet: (route) => route.continue(), shown: "#payment-title:focus" },
  lost: { meet: (route) => route.abort(), shown: "#alert:not(:empty)" },
};

for (const [name, { meet, shown }] of Object.entries(ENDS)) {
  test(`no digit is left of a card that is ${name}`, () => scene(async ({ page, ada }) => {
    const number = cardNumber(random);
    let sent = 0;
    await page.route("**/api/**", (route) => {
      const body = route.request().postData() ?? "";
      if (!body.includes(number)) return route.continue();
      sent += 1;
      return meet(route, body, number);
    });
    await ada.add("2");
    await ada.address();
    await ada.rate();
    const control = await keep(page, ada, number);
    await ada.place();
    await page.waitForFunction(() => document.body.dataset.status === "placing" || document.querySelector("#alert:not(:empty), #done:not([hidden])"));
    assert.equal(hits(await look(page), number, control).outside, 0, "on its way");
    await page.waitForSelector(shown);
    assert.equal(sent, 1);
    assert.deepEqual(hits(await look(page), number, control), GONE);
  }, { query: "?raw" }));
}

test("no digit is left when other cards come and the page goes", () => scene(async ({ page, ada }) => {
  await ada.add("2");
  await ada.address();
  await ada.rate();
  const control = await look(page);
  const numbers = Array.from({ length: 6 }, () => cardNumber(random));
  for (const [at, number] of numbers.entries()) {
    await keep(page, ada, number);
    for (const old of numbers.slice(0, at)) assert.deepEqual(hits(await look(page), old, control), GONE);
  }
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  for (const number of numbers) assert.deepEqual(hits(await look(page), number, control), GONE);
}, { query: "?raw" }));

/** Runs in the page: a checkout of its own, given card after card, each given up in one of the ways there are. */
async function giveUp(scanner, numbers) {
  const { scan, hits } = scanner;
  const { createCardForm, createCheckout } = await import("/pkg/dist/index.js");
  const { needCore } = await import("/pkg/dist/load.js");
  const { deskAt } = await import("/pkg/wasm/cashwrap.js");
  const look = () => scan(needCore(), [deskAt(), deskAt() + 4096 + 512 + 1024]);
  const checkout = createCheckout({ dialect: "solidus", shop: location.origin, storage: null, rawCard: "i-accept-pci-saq-d" });
  const address = { name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100" };
  await checkout.update({ lines: [{ variant: "3", quantity: 1 }], email: "ada@example.com", shipping: address, billing: "same", rate: "cheapest" });
  const form = createCardForm();
  const ways = {
    cleared: () => checkout.forgetCard(),
    replaced: () => checkout.setPayment({ method: "2" }),
    async aborted() {
      const stop = new AbortController();
      const submitting = checkout.submit({ seen: checkout.getSnapshot().revision }, { signal: stop.signal }).catch(({ code }) => code);
      stop.abort();
      if (await submitting !== "aborted") throw new Error("not aborted");
    },
    gone: () => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })),
  };
  const told = [];
  for (const [at, number] of numbers.entries()) {
    const [way, end] = Object.entries(ways)[at % 4];
    // The attempt that was aborted comes to its end first.
    while (checkout.getSnapshot().status === "placing") await new Promise((done) => { const quit = checkout.subscribe(() => { quit(); done(); }); });
    const control = look();
    form.input("number", number);
    for (const [name, text] of [["expiry", "1230"], ["code", "123"], ["name", "Ada Lovelace"]]) form.input(name, text);
    const typing = hits(look(), number, control);
    await form.spend((card) => checkout.setPayment({ method: "1", card }));
    const waiting = hits(look(), number, control);
    await end();
    told.push({ way, typing, waiting, after: hits(look(), number, control) });
  }
  checkout.dispose();
  return told;
}

test("no digit of many cards is left, in whatever way each is given up", () => scene(async ({ page }) => {
  const numbers = Array.from({ length: 40 }, () => cardNumber(random));
  const told = await page.evaluate(`(() => { ${source}; return (${giveUp})({ scan, hits }, ${JSON.stringify(numbers)}); })()`);
  assert.equal(told.length, numbers.length);
  for (const { way, typing, waiting, after } of told) {
    assert.deepEqual(typing, GONE, way);
    assert.ok(waiting.inside > 4 && waiting.outside === 0, `${way}: ${JSON.stringify(waiting)}`);
    assert.deepEqual(after, GONE, way);
  }
}));
