// A shopper who has a keyboard and nothing else.

const MAX_TABS = 150;

export const ADA = {
  "email": "ada@example.com",
  "shipping.name": "Ada Lovelace",
  "shipping.address1": "12 Analytical Way",
  "shipping.city": "New York",
  "shipping.postalCode": "10001",
  "shipping.phone": "5550100",
  "shipping.region": "NY",
};

export const CARD = {
  "payment.card.number": "4111111111111111",
  "payment.card.expiry": "1230",
  "payment.card.code": "123",
  "payment.card.name": "Ada Lovelace",
};

/** The keyboard's half of a purchase. Every function ends when the page shows that it worked. */
export function shopper(page) {
  /** Tabs until the element has the focus, as somebody without a mouse would. */
  async function tabTo(selector) {
    for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no Tab leads to ${selector}`);
  }

  /** A button that waits for something is waited for. */
  async function press(selector) {
    await page.waitForSelector(`${selector}:not(:disabled)`, { state: "attached" });
    await tabTo(selector);
    await page.keyboard.press("Enter");
  }

  async function type(fields) {
    for (const [id, text] of Object.entries(fields)) {
      await tabTo(`[id="${id}"]`);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    }
  }

  const focusOn = (section) => page.waitForSelector(`#${section}-title:focus`);

  return {
    tabTo,
    press,
    type,
    /** `isWish`: the shop cannot take lines before it knows for whom. */
    async add(variant, quantity = 1, { isWish = false } = {}) {
      for (let n = 1; n <= quantity; n += 1) await press(`button[data-variant="${variant}"]`);
      await page.waitForSelector(`.lines [data-variant="${variant}"]${isWish ? "" : '[data-status="confirmed"]'}`);
    },
    async address(fields = ADA) {
      await type(fields);
      await press("#address form button");
      await focusOn("rates");
    },
    /** Takes the rate after the one that is chosen already, or that one. */
    async rate({ next = false } = {}) {
      await page.waitForSelector('#rates input[type="radio"]');
      await tabTo('#rates input[type="radio"]');
      if (next) await page.keyboard.press("ArrowDown");
      await press("#rates form button");
      await focusOn("payment");
    },
    /** Nothing for a card: the way to pay asks for none. */
    async pay(card = CARD) {
      await page.waitForSelector('#payment input[type="radio"]');
      await type(card ?? {});
      await press("#payment form > button");
      await focusOn("review");
    },
    async place() {
      await page.waitForSelector('#place[aria-disabled="false"]');
      await press("#place");
    },
    /** Waits for the receipt, and gives the order's number. */
    async receipt() {
      await page.waitForSelector("#done:not([hidden]) #number");
      return page.textContent("#number");
    },
    said: () => page.evaluate(() => `${document.getElementById("status").textContent}${document.getElementById("alert").textContent}`),
  };
}
