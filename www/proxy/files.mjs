// The storefront's files, from wherever they are served: the page and the proxy must have one origin.

import { request } from "node:http";

/** Hands on reads of files; nothing the page says goes along but the path. */
export function filesFrom(url) {
  const { hostname, port } = new URL(url);
  return (req, res) => {
    const isFile = /^\/(?:[\w~-][\w.~-]*(?:\/|$))*(?:\?[\w.~/=&%-]*)?$/.test(req.url) && !req.url.startsWith("/__");
    if (!isFile || !["GET", "HEAD"].includes(req.method)) return void res.writeHead(404).end();
    const asked = request({ hostname, port, method: req.method, path: req.url.split("?")[0] }, (found) => {
      res.writeHead(found.statusCode, found.headers);
      found.pipe(res);
    });
    asked.on("error", () => res.writeHead(502).end());
    asked.end();
  };
}
