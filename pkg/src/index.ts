// The package with every family of servers.

import { type AddressForm, type AddressFormOptions, openAddressForm } from "./address-form.js";
import { type CardForm, type CardFormOptions, openCardForm } from "./card-form.js";
import { type Checkout, openCheckout } from "./checkout.js";
import { loadCore } from "./load.js";
import type { CheckoutOptions, WasmSource } from "./options.js";

export * from "./surface.js";

const home = (): URL => new URL("./cashwrap.wasm", import.meta.url);

/**
 * A checkout against one shop. Synchronous and quiet: no network, no WebAssembly and no order before the first action
 * or subscription.
 *
 * @throws `CheckoutError` with code `invalid_options` and the option's name as field.
 */
export function createCheckout(options: CheckoutOptions): Checkout {
  return openCheckout(options, home);
}

/**
 * Loads the core, once, and joins a load under way. Checks and formats are synchronous and need it to have resolved; until
 * then they throw a `CheckoutError` with code `unsupported`.
 *
 * @throws `CheckoutError` as an action of a checkout would: `network`, or `unsupported` where WebAssembly is not allowed.
 */
export async function ready(wasm?: WasmSource): Promise<void> {
  await loadCore(wasm, home);
}

/** Drafts and checks of an address, and the props of its fields. */
export function createAddressForm(options: AddressFormOptions = {}): AddressForm {
  return openAddressForm(options, home);
}

/** Drafts and checks of a card, and the props of its fields. The digits stay in the form. */
export function createCardForm(options: CardFormOptions = {}): CardForm {
  return openCardForm(options, home);
}
