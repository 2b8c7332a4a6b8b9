// dist/index.d.ts
import { type AddressForm, type AddressFormOptions } from "./address-form.js";
import { type CardForm, type CardFormOptions } from "./card-form.js";
import { type Checkout } from "./checkout.js";
import type { CheckoutOptions, WasmSource } from "./options.js";
export * from "./surface.js";
/**
 * A checkout against one shop. Synchronous and quiet: no network, no WebAssembly and no order before the first action
 * or subscription.
 *
 * @throws `CheckoutError` with code `invalid_options` and the option's name as field.
 */
export declare function createCheckout(options: CheckoutOptions): Checkout;
/**
 * Loads the core, once, and joins a load under way. Checks and formats are synchronous and need it to have resolved; until
 * then they throw a `CheckoutError` with code `unsupported`.
 *
 * @throws `CheckoutError` as an action of a checkout would: `network`, or `unsupported` where WebAssembly is not allowed.
 */
export declare function ready(wasm?: WasmSource): Promise<void>;
/** Drafts and checks of an address, and the props of its fields. */
export declare function createAddressForm(options?: AddressFormOptions): AddressForm;
/** Drafts and checks of a card, and the props of its fields. The digits stay in the form. */
export declare function createCardForm(options?: CardFormOptions): CardForm;

// dist/surface.d.ts
export type { Checkout } from "./checkout.js";
export { CheckoutError, isCheckoutError } from "./errors.js";
export type { Auth, CheckoutOptions, CreatedOrder, Dialect, OrderDraft, StorageLike, WasmSource } from "./options.js";
export { brandRules, cardBrands, checkCardholder, checkCardNumber, checkCoupon, checkEmail, checkExpiry, checkPhone, checkQuantity, checkRentalDates, checkSecurityCode, checkServiceZip, } from "./check.js";
export { addressFields, checkAddress, checkPostalCode, findRegion } from "./check-address.js";
export { regions } from "./regions.js";
export { formatCardNumber, formatExpiry, formatPhone, formatPostalCode } from "./format.js";
export type { AddressForm, AddressFormOptions, AddressFormSnapshot, AddressShop } from "./address-form.js";
export type { ShopFacts } from "./shop-facts.js";
export type { CardForm, CardFormOptions, CardFormSnapshot, CardPolicy } from "./card-form.js";
export type * from "./check-types.js";
export type * from "./form-types.js";
export type * from "./types.js";

// dist/solidus.d.ts
import { type AddressForm, type AddressFormOptions } from "./address-form.js";
import { type CardForm, type CardFormOptions } from "./card-form.js";
import { type Checkout } from "./checkout.js";
import type { CheckoutOptions, Dialect, WasmSource } from "./options.js";
export * from "./surface.js";
/** The families of this entry. */
export type Family = Extract<Dialect, "solidus">;
/** As in the whole package; another dialect is refused by the core: `invalid_options`, field `dialect`. */
export declare function createCheckout(options: CheckoutOptions & {
    readonly dialect: Family;
}): Checkout;
/** As in the whole package. */
export declare function ready(wasm?: WasmSource): Promise<void>;
/** As in the whole package. */
export declare function createAddressForm(options?: AddressFormOptions): AddressForm;
/** As in the whole package. */
export declare function createCardForm(options?: CardFormOptions): CardForm;

// dist/spree.d.ts
import { type AddressForm, type AddressFormOptions } from "./address-form.js";
import { type CardForm, type CardFormOptions } from "./card-form.js";
import { type Checkout } from "./checkout.js";
import type { CheckoutOptions, Dialect, WasmSource } from "./options.js";
export * from "./surface.js";
/** The families of this entry. */
export type Family = Extract<Dialect, `spree_${string}`>;
/** As in the whole package; another dialect is refused by the core: `invalid_options`, field `dialect`. */
export declare function createCheckout(options: CheckoutOptions & {
    readonly dialect: Family;
}): Checkout;
/** As in the whole package. */
export declare function ready(wasm?: WasmSource): Promise<void>;
/** As in the whole package. */
export declare function createAddressForm(options?: AddressFormOptions): AddressForm;
/** As in the whole package. */
export declare function createCardForm(options?: CardFormOptions): CardForm;

// dist/sylius.d.ts
import { type AddressForm, type AddressFormOptions } from "./address-form.js";
import { type CardForm, type CardFormOptions } from "./card-form.js";
import { type Checkout } from "./checkout.js";
import type { CheckoutOptions, Dialect, WasmSource } from "./options.js";
export * from "./surface.js";
/** The families of this entry. */
export type Family = Extract<Dialect, `sylius_${string}`>;
/** As in the whole package; another dialect is refused by the core: `invalid_options`, field `dialect`. */
export declare function createCheckout(options: CheckoutOptions & {
    readonly dialect: Family;
}): Checkout;
/** As in the whole package. */
export declare function ready(wasm?: WasmSource): Promise<void>;
/** As in the whole package. */
export declare function createAddressForm(options?: AddressFormOptions): AddressForm;
/** As in the whole package. */
export declare function createCardForm(options?: CardFormOptions): CardForm;

// dist/checkout.d.ts
/// <reference lib="esnext.disposable" preserve="true" />
import { type Home } from "./load.js";
import { type CheckoutOptions } from "./options.js";
import { type ShopFacts } from "./shop-facts.js";
import type { ActionOptions, Address, CheckoutEvent, Country, Edits, Ending, LineTarget, PastOrder, PaymentInput, Prediction, Regions, SavedAddress, SavedCard, Settled, Snapshot } from "./types.js";
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
    on<K extends CheckoutEvent["kind"]>(kind: K, listener: (event: Extract<CheckoutEvent, {
        readonly kind: K;
    }>) => void): () => void;
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
    submit(seen: {
        readonly seen: number;
    }, options?: ActionOptions): Promise<Ending>;
    /** Gives up an attempt nobody knows the end of. Naming the risk is the price: the order may have been placed. */
    abandon(knowing: {
        readonly risk: "order-may-be-placed";
    }, options?: ActionOptions): Promise<Settled>;
    /**
     * Opens an empty checkout after a placed one; with `keep`, one with the same lines, e-mail, addresses and wishes in
     * place of an order that can no longer be changed.
     */
    startNew(options?: ActionOptions & {
        readonly keep?: boolean;
    }): Promise<Settled>;
    /** Reads the order again. */
    refresh(options?: ActionOptions): Promise<Snapshot>;
    countries(options?: ActionOptions): Promise<readonly Country[]>;
    states(country: string, options?: ActionOptions): Promise<Regions>;
    /** What every shop of this family asks of an address, for `checkAddress`; nothing before the core is there. */
    addressOptions(): ShopFacts;
    /** The customer's address book; `user` is the shop's id of the customer, needed until an order of theirs is known. */
    addresses(options?: ActionOptions & {
        readonly user?: string;
    }): Promise<readonly SavedAddress[]>;
    cards(options?: ActionOptions & {
        readonly user?: string;
    }): Promise<readonly SavedCard[]>;
    orders(options?: ActionOptions & {
        readonly page?: number;
    }): Promise<readonly PastOrder[]>;
    /** Tells nobody any more and takes no action. A call under way is finished and remembered. */
    dispose(): void;
    [Symbol.dispose](): void;
}
/** A checkout whose core comes from `home`, unless the options say otherwise: the entries of the package hand it in. */
export declare function openCheckout(options: CheckoutOptions, home: Home): Checkout;

// dist/check.d.ts
import type { BrandRules, CardBrand, CardVerdict, CodeRule, ExpiryVerdict, PhoneLibrary, Today, Verdict } from "./check-types.js";
/**
 * A card's number, as typed or pasted. `brand` is what a payment provider's own look-up said it is: that holds, whatever
 * the number begins with.
 */
export declare function checkCardNumber(text: string, brand?: CardBrand): CardVerdict;
/** Whose a card's number may be, the likeliest first. */
export declare function cardBrands(text: string): readonly CardBrand[];
/** What the numbers of a brand look like. */
export declare function brandRules(brand: CardBrand): BrandRules;
/** A card's expiry: `1/29`, `01 / 2029`, `2029-01`, `0129`. */
export declare function checkExpiry(text: string, today: Today): ExpiryVerdict;
/** A card's security code; `brand` says how long it is, or a payment provider's rule does. */
export declare function checkSecurityCode(text: string, brand?: CardBrand | CodeRule): Verdict;
/** The name on a card: anything that is not blank and not the card's number. */
export declare function checkCardholder(text: string): Verdict;
/** An e-mail address, by the rule of HTML's `input type=email`, with a dot in its host. */
export declare function checkEmail(text: string): Verdict;
/**
 * A phone number's shape: international, or as it is dialled within a country. A phone library handed in as `library` has
 * the last word on what is complete.
 */
export declare function checkPhone(text: string, country?: string, library?: PhoneLibrary): Verdict;
/** How many: a whole number, of which 0 removes the line. */
export declare function checkQuantity(value: number | string): Verdict;
/** A coupon's code, of which only the shop knows more than that there is one. */
export declare function checkCoupon(text: string): Verdict;
/** The first and the last day of a rental, both as `2026-11-24`: the last one not before the first, the first not before today. */
export declare function checkRentalDates(from: string, to: string, today: Today): Verdict;
/** Whether a postal code is one of those a shop delivers to. What follows a dash tells the house within the area: `10001-1234`. */
export declare function checkServiceZip(text: string, served: readonly string[]): Verdict;

// dist/check-address.d.ts
import type { AddressField, AddressOptions, AddressRules, AddressVerdict, Verdict } from "./check-types.js";
import type { Region } from "./types.js";
/** A postal code of a country. Where none is known for it, anything is valid. */
export declare function checkPostalCode(country: string, text: string): Verdict;
/**
 * An address of a country: every part at once. Errors are what every server refuses; whatever one may take is a warning, and
 * what the shop is known to ask for (`options`) wins over both.
 */
export declare function checkAddress(country: string, fields: {
    readonly [field in AddressField]?: string | undefined;
}, options?: AddressOptions): AddressVerdict;
/** The region of a list that a text means: by its code or a name of it, whatever the case and accents. */
export declare function findRegion<R extends Region>(regions: readonly R[], text: string): R | undefined;
/** The fields of a country's addresses, in its own order, with what they are called there. */
export declare function addressFields(country: string): AddressRules;
/** The fields of most countries: of those nothing is known of, and of all until the core is there. */
export declare const usualRules: () => AddressRules;

// dist/check-types.d.ts
import type { Region } from "./types.js";
/** What a check says of a text. */
export interface Verdict {
    /** Complete and right. */
    readonly valid: boolean;
    /** Could still become valid by typing on. While this holds, do not show an error to somebody who types. */
    readonly potential: boolean;
    /** Why it is not valid. */
    readonly reason: Reason | null;
}
export type Reason = "empty" | "incomplete" | "too_long" | "characters" | "invisible" | "checksum" | "brand" | "month" | "year" | "past" | "far" | "card_number" | "format" | "country" | "region" | "mismatch" | "unused" | "po_box" | "range" | "order" | "not_serviced";
export type CardBrand = "visa" | "mastercard" | "amex" | "diners" | "discover" | "jcb" | "unionpay" | "verve" | "elo" | "mir" | "hiper" | "hipercard" | "naranja" | "rupay" | "troy" | "maestro";
export interface CardVerdict extends Verdict {
    /** Whose the number may be, the likeliest first; one once that is settled, none when it is nobody's. */
    readonly brands: readonly CardBrand[];
}
/** What the numbers of a brand look like. */
export interface BrandRules {
    readonly brand: CardBrand;
    readonly lengths: readonly number[];
    /** After how many digits a blank goes. */
    readonly gaps: readonly number[];
    readonly codeLength: number;
}
/** What a payment provider says of a card's security code. No lengths: it has none. */
export interface CodeRule {
    readonly lengths: readonly number[];
    readonly required: boolean;
}
export interface ExpiryVerdict extends Verdict {
    /** 1 to 12, and a year of four digits, as far as the text says them. */
    readonly month: number | null;
    readonly year: number | null;
}
/** An instant, which counts as the date of the last time zone to reach it; or the shopper's own calendar. */
export type Today = Date | {
    readonly year: number;
    readonly month: number;
    readonly day?: number;
};
/** A text in an input, and where the caret stands, both as the input has them (`value`, `selectionStart`). */
export interface Typed {
    readonly value: string;
    readonly caret: number;
}
/** Asks a phone library whether a number is one of that country. */
export type PhoneLibrary = (text: string, country: string | undefined) => boolean;
/** The parts of an address, as `Address` has them. */
export type AddressField = "country" | "name" | "company" | "address1" | "address2" | "city" | "region" | "postalCode" | "phone";
/** What is said of one part of an address. A part that is valid may have a reason for a second look: a P.O. box. */
export interface FieldVerdict extends Verdict {
    /** `error`: every server refuses it. `warning`: the shop may take it. */
    readonly severity: "error" | "warning" | null;
}
/** `valid` means that no part has an error; `reason` is the first error's, else the first warning's. */
export interface AddressVerdict extends Verdict {
    readonly fields: {
        readonly [field in AddressField]: FieldVerdict;
    };
}
/** What is known of the shop: it wins over what the package knows of a country. */
export interface AddressOptions {
    /** Regions to hold the address against: the shop's own, or those of `regions(country)`. */
    readonly regions?: readonly (Region | Area)[] | undefined;
    /** Whether the shop refuses an address without a region, or without a postal code, if that is known. */
    readonly regionRequired?: boolean | undefined;
    readonly postalRequired?: boolean | undefined;
    /** Whether it splits names in two and refuses those of one word, as Spree does. */
    readonly splitsName?: boolean | undefined;
    readonly phone?: PhoneLibrary | undefined;
}
/** A region as the package's own data has it: a state, county, province, prefecture… */
export interface Area extends Region {
    /** As the post writes it; ISO 3166-2 is another matter. */
    readonly code: string;
    readonly name: string;
    /** The name in Latin letters, where it has others. */
    readonly latin?: string | undefined;
    /** ISO 3166-2, without the country. */
    readonly iso?: string | undefined;
    /** Names in the country's other languages. */
    readonly also?: readonly string[] | undefined;
    /** What its postal codes begin with. */
    readonly postal?: readonly string[] | undefined;
}
/** What a field is called; the words are the page's. */
export type FieldLabel = "name" | "company" | "address1" | "address2" | "city" | "district" | "post_town" | "suburb" | "postal" | "zip" | "pin" | "eircode" | "province" | "area" | "county" | "department" | "do_si" | "emirate" | "island" | "oblast" | "parish" | "prefecture" | "state" | "phone";
export interface AddressFieldRule {
    readonly field: Exclude<AddressField, "country">;
    readonly label: FieldLabel;
    readonly required: boolean;
    /** The post wants it in capitals. */
    readonly uppercase: boolean;
    /** Fields of one row share a line of the envelope. */
    readonly row: number;
}
/** The form of a country, in its own order. */
export interface AddressRules {
    readonly country: string;
    /** Whether anything is known of this country; if not, the fields are those of most. */
    readonly known: boolean;
    readonly fields: readonly AddressFieldRule[];
    /** Whether `regions(country)` has a list. */
    readonly hasRegions: boolean;
    /** Postal codes are digits, perhaps with a blank or dash: `inputmode="numeric"`. */
    readonly numericPostalCode: boolean;
    /** How long they are, written out; `null` where there is no rule. */
    readonly postalCodeLength: number | null;
}

// dist/format.d.ts
import type { Typed } from "./check-types.js";
/**
 * A card's number with a blank in each gap that digits follow. Call it on `input` events, not while `isComposing`, and put
 * both back: `value`, and `caret` as selection. `before` is what it returned last, with the caret as it was before the
 * event: deleting a blank then takes the digit beside it.
 */
export declare function formatCardNumber(value: string, caret: number, before?: Typed): Typed;
/** An expiry as `MM / YY` or `MM / YYYY`: the blanks and the slash come by themselves, and a zero before a month that needs one. */
export declare function formatExpiry(value: string, caret: number, before?: Typed): Typed;
/**
 * A phone number with its digits in ASCII, without invisible characters, and with a blank behind the country's code. Once it has
 * signs and blanks of its own they stay as they are typed.
 */
export declare function formatPhone(value: string, caret: number, before?: Typed): Typed;
/** A postal code in capitals, with the blank or dash the post writes as soon as it is clear where that goes. */
export declare function formatPostalCode(country: string, value: string, caret: number, before?: Typed): Typed;

// dist/regions.d.ts
import type { Area } from "./check-types.js";
/**
 * The regions of a country, loaded when they are asked for; none where the data has none. A shop's own list, `states(country)`
 * of a checkout, says what that shop takes. Needs no `ready()`.
 *
 * @throws what the host throws when a module cannot be loaded.
 */
export declare function regions(country: string): Promise<readonly Area[]>;

// dist/form-types.d.ts
import type { AddressField, Reason, Typed } from "./check-types.js";
export type CardField = "number" | "expiry" | "code" | "name";
/** Why a field is not right: what a check says, or `refused` by the shop. */
export type FieldReason = Reason | "refused";
/** Texts for reasons, for all fields or for one: `{ empty: "Required", "code.incomplete": "Three digits, please" }`. */
export type Messages = {
    readonly [key in FieldReason | `${AddressField | CardField}.${FieldReason}`]?: string;
};
/** What an input, its label and its message need. An error is shown when a person would expect it, not before. */
export interface FieldProps<Label extends string> {
    /** Name and id of the input. */
    readonly name: string;
    /** What it is called; the words are the page's. */
    readonly label: Label;
    readonly value: string;
    readonly autocomplete: string;
    readonly inputmode: "text" | "numeric" | "tel";
    readonly autocapitalize: "characters" | undefined;
    /** Generous: what is pasted may have more blanks than it needs. */
    readonly maxLength: number;
    readonly required: boolean;
    readonly "aria-invalid": boolean;
    /** The id of the element with the message, which stays in the page when there is none. */
    readonly "aria-describedby": string;
    /** A warning may be ignored: the shop may accept. */
    readonly level: "error" | "warning" | null;
    readonly reason: FieldReason | null;
    /** Empty when there is nothing to say. */
    readonly message: string;
}
export interface FormSnapshot<Name extends string, Label extends string> {
    readonly fields: {
        readonly [name in Name]: FieldProps<Label>;
    };
    /** The fields to show, in their order. */
    readonly order: readonly Name[];
    /** Whether nothing is missing or wrong, shown or not. */
    readonly valid: boolean;
    /** The first field that shows an error: where the focus goes after a submit. */
    readonly firstInvalid: Name | null;
}
/** Where a text comes from. */
export interface InputPlace {
    /** `selectionStart` after the event; the end unless told otherwise. */
    readonly caret?: number | null | undefined;
    /** `selectionStart` before the event, so that deleting a blank takes the digit beside it. */
    readonly before?: number | null | undefined;
    /** The event's `isComposing`: nothing is formatted or blamed until the word is complete. */
    readonly composing?: boolean | undefined;
}
/** Drafts of some fields. Its functions need no `this`. */
export interface Form<Name extends string, Snapshot> {
    /** The same reference until something changes. */
    getSnapshot(): Snapshot;
    subscribe(listener: () => void): () => void;
    /** Loads the core, once; an address form then asks for the lists of its country too. Rejects as `ready` does. */
    load(): Promise<void>;
    /** Takes what stands in an input, by typing, paste or autofill, and says what should stand there, and where the caret. */
    input(name: Name, value: string, place?: InputPlace): Typed;
    /** The focus has left the field: what is incomplete is said now. */
    blur(name: Name): void;
    /** Does both for an input or select, with composition, paste, autofill and caret. Returns the way out. */
    attach(name: Name, element: HTMLInputElement | HTMLSelectElement): () => void;
    /** Forgets what was typed, and what was said about it. */
    clear(): void;
}

// dist/address-form.d.ts
import type { AddressField, FieldLabel, PhoneLibrary } from "./check-types.js";
import type { ShopFacts } from "./shop-facts.js";
import type { Form, FormSnapshot, Messages } from "./form-types.js";
import { type Home } from "./load.js";
import type { WasmSource } from "./options.js";
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
/** An address form whose core comes from `home`, unless the options say otherwise. */
export declare function openAddressForm(options: AddressFormOptions, home: Home): AddressForm;

// dist/card-form.d.ts
import type { CardBrand, CodeRule, Today } from "./check-types.js";
import type { CardField, Form, FormSnapshot, Messages } from "./form-types.js";
import { type Home } from "./load.js";
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
/** A card form whose core comes from `home`, unless the options say otherwise. */
export declare function openCardForm(options: CardFormOptions, home: Home): CardForm;

// dist/options.d.ts
/** The server families this build speaks. */
export type Dialect = 
/** Solidus 2.8 to 4.x. */
"solidus"
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
{
    readonly kind: "guest";
}
/** Somebody who holds an order's number and token, from a link in an e-mail say. */
 | {
    readonly kind: "order";
    readonly number: string;
    readonly token: string;
}
/** A customer. `get` is asked right before each call and its answer is kept nowhere. */
 | {
    readonly kind: "bearer";
    readonly get: () => string | Promise<string>;
}
/** A visitor of a proxy on the page's own origin, which holds the shop's secret and checks who owns the order. `shop` is its address. */
 | {
    readonly kind: "proxy";
};
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
    readonly lines: readonly {
        readonly variant: string;
        readonly quantity: number;
    }[];
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
    readonly auth: {
        readonly kind: Auth["kind"];
        readonly number?: string;
        readonly token?: string;
    };
    readonly createOrder: boolean;
    readonly rawCard?: string;
    readonly placeholderEmail?: string;
    readonly rental?: true;
    readonly uncertainAfterMs?: number;
}
/**
 * Checks the options once, at the only place where a slip in them can be reported with its name.
 *
 * @throws `CheckoutError` with code `invalid_options` and the option's name as field; no value is repeated.
 */
export declare function plainOptions(options: CheckoutOptions): PlainOptions;

// dist/errors.d.ts
import type { ErrorCode, ErrorInfo } from "./types.js";
/**
 * What a failed action rejects with. Branch on `code`; `message` is for developers and may change.
 * Neither ever holds a value that was handed in or a text the shop wrote.
 */
export declare class CheckoutError extends Error implements ErrorInfo {
    readonly code: ErrorCode;
    readonly fields: ErrorInfo["fields"];
    readonly outcome: ErrorInfo["outcome"];
    readonly retryable: boolean;
    readonly status: number | null;
    constructor(info: ErrorInfo);
}
/** Whether a caught value is a `CheckoutError`, by whichever copy of the package it was made. */
export declare function isCheckoutError(value: unknown): value is CheckoutError;
/** An error this side found out by itself: nothing was sent. */
export declare function refusal(code: ErrorCode, field?: string, reason?: string): CheckoutError;
/**
 * Whatever was thrown, as a `CheckoutError`. The core throws plain `ErrorInfo`; anything else is a fault of ours or of
 * the host, whose text may quote input and is dropped.
 */
export declare function toCheckoutError(thrown: unknown): CheckoutError;

// dist/types.d.ts
/** The data a page sees and hands in. Every object is plain and frozen in spirit: nothing here is ever changed in place. */
/** A decimal as text in the order's currency, exact (`"19.99"`, `"5.0"`). Never a float. */
export type Decimal = string;
/** Where an amount comes from: the shop said it, it follows from an edit not confirmed yet, or nobody knows yet. */
export type Amount = {
    readonly status: "confirmed";
    readonly value: Decimal;
} | {
    readonly status: "expected";
    readonly value: Decimal;
} | {
    readonly status: "unknown";
};
/** Whether the shop has confirmed a value or the page's own wish is shown. */
export type Certainty = "confirmed" | "expected";
/** A step of the checkout; `"other"` is a step this shop added, named by `stepName`. */
export type Step = "cart" | "address" | "delivery" | "payment" | "confirm" | "complete" | "other";
/** A postal address. `country` is an ISO-2 code; `region` the code or name of a state, county or province. */
export interface Address {
    /** Whole name. Servers that split it are told both parts. */
    readonly name: string;
    readonly company?: string;
    readonly address1: string;
    readonly address2?: string;
    readonly city: string;
    readonly region?: string;
    readonly postalCode: string;
    readonly country: string;
    readonly phone?: string;
}
export interface Line {
    /** The shop's line id, or `"new:VARIANT"` until the shop has given one. */
    readonly id: string;
    readonly variant: string;
    readonly name: string | null;
    readonly sku: string | null;
    /** The options' text as the shop writes it, `"Size: S"`. */
    readonly options: string | null;
    /** Absolute http(s) URLs. */
    readonly images: readonly string[];
    readonly quantity: number;
    readonly status: Certainty;
    readonly price: Amount;
    /** Unit price times quantity. */
    readonly amount: Amount;
    /** Units on hand, or `null` when the shop does not count them. */
    readonly stock: number | null;
    /** What kind of thing it is, and whether it can be rented; `null` where the shop does not say. */
    readonly productType: string | null;
    readonly rentable: boolean | null;
}
export interface Rate {
    readonly id: string;
    readonly method: string;
    readonly name: string;
    /** `null` where the shop tells it only once it is chosen. */
    readonly cost: Decimal | null;
    readonly selected: boolean;
}
/**
 * The purchase step of Sylius as its documentation of January 2017 has it, which ends there in "TODO". Documented only:
 * no release reads any of it, and nothing here sends it.
 */
export interface DocumentedPurchase {
    /** The card's brand. */
    readonly type: string;
    readonly cardholderName: string;
    readonly number: string;
    readonly securityCode: string;
    readonly expiryMonth: number;
    readonly expiryYear: number;
}
export interface Shipment {
    readonly id: string;
    readonly number: string;
    readonly contents: readonly {
        readonly variant: string;
        readonly quantity: number;
    }[];
    readonly rates: readonly Rate[];
    readonly cost: Decimal;
}
export interface Payment {
    readonly id: string;
    readonly method: string;
    readonly amount: Decimal;
    readonly state: "checkout" | "processing" | "pending" | "completed" | "failed" | "void" | "invalid" | "other";
    /** Last digits as the shop shows them, never more than four. */
    readonly lastDigits: string | null;
}
export interface PaymentMethod {
    readonly id: string;
    readonly name: string;
    readonly kind: "card" | "check" | "store_credit" | "other";
}
/** The order: as the shop last told it, with the wishes not confirmed yet laid over it and marked `expected`. */
export interface Order {
    readonly number: string | null;
    readonly step: Step;
    readonly stepName: string;
    readonly currency: string | null;
    readonly email: {
        readonly value: string;
        readonly status: Certainty;
    } | null;
    readonly lines: readonly Line[];
    readonly shipping: {
        readonly value: Address;
        readonly status: Certainty;
    } | null;
    readonly billing: {
        readonly value: Address | "same";
        readonly status: Certainty;
    } | null;
    readonly notes: {
        readonly value: string;
        readonly status: Certainty;
    } | null;
    /** With the option `rental`. */
    readonly rental: {
        readonly value: Rental;
        readonly status: Certainty;
    } | null;
    readonly coupons: readonly {
        readonly code: string;
        readonly status: Certainty;
    }[];
    readonly shipments: readonly Shipment[];
    readonly payments: readonly Payment[];
    readonly paymentMethods: readonly PaymentMethod[];
    readonly adjustments: readonly {
        readonly label: string;
        readonly amount: Decimal;
    }[];
    readonly itemTotal: Amount;
    readonly shipTotal: Amount;
    readonly taxTotal: Amount;
    readonly adjustmentTotal: Amount;
    readonly total: Amount;
    /** What is left to pay after store credit. */
    readonly due: Amount;
    readonly paymentState: string | null;
    readonly completedAt: string | null;
}
/** Something that stands in the way. `field` names the input that would remove it, where there is one. */
export interface Blocker {
    readonly code: BlockerCode;
    readonly step: Step;
    readonly field: string | null;
    /** A warning may be ignored: the shop may accept. */
    readonly level: "error" | "warning";
}
export type BlockerCode = "cart.empty" | "line.stock" | "email.missing" | "shipping.missing" | "billing.missing" | "address.field" | "address.different" | "rate.missing" | "rate.gone" | "rate.price_changed"
/** Nothing delivers there; the address may be past changing. */
 | "rate.none"
/** Which way this release wants a rate named, no answer has told. */
 | "rate.undecided"
/** It can no longer be changed on this order; `startNew({ keep: true })` opens one where it can. */
 | "order.fixed" | "payment.missing" | "payment.reenter" | "payment.held" | "order.gone" | "order.complete" | "shop.refused" | "other";
/** Where the wishes would land, and why not further. */
export interface Prediction {
    readonly step: Step;
    readonly stepName: string;
    /** Steps this order does not have, such as `payment` when it is free. */
    readonly skips: readonly Step[];
    readonly blockers: readonly Blocker[];
    readonly certain: boolean;
    /** What was taken for granted when `certain` is false. */
    readonly assumes: readonly ("confirm" | "custom_step" | "gateway" | "price" | "promotion" | "rates" | "settings" | "source" | "stale" | "stock" | "version" | "other")[];
}
export interface Pending {
    readonly status: "waiting" | "sending" | "refused";
    readonly error: ErrorInfo | null;
}
/** The checkout at one moment. The same reference is returned until something changes. */
export interface Snapshot {
    /**
     * Grows with each change; hand it to `submit` to say which total was on the screen. A checkout that starts anew on the page
     * counts on from there, so that an older one's names none of its screens.
     */
    readonly revision: number;
    /** `loading` until the core is there: actions wait for it, and no snapshot shows before what was wished. */
    readonly status: "loading" | "open" | "placing" | "uncertain" | "placed" | "failed" | "disposed";
    readonly order: Order;
    readonly next: Prediction;
    readonly can: {
        readonly submit: boolean;
    };
    /** Wishes the shop has not confirmed, by key: `email`, `shipping`, `line:7`, `variant:2`, `coupon:10off`, `rate`, `payment` … */
    readonly pending: Readonly<Record<string, Pending>>;
    /** `"memory"`: a reload loses the checkout, since nothing can be stored here, or the storage holds an order of another tab that is not over. */
    readonly storage: "ok" | "memory";
    /** Calls sent so far, for panels and tests. */
    readonly calls: {
        readonly unsafe: number;
        readonly reads: number;
    };
}
/** What a failed action carries; never an input value. */
export interface ErrorInfo {
    readonly code: ErrorCode;
    readonly fields: readonly {
        readonly field: string;
        readonly code: string;
    }[];
    /** What is true at the shop: nothing was sent, it refused, it did it, or nobody knows. */
    readonly outcome: "not_sent" | "rejected" | "applied" | "unknown";
    readonly retryable: boolean;
    readonly status: number | null;
}
export type ErrorCode = "invalid_input" | "invalid_options" | "invalid_field" | "not_found" | "unauthorized" | "out_of_stock" | "coupon_refused" | "payment_refused" | "transition_refused" | "server_changed" | "total_changed" | "busy" | "network" | "timeout" | "redirected" | "too_large" | "unreadable_answer" | "unsupported_server" | "server_error" | "shop_refused" | "order_complete" | "order_gone" | "create_order_failed" | "unsupported" | "attempt_unresolved" | "aborted" | "disposed" | "internal" | "other";
/** A line by the shop's line id, or by variant. */
export type LineTarget = {
    readonly line: string;
} | {
    readonly variant: string;
};
/** A rental: what is left out of a wish stays as it is. */
export interface Rental {
    /** The first day and the last one, as `"2030-02-03"`, by the shop's calendar. */
    readonly start?: string;
    readonly end?: string;
    /** Of the area it goes to; no part of an address. An area that is not served is refused by the shop. */
    readonly postalCode?: string;
}
/** Wishes that ride together. Quantities are absolute; 0 removes the line. */
export interface Edits {
    readonly lines?: readonly (LineTarget & {
        readonly quantity: number;
    })[];
    /** Removes every line. */
    readonly empty?: true;
    readonly email?: string;
    readonly shipping?: Address;
    readonly billing?: Address | "same";
    readonly notes?: string;
    /** Only with the option `rental`. `saveAddress`: the addresses that are sent from now on are kept for the next rental. */
    readonly rental?: Rental & {
        readonly saveAddress?: true;
    };
    /** A code to apply. */
    readonly coupon?: string;
    readonly removeCoupon?: string;
    /** The cheapest of each shipment; one rate by its id; or one for each shipment. */
    readonly rate?: "cheapest" | {
        readonly rate: string;
    } | {
        readonly method: string;
    } | readonly {
        readonly rate: string;
    }[];
    readonly payment?: PaymentInput;
}
/** A payment: one-shot, sent when the order is placed, forgotten afterwards. */
export type PaymentInput = {
    readonly method: string;
    readonly token: string;
    readonly name?: string;
    readonly month?: string;
    readonly year?: string;
    readonly lastDigits?: string;
    readonly brand?: string;
} | {
    readonly method: string;
    readonly wallet: string;
    readonly code?: string;
} | {
    readonly method: string;
    readonly card: RawCard;
} | {
    readonly method: string;
};
/** A card typed into the page itself. Only with `rawCard: "i-accept-pci-saq-d"`. */
export interface RawCard {
    readonly number: string;
    readonly month: string;
    readonly year: string;
    readonly code: string;
    readonly name: string;
}
/** What an action resolves with. */
export interface Settled {
    readonly status: "confirmed" | "waiting" | "replaced";
    readonly snapshot: Snapshot;
}
export interface Difference {
    readonly what: "total" | "line" | "email" | "shipping" | "billing" | "rate" | "rental" | "currency" | "item_total" | "ship_total" | "tax_total" | "adjustment_total" | "unconfirmed" | "revision" | "other";
    readonly key: string | null;
    readonly seen: string | null;
    readonly now: string | null;
}
/** How a purchase attempt ended. */
export type Ending = {
    readonly status: "placed";
    readonly number: string;
    readonly snapshot: Snapshot;
} | {
    readonly status: "placed_different";
    readonly number: string;
    readonly differences: readonly Difference[];
    readonly snapshot: Snapshot;
} | {
    readonly status: "changed";
    readonly differences: readonly Difference[];
    readonly snapshot: Snapshot;
} | {
    readonly status: "declined";
    readonly snapshot: Snapshot;
} | {
    readonly status: "uncertain";
    readonly snapshot: Snapshot;
} | {
    readonly status: "other";
    readonly blockers: readonly Blocker[];
    readonly error: ErrorInfo | null;
    readonly snapshot: Snapshot;
};
/** What the loop reports beside snapshots. */
export type CheckoutEvent = {
    readonly kind: "drift";
    readonly call: string;
    readonly expected: string;
    readonly actual: string;
} | {
    readonly kind: "lineRemoved";
    readonly line: string;
    readonly variant: string;
} | {
    readonly kind: "changed";
    readonly differences: readonly Difference[];
} | {
    readonly kind: "call";
    readonly method: string;
    readonly route: string;
    readonly unsafe: boolean;
    readonly status: number | null;
} | {
    readonly kind: "other";
};
/** Taken last by every action. */
export interface ActionOptions {
    /** Ends the wait, not the wish: what was sent already is not undone. */
    readonly signal?: AbortSignal | undefined;
}
/** A country the shop knows. */
export interface Country {
    /** ISO-2. */
    readonly code: string;
    readonly name: string;
}
/** A state, county or province of a country. */
export interface Region {
    readonly code: string | null;
    readonly name: string;
}
/** The states of a country, and whether an address needs one. */
export interface Regions {
    readonly required: boolean;
    readonly states: readonly Region[];
}
/** An address of the customer's address book. */
export interface SavedAddress {
    readonly address: Address;
    readonly isDefault: boolean;
}
/** A card the shop keeps for the customer. */
export interface SavedCard {
    readonly id: string;
    readonly brand: string | null;
    readonly lastDigits: string | null;
    readonly month: string | null;
    readonly year: string | null;
    readonly name: string | null;
}
/** An order of the customer's past. */
export interface PastOrder {
    readonly number: string;
    readonly step: Step;
    readonly total: Decimal;
    readonly currency: string | null;
    readonly paymentState: string | null;
    readonly completedAt: string | null;
}
