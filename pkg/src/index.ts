export { createCheckout, type Checkout } from "./checkout.js";
export { CheckoutError, isCheckoutError } from "./errors.js";
export type { Auth, CheckoutOptions, CreatedOrder, Dialect, OrderDraft, StorageLike, WasmSource } from "./options.js";
export type * from "./types.js";
