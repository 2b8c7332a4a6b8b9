// Rows of cashwrap's forms: a label, an input and its message each, kept as the form says they are.

import { el } from "./dom.js";

/** What a form's labels are called here. */
const LABELS = {
  country: "Country", name: "Name", company: "Company", address1: "Street", address2: "Street, second line", phone: "Phone",
  city: "City", district: "District", post_town: "Post town", suburb: "Suburb",
  postal: "Postal code", zip: "ZIP code", pin: "PIN code", eircode: "Eircode",
  province: "Province or region", state: "State", area: "Area", county: "County", department: "Department", do_si: "Province (do, si)",
  emirate: "Emirate", island: "Island", oblast: "Oblast", parish: "Parish", prefecture: "Prefecture",
  number: "Card number", expiry: "Expiry (month / year)", code: "Security code",
};

/** A row for one field; `input` may be a select. `words` overrides what its label is called. */
export function row(form, name, { input = el("input"), label: own } = {}) {
  const label = el("label");
  const message = el("span", { className: "field-error", "aria-live": "polite" });
  const element = el("p", { className: "field" }, label, input, message);
  const paint = () => {
    const props = form.getSnapshot().fields[name];
    for (const attribute of ["name", "autocomplete", "inputmode", "maxlength", "aria-invalid", "aria-describedby"]) {
      input.setAttribute(attribute, props[attribute === "maxlength" ? "maxLength" : attribute]);
    }
    if (props.autocapitalize) input.setAttribute("autocapitalize", props.autocapitalize);
    else input.removeAttribute("autocapitalize");
    input.id = props.name;
    input.required = props.required;
    label.htmlFor = props.name;
    label.textContent = own ?? LABELS[props.label];
    message.id = props["aria-describedby"];
    message.textContent = props.message;
    message.dataset.level = props.level ?? "";
  };
  paint();
  form.subscribe(paint);
  form.attach(name, input);
  return element;
}

/** The rows a form shows, in its order and no others. What has the focus keeps it. */
export function rows(form, made) {
  const element = el("div");
  const arrange = () => {
    const shown = form.getSnapshot().order.filter((name) => made[name]).map((name) => made[name]);
    if (shown.length === element.children.length && shown.every((one, place) => element.children[place] === one)) return;
    const focused = document.activeElement;
    element.replaceChildren(...shown);
    if (element.contains(focused)) focused.focus();
  };
  arrange();
  form.subscribe(arrange);
  return element;
}

/** Brings the reader to the first field that is wrong. */
export function focusFirstInvalid(...forms) {
  for (const form of forms) {
    const { fields, firstInvalid } = form.getSnapshot();
    if (firstInvalid) return document.getElementById(fields[firstInvalid].name).focus();
  }
  return undefined;
}
