/** The data a page sees and hands in. Every object is plain and frozen in spirit: nothing here is ever changed in place. */

/** A decimal as text in the order's currency, exact (`"19.99"`, `"5.0"`). Never a float. */
export type Decimal = string;

/** Where an amount comes from: the shop said it, it follows from an edit not confirmed yet, or nobody knows yet. */
export type Amount =
  | { readonly status: "confirmed"; readonly value: Decimal }
  | { readonly status: "expected"; readonly value: Decimal }
  | { readonly status: "unknown" };

/** Whether the shop has confirmed a value or the page's own wish is shown. */
export type Certainty = "confirmed" | "expected";

/** A step of the checkout; `"other"` is a step this shop added, named by `stepName`. */
export type Step = "cart" | "address" | "delivery" | "payment" | "confirm" | "complete" | "other";

/** A postal address. `country` is an ISO-2 code; `region` the code or name of a state, county or province. */
export interface Address {
  /** Whole name. Servers that split it are told both parts. */
  readonly name: string;
  readonly company?: string;
  readonly address1: string;
  readonly address2?: string;
  readonly city: string;
  readonly region?: string;
  readonly postalCode: string;
  readonly country: string;
  readonly phone?: string;
}

export interface Line {
  /** The shop's line id, or `"new:VARIANT"` until the shop has given one. */
  readonly id: string;
  readonly variant: string;
  readonly name: string | null;
  readonly sku: string | null;
  /** The options' text as the shop writes it, `"Size: S"`. */
  readonly options: string | null;
  /** Absolute http(s) URLs. */
  readonly images: readonly string[];
  readonly quantity: number;
  readonly status: Certainty;
  readonly price: Amount;
  /** Unit price times quantity. */
  readonly amount: Amount;
  /** Units on hand, or `null` when the shop does not count them. */
  readonly stock: number | null;
  /** What kind of thing it is, and whether it can be rented; `null` where the shop does not say. */
  readonly productType: string | null;
  readonly rentable: boolean | null;
}

export interface Rate {
  readonly id: string;
  readonly method: string;
  readonly name: string;
  /** `null` where the shop tells it only once it is chosen. */
  readonly cost: Decimal | null;
  readonly selected: boolean;
}

/**
 * The purchase step of Sylius as its documentation of January 2017 has it, which ends there in "TODO". Documented only:
 * no release reads any of it, and nothing here sends it.
 */
export interface DocumentedPurchase {
  /** The card's brand. */
  readonly type: string;
  readonly cardholderName: string;
  readonly number: string;
  readonly securityCode: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
}

export interface Shipment {
  readonly id: string;
  readonly number: string;
  readonly contents: readonly { readonly variant: string; readonly quantity: number }[];
  readonly rates: readonly Rate[];
  readonly cost: Decimal;
}

export interface Payment {
  readonly id: string;
  readonly method: string;
  readonly amount: Decimal;
  readonly state: "checkout" | "processing" | "pending" | "completed" | "failed" | "void" | "invalid" | "other";
  /** Last digits as the shop shows them, never more than four. */
  readonly lastDigits: string | null;
}

export interface PaymentMethod {
  readonly id: string;
  readonly name: string;
  readonly kind: "card" | "check" | "store_credit" | "other";
}

/** The order: as the shop last told it, with the wishes not confirmed yet laid over it and marked `expected`. */
export interface Order {
  readonly number: string | null;
  readonly step: Step;
  readonly stepName: string;
  readonly currency: string | null;
  readonly email: { readonly value: string; readonly status: Certainty } | null;
  readonly lines: readonly Line[];
  readonly shipping: { readonly value: Address; readonly status: Certainty } | null;
  readonly billing: { readonly value: Address | "same"; readonly status: Certainty } | null;
  readonly notes: { readonly value: string; readonly status: Certainty } | null;
  /** With the option `rental`. */
  readonly rental: { readonly value: Rental; readonly status: Certainty } | null;
  readonly coupons: readonly { readonly code: string; readonly status: Certainty }[];
  readonly shipments: readonly Shipment[];
  readonly payments: readonly Payment[];
  readonly paymentMethods: readonly PaymentMethod[];
  readonly adjustments: readonly { readonly label: string; readonly amount: Decimal }[];
  readonly itemTotal: Amount;
  readonly shipTotal: Amount;
  readonly taxTotal: Amount;
  readonly adjustmentTotal: Amount;
  readonly total: Amount;
  /** What is left to pay after store credit. */
  readonly due: Amount;
  readonly paymentState: string | null;
  readonly completedAt: string | null;
}

/** Something that stands in the way. `field` names the input that would remove it, where there is one. */
export interface Blocker {
  readonly code: BlockerCode;
  readonly step: Step;
  readonly field: string | null;
  /** A warning may be ignored: the shop may accept. */
  readonly level: "error" | "warning";
}

export type BlockerCode =
  | "cart.empty" | "line.stock" | "email.missing" | "shipping.missing" | "billing.missing"
  | "address.field" | "address.different" | "rate.missing" | "rate.gone" | "rate.price_changed"
  /** Nothing delivers there; the address may be past changing. */
  | "rate.none"
  /** Which way this release wants a rate named, no answer has told. */
  | "rate.undecided"
  /** It can no longer be changed on this order; `startNew({ keep: true })` opens one where it can. */
  | "order.fixed"
  | "payment.missing" | "payment.reenter" | "payment.held" | "order.gone" | "order.complete" | "shop.refused" | "other";

/** Where the wishes would land, and why not further. */
export interface Prediction {
  readonly step: Step;
  readonly stepName: string;
  /** Steps this order does not have, such as `payment` when it is free. */
  readonly skips: readonly Step[];
  readonly blockers: readonly Blocker[];
  readonly certain: boolean;
  /** What was taken for granted when `certain` is false. */
  readonly assumes: readonly (
    | "confirm" | "custom_step" | "gateway" | "price" | "promotion" | "rates" | "settings" | "source" | "stale" | "stock"
    | "version" | "other"
  )[];
}

export interface Pending {
  readonly status: "waiting" | "sending" | "refused";
  readonly error: ErrorInfo | null;
}

/** The checkout at one moment. The same reference is returned until something changes. */
export interface Snapshot {
  /**
   * Grows with each change; hand it to `submit` to say which total was on the screen. A checkout that starts anew on the page
   * counts on from there, so that an older one's names none of its screens.
   */
  readonly revision: number;
  /** `loading` until the core is there: actions wait for it, and no snapshot shows before what was wished. */
  readonly status: "loading" | "open" | "placing" | "uncertain" | "placed" | "failed" | "disposed";
  readonly order: Order;
  readonly next: Prediction;
  readonly can: { readonly submit: boolean };
  /** Wishes the shop has not confirmed, by key: `email`, `shipping`, `line:7`, `variant:2`, `coupon:10off`, `rate`, `payment` … */
  readonly pending: Readonly<Record<string, Pending>>;
  /** `"memory"`: a reload loses the checkout, since nothing can be stored here, or the storage holds an order of another tab that is not over. */
  readonly storage: "ok" | "memory";
  /** Calls sent so far, for panels and tests. */
  readonly calls: { readonly unsafe: number; readonly reads: number };
}

/** What a failed action carries; never an input value. */
export interface ErrorInfo {
  readonly code: ErrorCode;
  readonly fields: readonly { readonly field: string; readonly code: string }[];
  /** What is true at the shop: nothing was sent, it refused, it did it, or nobody knows. */
  readonly outcome: "not_sent" | "rejected" | "applied" | "unknown";
  readonly retryable: boolean;
  readonly status: number | null;
}

export type ErrorCode =
  | "invalid_input" | "invalid_options" | "invalid_field" | "not_found" | "unauthorized" | "out_of_stock"
  | "coupon_refused" | "payment_refused" | "transition_refused" | "server_changed" | "total_changed" | "busy" | "network" | "timeout"
  | "redirected" | "too_large" | "unreadable_answer" | "unsupported_server" | "server_error" | "shop_refused" | "order_complete" | "order_gone"
  | "create_order_failed" | "unsupported" | "attempt_unresolved" | "aborted" | "disposed" | "internal" | "other";

/** A line by the shop's line id, or by variant. */
export type LineTarget = { readonly line: string } | { readonly variant: string };

/** A rental: what is left out of a wish stays as it is. */
export interface Rental {
  /** The first day and the last one, as `"2030-02-03"`, by the shop's calendar. */
  readonly start?: string;
  readonly end?: string;
  /** Of the area it goes to; no part of an address. An area that is not served is refused by the shop. */
  readonly postalCode?: string;
}

/** Wishes that ride together. Quantities are absolute; 0 removes the line. */
export interface Edits {
  readonly lines?: readonly (LineTarget & { readonly quantity: number })[];
  /** Removes every line. */
  readonly empty?: true;
  readonly email?: string;
  readonly shipping?: Address;
  readonly billing?: Address | "same";
  readonly notes?: string;
  /** Only with the option `rental`. `saveAddress`: the addresses that are sent from now on are kept for the next rental. */
  readonly rental?: Rental & { readonly saveAddress?: true };
  /** A code to apply. */
  readonly coupon?: string;
  readonly removeCoupon?: string;
  /** The cheapest of each shipment; one rate by its id; or one for each shipment. */
  readonly rate?: "cheapest" | { readonly rate: string } | { readonly method: string } | readonly { readonly rate: string }[];
  readonly payment?: PaymentInput;
}

/** A payment: one-shot, sent when the order is placed, forgotten afterwards. */
export type PaymentInput =
  | { readonly method: string; readonly token: string; readonly name?: string; readonly month?: string; readonly year?: string; readonly lastDigits?: string; readonly brand?: string }
  | { readonly method: string; readonly wallet: string; readonly code?: string }
  | { readonly method: string; readonly card: RawCard }
  | { readonly method: string };

/** A card typed into the page itself. Only with `rawCard: "i-accept-pci-saq-d"`. */
export interface RawCard {
  readonly number: string;
  readonly month: string;
  readonly year: string;
  readonly code: string;
  readonly name: string;
}

/** What an action resolves with. */
export interface Settled {
  readonly status: "confirmed" | "waiting" | "replaced";
  readonly snapshot: Snapshot;
}

export interface Difference {
  readonly what: "total" | "line" | "email" | "shipping" | "billing" | "rate" | "rental" | "currency" | "item_total" | "ship_total" | "tax_total" | "adjustment_total" | "unconfirmed" | "revision" | "other";
  readonly key: string | null;
  readonly seen: string | null;
  readonly now: string | null;
}

/** How a purchase attempt ended. */
export type Ending =
  | { readonly status: "placed"; readonly number: string; readonly snapshot: Snapshot }
  | { readonly status: "placed_different"; readonly number: string; readonly differences: readonly Difference[]; readonly snapshot: Snapshot }
  | { readonly status: "changed"; readonly differences: readonly Difference[]; readonly snapshot: Snapshot }
  | { readonly status: "declined"; readonly snapshot: Snapshot }
  | { readonly status: "uncertain"; readonly snapshot: Snapshot }
  | { readonly status: "other"; readonly blockers: readonly Blocker[]; readonly error: ErrorInfo | null; readonly snapshot: Snapshot };

/** What the loop reports beside snapshots. */
export type CheckoutEvent =
  | { readonly kind: "drift"; readonly call: string; readonly expected: string; readonly actual: string }
  | { readonly kind: "lineRemoved"; readonly line: string; readonly variant: string }
  | { readonly kind: "changed"; readonly differences: readonly Difference[] }
  | { readonly kind: "call"; readonly method: string; readonly route: string; readonly unsafe: boolean; readonly status: number | null }
  | { readonly kind: "other" };

/** Taken last by every action. */
export interface ActionOptions {
  /** Ends the wait, not the wish: what was sent already is not undone. */
  readonly signal?: AbortSignal | undefined;
}

/** A country the shop knows. */
export interface Country {
  /** ISO-2. */
  readonly code: string;
  readonly name: string;
}

/** A state, county or province of a country. */
export interface Region {
  readonly code: string | null;
  readonly name: string;
}

/** The states of a country, and whether an address needs one. */
export interface Regions {
  readonly required: boolean;
  readonly states: readonly Region[];
}

/** An address of the customer's address book. */
export interface SavedAddress {
  readonly address: Address;
  readonly isDefault: boolean;
}

/** A card the shop keeps for the customer. */
export interface SavedCard {
  readonly id: string;
  readonly brand: string | null;
  readonly lastDigits: string | null;
  readonly month: string | null;
  readonly year: string | null;
  readonly name: string | null;
}

/** An order of the customer's past. */
export interface PastOrder {
  readonly number: string;
  readonly step: Step;
  readonly total: Decimal;
  readonly currency: string | null;
  readonly paymentState: string | null;
  readonly completedAt: string | null;
}
