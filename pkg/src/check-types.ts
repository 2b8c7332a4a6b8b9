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
export type Today = Date | { readonly year: number; readonly month: number };

/** A text in an input, and where the caret stands, both as the input has them (`value`, `selectionStart`). */
export interface Typed {
  readonly value: string;
  readonly caret: number;
}

/** Asks a phone library whether a number is one of that country. */
export type PhoneLibrary = (text: string, country: string | undefined) => boolean;
