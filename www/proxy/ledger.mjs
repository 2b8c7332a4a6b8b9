// What was sent, kept on disk before it is sent: a call goes out once, whatever happens to this process.
//
// A file of JSON lines, only ever appended to. `call` is written and flushed before the shop is asked, `answer` before the
// page is told. A call without an answer has an end nobody knows.

import { constants } from "node:fs";
import { open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

const VERSION = 1;
/** The file is written anew, without what is too old, when it has grown by so much. */
const GROWTH_BYTES = 32 << 20;

/** Opens the ledger, or makes it. One process at a time may have it. */
export async function openLedger(path, options) {
  await claim(`${path}.lock`);
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    return await ledgerOf(path, file, options);
  } catch (error) {
    await file.close();
    await rm(`${path}.lock`, { force: true });
    throw error;
  }
}

async function ledgerOf(path, opened, { keepMs, keepOrdersMs, now }) {
  let file = opened;
  /** Call id → { visitor, order, print, at, places, isNew, place? }: `place` is where its answer is. */
  const calls = new Map();
  /** Order number → { visitor, secret, ghost, at, placed, open }: `open` is the last call on it without an answer. */
  const orders = new Map();
  let size = await load();
  let written = size;
  let isBroken = false;
  /** Lines waiting to be written, and whom to tell. */
  let waiting = [];
  let work = Promise.resolve();

  async function load() {
    const bytes = await readFile(path);
    // The last line may be half a line: it was never flushed, so nothing was done on its word. It is not written again.
    const end = bytes.lastIndexOf(10) + 1;
    let at = 0;
    while (at < end) {
      const stop = bytes.indexOf(10, at);
      let line;
      try {
        line = JSON.parse(bytes.toString("utf8", at, stop));
      } catch {
        throw new Error(`${path}: damaged at byte ${at}; calls that went out are not known any more`);
      }
      take(line, { at, length: stop - at });
      at = stop + 1;
    }
    return end;
  }

  function take(line, place) {
    if (line.v !== VERSION) throw new Error(`${path}: written by another version`);
    if (line.call !== undefined) {
      const { call, visitor, order, print, at, places, isNew } = line;
      calls.set(call, { visitor, order, print, at, places, isNew });
      if (order !== undefined && orders.has(order)) orders.get(order).open = call;
    } else if (line.answer !== undefined) {
      const call = calls.get(line.answer);
      if (call) call.place = place;
      const order = call && orders.get(call.order);
      if (order?.open === line.answer) order.open = undefined;
      if (line.made && !orders.has(line.made.number)) orders.set(line.made.number, { ...line.made, visitor: call?.visitor, at: call?.at });
      if (line.placed && order) order.placed = true;
    } else if (line.placed !== undefined) {
      const order = orders.get(line.placed);
      if (order) order.placed = true;
    } else if (line.order !== undefined) {
      orders.set(line.order.number, { ...line.order });
    }
  }

  /** Appends a line; resolved when it is on the disk. Lines that wait together are flushed together. */
  function append(line) {
    const text = `${JSON.stringify({ v: VERSION, ...line })}\n`;
    return new Promise((resolve, reject) => {
      waiting.push({ line, text, resolve, reject });
      work = work.then(flush);
    });
  }

  async function flush() {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      if (isBroken) throw new Error("the ledger cannot be written");
      const bytes = Buffer.from(batch.map(({ text }) => text).join(""));
      await file.write(bytes, 0, bytes.length, size);
      await file.datasync();
      for (const { line, text, resolve } of batch) {
        const length = Buffer.byteLength(text);
        take({ v: VERSION, ...line }, { at: size, length: length - 1 });
        size += length;
        resolve();
      }
      if (size - written > GROWTH_BYTES) await shorten();
    } catch (error) {
      // Half a line may be there: nothing more is written after it. A new start cuts it off.
      isBroken = true;
      for (const { reject } of batch) reject(error);
    }
  }

  async function shorten() {
    const lines = [];
    for (const [number, order] of orders) {
      if (now() - order.at > keepOrdersMs) orders.delete(number);
      else lines.push({ order: { number, ...order, open: undefined } });
    }
    for (const [id, { place, ...call }] of calls) {
      if (now() - call.at > keepMs) {
        calls.delete(id);
        continue;
      }
      lines.push({ call: id, ...call });
      if (place) lines.push(JSON.parse(await text(place)));
    }
    const fresh = `${path}.new`;
    await writeFile(fresh, lines.map((line) => `${JSON.stringify({ v: VERSION, ...line })}\n`).join(""), { mode: 0o600, flush: true });
    const next = await open(fresh, constants.O_RDWR);
    await next.sync();
    await rename(fresh, path);
    await syncFolder(path);
    await file.close();
    file = next;
    calls.clear();
    orders.clear();
    size = await load();
    written = size;
  }

  async function text({ at, length }) {
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, at);
    return bytes.toString("utf8");
  }

  await shorten();

  return {
    call: (id) => calls.get(id),
    order: (number) => orders.get(number),
    /** Writes down that a call is about to leave. */
    begin: (id, { visitor, order, print, places, isNew }) => append({ call: id, visitor, order, print, places, isNew, at: now() }),
    /** Writes down how it ended: the answer, the order it made, whether the order is placed now. */
    finish: (id, { status, type, body }, { made, placed } = {}) => append({ answer: id, status, type, body, made, placed }),
    /** Writes down that an order was seen placed. */
    place: (number) => append({ placed: number }),
    /** The answer of a call that has one. */
    async answer(id) {
      const { status, type, body } = JSON.parse(await text(calls.get(id).place));
      return { status, type, body };
    },
    async close() {
      await work;
      await file.close();
      await rm(`${path}.lock`, { force: true });
    },
  };
}

/** Two processes on one ledger would each let a call through. */
async function claim(path) {
  for (;;) {
    try {
      return await writeFile(path, String(process.pid), { flag: "wx", mode: 0o600 });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(await readFile(path, "utf8").catch(() => ""));
    if (holder !== process.pid && isAlive(holder)) throw new Error(`${path}: process ${holder} has it`);
    await rm(path, { force: true });
  }
}

function isAlive(pid) {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

async function syncFolder(path) {
  const folder = await open(dirname(path), constants.O_RDONLY).catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
