// A card typed into a form: what is said about it and when, and that nothing of it stays.

import assert from "node:assert/strict";
import { before, mock, test } from "node:test";
import { createCardForm, ready, rejection, wasm } from "./package.mjs";

before(() => ready(wasm));

const TODAY = () => ({ year: 2026, month: 11 });
const TEN_MINUTES_MS = 600_000;

/** A page, as far as a form hears of it. */
const page = new EventTarget();
globalThis.addEventListener = page.addEventListener.bind(page);
globalThis.removeEventListener = page.removeEventListener.bind(page);

/** Types key by key, as a person does. */
function type(form, name, text) {
  let typed = { value: form.getSnapshot().fields[name].value, caret: form.getSnapshot().fields[name].value.length };
  for (const key of text) {
    const { value, caret } = typed;
    typed = form.input(name, value.slice(0, caret) + key + value.slice(caret), { caret: caret + 1, before: caret });
  }
  return typed;
}

const reasons = (form) => Object.fromEntries(Object.entries(form.getSnapshot().fields).map(([name, { reason }]) => [name, reason]).filter(([, reason]) => reason));

function filled(options) {
  const form = createCardForm({ today: TODAY, ...options });
  type(form, "number", "4111111111111111");
  type(form, "expiry", "1230");
  type(form, "code", "123");
  type(form, "name", "Ada Lovelace");
  return form;
}

test("every field has what its input needs", () => {
  const { fields, order, valid, firstInvalid } = createCardForm({ prefix: "payment.card." }).getSnapshot();
  assert.deepEqual(order, ["number", "expiry", "code", "name"]);
  assert.equal(valid, false);
  assert.equal(firstInvalid, null);
  assert.deepEqual(fields.number, {
    name: "payment.card.number", label: "number", value: "", autocomplete: "cc-number", inputmode: "numeric", autocapitalize: undefined, maxLength: 60,
    required: true, "aria-invalid": false, "aria-describedby": "payment.card.number-error", level: null, reason: null, message: "",
  });
  assert.deepEqual(order.map((name) => fields[name].autocomplete), ["cc-number", "cc-exp", "cc-csc", "cc-name"]);
  assert.deepEqual(order.map((name) => fields[name].inputmode), ["numeric", "numeric", "numeric", "text"]);
});

test("what is typed is formatted, with the caret where it belongs", () => {
  const form = createCardForm();
  assert.deepEqual(type(form, "number", "42424"), { value: "4242 4", caret: 6 });
  assert.equal(form.getSnapshot().fields.number.value, "4242 4");
  assert.deepEqual(type(form, "expiry", "4"), { value: "04 / ", caret: 5 });
  // Backspace over the gap takes the digit before it.
  const form2 = createCardForm();
  type(form2, "number", "42424");
  form2.input("number", "4242 4", { caret: 5, before: 6 });
  assert.deepEqual(form2.input("number", "42424", { caret: 4, before: 5 }), { value: "4244", caret: 3 });
  // A browser that fills in says no caret.
  assert.deepEqual(form2.input("expiry", "2030-12"), { value: "12 / 2030", caret: 9 });
});

test("nothing is formatted or blamed while a word is being composed", () => {
  const form = createCardForm();
  const composing = form.input("number", "４２４２４x", { composing: true });
  assert.equal(composing.value, "４２４２４x");
  assert.deepEqual(reasons(form), {});
  assert.equal(form.input("number", "４２４２４").value, "4242 4");
});

test("an error shows while typing only when typing on cannot help", () => {
  const form = createCardForm({ today: TODAY });
  type(form, "number", "4242");
  assert.deepEqual(reasons(form), {});
  type(form, "expiry", "13");
  assert.deepEqual(reasons(form), {}, "13 is January of a year with 3");
  form.clear();
  type(form, "expiry", "0120");
  form.blur("expiry");
  assert.deepEqual(reasons(form), { expiry: "past" });
});

test("what is incomplete shows when the field is left, and goes as soon as it is right", () => {
  const form = createCardForm({ today: TODAY });
  type(form, "number", "424242424242424");
  form.blur("number");
  assert.deepEqual(reasons(form), { number: "incomplete" });
  assert.equal(form.getSnapshot().fields.number["aria-invalid"], true);
  assert.notEqual(form.getSnapshot().fields.number.message, "");
  type(form, "number", "2");
  assert.deepEqual(reasons(form), {});
  // An empty field that was passed by is not blamed for the first key.
  const empty = createCardForm({ today: TODAY });
  empty.blur("number");
  assert.deepEqual(reasons(empty), { number: "empty" });
  type(empty, "number", "4");
  assert.deepEqual(reasons(empty), {});
  // Corrected while it is right: not blamed again before it is left.
  form.input("number", "4242 4242 4242 424", { caret: 18, before: 19 });
  assert.deepEqual(reasons(form), {});
});

test("a code that was right is looked at again when the brand changes", () => {
  const form = filled();
  for (const name of ["number", "code"]) form.blur(name);
  assert.deepEqual(reasons(form), {});
  form.input("number", "378282246310005");
  assert.deepEqual(form.getSnapshot().brands, ["amex"]);
  assert.deepEqual(reasons(form), { code: "incomplete" });
});

test("a submit says everything, names where the focus goes, and hands nothing over", async () => {
  const form = createCardForm({ today: TODAY });
  type(form, "number", "4111111111111111");
  const end = await form.spend(() => assert.fail("spent"));
  assert.equal(end, null);
  assert.deepEqual(reasons(form), { expiry: "empty", code: "empty", name: "empty" });
  assert.equal(form.getSnapshot().firstInvalid, "expiry");
  assert.equal(form.getSnapshot().fields.number.value, "4111 1111 1111 1111", "it can be corrected");
});

test("a card is handed over once, in plain digits, and is gone from the form at once", async () => {
  const form = filled();
  assert.equal(form.getSnapshot().valid, true);
  let seen;
  const end = await form.spend(async (card) => {
    seen = card;
    await undefined;
    assert.equal(form.getSnapshot().fields.number.value, "");
    return "done";
  });
  assert.equal(end, "done");
  assert.deepEqual(seen, { number: "4111111111111111", month: "12", year: "2030", code: "123", name: "Ada Lovelace" });
  assert.ok(Object.values(form.getSnapshot().fields).every(({ value, reason }) => value === "" && reason === null));
});

test("a second click joins the first: the card is handed over once and no empty form is blamed", async () => {
  const form = filled();
  const taken = [];
  const use = async (card) => {
    taken.push(card);
    return "done";
  };
  assert.deepEqual(await Promise.all([form.spend(use), form.spend(use)]), ["done", "done"]);
  assert.equal(taken.length, 1);
  assert.deepEqual(reasons(form), {});
});

test("a code is as long as its brand's", () => {
  const form = createCardForm();
  const length = () => form.getSnapshot().fields.code.maxLength;
  assert.equal(length(), 4);
  form.input("number", "4111111111111111");
  assert.equal(length(), 3);
  form.input("number", "378282246310005");
  assert.equal(length(), 4);
});

/** Every way in which a typed card ends without having been taken. */
const ENDS = {
  "it is cleared": (form) => form.clear(),
  "the page goes": () => page.dispatchEvent(new Event("pagehide")),
  "whoever takes it rejects": (form) => rejection(form.spend(() => Promise.reject(new Error("no")))),
  "whoever takes it throws": (form) => rejection(form.spend(() => { throw new Error("no"); })),
  "it is aborted": async (form) => {
    const error = await rejection(form.spend(() => assert.fail("spent"), { signal: AbortSignal.abort() }));
    assert.equal(error.code, "aborted");
  },
};

for (const [name, end] of Object.entries(ENDS)) {
  test(`the form is empty when ${name}`, async () => {
    const form = filled();
    await end(form);
    assert.ok(Object.values(form.getSnapshot().fields).every(({ value }) => value === ""));
  });
}

test("the form is empty ten minutes after the last key", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const form = filled();
    mock.timers.tick(TEN_MINUTES_MS - 1);
    assert.notEqual(form.getSnapshot().fields.number.value, "");
    mock.timers.tick(1);
    assert.equal(form.getSnapshot().fields.number.value, "");
  } finally {
    mock.timers.reset();
  }
});

test("a payment provider's look-up decides about brand and code", async () => {
  const asked = [];
  const form = createCardForm({ today: TODAY, lookUp: (beginning) => {
    asked.push(beginning);
    return beginning === "67034200" ? { brand: "maestro", code: { lengths: [], required: false } } : undefined;
  } });
  type(form, "number", "67034200005");
  assert.deepEqual(asked, ["670342", "6703420", "67034200"]);
  assert.deepEqual(form.getSnapshot().order, ["number", "expiry", "name"]);
  form.input("number", "4111111111111111");
  assert.deepEqual(form.getSnapshot().order, ["number", "expiry", "code", "name"]);
});

test("a look-up that comes late says nothing about another card", async () => {
  let answer;
  const form = createCardForm({ lookUp: (beginning) => beginning.startsWith("6") ? new Promise((resolve) => { answer = resolve; }) : undefined });
  form.input("number", "670342");
  form.input("number", "411111");
  answer({ code: { lengths: [], required: false } });
  await new Promise(setImmediate);
  assert.ok(form.getSnapshot().order.includes("code"));
});

test("brands the shop does not take are told at the number", () => {
  const form = createCardForm({ brands: ["visa"] });
  type(form, "number", "3782");
  assert.deepEqual(reasons(form), { number: "brand" });
  form.input("number", "4111");
  assert.deepEqual(reasons(form), {});
});

test("messages are the page's where it has some", () => {
  const form = createCardForm({ messages: { empty: "Bitte ausfüllen", "code.empty": "Drei Ziffern" } });
  for (const name of ["number", "code", "expiry"]) form.blur(name);
  const { number, code } = form.getSnapshot().fields;
  assert.deepEqual([number.message, code.message], ["Bitte ausfüllen", "Drei Ziffern"]);
});

test("a snapshot is the same until something changes, and so is each of its fields", () => {
  const form = createCardForm();
  let calls = 0;
  const quit = form.subscribe(() => { calls += 1; });
  const first = form.getSnapshot();
  assert.equal(form.getSnapshot(), first);
  form.input("number", "4");
  assert.notEqual(form.getSnapshot(), first);
  assert.equal(form.getSnapshot().fields.name, first.fields.name);
  assert.equal(calls, 1);
  form.input("number", "4");
  assert.equal(calls, 1, "nothing has changed");
  quit();
  form.input("number", "41");
  assert.equal(calls, 1);
});
