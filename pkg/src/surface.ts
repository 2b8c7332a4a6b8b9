// What every entry of the package has, wherever its core comes from.
export type { Checkout } from "./checkout.js";
export { CheckoutError, isCheckoutError } from "./errors.js";
export type { Auth, CheckoutOptions, CreatedOrder, Dialect, OrderDraft, StorageLike, WasmSource } from "./options.js";
export {
  brandRules, cardBrands, checkCardholder, checkCardNumber, checkCoupon, checkEmail, checkExpiry, checkPhone, checkQuantity,
  checkRentalDates, checkSecurityCode, checkServiceZip,
} from "./check.js";
export { addressFields, checkAddress, checkPostalCode, findRegion } from "./check-address.js";
export { regions } from "./regions.js";
export { formatCardNumber, formatExpiry, formatPhone, formatPostalCode } from "./format.js";
export type { AddressForm, AddressFormOptions, AddressFormSnapshot, AddressShop } from "./address-form.js";
export type { ShopFacts } from "./shop-facts.js";
export type { CardForm, CardFormOptions, CardFormSnapshot, CardPolicy } from "./card-form.js";
export type * from "./check-types.js";
export type * from "./form-types.js";
export type * from "./types.js";
