import type { Amount, Snapshot } from "./types.js";

const UNKNOWN: Amount = { status: "unknown" };

/** The checkout before anything is known: what a server renders, and a page until the core is there. */
export const EMPTY: Snapshot = {
  revision: 0,
  status: "loading",
  order: {
    number: null,
    step: "cart",
    stepName: "cart",
    currency: null,
    email: null,
    lines: [],
    shipping: null,
    billing: null,
    notes: null,
    rental: null,
    coupons: [],
    shipments: [],
    payments: [],
    paymentMethods: [],
    adjustments: [],
    itemTotal: UNKNOWN,
    shipTotal: UNKNOWN,
    taxTotal: UNKNOWN,
    adjustmentTotal: UNKNOWN,
    total: UNKNOWN,
    due: UNKNOWN,
    paymentState: null,
    completedAt: null,
  },
  next: { step: "cart", stepName: "cart", skips: [], blockers: [], certain: false, assumes: ["other"] },
  can: { submit: false },
  pending: {},
  storage: "ok",
  calls: { unsafe: 0, reads: 0 },
};
