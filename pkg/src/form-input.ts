import type { Typed } from "./check-types.js";
import type { InputPlace } from "./form-types.js";

/** The part of a form that an input needs. */
interface Target<Name extends string> {
  getSnapshot(): { readonly fields: { readonly [name in Name]: { readonly value: string } } };
  subscribe(listener: () => void): () => void;
  input(name: Name, value: string, place?: InputPlace): Typed;
  blur(name: Name): void;
}

/** Joins an input and a field of a form, both ways. Returns the way out. */
export function attach<Name extends string>(form: Target<Name>, name: Name, element: HTMLInputElement | HTMLSelectElement): () => void {
  let before: number | null = null;
  let isComposing = false;
  const caret = (): number | null => "selectionStart" in element ? element.selectionStart : null;

  function show(typed: Typed): void {
    if (element.value !== typed.value) element.value = typed.value;
    if (caret() !== null && element.ownerDocument.activeElement === element) {
      (element as HTMLInputElement).setSelectionRange(typed.caret, typed.caret);
    }
  }

  function take(event: Event): void {
    // An input event that ends a composition still says that there is one; `compositionend` follows it.
    isComposing = event.type !== "compositionend" && (event as InputEvent).isComposing === true;
    const typed = form.input(name, element.value, { caret: caret(), before, composing: isComposing });
    before = null;
    if (isComposing) return;
    if (element.value === typed.value && caret() === typed.caret) return;
    show(typed);
    // Keyboards of Android put the caret elsewhere after the event.
    setTimeout(() => {
      if (element.value === typed.value && !isComposing) show(typed);
    });
  }

  const events: readonly (readonly [string, (event: Event) => void])[] = [
    ["beforeinput", () => { before ??= caret(); }],
    ["input", take],
    ["compositionend", take],
    // Some browsers fill in without an `input` event.
    ["change", take],
    ["blur", () => form.blur(name)],
  ];
  for (const [type, listener] of events) element.addEventListener(type, listener);
  const follow = (): void => {
    const { value } = form.getSnapshot().fields[name];
    if (!isComposing && element.value !== value) element.value = value;
  };
  const quit = form.subscribe(follow);
  follow();
  return () => {
    quit();
    for (const [type, listener] of events) element.removeEventListener(type, listener);
  };
}
