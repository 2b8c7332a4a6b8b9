import type { FieldReason, Messages } from "./form-types.js";

/** What is said unless the page says it otherwise. */
const ENGLISH: { readonly [reason in FieldReason]?: string } = {
  empty: "Please fill this in.",
  incomplete: "This is not complete yet.",
  too_long: "This is too long.",
  characters: "Some of these characters do not belong here.",
  invisible: "There are invisible characters in this.",
  checksum: "This number cannot be right. Please check it.",
  brand: "We do not take cards with such a number.",
  month: "There is no such month.",
  year: "Please check the year.",
  past: "This card has expired.",
  far: "This is too far in the future.",
  card_number: "This is a card’s number, not a name.",
  country: "We do not deliver to this country.",
  region: "Please choose one of the list.",
  mismatch: "This does not go with the region.",
  unused: "Addresses there do not have this.",
  po_box: "Some parcels cannot go to a P.O. box.",
  refused: "The shop does not accept this.",
};

/** What to say about a field. */
export function messageOf(messages: Messages, field: string, reason: FieldReason): string {
  const own = messages[`${field}.${reason}` as keyof Messages] ?? messages[reason];
  return own ?? ENGLISH[reason] ?? "Please check this.";
}
