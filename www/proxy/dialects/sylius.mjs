// What the Sylius families have in common: an administrators' API, asked with the token of a client of the proxy's.

import { Stop } from "../request.mjs";
import { tokens } from "../oauth.mjs";

/** A customer's own data is in the answers of the administrators' API. A visitor who typed an e-mail gets no more than that. */
export const HIDDEN = { drop: ["tokenValue", "token_value"], keep: { customer: ["email"], user: ["email"] } };

export const MAX_QUANTITY = 9999;

/** Headers with a token, and what to do when the shop does not take it. */
export function credentials(oauth, path, now) {
  if (!oauth) throw new Error("oauth: missing");
  const held = tokens({ path, ...oauth, now });
  return {
    headers: async ({ ask }) => ({ Authorization: `Bearer ${await held.access(ask)}` }),
    isRefused: ({ status }, { Authorization }) => {
      if (status !== 401) return false;
      held.refuse(Authorization.slice("Bearer ".length));
      return true;
    },
  };
}

/** An order that is placed, in every spelling. */
export const isPlaced = (order) =>
  Boolean(order?.number) || ["finalize", "completed"].includes(order?.checkoutState ?? order?.checkout_state);

/** Real servers change an item by its id alone, whoever's cart it is in: it must be in this one, as just read. */
export async function isInside({ named, read }) {
  const items = Object.values((await read()).items ?? {});
  if (!items.some((item) => String(item.id) === named.item)) throw new Stop(404, "no_such_item");
}

/** Once an order is placed its items and coupon can still be changed at the shop: not through here. */
export const isOpen = async ({ read }) => void (await read());

/** An order without lines is numbered and ends as done (1.6 to 1.9). */
export async function isFilled({ read }) {
  if (Object.values((await read()).items ?? {}).length === 0) throw new Stop(422, "empty");
}
