export { createCheckout, type Checkout } from "./checkout.js";
export { CheckoutError, isCheckoutError } from "./errors.js";
export type { Auth, CheckoutOptions, CreatedOrder, Dialect, OrderDraft, StorageLike, WasmSource } from "./options.js";
export {
  brandRules, cardBrands, checkCardholder, checkCardNumber, checkCoupon, checkEmail, checkExpiry, checkPhone, checkQuantity,
  checkSecurityCode, ready,
} from "./check.js";
export { addressFields, checkAddress, checkPostalCode, findRegion } from "./check-address.js";
export { regions } from "./regions.js";
export { formatCardNumber, formatExpiry, formatPhone, formatPostalCode } from "./format.js";
export {
  createAddressForm, type AddressForm, type AddressFormOptions, type AddressFormSnapshot, type AddressShop,
} from "./address-form.js";
export { createCardForm, type CardForm, type CardFormOptions, type CardFormSnapshot, type CardPolicy } from "./card-form.js";
export type * from "./check-types.js";
export type * from "./form-types.js";
export type * from "./types.js";
