// Which calls pass. Everything that is not written down here is not there.

/**
 * One call that may pass.
 *
 * `path` holds literal parts, `:number` (the order's), `:id` and `:item` (canonical digits), `:country`, and `:code` (text,
 * percent-encoded the one way the core encodes). `kind`: `open` (a read that needs no order), `make`, `read` or `change`.
 * `guard` looks once more under the order's lock, may refuse, and may give a body of its own; `places`: carried out, it
 * pays or places.
 */
export function route(kind, method, path, { body, query, places = false, guard, isHook = false } = {}) {
  const parts = path.split("/").slice(1).map((part) => (PARTS[part] ? { name: part.slice(1), form: PARTS[part] } : { literal: part }));
  return { kind, method, parts, path, body, query, places, guard, isHook };
}

/** Ids are compared and sent as they are written, so there is one way to write each. */
const ID = /^[1-9][0-9]{0,14}$/;
const NUMBER = /^[A-Z0-9][A-Z0-9-]{0,31}$/;
const PARTS = {
  ":number": NUMBER,
  ":id": ID,
  ":item": ID,
  ":country": /^[A-Z]{2}$/,
  ":code": /^(?:[\w~.-]|%[0-9A-F]{2}){1,300}$/,
};

/** Whether a text can be an order's number. */
export const isNumber = (text) => NUMBER.test(text);

/** The raw target of a request as path and query; nothing for any other form than `/a/b?c`. */
export function target(url) {
  const [, path, query] = /^((?:\/[\w.~%-]*)+)(?:\?([\w=&.%-]{1,200}))?$/.exec(url) ?? [];
  return path === undefined ? undefined : { path, query };
}

/** The route that a request takes, and what its path names. */
export function find(routes, method, { path, query }) {
  const given = path.split("/").slice(1);
  for (const candidate of routes) {
    if (candidate.method !== method || candidate.parts.length !== given.length) continue;
    const named = match(candidate.parts, given);
    const isQuery = query === undefined ? !candidate.query : candidate.query?.test(query);
    if (named && isQuery) return { route: candidate, named, path: query === undefined ? path : `${path}?${query}` };
  }
  return undefined;
}

function match(parts, given) {
  const named = {};
  for (const [at, part] of parts.entries()) {
    if (part.literal !== undefined) {
      if (part.literal !== given[at]) return undefined;
      continue;
    }
    if (!part.form.test(given[at])) return undefined;
    if (part.name === "code" && !isCanonical(given[at])) return undefined;
    named[part.name] = given[at];
  }
  return named;
}

/** Whether a text is encoded the one way: nothing that needs no escape has one, and no escape hides a step or a control. */
function isCanonical(part) {
  let text;
  try {
    text = decodeURIComponent(part);
  } catch {
    return false;
  }
  const again = encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return again === part && !/^\.+$|[\u0000-\u001f\u007f/\\]/.test(text);
}
