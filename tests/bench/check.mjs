// Speed of the checks through the package's public functions, beside card-validator: run by `cargo xtask bench`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as cashwrap from "../../pkg/dist/index.js";

const tools = createRequire(new URL("../../xtask/node/package.json", import.meta.url));
const theirs = tools("card-validator");
await cashwrap.ready(readFileSync(new URL("../../pkg/dist/cashwrap.wasm", import.meta.url)));

/** The shortest of many batches, in nanoseconds a run. */
function shortest(run) {
  let best = Infinity;
  for (let batch = 0; batch < 60; batch++) {
    const start = performance.now();
    for (let left = 0; left < 1_000; left++) run();
    best = Math.min(best, (performance.now() - start) * 1e6 / 1_000);
  }
  return best;
}

let failed = false;
function say(name, value, limit, unit, holds) {
  failed ||= !holds;
  console.log(`${name} ${value} ${unit}, ${limit}: ${holds ? "ok" : "TOO SLOW"}`);
}

for (const number of ["4111 1111 1111 1111", "6011111111111117", "6"]) {
  const mine = shortest(() => cashwrap.checkCardNumber(number));
  const ratio = shortest(() => theirs.number(number)) / mine;
  say(`number "${number}" ${mine.toFixed(0)} ns, card-validator`, ratio.toFixed(1), "at least 20", "times as long", ratio >= 20);
}
const base = { name: "Ada Lovelace", company: "", address1: "12 Analytical Way", address2: "", phone: "5550100" };
for (const [country, rest] of [
  ["US", { city: "New York", region: "NY", postalCode: "10001" }],
  ["GB", { city: "London", region: "", postalCode: "SW1A 1AA" }],
  ["JP", { city: "千代田区", region: "東京都", postalCode: "100-0001", address1: "千代田1-1" }],
]) {
  const fields = { ...base, ...rest };
  const time = shortest(() => cashwrap.checkAddress(country, fields));
  say(`address ${country}`, time.toFixed(0), "at most 6000", "ns", time <= 6_000);
}
const keystrokes = {
  number: () => cashwrap.formatCardNumber("4242 4242 42425", 15, { value: "4242 4242 4242", caret: 14 }),
  expiry: () => cashwrap.formatExpiry("12 / 3", 6, { value: "12 / ", caret: 5 }),
  phone: () => cashwrap.formatPhone("+49 171 1234", 12, { value: "+49 171 123", caret: 11 }),
  "code of US": () => cashwrap.formatPostalCode("US", "10001", 5, { value: "1000", caret: 4 }),
  "code of GB": () => cashwrap.formatPostalCode("GB", "SW1A1AA", 7, { value: "SW1A1A", caret: 6 }),
};
for (const [name, run] of Object.entries(keystrokes)) {
  const time = shortest(run);
  say(`formatted keystroke, ${name}`, time.toFixed(0), "at most 3000", "ns", time <= 3_000);
}
process.exitCode = failed ? 1 : 0;
