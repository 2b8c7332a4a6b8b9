// Compiled, never run: what TypeScript makes of the package as it is shipped.

import {
  CheckoutError, createCheckout, isCheckoutError,
  type Amount, type Blocker, type Checkout, type CheckoutEvent, type CheckoutOptions, type Edits, type Ending, type ErrorCode,
  type ErrorInfo, type Line, type Order, type PaymentInput, type Prediction, type Settled, type Snapshot, type Step,
} from "cashwrap";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Fails to compile unless the two are the same type. */
const same = <A, B>(..._proof: Equal<A, B> extends true ? [] : ["not the same type"]): void => undefined;

// What actions give.
same<ReturnType<Checkout["update"]>, Promise<Settled>>();
same<ReturnType<Checkout["setQuantity"]>, Promise<Settled>>();
same<ReturnType<Checkout["submit"]>, Promise<Ending>>();
same<ReturnType<Checkout["predict"]>, Prediction>();
same<ReturnType<Checkout["getSnapshot"]>, Snapshot>();
same<ReturnType<Checkout["subscribe"]>, () => void>();
same<Ending["status"], "placed" | "placed_different" | "changed" | "declined" | "uncertain" | "other">();
same<Settled["status"], "confirmed" | "waiting" | "replaced">();
same<Step, "cart" | "address" | "delivery" | "payment" | "confirm" | "complete" | "other">();
same<CheckoutError["code"], ErrorCode>();
same<ErrorInfo["outcome"], "not_sent" | "rejected" | "applied" | "unknown">();
same<Amount["status"], "confirmed" | "expected" | "unknown">();

// Unions narrow by their tags.
export function narrowed(ending: Ending, amount: Amount, event: CheckoutEvent, thrown: unknown): string | null {
  if (ending.status === "placed") return ending.number;
  if (ending.status === "changed") return ending.differences[0]?.now ?? null;
  if (amount.status !== "unknown") return amount.value;
  // @ts-expect-error an unknown amount has no value
  void amount.value;
  // @ts-expect-error only some endings have a number
  void ending.number;
  if (event.kind === "call") return event.route;
  if (isCheckoutError(thrown)) return thrown.fields[0]?.field ?? null;
  return null;
}

/** A switch over a closed union needs no default. */
export function stepNumber(step: Step): number {
  switch (step) {
    case "cart": return 0;
    case "address": return 1;
    case "delivery": return 2;
    case "payment": return 3;
    case "confirm": return 4;
    case "complete": return 5;
    case "other": return 6;
  }
}

// Options and edits that are fine, and those that are not.
export const options = { dialect: "solidus", shop: "https://shop.example", auth: { kind: "bearer", get: async () => "key" } } satisfies CheckoutOptions;
export const rental = { dialect: "spree_2_3", shop: "https://shop.example", rental: true } satisfies CheckoutOptions;
export const days = { rental: { start: "2030-02-03", end: "2030-02-06", postalCode: "90025", saveAddress: true } } satisfies Edits;
export const edits = { lines: [{ variant: "2", quantity: 1 }, { line: "7", quantity: 0 }], billing: "same", rate: "cheapest" } satisfies Edits;
export const payments = [
  { method: "1", token: "tok" },
  { method: "1", wallet: "3" },
  { method: "2" },
  { method: "3", card: { number: "", month: "", year: "", code: "", name: "" } },
] satisfies PaymentInput[];

declare const checkout: Checkout;
// @ts-expect-error no such family
createCheckout({ dialect: "shopware", shop: "https://shop.example" });
// @ts-expect-error a shop is needed
createCheckout({ dialect: "solidus" });
// @ts-expect-error a customer needs a way to the key
createCheckout({ dialect: "solidus", shop: "https://shop.example", auth: { kind: "bearer" } });
// @ts-expect-error accepting SAQ D takes the whole sentence
createCheckout({ dialect: "solidus", shop: "https://shop.example", rawCard: true });
// @ts-expect-error quantities are numbers
void checkout.setQuantity({ variant: "2" }, "1");
// @ts-expect-error ids are strings
void checkout.setQuantity({ variant: 2 }, 1);
// @ts-expect-error a line or a variant
void checkout.remove({});
// @ts-expect-error what was on the screen has to be named
void checkout.submit();
// @ts-expect-error the risk has to be named
void checkout.abandon({});
// @ts-expect-error `false` means nothing
void checkout.update({ empty: false });
// @ts-expect-error snapshots are not changed in place
checkout.getSnapshot().order.lines.push();
// @ts-expect-error nor their members
checkout.getSnapshot().order.email = null;
// @ts-expect-error no such event
checkout.on("nothing", () => undefined);

// A listener gets its own event, a selector's listener its own part.
checkout.on("lineRemoved", (event) => same<typeof event, Extract<CheckoutEvent, { readonly kind: "lineRemoved" }>>());
checkout.subscribe((lines) => same<typeof lines, readonly Line[]>(), (snapshot: Snapshot) => snapshot.order.lines);
checkout.subscribe(() => undefined);

// Functions need no `this`.
export const { subscribe, getSnapshot, getServerSnapshot } = checkout;

// Blockers name a step of the union.
same<Blocker["step"], Step>();
same<Order["due"], Amount>();

// Forms: names are closed, props exact, nothing can be written to.
import { createAddressForm, createCardForm, type AddressField, type AddressForm, type CardField, type CardForm, type FieldProps, type FieldReason, type Messages, type RawCard } from "cashwrap";

same<ReturnType<typeof createAddressForm>, AddressForm>();
same<ReturnType<typeof createCardForm>, CardForm>();
same<Parameters<AddressForm["input"]>[0], AddressField>();
same<keyof ReturnType<CardForm["getSnapshot"]>["fields"], CardField>();
same<FieldProps<"name">["reason"], FieldReason | null>();
same<FieldProps<"name">["level"], "error" | "warning" | null>();
same<Parameters<Parameters<CardForm["spend"]>[0]>[0], RawCard>();
export const messages: Messages = { empty: "Required", "code.incomplete": "Three digits" };
// @ts-expect-error: no such field.
export const wrong: Messages = { "colour.empty": "Required" };
export function unwritable(form: AddressForm): void {
  // @ts-expect-error: a snapshot is never changed in place.
  form.getSnapshot().fields.city.value = "x";
  // @ts-expect-error: no such field.
  form.blur("street");
}
