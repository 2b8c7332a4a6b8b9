// What a body may hold. A shape reads a value and gives back its own copy, so that only what was looked at is sent on.

/** Why a body is refused. The name says where; no value is repeated. */
export class Refused extends Error {
  constructor(where) {
    super(where);
    this.where = where;
  }
}

const MAX_TEXT = 1000;
const MAX_ITEMS = 200;

const refuse = (where) => {
  throw new Refused(where);
};

/** An object with some of these members, and no others. */
export const only = (members) => (value, where) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(where);
  const copy = {};
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(members, key)) return refuse(`${where}.*`);
    copy[key] = members[key](value[key], `${where}.${key}`);
  }
  return copy;
};

/** The same with all of them. */
export const all = (members) => (value, where) => {
  const copy = only(members)(value, where);
  for (const key of Object.keys(members)) if (!Object.hasOwn(copy, key)) return refuse(`${where}.${key}`);
  return copy;
};

/** A list. */
export const list = (item, most = MAX_ITEMS) => (value, where) => {
  if (!Array.isArray(value) || value.length > most) return refuse(where);
  return value.map((each) => item(each, where));
};

/** A list as an object keyed "0", "1" and so on. */
export const keyed = (item) => (value, where) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(where);
  const keys = Object.keys(value);
  if (keys.length > MAX_ITEMS || keys.some((key, at) => key !== String(at))) return refuse(where);
  return Object.fromEntries(keys.map((key) => [key, item(value[key], where)]));
};

/** An object whose keys are ids. */
export const byId = (item) => (value, where) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(where);
  const keys = Object.keys(value);
  if (keys.length > MAX_ITEMS || !keys.every(isId)) return refuse(where);
  return Object.fromEntries(keys.map((key) => [key, item(value[key], where)]));
};

/** A text, or null. */
export const text = (most = MAX_TEXT) => (value, where) => {
  if (value === null || (typeof value === "string" && value.length <= most)) return value;
  return refuse(where);
};

/** An id, as a number or as text: digits without a sign, a point or a zero before them. */
export const id = (value, where) => (isId(String(value)) && typeof value !== "object" ? value : refuse(where));
/** The same, or null. */
export const idOrNull = (value, where) => (value === null ? null : id(value, where));
const isId = (text) => /^[1-9][0-9]{0,14}$/.test(text);

/** A whole number up to `most`. */
export const count = (most, least = 0) => (value, where) =>
  Number.isSafeInteger(value) && value >= least && value <= most ? value : refuse(where);

/** An amount as text. */
export const amount = (value, where) => (typeof value === "string" && /^(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?$/.test(value) ? value : refuse(where));

/** One of these. */
export const one = (...values) => (value, where) => (values.includes(value) ? value : refuse(where));

/** A code of the shop's: letters, digits and a few marks. */
export const code = (value, where) => (typeof value === "string" && /^[\w.-]{1,100}$/.test(value) ? value : refuse(where));

/** No body at all. */
export const nothing = (value, where) => (value === undefined ? undefined : refuse(where));

/** A body that may be left out. */
export const maybe = (shape) => (value, where) => (value === undefined ? undefined : shape(value, where));
