import { isCheckoutError } from "./cashwrap.js";
import { complain, say, words } from "./dom.js";

/**
 * Waits for an action and says how it went. Gives what it resolved with, or nothing when it was refused: the page goes
 * on either way.
 */
export async function attempt(saying, action, prefix = "") {
  say(`${saying} …`);
  try {
    const settled = await action;
    say(`${saying}: ${settled.status === "waiting" ? "noted, to be sent later" : "done"}.`);
    return settled;
  } catch (error) {
    if (!isCheckoutError(error)) throw error;
    const known = { not_sent: "nothing was sent", rejected: "the shop refused", applied: "the shop did it", unknown: "nobody knows yet" };
    const about = error.fields.map(({ field, code }) => `${words(field)} ${words(code)}`).join(", ");
    const fields = error.fields.map(({ field, code }) => ({ field: prefix + field, code }));
    complain(`${saying}: ${words(error.code)}${about ? ` (${about})` : ""}; ${known[error.outcome]}.`, fields);
    return undefined;
  }
}
