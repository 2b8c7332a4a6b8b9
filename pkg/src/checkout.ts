// Emitted with the declarations: a consumer's own `lib` need not know `Symbol.dispose`.
/// <reference lib="esnext.disposable" preserve="true" />
import { onAbort, revisionOf } from "./action.js";
import { take, type Taken } from "./card.js";
import { hand, wipeDesk } from "./desk.js";
import { EMPTY } from "./empty.js";
import { CheckoutError, refusal, toCheckoutError } from "./errors.js";
import { clock, hostOf, type Host } from "./host.js";
import { type Home, loadCore } from "./load.js";
import { plainOptions, type CheckoutOptions } from "./options.js";
import { plain } from "./plain.js";
import { randomName } from "./random.js";
import { type ShopFacts, shopFacts } from "./shop-facts.js";
import type {
  ActionOptions, Address, CheckoutEvent, Country, Edits, Ending, ErrorInfo, LineTarget, PastOrder, PaymentInput, Prediction,
  Regions, SavedAddress, SavedCard, Settled, Snapshot,
} from "./types.js";
import type { Core } from "../wasm/cashwrap.js";

/** One checkout. Its functions need no `this` and can be passed around. */
export interface Checkout {
  /** The checkout now: the same reference until something changes. */
  getSnapshot(): Snapshot;
  /** An empty checkout, for rendering on a server. */
  getServerSnapshot(): Snapshot;
  /** Calls `listener` after each change, or after each change of what `selector` picks. Returns the way out. */
  subscribe(listener: () => void): () => void;
  subscribe<T>(listener: (picked: T) => void, selector: (snapshot: Snapshot) => T): () => void;
  /** Reports what snapshots do not show: a drift from the prediction, a line the shop removed, a call sent. */
  on<K extends CheckoutEvent["kind"]>(kind: K, listener: (event: Extract<CheckoutEvent, { readonly kind: K }>) => void): () => void;

  /** Wishes that ride together. Each of the actions below is one wish of these. */
  update(edits: Edits, options?: ActionOptions): Promise<Settled>;
  /** Absolute: sets how many there are, whatever there were. 0 removes the line. */
  setQuantity(target: LineTarget, quantity: number, options?: ActionOptions): Promise<Settled>;
  remove(target: LineTarget, options?: ActionOptions): Promise<Settled>;
  empty(options?: ActionOptions): Promise<Settled>;
  setEmail(email: string, options?: ActionOptions): Promise<Settled>;
  setShipping(address: Address, options?: ActionOptions): Promise<Settled>;
  setBilling(address: Address | "same", options?: ActionOptions): Promise<Settled>;
  setNotes(notes: string, options?: ActionOptions): Promise<Settled>;
  setRental(rental: NonNullable<Edits["rental"]>, options?: ActionOptions): Promise<Settled>;
  setRate(rate: NonNullable<Edits["rate"]>, options?: ActionOptions): Promise<Settled>;
  applyCoupon(code: string, options?: ActionOptions): Promise<Settled>;
  removeCoupon(code: string, options?: ActionOptions): Promise<Settled>;
  /** Keeps a payment until `submit`; it is sent once and forgotten. */
  setPayment(payment: PaymentInput, options?: ActionOptions): Promise<Settled>;

  /** Wipes a card that was typed and not sent yet. The page's going, an aborted action and ten minutes do so too. */
  forgetCard(): void;

  /**
   * Where these wishes would land if they were made; nothing is made or sent.
   *
   * @throws `CheckoutError` with code `invalid_field` and the field's name.
   */
  predict(edits: Edits): Prediction;
  /** Places the order whose total was on the screen at that revision. Called again it joins the attempt under way. */
  submit(seen: { readonly seen: number }, options?: ActionOptions): Promise<Ending>;
  /** Gives up an attempt nobody knows the end of. Naming the risk is the price: the order may have been placed. */
  abandon(knowing: { readonly risk: "order-may-be-placed" }, options?: ActionOptions): Promise<Settled>;
  /**
   * Opens an empty checkout after a placed one; with `keep`, one with the same lines, e-mail, addresses and wishes in
   * place of an order that can no longer be changed.
   */
  startNew(options?: ActionOptions & { readonly keep?: boolean }): Promise<Settled>;
  /** Reads the order again. */
  refresh(options?: ActionOptions): Promise<Snapshot>;

  countries(options?: ActionOptions): Promise<readonly Country[]>;
  states(country: string, options?: ActionOptions): Promise<Regions>;
  /** What every shop of this family asks of an address, for `checkAddress`; nothing before the core is there. */
  addressOptions(): ShopFacts;
  /** The customer's address book; `user` is the shop's id of the customer, needed until an order of theirs is known. */
  addresses(options?: ActionOptions & { readonly user?: string }): Promise<readonly SavedAddress[]>;
  cards(options?: ActionOptions & { readonly user?: string }): Promise<readonly SavedCard[]>;
  orders(options?: ActionOptions & { readonly page?: number }): Promise<readonly PastOrder[]>;

  /** Tells nobody any more and takes no action. A call under way is finished and remembered. */
  dispose(): void;
  [Symbol.dispose](): void;
}

interface Waiter {
  resolve(value: unknown): void;
  reject(error: CheckoutError): void;
}

interface Verb {
  /** A typed card it brings. */
  readonly card?: Uint8Array | undefined;
  /** The id under which the core will tell how it ended; nothing when it has ended already. */
  run(core: Core): number | void;
  readonly waiter: Waiter;
}

/** The highest revision that any checkout of this page has shown. */
let highest = 0;

/** A checkout whose core comes from `home`, unless the options say otherwise: the entries of the package hand it in. */
export function openCheckout(options: CheckoutOptions, home: Home): Checkout {
  const checked = plainOptions(options);
  const subscribers = new Set<() => void>();
  const listeners = new Map<string, Set<(event: CheckoutEvent) => void>>();
  /** What was asked for before the core was there, in order. */
  const queue: Verb[] = [];
  const running = new Map<number, Waiter[]>();
  let core: Core | undefined;
  let host: Host | undefined;
  /** What its revisions are counted on from: one that a page has seen of an earlier core names no screen of this one. */
  let base = 0;
  let starting = false;
  let ticking = false;
  let snapshot = EMPTY;
  let notified = EMPTY;

  const now = (): number => clock(options.now);

  function tick(): void {
    if (ticking) return;
    ticking = true;
    queueMicrotask(turn);
  }

  /** One turn of the loop: the core works until it rests, then the page is told. */
  function turn(): void {
    ticking = false;
    if (!core) return;
    try {
      for (const [kind, id, value] of core.pump(now())) tell(kind, id, value);
    } catch (thrown) {
      fail(thrown);
    }
    notify();
  }

  function tell(kind: string, id: number, value: unknown): void {
    if (kind === "event") return emit(value as CheckoutEvent);
    const waiters = running.get(id) ?? [];
    running.delete(id);
    for (const waiter of waiters) {
      if (kind === "refused") waiter.reject(new CheckoutError(value as ErrorInfo));
      else if (kind === "ended") waiter.resolve({ ...(value as object), snapshot: getSnapshot() });
      else if (kind === "value") waiter.resolve(value);
      else waiter.resolve({ status: kind, snapshot: getSnapshot() });
    }
  }

  /** The core trapped: whatever was under way has an unknown end. The next action starts again from what was stored. */
  function fail(thrown: unknown): void {
    const error = toCheckoutError(thrown);
    core = undefined;
    wipeDesk();
    host?.stop();
    host?.unlock();
    for (const waiter of [...running.values()].flat()) waiter.reject(error);
    running.clear();
    change("failed");
  }

  function change(status: Snapshot["status"]): void {
    show({ ...snapshot, status, revision: snapshot.revision + 1 });
  }

  function show(next: Snapshot): void {
    snapshot = next;
    highest = Math.max(highest, next.revision);
  }

  function notify(): void {
    if (getSnapshot() === notified) return;
    notified = snapshot;
    for (const subscriber of [...subscribers]) guarded(subscriber);
  }

  function emit(event: CheckoutEvent): void {
    for (const listener of [...(listeners.get(event.kind) ?? [])]) guarded(() => listener(event));
  }

  function getSnapshot(): Snapshot {
    if (isDisposed()) return snapshot;
    try {
      const told = core?.snapshot() as Snapshot | undefined;
      if (told) show({ ...told, revision: base + told.revision });
    } catch (thrown) {
      fail(thrown);
    }
    return snapshot;
  }

  function start(): void {
    if (core || starting || isDisposed()) return;
    starting = true;
    loadCore(options.wasm, home)
      .then((CoreClass) => {
        if (isDisposed()) return;
        base = highest + 1;
        host = hostOf(options, (bring) => {
          // An answer belongs to the core that asked.
          if (core !== made) return;
          try {
            bring(made, now());
          } catch (thrown) {
            fail(thrown);
          }
          tick();
        });
        const made = new CoreClass(JSON.stringify(checked), host);
        core = made;
        starting = false;
        globalThis.addEventListener?.("pageshow", awake);
        globalThis.addEventListener?.("pagehide", forgetCard);
        for (const verb of queue.splice(0)) perform(made, verb);
        tick();
      })
      .catch((thrown: unknown) => {
        // Before anybody hears of it, who may try again at once.
        starting = false;
        drain(toCheckoutError(thrown));
      });
  }

  /** Nothing that waits for the core will be done, and no card waits any longer. */
  function drain(error: CheckoutError): void {
    for (const verb of queue.splice(0)) {
      verb.card?.fill(0);
      verb.waiter.reject(error);
    }
  }

  /** A page that comes back from the browser's back-forward cache has missed what happened since. */
  function awake(event: PageTransitionEvent): void {
    if (event.persisted) void ask({ kind: "refresh" });
  }

  /** Also when the page goes, perhaps into that cache: it takes no typed card along. */
  function forgetCard(): void {
    for (const { card } of queue) card?.fill(0);
    try {
      core?.forgetCard();
    } catch (thrown) {
      fail(thrown);
    }
    tick();
  }

  function perform(on: Core, verb: Verb): void {
    try {
      const id = verb.run(on);
      if (id === undefined) verb.waiter.resolve({ status: "confirmed", snapshot: getSnapshot() });
      else running.set(id, [...(running.get(id) ?? []), verb.waiter]);
      tick();
    } catch (thrown) {
      verb.waiter.reject(toCheckoutError(thrown));
      if (thrown instanceof WebAssembly.RuntimeError) fail(thrown);
    } finally {
      verb.card?.fill(0);
    }
  }

  /** `spends`: an abort forgets a typed card that was not sent yet. */
  function act<T>(run: Verb["run"], action?: ActionOptions, spends = false, card?: Uint8Array): Promise<T> {
    let quit = (): void => undefined;
    let isQueued = false;
    const promise = new Promise<T>((resolve, reject) => {
      if (isDisposed()) throw refusal("disposed");
      const verb: Verb = { run, card, waiter: { resolve: (value) => resolve(value as T), reject } };
      quit = onAbort(action?.signal, () => {
        const at = queue.indexOf(verb);
        if (at >= 0) queue.splice(at, 1);
        card?.fill(0);
        if (spends) forgetCard();
        reject(new CheckoutError({ ...refusal("aborted"), outcome: at >= 0 ? "not_sent" : "unknown" }));
      });
      if (core) return perform(core, verb);
      queue.push(verb);
      isQueued = true;
      start();
    });
    // Also of an action that was refused before it began.
    if (!isQueued) card?.fill(0);
    promise.then(() => quit(), () => quit());
    return promise;
  }

  /** `make` runs inside the promise, so that a getter that throws is a rejection like any other. */
  function edit(make: () => Edits, action?: ActionOptions): Promise<Settled> {
    let taken: Taken;
    try {
      taken = take(make, checked.rawCard !== undefined, now());
    } catch (thrown) {
      return quiet(Promise.reject(thrown as CheckoutError));
    }
    const { edits, card } = taken;
    return act((on) => on.edit(edits, card && hand(card)), action, card !== undefined, card);
  }

  function ask<T>(query: object, action?: ActionOptions): Promise<T> {
    return act<T>((on) => on.ask(plain(query, "query")), action);
  }

  const isDisposed = (): boolean => snapshot.status === "disposed";

  function dispose(): void {
    if (isDisposed()) return;
    getSnapshot();
    change("disposed");
    globalThis.removeEventListener?.("pageshow", awake);
    globalThis.removeEventListener?.("pagehide", forgetCard);
    core?.dispose();
    host?.stop();
    const error = refusal("disposed");
    drain(error);
    for (const waiter of [...running.values()].flat()) {
      waiter.reject(new CheckoutError({ ...error, outcome: "unknown" }));
    }
    running.clear();
    notify();
    subscribers.clear();
    listeners.clear();
  }

  return {
    getSnapshot,
    getServerSnapshot: () => EMPTY,
    subscribe<T>(listener: (picked: T) => void, selector?: (snapshot: Snapshot) => T) {
      let picked = selector?.(getSnapshot());
      const subscriber = (): void => {
        const next = selector?.(snapshot);
        if (selector && Object.is(next, picked)) return;
        picked = next;
        listener(next as T);
      };
      subscribers.add(subscriber);
      start();
      return () => void subscribers.delete(subscriber);
    },
    on(kind, listener) {
      const set = listeners.get(kind) ?? new Set();
      listeners.set(kind, set);
      const entry = (event: CheckoutEvent): void => listener(event as Parameters<typeof listener>[0]);
      set.add(entry);
      return () => void set.delete(entry);
    },
    update: (edits, action) => edit(() => edits, action),
    setQuantity: (target, quantity, action) => edit(() => ({ lines: [{ ...target, quantity }] }), action),
    remove: (target, action) => edit(() => ({ lines: [{ ...target, quantity: 0 }] }), action),
    empty: (action) => edit(() => ({ empty: true }), action),
    setEmail: (email, action) => edit(() => ({ email }), action),
    setShipping: (shipping, action) => edit(() => ({ shipping }), action),
    setBilling: (billing, action) => edit(() => ({ billing }), action),
    setNotes: (notes, action) => edit(() => ({ notes }), action),
    setRental: (rental, action) => edit(() => ({ rental }), action),
    setRate: (rate, action) => edit(() => ({ rate }), action),
    applyCoupon: (coupon, action) => edit(() => ({ coupon }), action),
    removeCoupon: (removeCoupon, action) => edit(() => ({ removeCoupon }), action),
    setPayment: (payment, action) => edit(() => ({ payment }), action),
    predict(edits) {
      start();
      if (!core) return getSnapshot().next;
      try {
        return core.predict(take(() => edits, true, now()).edits) as Prediction;
      } catch (thrown) {
        throw toCheckoutError(thrown);
      }
    },
    submit: (seen, action) => act((on) => on.submit(revisionOf(seen) - base, randomName(options.random), now()), action, true),
    forgetCard,
    abandon: (knowing, action) => act((on) => {
      if (knowing?.risk !== "order-may-be-placed") throw refusal("invalid_field", "risk");
      return on.abandon();
    }, action),
    startNew: (action) => act((on) => on.startNew(action?.keep === true), action),
    refresh: (action) => quiet(ask({ kind: "refresh" }, action).then(getSnapshot)),
    countries: (action) => ask({ kind: "countries" }, action),
    states: (country, action) => ask({ kind: "states", country }, action),
    addressOptions: () => shopFacts(core?.addressShop() ?? 0),
    addresses: (action) => ask({ kind: "addresses", user: action?.user }, action),
    cards: (action) => ask({ kind: "cards", user: action?.user }, action),
    orders: (action) => ask({ kind: "orders", page: action?.page ?? 1 }, action),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

/** A caller may look at snapshots only: a promise nobody awaits must not take a page down. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function guarded(call: () => void): void {
  try {
    call();
  } catch (thrown) {
    // The page's own error: shown where pages look for them, and kept from the other listeners.
    globalThis.reportError?.(thrown);
  }
}
