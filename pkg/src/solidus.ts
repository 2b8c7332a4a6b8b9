// The package with a core that speaks to Solidus alone: less to load. One entry for a page: the first one
// that loads its core decides for all.

import { type AddressForm, type AddressFormOptions, openAddressForm } from "./address-form.js";
import { type CardForm, type CardFormOptions, openCardForm } from "./card-form.js";
import { type Checkout, openCheckout } from "./checkout.js";
import { loadCore } from "./load.js";
import type { CheckoutOptions, Dialect, WasmSource } from "./options.js";

export * from "./surface.js";

const home = (): URL => new URL("./solidus.wasm", import.meta.url);

/** The families of this entry. */
export type Family = Extract<Dialect, "solidus">;

/** As in the whole package; another dialect is refused by the core: `invalid_options`, field `dialect`. */
export function createCheckout(options: CheckoutOptions & { readonly dialect: Family }): Checkout {
  return openCheckout(options, home);
}

/** As in the whole package. */
export async function ready(wasm?: WasmSource): Promise<void> {
  await loadCore(wasm, home);
}

/** As in the whole package. */
export function createAddressForm(options: AddressFormOptions = {}): AddressForm {
  return openAddressForm(options, home);
}

/** As in the whole package. */
export function createCardForm(options: CardFormOptions = {}): CardForm {
  return openCardForm(options, home);
}
