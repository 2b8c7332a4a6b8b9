import { isCheckoutError, refusal } from "./errors.js";
import { plain } from "./plain.js";
import { refusePast } from "./rental.js";
import type { Edits, RawCard } from "./types.js";

/** Edits without the card as JSON, and the card's fields as bytes, divided, in the order the core takes them. */
export interface Taken {
  readonly edits: string;
  readonly card?: Uint8Array | undefined;
}

const FIELDS = ["number", "month", "year", "code", "name"] as const satisfies (keyof RawCard)[];
/** Divides the fields. It is in no UTF-8. */
const DIVIDER = 0xff;
/** The most bytes the fields may have together, with what divides them: as `src/js/desk.rs` has it. */
const MAX_BYTES = 1_024;

const encoder = new TextEncoder();

/** What an action hands in. A getter that throws is an input error like any other. */
export function take(make: () => Edits, isCardAccepted: boolean, now: number): Taken {
  try {
    const taken = takeCard(make(), isCardAccepted);
    refusePast(taken.edits, now);
    return taken;
  } catch (thrown) {
    throw isCheckoutError(thrown) ? thrown : refusal("invalid_input", "edits", "threw");
  }
}

/**
 * Takes a typed card out of the edits. Digits cross into the core as bytes, never as a string, which would leave copies
 * in its memory.
 *
 * @throws `CheckoutError` with code `unsupported` when raw cards were not accepted, `invalid_field` when a part is not text.
 */
function takeCard(edits: Edits, accepted: boolean): Taken {
  const payment: unknown = edits?.payment;
  if (typeof payment !== "object" || payment === null || !("card" in payment) || payment.card === undefined) {
    return { edits: plain(edits, "edits") };
  }
  if (!accepted) throw refusal("unsupported", "payment.card", "not_accepted");
  const { card: given, ...rest } = payment as { readonly card: unknown; readonly method: string };
  if (typeof given !== "object" || given === null) throw refusal("invalid_field", "payment.card", "not_an_object");
  const others = plain({ ...edits, payment: rest }, "edits");
  return { edits: others, card: bytesOf(given) };
}

function bytesOf(given: { readonly [K in keyof RawCard]?: unknown }): Uint8Array {
  const room = new Uint8Array(MAX_BYTES);
  let end = 0;
  try {
    for (const field of FIELDS) {
      const value = given[field];
      // Half a surrogate pair or a control character would reach the shop as something else.
      if (typeof value !== "string" || /[\p{Surrogate}\p{Control}]/u.test(value)) throw refusal("invalid_field", `payment.card.${field}`);
      const { read, written } = encoder.encodeInto(value, room.subarray(end));
      end += written;
      if (read < value.length || end === MAX_BYTES) throw refusal("invalid_field", `payment.card.${field}`, "too_long");
      room[end++] = DIVIDER;
    }
    return room.slice(0, end - 1);
  } finally {
    room.fill(0);
  }
}
