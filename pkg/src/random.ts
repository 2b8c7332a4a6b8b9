import { refusal } from "./errors.js";
import type { CheckoutOptions } from "./options.js";

const NAME_BYTES = 16;

/**
 * The name of a new purchase attempt or of one call: 128 random bits as hex. Nobody can foresee it: it fences double
 * orders, so `Math.random` will not do.
 *
 * @throws `CheckoutError` with code `unsupported` and field `random`.
 */
export function randomName(random: CheckoutOptions["random"]): string {
  let bytes: unknown;
  try {
    bytes = random ? random(NAME_BYTES) : globalThis.crypto.getRandomValues(new Uint8Array(NAME_BYTES));
  } catch {
    bytes = undefined;
  }
  if (!(bytes instanceof Uint8Array) || bytes.length !== NAME_BYTES) throw refusal("unsupported", "random", "missing");
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
