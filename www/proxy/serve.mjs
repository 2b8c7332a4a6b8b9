// The proxy as a program: node serve.mjs CONFIG.json. What it holds is in that file, which only its own account may read.
//
// The file has the options of `openProxy`, and: `port`, `host` (this machine alone unless told otherwise), `files` (where
// the storefront's files are served), `backend` (a module with `createOrder` and `priceOf`).

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { filesFrom } from "./files.mjs";
import { openProxy } from "./proxy.mjs";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const backend = config.backend ? (await import(pathToFileURL(resolve(config.backend)))).default(config) : {};
const files = config.files ? filesFrom(config.files) : (req, res) => res.writeHead(404).end();
let proxy;

const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, (req, res) => {
  if (proxy?.owns(req.url)) void proxy.handle(req, res);
  else files(req, res);
});
server.listen(config.port ?? 0, config.host ?? "127.0.0.1", async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  proxy = await openProxy({ origins: [url], ...config, ...backend, log: (error) => console.error(error.message) });
  console.log(`listening on ${url}`);
});

// What is under way is ended, and the next process need not wait to see that this one is gone. A second signal ends it at once.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => server.close(() => void Promise.resolve(proxy?.close()).then(() => process.exit())));
}
