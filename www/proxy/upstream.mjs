// The shop, asked by a request that is made here: nothing of the page's request is in it but what was looked at.

import http from "node:http";
import https from "node:https";

const MAX_BODY_BYTES = 2 << 20;

/** The way to one shop. */
export function upstream(shop) {
  const base = new URL(shop);
  const { request } = base.protocol === "https:" ? https : http;
  const root = base.pathname.replace(/\/+$/, "");

  /** Sends, and gives status, content type and body. Rejects when there is no whole answer: what happened is not known then. */
  return ({ method, path, headers, body, timeoutMs }) => new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const sent = request({
      protocol: base.protocol,
      hostname: base.hostname.replace(/^\[|\]$/g, ""),
      port: base.port,
      method,
      path: root + path,
      // A connection of its own: on one that is used again, a shop that closes it leaves the end of a call unknown.
      agent: false,
      headers: {
        host: base.host,
        accept: "application/json",
        "user-agent": "cashwrap-proxy",
        ...(bytes ? { "content-type": "application/json", "content-length": bytes.length } : {}),
        ...(!bytes && method !== "GET" ? { "content-length": 0 } : {}),
        ...headers,
      },
    });
    const timer = setTimeout(() => sent.destroy(new Error("no answer in time")), timeoutMs);
    const fail = (error) => {
      clearTimeout(timer);
      reject(error);
    };
    sent.on("error", fail);
    sent.on("response", (response) => {
      const chunks = [];
      let length = 0;
      response.on("data", (chunk) => {
        length += chunk.length;
        if (length > MAX_BODY_BYTES) sent.destroy(new Error("too long an answer"));
        else chunks.push(chunk);
      });
      response.on("error", fail);
      response.on("aborted", () => fail(new Error("half an answer")));
      response.on("end", () => {
        if (!response.complete) return fail(new Error("half an answer"));
        clearTimeout(timer);
        resolve({ status: response.statusCode, type: response.headers["content-type"] ?? "", body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    sent.end(bytes);
  });
}
