// Prints the bytes of files and of what they weigh for a visitor: `node size.mjs NAME=FILE…`, one JSON object out.
// A `.wasm` is taken as it is; anything else is an entry that is bundled and minified first.
import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

async function bytesOf(file) {
  if (file.endsWith(".wasm")) return readFileSync(file);
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    legalComments: "none",
    preserveSymlinks: true,
    write: false,
    // What is imported when it is asked for, as the regions of a country are, is a file of its own.
    splitting: true,
    outdir: "out",
    metafile: true,
    loader: { ".wasm": "empty" },
    logLevel: "warning",
  });
  const at = Object.keys(metafile.outputs).find((path) => resolve(metafile.outputs[path].entryPoint ?? "") === resolve(file));
  const first = new Set([at]);
  for (const path of first) {
    for (const { path: next, kind } of metafile.outputs[path].imports) if (kind === "import-statement") first.add(next);
  }
  const parts = outputFiles.filter(({ path }) => first.has(relative(process.cwd(), path)));
  return Buffer.concat(parts.map(({ contents }) => contents));
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
