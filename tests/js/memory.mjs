// Looks for card numbers in the whole memory of the core. Runs in Node and, as text, in a browser.

/** So many digits of a number in a row are a trace of it. */
const WINDOW = 6;

/** A random number of 16 digits that passes the check sum, from so many random bytes. */
export function cardNumber(random) {
  const digits = [4, ...Array.from(random(14), (byte) => byte % 10)];
  // From the right, the check digit being the first: every second one counts twice.
  const sum = digits.reduce((all, digit, place) => all + (place % 2 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2), 0);
  return [...digits, (10 - (sum % 10)) % 10].join("");
}

/** Every window of a number's digits. */
export const windows = (number) => new Set(Array.from({ length: number.length - WINDOW + 1 }, (_, at) => number.slice(at, at + WINDOW)));

/**
 * Every window of six ASCII digits in a memory, blanks and dashes between digits passed over, with where it stands:
 * `{ inside, outside }`, in and out of the region.
 */
export function scan(memory, [from, to]) {
  const bytes = new Uint8Array(memory.buffer);
  const found = { inside: new Set(), outside: new Set() };
  let run = "";
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte >= 48 && byte <= 57) {
      run = (run + String.fromCharCode(byte)).slice(-6);
      if (run.length === 6) (at - 5 >= from && at < to ? found.inside : found.outside).add(run);
    } else if (byte !== 32 && byte !== 45) {
      run = "";
    }
  }
  return found;
}

/** How many windows of `number` a scan has found that an earlier one, made before the number was known, had not. */
export function hits(found, number, control) {
  const known = new Set([...control.inside, ...control.outside]);
  const count = (set) => [...windows(number)].filter((window) => set.has(window) && !known.has(window)).length;
  return { inside: count(found.inside), outside: count(found.outside) };
}
