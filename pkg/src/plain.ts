import { isCheckoutError, refusal } from "./errors.js";

/** How deep a value may nest: edits need four. */
const MAX_DEPTH = 8;
/** The most members an object or a list may have. */
const MAX_MEMBERS = 500;
/** The most UTF-16 units a text may have. */
const MAX_TEXT = 10_000;
const MAX_COUNT = 0xffff_ffff;

/**
 * A value of a page, whatever it is, as JSON. Members that are `undefined` or `null` are left out.
 *
 * @throws `CheckoutError` with code `invalid_input` and the place as field, `lines[0].quantity`; never the value.
 */
export function plain(value: unknown, root: string): string {
  try {
    return JSON.stringify(copyOf(value, "", root, 0) ?? null);
  } catch (thrown) {
    // A getter of the page's, or a proxy.
    throw isCheckoutError(thrown) ? thrown : refusal("invalid_input", root, "threw");
  }
}

function copyOf(value: unknown, place: string, root: string, depth: number): unknown {
  const wrong = (reason: string): Error => refusal("invalid_input", place || root, reason);
  if (value === undefined || value === null) return undefined;
  switch (typeof value) {
    case "boolean":
      return value;
    case "number":
      // Every number of ours is a count.
      if (!Number.isInteger(value) || value < 0 || value > MAX_COUNT) throw wrong("not_a_count");
      return value;
    case "string":
      if (value.length > MAX_TEXT) throw wrong("too_long");
      // Half a surrogate pair would reach the shop as something else.
      if (/\p{Surrogate}/u.test(value)) throw wrong("not_unicode");
      return value;
    case "object": {
      if (depth === MAX_DEPTH) throw wrong("too_deep");
      const isList = Array.isArray(value);
      const keys = isList ? value : Object.keys(value);
      if (keys.length > MAX_MEMBERS) throw wrong("too_many");
      if (isList) return Array.from(value, (item, index) => copyOf(item, `${place}[${index}]`, root, depth + 1));
      return Object.fromEntries(Object.keys(value).map((key) => {
        // Keys come from the page too: only what looks like a name of ours is repeated in an error.
        const name = /^\w{1,20}$/.test(key) ? key : "other";
        const member: unknown = (value as Readonly<Record<string, unknown>>)[key];
        return [key, copyOf(member, place ? `${place}.${name}` : name, root, depth + 1)];
      }));
    }
    default:
      throw wrong("not_plain_data");
  }
}
