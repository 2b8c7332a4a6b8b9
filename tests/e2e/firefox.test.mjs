// The search of memory.test.mjs in another engine: Firefox by its own driver, which speaks plain HTTP.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { webcrypto } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { cardNumber, hits } from "../js/memory.mjs";
import { startShop } from "../js/shop.mjs";

const { FIREFOX, GECKODRIVER } = process.env;
const skip = FIREFOX && GECKODRIVER ? false : "FIREFOX and GECKODRIVER name none";
const source = readFileSync(new URL("../js/memory.mjs", import.meta.url), "utf8").replaceAll("export ", "");
const random = (length) => webcrypto.getRandomValues(new Uint8Array(length));
const GONE = { inside: 0, outside: 0 };
/** What WebDriver calls a reference to an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** A session of Firefox: `run` carries out the body of an async function in the page, `type` presses keys in an element. */
async function drive(url) {
  const driver = spawn(GECKODRIVER, ["--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const port = await new Promise((resolve, reject) => {
    createInterface({ input: driver.stdout }).on("line", (line) => {
      const [, told] = line.match(/Listening on [^ ]*:(\d+)/) ?? [];
      if (told) resolve(told);
    });
    driver.once("exit", () => reject(new Error("the driver ended before it was listening")));
  });
  const call = async (path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method: body ? "POST" : "DELETE", body: body && JSON.stringify(body), headers: { "content-type": "application/json" },
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.message}`);
    return value;
  };
  const end = async () => {
    driver.kill();
    await once(driver, "exit");
  };
  let sessionId;
  try {
    ({ sessionId } = await call("", {
      capabilities: { alwaysMatch: { browserName: "firefox", "moz:firefoxOptions": { binary: FIREFOX, args: ["-headless"] } } },
    }));
    await call(`/${sessionId}/url`, { url });
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async run(body) {
      const { value, error } = await call(`/${sessionId}/execute/async`, {
        script: `const done = arguments[0]; (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args: [],
      });
      if (error) throw new Error(error);
      return value;
    },
    async type(selector, text) {
      const { [ELEMENT]: element } = await call(`/${sessionId}/element`, { using: "css selector", value: selector });
      await call(`/${sessionId}/element/${element}/value`, { text });
    },
    async stop() {
      await call(`/${sessionId}`);
      await end();
    },
  };
}

/** A card form on the shop's page, joined to inputs, and the search. Scripts of a driver share no modules, so all is here. */
const FORM = `
  ${source}
  const { createCardForm, createCheckout } = await import("/pkg/dist/index.js");
  const { needCore } = await import("/pkg/dist/load.js");
  const { deskAt } = await import("/pkg/wasm/cashwrap.js");
  window.card = createCardForm();
  window.checkout = createCheckout({ dialect: "solidus", shop: location.origin, storage: null, rawCard: "i-accept-pci-saq-d" });
  window.look = () => {
    const { inside, outside } = scan(needCore(), [deskAt(), deskAt() + 4096 + 512 + 1024]);
    return { inside: [...inside], outside: [...outside] };
  };
  checkout.predict({});
  await card.load();
  for (const name of ["number", "expiry", "code", "name"]) {
    const input = document.body.appendChild(document.createElement("input"));
    input.id = "my-" + name;
    card.attach(name, input);
  }`;

test("no digit of a card is left in the core's memory in Firefox", { skip }, async () => {
  const shop = await startShop();
  const firefox = await drive(shop.url).catch(async (error) => {
    await shop.stop();
    throw error;
  });
  const look = async () => {
    const { inside, outside } = await firefox.run("return look();");
    return { inside: new Set(inside), outside: new Set(outside) };
  };
  const fill = async (number) => {
    for (const [name, text] of Object.entries({ expiry: "1230", code: "123", name: "Ada Lovelace" })) await firefox.type(`#my-${name}`, text);
    for (const digit of number) {
      await firefox.type("#my-number", digit);
      assert.deepEqual(hits(await look(), number, control), GONE, "while it is typed");
    }
  };
  let control;
  try {
    await firefox.run(FORM);
    control = await look();
    const kept = cardNumber(random);
    await fill(kept);
    assert.equal(await firefox.run(`return document.getElementById("my-number").value`), kept.replace(/(\d{4})(?=\d)/g, "$1 "));
    // Handed over it waits in the desk, and nowhere else, until it is forgotten.
    const told = await firefox.run(`return card.spend(async (typed) => {
      checkout.setPayment({ method: "1", card: typed }).catch(() => undefined);
      return "handed over";
    });`);
    assert.equal(told, "handed over");
    const waiting = hits(await look(), kept, control);
    assert.ok(waiting.inside > 5 && waiting.outside === 0, JSON.stringify(waiting));
    await firefox.run("checkout.forgetCard();");
    assert.deepEqual(hits(await look(), kept, control), GONE, "forgotten");
    // The page's going takes a draft along.
    const left = cardNumber(random);
    await fill(left);
    await firefox.run(`window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));`);
    assert.equal(await firefox.run(`return document.getElementById("my-number").value`), "");
    assert.deepEqual(hits(await look(), left, control), GONE, "gone");
  } finally {
    await firefox.stop();
    await shop.stop();
  }
});
