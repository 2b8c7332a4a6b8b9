import type { CheckoutOptions } from "./options.js";
import { randomName } from "./random.js";

// Why there is no answer, as the core counts the reasons (`Lost::ALL`).
const NETWORK = 0;
export const TIMEOUT = 1;
const REDIRECT = 3;
const TOO_LARGE = 4;
const BAD_HEADER = 6;
const NO_KEY = 7;

/** How a customer's key goes along, as the core counts the ways; 1 is `Authorization: Bearer`, 0 is not at all. */
const SPREE_TOKEN = 2;

/** Status, content type and body; or the reason why there is none. */
export type Reply = readonly [status: number, contentType: string, body: Uint8Array] | number;

const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_EXTRA_HEADERS = 20;
/** A header's name as RFC 9110 has it, less the marks nobody uses. */
const NAME = /^[\w-]+$/;
/** Visible ASCII and inner spaces: no line break, and nothing that a browser would send as another byte. */
const VALUE = /^(?! )[ -~]{0,4096}(?<! )$/;

/** Sends a request of the core through the page's fetch. A page may give back anything: it is read by its members. */
export async function exchange(options: CheckoutOptions, request: Request, keyed: number): Promise<Reply> {
  let lost = BAD_HEADER;
  try {
    addHeaders(request.headers, options.headers?.() ?? {});
    if (options.auth?.kind === "proxy" && request.method !== "GET") {
      // The browser may send it again by itself: the proxy then knows it by this, and carries it out once.
      request.headers.set("Idempotency-Key", randomName(options.random));
    }
    if (keyed && options.auth?.kind === "bearer") {
      lost = NO_KEY;
      const key: unknown = await options.auth.get();
      if (typeof key !== "string") return lost;
      const [name, value] = keyed === SPREE_TOKEN ? ["X-Spree-Token", key] as const : ["Authorization", `Bearer ${key}`] as const;
      request.headers.set(name, checked(value, VALUE));
      // Given up while the page looked for the key: it must not leave after others have.
      if (request.signal.aborted) return lost;
    }
    lost = NETWORK;
    // Looked up at each call: pages replace the global one, and it must be called without a receiver of ours.
    const response = await (options.fetch ? options.fetch(request) : globalThis.fetch(request));
    const { status, type, redirected } = response;
    if (type === "opaqueredirect" || redirected || (status >= 300 && status < 400)) return REDIRECT;
    if (!Number.isInteger(status) || status < 1 || status > 999) return lost;
    const contentType = String(response.headers.get("content-type") ?? "");
    const body = await bytesOf(response.body);
    return body ? [status, contentType, body] : TOO_LARGE;
  } catch {
    return lost;
  }
}

/** The page's own headers, which cannot replace ours. */
function addHeaders(to: Headers, extra: Readonly<Record<string, string>>): void {
  const names = Object.keys(extra);
  if (names.length > MAX_EXTRA_HEADERS) throw new RangeError();
  for (const name of names) {
    const value = checked(extra[name], VALUE);
    if (!to.has(checked(name, NAME))) to.set(name, value);
  }
}

function checked(text: unknown, form: RegExp): string {
  if (typeof text !== "string" || !form.test(text)) throw new TypeError();
  return text;
}

/** The body, read piece by piece so that an endless one ends at the limit: then there is none. */
async function bytesOf(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | undefined> {
  const reader = body?.getReader();
  let bytes = new Uint8Array();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) return bytes;
    if (!(value instanceof Uint8Array)) throw new TypeError();
    if (bytes.length + value.length > MAX_BODY_BYTES) return undefined;
    const all = new Uint8Array(bytes.length + value.length);
    all.set(bytes);
    all.set(value, bytes.length);
    bytes = all;
  }
}
