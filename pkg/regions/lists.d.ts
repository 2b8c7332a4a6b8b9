/** The countries that have a list of regions, and how each list is loaded: `Area`s of the package. */
declare const lists: Readonly<Record<string, () => Promise<{ readonly default: readonly object[] }>>>;
export default lists;
