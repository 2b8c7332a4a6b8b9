import { addressFields, checkAddress, findRegion, usualRules } from "./check-address.js";
import type { AddressField, AddressRules, Area, FieldLabel, FieldVerdict, PhoneLibrary, Typed } from "./check-types.js";
import { isCheckoutError } from "./errors.js";
import type { ShopFacts } from "./shop-facts.js";
import { attach } from "./form-input.js";
import { createDrafts, type Drafts, type Look } from "./form.js";
import type { Form, FormSnapshot, Messages } from "./form-types.js";
import { formatPhone, formatPostalCode } from "./format.js";
import { type Home, isReady, loadCore } from "./load.js";
import type { WasmSource } from "./options.js";
import { regions as areasOf } from "./regions.js";
import type { ActionOptions, Address, Country, Edits, Region, Regions, Settled } from "./types.js";

/** What a form asks of a shop; a `Checkout` can do all of it. */
export interface AddressShop {
  countries(): Promise<readonly Country[]>;
  states(country: string): Promise<Regions>;
  update(edits: Edits, options?: ActionOptions): Promise<Settled>;
  /** What the shop is known to ask for; the form's own options win. */
  addressOptions?(): ShopFacts;
}

export interface AddressFormOptions {
  /** Which address of the order this is: begins the fields' names (`shipping.city`) and their `autocomplete`. */
  readonly kind?: "shipping" | "billing";
  /** The shop, whose own countries and states win over what the package knows. */
  readonly shop?: AddressShop;
  /** What the form begins with; its country, that of most shoppers, say. */
  readonly value?: Partial<Address>;
  readonly messages?: Messages;
  /** Asks a phone library about numbers. */
  readonly phone?: PhoneLibrary;
  /** Whether the shop is known to refuse an address without a phone number. */
  readonly phoneRequired?: boolean;
  /** Whether it is known to refuse a name of one word, as Spree does. */
  readonly splitsName?: boolean;
  readonly wasm?: WasmSource;
}

export interface AddressFormSnapshot extends FormSnapshot<AddressField, FieldLabel | "country"> {
  /** `order` as lines: fields of one line stand side by side on an envelope. */
  readonly rows: readonly (readonly AddressField[])[];
  /** The shop's countries; none before they are known. */
  readonly countries: readonly Country[];
  /** The regions to choose from: the shop's, or where it has none those of the package; none where nobody has. */
  readonly regions: readonly Region[];
}

/** An address that is being typed. Nothing of it is a wish before it is complete. */
export interface AddressForm extends Form<AddressField, AddressFormSnapshot> {
  /** Puts in what is known already, a saved address, say. */
  set(value: Partial<Address>): void;
  /** Says what is missing or wrong, and gives the address if nothing is. */
  submit(): Promise<Address | null>;
  /**
   * Makes the address a wish of the shop's checkout, together with `also`, if it is complete: else nothing is sent, and
   * `null` comes back. What the shop refuses is marked, and rejects as `update` does.
   */
  save(also?: Edits, action?: ActionOptions): Promise<Settled | null>;
  /** Marks the fields that an error of a checkout names. */
  refuse(error: unknown): void;
}

const NAMES: readonly AddressField[] = ["country", "name", "company", "address1", "address2", "city", "region", "postalCode", "phone"];
const AUTOCOMPLETE: { readonly [name in AddressField]: string } = {
  country: "country", name: "name", company: "organization", address1: "address-line1", address2: "address-line2",
  city: "address-level2", region: "address-level1", postalCode: "postal-code", phone: "tel",
};
/** What servers keep of a text. */
const MAX_LENGTH = 255;
const MAX_CODE_LENGTH = 20;

/** What the shop or the package has for a country. */
interface Lists {
  readonly regions: readonly (Region | Area)[];
  /** What the shop says; nothing where it says nothing. */
  readonly isRequired?: boolean;
  readonly isShops: boolean;
}

const NO_LISTS: Lists = { regions: [], isShops: false };
const NO_COUNTRIES: readonly Country[] = [];

/** An address form whose core comes from `home`, unless the options say otherwise. */
export function openAddressForm(options: AddressFormOptions, home: Home): AddressForm {
  const { kind = "shipping", shop } = options;
  const lists = new Map<string, Lists>();
  const asked = new Set<string>();
  let countries = NO_COUNTRIES;
  let isLoaded = false;
  /** The last rules and lines; the same while the country and what is known of it are. */
  let shape: Shape | undefined;

  const drafts: Drafts<AddressField, AddressFormSnapshot> = createDrafts({
    names: NAMES,
    prefix: `${kind}.`,
    messages: options.messages,
    format(name, now, before) {
      if (name === "postalCode") return formatPostalCode(drafts.value("country"), now.value, now.caret, before);
      return name === "phone" ? formatPhone(now.value, now.caret, before) : now;
    },
    look(value) {
      const code = value("country");
      const { regions } = known();
      const { rules, order, rows } = shapeOf(code, known());
      const verdicts = isReady() ? verdictsOf(code, value) : undefined;
      const looks = {} as Record<AddressField, Look<FieldLabel | "country">>;
      for (const name of NAMES) {
        const rule = rules.fields.find(({ field }) => field === name);
        const isCode = name === "postalCode";
        looks[name] = {
          label: (rule ?? UNKNOWN.fields.find(({ field }) => field === name))?.label ?? "country",
          autocomplete: `${kind} ${AUTOCOMPLETE[name]}`,
          inputmode: name === "phone" ? "tel" : isCode && rules.numericPostalCode ? "numeric" : "text",
          autocapitalize: isCode && !rules.numericPostalCode ? "characters" : undefined,
          maxLength: isCode ? rules.postalCodeLength ? rules.postalCodeLength * 2 : MAX_CODE_LENGTH : MAX_LENGTH,
          required: name === "country" || (rule?.required ?? false) || (name === "phone" && options.phoneRequired === true),
          verdict: verdicts?.[name],
        };
      }
      return { order, looks, more: { rows, countries, regions } };
    },
  });

  const facts = (): ShopFacts => {
    const { splitsName } = options;
    return { ...shop?.addressOptions?.(), ...(splitsName === undefined ? {} : { splitsName }) };
  };

  const known = (): Lists => lists.get(drafts.value("country")) ?? NO_LISTS;

  /** The country's rules, changed by what the shop says. */
  function shapeOf(code: string, { regions, isRequired }: Lists): Shape {
    const { postalRequired } = facts();
    const key = [code, regions.length > 0, isRequired, isReady(), postalRequired].join();
    if (shape?.key === key) return shape;
    const rules = isReady() ? addressFields(code) : UNKNOWN;
    const fields = [...rules.fields];
    /** A field as the shop wants it: what the post has no use for goes before the phone. */
    const want = (field: "region" | "postalCode", asks: boolean | undefined, isOffered: boolean): void => {
      const at = fields.findIndex((rule) => rule.field === field);
      const rule = fields[at];
      if (rule) fields[at] = { ...rule, required: asks ?? rule.required };
      else if (asks || isOffered) {
        const { row = 0 } = fields.at(-1) ?? {};
        const more = UNKNOWN.fields.filter((one) => one.field === field).map((one) => ({ ...one, required: asks ?? false, row: row - 0.5 }));
        fields.splice(-1, 0, ...more);
      }
    };
    want("region", isRequired, regions.length > 0);
    want("postalCode", postalRequired, false);
    const rows = new Map<number, AddressField[]>();
    for (const { field, row } of fields) rows.set(row, [...(rows.get(row) ?? []), field]);
    // The country first: it decides about all the rest.
    shape = { key, rules: { ...rules, fields }, order: ["country", ...fields.map(({ field }) => field)], rows: [["country"], ...rows.values()] };
    return shape;
  }

  function verdictsOf(code: string, value: (name: AddressField) => string): { readonly [name in AddressField]: FieldVerdict } {
    const { regions, isRequired, isShops } = known();
    const { fields } = checkAddress(code, Object.fromEntries(NAMES.map((name) => [name, value(name)])), {
      ...facts(), regions, regionRequired: isRequired, phone: options.phone,
    });
    const missing: FieldVerdict = { valid: false, potential: true, reason: "empty", severity: "error" };
    const isElsewhere = countries.length > 0 && !countries.some((country) => country.code === code);
    return {
      ...fields,
      // A list that is not the shop's own says nothing of what the shop takes.
      region: !isShops && fields.region.reason === "region" ? { ...fields.region, severity: "warning" } : fields.region,
      phone: options.phoneRequired && value("phone").trim() === "" ? missing : fields.phone,
      country: isElsewhere && code !== "" ? { ...missing, reason: "country" } : fields.country,
    };
  }

  async function askShop(): Promise<void> {
    try {
      countries = await shop?.countries() ?? countries;
    } catch {
      // The page's own list, or typing, does as well.
    }
    drafts.look();
  }

  async function askRegions(): Promise<void> {
    const code = drafts.value("country");
    if (!isLoaded || code === "" || asked.has(code)) return;
    asked.add(code);
    try {
      lists.set(code, await listsOf(code));
    } catch {
      // Asked again when the country is chosen again.
      asked.delete(code);
    }
    drafts.look();
  }

  async function listsOf(code: string): Promise<Lists> {
    const told = await shop?.states(code).catch(() => undefined);
    const isRequired = told ? { isRequired: told.required } : {};
    if (told && told.states.length > 0) return { regions: told.states, ...isRequired, isShops: true };
    return { regions: await areasOf(code), ...isRequired, isShops: false };
  }

  async function load(): Promise<void> {
    await loadCore(options.wasm, home);
    drafts.look();
    if (isLoaded) return;
    isLoaded = true;
    await Promise.all([askShop(), askRegions()]);
  }

  function input(...given: Parameters<typeof drafts.input>): Typed {
    const [name] = given;
    const before = drafts.value("country");
    const typed = drafts.input(...given);
    if (name === "country" && typed.value !== before) {
      // What was chosen from the old country's list is none of the new one's.
      if (lists.get(before)?.regions.length) drafts.put({ region: "" });
      void askRegions();
    }
    return typed;
  }

  async function submit(): Promise<Address | null> {
    await loadCore(options.wasm, home);
    return drafts.reveal() ? whole() : null;
  }

  /** The address of the fields that are shown. */
  function whole(): Address {
    const parts: [string, string][] = [];
    for (const name of drafts.getSnapshot().order) {
      const text = drafts.value(name).trim();
      if (text !== "") parts.push([name, name === "region" ? regionOf(text) : text]);
    }
    return { name: "", address1: "", city: "", postalCode: "", country: "", ...Object.fromEntries(parts) };
  }

  /** A region of the shop's by its code; anything else as it was typed. */
  function regionOf(text: string): string {
    const { regions, isShops } = known();
    return (isShops ? findRegion(regions, text)?.code : undefined) ?? text;
  }

  function refuse(error: unknown): void {
    if (!isCheckoutError(error)) return;
    const names = error.fields.map(({ field }) => field).filter((field) => field.startsWith(`${kind}.`));
    drafts.refuse(names.map((field) => field.slice(kind.length + 1)));
  }

  function set(value: Partial<Address>): void {
    drafts.put(value);
    void askRegions();
  }

  function clear(): void {
    drafts.clear();
    set(options.value ?? {});
  }

  const { getSnapshot, subscribe, blur } = drafts;
  const form: AddressForm = {
    getSnapshot, subscribe, blur, clear, load, input, set, submit, refuse,
    attach(name, element) {
      void loadCore(options.wasm, home).then(drafts.look, () => undefined);
      // The shop is asked when somebody is about to type.
      const open = (): void => void load().catch(() => undefined);
      element.addEventListener("focus", open, { once: true });
      const quit = attach(form, name, element);
      return () => {
        element.removeEventListener("focus", open);
        quit();
      };
    },
    async save(also = {}, action) {
      const address = await submit();
      if (!address || !shop) return null;
      try {
        return await shop.update({ ...also, [kind]: address }, action);
      } catch (thrown) {
        refuse(thrown);
        throw thrown;
      }
    },
  };
  set(options.value ?? {});
  return form;
}

/** What the form of a country looks like. */
interface Shape {
  readonly key: string;
  readonly rules: AddressRules;
  readonly order: readonly AddressField[];
  readonly rows: readonly (readonly AddressField[])[];
}

/** Until the core is there. */
const UNKNOWN = usualRules();
