// The proxy as a program: node serve.mjs CONFIG.json. What it holds is in that file, which only its own account may read.

import { readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { openProxy } from "./proxy.mjs";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const proxy = await openProxy({ ...config, log: (error) => console.error(error.message) });

/** Everything else comes from where the storefront's files are: the page and the proxy must have one origin. */
function files(req, res) {
  if (!config.files || !["GET", "HEAD"].includes(req.method) || !/^\/[\w./~?=&%-]*$/.test(req.url)) return res.writeHead(404).end();
  const { hostname, port } = new URL(config.files);
  request({ hostname, port, method: req.method, path: req.url, headers: { host: req.headers.host, accept: "*/*" } }, (found) => {
    res.writeHead(found.statusCode, found.headers);
    found.pipe(res);
  }).on("error", () => res.writeHead(502).end()).end();
}

const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, maxHeaderSize: 16_384 }, (req, res) => {
  if (proxy.owns(req.url)) void proxy.handle(req, res);
  else files(req, res);
});
server.listen(config.port ?? 0, config.host ?? "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
