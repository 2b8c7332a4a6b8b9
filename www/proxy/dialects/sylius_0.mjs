// Sylius with one checkout URL, 0.13 to 0.16 under /api and as documented under /api/v1: `src/dialect/sylius_0/encode.rs`.
//
// What a PUT does is the server's state's to say, and in `payment` every one places the order: it passes only if the state
// is the one it was made for. A HEAD is carried out like a PUT, and a GET of a payment deletes it: neither is ever sent.

import { Stop } from "../request.mjs";
import { all, count, id, list, maybe, nothing, one, only, text } from "../shape.mjs";
import { route } from "../routes.mjs";
import { tree } from "../answers.mjs";
import { HIDDEN, MAX_QUANTITY, credentials, isInside, isPlaced } from "./sylius.mjs";

const ROOTS = ["/api", "/api/v1"];
/** The steps a state stands for. */
const STEPS = {
  cart: ["cart", "address"], addressing: ["delivery"], addressed: ["delivery"], shipping: ["payment"], shipping_selected: ["payment"],
  payment: ["confirm"], payment_selected: ["confirm"],
};

/** A place in a list, or an id (0.13 and 0.14 take places, later ones ids). */
const index = (value, where) => (value === 0 || value === "0" ? value : id(value, where));
const names = (first, last, phone) => only({
  [first]: text(), [last]: text(), [phone]: text(), street: text(), city: text(), postcode: text(), company: text(), country: id, province: index,
});
const camel = names("firstName", "lastName", "phoneNumber");
const snake = names("first_name", "last_name", "phone_number");
const put = only({
  shippingAddress: camel, billingAddress: camel, differentBillingAddress: one(true), shipping_address: snake, billing_address: snake,
  shipments: list(only({ method: index }), 20), paymentMethod: id, payments: list(only({ method: id }), 1),
});

export function sylius0(options) {
  const { priceOf } = options;
  const quantity = count(MAX_QUANTITY, 1);

  /** The price of a line is the backend's to say. */
  async function priced({ body, path, step, read }) {
    isStep(await read(), step);
    const price = await priceOf?.({ variant: String(body.variant) });
    if (typeof price !== "string") throw new Stop(422, "price");
    return { body: { ...body, [path.startsWith("/api/v1/") ? "unit_price" : "unitPrice"]: price } };
  }

  const changes = (root) => [
    route("change", "PUT", `${root}/checkouts/:number`, { body: maybe(put), guard: isInStep, places: true }),
    route("change", "POST", `${root}/orders/:number/items/`, { body: all({ variant: id, quantity }), guard: priced }),
    route("change", "DELETE", `${root}/orders/:number/items/:item`, { body: nothing, guard: isInside }),
  ];
  const reads = (root) => [
    route("open", "GET", `${root}/countries/`, { query: /^limit=500$/ }),
    route("read", "GET", `${root}/orders/:number`),
    route("read", "GET", `${root}/checkouts/:number`),
  ];
  return {
    routes: ROOTS.flatMap((root) => [...reads(root), ...changes(root)]),
    roots: [...ROOTS].reverse(),
    ...credentials(options.oauth, options.tokenPath ?? "/oauth/v2/token", options.now),
    readPath: (number, root = ROOTS[0]) => `${root}/orders/${number}`,
    readElse: (number, root = ROOTS[0]) => ({ path: `${root}/checkouts/${number}`, shape: stateOf }),
    hidden: HIDDEN,
    isPlaced,
  };
}

async function isInStep({ step, read }) {
  if (step === undefined) throw new Stop(400, "step");
  isStep(await read(), step);
}

function isStep(order, step) {
  const state = order.checkoutState ?? order.checkout_state;
  if (step !== undefined && !STEPS[state]?.includes(step)) throw new Stop(409, "step");
}

/**
 * What the checkout URL says of the state, where orders may not be read: texts in `cart`, a list of shipping methods in
 * `addressing`, an object of payment methods in `shipping`, the order from then on.
 */
function stateOf(answer) {
  if (answer.status === 405 || (answer.status === 400 && !tree(answer))) return { checkout_state: "cart" };
  const told = answer.status === 200 ? tree(answer) : undefined;
  if (Array.isArray(told)) return { checkout_state: "addressing" };
  return told?.methods && told.payment ? { checkout_state: "shipping" } : told;
}
