import type { Typed } from "./check-types.js";
import { formatted } from "./desk.js";
import { codeOf } from "./verdict.js";

/**
 * A card's number with a blank in each gap that digits follow. Call it on `input` events, not while `isComposing`, and put
 * both back: `value`, and `caret` as selection. `before` is what it returned last, with the caret as it was before the
 * event: deleting a blank then takes the digit beside it.
 */
export function formatCardNumber(value: string, caret: number, before?: Typed): Typed {
  return formatted(0, { value, caret }, before);
}

/** An expiry as `MM / YY` or `MM / YYYY`: the blanks and the slash come by themselves, and a zero before a month that needs one. */
export function formatExpiry(value: string, caret: number, before?: Typed): Typed {
  return formatted(1, { value, caret }, before);
}

/**
 * A phone number with its digits in ASCII, without invisible characters, and with a blank behind the country's code. Once it has
 * signs and blanks of its own they stay as they are typed.
 */
export function formatPhone(value: string, caret: number, before?: Typed): Typed {
  return formatted(2, { value, caret }, before);
}

/** A postal code in capitals, with the blank or dash the post writes as soon as it is clear where that goes. */
export function formatPostalCode(country: string, value: string, caret: number, before?: Typed): Typed {
  return formatted(3, { value, caret }, before, codeOf(country));
}
