// A proxy before the reference shop, both on sockets of their own, and visitors who talk to it as a browser does.

import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { openProxy } from "../../../www/proxy/proxy.mjs";
import { startShop } from "../shop.mjs";

/** What a test that failed has left running: a file of tests must end all the same. */
const left = new Set();
after(async () => {
  for (const stop of [...left]) await stop();
});

/** A shop that ends with the file, at the latest. */
export async function openShop(options) {
  const shop = await startShop(options);
  const stop = () => {
    left.delete(stop);
    return shop.stop();
  };
  left.add(stop);
  return { ...shop, stop };
}

export const ORIGIN = "https://store.example";
export const SECRET = "the secret of a test, of no use elsewhere";
const SERVE = fileURLToPath(new URL("../../../www/proxy/serve.mjs", import.meta.url));

/** A folder for the ledger, removed by `remove`. */
export function drawer() {
  const folder = mkdtempSync(join(tmpdir(), "cashwrap-proxy-"));
  return { folder, ledger: join(folder, "ledger"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const config = (shop, place, options) => ({
  shop: shop.url, dialect: "solidus", secrets: [SECRET], origins: [ORIGIN], ledger: place.ledger, ...options,
});

/** A proxy in this process, with a clock that a test can move. `files` serves what is not the proxy's. */
export async function startProxy(shop, { files, ...options } = {}) {
  const place = options.place ?? drawer();
  const clock = { ms: 1_800_000_000_000 };
  const logged = [];
  const rig = { clock, logged, place, intercept: (req, res, handle) => handle(req, res) };
  let proxy;
  const server = http.createServer((req, res) => {
    if (files && !proxy.owns(req.url)) files(req, res);
    else void rig.intercept(req, res, proxy.handle);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  rig.port = server.address().port;
  const own = { origins: options.origins ?? (files ? [`http://127.0.0.1:${rig.port}`] : [ORIGIN]) };
  try {
    proxy = await openProxy({ ...config(shop, place, { ...options, ...own }), now: () => clock.ms, log: (error) => logged.push(error) });
  } catch (error) {
    server.close();
    throw error;
  }
  rig.stop = async ({ keep = false } = {}) => {
    left.delete(rig.stop);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await proxy.close();
    if (!keep) place.remove();
  };
  left.add(rig.stop);
  return rig;
}

/** The proxy as a program of its own, which can be killed. */
export async function spawnProxy(shop, place, options = {}, { limitBytes } = {}) {
  const file = join(place.folder, "config.json");
  writeFileSync(file, JSON.stringify(config(shop, place, options)));
  // A disk that is full after so many bytes.
  const limit = limitBytes ? ["prlimit", `--fsize=${limitBytes}:`] : [];
  const [program, ...args] = [...limit, process.execPath, SERVE, file];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const port = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, found] = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (found) resolve(Number(found));
    });
    ended.then((code) => reject(new Error(`the proxy ended with ${code} before it was listening`)));
  });
  const kill = async (signal = "SIGKILL") => {
    left.delete(kill);
    child.kill(signal);
    await ended;
  };
  left.add(kill);
  return {
    port,
    kill,
    /** The disk has room again. */
    makeRoom: () => execFileSync("prlimit", [`--pid=${child.pid}`, "--fsize=100000000:"]),
  };
}

export const callId = () => randomBytes(16).toString("hex");

/** One request, its target sent as it is written. */
export function raw(port, { method = "GET", path, headers = {}, body, chunks }) {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const sent = http.request({ host: "127.0.0.1", port, method, path, agent: false, headers: { ...(bytes ? { "content-length": bytes.length } : {}), ...headers } });
    sent.on("error", reject);
    sent.on("response", (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        const isJson = /json/.test(response.headers["content-type"] ?? "");
        resolve({ status: response.statusCode, headers: response.headers, text, json: isJson && text ? JSON.parse(text) : undefined });
      });
    });
    for (const chunk of chunks ?? []) sent.write(chunk);
    if (chunks === undefined) sent.end(bytes);
  });
}

/** A visitor: keeps the cookie, says the origin, gives each unsafe call an id. */
export function visitor(port, { cookie, origin = ORIGIN } = {}) {
  const self = {
    cookie,
    headers: (extra = {}) => ({ origin, ...(self.cookie ? { cookie: self.cookie } : {}), ...extra }),
    /** Asks; `over` replaces what a browser with the package would send. A header that is undefined is left out. */
    async ask(method, path, body, over = {}) {
      const isUnsafe = method !== "GET";
      const headers = self.headers({
        ...(isUnsafe ? { "idempotency-key": callId() } : {}),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...over,
      });
      for (const name of Object.keys(headers)) if (headers[name] === undefined) delete headers[name];
      const isWritten = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
      const answer = await raw(port, { method, path, headers, body: isWritten ? body : JSON.stringify(body) });
      const [set] = answer.headers["set-cookie"] ?? [];
      if (set) self.cookie = set.split(";")[0];
      return answer;
    },
    /** A fetch for the package, as this visitor's browser has it. */
    async fetch(request) {
      const headers = new Headers(request.headers);
      headers.set("origin", origin);
      headers.set("sec-fetch-site", "same-origin");
      if (self.cookie) headers.set("cookie", self.cookie);
      const body = request.body === null ? undefined : await request.arrayBuffer();
      const response = await globalThis.fetch(request.url, { method: request.method, headers, body, redirect: "manual" });
      const [set] = response.headers.getSetCookie();
      if (set) self.cookie = set.split(";")[0];
      return response;
    },
  };
  return self;
}
