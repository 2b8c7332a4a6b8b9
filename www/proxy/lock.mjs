// One process at a time: a file that says who has something, and that is touched for as long as it does.

import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { link, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";

const BEAT_MS = 5_000;
/** Who has not touched it for so long is gone, where nobody here can look whether it lives. */
const STALE_MS = 30_000;

/**
 * Takes the lock, or throws while another has it. `here` says where a process id means something.
 *
 * Process ids alone do not do: in containers everybody has the same ones, and sees no other's.
 */
export async function claim(path, { now, here = hereOf() }) {
  const text = JSON.stringify({ owner: randomUUID(), here, pid: process.pid, begun: begunOf(process.pid) });
  // Made whole, and only then put in its place: nobody finds half of it.
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, text, { flag: "wx", mode: 0o600 });
  const file = await open(own, "r+");
  const beat = () => file.utimes(now() / 1000, now() / 1000);
  try {
    await beat();
    await take(path, own, { now, here });
  } catch (error) {
    await file.close();
    throw error;
  } finally {
    await rm(own, { force: true });
  }
  const isHeld = async () => await textOf(path) === text;
  // A touch that fails is made good by the next one.
  const timer = setInterval(() => void beat().catch(() => undefined), BEAT_MS).unref();
  return {
    isHeld,
    async release() {
      clearInterval(timer);
      await file.close();
      if (await isHeld()) await rm(path, { force: true });
    },
  };
}

async function take(path, own, { now, here }) {
  for (;;) {
    try {
      return await link(own, path);
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const found = await readFile(path, "utf8").catch((error) => {
      if (error.code !== "ENOENT") throw error;
    });
    if (found === undefined) continue;
    const holder = holderOf(found);
    if (holder && await isThere(path, holder, { now, here })) throw new Error(`${path}: process ${holder.pid} has it`);
    // Of two that see it is left behind, the slower one must not remove what the faster one has put there.
    const aside = `${own}.aside`;
    await rename(path, aside).catch(() => undefined);
    const isOther = (await textOf(aside)) !== found;
    if (isOther) await link(aside, path).catch(() => undefined);
    await rm(aside, { force: true });
  }
}

/** Whether its holder is there: as the system says, or as its touches do. */
async function isThere(path, { here: there, pid, begun }, { now, here }) {
  if (here !== undefined && there === here) return begunOf(pid) === begun;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: -Infinity }));
  return now() - mtimeMs < STALE_MS;
}

const textOf = (path) => readFile(path, "utf8").catch(() => "");

function holderOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The running kernel and its space of process ids; nothing where the system does not say. */
function hereOf() {
  try {
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return undefined;
  }
}

/** When a process began, in ticks since the kernel did: ids are given again. Nothing where there is none. */
function begunOf(pid) {
  try {
    // What stands in brackets is its name, which may hold anything (proc_pid_stat(5)).
    const [state, ...fields] = readFileSync(`/proc/${Number(pid)}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
    return state === "Z" ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
