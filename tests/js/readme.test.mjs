// What the READMEs show is run as it stands, against the reference shop.

import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { createCheckout, until, wasm } from "./package.mjs";
import { startShop } from "./shop.mjs";

for (const name of ["README.md", "pkg/README.md"]) {
  const file = new URL(`../../${name}`, import.meta.url);
  const codes = [...readFileSync(file, "utf8").matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code).filter((code) => code.includes("checkout.submit("));
  for (const [at, code] of codes.entries()) test(`example ${at + 1} of ${name} places its order`, async (context) => {
    const shop = await startShop();
    // The core is loaded once for all: by bytes here, since Node fetches no files.
    const loader = createCheckout({ dialect: "solidus", shop: shop.url, storage: null, wasm });
    await until(loader, ({ status }) => status !== "loading");
    loader.dispose();

    const here = new URL(`example-${process.pid}.mjs`, import.meta.url);
    writeFileSync(here, code
      .replaceAll('"cashwrap"', '"../../pkg/dist/index.js"')
      .replaceAll("https://store.example", shop.url));
    // Nobody disposes of the example's checkout: its timers may not keep this process.
    const { setTimeout } = globalThis;
    context.mock.method(globalThis, "setTimeout", (...given) => setTimeout(...given).unref());
    const lines = [];
    context.mock.method(console, "log", (...parts) => lines.push(parts));
    try {
      await import(`${here}?${encodeURIComponent(name)}${at}`);
      const orders = (await shop.admin("GET", "/orders")).filter(({ email }) => email === "ada@example.com");
      assert.deepEqual(orders.map(({ state }) => state), ["complete"], JSON.stringify(lines));
      const charges = (await shop.admin("GET", "/charges")).filter(({ order }) => order === orders[0].number);
      assert.deepEqual(charges.map(({ amount }) => amount), [orders[0].total]);
    } finally {
      rmSync(here);
      await shop.stop();
    }
  });
}
