import type { Area } from "./check-types.js";
import lists from "../regions/lists.js";

/**
 * The regions of a country, loaded when they are asked for; none where the data has none. A shop's own list, `states(country)`
 * of a checkout, says what that shop takes. Needs no `ready()`.
 *
 * @throws what the host throws when a module cannot be loaded.
 */
export async function regions(country: string): Promise<readonly Area[]> {
  const code = country.trim().toUpperCase();
  if (!Object.hasOwn(lists, code)) return [];
  const list = await lists[code]?.();
  return (list?.default ?? []) as readonly Area[];
}
