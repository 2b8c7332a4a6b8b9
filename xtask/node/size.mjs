// Prints the bytes of files and of what they weigh for a visitor: `node size.mjs NAME=FILE…`, one JSON object out.
// A `.wasm` is taken as it is; anything else is an entry that is bundled and minified first.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

async function bytesOf(file) {
  if (file.endsWith(".wasm")) return readFileSync(file);
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    preserveSymlinks: true,
    write: false,
    loader: { ".wasm": "empty" },
    logLevel: "warning",
  });
  return Buffer.from(outputFiles[0].contents);
}

const sizes = {};
for (const argument of process.argv.slice(2)) {
  const [name, file] = argument.split("=");
  const bytes = await bytesOf(file);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  sizes[name] = {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params: quality }).length,
  };
}
console.log(JSON.stringify(sizes));
