// What users install: the packed package, unpacked somewhere else, typed, bundled and run.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startShop } from "./shop.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const TOOLS = join(ROOT, "xtask/node/node_modules/.bin");
const CONSUMER = `
import { createCheckout, isCheckoutError, type Ending, type Snapshot } from "cashwrap";
const checkout = createCheckout({ dialect: "solidus", shop: "https://store.example" });
const snapshot: Snapshot = checkout.getSnapshot();
export async function buy(): Promise<Ending["status"]> {
  try {
    await checkout.update({ lines: [{ variant: "2", quantity: 1 }] });
    return (await checkout.submit({ seen: snapshot.revision })).status;
  } catch (error) {
    if (isCheckoutError(error) && error.outcome === "unknown") return "uncertain";
    throw error;
  }
}
`;

let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "cashwrap-pack-"));
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(ROOT, "pkg") });
  mkdirSync(join(folder, "node_modules/cashwrap"), { recursive: true });
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  execFileSync("tar", ["xzf", tarball, "--strip-components=1", "-C", "node_modules/cashwrap"], { cwd: folder });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  writeFileSync(join(folder, "consumer.ts"), CONSUMER);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const installed = (path) => join(folder, "node_modules/cashwrap", path);

test("it holds what is needed and nothing else, under its terms", () => {
  const files = readdirSync(installed("."), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  for (const name of ["LICENSE", "NOTICE", "README.md", "index.js", "index.d.ts", "cashwrap.wasm", "solidus.wasm", "spree.wasm", "sylius.wasm"]) {
    assert.ok(files.includes(name), name);
  }
  assert.deepEqual(files.filter((name) => /\.(ts|rs|map|mjs)$/.test(name) && !name.endsWith(".d.ts")), []);
  const manifest = JSON.parse(readFileSync(installed("package.json"), "utf8"));
  assert.deepEqual([manifest.dependencies, manifest.scripts], [undefined, undefined]);
});

test("every import is written out, so that any bundler follows it", () => {
  for (const folder of ["dist", "regions"]) {
    for (const name of readdirSync(installed(folder)).filter((file) => file.endsWith(".js"))) {
      const text = readFileSync(installed(join(folder, name)), "utf8");
      assert.deepEqual(text.match(/\bimport\((?!"\.\/[A-Z]{2}\.js"\))/g), null, `${folder}/${name}`);
    }
  }
});

test("a strict consumer compiles against what is shipped", () => {
  execFileSync(join(TOOLS, "tsc"), [
    "--strict", "--exactOptionalPropertyTypes", "--noEmit", "--target", "es2022", "--module", "nodenext", "consumer.ts",
  ], { cwd: folder });
});

test("a bundler takes it whole, and nothing in it is evaluated", async () => {
  execFileSync(join(TOOLS, "esbuild"), [
    "consumer.ts", "--bundle", "--format=esm", "--minify", "--outfile=bundle.js", "--log-level=error",
  ], { cwd: folder });
  assert.ok(!readFileSync(join(folder, "bundle.js"), "utf8").includes("eval("));
});

test("a family's entry leads to its own core and to no other", () => {
  for (const family of ["solidus", "spree", "sylius"]) {
    writeFileSync(join(folder, "lean.ts"), `export { createCheckout } from "cashwrap/${family}";`);
    execFileSync(join(TOOLS, "esbuild"), [
      "lean.ts", "--bundle", "--format=esm", "--outfile=lean.js", "--log-level=error",
    ], { cwd: folder });
    const named = readFileSync(join(folder, "lean.js"), "utf8").match(/(?<=[/"])\w+\.wasm/g);
    assert.deepEqual(named, [`${family}.wasm`]);
    assert.ok(readFileSync(installed(`dist/${family}.wasm`)).length < readFileSync(installed("dist/cashwrap.wasm")).length);
  }
});

test("installed, the entry of a family places an order", async () => {
  const shop = await startShop();
  try {
    const { createCheckout } = await import(pathToFileURL(installed("dist/solidus.js")));
    const checkout = createCheckout({ dialect: "solidus", shop: shop.url, storage: null });
    const shipping = {
      name: "Ada Lovelace", address1: "12 Analytical Way", city: "New York", region: "NY", postalCode: "10001", country: "US", phone: "5550100",
    };
    await checkout.update({ lines: [{ variant: "2", quantity: 1 }], email: "ada@example.com", shipping, rate: "cheapest" });
    await checkout.setPayment({ method: "1", token: "BGS-123" });
    const end = await checkout.submit({ seen: checkout.getSnapshot().revision });
    assert.equal(end.status, "placed");
    assert.equal((await shop.order(end.number)).state, "complete");
    checkout.dispose();
  } finally {
    await shop.stop();
  }
});
