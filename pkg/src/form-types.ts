import type { AddressField, Reason, Typed } from "./check-types.js";

export type CardField = "number" | "expiry" | "code" | "name";

/** Why a field is not right: what a check says, or `refused` by the shop. */
export type FieldReason = Reason | "refused";

/** Texts for reasons, for all fields or for one: `{ empty: "Required", "code.incomplete": "Three digits, please" }`. */
export type Messages = { readonly [key in FieldReason | `${AddressField | CardField}.${FieldReason}`]?: string };

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
  readonly fields: { readonly [name in Name]: FieldProps<Label> };
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
