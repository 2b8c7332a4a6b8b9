import { refusal } from "./errors.js";
import type { CheckoutOptions, StorageLike } from "./options.js";

/** What the core asks of the page. The core calls these; it never looks for a global by itself where one is given. */
export interface Host {
  /** Something is there to be worked on: `pump` should run in the next microtask. */
  tick(): void;
  now(): number;
  fetch(request: Request): Promise<Response>;
  /** Extra headers, or nothing. */
  headers(): unknown;
  /** The shopper's key, asked right before each call that needs one. */
  token(): unknown;
  createOrder(): unknown;
  readonly storage: StorageLike | null | undefined;
  /** Whether cookies of the page's own origin go along: only to a proxy, which lives there. */
  readonly sameOrigin: boolean;
  /** The name of a new purchase attempt: 128 random bits as hex. */
  attempt(): string;
}

const ATTEMPT_BYTES = 16;

/** The host for these options; `tick` is the facade's. */
export function hostOf(options: CheckoutOptions, tick: () => void): Host {
  const { auth, createOrder } = options;
  return {
    tick,
    now: options.now ?? Date.now,
    // Looked up at each call: pages replace the global one, and it must be called without a receiver of ours.
    fetch: (request) => (options.fetch ? options.fetch(request) : globalThis.fetch(request)),
    headers: () => options.headers?.(),
    token: () => (auth?.kind === "bearer" ? auth.get() : undefined),
    createOrder: () => createOrder?.(),
    storage: options.storage === undefined ? pageStorage() : options.storage,
    sameOrigin: auth?.kind === "proxy",
    attempt: () => hex(randomBytes(options.random)),
  };
}

/** The page's own storage; reading the property alone may throw where storage is forbidden. */
function pageStorage(): StorageLike | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/**
 * Bytes nobody can foresee: an attempt's name fences double orders, so `Math.random` will not do.
 *
 * @throws `CheckoutError` with code `unsupported` and field `random`.
 */
function randomBytes(random: CheckoutOptions["random"]): Uint8Array {
  let bytes: unknown;
  try {
    bytes = random ? random(ATTEMPT_BYTES) : globalThis.crypto.getRandomValues(new Uint8Array(ATTEMPT_BYTES));
  } catch {
    bytes = undefined;
  }
  if (!(bytes instanceof Uint8Array) || bytes.length !== ATTEMPT_BYTES) throw refusal("unsupported", "random", "missing");
  return bytes;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
