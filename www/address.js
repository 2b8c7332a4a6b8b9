import { attempt } from "./actions.js";
import { checkEmail, createAddressForm } from "./cashwrap.js";
import { complain, el, field, fill, go, unmark } from "./dom.js";
import { focusFirstInvalid, row, rows } from "./fields.js";
import { COUNTRIES } from "./world.js";

/** E-mail, where it goes, and who is billed; sent as one update. */
export function mount(checkout, root) {
  const same = el("input", { type: "checkbox", id: "billing-same", checked: true });
  const billing = address(checkout, "billing", "Billing address");
  billing.element.hidden = true;
  billing.element.disabled = true;
  const shipping = address(checkout, "shipping", "Shipping address");
  const email = field("E-mail", "email", { type: "email", autocomplete: "email", required: true });
  const notes = field("Notes for the shop", "notes");
  const form = el("form", { noValidate: true }, email, shipping.element,
    el("p", {}, same, el("label", { for: "billing-same" }, " The bill goes to the same address")),
    billing.element, notes, el("button", {}, "Continue to delivery"));
  same.addEventListener("change", () => {
    billing.element.hidden = billing.element.disabled = same.checked;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const plain of [email, notes]) unmark(plain);
    const forms = [shipping.form, ...(same.checked ? [] : [billing.form])];
    // Nothing is asked of the shop before the address is whole.
    const [to, bill = "same"] = await Promise.all(forms.map((one) => one.submit()));
    const told = form.elements.email.value;
    const { valid, reason } = checkEmail(told);
    if (!to || !bill || !valid) {
      complain("Please look at the marked fields.", valid ? [] : [{ field: "email", code: reason }]);
      if (valid) focusFirstInvalid(...forms);
      return;
    }
    const note = form.elements.notes.value;
    const update = checkout.update({ email: told, shipping: to, billing: bill, ...(note ? { notes: note } : {}) });
    const settled = await attempt("Saving the address", update.catch((error) => {
      for (const one of forms) one.refuse(error);
      throw error;
    }));
    if (settled) go("rates");
  });
  root.append(form);

  let restored = false;
  return ({ order }) => {
    // After a reload the form takes over what the shop knows, once, and never what is being typed.
    if (restored || !order.shipping || form.contains(document.activeElement)) return;
    restored = true;
    if (!form.elements.email.value) form.elements.email.value = order.email?.value ?? "";
    shipping.form.set(order.shipping.value);
  };
}

function address(checkout, kind, legend) {
  const form = createAddressForm({ kind, shop: checkout, value: { country: COUNTRIES[0].code } });
  const country = el("select");
  const regions = el("datalist", { id: `${kind}-regions` });
  const region = el("input");
  region.setAttribute("list", regions.id);
  const lists = () => {
    const { countries, regions: known, fields } = form.getSnapshot();
    fill(country, countries, () => (countries.length ? countries : COUNTRIES).map(({ code, name }) => el("option", { value: code }, name)));
    country.value = fields.country.value;
    fill(regions, known, () => known.map(({ code, name }) => el("option", { value: code ?? name }, name)));
  };
  lists();
  form.subscribe(lists);
  const made = { country: row(form, "country", { input: country }), region: row(form, "region", { input: region }) };
  for (const name of ["name", "company", "address1", "address2", "city", "postalCode", "phone"]) made[name] = row(form, name);
  return { form, element: el("fieldset", {}, el("legend", {}, legend), rows(form, made), regions) };
}
