import { attempt } from "./actions.js";
import { el, field, fill, go, unmark } from "./dom.js";
import { COUNTRIES } from "./world.js";

const PARTS = [
  ["Name", "name", "name", true],
  ["Company", "company", "organization", false],
  ["Street", "address1", "address-line1", true],
  ["Street, second line", "address2", "address-line2", false],
  ["City", "city", "address-level2", true],
  ["Postal code", "postalCode", "postal-code", true],
  ["Phone", "phone", "tel", false],
];

/** E-mail, where it goes, and who is billed; sent as one update. */
export function mount(checkout, root) {
  const same = el("input", { type: "checkbox", id: "billing-same", checked: true });
  const billing = fieldset("billing", "Billing address");
  billing.element.hidden = true;
  billing.element.disabled = true;
  const shipping = fieldset("shipping", "Shipping address");
  const form = el("form", { noValidate: true },
    field("E-mail", "email", { type: "email", autocomplete: "email", required: true }),
    shipping.element,
    el("p", {}, same, el("label", { for: "billing-same" }, " The bill goes to the same address")),
    billing.element,
    field("Notes for the shop", "notes"),
    el("button", {}, "Continue to delivery"));
  same.addEventListener("change", () => {
    billing.element.hidden = billing.element.disabled = same.checked;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    unmark(form);
    const notes = form.elements.notes.value;
    const settled = await attempt("Saving the address", checkout.update({
      email: form.elements.email.value,
      shipping: shipping.value(),
      billing: same.checked ? "same" : billing.value(),
      ...(notes ? { notes } : {}),
    }));
    if (settled) go("rates");
  });
  root.append(form);
  for (const part of [shipping, billing]) part.watch(checkout);

  let restored = false;
  return ({ order }) => {
    // After a reload the form takes over what the shop knows, once, and never what is being typed.
    if (restored || !order.shipping || form.contains(document.activeElement)) return;
    restored = true;
    if (!form.elements.email.value) form.elements.email.value = order.email?.value ?? "";
    shipping.show(order.shipping.value);
  };
}

function fieldset(prefix, legend) {
  const id = (name) => `${prefix}.${name}`;
  const country = el("select", { id: id("country"), autocomplete: `${prefix} country` },
    ...COUNTRIES.map(({ code, name }) => el("option", { value: code }, name)));
  const regions = el("datalist", { id: `${prefix}-regions` });
  const region = field("State or region", id("region"), { autocomplete: `${prefix} address-level1` });
  region.querySelector("input").setAttribute("list", regions.id);
  const element = el("fieldset", {}, el("legend", {}, legend),
    ...PARTS.map(([label, name, hint, required]) => field(label, id(name), { autocomplete: `${prefix} ${hint}`, required })),
    el("p", { className: "field" }, el("label", { for: country.id }, "Country"), country, el("span", { id: `${country.id}-error`, className: "field-error" })),
    region, regions);
  const input = (name) => element.querySelector(`[id="${id(name)}"]`);
  const names = [...PARTS.map(([, name]) => name), "region", "country"];
  return {
    element,
    /** A whole address; parts left empty are left out. */
    value: () => Object.fromEntries(names.map((name) => [name, input(name).value]).filter(([name, value]) => value !== "" || name === "name")),
    show(address) {
      for (const name of names) input(name).value = address[name] ?? "";
    },
    watch(checkout) {
      const list = async () => {
        const known = await checkout.states(country.value).catch(() => ({ states: [] }));
        fill(regions, [country.value, known], () => known.states.map(({ code, name }) => el("option", { value: code ?? name }, name)));
      };
      element.addEventListener("focusin", list, { once: true });
      country.addEventListener("change", list);
    },
  };
}
