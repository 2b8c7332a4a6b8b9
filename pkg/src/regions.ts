import type { Area } from "./check-types.js";

/** The countries whose regions the package has, from its own files. */
const COUNTRIES = "AD AE AM AR AU BR BS CA CL CN CO CU CV EG ES HK ID IE IN IR IT JM JP KN KP KR KY MX MY MZ NG NI NR PE PH RU SO SR SV TH TR TV TW UA US UY VE VN";

/**
 * The regions of a country, loaded when they are asked for; none where the data has none. A shop's own list, `states(country)`
 * of a checkout, says what that shop takes. Needs no `ready()`.
 *
 * @throws what the host throws when a module cannot be loaded.
 */
export async function regions(country: string): Promise<readonly Area[]> {
  const code = country.trim().toUpperCase();
  if (!COUNTRIES.split(" ").includes(code)) return [];
  const module = await import(`../regions/${code}.js`) as { readonly default: readonly Area[] };
  return module.default;
}
