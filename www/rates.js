import { attempt } from "./actions.js";
import { el, fill, go } from "./dom.js";

/** The rates of each shipment, once the shop has told them. */
export function mount(checkout, root) {
  const waiting = el("p", {}, "Rates come with the address.");
  const form = el("form", {});
  root.append(waiting, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { shipments } = checkout.getSnapshot().order;
    const chosen = shipments.map(({ id }) => ({ rate: form.elements[`rate-${id}`].value }));
    const settled = await attempt("Choosing the delivery", checkout.setRate(chosen));
    if (settled) go("payment");
  });

  return ({ order }) => {
    const { shipments } = order;
    waiting.hidden = shipments.length > 0;
    form.hidden = shipments.length === 0;
    const key = shipments.map(({ id, rates }) => [id, rates.map(({ id: rate, cost, selected }) => [rate, cost, selected])]);
    fill(form, key, () => [
      ...shipments.map((shipment, index) => fieldset(shipment, shipments.length > 1 ? ` ${index + 1}` : "", order.currency)),
      el("button", {}, "Continue to payment"),
    ]);
  };
}

function fieldset({ id, rates }, ordinal, currency) {
  return el("fieldset", {}, el("legend", {}, `Shipment${ordinal}`), ...rates.map((rate) => {
    const input = el("input", { type: "radio", name: `rate-${id}`, id: `rate-${rate.id}`, value: rate.id, checked: rate.selected, required: true });
    return el("p", {}, input, el("label", { for: input.id }, ` ${rate.name}, ${rate.cost} ${currency ?? ""}`));
  }));
}
