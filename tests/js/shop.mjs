// The reference shop as a process of its own, on a free port and a database in a temporary folder.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Where the shop's program is: told, or where cargo puts it. */
function program() {
  const found = [process.env.SHOP_BIN, join(process.env.CARGO_TARGET_DIR ?? join(ROOT, "target"), "debug/cashwrap-shop")];
  const path = found.find((candidate) => candidate && existsSync(candidate));
  if (!path) throw new Error("no reference shop; by hand: cargo build -p cashwrap-shop --bin cashwrap-shop");
  return path;
}

/** Starts a shop. `stop` ends it and removes its database. */
export async function startShop({ guests = "on", server = "solidus", world = "demo" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "cashwrap-"));
  const child = spawn(program(), [
    "--db", join(folder, "shop.sqlite"), "--port", "0", "--world", world, "--server", server, "--guests", guests,
    "--static", "/=www", "--static", "/pkg/=pkg",
  ], { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, address] = line.split("listening on ");
      if (address) resolve(address.trim().replace(/\/$/, ""));
    });
    ended.then((code) => reject(new Error(`the shop ended with ${code} before it was listening`)));
  });
  const admin = async (method, path, body) => {
    const response = await fetch(`${url}/__shop${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /__shop${path}: ${response.status}`);
    return text ? JSON.parse(text) : undefined;
  };
  return {
    url,
    admin,
    /** One order, as the database holds it. */
    order: (number) => admin("GET", `/orders/${number}`),
    async stop() {
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
