// The one browser these tests drive. playwright-core comes from the tasks' own packages; nothing is downloaded here.

import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../xtask/node/package.json", import.meta.url))("playwright-core");

const ARGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** A headless Chromium: the one `CHROME` names. */
export function launch() {
  if (!process.env.CHROME) throw new Error("CHROME does not say where Chromium is");
  return chromium.launch({ executablePath: process.env.CHROME, headless: true, args: ARGS });
}

/**
 * A fresh page on the storefront. What the page complains about (an error of its own, something its content security
 * policy forbids) is collected in `complaints`; a test ends by finding it empty.
 */
export async function visit(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(Number(process.env.PATIENCE_MS ?? 30_000));
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A failed call is what some tests are about; the browser notes each in the console.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) complaints.push(message.text());
  });
  await page.goto(url);
  return { page, complaints, close: () => context.close() };
}
