import { brandRules, checkCardholder, checkCardNumber, checkExpiry, checkSecurityCode } from "./check.js";
import type { CardBrand, CodeRule, Today, Typed, Verdict } from "./check-types.js";
import { attach } from "./form-input.js";
import { createDrafts, type Drafts, type Look } from "./form.js";
import type { CardField, Form, FormSnapshot, Messages } from "./form-types.js";
import { formatCardNumber, formatExpiry } from "./format.js";
import { refusal } from "./errors.js";
import { type Home, isReady, loadCore } from "./load.js";
import type { WasmSource } from "./options.js";
import type { ActionOptions, RawCard } from "./types.js";

/** What a payment provider says of a card: it wins over what its number looks like. */
export interface CardPolicy {
  readonly brand?: CardBrand | undefined;
  /** How long the security code is, and whether it is asked for; no lengths hide it. */
  readonly code?: CodeRule | undefined;
}

export interface CardFormOptions {
  /** Begins the fields' names; `card.` unless told otherwise. */
  readonly prefix?: string;
  readonly messages?: Messages;
  /** The brands the shop takes; all unless told otherwise. */
  readonly brands?: readonly CardBrand[];
  /** A payment provider's own look-up, asked with the first six to eight digits. What comes late is dropped. */
  readonly lookUp?: (beginning: string) => CardPolicy | undefined | Promise<CardPolicy | undefined>;
  /** The page's clock. */
  readonly today?: () => Today;
  readonly wasm?: WasmSource;
}

export interface CardFormSnapshot extends FormSnapshot<CardField, CardField> {
  /** Whose the number may be, the likeliest first. */
  readonly brands: readonly CardBrand[];
}

/**
 * A card that is being typed. Its digits are in this form alone, and only until they are spent, `clear` is called, ten
 * minutes have passed since the last key, or the page goes.
 */
export interface CardForm extends Form<CardField, CardFormSnapshot> {
  /**
   * Says what is missing or wrong; if nothing is, hands the card to `use` and forgets it, whatever comes of it. Gives what
   * `use` gives, and `null` where it was not called. Called again meanwhile, by a second click, it joins the first.
   *
   * @throws `CheckoutError` with code `aborted`: the card is forgotten, and `use` was not called.
   */
  spend<T>(use: (card: RawCard) => Promise<T>, action?: ActionOptions): Promise<T | null>;
}

const NAMES: readonly CardField[] = ["number", "expiry", "code", "name"];
const MAX_CODE_LENGTH = 4;
const LIFE_MS = 600_000;
/** So many digits tell a card's issuer. */
const LOOK_UP_FROM = 6;
const LOOK_UP_TO = 8;

const NO_BRANDS: readonly CardBrand[] = [];
const NO_POLICY: CardPolicy = {};
const HIDDEN = NAMES.filter((name) => name !== "code");

/** A card form whose core comes from `home`, unless the options say otherwise. */
export function openCardForm(options: CardFormOptions, home: Home): CardForm {
  let policy = NO_POLICY;
  let lookedUp = "";
  /** A card that is being handed over: a second click joins the first. */
  let spending: Promise<unknown> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const drafts: Drafts<CardField, CardFormSnapshot> = createDrafts({
    names: NAMES,
    prefix: options.prefix ?? "card.",
    messages: options.messages,
    format(name, { value, caret }, before) {
      if (name === "number") return formatCardNumber(value, caret, before);
      return name === "expiry" ? formatExpiry(value, caret, before) : { value, caret };
    },
    look(value) {
      const number = isReady() ? checkCardNumber(value("number"), policy.brand) : undefined;
      const brands = number?.brands ?? NO_BRANDS;
      const brand = policy.brand ?? (brands.length === 1 ? brands[0] : undefined);
      const code = policy.code ?? brand;
      const isHidden = policy.code?.lengths.length === 0;
      const look = (name: CardField, autocomplete: string, maxLength: number, verdict: Verdict | undefined): Look<CardField> => ({
        label: name,
        autocomplete,
        inputmode: name === "name" ? "text" : "numeric",
        maxLength,
        required: name !== "code" || (policy.code?.required ?? true),
        verdict,
      });
      return {
        order: isHidden ? HIDDEN : NAMES,
        looks: {
          number: look("number", "cc-number", 60, number && accepted(number)),
          expiry: look("expiry", "cc-exp", 20, number && checkExpiry(value("expiry"), options.today?.() ?? new Date())),
          code: look("code", "cc-csc", codeLength(brand), number && checkSecurityCode(value("code"), code)),
          name: look("name", "cc-name", 200, number && checkCardholder(value("name"))),
        },
        more: { brands },
      };
    },
  });

  /** A number whose brand is settled, and which the shop does not take. */
  function accepted(verdict: Verdict & { readonly brands: readonly CardBrand[] }): Verdict {
    const { brands } = options;
    if (!brands || verdict.brands.length === 0 || verdict.brands.some((brand) => brands.includes(brand))) return verdict;
    return { valid: false, potential: false, reason: "brand" };
  }

  function codeLength(brand: CardBrand | undefined): number {
    const lengths = policy.code?.lengths ?? (brand && isReady() ? [brandRules(brand).codeLength] : []);
    return Math.max(...lengths) > 0 ? Math.max(...lengths) : MAX_CODE_LENGTH;
  }

  const digits = (): string => drafts.value("number").replace(/\D/g, "");

  async function lookUp(): Promise<void> {
    const beginning = digits().slice(0, LOOK_UP_TO);
    if (beginning === lookedUp) return;
    lookedUp = beginning;
    const asked = beginning.length < LOOK_UP_FROM ? undefined : options.lookUp?.(beginning);
    let told = NO_POLICY;
    try {
      // What is known at once holds at once.
      told = (asked instanceof Promise ? await asked : asked) ?? NO_POLICY;
    } catch {
      // Then the number's own look decides.
    }
    if (lookedUp !== beginning) return;
    policy = told;
    drafts.look();
  }

  function input(...given: Parameters<typeof drafts.input>): Typed {
    const typed = drafts.input(...given);
    clearTimeout(timer);
    timer = setTimeout(clear, LIFE_MS);
    // Node would wait for it.
    (timer as { unref?: () => void }).unref?.();
    globalThis.addEventListener?.("pagehide", clear);
    if (options.lookUp) void lookUp();
    return typed;
  }

  function clear(): void {
    clearTimeout(timer);
    globalThis.removeEventListener?.("pagehide", clear);
    policy = NO_POLICY;
    lookedUp = "";
    drafts.clear();
  }

  function card(): RawCard {
    const { month, year } = checkExpiry(drafts.value("expiry"), options.today?.() ?? new Date());
    return {
      number: digits(),
      month: String(month).padStart(2, "0"),
      year: String(year),
      code: policy.code?.lengths.length === 0 ? "" : drafts.value("code").trim(),
      name: drafts.value("name").trim(),
    };
  }

  async function load(): Promise<void> {
    await loadCore(options.wasm, home);
    drafts.look();
  }

  async function spend<T>(use: (card: RawCard) => Promise<T>, action?: ActionOptions): Promise<T | null> {
    const signal = action?.signal;
    signal?.addEventListener("abort", clear, { once: true });
    try {
      await loadCore(options.wasm, home);
      if (signal?.aborted) {
        clear();
        throw refusal("aborted");
      }
      if (!drafts.reveal()) return null;
      let spent: Promise<T>;
      try {
        spent = use(card());
      } finally {
        clear();
      }
      return await spent;
    } finally {
      signal?.removeEventListener("abort", clear);
    }
  }

  const { getSnapshot, subscribe, blur } = drafts;
  const form: CardForm = {
    getSnapshot, subscribe, blur, input, clear, load,
    attach(name, element) {
      void load().catch(() => undefined);
      return attach(form, name, element);
    },
    spend<T>(use: (card: RawCard) => Promise<T>, action?: ActionOptions): Promise<T | null> {
      if (!spending) {
        spending = spend(use, action).finally(() => { spending = undefined; });
        // Nobody has to wait for it.
        spending.catch(() => undefined);
      }
      return spending as Promise<T | null>;
    },
  };
  return form;
}
