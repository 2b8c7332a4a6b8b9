import { el, fill } from "./dom.js";

const MAX_CALLS = 100;

/** What a shopper would not see: wishes, what is confirmed, where they would lead, and the calls that went out. */
export function mount(checkout, root) {
  const wishes = el("ul", { id: "panel-wishes" });
  const confirmed = el("p", { id: "panel-confirmed" });
  const next = el("p", { id: "panel-next" });
  const counts = el("p", { id: "panel-counts" });
  const calls = el("ol", { id: "panel-calls" });
  const drifts = el("ul", { id: "panel-drifts" });
  root.append(
    el("h3", {}, "Wished, not confirmed"), wishes,
    el("h3", {}, "Confirmed"), confirmed,
    el("h3", {}, "Predicted"), next,
    el("h3", {}, "Calls"), counts, calls,
    el("h3", {}, "Surprises"), drifts);
  checkout.on("call", ({ method, route, unsafe, status }) => {
    // What was predicted when the call went out, to be held against what came of it.
    const predicted = checkout.getSnapshot().next.stepName;
    calls.append(el("li", { "data-unsafe": String(unsafe), "data-predicted": predicted }, `${method} ${route}${status === null ? "" : ` → ${status}`}`));
    if (calls.childElementCount > MAX_CALLS) calls.firstElementChild.remove();
  });
  checkout.on("drift", ({ call, expected, actual }) => {
    drifts.append(el("li", {}, `${call}: expected ${expected}, got ${actual}`));
  });
  checkout.on("lineRemoved", ({ variant }) => {
    drifts.append(el("li", {}, `the shop removed variant ${variant}`));
  });

  return ({ pending, order, next: predicted, calls: sent, storage, revision, status }) => {
    fill(wishes, pending, () => Object.entries(pending).map(([key, { status: state, error }]) =>
      el("li", { "data-status": state }, `${key}: ${state}${error ? ` (${error.code})` : ""}`)));
    confirmed.textContent = `${order.number ?? "no order yet"}, step ${order.stepName}, revision ${revision}, ${status}${storage === "memory" ? ", not stored" : ""}`;
    confirmed.dataset.step = order.stepName;
    const doubt = predicted.certain ? "" : ` if ${predicted.assumes.join(", ")} allow`;
    next.textContent = `${predicted.stepName}${doubt}${predicted.skips.length ? `, without ${predicted.skips.join(", ")}` : ""}`;
    next.dataset.step = predicted.stepName;
    counts.textContent = `${sent.unsafe} changing, ${sent.reads} reading`;
  };
}
