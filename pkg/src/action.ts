import { refusal } from "./errors.js";

// What an action is told beside its wishes.

/** Calls `then` when the signal says so, and returns the way out. */
export function onAbort(signal: AbortSignal | undefined, then: () => void): () => void {
  if (signal === undefined) return () => undefined;
  if (!(signal instanceof AbortSignal)) throw refusal("invalid_input", "signal");
  if (signal.aborted) throw refusal("aborted");
  signal.addEventListener("abort", then, { once: true });
  return () => signal.removeEventListener("abort", then);
}

/** The revision that `submit` was told. */
export function revisionOf(seen: { readonly seen: number }): number {
  if (!Number.isSafeInteger(seen?.seen) || seen.seen < 0) throw refusal("invalid_input", "seen", "not_a_revision");
  return seen.seen;
}
