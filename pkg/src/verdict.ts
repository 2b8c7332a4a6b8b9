import type { Reason, Verdict } from "./check-types.js";
import { check } from "../wasm/cashwrap.js";
import { put, putOne } from "./desk.js";

/** In the order of `Reason` in the core, from 1. */
const REASONS: readonly (Reason | null)[] = [
  null, "empty", "incomplete", "too_long", "characters", "invisible", "checksum", "brand", "month", "year", "past", "far",
  "card_number", "format", "country", "region", "mismatch", "unused", "po_box", "range", "order", "not_serviced",
];

/** Bits 0 and 1, and `too_long`: what no field of any form holds. */
export const TOO_LONG = 3 << 2;

/** A verdict from the bits the core answers. */
export function verdictOf(bits: number): Verdict {
  return { valid: (bits & 1) > 0, potential: (bits & 2) > 0, reason: REASONS[bits >> 2 & 63] ?? null };
}

/** The checks of the core, by their numbers there. */
export const CARD_NUMBER = 0;
export const EXPIRY = 1;
export const SECURITY_CODE = 2;
export const HOLDER = 3;
export const EMAIL = 4;
export const PHONE = 5;
export const QUANTITY = 6;
export const COUPON = 7;
export const POSTAL_CODE = 8;
export const ADDRESS = 9;
export const FIELDS = 10;
export const BRAND_RULES = 11;
export const RENTAL = 12;
export const SERVICE_CODE = 13;

/** Runs a check over one text, and answers its bits. */
export function bitsOf(kind: number, text: string, a = 0, b = 0): number {
  const length = putOne(text);
  return length < 0 ? TOO_LONG : check(kind, length, a, b);
}

/** Runs a check over one text. */
export function over(kind: number, text: string, a = 0, b = 0): Verdict {
  return verdictOf(bitsOf(kind, text, a, b));
}

/** Runs a check over several texts. */
export function overAll(kind: number, texts: readonly string[], a = 0): Verdict {
  const length = put(...texts);
  return verdictOf(length < 0 ? TOO_LONG : check(kind, length, a, 0));
}

/** A country's code as two bytes; 0 when it is none. */
export function codeOf(country: string): number {
  const code = String(country).trim();
  return code.length === 2 ? (code.charCodeAt(0) & 0x7f) << 8 | code.charCodeAt(1) & 0x7f : 0;
}
