// Speed of the checks through the package, in Node and, where `CHROME` names one, in Chromium: run by `cargo xtask bench`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as cashwrap from "../../pkg/dist/index.js";
import { launch } from "../e2e/browser.mjs";
import { measure } from "./measure.mjs";

const tools = createRequire(new URL("../../xtask/node/package.json", import.meta.url));
const wasm = readFileSync(new URL("../../pkg/dist/cashwrap.wasm", import.meta.url));

function report(place, lines) {
  for (const { text, holds } of lines) {
    console.log(`${place}: ${text}: ${holds ? "ok" : "TOO SLOW"}`);
    if (!holds) process.exitCode = 1;
  }
}

async function inChromium() {
  const { outputFiles } = await tools("esbuild").build({
    stdin: {
      contents: `
        import * as cashwrap from "../../pkg/dist/index.js";
        import * as theirs from ${JSON.stringify(tools.resolve("card-validator"))};
        import { measure } from "./measure.mjs";
        globalThis.bench = async (bytes) => {
          await cashwrap.ready(Uint8Array.from(bytes));
          return measure(cashwrap, theirs.default ?? theirs);
        };`,
      resolveDir: new URL(".", import.meta.url).pathname,
    },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ type: "module", content: outputFiles[0].text });
    await page.waitForFunction("globalThis.bench");
    return await page.evaluate((bytes) => globalThis.bench(bytes), [...wasm]);
  } finally {
    await browser.close();
  }
}

await cashwrap.ready(wasm);
report("Node", measure(cashwrap, tools("card-validator")));
if (process.env.CHROME) report("Chromium", await inChromium());
else console.log("Chromium: CHROME names none, not measured");
