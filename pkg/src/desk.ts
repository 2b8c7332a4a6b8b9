import { deskAt, format, madeAt, wipeMade } from "../wasm/cashwrap.js";
import type { Typed } from "./check-types.js";
import { needCore } from "./load.js";

/** The most bytes that the texts of one check have together, and the most that come back: as `src/js/desk.rs` has them. */
const IN_BYTES = 4_096;
const OUT_BYTES = 512;
/** A card waits behind the two. */
const CARD_BYTES = 1_024;
/** Divides texts. It is in no UTF-8. */
const DIVIDER = 0xff;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Where it lies; known once something has crossed. */
let start: number | undefined;
let given: Uint8Array<ArrayBufferLike> | undefined;
let made: Uint8Array<ArrayBufferLike> | undefined;

/** The desk: the one part of the core's memory through which texts cross. Memory that has grown has another buffer. */
function desk(): Uint8Array<ArrayBufferLike> {
  const memory = needCore();
  if (given?.buffer !== memory.buffer) {
    start ??= deskAt();
    given = new Uint8Array(memory.buffer, start, IN_BYTES);
    made = new Uint8Array(memory.buffer, madeAt(), OUT_BYTES);
  }
  return given;
}

/**
 * Writes a text at a place of the desk and says where it ends, or -1 when it does not fit. No copy is made on the way.
 */
function write(view: Uint8Array, at: number, text: string): number {
  // Not every page is type-checked.
  if (typeof text !== "string") return at;
  const { length } = text;
  if (length > IN_BYTES - at) return -1;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) {
      const rest = text.slice(index);
      const { read, written } = encoder.encodeInto(rest, view.subarray(at + index));
      return read === rest.length ? at + index + written : -1;
    }
    view[at + index] = unit;
  }
  return at + length;
}

/** Writes texts, divided, and says how many bytes they are; -1, and nothing stays, when they do not fit. */
export function put(...texts: readonly string[]): number {
  const view = desk();
  let end = 0;
  for (const [index, text] of texts.entries()) {
    if (index > 0) view[end++] = DIVIDER;
    end = write(view, end, text);
    if (end < 0 || (end === IN_BYTES && index < texts.length - 1)) {
      view.fill(0);
      return -1;
    }
  }
  return end;
}

/** `put` for one text, without a list. */
export function putOne(text: string): number {
  const view = desk();
  const end = write(view, 0, text);
  if (end < 0) view.fill(0);
  return end;
}

/** A byte a check wrote back. Nothing of an address is in it, so it may stay. */
export function madeByte(place: number): number {
  return made?.[place] ?? 0;
}

/** Hands over bytes, of which the page keeps nothing. */
export function hand(bytes: Uint8Array): number {
  desk().set(bytes);
  bytes.fill(0);
  return bytes.length;
}

/** Wipes all of it from outside: the core may have trapped. */
export function wipeDesk(): void {
  if (start !== undefined) new Uint8Array(needCore().buffer, start, IN_BYTES + OUT_BYTES + CARD_BYTES).fill(0);
}

/** What a check wrote back, which is wiped. */
export function take(length: number): string {
  try {
    return decoder.decode(made?.subarray(0, length));
  } finally {
    wipeMade();
  }
}

/** Two texts next to each other, each with its caret: where each of the four parts ends; nothing when they do not fit. */
function putTyped(now: Typed, before: Typed | undefined): readonly [number, number, number, number] | undefined {
  const view = desk();
  const parts = [now, before].flatMap((typed) => {
    const value = typed?.value ?? "";
    return [value.slice(0, typed?.caret ?? 0), value.slice(typed?.caret ?? 0)];
  });
  const ends: number[] = [];
  for (const part of parts) {
    const end = write(view, ends.at(-1) ?? 0, part);
    if (end < 0) {
      view.fill(0);
      return undefined;
    }
    ends.push(end);
  }
  return ends as unknown as readonly [number, number, number, number];
}

/** Formats by one of the core's functions, by its number there. */
export function formatted(kind: number, now: Typed, before: Typed | undefined, code = 0): Typed {
  const ends = putTyped(now, before);
  // Longer than any field: left alone.
  if (!ends) return now;
  const [caret, at, beforeCaret, length] = ends;
  const bits = format(kind, length, caret, at, beforeCaret - at, code);
  return { value: take(bits & 0xffff), caret: bits >>> 16 };
}
