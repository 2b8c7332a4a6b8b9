import { refusal } from "./errors.js";
import type { Edits, RawCard } from "./types.js";

/** Edits without the card, and the card's fields as bytes in the order the core takes them. */
export interface Taken {
  readonly edits: Edits;
  readonly card?: Uint8Array[] | undefined;
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
  if (typeof payment !== "object" || payment === null || !("card" in payment) || payment.card === undefined) return { edits };
  if (!accepted) throw refusal("unsupported", "payment.card", "not_accepted");
  const given = payment.card;
  if (typeof given !== "object" || given === null) throw refusal("invalid_field", "payment.card", "not_an_object");
  const encoder = new TextEncoder();
  const card = FIELDS.map((field) => {
    const value = (given as Partial<Record<string, unknown>>)[field];
    if (typeof value !== "string" || value.length > MAX_FIELD_LENGTH) throw refusal("invalid_field", `payment.card.${field}`);
    return encoder.encode(value);
  });
  const { card: _taken, ...rest } = payment as { readonly card: unknown; readonly method: string };
  return { edits: { ...edits, payment: rest }, card };
}
