import { refusal } from "./errors.js";

/** How far the last time zone is behind UTC, in milliseconds. */
const BEHIND_MS = 43_200_000;

/**
 * Refuses a rental whose first day is over everywhere: the core reads no clock. Whether it is over by the shop's own
 * calendar only the shop knows.
 *
 * @throws `CheckoutError` with code `invalid_input`.
 */
export function refusePast(edits: string, now: number): void {
  if (!edits.includes('"rental"')) return;
  const { rental } = JSON.parse(edits) as { readonly rental?: { readonly start?: unknown } };
  const start = rental?.start;
  const today = new Date(now - BEHIND_MS).toISOString();
  if (typeof start === "string" && start.length === 10 && start < today.slice(0, 10)) throw refusal("invalid_input", "rental.start", "past");
}
