// The page's half of the boundary tests.

const CARD = ["4000", "0566", "5566", "5556"].join("");
const COUNTRIES = JSON.stringify({ countries: [{ id: 1, iso: "US", name: "United States" }], count: 1, pages: 1, current_page: 1 });

const answer = () => new Response(COUNTRIES, { headers: { "content-type": "application/json" } });
const fails = () => { throw new Error("canary"); };
const broken = () => new Response(new ReadableStream({
  start(controller) { controller.error("canary"); },
}), { headers: { "content-type": "application/json" } });

const CHANGES = {
  "": {},
  "fetch throws": { fetch: fails },
  "fetch throws a string": { fetch() { throw "canary"; } },
  "fetch rejects": { fetch: async () => fails() },
  "fetch rejects with nothing": { fetch: () => Promise.reject() },
  "fetch gives nothing": { fetch: () => undefined },
  "fetch gives a lookalike": { fetch: () => ({ get status() { throw new Error("canary"); } }) },
  "headers throw": { headers: fails },
  "headers are evil": { headers: () => ({ "X-A": "canary\r\nX-B: 1" }) },
  "headers are a number": { headers: () => ({ "X-A": 1 }) },
  "body breaks": { fetch: async () => broken() },
  "clock throws": { now: fails },
  "clock says nonsense": { now: () => "canary" },
  "storage throws": { storage: { getItem: fails, setItem: fails, removeItem: fails } },
  "storage lies": { storage: { getItem: () => "{\"canary\":", setItem() {}, removeItem() {} } },
};

export function hostWith(change) {
  const host = {
    turn: undefined,
    tick() { host.turn?.(); },
    now: () => Date.now(),
    fetch: async () => answer(),
    headers: () => undefined,
    token: () => undefined,
    createOrder: () => undefined,
    storage: null,
    sameOrigin: false,
    ...CHANGES[change],
  };
  return host;
}

export const options = () => ({
  dialect: "solidus", shop: "https://shop.example", auth: { kind: "guest" }, createOrder: false, rawCard: "i-accept-pci-saq-d",
});

export const edits = (json) => JSON.parse(json);

/** Asks for the countries, and gives the first line that settles it. */
export function told(core, host, kind) {
  return new Promise((resolve) => {
    host.turn = () => queueMicrotask(() => {
      for (const line of core.pump()) {
        if (line[0] !== "event" && (kind === "any" || line[0] === kind)) resolve(line);
      }
    });
    core.ask({ kind: "countries" });
    host.turn();
  });
}

export function kinds() {
  const cycle = {};
  cycle.self = cycle;
  const deep = {};
  for (let at = deep, n = 0; n < 10_000; n += 1) at = at.a = {};
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const trap = new Proxy({}, { get: fails, ownKeys: fails, has: fails, getOwnPropertyDescriptor: fails });
  const liar = new Proxy([], { get: (_, name) => (name === "length" ? 1e9 : undefined) });
  return Object.entries({
    undefined: undefined, null: null, true: true, zero: 0, minusZero: -0, fraction: 1.5, negative: -1, huge: 1e300, nan: NaN,
    infinity: Infinity, unsafe: 2 ** 53, bigint: 10n, empty: "", text: "canary", surrogate: "canary\ud800", long: "canary".repeat(100_000),
    control: "canary\u0000", symbol: Symbol("canary"), function: () => "canary", class: class Canary {}, object: {}, bare: Object.create(null),
    array: [], holes: new Array(5), large: new Array(1_000_000), many: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`canary${n}`, n])),
    cycle, deep, revoked: proxy, trap, liar, getter: { get email() { throw new Error("canary"); } }, date: new Date(), regexp: /canary/,
    map: new Map([["email", "canary"]]), set: new Set(["canary"]), error: new Error("canary"), promise: Promise.resolve("canary"),
    bytes: new Uint8Array(10), buffer: new ArrayBuffer(10), boxed: Object("canary"), boxedNumber: Object(7), window: globalThis,
    proto: JSON.parse('{"__proto__":{"email":"canary"}}'), node: globalThis.document?.body, frozen: Object.freeze({ email: 7 }),
  });
}

const bytes = (text) => new TextEncoder().encode(text);

export const cardFields = () => [CARD, "12", "2030", "987", "Ada Lovelace"].map(bytes);

export function copies(memory) {
  const wanted = bytes(CARD);
  const held = new Uint8Array(memory.buffer);
  let found = 0;
  for (let at = held.indexOf(wanted[0]); at >= 0; at = held.indexOf(wanted[0], at + 1)) {
    if (wanted.every((byte, index) => held[at + index] === byte)) found += 1;
  }
  return found;
}
