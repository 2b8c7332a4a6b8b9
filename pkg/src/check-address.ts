import { check } from "../wasm/cashwrap.js";
import type {
  AddressField, AddressFieldRule, AddressOptions, AddressRules, AddressVerdict, Area, FieldLabel, FieldVerdict, Reason, Verdict,
} from "./check-types.js";
import { madeByte, put } from "./desk.js";
import type { Region } from "./types.js";
import { formatPostalCode } from "./format.js";
import { ADDRESS, bitsOf, codeOf, FIELDS, over, POSTAL_CODE, TOO_LONG, verdictOf } from "./verdict.js";

/** In the order in which the core tells of them. */
const PARTS = [
  "name", "company", "address1", "address2", "city", "region", "postalCode", "country", "phone",
] as const satisfies readonly AddressField[];

/** In the order of `LABELS_…` in `cargo xtask tables`. */
const REGIONS = labels("province area county department district do_si emirate island oblast parish prefecture state");
const CITIES = labels("city district post_town suburb");
const CODES = labels("postal zip pin eircode");

function labels(words: string): readonly FieldLabel[] {
  return words.split(" ") as FieldLabel[];
}

const SEVERITIES = [null, "warning", "error"] as const;

/** A postal code of a country. Where none is known for it, anything is valid. */
export function checkPostalCode(country: string, text: string): Verdict {
  return over(POSTAL_CODE, text, codeOf(country));
}

/**
 * An address of a country: every part at once. Errors are what every server refuses; whatever one may take is a warning, and
 * what the shop is known to ask for (`options`) wins over both.
 */
export function checkAddress(
  country: string,
  fields: { readonly [field in AddressField]?: string | undefined },
  options: AddressOptions = {},
): AddressVerdict {
  const { name = "", company = "", address1 = "", address2 = "", city = "", region = "", postalCode: code = "", phone = "" } = fields;
  const length = put(name, company, address1, address2, city, region, code, country, phone);
  // What is not known has neither bit, what is refused without both.
  const said = (asks: boolean | undefined): number => asks === undefined ? 0 : asks ? 5 : 1;
  const shop = said(options.regionRequired) | said(options.postalRequired) << 1 | Number(options.splitsName ?? 0) << 4;
  if (length >= 0) check(ADDRESS, length, shop, 0);
  const all: Partial<Record<AddressField, FieldVerdict>> = {};
  for (const [place, part] of PARTS.entries()) {
    // Longer than the desk: no server takes that.
    const bits = length < 0 ? TOO_LONG : madeByte(place * 2);
    // Spread out, objects are made three times as slow.
    const { valid, potential, reason } = verdictOf(bits);
    all[part] = { valid, potential, reason, severity: SEVERITIES[length < 0 ? 2 : madeByte(place * 2 + 1)] ?? null };
  }
  const told = all as Record<AddressField, FieldVerdict>;
  if (options.regions && region) {
    // Digits in ASCII and capitals, whatever was typed.
    const plain = formatPostalCode(country, code, 0).value.replace(/[ -]/g, "");
    withRegions(told, region, plain, options.regions, options.regionRequired === true);
  }
  if (options.phone && phone && told.phone.valid && !options.phone(phone, country)) told.phone = warning("format", told.phone.potential);
  return summary(told);
}

function warning(reason: Reason, potential = false): FieldVerdict {
  return { valid: false, potential, reason, severity: "warning" };
}

/** Whether the region is one of the list, and the postal code one of the region's. */
function withRegions(told: Record<AddressField, FieldVerdict>, text: string, code: string, regions: readonly (Region | Area)[], asked: boolean): void {
  if (regions.length === 0) return;
  const region = findRegion(regions, text) as (Region & Partial<Area>) | undefined;
  if (!region) told.region = { ...warning("region", true), severity: asked ? "error" : "warning" };
  if (!region?.postal || !told.postalCode.valid || !code) return;
  // Letters that all codes of a country begin with are in no beginning.
  const digits = code.replace(/^[A-Z]+(?=\d)/, "");
  if (!region.postal.some((beginning) => code.startsWith(beginning) || digits.startsWith(beginning))) told.postalCode = warning("mismatch");
}

/** The region of a list that a text means: by its code or a name of it, whatever the case and accents. */
export function findRegion<R extends Region>(regions: readonly R[], text: string): R | undefined {
  const wanted = folded(text);
  return regions.find((region) => {
    const { code, name, latin, iso, also = [] } = region as Region & Partial<Area>;
    return [code, name, latin, iso, ...also].some((known) => known && folded(known) === wanted);
  });
}

function folded(text: string): string {
  return text.normalize("NFKD").replace(/[\p{M}.]/gu, "").trim().toLowerCase();
}

function summary(fields: Record<AddressField, FieldVerdict>): AddressVerdict {
  const all = Object.values(fields);
  const error = all.find((field) => field.severity === "error");
  const first = error ?? all.find((field) => field.severity !== null);
  return {
    valid: error === undefined,
    potential: all.every((field) => field.severity !== "error" || field.potential),
    reason: first?.reason ?? null,
    fields,
  };
}

/** The letters of the core's lines, in the order of its bits, and two of our own, with what they are. */
const LETTERS = "NOACSZ2P";
const NAMES = ["name", "company", "address1", "city", "region", "postalCode", "address2", "phone"] as const;

/** The fields of a country's addresses, in its own order, with what they are called there. */
export function addressFields(country: string): AddressRules {
  const told = bitsOf(FIELDS, "", codeOf(country));
  let lines = "";
  for (let place = 0; place < (told & 31); place++) lines += String.fromCharCode(madeByte(place));
  return rulesOf(country, told, lines);
}

/** The fields of most countries: of those nothing is known of, and of all until the core is there. */
export const usualRules = (): AddressRules => rulesOf("", 1 << 31 | 1 << 8, "N/O/A/C/S/Z");

/** From the lines of an envelope and what the core tells beside them. */
function rulesOf(country: string, told: number, lines: string): AddressRules {
  const known = told >>> 31 === 0;
  const labels = told >> 16;
  const asksCode = (told >> 8 & 1) === 0;
  // What the post has no use for and servers ask for all the same: the city on the side of the street where larger places are.
  if (!lines.includes("C")) lines = /^[NO]/.test(lines) ? lines.replace("A", "A/C") : lines.replace("A", "C/A");
  if (!lines.includes("Z") && asksCode) lines += "/Z";
  // The second line of the street is under the first, the phone under all.
  lines = `${lines.replace("A", "A/2")}/P`;
  const named: { readonly [letter: string]: FieldLabel | undefined } = {
    S: REGIONS[labels & 15], C: CITIES[labels >> 4 & 3], Z: CODES[labels >> 6 & 3],
  };
  const capitals = told >> 9 & 63;
  const fields: AddressFieldRule[] = [];
  let row = 0;
  for (const letter of lines) {
    const place = LETTERS.indexOf(letter);
    const field = NAMES[place];
    if (letter === "/") row++;
    if (!field) continue;
    fields.push({
      field,
      label: named[letter] ?? field as FieldLabel,
      required: letter === "S" ? (told >> 6 & 1) > 0 : letter === "Z" ? asksCode : "NAC".includes(letter),
      uppercase: (capitals >> (letter === "2" ? 2 : place) & 1) > 0,
      row,
    });
  }
  return {
    country: String(country).trim().toUpperCase(),
    known,
    fields,
    hasRegions: (told >> 15 & 1) > 0,
    numericPostalCode: (told >> 29 & 1) > 0,
    postalCodeLength: told >> 24 & 31 || null,
  };
}
