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

export type Reason =
  | "empty" | "incomplete" | "too_long" | "characters" | "invisible" | "checksum" | "brand" | "month" | "year" | "past" | "far"
  | "card_number" | "format" | "country" | "region" | "mismatch" | "unused" | "po_box" | "range" | "order" | "not_serviced";

export type CardBrand =
  | "visa" | "mastercard" | "amex" | "diners" | "discover" | "jcb" | "unionpay" | "verve" | "elo" | "mir" | "hiper"
  | "hipercard" | "naranja" | "rupay" | "troy" | "maestro";

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
export type Today = Date | { readonly year: number; readonly month: number; readonly day?: number };

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
  readonly fields: { readonly [field in AddressField]: FieldVerdict };
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
export type FieldLabel =
  | "name" | "company" | "address1" | "address2" | "city" | "district" | "post_town" | "suburb" | "postal" | "zip" | "pin"
  | "eircode" | "province" | "area" | "county" | "department" | "do_si" | "emirate" | "island" | "oblast" | "parish"
  | "prefecture" | "state" | "phone";

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
