// The built package, its WebAssembly handed in as bytes: Node's fetch reads no files.

import { readFileSync } from "node:fs";
import { createCheckout } from "../../pkg/dist/index.js";

export * from "../../pkg/dist/index.js";

export const wasm = readFileSync(new URL("../../pkg/dist/cashwrap.wasm", import.meta.url));

/** Text that must appear in no error, whatever it was handed in as. */
export const CANARY = "canary-4111111111111111";

/** A checkout against a stubbed fetch. `requests` holds what went out. */
export function stubbed(answer, options = {}) {
  const requests = [];
  const checkout = createCheckout({
    dialect: "solidus",
    shop: "https://shop.example",
    storage: null,
    wasm,
    fetch: async (request) => {
      requests.push({ request, body: await request.clone().text() });
      return answer(request, requests.length);
    },
    ...options,
  });
  return { checkout, requests };
}

/** A JSON answer. */
export const json = (body, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json; charset=utf-8" } });

/** The rejection of a promise, which must come. */
export async function rejection(promise) {
  const value = await promise.then(() => undefined, (error) => error);
  if (value === undefined) throw new Error("resolved, but should have been rejected");
  return value;
}

/** How long a condition is waited for before the test fails, in milliseconds. */
const PATIENCE_MS = 20_000;

/** Waits until `test` holds, asking after each change of the checkout; fails with what stood in the way. */
export function until(checkout, test) {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      stop();
      const { status, next, pending } = checkout.getSnapshot();
      reject(new Error(`waited in vain: ${JSON.stringify({ status, next, pending })}`));
    }, PATIENCE_MS);
    const look = () => {
      if (!test(checkout.getSnapshot())) return;
      clearTimeout(deadline);
      stop();
      resolve(checkout.getSnapshot());
    };
    const stop = checkout.subscribe(look);
    queueMicrotask(look);
  });
}
