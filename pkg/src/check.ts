import type {
  BrandRules, CardBrand, CardVerdict, CodeRule, ExpiryVerdict, PhoneLibrary, Today, Verdict,
} from "./check-types.js";
import {
  bitsOf, BRAND_RULES, CARD_NUMBER, COUPON, EMAIL, EXPIRY, HOLDER, over, overAll, PHONE, QUANTITY, RENTAL, SECURITY_CODE,
  SERVICE_CODE, verdictOf,
} from "./verdict.js";

/** In the order of `Brand` in the core. */
const BRANDS: readonly CardBrand[] = [
  "visa", "mastercard", "amex", "diners", "discover", "jcb", "unionpay", "verve", "elo", "mir", "hiper", "hipercard", "naranja",
  "rupay", "troy", "maestro",
];

/** A code of three or four digits, where nobody has said whose card it is. */
const ANY_CODE = 1 << 3 | 1 << 4;
const HALF_A_DAY_MS = 43_200_000;

/** Sets of brands that were met, so that the same ones are the same list. */
const sets = new Map<number, readonly CardBrand[]>();

/** The brands of a set, whose first 16 bits say which, and the rest the likeliest's place from 1. */
function brandsOf(set: number): readonly CardBrand[] {
  let brands = sets.get(set);
  if (!brands) {
    const likeliest = BRANDS[(set >> 16) - 1];
    const others = BRANDS.filter((brand, place) => set >> place & 1 && brand !== likeliest);
    brands = likeliest ? [likeliest, ...others] : others;
    sets.set(set, brands);
  }
  return brands;
}

/**
 * A card's number, as typed or pasted. `brand` is what a payment provider's own look-up said it is: that holds, whatever
 * the number begins with.
 */
export function checkCardNumber(text: string, brand?: CardBrand): CardVerdict {
  const told = brand === undefined ? 0 : BRANDS.indexOf(brand) + 1;
  const bits = bitsOf(CARD_NUMBER, text, told);
  const { valid, potential, reason } = verdictOf(bits & 0xff);
  return { valid, potential, reason, brands: brandsOf(bits >>> 8) };
}

/** Whose a card's number may be, the likeliest first. */
export function cardBrands(text: string): readonly CardBrand[] {
  return checkCardNumber(text).brands;
}

/** What the numbers of a brand look like. */
export function brandRules(brand: CardBrand): BrandRules {
  const bits = bitsOf(BRAND_RULES, "", BRANDS.indexOf(brand));
  const lengths = Array.from({ length: 20 }, (_, count) => count).filter((count) => bits >> count & 1);
  const gaps = bits >> 20 & 1 ? [4, 10] : [4, 8, 12, 16];
  return { brand, lengths, gaps: gaps.filter((gap) => gap < Math.max(...lengths)), codeLength: bits >> 21 };
}

/** A card's expiry: `1/29`, `01 / 2029`, `2029-01`, `0129`. */
export function checkExpiry(text: string, today: Today): ExpiryVerdict {
  const [year, month] = dayOf(today);
  const bits = bitsOf(EXPIRY, text, year, month);
  return { ...verdictOf(bits & 0xff), month: bits >> 8 & 15 || null, year: bits >>> 12 || null };
}

/** Nothing is over early anywhere: an instant is the date of the last time zone to reach it, twelve hours behind UTC. */
function dayOf(today: Today): readonly [number, number, number] {
  if (!(today instanceof Date)) return [today.year, today.month, today.day ?? 1];
  const last = new Date(today.getTime() - HALF_A_DAY_MS);
  return [last.getUTCFullYear(), last.getUTCMonth() + 1, last.getUTCDate()];
}

/** A card's security code; `brand` says how long it is, or a payment provider's rule does. */
export function checkSecurityCode(text: string, brand?: CardBrand | CodeRule): Verdict {
  const [lengths, required] = codeRule(brand);
  return over(SECURITY_CODE, text, lengths, Number(required));
}

function codeRule(brand: CardBrand | CodeRule | undefined): readonly [number, boolean] {
  if (brand === undefined) return [ANY_CODE, true];
  if (typeof brand === "string") return [1 << brandRules(brand).codeLength, true];
  return [brand.lengths.reduce((set, length) => set | 1 << length, 0), brand.required && brand.lengths.length > 0];
}

/** The name on a card: anything that is not blank and not the card's number. */
export function checkCardholder(text: string): Verdict {
  return over(HOLDER, text);
}

/** An e-mail address, by the rule of HTML's `input type=email`, with a dot in its host. */
export function checkEmail(text: string): Verdict {
  return over(EMAIL, text);
}

/**
 * A phone number's shape: international, or as it is dialled within a country. A phone library handed in as `library` has
 * the last word on what is complete.
 */
export function checkPhone(text: string, country?: string, library?: PhoneLibrary): Verdict {
  const verdict = over(PHONE, text);
  if (!library || !verdict.valid) return verdict;
  return library(text, country) ? verdict : { valid: false, potential: verdict.potential, reason: "format" };
}

/** How many: a whole number, of which 0 removes the line. */
export function checkQuantity(value: number | string): Verdict {
  return over(QUANTITY, String(value));
}

/** A coupon's code, of which only the shop knows more than that there is one. */
export function checkCoupon(text: string): Verdict {
  return over(COUPON, text);
}

/** The first and the last day of a rental, both as `2026-11-24`: the last one not before the first, the first not before today. */
export function checkRentalDates(from: string, to: string, today: Today): Verdict {
  const [year, month, day] = dayOf(today);
  return overAll(RENTAL, [from, to], year << 9 | month << 5 | day);
}

/** Whether a postal code is one of those a shop delivers to. What follows a dash tells the house within the area: `10001-1234`. */
export function checkServiceZip(text: string, served: readonly string[]): Verdict {
  return overAll(SERVICE_CODE, [text, ...served]);
}
