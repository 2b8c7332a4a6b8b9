// Sylius 1.x with split endpoints: the calls of `src/dialect/sylius_1/encode.rs`. Order number here is the cart's id.

import { Stop } from "../request.mjs";
import { all, code, count, id, list, only, one, text } from "../shape.mjs";
import { route } from "../routes.mjs";
import { HIDDEN, MAX_QUANTITY, credentials, isFilled, isInside, isOpen, isPlaced } from "./sylius.mjs";

const address = only({
  firstName: text(), lastName: text(), street: text(), city: text(), postcode: text(), countryCode: text(2), provinceCode: text(), provinceName: text(),
  phoneNumber: text(), company: text(),
});
const quantity = count(MAX_QUANTITY, 1);
const chosen = only({ method: code });

export function sylius1(options) {
  const change = (method, path, body, guard = isOpen, places = false) => route("change", method, path, { body, guard, places });
  const item = "/api/v1/carts/:number/items/:item";
  return {
    routes: [
      route("open", "GET", "/api/v1/countries/", { query: /^limit=300$/ }),
      route("open", "GET", "/api/v1/countries/:country"),
      route("read", "GET", "/api/v1/carts/:number"),
      route("read", "GET", "/api/v1/checkouts/:number"),
      route("read", "GET", "/api/v1/orders/:number"),
      route("read", "GET", "/api/v1/checkouts/select-shipping/:number"),
      route("read", "GET", "/api/v1/checkouts/select-payment/:number"),
      change("PATCH", "/api/v1/carts/:number", all({ promotionCoupon: either(code) })),
      change("POST", "/api/v1/carts/:number/items/", all({ variant: code, quantity })),
      change("PUT", item, all({ quantity }), isInside),
      change("DELETE", item, none, isInside),
      change("PUT", "/api/v1/checkouts/addressing/:number", all({ shippingAddress: address, billingAddress: address, differentBillingAddress: one(true) }), isFilled),
      change("PUT", "/api/v1/checkouts/select-shipping/:number", all({ shipments: list(chosen, 20) })),
      change("PUT", "/api/v1/checkouts/select-payment/:number", all({ payments: list(chosen, 1) })),
      change("PUT", "/api/v1/checkouts/complete/:number", only({ notes: text() }), isFilled, true),
    ],
    ...credentials(options.oauth, "/api/oauth/v2/token", options.now),
    readPath: (number) => `/api/v1/checkouts/${number}`,
    hidden: HIDDEN,
    isPlaced,
    create: (call) => create(call, options),
  };
}

/** A coupon's code, or null to take it off. */
const either = (shape) => (value, where) => (value === null ? null : shape(value, where));
const none = (value, where) => (value === undefined ? undefined : only({})(value, where));

/** A cart belongs to one customer for ever, so there must be one: made first, if nobody has this e-mail. */
async function create({ draft, pass }, { channel, localeCode, placeholder }) {
  const email = draft.email ?? placeholder;
  if (email === undefined) throw new Stop(422, "email");
  const customer = await pass({ method: "POST", path: "/api/v1/customers/", body: { email } });
  if (customer.status >= 500) return customer;
  let cart;
  // The lookup may tell capitals apart, though the shop refuses a second account that differs in them alone.
  for (const spelling of new Set([email, email.toLowerCase()])) {
    cart = await pass({ method: "POST", path: "/api/v1/carts/", body: { customer: spelling, channel, localeCode } });
    if (cart.status !== 400) break;
  }
  if (cart.status !== 201) return cart;
  return { number: String(JSON.parse(cart.body).id) };
}
