// Solidus 2.8 to 4.x: exactly the calls of `src/dialect/solidus/encode.rs`.

import { amount, count, id, list, maybe, nothing, only, text } from "../shape.mjs";
import { route } from "../routes.mjs";
import { HIDDEN, MAX_QUANTITY, address, create, isDue, isPlaced, made, payment, payments, rate, source, state } from "./classic.mjs";

export function solidus({ hasRawCards }) {
  const place = address({ name: text(), country_iso: text(2) });
  const contact = { email: text(254), ship_address_attributes: place, bill_address_attributes: place, special_instructions: text() };
  const quantity = count(MAX_QUANTITY);
  const paid = { source_attributes: source(hasRawCards) };
  const line = only({ variant_id: id, quantity });
  return {
    routes: [
      route("open", "GET", "/api/countries", { query: /^per_page=500$/ }),
      route("open", "GET", "/api/countries/:id/states"),
      route("make", "POST", "/api/orders", { body: maybe(only({ order: only({ ...contact, line_items_attributes: list(line) }) })) }),
      route("read", "GET", "/api/orders/:number"),
      route("change", "POST", "/api/orders/:number/line_items", { body: only({ line_item: line }) }),
      route("change", "PATCH", "/api/orders/:number/line_items/:id", { body: only({ line_item: only({ quantity }) }) }),
      route("change", "DELETE", "/api/orders/:number/line_items/:id", { body: nothing }),
      route("change", "PUT", "/api/orders/:number/empty", { body: nothing }),
      route("change", "POST", "/api/orders/:number/coupon_codes", { body: only({ coupon_code: text(255) }) }),
      route("change", "DELETE", "/api/orders/:number/coupon_codes/:code", { body: nothing }),
      route("change", "PATCH", "/api/checkouts/:number", {
        body: only({
          state: state("address", "delivery", "payment"),
          order: only({ ...contact, shipments_attributes: list(rate), payments_attributes: payments(paid) }),
        }),
      }),
      route("change", "PUT", "/api/checkouts/:number/next", { body: nothing }),
      route("change", "PUT", "/api/checkouts/:number/advance", { body: nothing }),
      route("change", "POST", "/api/orders/:number/payments", { body: payment(paid), places: true, guard: isDue }),
      route("change", "PUT", "/api/checkouts/:number/complete", { body: only({ expected_total: amount }), places: true }),
    ],
    // The order's own secret once there is one: the key makes orders and does no more.
    headers: async ({ key, order }) => (order?.secret ? { "X-Spree-Order-Token": order.secret } : key ? { Authorization: `Bearer ${key}` } : {}),
    readPath: (number) => `/api/orders/${number}`,
    hidden: { drop: HIDDEN },
    made,
    create: create(["/api/orders"]),
    isPlaced,
  };
}
