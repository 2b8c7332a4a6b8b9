import { Core, deskMemory, initSync } from "../wasm/cashwrap.js";
import { CheckoutError, refusal } from "./errors.js";
import type { WasmSource } from "./options.js";

/**
 * Where an entry of the package has its wasm. Each says it itself: a literal `new URL(…, import.meta.url)` is what bundlers
 * look for when they copy assets, and they are to find no other.
 */
export type Home = () => URL;

/** The class the wasm exports. One instance is one checkout. */
export type CoreClass = typeof Core;

let loading: Promise<CoreClass> | undefined;
let memory: WebAssembly.Memory | undefined;

/** Whether the core is there. */
export function isReady(): boolean {
  return memory !== undefined;
}

/**
 * The core's memory.
 *
 * @throws `CheckoutError` with code `unsupported` while the core is not there.
 */
export function needCore(): WebAssembly.Memory {
  if (!memory) throw refusal("unsupported", "wasm", "not_ready");
  return memory;
}

/**
 * The core's class: the first call decides where from, later ones join it.
 *
 * @throws `CheckoutError` with code `network` (could not be fetched; the next call tries again) or `unsupported` (the
 * host refuses to compile it: a content security policy without `'wasm-unsafe-eval'`, say).
 */
export function loadCore(source: WasmSource | undefined, home: Home): Promise<CoreClass> {
  loading ??= start(source ?? home()).catch((thrown: unknown) => {
    loading = undefined;
    const refused = thrown instanceof WebAssembly.CompileError || thrown instanceof WebAssembly.LinkError;
    throw new CheckoutError({
      code: refused ? "unsupported" : "network",
      fields: [{ field: "wasm", code: refused ? "not_compiled" : "not_loaded" }],
      outcome: "not_sent",
      retryable: !refused,
      status: null,
    });
  });
  return loading;
}

async function start(source: WasmSource): Promise<CoreClass> {
  initSync({ module: await compiled(source) });
  memory = deskMemory() as WebAssembly.Memory;
  return Core;
}

/** Without streaming: that asks for a MIME type which many a server does not know. */
async function compiled(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source);
  if (source instanceof URL && source.protocol === "file:") return WebAssembly.compile(await fromDisk(source));
  const response = source instanceof Response ? source : await fetch(source as string | URL);
  if (!response.ok) throw new TypeError();
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Node's `fetch` reads no files, and no bundler may look for its modules here. */
async function fromDisk(file: URL): Promise<BufferSource> {
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): FileSystem | undefined } };
  const system = process?.getBuiltinModule?.("node:fs");
  return system ? system.readFileSync(file) : (await fetch(file)).arrayBuffer();
}

interface FileSystem {
  readFileSync(file: URL): Uint8Array<ArrayBuffer>;
}
