import { attempt } from "./actions.js";
import { amount, el, field, fill, words } from "./dom.js";

/** The lines with their quantities, and the coupon. */
export function mount(checkout, root) {
  const empty = el("p", {}, "Nothing yet.");
  const list = el("ul", { className: "lines" });
  const totals = el("p", { className: "totals" });
  const coupons = el("ul", { className: "coupons" });
  const form = couponForm(checkout);
  root.append(empty, list, totals, coupons, form);
  /** Rows by variant: a line keeps its row, and the keyboard its place, when the shop gives the line its id. */
  const rows = new Map();

  return ({ order, pending, status }) => {
    const isOpen = status === "open" || status === "loading";
    empty.hidden = order.lines.length > 0;
    form.hidden = order.lines.length === 0;
    const shown = new Set(order.lines.map(({ variant }) => variant));
    for (const [variant, row] of rows) {
      if (!shown.has(variant)) {
        row.element.remove();
        rows.delete(variant);
      }
    }
    for (const line of order.lines) {
      const row = rows.get(line.variant) ?? makeRow(checkout, line);
      rows.set(line.variant, row);
      if (!row.element.isConnected) list.append(row.element);
      const wish = pending[`line:${line.id}`] ?? pending[`variant:${line.variant}`];
      row.show(line, order.currency, wish?.error, isOpen);
    }
    fill(totals, [order.itemTotal, order.currency], () => ["Items: ", amount(order.itemTotal, order.currency)]);
    fill(coupons, order.coupons, () => order.coupons.map((coupon) => couponRow(checkout, coupon)));
  };
}

function makeRow(checkout, { variant }) {
  const name = el("span", { className: "name" });
  const price = el("span");
  const id = `quantity-${variant}`;
  const input = el("input", { id, type: "number", min: "0", max: "999", inputMode: "numeric" });
  const label = el("label", { for: id });
  const remove = el("button", { type: "button" }, "Remove");
  const error = el("span", { className: "field-error" });
  const element = el("li", { "data-variant": variant }, name, label, input, price, remove, error);
  const current = () => checkout.getSnapshot().order.lines.find((line) => line.variant === variant);
  const target = () => {
    const line = current();
    return line && !line.id.startsWith("new:") ? { line: line.id } : { variant };
  };
  input.addEventListener("change", () => {
    const quantity = Number(input.value);
    attempt(`Changing the quantity`, checkout.setQuantity(target(), quantity));
  });
  remove.addEventListener("click", () => {
    document.getElementById("cart-title").focus();
    attempt(`Removing ${name.textContent}`, checkout.remove(target()));
  });
  return {
    element,
    show(line, currency, refusal, isOpen) {
      const text = [line.name ?? `Variant ${line.variant}`, line.options].filter(Boolean).join(", ");
      name.textContent = text;
      label.textContent = `Quantity of ${text}`;
      remove.setAttribute("aria-label", `Remove ${text}`);
      if (document.activeElement !== input) input.value = String(line.quantity);
      input.disabled = remove.disabled = !isOpen;
      element.dataset.status = line.status;
      error.textContent = refusal ? words(refusal.code) : "";
      fill(price, [line.amount, currency], () => [amount(line.amount, currency)]);
    },
  };
}

function couponForm(checkout) {
  const form = el("form", { className: "coupon" }, field("Coupon", "coupon", { required: true, autocomplete: "off" }), el("button", {}, "Apply"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const settled = await attempt("Applying the coupon", checkout.applyCoupon(form.elements.coupon.value));
    if (settled) form.reset();
  });
  return form;
}

function couponRow(checkout, { code, status }) {
  const remove = el("button", { type: "button", "aria-label": `Remove coupon ${code}` }, "Remove");
  remove.addEventListener("click", () => {
    document.getElementById("cart-title").focus();
    attempt("Removing the coupon", checkout.removeCoupon(code));
  });
  return el("li", { "data-status": status }, `Coupon ${code} `, remove);
}
