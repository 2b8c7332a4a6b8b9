// Prints which functions of a wasm with a name section weigh most: `node functions.mjs FILE.wasm [COUNT]`; then the
// sums by module of the crate.
import { readFileSync } from "node:fs";

const bytes = readFileSync(process.argv[2]);
const count = Number(process.argv[3] ?? 40);
let at = 8;

function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}

function text() {
  const length = number();
  at += length;
  return bytes.toString("utf8", at - length, at);
}

function limits() {
  const flags = number();
  number();
  if (flags & 1) number();
}

const sizes = [];
const names = new Map();
let imported = 0;

const sections = {
  0(end) {
    if (text() !== "name") return;
    while (at < end) {
      const kind = bytes[at++];
      const next = number() + at;
      for (let left = kind === 1 ? number() : 0; left > 0; left--) names.set(number(), text());
      at = next;
    }
  },
  2() {
    for (let left = number(); left > 0; left--) {
      text();
      text();
      const kind = bytes[at++];
      if (kind === 0) { number(); imported++; }
      else if (kind === 1) { at++; limits(); }
      else if (kind === 2) limits();
      else at += 2;
    }
  },
  10() {
    for (let left = number(); left > 0; left--) {
      const size = number();
      sizes.push(size);
      at += size;
    }
  },
};

while (at < bytes.length) {
  const section = bytes[at++];
  const end = number() + at;
  sections[section]?.(end);
  at = end;
}

// Names come escaped by binaryen, with a hash after each crate.
const plain = (name) => name.replace(/\\([0-9a-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))).replace(/\[[0-9a-f]{1,16}\]/g, "");
const rows = sizes.map((size, index) => ({ size, name: plain(names.get(imported + index) ?? "?") }));
rows.sort((a, b) => b.size - a.size);
const modules = new Map();
for (const { size, name } of rows) {
  const module = /^[<&(\[]*(?:mut )?([a-z_0-9]+(?:::[a-z_0-9]+){0,2})/.exec(name)?.[1] ?? name;
  modules.set(module, (modules.get(module) ?? 0) + size);
}

const line = (size, name) => console.log(`${String(size).padStart(8)}  ${name.slice(0, 140)}`);
line(rows.reduce((sum, { size }) => sum + size, 0), `in ${rows.length} functions`);
for (const { size, name } of rows.slice(0, count)) line(size, name);
console.log("\nby module");
for (const [name, size] of [...modules].sort((a, b) => b[1] - a[1]).slice(0, 25)) line(size, name);
