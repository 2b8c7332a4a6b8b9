import type { Reason, Verdict } from "./check-types.js";
import { putOne } from "./desk.js";

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

/** Runs a check over one text. */
export function over(text: string, check: (length: number) => number): number {
  const length = putOne(text);
  return length < 0 ? TOO_LONG : check(length);
}
