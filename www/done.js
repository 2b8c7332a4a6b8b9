import { attempt } from "./actions.js";
import { amount, el, fill, go } from "./dom.js";

/** The receipt, and the way to the next order. */
export function mount(checkout, root) {
  const receipt = el("div", { id: "receipt" });
  const again = el("button", { type: "button" }, "Start a new order");
  again.addEventListener("click", async () => {
    if (await attempt("Starting a new order", checkout.startNew())) go("products");
  });
  root.append(receipt, again);
  return ({ order, status }) => {
    root.hidden = status !== "placed";
    if (root.hidden) return;
    fill(receipt, [order.number, order.total], () => [
      el("p", {}, "Your order number is ", el("strong", { id: "number" }, order.number ?? ""), "."),
      el("ul", {}, ...order.lines.map(({ quantity, name, variant }) => el("li", {}, `${quantity} × ${name ?? variant}`))),
      el("p", {}, "Total: ", amount(order.total, order.currency)),
    ]);
  };
}
