// What a page is told: the shop's answers less what is none of its business, and the proxy's own.

import { prune } from "./prune.mjs";

/** A content type that no shop answers with: the page tells the proxy's word from the shop's by it (RFC 9457). */
const PROBLEM = "application/problem+json";

/** An answer of the proxy's own. `code` says why; 5xx says that nobody knows how a call ended. */
export const problem = (status, code) => ({ status, type: PROBLEM, body: JSON.stringify({ status, code }) });

/** The shop's answer as a page may see it. A page of HTML, or what is no JSON, has no place on this origin. */
export function told({ status, type, body }, rules) {
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    try {
      return { status, type: "application/json", body: body.trim() === "" ? "" : prune(body, rules) };
    } catch {
      return { status, type: "text/plain", body: "" };
    }
  }
  return { status, type: "text/plain", body: /^text\/plain\b/i.test(type) && body.length <= 1000 ? body : "" };
}

/** Sends an answer. */
export function send(res, { status, type, body, cookie }) {
  if (res.writableEnded || res.destroyed) return;
  const bytes = Buffer.from(body);
  const hasBody = status !== 204 && status !== 304;
  res.writeHead(status, {
    ...(hasBody ? { "content-type": type === "text/plain" ? "text/plain; charset=utf-8" : type, "content-length": bytes.length } : {}),
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    ...(cookie ? { "set-cookie": cookie } : {}),
  });
  res.end(hasBody ? bytes : undefined);
}

/** What a JSON answer says, or nothing. */
export function tree({ body }) {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
