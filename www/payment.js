import { attempt } from "./actions.js";
import { el, field, fill, go, unmark } from "./dom.js";
import { tokenise } from "./gateway.js";

/** How it is paid: a card by the gateway's token, a check, or, where the page accepts that, a card sent to the shop. */
export function mount(checkout, root, { isRawCard }) {
  const waiting = el("p", {}, "Ways to pay come with the delivery.");
  const methods = el("fieldset", {});
  const card = el("fieldset", {}, el("legend", {}, isRawCard ? "Card (sent to the shop itself)" : "Card (handled by the payment provider)"),
    field("Name on card", "payment.card.name", { autocomplete: "cc-name", required: true }),
    field("Card number", "payment.card.number", { autocomplete: "cc-number", inputMode: "numeric", required: true }),
    field("Month", "payment.card.month", { autocomplete: "cc-exp-month", inputMode: "numeric", required: true }),
    field("Year", "payment.card.year", { autocomplete: "cc-exp-year", inputMode: "numeric", required: true }),
    field("Security code", "payment.card.code", { autocomplete: "cc-csc", inputMode: "numeric", required: true }));
  const form = el("form", {}, methods, card, el("button", {}, "Continue to review"));
  root.append(waiting, form);

  const chosen = () => {
    const { paymentMethods } = checkout.getSnapshot().order;
    return paymentMethods.find(({ id }) => id === form.elements.method?.value);
  };
  const part = (name) => form.querySelector(`[id="payment.card.${name}"]`);
  const typed = () => Object.fromEntries(["name", "number", "month", "year", "code"].map((name) => [name, part(name).value]));
  const showCard = () => {
    card.hidden = card.disabled = chosen()?.kind !== "card";
  };
  form.addEventListener("change", showCard);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    unmark(form);
    const method = chosen();
    if (!method) return;
    const settled = await attempt("Keeping the payment", checkout.setPayment(await input(method)));
    if (!settled) return;
    // A number that is not needed any more has no business in the page.
    for (const name of ["number", "code"]) part(name).value = "";
    go("review");
  });

  async function input(method) {
    if (method.kind !== "card") return { method: method.id };
    if (isRawCard) return { method: method.id, card: typed() };
    return { method: method.id, ...(await tokenise(typed())) };
  }

  return ({ order }) => {
    const offered = order.paymentMethods.filter(({ kind }) => kind !== "store_credit");
    waiting.hidden = offered.length > 0;
    form.hidden = offered.length === 0;
    fill(methods, offered, () => [el("legend", {}, "Pay by"), ...offered.map((method, index) => {
      const radio = el("input", { type: "radio", name: "method", id: `method-${method.id}`, value: method.id, checked: index === 0, required: true });
      return el("p", {}, radio, el("label", { for: radio.id }, ` ${method.name}`));
    })]);
    showCard();
  };
}
