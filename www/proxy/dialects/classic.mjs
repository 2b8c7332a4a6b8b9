// What Solidus and the classic Spree API have in common.

import { isNumber } from "../routes.mjs";
import { Stop } from "../request.mjs";
import { amount, id, idOrNull, list, one, only, text } from "../shape.mjs";

export const MAX_QUANTITY = 9999;

/** An address: no id, so that no stored one is taken over, and no owner. */
export const address = (country) => only({
  firstname: text(), lastname: text(), company: text(), address1: text(), address2: text(), city: text(), zipcode: text(),
  phone: text(), state_id: idOrNull, state_name: text(), ...country,
});

/** A rate for a shipment. */
export const rate = only({ id, selected_shipping_rate_id: id });

const shown = { month: text(2), year: text(4), name: text(), cc_type: text(40), last_digits: text(4) };

/** What pays: a provider's token; a card's own number only where the proxy was told that numbers may pass through it. */
export const source = (hasRawCards, extra = {}) => only({
  ...shown,
  ...extra,
  gateway_payment_profile_id: text(300),
  ...(hasRawCards ? { number: text(30), verification_value: text(4) } : {}),
});

/** The steps an order may be sent back to by name. Forward is never asked for. */
export const state = (...names) => one(...names);

/** A payment that goes with its step. */
export const payments = (members) => list(only({ payment_method_id: id, ...members }), 1);

/** The amount of a payment is what the order says is due, as just read; anything else is refused. */
export async function isDue({ body, read }) {
  const order = await read();
  const due = [order.order_total_after_store_credit, order.total].map(plain);
  if (!due.includes(plain(body.payment.amount))) throw new Stop(409, "amount");
}

/** Amounts are compared as decimals: "20.0" is "20.00". */
const plain = (value) => {
  const [whole, fraction = ""] = String(value).split(".");
  return `${whole}.${fraction.replace(/0+$/, "")}`;
};

export const payment = (members) => only({ payment: only({ payment_method_id: id, amount, ...members }) });

/** Answers: no secret of the order, nothing of the payment provider's. */
export const HIDDEN = ["token", "guest_token", "order_token", "cost_price", "gateway_customer_profile_id", "gateway_payment_profile_id", "encrypted_data"];

/** What a creation has made. */
export function made(order, wasAskedFor) {
  if (typeof order?.number !== "string" || !isNumber(order.number)) return undefined;
  return {
    number: order.number,
    owner: order.user_id ?? undefined,
    secret: typeof order.token === "string" ? order.token : undefined,
    // The shop fills in the e-mail of the account whose key it was. That is not the shopper's.
    ghost: wasAskedFor?.order?.email === undefined && typeof order.email === "string" ? order.email : undefined,
  };
}

/** A state `complete` alone says nothing: an order sold out at the last step keeps it, and was never completed (2.2.14). */
export const isPlaced = (order) => typeof order?.completed_at === "string";

/** An order without anything in it, for pages whose orders a backend makes. Where the API is elsewhere nothing is made. */
export const create = (paths) => async ({ pass }) => {
  let answer;
  for (const path of paths) {
    answer = await pass({ method: "POST", path });
    if (answer.status !== 404 && Math.floor(answer.status / 100) !== 3) break;
  }
  return answer.status < 300 ? made(JSON.parse(answer.body)) : answer;
};
