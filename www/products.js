import { attempt } from "./actions.js";
import { el } from "./dom.js";
import { CURRENCY, productsOf } from "./world.js";

/** The catalogue, one "Add" button each. */
export function mount(checkout, root, { dialect }) {
  const list = el("ul", { className: "products" });
  const buttons = [];
  for (const product of productsOf(dialect)) {
    const button = el("button", { type: "button", "aria-label": `Add ${product.name}`, "data-variant": product.variant }, "Add");
    buttons.push(button);
    button.addEventListener("click", () => {
      // Quantities are absolute: what is shown already, plus one. A second tab or a retry cannot add twice.
      const line = checkout.getSnapshot().order.lines.find(({ variant }) => variant === product.variant);
      attempt(`Adding ${product.name}`, checkout.setQuantity({ variant: product.variant }, (line?.quantity ?? 0) + 1));
    });
    list.append(el("li", {}, el("img", { src: product.image, alt: "" }), el("span", {}, product.name), el("span", {}, `${product.price} ${CURRENCY}`), button));
  }
  root.append(list);
  // Before the core is loaded no snapshot shows what was wished, so there is nothing to count on from.
  return ({ status }) => buttons.forEach((button) => { button.disabled = status === "loading"; });
}
