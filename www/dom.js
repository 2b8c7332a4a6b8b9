// Small helpers over the DOM. Text goes in as text nodes only: what a shop writes is never read as HTML.

/** An element with properties and children; `data-…` and `aria-…` become attributes. */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.includes("-") || name === "for" || name === "role") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** A label and its input, in a row of a form. */
export function field(label, name, props = {}) {
  const input = el("input", { id: name, name, ...props });
  const error = el("span", { id: `${name}-error`, className: "field-error" });
  input.setAttribute("aria-describedby", error.id);
  return el("p", { className: "field" }, el("label", { for: name }, label), input, error);
}

/** An amount of a snapshot, marked when it is not confirmed. */
export function amount({ status, value }, currency) {
  const text = status === "unknown" ? "not known yet" : `${value} ${currency ?? ""}`.trim();
  const output = el("span", { className: "amount", "data-status": status }, text);
  if (status === "expected") output.append(" ", el("em", {}, "expected"));
  return output;
}

/** Puts `children` in the place of what was there; leaves it alone while it is the same, so that focus stays. */
export function fill(element, key, children) {
  const text = JSON.stringify(key);
  if (element.dataset.key === text) return;
  element.dataset.key = text;
  element.replaceChildren(...children());
}

/** Says something to everybody, screen readers included. */
export function say(text) {
  document.getElementById("alert").textContent = "";
  document.getElementById("status").textContent = text;
}

/** Says what went wrong, and marks the inputs it is about. */
export function complain(text, fields = []) {
  document.getElementById("status").textContent = "";
  document.getElementById("alert").textContent = text;
  let first;
  for (const { field: name, code } of fields) {
    const input = document.getElementById(name);
    const error = document.getElementById(`${name}-error`);
    if (!input || !error) continue;
    error.textContent = words(code);
    input.setAttribute("aria-invalid", "true");
    first ??= input;
  }
  first?.focus();
}

/** Takes the marks of earlier complaints away. */
export function unmark(form) {
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const error of form.querySelectorAll(".field-error")) error.textContent = "";
}

/** Brings the reader to a section. */
export function go(section) {
  document.getElementById(`${section}-title`).focus();
}

/** A code as words: `out_of_stock` reads "out of stock". */
export function words(code) {
  return code.replaceAll("_", " ").replaceAll(".", ": ");
}
