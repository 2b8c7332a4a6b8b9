import type { Core } from "../wasm/cashwrap.js";
import { exchange, TIMEOUT } from "./exchange.js";
import type { CheckoutOptions, OrderDraft, StorageLike } from "./options.js";

/** What the core asks of the page. Nothing here throws; what a promise brings goes back through a door of the core. */
export interface Host {
  /** Whether cookies of the page's own origin go along: only to a proxy, which lives there. */
  readonly sameOrigin: boolean;
  load(key: string): string | undefined;
  /** Whether the text is there now: a full or forbidden storage throws, a fake one forgets. */
  save(key: string, text: string): boolean;
  lock(name: string): void;
  unlock(): void;
  send(ticket: number, request: Request, controller: AbortController, timeoutMs: number, key: number): void;
  create(ticket: number, draft: string): void;
  wake(ms: number): void;
  /** Wakes nobody any more. */
  stop(): void;
}

/** Hands the core what has come for it, unless it is gone. */
export type Deliver = (bring: (core: Core, now: number) => void) => void;

const CREATE_ORDER_TIMEOUT_MS = 60_000;
/** The longest wait a timer can hold. */
const MAX_WAIT_MS = 0x7fff_ffff;

/** The host of one core. */
export function hostOf(options: CheckoutOptions, deliver: Deliver): Host {
  const storage = options.storage === undefined ? pageStorage() : options.storage;
  const isProxy = options.auth?.kind === "proxy";
  let release: (() => void) | undefined;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = (key: string): string | undefined => {
    try {
      const text: unknown = storage?.getItem(key);
      return typeof text === "string" ? text : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    sameOrigin: isProxy,
    load,
    save(key, text) {
      try {
        storage?.setItem(key, text);
      } catch {
        // Then it is not there.
      }
      return load(key) === text;
    },
    /** One tab at a time. Where there are no locks, or this one is refused, the call goes on without. */
    lock(name) {
      const granted = new Promise<unknown>((grant) => {
        // The browser holds the lock for as long as the callback's promise is pending.
        const hold = (): Promise<void> => new Promise((done) => {
          // A lock that comes when nobody wants it any more is let go at once.
          if (isStopped) done();
          else release = done;
          grant(undefined);
        });
        const asked = async (): Promise<unknown> => globalThis.navigator?.locks?.request(name, hold);
        asked().then(grant, grant);
      });
      void granted.then(() => deliver((core) => core.locked()));
    },
    unlock() {
      release?.();
      release = undefined;
    },
    send(ticket, request, controller, timeoutMs, key) {
      void within(timeoutMs, exchange(options, request, key), TIMEOUT).then((reply) => {
        // With a reason of our own making: pages choke on foreign ones.
        if (typeof reply === "number") controller.abort();
        deliver((core, now) => {
          if (typeof reply === "number") core.lost(ticket, reply, now);
          else core.answer(ticket, ...reply, now);
        });
      });
    },
    create(ticket, draft) {
      const none = ["", ""] as const;
      const asked = async (): Promise<readonly [string, string]> => {
        const made = await options.createOrder?.(JSON.parse(draft) as OrderDraft);
        const { number, token = isProxy ? "" : undefined }: { number?: unknown; token?: unknown } = made ?? {};
        return typeof number === "string" && typeof token === "string" ? [number, token] : none;
      };
      const made = within(CREATE_ORDER_TIMEOUT_MS, asked(), none).catch(() => none);
      void made.then(([number, token]) => deliver((core, now) => core.created(ticket, number, token, now)));
    },
    wake(ms) {
      clearTimeout(timer);
      timer = setTimeout(deliver, Math.min(ms, MAX_WAIT_MS), () => undefined);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** What `work` gives, or `late` when that takes longer than `ms`. */
async function within<T>(ms: number, work: Promise<T>, late: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ms, late);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** The page's own storage; reading the property alone may throw where storage is forbidden. */
function pageStorage(): StorageLike | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

/** The page's clock, or the engine's where the page's throws or says nonsense. */
export function clock(now: CheckoutOptions["now"]): number {
  let told: unknown;
  try {
    told = now?.();
  } catch {
    // As if there were none.
  }
  return typeof told === "number" && Number.isFinite(told) ? told : Date.now();
}
