// The ledger by itself: whose it is, and what is known while it is written anew. The rest is in `once.test.mjs`.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { openLedger } from "../../../www/proxy/ledger.mjs";
import { drawer, openShop, startProxy, visitor } from "./rig.mjs";

const DAY_MS = 86_400_000;
const ANSWER = { status: 201, type: "application/json", body: "{}" };

/** A ledger's options, with a clock that a test can move. */
function options(over) {
  const clock = { ms: 1_800_000_000_000 };
  return { clock, keepMs: 2 * DAY_MS, keepOrdersMs: 60 * DAY_MS, now: () => clock.ms, ...over };
}

test("while it is written anew every order and every call is known", async () => {
  const place = drawer();
  const own = options();
  const ledger = await openLedger(place.ledger, own);
  const big = { ...ANSWER, body: "x".repeat(1 << 20) };
  const bring = async (id, answer, end) => {
    await ledger.begin(id, { visitor: "ada", print: "p" });
    await ledger.finish(id, answer, end);
  };
  for (let n = 0; n < 31; n += 1) await bring(`old ${n}`, big);
  const grown = statSync(place.ledger).size;
  // What came before is too old to be kept now.
  own.clock.ms += 3 * DAY_MS;
  await bring("first", ANSWER, { made: { number: "R1", secret: "s" } });
  await ledger.begin("open", { visitor: "ada", order: "R1", print: "p" });

  let isOver = false;
  const looking = (async () => {
    for (let looks = 0; ; looks += 1) {
      const seen = [ledger.order("R1")?.visitor, ledger.order("R1")?.open, ledger.call("first")?.visitor, ledger.call("open")?.order];
      assert.deepEqual(seen, ["ada", "open", "ada", "R1"], `look ${looks}`);
      assert.deepEqual(await ledger.answer("first"), ANSWER);
      if (isOver) return;
      await new Promise(setImmediate);
    }
  })();
  await Promise.all([bring("new 1", big), bring("new 2", big)]);
  await ledger.place("R1");
  isOver = true;
  await looking;
  assert.ok(statSync(place.ledger).size < grown / 4, "it was written anew");
  assert.equal(ledger.call("old 0"), undefined);
  assert.deepEqual(await ledger.answer("new 2"), big);
  await ledger.close();

  const again = await openLedger(place.ledger, own);
  assert.deepEqual([again.order("R1").placed, again.order("R1").open, again.call("open").place], [true, "open", undefined]);
  assert.deepEqual(await again.answer("new 1"), big);
  await again.close();
  assert.deepEqual(readdirSync(place.folder), ["ledger"]);
  place.remove();
});

test("it is opened once, in one process too", async () => {
  const place = drawer();
  const first = await openLedger(place.ledger, options());
  await assert.rejects(openLedger(place.ledger, options()), /has it/);
  await first.begin("1", { visitor: "ada", print: "p" });
  await first.close();
  await (await openLedger(place.ledger, options())).close();
  place.remove();
});

test("where nobody can look whether its holder lives, it is left to it for as long as it touches it", async () => {
  const place = drawer();
  // Two containers: in each this would be process 1.
  const ours = options({ here: "one container" });
  const theirs = options({ here: "another one" });
  const first = await openLedger(place.ledger, ours);
  await first.begin("1", { visitor: "ada", print: "p" });
  theirs.clock.ms += 29_000;
  await assert.rejects(openLedger(place.ledger, theirs), /has it/);
  theirs.clock.ms += 2_000;
  const second = await openLedger(place.ledger, theirs);
  assert.equal(second.call("1").visitor, "ada");

  // The first was asleep, and finds out before it writes.
  const before = readFileSync(place.ledger, "utf8");
  await assert.rejects(first.begin("2", { visitor: "ada", print: "p" }), /taken it over/);
  await assert.rejects(first.finish("1", ANSWER), /cannot be written/);
  assert.equal(readFileSync(place.ledger, "utf8"), before);
  await first.close();
  assert.ok(existsSync(`${place.ledger}.lock`), "the lock is the second one's");
  await second.begin("2", { visitor: "eve", print: "p" });
  await second.close();
  assert.deepEqual(readdirSync(place.folder), ["ledger"]);
  place.remove();
});

test("a process that is gone holds nothing, though another has its id by now", { skip: process.platform !== "linux" }, async () => {
  const place = drawer();
  const lock = `${place.ledger}.lock`;
  const first = await openLedger(place.ledger, options());
  const held = JSON.parse(readFileSync(lock, "utf8"));
  assert.equal(held.pid, process.pid);
  await first.close();
  for (const left of [{ ...held, begun: "1" }, { ...held, pid: 2 ** 22 + 1 }]) {
    writeFileSync(lock, JSON.stringify(left));
    await (await openLedger(place.ledger, options())).close();
  }
  // Half a lock, of a machine whose power was cut.
  writeFileSync(lock, "");
  await (await openLedger(place.ledger, options())).close();
  place.remove();
});

test("a proxy whose ledger was taken over passes reads alone", async () => {
  const shop = await openShop();
  const proxy = await startProxy(shop);
  const ada = visitor(proxy.port);
  const { json: { number } } = await ada.ask("POST", "/api/orders", { order: { line_items_attributes: [{ variant_id: 2, quantity: 1 }] } });
  writeFileSync(`${proxy.place.ledger}.lock`, "another's");
  await shop.admin("DELETE", "/log");
  const empty = await ada.ask("PUT", `/api/orders/${number}/empty`);
  assert.deepEqual([empty.status, empty.json.code], [503, "not_written_down"]);
  assert.deepEqual(await shop.admin("GET", "/log"), []);
  assert.equal((await ada.ask("GET", `/api/orders/${number}`)).status, 200);
  await proxy.stop();
  await shop.stop();
});
