// Typing into a form's inputs: the text and the caret are where a person expects them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stage } from "./scene.mjs";

const scene = stage();
const NUMBER = '[id="payment.card.number"]';

/** On the payment step, the card's number in focus. */
const atNumber = (body) => scene(async (on) => {
  const { page, ada } = on;
  await ada.add("2");
  await ada.address();
  await ada.rate();
  await ada.tabTo(NUMBER);
  await body({ ...on, keys: (...keys) => press(page, keys), field: () => field(page) });
});

async function press(page, keys) {
  for (const key of keys) await page.keyboard.press(key);
}

/** What has the focus: its text with `|` for the caret. */
function field(page) {
  return page.evaluate(async () => {
    // Past whatever puts the caret right after an event.
    await new Promise((done) => setTimeout(done));
    const { value, selectionStart, selectionEnd } = document.activeElement;
    if (selectionStart !== selectionEnd) throw new Error("a selection");
    return `${value.slice(0, selectionStart)}|${value.slice(selectionStart)}`;
  });
}

test("inserting, deleting over a gap, replacing, pasting", () => atNumber(async ({ page, keys, field }) => {
  await page.keyboard.type("424242");
  assert.equal(await field(), "4242 42|");
  await keys("ArrowLeft", "ArrowLeft");
  assert.equal(await field(), "4242 |42");
  await keys("Backspace");
  assert.equal(await field(), "424|4 2");
  await page.keyboard.type("9");
  assert.match(await field(), /^4249 ?\|? ?42$/);
  await keys("Home", "Delete");
  assert.equal(await field(), "|2494 2");
  await keys("Control+A");
  await page.keyboard.insertText("4111-1111 1111.1111");
  assert.equal(await field(), "4111 1111 1111 1111|");
  await keys("Control+A");
  await page.keyboard.insertText("378282246310005");
  assert.equal(await field(), "3782 822463 10005|");
  await keys("Control+A", "Backspace");
  assert.equal(await field(), "|");
  await keys("Tab");
  await page.keyboard.type("4");
  assert.equal(await field(), "04 / |");
  await page.keyboard.type("30");
  assert.equal(await field(), "04 / 30|");
  await keys("Backspace", "Backspace", "Backspace");
  assert.match(await field(), /^0?4?\|/);
}));

test("a composed word is left alone until it is complete, and full-width digits count", () => atNumber(async ({ page, field }) => {
  const session = await page.context().newCDPSession(page);
  await session.send("Input.imeSetComposition", { text: "４２４２４", selectionStart: 5, selectionEnd: 5 });
  assert.equal(await field(), "４２４２４|");
  await session.send("Input.insertText", { text: "４２４２４" });
  assert.equal(await field(), "4242 4|");
}));

test("what a browser fills in is formatted, whatever it is told by", () => atNumber(async ({ page }) => {
  const filled = (id, text, type) => page.evaluate(([id, text, type]) => {
    const input = document.getElementById(id);
    input.value = text;
    input.dispatchEvent(new Event(type, { bubbles: true }));
    return input.value;
  }, [id, text, type]);
  assert.equal(await filled("payment.card.number", "4111111111111111", "input"), "4111 1111 1111 1111");
  assert.equal(await filled("payment.card.expiry", "2030-12", "change"), "12 / 2030");
}));

test("errors come when a field is left and go while it is corrected", () => atNumber(async ({ page, keys }) => {
  const said = () => page.textContent('[id="payment.card.number-error"]');
  await page.keyboard.type("411111111111111");
  assert.equal(await said(), "");
  await keys("Tab");
  assert.notEqual(await said(), "");
  assert.equal(await page.getAttribute(NUMBER, "aria-invalid"), "true");
  await keys("Shift+Tab", "End");
  await page.keyboard.type("1");
  assert.equal(await said(), "");
  assert.equal(await page.getAttribute(NUMBER, "aria-invalid"), "false");
}));
