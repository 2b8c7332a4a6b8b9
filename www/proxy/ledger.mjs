// What was sent, kept on disk before it is sent: a call goes out once, whatever happens to this process.
//
// A file of JSON lines, only ever appended to. `call` is written and flushed before the shop is asked, `answer` before the
// page is told. A call without an answer has an end nobody knows.

import { constants } from "node:fs";
import { open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { claim } from "./lock.mjs";

const VERSION = 1;
/** The file is written anew, without what is too old, when it has grown by so much. */
const GROWTH_BYTES = 32 << 20;
/** So much of it is in memory at a time. */
const PIECE_BYTES = 1 << 20;

/** Opens the ledger, or makes it. One process at a time may have it: two would each let a call through. */
export async function openLedger(path, options) {
  const lock = await claim(`${path}.lock`, options);
  let file;
  try {
    file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    return await ledgerOf(path, file, lock, options);
  } catch (error) {
    await file?.close();
    await lock.release();
    throw error;
  }
}

/** What a file of lines says. */
async function load(path, file) {
  /** Call id → { visitor, order, print, at, places, isNew, lostAt?, place? }: `place` is where its answer is. */
  const calls = new Map();
  /** Order number → { visitor, secret, ghost, at, placed, open }: `open` is the last call on it without an answer. */
  const orders = new Map();
  const book = { calls, orders, size: 0 };
  const room = Buffer.alloc(PIECE_BYTES);
  let rest = Buffer.alloc(0);
  for (;;) {
    const { bytesRead } = await file.read(room, 0, PIECE_BYTES, book.size + rest.length);
    // The last line may be half a line: it was never flushed, so nothing was done on its word. It is not written again.
    if (bytesRead === 0) return book;
    const bytes = Buffer.concat([rest, room.subarray(0, bytesRead)]);
    let at = 0;
    for (let stop = bytes.indexOf(10); stop >= 0; stop = bytes.indexOf(10, at)) {
      let line;
      try {
        line = JSON.parse(bytes.toString("utf8", at, stop));
      } catch {
        throw new Error(`${path}: damaged at byte ${book.size}; calls that went out are not known any more`);
      }
      if (line.v !== VERSION) throw new Error(`${path}: written by another version`);
      take(book, line, { at: book.size, length: stop - at });
      book.size += stop + 1 - at;
      at = stop + 1;
    }
    rest = bytes.subarray(at);
  }
}

function take({ calls, orders }, line, place) {
  if (line.call !== undefined) {
    const { call, visitor, order, print, at, places, isNew, lostAt } = line;
    calls.set(call, { visitor, order, print, at, places, isNew, lostAt });
    if (order !== undefined && orders.has(order)) orders.get(order).open = call;
  } else if (line.answer !== undefined) {
    const call = calls.get(line.answer);
    if (call) call.place = place;
    const order = call && orders.get(call.order);
    if (order?.open === line.answer) order.open = undefined;
    if (line.made && !orders.has(line.made.number)) orders.set(line.made.number, { ...line.made, visitor: call?.visitor, at: call?.at });
    if (line.placed && order) order.placed = true;
  } else if (line.lost !== undefined) {
    const call = calls.get(line.lost);
    if (call) call.lostAt = line.at;
  } else if (line.placed !== undefined) {
    const order = orders.get(line.placed);
    if (order) order.placed = true;
  } else if (line.order !== undefined) {
    orders.set(line.order.number, { ...line.order });
  }
}

const write = (line) => `${JSON.stringify({ v: VERSION, ...line })}\n`;

async function ledgerOf(path, opened, lock, { keepMs, keepOrdersMs, now }) {
  let file = opened;
  let book = await load(path, file);
  let written = book.size;
  let isBroken = false;
  /** Lines waiting to be written, and whom to tell. */
  let waiting = [];
  let work = Promise.resolve();

  /** Appends a line; resolved when it is on the disk. Lines that wait together are flushed together. */
  function append(line) {
    return new Promise((resolve, reject) => {
      waiting.push({ line, text: write(line), resolve, reject });
      work = work.then(flush);
    });
  }

  async function flush() {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      if (isBroken) throw new Error("the ledger cannot be written");
      await checkHeld();
      const bytes = Buffer.from(batch.map(({ text }) => text).join(""));
      await file.write(bytes, 0, bytes.length, book.size);
      await file.datasync();
      // What was written after another took it over is in a file that nobody reads.
      await checkHeld();
      for (const { line, text, resolve } of batch) {
        const length = Buffer.byteLength(text);
        take(book, line, { at: book.size, length: length - 1 });
        book.size += length;
        resolve();
      }
      if (book.size - written > GROWTH_BYTES) await shorten();
    } catch (error) {
      // Half a line may be there: nothing more is written after it. A new start cuts it off.
      isBroken = true;
      for (const { reject } of batch) reject(error);
    }
  }

  async function checkHeld() {
    if (!(await lock.isHeld())) throw new Error(`${path}: another process has taken it over`);
  }

  /** Until the new file is whole and in its place, everybody is answered from the old one. */
  async function shorten() {
    const fresh = await open(`${path}.new`, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
    let next;
    try {
      await copy(fresh);
      await fresh.sync();
      next = await load(path, fresh);
      await checkHeld();
      await rename(`${path}.new`, path);
      await syncFolder(path);
    } catch (error) {
      await fresh.close();
      throw error;
    }
    const old = file;
    file = fresh;
    book = next;
    written = book.size;
    await old.close();
  }

  /** Writes what is not too old, piece by piece. */
  async function copy(fresh) {
    let piece = "";
    const put = async (text) => {
      piece += text;
      if (piece.length > PIECE_BYTES) await empty();
    };
    const empty = async () => {
      await fresh.appendFile(piece);
      piece = "";
    };
    for (const [number, order] of book.orders) {
      if (now() - order.at <= keepOrdersMs) await put(write({ order: { number, ...order, open: undefined } }));
    }
    for (const [id, { place, ...call }] of book.calls) {
      if (now() - call.at > keepMs) continue;
      await put(write({ call: id, ...call }));
      if (place) await put(`${await text(place)}\n`);
    }
    await empty();
  }

  async function text({ at, length }) {
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, at);
    return bytes.toString("utf8");
  }

  await shorten();

  return {
    call: (id) => book.calls.get(id),
    order: (number) => book.orders.get(number),
    /** Writes down that a call is about to leave. */
    begin: (id, { visitor, order, print, places, isNew }) => append({ call: id, visitor, order, print, places, isNew, at: now() }),
    /** Writes down how it ended: the answer, the order it made, whether the order is placed now. */
    finish: (id, { status, type, body }, { made, placed } = {}) => append({ answer: id, status, type, body, made, placed }),
    /** Writes down that it was given up. */
    lose: (id) => append({ lost: id, at: now() }),
    /** Writes down that an order was seen placed. */
    place: (number) => append({ placed: number }),
    /** The answer of a call that has one. */
    async answer(id) {
      const { status, type, body } = JSON.parse(await text(book.calls.get(id).place));
      return { status, type, body };
    },
    async close() {
      await work;
      await file.close();
      await lock.release();
    },
  };
}

async function syncFolder(path) {
  const folder = await open(dirname(path), constants.O_RDONLY).catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
