// Whole values as the core tells them, held against the declared shapes: no member too many, none missing.

import type { Ending, ErrorInfo, Snapshot } from "cashwrap";

export const open = {
  revision: 12,
  status: "open",
  order: {
    number: "R123456789",
    step: "delivery",
    stepName: "delivery",
    currency: "USD",
    email: { value: "ada@example.com", status: "confirmed" },
    lines: [{
      id: "7", variant: "2", name: "Solidus T-Shirt", sku: "SOL-TS-S", options: "Size: S", images: ["https://shop.example/shirt.svg"],
      quantity: 2, status: "expected", price: { status: "confirmed", value: "19.99" }, amount: { status: "expected", value: "39.98" }, stock: 10,
      productType: null, rentable: true,
    }],
    shipping: { value: { name: "Ada", address1: "1 Way", city: "New York", region: "NY", postalCode: "10001", country: "US" }, status: "confirmed" },
    billing: { value: "same", status: "expected" },
    notes: null,
    rental: { value: { start: "2030-02-03", end: "2030-02-06" }, status: "confirmed" },
    coupons: [{ code: "10off", status: "confirmed" }],
    shipments: [{
      id: "3", number: "H12345678901", contents: [{ variant: "2", quantity: 2 }], cost: "5.0",
      rates: [{ id: "11", method: "1", name: "UPS Ground", cost: "5.0", selected: true }],
    }],
    payments: [{ id: "9", method: "1", amount: "44.98", state: "checkout", lastDigits: "1111" }],
    paymentMethods: [{ id: "1", name: "Credit Card", kind: "card" }],
    adjustments: [{ label: "Ten off", amount: "-4.0" }],
    itemTotal: { status: "expected", value: "39.98" },
    shipTotal: { status: "unknown" },
    taxTotal: { status: "unknown" },
    adjustmentTotal: { status: "unknown" },
    total: { status: "unknown" },
    due: { status: "unknown" },
    paymentState: null,
    completedAt: null,
  },
  next: {
    step: "payment", stepName: "payment", skips: ["confirm"], certain: false, assumes: ["stock"],
    blockers: [{ code: "payment.missing", step: "payment", field: "payment", level: "error" }],
  },
  can: { submit: false },
  pending: { "line:7": { status: "sending", error: null } },
  storage: "ok",
  calls: { unsafe: 3, reads: 1 },
} satisfies Snapshot;

export const refused = {
  code: "invalid_field", fields: [{ field: "shipping.city", code: "blank" }], outcome: "rejected", retryable: false, status: 422,
} satisfies ErrorInfo;

export const endings = [
  { status: "placed", number: "R123456789", snapshot: open },
  { status: "changed", differences: [{ what: "total", key: null, seen: "44.98", now: "45.98" }], snapshot: open },
  { status: "other", blockers: [{ code: "payment.held", step: "payment", field: null, level: "error" }], error: refused, snapshot: open },
] satisfies Ending[];
