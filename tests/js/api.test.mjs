// The public declarations are committed, so that a change of the API is a diff somebody reviews.
// After a wanted change: BLESS=1 node --test tests/js/api.test.mjs

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";

const GOLDEN = new URL("../../pkg/api.d.ts", import.meta.url);
const PARTS = ["index", "surface", "solidus", "spree", "sylius", "checkout", "check", "check-address", "check-types", "format", "regions", "form-types", "address-form", "card-form", "options", "errors", "types"];

test("the declarations are those that were reviewed", () => {
  const emitted = PARTS.map((part) => {
    const text = readFileSync(new URL(`../../pkg/dist/${part}.d.ts`, import.meta.url), "utf8");
    return `// dist/${part}.d.ts\n${text.trim()}\n`;
  }).join("\n");
  if (process.env.BLESS) writeFileSync(GOLDEN, emitted);
  assert.equal(emitted, readFileSync(GOLDEN, "utf8"));
});

test("nothing public is `any`", () => {
  assert.ok(!/\bany\b/.test(readFileSync(GOLDEN, "utf8").replaceAll(/\/\*\*[\s\S]*?\*\//g, "")));
});
