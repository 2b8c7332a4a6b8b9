// The classic Spree API: the calls of the rooms for 2.0, 2.1 to 2.2, and 2.3 to 4.4.

import { byId, count, id, keyed, list, maybe, nothing, one, only, text } from "../shape.mjs";
import { route } from "../routes.mjs";
import { HIDDEN, MAX_QUANTITY, address, create, isDue, isPlaced, made, payment, payments, rate, source, state } from "./classic.mjs";

/** One generation: where its API may be, which calls it has, and with what it is asked. */
function spree({ hasRawCards }, { roots, calls, hasSecrets }) {
  const place = address({ country_id: idOrNone });
  const quantity = count(MAX_QUANTITY);
  const card = source(hasRawCards, { first_name: text(), last_name: text() });
  const line = only({ id, variant_id: id, quantity });
  const contact = {
    email: text(254), ship_address_attributes: place, bill_address_attributes: place, special_instructions: text(), use_billing: one(true, false),
  };
  const shapes = { place, quantity, card, line, contact };
  return {
    routes: roots.flatMap((root) => [
      route("open", "GET", `${root}/countries`, { query: /^per_page=500$/ }),
      route("open", "GET", `${root}/states`, { query: /^country_id=[1-9][0-9]{0,14}$/ }),
      route("read", "GET", `${root}/orders/:number`),
      route("change", "PUT", `${root}/orders/:number/empty`, { body: nothing }),
      ...calls(root, shapes),
    ]),
    headers: async ({ key, order }) => (order?.secret && (hasSecrets || !key) ? { "X-Spree-Order-Token": order.secret } : key ? { "X-Spree-Token": key } : {}),
    readPath: (number, root) => `${root ?? roots[0]}/orders/${number}`,
    roots,
    hidden: { drop: HIDDEN },
    made,
    create: create(roots.map((root) => `${root}/orders`)),
    isPlaced,
  };
}

/** A shop that rents things out has days and an area, and two words beside addresses: inferred from its document. */
const RENTAL = { rental_start_date: text(40), rental_end_date: text(40), zipcode: text(20) };

const idOrNone = (value, where) => (value === null ? null : id(value, where));
const STATES = ["address", "delivery", "payment"];

/** Lines one by one. */
const lineCalls = (root, { line, quantity }) => [
  route("change", "POST", `${root}/orders/:number/line_items`, { body: only({ line_item: line }) }),
  route("change", "PUT", `${root}/orders/:number/line_items/:id`, { body: only({ line_item: only({ quantity }) }) }),
  route("change", "DELETE", `${root}/orders/:number/line_items/:id`, { body: nothing }),
];

/** `PUT /checkouts` saves and goes one step on; on from there it may place the order. */
const checkoutCalls = (root, { contact, card }, states = STATES) => [
  route("change", "PUT", `${root}/checkouts/:number`, {
    body: maybe(only({
      state: state(...states),
      save_user_address: one("1"),
      order: only({
        ...contact,
        use_shipping: one("1"),
        shipments_attributes: either(keyed(rate), list(rate)),
        // As a list alone: keyed "0", an order is placed with a payment that has no method (2.1.12, 2.2.14).
        payments_attributes: payments({}),
        payment_source: byId(card),
        coupon_code: text(255),
      }),
      payment_source: byId(card),
    })),
    places: true,
  }),
  route("change", "PUT", `${root}/checkouts/:number/next`, { body: nothing, places: true }),
  route("change", "PUT", `${root}/checkouts/:number/advance`, { body: nothing, places: true }),
];

const couponCalls = (root) => ["apply_coupon_code", "remove_coupon_code"].map((verb) =>
  route("change", "PUT", `${root}/orders/:number/${verb}`, { body: only({ coupon_code: text(255) }) }));

const paymentCalls = (root, { card }) => [
  route("change", "POST", `${root}/orders/:number/payments`, { body: payment({ source_attributes: card }), places: true, guard: isDue }),
];

const either = (...shapes) => (value, where) => {
  let refused;
  for (const shape of shapes) {
    try {
      return shape(value, where);
    } catch (error) {
      refused = error;
    }
  }
  throw refused;
};

const lists = (line) => either(keyed(line), list(line));

/** 2.3 to 4.4. The order's secret is used once there is one. */
export const spree23 = (options) => spree(options, {
  roots: ["/api/v1", "/api"],
  hasSecrets: true,
  calls: (root, shapes) => [
    route("make", "POST", `${root}/orders`, { body: maybe(only({ order: only({ ...shapes.contact, ...RENTAL, line_items: lists(shapes.line) }) })) }),
    route("change", "PUT", `${root}/orders/:number`, { body: only({ order: only({ ...shapes.contact, ...RENTAL, line_items: lists(shapes.line) }) }) }),
    ...lineCalls(root, shapes), ...checkoutCalls(root, shapes), ...couponCalls(root), ...paymentCalls(root, shapes),
  ],
});

/** 2.0.4 to 2.2. A key, where there is one, goes along throughout: the order's secret does not open every call (2.1.12). */
export const spree22 = (options) => spree(options, {
  roots: ["/api"],
  hasSecrets: false,
  calls: (root, shapes) => [
    ...["orders", "checkouts"].map((what) =>
      route("make", "POST", `${root}/${what}`, { body: maybe(only({ order: only({ ...shapes.contact, line_items: lists(shapes.line) }) })) })),
    ...lineCalls(root, shapes), ...checkoutCalls(root, shapes), ...couponCalls(root), ...paymentCalls(root, shapes),
  ],
});

/** 2.0.0 to 2.0.3: reads and lines take an administrator's key, and there is no coupon call. */
export const spree20 = (options) => spree(options, {
  roots: ["/api"],
  hasSecrets: false,
  calls: (root, shapes) => [
    ...["orders", "checkouts"].map((what) =>
      route("make", "POST", `${root}/${what}`, { body: maybe(only({ order: only({ ...shapes.contact, line_items: lists(shapes.line) }) })) })),
    // `cart`: a coupon goes with a step, and the first one leads to where addresses are taken.
    ...lineCalls(root, shapes), ...checkoutCalls(root, shapes, ["cart", ...STATES]),
  ],
});
