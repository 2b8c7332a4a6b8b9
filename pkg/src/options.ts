import { refusal } from "./errors.js";

/** The server families this build speaks. */
export type Dialect =
  /** Solidus 2.8 to 4.x. */
  | "solidus"
  /** Spree 2.0.0 to 2.0.3. Through a proxy alone. */
  | "spree_2_0"
  /** Spree 2.0.4 to 2.2. */
  | "spree_2_2"
  /** Spree 2.3 to 4.4. */
  | "spree_2_3"
  /** Sylius 0.13 to 0.16, and the checkout of one URL as its documentation has it. Through a proxy alone. */
  | "sylius_0"
  /** Sylius 1.x with split endpoints. Through a proxy alone. */
  | "sylius_1";

/** Who the shopper is to the shop. */
export type Auth =
  /** Nobody yet; the shop gives each order its own token. */
  | { readonly kind: "guest" }
  /** Somebody who holds an order's number and token, from a link in an e-mail say. */
  | { readonly kind: "order"; readonly number: string; readonly token: string }
  /** A customer. `get` is asked right before each call and its answer is kept nowhere. */
  | { readonly kind: "bearer"; readonly get: () => string | Promise<string> }
  /** A visitor of a proxy on the page's own origin, which holds the shop's secret and checks who owns the order. `shop` is its address. */
  | { readonly kind: "proxy" };

/** Where the WebAssembly comes from: fetched by URL, or at hand already. */
export type WasmSource = string | URL | Response | BufferSource | WebAssembly.Module;

/** An order made by a backend, for shops that let no guest create one. */
export interface CreatedOrder {
  readonly number: string;
  /** The order's secret; not needed with a proxy. */
  readonly token?: string | undefined;
}

/** What is known of an order that is to be made. Lines may be left out of it: those that are missing are added afterwards. */
export interface OrderDraft {
  readonly email?: string;
  readonly lines: readonly { readonly variant: string; readonly quantity: number }[];
}

/** The part of `localStorage` that is used. May throw; the checkout then goes on in memory. */
export interface StorageLike {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface CheckoutOptions {
  readonly dialect: Dialect;
  /** The shop's address, without `/api`. `https`, or `http` on the machine itself. */
  readonly shop: string;
  /** `{ kind: "guest" }` unless told otherwise. */
  readonly auth?: Auth | undefined;
  /** Makes the empty order where the shop refuses guests: usually a call to your own backend. */
  readonly createOrder?: ((draft: OrderDraft) => Promise<CreatedOrder>) | undefined;
  /** Sylius 1.x: the e-mail of the customer that `createOrder` makes carts for before the shopper's own is known. Without one, lines wait for the e-mail. */
  readonly placeholderEmail?: string | undefined;
  /**
   * Spree 2.3 and 2.4: the shop rents things out. Edits take `rental`, there is one way to ship and no choice of rates, and a
   * payment wished before the addresses are sent goes with them: `submit` then ends `changed` with the total, and again places.
   */
  readonly rental?: boolean | undefined;
  /** Lets card numbers typed into this page go to the shop's own API. Widens the page's PCI DSS scope to SAQ D. */
  readonly rawCard?: "i-accept-pci-saq-d" | undefined;
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Headers to add to each call; asked before each. */
  readonly headers?: (() => Readonly<Record<string, string>>) | undefined;
  /** Where the way back after a reload is kept: `localStorage` unless told otherwise, `null` for nowhere. */
  readonly storage?: StorageLike | null | undefined;
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined;
  /** So many unpredictable bytes. */
  readonly random?: ((length: number) => Uint8Array) | undefined;
  /** How long `submit` waits before it says `uncertain`; 20,000 unless told otherwise. */
  readonly uncertainAfterMs?: number | undefined;
  /** Where the WebAssembly comes from, if not from beside the package's JavaScript. The first checkout decides. */
  readonly wasm?: WasmSource | undefined;
}

/** The options as the core takes them: plain data, nothing to call. */
export interface PlainOptions {
  readonly dialect: string;
  readonly shop: string;
  readonly auth: { readonly kind: Auth["kind"]; readonly number?: string; readonly token?: string };
  readonly createOrder: boolean;
  readonly rawCard?: string;
  readonly placeholderEmail?: string;
  readonly rental?: true;
  readonly uncertainAfterMs?: number;
}

const DIALECTS: readonly string[] = ["solidus", "spree_2_0", "spree_2_2", "spree_2_3", "sylius_0", "sylius_1"] satisfies Dialect[];
/** Their checkout takes the shop's own key, which must not be in a page. */
const BEHIND_PROXY: readonly string[] = ["spree_2_0", "sylius_0", "sylius_1"];
/** As the core has it, and the form of a path as well. */
const MAX_SHOP_LENGTH = 500;
const SHOP_PATH = /^(?:\/[\w.~%:[\]-]+)*$/;
const MAX_UNCERTAIN_MS = 600_000;

/**
 * Checks the options once, at the only place where a slip in them can be reported with its name.
 *
 * @throws `CheckoutError` with code `invalid_options` and the option's name as field; no value is repeated.
 */
export function plainOptions(options: CheckoutOptions): PlainOptions {
  // Callers may be plain JavaScript: nothing about the declared types is taken for granted here.
  const given: { readonly [K in keyof CheckoutOptions]?: unknown } = record(options, "options");
  if (typeof given.dialect !== "string" || !DIALECTS.includes(given.dialect)) throw bad("dialect", "unknown");
  const auth = plainAuth(given.auth);
  if (auth.kind !== "proxy" && BEHIND_PROXY.includes(given.dialect)) throw bad("auth.kind", "needs_proxy");
  const shop = plainShop(given.shop, options.auth?.kind === "proxy");
  for (const name of ["createOrder", "fetch", "headers", "now", "random"] as const) {
    if (given[name] !== undefined && typeof given[name] !== "function") throw bad(name, "not_a_function");
  }
  if (given.storage !== undefined && given.storage !== null) checkStorage(given.storage);
  if (given.rawCard !== undefined && given.rawCard !== "i-accept-pci-saq-d") throw bad("rawCard", "not_accepted");
  const placeholder = given.placeholderEmail;
  if (placeholder !== undefined && (typeof placeholder !== "string" || !placeholder.includes("@"))) throw bad("placeholderEmail", "invalid");
  if (given.rental !== undefined && typeof given.rental !== "boolean") throw bad("rental", "not_a_boolean");
  if (given.rental && given.dialect !== "spree_2_3") throw bad("rental", "unsupported");
  checkWasm(given.wasm);
  const wait = given.uncertainAfterMs;
  if (wait !== undefined && !(Number.isSafeInteger(wait) && Number(wait) > 0 && Number(wait) <= MAX_UNCERTAIN_MS)) {
    throw bad("uncertainAfterMs", "out_of_range");
  }
  return {
    dialect: given.dialect,
    shop,
    auth,
    createOrder: given.createOrder !== undefined,
    ...(given.rawCard === undefined ? {} : { rawCard: given.rawCard }),
    ...(placeholder === undefined ? {} : { placeholderEmail: placeholder }),
    ...(given.rental ? { rental: true } : {}),
    ...(wait === undefined ? {} : { uncertainAfterMs: Number(wait) }),
  };
}

function bad(field: string, reason: string): Error {
  return refusal("invalid_options", field, reason);
}

function record(value: unknown, field: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw bad(field, "not_an_object");
  return value as Readonly<Record<string, unknown>>;
}

function plainShop(value: unknown, isProxy: boolean): string {
  if (typeof value !== "string" || value === "") throw bad("shop", "missing");
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url) throw bad("shop", "not_an_url");
  const loopback = url.hostname === "localhost" || url.hostname === "[::1]" || url.hostname === "127.0.0.1";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) throw bad("shop", "insecure");
  if (url.username || url.password) throw bad("shop", "has_credentials");
  if (url.search || url.hash || value.endsWith("?") || value.endsWith("#")) throw bad("shop", "has_query");
  const here = globalThis.location as Location | undefined;
  if (isProxy && here && here.origin !== url.origin) throw bad("shop", "not_same_origin");
  let path = url.pathname;
  while (path.endsWith("/")) path = path.slice(0, -1);
  if (!SHOP_PATH.test(path)) throw bad("shop", "malformed");
  const shop = url.origin + path;
  if (shop.length > MAX_SHOP_LENGTH) throw bad("shop", "too_long");
  return shop;
}

function plainAuth(value: unknown): PlainOptions["auth"] {
  if (value === undefined) return { kind: "guest" };
  const auth = record(value, "auth");
  const kind = auth["kind"];
  switch (kind) {
    case "guest":
    case "proxy":
      return { kind };
    case "order":
      return { kind, number: credential(auth["number"], NUMBER, "auth.number"), token: credential(auth["token"], TOKEN, "auth.token") };
    case "bearer":
      if (typeof auth["get"] !== "function") throw bad("auth.get", "not_a_function");
      return { kind };
    default:
      throw bad("auth.kind", "unknown");
  }
}

/** What may stand in a path, and in a header. */
const NUMBER = /^[\w-]{1,64}$/;
const TOKEN = /^[\x21-\x7e]{1,200}$/;

function credential(value: unknown, form: RegExp, field: string): string {
  if (typeof value !== "string" || !form.test(value)) throw bad(field, "malformed");
  return value;
}

function checkStorage(value: unknown): void {
  const storage = record(value, "storage");
  for (const name of ["getItem", "setItem"]) {
    if (typeof storage[name] !== "function") throw bad("storage", "not_a_storage");
  }
}

function checkWasm(value: unknown): void {
  if (value === undefined || typeof value === "string" || value instanceof URL || value instanceof Response) return;
  if (value instanceof WebAssembly.Module || value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return;
  throw bad("wasm", "unknown");
}
