import { attempt } from "./actions.js";
import { createCardForm } from "./cashwrap.js";
import { complain, el, fill, go } from "./dom.js";
import { focusFirstInvalid, row, rows } from "./fields.js";
import { tokenise } from "./gateway.js";
import { cardsOf } from "./world.js";

/** How it is paid: a card by the gateway's token, a check, or, where the page accepts that, a card sent to the shop. */
export function mount(checkout, root, { isRawCard, dialect }) {
  const isCard = (method) => method?.kind === "card" || (method?.kind === "other" && cardsOf(dialect).includes(method.id));
  const waiting = el("p", {}, "Ways to pay come with the delivery.");
  const methods = el("fieldset", {});
  // The card is in this form alone, and leaves it when it is handed on.
  const card = createCardForm({ prefix: "payment.card." });
  const inputs = rows(card, {
    number: row(card, "number"),
    expiry: row(card, "expiry"),
    code: row(card, "code"),
    name: row(card, "name", { label: "Name on card" }),
  });
  const typed = el("fieldset", {}, el("legend", {}, isRawCard ? "Card (sent to the shop itself)" : "Card (handled by the payment provider)"), inputs);
  const form = el("form", { noValidate: true }, methods, typed, el("button", {}, "Continue to review"));
  root.append(waiting, form);

  const chosen = () => {
    const { paymentMethods } = checkout.getSnapshot().order;
    return paymentMethods.find(({ id }) => id === form.elements.method?.value);
  };
  const showCard = () => {
    typed.hidden = typed.disabled = !isCard(chosen());
  };
  const pay = (action) => attempt("Keeping the payment", action);
  form.addEventListener("change", showCard);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const method = chosen();
    if (!method) return;
    const settled = isCard(method) ? await card.spend((given) => pay(withCard(method.id, given))) : await pay(checkout.setPayment({ method: method.id }));
    if (settled === null) {
      complain("Please look at the marked fields.");
      focusFirstInvalid(card);
    } else if (settled) {
      go("review");
    }
  });

  async function withCard(method, given) {
    const payment = isRawCard ? { card: given } : await tokenise(given);
    return checkout.setPayment({ method, ...payment });
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
