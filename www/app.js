import { createCheckout } from "./cashwrap.js";
import * as address from "./address.js";
import * as cart from "./cart.js";
import * as done from "./done.js";
import * as panel from "./panel.js";
import * as payment from "./payment.js";
import * as products from "./products.js";
import * as rates from "./rates.js";
import * as review from "./review.js";

const query = new URLSearchParams(location.search);
/** `?raw` shows the form that sends card numbers to the shop; never do that without reading SECURITY.md. */
const isRawCard = query.has("raw");

/** `?dialect=spree_2_3` and so on: the same storefront before another server. */
const dialect = query.get("dialect") ?? "solidus";
/** Where the shop wants a key, this store's backend holds it (www/proxy); `?proxy` does so before any shop. */
const isBehindProxy = query.has("proxy") || ["spree_2_0", "sylius_0", "sylius_1"].includes(dialect);

const checkout = createCheckout({
  dialect,
  shop: location.origin,
  auth: { kind: isBehindProxy ? "proxy" : "guest" },
  ...(isRawCard ? { rawCard: "i-accept-pci-saq-d" } : {}),
  // `?hook`: the shop lets no guest create an order, so this store's backend does.
  ...(query.has("hook") ? { createOrder } : {}),
});

async function createOrder() {
  const response = await fetch("/__shop/orders", { method: "POST" });
  if (!response.ok) throw new Error("no order");
  const { number, token } = await response.json();
  return { number, token };
}

const sections = Object.entries({ products, cart, address, rates, payment, review, done, panel });
const renders = sections.map(([name, section]) => section.mount(checkout, document.getElementById(name), { isRawCard, dialect }));

function render() {
  const snapshot = checkout.getSnapshot();
  document.body.dataset.status = snapshot.status;
  document.body.dataset.revision = String(snapshot.revision);
  for (const draw of renders) draw(snapshot);
}

checkout.subscribe(render);
render();
