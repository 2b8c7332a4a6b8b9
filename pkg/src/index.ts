export { createCheckout, type Checkout } from "./checkout.js";
export { CheckoutError, isCheckoutError } from "./errors.js";
export type { WasmSource } from "./load.js";
export type { Auth, CheckoutOptions, CreatedOrder, Dialect, StorageLike } from "./options.js";
export type * from "./types.js";
