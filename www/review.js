import { attempt } from "./actions.js";
import { amount, complain, el, fill, go, say, words } from "./dom.js";

const ROWS = [
  ["Items", "itemTotal"],
  ["Delivery", "shipTotal"],
  ["Tax", "taxTotal"],
  ["Adjustments", "adjustmentTotal"],
  ["Total", "total"],
  ["To pay", "due"],
];

/** The totals, what is still in the way, and the button that places the order. */
export function mount(checkout, root) {
  const totals = el("dl", { className: "totals" });
  const missing = el("ul", { className: "blockers" });
  const place = el("button", { type: "button", id: "place" }, "Place order");
  root.append(totals, missing, place);
  place.addEventListener("click", async () => {
    // The revision that is on the screen: if the total has changed since, nothing is placed.
    const end = await attempt("Placing the order", checkout.submit({ seen: checkout.getSnapshot().revision }));
    if (end) tell(end);
  });

  return ({ order, next, can, status }) => {
    const { currency } = order;
    fill(totals, [ROWS.map(([, name]) => order[name]), currency], () => ROWS.flatMap(([label, name]) => [
      el("dt", {}, label), el("dd", { "data-total": name }, amount(order[name], currency)),
    ]));
    fill(missing, next.blockers, () => next.blockers.map(({ code, field, level }) =>
      el("li", { "data-level": level }, `${level === "warning" ? "Perhaps: " : ""}${words(code)}${field ? ` (${words(field)})` : ""}`)));
    // Not `disabled`: the button keeps the focus while the order is being placed, and says why it does nothing.
    place.setAttribute("aria-disabled", String(!can.submit && status !== "uncertain"));
    root.hidden = status === "placed";
  };
}

function tell(end) {
  switch (end.status) {
    case "placed":
    case "placed_different":
      say(end.status === "placed" ? `Order ${end.number} is placed.` : `Order ${end.number} is placed, with a different total than shown.`);
      return go("done");
    case "changed":
      return complain(`Nothing was placed: ${end.differences.map(({ what, seen, now }) => `${words(what)} ${seen ?? ""} → ${now ?? ""}`).join(", ")}. Please look again.`);
    case "declined":
      complain("The card was declined. Please choose another payment.");
      return go("payment");
    case "uncertain":
      return complain("Nobody knows yet whether the order was placed. It is being found out; please do not order again.");
    default:
      return complain(`The order was not placed: ${[...end.blockers.map(({ code }) => words(code)), end.error ? words(end.error.code) : ""].filter(Boolean).join(", ")}.`);
  }
}
