// What a page asks: checked before anything is done about it.

import { problem } from "./answers.mjs";
import { Refused } from "./shape.mjs";
import { find, target } from "./routes.mjs";

const MAX_BODY_BYTES = 64 << 10;
const BODY_WAIT_MS = 10_000;
/** 128 random bits, as the package makes them. */
const CALL_ID = /^[0-9a-f]{32}$/;
const STEP = /^[\w-]{1,40}$/;

/** A request that goes no further; it was not passed on. */
export class Stop extends Error {
  constructor(status, code) {
    super(code);
    this.answer = problem(status, code);
  }
}

/** The call a request asks for: route, names in its path, id, step, body. Throws [`Stop`]. */
export async function readCall(req, { routes, origins, mount, bodyWaitMs = BODY_WAIT_MS }) {
  const where = req.url.startsWith(`${mount}/`) ? target(req.url.slice(mount.length)) : undefined;
  const found = where && find(routes, req.method, where);
  if (!found) throw new Stop(404, "no_such_call");
  const { route, named, path } = found;
  checkOrigin(req, origins, route.kind === "open" || route.kind === "read");
  if (req.method === "GET") return { route, named, path };

  const id = req.headers["idempotency-key"];
  if (!CALL_ID.test(id ?? "")) throw new Stop(400, "call_id");
  const step = req.headers["x-cashwrap-step"];
  if (step !== undefined && !STEP.test(step)) throw new Stop(400, "step");
  const body = readShape(await readBody(req, bodyWaitMs), route);
  return { route, named, path, id, step, body };
}

/** A page of another origin gets nothing, whatever the browser lets it send. */
function checkOrigin({ headers }, origins, isRead) {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  if (origin === undefined ? !isRead : !origins.includes(origin)) throw new Stop(403, "origin");
  if (site !== undefined && site !== "same-origin") throw new Stop(403, "origin");
}

async function readBody(req, waitMs) {
  if (req.headers["content-encoding"] !== undefined) throw new Stop(415, "encoding");
  if (Number(req.headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw new Stop(413, "too_long");
  const chunks = [];
  let length = 0;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Stop(408, "too_slow")), waitMs);
  });
  const whole = (async () => {
    for await (const chunk of req) {
      length += chunk.length;
      if (length > MAX_BODY_BYTES) throw new Stop(413, "too_long");
      chunks.push(chunk);
    }
  })();
  // One that comes too late has nobody to tell.
  whole.catch(() => undefined);
  try {
    await Promise.race([whole, late]);
  } catch (error) {
    throw error instanceof Stop ? error : new Stop(400, "cut_off");
  } finally {
    clearTimeout(timer);
  }
  // A form's type needs no leave of a browser's to be sent from anywhere.
  const type = req.headers["content-type"];
  const isJson = /^application\/json(?:; ?charset=utf-8)?$/i.test(type ?? "");
  if (type === undefined ? length > 0 : !isJson) throw new Stop(415, "not_json");
  return Buffer.concat(chunks);
}

function readShape(bytes, { body: shape }) {
  let value;
  if (bytes.length > 0) {
    try {
      value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch {
      throw new Stop(400, "not_json");
    }
  }
  try {
    return shape(value, "body");
  } catch (error) {
    if (error instanceof Refused) throw new Stop(422, error.where);
    throw error;
  }
}
