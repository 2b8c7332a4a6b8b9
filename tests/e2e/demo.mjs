// One purchase against a shop that runs already (SHOP_URL) at a storefront (PAGE_URL, or the shop's own), told step by
// step. Screenshots go to SHOTS_DIR.
// Ends with 0 only if the shop holds the order as complete, charged once.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launch, visit } from "./browser.mjs";
import { ADA, shopper } from "./shopper.mjs";

const { SHOP_URL, PAGE_URL = SHOP_URL, SHOTS_DIR } = process.env;
if (!SHOP_URL) throw new Error("SHOP_URL does not say where the shop is");
if (SHOTS_DIR) mkdirSync(SHOTS_DIR, { recursive: true });

/** What is bought, and what else differs, before each server. */
const SYLIUS = { isWish: true, card: null, says: "Enter on “Continue to review”" };
const ROOM = {
  sylius_0: { ...SYLIUS, goods: ["1", "2"], region: "1" },
  sylius_1: { ...SYLIUS, goods: ["BOOK", "MUG"], region: "US-NY" },
}[new URL(PAGE_URL).searchParams.get("dialect")] ?? { goods: ["2", "3"], says: "type the card, Enter on “Continue to review”" };
const [FIRST, SECOND] = ROOM.goods;

const browser = await launch();
try {
  const { page, complaints } = await visit(browser, PAGE_URL);
  const ada = shopper(page);
  const step = narrator(page);

  await step("Tab to “Add” of the first, Enter", () => ada.add(FIRST, 1, ROOM));
  await step("Tab to “Add” of the second, Enter, Enter", () => ada.add(SECOND, 2, ROOM));
  await step("type e-mail and address, Enter on “Continue to delivery”", () => ada.address({ ...ADA, ...(ROOM.region ? { "shipping.region": ROOM.region } : {}) }));
  await step("Arrow down to the next rate, Enter on “Continue to payment”", () => ada.rate({ next: true }));
  await step(ROOM.says, () => ada.pay(ROOM.card));
  let number;
  await step("Enter on “Place order”", async () => {
    await ada.place();
    number = await ada.receipt();
  });
  await verify(number);
  if (complaints.length > 0) throw new Error(`the page complained: ${complaints.join("; ")}`);
} finally {
  await browser.close();
}

/** Plays a step and says what came of it. */
function narrator(page) {
  let count = 0;
  let told = 0;
  return async (label, play) => {
    const before = await state(page);
    await play();
    const after = await state(page);
    count += 1;
    const calls = after.calls.slice(told);
    told = after.calls.length;
    const predicted = calls.at(-1)?.predicted ?? after.predicted;
    console.log(`\n${count}. ${label}`);
    for (const { text } of calls) console.log(`     ${text}`);
    if (calls.length === 0) console.log("     no call: the wish is kept until something needs it");
    console.log(`   step      ${before.step} → predicted ${predicted} → ${after.step}`);
    console.log(`   total     ${after.total}   calls so far: ${after.counts}`);
    if (after.wishes) console.log(`   wished    ${after.wishes}`);
    if (SHOTS_DIR) await page.screenshot({ path: join(SHOTS_DIR, `${count}.png`), fullPage: true });
  };
}

/** What the page's own panel shows. */
function state(page) {
  return page.evaluate(() => {
    const text = (selector) => document.querySelector(selector)?.textContent ?? "";
    return {
      step: document.getElementById("panel-confirmed").dataset.step,
      predicted: document.getElementById("panel-next").dataset.step,
      calls: [...document.querySelectorAll("#panel-calls li")].map((call) => ({ text: call.textContent, predicted: call.dataset.predicted })),
      counts: text("#panel-counts"),
      total: text('[data-total="total"]') || text("#receipt .amount"),
      wishes: [...document.querySelectorAll("#panel-wishes li")].map((wish) => wish.textContent).join(", "),
    };
  });
}

/** Asks the shop, not the page. */
async function verify(number) {
  const get = async (path) => (await fetch(`${SHOP_URL}/__shop${path}`)).json();
  const order = await get(`/orders/${number}`);
  const charges = (await get("/charges")).filter((charge) => charge.order === number);
  if (!order.completed) throw new Error(`order ${number} is ${order.state}`);
  // Without a card there is no charge yet, but one payment that is due.
  const due = ROOM.card === null ? order.payments : charges;
  if (due.length !== 1 || Number(due[0].amount) !== Number(order.total)) throw new Error(`order ${number} has ${due.length} payments`);
  console.log(`\norder ${number} is complete at the shop: total ${order.total}, ${ROOM.card === null ? "to be paid once" : "charged once"}`);
}
