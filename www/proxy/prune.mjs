// Takes members out of a JSON text without touching the rest: numbers stay as they are written.

const MAX_DEPTH = 64;

/**
 * The text without what a page is not to see. `drop`: names of members that are left out wherever they are; `keep`: name of
 * a member → the names that its object may have; `blank`: name → a text that becomes null.
 *
 * @throws SyntaxError if the text is not JSON.
 */
export function prune(source, { drop = [], keep = {}, blank = {} }) {
  JSON.parse(source);
  let at = 0;
  const dropped = new Set(drop);

  const space = () => {
    while (at < source.length && " \t\n\r".includes(source[at])) at += 1;
  };
  const string = () => {
    const from = at;
    at += 1;
    while (source[at] !== '"') at += source[at] === "\\" ? 2 : 1;
    at += 1;
    return source.slice(from, at);
  };

  function value(depth, allowed) {
    if (depth > MAX_DEPTH) throw new SyntaxError("too deep");
    space();
    if (source[at] === "{") return object(depth, allowed);
    if (source[at] === "[") return array(depth, allowed);
    if (source[at] === '"') return string();
    const from = at;
    while (at < source.length && !',]} \t\n\r'.includes(source[at])) at += 1;
    return source.slice(from, at);
  }

  function object(depth, allowed) {
    const members = [];
    at += 1;
    for (space(); source[at] !== "}"; space()) {
      if (source[at] === ",") at += 1;
      space();
      const name = string();
      const key = JSON.parse(name);
      space();
      at += 1;
      let text = value(depth + 1, Object.hasOwn(keep, key) ? keep[key] : undefined);
      if (dropped.has(key) || (allowed && !allowed.includes(key))) continue;
      if (Object.hasOwn(blank, key) && text === JSON.stringify(blank[key])) text = "null";
      members.push(`${name}:${text}`);
    }
    at += 1;
    return `{${members.join(",")}}`;
  }

  function array(depth, allowed) {
    const items = [];
    at += 1;
    for (space(); source[at] !== "]"; space()) {
      if (source[at] === ",") at += 1;
      items.push(value(depth + 1, allowed));
    }
    at += 1;
    return `[${items.join(",")}]`;
  }

  return value(0);
}
