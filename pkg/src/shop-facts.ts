/** What is known of a shop's addresses; a member it has not said anything about is missing. */
export interface ShopFacts {
  /** Whether it refuses an address without a postal code, whatever the country. */
  readonly postalRequired?: boolean;
  /** Whether it splits names in two and refuses those of one word. */
  readonly splitsName?: boolean;
}

/** From the bits of `Shop` in the core. */
export function shopFacts(bits: number): ShopFacts {
  return {
    ...(bits & 2 ? { postalRequired: (bits & 8) > 0 } : {}),
    ...(bits & 16 ? { splitsName: true } : {}),
  };
}
