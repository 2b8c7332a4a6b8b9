import { refusal } from "./errors.js";
import { plain } from "./plain.js";
import type { Edits, RawCard } from "./types.js";

/** Edits without the card as JSON, and the card's fields as bytes, one a line in the order the core takes them. */
export interface Taken {
  readonly edits: string;
  readonly card?: Uint8Array | undefined;
}

const FIELDS = ["number", "month", "year", "code", "name"] as const satisfies (keyof RawCard)[];
const MAX_FIELD_LENGTH = 200;

/**
 * Takes a typed card out of the edits. Digits cross into the core as bytes that it wipes, never as a string, which
 * would leave copies in its memory.
 *
 * @throws `CheckoutError` with code `unsupported` when raw cards were not accepted, `invalid_field` when a part is not text.
 */
export function takeCard(edits: Edits, accepted: boolean): Taken {
  const payment: unknown = edits?.payment;
  if (typeof payment !== "object" || payment === null || !("card" in payment) || payment.card === undefined) {
    return { edits: plain(edits, "edits") };
  }
  if (!accepted) throw refusal("unsupported", "payment.card", "not_accepted");
  const given = payment.card;
  if (typeof given !== "object" || given === null) throw refusal("invalid_field", "payment.card", "not_an_object");
  const card = FIELDS.map((field) => {
    const value = (given as Partial<Record<string, unknown>>)[field];
    if (typeof value !== "string" || value.length > MAX_FIELD_LENGTH || value.includes("\n")) throw refusal("invalid_field", `payment.card.${field}`);
    return value;
  });
  const { card: _taken, ...rest } = payment as { readonly card: unknown; readonly method: string };
  return { edits: plain({ ...edits, payment: rest }, "edits"), card: new TextEncoder().encode(card.join("\n")) };
}
