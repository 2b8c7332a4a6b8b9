import type { ErrorCode, ErrorInfo } from "./types.js";

/** Registered globally, so that an error made by a second copy of the package is still recognised. */
const BRAND = Symbol.for("cashwrap.CheckoutError");

/**
 * What a failed action rejects with. Branch on `code`; `message` is for developers and may change.
 * Neither ever holds a value that was handed in or a text the shop wrote.
 */
export class CheckoutError extends Error implements ErrorInfo {
  readonly code: ErrorCode;
  readonly fields: ErrorInfo["fields"];
  readonly outcome: ErrorInfo["outcome"];
  readonly retryable: boolean;
  readonly status: number | null;

  constructor(info: ErrorInfo) {
    const first = info.fields[0];
    super(`cashwrap: ${info.code}${first ? ` (${first.field}: ${first.code})` : ""}`);
    this.name = "CheckoutError";
    this.code = info.code;
    this.fields = info.fields;
    this.outcome = info.outcome;
    this.retryable = info.retryable;
    this.status = info.status;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Whether a caught value is a `CheckoutError`, by whichever copy of the package it was made. */
export function isCheckoutError(value: unknown): value is CheckoutError {
  return value instanceof Error && Object.hasOwn(value, BRAND);
}

/** An error this side found out by itself: nothing was sent. */
export function refusal(code: ErrorCode, field?: string, reason = "invalid"): CheckoutError {
  const fields = field === undefined ? [] : [{ field, code: reason }];
  return new CheckoutError({ code, fields, outcome: "not_sent", retryable: false, status: null });
}

/**
 * Whatever was thrown, as a `CheckoutError`. The core throws plain `ErrorInfo`; anything else is a fault of ours or of
 * the host, whose text may quote input and is dropped.
 */
export function toCheckoutError(thrown: unknown): CheckoutError {
  if (isCheckoutError(thrown)) return thrown;
  if (isErrorInfo(thrown)) return new CheckoutError(thrown);
  return new CheckoutError({ code: "internal", fields: [], outcome: "unknown", retryable: false, status: null });
}

function isErrorInfo(value: unknown): value is ErrorInfo {
  return typeof value === "object" && value !== null && "outcome" in value && "fields" in value && !(value instanceof Error);
}
