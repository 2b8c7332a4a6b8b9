import type { FieldVerdict, Typed, Verdict } from "./check-types.js";
import type { FieldProps, FieldReason, FormSnapshot, InputPlace, Messages } from "./form-types.js";
import { isReady } from "./load.js";
import { messageOf } from "./messages.js";

/** A field as its form sees it. */
export interface Look<Label extends string> {
  readonly label: Label;
  readonly autocomplete: string;
  readonly inputmode?: FieldProps<Label>["inputmode"];
  readonly autocapitalize?: "characters" | undefined;
  readonly maxLength: number;
  readonly required: boolean;
  /** Nothing before the core is there. */
  readonly verdict: Verdict | FieldVerdict | undefined;
}

/** What sets one form apart from another. */
export interface Kind<Name extends string, Label extends string, More extends object> {
  readonly names: readonly Name[];
  readonly prefix: string;
  readonly messages: Messages | undefined;
  format(name: Name, now: Typed, before: Typed | undefined): Typed;
  look(value: (name: Name) => string): {
    readonly order: readonly Name[];
    readonly looks: { readonly [name in Name]: Look<Label> };
    readonly more: More;
  };
}

interface Draft {
  typed: Typed;
  /** Whether it was left, or submitted: what is incomplete may be said. */
  isLeft: boolean;
  isComposing: boolean;
  isRefused: boolean;
}

/** The drafts of a form, and when to say what about them. */
export interface Drafts<Name extends string, Snapshot> {
  getSnapshot(): Snapshot;
  subscribe(listener: () => void): () => void;
  input(name: Name, value: string, place?: InputPlace): Typed;
  blur(name: Name): void;
  value(name: Name): string;
  /** Puts texts in without saying anything about them. */
  put(values: { readonly [name in Name]?: string | undefined }): void;
  /** Says everything there is to say; whether that is nothing. */
  reveal(): boolean;
  /** Marks what the shop has refused. */
  refuse(names: readonly string[]): void;
  /** Looks again: something beside the drafts has changed. */
  look(): void;
  clear(): void;
}

const NOTHING: Typed = { value: "", caret: 0 };

function newDraft(): Draft {
  return { typed: NOTHING, isLeft: false, isComposing: false, isRefused: false };
}

export function createDrafts<Name extends string, Label extends string, More extends object>(
  kind: Kind<Name, Label, More>,
): Drafts<Name, FormSnapshot<Name, Label> & More> {
  type Snapshot = FormSnapshot<Name, Label> & More;
  const listeners = new Set<() => void>();
  let drafts = new Map<Name, Draft>(kind.names.map((name) => [name, newDraft()]));
  let snapshot: Snapshot | undefined;

  const draftOf = (name: Name): Draft => drafts.get(name) ?? newDraft();
  const value = (name: Name): string => draftOf(name).typed.value;

  function format(name: Name, now: Typed, before: Typed | undefined): Typed {
    return isReady() ? kind.format(name, now, before) : now;
  }

  function propsOf(name: Name, look: Look<Label>): FieldProps<Label> {
    const draft = draftOf(name);
    const { verdict, required } = look;
    const isWrong = verdict !== undefined && isError(verdict);
    const isEarly = draft.isComposing || !(draft.isLeft || (value(name) !== "" && verdict?.potential === false));
    // That a field is empty which nobody has to fill in is not worth a word.
    const isTold = verdict?.reason && !isEarly && (isWrong || required || verdict.reason !== "empty");
    const reason: FieldReason | null = draft.isRefused ? "refused" : isTold ? verdict.reason : null;
    const level = reason === null ? null : draft.isRefused || isWrong ? "error" : "warning";
    const id = kind.prefix + name;
    return {
      name: id,
      label: look.label,
      value: value(name),
      autocomplete: look.autocomplete,
      inputmode: look.inputmode ?? "text",
      autocapitalize: look.autocapitalize,
      maxLength: look.maxLength,
      required,
      "aria-invalid": level === "error",
      "aria-describedby": `${id}-error`,
      level,
      reason,
      message: reason === null ? "" : messageOf(kind.messages ?? {}, name, reason),
    };
  }

  function made(): Snapshot {
    const { order, looks, more } = kind.look(value);
    const fields = {} as Record<Name, FieldProps<Label>>;
    for (const name of kind.names) fields[name] = same(snapshot?.fields[name], propsOf(name, looks[name]));
    return {
      ...more,
      fields,
      order: same(snapshot?.order, order),
      valid: order.every((name) => looks[name].verdict && !isError(looks[name].verdict)),
      firstInvalid: order.find((name) => fields[name]["aria-invalid"]) ?? null,
    };
  }

  function getSnapshot(): Snapshot {
    snapshot ??= made();
    return snapshot;
  }

  function look(): void {
    const before = getSnapshot();
    const now = made();
    const { fields, ...rest } = now;
    const { fields: fieldsBefore, ...restBefore } = before;
    if (same(fieldsBefore, fields) === fieldsBefore && same(restBefore, rest) === restBefore) return;
    snapshot = now;
    for (const listener of [...listeners]) listener();
  }

  function settle(name: Name): void {
    const draft = draftOf(name);
    draft.isComposing = false;
    draft.typed = format(name, draft.typed, undefined);
  }

  return {
    getSnapshot,
    look,
    value,
    subscribe(listener) {
      // A wrapper of its own: the same function may listen twice.
      const entry = (): void => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    input(name, text, { caret, before, composing = false } = {}) {
      const draft = draftOf(name);
      const now = { value: text, caret: caret ?? text.length };
      const was = { ...draft.typed, caret: before ?? draft.typed.caret };
      draft.typed = composing ? now : format(name, now, draft.isComposing ? undefined : was);
      draft.isComposing = composing;
      draft.isRefused = false;
      // What was said goes as soon as it is no longer true; what else is missing waits until the field is left again.
      const said = getSnapshot().fields[name].reason;
      if (draft.isLeft && kind.look(value).looks[name].verdict?.reason !== said) draft.isLeft = false;
      look();
      return draft.typed;
    },
    blur(name) {
      settle(name);
      draftOf(name).isLeft = true;
      look();
    },
    put(values) {
      for (const name of kind.names) {
        const text = values[name];
        if (text !== undefined) draftOf(name).typed = format(name, { value: text, caret: text.length }, undefined);
      }
      look();
    },
    reveal() {
      for (const name of kind.names) {
        settle(name);
        draftOf(name).isLeft = true;
      }
      look();
      return getSnapshot().valid;
    },
    refuse(names) {
      for (const name of kind.names) if (names.includes(name)) draftOf(name).isRefused = true;
      look();
    },
    clear() {
      drafts = new Map(kind.names.map((name) => [name, newDraft()]));
      look();
    },
  };
}

function isError(verdict: Verdict | FieldVerdict): boolean {
  return "severity" in verdict ? verdict.severity === "error" : !verdict.valid;
}

/** The old one where both hold the same: lists and objects of one level. */
export function same<T extends object>(old: T | undefined, now: T): T {
  if (!old) return now;
  const members = Object.entries(now);
  const isSame = members.length === Object.keys(old).length && members.every(([key, member]) => Object.is(member, old[key as keyof T]));
  return isSame ? old : now;
}
