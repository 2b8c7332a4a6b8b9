// The proxy: holds the shop's key, knows a visitor by a signed cookie, and lets one unsafe call at a time through per order.

import { createHmac } from "node:crypto";
import { problem, send, told, tree } from "./answers.mjs";
import { cookies, newVisitor } from "./cookie.mjs";
import { DIALECTS } from "./dialects/index.mjs";
import { openLedger } from "./ledger.mjs";
import { Stop, readCall } from "./request.mjs";
import { isNumber, route } from "./routes.mjs";
import { all, code, count, list, only, text } from "./shape.mjs";
import { upstream } from "./upstream.mjs";

const DAY_MS = 86_400_000;
/** A page waits 30 s for an answer, and 60 s for the one that places the order: it is told before it gives up. */
const TIMEOUT_MS = 25_000;
const PLACE_TIMEOUT_MS = 55_000;
/** How long after it left a call without an answer may still take effect at the shop: a server's lock lasts 120 s (Solidus). */
const SETTLE_MS = 150_000;
/** The same for calls that neither pay nor place, from when they were given up. */
const SHORT_SETTLE_MS = 5_000;

/** An order that no call of the family makes for a page. */
const HOOK = route("make", "POST", "/cashwrap/orders", {
  body: only({ email: text(254), lines: list(all({ variant: code, quantity: count(9999, 1) })) }),
  isHook: true,
});

/**
 * Opens a proxy. `handle(req, res)` answers a request of Node's own server, or of any frame that has its two objects.
 *
 * - `shop`: where the shop is; `dialect`: its family; `origins`: the page's own.
 * - `secrets`: sign the cookie; `ledger`: a file of its own; `mount`: the path before `/api`, if any.
 * - `key`: the shop's, where it wants one. `isAccountShared`: orders may belong to the account whose key made them, since it
 *   keeps neither addresses nor cards.
 * - `oauth`, for Sylius: `{ clientId, clientSecret, username, password }` or `{ token }`. For 1.x `channel`, `localeCode`,
 *   and `placeholder`, an e-mail for carts whose customer is not known yet.
 * - `createOrder({ email, lines })` makes an order in the place of the family's own call: `{ number, token? }`.
 *   `priceOf({ variant })` says what one costs, where a line's price is the caller's to say.
 * - `handsOutTokens`: pages talk to the shop themselves, and have the order's token with its number.
 * - `hasRawCards`: card numbers may pass.
 */
export async function openProxy(options) {
  const { shop, dialect, key, secrets, origins, ledger: file, mount = "", hasRawCards = false, now = Date.now, log = () => undefined } = options;
  const timeouts = { call: TIMEOUT_MS, place: PLACE_TIMEOUT_MS, settle: SETTLE_MS, shortSettle: SHORT_SETTLE_MS, ...options.timeouts };
  if (!Object.hasOwn(DIALECTS, dialect)) throw new Error("dialect: unknown");
  const family = DIALECTS[dialect]({ ...options, hasRawCards, now });
  const routes = [HOOK, ...family.routes];
  const create = options.createOrder ?? family.create;
  const jar = cookies({ secrets, maxAgeS: 30 * 86_400, now });
  const ledger = await openLedger(file, { keepMs: 2 * DAY_MS, keepOrdersMs: 60 * DAY_MS, now });
  const ask = upstream(shop);
  /** Orders, and visitors that are being given one, on which a call is under way. */
  const busy = new Set();
  /** Calls under way, by id: one that comes again waits for the first one's answer. */
  const running = new Map();

  const rules = (order) => ({ ...family.hidden, ...(order?.ghost ? { blank: { email: order.ghost } } : {}) });
  // The body is not kept, and nobody can find a card's number by trying: it takes the secret.
  const print = ({ route, path, body }) => createHmac("sha256", secrets[0]).update(JSON.stringify([route.method, path, body ?? null])).digest("base64url");

  /** Asks the shop. Where it did not take the token, which it looks at before anything else, it is asked with a new one. */
  async function pass({ method, path, body, order, places = false, headers, isRenewed = false }) {
    const signed = headers ?? (await family.headers({ key, order, ask }));
    const text = body === undefined ? undefined : JSON.stringify(body);
    const answer = await ask({ method, path, headers: signed, body: text, timeoutMs: places ? timeouts.place : timeouts.call });
    if (isRenewed || !family.isRefused?.(answer, signed)) return answer;
    return pass({ method, path, body, order, places, isRenewed: true });
  }

  /** The order as it is now. A read that fails lets nothing through. */
  async function readNow(order, number, path) {
    const root = family.roots?.find((each) => path.startsWith(`${each}/`));
    const answer = await pass({ method: "GET", path: family.readPath(number, root), order }).catch(() => undefined);
    let found = answer?.status === 200 ? tree(answer) : undefined;
    if (answer?.status === 403 && family.readElse) {
      const other = family.readElse(number, root);
      found = other.shape(await pass({ method: "GET", path: other.path, order }).catch(() => ({})));
    }
    if (typeof found !== "object" || found === null) throw new Stop(503, "shop_not_read");
    await seen(number, found);
    return found;
  }

  async function seen(number, found) {
    const order = ledger.order(number);
    if (!order || order.placed || !family.isPlaced(found)) return;
    await ledger.place(number).catch((error) => {
      log(error);
      throw new Stop(503, "not_written_down");
    });
  }

  async function handle(req, res) {
    try {
      send(res, await answer(req));
    } catch (error) {
      if (!(error instanceof Stop)) log(error);
      const { answer: own } = error instanceof Stop ? error : { answer: problem(500, "unknown") };
      // What is still to come of a request that was refused is not read.
      if (!req.complete) res.shouldKeepAlive = false;
      send(res, own);
      if (!req.complete) req.destroy();
    }
  }

  async function answer(req) {
    const call = await readCall(req, { routes, origins, mount, bodyWaitMs: timeouts.body });
    const known = jar.read(req.headers.cookie);
    if (call.route.kind === "open") return told(await read(call, undefined), rules());
    if (call.route.kind === "read") {
      const order = bound(call, known?.visitor);
      const found = await read(call, order);
      if (found.status === 200) await seen(call.named.number, tree(found) ?? {});
      return { ...told(found, rules(order)), cookie: known.isOld ? jar.write(known.visitor) : undefined };
    }
    return again(call, known) ?? first(call, known);
  }

  const read = (call, order) => pass({ method: "GET", path: call.path, order }).catch(() => {
    throw new Stop(502, "shop_not_read");
  });

  /** The order a call names, if it is the visitor's. Anyone else's is not there. */
  function bound({ named }, visitor) {
    const order = ledger.order(named.number);
    if (!order || visitor === undefined || order.visitor !== visitor) throw new Stop(404, "no_such_order");
    return order;
  }

  /** A call that came before: it gets the first one's answer, or hears that nobody knows it. */
  function again(call, known) {
    const before = running.get(call.id) ?? ledger.call(call.id);
    if (!before) return undefined;
    // The browser that made the first call may not have heard of its cookie yet.
    const isSame = before.visitor === known?.visitor || (before.isNew && known === undefined);
    if (!isSame || before.print !== print(call)) throw new Stop(422, "call_id_taken");
    const cookie = known === undefined ? jar.write(before.visitor) : undefined;
    const first = before.answer ?? (before.place ? ledger.answer(call.id) : Promise.resolve(problem(504, "unknown")));
    return first.then((given) => ({ ...given, cookie }));
  }

  function first(call, known) {
    const isNew = known === undefined;
    if (call.route.kind === "change") bound(call, known?.visitor);
    const visitor = known?.visitor ?? newVisitor();
    const lock = call.named.number ?? `visitor ${visitor}`;
    if (call.route.isHook && !create) throw new Stop(404, "no_such_call");
    if (busy.has(lock)) throw new Stop(409, "busy");
    busy.add(lock);
    const answer = once(call, visitor, isNew).finally(() => {
      busy.delete(lock);
      running.delete(call.id);
    });
    running.set(call.id, { visitor, isNew, print: print(call), answer });
    return answer.then((given) => ({ ...given, cookie: isNew || known.isOld ? jar.write(visitor) : undefined }));
  }

  /** Under the lock: looks once more, writes the call down, sends it, writes the answer down. */
  async function once(call, visitor, isNew) {
    const { route: way, id, named, path } = call;
    const order = named.number === undefined ? undefined : ledger.order(named.number);
    if (order) await settle(order, call);
    const own = await way.guard?.({ ...call, read: () => readNow(order, named.number, path) });
    // The guard may have seen what nobody had told yet.
    if (order) checkOpen(named.number);
    // The key first: a call that was written down is on its way.
    const headers = await family.headers({ key, order, ask }).catch((error) => {
      log(error);
      throw new Stop(503, "no_key");
    });
    const line = { visitor, order: named.number, print: print(call), places: way.places, isNew };
    await ledger.begin(id, line).catch((error) => {
      log(error);
      throw new Stop(503, "not_written_down");
    });
    const sent = way.isHook
      ? make(call)
      : pass({ method: way.method, path, body: call.body, ...own, order, places: way.places, headers }).then((given) => taken(call, order, given));
    const end = await sent.catch((error) => (error instanceof Stop ? error : undefined));
    if (!end) {
      await ledger.lose(id).catch(log);
      return problem(504, "unknown");
    }
    try {
      await ledger.finish(id, end.answer, end);
    } catch (error) {
      // It may be asked for again, and then nobody would know: so nobody knows now.
      log(error);
      return problem(504, "unknown");
    }
    return end.answer;
  }

  /** What the shop's answer means: for the page, and for the ledger. */
  function taken({ route: way, body }, order, given) {
    const found = given.status >= 200 && given.status < 300 ? tree(given) : undefined;
    const made = way.kind === "make" && found ? family.made(found, body) : undefined;
    if (isForeign(made)) return { answer: problem(422, "order_has_owner") };
    const placed = order && found && family.isPlaced(found) ? true : undefined;
    return { answer: told(given, rules(order ?? made)), made, placed };
  }

  /** An order made by a backend, or by the family's own call. */
  async function make({ body: draft }) {
    const result = await create({ ...(options.createOrder ? draft : { draft, pass }) });
    if (result.status >= 500) throw new Error("not known whether an order was made");
    if (!isNumber(String(result.number))) return { answer: problem(422, "not_made") };
    if (isForeign(result)) return { answer: problem(422, "order_has_owner") };
    const { number, token, secret = token, ghost } = result;
    const told = { number: String(number), ...(options.handsOutTokens ? { token: secret } : {}) };
    return { answer: { status: 201, type: "application/json", body: JSON.stringify(told) }, made: { number: String(number), secret, ghost } };
  }

  /**
   * Whether the account whose key made the order owns it, too. Shops keep addresses and cards for the owner of an order, and
   * put them on the next one: what one visitor has typed would be shown to the next, and charged.
   */
  function isForeign(made) {
    if (made?.owner === undefined || options.isAccountShared) return false;
    log(new Error("the key's account owns the orders it makes; let the shop take guests, or hand in createOrder"));
    return true;
  }

  /** Nothing goes to an order on which a call may still be carried out that nobody has heard of since. */
  async function settle(order, { named, path }) {
    const open = order.open === undefined || order.placed ? undefined : ledger.call(order.open);
    if (open) {
      // Of a proxy that was killed meanwhile nobody knows when it gave up.
      const { at, lostAt = at + timeouts.call } = open;
      const settledAt = open.places ? at + timeouts.settle : lostAt + timeouts.shortSettle;
      if (now() < settledAt) throw new Stop(409, "unsettled");
      await readNow(order, named.number, path);
    }
    checkOpen(named.number);
  }

  /** Nor to one that is placed. */
  function checkOpen(number) {
    const order = ledger.order(number);
    if (!order) throw new Stop(404, "no_such_order");
    if (order.placed) throw new Stop(409, "placed");
  }

  return {
    handle,
    /** Whether a request is the proxy's to answer. */
    owns: (url) => url.startsWith(`${mount}/api/`) || url.startsWith(`${mount}/cashwrap/`),
    close: () => ledger.close(),
  };
}
