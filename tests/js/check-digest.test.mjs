// The twin of tests/native/check/digest.rs: the same texts by the same rule, through the public functions.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as cashwrap from "./package.mjs";

const TEXTS = 100_000;
const PARTS = [
  "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "4242", "51", "37", "36", "6011", "62", "65", "2200", "508", "12/", "29", "2029-", " ", " ", "-", "/", "a", "B",
  "Z", "@", ".", "com", "x", "+", "(", "٤", "９", "𝟗", "é", "京", "ü", "\u{a0}", "\u{200b}", "\u{202e}", "\u{200d}", "PO Box ", "SW1A", "ー",
];
const COUNTRIES = ["US", "GB", "CA", "DE", "NL", "JP", "PL", "BR", "IE", "SV", "HK", "QQ"];
const FIELDS = ["name", "company", "address1", "address2", "city", "region", "postalCode", "country", "phone"];

test("a hundred thousand texts are judged as natively", async () => {
  await cashwrap.ready(cashwrap.wasm);
  let state = 1;
  const next = (below) => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 >>> 0;
    return (state >>> 8) % below;
  };
  const makeText = () => {
    let text = "";
    for (let left = next(9); left > 0; left--) text += PARTS[next(48)];
    return text;
  };
  let digest = 2_166_136_261;
  const put = (text) => {
    for (let at = 0; at <= text.length; at++) digest = Math.imul(digest ^ (at < text.length ? text.charCodeAt(at) : 10), 16_777_619) >>> 0;
  };
  const verdict = ({ valid, potential, reason }) => put(`${valid} ${potential} ${reason}`);
  for (let round = 0; round < TEXTS; round++) {
    const text = makeText();
    const other = makeText();
    const country = COUNTRIES[next(12)];
    const card = cashwrap.checkCardNumber(text);
    verdict(card);
    put(card.brands.join(","));
    const date = cashwrap.checkExpiry(text, { year: 2026, month: 11 });
    verdict(date);
    put(`${date.month ?? 0} ${date.year ?? 0}`);
    verdict(cashwrap.checkSecurityCode(text));
    verdict(cashwrap.checkCardholder(text));
    verdict(cashwrap.checkEmail(text));
    verdict(cashwrap.checkPhone(text));
    verdict(cashwrap.checkQuantity(text));
    verdict(cashwrap.checkCoupon(text));
    verdict(cashwrap.checkPostalCode(country, text));
    const { fields } = cashwrap.checkAddress(country, {
      name: text, company: "", address1: other, address2: text, city: other, region: text, postalCode: other, phone: text,
    });
    for (const name of FIELDS) {
      verdict(fields[name]);
      put(String(fields[name].severity));
    }
    for (const old of ["", text]) {
      const before = { value: old, caret: old.length };
      const now = [text + other, text.length, before];
      for (const { value, caret } of [
        cashwrap.formatCardNumber(...now), cashwrap.formatExpiry(...now), cashwrap.formatPhone(...now), cashwrap.formatPostalCode(country, ...now),
      ]) put(`${value} ${caret}`);
    }
  }
  const golden = readFileSync(new URL("../fixtures/checks/digest.txt", import.meta.url), "utf8").trim();
  assert.equal(digest.toString(16).padStart(8, "0"), golden);
});
